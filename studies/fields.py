"""Whole pictures as arrays: colours, gradients, noise, blur and displacement.

Conventions as in `studies.draw`: points and lengths are fractions, colours float32 in [0, 1].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.float32]
Colour: TypeAlias = str | Sequence[float] | npt.NDArray[np.float32]
Size: TypeAlias = tuple[int, int]


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
