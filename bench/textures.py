"""Texture synthesis from noise: what the network has understood of each artwork's brushwork."""

from __future__ import annotations

import argparse
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.quality.subjects import Subject, paintings, parse_settings, settings_for
from bench.sheet import lay_out
from nst.images import open_image, resize, size_at
from nst.places import STYLES
from nst.records import Picture
from nst.settings import Settings

if TYPE_CHECKING:
    from nst.networks import Network

COLUMNS = 4
"""Pairs of painting and texture in a row of the sheet."""

STYLE_ALONE = {
    "content_weight": 0.0,
    "luminance_weight": 0.0,
    "palette_target": False,
    "palette_weight": 0.0,
    "face_weight": 1.0,
    "redraw": 0.0,
    "init": "noise",
    "strength": 0.5,
    "colors": 1.0,
}


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `textures` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("textures", help=__doc__)
    parser.add_argument("--paintings", type=Path, help="folder of paintings (else: the gallery's)")
    parser.add_argument("--styles", type=Path, default=STYLES, help="folder of artworks")
    parser.add_argument("--only-paintings", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--network", default="auto", help="auto, embedded, vgg19, random or a file")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="other settings")
    parser.add_argument("--size", type=int, default=256, help="edge of the squares in px")
    parser.add_argument("--out", type=Path, default=Path("out/textures.jpg"), metavar="FILE")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Paint every artwork's texture beside it; returns what each figure says of it.

    `closure_from_noise`: style closure in the first judge, the start being noise. `coherence`: how
    far strokes run one way, 0 to 1, in the painting and in its texture, said without a network.
    """
    from bench.brushwork import read
    from bench.quality.closure import closure, judge
    from bench.quality.paint import open_network

    pieces: list[Picture | None] = []
    figures = {}
    coherence: dict[str, tuple[float, float]] = {}
    for painting in paintings(options.paintings, options.styles, options.only_paintings):
        settings = texture_settings(painting, options.size, parse_settings(options.set))
        network = open_network(options.network, settings)
        swatch, noise, texture = synthesize(painting, settings, network)
        figures[painting.name] = found = closure(judge(), texture, noise, swatch)
        one, two = coherence[painting.name] = (read(swatch).coherence, read(texture).coherence)
        print(
            f"{painting.name:<30} closure from noise {found:.3f}, "
            f"coherence {one:.2f} in the painting, {two:.2f} in its texture",
            flush=True,
        )
        pieces += [swatch, texture]
        rows = [pieces[at : at + 2 * COLUMNS] for at in range(0, len(pieces), 2 * COLUMNS)]
        options.out.parent.mkdir(parents=True, exist_ok=True)
        lay_out(rows, options.size).save(options.out, quality=92)
    print(f"See {options.out}.")
    return {
        "size_px": options.size,
        "network": options.network,
        "closure_from_noise": figures,
        "coherence": coherence,
    }


def synthesize(
    painting: Subject, settings: Settings, network: Network
) -> tuple[Picture, Picture, Picture]:
    """The middle square of a painting, the noise begun with, and the texture made of it.

    The photograph of the run is plain grey: nothing but its size may matter.
    """
    from nst.session import stylize

    picture, edge_px = open_image(painting.path), settings.long_edge_px
    grey = np.full((edge_px, edge_px, 3), 128, np.uint8)
    steps = stylize(grey, picture, settings, network=network)
    noise = next(steps).picture
    texture = deque(steps, maxlen=1).pop().picture
    return square(picture, edge_px), resize(noise, edge_px, edge_px), texture


def texture_settings(painting: Subject, size_px: int, own: dict[str, Any]) -> Settings:
    """The gallery's own settings with everything of the photograph taken away."""
    return settings_for("gallery", painting, size_px, {**STYLE_ALONE, **own})


def square(picture: Picture, edge_px: int) -> Picture:
    """The middle square of a picture, `edge_px` wide, the picture reduced as little as needed.

    The picture's long edge becomes `edge_px` × its aspect ratio, so that the square holds its
    whole short edge.
    """
    height, width = picture.shape[:2]
    small = resize(
        picture, *size_at(picture, round(edge_px * max(height, width) / min(height, width)))
    )
    top, left = (small.shape[0] - edge_px) // 2, (small.shape[1] - edge_px) // 2
    return small[max(0, top) : max(0, top) + edge_px, max(0, left) : max(0, left) + edge_px]
