"""Study after Vincent van Gogh, The Starry Night, June 1889 (Museum of Modern Art, New York).

Drawn on a sheet of 1200 × 951: every coordinate below is (x, y) on that sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from studies import draw, flow
from studies.brush import Brush, Dots, Layer, Painting
from studies.draw import Canvas, Mask, Picture, rgb
from studies.starry_night_lines import (
    BRANCH,
    BUSHES,
    CYPRESS,
    CYPRESS_GUIDES,
    DARK_GAPS,
    FLAMES,
    HILLS,
    LIGHT_STREAMS,
    ROOFS,
    SKY_GUIDES,
    STARS,
    WINDOWS,
    Line,
)

SIZE = (951, 1200)

DEEP, NAVY, INK = "#263a8f", "#1c2a6c", "#131a3a"
BLUE, SKY, PALE = "#3f63b4", "#6488c2", "#a5bbd6"
ICE, CREAM, MINT, TEAL = "#c6d2d6", "#d9d9ae", "#a9cbb8", "#6f9fae"
YELLOW, GOLD, ORANGE = "#d9cc55", "#c99d1e", "#cf7f1d"
WHITE = "#eef0dc"


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study: uint8 (H, W, 3), sRGB."""
    size = draw.scaled(SIZE, long_edge_px)
    random = np.random.default_rng(seed + 1)
    plan = _sky_plan(size)
    painting = Painting(draw.mix(plan, "#7d7a5e", 0.25), seed=seed)
    _paint_sky(painting, plan)
    _paint_stars(painting, size, random)
    _paint_hills(painting, size)
    _paint_valley(painting, size, random)
    _paint_village(painting, size, random)
    _paint_cypress(painting, size, random)
    return draw.to_bytes(painting.picture(relief=0.34, gloss=0.05))


def _at(points: Iterable[tuple[float, float]]) -> Line:
    return [(x / SIZE[1], y / SIZE[0]) for x, y in points]


def _colours(*codes: str) -> list[Picture]:
    return [rgb(code) for code in codes]


def _shaken(code: str, random: np.random.Generator, amount: float = 0.05) -> Picture:
    moved = rgb(code) * random.normal(1, amount) + random.normal(0, amount / 3, 3)
    return np.asarray(np.clip(moved, 0, 1), np.float32)


# The sky.


def _sky_plan(size: tuple[int, int]) -> Picture:
    _, y = draw.coordinates(size)
    canvas = Canvas(size, "#000000")
    canvas.pixels[:] = draw.colour_ramp(
        y,
        [(0.0, "#2a3b95"), (0.13, "#3047a2"), (0.3, "#4a6db6"), (0.5, "#5178b8"), (0.7, "#7396b8")],
    )
    for points, width, colour, opacity in LIGHT_STREAMS:
        widths = (width * 0.35, width, width * 0.8, width * 0.3)
        canvas.line(draw.smooth(_at(points)), widths, colour, opacity, soften=0.006)
    for points, width, colour, opacity in DARK_GAPS:
        canvas.line(draw.smooth(_at(points)), (0.002, width, 0.002), colour, opacity, soften=0.003)
    return canvas.pixels


def _paint_sky(painting: Painting, plan: Picture) -> None:
    size = painting.shape
    field = flow.along(size, [draw.smooth(_at(guide)).tolist() for guide in SKY_GUIDES], power=3.2)
    _, y = draw.coordinates(size)
    above = np.asarray(y < 0.78, np.float32)
    top = np.asarray(np.clip((0.22 - y) / 0.1, 0, 1) * above, np.float32)
    painting.lay(plan, field, Layer(width_px=17, length_px=80, jitter=(0.03, 0.012), mask=above))
    related = _colours(DEEP, NAVY, BLUE, SKY, PALE, PALE, ICE, CREAM, TEAL)
    stroke = Brush(bristle_px=1.5, streak=0.04, opacity=0.9, taper=0.3)
    painting.lay(
        plan,
        field,
        Layer(
            width_px=8.5,
            length_px=52,
            spacing_px=7.5,
            brush=stroke,
            accents=related,
            accent_share=0.5,
            accent_pull=0.42,
            jitter=(0.045, 0.014),
            mask=above,
        ),
    )
    painting.lay(
        plan,
        field,
        Layer(
            width_px=5.5,
            length_px=36,
            spacing_px=9,
            brush=stroke,
            accents=_colours(NAVY, DEEP, BLUE, PALE, ICE, CREAM, SKY),
            accent_share=0.85,
            accent_pull=0.5,
            chance=0.75,
            mask=above,
        ),
    )
    painting.lay(
        plan,
        field,
        Layer(
            width_px=6,
            length_px=30,
            spacing_px=11,
            accents=_colours(NAVY, INK, BLUE, "#4f74c0"),
            accent_share=0.9,
            accent_pull=0.55,
            mask=top,
            chance=0.7,
        ),
    )


