"""The command line: `python -m nst paint selfie.jpg --style starry-night -o out.png`.

Talks, and leaves the work to the package. Opens torch only when something is painted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import nst
from nst.cli import (
    cache,
    closeup,
    comic,
    course,
    explore,
    gallery,
    grid,
    paint,
    quiz,
    wall,
    weights,
)
from nst.errors import NSTError
from nst.machine import hold_pages


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 1 after an error, or 130 when stopped with Ctrl-C."""
    options = build_parser().parse_args(arguments)
    hold_pages()
    try:
        code: int = options.command(options)
    except NSTError as error:
        print(f"nst: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("nst: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `nst gallery list | head` is no error
        return 0
    except OSError as error:
        print(f"nst: {error}", file=sys.stderr)
        return 1
    return code


def build_parser() -> argparse.ArgumentParser:
    """The parser with all its commands."""
    parser = argparse.ArgumentParser(
        prog="nst", description="Paint a photograph in the style of a painting."
    )
    parser.add_argument("--version", action="version", version=f"nst {nst.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for room in (paint, gallery, closeup, comic, course, explore, grid, quiz, wall, cache, weights):
        room.add_commands(commands)
    return parser
