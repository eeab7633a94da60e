"""`nst wall`: finished pictures of a folder on one sheet or in one ZIP file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from nst.errors import InputError
from nst.gallery import Gallery
from nst.images import encode_png
from nst.places import STYLES, fetched_folder
from nst.rooms import dreams


def add_commands(commands: Any) -> None:
    """Add `wall` to the parser."""
    parser = commands.add_parser(
        "wall",
        help="hang finished pictures beside photograph and painting",
        description="Hang the pastiches of a folder on one sheet, each with its photograph and its "
        "painting beside it; or pack them.",
    )
    parser.add_argument("folder", type=Path, help="where the PNG files with their records are")
    parser.add_argument("-o", "--output", type=Path, metavar="PNG", help="write the sheet")
    parser.add_argument("--zip", type=Path, metavar="ZIP", help="pack all pictures and records")
    parser.add_argument("--photographs", action="store_true", help="pack the photographs, too")
    parser.add_argument("--json", action="store_true", help="list the records for machines")
    parser.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    parser.set_defaults(command=_wall)


def _wall(options: argparse.Namespace) -> int:
    for place, suffix in ((options.output, ".png"), (options.zip, ".zip")):
        if place is not None and place.suffix.lower() != suffix:
            raise InputError(f"{place} does not end in {suffix}; name such a file.")
    gallery = Gallery.load(options.styles, fetched_folder())
    pieces, problems = dreams.gather(options.folder, gallery)
    for problem in problems:
        print(f"nst: {problem}", file=sys.stderr)
    if options.output is not None:
        _write(options.output, encode_png(dreams.sheet(pieces)))
    if options.zip is not None:
        _write(options.zip, dreams.pack(pieces, photographs=options.photographs))
    if options.json:
        print(json.dumps({each.name: dict(each.record) for each in pieces}, ensure_ascii=False))
        return 0
    for piece in pieces:
        height, width = piece.picture.shape[:2]
        beside = [name for name, there in (("photograph", piece.content), ("painting", piece.style))
                  if there is not None]  # fmt: skip
        print(f"{piece.name}  after {piece.title}, {width} × {height} px"
              + (f", with {' and '.join(beside)}" if beside else ""))  # fmt: skip
    return 0


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
