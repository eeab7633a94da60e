"""Where a picture is calm: the mean edge strength of any box on it, looked up in no time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nst.boxes import Box
from nst.images import resize, size_at
from nst.records import Picture

MAP_EDGE_PX = 128

Values = npt.NDArray[np.float64]


def edge_strength(picture: Picture, long_edge_px: int = MAP_EDGE_PX) -> Values:
    """Size of the lightness gradient, (H, W), 0 to about 1, at that long edge."""
    small = resize(picture, *size_at(picture, long_edge_px)) / 255.0
    grey = small @ np.array([0.299, 0.587, 0.114])
    across = np.zeros_like(grey)
    down = np.zeros_like(grey)
    across[:, 1:-1] = (grey[:, 2:] - grey[:, :-2]) / 2
    down[1:-1] = (grey[2:] - grey[:-2]) / 2
    return np.asarray(np.hypot(across, down))


class BoxMeans:
    """The mean of a map over boxes given as fractions of it."""

    def __init__(self, values: Values) -> None:
        self._sums = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
        self._sums[1:, 1:] = values.cumsum(0).cumsum(1)

    def mean(self, box: Box) -> float:
        """The mean inside the box, cut off at the edges of the map."""
        height, width = self._sums.shape[0] - 1, self._sums.shape[1] - 1
        top, bottom = _span(box.top, box.bottom, height)
        left, right = _span(box.left, box.right, width)
        total = (
            self._sums[bottom, right]
            - self._sums[top, right]
            - self._sums[bottom, left]
            + self._sums[top, left]
        )
        return float(total) / ((bottom - top) * (right - left))


def _span(low: float, high: float, length: int) -> tuple[int, int]:
    first = min(max(0, round(low * length)), length - 1)
    return first, max(first + 1, min(length, round(high * length)))


def busiest(values: Values, share: float = 0.25) -> tuple[float, float]:
    """(x, y) as fractions: the middle of the box of that share of each side with the most edges.

    Places near the middle count for more, as people put there what matters.
    """
    means = BoxMeans(values)
    best, found = -1.0, (0.5, 0.5)
    for y in np.linspace(share / 2, 1 - share / 2, 17):
        for x in np.linspace(share / 2, 1 - share / 2, 17):
            box = Box(x - share / 2, y - share / 2, x + share / 2, y + share / 2)
            central = 1 - 0.6 * float(np.hypot(x - 0.5, y - 0.5)) / 0.71
            value = means.mean(box) * central
            if value > best:
                best, found = value, (float(x), float(y))
    return found
