"""Study after Vincent van Gogh, Wheatfield with Crows, July 1890 (Van Gogh Museum, Amsterdam).

Drawn on a sheet of 1200 × 576: every coordinate is (x, y) on that sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Canvas, Mask, Picture, rgb
from studies.wheatfield_lines import (
    CLOUD_GUIDES,
    CLOUD_LEFT,
    CLOUD_RIGHT,
    CLOUD_TAIL,
    CLOUD_VEIL,
    CROWS,
    FIELD_GUIDES,
    FURROWS,
    GROUNDS,
    HORIZON,
    SHEAF,
    SKY_GUIDES,
    SKY_MASSES,
    STRAW,
    Line,
)
from studies.sweep import sweep

SIZE = (576, 1200)

NIGHT, STORM, BLUE, AIR, HAZE = "#172a47", "#24456f", "#3a64a8", "#557fbd", "#86a6d2"
LEMON, STRAW_LIGHT, WHEAT, OCHRE, OLIVE = "#ead668", "#dfc04a", "#c9a435", "#a8842a", "#7c742f"
RUST, BROWN, ROSE, GREEN, PINE, INK = (
    "#8a4526", "#6a3a24", "#b98a5e", "#6f7c3a", "#24423f", "#121722",
)  # fmt: skip


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study: uint8 (H, W, 3), sRGB."""
    size = draw.scaled(SIZE, long_edge_px)
    random = np.random.default_rng(seed + 1)
    land = draw.polygon_mask(size, _at([*HORIZON, (1210, 590), (-10, 590)]))
    plan = _plan(size, land)
    painting = Painting(draw.mix(plan, "#6b5a30", 0.2), seed=seed)
    _paint_sky(painting, plan, np.asarray(1 - land, np.float32), random)
    _paint_clouds(painting, size, random)
    _paint_land(painting, plan, land, random)
    _paint_straw(painting, random)
    for strokes, width in CROWS:
        for stroke in strokes:
            _wing(painting, stroke, width)
    return draw.to_bytes(painting.picture(relief=0.42, gloss=0.07))


def _at(points: Iterable[tuple[float, float]]) -> Line:
    return [(x / SIZE[1], y / SIZE[0]) for x, y in points]


def _colours(*codes: str) -> list[Picture]:
    return [rgb(code) for code in codes]


def _smooth(points: Line) -> Line:
    return [(float(x), float(y)) for x, y in draw.smooth(_at(points), per_span=12)]


def _mask(size: tuple[int, int], outline: Line) -> Mask:
    return draw.polygon_mask(size, draw.smooth(_at(outline), closed=True, per_span=8))


def _plan(size: tuple[int, int], land: Mask) -> Picture:
    _, y = draw.coordinates(size)
    canvas = Canvas(size, WHEAT)
    sky = Canvas(size, BLUE)
    sky.pixels[:] = draw.colour_ramp(
        y, [(0.0, "#223f63"), (0.12, "#335a94"), (0.25, "#4670b2"), (0.4, "#5f88c4")]
    )
    for points, width, colour, opacity in SKY_MASSES:
        widths = (width * 0.4, width, width * 0.5)
        sky.line(draw.smooth(_at(points)), widths, colour, opacity, soften=0.007)
    canvas.pixels[:] = draw.colour_ramp(
        y, [(0.36, "#c7a63c"), (0.5, "#bf9a30"), (0.62, "#b98f2a"), (0.8, "#b4902c")]
    )
    canvas.paint(draw.fbm(size, 14, 3) * 0.5, OCHRE)
    for _, outline, colour in GROUNDS:
        canvas.paint(_mask(size, outline), colour)
    return draw.mix(sky.pixels, canvas.pixels, land)


def _paint_sky(painting: Painting, plan: Picture, sky: Mask, random: np.random.Generator) -> None:
    guides = [_smooth(guide) for guide in SKY_GUIDES]
    field = flow.sway(flow.along(painting.shape, guides, power=3), 0.18, size_px=60, seed=4)
    flat = Brush(bristle_px=1.6, taper=0.05, ragged=0.22, streak=0.032, hue_streak=0.004,
                 opacity=0.88)  # fmt: skip
    base = Layer(width_px=26, length_px=95, brush=flat, mask=sky, jitter=(0.03, 0.004))
    painting.lay(plan, field, base)
    shades = _colours(NIGHT, STORM, BLUE, AIR, HAZE, "#4a76bc", "#2c5391")
    bold = replace(base, width_px=17, length_px=66, spacing_px=15, jitter=(0.035, 0.005), wobble=0.2,
                   accents=shades, accent_share=0.5, accent_pull=0.28)  # fmt: skip
    painting.lay(plan, field, bold)
    for points, width, code, _ in SKY_MASSES:
        shades = [rgb(code), draw.mix(code, NIGHT, 0.3), draw.mix(code, AIR, 0.25)]
        sweep(painting, _at(points), width * 1300, shades, random, cover=0.55,
              brush=replace(flat, width_px=12), length_px=(36, 80), jitter=(0.03, 0.004))  # fmt: skip
    touches = replace(bold, width_px=10, length_px=44, spacing_px=24, wobble=0.3, accent_share=0.8,
                      accents=_colours(NIGHT, STORM, HAZE, AIR, "#93b0d6"),
                      accent_pull=0.42)  # fmt: skip
    painting.lay(plan, field, touches)


