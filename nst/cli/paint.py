"""`nst paint` and `nst repaint`: photographs in, pastiches with their run records out."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nst.errors import GalleryError, InputError
from nst.gallery import Gallery
from nst.images import (
    WORKING_EDGE_PX,
    encode_png,
    encode_timelapse,
    fingerprint,
    open_image,
    read_record,
    working_edge_px,
)
from nst.places import STYLES, fetched_folder
from nst.recipes import RECIPES
from nst.records import Picture, Progress
from nst.runrecord import settings_from
from nst.settings import Settings

PHOTO_SUFFIXES = {
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
    ".heic",
    ".heif",
    ".avif",
    ".tif",
    ".tiff",
    ".gif",
}
FRAMES = 30
PREVIEW_EVERY_S = 1.0

_SHORT = {"long_edge_px": "size"}


def add_commands(commands: Any) -> None:
    """Add `paint` and `repaint` to the parser."""
    paint = commands.add_parser(
        "paint",
        help="paint photographs in a style",
        description="Paint one photograph, several, or a folder of them.",
    )
    paint.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="picture or folder")
    paint.add_argument("--style", required=True, help="an artwork's slug, or any picture file")
    _add_output(paint)
    paint.add_argument("--start", type=Path, help="picture to start from (implies --init given)")
    paint.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    _add_settings(paint)
    paint.set_defaults(command=_paint)

    again = commands.add_parser(
        "repaint",
        help="paint a run record again",
        description="Paint again what a record (.json beside a pastiche, or its .png) describes.",
    )
    again.add_argument("record", type=Path, help="the .json beside a pastiche, or its .png")
    again.add_argument("--content", type=Path, help="the photograph, if it has moved")
    again.add_argument("--style", help="slug or picture, if it has moved")
    again.add_argument("--start", type=Path, help="picture it was begun from, if it has moved")
    _add_output(again)
    again.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    again.set_defaults(command=_repaint)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, help="file or folder (default: PHOTO--STYLE.png)"
    )
    parser.add_argument("--frames", type=Path, metavar="WEBP", help="also write a time-lapse")
    parser.add_argument(
        "--preview", type=Path, metavar="PNG", help="keep the picture so far in this file"
    )
    parser.add_argument("--weights", type=Path, metavar="FILE", help="weights of a VGG to use")
    parser.add_argument("--json", action="store_true", help="print the run record to stdout")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress bar")


def _add_settings(parser: argparse.ArgumentParser) -> None:
    """One flag for each field of Settings; what is not given stays as the recipe has it."""
    for each in fields(Settings):
        meta = each.metadata
        flag = "--" + _SHORT.get(each.name, each.name).replace("_", "-")
        shown = f"{meta['help']} Default: {each.default}."
        options: dict[str, Any] = {"dest": each.name, "default": None, "help": shown}
        if isinstance(each.default, bool):
            options["action"] = argparse.BooleanOptionalAction
        elif "choices" in meta:
            options["choices"] = meta["choices"]
        elif not isinstance(each.default, str):
            options["type"] = type(each.default)
            options["metavar"] = f"{meta['low']:g}..{meta['high']:g}"
        else:
            options["metavar"] = "LAYERS"
        parser.add_argument(flag, **options)


def _paint(options: argparse.Namespace) -> int:
    edge_px = working_edge_px(options.long_edge_px or 0)
    style, artwork, tuned = style_named(options.style, options.styles, edge_px)
    chosen = {
        each.name: getattr(options, each.name)
        for each in fields(Settings)
        if getattr(options, each.name) is not None
    }
    if options.start is not None:
        chosen["init"] = "given"
    recipe = RECIPES[options.recipe or "gallery"]
    own = tuned if recipe.name == "gallery" else {}
    settings = recipe.settings.changed(**(dict(own) | chosen))
    photos = _photos(options.photos)
    many = len(photos) > 1
    targets = [_target(options.output, photo, options.style, many=many) for photo in photos]
    twice = sorted({str(target) for target in targets if targets.count(target) > 1})
    if twice:
        raise InputError(f"Two photographs would both become {twice[0]}; give each a folder.")
    for photo, target in zip(photos, targets, strict=True):
        files = _files(photo, options.style, options.start)
        content = open_image(photo, edge_px=edge_px)
        job = _Painting(content, style, settings, artwork, files, options.start)
        if _run(options, job, target) is None:
            return 130
    return 0


def _repaint(options: argparse.Namespace) -> int:
    record = read_record(options.record)
    files = record.get("files", {})
    photo = options.content or files.get("content")
    named = options.style or record.get("artwork", {}).get("slug") or files.get("style")
    start = options.start or files.get("start")
    if not photo or not named:
        raise InputError(
            "This record does not say where its pictures are. Add --content PHOTO and --style."
        )
    settings = settings_from(record)
    if settings.init == "given" and not start:
        raise InputError("This picture was begun from another one. Add --start PICTURE.")
    edge_px = working_edge_px(settings.long_edge_px)
    content = open_image(photo, edge_px=edge_px)
    style, artwork, _ = style_named(named, options.styles, edge_px)
    begun = open_image(start, edge_px=edge_px) if start else None
    for name, picture in (("content", content), ("style", style), ("start", begun)):
        known = record.get(name, {}).get("sha256")
        if picture is not None and known not in (None, fingerprint(picture)):
            print(f"nst: the {name} image is not the one of the record.", file=sys.stderr)
    target = options.output or options.record.with_name(f"{options.record.stem}--again.png")
    files = _files(Path(photo), named, start and Path(start))
    job = _Painting(content, style, settings, artwork, files, start and Path(start))
    weights = record.get("network", {}).get("sha256")
    return 0 if _run(options, job, target, weights) is not None else 130


@dataclass(frozen=True, slots=True)
class _Painting:
    """What to paint from what, and where those pictures lie."""

    content: Picture
    style: Picture
    settings: Settings
    artwork: Mapping[str, str]
    files: Mapping[str, str]
    start: Path | None


def _run(
    options: argparse.Namespace, job: _Painting, target: Path, weights: str | None = None
) -> Progress | None:
    """Paint one picture and write it; None when Ctrl-C stopped it (the picture is kept)."""
    from nst.networks import network_for
    from nst.session import stylize

    _make_room(target, options.frames, options.preview)
    settings = job.settings
    edge_px = working_edge_px(settings.long_edge_px)
    network = network_for(settings, options.weights)
    if weights not in (None, network.card["sha256"]):
        print(f"nst: the record's network ({weights[:12]}…) is another one.", file=sys.stderr)
    if not options.quiet:
        print(network.card["label"], file=sys.stderr)
        if "warning" in network.card:
            print(f"nst: {network.card['warning']}", file=sys.stderr)
    painting = stylize(
        job.content,
        job.style,
        settings,
        network=network,
        start=open_image(job.start, edge_px=edge_px) if job.start else None,
        artwork=job.artwork,
        keep_targets="slug" in job.artwork,
    )
    last, frames, stopped = _watch(painting, options, target.name)
    if last is None or last.step == 0:
        print("nst: stopped before the first step; nothing was written.", file=sys.stderr)
        return None
    record = _record(last, job, network.card)
    write_pastiche(target, last.picture, record, job.files)
    if options.frames:
        options.frames.write_bytes(encode_timelapse([*frames, last.picture]))
    if options.json:
        print(json.dumps({"output": str(target), **record}, ensure_ascii=False))
    elif stopped:
        print(f"Stopped; the picture so far is in {target}", file=sys.stderr)
    else:
        print(target)
    return None if stopped else last


def _watch(
    painting: Iterator[Progress], options: argparse.Namespace, name: str
) -> tuple[Progress | None, list[Picture], bool]:
    """Follow a run with a progress bar: the last Progress, frames, and whether it was stopped."""
    frames: list[Picture] = []
    last: Progress | None = None
    stopped = False
    previewed = time.monotonic()
    with tqdm(total=None, unit="step", disable=options.quiet, desc=name) as bar:
        try:
            for last in painting:
                bar.total, bar.n = last.steps, last.step
                left = f"{last.left_s:.0f} s left" if last.left_s is not None else ""
                scale = f"scale {last.scale}/{last.scales}"
                bar.set_postfix_str(f"{scale}, loss {last.loss:.4g}, {left}")
                if options.frames and last.step % max(1, last.steps // FRAMES) == 0:
                    frames.append(last.picture)
                due = time.monotonic() - previewed > PREVIEW_EVERY_S
                if options.preview and last.step and due:
                    options.preview.write_bytes(encode_png(last.picture))
                    previewed = time.monotonic()
        except KeyboardInterrupt:
            stopped = True
    return last, frames, stopped


def _make_room(*places: Path | None) -> None:
    """Refuse what cannot be written before an hour is spent on painting it."""
    for place in places:
        if place is not None:
            if place.is_dir():
                raise InputError(f"{place} is a folder; name a file in it.")
            place.parent.mkdir(parents=True, exist_ok=True)


def _files(photo: Path, style: str, start: Path | None) -> dict[str, str]:
    files = {"content": str(photo.resolve()), "style": _place(style)}
    return files | ({"start": str(start.resolve())} if start else {})


def _record(last: Progress, job: _Painting, network: Mapping[str, str]) -> dict[str, Any]:
    if last.result is not None:
        return dict(last.result.record)
    return {
        "settings": job.settings.as_dict(),
        "network": dict(network),
        "artwork": dict(job.artwork),
        "content": {"sha256": fingerprint(job.content)},
        "style": {"sha256": fingerprint(job.style)},
        "stopped": {"step": last.step, "steps": last.steps, "loss": last.loss},
    }


def write_pastiche(
    target: Path, picture: Picture, record: Mapping[str, Any], files: Mapping[str, str]
) -> None:
    """Write the PNG with its record inside, and the record beside it as JSON.

    Only the JSON says where the pictures lie: a PNG is passed on, and paths tell of their owner.
    """
    target.write_bytes(encode_png(picture, record))
    beside = {**record, "files": dict(files)}
    text = json.dumps(beside, ensure_ascii=False, indent=2)
    target.with_suffix(".json").write_text(text + "\n", "utf-8")


def style_named(
    named: str, styles: Path, edge_px: int = WORKING_EDGE_PX
) -> tuple[Picture, dict[str, str], Mapping[str, Any]]:
    """The style image, what the record says of it, and the settings it recommends.

    Larger ones are reduced to a long edge of `edge_px`.
    """
    path = Path(named)
    if path.is_file():
        return open_image(path, edge_px=edge_px), {"title": path.name, "picture": "file"}, {}
    try:
        artwork = Gallery.load(styles, fetched_folder())[named]
    except GalleryError as error:
        raise GalleryError(f"{error} A path to any picture is accepted, too.") from error
    picture = open_image(artwork.picture, edge_px=edge_px)
    return picture, artwork.label(), artwork.settings


def _photos(given: Sequence[Path]) -> list[Path]:
    photos: list[Path] = []
    for path in given:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in PHOTO_SUFFIXES)
            if not inside:
                raise InputError(f"The folder {path} holds no photographs.")
            photos += inside
        else:
            photos.append(path)
    return photos


def _place(style: str) -> str:
    return str(Path(style).resolve()) if Path(style).is_file() else style


def _target(output: Path | None, photo: Path, style: str, *, many: bool) -> Path:
    name = f"{photo.stem}--{Path(style).stem}.png"
    if output is None:
        return Path(name)
    if output.suffix.lower() == ".png" and not many:
        return output
    if output.suffix and not output.is_dir():
        if many:
            raise InputError(f"{output} is one file; several photographs need a folder.")
        raise InputError(f"{output.suffix} is not written; name a .png file or a folder.")
    return output / name
