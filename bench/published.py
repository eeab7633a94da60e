"""Bytes fetched for the published VGG-19, of a file as large as the real one (P6)."""

from __future__ import annotations

import argparse
import json
import math
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from nst.weights import fetch
from nst.weights.networks import NETWORKS

PATTERN_BYTES = 1 << 20
WHOLE = {
    # what timm's file holds besides, by name and shape
    **{f"features.{at}.weight": (512, 512, 3, 3) for at in (30, 32, 34)},
    **{f"features.{at}.bias": (512,) for at in (30, 32, 34)},
    "pre_logits.fc1.weight": (4096, 512, 7, 7),
    "pre_logits.fc1.bias": (4096,),
    "pre_logits.fc2.weight": (4096, 4096, 1, 1),
    "pre_logits.fc2.bias": (4096,),
    "head.fc.weight": (1000, 4096),
    "head.fc.bias": (1000,),
}


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `published` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("published", help=__doc__)
    return parser


class WholeFile:
    """A safetensors file of VGG-19's size that makes its bytes when asked, names in order."""

    def __init__(self) -> None:
        network = NETWORKS["vgg19"]
        table: dict[str, Any] = {"__metadata__": {"format": "pt"}}
        offset = 0
        for key, shape in sorted((network.shapes() | WHOLE).items()):
            size = 4 * math.prod(shape)
            table[key] = {
                "dtype": "F32",
                "shape": list(shape),
                "data_offsets": [offset, offset + size],
            }
            offset += size
        text = json.dumps(table).encode()
        text += b" " * (-len(text) % 8)
        self._header = len(text).to_bytes(8, "little") + text
        self._kernel = np.array(network.first_kernel, "<f4").tobytes()
        self._kernel_at = len(self._header) + table["features.0.weight"]["data_offsets"][0]
        numbers = np.random.default_rng(0).normal(0, 0.2, PATTERN_BYTES // 4)
        self._pattern = numbers.astype("<f4").tobytes()
        self._size = len(self._header) + offset

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, where: slice) -> bytes:
        start, stop, _ = where.indices(self._size)
        first = (start - len(self._header)) % PATTERN_BYTES
        turns = -(-(first + stop - start) // PATTERN_BYTES)
        made = bytearray((self._pattern * max(1, turns))[first : first + stop - start])
        for at, known in ((0, self._header), (self._kernel_at, self._kernel)):
            low, high = max(start, at), min(stop, at + len(known))
            if low < high:
                made[low - start : high - start] = known[low - at : high - at]
        return bytes(made)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Fetch it from a stand-in hub on loopback into an empty cache."""
    from tests.standin_hub import StandinHub

    whole = WholeFile()
    network = NETWORKS["vgg19"]
    os.environ.pop("NST_OFFLINE", None)
    with tempfile.TemporaryDirectory() as cache:
        path = f"/{network.repo}/resolve/{network.revision}/{network.file}"
        with StandinHub({path: whole}) as hub:
            began = time.perf_counter()
            found = fetch("vgg19", endpoint=hub.url, cache_dir=Path(cache), offline=False)
            figures = {
                "fetched_mb": hub.sent_bytes / 1e6,
                "whole_file_mb": len(whole) / 1e6,
                "kept_mb": found.path.stat().st_size / 1e6,
                "requests": len(hub.requests),
                "fetch_s": time.perf_counter() - began,
            }
    for name, value in figures.items():
        print(f"{name:<16} {value:9.2f}")
    return figures
