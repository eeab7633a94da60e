"""The field of the Wheatfield with Crows study: wheat, paths, banks and straw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Mask, Picture, rgb
from studies.strokes import palette
from studies.sweep import sweep
from studies.wheatfield_lines import (
    FIELD_GUIDES,
    FURROWS,
    GROUNDS,
    HORIZON,
    SHEAF,
    STRAW,
    at,
    curve,
    inside,
)

LEMON, STRAW_LIGHT, WHEAT, OCHRE, OLIVE = "#dfc45a", "#d6b549", "#c49d36", "#a8842a", "#7c742f"
RUST, BROWN, ROSE, GREEN = "#8a4526", "#6a3a24", "#b98a5e", "#6f7c3a"
PINE, INK = "#24423f", "#121722"


def paint_land(painting: Painting, plan: Picture, land: Mask, random: np.random.Generator) -> None:
    size = painting.shape
    field = flow.along(size, [curve(guide) for guide in FIELD_GUIDES], power=3.4)
    grounds: dict[str, Mask] = {}
    rest = land.copy()
    for name, outline, _ in GROUNDS:
        mask = inside(size, outline)
        for other in grounds:
            grounds[other] = np.asarray(grounds[other] * (1 - mask), np.float32)
        grounds[name] = np.maximum(grounds.get(name, np.zeros(size, np.float32)), mask)
        rest = np.asarray(rest * (1 - mask), np.float32)
    thick = Brush(taper=0.5, bristle_px=1.5, streak=0.04, ragged=0.2, hue_streak=0.006)
    painting.lay(plan, field, Layer(width_px=13, length_px=50, mask=land, brush=thick))
    _paint_wheat(painting, plan, field, rest, thick)
    for name, mask in grounds.items():
        _paint_ground(painting, plan, field, name, mask, thick)
    crest = [LEMON, STRAW_LIGHT, RUST, WHEAT, OCHRE, "#6d6a34"]
    sweep(
        painting,
        at([(x, y + 2) for x, y in HORIZON]),
        13,
        [rgb(code) for code in crest],
        random,
        brush=replace(thick, width_px=5),
        length_px=(9, 24),
        cover=1.1,
    )
    for points, width_px, codes in FURROWS:
        sweep(
            painting,
            at(points),
            width_px,
            codes,
            random,
            cover=0.7,
            jitter=(0.035, 0.006),
            brush=replace(thick, width_px=5),
            length_px=(20, 56),
        )


def _paint_wheat(
    painting: Painting, plan: Picture, field: Picture, wheat: Mask, thick: Brush
) -> None:
    x, y = draw.coordinates(painting.shape)
    far = np.asarray(wheat * np.clip((0.57 - y) / 0.08, 0, 1), np.float32)
    near = np.asarray(wheat * np.clip((y - 0.48) / 0.08, 0, 1), np.float32)
    patchy = np.clip((draw.fbm(painting.shape, 16, 12) - 0.36) * 4, 0.15, 1)
    bright = np.asarray(near * patchy, np.float32)
    right = np.asarray(near * np.clip((x - 0.58) / 0.05, 0, 1), np.float32)
    low = np.asarray(right * np.clip((y - 0.6) / 0.06, 0, 1), np.float32)
    dash = Layer(
        width_px=4.4,
        length_px=16,
        spacing_px=5.2,
        brush=thick,
        wobble=0.3,
        mask=far,
        jitter=(0.03, 0.006),
        accent_pull=0.6,
        accent_share=1,
        edge_stop=0.5,
    )
    stalk = Layer(
        width_px=3.8,
        length_px=30,
        spacing_px=5.4,
        brush=thick,
        wobble=0.3,
        mask=near,
        jitter=(0.03, 0.006),
        accent_pull=0.55,
        accent_share=1,
        edge_stop=0.5,
    )
    golds = palette(LEMON, STRAW_LIGHT, "#dcbf52", WHEAT, "#cfac3e", "#c6a038", OCHRE)
    painting.lay(plan, field, replace(dash, accents=palette(OCHRE, WHEAT, OLIVE, "#b8962e")))
    painting.lay(plan, field, replace(stalk, accents=palette(WHEAT, OCHRE, "#b39236", "#a07c28")))
    rust = replace(
        dash,
        accents=palette(RUST, "#7d3c20", BROWN, RUST, "#55542f"),
        accent_pull=0.8,
        spacing_px=14,
        length_px=15,
        width_px=3.6,
        chance=0.6,
    )
    painting.lay(plan, field, rust)
    painting.lay(plan, field, replace(dash, accents=golds, spacing_px=7.6, length_px=15))
    shade = replace(
        stalk,
        mask=low,
        accents=palette(INK, "#3d3f2a", BROWN, "#5d5a2c"),
        spacing_px=14,
        accent_pull=0.7,
        width_px=3.2,
        length_px=26,
    )
    painting.lay(plan, field, shade)
    painting.lay(
        plan, field, replace(stalk, accents=golds, spacing_px=10, length_px=30, mask=bright)
    )
    bold = replace(
        stalk,
        mask=right,
        accents=golds,
        spacing_px=13,
        width_px=4.4,
        length_px=32,
        accent_pull=0.75,
        wobble=0.2,
    )
    painting.lay(plan, field, bold)
    painting.lay(plan, field, replace(shade, spacing_px=26, width_px=3.4, length_px=34))
    tall = replace(bold, mask=low, accents=palette(LEMON, "#e2cd6a", "#d3b545"), wobble=0.14)
    painting.lay(plan, field, replace(tall, spacing_px=15, length_px=38, chance=0.85))
    gaps = replace(shade, mask=low, spacing_px=20, width_px=3.4, length_px=38, chance=0.42)
    painting.lay(plan, field, gaps)
    heads = replace(dash, spacing_px=17, width_px=5.0, accent_pull=0.9, chance=0.8, length_px=18)
    painting.lay(plan, field, replace(heads, accents=palette(LEMON, "#e6d684", "#dcc560")))
    painting.lay(plan, field, replace(rust, spacing_px=24))
    stray = replace(rust, mask=near, spacing_px=44, length_px=22, chance=0.6)
    painting.lay(plan, field, replace(stray, accents=palette(RUST, OLIVE, "#6a5a2a")))


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
    base = Layer(
        width_px=4.8,
        length_px=30,
        spacing_px=4.6,
        mask=mask,
        brush=thick,
        wobble=0.2,
        jitter=(0.035, 0.006),
        accents=palette(*tones),
        accent_share=0.85,
        accent_pull=0.52,
        edge_stop=0.5,
    )
    painting.lay(plan, field, base)
    painting.lay(plan, field, replace(base, width_px=3.4, length_px=22, spacing_px=7))


def paint_straw(painting: Painting, random: np.random.Generator) -> None:
    own = [*STRAW, *SHEAF]
    for index, line in enumerate([*own, *STRAW, *SHEAF]):
        drift = (0.0, 0.0) if index < len(own) else random.normal(0, 5, 2)
        line = [(x + drift[0], y + drift[1]) for x, y in line]
        shift = random.normal(0, 1, 2)
        moved = [(x + shift[0] + 2, y + shift[1] + 2.5) for x, y in line]
        painting.stroke(at(moved), rgb("#6d5a2c"), Brush(width_px=3, taper=0.9))
        light = LEMON if random.random() < 0.6 else STRAW_LIGHT
        painting.stroke(
            at(line), rgb(light), Brush(width_px=random.uniform(2.4, 3.8), taper=0.95, body=1.2)
        )
