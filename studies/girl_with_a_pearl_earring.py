"""Study after Vermeer, Girl with a Pearl Earring (c. 1665), painted by this project's own code.

Every outline is read off a grid by eye; every tone is mixed by hand. Coordinates are fractions.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from studies import flow
from studies.brush import Brush, Layer, Painting
from studies.draw import (
    Canvas,
    Mask,
    Picture,
    Size,
    fbm,
    mix,
    polygon_mask,
    radial,
    scaled,
    smooth,
    to_bytes,
    value_noise,
)
from studies.girl_cloth import paint_blue_end, paint_cloth
from studies.girl_face import PROFILE, paint_face
from studies.girl_jacket import COLLAR, paint_collar, paint_jacket
from studies.girl_pearl import paint_ear_and_pearl, paint_neck
from studies.girl_turban import TURBAN_HEM, TURBAN_TOP, paint_turban
from studies.portrait import modelled

SIZE = (1200, 1013)

# fmt: off
# The way the brush travels: round the forehead and cheek, along the winding of the cloth.
STROKE_GUIDES = [
    [(0.06, 0.05), (0.05, 0.50), (0.07, 0.95)], [(0.25, 0.05), (0.22, 0.5), (0.20, 0.95)],
    [(0.92, 0.05), (0.96, 0.50), (0.97, 0.95)], [(0.50, 0.03), (0.52, 0.09)],
    [(0.335, 0.275), (0.36, 0.235), (0.42, 0.20), (0.50, 0.18), (0.58, 0.195)],
    [(0.36, 0.27), (0.44, 0.245), (0.53, 0.26), (0.62, 0.33), (0.70, 0.42)],
    [(0.46, 0.305), (0.54, 0.355), (0.61, 0.415), (0.67, 0.475)],
    [(0.62, 0.205), (0.70, 0.26), (0.74, 0.34)], [(0.56, 0.145), (0.64, 0.13), (0.74, 0.19)],
    [(0.52, 0.165), (0.62, 0.18), (0.73, 0.26)], [(0.755, 0.25), (0.765, 0.5), (0.80, 0.80)],
    [(0.81, 0.30), (0.84, 0.5), (0.855, 0.70)], [(0.86, 0.42), (0.90, 0.60), (0.93, 0.75)],
    [(0.36, 0.295), (0.33, 0.34)], [(0.42, 0.31), (0.47, 0.345), (0.52, 0.40)],
    [(0.385, 0.36), (0.375, 0.42), (0.352, 0.465)], [(0.43, 0.42), (0.49, 0.44), (0.53, 0.42)],
    [(0.44, 0.45), (0.46, 0.52), (0.43, 0.585)], [(0.52, 0.44), (0.53, 0.51), (0.49, 0.57)],
    [(0.325, 0.40), (0.325, 0.46), (0.35, 0.54)], [(0.58, 0.43), (0.58, 0.50), (0.54, 0.56)],
    [(0.46, 0.68), (0.54, 0.62), (0.66, 0.58)], [(0.44, 0.73), (0.38, 0.86), (0.32, 0.99)],
    [(0.50, 0.70), (0.47, 0.80), (0.40, 0.97)], [(0.56, 0.70), (0.55, 0.82), (0.54, 0.98)],
    [(0.62, 0.62), (0.63, 0.76), (0.66, 0.97)], [(0.72, 0.61), (0.74, 0.78), (0.80, 0.96)],
]
# fmt: on


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the study; uint8 (H, W, 3)."""
    return to_bytes(_brushed(drawing(scaled(SIZE, long_edge_px), seed), seed))


def drawing(size: Size, seed: int = 0) -> Picture:
    """The head before any brush has touched it: float32 (H, W, 3), sRGB in [0, 1]."""
    canvas = Canvas(size, _ground(size, seed))
    paint_jacket(canvas, seed)
    paint_blue_end(canvas, seed)
    paint_neck(canvas)
    paint_collar(canvas)
    paint_face(canvas)
    paint_ear_and_pearl(canvas)
    paint_turban(canvas, seed)
    paint_cloth(canvas, seed)
    return canvas.pixels


def _brushed(plan: Picture, seed: int) -> Picture:
    """Drag the drawing with soft brushes: broad in the ground, hair-fine on the skin."""
    size = plan.shape[:2]
    form = flow.across_gradient(plan, smooth_px=14)
    hand = flow.along(size, STROKE_GUIDES)
    way = flow.sway(flow.blend([(form, 0.35), (hand, 1.0)]), 0.12, seed=seed + 7)
    skin = _skin_mask(size)
    cloth = polygon_mask(size, np.vstack([smooth(TURBAN_HEM), smooth(TURBAN_TOP)]), soften=0.004)
    painting = Painting(plan, seed=seed)
    soft = Brush(opacity=0.55, streak=0.016, hue_streak=0.006, bristle_px=1.6, body=0.8)
    fine = Brush(opacity=0.5, streak=0.007, hue_streak=0.004, bristle_px=1.2, body=0.5)
    rest = np.asarray(1 - skin, np.float32)
    for width, length, mask, brush, jitter, stop in (
        (16.0, 80.0, rest, soft, (0.012, 0.006), 0.05),
        (8.0, 46.0, rest, soft, (0.014, 0.007), 0.06),
        (4.5, 34.0, np.maximum(cloth, rest * 0.5), soft, (0.016, 0.008), 0.07),
        (5.0, 22.0, skin, fine, (0.006, 0.003), 0.03),
        (2.6, 13.0, skin, fine, (0.007, 0.003), 0.03),
    ):
        painting.lay(plan, way, Layer(width_px=width, length_px=length, brush=brush, mask=mask,
                                      jitter=jitter, edge_stop=stop))  # fmt: skip
    brushed = painting.picture(relief=0.12, gloss=0.015)
    return _aged(mix(brushed, plan, _finish(size, skin)), seed)