# Stars and moon: rings of short strokes round a core.


def _paint_stars(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    for x, y, radius, core, kind in STARS:
        halo = {
            "yellow": ("#e2c93c", "#d2cf6a", "#b3c384", "#86a9b0"),
            "white": ("#f2ecc9", "#dfe3bd", "#c3d3bd", "#9dbac6"),
            "ice": ("#e6eee4", "#c3d8dc", "#9fbfd6", "#7f9fc8"),
        }[kind]
        _rings(painting, (x, y), core, radius, halo, random)
        for turn in range(2):
            _ring(
                painting,
                (x, y),
                core * (0.75 - 0.35 * turn),
                core * 0.5,
                WHITE if kind != "yellow" else GOLD,
                random,
            )
        centre = ORANGE if kind == "yellow" else "#d0a63a"
        painting.stroke(_at([(x - 2, y), (x + 3, y + 1)]), rgb(centre), Brush(width_px=core * 0.75))
    _paint_moon(painting, random)


def _rings(
    painting: Painting,
    centre: tuple[float, float],
    inner: float,
    outer: float,
    halo: Sequence[str],
    random: np.random.Generator,
) -> None:
    """Set rings of dashes from `outer` to `inner`; `halo` runs from the inside to the outside."""
    radius = outer
    while radius > inner:
        share = (radius - inner) / max(outer - inner, 1)
        _ring(painting, centre, radius, 0, halo, random, share)
        radius -= 4.6


def _ring(
    painting: Painting,
    centre: tuple[float, float],
    radius: float,
    width: float,
    halo: Sequence[str] | str,
    random: np.random.Generator,
    share: float = 0.0,
) -> None:
    sparse = 1.0 if share < 0.7 else 1.0 - 2.2 * (share - 0.7)
    count = max(5, round(2 * np.pi * radius / 15))
    turn = random.uniform(0, 2 * np.pi)
    for index in range(count):
        if random.random() > sparse:
            continue
        if isinstance(halo, str):
            code = halo
        else:
            place = share * (len(halo) - 1) + random.normal(0, 0.45)
            code = halo[int(np.clip(round(place), 0, len(halo) - 1))]
        colour = _shaken(code, random, 0.06)
        start = turn + 2 * np.pi * index / count
        sweep = random.uniform(0.8, 1.35) * 2 * np.pi / count
        angle = start + np.linspace(0, sweep, 5)
        reach = radius + random.normal(0, 1.4)
        points = [(centre[0] + reach * np.cos(a), centre[1] + reach * np.sin(a)) for a in angle]
        brush = Brush(width_px=width or random.uniform(4.2, 6.4), bristle_px=1.5, taper=0.3)
        painting.stroke(_at(points), colour, brush)


def _paint_moon(painting: Painting, random: np.random.Generator) -> None:
    centre = (1087.0, 166.0)
    halo = ("#e3dd84", "#dcdc8e", "#d3d993", "#c0d3a0", "#a3c7b0", "#7ea9bd", "#6189bd")
    _rings(painting, centre, 6, 140, halo, random)
    size = painting.shape
    disc = draw.ellipse_mask(size, _at([(1086, 167)])[0], (0.053, 0.055))
    bite = draw.ellipse_mask(size, _at([(1112, 151)])[0], (0.044, 0.041))
    crescent = np.clip(disc - bite, 0, 1)
    gold = np.broadcast_to(rgb(GOLD), (*size, 3)).astype(np.float32)
    rings = flow.swirl(size, _at([(1098, 160)])[0])
    dash = Layer(
        width_px=6,
        length_px=34,
        spacing_px=4,
        mask=crescent,
        accents=_colours("#d8b02c", "#b98a17", "#dcb93e", ORANGE),
        accent_share=0.5,
        accent_pull=0.5,
        jitter=(0.025, 0.012),
        edge_stop=1,
    )
    painting.lay(gold, rings, dash)
    edges = [
        [(1120, 104), (1090, 112), (1070, 133), (1066, 160), (1076, 184), (1097, 195)],
        [(1146, 178), (1140, 198), (1122, 220)],
    ]
    for edge in edges:
        painting.stroke(_at(edge), rgb("#a9731a"), Brush(width_px=3.2, taper=0.8))


# Hills.


def _paint_hills(painting: Painting, size: tuple[int, int]) -> None:
    canvas = Canvas(size, "#314a9c")
    masks: list[Mask] = []
    for outline, colour, _ in HILLS:
        shape = draw.smooth(_at(outline)).tolist() + _at([(1240, 980), (-40, 980)])
        mask = draw.polygon_mask(size, shape)
        canvas.paint(mask, colour)
        masks.append(mask)
    for index, (outline, _, slopes) in enumerate(HILLS):
        visible = masks[index] * np.prod([1 - m for m in masks[index + 1 :]], axis=0)
        field = flow.along(size, [_at(slope) for slope in slopes], power=2.2)
        strokes = Layer(
            width_px=6.5,
            length_px=46,
            spacing_px=6,
            mask=np.asarray(visible, np.float32),
            accents=_colours(NAVY, "#2a3fa2", "#3550b4", "#6a84c4", "#8aa0cc", INK),
            accent_share=0.5,
            accent_pull=0.45 if index != 1 else 0.2,
            jitter=(0.04, 0.014),
        )
        painting.lay(canvas.pixels, field, Layer(width_px=14, length_px=70, mask=strokes.mask))
        painting.lay(canvas.pixels, field, strokes)
        for shift in (0, 4):
            ridge = [(x, y + shift) for x, y in outline]
            colour = rgb(INK if shift == 0 else NAVY)
            painting.stroke(_at(ridge), colour, Brush(width_px=4.5, taper=0.5))


# Valley, trees and village.


def _paint_valley(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    canvas = Canvas(size, "#27335c")
    x, y = draw.coordinates(size)
    canvas.pixels[:] = draw.colour_ramp(
        y, [(0.75, "#33509a"), (0.8, "#2c4277"), (0.86, "#232e52"), (1.0, "#1f2940")]
    )
    canvas.polygon(_at([(0, 800), (160, 815), (200, 951), (0, 951)]), "#3b4438")
    canvas.polygon(_at([(930, 700), (1200, 680), (1200, 740), (960, 735)]), "#5f7a56", soften=0.01)
    outline = [(-20, 742), (60, 752), (150, 735), (430, 712), (520, 712), (600, 716), (700, 742),
               (800, 715), (860, 706), (980, 700), (1220, 690)]  # fmt: skip
    mask = draw.polygon_mask(size, _at([*outline, (1220, 970), (-20, 970)]))
    field = flow.sway(flow.level(size), 0.12, size_px=70, seed=3)
    layer = Layer(
        width_px=6.5,
        length_px=44,
        spacing_px=5.5,
        mask=mask,
        accents=_colours("#6f89b4", "#8ca0ba", INK, "#3452ae", "#46644f", "#7e8a52", "#15161f"),
        accent_share=0.55,
        accent_pull=0.55,
        jitter=(0.04, 0.012),
    )
    painting.lay(canvas.pixels, field, Layer(width_px=12, length_px=60, mask=mask))
    painting.lay(canvas.pixels, field, layer)
    for cx, cy, radius, kind in BUSHES:
        _bush(painting, (cx, cy), radius, kind, random)


def _bush(
    painting: Painting,
    centre: tuple[float, float],
    radius: float,
    kind: str,
    random: np.random.Generator,
) -> None:
    """A tree as Van Gogh curls it: dark ground, then arcs from dark to light, bent one way."""
    tones = {
        "teal": ("#1b2742", "#24406a", "#3b6588", "#6f9db0", "#a7c6c4"),
        "blue": ("#151c3a", "#24347e", "#3d5cb0", "#6d90c6", "#a9c0d6"),
        "olive": ("#1a2030", "#2c3a3c", "#4d5a2c", "#7c8a36", "#a3ab5c"),
    }[kind]
    x, y = centre
    dark = Brush(width_px=radius * 1.7, bristle_px=3, taper=0.6, streak=0.05)
    painting.stroke(
        _at([(x - radius * 0.8, y + 2), (x, y), (x + radius * 0.8, y + 3)]), rgb(tones[0]), dark
    )
    count = max(7, round(radius * 0.75))
    for index in range(count):
        light = index / (count - 1)
        tone = tones[int(np.clip(round(light * 4 + random.normal(0, 0.8)), 0, 4))]
        reach = radius * random.uniform(0.35, 1.0)
        start = random.normal(np.radians(205), 0.35)
        sweep = random.uniform(1.2, 2.2)
        angle = start + np.linspace(0, sweep, 6)
        shift_x = x + random.normal(0, radius * 0.3)
        points = [
            (shift_x + reach * np.cos(a), y + 0.8 * reach * np.sin(a) + reach * 0.2) for a in angle
        ]
        brush = Brush(width_px=random.uniform(3.2, 5.4), taper=0.6, bristle_px=1.5)
        painting.stroke(_at(points), _shaken(tone, random), brush)


def _paint_village(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    canvas = Canvas(size, "#22305a")
    area = np.zeros(size, np.float32)
    for outline, colour, _ in ROOFS:
        canvas.polygon(_at(outline), colour)
        area = np.maximum(area, draw.polygon_mask(size, _at(outline)))
    for outline, colour, slope in ROOFS:
        mask = draw.polygon_mask(size, _at(outline))
        field = flow.level(size, float(np.radians(slope)))
        fill = np.broadcast_to(rgb(colour), (*size, 3)).astype(np.float32)
        layer = Layer(
            width_px=4.2,
            length_px=20,
            spacing_px=3.2,
            mask=mask,
            jitter=(0.055, 0.018),
            accents=_colours(INK, "#8fa3c4", "#3a55a8"),
            accent_share=0.25,
            accent_pull=0.4,
            vary=0.2,
        )
        painting.lay(fill, field, layer)
        rim = [*outline, outline[0]]
        for a, b in zip(rim, rim[1:], strict=False):
            middle = ((a[0] + b[0]) / 2 + random.normal(0, 0.8), (a[1] + b[1]) / 2)
            painting.stroke(_at([a, middle, b]), rgb("#12141f"), Brush(width_px=3, taper=0.4))
    for x, y, width, height, code in WINDOWS:
        for lane in np.arange(0, width, 3.2):
            top, bottom = (x + lane, y), (x + lane + random.normal(0, 0.6), y + height)
            painting.stroke(
                _at([top, bottom]), _shaken(code, random, 0.08), Brush(width_px=4, taper=0.1)
            )


# The cypress.


def _paint_cypress(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    mask = draw.polygon_mask(size, draw.smooth(_at(CYPRESS), closed=True))
    mask = np.maximum(mask, draw.line_mask(size, draw.smooth(_at(BRANCH)), (0.012, 0.008, 0.003)))
    x, y = draw.coordinates(size)
    plan = draw.colour_ramp(
        draw.fbm(size, (26, 7), 5), [(0.3, "#181d1f"), (0.5, "#1f2c27"), (0.7, "#2a3a30")]
    )
    field = flow.along(size, [draw.smooth(_at(g)).tolist() for g in CYPRESS_GUIDES], power=3.0)
    painting.lay(plan, field, Layer(width_px=12, length_px=120, mask=mask, edge_stop=1))
    painting.lay(
        plan,
        field,
        Layer(
            width_px=5.5,
            length_px=95,
            spacing_px=6.5,
            mask=mask,
            edge_stop=1,
            accents=_colours("#274a3a", "#3a5a40", "#4e3120", "#5d3c26", "#101319", "#1e3350"),
            accent_share=0.8,
            accent_pull=0.7,
            brush=Brush(bristle_px=1.3, taper=0.8, streak=0.03),
        ),
    )
    painting.lay(
        plan,
        field,
        Layer(
            width_px=2.6,
            length_px=30,
            spacing_px=15,
            mask=mask,
            edge_stop=1,
            accents=_colours("#8c8a62", "#6f7f5a", "#7a5a3c", "#4f7a62"),
            accent_share=1,
            accent_pull=0.75,
            chance=0.55,
        ),
    )
    for line, code, width in FLAMES:
        colour = _shaken(code, random, 0.04)
        painting.stroke(_at(line), colour, Brush(width_px=width, taper=0.8, bristle_px=1.5))
    rim = draw.smooth(_at(CYPRESS), closed=True, per_span=6) * (SIZE[1], SIZE[0])
    for start in range(0, len(rim) - 14, 12):
        piece = [(float(px), float(py)) for px, py in rim[start : start + 16 : 3]]
        code = "#15181c" if random.random() < 0.65 else "#3f2818"
        painting.stroke(_at(piece), rgb(code), Brush(width_px=5, taper=0.7))


__all__ = ["SIZE", "Dots", "compose"]
