"""`nst comic`: photographs or frames of a moving picture in, one painted strip out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nst.cli.following import STOPPED, nothing_painted
from nst.cli.paint import style_named
from nst.errors import InputError
from nst.images import open_image
from nst.places import STYLES
from nst.records import Picture, Progress
from nst.rooms.comic import (
    LAYOUTS,
    MOST_PANELS,
    Painted,
    Plan,
    Script,
    choose_frames,
    count_frames,
    encode_strip,
    look_at,
    paint_strip,
    plan_strip,
    read_script,
    shared_palette,
    write_strip_record,
)
from nst.rooms.comic.binding import check_kind
from nst.rooms.comic.frames import WAYS
from nst.rooms.series import paint_here
from nst.settings import Settings

USUAL_FRAMES = 4


def add_commands(commands: Any) -> None:
    """Add `comic` to the parser."""
    parser = commands.add_parser(
        "comic",
        help="make a comic strip of several photographs",
        description="Paint several photographs, or frames of a moving picture (GIF, WebP, APNG), "
        "with one painting and one palette, and bind them with captions and balloons.",
    )
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO",
                        help="picture, or a moving one of which frames are taken")  # fmt: skip
    parser.add_argument("--style", required=True, help="an artwork's slug, or any picture file")
    parser.add_argument("--captions", type=Path, metavar="TOML",
                        help="title, layout, [[panel]] tables with caption, balloons")  # fmt: skip
    parser.add_argument("--layout", choices=tuple(LAYOUTS), help="default: page")
    parser.add_argument("--title", help="the strip's title")
    parser.add_argument("--frames", type=int, default=USUAL_FRAMES, metavar="N",
                        help=f"frames of a moving picture (default: {USUAL_FRAMES})")  # fmt: skip
    parser.add_argument("--frames-by", choices=tuple(WAYS), default="change",
                        help="take frames where most happens, or evenly spaced")  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, default=Path("strip.png"),
                        help=".png, .pdf or .webp file (default: strip.png)")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the record to stdout")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress bar")
    parser.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    for each in fields(Settings):
        if each.metadata["group"] == "painter":
            name = "size" if each.name == "long_edge_px" else each.name
            parser.add_argument(f"--{name}", dest=each.name, type=type(each.default),
                                help=each.metadata["help"])  # fmt: skip
    parser.add_argument("--steps", type=int, help="steps at the first scale of each panel")
    parser.add_argument("--network", help="network to paint with (see `nst paint --help`)")
    parser.set_defaults(command=_comic)


@dataclass(frozen=True, slots=True)
class _Style:
    picture: Picture
    artwork: Mapping[str, str]
    settings: Settings
    kept: bool
    """Whether what the network sees in it may be kept on disk: a painting of the gallery."""


def _comic(options: argparse.Namespace) -> int:
    target: Path = options.output
    check_kind(target.suffix.lower())
    if target.is_dir():
        raise InputError(f"{target} is a folder; name a file in it.")
    style = _style(options)
    photos = _photos(options)
    script = _script(options)
    if len(script.panels) > len(photos):  # known before anything is looked at
        plan_strip([], script, style.settings.long_edge_px)
    plan = plan_strip([look_at(each) for each in photos], script, style.settings.long_edge_px)
    target.parent.mkdir(parents=True, exist_ok=True)
    painted, stopped = _follow(options, plan, style)
    if not any(painted):
        return nothing_painted()
    return _write(options, plan, style, painted, stopped=stopped)


def _style(options: argparse.Namespace) -> _Style:
    picture, artwork, tuned = style_named(options.style, options.styles)
    given = {each.name: getattr(options, each.name, None) for each in fields(Settings)}
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = Settings().changed(**(dict(tuned) | chosen))
    return _Style(picture, artwork, settings, "slug" in artwork)


def _photos(options: argparse.Namespace) -> list[Picture]:
    if options.frames < 1:
        raise InputError(f"--frames is {options.frames}; at least 1 is needed.")
    photos: list[Picture] = []
    for path in options.photos:
        if count_frames(path) > 1:
            photos += choose_frames(path, options.frames, options.frames_by)
        else:
            photos.append(open_image(path))
    if len(photos) > MOST_PANELS:
        raise InputError(
            f"A strip has 1 to {MOST_PANELS} panels; these are {len(photos)} pictures. "
            "Give fewer photographs, or fewer --frames."
        )
    return photos


def _script(options: argparse.Namespace) -> Script:
    script = read_script(options.captions) if options.captions else Script()
    changes = {"layout": options.layout, "title": options.title}
    return replace(script, **{name: value for name, value in changes.items() if value is not None})


def _follow(
    options: argparse.Namespace, plan: Plan, style: _Style
) -> tuple[list[Painted | None], bool]:
    """Paint with a progress bar: what is finished of each panel, and whether Ctrl-C stopped it."""
    found: list[Painted | None] = [None] * len(plan.panels)
    shape = "{l_bar}{bar}| {n:.0f} % [{elapsed}{postfix}]"
    turns = paint_strip(
        plan, style.picture, style.settings, paint_here,
        artwork=style.artwork, keep_targets=style.kept,
    )  # fmt: skip
    name = options.output.name
    with tqdm(total=100, disable=options.quiet, desc=name, bar_format=shape) as bar:
        try:
            for turn in turns:
                found[turn.panel] = turn.painted or found[turn.panel]
                left = f", {turn.left_s:.0f} s left" if turn.left_s is not None else ""
                if isinstance(turn.event, Progress):
                    bar.n = round(100 * turn.share, 1)
                    bar.set_postfix_str(f"panel {turn.panel + 1} of {len(found)}{left}")
        except KeyboardInterrupt:
            return found, True
    return found, False


def _write(
    options: argparse.Namespace,
    plan: Plan,
    style: _Style,
    painted: Sequence[Painted | None],
    *,
    stopped: bool,
) -> int:
    target: Path = options.output
    shared = shared_palette(plan, style.picture, style.settings) is not None
    record = write_strip_record(
        plan, painted, style.settings, style.artwork, style.picture, shared=shared
    )
    record["stopped"] = stopped
    pictures = [each.picture if each else None for each in painted]
    credit = f"Painted after {style.artwork['title']}"
    target.write_bytes(encode_strip(target.suffix.lower(), plan, pictures, record, credit))
    files = {"content": [str(path.resolve()) for path in options.photos], "style": options.style}
    text = json.dumps({**record, "files": files}, ensure_ascii=False, indent=2)
    target.with_suffix(".json").write_text(text + "\n", "utf-8")
    if options.json:
        print(json.dumps({"output": str(target), **record}, ensure_ascii=False))
    elif stopped:
        print(f"Stopped; the panels painted so far are in {target}", file=sys.stderr)
    else:
        print(target)
    return STOPPED if stopped else 0
