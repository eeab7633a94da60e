"""The rail, the ships and the crayon lines of The Scream study."""

from __future__ import annotations

import numpy as np

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import rgb
from studies.strokes import palette
from studies.sweep import sweep
from studies.the_scream_lines import POSTS, RAIL_SHADOWS, RAILS, Line, at

COAT = "#1b2221"


def draw_rails(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    for points, width, code in POSTS:
        sweep(
            painting,
            at(points),
            width * 1200,
            [code, COAT, "#3b3226"],
            random,
            brush=Brush(width_px=6, taper=0.4),
            length_px=(60, 150),
            cover=2,
        )
    for outline, code in RAILS:
        mask = draw.polygon_mask(size, at(outline))
        start, stop = outline[0], outline[len(outline) // 2]
        angle = float(np.arctan2(stop[1] - start[1], stop[0] - start[0]))
        plan = np.broadcast_to(rgb(code), (*size, 3)).astype(np.float32)
        layer = Layer(
            width_px=7,
            length_px=130,
            spacing_px=4.5,
            mask=mask,
            jitter=(0.03, 0.006),
            accents=palette("#c9501c", "#bf8a4c", "#7a4424", "#d2742c"),
            wobble=0.03,
            accent_share=0.5,
            accent_pull=0.34,
            brush=Brush(bristle_px=1.3, opacity=0.85, ragged=0.35, hue_streak=0.005),
        )
        painting.lay(plan, flow.level(size, angle), layer)
    dry = Brush(width_px=5, bristle_px=1.2, opacity=0.7, ragged=0.4, taper=0.7)
    for line in RAIL_SHADOWS:
        sweep(
            painting,
            at(line),
            7,
            ["#1f211c", "#2d2a22"],
            random,
            brush=dry,
            length_px=(60, 160),
            cover=1.2,
        )


def draw_ships(painting: Painting) -> None:
    ink = rgb("#3c3a30")
    for x, y, reach in ((292, 442, 18), (346, 442, 24)):
        hull = [
            (x - reach, y - 3),
            (x - reach * 0.4, y + 1),
            (x + reach * 0.5, y + 1),
            (x + reach, y - 2),
        ]
        painting.stroke(at(hull), ink, Brush(width_px=2.6, taper=0.7))
        for mast in (-0.35, 0.1, 0.45):
            top = [(x + mast * reach, y - 2), (x + mast * reach + 0.5, y - 19)]
            painting.stroke(at(top), ink, Brush(width_px=1.7, taper=0.2))
        painting.stroke(at([(x - 4, y - 14), (x + 6, y - 15)]), ink, Brush(width_px=1.6))


def draw_crayon(
    painting: Painting, line: Line, width_px: float, code: str, random: np.random.Generator
) -> None:
    """A dry line over rough board: several thin passes that break off and begin again."""
    stick = Brush(width_px=1.7, bristle_px=0.85, opacity=0.6, ragged=0.5, taper=0.5)
    sweep(
        painting,
        at(line),
        width_px * 1.9,
        [code],
        random,
        brush=stick,
        length_px=(14, 52),
        cover=1.1,
        jitter=(0.05, 0.006),
    )
