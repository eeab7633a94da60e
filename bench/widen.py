"""The embedded network at VGG-19's full width, for measuring time where no published weights are.

Net2Net (Chen, Goodfellow & Shlens 2016): every channel is repeated, and what the next layer
multiplies it with is divided among the copies, so that about the same function is computed at the
full cost. A little seeded noise makes the copies differ. It paints no better than before and is no
substitute for VGG-19.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

NOISE = 0.02
"""Spread of the noise as a share of the spread of a layer's weights."""


def widen(narrow: Path, wide: Path, times: int, seed: int = 0) -> Path:
    """Write the weights of `narrow` with every width multiplied to `wide`; returns `wide`."""
    draw = torch.Generator().manual_seed(seed)
    tensors = {}
    with safe_open(narrow, framework="pt") as file:
        about = dict(file.metadata())
        for key in file.keys():  # noqa: SIM118
            tensor = file.get_tensor(key).float()
            repeats = (times,) + (1,) * (tensor.dim() - 1)
            if tensor.dim() == 4 and tensor.shape[1] > 3:
                repeats = (times, times, 1, 1)
                tensor = tensor / times
            tensor = tensor.repeat(*repeats)
            if tensor.dim() == 4:
                noise = torch.randn(tensor.shape, generator=draw)
                tensor += NOISE * tensor.std() * noise
            tensors[key] = tensor.contiguous()
    about["widths"] = ",".join(str(times * int(width)) for width in about["widths"].split(","))
    wide.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, wide, metadata=about)
    return wide
