"""A round as one picture, as puzzles are printed: paintings in the corners, pastiches between."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nst.exhibition import Exhibition
from nst.gallery import Gallery
from nst.images import resize
from nst.records import Picture
from nst.rooms.quiz.deal import Round
from nst.rooms.quiz.subjects import style_image

LETTERS = "ABCD"
CELL_PX, GAP_PX, LINE_PX = 300, 24, 30
PAPER, INK = (246, 243, 236), (36, 35, 31)


def sheet(found: Round, gallery: Gallery | Exhibition) -> Picture:
    """The round as uint8 (H, W, 3): numbers 1 to 4 outside, letters A to D in the middle."""
    step = CELL_PX + GAP_PX
    height = 2 * (step + LINE_PX) + GAP_PX
    canvas = Image.new("RGB", (4 * step + GAP_PX, height), PAPER)
    pen = ImageDraw.Draw(canvas)
    font = ImageFont.load_default(20)
    cells = [(0, 0), (3, 0), (0, 1), (3, 1)]
    for at, (subject, (column, row)) in enumerate(zip(found.subjects, cells, strict=True), 1):
        picture = style_image(subject, gallery[subject.slug])
        name = f"{at}  {subject.title}"
        _hang(canvas, pen, font, picture, name, column, row)
    cells = [(1, 0), (2, 0), (1, 1), (2, 1)]
    for letter, pastiche, (column, row) in zip(LETTERS, found.pastiches, cells, strict=True):
        _hang(canvas, pen, font, pastiche.picture(), letter, column, row)
    return np.asarray(canvas)


def _hang(
    canvas: Image.Image,
    pen: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    picture: Picture,
    name: str,
    column: int,
    row: int,
) -> None:
    height, width = picture.shape[:2]
    factor = CELL_PX / max(height, width)
    small = resize(picture, max(1, round(height * factor)), max(1, round(width * factor)))
    left = GAP_PX + column * (CELL_PX + GAP_PX) + (CELL_PX - small.shape[1]) // 2
    top = GAP_PX + row * (CELL_PX + GAP_PX + LINE_PX) + (CELL_PX - small.shape[0])
    canvas.paste(Image.fromarray(small), (left, top))
    pen.text((left, top + small.shape[0] + 4), name, INK, font)
