"""The painted glass frame of the homage to Kahlo: garlands, birds, and the moulding around it."""

from __future__ import annotations

import numpy as np

from studies import ornament as orn
from studies.curves import mirrored
from studies.draw import Canvas, fbm, mix, polygon_mask, smooth
from studies.folk import Plumage, Spot, flower, leaf, perched_bird

OPENING_HALF = [
    (0.500, 0.078), (0.600, 0.086), (0.690, 0.112), (0.770, 0.160), (0.830, 0.230),
    (0.862, 0.320), (0.868, 0.420), (0.868, 0.600), (0.868, 0.780), (0.868, 0.905), (0.868, 0.912),
    (0.860, 0.918), (0.700, 0.918), (0.500, 0.918),
]  # fmt: skip

DOVE = Plumage("#f3ead8", "#fbf6ea", "#8fc4d8", "#e06a86", "#f6efe0", "#e9a03a", "#b59aa8")
ORIOLE = Plumage("#f0a52c", "#f8d24a", "#27438c", "#f3ead8", "#d2462c", "#33262a", "#a8541e")


def paint_glass_frame(canvas: Canvas, seed: int) -> None:
    """The painted frame: rose ground, garlands at the sides, birds in the corners."""
    size = canvas.size
    rose = mix("#d8486a", "#b02450", np.asarray(fbm(size, 7, seed + 21), np.float32))
    canvas.pixels[:] = rose
    rng = np.random.default_rng(seed + 22)
    for _ in range(420):
        place = (float(rng.uniform(0, 1)), float(rng.uniform(0, 1)))
        canvas.ellipse(place, (0.0026, 0.0026), ("#f3a0b4", "#f6c84a", "#8a1440")[
            int(rng.integers(3))], 0.75)  # fmt: skip
    _filling(canvas, rng)
    greens = ("#3fa05a", "#176042", "#c8ec9a")
    for side in (-1, 1):
        stem = [(0.5 + side * 0.448, 0.86), (0.5 + side * 0.428, 0.74), (0.5 + side * 0.452, 0.62),
                (0.5 + side * 0.424, 0.50), (0.5 + side * 0.448, 0.38), (0.5 + side * 0.42, 0.27),
                (0.5 + side * 0.40, 0.20)]  # fmt: skip
        canvas.line(smooth(stem), 0.0052, "#173f30", soften=0.0004)
        canvas.line(smooth(stem), 0.0030, "#4fae60", soften=0.0004)
        for k in range(13):
            y = 0.83 - 0.048 * k
            x = 0.5 + side * (0.438 + 0.012 * np.sin(6.0 * y))
            reach = 0.040 if k % 2 else -0.040
            leaf(canvas, (x, y), (x + reach, y - 0.034), 0.0115, *greens, veins=5,
                 contour=0.0012)  # fmt: skip
        for k, (y, radius, tones) in enumerate((
            (0.775, 0.036, ("#f6c63a", "#f3a02c", "#e0642c")),
            (0.640, 0.030, ("#f6f0e2", "#e8c8d8", "#d88ab0")),
            (0.520, 0.037, ("#3a5ac0", "#6a8ae0", "#b8c8f4")),
            (0.400, 0.030, ("#f08a2c", "#f6b84a", "#f8dc7a")),
            (0.295, 0.033, ("#f6e6ee", "#f0a8c0", "#e0608c")),
        )):  # fmt: skip
            x = 0.5 + side * (0.434 + 0.006 * (-1) ** k)
            flower(canvas, (x, y), radius, 11, tones, "#f6d84a", rings=2, slim=0.55,
                   seed=seed + k + (50 if side > 0 else 0))  # fmt: skip
        perched_bird(canvas, Spot(size, (0.5 + side * 0.355, 0.132), 0.052, side * 4,
                                  mirrored=side < 0), DOVE)  # fmt: skip
        flower(canvas, (0.5 + side * 0.435, 0.056), 0.040, 13, ("#5a3a9a", "#8a5cc0", "#c8b0ec"),
               "#f6d84a", rings=3, seed=seed + 7)  # fmt: skip
        leaf(canvas, (0.5 + side * 0.27, 0.052), (0.5 + side * 0.19, 0.040), 0.013, *greens,
             veins=5)  # fmt: skip
        flower(canvas, (0.5 + side * 0.305, 0.050), 0.027, 9, ("#f6c63a", "#f08a2c"), "#a8401c",
               rings=2, seed=seed + 8)  # fmt: skip
        leaf(canvas, (0.5 + side * 0.14, 0.048), (0.5 + side * 0.065, 0.036), 0.012, *greens,
             veins=5)  # fmt: skip
        flower(canvas, (0.5 + side * 0.155, 0.045), 0.023, 8, ("#f6f0e2", "#f3b8cc"), "#f0b52e",
               rings=1, seed=seed + 9)  # fmt: skip
        perched_bird(canvas, Spot(size, (0.5 + side * 0.432, 0.885), 0.036, side * 14,
                                  mirrored=side < 0), ORIOLE)  # fmt: skip
        for k, x in enumerate((0.275, 0.19, 0.10)):
            leaf(canvas, (0.5 + side * x, 0.962), (0.5 + side * (x - 0.06), 0.945), 0.012, *greens,
                 veins=5)  # fmt: skip
            pair = (("#f6f0e2", "#f3b8cc"), ("#3a5ac0", "#8aa8f0"), ("#f6c63a", "#f08a2c"))[k]
            flower(canvas, (0.5 + side * x, 0.958), 0.026, 9, pair, "#f6d84a", rings=2,
                   seed=seed + 11 + k)  # fmt: skip
    flower(canvas, (0.5, 0.040), 0.030, 12, ("#a8183c", "#f3708a", "#fbd4dc"), "#f6d84a", rings=2)
    flower(canvas, (0.5, 0.957), 0.034, 12, ("#7a1f6a", "#c05aa8", "#f0b8e0"), "#f6d84a", rings=2)
    _shine(canvas)


