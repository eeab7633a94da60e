"""Vector drawing in fractions of the picture, on float32 canvases (H, W, 3), sRGB in [0, 1].

This module knows shapes, masks, gradients and noise. It knows no brush: see `studies.brush`.

Conventions, the same in every function:
- a point is (x, y), fractions of width and height, from the top left; outside [0, 1] is allowed;
- a length (line width, radius of a blur) is a fraction of the *long edge*, so that a study keeps
  its look at any size; `size` is always (height_px, width_px);
- a mask is float32 (H, W), coverage in [0, 1], antialiased;
- a colour is "#rrggbb", three floats in [0, 1], or a float picture (H, W, 3) to paint with.

    size = scaled(SIZE, long_edge_px)
    canvas = Canvas(size, "#e8dcc0")
    canvas.polygon([(.1, .1), (.9, .2), (.5, .8)], "#0a3a6b", opacity=.8, soften=.002)
    canvas.shape(smooth([(.2, .2), (.8, .3), (.5, .9)], closed=True), "#c22")   # a smooth blob
    canvas.line(smooth([(.1, .5), (.4, .3), (.9, .6)]), .004, "#111111")        # even width
    canvas.line(bezier((.1, .9), (.3, .5), (.6, .5), (.9, .9)), (.001, .01, .002), "#111")
    canvas.ellipse((.5, .5), (.05, .05), "#ffcc00")     # radii in fractions of the long edge
    canvas.paint(mask, colour, opacity, mode="multiply")  # mode: normal, multiply, screen
    picture = canvas.pixels                             # float32 (H, W, 3), yours to change
    return to_bytes(canvas.pixels)                      # uint8 (H, W, 3)

Free functions: `rgb`, `mix`, `scaled`, `smooth`, `bezier`, `arc`, `polygon_mask`, `line_mask`,
`ellipse_mask`, `blur`, `roughen`, `displace`, `coordinates`, `ramp`, `radial`, `colour_ramp`,
`value_noise`, `fbm`, `to_bytes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.float32]
Points: TypeAlias = npt.NDArray[np.float64] | Sequence[tuple[float, float]]
Colour: TypeAlias = str | Sequence[float] | npt.NDArray[np.float32]
Size: TypeAlias = tuple[int, int]
Mode: TypeAlias = Literal["normal", "multiply", "screen"]

_OVERSAMPLING = 4
_SHIFT = 4  # cv2 takes fixed-point coordinates; 4 bits are 1/16 of an oversampled pixel


def rgb(code: Colour) -> Picture:
    """Colour as float32: (3,) for "#rrggbb", "#rgb" or three floats; a picture passes unchanged."""
    if not isinstance(code, str):
        return np.asarray(code, dtype=np.float32)
    digits = code.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    if len(digits) != 6:
        raise ValueError(f"{code!r} is no colour; write it as #rrggbb.")
    return np.asarray([byte / 255 for byte in bytes.fromhex(digits)], dtype=np.float32)


def mix(first: Colour, second: Colour, share: float | Mask) -> Picture:
    """`first` where share is 0, `second` where it is 1; a mask (H, W) gives a picture."""
    weight = np.asarray(share, dtype=np.float32)
    weight = weight[..., None] if weight.ndim == 2 else weight
    start = rgb(first)
    return np.asarray(start + (rgb(second) - start) * weight, dtype=np.float32)


def scaled(size: Size, long_edge_px: int) -> Size:
    """Size with the same proportions and the given long edge."""
    factor = long_edge_px / max(size)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def to_bytes(picture: Picture) -> npt.NDArray[np.uint8]:
    """float (H, W, 3) in [0, 1] to uint8, clipped and rounded."""
    return np.asarray(np.rint(np.clip(picture, 0, 1) * 255), dtype=np.uint8)


# Curves: all return float64 (N, 2) points.


def smooth(points: Points, *, closed: bool = False, per_span: int = 24) -> npt.NDArray[np.float64]:
    """Centripetal Catmull-Rom curve through all points; repeat a point for a corner."""
    knots = np.asarray(points, dtype=np.float64)
    if closed:
        knots = np.vstack([knots[-1:], knots, knots[:2]])
    else:
        knots = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    share = np.linspace(0, 1, per_span, endpoint=False)[:, None]
    spans = []
    for p0, p1, p2, p3 in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        gaps = [max(float(np.hypot(*(b - a))) ** 0.5, 1e-6) for a, b in _pairs(p0, p1, p2, p3)]
        t1, t2 = gaps[0], gaps[0] + gaps[1]
        t3 = t2 + gaps[2]
        t = t1 + (t2 - t1) * share
        a1 = p0 + (p1 - p0) * t / t1
        a2 = p1 + (p2 - p1) * (t - t1) / (t2 - t1)
        a3 = p2 + (p3 - p2) * (t - t2) / (t3 - t2)
        b1 = a1 + (a2 - a1) * t / t2
        b2 = a2 + (a3 - a2) * (t - t1) / (t3 - t1)
        spans.append(b1 + (b2 - b1) * (t - t1) / (t2 - t1))
    return np.vstack(spans) if closed else np.vstack([*spans, knots[-2:-1]])


def _pairs(
    *points: npt.NDArray[np.float64],
) -> list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    return list(pairwise(points))


def bezier(*control: tuple[float, float], count: int = 48) -> npt.NDArray[np.float64]:
    """Bezier curve of any degree by de Casteljau's construction."""
    t = np.linspace(0, 1, count)[:, None]
    rows = [np.repeat(np.asarray([point], dtype=np.float64), count, axis=0) for point in control]
    while len(rows) > 1:
        rows = [a + (b - a) * t for a, b in pairwise(rows)]
    return rows[0]


