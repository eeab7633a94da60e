"""`python -m bench --help`: what is measured here, and on which machine."""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from importlib import import_module
from pathlib import Path
from typing import Any

from nst.machine import hold_pages, machine_name

MEASUREMENTS = {
    name: f"bench.{name}"
    for name in (
        *("sheet", "recipes", "start", "memory", "proof", "studies", "caches", "published"),
        *("fronts", "textures", "choose", "speed", "profile", "visit", "ablations"),
        "tune",
    )
} | {"quality": "bench.quality.command"}
"""The module of each measurement; it has `add_command`, `measure` and a first line for --help."""


def main() -> None:
    """Run one measurement and write its figures as JSON if asked to."""
    hold_pages()
    options = new_parser(sys.argv[1:]).parse_args()
    measure: Callable[[argparse.Namespace], dict[str, Any]] = options.measure
    figures = measure(options)
    figures = {
        "machine": machine_name(),
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d}",
        **figures,
    }
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def new_parser(words: list[str]) -> argparse.ArgumentParser:
    """A parser of all measurements; only the one that `words` ask for is imported."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="MEASUREMENT")
    for name, module in MEASUREMENTS.items():
        if words[:1] != [name]:
            actions.add_parser(name, help=_first_line(module))
            continue
        room = import_module(module)
        action: argparse.ArgumentParser = room.add_command(actions)
        action.add_argument("--json", type=Path, metavar="FILE", help="also write the figures")
        action.set_defaults(measure=room.measure)
    return parser


def _first_line(module: str) -> str:
    """What a module says of itself, without importing it: torch takes seconds."""
    file = Path(__file__).parents[1] / f"{module.replace('.', '/')}.py"
    words = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return words.partition("\n")[0]


if __name__ == "__main__":
    main()
