"""Study after Piet Mondrian, Composition II in Red, Blue and Yellow, 1930.

Flat areas are never flat in paint: each field has its own direction of the brush, its own
slow change of tone and a little relief where the paint stops against a bar. The two blacks
(cool at the left, warm below and at the right) and the several whites are meant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studies.draw import (
    Canvas,
    Mask,
    Picture,
    Size,
    arc,
    blur,
    coordinates,
    displace,
    fbm,
    mix,
    polygon_mask,
    ramp,
    roughen,
    scaled,
    to_bytes,
    value_noise,
)

SIZE = (1200, 1185)


@dataclass(frozen=True)
class Field:
    """One rectangle: outline in fractions, two tones it moves between, and its brushing."""

    left: float
    top: float
    right: float
    bottom: float
    tone: str
    other: str  # the tone at the lower right end of the field
    across: bool  # brushed across (True) or down
    streak: float  # strength of the brush marks
    height: float = 0.35  # thickness of the paint; bars lie lower than the whites


# Left, top, right, bottom read off with a grid; whites first, then colours, then bars on top.
FIELDS = (
    Field(0.000, 0.000, 0.220, 0.305, "#eae8e3", "#e4e4e6", False, 0.020, 0.55),
    Field(0.000, 0.355, 0.220, 0.728, "#e6e6e8", "#e9e7e4", True, 0.020, 0.50),
    Field(0.240, 0.745, 0.900, 1.000, "#e3e4ea", "#e9e8e8", True, 0.018, 0.55),
    Field(0.918, 0.745, 1.000, 0.858, "#ebe9ee", "#e6e4ea", False, 0.018, 0.50),
    Field(0.240, 0.000, 1.000, 0.728, "#de2114", "#de2230", True, 0.034, 0.45),
    Field(0.000, 0.745, 0.220, 1.000, "#05639f", "#01518f", True, 0.030, 0.40),
    Field(0.918, 0.890, 1.000, 1.000, "#f1dd6c", "#ecd765", True, 0.022, 0.50),
    Field(0.000, 0.2993, 0.222, 0.3612, "#0a1a17", "#0c1513", True, 0.030, 0.20),
    Field(0.000, 0.7217, 1.000, 0.7515, "#101b19", "#2c1d25", True, 0.034, 0.22),
    Field(0.2143, 0.000, 0.2455, 1.000, "#0a1714", "#161516", False, 0.030, 0.18),
    Field(0.8920, 0.745, 0.9250, 1.000, "#2a2023", "#241b1f", False, 0.036, 0.24),
    Field(0.9200, 0.8517, 1.000, 0.8965, "#251b1f", "#2a1f24", True, 0.034, 0.22),
)


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """The study as uint8 (H, W, 3), sRGB; the same bytes for the same seed and size."""
    size = scaled(SIZE, long_edge_px)
    canvas = Canvas(size, "#d9d3c4")
    relief = np.zeros(size, dtype=np.float32)
    for number, field in enumerate(FIELDS):
        mask = _edge(size, field, seed + 31 * number)
        streaks = _streaks(size, field.across, seed + 31 * number)
        canvas.paint(mask, _tones(size, field, streaks, seed + 31 * number))
        relief += (field.height + 0.35 * streaks - relief) * mask
    _crack_the_whites(canvas, seed)
    _sign(canvas)
    _weather(canvas, seed)
    canvas.pixels *= _light(relief, seed)
    return to_bytes(canvas.pixels)


def _edge(size: Size, field: Field, seed: int) -> Mask:
    """Outline of a field, drawn by a steady hand and not by a ruler."""
    corners = [
        (field.left, field.top),
        (field.right, field.top),
        (field.right, field.bottom),
        (field.left, field.bottom),
    ]
    return roughen(polygon_mask(size, corners), 0.0009, 30, seed)


def _streaks(size: Size, across: bool, seed: int) -> Mask:
    """Marks of a flat brush in [-0.5, 0.5]: long along the stroke, a few hairs wide."""
    coarse, middle, fine = (9.0, 60.0), (30.0, 240.0), (60.0, 520.0)
    layers = [
        share * value_noise(size, cells if across else (cells[1], cells[0]), seed + number)
        for number, (share, cells) in enumerate(((0.3, coarse), (0.4, middle), (0.3, fine)))
    ]
    # The arm swings: strokes bow a little and press unevenly.
    bow = (fbm(size, 5, seed + 17, octaves=2) - 0.5) * np.float32(0.03)
    still = np.zeros(size, dtype=np.float32)
    marks = displace(sum(layers, still) - 0.5, *((still, bow) if across else (bow, still)))
    return np.asarray(marks * (0.4 + 1.2 * fbm(size, 11, seed + 23)), dtype=np.float32)


def _tones(size: Size, field: Field, streaks: Mask, seed: int) -> Picture:
    drift = ramp(size, (field.left, field.top), (field.right, field.bottom))
    drift = np.clip(drift + 0.9 * (fbm(size, 4, seed + 2, octaves=3) - 0.5), 0, 1)
    tone = mix(field.tone, field.other, drift)
    cloud = fbm(size, 9, seed + 3) - 0.5
    brushed = (field.streak * (2 * streaks + 0.9 * cloud))[..., None]
    return np.asarray(tone + brushed, dtype=np.float32)


def _crack_the_whites(canvas: Canvas, seed: int) -> None:
    """Age lines: thin, pale, branching, and only in the thick white paint."""
    rng = np.random.default_rng(seed + 5)
    rings = ((0.12, 0.13, 0.08), (0.10, 0.23, 0.06), (0.10, 0.52, 0.12), (0.56, 0.88, 0.10))
    for x, y, reach in rings:
        for _ in range(17):
            start = np.array([x, y]) + rng.normal(0, reach * 0.55, 2)
            _crack(canvas, start, rng.uniform(0, 2 * np.pi), reach * 0.7, rng)
    for radius, first, last in ((0.098, 195, 285), (0.071, 200, 262), (0.04, 20, 95)):
        ring = arc(canvas.size, (0.168, 0.150), (radius, radius * 0.92), first, last, count=24)
        jagged = ring + rng.normal(0, 0.0006, ring.shape)
        canvas.line(jagged, (0.0005, 0.0009, 0.0004), "#a8967c", 0.45)


def _crack(
    canvas: Canvas,
    start: npt.NDArray[np.float64],
    heading: float,
    reach: float,
    rng: np.random.Generator,
) -> None:
    """A jagged line that turns by fits and sends a shorter one off at a right angle."""
    step, path = 0.005, [start]
    drift = rng.normal(0, 0.05)
    for _ in range(int(reach / step)):
        heading += drift + rng.normal(0, 0.16)
        path.append(path[-1] + step * np.array([np.cos(heading), np.sin(heading)]))
        if not _is_white(*path[-1]):
            break
    strength = float(rng.uniform(0.10, 0.34))
    canvas.line(np.asarray(path), (0.0005, 0.0008, 0.0003), "#a8967c", strength)
    if reach > 0.03:
        _crack(canvas, path[len(path) // 2], heading + np.pi / 2, reach * 0.45, rng)


def _is_white(x: float, y: float) -> bool:
    inset = 0.006
    return any(
        field.left <= x <= min(field.right, 0.214 if field.left == 0 else 0.892) - inset
        and field.top + 0.008 <= y <= field.bottom - 0.008
        for field in FIELDS[:3]
    )


def _sign(canvas: Canvas) -> None:
    """The monogram and the year, in black upon the blue, as the painter put them."""
    strokes = (
        [(0.1145, 0.993), (0.1148, 0.9835)],
        [(0.1148, 0.9835), (0.1205, 0.9838), (0.1203, 0.9882), (0.1150, 0.9885)],
        [(0.1490, 0.993), (0.1505, 0.9842), (0.1555, 0.9905), (0.1615, 0.9842), (0.1635, 0.993)],
        [(0.1895, 0.9852), (0.1935, 0.9852), (0.1910, 0.9885), (0.1932, 0.9912), (0.1890, 0.9925)],
        [(0.1985, 0.985), (0.2035, 0.9885), (0.1985, 0.9925), (0.1965, 0.9885), (0.1985, 0.985)],
    )
    for stroke in strokes:
        canvas.line(stroke, 0.0017, "#0b1c2e", 0.85)


def _weather(canvas: Canvas, seed: int) -> None:
    """Worn rims of the canvas and a few pin-pricks of lost paint in the red."""
    x, y = coordinates(canvas.size)
    wander = 0.0022 * fbm(canvas.size, 40, seed + 8) + 0.0004
    rim = np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y)) < wander
    canvas.paint(blur(rim.astype(np.float32), 0.0004), "#cdbfa5", 0.8)
    rng = np.random.default_rng(seed + 9)
    for _ in range(9):
        spot = (float(rng.uniform(0.3, 0.96)), float(rng.uniform(0.05, 0.68)))
        canvas.ellipse(spot, (0.0011, 0.0009), "#f0b3a2", 0.7)


def _light(relief: Mask, seed: int) -> Picture:
    """Factor (H, W, 1) near 1: light from the upper left on paint ridges and on the weave."""
    size = (relief.shape[0], relief.shape[1])
    x, y = coordinates(size)
    threads = 430  # along the edge; a 46 cm canvas has more, but these can still be seen
    slack = 0.6 * fbm(size, 30, seed + 11)
    warp = np.sin(2 * np.pi * (threads * x + slack))
    weft = np.sin(2 * np.pi * (threads * y + slack))
    weave = 0.10 * warp * weft + 0.16 * (value_noise(size, 260, seed + 12) - 0.5)
    height = blur(relief, 0.0006) + weave * np.float32(0.7)
    slope = np.gradient(height, axis=0) + np.gradient(height, axis=1)
    shade = 1 + np.clip(0.26 * slope, -0.16, 0.12)
    return np.asarray(shade[..., None], dtype=np.float32)
