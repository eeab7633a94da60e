"""Study after Seurat, A Sunday on La Grande Jatte (1884-86), painted by this project's own code.

First a drawing of still silhouettes, each one form with a light and a shaded flank; then touches
of divided colour over everything, finer inside the figures; last the dotted border.
Coordinates are fractions (x, y), read off a grid by eye.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studies import flow
from studies.brush import Dots, Painting
from studies.draw import (
    Canvas,
    Mask,
    Picture,
    Size,
    blur,
    colour_ramp,
    coordinates,
    polygon_mask,
    rgb,
    scaled,
    to_bytes,
)
from studies.jatte_far import FAR, TRUNKS
from studies.jatte_figures import paint_figures
from studies.jatte_land import LAWN, paint_foliage, paint_lawn, paint_river_and_bank
from studies.jatte_middle import MIDDLE
from studies.jatte_near import NEAR

SIZE = (799, 1200)
BORDER_PX = (0.0125, 0.0165)


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study; uint8 (H, W, 3)."""
    size = scaled(SIZE, long_edge_px)
    canvas = Canvas(size, "#c9cfd2")
    paint_river_and_bank(canvas, seed)
    paint_lawn(canvas, seed)
    paint_foliage(canvas, seed)
    figures = paint_figures(canvas, FAR)
    figures = np.maximum(figures, paint_figures(canvas, TRUNKS))
    figures = np.maximum(figures, paint_figures(canvas, MIDDLE))
    figures = np.maximum(figures, paint_figures(canvas, NEAR))
    return to_bytes(_divided(canvas.pixels, figures, seed))


def _divided(plan: Picture, figures: Mask, seed: int) -> Picture:
    """Cover the drawing with touches of divided colour, then with the dotted border."""
    size: Size = (plan.shape[0], plan.shape[1])
    field = flow.sway(flow.across_gradient(plan, smooth_px=9), 0.3, seed=seed)
    painting = Painting(np.clip(plan * 0.94 + 0.03, 0, 1).astype(np.float32), seed=seed)
    away = np.asarray(1 - figures, np.float32)
    light = plan.mean(axis=2)
    sun = np.asarray(np.clip((light - 0.48) * 6, 0, 1), np.float32)
    dark = np.asarray(1 - sun, np.float32)
    _, y = coordinates(size)
    lawn = polygon_mask(size, LAWN)
    warm = plan[..., 0] - plan[..., 2]
    meadow = np.asarray(np.maximum(lawn, (y < 0.25) & (warm > 0.14)), np.float32)
    in_light = [rgb(c) for c in ("#e8dc6a", "#d98f4e", "#9db04a", "#f2e9b4", "#8fae62")]
    on_water = [rgb(c) for c in ("#f2f0e8", "#7fa3cf", "#c3d3e6", "#e3d3c0", "#93b4b8")]
    in_dark = [rgb(c) for c in ("#2f5fa0", "#5e4a8c", "#3f8a5a", "#a0653c", "#7c3f5c", "#27425e")]
    rim = np.clip(blur(figures, 0.003) * (1 - blur(figures, 0.003)) * 8, 0, 1)
    fine = np.asarray(np.maximum(figures, np.clip(rim, 0, 1)), np.float32)
    passes = (
        Dots(diameter_px=3.8, jitter=(0.03, 0.022), mask=away, complement=0.04),
        Dots(diameter_px=2.8, jitter=(0.03, 0.020), complement=0.02,
             mask=np.maximum(fine, np.float32(0.5))),
        Dots(diameter_px=2.7, jitter=(0.04, 0.03), accents=in_light, accent_share=0.5,
             accent_pull=0.42, complement=0.06, complement_pull=0.5, spacing_px=2.9, chance=0.85,
             mask=away * sun * (1 - rim) * meadow, stretch=1.5),
        Dots(diameter_px=2.7, jitter=(0.03, 0.012), accents=on_water, accent_share=0.5,
             accent_pull=0.55, complement=0.02, complement_pull=0.6, spacing_px=2.9, chance=0.85,
             mask=away * sun * (1 - rim) * (1 - meadow), stretch=1.8),
        Dots(diameter_px=2.8, jitter=(0.04, 0.03), accents=in_dark, accent_share=0.5,
             accent_pull=0.38, complement=0.06, complement_pull=0.5, mask=away * dark * (1 - rim),
             spacing_px=3.0, chance=0.85, stretch=1.6),
        Dots(diameter_px=2.1, jitter=(0.025, 0.015), mask=fine, spacing_px=1.6, complement=0.0),
        Dots(diameter_px=1.9, jitter=(0.03, 0.02), accents=in_dark, accent_share=0.4,
             accent_pull=0.28, mask=figures * dark, complement=0.02, complement_pull=0.4,
             spacing_px=2.6, stretch=1.6),
        Dots(diameter_px=1.9, jitter=(0.025, 0.02), accents=[rgb("#e79a6a"), rgb("#8aa0d0"),
             rgb("#f6e6c0")], accent_share=0.35, accent_pull=0.3, mask=figures * sun,
             spacing_px=2.6, stretch=1.6),
        Dots(diameter_px=1.7, jitter=(0.02, 0.012), mask=np.asarray(rim, np.float32),
             spacing_px=1.3, complement=0.0),
    )  # fmt: skip
    for touches in passes:
        painting.dots(plan, touches, field)
    _border(painting, size)
    return painting.picture(relief=0.05, gloss=0.01)


def _border(painting: Painting, size: Size) -> None:
    """A strip of dots round the picture: red and blue, changing with what lies beside it."""
    x, y = coordinates(size)
    across, down = BORDER_PX
    strip = (x < across) | (x > 1 - across) | (y < down * 0.9) | (y > 1 - down)
    mask = np.asarray(strip, np.float32)
    swing = np.sin(x * 17.0 + y * 9.0 + 1.2) * 0.5 + 0.5
    plan = colour_ramp(np.asarray(swing, np.float32), [
        (0, "#4a5ba8"), (0.4, "#6c4f8c"), (0.7, "#a2475f"), (1, "#b5504e"),
    ])  # fmt: skip
    reds = [rgb(c) for c in ("#c8414a", "#3f55b4", "#e07a45", "#2f3f8c", "#8a3f78", "#d8a0a0")]
    for diameter in (4.0, 3.2, 2.6):
        painting.dots(plan, Dots(diameter_px=diameter, jitter=(0.05, 0.03), accents=reds,
                                 accent_share=0.65, accent_pull=0.7, mask=mask,
                                 complement=0.0))  # fmt: skip
