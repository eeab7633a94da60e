"""Study after Vincent van Gogh, Wheatfield with Crows, July 1890 (Van Gogh Museum, Amsterdam).

Drawn on a sheet of 1200 × 576: every coordinate is (x, y) on that sheet.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Canvas, Mask, Picture, rgb
from studies.oklab import to_oklab, to_srgb
from studies.strokes import palette
from studies.sweep import sweep
from studies.wheatfield_land import paint_land, paint_straw
from studies.wheatfield_lines import (
    CLOUD_GUIDES,
    CLOUD_LEFT,
    CLOUD_RIGHT,
    CLOUD_TAIL,
    CLOUD_VEIL,
    CROWS,
    GROUNDS,
    HORIZON,
    SIZE,
    SKY_GUIDES,
    SKY_MASSES,
    Line,
    at,
    curve,
    inside,
)

NIGHT, STORM, BLUE, AIR, HAZE = "#172a47", "#24456f", "#3a64a8", "#557fbd", "#86a6d2"
WHEAT, OCHRE, INK = "#c09a34", "#a8842a", "#121722"


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study: uint8 (H, W, 3), sRGB."""
    size = draw.scaled(SIZE, long_edge_px)
    random = np.random.default_rng(seed + 1)
    land = draw.polygon_mask(size, at([*HORIZON, (1210, 590), (-10, 590)]))
    plan = _plan(size, land)
    painting = Painting(draw.mix(plan, "#6b5a30", 0.2), seed=seed)
    _paint_sky(painting, plan, np.asarray(1 - land, np.float32), random)
    _paint_clouds(painting, size, random)
    paint_land(painting, plan, land, random)
    paint_straw(painting, random)
    for strokes, width in CROWS:
        for stroke in strokes:
            _wing(painting, stroke, width)
    lab = to_oklab(painting.picture(relief=0.36, gloss=0.05))
    lab[..., 0] -= 0.09 * lab[..., 0] * (1 - lab[..., 0])  # varnish
    lab[..., 2] -= 0.004
    return draw.to_bytes(to_srgb(lab))


def _plan(size: tuple[int, int], land: Mask) -> Picture:
    _, y = draw.coordinates(size)
    canvas = Canvas(size, WHEAT)
    sky = Canvas(size, BLUE)
    sky.pixels[:] = draw.colour_ramp(
        y, [(0.0, "#223f63"), (0.12, "#335a94"), (0.25, "#4670b2"), (0.4, "#5f88c4")]
    )
    for points, width, colour, opacity in SKY_MASSES:
        widths = (width * 0.4, width, width * 0.5)
        sky.line(draw.smooth(at(points)), widths, colour, opacity, soften=0.007)
    canvas.pixels[:] = draw.colour_ramp(
        y, [(0.36, "#c7a63c"), (0.5, "#bf9a30"), (0.62, "#b98f2a"), (0.8, "#b4902c")]
    )
    canvas.paint(draw.fbm(size, 14, 3) * 0.5, OCHRE)
    for _, outline, colour in GROUNDS:
        canvas.paint(inside(size, outline), colour)
    return draw.mix(sky.pixels, canvas.pixels, land)


def _paint_sky(painting: Painting, plan: Picture, sky: Mask, random: np.random.Generator) -> None:
    guides = [curve(guide) for guide in SKY_GUIDES]
    field = flow.sway(flow.along(painting.shape, guides, power=3), 0.18, size_px=60, seed=4)
    flat = Brush(
        bristle_px=1.3, taper=0.3, ragged=0.35, streak=0.026, hue_streak=0.004, opacity=0.78
    )
    base = Layer(width_px=26, length_px=95, brush=flat, mask=sky, jitter=(0.03, 0.004))
    painting.lay(plan, field, base)
    shades = palette(NIGHT, STORM, BLUE, AIR, HAZE, "#4a76bc", "#2c5391")
    bold = replace(
        base,
        width_px=13,
        length_px=62,
        spacing_px=11,
        jitter=(0.03, 0.005),
        wobble=0.24,
        accents=shades,
        accent_share=0.5,
        accent_pull=0.28,
    )
    painting.lay(plan, field, bold)
    for points, width, code, _ in SKY_MASSES:
        shades = [rgb(code), draw.mix(code, NIGHT, 0.3), draw.mix(code, AIR, 0.25)]
        sweep(
            painting,
            at(points),
            width * 1300,
            shades,
            random,
            cover=0.75,
            brush=replace(flat, width_px=8.5),
            length_px=(32, 76),
            jitter=(0.03, 0.004),
        )
    touches = replace(
        bold,
        width_px=6.5,
        length_px=40,
        spacing_px=15,
        wobble=0.34,
        accent_share=0.8,
        accents=palette(NIGHT, STORM, HAZE, AIR, "#93b0d6"),
        accent_pull=0.34,
    )
    painting.lay(plan, field, touches)


def _paint_clouds(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    field = flow.along(size, [curve(guide) for guide in CLOUD_GUIDES], power=3)
    field = flow.sway(field, 0.3, size_px=45, seed=8)
    for outline, code, chance in (
        (CLOUD_VEIL, "#8fabc6", 0.5),
        (CLOUD_TAIL, "#9db3b8", 0.8),
        (CLOUD_LEFT, "#a6b19a", 1.0),
        (CLOUD_RIGHT, "#b0bca4", 1.0),
    ):
        mask = draw.blur(draw.roughen(inside(size, outline), 0.016, 30, 5), 0.007)
        fill = np.broadcast_to(rgb(code), (*size, 3)).astype(np.float32)
        layer = Layer(
            width_px=9,
            length_px=40,
            spacing_px=8,
            mask=mask,
            jitter=(0.03, 0.006),
            accents=palette("#c6cca6", "#b9c29c", "#8ea6b8", "#cdd0aa", "#7f9cc0", "#98a98c"),
            accent_share=0.6,
            accent_pull=0.45,
            chance=chance,
            wobble=0.22,
            brush=Brush(taper=0.2, streak=0.04, bristle_px=1.5, hue_streak=0.005, ragged=0.25),
        )
        painting.lay(fill, field, layer)
    for line in CLOUD_GUIDES[:9]:
        sweep(
            painting,
            at(line),
            14,
            ["#c9cfaa", "#b5c0a2", "#8fa39a"],
            random,
            cover=0.4,
            brush=Brush(width_px=5, taper=0.4),
            length_px=(26, 50),
        )


def _wing(painting: Painting, line: Line, width: float) -> None:
    """A crow is a few heavy touches, one for each bend of its wings."""
    ink = Brush(width_px=width, taper=0.5, bristle_px=1.4, streak=0.05, opacity=1, body=1.2)
    for a, b in pairwise(line):
        bow = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - width * 0.18)
        painting.stroke(at([a, bow, b]), rgb(INK), ink)
