"""How it works, told with pictures: from the visitor's own run once there is one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from nst.errors import NSTError
from nst.gallery import Artwork
from nst.images import open_image, resize, size_at
from nst.records import Picture
from nst.ui.markup import data_uri, jpeg_uri
from nst.ui.pictures import WIDTHS_PX, Pictures
from nst.ui.visit import Pastiche

STAGES = 4
TILE_PX = 40
SHUFFLED_EDGE_PX = 480
_HERE = Path(__file__).parent


def method_html(artwork: Artwork) -> str:
    """The part that is the same for everybody, with one artwork shown whole and shuffled."""
    text = (_HERE / "method.html").read_text("utf-8")
    return text.replace("<!-- shuffled -->", _whole_and_shuffled(artwork))


def sources_html() -> str:
    """The literature."""
    return (_HERE / "sources.html").read_text("utf-8")


def _whole_and_shuffled(artwork: Artwork) -> str:
    try:
        picture = open_image(artwork.picture)
    except NSTError:
        return ""  # the wall says so already; the text stands without the pictures
    picture = resize(picture, *size_at(picture, SHUFFLED_EDGE_PX))
    whole, shuffled = data_uri(picture), data_uri(shuffle_tiles(picture))
    return (
        f'<div class="twins"><img src="{whole}" alt="{escape(artwork.title)}">'
        f'<img src="{shuffled}" alt="The same painting, cut into tiles and shuffled"></div>'
    )


def shuffle_tiles(picture: Picture, tile_px: int = TILE_PX, seed: int = 1) -> Picture:
    """The picture, trimmed to whole square tiles, with its tiles in another order."""
    rows, columns = picture.shape[0] // tile_px, picture.shape[1] // tile_px
    trimmed = picture[: rows * tile_px, : columns * tile_px]
    tiles = trimmed.reshape(rows, tile_px, columns, tile_px, 3).swapaxes(1, 2)
    tiles = tiles.reshape(rows * columns, tile_px, tile_px, 3)
    tiles = tiles[np.random.default_rng(seed).permutation(len(tiles))]
    tiles = tiles.reshape(rows, columns, tile_px, tile_px, 3).swapaxes(1, 2)
    return np.ascontiguousarray(tiles.reshape(trimmed.shape))


def empty_run_html() -> str:
    """What stands where the visitor's own run will be."""
    return (
        '<section class="own-run"><h2>Your own picture, taken apart</h2>'
        "<p>Paint something in the gallery; its stages and what pulled on it will stand here.</p>"
        "</section>"
    )


def run_html(pastiche: Pastiche, artwork: Artwork, pictures: Pictures) -> str:
    """The visitor's latest picture: how it came about, and what pulled on it in the end."""
    count = len(pastiche.frames)
    at = [round(stage * (count - 1) / (STAGES - 1)) for stage in range(STAGES)] if count else []
    frames = "".join(
        f'<img src="{jpeg_uri(pastiche.frames[each])}" alt="Stage {stage} of {STAGES}">'
        for stage, each in enumerate(at, start=1)
    )
    style = pictures.url(f"styles/{artwork.slug}", WIDTHS_PX[1])
    return (
        '<section class="own-run"><h2>Your own picture, taken apart</h2>'
        f'<div class="stages">{frames}<img src="{style}" alt="{escape(artwork.title)}"></div>'
        "<p>From the first stroke to the last, beside the painting it was compared with.</p>"
        f"{_palette(artwork)}{parts_html(pastiche.record)}</section>"
    )


def _palette(artwork: Artwork) -> str:
    swatches = "".join(f'<li style="background:{escape(each)}"></li>' for each in artwork.palette)
    if not swatches:
        return ""
    return f'<h3>The painting’s palette</h3><ul class="palette" aria-hidden="true">{swatches}</ul>'


def parts_html(record: Mapping[str, Any]) -> str:
    """The weighted parts of the loss at the end, as bars of their share."""
    loss = record.get("loss")
    parts = dict(loss.get("parts", {})) if isinstance(loss, Mapping) else {}
    total = sum(value for value in parts.values() if value > 0)
    if not total:
        return ""
    rows = "".join(
        f'<li><span>{escape(name)}</span><span class="track"><span class="bar" '
        f'style="--share:{max(value, 0) / total:.4f}"></span></span>'
        f"<span>{value / total:.0%}</span></li>"
        for name, value in parts.items()
    )
    return f'<h3>What still pulled on it at the end</h3><ul class="bars">{rows}</ul>'
