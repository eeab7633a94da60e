"""The recipes side by side: loss before and after, seconds, and the pictures."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from bench.sheet import lay_out
from nst.gallery import Gallery
from nst.images import open_image
from nst.places import EXAMPLES, STYLES
from nst.recipes import RECIPES


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `recipes` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("recipes", help=__doc__)
    parser.add_argument("--photo", type=Path, default=EXAMPLES / "astronaut.jpg")
    parser.add_argument("--style", default="starry-night", help="an artwork's slug")
    parser.add_argument("--network", default="embedded")
    parser.add_argument("--size", type=int, default=256, help="long edge in px")
    parser.add_argument("-o", "--output", type=Path, default=Path("out/recipes.jpg"))
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Paint one pair with every recipe as published; returns losses and seconds."""
    from nst.session import stylize

    content = open_image(options.photo)
    style = open_image(Gallery.load(STYLES)[options.style].picture)
    pictures, figures = [], {}
    for name, recipe in RECIPES.items():
        settings = recipe.settings.changed(long_edge_px=options.size, network=options.network)
        losses = []
        began = time.perf_counter()
        for progress in stylize(content, style, settings):
            losses.append(progress.loss)
        took = time.perf_counter() - began
        first, last = losses[1], losses[-1]  # the very first Progress has no loss yet
        print(f"{name:<11} {progress.steps:>5} steps {took:7.1f} s  loss {first:.4g} → {last:.4g}")
        figures[name] = {"steps": progress.steps, "seconds": took, "first": first, "last": last}
        pictures.append(progress.picture)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    lay_out([[style, content, *pictures]], options.size).save(options.output, quality=90)
    return {"size_px": options.size, "recipes": figures}
