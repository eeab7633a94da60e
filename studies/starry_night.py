"""Study after Vincent van Gogh, The Starry Night, June 1889 (Museum of Modern Art, New York).

Drawn on a sheet of 1200 × 951: every coordinate below is (x, y) on that sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Canvas, Colour, Picture, rgb
from studies.oklab import to_oklab, to_srgb
from studies.starry_night_land import paint_cypress, paint_hills, paint_valley, paint_village
from studies.starry_night_lines import (
    DARK_GAPS,
    DEEP,
    INK,
    LIGHT_STREAMS,
    NAVY,
    SIZE,
    SKY_GUIDES,
    STARS,
    at,
    shaken,
)
from studies.strokes import palette
from studies.sweep import sweep

BLUE, SKY, PALE = "#3f63b4", "#6488c2", "#a5bbd6"
ICE, CREAM, MINT, TEAL = "#c6d2d6", "#d9d9ae", "#a9cbb8", "#6f9fae"
YELLOW, GOLD, ORANGE = "#d9cc55", "#c9a526", "#cc8a22"
WHITE = "#eef0dc"


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study: uint8 (H, W, 3), sRGB."""
    size = draw.scaled(SIZE, long_edge_px)
    random = np.random.default_rng(seed + 1)
    plan = _sky_plan(size)
    painting = Painting(draw.mix(plan, "#7d7a5e", 0.25), seed=seed)
    _paint_sky(painting, plan, random)
    _paint_stars(painting, random)
    paint_hills(painting, size)
    paint_valley(painting, size, random)
    paint_village(painting, size, random)
    paint_cypress(painting, size, random)
    return draw.to_bytes(_varnish(painting.picture(relief=0.30, gloss=0.03)))


def _varnish(picture: Picture) -> Picture:
    """Old varnish: a little deeper, a little warmer. Paint jitter had spread the tones apart."""
    lab = to_oklab(picture)
    lab[..., 0] -= 0.16 * lab[..., 0] * (1 - lab[..., 0])
    lab[..., 0] = 0.43 + 0.92 * (lab[..., 0] - 0.43)
    lab[..., 1:] *= 0.93
    lab[..., 2] += 0.009
    return to_srgb(lab)


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
        canvas.line(draw.smooth(at(points)), widths, colour, opacity * 0.75, soften=0.006)
    for points, width, colour, opacity in DARK_GAPS:
        canvas.line(draw.smooth(at(points)), (0.002, width, 0.002), colour, opacity, soften=0.003)
    for x, y_px, radius, _, kind in STARS:
        glow = {"yellow": "#a9ab6a", "white": "#b3c2b4", "ice": "#9db7cc"}[kind]
        spot = draw.ellipse_mask(size, at([(x, y_px)])[0], (radius / 1350, radius / 1350))
        canvas.paint(draw.blur(spot, 0.006), glow, 0.8)
    for radius, code in ((130, "#5f8fbe"), (108, "#a3c3b0"), (90, "#d3d78e")):
        spot = draw.ellipse_mask(size, at([(1090, 166)])[0], (radius / 1200, radius / 1200))
        canvas.paint(draw.blur(spot, 0.008), code, 0.85)
    return canvas.pixels


def _paint_sky(painting: Painting, plan: Picture, random: np.random.Generator) -> None:
    size = painting.shape
    field = flow.along(size, [draw.smooth(at(guide)).tolist() for guide in SKY_GUIDES], power=3.2)
    _, y = draw.coordinates(size)
    above = np.asarray(y < 0.78, np.float32)
    top = np.asarray(np.clip((0.24 - y) / 0.1, 0, 1) * above, np.float32)
    stroke = Brush(bristle_px=1.3, streak=0.028, hue_streak=0.005, opacity=0.86, taper=0.45)
    under = Layer(width_px=17, length_px=80, jitter=(0.03, 0.006), mask=above, brush=stroke)
    painting.lay(plan, field, under)
    body = Layer(
        width_px=6.6,
        length_px=66,
        spacing_px=6.4,
        brush=stroke,
        accents=palette(DEEP, BLUE, SKY, PALE, "#2f55a4", "#5f93c4", TEAL),
        accent_share=0.5,
        accent_pull=0.25,
        jitter=(0.03, 0.006),
        mask=above,
    )
    painting.lay(plan, field, body)
    dash = replace(body, width_px=6, length_px=32, spacing_px=10, mask=top, chance=0.8)
    dash = replace(dash, accents=palette(NAVY, INK, BLUE, "#4f7cc6", "#6d97d0"), accent_pull=0.5)
    painting.lay(plan, field, dash)
    _sweep_streams(painting, random, stroke)
    flecks = replace(body, width_px=4, length_px=40, spacing_px=12, accent_share=1.0)
    flecks = replace(flecks, accents=palette(NAVY, DEEP, BLUE, PALE, ICE, SKY, CREAM))
    painting.lay(plan, field, replace(flecks, accent_pull=0.36, edge_stop=0.1, chance=0.8))