def _aged(picture: Picture, seed: int) -> Picture:
    """Canvas grain and the faint net of cracks that three and a half centuries leave."""
    height, width = picture.shape[:2]
    cell_px = 15 * max(height, width) / 1200
    rng = np.random.default_rng(seed + 61)
    rows, columns = int(height / cell_px) + 1, int(width / cell_px) + 1
    cells = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    grid = np.stack(cells, axis=-1).reshape(-1, 2)
    # one knot in each cell: where two coincide, a crack would open into a hole
    knots = cKDTree((grid + rng.uniform(0.05, 0.95, grid.shape)) * cell_px)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    wander = 5 * cell_px * 0.07
    y = y + wander * (fbm((height, width), 90, seed + 62) - 0.5) * 2
    x = x + wander * (fbm((height, width), 90, seed + 63) - 0.5) * 2
    near, _ = knots.query(np.stack([y.ravel(), x.ravel()], axis=1), k=2)
    gap = (near[:, 1] - near[:, 0]).reshape(height, width)
    crack = np.clip(1.1 - gap / (1.0 * cell_px / 15), 0, 1)
    crack = crack * np.clip(fbm((height, width), 5, seed + 64) * 2 - 0.2, 0.25, 1)
    light = picture.mean(axis=2)
    grain = fbm((height, width), 330, seed + 65, octaves=2) - 0.5
    lip = np.roll(crack, (1, 1), (0, 1)) - crack  # the raised edge of a crack catches light
    shade = 1 - 0.15 * crack * (0.25 + light) + 0.07 * np.clip(lip, 0, 1) + 0.10 * grain
    worn = np.clip(fbm((height, width), 9, seed + 67) * 2.4 - 0.8, 0, 1)
    fleck = np.clip((value_noise((height, width), (520, 150), seed + 66) - 0.86) * 9, 0, 1) * worn
    dust = 0.34 * fleck * np.clip(0.45 - light, 0, 1)
    return np.asarray(np.clip(picture * shade[..., None] + dust[..., None], 0, 1), np.float32)


def _finish(size: Size, skin: Mask) -> Mask:
    """Where the drawing is fused again after brushing: skin, contours, eyes, lips and pearl."""
    edges = np.abs(skin - polygon_mask(size, _head(), soften=0.006)) * 2.6
    keep = np.maximum(0.30 + 0.25 * skin, edges)
    cloth = polygon_mask(size, np.vstack([smooth(TURBAN_HEM), smooth(TURBAN_TOP)]), soften=0.003)
    keep = keep * (1 - 0.55 * cloth)
    keep = np.maximum(keep, 0.6 * polygon_mask(size, smooth(COLLAR, closed=True), soften=0.004))
    for centre, radii in (
        ((0.343, 0.374), (0.022, 0.020)),
        ((0.458, 0.393), (0.032, 0.022)),
        ((0.388, 0.530), (0.042, 0.026)),
        ((0.626, 0.547), (0.024, 0.032)),
        ((0.385, 0.475), (0.032, 0.016)),
        ((0.735, 0.810), (0.075, 0.045)),
    ):
        near = np.clip(1.6 - 1.2 * radial(size, centre, radii), 0, 1)
        keep = np.maximum(keep, 0.86 * near)
    return np.asarray(np.clip(keep, 0, 0.9), np.float32)


def _skin_mask(size: Size) -> Mask:
    return polygon_mask(size, _head(), soften=0.002)


def _head() -> npt.NDArray[np.float64]:
    """Outline of all skin: face, jaw and neck down to the collar."""
    collar = [(0.49, 0.63), (0.64, 0.58), (0.668, 0.482)]
    return np.vstack([smooth(PROFILE), collar, smooth(TURBAN_HEM)[::-1]])


def _ground(size: Size, seed: int) -> Picture:
    """A glazed dark: brown below, with the last green of a curtain at the upper right."""
    base = modelled(size, [
        (0.10, 0.10, "#272319"), (0.10, 0.50, "#221e11"), (0.10, 0.90, "#261f13"),
        (0.25, 0.30, "#2a271d"), (0.30, 0.70, "#271f13"), (0.90, 0.10, "#242417"),
        (0.90, 0.30, "#231b0f"), (0.95, 0.55, "#22180e"), (0.50, 0.05, "#221b0e"),
        (0.97, 0.95, "#27140a"), (0.70, 0.52, "#2b2115"), (0.88, 0.88, "#211f1c"),
    ])  # fmt: skip
    grain = fbm(size, (40, 14), seed + 5, octaves=5)[..., None] - 0.5
    return np.clip(base + 0.05 * grain * np.array([1.0, 0.95, 0.8], np.float32), 0, 1)
