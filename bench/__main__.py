"""`python -m bench --help`: what is measured here, and on which machine."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bench import (
    caches,
    choose,
    fronts,
    memory,
    profile,
    proof,
    published,
    recipes,
    sheet,
    speed,
    start,
    studies,
    textures,
)
from bench.quality import command as quality
from nst.machine import hold_pages


def main() -> None:
    """Run one measurement and write its figures as JSON if asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="MEASUREMENT")
    rooms: tuple[Any, ...] = (
        *(sheet, recipes, start, memory, proof, studies),
        *(caches, published),
        *(quality, fronts, textures, choose),
        *(speed, profile),
    )
    for room in rooms:
        action = room.add_command(actions)
        action.add_argument("--json", type=Path, metavar="FILE", help="also write the figures")
        action.set_defaults(measure=room.measure)
    options = parser.parse_args()
    hold_pages()
    measure: Callable[[argparse.Namespace], dict[str, Any]] = options.measure
    figures = measure(options)
    figures = {"machine": machine(), "date": f"{datetime.now(timezone.utc):%Y-%m-%d}", **figures}
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def machine() -> str:
    """Processor, cores and Python of this machine, as one line."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        lines = cpuinfo.read_text("utf-8").splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        name = names[0] if names else name
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
