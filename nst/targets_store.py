"""Keeps style targets: in this process, and on disk for paintings that are nobody's own.

Bounded in bytes in both places; what was used longest ago goes first. A damaged file is computed
anew, a disk that refuses is done without.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cache

import safetensors.torch
import torch
from torch import Tensor

from nst.targets import FORMAT, StyleTargets
from nst.targets_disk import MEMORY_MB, TargetsFolder, disk_folder, megabytes
from nst.weights.ranged import Malformed, parse_header

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

    def forget(self) -> None:
        """Empty the memory; the disk keeps what it has."""
        with self._lock:
            self._known.clear()
            self._bytes = 0


@cache
def shared_store() -> TargetStore:
    """The store of this process, sized by the environment. Raises SettingsError."""
    return TargetStore(disk_folder(), megabytes("NST_TARGETS_MEMORY_MB", MEMORY_MB))


def encode(key: str, targets: StyleTargets) -> bytes:
    """The targets as a safetensors file that knows its own name and checksum."""
    tensors = {
        f"{tap}/{number}": part.cpu().contiguous()
        for tap, parts in targets.statistics.items()
        for number, part in enumerate(parts)
    }
    tensors |= {f"{tap}/norm": norm.cpu() for tap, norm in targets.norms.items()}
    about = {"format": str(FORMAT), "key": key, "crc32": str(_checksum(tensors))}
    return safetensors.torch.save(tensors, about)


def decode(key: str, content: bytes, device: torch.device) -> StyleTargets:
    """Targets from such a file. Raises Malformed if it is damaged, cut short or another's."""
    about = parse_header(content, len(content)).metadata
    try:
        tensors = safetensors.torch.load(content)
    except Exception as error:  # the library raises many kinds
        raise Malformed(f"its tensors cannot be read ({error})") from error
    expected = {"format": str(FORMAT), "key": key, "crc32": str(_checksum(tensors))}
    if any(about.get(name) != value for name, value in expected.items()):
        raise Malformed("its checksum or name is another")
    # Tensors of their own, where torch likes to have them: those just read lie within one buffer.
    placed = {name: tensor.clone().to(device) for name, tensor in sorted(tensors.items())}
    norms = {name[:-5]: tensor for name, tensor in placed.items() if name.endswith("/norm")}
    statistics = {
        tap: tuple(placed[f"{tap}/{number}"] for number in range(_parts(tap, placed)))
        for tap in norms
    }
    return StyleTargets(statistics, norms)


def _parts(tap: str, tensors: Mapping[str, Tensor]) -> int:
    return sum(name.startswith(f"{tap}/") for name in tensors) - 1


def _checksum(tensors: Mapping[str, Tensor]) -> int:
    found = 0
    for name, tensor in sorted(tensors.items()):
        found = zlib.crc32(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode(), found)
        found = zlib.crc32(tensor.reshape(-1).view(torch.uint8).numpy().data, found)
    return found


def _count_bytes(targets: StyleTargets) -> int:
    parts = [part for each in targets.statistics.values() for part in each]
    return sum(part.nbytes for part in [*parts, *targets.norms.values()])