def arc(
    size: Size,
    centre: tuple[float, float],
    radii: tuple[float, float],
    start_deg: float = 0,
    stop_deg: float = 360,
    *,
    turn_deg: float = 0,
    count: int = 96,
) -> npt.NDArray[np.float64]:
    """Elliptic arc, clockwise from the right; radii in fractions of the long edge."""
    angle = np.radians(np.linspace(start_deg, stop_deg, count))
    along, across = radii[0] * np.cos(angle), radii[1] * np.sin(angle)
    turn = np.radians(turn_deg)
    x = along * np.cos(turn) - across * np.sin(turn)
    y = along * np.sin(turn) + across * np.cos(turn)
    long_edge = max(size)
    return np.stack([centre[0] + x * long_edge / size[1], centre[1] + y * long_edge / size[0]], 1)


# Masks.


class _Sheet:
    """An oversampled uint8 sheet over the bounding box of some points, given in pixels."""

    def __init__(self, size: Size, points: npt.NDArray[np.float64], margin_px: float) -> None:
        low = np.floor(points.min(axis=0) - margin_px - 1).astype(int)
        high = np.ceil(points.max(axis=0) + margin_px + 1).astype(int)
        self.left, self.top = (int(v) for v in np.clip(low, 0, (size[1], size[0])))
        self.right, self.bottom = (int(v) for v in np.clip(high, 0, (size[1], size[0])))
        height, width = max(0, self.bottom - self.top), max(0, self.right - self.left)
        self.empty = height == 0 or width == 0
        self.ink = np.zeros((height * _OVERSAMPLING, width * _OVERSAMPLING), dtype=np.uint8)

    def fixed(self, points: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
        # Half a pixel off: cv2 puts integer coordinates on pixel centres, we on pixel corners.
        fine = (points - (self.left, self.top)) * _OVERSAMPLING - 0.5
        return np.asarray(np.rint(fine * 2**_SHIFT), dtype=np.int32)

    def coverage(self) -> Mask:
        shape = (self.right - self.left, self.bottom - self.top)
        small = cv2.resize(self.ink, shape, interpolation=cv2.INTER_AREA)
        return np.asarray(small / np.float32(255), dtype=np.float32)

    def place(self, size: Size) -> Mask:
        full = np.zeros(size, dtype=np.float32)
        if not self.empty:
            full[self.top : self.bottom, self.left : self.right] = self.coverage()
        return full


def _pixels(size: Size, points: Points) -> npt.NDArray[np.float64]:
    return np.asarray(points, dtype=np.float64) * (size[1], size[0])


def _polygon_sheet(size: Size, points: Points) -> _Sheet:
    corners = _pixels(size, points)
    sheet = _Sheet(size, corners, 0)
    if not sheet.empty:
        cv2.fillPoly(sheet.ink, [sheet.fixed(corners)], 255, shift=_SHIFT)
    return sheet


def polygon_mask(size: Size, points: Points, *, soften: float = 0) -> Mask:
    """Inside of a closed outline (even-odd rule), optionally with a blurred edge."""
    return blur(_polygon_sheet(size, points).place(size), soften)


def _line_sheet(size: Size, points: Points, width: float | Sequence[float]) -> _Sheet:
    path = _pixels(size, points)
    stops = np.atleast_1d(np.asarray(width, dtype=np.float64)) * max(size)
    steps = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    radius = np.interp(along, np.linspace(0, max(along[-1], 1e-9), len(stops)), stops) / 2
    sheet = _Sheet(size, path, float(radius.max()))
    if sheet.empty:
        return sheet
    unit = np.diff(path, axis=0) / np.maximum(steps, 1e-9)[:, None]
    normal = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    for i in range(len(path) - 1):
        quad = (
            path[i] + normal[i] * radius[i],
            path[i + 1] + normal[i] * radius[i + 1],
            path[i + 1] - normal[i] * radius[i + 1],
            path[i] - normal[i] * radius[i],
        )
        cv2.fillConvexPoly(sheet.ink, sheet.fixed(np.asarray(quad)), 255, shift=_SHIFT)
    for centre, reach in zip(sheet.fixed(path).tolist(), radius, strict=True):
        fine_radius = round(float(reach) * _OVERSAMPLING * 2**_SHIFT)
        cv2.circle(sheet.ink, centre, fine_radius, 255, cv2.FILLED, shift=_SHIFT)
    return sheet


def line_mask(
    size: Size, points: Points, width: float | Sequence[float], *, soften: float = 0
) -> Mask:
    """Line with round ends; several widths are spread evenly along its length."""
    return blur(_line_sheet(size, points, width).place(size), soften)


def ellipse_mask(
    size: Size,
    centre: tuple[float, float],
    radii: tuple[float, float],
    *,
    turn_deg: float = 0,
    soften: float = 0,
) -> Mask:
    """Filled ellipse; radii in fractions of the long edge."""
    return polygon_mask(size, arc(size, centre, radii, turn_deg=turn_deg), soften=soften)


def blur(mask: Mask, radius: float) -> Mask:
    """Gaussian blur of a mask or picture; `radius` (sigma) is a fraction of the long edge."""
    sigma_px = radius * max(mask.shape[:2])
    if sigma_px < 0.05:
        return mask
    softened = cv2.GaussianBlur(mask, (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(softened, dtype=np.float32)


def displace(picture: Picture, dx: Mask, dy: Mask) -> Picture:
    """Picture or mask read at (x + dx, y + dy); dx, dy (H, W) in fractions of the long edge."""
    height, width = picture.shape[:2]
    long_edge = max(height, width)
    columns, rows = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    )
    x = (columns + dx * long_edge).astype(np.float32)
    y = (rows + dy * long_edge).astype(np.float32)
    moved = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.float32)


def roughen(mask: Picture, amount: float, cells: float, seed: int) -> Picture:
    """Mask or picture whose edges wander by up to about `amount` of the long edge."""
    size = mask.shape[:2]
    dx = (fbm(size, cells, seed, octaves=3) - 0.5) * 2 * amount
    dy = (fbm(size, cells, seed + 7919, octaves=3) - 0.5) * 2 * amount
    return displace(mask, dx, dy)


# Fields: gradients and noise.


def coordinates(size: Size) -> tuple[Mask, Mask]:
    """Fractions x and y of every pixel centre, each (H, W)."""
    x = np.asarray((np.arange(size[1]) + 0.5) / size[1], dtype=np.float32)
    y = np.asarray((np.arange(size[0]) + 0.5) / size[0], dtype=np.float32)
    columns, rows = np.meshgrid(x, y)
    return columns, rows


def ramp(size: Size, start: tuple[float, float], stop: tuple[float, float]) -> Mask:
    """0 at `start`, 1 at `stop`, linear between along that direction, clipped beyond."""
    x, y = coordinates(size)
    dx, dy = (stop[0] - start[0]) * size[1], (stop[1] - start[1]) * size[0]
    share = ((x - start[0]) * size[1] * dx + (y - start[1]) * size[0] * dy) / (dx * dx + dy * dy)
    return np.asarray(np.clip(share, 0, 1), dtype=np.float32)


def radial(
    size: Size, centre: tuple[float, float], radii: tuple[float, float], *, turn_deg: float = 0
) -> Mask:
    """Elliptic distance: 0 at the centre, 1 on the ellipse, growing beyond (not clipped)."""
    x, y = coordinates(size)
    right, down = (x - centre[0]) * size[1] / max(size), (y - centre[1]) * size[0] / max(size)
    cos, sin = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    along, across = right * cos + down * sin, down * cos - right * sin
    return np.asarray(np.hypot(along / radii[0], across / radii[1]), dtype=np.float32)


def colour_ramp(share: Mask, stops: Sequence[tuple[float, Colour]]) -> Picture:
    """Picture (H, W, 3): `share` looked up among (position, colour) stops in rising order."""
    places = [place for place, _ in stops]
    colours = np.stack([rgb(colour) for _, colour in stops])
    channels = [np.interp(share, places, colours[:, c]) for c in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def value_noise(size: Size, cells: float | tuple[float, float], seed: int) -> Mask:
    """Smooth noise in [0, 1], mean 0.5; `cells` counts grid cells along the long edge.

    Two numbers (across, down) stretch the grain: (8, 200) gives long horizontal fibres. The
    pattern depends on the seed and the proportions only, so it stays in place at any size.
    """
    across, down = cells if isinstance(cells, tuple) else (cells, cells)
    long_edge = max(size)
    reach_x, reach_y = across * size[1] / long_edge, down * size[0] / long_edge
    grid = np.random.default_rng(seed).random(
        (int(np.ceil(reach_y)) + 4, int(np.ceil(reach_x)) + 4), dtype=np.float32
    )
    x, y = coordinates(size)
    noise = cv2.remap(grid, x * reach_x + 1, y * reach_y + 1, cv2.INTER_CUBIC)
    return np.asarray(np.clip(noise, 0, 1), dtype=np.float32)


def fbm(
    size: Size,
    cells: float | tuple[float, float],
    seed: int,
    *,
    octaves: int = 4,
    gain: float = 0.5,
) -> Mask:
    """Fractal sum of `value_noise`, each octave twice as fine and `gain` as strong; in [0, 1]."""
    across, down = cells if isinstance(cells, tuple) else (cells, cells)
    total = np.zeros(size, dtype=np.float32)
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        zoom = 2.0**octave
        total += weight * value_noise(size, (across * zoom, down * zoom), seed + 101 * octave)
        weights += weight
        weight *= gain
    return np.asarray(total / weights, dtype=np.float32)


class Canvas:
    """A picture being drawn: `pixels` is float32 (H, W, 3), sRGB in [0, 1]."""

    def __init__(self, size: Size, ground: Colour = "#ffffff") -> None:
        self.size = size
        self.pixels: Picture = np.empty((*size, 3), dtype=np.float32)
        self.pixels[:] = rgb(ground)

    def paint(
        self, mask: Mask, colour: Colour, opacity: float | Mask = 1, *, mode: Mode = "normal"
    ) -> None:
        """Lay a colour, or a whole picture, over the canvas where the mask is."""
        self._blend((slice(None), slice(None)), mask, colour, opacity, mode)

    def polygon(
        self,
        points: Points,
        colour: Colour,
        opacity: float = 1,
        *,
        soften: float = 0,
        mode: Mode = "normal",
    ) -> None:
        """Fill a closed outline, straight or a sampled curve."""
        if soften:
            self.paint(polygon_mask(self.size, points, soften=soften), colour, opacity, mode=mode)
        else:
            self._ink(_polygon_sheet(self.size, points), colour, opacity, mode)

    shape = polygon

    def line(
        self,
        points: Points,
        width: float | Sequence[float],
        colour: Colour,
        opacity: float = 1,
        *,
        soften: float = 0,
        mode: Mode = "normal",
    ) -> None:
        """Draw a line with round ends; several widths are spread evenly along it."""
        if soften:
            mask = line_mask(self.size, points, width, soften=soften)
            self.paint(mask, colour, opacity, mode=mode)
        else:
            self._ink(_line_sheet(self.size, points, width), colour, opacity, mode)

    def ellipse(
        self,
        centre: tuple[float, float],
        radii: tuple[float, float],
        colour: Colour,
        opacity: float = 1,
        *,
        turn_deg: float = 0,
        soften: float = 0,
        mode: Mode = "normal",
    ) -> None:
        """Fill an ellipse; radii in fractions of the long edge."""
        outline = arc(self.size, centre, radii, turn_deg=turn_deg)
        self.polygon(outline, colour, opacity, soften=soften, mode=mode)

    def _ink(self, sheet: _Sheet, colour: Colour, opacity: float, mode: Mode) -> None:
        if not sheet.empty:
            box = (slice(sheet.top, sheet.bottom), slice(sheet.left, sheet.right))
            self._blend(box, sheet.coverage(), colour, opacity, mode)

    def _blend(
        self,
        box: tuple[slice, slice],
        mask: Mask,
        colour: Colour,
        opacity: float | Mask,
        mode: Mode,
    ) -> None:
        under, paint = self.pixels[box], rgb(colour)
        paint = paint[box] if paint.ndim == 3 else paint
        if mode == "multiply":
            paint = under * paint
        elif mode == "screen":
            paint = 1 - (1 - under) * (1 - paint)
        strength = np.asarray(opacity, dtype=np.float32)
        strength = strength[box] if strength.ndim == 2 else strength
        self.pixels[box] = under + (paint - under) * (mask * strength)[..., None]
