"""Curves in fractions of the picture; every function returns float64 (N, 2) points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Points: TypeAlias = npt.NDArray[np.float64] | Sequence[tuple[float, float]]
Size: TypeAlias = tuple[int, int]


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


def mirrored(half: Points) -> npt.NDArray[np.float64]:
    """Closed outline from its right half, given from top to bottom."""
    right = np.asarray(half, np.float64)
    left = right[::-1] * (-1, 1) + (1, 0)
    return np.vstack([right, left[1:-1]])


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
