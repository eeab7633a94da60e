"""`nst weights status | fetch | clear`: which networks are here, and bringing them here."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from tqdm import tqdm


def add_commands(commands: Any) -> None:
    """Add `weights` to the parser."""
    parser = commands.add_parser("weights", help="show and fetch the networks' weights")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, command, says in (
        ("status", _status, "which networks are on this machine"),
        ("fetch", _fetch, "fetch a published network (52 MB) from the Hugging Face Hub"),
        ("clear", _clear, "remove fetched networks from the cache"),
    ):
        action = actions.add_parser(name, help=says, description=says)
        action.add_argument("--json", action="store_true", help="for machines")
        if name == "fetch":
            action.add_argument("name", nargs="?", default="vgg19", choices=("vgg19", "vgg16"))
        action.set_defaults(command=command)


def _status(options: argparse.Namespace) -> int:
    from nst.weights import status

    present = status()
    if options.json:
        print(json.dumps([asdict(each) | {"path": str(each.path)} for each in present]))
        return 0
    for each in present:
        state = each.problem or f"sha256 {each.sha256[:12]}"
        print(f"{each.name:<9} {each.source:<9} {each.file_bytes / 1e6:6.1f} MB  {state}")
        print(f"          {each.path}")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from nst.weights import fetch

    with tqdm(unit="B", unit_scale=True, disable=options.json, desc=options.name) as bar:

        def watch(received: int, total: int) -> None:
            bar.total = total
            bar.update(received - bar.n)

        found = fetch(options.name, on_progress=watch)
    if options.json:
        print(json.dumps({"name": found.name, "path": str(found.path), "sha256": found.sha256}))
    else:
        print(f"{found.label}\n{found.path}")
    return 0


def _clear(options: argparse.Namespace) -> int:
    from nst.weights import clear

    removed = [str(path) for path in clear()]
    print(json.dumps(removed) if options.json else "\n".join(removed) or "Nothing to remove.")
    return 0
