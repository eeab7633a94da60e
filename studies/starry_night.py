"""Study after Vincent van Gogh, The Starry Night, June 1889 (Museum of Modern Art, New York).

Drawn on a sheet of 1200 × 951: every coordinate below is (x, y) on that sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Canvas, Mask, Picture, rgb
from studies.oklab import to_oklab, to_srgb
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
from studies.sweep import sweep

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
    _paint_sky(painting, plan, random)
    _paint_stars(painting, random)
    _paint_hills(painting, size)
    _paint_valley(painting, size, random)
    _paint_village(painting, size, random)
    _paint_cypress(painting, size, random)
    return draw.to_bytes(_varnish(painting.picture(relief=0.34, gloss=0.05)))


def _varnish(picture: Picture) -> Picture:
    """Old varnish: a little deeper, a little warmer. Paint jitter had lifted the dark tones."""
    lab = to_oklab(picture)
    lab[..., 0] -= 0.16 * lab[..., 0] * (1 - lab[..., 0])
    lab[..., 2] += 0.009
    return to_srgb(lab)


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
        [(0.0, "#22317a"), (0.13, "#263b8c"), (0.3, "#3a62a6"), (0.5, "#4671ac"), (0.7, "#668ca8")],
    )
    for points, width, colour, opacity in LIGHT_STREAMS:
        widths = (width * 0.35, width, width * 0.8, width * 0.3)
        canvas.line(draw.smooth(_at(points)), widths, colour, opacity * 0.75, soften=0.006)
    for points, width, colour, opacity in DARK_GAPS:
        canvas.line(draw.smooth(_at(points)), (0.002, width, 0.002), colour, opacity, soften=0.003)
    for x, y_px, radius, _, kind in STARS:
        glow = {"yellow": "#a9ab6a", "white": "#b3c2b4", "ice": "#9db7cc"}[kind]
        spot = draw.ellipse_mask(size, _at([(x, y_px)])[0], (radius / 1350, radius / 1350))
        canvas.paint(draw.blur(spot, 0.006), glow, 0.8)
    for radius, code in ((130, "#5f8fbe"), (108, "#a3c3b0"), (90, "#d3d78e")):
        spot = draw.ellipse_mask(size, _at([(1090, 166)])[0], (radius / 1200, radius / 1200))
        canvas.paint(draw.blur(spot, 0.008), code, 0.85)
    return canvas.pixels


def _paint_sky(painting: Painting, plan: Picture, random: np.random.Generator) -> None:
    size = painting.shape
    field = flow.along(size, [draw.smooth(_at(guide)).tolist() for guide in SKY_GUIDES], power=3.2)
    _, y = draw.coordinates(size)
    above = np.asarray(y < 0.78, np.float32)
    top = np.asarray(np.clip((0.24 - y) / 0.1, 0, 1) * above, np.float32)
    stroke = Brush(bristle_px=1.5, streak=0.035, hue_streak=0.005, opacity=0.92, taper=0.3)
    under = Layer(width_px=17, length_px=80, jitter=(0.03, 0.006), mask=above, brush=stroke)
    painting.lay(plan, field, under)
    body = Layer(
        width_px=8.5,
        length_px=56,
        spacing_px=8,
        brush=stroke,
        accents=_colours(DEEP, BLUE, SKY, PALE, "#2f55a4", "#5f93c4", TEAL),
        accent_share=0.5,
        accent_pull=0.32,
        jitter=(0.04, 0.007),
        mask=above,
    )
    painting.lay(plan, field, body)
    dash = replace(body, width_px=6, length_px=32, spacing_px=10, mask=top, chance=0.8)
    dash = replace(dash, accents=_colours(NAVY, INK, BLUE, "#4f7cc6", "#6d97d0"), accent_pull=0.6)
    painting.lay(plan, field, dash)
    _sweep_streams(painting, random, stroke)
    flecks = replace(body, width_px=5, length_px=34, spacing_px=15, accent_share=1.0)
    flecks = replace(flecks, accents=_colours(NAVY, DEEP, BLUE, PALE, ICE, SKY, CREAM))
    painting.lay(plan, field, replace(flecks, accent_pull=0.5, edge_stop=0.1, chance=0.8))


def _sweep_streams(painting: Painting, random: np.random.Generator, stroke: Brush) -> None:
    thin = replace(stroke, width_px=6.2)
    for points, width, colour, _ in LIGHT_STREAMS:
        shades = [colour, draw.mix(colour, WHITE, 0.35), draw.mix(colour, SKY, 0.5),
                  draw.mix(colour, CREAM, 0.35), draw.mix(colour, BLUE, 0.55)]  # fmt: skip
        sweep(painting, _at(points), width * 1250, shades, random, brush=thin,
              length_px=(28, 74), cover=0.85, jitter=(0.035, 0.008))  # fmt: skip
    for points, width, colour, _ in DARK_GAPS:
        shades = [colour, NAVY, INK, DEEP, draw.mix(colour, BLUE, 0.5)]
        sweep(painting, _at(points), width * 1500, shades, random, brush=thin,
              length_px=(24, 60), cover=0.8, jitter=(0.03, 0.008))  # fmt: skip


# Stars and moon: rings of short strokes round a core.


def _paint_stars(painting: Painting, random: np.random.Generator) -> None:
    for x, y, radius, core, kind in STARS:
        halo = {
            "yellow": ("#e6cc3f", "#d6cf5c", "#b9c470", "#9db592", "#7fa6bd", "#6f97c8"),
            "white": ("#f4edc4", "#e9e8b4", "#d3dcb4", "#bcd2c0", "#a9c6cf", "#8fb0d4"),
            "ice": ("#eef2e8", "#d0e0dc", "#afc9da", "#93b4d6", "#7aa0d0"),
        }[kind]
        _rings(painting, (x, y), core, radius, halo, random)
        middle = {"yellow": "#d6a526", "white": "#f3efd6", "ice": "#f1f4ea"}[kind]
        for reach in (core * 0.85, core * 0.5):
            _ring(painting, (x, y), reach, [middle], random)
        centre = {"yellow": ORANGE, "white": "#cf9f2c", "ice": "#c9b47a"}[kind]
        heart = Brush(width_px=core * 0.6, taper=0.2)
        painting.stroke(_at([(x - 2, y), (x, y - 1), (x + 3, y + 1)]), rgb(centre), heart)
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
    for radius in np.arange(outer + 2, inner, -4.8):
        share = (radius - inner) / max(outer - inner, 1)
        _ring(painting, centre, float(radius), halo, random, share)


def _ring(
    painting: Painting,
    centre: tuple[float, float],
    radius: float,
    halo: Sequence[str],
    random: np.random.Generator,
    share: float = 0.0,
) -> None:
    """One loose ring of dashes; near the rim (`share` 1) it thins out."""
    count = max(5, round(2 * np.pi * radius / 14 * (1.0 if share < 0.6 else 1.5 - 0.95 * share)))
    for index in range(count):
        place = share * (len(halo) - 1) + random.normal(0, 0.6)
        colour = _shaken(halo[int(np.clip(round(place), 0, len(halo) - 1))], random, 0.05)
        start = 2 * np.pi * (index + random.uniform(-0.5, 0.5)) / count
        sweep_angle = random.uniform(10, 23) / max(radius, 6)
        angle = start + np.linspace(0, sweep_angle, 5)
        reach = radius + random.normal(0, 1.8) + np.linspace(-1, 1, 5) * random.normal(0, 1.3)
        line = [
            (centre[0] + r * np.cos(a), centre[1] + r * np.sin(a))
            for a, r in zip(angle, reach, strict=True)
        ]
        brush = Brush(width_px=random.uniform(3.8, 6.6), bristle_px=1.4, taper=0.4,
                      hue_streak=0.006)  # fmt: skip
        painting.stroke(_at(line), colour, brush)


def _paint_moon(painting: Painting, random: np.random.Generator) -> None:
    halo = ("#e3dd7c", "#dedc86", "#d8da8c", "#cdd79a", "#b3cfae", "#92b9bb", "#6f9dc2", "#5583be")
    _rings(painting, (1088, 166), 46, 142, halo, random)
    size = painting.shape
    disc = draw.ellipse_mask(size, _at([(1087, 167)])[0], (0.052, 0.055))
    bite = draw.ellipse_mask(size, _at([(1112, 150)])[0], (0.044, 0.041))
    pale = np.broadcast_to(rgb("#dcd98a"), (*size, 3)).astype(np.float32)
    gold = np.broadcast_to(rgb(GOLD), (*size, 3)).astype(np.float32)
    dash = Layer(
        width_px=5,
        length_px=36,
        spacing_px=4,
        mask=np.asarray(disc, np.float32),
        accents=_colours("#e6e39c", "#cdd08a", "#c9c26a", "#e2d873"),
        accent_share=0.6,
        accent_pull=0.7,
        jitter=(0.03, 0.006),
        edge_stop=1,
    )
    painting.lay(pale, flow.swirl(size, _at([(1180, 150)])[0]), dash)
    crescent = np.asarray(np.clip(disc - bite, 0, 1), np.float32)
    dash = replace(dash, mask=crescent, accents=_colours("#d9b12a", "#b98a17", "#e0bd40", ORANGE))
    painting.lay(gold, flow.swirl(size, _at([(1102, 158)])[0]), dash)
    for edge, width in (
        ([(1124, 103), (1098, 108), (1076, 128), (1068, 156), (1076, 180), (1094, 194)], 3.0),
        ([(1148, 172), (1144, 196), (1126, 216), (1104, 228)], 3.4),
    ):
        painting.stroke(_at(edge), rgb("#a4671a"), Brush(width_px=width, taper=0.9))


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
            accent_pull=0.6 if index != 1 else 0.25,
            jitter=(0.04, 0.006),
            brush=Brush(bristle_px=1.4, hue_streak=0.005, streak=0.04),
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
    _, y = draw.coordinates(size)
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
        accents=_colours("#6f89b4", "#8ca0ba", INK, "#3452ae", "#3a5ab4", "#46644f", "#15161f"),
        accent_share=0.65,
        accent_pull=0.6,
        jitter=(0.04, 0.006),
        brush=Brush(bristle_px=1.4, hue_streak=0.005),
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
    radius *= 1.22
    dark = Brush(width_px=radius * 1.5, bristle_px=2.4, taper=0.7, streak=0.05, ragged=0.3)
    painting.stroke(
        _at([(x - radius * 0.9, y + 4), (x, y), (x + radius * 0.9, y + 6)]), rgb(tones[0]), dark
    )
    count = max(10, round(radius * 0.95))
    for index in range(count):
        light = index / (count - 1)
        tone = tones[int(np.clip(round(light * 4.2 + random.normal(0, 0.9)), 0, 4))]
        reach = radius * (1.05 - 0.75 * light) * random.uniform(0.8, 1.15)
        start = random.normal(np.radians(200), 0.4)
        angle = start + np.linspace(0, random.uniform(1.2, 2.5), 6)
        middle = x + random.normal(0, radius * 0.28)
        line = [
            (middle + reach * np.cos(a), y + radius * 0.1 + 0.85 * reach * np.sin(a)) for a in angle
        ]
        brush = Brush(width_px=random.uniform(3.0, 5.0), taper=0.7, bristle_px=1.4)
        painting.stroke(_at(line), _shaken(tone, random, 0.07), brush)


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
            jitter=(0.055, 0.007),
            accents=_colours(INK, "#8fa3c4", "#3a55a8"),
            accent_share=0.25,
            accent_pull=0.4,
            vary=0.2,
        )
        painting.lay(fill, field, layer)
        rim = [*outline, outline[0]]
        for a, b in pairwise(rim):
            shake = random.normal(0, 1.3, (3, 2))
            middle = ((a[0] + b[0]) / 2 + shake[1, 0], (a[1] + b[1]) / 2 + shake[1, 1])
            start = (a[0] + shake[0, 0], a[1] + shake[0, 1])
            stop = (b[0] + shake[2, 0], b[1] + shake[2, 1])
            ink = Brush(width_px=random.uniform(2.2, 4.2), taper=0.6, opacity=0.85)
            painting.stroke(_at([start, middle, stop]), _shaken("#12151f", random), ink)
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
            accents=_colours(
                "#1f4034", "#2d4c38", "#3f2a1c", "#4a2f1e", "#0e1116", "#101820", "#16242c"
            ),
            accent_share=0.9,
            accent_pull=0.65,
            jitter=(0.02, 0.006),
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
            accents=_colours("#7c7a58", "#4f6a4c", "#5f4630", "#3d6a58"),
            accent_share=1,
            accent_pull=0.6,
            chance=0.5,
        ),
    )
    for line, code, width in FLAMES:
        colour = _shaken(code, random, 0.04)
        painting.stroke(_at(line), colour, Brush(width_px=width, taper=0.8, bristle_px=1.5))
    _lick(painting, random)


def _lick(painting: Painting, random: np.random.Generator) -> None:
    """Break the outline into tongues that lean outwards as they rise."""
    rim = draw.smooth(_at(CYPRESS), closed=True, per_span=6) * (SIZE[1], SIZE[0])
    for start in range(0, len(rim) - 14, 5):
        piece = rim[start : start + int(random.integers(8, 15))]
        if piece[:, 1].max() > 960 or random.random() < 0.25:
            continue
        side = np.sign(piece[:, 0].mean() - 255 - 0.12 * (piece[:, 1].mean() - 300))
        rise = np.linspace(-1.5, 2.5, len(piece)) * (1 if piece[0, 1] > piece[-1, 1] else -1)
        line = [
            (float(px + side * out * 1.3), float(py))
            for (px, py), out in zip(piece, rise, strict=True)
        ]
        code = ("#12161a", "#1b2a26", "#3a2619")[int(random.choice(3, p=(0.5, 0.3, 0.2)))]
        brush = Brush(width_px=random.uniform(2.6, 5), taper=0.95, bristle_px=1.3)
        painting.stroke(_at(line[::2]), _shaken(code, random), brush)