def _paint_clouds(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    field = flow.along(size, [_smooth(guide) for guide in CLOUD_GUIDES], power=3)
    field = flow.sway(field, 0.3, size_px=45, seed=8)
    for outline, code, chance in (
        (CLOUD_VEIL, "#8fabc6", 0.5),
        (CLOUD_TAIL, "#9db3b8", 0.8),
        (CLOUD_LEFT, "#a6b19a", 1.0),
        (CLOUD_RIGHT, "#b0bca4", 1.0),
    ):
        mask = draw.roughen(_mask(size, outline), 0.008, 24, 5)
        fill = np.broadcast_to(rgb(code), (*size, 3)).astype(np.float32)
        layer = Layer(
            width_px=9,
            length_px=40,
            spacing_px=8,
            mask=mask,
            jitter=(0.03, 0.006),
            accents=_colours("#c6cca6", "#b9c29c", "#8ea6b8", "#cdd0aa", "#7f9cc0", "#98a98c"),
            accent_share=0.6,
            accent_pull=0.45,
            chance=chance,
            wobble=0.22,
            brush=Brush(taper=0.2, streak=0.04, bristle_px=1.5, hue_streak=0.005, ragged=0.25),
        )
        painting.lay(fill, field, layer)
    for line in CLOUD_GUIDES[:9]:
        sweep(painting, _at(line), 14, ["#c9cfaa", "#b5c0a2", "#8fa39a"], random, cover=0.4,
              brush=Brush(width_px=5, taper=0.4), length_px=(26, 50))  # fmt: skip


def _paint_land(painting: Painting, plan: Picture, land: Mask, random: np.random.Generator) -> None:
    size = painting.shape
    field = flow.along(size, [_smooth(guide) for guide in FIELD_GUIDES], power=3.4)
    grounds: dict[str, Mask] = {}
    rest = land.copy()
    for name, outline, _ in GROUNDS:
        mask = _mask(size, outline)
        for other in grounds:
            grounds[other] = np.asarray(grounds[other] * (1 - mask), np.float32)
        grounds[name] = np.maximum(grounds.get(name, np.zeros(size, np.float32)), mask)
        rest = np.asarray(rest * (1 - mask), np.float32)
    thick = Brush(taper=0.5, bristle_px=1.5, streak=0.04, ragged=0.2, hue_streak=0.006)
    painting.lay(plan, field, Layer(width_px=13, length_px=50, mask=land, brush=thick))
    _paint_wheat(painting, plan, field, rest, thick)
    for name, mask in grounds.items():
        _paint_ground(painting, plan, field, name, mask, thick)
    for points, width_px, codes in FURROWS:
        sweep(painting, _at(points), width_px, codes, random, cover=0.7, jitter=(0.035, 0.006),
              brush=replace(thick, width_px=5), length_px=(20, 56))  # fmt: skip


def _paint_wheat(
    painting: Painting, plan: Picture, field: Picture, wheat: Mask, thick: Brush
) -> None:
    x, y = draw.coordinates(painting.shape)
    far = np.asarray(wheat * np.clip((0.57 - y) / 0.08, 0, 1), np.float32)
    near = np.asarray(wheat * np.clip((y - 0.48) / 0.08, 0, 1), np.float32)
    patchy = np.clip((draw.fbm(painting.shape, 16, 12) - 0.36) * 4, 0.15, 1)
    bright = np.asarray(near * patchy, np.float32)
    right = np.asarray(near * np.clip((x - 0.58) / 0.05, 0, 1), np.float32)
    dash = Layer(width_px=5.4, length_px=19, spacing_px=6.4, brush=thick, wobble=0.3, mask=far,
                 jitter=(0.03, 0.006), accent_pull=0.75, accent_share=1, edge_stop=0.5)  # fmt: skip
    stalk = Layer(width_px=4.6, length_px=38, spacing_px=7, brush=thick, wobble=0.13, mask=near,
                  jitter=(0.03, 0.006), accent_pull=0.7, accent_share=1, edge_stop=0.5)  # fmt: skip
    golds = _colours(LEMON, STRAW_LIGHT, "#e6cc56", WHEAT, "#d9b93f", "#cfae38")
    painting.lay(plan, field, replace(dash, accents=_colours(OCHRE, WHEAT, OLIVE, "#b8962e")))
    painting.lay(plan, field, replace(stalk, accents=_colours(WHEAT, OCHRE, "#b39236", "#a07c28")))
    rust = replace(dash, accents=_colours(RUST, "#7d3c20", BROWN, RUST, "#55542f"), accent_pull=0.95,
                   spacing_px=15, length_px=20, width_px=4.6, chance=0.85)  # fmt: skip
    painting.lay(plan, field, rust)
    painting.lay(plan, field, replace(dash, accents=golds, spacing_px=9.2, length_px=17))
    shade = replace(stalk, mask=right, accents=_colours(INK, "#3d3f2a", BROWN, "#5d5a2c"),
                    spacing_px=15, accent_pull=0.9, width_px=4.2, length_px=30)  # fmt: skip
    painting.lay(plan, field, shade)
    painting.lay(
        plan, field, replace(stalk, accents=golds, spacing_px=10, length_px=30, mask=bright)
    )
    bold = replace(stalk, mask=right, accents=golds, spacing_px=16, width_px=5.6, length_px=38,
                   accent_pull=0.9, wobble=0.1)  # fmt: skip
    painting.lay(plan, field, bold)
    painting.lay(plan, field, replace(shade, spacing_px=20, width_px=3.4, length_px=34))
    heads = replace(dash, spacing_px=19, width_px=6.2, accent_pull=0.9, chance=0.8, length_px=18)
    painting.lay(plan, field, replace(heads, accents=_colours(LEMON, "#f0e48e", "#e8d15c")))
    painting.lay(plan, field, replace(rust, spacing_px=24))
    stray = replace(rust, mask=near, spacing_px=34, length_px=22, chance=0.7)
    painting.lay(plan, field, replace(stray, accents=_colours(RUST, OLIVE, "#6a5a2a")))


def _paint_ground(
    painting: Painting, plan: Picture, field: Picture, name: str, mask: Mask, thick: Brush
) -> None:
    tones = {
        "soil": (RUST, "#7a4128", BROWN, ROSE, "#a9764a", "#96562f", "#c79f60"),
        "track": (RUST, ROSE, "#a46c45", "#9a5f42", BROWN, "#b9966f", "#8f8f86"),
        "strip": (ROSE, "#c9a877", "#d8be7e", "#9a5f3c", "#b08a4f", RUST),
        "verge": (GREEN, "#8a8f3c", "#4e6138", "#2c4034", "#a09a45", INK),
        "mound": ("#6f7a3a", "#3f5a4a", "#2b423c", "#8a8a3a", INK, "#557058", "#4a5f3a"),
        "bank": (PINE, "#1a2f33", "#2f5a4c", "#3a6a5a", INK, "#26484c"),
        "meadow": (PINE, "#4e7358", "#7d8a40", "#2f5044", "#5f8064"),
        "stubble": (STRAW_LIGHT, LEMON, OCHRE, "#a5854a", "#c7aa50"),
    }[name]
    base = Layer(width_px=6, length_px=34, spacing_px=5.6, mask=mask, brush=thick, wobble=0.14,
                 jitter=(0.035, 0.006), accents=_colours(*tones), accent_share=0.85,
                 accent_pull=0.7, edge_stop=0.5)  # fmt: skip
    painting.lay(plan, field, base)
    painting.lay(plan, field, replace(base, width_px=4.4, length_px=26, spacing_px=8.5))


def _paint_straw(painting: Painting, random: np.random.Generator) -> None:
    own = [*STRAW, *SHEAF]
    for index, line in enumerate([*own, *STRAW, *SHEAF]):
        drift = (0.0, 0.0) if index < len(own) else random.normal(0, 5, 2)
        line = [(x + drift[0], y + drift[1]) for x, y in line]
        shift = random.normal(0, 1, 2)
        moved = [(x + shift[0] + 2, y + shift[1] + 2.5) for x, y in line]
        painting.stroke(_at(moved), rgb("#6d5a2c"), Brush(width_px=3, taper=0.9))
        light = LEMON if random.random() < 0.6 else STRAW_LIGHT
        painting.stroke(
            _at(line), rgb(light), Brush(width_px=random.uniform(2.4, 3.8), taper=0.95, body=1.2)
        )


def _wing(painting: Painting, line: Line, width: float) -> None:
    """A crow is a few heavy touches, one for each bend of its wings."""
    ink = Brush(width_px=width, taper=0.5, bristle_px=1.4, streak=0.05, opacity=1, body=1.2)
    for a, b in pairwise(line):
        bow = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - width * 0.18)
        painting.stroke(_at([a, bow, b]), rgb(INK), ink)