def _sweep_streams(painting: Painting, random: np.random.Generator, stroke: Brush) -> None:
    thin = replace(stroke, width_px=4.9)
    for points, width, colour, _ in LIGHT_STREAMS:
        shades: list[Colour] = [
            colour,
            draw.mix(colour, WHITE, 0.25),
            draw.mix(colour, SKY, 0.5),
            draw.mix(colour, CREAM, 0.3),
            draw.mix(colour, BLUE, 0.42),
        ]
        sweep(
            painting,
            at(points),
            width * 1250,
            shades,
            random,
            brush=thin,
            length_px=(34, 92),
            cover=0.95,
            jitter=(0.026, 0.007),
        )
    for points, width, colour, _ in DARK_GAPS:
        shades = [colour, NAVY, INK, DEEP, draw.mix(colour, BLUE, 0.5)]
        sweep(
            painting,
            at(points),
            width * 1500,
            shades,
            random,
            brush=thin,
            length_px=(24, 60),
            cover=0.8,
            jitter=(0.03, 0.008),
        )


# Stars and moon: rings of short strokes round a core.


def _paint_stars(painting: Painting, random: np.random.Generator) -> None:
    for x, y, radius, core, kind in STARS:
        halo = {
            "yellow": ("#d6c64a", "#ccc862", "#b4c078", "#9ab494", "#7fa6bd", "#6f97c8"),
            "white": ("#e9e4c0", "#dfe0b4", "#cbd6b6", "#b6ccbe", "#a0bdca", "#8aabcf"),
            "ice": ("#eef2e8", "#d0e0dc", "#afc9da", "#93b4d6", "#7aa0d0"),
        }[kind]
        _rings(painting, (x, y), core, radius, halo, random)
        middle = {"yellow": "#cdb23c", "white": "#ece6c4", "ice": "#e6ebe0"}[kind]
        for reach in (core * 0.85, core * 0.5):
            _ring(painting, (x, y), reach, [middle], random)
        centre = {"yellow": "#bf8f2a", "white": "#c3a044", "ice": "#b9ac7a"}[kind]
        heart = Brush(width_px=core * 0.45, taper=0.2)
        painting.stroke(at([(x - 2, y), (x, y - 1), (x + 3, y + 1)]), rgb(centre), heart)
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
    for radius in np.arange(outer + 2, inner, -4.0):
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
        colour = shaken(halo[int(np.clip(round(place), 0, len(halo) - 1))], random, 0.05)
        start = 2 * np.pi * (index + random.uniform(-0.5, 0.5)) / count
        sweep_angle = random.uniform(10, 23) / max(radius, 6)
        angle = start + np.linspace(0, sweep_angle, 5)
        reach = radius + random.normal(0, 1.8) + np.linspace(-1, 1, 5) * random.normal(0, 1.3)
        line = [
            (centre[0] + r * np.cos(a), centre[1] + r * np.sin(a))
            for a, r in zip(angle, reach, strict=True)
        ]
        brush = Brush(
            width_px=random.uniform(3.0, 5.2), bristle_px=1.3, taper=0.4, hue_streak=0.006
        )
        painting.stroke(at(line), colour, brush)


def _paint_moon(painting: Painting, random: np.random.Generator) -> None:
    halo = ("#e3dd7c", "#dedc86", "#d8da8c", "#cdd79a", "#b3cfae", "#92b9bb", "#6f9dc2", "#5583be")
    _rings(painting, (1088, 166), 46, 142, halo, random)
    size = painting.shape
    disc = draw.ellipse_mask(size, at([(1087, 167)])[0], (0.052, 0.055))
    bite = draw.ellipse_mask(size, at([(1112, 150)])[0], (0.044, 0.041))
    pale = np.broadcast_to(rgb("#dcd98a"), (*size, 3)).astype(np.float32)
    gold = np.broadcast_to(rgb(GOLD), (*size, 3)).astype(np.float32)
    dash = Layer(
        width_px=5,
        length_px=36,
        spacing_px=4,
        mask=np.asarray(disc, np.float32),
        accents=palette("#e6e39c", "#cdd08a", "#c9c26a", "#e2d873"),
        accent_share=0.6,
        accent_pull=0.7,
        jitter=(0.03, 0.006),
        edge_stop=1,
    )
    painting.lay(pale, flow.swirl(size, at([(1180, 150)])[0]), dash)
    crescent = np.asarray(np.clip(disc - bite, 0, 1), np.float32)
    dash = replace(dash, mask=crescent, accents=palette("#d8b52e", "#b8921c", "#dcc044", "#c9981f"))
    painting.lay(gold, flow.swirl(size, at([(1102, 158)])[0]), dash)
    for edge, width in (
        ([(1124, 103), (1098, 108), (1076, 128), (1068, 156), (1076, 180), (1094, 194)], 3.0),
        ([(1148, 172), (1144, 196), (1126, 216), (1104, 228)], 3.4),
    ):
        painting.stroke(at(edge), rgb("#a4671a"), Brush(width_px=width, taper=0.9))
