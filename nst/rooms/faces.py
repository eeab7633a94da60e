"""Finds frontal faces with OpenCV's trained cascade (faces.xml), in numpy alone.

Multi-block local binary patterns after Liao, Zhu, Lei, Zhang and Li 2007, in a boosted cascade
after Viola and Jones 2001. Finds upright faces that look this way; profiles, animals, masks and
most painted faces it does not find, and now and then it takes a pattern for a face.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from nst.images import resize, size_at
from nst.records import Picture
from nst.rooms.boxes import Box

SEARCH_EDGE_PX = 320
"""Long edge at which faces are looked for: the smallest that is found is 24 px there."""

SCALE_STEP = 1.12
LEAST_HITS = 8
"""A face answers at several places and scales next to each other; a chance pattern seldom does."""

SAME_FACE = 0.3
"""Two hits whose overlap is this share of their union are one face."""

_LUMA = (0.299, 0.587, 0.114)
_FILE = Path(__file__).with_name("faces.xml")
_RING = (
    (0, 0, 128),
    (0, 1, 64),
    (0, 2, 32),
    (1, 2, 16),
    (2, 2, 8),
    (2, 1, 4),
    (2, 0, 2),
    (1, 0, 1),
)
"""The eight cells around the middle one as (row, column, bit), in OpenCV's order."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Stump:
    """One question: which of two votes, by the pattern of 3 × 3 cells of (h, w) px at (y, x)."""

    x: int
    y: int
    w: int
    h: int
    votes: npt.NDArray[np.float64]
    """The vote for each of the 256 patterns."""


@dataclass(frozen=True, slots=True)
class _Cascade:
    window_px: int
    stages: tuple[tuple[float, tuple[_Stump, ...]], ...]


def find_faces(picture: Picture) -> tuple[Box, ...]:
    """The faces on a picture, uint8 (H, W, 3), largest first; takes about a third of a second."""
    cascade = _cascade()
    if max(picture.shape[:2]) > SEARCH_EDGE_PX:
        picture = resize(picture, *size_at(picture, SEARCH_EDGE_PX))
    height, width = picture.shape[:2]
    hits: list[Box] = []
    scale = 1.0
    while min(height, width) / scale >= cascade.window_px:
        small = resize(picture, round(height / scale), round(width / scale))
        rows, columns = _hits(small, cascade)
        share_y, share_x = cascade.window_px / small.shape[0], cascade.window_px / small.shape[1]
        for y, x in zip(rows / small.shape[0], columns / small.shape[1], strict=True):
            hits.append(Box(float(x), float(y), float(x + share_x), float(y + share_y)))
        scale *= SCALE_STEP
    return _grouped(hits)


def _hits(picture: Picture, cascade: _Cascade) -> tuple[Ints, Ints]:
    """Rows and columns of the windows' top left corners that pass every stage."""
    grey = (picture @ np.array(_LUMA)).round().astype(np.int64)
    sums = np.zeros((grey.shape[0] + 1, grey.shape[1] + 1), np.int64)
    sums[1:, 1:] = grey.cumsum(0).cumsum(1)
    stride = sums.shape[1]
    rows = np.arange(grey.shape[0] - cascade.window_px + 1)
    columns = np.arange(grey.shape[1] - cascade.window_px + 1)
    windows = (rows[:, None] * stride + columns).ravel()
    flat = sums.ravel()
    for threshold, stumps in cascade.stages:
        total = np.zeros(len(windows))
        for stump in stumps:
            total += stump.votes[_patterns(flat, windows, stride, stump)]
        windows = windows[total >= threshold]
        if not len(windows):
            break
    return windows // stride, windows % stride


def _patterns(sums: Ints, windows: Ints, stride: int, stump: _Stump) -> Ints:
    corner = [
        [
            sums[windows + (stump.y + row * stump.h) * stride + stump.x + column * stump.w]
            for column in range(4)
        ]
        for row in range(4)
    ]

    def cell(row: int, column: int) -> Ints:
        return np.asarray(
            corner[row][column]
            - corner[row][column + 1]
            - corner[row + 1][column]
            + corner[row + 1][column + 1]
        )

    middle = cell(1, 1)
    pattern = np.zeros(len(windows), np.int64)
    for row, column, bit in _RING:
        pattern |= np.where(cell(row, column) >= middle, bit, 0)
    return pattern


def _grouped(hits: list[Box]) -> tuple[Box, ...]:
    """Neighbouring hits as one face each, at their average place; lonely ones are left out."""
    groups: list[list[Box]] = []
    for hit in hits:
        for group in groups:
            both = hit.overlap(group[0])
            if both > SAME_FACE * (hit.area + group[0].area - both):
                group.append(hit)
                break
        else:
            groups.append([hit])
    faces = [
        (len(group), Box(*np.mean(group, axis=0).tolist()))
        for group in groups
        if len(group) >= LEAST_HITS
    ]
    kept: list[Box] = []
    for _, face in sorted(faces, key=lambda each: -each[0]):
        if all(face.overlap(other) < 0.5 * min(face.area, other.area) for other in kept):
            kept.append(face)
    return tuple(sorted(kept, key=lambda face: -face.area))


@lru_cache(maxsize=1)
def _cascade() -> _Cascade:
    root = ElementTree.parse(_FILE).getroot()[0]
    places = [_numbers(each, "rect") for each in root.find("features") or ()]
    stages = tuple(
        (
            float(stage.findtext("stageThreshold", "0")),
            tuple(_stump(tree, places) for tree in stage.find("weakClassifiers") or ()),
        )
        for stage in root.find("stages") or ()
    )
    return _Cascade(int(root.findtext("width", "24")), stages)


def _stump(tree: Any, places: list[list[float]]) -> _Stump:
    _, _, place, *masks = (int(number) for number in _numbers(tree, "internalNodes"))
    yes, no = _numbers(tree, "leafValues")
    listed = [bool(masks[code >> 5] >> (code & 31) & 1) for code in range(256)]
    x, y, w, h = (int(number) for number in places[place])
    return _Stump(x, y, w, h, np.where(listed, yes, no))


def _numbers(element: Any, name: str) -> list[float]:
    return [float(word) for word in element.findtext(name, "").split()]
