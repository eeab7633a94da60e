"""Study after Edvard Munch, The Scream, 1893 (National Museum, Oslo).

Drawn on a sheet of 942 × 1200: every coordinate is (x, y) on that sheet. The red strip at the
right edge is on the board of the original, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Canvas, Colour, Mask, Picture, rgb
from studies.oklab import to_oklab, to_srgb
from studies.strokes import palette
from studies.sweep import sweep
from studies.the_scream_figure import draw_figure, draw_friends
from studies.the_scream_lines import (
    CRAYON,
    FIELD,
    FIELD_BANDS,
    FJORD,
    GUIDES,
    HILL,
    PLANKS,
    ROAD,
    SHORES,
    SIZE,
    SKY,
    UNDER_RAIL,
    UNDER_RAIL_RIGHT,
    WATER,
    Band,
    Line,
    at,
    curve,
    inside,
)
from studies.the_scream_rail import draw_crayon, draw_rails, draw_ships

BOARD, NIGHT = "#ab8250", "#1a2325"
SKIN, SKIN_LIGHT, SKIN_DARK = "#b08a4c", "#cdb06c", "#86613a"


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study: uint8 (H, W, 3), sRGB."""
    size = draw.scaled(SIZE, long_edge_px)
    random = np.random.default_rng(seed + 1)
    plan = _plan(size)
    grain = draw.fbm(size, 220, 11, octaves=2)
    painting = Painting(draw.mix(draw.mix(plan, BOARD, 0.45), "#6a5136", grain * 0.5), seed=seed)
    field = flow.along(size, [curve(guide) for guide in GUIDES], power=3.4)
    sky = _above(size, HILL)
    _lay_sky(painting, plan, field, sky, random)
    _lay_low(painting, plan, field, np.asarray(1 - sky, np.float32), random)
    draw_rails(painting, size, random)
    for line, width_px, code in CRAYON:
        draw_crayon(painting, line, width_px, code, random)
    draw_ships(painting)
    draw_friends(painting, size)
    draw_figure(painting, size, field, random)
    _draw_edge(painting, size)
    return draw.to_bytes(_show_board(_rub(painting.picture(relief=0.1, gloss=0.01), seed), seed))


def _above(size: tuple[int, int], line: Line) -> Mask:
    return draw.polygon_mask(size, [*curve(line), (1.01, -0.01), (-0.01, -0.01)])


def _bands(canvas: Canvas, bands: Iterable[Band], soften: float) -> None:
    for points, width, code in bands:
        canvas.line(
            draw.smooth(at(points)), (width * 0.6, width, width * 0.7), code, 0.95, soften=soften
        )


def _plan(size: tuple[int, int]) -> Picture:
    canvas = Canvas(size, NIGHT)
    x, y = draw.coordinates(size)
    sky = Canvas(size, "#c88a4a")
    _bands(sky, SKY, 0.0018)
    land = Canvas(size, NIGHT)
    land.pixels[:] = draw.colour_ramp(y, [(0.27, "#2b2d2b"), (0.33, "#1f2928"), (0.5, "#1b262e")])
    land.paint(np.asarray(np.clip((x - 0.6) * 3, 0, 1) * (y < 0.5), np.float32), "#22323a", 0.8)
    for centre, radii, code, share in (
        ((495, 640), (0.09, 0.08), "#181f20", 0.85),
        ((640, 470), (0.03, 0.05), "#11171a", 0.9),
        ((350, 378), (0.3, 0.008), "#1f2624", 0.8),
        ((860, 330), (0.1, 0.02), "#182428", 0.7),
        ((620, 640), (0.02, 0.07), "#1d2726", 0.6),
    ):
        spot = draw.blur(draw.ellipse_mask(size, at([centre])[0], radii), 0.012)
        land.paint(spot, code, share)
    land.shape(draw.smooth(at(FJORD), closed=True), "#b98650")
    water = Canvas(size, "#b98650")
    _bands(water, WATER, 0.001)
    land.paint(inside(size, FJORD), water.pixels)
    field = Canvas(size, "#76593a")
    _bands(field, FIELD_BANDS, 0.003)
    field.paint(draw.fbm(size, (30, 6), 8) * np.clip((0.8 - x) * 2.2, 0, 1), "#26302c", 0.8)
    land.paint(draw.blur(draw.polygon_mask(size, curve(FIELD)), 0.004), field.pixels)
    road = Canvas(size, "#6b563a")
    _bands(road, PLANKS, 0.002)
    road.paint(np.clip((draw.fbm(size, (22, 5), 9) - 0.42) * 3, 0, 1), "#3a3a2c", 0.6)
    land.paint(draw.polygon_mask(size, at(ROAD)), road.pixels)
    for outline in (UNDER_RAIL, UNDER_RAIL_RIGHT):
        land.polygon(at(outline), "#1f211e")
    canvas.pixels[:] = draw.mix(land.pixels, sky.pixels, _above(size, HILL))
    return canvas.pixels


