"""Follows a series in a terminal: progress bar, Ctrl-C that keeps what is there, files at the end.

What the rooms' commands share; what is painted is theirs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nst.errors import InputError
from nst.images import encode_png
from nst.records import Picture, Progress
from nst.rooms.series import Painted, Piece, paint_here, paint_series, painted

STOPPED = 130
"""Exit code of a command that Ctrl-C ended."""


def add_output(parser: argparse.ArgumentParser, default: str) -> None:
    """The flags that every room's command has."""
    parser.add_argument(
        "-o", "--output", type=Path, default=Path(default), help=f"PNG file (default: {default})"
    )
    parser.add_argument("--json", action="store_true", help="print the record to stdout")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress bar")


def check_output(target: Path) -> None:
    """Refuse what cannot be written before anything is painted."""
    if target.is_dir():
        raise InputError(f"{target} is a folder; name a .png file in it.")
    if target.suffix.lower() != ".png":
        raise InputError(f"{target.suffix or 'No suffix'} is not written; name a .png file.")
    target.parent.mkdir(parents=True, exist_ok=True)


def follow(
    pieces: Sequence[Piece], options: argparse.Namespace, name: str
) -> tuple[list[Painted], bool]:
    """Paint a series with a progress bar: what was painted, and whether Ctrl-C stopped it.

    A key that is painted twice (small first, then larger) is kept as it was painted last.
    """
    found: dict[str, Painted] = {}
    now: tuple[Piece, Progress] | None = None
    stopped = False
    shape = "{l_bar}{bar}| {n:.0f} % [{elapsed}{postfix}]"
    with tqdm(total=100, disable=options.quiet, desc=name, bar_format=shape) as bar:
        try:
            for turn in paint_series(pieces, paint_here):
                if not isinstance(turn.event, Progress):
                    continue
                now = (turn.piece, turn.event)
                if turn.event.done:
                    found[turn.piece.key] = painted(turn.piece, turn.event)
                    now = None
                left = f"{turn.left_s:.0f} s left" if turn.left_s is not None else ""
                bar.n = round(100 * turn.share, 1)
                bar.set_postfix_str(f"{turn.number + 1} of {turn.of}: {turn.piece.title}, {left}")
        except KeyboardInterrupt:
            stopped = True
    if now is not None and now[1].step and now[0].key not in found:
        found[now[0].key] = painted(*now)
    return list(found.values()), stopped


def write(
    options: argparse.Namespace, picture: Picture, record: Mapping[str, Any], *, stopped: bool
) -> int:
    """Write picture and record, say where, and give the exit code."""
    target: Path = options.output
    target.write_bytes(encode_png(picture, record))
    text = json.dumps(record, ensure_ascii=False, indent=2)
    target.with_suffix(".json").write_text(text + "\n", "utf-8")
    if options.json:
        print(json.dumps({"output": str(target), **record}, ensure_ascii=False))
    elif stopped:
        print(f"Stopped; what was painted so far is in {target}", file=sys.stderr)
    else:
        print(target)
    return STOPPED if stopped else 0


def nothing_painted() -> int:
    """Say that Ctrl-C came before the first picture."""
    print("nst: stopped before the first picture; nothing was written.", file=sys.stderr)
    return STOPPED
