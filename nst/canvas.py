"""The canvas: a picture as the tensor that is painted on, and how it grows from scale to scale.

Where pictures, which are numpy's, become tensors and pictures again.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from nst.records import Picture


def to_canvas(picture: Picture) -> Tensor:
    """uint8 (H, W, 3) as float32 (1, 3, H, W) in [0, 1]."""
    return torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].float().div_(255)


def to_picture(canvas: Tensor) -> Picture:
    """Float (1, 3, H, W) in [0, 1] as uint8 (H, W, 3), rounded."""
    # Whoever looks at a preview asks from a thread of their own. torch would give that one workers,
    # too, and with more of them than cores the painter's no longer wait awake: half the speed.
    levels = np.clip(canvas.detach()[0].cpu().numpy(), 0, 1)
    np.rint(np.multiply(levels, np.float32(255), out=levels), out=levels)
    return np.ascontiguousarray(levels.astype(np.uint8).transpose(1, 2, 0))


def grown(canvas: Tensor, drawing: Tensor, redraw: float) -> Tensor:
    """The canvas enlarged to the size of `drawing`, with the fine lines that only that size shows.

    `canvas`: float (1, 3, h, w) in [0, 1]; `drawing`: float (1, 3, H, W) in [0, 1], what the canvas
    will be compared with. `redraw`, 0 to 1: the share of the drawing's finest level, a level of its
    Laplacian pyramid (Burt & Adelson 1983), that is added. Without it the optimiser spends the
    steps of the finest scale, the dearest, on finding again lines that the smaller one could not
    hold. Returns float (1, 3, H, W) in [0, 1].
    """
    size = drawing.shape[-2:]
    larger = _enlarged(canvas, size)
    if redraw:
        coarse = functional.interpolate(drawing, canvas.shape[-2:], mode="area")
        larger = torch.add(larger, drawing - _enlarged(coarse, size), alpha=redraw)
    return larger.clamp_(0, 1)


def _enlarged(canvas: Tensor, size: torch.Size) -> Tensor:
    return functional.interpolate(canvas, size, mode="bicubic", align_corners=False)
