"""`nst gallery list | show | fetch`: the artworks, told in a terminal."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nst.errors import GalleryError
from nst.gallery import Artwork, Gallery
from nst.places import STYLES, fetched_folder

COLUMNS = 78


def add_commands(commands: Any) -> None:
    """Add `gallery` to the parser."""
    parser = commands.add_parser("gallery", help="list, show and fetch the paintings")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    for name, command, says in (
        ("list", _list, "one line for each artwork"),
        ("show", _show, "card, story and spots of one artwork"),
        ("fetch", _fetch, "fetch reproductions in the public domain from Wikimedia Commons"),
    ):
        action = actions.add_parser(name, help=says, description=says)
        action.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
        action.add_argument("--json", action="store_true", help="for machines")
        if name == "show":
            action.add_argument("slug")
        if name == "fetch":
            action.add_argument("slugs", nargs="*", metavar="SLUG", help="all, if none is named")
        action.set_defaults(command=command)


def _load(options: argparse.Namespace) -> Gallery:
    gallery = Gallery.load(options.styles, fetched_folder())
    for problem in gallery.problems:
        print(f"nst: {problem}", file=sys.stderr)
    return gallery


def _list(options: argparse.Namespace) -> int:
    gallery = _load(options)
    if options.json:
        print(json.dumps([_plain(artwork) for artwork in gallery.artworks], ensure_ascii=False))
        return 0
    width = max(len(artwork.slug) for artwork in gallery.artworks)
    for artwork in gallery.artworks:
        year = f", {artwork.year}" if artwork.year else ""
        print(f"{artwork.slug:<{width}}  {artwork.title} ({artwork.artist}{year})")
    return 0


def _show(options: argparse.Namespace) -> int:
    artwork = _load(options)[options.slug]
    if options.json:
        print(json.dumps(_plain(artwork), ensure_ascii=False))
        return 0
    print(f"{artwork.title}\n{artwork.artist} ({artwork.artist_dates}), {artwork.year}")
    size = " × ".join(f"{edge:g}" for edge in artwork.size_cm)
    print(", ".join(part for part in (artwork.technique, size and f"{size} cm") if part))
    print(f"{artwork.location}\n{artwork.picture_label}: {artwork.picture}\n")
    for paragraph in artwork.story.split("\n\n"):
        print(textwrap.fill(" ".join(paragraph.split()), COLUMNS) + "\n")
    for number, spot in enumerate(artwork.spots, 1):
        text = f"{number}. {spot.title}: {spot.note}"
        print(textwrap.fill(text, COLUMNS, subsequent_indent="   "))
    print("\n" + textwrap.fill(artwork.network_note, COLUMNS))
    print("\nSources: " + "; ".join(source.title for source in artwork.sources))
    print("Rights: " + artwork.rights.get("summary", "not stated"))
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from nst.commons import fetch_painting

    gallery = _load(options)
    chosen = [gallery[slug] for slug in options.slugs] or list(gallery.artworks)
    outcome: dict[str, str] = {}
    for artwork in chosen:
        outcome[artwork.slug] = _fetch_one(artwork, fetch_painting)
        if not options.json:
            print(f"{artwork.slug}: {outcome[artwork.slug]}")
    if options.json:
        print(json.dumps(outcome, ensure_ascii=False))
    return 0 if any(text.startswith("fetched") for text in outcome.values()) else 1


def _fetch_one(artwork: Artwork, fetch_painting: Any) -> str:
    if artwork.homage or not artwork.commons_file:
        return "kept as our own picture: the original is not free everywhere"
    target = fetched_folder() / f"{artwork.slug}.jpg"
    try:
        fetch_painting(artwork.commons_file, artwork.picture, target)
    except GalleryError as error:
        return f"not fetched: {error}"
    return f"fetched ({target})"


def _plain(artwork: Artwork) -> dict[str, Any]:
    return asdict(artwork) | {"picture": str(artwork.picture), "label": artwork.picture_label}
