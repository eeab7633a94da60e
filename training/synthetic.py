"""Pictures that nobody owns: dead leaves, and strokes that follow a flow field.

Dead leaves (Lee, Mumford, Huang 2001; as teachers: Baradad et al. 2021) give edges, corners and
flat areas at every scale. Strokes give what a gallery needs to see: long curved marks with
bristles, over a plain ground or over a photograph (painterly rendering, Hertzmann 1998).
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from training.pictures import Picture

Floats = npt.NDArray[np.float64]
SUPERSAMPLING = 2
"""Drawn this many times larger and reduced, since Pillow draws without anti-aliasing."""


def render_all(
    seed: int,
    photographs: Mapping[str, Picture],
    edge_px: int = 640,
    leaves: int = 10,
    strokes: int = 14,
) -> dict[str, Picture]:
    """All synthetic pictures by name; the same seed gives the same pictures.

    `leaves` and `strokes` count the pictures of each kind that stand on their own; besides, each
    photograph is painted over once.
    """
    pictures: dict[str, Picture] = {}
    for index in range(leaves):
        rng = np.random.default_rng((seed, 1, index))
        pictures[f"leaves {index}"] = dead_leaves(rng, edge_px)
    for index in range(strokes):
        rng = np.random.default_rng((seed, 2, index))
        ground = colour_field(rng, edge_px)
        pictures[f"strokes {index}"] = stroke_picture(rng, ground, broad_px=BROAD_PX[index % 7])
    for index, (name, photograph) in enumerate(photographs.items()):
        rng = np.random.default_rng((seed, 3, index))
        ground = _at_most(photograph, round(1.5 * edge_px))
        pictures[f"painted {name}"] = stroke_picture(rng, ground, broad_px=BROAD_PX[index % 5])
    return pictures


BROAD_PX = (7.0, 11.0, 16.0, 9.0, 13.0, 22.0, 30.0)


def dead_leaves(rng: np.random.Generator, edge_px: int, leaves: int = 2000) -> Picture:
    """Overlapping leaves whose radii follow a cubic power law: uint8 `(edge_px, edge_px, 3)`.

    Half the leaves are plain, a quarter shaded, a quarter striped.
    """
    edge = edge_px * SUPERSAMPLING
    colours = palette(rng, 9)
    canvas = Image.new("RGB", (edge, edge), tuple(colours[0]))
    smallest, largest = 11.0 * SUPERSAMPLING, 190.0 * SUPERSAMPLING
    quantile = rng.random(leaves)
    radii = (smallest**-2 + quantile * (largest**-2 - smallest**-2)) ** -0.5
    for radius in radii:
        center = rng.uniform(-0.05, 1.05, 2) * edge
        outline = _leaf_outline(rng, float(radius)) + center
        colour, other = (_vary(rng, colours[rng.integers(len(colours))]) for _ in range(2))
        kind = rng.random()
        if kind < 0.5:
            ImageDraw.Draw(canvas).polygon(_points(outline), fill=tuple(colour))
        else:
            _fill_patterned(canvas, outline, colour, other, rng, striped=kind > 0.75)
    return _reduced(canvas, (edge_px, edge_px))


def stroke_picture(
    rng: np.random.Generator, ground: Picture, broad_px: float, layers: int = 3
) -> Picture:
    """Paint over `ground` with strokes along a flow field: uint8 of the ground's shape.

    `broad_px` is the width of the broadest strokes; each further layer is 0.6 times as broad. Long
    strokes (5 to 22 widths) bend with the field, so that swirls are seen whole.
    """
    height, width = ground.shape[:2]
    field = FlowField(rng, height, width)
    under = np.asarray(ground)
    size = (width * SUPERSAMPLING, height * SUPERSAMPLING)
    canvas = Image.fromarray(ground).resize(size, Image.Resampling.BICUBIC)
    slenderness = rng.uniform(5.0, 22.0)
    contrast = rng.uniform(8.0, 38.0)
    for layer in range(layers):
        width_px = broad_px * 0.6**layer
        length_px = width_px * slenderness
        cover = (2.2, 0.9, 0.5)[min(layer, 2)]
        count = int(cover * height * width / (width_px * length_px)) + 1
        paths = field.trace(rng.uniform(0, 1, (count, 2)) * (height, width), length_px, rng)
        _draw_strokes(canvas, paths, under, width_px, contrast, rng)
    return _reduced(canvas, (width, height))


def colour_field(rng: np.random.Generator, edge_px: int) -> Picture:
    """A few soft colour areas with some firm borders: uint8 `(edge_px, edge_px, 3)`."""
    colours = palette(rng, 6).astype(np.float64)
    cells = int(rng.integers(3, 8))
    noise = np.stack([smooth_noise(rng, edge_px, edge_px, cells) for _ in range(len(colours))])
    sharpness = rng.uniform(3.0, 25.0)
    weights = np.exp(sharpness * (noise - noise.max(axis=0)))
    mixed: Floats = np.einsum("khw,kc->hwc", weights / weights.sum(axis=0), colours)
    return mixed.clip(0, 255).astype(np.uint8)


def palette(rng: np.random.Generator, count: int) -> npt.NDArray[np.uint8]:
    """Colours around two or three hues, from dark to light: uint8 `(count, 3)`."""
    hues = rng.random(int(rng.integers(2, 4)))
    rows = []
    for index in range(count):
        hue = float(rng.choice(hues) + rng.normal(0, 0.04)) % 1.0
        value = 0.12 + 0.85 * (index + rng.random()) / count
        rows.append(colorsys.hsv_to_rgb(hue, float(rng.uniform(0.1, 0.95)), value))
    return (np.array(rows) * 255).astype(np.uint8)


def smooth_noise(rng: np.random.Generator, height: int, width: int, cells: int) -> Floats:
    """Random values on a coarse grid, bicubically enlarged: float `(height, width)`, about ±1."""
    grid = Image.fromarray(rng.normal(0, 0.6, (cells + 1, cells + 1)).astype(np.float32), mode="F")
    return np.asarray(grid.resize((width, height), Image.Resampling.BICUBIC), np.float64)


class FlowField:
    """Directions over a picture: smooth noise with a few vortices."""

    def __init__(self, rng: np.random.Generator, height: int, width: int) -> None:
        self.height, self.width = height, width
        angle = np.pi * smooth_noise(rng, height, width, int(rng.integers(2, 6)))
        flow = np.stack([np.sin(angle), np.cos(angle)], axis=-1)
        rows, columns = np.mgrid[:height, :width].astype(np.float64)
        for _ in range(int(rng.integers(0, 7))):
            center = rng.uniform(0, 1, 2) * (height, width)
            away = np.stack([rows - center[0], columns - center[1]], axis=-1)
            squared = (away**2).sum(axis=-1, keepdims=True)
            reach = rng.uniform(0.06, 0.2) * min(height, width)
            turning = np.stack([away[..., 1], -away[..., 0]], axis=-1) / np.sqrt(squared + 1)
            flow += rng.choice((-3.0, 3.0)) * turning * np.exp(-squared / (2 * reach**2))
        self.flow = flow / (np.linalg.norm(flow, axis=-1, keepdims=True) + 1e-9)

    def trace(
        self, starts: Floats, length_px: float, rng: np.random.Generator, points: int = 14
    ) -> Floats:
        """Follow the field from `starts` `(N, 2)` in (row, column): paths `(N, points, 2)`."""
        lengths = length_px * rng.uniform(0.5, 1.4, (len(starts), 1)) / (points - 1)
        position = starts.copy()
        paths = [position.copy()]
        for _ in range(points - 1):
            rows = np.clip(position[:, 0].astype(int), 0, self.height - 1)
            columns = np.clip(position[:, 1].astype(int), 0, self.width - 1)
            position = position + lengths * self.flow[rows, columns]
            paths.append(position.copy())
        return np.stack(paths, axis=1)


def _draw_strokes(
    canvas: Image.Image,
    paths: Floats,
    under: Picture,
    width_px: float,
    contrast: float,
    rng: np.random.Generator,
) -> None:
    """Draw each path as a body and a few bristles of slightly different lightness."""
    draw = ImageDraw.Draw(canvas)
    height, width = under.shape[:2]
    middle = paths[:, paths.shape[1] // 3]
    rows = np.clip(middle[:, 0].astype(int), 0, height - 1)
    columns = np.clip(middle[:, 1].astype(int), 0, width - 1)
    colours = under[rows, columns].astype(np.float64)
    colours += rng.normal(0, 10, colours.shape) + rng.normal(0, 0.4 * contrast, (len(colours), 1))
    tangents = np.gradient(paths, axis=1)
    tangents /= np.linalg.norm(tangents, axis=-1, keepdims=True) + 1e-9
    normals = np.stack([tangents[..., 1], -tangents[..., 0]], axis=-1)
    bristles = 0 if width_px < 4 else min(6, round(width_px / 2.5))
    for path, normal, colour in zip(paths, normals, colours, strict=True):
        own_px = width_px * rng.uniform(0.6, 1.2)
        _line(draw, path, colour, own_px)
        for offset in rng.uniform(-0.42, 0.42, bristles):
            shade = colour + rng.normal(0, contrast)
            _line(draw, path + normal * offset * own_px, shade, own_px * rng.uniform(0.08, 0.25))


def _line(draw: ImageDraw.ImageDraw, path: Floats, colour: Floats, width_px: float) -> None:
    fill = tuple(int(value) for value in np.clip(colour, 0, 255))
    thick = max(1, round(width_px * SUPERSAMPLING))
    points = _points(path[:, ::-1] * SUPERSAMPLING)
    draw.line(points, fill=fill, width=thick, joint="curve")
    if thick > 4:
        for column, row in (points[0], points[-1]):
            half = thick / 2
            draw.ellipse((column - half, row - half, column + half, row + half), fill=fill)


def _leaf_outline(rng: np.random.Generator, radius: float) -> Floats:
    """A closed outline around the origin: ellipse, polygon or wavy blob, `(N, 2)` in (x, y)."""
    kind = rng.random()
    turn = rng.uniform(0, 2 * np.pi)
    if kind < 0.4:
        around = np.arange(int(rng.integers(3, 7))) / 1.0
        around = 2 * np.pi * around / len(around) + rng.normal(0, 0.15, len(around))
        distance = np.ones(len(around))
    else:
        around = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        waves = rng.integers(2, 7)
        swing = rng.uniform(0.1, 0.4) if kind > 0.75 else 0.0
        distance = 1 + swing * np.sin(waves * around + turn)
    outline = radius * distance[:, None] * np.stack([np.cos(around), np.sin(around)], axis=-1)
    outline[:, 1] *= rng.uniform(0.25, 1.0)
    cosine, sine = np.cos(turn), np.sin(turn)
    return np.asarray(outline @ np.array([[cosine, sine], [-sine, cosine]]))


def _fill_patterned(
    canvas: Image.Image,
    outline: Floats,
    colour: npt.NDArray[np.uint8],
    other: npt.NDArray[np.uint8],
    rng: np.random.Generator,
    *,
    striped: bool,
) -> None:
    """Fill one leaf with a gradient or stripes between two colours."""
    low = np.floor(np.clip(outline.min(axis=0), 0, canvas.size)).astype(int)
    high = np.ceil(np.clip(outline.max(axis=0), 0, canvas.size)).astype(int)
    width, height = (int(extent) for extent in high - low)
    if width < 2 or height < 2:
        return
    turn = rng.uniform(0, np.pi)
    rows, columns = np.mgrid[:height, :width]
    along = columns * np.cos(turn) + rows * np.sin(turn)
    if striped:
        mix = (np.sin(2 * np.pi * along / rng.uniform(6, 40)) > rng.uniform(-0.7, 0.7)) * 1.0
    else:
        mix = (along - along.min()) / (np.ptp(along) + 1e-9)
    fill = (1 - mix[..., None]) * colour + mix[..., None] * other
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).polygon(_points(outline - low), fill=255)
    canvas.paste(Image.fromarray(fill.astype(np.uint8)), (int(low[0]), int(low[1])), mask)


def _at_most(picture: Picture, long_edge_px: int) -> Picture:
    smaller = Image.fromarray(picture)
    smaller.thumbnail((long_edge_px, long_edge_px), Image.Resampling.LANCZOS)
    return np.array(smaller)


def _vary(rng: np.random.Generator, colour: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    return np.clip(colour + rng.normal(0, 8, 3), 0, 255).astype(np.uint8)


def _points(outline: Floats) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in outline]


def _reduced(canvas: Image.Image, size: tuple[int, int]) -> Picture:
    return np.array(canvas.resize(size, Image.Resampling.BOX))
