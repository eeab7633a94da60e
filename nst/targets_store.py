"""Keeps style targets: in this process, and on disk for paintings that are nobody's own.

Bounded in bytes in both places; what was used longest ago goes first. A damaged file is computed
anew, a disk that refuses is done without.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cache

import torch
from torch import Tensor

from nst.targets import StyleTargets
from nst.targets_disk import MEMORY_MB, TargetsFolder, disk_folder, megabytes
from nst.targets_file import decode_tensors, encode_tensors
from nst.weights.ranged import Malformed

Compute = Callable[[], StyleTargets]


class TargetStore:
    """Style targets by name (see `nst.targets.targets_key`). Safe for threads and processes."""

    def __init__(self, folder: TargetsFolder, memory_bytes: int) -> None:
        self._folder, self._limit_bytes = folder, memory_bytes
        self._known: OrderedDict[str, StyleTargets] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def recall(
        self, key: str, compute: Compute, device: torch.device, *, keep: bool
    ) -> StyleTargets:
        """The targets of that name, from here or else from `compute`.

        With `keep` the disk is asked too, and told; without it nothing of this painting ever
        leaves the process.
        """
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
        if keep:
            known = self._recall_kept(key, known, compute, device)
        targets = known or compute()
        self._remember(key, targets)
        return targets

    def _recall_kept(
        self, key: str, known: StyleTargets | None, compute: Compute, device: torch.device
    ) -> StyleTargets:
        found = known or self._read(key, device)
        targets = found or compute()
        if not found or not self._folder.holds(key):
            self._folder.write(key, encode(key, targets))
        self._folder.count("hits" if found else "misses")
        return targets

    def _read(self, key: str, device: torch.device) -> StyleTargets | None:
        content = self._folder.read(key)
        if content is None:
            return None
        try:
            return decode(key, content, device)
        except Malformed:
            self._folder.drop(key)
            return None

    def _remember(self, key: str, targets: StyleTargets) -> None:
        with self._lock:
            if key in self._known or _count_bytes(targets) > self._limit_bytes:
                return
            self._known[key] = targets
            self._bytes += _count_bytes(targets)
            while self._bytes > self._limit_bytes:
                _, oldest = self._known.popitem(last=False)
                self._bytes -= _count_bytes(oldest)


@cache
def shared_store() -> TargetStore:
    """The store of this process, sized by the environment. Raises SettingsError."""
    return TargetStore(disk_folder(), megabytes("NST_TARGETS_MEMORY_MB", MEMORY_MB))


def encode(key: str, targets: StyleTargets) -> bytes:
    """The targets as the bytes of a file."""
    tensors = {
        f"{tap}/{number}": part
        for tap, parts in targets.statistics.items()
        for number, part in enumerate(parts)
    }
    tensors |= {f"{tap}/norm": norm for tap, norm in targets.norms.items()}
    return encode_tensors(key, tensors)


def decode(key: str, content: bytes, device: torch.device) -> StyleTargets:
    """Targets from such a file. Raises Malformed if it is damaged, cut short or another's."""
    placed = {name: tensor.to(device) for name, tensor in decode_tensors(key, content).items()}
    norms = {name[:-5]: tensor for name, tensor in placed.items() if name.endswith("/norm")}
    statistics = {
        tap: tuple(placed[f"{tap}/{number}"] for number in range(_parts(tap, placed)))
        for tap in norms
    }
    return StyleTargets(statistics, norms)


def _parts(tap: str, tensors: Mapping[str, Tensor]) -> int:
    return sum(name.startswith(f"{tap}/") for name in tensors) - 1


def _count_bytes(targets: StyleTargets) -> int:
    parts = [part for each in targets.statistics.values() for part in each]
    return sum(part.nbytes for part in [*parts, *targets.norms.values()])
