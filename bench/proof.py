"""The proof on the wall and in the README: painting, photograph and pastiche side by side."""

from __future__ import annotations

import argparse
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from nst.gallery import Gallery
from nst.images import open_image, resize
from nst.places import EXAMPLES, STYLES
from nst.settings import Settings

GAP_PX = 18


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `proof` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("proof", help=__doc__)
    parser.add_argument("--photo", type=Path, default=EXAMPLES / "astronaut.jpg")
    parser.add_argument("--style", default="starry-night", help="an artwork's slug")
    parser.add_argument("--size", type=int, default=512, help="long edge in px")
    parser.add_argument("-o", "--output", type=Path, default=EXAMPLES / "proof.webp")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Paint the pair with the embedded network; returns the run record."""
    from nst.session import stylize

    artwork = Gallery.load(STYLES)[options.style]
    photo, style = open_image(options.photo), open_image(artwork.picture)
    settings = artwork.tune(Settings(long_edge_px=options.size, network="embedded"))
    last = deque(stylize(photo, style, settings, artwork=artwork.label()), maxlen=1).pop()
    height = last.picture.shape[0]
    row = [_at_height(picture, height) for picture in (style, photo, last.picture)]
    gap = np.zeros((height, GAP_PX, 4), np.uint8)
    strip = np.concatenate([row[0], gap, row[1], gap, row[2]], axis=1)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(strip).save(options.output, quality=88, method=6)
    print(f"{options.output}, painted in {last.spent_s:.1f} s")
    assert last.result is not None
    return {"record": dict(last.result.record)}


def _at_height(picture: np.ndarray[Any, Any], height: int) -> np.ndarray[Any, Any]:
    """The picture at that height in px, opaque RGBA: the gaps between pictures show the wall."""
    grown = resize(picture, height, round(picture.shape[1] * height / picture.shape[0]))
    return np.dstack([grown, np.full(grown.shape[:2], 255, np.uint8)])
