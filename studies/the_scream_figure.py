"""The figure of The Scream study: coat, hands and face."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studies import draw, flow
from studies.brush import Brush, Layer, Painting
from studies.draw import Mask, Picture, rgb
from studies.strokes import palette
from studies.sweep import sweep
from studies.the_scream_lines import (
    BODY,
    FACE_GUIDES,
    FACE_LINES,
    FRIENDS,
    HAND_LEFT,
    HAND_RIGHT,
    HATS,
    HEAD_SHADOWS,
    NECK,
    SKULL,
    at,
    curve,
    inside,
)


def draw_friends(painting: Painting, size: tuple[int, int]) -> None:
    upright = flow.level(size, np.pi / 2)
    plan = np.broadcast_to(rgb("#2c2a26"), (*size, 3)).astype(np.float32)
    for outline in FRIENDS:
        layer = Layer(
            width_px=7,
            length_px=60,
            spacing_px=5,
            mask=inside(size, outline),
            jitter=(0.025, 0.005),
            accents=palette("#45403a", "#191b1b", "#463528"),
            accent_share=0.5,
            accent_pull=0.5,
            wobble=0.04,
        )
        painting.lay(plan, upright, layer)
    for points, width_px, code in HATS:
        painting.stroke(at(points), rgb(code), Brush(width_px=width_px, taper=0.5, opacity=0.9))


def draw_figure(
    painting: Painting, size: tuple[int, int], field: Picture, random: np.random.Generator
) -> None:
    coat = draw.colour_ramp(draw.fbm(size, (26, 4), 6), [(0.3, "#131918"), (0.7, "#28312f")])
    cloth = Layer(
        width_px=9,
        length_px=130,
        spacing_px=6,
        mask=inside(size, BODY),
        edge_stop=1,
        jitter=(0.018, 0.004),
        accents=palette("#37423f", "#0f1416", "#2b3840", "#3d3a2c"),
        accent_share=0.4,
        accent_pull=0.5,
        brush=Brush(bristle_px=1.3, opacity=0.9, ragged=0.3, hue_streak=0.004),
    )
    painting.lay(coat, field, cloth)
    dark = Brush(width_px=5, bristle_px=1.2, opacity=0.8, taper=0.7, ragged=0.3)
    for line in HEAD_SHADOWS:
        sweep(
            painting,
            at(line),
            13,
            ["#1c2425", "#22302f", "#2a2a24"],
            random,
            brush=dark,
            length_px=(40, 110),
            cover=1.8,
        )
    _draw_hands(painting, size, random)
    _draw_face(painting, size, random)


def _skin_layer(mask: Mask, width_px: float) -> Layer:
    return Layer(
        width_px=width_px,
        length_px=40,
        spacing_px=width_px * 0.7,
        mask=mask,
        edge_stop=0.3,
        jitter=(0.016, 0.005),
        accent_share=0.4,
        accent_pull=0.35,
        accents=palette("#ad6c3a", "#a08a4c", "#c4a468", "#8f7442"),
        brush=Brush(
            bristle_px=1.1, opacity=0.7, ragged=0.4, streak=0.02, hue_streak=0.004, taper=0.7
        ),
    )


def _draw_hands(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    neck = np.broadcast_to(rgb("#94704a"), (*size, 3)).astype(np.float32)
    painting.lay(neck, flow.level(size, 1.4), _skin_layer(inside(size, NECK), 5))
    for outline, inner, outer in (
        (
            HAND_LEFT,
            [(420, 644), (425, 668), (435, 694), (447, 716), (457, 738), (457, 775)],
            [(412, 644), (406, 662), (411, 700), (423, 728), (433, 752), (435, 790), (433, 826)],
        ),
        (
            HAND_RIGHT,
            [(564, 640), (562, 676), (553, 706), (542, 734), (540, 762), (547, 796)],
            [(569, 640), (577, 664), (576, 697), (564, 728), (557, 756), (561, 792), (564, 810)],
        ),
    ):
        field = flow.along(size, [curve(inner), curve(outer)])
        plan = np.broadcast_to(rgb("#a37545"), (*size, 3)).astype(np.float32)
        painting.lay(plan, field, _skin_layer(inside(size, outline), 6))
        painting.lay(plan, field, _skin_layer(inside(size, outline), 3.5))
        fine = Brush(width_px=3, bristle_px=1, opacity=0.7, taper=0.7, ragged=0.3)
        sweep(
            painting,
            at(inner),
            4,
            ["#4a3825", "#6a4a2c"],
            random,
            brush=fine,
            length_px=(30, 80),
            cover=1.2,
        )
        sweep(
            painting,
            at(outer),
            4,
            ["#c4a062", "#b98a50"],
            random,
            brush=fine,
            length_px=(30, 80),
            cover=1.0,
        )
    cuff = [(448, 812), (440, 822), (442, 834), (451, 828), (453, 816)]
    painting.stroke(at(cuff), rgb("#6f3f26"), Brush(width_px=4, taper=0.5, opacity=0.8))


def _draw_face(painting: Painting, size: tuple[int, int], random: np.random.Generator) -> None:
    mask = inside(size, SKULL)
    painting.lay(
        _face_plan(size),
        flow.along(size, [curve(line) for line in FACE_GUIDES]),
        _skin_layer(mask, 10),
    )
    for width_px in (6.0, 4.0):
        field = flow.along(size, [curve(line) for line in FACE_GUIDES])
        painting.lay(_face_plan(size), field, _skin_layer(mask, width_px))
    fine = Brush(width_px=2.6, bristle_px=1, opacity=0.65, taper=0.7, ragged=0.35)
    for line, width_px, codes in FACE_LINES:
        sweep(
            painting,
            at(line),
            width_px,
            codes,
            random,
            brush=fine,
            length_px=(18, 50),
            cover=1.3,
            jitter=(0.02, 0.004),
        )
    _draw_features(painting)
    rim = [(float(px), float(py)) for px, py in draw.smooth(at(SKULL), closed=True, per_span=6)]
    for start in range(0, len(rim) - 10, 8):
        tone = "#3d3528" if random.random() < 0.7 else "#8f7a48"
        painting.stroke(rim[start : start + 15 : 2], rgb(tone), fine)


def _face_plan(size: tuple[int, int]) -> Picture:
    """Ochre skull, warm brow, greenish cheeks that sink towards the jaw."""
    _, y = draw.coordinates(size)
    plan = draw.colour_ramp(
        y,
        [
            (0.49, "#a9783f"),
            (0.53, "#b07c42"),
            (0.58, "#a48248"),
            (0.62, "#a08650"),
            (0.66, "#ad8450"),
        ],
    )
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
    ):
        spot = draw.blur(draw.ellipse_mask(size, at([centre])[0], radii), 0.007)
        plan = draw.mix(plan, code, np.asarray(spot * share, np.float32))
    edge = draw.blur(np.asarray(1 - inside(size, SKULL), np.float32), 0.007)
    return draw.mix(plan, "#7a6238", np.asarray(edge * 0.8, np.float32))


def _draw_features(painting: Painting) -> None:
    dark = rgb("#33342a")
    for x, y in ((458.0, 667.0), (517.0, 667.0)):
        angle = np.linspace(0.4, 2 * np.pi + 0.2, 14)
        for reach, code, width_px in ((9.5, "#6f6038", 2.0), (7.0, "#c2a964", 3.0)):
            ring = [(x + reach * np.cos(a), y + 0.92 * reach * np.sin(a)) for a in angle]
            brush = Brush(width_px=width_px, taper=0.3, ragged=0.2, opacity=0.75)
            painting.stroke(at(ring), rgb(code), brush)
        pupil = Brush(width_px=3.6, bristle_px=1, taper=0.8, opacity=0.85)
        painting.stroke(at([(x - 2, y - 2), (x, y + 1), (x + 0.5, y + 6)]), dark, pupil)
        painting.stroke(at([(x - 3, y + 2), (x + 2, y + 1)]), dark, replace(pupil, width_px=2.4))
    for x, y in ((481.0, 694.0), (501.0, 692.5)):
        nostril = Brush(width_px=4.6, bristle_px=1, taper=0.9, opacity=0.85)
        painting.stroke(at([(x - 0.5, y - 5), (x + 0.5, y), (x, y + 5)]), dark, nostril)
    size = painting.shape
    throat = inside(size, [(493, 713), (485, 722), (484, 740), (492, 752), (502, 744), (503, 724)])
    fill = np.broadcast_to(rgb("#6e6a40"), (*size, 3)).astype(np.float32)
    painting.lay(
        fill,
        flow.level(size, 1.5),
        Layer(width_px=4, length_px=22, mask=throat, jitter=(0.03, 0.006)),
    )
    angle = np.linspace(0, 2 * np.pi, 20) + 2.0
    for grow, width_px, code in (
        (1.0, 4.2, "#30352c"),
        (0.82, 2.0, "#4a4c38"),
        (1.18, 1.8, "#7a6a40"),
    ):
        ring = [(493.5 + 10.5 * grow * np.cos(a), 732.5 + 20.5 * grow * np.sin(a)) for a in angle]
        brush = Brush(width_px=width_px, bristle_px=1, taper=0.1, ragged=0.08, opacity=0.85)
        painting.stroke(at(ring), rgb(code), brush)