def _show_board(picture: Picture, seed: int) -> Picture:
    """Let the cardboard's grain show through thin paint, and darken its pits a little."""
    size = (picture.shape[0], picture.shape[1])
    grain = draw.fbm(size, 330, seed + 21, octaves=2)
    light = picture.mean(axis=2)  # the black coat is thick, the pale parts are thin
    bare = np.clip((grain - 0.58) * 3, 0, 1) * draw.fbm(size, 7, seed + 22) * light
    shown = draw.mix(picture, BOARD, np.asarray(bare * 0.6, np.float32))
    return np.asarray(np.clip(shown * (0.94 + 0.12 * grain[..., None]), 0, 1), np.float32)


def _rub(picture: Picture, seed: int) -> Picture:
    """Thin oil sinks into cardboard and crayon is rubbed in: strokes melt, unevenly, and dust."""
    size = (picture.shape[0], picture.shape[1])
    loose = draw.roughen(picture, 0.0012, 150, seed + 31)
    soft = draw.blur(loose, 0.0013)
    sunk = np.asarray(np.clip(draw.fbm(size, 16, seed + 33) * 2.2 - 0.45, 0.25, 0.92), np.float32)
    melted = draw.mix(loose, soft, sunk)
    dust = draw.fbm(size, 420, seed + 35, octaves=2) - 0.5
    patches = draw.fbm(size, 22, seed + 36) - 0.5
    lab = to_oklab(melted * (1 + 0.2 * dust + 0.16 * patches)[..., None])
    lab[..., 0] -= 0.14 * np.clip(0.42 - lab[..., 0], 0, 0.2)  # black sinks deepest
    lab[..., 1:] *= 1.02
    return to_srgb(lab)


def _lay_sky(
    painting: Painting, plan: Picture, field: Picture, sky: Mask, random: np.random.Generator
) -> None:
    wet = Brush(bristle_px=1.4, streak=0.024, hue_streak=0.006, opacity=0.86, ragged=0.4, taper=0.6)
    wide = Layer(
        width_px=15,
        length_px=230,
        spacing_px=11,
        brush=wet,
        mask=sky,
        edge_stop=0.13,
        jitter=(0.018, 0.006),
        wobble=0.05,
    )
    painting.lay(plan, field, wide)
    for points, width, code in SKY:
        width_px = width * 1200
        bold = replace(wet, width_px=float(np.clip(width_px / 3.4, 3.2, 11)))
        shades: list[Colour] = [
            code,
            draw.mix(code, "#e0a04a", 0.22),
            draw.mix(code, "#b5381a", 0.2),
            draw.mix(code, "#d8b47a", 0.2),
        ]
        sweep(
            painting,
            at(points),
            width_px * 0.95,
            shades,
            random,
            brush=bold,
            length_px=(130, 420),
            cover=1.5,
            jitter=(0.02, 0.006),
        )
    for _ in range(150):
        points, width, code = SKY[int(random.integers(len(SKY)))]
        shift = random.normal(0, width * 520)
        start = int(random.integers(0, max(1, len(points) - 3)))
        line = [(x, y + shift) for x, y in points[start : start + 4]]
        if max(y for _, y in line) > 330:
            continue
        hair = Brush(width_px=random.uniform(1.6, 3.4), bristle_px=1.1, opacity=0.7, ragged=0.5)
        tone = ("#ead6a4", "#c8381a", "#e0b968", "#a98a5c", "#d9501c")[int(random.integers(5))]
        painting.stroke(at(line), draw.mix(code, tone, 0.65), hair)


