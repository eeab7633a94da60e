"""Study after Edvard Munch, The Scream, 1893 (National Museum, Oslo).

Drawn on a sheet of 942 × 1200: every coordinate is (x, y) on that sheet. The red strip at the
right edge is on the board of the original, too.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Canvas, Mask, Picture, rgb
from studies.the_scream_lines import (
    BODY,
    CRAYON,
    FIELD,
    FIELD_BANDS,
    FJORD,
    FRIENDS,
    GUIDES,
    HAND_LEFT,
    HAND_RIGHT,
    HATS,
    HILL,
    NECK,
    PLANKS,
    POSTS,
    RAILS,
    ROAD,
    SKULL,
    SKY,
    UNDER_RAIL,
    UNDER_RAIL_RIGHT,
    WATER,
    Band,
    Line,
)

SIZE = (1200, 942)

BOARD, NIGHT, COAT = "#ab8250", "#202a2c", "#1b2221"
SKIN, SKIN_LIGHT, SKIN_DARK = "#b08a4c", "#cdb06c", "#86613a"


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study: uint8 (H, W, 3), sRGB."""
    size = draw.scaled(SIZE, long_edge_px)
    plan = _plan(size)
    grain = draw.fbm(size, 220, 11, octaves=2)
    painting = Painting(draw.mix(draw.mix(plan, BOARD, 0.45), "#6a5136", grain * 0.5), seed=seed)
    field = flow.along(size, [_smooth(guide) for guide in GUIDES], power=3.4)
    sky = _above(size, HILL)
    _lay_long(painting, plan, field, sky)
    _lay_low(painting, plan, field, np.asarray(1 - sky, np.float32))
    _draw_rails(painting, size)
    for line, width_px, code in CRAYON:
        _crayon(painting, line, width_px, code)
    _draw_ships(painting)
    _draw_friends(painting, size)
    _draw_figure(painting, size, field)
    _draw_edge(painting, size)
    return draw.to_bytes(painting.picture(relief=0.16, gloss=0.02))


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
    land.shape(draw.smooth(_at(FJORD), closed=True), "#b98650")
    water = Canvas(size, "#b98650")
    _bands(water, WATER, 0.001)
    land.paint(_mask(size, FJORD), water.pixels)
    field = Canvas(size, "#76593a")
    _bands(field, FIELD_BANDS, 0.003)
    land.paint(draw.blur(draw.polygon_mask(size, _smooth(FIELD)), 0.004), field.pixels)
    road = Canvas(size, "#6b563a")
    _bands(road, PLANKS, 0.002)
    land.paint(draw.polygon_mask(size, _at(ROAD)), road.pixels)
    for outline in (UNDER_RAIL, UNDER_RAIL_RIGHT):
        land.polygon(_at(outline), "#2a2822")
    canvas.pixels[:] = draw.mix(land.pixels, sky.pixels, _above(size, HILL))
    return canvas.pixels


def _lay_long(painting: Painting, plan: Picture, field: Picture, sky: Mask) -> None:
    dry = Brush(bristle_px=1.3, streak=0.035, hue_streak=0.018, opacity=0.8, ragged=0.35, taper=0.5)
    wide = Layer(width_px=15, length_px=230, spacing_px=11, brush=dry, mask=sky, edge_stop=0.13,
                 jitter=(0.02, 0.015), wobble=0.02)  # fmt: skip
    painting.lay(plan, field, wide)
    thin = Layer(
        width_px=6,
        length_px=190,
        spacing_px=12,
        brush=dry,
        mask=sky,
        edge_stop=0.16,
        jitter=(0.03, 0.02),
        wobble=0.02,
        accents=_colours("#d2350c", "#e08a2c", "#d9ad66", "#c75a20", "#cf4512", "#e2a548"),
        accent_share=0.35,
        accent_pull=0.4,
    )
    painting.lay(plan, field, thin)
    hair = Brush(bristle_px=1.2, opacity=0.75, ragged=0.3, taper=0.7)
    fine = Layer(width_px=2.6, length_px=150, spacing_px=13, brush=hair, mask=sky, chance=0.6,
                 accents=_colours("#e8c88a", "#b5341a", "#d98b3c", "#a87a4a"), wobble=0.02,
                 accent_share=1.0, accent_pull=0.6)  # fmt: skip
    painting.lay(plan, field, fine)


