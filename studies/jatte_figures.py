"""The still silhouettes of the study after Seurat: what one is, and how it is drawn.

The tables are in `jatte_far`, `jatte_middle` and `jatte_near`: three depths, each drawn over the
one before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studies.draw import (
    Canvas,
    Mask,
    Picture,
    Points,
    Size,
    blur,
    colour_ramp,
    coordinates,
    line_mask,
    mix,
    polygon_mask,
    rgb,
    smooth,
)


class Form(NamedTuple):
    """A silhouette: smooth outline, tone of its left flank and of its right one."""

    outline: Points
    left: str
    right: str


class Limb(NamedTuple):
    """A line of one tone: limbs, rods, trunks; widths in fractions of the long edge."""

    path: Points
    widths: tuple[float, ...]
    colour: str


def paint_figures(canvas: Canvas, parts: list[Form | Limb]) -> Mask:
    """Draw silhouettes one over the other, each with a faint light round it; returns their mask.

    The halo is Seurat's irradiation: a dark thing brightens the ground that touches it.
    """
    total = np.zeros(canvas.size, np.float32)
    for part in parts:
        if isinstance(part, Limb):
            mask = line_mask(canvas.size, smooth(part.path), part.widths, soften=0.0004)
            canvas.paint(mask, part.colour)
        else:
            outline = smooth(part.outline, closed=True, per_span=8)
            mask = polygon_mask(canvas.size, outline, soften=0.0004)
            canvas.paint(_halo(mask), "#f2e6b8", 0.11)
            canvas.paint(mask, _turned(canvas.size, outline, part))
        total = np.maximum(total, mask)
    return total


def _halo(mask: Mask) -> Mask:
    return np.asarray(np.clip(blur(mask, 0.0045) * 1.6, 0, 1) * (1 - mask), np.float32)


def _turned(size: Size, outline: npt.NDArray[np.float64], part: Form) -> Picture:
    """Tone of a rounded form: its left flank, a clear middle, its right flank."""
    x, _ = coordinates(size)
    low, high = float(outline[:, 0].min()), float(outline[:, 0].max())
    share = np.clip((x - low) / max(high - low, 1e-6), 0, 1)
    left, right = rgb(part.left), rgb(part.right)
    return colour_ramp(share, [
        (0, mix(left, "#000000", 0.06)), (0.18, left), (0.5, mix(left, right, 0.42)),
        (0.85, right), (1, mix(right, "#000000", 0.08)),
    ])  # fmt: skip
