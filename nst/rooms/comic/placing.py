"""Finds a place for captions and balloons on a panel: never on a face, else where it is calm.

Works on the photograph before anything is painted, so that what does not fit is refused in time.
Coordinates are fractions of the panel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nst.boxes import WHOLE, Box
from nst.errors import InputError
from nst.rooms.calm import BoxMeans
from nst.rooms.comic.layout import Rect
from nst.rooms.comic.script import Words
from nst.rooms.comic.typeset import Block, set_block

LETTER_SHARE = 0.053
"""Size of the letters as a share of a usual panel's width: some twenty to half of it."""

CAPTION_SIZE = 0.92
SMALLER = (1.0, 0.9, 0.8, 0.7)
"""Sizes that are tried when text finds no place; smaller than that it does not read."""

ROUNDNESS = 2.5
"""Exponent of the superellipse: 2 is an ellipse, more is nearer to a box."""

INSCRIBED = 0.5 ** (1 / ROUNDNESS)
FACE_AIR = 0.08
HAIR = 0.45
"""Above a face there is as much hair, as a share of its height: covered only if it must be."""

_COLUMNS = (0.24, 0.3, 0.36, 0.43, 0.52, 0.64, 0.78)
_STEPS = 22
_TOP, _AREA, _CALM, _HAIR, _FLAT, _CROSS = 0.55, 0.5, 6.0, 6.0, 0.12, 0.6
"""What a place costs: its distance from the top, its area, edges beneath, hair beneath, a flat
shape, a tail that crosses a face."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of text with its place: `box` holds it with its border, on the panel."""

    kind: str
    block: Block
    box: Box
    tail: tuple[float, float] | None = None
    """Where a balloon's tail ends at the latest, on the panel: before the face it points to."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the lettering has to know of a panel: its faces, how calm it is, where it happens."""

    faces: tuple[Box, ...]
    calm: BoxMeans
    center: tuple[float, float]


def place_words(
    words: Words, scene: Scene, panel: Rect, unit_px: float, name: str = "This panel"
) -> tuple[Placed, ...]:
    """The caption and balloons of one panel, each with its place.

    Raises InputError when a piece finds no place beside the faces, naming how long it is.
    """
    for shrink in SMALLER:
        size_px = unit_px * LETTER_SHARE * shrink
        found = _placed(words, scene, panel, size_px)
        if found is not None:
            return found
    longest = max((words.caption, *words.balloons), key=len)
    beside = " beside the face" if scene.faces else ""
    raise InputError(
        f"{name}: the words find no room{beside}. Shorten “{longest[:24]}…” "
        f"({len(longest)} letters) or take a picture with more air."
    )


def _placed(words: Words, scene: Scene, panel: Rect, size_px: float) -> tuple[Placed, ...] | None:
    taken: list[Box] = []
    found: list[Placed] = []
    if words.caption:
        caption = _caption(words.caption, scene, panel, size_px * CAPTION_SIZE)
        if caption is None:
            return None
        found.append(caption)
        taken.append(caption.box.grown(0.03))
    before: Box | None = None
    speakers = _speakers(words, scene)
    for text, speaker in zip(words.balloons, speakers, strict=True):
        balloon = _balloon(text, scene, panel, size_px, taken, before, speaker)
        if balloon is None:
            return None
        found.append(balloon)
        taken.append(balloon.box.grown(0.04))
        before = balloon.box
    return tuple(found)


def _speakers(words: Words, scene: Scene) -> list[tuple[float, float]]:
    """Where each balloon's tail points: the given place, a face, or where the panel happens."""
    if words.speaker is not None:
        return [words.speaker] * len(words.balloons)
    if not scene.faces:
        return [scene.center] * len(words.balloons)
    across = sorted(face.center for face in scene.faces[: max(1, len(words.balloons))])
    return [across[at % len(across)] for at in range(len(words.balloons))]


def _free(box: Box, scene: Scene, taken: Sequence[Box]) -> bool:
    return not any(box.overlap(each) for each in taken) and not any(
        box.overlap(face.grown(FACE_AIR)) for face in scene.faces
    )


