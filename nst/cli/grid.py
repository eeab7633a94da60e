"""`nst grid PHOTO --style S --over strength,layers`: what the knobs do, on one sheet."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from nst.cli.following import add_output, check_output, follow, nothing_painted, write
from nst.cli.paint import style_named
from nst.images import open_image
from nst.places import STYLES
from nst.recipes import RECIPES
from nst.rooms import knobs
from nst.rooms.series import series_record


def add_commands(commands: Any) -> None:
    """Add `grid` to the parser."""
    parser = commands.add_parser(
        "grid",
        help="see what the knobs do",
        description="Paint one photograph over a grid of settings, small first and then larger: "
        "figure 3 of Gatys et al. 2015.",
        epilog="Knobs: " + "; ".join(f"{each.name} ({each.help})" for each in knobs.AXES.values()),
    )
    parser.add_argument("photo", type=Path)
    parser.add_argument("--style", required=True, help="an artwork's slug, or any picture file")
    parser.add_argument(
        "--over",
        default="strength,layers",
        metavar="ACROSS[,DOWN]",
        help="one or two knobs, alone or with values: strength=0.2:0.5:0.8,steps (default: "
        "strength,layers)",
    )
    parser.add_argument(
        "--recipe",
        choices=("paper", *RECIPES),
        default="paper",
        help="what to vary: from noise as in the article (the default), or one of the recipes",
    )
    parser.add_argument("--size", type=int, default=knobs.EDGE_PX, help="long edge in px")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--network", default="auto", help="auto, embedded, vgg19 or vgg16")
    parser.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    add_output(parser, "sheet.png")
    parser.set_defaults(command=_grid)


def _grid(options: argparse.Namespace) -> int:
    check_output(options.output)
    style, artwork, tuned = style_named(options.style, options.styles)
    recipe = RECIPES.get(options.recipe)
    settings = (recipe.settings if recipe else knobs.PAPER).changed(
        **(dict(tuned) if options.recipe == "gallery" else {}),
        seed=options.seed,
        network=options.network,
    )
    settings.changed(long_edge_px=options.size)
    grid = knobs.plan_grid(
        open_image(options.photo),
        style,
        settings,
        options.over,
        artwork=artwork,
        edge_px=options.size,
    )
    found, stopped = follow(grid.pieces, options, options.photo.name)
    if not found:
        return nothing_painted()
    network = str(found[0].record.get("network", {}).get("label", ""))
    title = f"{options.photo.stem}, after {artwork['title']}"
    by_key = {each.piece.key: each for each in found}
    sheet = knobs.grid_sheet(title, grid, by_key, network)
    record = series_record("knobs", found, over=options.over)
    return write(options, sheet, record, stopped=stopped)
