"""Lays pictures out on one sheet with headings and captions, as a figure in an article does.

Knows pictures and words only: neither series nor networks.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nst.records import Picture

PAPER, INK, SOFT = "#f6f3ec", "#24231f", "#5c594f"
EDGE_PX, GAP_PX = 28, 14
FONT_PX = 15
_FONT = Path(__file__).parent.parent / "ui" / "fonts" / "source-sans-3-latin-400-normal.woff2"


@dataclass(frozen=True, slots=True)
class Cell:
    """A picture, or none yet, with the words under it."""

    picture: Picture | None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A row of cells under a heading."""

    heading: str
    cells: Sequence[Cell]


def lay_out(title: str, bands: Sequence[Band], note: str = "", cell_px: int = 0) -> Picture:
    """The sheet as a picture. Cells are as wide as the widest picture, or `cell_px`."""
    font, large = _font(FONT_PX), _font(FONT_PX + 9)
    pictures = [cell.picture for band in bands for cell in band.cells if cell.picture is not None]
    width = cell_px or max((each.shape[1] for each in pictures), default=160)
    columns = max((len(band.cells) for band in bands), default=1)
    across = 2 * EDGE_PX + columns * width + (columns - 1) * GAP_PX
    line_px = FONT_PX + 5
    sheet = Image.new("RGB", (across, 200 + sum(_band_px(each, width, font) for each in bands)))
    sheet.paste(PAPER, (0, 0, *sheet.size))
    draw = ImageDraw.Draw(sheet)
    top = EDGE_PX
    for line in _lines(title, across - 2 * EDGE_PX, large):
        draw.text((EDGE_PX, top), line, INK, large)
        top += FONT_PX + 15
    for band in bands:
        if band.heading:
            draw.text((EDGE_PX, top), band.heading, SOFT, font)
            top += line_px + 4
        for at, cell in enumerate(band.cells):
            left = EDGE_PX + at * (width + GAP_PX)
            below = _paste(sheet, cell, left, top, width)
            for row, line in enumerate(_lines(cell.caption, width, font)):
                draw.text((left, top + below + 5 + row * line_px), line, INK, font)
        top += _band_px(band, width, font) - (line_px + 4 if band.heading else 0)
    for line in _lines(note, across - 2 * EDGE_PX, font):
        draw.text((EDGE_PX, top), line, SOFT, font)
        top += line_px
    return np.asarray(sheet.crop((0, 0, across, min(sheet.height, top + EDGE_PX // 2))))


def _height(cell: Cell, width: int) -> int:
    if cell.picture is None:
        return 0
    ratio: float = cell.picture.shape[0] / cell.picture.shape[1]
    return round(width * ratio)


def _paste(sheet: Image.Image, cell: Cell, left: int, top: int, width: int) -> int:
    if cell.picture is None:
        return 0
    height = _height(cell, width)
    image = Image.fromarray(cell.picture)
    if image.size != (width, height):
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    sheet.paste(image, (left, top))
    return height


def _band_px(band: Band, width: int, font: ImageFont.FreeTypeFont) -> int:
    line_px = FONT_PX + 5
    tallest: int = max(
        (
            _height(cell, width) + line_px * len(_lines(cell.caption, width, font))
            for cell in band.cells
        ),
        default=0,
    )
    return tallest + 22 + (line_px + 4 if band.heading else 0)


def _lines(text: str, width: int, font: ImageFont.FreeTypeFont) -> list[str]:
    if not text:
        return []
    letters = max(8, int(width / (font.getlength("abcdefghij") / 10)))
    return textwrap.wrap(text, letters)


def _font(px: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(_FONT), px)
    names = {each["name"] for each in font.get_variation_axes()} if _varies(font) else set()
    if names:
        font.set_variation_by_axes([400])
    return font


def _varies(font: ImageFont.FreeTypeFont) -> bool:
    try:
        font.get_variation_axes()
    except OSError:  # one weight only
        return False
    return True
