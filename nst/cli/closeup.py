"""`nst closeup`: details of photograph, painting and pastiche side by side on one sheet."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from nst.cli.following import add_output, check_output, write
from nst.cli.paint import style_named
from nst.errors import InputError
from nst.images import fingerprint, open_image, read_record
from nst.places import STYLES
from nst.rooms.closeup import closeup_sheet, propose, seen_edge_px


def add_commands(commands: Any) -> None:
    """Add `closeup` to the parser."""
    parser = commands.add_parser(
        "closeup",
        help="look closely at a finished picture",
        description="Write a sheet of details that are worth a close look: photograph, painting "
        "and pastiche side by side, at the same place.",
    )
    parser.add_argument("record", type=Path, help="a pastiche's .png, or the .json beside it")
    parser.add_argument("--photo", type=Path, help="the photograph, if it has moved")
    parser.add_argument("--style", help="slug or picture, if it has moved")
    add_output(parser, "closeup.png")
    parser.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    parser.set_defaults(command=_closeup)


def _closeup(options: argparse.Namespace) -> int:
    check_output(options.output)
    if options.output.with_suffix("") == options.record.with_suffix(""):
        raise InputError(f"{options.output} would overwrite the picture itself; name another file.")
    record = read_record(options.record)
    if record.get("room") == "comic":
        raise InputError("This is a comic strip's record; give that of a single picture.")
    pastiche = open_image(_pastiche(options.record))
    files = _files(options.record, record)
    photo, named = options.photo or files.get("content"), options.style or _style(record, files)
    if not photo or not named:
        missing = "--photo PHOTO" if not photo else "--style SLUG_OR_PICTURE"
        raise InputError(f"The record does not say where its pictures are. Add {missing}.")
    content = open_image(photo)
    style, artwork, _ = style_named(named, options.styles)
    if record.get("content", {}).get("sha256") not in (None, fingerprint(content)):
        print("nst: the photograph is not the one of the record.", file=sys.stderr)
    _check_shape(content, pastiche)
    details = propose(content, pastiche, style, seen_edge_px(record, style))
    sheet = closeup_sheet(content, style, pastiche, details, f"After {artwork['title']}")
    found = {
        "room": "closeup",
        "details": [
            {"kind": each.kind, "box": list(each.box), "source": list(each.source)}
            for each in details
        ],
    }
    return write(options, sheet, {**record, **found}, stopped=False)


def _pastiche(given: Path) -> Path:
    if given.suffix.lower() != ".json":
        return given
    beside = given.with_suffix(".png")
    if not beside.is_file():
        raise InputError(f"There is no {beside.name} beside {given.name}. Give the .png itself.")
    return beside


def _files(given: Path, record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where the pictures lie: only the JSON beside a pastiche says so."""
    beside = given.with_suffix(".json")
    if "files" not in record and beside.is_file():
        record = read_record(beside)
    files = record.get("files", {})
    return files if isinstance(files, Mapping) else {}


def _style(record: Mapping[str, Any], files: Mapping[str, Any]) -> str:
    artwork = record.get("artwork", {})
    slug = artwork.get("slug") if isinstance(artwork, Mapping) else None
    return str(slug or files.get("style") or "")


def _check_shape(
    content: np.ndarray[Any, np.dtype[np.uint8]], pastiche: np.ndarray[Any, np.dtype[np.uint8]]
) -> None:
    shapes = [each.shape[1] / each.shape[0] for each in (content, pastiche)]
    if abs(shapes[0] / shapes[1] - 1) > 0.03:
        raise InputError(
            f"The photograph is {content.shape[1]} × {content.shape[0]} px and the picture "
            f"{pastiche.shape[1]} × {pastiche.shape[0]} px; their shapes differ. "
            "Add --photo with the photograph that it was painted from."
        )
