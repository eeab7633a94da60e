"""The ground of The Starry Night study: hills, trees, village and cypress."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Canvas, Mask, rgb
from studies.starry_night_lines import (
    BRANCH,
    BUSHES,
    CYPRESS,
    CYPRESS_GUIDES,
    FLAMES,
    HILLS,
    INK,
    NAVY,
    ROOFS,
    SIZE,
    WINDOWS,
    at,
    shaken,
)
from studies.strokes import palette

# Hills.


def paint_hills(painting: Painting, size: tuple[int, int]) -> None:
    canvas = Canvas(size, "#314a9c")
    masks: list[Mask] = []
    for outline, colour, _ in HILLS:
        shape = draw.smooth(at(outline)).tolist() + at([(1240, 980), (-40, 980)])
        mask = draw.polygon_mask(size, shape)
        canvas.paint(mask, colour)
        masks.append(mask)
    for index, (outline, _, slopes) in enumerate(HILLS):
        visible = masks[index] * np.prod([1 - m for m in masks[index + 1 :]], axis=0)
        field = flow.along(size, [at(slope) for slope in slopes], power=2.2)
        strokes = Layer(
            width_px=6.5,
            length_px=46,
            spacing_px=6,
            mask=np.asarray(visible, np.float32),
            accents=palette(NAVY, "#2a3fa2", "#3550b4", "#6a84c4", "#8aa0cc", INK),
            accent_share=0.5,
            accent_pull=0.6 if index != 1 else 0.25,
            jitter=(0.04, 0.006),
            brush=Brush(bristle_px=1.4, hue_streak=0.005, streak=0.04),
        )
        painting.lay(canvas.pixels, field, Layer(width_px=14, length_px=70, mask=strokes.mask))
        painting.lay(canvas.pixels, field, strokes)
        for shift in (0, 4):
            ridge = [(x, y + shift) for x, y in outline]
            tone = rgb(INK if shift == 0 else NAVY)
            painting.stroke(at(ridge), tone, Brush(width_px=4.5, taper=0.5))


# Valley, trees and village.


def paint_valley(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    canvas = Canvas(size, "#27335c")
    _, y = draw.coordinates(size)
    canvas.pixels[:] = draw.colour_ramp(
        y, [(0.75, "#33509a"), (0.8, "#2c4277"), (0.86, "#232e52"), (1.0, "#1f2940")]
    )
    canvas.polygon(at([(0, 800), (160, 815), (200, 951), (0, 951)]), "#3b4438")
    canvas.polygon(at([(930, 700), (1200, 680), (1200, 740), (960, 735)]), "#5f7a56", soften=0.01)
    outline = [
        (-20, 742),
        (60, 752),
        (150, 735),
        (430, 712),
        (520, 712),
        (600, 716),
        (700, 742),
        (800, 715),
        (860, 706),
        (980, 700),
        (1220, 690),
    ]
    mask = draw.polygon_mask(size, at([*outline, (1220, 970), (-20, 970)]))
    field = flow.sway(flow.level(size), 0.12, size_px=70, seed=3)
    layer = Layer(
        width_px=6.5,
        length_px=44,
        spacing_px=5.5,
        mask=mask,
        accents=palette("#6f89b4", "#8ca0ba", INK, "#3452ae", "#3a5ab4", "#46644f", "#15161f"),
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
        at([(x - radius * 0.9, y + 4), (x, y), (x + radius * 0.9, y + 6)]), rgb(tones[0]), dark
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
        painting.stroke(at(line), shaken(tone, random, 0.07), brush)


def paint_village(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    canvas = Canvas(size, "#22305a")
    area = np.zeros(size, np.float32)
    for outline, colour, _ in ROOFS:
        canvas.polygon(at(outline), colour)
        area = np.maximum(area, draw.polygon_mask(size, at(outline)))
    for outline, colour, slope in ROOFS:
        mask = draw.polygon_mask(size, at(outline))
        field = flow.level(size, float(np.radians(slope)))
        fill = np.broadcast_to(rgb(colour), (*size, 3)).astype(np.float32)
        # The two big roofs in front are striped, board by board.
        stripes = {
            112: ("#a8503f", "#8fa39a", "#3f4a3a", "#b98a78"),
            150: ("#c9d3de", "#3450b4", "#e0e4dc", "#4a66bc"),
        }.get(round(slope))
        layer = Layer(
            width_px=4.6 if stripes else 4.2,
            length_px=34 if stripes else 20,
            spacing_px=4.4 if stripes else 3.2,
            mask=mask,
            jitter=(0.05, 0.007),
            accents=palette(*(stripes or (INK, "#8fa3c4", "#3a55a8"))),
            accent_share=0.7 if stripes else 0.28,
            accent_pull=0.75 if stripes else 0.4,
            vary=0.2,
            edge_stop=0.5,
        )
        painting.lay(fill, field, layer)
        rim = [*outline, outline[0]]
        for a, b in pairwise(rim):
            shake = random.normal(0, 1.3, (3, 2))
            middle = ((a[0] + b[0]) / 2 + shake[1, 0], (a[1] + b[1]) / 2 + shake[1, 1])
            start = (a[0] + shake[0, 0], a[1] + shake[0, 1])
            stop = (b[0] + shake[2, 0], b[1] + shake[2, 1])
            ink = Brush(width_px=random.uniform(2.2, 4.2), taper=0.6, opacity=0.85)
            painting.stroke(at([start, middle, stop]), shaken("#12151f", random), ink)
    for x, y, width, height, code in WINDOWS:
        for lane in np.arange(0, width, 3.2):
            top, bottom = (x + lane, y), (x + lane + random.normal(0, 0.6), y + height)
            painting.stroke(
                at([top, bottom]), shaken(code, random, 0.08), Brush(width_px=4, taper=0.1)
            )


# The cypress.


def paint_cypress(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    mask = draw.polygon_mask(size, draw.smooth(at(CYPRESS), closed=True))
    mask = np.maximum(mask, draw.line_mask(size, draw.smooth(at(BRANCH)), (0.011, 0.007, 0.001)))
    plan = draw.colour_ramp(
        draw.fbm(size, (26, 7), 5), [(0.3, "#181d1f"), (0.5, "#1f2c27"), (0.7, "#2a3a30")]
    )
    field = flow.along(size, [draw.smooth(at(g)).tolist() for g in CYPRESS_GUIDES], power=3.0)
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
            accents=palette(
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
            accents=palette("#7c7a58", "#4f6a4c", "#5f4630", "#3d6a58"),
            accent_share=1,
            accent_pull=0.6,
            chance=0.5,
        ),
    )
    for line, code, width in FLAMES:
        colour = shaken(code, random, 0.04)
        painting.stroke(at(line), colour, Brush(width_px=width, taper=0.8, bristle_px=1.5))
    _lick(painting, random)


def _lick(painting: Painting, random: np.random.Generator) -> None:
    """Break the outline into tongues that lean outwards as they rise."""
    rim = draw.smooth(at(CYPRESS), closed=True, per_span=6) * (SIZE[1], SIZE[0])
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
        painting.stroke(at(line[::2]), shaken(code, random), brush)