def _lay_low(
    painting: Painting, plan: Picture, field: Picture, low: Mask, random: np.random.Generator
) -> None:
    wet = Brush(
        bristle_px=1.4, streak=0.022, hue_streak=0.004, opacity=0.88, ragged=0.35, taper=0.6
    )
    base = Layer(
        width_px=12,
        length_px=150,
        spacing_px=8,
        brush=wet,
        mask=low,
        edge_stop=0.12,
        jitter=(0.018, 0.004),
        wobble=0.07,
    )
    painting.lay(plan, field, base)
    fine = replace(
        base,
        width_px=4.2,
        length_px=120,
        spacing_px=10,
        jitter=(0.03, 0.006),
        accents=palette("#141a1b", "#2c4048", "#7d5a34", "#45452f", "#24343a"),
        accent_share=0.5,
        accent_pull=0.34,
    )
    painting.lay(plan, field, fine)
    for bands, cover in ((FIELD_BANDS, 1.0), (PLANKS, 0.75), (WATER, 1.7)):
        for points, width, code in bands:
            width_px = width * 1200
            bold = replace(wet, width_px=float(np.clip(width_px / 3.2, 2.6, 8)))
            shades: list[Colour] = [
                code,
                draw.mix(code, "#2b2a22", 0.35),
                draw.mix(code, BOARD, 0.3),
            ]
            sweep(
                painting,
                at(points),
                width_px,
                shades,
                random,
                brush=bold,
                length_px=(70, 260),
                cover=cover,
                jitter=(0.025, 0.006),
            )
    _, y = draw.coordinates(painting.shape)
    shore = np.asarray(low * (plan.mean(axis=2) < 0.24) * (y < 0.6), np.float32)
    chalk = Layer(
        width_px=2.0,
        length_px=80,
        spacing_px=10,
        mask=shore,
        chance=0.5,
        wobble=0.05,
        brush=Brush(bristle_px=1.0, opacity=0.6, ragged=0.6, taper=0.6),
        accents=palette("#54788f", "#3a5870", "#6f8c98", "#2c4658"),
        accent_share=1.0,
        accent_pull=0.5,
        jitter=(0.03, 0.005),
    )
    painting.lay(plan, field, chalk)
    for points, width, code in SHORES:
        sweep(
            painting,
            at(points),
            width,
            [code, NIGHT, "#33474f"],
            random,
            cover=1.4,
            brush=replace(wet, width_px=3.6),
            length_px=(40, 140),
        )


def _draw_edge(painting: Painting, size: tuple[int, int]) -> None:
    strip = draw.polygon_mask(
        size, at([(898, -5), (950, -5), (950, 1210), (908, 1210), (904, 700)])
    )
    plan = np.broadcast_to(rgb("#c24a28"), (*size, 3)).astype(np.float32)
    layer = Layer(
        width_px=9,
        length_px=160,
        spacing_px=6,
        mask=strip,
        jitter=(0.03, 0.005),
        accents=palette("#d46a3c", "#b03a1c", "#cf8a5c", "#be3f18"),
        wobble=0.01,
        accent_share=0.5,
        accent_pull=0.5,
        brush=Brush(bristle_px=1.2, opacity=0.85, ragged=0.3, hue_streak=0.005),
    )
    painting.lay(plan, flow.level(size, np.pi / 2), layer)
    for top, bottom, code, width in (
        (0, 310, "#b5824a", 5),
        (300, 620, "#1d2524", 11),
        (430, 900, "#222a26", 14),
        (800, 1200, "#2a2c26", 7),
    ):
        painting.stroke(
            at([(894, top), (897, (top + bottom) / 2), (902, bottom)]),
            rgb(code),
            Brush(width_px=width, taper=0.7, opacity=0.85),
        )
