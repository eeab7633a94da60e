"""Homage to Frida Kahlo: a composition of this project's own, after no single painting of hers.

What it borrows are ideas: a frontal self-portrait among leaves and birds (many pictures), and a
face set in a frame of birds and flowers painted on glass (The Frame, 1938). Nothing is copied.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studies import flow
from studies.brush import Brush, Layer, Painting
from studies.curves import mirrored
from studies.draw import (
    Canvas,
    Mask,
    Picture,
    Size,
    mix,
    polygon_mask,
    radial,
    scaled,
    smooth,
    to_bytes,
)
from studies.folk import Plumage, Spot, flower, glow, hummingbird, leaf, perched_bird, ribbon
from studies.kahlo_bust import paint_bust, paint_necklace
from studies.kahlo_face import paint_ears, paint_face
from studies.kahlo_frame import OPENING_HALF, paint_glass_frame, paint_moulding
from studies.kahlo_hair import paint_crown, paint_hair

SIZE = (1200, 900)

PARROT = Plumage("#5fae3c", "#f0c93a", "#2f8a4a", "#d2352f", "#f3d23f", "#e9dcc2", "#1d5a38")
HUMMER = Plumage("#1fa08c", "#e9e2c8", "#2c6fb4", "#7a4aa8", "#d22a4e", "#1c1518", "#12506a")


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the homage; uint8 (H, W, 3)."""
    return to_bytes(_brushed(drawing(scaled(SIZE, long_edge_px), seed), seed))


def drawing(size: Size, seed: int = 0) -> Picture:
    """The homage before any brush has touched it: float32 (H, W, 3), sRGB in [0, 1]."""
    canvas = Canvas(size, glow(size, (0.5, 0.42), 0.46, "#4fa6a4", "#0d3a4e"))
    _jungle(canvas, seed)
    _ribbons(canvas)
    paint_bust(canvas, seed)
    paint_hair(canvas, seed)
    paint_ears(canvas)
    paint_face(canvas)
    paint_crown(canvas, seed)
    paint_necklace(canvas, seed)
    perched_bird(canvas, Spot(size, (0.222, 0.655), 0.078, -12, mirrored=True), PARROT, hooked=True)
    hummingbird(canvas, Spot(size, (0.790, 0.392), 0.062, 4), HUMMER)
    inside = canvas.pixels.copy()
    paint_glass_frame(canvas, seed)
    opening = polygon_mask(size, smooth(mirrored(OPENING_HALF), closed=True), soften=0.0006)
    canvas.paint(opening, inside)
    paint_moulding(canvas)
    return canvas.pixels


