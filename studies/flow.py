"""Orientation fields: float32 `(H, W)` angles in radians, the way the brush travels at each pixel.

Angles run from the x axis (right) towards the y axis (down) and mean a line, not an arrow: θ and
θ + π are the same. Positions are fractions (x, y) of width and height from the top left.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Point = tuple[float, float]
Shape = tuple[int, int]

# Guides are summed on a coarse grid and enlarged: fields are smooth, and full size is slow.
_COARSE_EDGE = 160


def level(shape: Shape, angle: float = 0.0) -> Floats:
    """Return one angle everywhere; `shape` is `(height, width)`."""
    return np.full(shape, angle, np.float32)


def swirl(shape: Shape, centre: Point, *, inward: float = 0.0, flatten: float = 1.0) -> Floats:
    """Return rings round `centre`; `inward` radians turn the rings into spirals.

    `flatten` < 1 squeezes the rings vertically into ellipses.
    """
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    dx, dy = x - centre[0] * shape[1], (y - centre[1] * shape[0]) / flatten
    # The tangent (-dy, dx) of a circle, squeezed back into the ellipse.
    return np.asarray(np.arctan2(dx * flatten, -dy) + inward, np.float32)


def along(
    shape: Shape, curves: Sequence[Sequence[Point]], *, power: float = 3.0, ease_px: float = 6.0
) -> Floats:
    """Return the field that follows hand-drawn `curves` and blends smoothly between them.

    Each curve is a list of fractions; a guide's weight falls as distance to minus `power`.
    `ease_px` (at a long edge of 1200) keeps a single guide from ruling its own pixel alone.
    """
    scale = _COARSE_EDGE / max(shape)
    rows, columns = max(2, round(shape[0] * scale)), max(2, round(shape[1] * scale))
    y, x = np.mgrid[:rows, :columns].astype(np.float32) + 0.5
    total = np.zeros((2, rows, columns), np.float64)
    ease = (ease_px / 1200 * _COARSE_EDGE) ** 2 + 0.3
    for curve in curves:
        points = _even(np.array(curve, np.float64) * (columns, rows))
        steps = np.diff(points, axis=0)
        middles, double = (points[:-1] + points[1:]) / 2, 2 * np.arctan2(steps[:, 1], steps[:, 0])
        for (cx, cy), angle in zip(middles, double, strict=True):
            weight = ((x - cx) ** 2 + (y - cy) ** 2 + ease) ** (-power / 2)
            total += np.stack([weight * np.cos(angle), weight * np.sin(angle)])
    total /= np.hypot(total[0], total[1]) + 1e-12
    grown = [cv2.resize(part, shape[::-1], interpolation=cv2.INTER_CUBIC) for part in total]
    return (np.arctan2(grown[1], grown[0]) / 2).astype(np.float32)


def across_gradient(picture: Floats, *, smooth_px: float = 8.0) -> Floats:
    """Return the field that runs along the edges of `picture` `(H, W, 3)` (structure tensor)."""
    scale = max(picture.shape[:2]) / 1200
    grey = cv2.GaussianBlur(picture.mean(axis=2), (0, 0), max(0.8, 1.5 * scale))
    gx, gy = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    tensor = [
        cv2.GaussianBlur(product, (0, 0), smooth_px * scale)
        for product in (gx * gx, gy * gy, gx * gy)
    ]
    across = np.arctan2(2 * tensor[2], tensor[0] - tensor[1]) / 2
    return np.asarray(across + np.pi / 2, np.float32)


def blend(parts: Sequence[tuple[Floats, Floats | float]]) -> Floats:
    """Return the weighted mean of (field, weight) pairs; angles are doubled, so lines average."""
    cosine = sum(np.cos(2 * field) * weight for field, weight in parts)
    sine = sum(np.sin(2 * field) * weight for field, weight in parts)
    return (np.arctan2(sine, cosine) / 2).astype(np.float32)


def sway(field: Floats, amount: float, *, size_px: float = 40.0, seed: int = 0) -> Floats:
    """Return `field` with smooth random turns of about `amount` radians, `size_px` at 1200 wide."""
    generator = np.random.default_rng(seed)
    edge = 1200 / size_px
    height, width = field.shape
    rows = max(2, round(edge * height / max(field.shape)))
    columns = max(2, round(edge * width / max(field.shape)))
    noise = generator.standard_normal((rows + 1, columns + 1)).astype(np.float32)
    return field + amount * cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)


def _even(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the polyline resampled to about one point per coarse pixel and a half."""
    gaps = np.hypot(*np.diff(points, axis=0).T)
    reach = np.concatenate([[0.0], np.cumsum(gaps)])
    marks = np.linspace(0.0, reach[-1], max(3, int(reach[-1] / 1.5)))
    return np.stack([np.interp(marks, reach, points[:, axis]) for axis in (0, 1)], axis=1)
