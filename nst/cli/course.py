"""`nst course`: the method with the lines of our code that do it, and a lesson in pictures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from nst.cli.following import add_output, check_output, follow, nothing_painted, write
from nst.cli.paint import style_named
from nst.errors import InputError
from nst.images import open_image, resize, size_at
from nst.places import STYLES
from nst.records import Job, Picture, Progress
from nst.rooms import course
from nst.rooms.seeing import see
from nst.rooms.series import Piece, paint_here, paint_series, series_record
from nst.rooms.source import find
from nst.rooms.terms import STEPS
from nst.settings import Settings


def add_commands(commands: Any) -> None:
    """Add `course` to the parser."""
    parser = commands.add_parser(
        "course",
        help="the method, step by step",
        description="Without a photograph: the steps of the method and the lines of code that do "
        "them. With one: a folder of pictures that show each step, or, --as-published, a sheet of "
        "the four published recipes.",
    )
    parser.add_argument("photo", type=Path, nargs="?")
    parser.add_argument("--style", default="starry-night", help="an artwork's slug, or a file")
    parser.add_argument("--as-published", action="store_true", help="the four recipes on a sheet")
    parser.add_argument("--size", type=int, default=course.EDGE_PX, help="long edge in px")
    parser.add_argument(
        "--steps-share", type=float, default=1.0, help="shorten the published recipes (0 to 1)"
    )
    parser.add_argument("--network", default="auto", help="auto, embedded, vgg19 or vgg16")
    parser.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    add_output(parser, "course.png")
    parser.set_defaults(command=_course)


def _course(options: argparse.Namespace) -> int:
    if options.photo is None:
        for number, (title, terms) in enumerate(STEPS.items(), start=1):
            print(f"{number}. {title}")
            for term, code in terms.items():
                place = find(code)
                print(f"   {term:<28} {place.path}:{place.line}")
        return 0
    if not 0 < options.steps_share <= 1:
        raise InputError(f"--steps-share is {options.steps_share:g}; it lies between 0 and 1.")
    Settings(long_edge_px=options.size, network=options.network)
    style, artwork, tuned = style_named(options.style, options.styles)
    if options.as_published:
        return _published(options, open_image(options.photo), style, artwork)
    settings = Settings().changed(
        **tuned, long_edge_px=options.size, first_scale_px=64, network=options.network
    )
    return _lesson(options, open_image(options.photo), style, artwork, settings)


def _published(
    options: argparse.Namespace, photo: Picture, style: Picture, artwork: dict[str, str]
) -> int:
    check_output(options.output)
    pieces = course.published_pieces(
        photo,
        style,
        artwork,
        edge_px=options.size,
        steps_share=options.steps_share,
        network=options.network,
    )
    found, stopped = follow(pieces, options, options.photo.name)
    if not found:
        return nothing_painted()
    network = str(found[0].record.get("network", {}).get("label", ""))
    title = f"{options.photo.stem}, after {artwork['title']}, as published"
    sheet = course.published_sheet(title, found, network)
    return write(options, sheet, series_record("course", found), stopped=stopped)


def _lesson(
    options: argparse.Namespace,
    photo: Picture,
    style: Picture,
    artwork: dict[str, str],
    settings: Settings,
) -> int:
    folder: Path = options.output.with_suffix("")
    if folder.is_file():
        raise InputError(f"{folder} is a file; name a folder for the lesson.")
    small = resize(photo, *size_at(photo, options.size))
    painting = resize(style, *size_at(style, options.size))
    lesson = course.Lesson(title=artwork["title"], photo=small, painting=painting)
    job = Piece(key="run", title="the picture", job=_job(photo, style, settings, artwork))
    frames: list[Picture] = []
    for turn in paint_series([job], paint_here):
        if isinstance(turn.event, Progress):
            frames.append(turn.event.picture)
            if turn.event.result is not None:
                record = turn.event.result.record
                lesson.parts, lesson.curve = record["loss"]["parts"], record["curve"]
    height, width = frames[-1].shape[:2]
    lesson.stages = [resize(each, height, width) for each in course.stages_of(frames)]
    found, stopped = follow(course.separated_pieces(small, painting), options, options.photo.name)
    for each in found:
        course.take(lesson, each)
    lesson.learn(see(course.look_at(small, painting, frames[-1])))
    files = course.save_lesson(lesson, folder)
    if not options.quiet:
        print(f"{len(files)} files", file=sys.stderr)
    print(folder)
    return 130 if stopped else 0


def _job(photo: Picture, style: Picture, settings: Settings, artwork: dict[str, str]) -> Job:
    return Job(
        content=photo,
        style=style,
        settings=settings,
        artwork=artwork,
        keep_targets="slug" in artwork,
    )
