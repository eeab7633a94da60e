"""Study after Gustav Klimt, "Adele Bloch-Bauer I" (1903-07): gold grain, flat ornament, one face.

Drawn from our own coordinates; no picture is read. The order is the painter's: ground, chair,
cloak, dress, flesh, then the gold tiles that lie on top of everything.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studies import adele_hands as arms
from studies import adele_i_cartoon as cartoon
from studies import adele_i_gold as gold
from studies import adele_i_tiles as tiles
from studies import ornament as orn
from studies.adele_heads import FIRST
from studies.brush import Brush, Layer, Painting, impasto
from studies.cartoon import Drawing, draw, rows, trace
from studies.draw import (
    Canvas,
    Mask,
    Picture,
    blur,
    coordinates,
    fbm,
    mix,
    polygon_mask,
    rgb,
    scaled,
    to_bytes,
)
from studies.flow import along
from studies.forms import lay

SIZE = (1200, 1200)

WALL_GUIDES = (
    [(0.47, 0.55), (0.40, 0.66), (0.28, 0.76), (0.18, 0.86), (0.11, 1.0)],
    [(0.485, 0.55), (0.46, 0.66), (0.40, 0.78), (0.33, 0.9), (0.29, 1.0)],
    [(0.50, 0.5), (0.50, 0.65), (0.47, 0.8), (0.46, 1.0)],
    [(0.76, 0.42), (0.79, 0.55), (0.84, 0.68), (0.93, 0.76), (1.0, 0.79)],
    [(0.745, 0.45), (0.77, 0.62), (0.81, 0.78), (0.90, 0.92), (1.0, 1.0)],
    [(0.735, 0.5), (0.75, 0.7), (0.77, 0.85), (0.79, 1.0)],
)
SKIN_GUIDES = (
    [(0.575, 0.09), (0.58, 0.15), (0.605, 0.187)],
    [(0.655, 0.10), (0.65, 0.15), (0.62, 0.187)],
    [(0.53, 0.25), (0.6, 0.23), (0.66, 0.24), (0.75, 0.26)],
    [(0.51, 0.29), (0.52, 0.36), (0.54, 0.44)],
    [(0.59, 0.33), (0.64, 0.38), (0.70, 0.42)],
    [(0.54, 0.265), (0.58, 0.27), (0.60, 0.31)],
)


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """The study, uint8 (H, W, 3), the same bytes for the same seed and size."""
    size = scaled(SIZE, long_edge_px)
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, "#b57a26")
    masks: dict[str, Mask] = {}
    _ground(canvas, rng, seed)
    _chair(canvas, rng)
    canvas.pixels = _cloak(canvas, rng, seed)
    gold.dress(canvas, rng)
    for tile in rows(cartoon.TILES):
        tiles.tile(canvas, tile, rng)
    _flesh(canvas, rng, masks, seed)
    tiles.jewels(canvas, rng, masks)
    tiles.signature(canvas)
    return to_bytes(_gleam(canvas.pixels, masks, seed))


def _gleam(picture: Picture, masks: dict[str, Mask], seed: int) -> Picture:
    """Everything but the flesh stands up a little, like gold over gesso, in light from the left."""
    size = (picture.shape[0], picture.shape[1])
    grain = (fbm(size, 300, seed + 77, octaves=2) - 0.5)[..., None] * 0.07
    height = blur(np.asarray(picture.mean(axis=2), np.float32), 0.0006)
    raised = impasto(picture, height, relief=0.22, gloss=0.25)
    raised = raised * np.asarray((1.03, 0.985, 0.80), np.float32)  # the red bole under the leaf
    flat = np.maximum(_skin(masks), masks["hair"])[..., None]
    return np.asarray((raised + (picture - raised) * flat) * (1 + grain), np.float32)


def _fill(canvas: Canvas, outline: str) -> Mask:
    return polygon_mask(canvas.size, trace(outline))


def _ground(canvas: Canvas, rng: np.random.Generator, seed: int) -> None:
    size = canvas.size
    x, y = coordinates(size)
    light = 0.62 - 0.5 * np.clip((y - 0.25) / 0.5, 0, 1) + 0.45 * np.clip((x - 0.82) / 0.15, 0, 1)
    light = light + 0.35 * np.exp(-(((x - 0.2) / 0.3) ** 2) - ((y - 0.5) / 0.13) ** 2)
    light = np.asarray(np.clip(light, 0, 1), dtype=np.float32)
    canvas.pixels[:] = orn.gold_grain(size, seed, light)
    floor = polygon_mask(size, [(0, 0.792), (0.2, 0.792), (0.2, 1), (0, 1)])
    weave = fbm(size, (40, 150), seed + 21, octaves=5, gain=0.75)
    canvas.paint(floor, mix("#252d0b", "#4c5a1e", np.clip(weave * 1.5 - 0.35 + (0.95 - y), 0, 1)))
    orn.strip_of_squares(canvas, (0.0, 0.771, 0.2, 0.792), 17, rng)
    draw(canvas, cartoon.FURNITURE, {})


def _chair(canvas: Canvas, rng: np.random.Generator) -> None:
    size = canvas.size
    left, right = _fill(canvas, cartoon.CHAIR_LEFT), _fill(canvas, cartoon.CHAIR_RIGHT)
    gold.back_panel(canvas, rng)
    gold.spiral_chair(canvas, left, ("#6e4d13", "#93692a"), "#b58a38", rng)
    _small_tiles(canvas, rng)
    gold.spiral_chair(canvas, right, ("#6a4b12", "#8a641f"), "#e0b348", rng)
    curls = polygon_mask(size, [(0.437, 0.045), (0.495, 0.045), (0.495, 0.103), (0.437, 0.103)])
    gold.spiral_chair(canvas, curls, ("#7d5518", "#96682a"), "#d9a84a", rng)
    gold.halo(canvas, rng)


def _small_tiles(canvas: Canvas, rng: np.random.Generator) -> None:
    """Mosaic at the chair's right shoulder, thicker below, and a strip beside the head."""
    size = canvas.size
    brown = polygon_mask(size, [(0.785, 0.03), (0.90, 0.03), (0.90, 0.385), (0.765, 0.385)])
    lower = np.asarray(brown * (coordinates(size)[1] > 0.27), np.float32)
    strip = [(0.492, 0.02), (0.54, 0.02), (0.535, 0.09), (0.505, 0.30), (0.49, 0.30)]
    near = polygon_mask(size, strip)
    deep, pale = ("#e2b450", "#a06c22", "#6b4417", "#c98f35"), ("#f0cc72", "#e2b450", "#c8c09a")
    orn.tile_cloud(canvas, brown, 0.0075, deep, rng, chance=0.5)
    orn.tile_cloud(canvas, lower, 0.0085, pale, rng, chance=0.45)
    orn.tile_cloud(canvas, near, 0.008, deep, rng, chance=0.8)


