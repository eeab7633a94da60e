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
from studies.draw import Canvas, Mask, Picture, rgb
from studies.the_scream_lines import (
    BODY,
    CRAYON,
    FACE_GUIDES,
    FACE_LINES,
    FIELD,
    FIELD_BANDS,
    FJORD,
    FRIENDS,
    GUIDES,
    HAND_LEFT,
    HAND_RIGHT,
    HATS,
    HEAD_SHADOWS,
    HILL,
    NECK,
    PLANKS,
    POSTS,
    RAIL_SHADOWS,
    RAILS,
    ROAD,
    SHORES,
    SKULL,
    SKY,
    UNDER_RAIL,
    UNDER_RAIL_RIGHT,
    WATER,
    Band,
    Line,
)
from studies.sweep import sweep

SIZE = (1200, 942)

BOARD, NIGHT, COAT = "#ab8250", "#202a2c", "#1b2221"
SKIN, SKIN_LIGHT, SKIN_DARK = "#b08a4c", "#cdb06c", "#86613a"


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study: uint8 (H, W, 3), sRGB."""
    size = draw.scaled(SIZE, long_edge_px)
    random = np.random.default_rng(seed + 1)
    plan = _plan(size)
    grain = draw.fbm(size, 220, 11, octaves=2)
    painting = Painting(draw.mix(draw.mix(plan, BOARD, 0.45), "#6a5136", grain * 0.5), seed=seed)
    field = flow.along(size, [_smooth(guide) for guide in GUIDES], power=3.4)
    sky = _above(size, HILL)
    _lay_sky(painting, plan, field, sky, random)
    _lay_low(painting, plan, field, np.asarray(1 - sky, np.float32), random)
    _draw_rails(painting, size, random)
    for line, width_px, code in CRAYON:
        _crayon(painting, line, width_px, code)
    _draw_ships(painting)
    _draw_friends(painting, size)
    _draw_figure(painting, size, field, random)
    _draw_edge(painting, size)
    return draw.to_bytes(_show_board(painting.picture(relief=0.13, gloss=0.015), seed))


def _at(points: Iterable[tuple[float, float]]) -> Line:
    return [(x / SIZE[1], y / SIZE[0]) for x, y in points]


def _smooth(points: Line) -> Line:
    return [(float(x), float(y)) for x, y in draw.smooth(_at(points), per_span=10)]


def _mask(size: tuple[int, int], outline: Line) -> Mask:
    return draw.polygon_mask(size, draw.smooth(_at(outline), closed=True, per_span=10))


def _colours(*codes: str) -> list[Picture]:
    return [rgb(code) for code in codes]


def _above(size: tuple[int, int], line: Line) -> Mask:
    return draw.polygon_mask(size, [*_smooth(line), (1.01, -0.01), (-0.01, -0.01)])


def _bands(canvas: Canvas, bands: Iterable[Band], soften: float) -> None:
    for points, width, code in bands:
        canvas.line(draw.smooth(_at(points)), (width * 0.6, width, width * 0.7), code, 0.95,
                    soften=soften)  # fmt: skip


def _plan(size: tuple[int, int]) -> Picture:
    canvas = Canvas(size, NIGHT)
    x, y = draw.coordinates(size)
    sky = Canvas(size, "#c88a4a")
    _bands(sky, SKY, 0.0018)
    land = Canvas(size, NIGHT)
    land.pixels[:] = draw.colour_ramp(y, [(0.27, "#333432"), (0.33, "#25302f"), (0.5, "#202c35")])
    land.paint(np.asarray(np.clip((x - 0.6) * 3, 0, 1) * (y < 0.5), np.float32), "#22323a", 0.8)
    for centre, radii, code, share in (
        ((495, 640), (0.09, 0.08), "#181f20", 0.85),
        ((640, 470), (0.03, 0.05), "#11171a", 0.9),
        ((350, 378), (0.3, 0.008), "#1f2624", 0.8),
        ((860, 330), (0.1, 0.02), "#182428", 0.7),
        ((620, 640), (0.02, 0.07), "#1d2726", 0.6),
    ):
        spot = draw.blur(draw.ellipse_mask(size, _at([centre])[0], radii), 0.012)
        land.paint(spot, code, share)
    land.shape(draw.smooth(_at(FJORD), closed=True), "#b98650")
    water = Canvas(size, "#b98650")
    _bands(water, WATER, 0.001)
    land.paint(_mask(size, FJORD), water.pixels)
    field = Canvas(size, "#76593a")
    _bands(field, FIELD_BANDS, 0.003)
    field.paint(draw.fbm(size, (30, 6), 8) * np.clip((0.8 - x) * 2.2, 0, 1), "#26302c", 0.8)
    land.paint(draw.blur(draw.polygon_mask(size, _smooth(FIELD)), 0.004), field.pixels)
    road = Canvas(size, "#6b563a")
    _bands(road, PLANKS, 0.002)
    road.paint(np.clip((draw.fbm(size, (22, 5), 9) - 0.42) * 3, 0, 1), "#3a3a2c", 0.6)
    land.paint(draw.polygon_mask(size, _at(ROAD)), road.pixels)
    for outline in (UNDER_RAIL, UNDER_RAIL_RIGHT):
        land.polygon(_at(outline), "#1f211e")
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


def _lay_sky(
    painting: Painting, plan: Picture, field: Picture, sky: Mask, random: np.random.Generator
) -> None:
    wet = Brush(bristle_px=1.4, streak=0.024, hue_streak=0.006, opacity=0.86, ragged=0.4, taper=0.6)
    wide = Layer(width_px=15, length_px=230, spacing_px=11, brush=wet, mask=sky, edge_stop=0.13,
                 jitter=(0.018, 0.006), wobble=0.02)  # fmt: skip
    painting.lay(plan, field, wide)
    for points, width, code in SKY:
        width_px = width * 1200
        bold = replace(wet, width_px=float(np.clip(width_px / 3.4, 3.2, 11)))
        shades = [code, draw.mix(code, "#e0a04a", 0.22), draw.mix(code, "#b5381a", 0.2),
                  draw.mix(code, "#d8b47a", 0.2)]  # fmt: skip
        sweep(painting, _at(points), width_px * 0.95, shades, random, brush=bold,
              length_px=(130, 420), cover=1.5, jitter=(0.02, 0.006))  # fmt: skip
    for _ in range(150):
        points, width, code = SKY[int(random.integers(len(SKY)))]
        shift = random.normal(0, width * 520)
        start = int(random.integers(0, max(1, len(points) - 3)))
        line = [(x, y + shift) for x, y in points[start : start + 4]]
        if max(y for _, y in line) > 330:
            continue
        hair = Brush(width_px=random.uniform(1.6, 3.4), bristle_px=1.1, opacity=0.7, ragged=0.5)
        tone = ("#e3bd80", "#b8381a", "#d98f3e", "#a98a5c", "#d9501c")[int(random.integers(5))]
        painting.stroke(_at(line), draw.mix(code, tone, 0.55), hair)


def _lay_low(
    painting: Painting, plan: Picture, field: Picture, low: Mask, random: np.random.Generator
) -> None:
    wet = Brush(
        bristle_px=1.4, streak=0.022, hue_streak=0.004, opacity=0.88, ragged=0.35, taper=0.6
    )
    base = Layer(width_px=12, length_px=150, spacing_px=8, brush=wet, mask=low, edge_stop=0.12,
                 jitter=(0.018, 0.004), wobble=0.03)  # fmt: skip
    painting.lay(plan, field, base)
    fine = replace(base, width_px=4.2, length_px=120, spacing_px=10, jitter=(0.03, 0.006),
                   accents=_colours("#141a1b", "#2c4048", "#7d5a34", "#45452f", "#24343a"),
                   accent_share=0.5, accent_pull=0.34)  # fmt: skip
    painting.lay(plan, field, fine)
    for bands, cover in ((FIELD_BANDS, 1.0), (PLANKS, 0.75), (WATER, 1.7)):
        for points, width, code in bands:
            width_px = width * 1200
            bold = replace(wet, width_px=float(np.clip(width_px / 3.2, 2.6, 8)))
            shades = [code, draw.mix(code, "#2b2a22", 0.35), draw.mix(code, BOARD, 0.3)]
            sweep(painting, _at(points), width_px, shades, random, brush=bold,
                  length_px=(70, 260), cover=cover, jitter=(0.025, 0.006))  # fmt: skip
    _, y = draw.coordinates(painting.shape)
    shore = np.asarray(low * (plan.mean(axis=2) < 0.24) * (y < 0.6), np.float32)
    chalk = Layer(width_px=2.0, length_px=80, spacing_px=10, mask=shore, chance=0.5, wobble=0.05,
                  brush=Brush(bristle_px=1.0, opacity=0.6, ragged=0.6, taper=0.6),
                  accents=_colours("#54788f", "#3a5870", "#6f8c98", "#2c4658"),
                  accent_share=1.0, accent_pull=0.5, jitter=(0.03, 0.005))  # fmt: skip
    painting.lay(plan, field, chalk)
    for points, width, code in SHORES:
        sweep(painting, _at(points), width, [code, NIGHT, "#33474f"], random, cover=1.4,
              brush=replace(wet, width_px=3.6), length_px=(40, 140))  # fmt: skip


def _crayon(painting: Painting, line: Line, width_px: float, code: str) -> None:
    """A dry line: several thin, broken passes beside each other."""
    stick = Brush(width_px=width_px, bristle_px=0.9, opacity=0.7, ragged=0.45, taper=0.3)
    for shift in (0.0, 1.2):
        painting.stroke(_at([(x + shift, y - shift) for x, y in line]), rgb(code), stick)


def _draw_rails(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    for points, width, code in POSTS:
        sweep(painting, _at(points), width * 1200, [code, COAT, "#3b3226"], random,
              brush=Brush(width_px=6, taper=0.4), length_px=(60, 150), cover=2)  # fmt: skip
    for outline, code in RAILS:
        mask = draw.polygon_mask(size, _at(outline))
        start, stop = outline[0], outline[len(outline) // 2]
        angle = float(np.arctan2(stop[1] - start[1], stop[0] - start[0]))
        plan = np.broadcast_to(rgb(code), (*size, 3)).astype(np.float32)
        layer = Layer(width_px=7, length_px=130, spacing_px=4.5, mask=mask, jitter=(0.03, 0.006),
                      accents=_colours("#c9501c", "#bf8a4c", "#7a4424", "#d2742c"), wobble=0.03,
                      accent_share=0.5, accent_pull=0.34,
                      brush=Brush(bristle_px=1.3, opacity=0.85, ragged=0.35, hue_streak=0.005),
                      )  # fmt: skip
        painting.lay(plan, flow.level(size, angle), layer)
    dry = Brush(width_px=5, bristle_px=1.2, opacity=0.7, ragged=0.4, taper=0.7)
    for line in RAIL_SHADOWS:
        sweep(painting, _at(line), 7, ["#1f211c", "#2d2a22"], random, brush=dry,
              length_px=(60, 160), cover=1.2)  # fmt: skip


def _draw_ships(painting: Painting) -> None:
    ink = rgb("#3c3a30")
    for x, y, reach in ((292, 442, 18), (346, 442, 24)):
        hull = [
            (x - reach, y - 3),
            (x - reach * 0.4, y + 1),
            (x + reach * 0.5, y + 1),
            (x + reach, y - 2),
        ]
        painting.stroke(_at(hull), ink, Brush(width_px=2.6, taper=0.7))
        for mast in (-0.35, 0.1, 0.45):
            top = [(x + mast * reach, y - 2), (x + mast * reach + 0.5, y - 19)]
            painting.stroke(_at(top), ink, Brush(width_px=1.7, taper=0.2))
        painting.stroke(_at([(x - 4, y - 14), (x + 6, y - 15)]), ink, Brush(width_px=1.6))


def _draw_friends(painting: Painting, size: tuple[int, int]) -> None:
    upright = flow.level(size, np.pi / 2)
    plan = np.broadcast_to(rgb("#2c2a26"), (*size, 3)).astype(np.float32)
    for outline in FRIENDS:
        layer = Layer(width_px=7, length_px=60, spacing_px=5, mask=_mask(size, outline),
                      jitter=(0.025, 0.005), accents=_colours("#45403a", "#191b1b", "#463528"),
                      accent_share=0.5, accent_pull=0.5, wobble=0.04)  # fmt: skip
        painting.lay(plan, upright, layer)
    for points, width_px, code in HATS:
        painting.stroke(_at(points), rgb(code), Brush(width_px=width_px, taper=0.5, opacity=0.9))


def _draw_figure(
    painting: Painting, size: tuple[int, int], field: Picture, random: np.random.Generator
) -> None:
    coat = draw.colour_ramp(draw.fbm(size, (26, 4), 6), [(0.3, "#131918"), (0.7, "#28312f")])
    cloth = Layer(width_px=9, length_px=130, spacing_px=6, mask=_mask(size, BODY), edge_stop=1,
                  jitter=(0.018, 0.004), accents=_colours("#37423f", "#0f1416", "#2b3840", "#3d3a2c"),
                  accent_share=0.4, accent_pull=0.5,
                  brush=Brush(bristle_px=1.3, opacity=0.9, ragged=0.3, hue_streak=0.004))  # fmt: skip
    painting.lay(coat, field, cloth)
    dark = Brush(width_px=5, bristle_px=1.2, opacity=0.8, taper=0.7, ragged=0.3)
    for line in HEAD_SHADOWS:
        sweep(painting, _at(line), 13, ["#1c2425", "#22302f", "#2a2a24"], random, brush=dark,
              length_px=(40, 110), cover=1.8)  # fmt: skip
    _draw_hands(painting, size, random)
    _draw_face(painting, size, random)


def _skin_layer(mask: Mask, width_px: float) -> Layer:
    return Layer(width_px=width_px, length_px=40, spacing_px=width_px * 0.7, mask=mask,
                 edge_stop=0.3, jitter=(0.016, 0.005), accent_share=0.4, accent_pull=0.35,
                 accents=_colours("#ad6c3a", "#a08a4c", "#c4a468", "#8f7442"),
                 brush=Brush(bristle_px=1.1, opacity=0.7, ragged=0.4, streak=0.02,
                             hue_streak=0.004, taper=0.7))  # fmt: skip


def _draw_hands(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    neck = np.broadcast_to(rgb("#94704a"), (*size, 3)).astype(np.float32)
    painting.lay(neck, flow.level(size, 1.4), _skin_layer(_mask(size, NECK), 5))
    for outline, inner, outer in (
        (HAND_LEFT, [(420, 644), (425, 668), (435, 694), (447, 716), (457, 738), (457, 775)],
         [(412, 644), (406, 662), (411, 700), (423, 728), (433, 752), (435, 790), (433, 826)]),
        (HAND_RIGHT, [(564, 640), (562, 676), (553, 706), (542, 734), (540, 762), (547, 796)],
         [(569, 640), (577, 664), (576, 697), (564, 728), (557, 756), (561, 792), (564, 810)]),
    ):  # fmt: skip
        field = flow.along(size, [_smooth(inner), _smooth(outer)])
        plan = np.broadcast_to(rgb("#a37545"), (*size, 3)).astype(np.float32)
        painting.lay(plan, field, _skin_layer(_mask(size, outline), 6))
        painting.lay(plan, field, _skin_layer(_mask(size, outline), 3.5))
        fine = Brush(width_px=3, bristle_px=1, opacity=0.7, taper=0.7, ragged=0.3)
        sweep(painting, _at(inner), 4, ["#4a3825", "#6a4a2c"], random, brush=fine,
              length_px=(30, 80), cover=1.2)  # fmt: skip
        sweep(painting, _at(outer), 4, ["#c4a062", "#b98a50"], random, brush=fine,
              length_px=(30, 80), cover=1.0)  # fmt: skip
    cuff = [(448, 812), (440, 822), (442, 834), (451, 828), (453, 816)]
    painting.stroke(_at(cuff), rgb("#6f3f26"), Brush(width_px=4, taper=0.5, opacity=0.8))


def _draw_face(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    mask = _mask(size, SKULL)
    painting.lay(_face_plan(size), flow.along(size, [_smooth(line) for line in FACE_GUIDES]),
                 _skin_layer(mask, 10))  # fmt: skip
    for width_px in (6.0, 4.0):
        field = flow.along(size, [_smooth(line) for line in FACE_GUIDES])
        painting.lay(_face_plan(size), field, _skin_layer(mask, width_px))
    fine = Brush(width_px=2.6, bristle_px=1, opacity=0.65, taper=0.7, ragged=0.35)
    for line, width_px, codes in FACE_LINES:
        sweep(painting, _at(line), width_px, codes, random, brush=fine, length_px=(18, 50),
              cover=1.3, jitter=(0.02, 0.004))  # fmt: skip
    _draw_features(painting)
    rim = [(float(px), float(py)) for px, py in draw.smooth(_at(SKULL), closed=True, per_span=6)]
    for start in range(0, len(rim) - 10, 8):
        tone = "#3d3528" if random.random() < 0.7 else "#8f7a48"
        painting.stroke(rim[start : start + 15 : 2], rgb(tone), fine)


def _face_plan(size: tuple[int, int]) -> Picture:
    """Ochre skull, warm brow, greenish cheeks that sink towards the jaw."""
    x, y = draw.coordinates(size)
    plan = draw.colour_ramp(y, [(0.49, "#a9783f"), (0.53, "#b07c42"), (0.58, "#a48248"),
                                (0.62, "#a08650"), (0.66, "#ad8450")])  # fmt: skip
    for centre, radii, code, share in (
        ((496, 625), (0.04, 0.022), "#bd7238", 0.6),
        ((458, 667), (0.016, 0.014), "#8f7444", 0.6),
        ((517, 667), (0.016, 0.014), "#8f7444", 0.6),
        ((452, 712), (0.012, 0.028), "#bfae66", 0.7),
        ((541, 706), (0.012, 0.028), "#bfae66", 0.6),
        ((488, 690), (0.02, 0.012), "#9a7f48", 0.6),
        ((470, 700), (0.008, 0.02), "#8f7a46", 0.5),
        ((524, 700), (0.008, 0.02), "#8f7a46", 0.5),
        ((512, 768), (0.016, 0.012), "#b9743e", 0.5),
    ):  # fmt: skip
        spot = draw.blur(draw.ellipse_mask(size, _at([centre])[0], radii), 0.007)
        plan = draw.mix(plan, code, np.asarray(spot * share, np.float32))
    edge = draw.blur(np.asarray(1 - _mask(size, SKULL), np.float32), 0.007)
    return draw.mix(plan, "#7a6238", np.asarray(edge * 0.8, np.float32))


def _draw_features(painting: Painting) -> None:
    dark = rgb("#33342a")
    for x, y in ((458.0, 667.0), (517.0, 667.0)):
        angle = np.linspace(0.4, 2 * np.pi + 0.2, 14)
        for reach, code, width_px in ((9.5, "#6f6038", 2.0), (7.0, "#c2a964", 3.0)):
            ring = [(x + reach * np.cos(a), y + 0.92 * reach * np.sin(a)) for a in angle]
            brush = Brush(width_px=width_px, taper=0.3, ragged=0.2, opacity=0.75)
            painting.stroke(_at(ring), rgb(code), brush)
        pupil = Brush(width_px=3.6, bristle_px=1, taper=0.8, opacity=0.85)
        painting.stroke(_at([(x - 2, y - 2), (x, y + 1), (x + 0.5, y + 6)]), dark, pupil)
        painting.stroke(_at([(x - 3, y + 2), (x + 2, y + 1)]), dark, replace(pupil, width_px=2.4))
    for x, y in ((481.0, 694.0), (501.0, 692.5)):
        nostril = Brush(width_px=4.6, bristle_px=1, taper=0.9, opacity=0.85)
        painting.stroke(_at([(x - 0.5, y - 5), (x + 0.5, y), (x, y + 5)]), dark, nostril)
    size = painting.shape
    inside = _mask(size, [(493, 713), (485, 722), (484, 740), (492, 752), (502, 744), (503, 724)])
    fill = np.broadcast_to(rgb("#6e6a40"), (*size, 3)).astype(np.float32)
    painting.lay(fill, flow.level(size, 1.5), Layer(width_px=4, length_px=22, mask=inside,
                 jitter=(0.03, 0.006)))  # fmt: skip
    angle = np.linspace(0, 2 * np.pi, 20) + 2.0
    for grow, width_px, code in (
        (1.0, 4.2, "#30352c"),
        (0.82, 2.0, "#4a4c38"),
        (1.18, 1.8, "#7a6a40"),
    ):
        ring = [(493.5 + 10.5 * grow * np.cos(a), 732.5 + 20.5 * grow * np.sin(a)) for a in angle]
        brush = Brush(width_px=width_px, bristle_px=1, taper=0.1, ragged=0.08, opacity=0.85)
        painting.stroke(_at(ring), rgb(code), brush)


def _draw_edge(painting: Painting, size: tuple[int, int]) -> None:
    x, y = draw.coordinates(size)
    strip = draw.polygon_mask(
        size, _at([(898, -5), (950, -5), (950, 1210), (908, 1210), (904, 700)])
    )
    plan = np.broadcast_to(rgb("#c24a28"), (*size, 3)).astype(np.float32)
    layer = Layer(width_px=9, length_px=160, spacing_px=6, mask=strip, jitter=(0.03, 0.005),
                  accents=_colours("#d46a3c", "#b03a1c", "#cf8a5c", "#be3f18"), wobble=0.01,
                  accent_share=0.5, accent_pull=0.5,
                  brush=Brush(bristle_px=1.2, opacity=0.85, ragged=0.3, hue_streak=0.005))  # fmt: skip
    painting.lay(plan, flow.level(size, np.pi / 2), layer)
    for top, bottom, code, width in ((0, 310, "#b5824a", 5), (300, 620, "#1d2524", 11),
                                     (430, 900, "#222a26", 14), (800, 1200, "#2a2c26", 7)):  # fmt: skip
        painting.stroke(_at([(894, top), (897, (top + bottom) / 2), (902, bottom)]), rgb(code),
                        Brush(width_px=width, taper=0.7, opacity=0.85))  # fmt: skip