def _lay_low(painting: Painting, plan: Picture, field: Picture, low: Mask) -> None:
    dry = Brush(bristle_px=1.3, streak=0.03, opacity=0.85, ragged=0.3, taper=0.5)
    base = Layer(width_px=11, length_px=150, spacing_px=8, brush=dry, mask=low, edge_stop=0.12,
                 jitter=(0.02, 0.01), wobble=0.03)  # fmt: skip
    painting.lay(plan, field, base)
    fine = Layer(
        width_px=4.6,
        length_px=120,
        spacing_px=8,
        brush=dry,
        mask=low,
        edge_stop=0.16,
        jitter=(0.035, 0.014),
        wobble=0.03,
        accents=_colours("#141a1c", "#3d5a6c", "#9a6c3a", "#4a4a34", "#2b4450", "#b9854a"),
        accent_share=0.4,
        accent_pull=0.3,
    )
    painting.lay(plan, field, fine)
    x, y = draw.coordinates(painting.shape)
    shore = np.asarray(low * (plan.mean(axis=2) < 0.3) * (y < 0.62), np.float32)
    chalk = Layer(width_px=2.2, length_px=80, spacing_px=9, mask=shore, chance=0.6, wobble=0.05,
                  brush=Brush(bristle_px=1.1, opacity=0.6, ragged=0.5, taper=0.6),
                  accents=_colours("#5f86a4", "#3f6484", "#7a9aa8", "#2f4f6c"),
                  accent_share=1.0, accent_pull=0.55)  # fmt: skip
    painting.lay(plan, field, chalk)


def _crayon(painting: Painting, line: Line, width_px: float, code: str) -> None:
    """A dry line: several thin, broken passes beside each other."""
    stick = Brush(width_px=width_px, bristle_px=0.9, opacity=0.7, ragged=0.45, taper=0.3)
    for shift in (0.0, 1.2):
        painting.stroke(_at([(x + shift, y - shift) for x, y in line]), rgb(code), stick)


def _fill(painting: Painting, mask: Mask, plan: Picture, field: Picture, layer: Layer) -> None:
    painting.lay(plan, field, Layer(**{**layer.__dict__, "mask": mask}))


