"""The contact sheet: photographs × artworks, painted with one network, for the eye to judge."""

from __future__ import annotations

import argparse
import time
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from nst.gallery import Artwork, Gallery
from nst.images import open_image, resize, size_at
from nst.places import EXAMPLES, STYLES
from nst.records import Picture
from nst.settings import Settings

MARGIN_PX = 6
PAPER = (246, 243, 236)
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `sheet` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("sheet", help=__doc__)
    parser.add_argument("--photos", type=Path, default=EXAMPLES, help="folder of photographs")
    parser.add_argument("--only", nargs="*", default=[], help="names of photographs to take")
    parser.add_argument("--styles", type=Path, default=STYLES, help="folder of artworks")
    parser.add_argument("--network", default="embedded")
    parser.add_argument("--size", type=int, default=384, help="long edge in px")
    parser.add_argument("-o", "--output", type=Path, default=Path("out/sheet.jpg"))
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Paint every pair and lay the pictures out; returns seconds for each."""
    from nst.networks import network_for
    from nst.session import stylize

    artworks = Gallery.load(options.styles).artworks
    photos = sorted(path for path in options.photos.iterdir() if path.suffix in SUFFIXES)
    photos = [path for path in photos if not options.only or path.stem in options.only]
    contents = [open_image(path) for path in photos]
    rows: list[list[Picture | None]] = [[None, *contents]]
    seconds: dict[str, float] = {}
    for artwork in artworks:
        settings = artwork.tune(Settings(long_edge_px=options.size, network=options.network))
        network = network_for(settings)
        style = open_image(artwork.picture)
        row: list[Picture | None] = [style]
        for path, content in zip(photos, contents, strict=True):
            began = time.perf_counter()
            progress = deque(stylize(content, style, settings, network=network), maxlen=1).pop()
            took = time.perf_counter() - began
            seconds[f"{artwork.slug} × {path.stem}"] = round(took, 2)
            print(f"{artwork.slug} × {path.stem}: {took:.1f} s, loss {progress.loss:.4g}")
            row.append(progress.picture)
            _write(options.output, artwork, path, progress.picture)
        rows.append(row)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        lay_out(rows, options.size // 2).save(options.output, quality=90)
    print(f"{len(seconds)} pictures, {np.median(list(seconds.values())):.1f} s in the median")
    return {"size_px": options.size, "network": options.network, "seconds": seconds}


def _write(sheet: Path, artwork: Artwork, photo: Path, picture: Picture) -> None:
    folder = sheet.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(folder / f"{photo.stem}--{artwork.slug}.png")


def lay_out(rows: list[list[Picture | None]], edge_px: int) -> Image.Image:
    """The pictures in rows and columns, each inside a square of `edge_px`."""
    cell = edge_px + MARGIN_PX
    sheet = Image.new("RGB", (cell * max(map(len, rows)) + MARGIN_PX, cell * len(rows)), PAPER)
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            if picture is None:
                ImageDraw.Draw(sheet).text((MARGIN_PX, MARGIN_PX), "painting | photograph", "black")
                continue
            height, width = size_at(picture, edge_px)
            place = (x * cell + (cell - width) // 2, y * cell + (cell - height) // 2)
            sheet.paste(Image.fromarray(resize(picture, height, width)), place)
    return sheet