def _caption(text: str, scene: Scene, panel: Rect, size_px: float) -> Placed | None:
    """A box in one of the corners, the top left one if it can be."""
    best: tuple[float, Placed] | None = None
    for share in (0.92, 0.7, 0.5, 0.38):
        block = set_block(text, size_px, panel.width * share - 1.4 * size_px, italic=True)
        if block is None:
            continue
        width = (block.width + 1.3 * size_px) / panel.width
        height = (block.height + 0.75 * size_px) / panel.height
        if width > 1 or height > 0.45:
            continue
        for corner, (left, top) in enumerate(
            ((0.0, 0.0), (0.0, 1 - height), (1 - width, 1 - height), (1 - width, 0.0))
        ):
            box = Box(left, top, left + width, top + height)
            if not _free(box, scene, ()):
                continue
            cost = 0.14 * corner + 1.2 * height + _CALM * 0.4 * scene.calm.mean(box)
            cost += _HAIR * _over_hair(box, scene)
            if best is None or cost < best[0]:
                best = cost, Placed("caption", block, box)
    return best[1] if best else None


def _balloon(
    text: str,
    scene: Scene,
    panel: Rect,
    size_px: float,
    taken: Sequence[Box],
    before: Box | None,
    speaker: tuple[float, float],
) -> Placed | None:
    """The cheapest place of all sizes and positions that touch no face and no other text."""
    best: tuple[float, Placed] | None = None
    for block, width, height in _shapes(text, panel, size_px):
        flat = _FLAT * max(0.0, width * panel.width / (height * panel.height) - 2.2)
        for box in _positions(width, height, panel, size_px):
            if (before and not _reads_after(box, before)) or not _free(box, scene, taken):
                continue
            x, y = box.center
            away = float(np.hypot(x - speaker[0], y - speaker[1]))
            over = max(0.0, y - speaker[1]) if speaker[1] > 0.25 else 0.0
            cost = (
                flat + _TOP * box.top + _AREA * box.area + 0.25 * away + over
                + _CALM * scene.calm.mean(box) + _HAIR * _over_hair(box, scene)
                + _covers(box, speaker)
            )  # fmt: skip
            if best is None or cost < best[0]:
                tail = _tail_end(box, speaker, scene)
                cost += _CROSS * _crosses((x, y), tail, scene)
                if best is None or cost < best[0]:
                    best = cost, Placed("balloon", block, box, tail)
    return best[1] if best else None


def _over_hair(box: Box, scene: Scene) -> float:
    """The share of the panel that the box covers just above a face."""
    return sum(
        box.overlap(Box(face.left, face.top - HAIR * face.height, face.right, face.top))
        for face in scene.faces
    )


def _tail_end(box: Box, speaker: tuple[float, float], scene: Scene) -> tuple[float, float]:
    """The point on the way to the speaker where their face begins; without a face, most of it."""
    x, y = box.center
    before = x, y
    for share in np.linspace(0.0, 1.0, 41).tolist():
        at = (x + (speaker[0] - x) * share, y + (speaker[1] - y) * share)
        if any(_within(at, face.grown(FACE_AIR)) for face in scene.faces):
            return before
        before = at
    return x + (speaker[0] - x) * 0.8, y + (speaker[1] - y) * 0.8


def _crosses(start: tuple[float, float], end: tuple[float, float], scene: Scene) -> bool:
    return any(
        _within((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t), face)
        for face in scene.faces
        for t in np.linspace(0.1, 0.97, 10)
    )


def _within(point: tuple[float, float], box: Box) -> bool:
    return box.left < point[0] < box.right and box.top < point[1] < box.bottom


def _covers(box: Box, speaker: tuple[float, float]) -> float:
    """A balloon over the one who speaks is the worst place that is not a face."""
    return 1.0 if _within(speaker, box.grown(0.1)) else 0.0


def _shapes(text: str, panel: Rect, size_px: float) -> Iterator[tuple[Block, float, float]]:
    """The text in columns of several widths, with the (width, height) its balloon needs."""
    seen: set[tuple[str, ...]] = set()
    for share in _COLUMNS:
        block = set_block(text, size_px, panel.width * share)
        if block is None or block.lines in seen:
            continue
        seen.add(block.lines)
        width = (block.width / INSCRIBED + 0.5 * size_px) / panel.width
        height = (block.height / INSCRIBED + 0.35 * size_px) / panel.height
        if width <= 0.94 and height <= 0.7:
            yield block, width, height


def _positions(width: float, height: float, panel: Rect, size_px: float) -> Iterator[Box]:
    x_air, y_air = 0.35 * size_px / panel.width, 0.35 * size_px / panel.height
    for top in np.linspace(y_air, max(y_air, WHOLE.bottom - height - y_air), _STEPS):
        for left in np.linspace(x_air, max(x_air, WHOLE.right - width - x_air), _STEPS):
            yield Box(float(left), float(top), float(left + width), float(top + height))


def _reads_after(box: Box, before: Box) -> bool:
    """Left to right, then down: the next balloon is lower, or as high and further right."""
    return box.top >= before.top and (
        box.center[0] > before.center[0] or box.top >= before.bottom - 0.02
    )
