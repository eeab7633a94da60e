"""A band of paint along a curve: many overlapping strokes that keep its direction.

Between `Painting.lay`, which fills areas after a plan, and `Painting.stroke`, which draws one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from studies.brush import Brush, Painting
from studies.draw import Colour, Points, rgb, smooth
from studies.oklab import to_oklab, to_srgb


def sweep(
    painting: Painting,
    points: Points,
    width_px: float,
    colours: Sequence[Colour],
    random: np.random.Generator,
    *,
    brush: Brush | None = None,
    length_px: tuple[float, float] = (40.0, 120.0),
    cover: float = 1.3,
    jitter: tuple[float, float] = (0.03, 0.006),
) -> None:
    """Fill a band `width_px` wide round the curve through `points` (fractions).

    The first colour is taken for half of the strokes. `cover` 1 is enough paint to cover the band
    once; sizes hold at a long edge of 1200 px. The band narrows towards both ends.
    """
    bristles = brush or Brush(width_px=6)
    sheet = np.array([painting.shape[1], painting.shape[0]]) / painting.unit
    path = smooth(points, per_span=16) * sheet
    reach = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    whole = float(reach[-1])
    count = max(1, round(cover * whole * width_px / (bristles.width_px * np.mean(length_px))))
    shades = np.stack([to_oklab(rgb(colour)) for colour in colours])
    for _ in range(count):
        length = min(random.uniform(*length_px), whole)
        start = random.uniform(-0.25 * length, whole - 0.75 * length)
        marks = np.linspace(max(start, 0), min(start + length, whole), max(5, int(length / 14)))
        across = random.uniform(-0.5, 0.5) * width_px
        narrow = 1 - 0.75 * np.abs(2 * marks / whole - 1) ** 3
        line = [
            np.interp(marks, reach, path[:, axis])
            + across * narrow * np.interp(marks, reach, normal[:, axis])
            for axis in (0, 1)
        ]
        choice = 0 if random.random() < 0.5 else int(random.integers(len(shades)))
        shade = shades[choice] + random.normal(0, 1, 3) * (jitter[0], jitter[1], jitter[1])
        width = bristles.width_px * max(0.4, random.normal(1, 0.22))
        stroke = np.asarray(np.stack(line, axis=1) / sheet, np.float32)
        painting.stroke(stroke, to_srgb(shade), replace(bristles, width_px=width))
