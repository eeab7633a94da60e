"""Study after Vincent van Gogh, Wheatfield with Crows, July 1890 (Van Gogh Museum, Amsterdam).

Drawn on a sheet of 1200 × 576: every coordinate is (x, y) on that sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

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
    GROUNDS,
    HORIZON,
    SHEAF,
    SKY_GUIDES,
    SKY_MASSES,
    STRAW,
    Line,
)

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
    _paint_sky(painting, plan, np.asarray(1 - land, np.float32))
    _paint_clouds(painting, size)
    _paint_land(painting, plan, land)
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


def _paint_sky(painting: Painting, plan: Picture, sky: Mask) -> None:
    guides = [_smooth(guide) for guide in SKY_GUIDES]
    field = flow.sway(flow.along(painting.shape, guides, power=3), 0.22, size_px=50, seed=4)
    flat = Brush(bristle_px=1.7, taper=0.05, ragged=0.14, streak=0.035, opacity=0.9)
    shades = _colours(NIGHT, STORM, BLUE, AIR, HAZE, "#4a76bc", "#2c5391")
    painting.lay(plan, field, Layer(width_px=24, length_px=80, brush=flat, mask=sky))
    painting.lay(
        plan,
        field,
        Layer(
            width_px=14,
            length_px=52,
            spacing_px=12,
            brush=flat,
            jitter=(0.04, 0.008),
            accents=shades,
            accent_share=0.55,
            accent_pull=0.36,
            wobble=0.2,
            mask=sky,
        ),
    )
    painting.lay(
        plan,
        field,
        Layer(
            width_px=9,
            length_px=38,
            spacing_px=17,
            brush=flat,
            jitter=(0.035, 0.008),
            accents=_colours(NIGHT, STORM, HAZE, AIR, "#9db4cf"),
            accent_share=0.8,
            accent_pull=0.42,
            wobble=0.3,
            mask=sky,
        ),
    )


def _paint_clouds(painting: Painting, size: tuple[int, int]) -> None:
    field = flow.along(size, [_smooth(guide) for guide in CLOUD_GUIDES], power=3)
    clouds = [
        (CLOUD_VEIL, "#8fa9c0", 0.62),
        (CLOUD_TAIL, "#a4b5b0", 0.9),
        (CLOUD_LEFT, "#a9b49c", 1.0),
        (CLOUD_RIGHT, "#b3bfa6", 1.0),
    ]
    for outline, code, chance in clouds:
        mask = _mask(size, outline)
        fill = np.broadcast_to(rgb(code), (*size, 3)).astype(np.float32)
        layer = Layer(
            width_px=10,
            length_px=42,
            spacing_px=7,
            mask=mask,
            jitter=(0.035, 0.01),
            accents=_colours("#c6cca6", "#b9c2a0", "#8ea6b8", "#d0d2ae", "#7f9cc0"),
            accent_share=0.6,
            accent_pull=0.5,
            chance=chance,
            brush=Brush(taper=0.2, streak=0.04, bristle_px=1.6),
        )
        painting.lay(fill, field, layer)


def _paint_land(painting: Painting, plan: Picture, land: Mask) -> None:
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
    thick = Brush(taper=0.35, bristle_px=1.6, streak=0.04, ragged=0.12)
    painting.lay(plan, field, Layer(width_px=13, length_px=50, mask=land, brush=thick))
    _paint_wheat(painting, plan, field, rest, thick)
    for name, mask in grounds.items():
        _paint_ground(painting, plan, field, name, mask, thick)


def _paint_wheat(
    painting: Painting, plan: Picture, field: Picture, wheat: Mask, thick: Brush
) -> None:
    x, y = draw.coordinates(painting.shape)
    far = np.asarray(wheat * np.clip((0.56 - y) / 0.07, 0, 1), np.float32)
    near = np.asarray(wheat * np.clip((y - 0.47) / 0.06, 0, 1), np.float32)
    right = np.asarray(near * np.clip((x - 0.56) / 0.04, 0, 1), np.float32)
    dash = Layer(width_px=5.2, length_px=17, spacing_px=6.2, brush=thick, wobble=0.32, mask=far,
                 jitter=(0.03, 0.012), edge_stop=0.5, accent_share=0.85, accent_pull=0.72)  # fmt: skip
    stalk = Layer(width_px=4.6, length_px=36, spacing_px=6.8, brush=thick, wobble=0.16, mask=near,
                  jitter=(0.035, 0.012), edge_stop=0.5, accent_share=0.8, accent_pull=0.7)  # fmt: skip
    golds = _colours(LEMON, LEMON, STRAW_LIGHT, STRAW_LIGHT, WHEAT, OCHRE, "#d6b545")
    painting.lay(plan, field, replace(dash, accents=_colours(OCHRE, WHEAT, OLIVE, STRAW_LIGHT)))
    painting.lay(
        plan, field, replace(stalk, accents=_colours(WHEAT, OCHRE, "#b39236", STRAW_LIGHT))
    )
    dark = replace(dash, accents=_colours(RUST, RUST, BROWN, OLIVE, "#4d5138"), accent_pull=0.9,
                 accent_share=1.0, spacing_px=13, chance=0.8)  # fmt: skip
    painting.lay(plan, field, dark)
    painting.lay(plan, field, replace(dash, accents=golds, spacing_px=7.5))
    shade = replace(stalk, mask=right, accents=_colours(INK, OLIVE, BROWN, "#5d5a2c"), spacing_px=15,
                  accent_share=1.0, accent_pull=0.85, width_px=4.0, chance=0.9)  # fmt: skip
    painting.lay(plan, field, shade)
    painting.lay(plan, field, replace(stalk, accents=golds, spacing_px=8.0, length_px=32))
    painting.lay(plan, field, replace(dark, spacing_px=21, chance=0.8))


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
                 jitter=(0.035, 0.012), accents=_colours(*tones), accent_share=0.85,
                 accent_pull=0.7, edge_stop=0.5)  # fmt: skip
    painting.lay(plan, field, base)
    painting.lay(plan, field, replace(base, width_px=4.4, length_px=26, spacing_px=8.5))


def _paint_straw(painting: Painting, random: np.random.Generator) -> None:
    for line in [*STRAW, *SHEAF]:
        shift = random.normal(0, 1.5, 2)
        moved = [(x + shift[0] + 2, y + shift[1] + 2.5) for x, y in line]
        painting.stroke(_at(moved), rgb("#6d5a2c"), Brush(width_px=4, taper=0.8))
        light = LEMON if random.random() < 0.6 else STRAW_LIGHT
        painting.stroke(_at(line), rgb(light), Brush(width_px=5.2, taper=0.7, body=1.2))


def _wing(painting: Painting, line: Line, width: float) -> None:
    """A crow is a few heavy touches, one for each bend of its wings."""
    ink = Brush(width_px=width, taper=0.5, bristle_px=1.4, streak=0.05, opacity=1, body=1.2)
    for a, b in zip(line, line[1:], strict=False):
        bow = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - width * 0.18)
        painting.stroke(_at([a, bow, b]), rgb(INK), ink)