def _draw_rails(painting: Painting, size: tuple[int, int]) -> None:
    for points, width, code in POSTS:
        painting.stroke(_at(points), rgb(code), Brush(width_px=width * 1200, taper=0.1))
    for outline, code in RAILS:
        mask = draw.polygon_mask(size, _at(outline))
        start, stop = outline[0], outline[len(outline) // 2]
        angle = float(np.arctan2(stop[1] - start[1], stop[0] - start[0]))
        plan = np.broadcast_to(rgb(code), (*size, 3)).astype(np.float32)
        layer = Layer(width_px=7, length_px=110, spacing_px=4.5, mask=mask, jitter=(0.035, 0.02),
                      accents=_colours("#d8531a", "#d39a55", "#8a4a24", "#e07a34"), wobble=0.03,
                      accent_share=0.5, accent_pull=0.4,
                      brush=Brush(bristle_px=1.2, opacity=0.85, ragged=0.3))  # fmt: skip
        painting.lay(plan, flow.level(size, angle), layer)


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
    plan = np.broadcast_to(rgb("#2b2a27"), (*size, 3)).astype(np.float32)
    for outline in FRIENDS:
        layer = Layer(width_px=7, length_px=60, spacing_px=5, mask=_mask(size, outline),
                      jitter=(0.03, 0.012), accents=_colours("#45413a", "#191b1b", "#4c3a2a"),
                      accent_share=0.5, accent_pull=0.5, wobble=0.04)  # fmt: skip
        painting.lay(plan, upright, layer)
    for points, width, code in HATS:
        painting.stroke(_at(points), rgb(code), Brush(width_px=width * 1200, taper=0.2))


def _draw_figure(painting: Painting, size: tuple[int, int], field: Picture) -> None:
    coat = draw.colour_ramp(draw.fbm(size, (22, 4), 6), [(0.3, "#151b1a"), (0.7, "#283231")])
    cloth = Layer(width_px=9, length_px=130, spacing_px=6, mask=_mask(size, BODY), edge_stop=1,
                  jitter=(0.02, 0.008), accents=_colours("#3a4644", "#10151a", "#2f3c48", "#45402f"),
                  accent_share=0.35, accent_pull=0.5,
                  brush=Brush(bristle_px=1.2, opacity=0.9, ragged=0.3))  # fmt: skip
    painting.lay(coat, field, cloth)
    shadow = Brush(width_px=16, bristle_px=1.5, opacity=0.75, taper=0.6)
    for line in ([(414, 640), (424, 606), (450, 582), (492, 572), (534, 578), (562, 600), (572, 632)],
                 [(432, 690), (446, 718), (458, 750), (466, 780)],
                 [(556, 690), (542, 724), (536, 760), (530, 790)]):  # fmt: skip
        painting.stroke(_at(line), rgb("#20282a"), shadow)
    _draw_hands(painting, size)
    _draw_face(painting, size)


def _skin_layer(mask: Mask, width_px: float) -> Layer:
    return Layer(width_px=width_px, length_px=46, spacing_px=width_px * 0.7, mask=mask,
                 edge_stop=0.3, jitter=(0.022, 0.012), accent_share=0.4, accent_pull=0.45,
                 accents=_colours("#b5713c", "#a9924e", "#cdb272", "#8f7442", "#b8864a"),
                 brush=Brush(bristle_px=1.1, opacity=0.85, ragged=0.25, streak=0.025))  # fmt: skip


def _draw_hands(painting: Painting, size: tuple[int, int]) -> None:
    neck = np.broadcast_to(rgb("#a37c4a"), (*size, 3)).astype(np.float32)
    painting.lay(neck, flow.level(size, 1.4), _skin_layer(_mask(size, NECK), 5))
    for outline, inner, outer in (
        (HAND_LEFT, [(420, 640), (424, 668), (434, 694), (446, 716), (456, 738), (456, 772)],
         [(412, 642), (405, 662), (411, 700), (423, 728), (433, 752), (435, 790), (432, 830)]),
        (HAND_RIGHT, [(564, 640), (562, 676), (553, 706), (542, 734), (540, 762), (547, 796)],
         [(568, 636), (577, 664), (576, 697), (564, 728), (557, 756), (561, 792), (565, 812)]),
    ):  # fmt: skip
        field = flow.along(size, [_smooth(inner), _smooth(outer)])
        plan = np.broadcast_to(rgb("#ab7d47"), (*size, 3)).astype(np.float32)
        painting.lay(plan, field, _skin_layer(_mask(size, outline), 5))
        line = Brush(width_px=2.4, bristle_px=1, opacity=0.9, taper=0.6)
        painting.stroke(_at(inner), rgb("#3b3226"), line)
        painting.stroke(_at(outer), rgb("#c9a56a"), line)
    painting.stroke(_at([(446, 812), (438, 826), (444, 832), (452, 818)]), rgb("#7d4626"),
                    Brush(width_px=4, taper=0.5))  # fmt: skip


def _draw_face(painting: Painting, size: tuple[int, int]) -> None:
    mask = _mask(size, SKULL)
    share = draw.radial(size, _at([(496, 640)])[0], (0.075, 0.13))
    plan = draw.colour_ramp(share, [(0.2, "#b5834a"), (0.7, "#b18d4e"), (1.05, "#8f7443")])
    warm = draw.blur(draw.ellipse_mask(size, _at([(496, 628)])[0], (0.03, 0.02)), 0.012)
    plan = draw.mix(plan, "#bd7a40", np.asarray(warm * 0.7, np.float32))
    rings = flow.swirl(size, _at([(496, 672)])[0], flatten=1.35)
    painting.lay(plan, rings, _skin_layer(mask, 9))
    painting.lay(plan, rings, _skin_layer(mask, 4))
    fine = Brush(width_px=2.6, bristle_px=1, opacity=0.85, taper=0.6)
    bold = Brush(width_px=4, bristle_px=1, opacity=0.9, taper=0.6)
    glow, light, dark = rgb("#d3c47c"), rgb("#c9ac6c"), rgb("#2c3029")
    for line in ([(444, 688), (456, 706), (466, 726), (472, 748), (482, 770)],
                 [(440, 676), (450, 700), (462, 720)],
                 [(551, 680), (540, 706), (530, 728), (528, 752), (520, 770)]):  # fmt: skip
        painting.stroke(_at(line), glow, bold)
    for line in ([(450, 612), (470, 598), (500, 594)], [(522, 596), (544, 612), (556, 640)],
                 [(478, 655), (482, 668), (476, 682)], [(502, 660), (504, 676)],
                 [(484, 782), (502, 786), (518, 778)], [(556, 650), (555, 676)]):  # fmt: skip
        painting.stroke(_at(line), light, fine)
    _draw_eyes(painting, dark, light)
    mouth = draw.arc(size, _at([(493.5, 732)])[0], (0.0085, 0.018), count=24)
    inside = _mask(size, [(493, 714), (485, 724), (485, 742), (494, 751), (502, 742), (502, 724)])
    fill = np.broadcast_to(rgb("#5c5a3c"), (*size, 3)).astype(np.float32)
    painting.lay(fill, flow.level(size, 1.57), Layer(width_px=4, length_px=20, mask=inside))
    ring = [(float(px), float(py)) for px, py in mouth]
    painting.stroke(ring, dark, Brush(width_px=5, bristle_px=1, taper=0.0, ragged=0.05))
    rim = [(float(px), float(py)) for px, py in draw.smooth(_at(SKULL), closed=True, per_span=6)]
    for start in range(0, len(rim) - 10, 12):
        painting.stroke(rim[start : start + 18 : 3], rgb("#4a4030"), fine)


def _draw_eyes(painting: Painting, dark: Picture, light: Picture) -> None:
    for x, y in ((458.0, 667.0), (517.0, 666.0)):
        angle = np.linspace(0, 2 * np.pi, 14)
        outer = [(x + 10 * np.cos(a), y + 9.5 * np.sin(a)) for a in angle]
        inner = [(x + 6 * np.cos(a), y + 6 * np.sin(a)) for a in angle]
        painting.stroke(_at(outer), rgb("#5d5234"), Brush(width_px=2.4, taper=0, ragged=0.1))
        painting.stroke(_at(inner), rgb("#d0b878"), Brush(width_px=4.5, taper=0))
        painting.stroke(_at([(x - 1, y - 2), (x, y + 4)]), dark, Brush(width_px=4.2, taper=0.2))
        brow = [(x - 11, y - 8), (x - 1, y - 15), (x + 10, y - 10)]
        painting.stroke(_at(brow), rgb("#6a5836"), Brush(width_px=2, taper=0.7))
    for x, y in ((481.0, 694.0), (501.0, 693.0)):
        painting.stroke(_at([(x, y - 4), (x + 0.5, y + 4)]), dark, Brush(width_px=5, taper=0.6))


def _draw_edge(painting: Painting, size: tuple[int, int]) -> None:
    x, y = draw.coordinates(size)
    strip = draw.polygon_mask(
        size, _at([(898, -5), (950, -5), (950, 1210), (908, 1210), (904, 700)])
    )
    plan = np.broadcast_to(rgb("#c9482a"), (*size, 3)).astype(np.float32)
    layer = Layer(width_px=9, length_px=160, spacing_px=6, mask=strip, jitter=(0.03, 0.015),
                  accents=_colours("#d9643c", "#b8371a", "#d88a62", "#c53a14"), wobble=0.01,
                  accent_share=0.5, accent_pull=0.5,
                  brush=Brush(bristle_px=1.2, opacity=0.85, ragged=0.3))  # fmt: skip
    painting.lay(plan, flow.level(size, np.pi / 2), layer)
    for top, bottom, code, width in ((0, 310, "#b5824a", 5), (300, 620, "#1d2524", 11),
                                     (430, 900, "#222a26", 14), (800, 1200, "#2a2c26", 7)):  # fmt: skip
        painting.stroke(_at([(894, top), (897, (top + bottom) / 2), (902, bottom)]), rgb(code),
                        Brush(width_px=width, taper=0.7, opacity=0.85))  # fmt: skip