def _cloak(canvas: Canvas, rng: np.random.Generator, seed: int) -> Picture:
    """The wide cloak: long streaks of gold, olive and silver that fall from the shoulders."""
    size = canvas.size
    mask = _fill(canvas, cartoon.CLOAK)
    y = coordinates(size)[1]
    tone = np.clip(fbm(size, 14, seed + 41) * 1.1 - 0.25 * (y - 0.5), 0, 1)
    canvas.paint(mask, mix("#6b480e", "#a87426", np.asarray(tone, np.float32)))
    guides = along(size, WALL_GUIDES)
    painting = Painting(canvas.pixels, seed=seed)
    accents = [rgb("#8f8255"), rgb("#c48a24"), rgb("#9b9486"), rgb("#5f5420"), rgb("#d2a03c")]
    soft = Brush(bristle_px=1.6, streak=0.04, opacity=0.7, taper=0.7)
    for width, length, share in ((9.0, 150.0, 0.5), (4.5, 110.0, 0.8), (2.6, 80.0, 0.85)):
        layer = Layer(width_px=width, length_px=length, spacing_px=width * 1.3, brush=soft,
                      jitter=(0.05, 0.012), accents=accents, accent_share=share, accent_pull=0.65,
                      edge_stop=0.5, mask=mask)  # fmt: skip
        painting.lay(canvas.pixels, guides, layer)
    canvas.pixels = painting.picture(relief=0.25)
    for fx, fy, r in orn.scatter(mask, (0.0012, 0.0034), 2600, rng, gap=0.004):
        angle = float(guides[int(fy * size[0]), int(fx * size[1])])
        place = orn.Frame(size, (fx, fy), (r * 1.6, r * 0.8), float(np.degrees(angle)))
        canvas.polygon(place([(-1, 0), (1, -1), (1, 1)]), orn.vary("#d39a3a", rng, 0.05), 0.85)
    return canvas.pixels


def _flesh(canvas: Canvas, rng: np.random.Generator, masks: dict[str, Mask], seed: int) -> None:
    draw(canvas, cartoon.SHOULDERS, masks)
    draw(canvas, cartoon.DRESS_TOP, masks)
    tiles.bodice_edge(canvas, rng)
    draw(canvas, cartoon.ARMS, masks)
    masks["panelL"] = masks["panelL"] * (1 - np.maximum(masks["hand"], masks["forearm"]))
    draw(canvas, cartoon.FACE, masks)
    drawing = Drawing(canvas)
    drawing.masks = masks
    _fold_hands(drawing, 1.0)
    canvas.pixels = _skin_touches(canvas.pixels, masks, seed)
    draw(canvas, cartoon.ARMS_LINES, masks)
    _fold_hands(drawing, 0.55)
    draw(canvas, arms.SLEEVES, masks)
    for tile in rows(arms.SLEEVE_TILES):
        tiles.tile(canvas, tile, rng)
    lay(drawing, FIRST, 0.85)
    draw(canvas, cartoon.HAIR, masks)
    draw(canvas, cartoon.CHOKER, masks)


def _fold_hands(drawing: Drawing, opacity: float) -> None:
    for form in arms.HANDS:
        lay(drawing, form, opacity)


def _skin(masks: dict[str, Mask]) -> Mask:
    skin = masks["bust"] * (1 - masks["bodice"])
    for name in ("forearm", "arm", "hand", "face"):
        skin = np.maximum(skin, masks[name])
    return skin


def _skin_touches(picture: Picture, masks: dict[str, Mask], seed: int) -> Picture:
    """Fine dry strokes over the flesh, pink, blue-grey and cream, as Klimt left them."""
    size = picture.shape[:2]
    painting = Painting(picture, seed=seed)
    layer = Layer(
        width_px=2.6, length_px=16, spacing_px=2.8, jitter=(0.01, 0.005),
        brush=Brush(bristle_px=1.1, opacity=0.4, streak=0.01, hue_streak=0.005, taper=0.8),
        accents=[rgb("#e8d9c4"), rgb("#b9a9b0"), rgb("#d9b3a0"), rgb("#b3bcae")], accent_share=0.5,
        accent_pull=0.3, edge_stop=0.03, mask=_skin(masks),
    )  # fmt: skip
    painting.lay(picture, along((size[0], size[1]), SKIN_GUIDES), layer)
    return painting.picture(relief=0.06, gloss=0)
