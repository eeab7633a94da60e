"""Cartoons: the drawing under a study, written as lines of text, one shape a line.

A painter's cartoon is the full-size drawing that is carried over to the canvas. Ours reads

    fill #d8c3b4 as=face s.1 : 57,8.6 57.2,13.5 60.4,19* 65,16 65.6,10
    line #4a3a38 o.8 w.1-.3-.1 in=face : 57,9.4 58.2,9 59.3,9.3

that is: a kind, a colour, options, a colon, points. Points are `x,y` in percent of width and
height; a star makes a corner. Lengths are in percent of the long edge, angles in degrees.

Kinds: `fill` smooth closed outline, `poly` straight closed outline, `line` smooth open line,
`dot` ellipse, of two points: the centre and the two radii.
Options: `o` opacity, `s` soft edge (sigma), `w` widths of a line, `t` turn of a dot, `f` direction
of the brush inside the shape, `as=` keeps the shape's mask, `in=` stays inside a kept mask,
`m` multiplies. Lines that start with a number continue the shape above; `--` starts a note.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from studies.draw import Canvas, Mask, Mode, Points, ellipse_mask, line_mask, polygon_mask, smooth

KINDS = ("fill", "poly", "line", "dot")
_PERCENT = 0.01


class Row(NamedTuple):
    """One line of a table."""

    numbers: tuple[float, ...]
    words: tuple[str, ...]


@dataclass
class Shape:
    """One parsed line; opacity is a share, lengths are fractions of the long edge."""

    kind: str
    colour: str
    points: list[tuple[float, float]]
    corners: list[bool]
    opacity: float = 1.0
    soften: float = 0.0
    widths: list[float] = field(default_factory=lambda: [0.002])
    turn_deg: float = 0.0
    brush_deg: float | None = None
    keep: str = ""
    inside: str = ""
    multiply: bool = False


def parse(text: str) -> list[Shape]:
    """Shapes in drawing order. Raises ValueError with the offending line."""
    shapes = []
    for line in _joined(text):
        head, colon, tail = line.partition(":")
        words = head.split()
        if not colon or len(words) < 2 or words[0] not in KINDS:
            raise ValueError(f"Cannot read {line!r}; write: kind #colour options : x,y x,y ...")
        points, corners = _points(tail)
        shape = Shape(words[0], words[1], points, corners)
        for word in words[2:]:
            _read_option(shape, word)
        shapes.append(shape)
    return shapes


def trace(text: str, *, closed: bool = True) -> npt.NDArray[np.float64]:
    """Smooth outline in fractions through points written in percent; a star makes a corner."""
    points, corners = _points(text)
    return _curve(points, corners, closed)


class Drawing:
    """A canvas under a cartoon, with what the brush will ask for later.

    `masks` keeps every shape named with `as=`, `flow` (H, W) radians the brush directions, and
    `visible` tells how much of a kept shape no later shape has covered. With `roundness` above 0
    every plain fill is modelled as if it were a cushion lit from the upper left.
    """

    def __init__(self, canvas: Canvas, *, brush_deg: float = 0, roundness: float = 0) -> None:
        self.canvas = canvas
        self.masks: dict[str, Mask] = {}
        self.flow: Mask = np.full(canvas.size, np.radians(brush_deg), np.float32)
        self.roundness = roundness
        self._owner = np.zeros(canvas.size, np.int32)
        self._numbers: dict[str, int] = {}
        self._count = 0

    def add(self, text: str) -> None:
        """Draw every line of `text`, in order."""
        for shape in parse(text):
            self._lay(shape)

    def visible(self, name: str) -> Mask:
        """The kept mask without what was drawn over it."""
        seen = self.masks[name] * (self._owner == self._numbers[name])
        return np.asarray(seen, dtype=np.float32)

    def _lay(self, shape: Shape) -> None:
        mask = _mask(self.canvas, shape)
        if shape.inside:
            mask = mask * self.masks[shape.inside]
        mode: Mode = "multiply" if shape.multiply else "normal"
        self.canvas.paint(mask, shape.colour, shape.opacity, mode=mode)
        solid = not shape.inside and shape.soften < 0.006
        covers = solid and shape.opacity > 0.85
        if solid and shape.opacity > 0.6:
            self._count += 1
            self._owner[mask > 0.5] = self._count
        if shape.keep:
            self.masks[shape.keep] = mask
            self._numbers[shape.keep] = self._count
        if self.roundness > 0 and covers and shape.kind in ("fill", "dot"):
            self._model(mask)
        if shape.brush_deg is not None:
            self.flow[mask > 0.5] = np.radians(shape.brush_deg)

    def _model(self, mask: Mask) -> None:
        """Warm light on the side to the upper left, cool shade to the lower right."""
        rows, columns = np.nonzero(mask > 0.5)
        if len(rows) == 0:
            return
        reach = max(1.5, 0.16 * len(rows) ** 0.5)
        margin = int(3 * reach) + 2
        top, left = max(0, rows.min() - margin), max(0, columns.min() - margin)
        box = (slice(top, rows.max() + margin), slice(left, columns.max() + margin))
        near = np.pad(mask[box], margin)
        round_ = cv2.GaussianBlur(near, (0, 0), reach)
        step = max(1, round(reach * 0.8))
        lit = np.roll(round_, (-step, -step), (0, 1)) - np.roll(round_, (step, step), (0, 1))
        lit = lit[margin:-margin, margin:-margin] * mask[box] * self.roundness
        pixels = self.canvas.pixels[box]
        shade = np.clip(-lit, 0, 1)[..., None] * (1 - np.asarray((0.42, 0.40, 0.52)))
        light = np.clip(lit, 0, 1)[..., None] * np.asarray((0.42, 0.38, 0.30))
        self.canvas.pixels[box] = (
            pixels * (1 - shade) + (1 - pixels) * light * pixels**0.5
        ).astype(np.float32)


def rows(text: str) -> list[Row]:
    """A table written as text: per line its numbers, in percent, as shares, and its words."""
    table = []
    for line in text.strip().splitlines():
        words = line.split()
        numbers = [word for word in words if word[0].isdigit() or word[0] in "-."]
        rest = tuple(words[len(numbers) :])
        table.append(Row(tuple(float(number) * _PERCENT for number in numbers), rest))
    return table


def draw(canvas: Canvas, text: str, masks: dict[str, Mask]) -> None:
    """Draw `text` on a canvas as it is; kept masks are read from and written to `masks`."""
    drawing = Drawing(canvas)
    drawing.masks = masks
    drawing.add(text)


def _joined(text: str) -> list[str]:
    lines: list[str] = []
    for raw in text.splitlines():
        line = raw.split("--")[0].strip()
        if not line:
            continue
        if lines and (line[0].isdigit() or line[0] in "-."):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines


def _points(text: str) -> tuple[list[tuple[float, float]], list[bool]]:
    points, corners = [], []
    for word in text.split():
        x, _, y = word.rstrip("*").partition(",")
        points.append((float(x) * _PERCENT, float(y) * _PERCENT))
        corners.append(word.endswith("*"))
    return points, corners


def _read_option(shape: Shape, word: str) -> None:
    key, rest = word[0], word[1:]
    if word.startswith("as="):
        shape.keep = word[3:]
    elif word.startswith("in="):
        shape.inside = word[3:]
    elif word == "m":
        shape.multiply = True
    elif key == "o":
        shape.opacity = float(rest)
    elif key == "s":
        shape.soften = float(rest) * _PERCENT
    elif key == "w":
        shape.widths = [float(part) * _PERCENT for part in rest.split("-")]
    elif key == "t":
        shape.turn_deg = float(rest)
    elif key == "f":
        shape.brush_deg = float(rest)
    else:
        raise ValueError(f"Unknown option {word!r}; choose among o s w t f as= in= m.")


def _mask(canvas: Canvas, shape: Shape) -> Mask:
    size = canvas.size
    if shape.kind == "dot":
        centre, radii = shape.points
        return ellipse_mask(size, centre, radii, turn_deg=shape.turn_deg, soften=shape.soften)
    if shape.kind == "line":
        path = _curve(shape.points, shape.corners, closed=False)
        return line_mask(size, path, shape.widths, soften=shape.soften)
    if shape.kind == "poly":
        return polygon_mask(size, shape.points, soften=shape.soften)
    outline = _curve(shape.points, shape.corners, closed=True)
    return polygon_mask(size, outline, soften=shape.soften)


def _curve(
    points: list[tuple[float, float]], corners: list[bool], closed: bool
) -> npt.NDArray[np.float64]:
    """Smooth arcs between corners, so that a corner does not bend its neighbours."""
    if len(points) < 3:
        return np.asarray(points, dtype=np.float64)
    if closed and any(corners):
        first = corners.index(True)
        points = [*points[first:], *points[: first + 1]]
        corners = [*corners[first:], *corners[: first + 1]]
    elif closed:
        return smooth(points, closed=True, per_span=10)
    cuts = [0, *(i for i in range(1, len(points) - 1) if corners[i]), len(points) - 1]
    arcs = [_arc(points[start : stop + 1]) for start, stop in pairwise(cuts)]
    return np.vstack(arcs)


def _arc(points: Points) -> npt.NDArray[np.float64]:
    if len(points) < 3:
        return np.asarray(points, dtype=np.float64)
    return smooth(points, per_span=10)
