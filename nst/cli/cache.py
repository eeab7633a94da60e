"""`nst cache` and `nst cache clear`: what is kept on this disk, and being rid of it."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from nst.kept import KINDS, Kept, clear, status


def add_commands(commands: Any) -> None:
    """Add `cache` to the parser."""
    says = "show or clear what is kept on this disk: style targets, paintings, weights"
    parser = commands.add_parser("cache", help=says, description=says)
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.set_defaults(command=_status)
    actions = parser.add_subparsers(metavar="ACTION")
    for name, command, says in (
        ("status", _status, "what is kept, how much, and how often it was of use"),
        ("clear", _clear, "remove what is kept: all of it, or what is named"),
    ):
        action = actions.add_parser(name, help=says, description=says)
        action.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="for machines"
        )
        action.set_defaults(command=command)
    for kind, words in {
        "targets": "what networks saw in paintings; computed again when needed",
        "paintings": "reproductions fetched from Wikimedia Commons",
        "weights": "fetched networks, as `nst weights clear` does",
    }.items():
        action.add_argument(f"--{kind}", action="store_true", help=words)


def _status(options: argparse.Namespace) -> int:
    kept = status()
    if options.json:
        print(json.dumps([asdict(each) | {"path": str(each.path)} for each in kept]))
        return 0
    for each in kept:
        print(_line(each))
        print(f"           {each.path}")
    return 0


def _line(kept: Kept) -> str:
    entries = f"{kept.entries} {'entry' if kept.entries == 1 else 'entries'}"
    line = f"{kept.kind:<10} {entries:>12} {kept.file_bytes / 1e6:8.1f} MB"
    if kept.limit_bytes is not None:
        line += f" of {kept.limit_bytes / 1e6:.0f} MB"
    if kept.hits is not None:
        line += f"  found {kept.hits} times, computed {kept.misses} times"
    return line


def _clear(options: argparse.Namespace) -> int:
    kinds = [kind for kind in KINDS if getattr(options, kind)] or list(KINDS)
    removed = [str(path) for path in clear(kinds)]
    print(json.dumps(removed) if options.json else "\n".join(removed) or "Nothing to remove.")
    return 0
