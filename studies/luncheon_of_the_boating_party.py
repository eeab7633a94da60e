"""Study after Pierre-Auguste Renoir, "Luncheon of the Boating Party" (1880-81).

The drawing is in `luncheon_cartoon` and `luncheon_figures`; here it is laid out as a colour plan
and painted over with soft, feathery strokes, broad in the foliage, fine in the faces.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studies import luncheon_cartoon as far
from studies import luncheon_figures as near
from studies import luncheon_table as table
from studies.brush import Brush, Layer, Painting
from studies.cartoon import Drawing
from studies.draw import (
    Canvas,
    Mask,
    Picture,
    blur,
    fbm,
    line_mask,
    mix,
    rgb,
    roughen,
    scaled,
    smooth,
    to_bytes,
)  # fmt: skip
from studies.flow import across_gradient, blend, sway
from studies.luncheon_heads import lay_heads
from studies.oklab import to_oklab, to_srgb

SIZE = (886, 1200)

FACES = (  # x, y, radius in percent of the width: where the smallest brush goes
    (20.5, 53.5, 4.0), (15.5, 20.5, 4.5), (40.0, 29.0, 3.8), (58.8, 19.0, 3.2), (63.8, 32.0, 3.2),
    (78.0, 31.5, 4.2), (82.5, 18.0, 3.2), (89.0, 21.0, 3.0), (92.8, 22.0, 2.6), (70.6, 46.0, 4.4),
    (80.6, 51.5, 4.6), (63.0, 77.0, 4.0), (72.5, 69.0, 4.5), (27.0, 64.0, 4.0), (72.5, 32.5, 2.5),
    (6.5, 66.0, 4.0), (95.5, 68.0, 4.0), (94.5, 74.5, 3.0), (68.5, 65.5, 3.5), (56.0, 27.0, 2.6),
    (97.5, 39.5, 3.2), (37.0, 44.6, 3.4), (38.6, 33.5, 3.0), (62.0, 36.0, 3.2),
)  # fmt: skip
STILL_LIFE = ((30, 82, 10), (42, 74, 9), (49, 66, 8), (56, 73, 7), (24, 76, 5))


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """The study, uint8 (H, W, 3), the same bytes for the same seed and size."""
    fine = _near(scaled(SIZE, long_edge_px), (*FACES, *STILL_LIFE))
    drawing, flow = _plan(fine, seed)
    plan = drawing.canvas.pixels
    painting = Painting(_underpainting(plan, seed), seed=seed)
    for layer in _layers(fine):
        painting.lay(plan, flow, layer)
    canvas = drawing.canvas
    canvas.pixels = painting.picture(relief=0.10, gloss=0.03)
    _fringes(canvas, drawing, seed)
    dry = canvas.pixels.copy()
    lay_heads(drawing, 0.7)
    drawing.add(table.FEATURES)
    drawing.add(table.LIGHTS)
    canvas.pixels = dry + blur(canvas.pixels - dry, 0.0005) * 0.85
    return to_bytes(_finish(canvas.pixels, seed))


def _plan(fine: Mask, seed: int) -> tuple[Drawing, Mask]:
    """The drawing in flat and modelled colour, and the directions of the brush."""
    canvas = Canvas((fine.shape[0], fine.shape[1]), "#6c766c")
    drawing = Drawing(canvas, brush_deg=60)
    drawing.add(far.BACKGROUND)
    _leaves(canvas, seed)
    drawing.add(far.AWNING)
    _stripes(canvas, drawing.masks)
    drawing.roundness = 0.85
    parts = (far.RODS, far.BACK_FIGURES, far.BARBIER, far.LEANING, near.ANGELE, near.STANDING,
             near.ALINE, table.TABLE, near.CAILLEBOTTE)  # fmt: skip
    for part in parts:
        drawing.add(part)
    drawing.roundness = 0
    lay_heads(drawing)
    drawing.add(table.FEATURES)
    canvas.pixels = _vibrate(canvas.pixels, fine, seed)
    edges = across_gradient(canvas.pixels, smooth_px=5)
    return drawing, sway(blend([(drawing.flow, 1.0), (edges, 0.45)]), 0.2, size_px=36, seed=seed)


def _vibrate(picture: Picture, fine: Mask, seed: int) -> Picture:
    """Warm and cool clouds in every tone, and contours that wander and melt a little."""
    size = (picture.shape[0], picture.shape[1])
    loose = roughen(picture, 0.0022, 60, seed + 61)
    loose = 0.6 * loose + 0.4 * blur(loose, 0.0016)
    lab = to_oklab(mix(loose, picture, fine))
    for channel, amount, cells in ((0, 0.10, 26), (1, 0.036, 20), (2, 0.058, 17)):
        lab[..., channel] += (fbm(size, cells, seed + 70 + channel, octaves=4) - 0.5) * amount
    return to_srgb(lab)


def _leaves(canvas: Canvas, seed: int) -> None:
    """Colour variety in the reeds and the river: cool and warm flecks, broken into each other."""
    cloud = fbm(canvas.size, (34, 26), seed + 3, octaves=3)
    kinds = (("#93a3a6", 0.6), ("#a59a55", 0.63), ("#2f4744", 0.6), ("#d8cbbb", 0.68))
    for index, (colour, low) in enumerate(kinds):
        field = fbm(canvas.size, (60, 30), seed + 11 + 7 * index, octaves=3) * 0.7 + cloud * 0.3
        flecks = np.asarray(np.clip((field - low + 0.06) * 9, 0, 1), np.float32)
        canvas.paint(flecks, colour, 0.5)


def _stripes(canvas: Canvas, masks: dict[str, Mask]) -> None:
    """Stripes of the awning: grey-green on the hanging valance, ochre along the roof."""
    for index, x in enumerate(far.STRIPES):
        top, foot = (x + 0.8) / 100, (x - 0.6) / 100
        path = [(top, 0.0), ((top + foot) / 2, 0.09), (foot, 0.21)]
        stripe = line_mask(canvas.size, path, 0.0095, soften=0.0012)
        colour = ("#a8a28c", "#b9aa93", "#98917f")[index % 3]
        canvas.paint(stripe * masks["valance"], colour, 0.85)
        ridge = [(top + 0.012, 0.0), (foot + 0.012, 0.21)]
        lit = line_mask(canvas.size, ridge, 0.003, soften=0.001)
        canvas.paint(lit * masks["valance"], "#d98a72", 0.6)
    for index in range(11):
        t = index / 10
        start, stop = (0.28 + 0.155 * t, 0.05 + 0.048 * t), (0.78, 0.012 - (1 - t) * 0.085)
        stripe = line_mask(canvas.size, [start, stop], (0.0035, 0.0055), soften=0.001)
        canvas.paint(stripe * masks["roof"], "#c99a5e" if index % 2 else "#8a3f2c", 0.6)


def _fringes(canvas: Canvas, drawing: Drawing, seed: int) -> None:
    """Small life in the stuffs: straw, red-flecked ruffle, ribbed jacket, flowered hat, fur."""
    rng = np.random.default_rng(seed + 5)
    kinds = (
        ("ruff", 90, 0.005, ("#b5493c", "#ffffff", "#8e93b5", "#f4ede2"), 80, 0.0016),
        ("jacket", 420, 0.012, ("#6a6550", "#c9c0a0", "#8b8570", "#b5ac8c"), 72, 0.0014),
        ("hatS", 90, 0.03, ("#dba94a", "#8f5c1e", "#c98f3a"), -14, 0.0014),
        ("brimS", 80, 0.03, ("#e6c766", "#9a6d22", "#d3a840"), -16, 0.0012),
        ("boater", 90, 0.022, ("#ecc76a", "#a3741f", "#d9a845"), 38, 0.0014),
        ("hatL", 60, 0.02, ("#f0dc86", "#a5832e"), -40, 0.0013),
        ("crown", 70, 0.012, ("#c9b3bd", "#4a3a48", "#d9c7a0", "#7d5f80"), -38, 0.0014),
        ("poppy", 80, 0.006, ("#ef7a5c", "#8a1f1c", "#d93f2e", "#f2a58a"), 30, 0.0016),
        ("dog", 320, 0.014, ("#8f8068", "#15120d", "#5a4c39", "#b5a585"), 75, 0.0013),
        ("mane", 120, 0.014, ("#b7a78a", "#3a3024", "#8a7a5f"), 20, 0.0013),
        ("beard", 70, 0.008, ("#a55c36", "#55290f"), 60, 0.0011),
        ("hairA", 90, 0.012, ("#b07a50", "#4a2a1a"), 60, 0.0012),
        ("hairm", 110, 0.014, ("#6b4630", "#1d120d"), 55, 0.0013),
        ("blouse", 80, 0.02, ("#f1e8cf", "#9a8f74", "#b8b3a0"), 70, 0.0016),
    )
    for name, count, reach, colours, turn_deg, width in kinds:
        seen = drawing.visible(name)
        rows, columns = np.nonzero(seen > 0.7)
        if len(rows) == 0:
            continue
        dry = canvas.pixels.copy()
        for _ in range(count):
            pick = int(rng.integers(len(rows)))
            x, y = columns[pick] / canvas.size[1], rows[pick] / canvas.size[0]
            angle = np.radians(turn_deg + float(rng.normal(0, 9)))
            step = np.array([np.cos(angle), np.sin(angle) * SIZE[1] / SIZE[0]]) * reach / 2
            bend = np.array([-step[1], step[0]]) * float(rng.normal(0, 0.25))
            path = np.array([x, y]) + np.stack([-step, bend, step])
            colour = colours[int(rng.integers(len(colours)))]
            canvas.line(smooth(path, per_span=5), (width * 0.3, width, width * 0.3), colour, 0.42)
        inside = blur(seen, 0.0012)[..., None]
        canvas.pixels = dry + blur(canvas.pixels - dry, 0.0004) * inside


def _underpainting(plan: Picture, seed: int) -> Picture:
    """A warm, thin first lay-in that glows through between the strokes."""
    warm = rgb("#8a6650")
    grain = fbm(plan.shape[:2], 140, seed + 91, octaves=2)[..., None]
    return np.asarray(blur(plan, 0.003) * 0.8 + warm * 0.2 * (0.8 + 0.4 * grain), np.float32)


def _near(size: tuple[int, int], spots: tuple[tuple[float, float, float], ...]) -> Mask:
    mask = np.zeros(size, np.float32)
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    for cx, cy, r in spots:
        far_px = np.hypot(x - cx / 100 * size[1], y - cy / 100 * size[0]) / (r / 100 * size[1])
        mask = np.maximum(mask, np.clip(1.6 - far_px, 0, 1))
    return np.asarray(mask, np.float32)


def _layers(fine: Mask) -> tuple[Layer, ...]:
    feather = Brush(bristle_px=1.2, opacity=0.62, streak=0.022, hue_streak=0.012, taper=0.8,
                    ragged=0.35)  # fmt: skip
    tips = Brush(bristle_px=1.0, opacity=0.7, streak=0.014, hue_streak=0.008, taper=0.9, ragged=0.3)
    wisp = Brush(bristle_px=1.1, opacity=0.4, streak=0.03, hue_streak=0.014, taper=0.95, ragged=0.4)
    coarse = np.asarray(1 - 0.9 * fine, np.float32)
    cool_warm = [(0.50, 0.58, 0.70), (0.84, 0.68, 0.52), (0.66, 0.42, 0.36), (0.34, 0.42, 0.38)]
    return (
        Layer(width_px=16, length_px=64, brush=feather, jitter=(0.03, 0.018), accents=cool_warm,
              accent_share=0.3, accent_pull=0.25, edge_stop=0.15, mask=coarse),
        Layer(width_px=9, length_px=44, spacing_px=7, brush=feather, jitter=(0.025, 0.015),
              accents=cool_warm, accent_share=0.25, accent_pull=0.2, edge_stop=0.11),
        Layer(width_px=5, length_px=30, spacing_px=4, brush=feather, jitter=(0.02, 0.012),
              edge_stop=0.085, threshold=0.032),
        Layer(width_px=3.4, length_px=44, spacing_px=6.5, brush=wisp, jitter=(0.04, 0.02),
              accents=cool_warm, accent_share=0.3, accent_pull=0.3, edge_stop=0.12, mask=coarse),
        Layer(width_px=2.8, length_px=18, spacing_px=2.5, brush=tips, jitter=(0.012, 0.007),
              edge_stop=0.07, threshold=0.045),
        Layer(width_px=1.7, length_px=10, spacing_px=1.6, brush=tips, jitter=(0.005, 0.003),
              edge_stop=0.06, threshold=0.022, mask=fine),
    )  # fmt: skip


def _finish(picture: Picture, seed: int) -> Picture:
    """A warm varnish, a little depth in the darks, and the weave of the canvas."""
    weave = fbm((picture.shape[0], picture.shape[1]), 320, seed + 55, octaves=2) - 0.5
    varnished = np.clip(picture, 0, 1) ** 1.12 * np.asarray((1.01, 0.985, 0.945))
    return np.asarray(np.clip(varnished * (1 + 0.05 * weave[..., None]), 0, 1), np.float32)