def _filling(canvas: Canvas, rng: np.random.Generator) -> None:
    """Small flowers, leaves and curls between the garlands: no gap stays empty on folk glass."""
    opening = polygon_mask(canvas.size, smooth(mirrored(OPENING_HALF), closed=True))
    kinds = (("#f3a0b4", "#f8d0d8"), ("#f2b84a", "#f8dc8a"), ("#8a1440", "#c43a68"),
             ("#5fb8a8", "#b0e0d0"), ("#f4e6da", "#f0b0c0"), ("#6a4aa8", "#a88ad8"))  # fmt: skip
    for x, y, r in orn.scatter(1 - opening, (0.0045, 0.0125), 1500, rng, gap=0.0035):
        turn = float(rng.uniform(0, 360))
        kind = rng.random()
        if kind < 0.5 or r > 0.0105:
            petals = kinds[int(rng.integers(len(kinds)))]
            orn.disc(canvas, (x, y), (r * 0.9, r * 0.9), ("#a81c4a",), rim="#8a1440",
                     rim_width=0.0006)  # fmt: skip
            orn.rosette(canvas, (x, y), r, petals, "#f6d84a", rng, count=int(rng.integers(5, 8)))
        elif kind < 0.8:
            place = orn.Frame(canvas.size, (x, y), (r * 1.3, r * 0.6), turn)
            outline = smooth(place([(-1, 0), (-0.3, -0.7), (1, 0), (-0.3, 0.7)]), closed=True)
            canvas.polygon(outline, ("#2f8a54", "#5fb86a", "#176042")[int(rng.integers(3))])
            canvas.line(place([(-0.9, 0), (0.8, 0)]), 0.0009, "#c8ec9a", 0.8)
        else:
            curl = orn.Ridge("#f6c84a", 0.0015)
            orn.spiral(canvas, (x, y), r * 0.9, curl, turns=1.6, left=rng.random() < 0.5)


def _shine(canvas: Canvas) -> None:
    """Glass over paint: pale diagonal gleams, very thin."""
    for x, width, strength in ((0.10, 0.030, 0.10), (0.16, 0.008, 0.12), (0.86, 0.024, 0.08)):
        band = [(x, -0.02), (x + width, -0.02), (x + width - 0.30, 1.02), (x - 0.30, 1.02)]
        canvas.polygon(band, "#fff4e8", strength, soften=0.004)


def paint_moulding(canvas: Canvas) -> None:
    """Scallops and beads between glass and picture, and a gilt strip at the outer edge."""
    curve = smooth(mirrored(OPENING_HALF), closed=True)
    ring = np.vstack([curve, curve[:1]])
    for width, tone in ((0.0125, "#20141a"), (0.0100, "#e9a82c"), (0.0060, "#f8dc7a"),
                        (0.0034, "#1f6f7a")):  # fmt: skip
        canvas.line(ring, width, tone, soften=0.0004)
    aspect = np.array([canvas.size[1], canvas.size[0]], np.float64) / max(canvas.size)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring * aspect, axis=0).T))])
    for mark in np.linspace(0, steps[-1], 132, endpoint=False):
        x, y = (float(np.interp(mark, steps, ring[:, axis])) for axis in (0, 1))
        canvas.ellipse((x, y), (0.0028, 0.0028), "#f8f0dc")
    for inset, width, tone in ((0.006, 0.016, "#20141a"), (0.006, 0.013, "#e0a02c"),
                               (0.006, 0.005, "#f8dc7a")):  # fmt: skip
        edge = [(inset, inset * 0.75), (1 - inset, inset * 0.75), (1 - inset, 1 - inset * 0.75),
                (inset, 1 - inset * 0.75), (inset, inset * 0.75)]  # fmt: skip
        canvas.line(edge, width, tone, soften=0.0004)
