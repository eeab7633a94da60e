"""Paths of many strokes at once through an orientation field (Hertzmann 1998, section 2.2)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studies.strokes import Floats, Layer

Counts = npt.NDArray[np.int64]

# Share of the old heading in the new one: a loaded brush does not turn on the spot.
_INERTIA = 0.35


class _Ground(NamedTuple):
    """What the strokes meet: the plan in OKLab, the angles, and the rules of their layer."""

    lab: Floats
    angles: Floats
    layer: Layer


def trace(
    starts: Floats,
    length: Floats,
    tilt: Floats,
    unit: float,
    lab: Floats,
    angles: Floats,
    layer: Layer,
) -> tuple[Floats, Counts]:
    """Follow the field both ways from each start `(N, 2)` in px, (x, y).

    `length` `(N,)` in px, `tilt` `(N,)` radians added to the field, `unit` px per px at a long
    edge of 1200. Returns paths `(N, 2 S + 1, 2)` and the used part of each, `(N, 2)`: first and
    one past the last point.
    """
    step = max(1.5, float(layer.width_px) * unit * 0.5)
    step = min(step, max(1.0, layer.length_px * unit / 6))
    steps = max(2, int(np.ceil(float(length.max(initial=1.0)) / 2 / step)))
    reach = length * np.float32(0.5)
    ground = _Ground(lab, angles, layer)
    back, back_used = _walk(starts, -1.0, steps, step, reach, tilt, ground)
    ahead, ahead_used = _walk(starts, 1.0, steps, step, reach, tilt, ground)
    paths = np.concatenate([back[:, ::-1], starts[:, None], ahead], axis=1)
    counts = np.stack([steps - back_used, steps + 1 + ahead_used], axis=1)
    return paths.astype(np.float32), counts


def _walk(
    starts: Floats,
    way: float,
    steps: int,
    step: float,
    reach: Floats,
    tilt: Floats,
    ground: _Ground,
) -> tuple[Floats, Counts]:
    """Return one arm of every stroke, `(N, steps, 2)`, and how many points of it count."""
    lab, angles, layer = ground
    rows, columns = _pixel(starts, angles.shape)
    own = lab[rows, columns]
    here, alive = starts.copy(), np.ones(len(starts), bool)
    heading: Floats | None = None
    path = np.zeros((len(starts), steps, 2), np.float32)
    used = np.zeros(len(starts), np.int64)
    for index in range(steps):
        angle = angles[rows, columns] + tilt
        ahead = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        if heading is None:
            ahead = ahead * way
        else:
            ahead = ahead * np.where((ahead * heading).sum(axis=1) < 0, -1, 1)[:, None]
            ahead = (1 - _INERTIA) * ahead + _INERTIA * heading
            ahead /= np.linalg.norm(ahead, axis=1, keepdims=True) + 1e-6
        heading = ahead.astype(np.float32)
        here = (here + heading * step).astype(np.float32)
        rows, columns = _pixel(here, angles.shape)
        alive &= (index + 1) * step <= reach + step / 2
        alive &= np.linalg.norm(lab[rows, columns] - own, axis=1) < layer.edge_stop
        if layer.mask is not None:
            alive &= layer.mask[rows, columns] > 0.3
        path[:, index] = here
        used += alive
    return path, used


def _pixel(
    places: Floats, shape: tuple[int, ...]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return rows and columns under `places` (x, y), those outside moved to the edge."""
    rows = np.clip(places[:, 1], 0, shape[0] - 1).astype(np.int64)
    return rows, np.clip(places[:, 0], 0, shape[1] - 1).astype(np.int64)
