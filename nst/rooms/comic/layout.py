"""Lays panels out on a page with gutters, and says how large each one is to be painted.

One pixel density for the whole page, so that a stroke is as broad in a wide panel as in a small
one. Knows sizes only; no picture, no text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from nst.errors import InputError

MOST_PANELS = 6
GUTTER = 0.026
"""Space between panels, as a share of a column's width."""

MARGIN = 0.045
TITLE_HEIGHT = 0.15
CREDIT_HEIGHT = 0.055
_WIDE, _PLAIN, _UPRIGHT = 2.1, 4 / 3, 3 / 4
"""Width over height of a panel across the page, a usual one, and one in a row of three or four."""

LAYOUTS = {
    "page": "A page",
    "strip": "One row",
    "column": "One below another",
    "tall": "A tall one beside the others",
}


@dataclass(frozen=True, slots=True)
class Rect:
    """A panel's place on the page in px: left, top, width, height."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page in px at which pictures are painted (text is drawn at twice that).

    `unit_px` is the width of a usual panel: letters, gutters and lines are shares of it.
    """

    width: int
    height: int
    unit_px: float
    panels: tuple[Rect, ...]
    title_px: int
    """Height kept free above the panels; 0 without a title."""


def lay_out(count: int, layout: str, long_edge_px: int, *, title: bool = False) -> Page:
    """The page for that many panels; the usual (median) panel gets that long edge in px.

    Raises InputError for an unknown layout, or for fewer than 1 or more than 6 panels.
    """
    if layout not in LAYOUTS:
        raise InputError(f"Unknown layout {layout!r}; choose one of: {', '.join(LAYOUTS)}.")
    if not 1 <= count <= MOST_PANELS:
        raise InputError(
            f"A strip has 1 to {MOST_PANELS} panels; this one has {count}. "
            + ("Add a photograph." if count < 1 else "Take some out.")
        )
    boxes, columns = _tall(count) if layout == "tall" and count > 1 else _rows(count, layout)
    factor = long_edge_px / median(max(box[2], box[3]) for box in boxes)
    above = TITLE_HEIGHT if title else 0.0
    rects = tuple(
        Rect(
            round((MARGIN + left) * factor),
            round((MARGIN + above + top) * factor),
            round(width * factor),
            round(height * factor),
        )
        for left, top, width, height in boxes
    )
    tallest = max(top + height for _, top, _, height in boxes)
    return Page(
        width=round((columns + 2 * MARGIN) * factor),
        height=round((tallest + above + MARGIN + CREDIT_HEIGHT) * factor),
        unit_px=factor * min(1.0, max(box[2] for box in boxes)),
        panels=rects,
        title_px=round(above * factor),
    )


_Box = tuple[float, float, float, float]


def _rows(count: int, layout: str) -> tuple[list[_Box], float]:
    """Left, top, width, height of each panel in units of a column, and the width of them all."""
    if layout == "strip":
        ratio = _PLAIN if count <= 2 else 1.0
        return _row(0.0, [1.0] * count, 1 / ratio), count + GUTTER * (count - 1)
    if layout == "column" or count == 1:
        heights = 1 / _PLAIN
        return [(0.0, at * (heights + GUTTER), 1.0, heights) for at in range(count)], 1.0
    across = 2 + GUTTER
    top, boxes = 0.0, []
    for columns in _PER_ROW[count]:
        height = 1 / _PLAIN if columns == 2 else across / _WIDE
        width = 1.0 if columns == 2 else across
        boxes += _row(top, [width] * columns, height)
        top += height + GUTTER
    return boxes, across


_PER_ROW = {2: (2,), 3: (1, 2), 4: (2, 2), 5: (1, 2, 2), 6: (2, 2, 2)}


def _row(top: float, widths: Sequence[float], height: float) -> list[_Box]:
    boxes, left = [], 0.0
    for width in widths:
        boxes.append((left, top, width, height))
        left += width + GUTTER
    return boxes


def _tall(count: int) -> tuple[list[_Box], float]:
    """The first panel as high as all the others, which stand beside it in one or two columns."""
    columns = 1 if count <= 4 else 2
    rows = -(-(count - 1) // columns)
    if rows == 1:
        return [(0.0, 0.0, 1.0, 1 / _UPRIGHT), (1 + GUTTER, 0.0, 1.0, 1 / _UPRIGHT)], 2 + GUTTER
    height = 1 / _PLAIN
    total = rows * height + (rows - 1) * GUTTER
    tall = min(max(total * 0.56, 0.8), 1.25)
    boxes = [(0.0, 0.0, tall, total)]
    for at in range(count - 1):
        row, column = divmod(at, columns)
        last_alone = row == rows - 1 and (count - 1) % columns
        width = columns + GUTTER * (columns - 1) if last_alone else 1.0
        left = tall + GUTTER + (0 if last_alone else column * (1 + GUTTER))
        boxes.append((left, row * (height + GUTTER), width, height))
    return boxes, tall + columns * (1 + GUTTER)
