"""What layers answer, made visible: the strongest channels as maps, Gram matrices as heat maps.

Pure numpy on the features of a `Seen`; nothing here knows of networks or pages.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nst.records import Features, Picture

MAP_EDGE_PX = 160
HEAT_EDGE_PX = 192
# From paper to ink through the ochre of a frame: dark is strong, and grey print keeps the order.
_HEAT = np.array([[246, 243, 236], [232, 205, 138], [196, 120, 58], [122, 40, 44], [36, 20, 40]])


def strongest_channels(features: Features, count: int) -> list[int]:
    """Indices of the channels whose answers vary most over the picture, strongest first.

    `features`: float (C, h, w). A channel that answers everywhere alike shows nothing.
    """
    spread = features.reshape(len(features), -1).std(axis=1)
    return [int(at) for at in np.argsort(-spread, kind="stable")[:count]]


def answer_map(channel: Features, height: int, width: int) -> Picture:
    """Answers (h, w) of one channel as a picture of that size in px: dark none, light strong."""
    low, high = np.percentile(channel, (1, 99))
    levels = ((channel - low) / max(float(high - low), 1e-12)).clip(0, 1)
    grey = enlarged((levels * 255).round().astype(np.uint8), height, width)
    return np.repeat(grey[..., None], 3, axis=2)


def gram_matrix(features: Features) -> Features:
    """Gram matrix (C, C) of features (C, h, w), divided by h·w as in `nst.losses`."""
    flat = features.reshape(len(features), -1).astype(np.float64)
    return np.asarray(flat @ flat.T / flat.shape[1], dtype=np.float32)


def gram_distance(gram: Features, target: Features) -> float:
    """How far a Gram matrix is from its target, as a share of the target's own length."""
    return float(np.linalg.norm(gram - target) / max(float(np.linalg.norm(target)), 1e-12))


def channel_order(gram: Features, count: int) -> list[int]:
    """The `count` channels with the largest own entries, so that heat maps of one layer agree."""
    return [int(at) for at in np.argsort(-np.diag(gram), kind="stable")[:count]]


def heat_map(gram: Features, order: Sequence[int], scale: float, edge_px: int = 0) -> Picture:
    """A Gram matrix as a picture: its channels in `order`, entries from 0 (light) to `scale`.

    Square roots are shown, since a few pairs would outshine all others. One px for each entry, or
    `edge_px` for them all.
    """
    chosen = gram[np.ix_(order, order)]
    levels = np.sqrt(np.abs(chosen) / max(scale, 1e-12)).clip(0, 1)
    at = levels * (len(_HEAT) - 1)
    low = np.floor(at).astype(int).clip(0, len(_HEAT) - 2)
    share = (at - low)[..., None]
    colors = _HEAT[low] * (1 - share) + _HEAT[low + 1] * share
    small = colors.round().astype(np.uint8)
    if not edge_px:
        return np.asarray(small)
    return np.stack([enlarged(small[..., axis], edge_px, edge_px) for axis in range(3)], axis=-1)


def heat_scale(gram: Features) -> float:
    """The entry that is shown darkest."""
    return float(np.abs(gram).max())


def enlarged(
    grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], height: int, width: int
) -> Picture:
    """A small picture (h, w) enlarged without smoothing, so that each cell stays a square."""
    rows = (np.arange(height) * grey.shape[0]) // height
    columns = (np.arange(width) * grey.shape[1]) // width
    return np.asarray(grey[rows][:, columns])
