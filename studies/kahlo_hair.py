"""The hair of the homage to Kahlo: parted and combed back, then the plait crowned with flowers."""

from __future__ import annotations

import numpy as np

from studies.curves import mirrored
from studies.draw import Canvas, polygon_mask, smooth
from studies.folk import braid, flower, leaf
from studies.portrait import modelled


def paint_hair(canvas: Canvas, seed: int) -> None:
    size = canvas.size
    head = smooth(mirrored([(0.500, 0.222), (0.562, 0.232), (0.616, 0.266), (0.648, 0.318),
                            (0.660, 0.380), (0.658, 0.440), (0.640, 0.500), (0.600, 0.520),
                            (0.500, 0.540)]), closed=True)  # fmt: skip
    mask = polygon_mask(size, head, soften=0.0008)
    tone = modelled(size, [
        (0.42, 0.25, "#3a2f36"), (0.46, 0.27, "#4a3c42"), (0.50, 0.24, "#1c1419"),
        (0.56, 0.26, "#2c2229"), (0.36, 0.34, "#2f262d"), (0.38, 0.30, "#493a3e"),
        (0.62, 0.30, "#241b22"), (0.65, 0.38, "#150f14"), (0.35, 0.42, "#1d161b"),
        (0.65, 0.46, "#120c10"), (0.36, 0.48, "#181116"), (0.50, 0.32, "#120c10"),
    ])  # fmt: skip
    canvas.paint(mask, tone)
    rng = np.random.default_rng(seed + 5)
    for _ in range(260):
        side = 1 if rng.random() < 0.5 else -1
        lift = rng.uniform(0, 1)
        start = (0.5 + side * 0.004, 0.300 - 0.072 * lift)
        reach = 0.128 + 0.030 * lift
        path = [start, (0.5 + side * reach * 0.45, 0.305 - 0.068 * lift),
                (0.5 + side * reach * 0.85, 0.345 - 0.060 * lift),
                (0.5 + side * (reach + 0.004), 0.400 - 0.030 * lift),
                (0.5 + side * (reach - 0.002), 0.470)]  # fmt: skip
        tone_line = ("#6a565a", "#0d080b", "#4f4046", "#80686a")[int(rng.integers(4))]
        canvas.line(smooth(path, per_span=8), (0.0004, 0.0012, 0.0004), tone_line,
                    rng.uniform(0.15, 0.45))  # fmt: skip
    canvas.line(smooth([(0.500, 0.224), (0.5005, 0.262), (0.500, 0.302)]), (0.001, 0.0018, 0.003),
                "#b07c5c", 0.85, soften=0.0005)  # fmt: skip


def paint_crown(canvas: Canvas, seed: int) -> None:
    """The plait over the head with its ribbon, then flowers from the sides to the middle."""
    braid(canvas, [(0.350, 0.372), (0.346, 0.310), (0.378, 0.248), (0.435, 0.212), (0.500, 0.203),
                   (0.565, 0.212), (0.622, 0.248), (0.654, 0.310), (0.650, 0.372)], 0.030,
          "#e8a02c", "#a8501c", links=31)  # fmt: skip
    leaves = ("#3f9a4a", "#1a5a34", "#c3e08a")
    for base, tip in (
        ((0.40, 0.185), (0.315, 0.135)),
        ((0.60, 0.185), (0.685, 0.135)),
        ((0.46, 0.15), (0.405, 0.095)),
        ((0.54, 0.15), (0.595, 0.095)),
        ((0.35, 0.25), (0.282, 0.235)),
        ((0.65, 0.25), (0.718, 0.235)),
    ):
        leaf(canvas, base, tip, 0.017, *leaves, veins=6)
    red, pink = ("#a8183c", "#d2335a", "#f0708a"), ("#e86a9a", "#f3a0bc", "#fbd4dc")
    gold, white = ("#d8641c", "#f08c24", "#f8b83c"), ("#f8f2e4", "#e9dcc8", "#f3e6a8")
    violet = ("#5a3a9a", "#8a5cc0", "#bfa0e0")
    for centre, radius, petals, tones, heart, rings in (
        ((0.352, 0.285), 0.030, 9, white, "#f0b52e", 1),
        ((0.648, 0.285), 0.030, 9, pink, "#f0b52e", 1),
        ((0.378, 0.222), 0.043, 14, gold, "#a8401c", 3),
        ((0.622, 0.222), 0.043, 14, gold, "#a8401c", 3),
        ((0.436, 0.168), 0.047, 12, pink, "#f3c63a", 2),
        ((0.566, 0.168), 0.047, 12, white, "#f0b52e", 2),
        ((0.412, 0.238), 0.020, 7, violet, "#f6e07a", 1),
        ((0.590, 0.238), 0.020, 7, violet, "#f6e07a", 1),
        ((0.668, 0.358), 0.024, 6, ("#e8513c", "#b52a3c"), "#f3c23c", 1),
        ((0.500, 0.172), 0.058, 16, red, "#f3c63a", 3),
        ((0.470, 0.222), 0.017, 7, white, "#f0b52e", 1),
        ((0.532, 0.222), 0.017, 7, violet, "#f6e07a", 1),
    ):  # fmt: skip
        flower(canvas, centre, radius, petals, tones, heart, rings=rings, slim=0.52,
               seed=seed + int(1000 * centre[0]))  # fmt: skip
