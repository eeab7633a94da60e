"""The course as HTML: its text with links into our code, and the pictures of a lesson in it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from nst.images import encode_png
from nst.records import Picture
from nst.rooms.course import Lesson
from nst.rooms.source import address, find, source_text
from nst.rooms.terms import STEPS
from nst.ui.markup import data_uri
from nst.ui.watching import curve_svg

_TERM = re.compile(r'<a data-code="([^"]+)">')
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_HERE = Path(__file__).parent
_CODE = {term: code for terms in STEPS.values() for term, code in terms.items()}
TILE_PX = 24


def course_html(lesson: Lesson) -> str:
    """The whole course with this lesson's pictures."""
    text = (_HERE / "course.html").read_text("utf-8")
    slots = {
        "whose": _whose(lesson),
        "maps": _maps(lesson),
        "separated": _separated(lesson),
        "content": _figures([(lesson.photo, "the photograph"), (_last(lesson), "the canvas")]),
        "style": _style(lesson),
        "parts": _parts(lesson),
        "stages": _stages(lesson),
    }
    return _TERM.sub(_linked, _SLOT.sub(lambda found: slots[found.group(1)], text))


def _linked(found: re.Match[str]) -> str:
    """A term's link; the title names file and line for whoever wants to know before."""
    place = find(_CODE[found.group(1)])
    return (
        f'<a class="code" href="{escape(address(place))}" target="_blank" rel="noopener" '
        f'title="{escape(place.name)}, {escape(place.path)}, line {place.line}">'
    )


def _whose(lesson: Lesson) -> str:
    if lesson.example:
        return (
            "The pictures on this page come from a run made beforehand with an example photograph; "
            "paint something in the gallery, and they will be yours."
        )
    return f"The pictures on this page are those of your own run, after {escape(lesson.title)}."


def _last(lesson: Lesson) -> Picture | None:
    return lesson.stages[-1] if lesson.stages else None


def _maps(lesson: Lesson) -> str:
    if not lesson.maps:
        return _later("The network will look at your photograph when its turn has come.")
    shown = [(lesson.photo, "the photograph", False)]
    shown += [(picture, tap, True) for tap, picture in lesson.maps.items()]
    return _row([_figure(picture, words, exact=exact) for picture, words, exact in shown])


def _separated(lesson: Lesson) -> str:
    if lesson.rebuilt is None or lesson.texture is None:
        return _later(
            "Press <em>Take mine apart</em> below, and your photograph’s content and the "
            "painting’s style will be rebuilt here from noise."
        )
    return _figures(
        [
            (lesson.photo, "the photograph"),
            (lesson.rebuilt, "its content alone"),
            (lesson.painting, "the painting"),
            (lesson.texture, "its style alone"),
        ]
    )


def _style(lesson: Lesson) -> str:
    twins = _figures(
        [
            (lesson.painting, "the painting"),
            (shuffle_tiles(lesson.painting), "the same, shuffled"),
        ]
    )
    if len(lesson.grams) != 3:
        return twins
    before, after = (f"{share:.0%} apart" for share in lesson.apart)
    names = ("the painting’s table", f"the photograph’s, {before}", f"the pastiche’s, {after}")
    tables = [
        _figure(gram, words, exact=True) for gram, words in zip(lesson.grams, names, strict=True)
    ]
    return twins + _row(tables)


def shuffle_tiles(picture: Picture, tile_px: int = TILE_PX, seed: int = 1) -> Picture:
    """The picture, trimmed to whole square tiles, with its tiles in another order."""
    rows, columns = picture.shape[0] // tile_px, picture.shape[1] // tile_px
    trimmed = picture[: rows * tile_px, : columns * tile_px]
    tiles = trimmed.reshape(rows, tile_px, columns, tile_px, 3).swapaxes(1, 2)
    tiles = tiles.reshape(rows * columns, tile_px, tile_px, 3)
    tiles = tiles[np.random.default_rng(seed).permutation(len(tiles))]
    tiles = tiles.reshape(rows, columns, tile_px, tile_px, 3).swapaxes(1, 2)
    return np.ascontiguousarray(tiles.reshape(trimmed.shape))


def _parts(lesson: Lesson) -> str:
    total = sum(value for value in lesson.parts.values() if value > 0)
    if not total:
        return ""
    rows = "".join(
        f'<li><span>{escape(name)}</span><span class="track"><span class="bar" '
        f'style="--share:{max(value, 0) / total:.4f}"></span></span>'
        f"<span>{value / total:.0%}</span></li>"
        for name, value in lesson.parts.items()
        if value > 0
    )
    return f'<p class="under">What still pulled at the end:</p><ul class="bars">{rows}</ul>'


def _stages(lesson: Lesson) -> str:
    images = "".join(
        f'<img src="{data_uri(picture, 84)}" alt="Stage {at} of {len(lesson.stages)}">'
        for at, picture in enumerate(lesson.stages, start=1)
    )
    curve = curve_svg([float(value) for value in lesson.curve])
    plot = (
        f'<div class="plot">{curve}</div><p class="under">How the loss fell.</p>' if curve else ""
    )
    return f'<div class="stages">{images}</div>{plot}'


def _figures(shown: Sequence[tuple[Picture | None, str]]) -> str:
    return _row([_figure(picture, words) for picture, words in shown if picture is not None])


def _row(figures: Sequence[str]) -> str:
    return f'<div class="plates">{"".join(figures)}</div>' if figures else ""


def _figure(picture: Picture, words: str, *, exact: bool = False) -> str:
    if not exact:
        source, kind = data_uri(picture, 84), ""
    else:  # a few entries, each a square: no JPEG, and no smoothing when enlarged
        png = b64encode(encode_png(picture)).decode("ascii")
        source, kind = f"data:image/png;base64,{png}", ' class="map"'
    return (
        f'<figure><img{kind} src="{source}" alt="{escape(words)}">'
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )


def _later(words: str) -> str:
    return f'<p class="under">{words}</p>'


def sources_html() -> str:
    """The literature."""
    return (_HERE / "sources.html").read_text("utf-8")


def source_html(path: str) -> str:
    """One of our own files with numbered lines to point at. Raises GalleryError for any other."""
    lines = "".join(
        f'<li id="L{number}"><code>{escape(line) or " "}</code></li>'
        for number, line in enumerate(source_text(path).splitlines(), start=1)
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(path)}</title>'
        f"<style>{_SOURCE_STYLE}</style><h1>{escape(path)}</h1><ol>{lines}</ol></html>"
    )


_SOURCE_STYLE = (
    ":root{color-scheme:light dark;background:#f6f3ec;color:#24231f}"
    "@media(prefers-color-scheme:dark){:root{background:#1f2422;color:#ece8df}}"
    "body{margin:32px 5vw;font:15px/1.5 monospace}h1{font-size:18px}"
    "ol{padding-left:4em}li::marker{color:#8a8678}code{white-space:pre-wrap;font:inherit}"
    "li:target{background:#e9dfc3;color:#24231f;scroll-margin-top:30vh}"
)
