"""A wall of one's own: pastiches with photograph and painting beside them, packed or on one sheet.

Works on pictures and records; where they come from (a visit, a folder) is the caller's business.

>>> from nst.rooms import dreams
>>> pieces = dreams.gather(Path("out"), gallery)
>>> Path("wall.png").write_bytes(encode_png(dreams.sheet(pieces)))
>>> Path("wall.zip").write_bytes(dreams.pack(pieces))
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nst.errors import InputError, NSTError
from nst.exhibition import Exhibition
from nst.gallery import Gallery
from nst.images import encode_jpeg, encode_png, open_image, read_record, resize
from nst.records import Picture

ROW_PX, GAP_PX, LINE_PX = 360, 16, 44
PAPER, INK = (246, 243, 236), (36, 35, 31)
_SINCE = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a packed wall: a picture's record holds no time of day either."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """One pastiche of a wall. `content` and `style` are None when they are not at hand."""

    name: str
    title: str
    picture: Picture
    record: Mapping[str, Any]
    content: Picture | None = None
    style: Picture | None = None


def pack(pieces: Sequence[Piece], *, photographs: bool = False) -> bytes:
    """The pieces as a ZIP file: each PNG with its record inside, and the record as JSON.

    The photographs come along only when they are asked for, as `<name>-photograph.jpg`. The same
    pieces always make the same file. Raises InputError when there is nothing to pack.
    """
    if not pieces:
        raise InputError("There is nothing to pack yet. Paint a picture first.")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for piece in pieces:
            record = json.dumps(piece.record, ensure_ascii=False, indent=1)
            _put(archive, f"{piece.name}.png", encode_png(piece.picture, piece.record))
            _put(archive, f"{piece.name}.json", record.encode())
            if photographs and piece.content is not None:
                _put(archive, f"{piece.name}-photograph.jpg", encode_jpeg(piece.content, 92))
    return buffer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _SINCE), content)


def triptych(piece: Piece, height_px: int | None = None) -> Picture:
    """Photograph, painting and pastiche side by side, uint8 (H, W, 3), as tall as the pastiche."""
    height = height_px or piece.picture.shape[0]
    shown = [each for each in (piece.content, piece.style, piece.picture) if each is not None]
    gap = np.full((height, max(2, height // 40), 3), PAPER, np.uint8)
    panels: list[Picture] = []
    for picture in shown:
        width = max(1, round(picture.shape[1] * height / picture.shape[0]))
        panels += [gap, resize(picture, height, width)]
    return np.concatenate(panels[1:], axis=1)


def sheet(pieces: Sequence[Piece]) -> Picture:
    """All pieces below each other as triptychs with their captions, uint8 (H, W, 3).

    Raises InputError when there are none.
    """
    if not pieces:
        raise InputError("There is nothing to hang yet. Paint a picture first.")
    rows = [triptych(piece, ROW_PX) for piece in pieces]
    width = max(row.shape[1] for row in rows) + 2 * GAP_PX
    canvas = Image.new("RGB", (width, GAP_PX + len(rows) * (ROW_PX + LINE_PX)), PAPER)
    pen, font = ImageDraw.Draw(canvas), ImageFont.load_default(18)
    for at, (piece, row) in enumerate(zip(pieces, rows, strict=True)):
        top = GAP_PX + at * (ROW_PX + LINE_PX)
        canvas.paste(Image.fromarray(row), (GAP_PX, top))
        pen.text((GAP_PX, top + ROW_PX + 8), f"After {piece.title}", INK, font)
    return np.asarray(canvas)


def gather(folder: Path, gallery: Gallery | Exhibition) -> tuple[list[Piece], list[str]]:
    """The pastiches of a folder in the order of their names, and what could not be read.

    A pastiche is a PNG with a run record inside. Photograph and painting hang beside it when the
    JSON beside it says where they lie, or the gallery has the painting. Raises InputError when
    the folder holds no pastiche.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder. Name the one that your pictures are in.")
    pieces: list[Piece] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.png")):
        try:
            pieces.append(_read(path, gallery))
        except NSTError as error:
            problems.append(str(error))
    if not pieces:
        raise InputError(f"{folder} holds no pastiche: no PNG in it has a run record inside.")
    return pieces, problems


def _read(path: Path, gallery: Gallery | Exhibition) -> Piece:
    record = read_record(path)
    artwork = record.get("artwork", {})
    beside = path.with_suffix(".json")
    files = read_record(beside).get("files", {}) if beside.is_file() else {}
    slug = artwork.get("slug", "")
    known = {each.slug: each.picture for each in gallery.artworks}
    return Piece(
        name=path.stem,
        title=str(artwork.get("title") or slug or "a picture"),
        picture=open_image(path),
        record=record,
        content=_at_hand(files.get("content")),
        style=_at_hand(known.get(slug) or files.get("style")),
    )


def _at_hand(place: str | Path | None) -> Picture | None:
    """The picture of that place, or None when it has moved."""
    try:
        return open_image(place) if place and Path(place).is_file() else None
    except InputError:
        return None
