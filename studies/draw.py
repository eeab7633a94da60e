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
from typing import Literal, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studies.curves import Points, arc, bezier, smooth
from studies.fields import (
    Colour,
    Mask,
    Picture,
    Size,
    blur,
    colour_ramp,
    coordinates,
    displace,
    fbm,
    mix,
    radial,
    ramp,
    rgb,
    roughen,
    scaled,
    to_bytes,
    value_noise,
)

__all__ = [
    "Canvas",
    "Colour",
    "Mask",
    "Mode",
    "Picture",
    "Points",
    "Size",
    "arc",
    "bezier",
    "blur",
    "colour_ramp",
    "coordinates",
    "displace",
    "ellipse_mask",
    "fbm",
    "line_mask",
    "mix",
    "polygon_mask",
    "radial",
    "ramp",
    "rgb",
    "roughen",
    "scaled",
    "smooth",
    "to_bytes",
    "value_noise",
]

Mode: TypeAlias = Literal["normal", "multiply", "screen"]

_OVERSAMPLING = 4
_SHIFT = 4  # cv2 takes fixed-point coordinates; 4 bits are 1/16 of an oversampled pixel


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
    stops = np.atleast_1d(np.asarray(width, dtype=np.float64)) * max(size)
    path, radius = _swelling(_pixels(size, points), stops / 2)
    steps = np.hypot(*np.diff(path, axis=0).T)
    sheet = _Sheet(size, path, float(radius.max()))
    if sheet.empty:
        return sheet
    unit = np.diff(path, axis=0) / np.maximum(steps, 1e-9)[:, None]
    normal = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    near, far = normal * radius[:-1, None], normal * radius[1:, None]
    start, stop = path[:-1], path[1:]
    quads = np.stack([start + near, stop + far, stop - far, start - near], axis=1)
    for quad in sheet.fixed(quads):
        cv2.fillConvexPoly(sheet.ink, quad, 255, shift=_SHIFT)
    for centre, reach in zip(sheet.fixed(path).tolist(), radius, strict=True):
        fine_radius = round(float(reach) * _OVERSAMPLING * 2**_SHIFT)
        cv2.circle(sheet.ink, centre, fine_radius, 255, cv2.FILLED, shift=_SHIFT)
    return sheet


def _swelling(
    path: npt.NDArray[np.float64], radii: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The path with a vertex at every width that was asked for, and the radius at each vertex."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    places = np.linspace(0, max(along[-1], 1e-9), len(radii))
    inner = places[1:-1]
    ordered = np.union1d(along, inner) if len(inner) else along
    wider = np.stack([np.interp(ordered, along, path[:, axis]) for axis in (0, 1)], axis=1)
    return wider, np.interp(ordered, places, radii)


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
