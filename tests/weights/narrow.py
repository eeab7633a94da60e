"""A narrow VGG-19 as a published file would store it, written without the code under test."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from nst.weights.networks import NETWORKS

NARROW: dict[str, Any] = {"widths": (8, 8, 16, 16, 16), "first_kernel": ()}

# Layers of the published file that nobody asks for: two in the middle of the alphabet, two after.
UNWANTED = {
    "features.30.weight": (64, 64, 3, 3),
    "features.34.weight": (64, 64, 3, 3),
    "head.fc.weight": (1000, 64),
    "pre_logits.fc1.weight": (256, 16, 7, 7),
}


def safetensors(arrays: Mapping[str, Any], metadata: Mapping[str, str] | None = None) -> bytes:
    """A safetensors file of these arrays, in the order given."""
    table: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    pieces = []
    offset = 0
    for key, array in arrays.items():
        pieces.append(array.tobytes())
        dtype = {"float32": "F32", "float16": "F16"}[str(array.dtype)]
        offsets = [offset, offset + array.nbytes]
        table[key] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": offsets}
        offset += array.nbytes
    text = json.dumps(table).encode()
    return b"".join([len(text).to_bytes(8, "little"), text, *pieces])


def narrow_arrays(name: str = "vgg19", seed: int = 1) -> dict[str, Any]:
    """Every tensor of a published file of today's widths, alphabetically, as timm stores them."""
    rng = np.random.default_rng(seed)
    shapes = NETWORKS[name].shapes() | UNWANTED
    return {
        key: (rng.standard_normal(shapes[key]) * 0.2).astype(np.float32) for key in sorted(shapes)
    }


def write_embedded(path: Path) -> None:
    """An embedded network of one layer, with the card that goes with it."""
    first = np.ones((16, 3, 3, 3), np.float16)
    about = {"name": "embedded", "topology": "vgg19", "widths": "16,32,64,128,128"}
    path.write_bytes(safetensors({"features.0.weight": first}, about))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".json").write_text(json.dumps({"sha256": sha256}))
