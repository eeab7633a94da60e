"""The literature, and a painting shuffled: what is left of it when the places are forgotten."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from nst.records import Picture

TILE_PX = 40
_HERE = Path(__file__).parent


def sources_html() -> str:
    """The literature."""
    return (_HERE / "sources.html").read_text("utf-8")


def shuffle_tiles(picture: Picture, tile_px: int = TILE_PX, seed: int = 1) -> Picture:
    """The picture, trimmed to whole square tiles, with its tiles in another order."""
    rows, columns = picture.shape[0] // tile_px, picture.shape[1] // tile_px
    trimmed = picture[: rows * tile_px, : columns * tile_px]
    tiles = trimmed.reshape(rows, tile_px, columns, tile_px, 3).swapaxes(1, 2)
    tiles = tiles.reshape(rows * columns, tile_px, tile_px, 3)
    tiles = tiles[np.random.default_rng(seed).permutation(len(tiles))]
    tiles = tiles.reshape(rows, columns, tile_px, tile_px, 3).swapaxes(1, 2)
    return np.ascontiguousarray(tiles.reshape(trimmed.shape))