def _jungle(canvas: Canvas, seed: int) -> None:
    rng = np.random.default_rng(seed + 1)
    tones = (
        ("#2f7d4a", "#154a35", "#9fd07a"), ("#4d9a45", "#1f5c34", "#d3e58a"),
        ("#1f6a58", "#0f3d3a", "#7ec8a0"), ("#7fae3c", "#35692e", "#eef0a0"),
        ("#2a6b6f", "#123f4a", "#93d0c8"),
    )  # fmt: skip
    for _ in range(70):
        # a dim undergrowth, so that the bright leaves stand out and no sky is left bare
        side = 1 if rng.random() < 0.5 else -1
        base = (0.5 + side * rng.uniform(0.17, 0.36), rng.uniform(0.14, 0.92))
        tip = (base[0] + side * rng.uniform(0.02, 0.12), base[1] - rng.uniform(0.05, 0.13))
        leaf(canvas, base, tip, rng.uniform(0.010, 0.020), "#1c5a58", "#0c3340", "#3f8f84",
             bend=rng.uniform(-0.2, 0.2), veins=5, contour=0.0011)  # fmt: skip
    for side in (-1, 1):
        for row in range(11):
            y = 0.16 + 0.075 * row
            base = (0.5 + side * rng.uniform(0.16, 0.23), y + 0.10)
            tip = (0.5 + side * rng.uniform(0.36, 0.44), y + rng.uniform(-0.06, 0.02))
            tone, shade, vein = tones[int(rng.integers(len(tones)))]
            leaf(canvas, base, tip, rng.uniform(0.028, 0.045), tone, shade, vein,
                 bend=side * rng.uniform(-0.18, 0.05), veins=9)  # fmt: skip
    for base, tip, breadth, which in (
        ((0.30, 0.62), (0.13, 0.47), 0.050, 3), ((0.70, 0.66), (0.88, 0.53), 0.052, 1),
        ((0.28, 0.40), (0.15, 0.26), 0.046, 0), ((0.72, 0.36), (0.84, 0.215), 0.046, 2),
        ((0.36, 0.25), (0.25, 0.125), 0.040, 1), ((0.64, 0.25), (0.74, 0.125), 0.040, 3),
        ((0.37, 0.74), (0.31, 0.64), 0.020, 3), ((0.63, 0.75), (0.69, 0.65), 0.020, 1),
        ((0.33, 0.70), (0.22, 0.60), 0.026, 1), ((0.67, 0.72), (0.79, 0.65), 0.026, 3),
        ((0.30, 0.84), (0.12, 0.72), 0.050, 2), ((0.72, 0.86), (0.89, 0.73), 0.050, 0),
    ):  # fmt: skip
        leaf(canvas, base, tip, breadth, *tones[which], bend=0.10 if tip[0] < 0.5 else -0.10,
             veins=11)  # fmt: skip
    for centre, petals in (((0.20, 0.36), 5), ((0.82, 0.62), 5)):
        flower(canvas, centre, 0.026, petals, ("#e8513c", "#b52a3c"), "#f3c23c", rings=1, slim=0.55,
               seed=seed + int(100 * centre[0]))  # fmt: skip


def _ribbons(canvas: Canvas) -> None:
    ribbon(canvas, [(0.352, 0.33), (0.318, 0.40), (0.332, 0.48), (0.300, 0.56), (0.318, 0.66),
                    (0.290, 0.74)], (0.012, 0.020, 0.014, 0.021, 0.015, 0.020), "#e34a76",
           "#8f1f4a", "#f6c84a")  # fmt: skip
    ribbon(canvas, [(0.648, 0.33), (0.684, 0.41), (0.668, 0.49), (0.702, 0.57), (0.684, 0.66),
                    (0.715, 0.74)], (0.012, 0.020, 0.014, 0.021, 0.015, 0.020), "#2fa89a",
           "#125a62", "#f3e6b0")  # fmt: skip


def _brushed(plan: Picture, seed: int) -> Picture:
    """Small even strokes along each form, then fused: Kahlo hides the brush but not the hand."""
    size: Size = (plan.shape[0], plan.shape[1])
    way = flow.across_gradient(plan, smooth_px=7)
    painting = Painting(plan, seed=seed)
    brush = Brush(opacity=0.55, streak=0.016, hue_streak=0.008, bristle_px=1.3, body=0.6)
    for width, length, spacing in ((6.0, 30.0, 5.0), (3.4, 20.0, 3.8)):
        painting.lay(plan, way, Layer(width_px=width, length_px=length, spacing_px=spacing,
                                      brush=brush, jitter=(0.012, 0.008),
                                      edge_stop=0.05))  # fmt: skip
    return mix(painting.picture(relief=0.10, gloss=0.015), plan, _fused(size))


def _fused(size: Size) -> Mask:
    face = np.clip(1.5 - radial(size, (0.5, 0.46), (0.125, 0.17)), 0, 1)
    keep = 0.42 + 0.18 * face
    for x in (0.434, 0.566):
        keep = np.maximum(keep, 0.85 * np.clip(1.6 - radial(size, (x, 0.448), (0.03, 0.02)), 0, 1))
    mouth = np.clip(1.5 - radial(size, (0.5, 0.56), (0.045, 0.022)), 0, 1)
    return np.asarray(np.maximum(keep, 0.8 * mouth), np.float32)
