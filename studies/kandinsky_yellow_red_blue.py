"""Study after Vassily Kandinsky, Yellow-Red-Blue, 1925.

First the fog: a field of soft colour between written-down spots, warped like wet paint. Then
the three poles, yellow at the left, red in the middle, blue at the right, each shape a wash
that changes its tone along one direction; last the thin black drawing. Coordinates are units
of a sheet 1200 wide, 762 high; shapes in `kandinsky_shapes`, the drawing in `kandinsky_lines`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

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
    ellipse_mask,
    fbm,
    mix,
    polygon_mask,
    radial,
    ramp,
    rgb,
    scaled,
    smooth,
    to_bytes,
    value_noise,
)
from studies.kandinsky_lines import draw_lines
from studies.kandinsky_shapes import BLUE, BOARDS, FOG, LEFT, RED, YELLOW, Wash
from studies.oklab import to_oklab, to_srgb
from studies.sheet import Sheet, parse

SIZE = (762, 1200)
SHEET = Sheet(1200, 762)


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """The study as uint8 (H, W, 3), sRGB; the same bytes for the same seed and size."""
    size = scaled(SIZE, long_edge_px)
    canvas = Canvas(size)
    canvas.pixels = _fog(size, seed)
    _halo(canvas, (525, 73), (53, 85), "#f7b413")
    _halo(canvas, (259, 318), (30, 66), "#f9bd26")
    _halo(canvas, (915, 688), (30, 70), "#f6e39a")
    water = [_Water.drawn(size, seed + 300 + 10 * number) for number in range(3)]
    for number, wash in enumerate(wash for group in (YELLOW, LEFT, BLUE, RED) for wash in group):
        _wash(canvas, wash, water[number % 3].turned(number // 3 % 4))
    _discs(canvas)
    for board in BOARDS:
        _board(canvas, *board, seed)
    draw_lines(canvas, SHEET, seed)
    canvas.pixels = _cloth(canvas.pixels, seed)
    return to_bytes(canvas.pixels)


def _fog(size: Size, seed: int) -> Picture:
    """Weighted mean of the spots at every place, warped twice so that the borders feather."""
    x, y = coordinates(size)
    warp_x = (fbm(size, 6, seed + 1) - 0.5) * 95 + (fbm(size, 20, seed + 2) - 0.5) * 46
    warp_y = (fbm(size, 6, seed + 3) - 0.5) * 95 + (fbm(size, 20, seed + 4) - 0.5) * 46
    across, down = x * SHEET.width + warp_x, y * SHEET.height + warp_y
    total = np.zeros((*size, 3), dtype=np.float32)
    weights = np.full(size, 1e-6, dtype=np.float32)
    for spot in FOG.split(";"):
        place, colour, reach = spot.split()
        left, top = (float(n) for n in place.split(","))
        distance = ((across - left) ** 2 + (down - top) ** 2) / float(reach) ** 2
        weight = np.exp(-1.5 * np.sqrt(distance) - 0.45 * distance) + np.float32(1e-7)
        total += weight[..., None] * rgb("#" + colour)
        weights += weight
    fog = total / weights[..., None]
    return fog * (1 + 0.24 * (fbm(size, 26, seed + 5, octaves=5, gain=0.65) - 0.5))[..., None]


def _halo(canvas: Canvas, at: tuple[float, float], reach: tuple[float, float], tone: str) -> None:
    """A glow that is full at the first reach and gone at the second."""
    outer = SHEET.length(reach[1])
    distance = radial(canvas.size, (at[0] / SHEET.width, at[1] / SHEET.height), (outer, outer))
    inner = reach[0] / reach[1]
    fade = np.clip((1 - distance) / (1 - inner), 0, 1)
    canvas.paint(np.asarray(fade * fade * (3 - 2 * fade), dtype=np.float32), tone, 0.95)


@dataclass(frozen=True)
class _Water:
    """How wet paint behaved on one sheet; each field (H, W). Turned over it serves again."""

    pool: Mask
    dabs: Mask
    grain: Mask
    coat: Mask
    sway_x: Mask
    sway_y: Mask

    @classmethod
    def drawn(cls, size: Size, seed: int) -> _Water:
        return cls(
            pool=fbm(size, 13, seed, octaves=5, gain=0.62) - np.float32(0.5),
            dabs=value_noise(size, (46, 30), seed + 1) - np.float32(0.5),
            grain=fbm(size, 150, seed + 2, octaves=2) - np.float32(0.5),
            coat=np.clip(fbm(size, 9, seed + 3) * np.float32(2.4) - np.float32(1.15), 0, 0.30),
            sway_x=fbm(size, 22, seed + 4, octaves=3) - np.float32(0.5),
            sway_y=fbm(size, 22, seed + 5, octaves=3) - np.float32(0.5),
        )

    def turned(self, quarter: int) -> _Water:
        """As drawn (0), mirrored (1), upside down (2), or both (3)."""
        step_y, step_x = (1, -1)[quarter // 2], (1, -1)[quarter % 2]
        return _Water(
            **{
                part.name: np.ascontiguousarray(getattr(self, part.name)[::step_y, ::step_x])
                for part in fields(self)
            }
        )


def _wash(canvas: Canvas, wash: Wash, water: _Water) -> None:
    """One shape in watery paint: tone moves along a direction, pools and thins by chance."""
    outline, first, last, direction, opacity, soften = wash
    size = canvas.size
    reach = np.float32(2 * (0.0012 + 0.6 * soften))
    still = _outline_mask(size, outline, soften)
    mask = displace(still, water.sway_x * reach, water.sway_y * reach)
    start, stop = SHEET.points(parse(direction))
    along = ramp(size, (start[0], start[1]), (stop[0], stop[1]))
    pool, dabs = water.pool, water.dabs
    tone = mix(first, last, np.clip(along + 1.9 * pool + 0.45 * dabs, 0, 1))
    tone = tone * (1 + 0.38 * pool + 0.12 * dabs + 0.12 * water.grain)[..., None]
    # A second, thinner coat in a neighbouring hue: no wash of his is one colour.
    turned = np.roll(rgb(first) - rgb(first).mean(), 1) + rgb(last).mean()
    tone = tone + (turned - tone) * water.coat[..., None] * np.float32(0.12)
    # Paint gathers at a hard edge before it dries.
    rim = np.clip(mask - blur(mask, 0.004), 0, 1) if soften == 0 else np.zeros_like(mask)
    canvas.paint(mask, tone * (1 - 0.28 * rim)[..., None], opacity * (1 + 0.14 * pool))


def _outline_mask(size: Size, outline: str, soften: float) -> Mask:
    if outline.startswith("disc"):
        centre, radii = parse(outline[4:])
        fraction = (centre[0] / SHEET.width, centre[1] / SHEET.height)
        return ellipse_mask(size, fraction, (SHEET.length(radii[0]), SHEET.length(radii[1])))
    if outline.startswith("~"):
        points = SHEET.points(smooth(parse(outline[1:]), closed=True, per_span=10))
    else:
        points = SHEET.points(parse(outline))
    return polygon_mask(size, points, soften=soften)


def _discs(canvas: Canvas) -> None:
    """The round ones: grey with a halo, black in a red rim, black at the foot, half moons."""
    for x, y, radius, tone in (
        (259, 318, 31, "#e4411c"), (259, 318, 24, "#b01a0e"), (259, 318, 21.5, "#150607"),
        (525, 73, 54, "#250c0e"), (525, 73, 49, "#948b66"), (915, 688, 32.5, "#150706"),
        (384, 208, 23, "#f5f1b6"),
    ):  # fmt: skip
        reach = SHEET.length(radius)
        canvas.ellipse((x / SHEET.width, y / SHEET.height), (reach, reach), tone)
    line_start, line_stop = np.array((512.0, 434.0)), np.array((358.0, 757.0))
    for x, y, radius in ((491, 472, 25), (462, 538, 24), (428, 612, 37), (381, 700, 40)):
        moon = arc(canvas.size, (x / 1200, y / 762), (SHEET.length(radius),) * 2, 115, 295)
        canvas.polygon(moon, "#fdfbe6", 0.85)
        canvas.line(moon, SHEET.length(2.6), "#ecc860", 0.75)
    canvas.line(SHEET.points(np.array([line_start, line_stop])), SHEET.length(1.4), "#5a4a3c")


def _board(
    canvas: Canvas,
    origin: tuple[float, float],
    row_end: tuple[float, float],
    column_end: tuple[float, float],
    columns: int,
    rows: int,
    tones: str,
    seed: int,
) -> None:
    rng = np.random.default_rng(seed + columns + rows)
    start = np.array(origin, dtype=np.float64)
    across = (np.array(row_end) - start) / columns
    down = (np.array(column_end) - start) / rows
    edge = np.array([start, start + columns * across, start + columns * across + rows * down,
                     start + rows * down])  # fmt: skip
    canvas.polygon(SHEET.points(edge), "#4a3a30")
    for index, tone in enumerate(tones.split()):
        corner = start + (index % columns) * across + (index // columns) * down
        cell = np.array([corner, corner + across, corner + across + down, corner + down])
        centre = cell.mean(axis=0)
        jitter = rng.normal(0, 0.25, cell.shape)
        canvas.polygon(SHEET.points(centre + (cell - centre) * 0.95 + jitter), "#" + tone)


def _cloth(picture: Picture, seed: int) -> Picture:
    """Canvas weave and the drag of a dry brush over the whole, and a slight waver."""
    size = (picture.shape[0], picture.shape[1])
    still = np.zeros(size, dtype=np.float32)
    picture = displace(picture, (fbm(size, 60, seed + 70) - 0.5) * np.float32(0.002), still)
    x, y = coordinates(size)
    slack = 0.5 * fbm(size, 25, seed + 71)
    threads = np.sin(2 * np.pi * (400 * x + slack)) * np.sin(2 * np.pi * (254 * y + slack))
    drag = value_noise(size, (110, 420), seed + 72) + value_noise(size, (420, 110), seed + 73) - 1
    grain = 1 + 0.022 * threads + 0.045 * drag + 0.06 * (fbm(size, 200, seed + 74, octaves=2) - 0.5)
    lab = to_oklab(picture * grain[..., None])
    # the yellowed varnish of the reproductions, half of it
    lab += np.array((0.015, 0.002, 0.014), dtype=np.float32)
    return to_srgb(lab)
