"""The small ornament of the study after the golden Adele: tiles, jewels, bodice edge, signature."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from studies import ornament as orn
from studies.cartoon import Row, rows, trace
from studies.draw import Canvas, Mask, polygon_mask
from studies.ornament import Random, choose

SQUARE = ((-1.0, -0.97), (0.97, -1.0), (1.0, 0.97), (-0.98, 1.0))
GROUNDS = {
    "blue": "#1f2374", "black": "#0d0908", "navy": "#131741", "silver": "#aaa49c",
    "rust": "#9a5a16", "orange": "#bf7a2a", "leaf": "#b98d33", "gold": "#cb9a3a",
    "dark": "#4b3018", "silver-gable": "#b3aca4",
}  # fmt: skip
STONES = """
60.9 19.6 #7a1f2a
60.95 21.4 #8a2430
63.5 18.9 #3a4578
63.7 20.8 #3a4578
62.2 20.3 #7a2a30
"""
EDGE_SQUARES = """
61.5 30.3
64.8 31.3
66.6 29.1
69 29.2
70.2 27
72.9 27.5
74.6 26.1
"""
BUTTONS = """
73.5 31
75 30.9
73.6 32.7
74.9 32.6
53 32.5
54.2 32.3
53.3 34.2
54.5 34.2
"""
LETTERS = {
    "G": "8,2 5,0 2,1 0,5 2,9 6,9 8,7 8,5 5,5", "U": "0,0 0,7 3,10 6,8 7,0",
    "S": "7,1 3,0 1,2 3,4 6,6 6,9 1,9", "T": "0,0 8,0 4,0 4,10", "A": "0,10 4,0 8,10 6,6 2,6",
    "V": "0,0 4,10 8,0", "K": "0,0 0,10 0,5 7,0 0,5 7,10", "L": "0,0 0,10 6,10",
    "I": "0,0 0,10", "M": "0,10 1,0 4,6 7,0 8,10", "1": "0,2 2,0 2,10", "7": "0,0 6,0 2,10",
    "9": "6,4 2,5 0,2 3,0 6,2 5,10", "0": "3,0 0,4 1,9 5,9 6,4 3,0",
}  # fmt: skip


def tile(canvas: Canvas, entry: Row, rng: Random) -> None:
    """One tile of the cloak: plain enamel, ridged or curled gold, or the initials."""
    (x, y, wide, tall), (kind,) = entry
    place = orn.Frame(canvas.size, (x, y), (wide, tall), float(rng.normal(0, 1.2)))
    if "initials" in kind:
        ink = "#1d120b" if kind == "black-initials" else "#46371a"
        ground = "#8f7a30" if kind == "green-initials" else "#a8742a"
        orn.initials(canvas, (x, y), (wide * 0.88, tall * 0.86), ink, ground=ground)
        return
    if kind == "oval":
        _oval(canvas, (x, y), (wide, tall))
        return
    canvas.polygon(place(SQUARE), orn.vary(GROUNDS.get(kind, "#bd8a32"), rng, 0.02), 0.9)
    if kind in ("ridges", "gold", "silver", "leaf", "dark"):
        _ridges(canvas, place, kind, rng)
    elif kind == "curls":
        ridge = orn.Ridge("#f0cd72", 0.0012, "#6f470f")
        for sx, sy in ((-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5), (0.5, 0.5)):
            orn.spiral(canvas, place.point(sx, sy), min(wide, tall) * 0.42, ridge,
                       turns=float(rng.uniform(1.5, 2.2)), left=sx > 0)  # fmt: skip
    elif kind == "zigzag":
        orn.zigzag(canvas, place, "#a86c22", ("#e9c890", "#a9602a"), bends=9)
    elif "gable" in kind:
        ground = "#5b3216" if "silver" in kind else "#b27a26"
        centre = (x, y + tall * 0.15)
        orn.ridged_triangle(canvas, centre, (wide * 0.85, tall * 0.8), ground=ground, ridges=3)


def _oval(canvas: Canvas, centre: orn.Point, radii: tuple[float, float]) -> None:
    canvas.ellipse(centre, radii, "#bb8a2e")
    for index, share in enumerate((0.92, 0.72, 0.52, 0.34, 0.16)):
        ring = orn.ring_points(canvas.size, centre, radii, share)
        canvas.line(ring + 0.0008, 0.0012, "#6f470f", 0.6)
        canvas.line(ring, 0.0012, "#f0cd72" if index % 2 == 0 else "#e3b95a")


def _ridges(canvas: Canvas, place: orn.Frame, kind: str, rng: Random) -> None:
    """Raised lines across a tile, worn away here and there."""
    tone = "#efe7dc" if kind == "silver" else "#f0cc70"
    strength = 0.35 if kind in ("leaf", "dark") else 0.8
    for share in np.linspace(-0.85, 0.85, 7):
        bend = 0.25 if kind == "ridges" else float(rng.normal(0.04, 0.05))
        end = float(rng.uniform(0.6, 0.88))
        path = place([(-end, share - bend), (0.0, share + bend), (0.88, share - bend)])
        canvas.line(path + 0.0007, 0.001, "#6f470f", 0.4 * strength)
        canvas.line(path, 0.001, tone, strength * float(rng.uniform(0.5, 1)))


def bodice_edge(canvas: Canvas, rng: Random) -> None:
    """Three bands of black and white dashes with gold squares between."""
    path = trace("60.4,30.6 62.5,30.2 65,29.3 68,27.6 71,26.2 74,25.8 76.2,26.2", closed=False)
    for band in range(3):
        spine = path + np.array([0, 0.009 * band])
        canvas.line(spine, 0.0095, "#d3cabb")
        steps = np.linspace(0, len(spine) - 1, 30).astype(int)
        for index, (start, stop) in enumerate(pairwise(steps)):
            if (index + band) % 2 == 0 or rng.random() < 0.2:
                for lift in (-0.003, 0, 0.003):
                    tone = "#2a1a12" if rng.random() < 0.85 else "#d3cabb"
                    canvas.line(spine[start : stop + 1] + np.array([0, lift]), 0.0022, tone)
    for (x, y), _ in rows(EDGE_SQUARES):
        place = orn.Frame(canvas.size, (x, y), (0.0062, 0.0066), -14)
        canvas.polygon(place(SQUARE), orn.vary("#dca236", rng, 0.03))


def jewels(canvas: Canvas, rng: Random, masks: dict[str, Mask]) -> None:
    """Choker, bracelets, shoulder straps and the buttons of the silver panels."""
    grains = ("#efe9e0", "#8a817c", "#8a817c", "#cfc6bc", "#cfc6bc", "#5c5450")
    _beads(canvas, masks["choker"], (0.0007, 0.0013), 5000, grains, rng)
    for (x, y), (colour,) in rows(STONES):
        canvas.polygon(orn.Frame(canvas.size, (x, y), (0.003, 0.003))(SQUARE), colour)
    _gold_bracelet(canvas, rng)
    silver = _patch(canvas, "66,40.8* 67.8,38.6* 69.7,39.3* 67.6,42.2*", "#a9a29c")
    tones = ("#e5e0d8", "#3f4468", "#5b5450", "#c9c2ba")
    _beads(canvas, silver, (0.0009, 0.002), 900, tones, rng)
    for name in ("panel", "panelL"):
        places = orn.scatter(masks[name], (0.004, 0.0085), 220, rng, gap=0.0004)
        orn.spiral_field(canvas, places, rng, orn.Ridge("#d2cac0", 0.0011))
    for (x, y), _ in rows(BUTTONS):
        canvas.ellipse((x, y), (0.0046, 0.0044), "#2a1712")
    strap = _patch(canvas, "69.4,21.6* 70.7,22.2* 72,25.4* 70.4,25.8*", "#a08f8a")
    _beads(canvas, strap, (0.0012, 0.003), 220, ("#d5cdc6", "#8a3a34", "#77706c"), rng)
    _patch(canvas, "55.3,24.8* 56.8,22.4* 57.6,22.2* 56.4,24.6*", "#a59c92")


def _patch(canvas: Canvas, outline: str, colour: str) -> Mask:
    mask = polygon_mask(canvas.size, trace(outline))
    canvas.paint(mask, colour, 0.95)
    return mask


def _beads(
    canvas: Canvas, mask: Mask, radius: tuple[float, float], count: int, tones: tuple[str, ...],
    rng: Random,
) -> None:  # fmt: skip
    for x, y, r in orn.scatter(mask, radius, count, rng, gap=0.0001):
        canvas.ellipse((x, y), (r, r), choose(tones, rng))


def _gold_bracelet(canvas: Canvas, rng: Random) -> None:
    canvas.polygon(trace("61.2,37 63.2,34.5* 65.5,36.7* 63.4,39.3*"), "#d99a2b")
    for share in np.linspace(0.1, 0.9, 6):
        start = np.array([0.612 + 0.02 * share, 0.37 - 0.025 * share])
        stop = np.array([0.634 + 0.021 * share, 0.393 - 0.026 * share])
        canvas.line(np.stack([start, stop]), 0.0012, choose(("#f5d98a", "#f5d98a", "#7a4a10"), rng))
        for step in np.linspace(0.1, 0.9, 6):
            x, y = (float(part) for part in start + (stop - start) * step)
            canvas.ellipse((x, y), (0.0011, 0.0011), choose(("#4a2a0c", "#f0c45a"), rng))


def signature(canvas: Canvas) -> None:
    """A gold tile with the painter's name scratched in, and the year 1907 as 19 and 07."""
    place = orn.Frame(canvas.size, (0.957, 0.92), (0.0185, 0.0205))
    canvas.polygon(place(SQUARE), "#bb8029")
    words = (
        ("GUSTAV", -0.93, -0.92, 0.21, 0.33), ("KLIMT", -0.93, -0.45, 0.24, 0.33),
        ("19", -0.8, 0.6, 0.2, 0.24), ("07", 0.4, 0.6, 0.2, 0.24),
    )  # fmt: skip
    for word, left, top, tall, step in words:
        for index, letter in enumerate(word):
            pairs = [pair.split(",") for pair in LETTERS[letter].split()]
            x, rise = left + index * step, tall * 0.15
            path = [(x + float(a) * 0.024, top + float(b) * rise) for a, b in pairs]
            canvas.line(place(path), 0.0011, "#33210f", 0.9)
