"""Draws fronts as one plain SVG, and says whether a point lies under a front. Pure."""

from __future__ import annotations

import html
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
"""Closure and structure, both larger is better."""

WIDTH, HEIGHT = 760, 560
LEFT, RIGHT, TOP, BOTTOM = 70, 170, 56, 60
COLORS = ("#b3261e", "#1f6f8b", "#7a7a7a", "#c98a00", "#5b3f8f", "#2e7d32", "#8d6e63", "#000000")
TARGET: Point = (0.75, 0.40)
"""What the medians are to reach; drawn as a cross."""


@dataclass(frozen=True, slots=True)
class Front:
    """One curve: its name and its points from the weakest style to the strongest."""

    name: str
    points: tuple[Point, ...]


def covered(point: Point, front: Sequence[Point]) -> bool:
    """Whether a front offers, for a point's closure, at least its structure.

    Between two neighbouring points the front is a straight line; left of its least closure it is
    level, since less style can always be had. A point that is not a number is covered.
    """
    closure, structure = point
    if not all(map(math.isfinite, point)):
        return True
    offers = [y for x, y in front if math.isfinite(x) and math.isfinite(y) and x >= closure]
    for (x0, y0), (x1, y1) in itertools.pairwise(front):
        if math.isfinite(x0 + y0 + x1 + y1) and min(x0, x1) <= closure <= max(x0, x1) and x0 != x1:
            offers.append(y0 + (y1 - y0) * (closure - x0) / (x1 - x0))
    return any(offer >= structure for offer in offers)


def draw_fronts(fronts: Sequence[Front], words: str) -> str:
    """The fronts as an SVG document; `words` is the line above the plot."""
    shown = [point for front in fronts for point in front.points if all(map(math.isfinite, point))]
    x_range = _axis([x for x, _ in shown] + [TARGET[0], 1.0])
    y_range = _axis([y for _, y in shown] + [TARGET[1], 0.0])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_caption(words),
        *_axes(x_range, y_range),
    ]
    x, y = _place(TARGET, x_range, y_range)
    cross = f"M{x - 7:.1f} {y:.1f}h14M{x:.1f} {y - 7:.1f}v14"
    parts.append(f'<path d="{cross}" stroke="#000"/>')
    parts.append(f'<text x="{x + 8:.1f}" y="{y - 8:.1f}" font-size="11">target</text>')
    for number, front in enumerate(fronts):
        parts += _curve(front, number, x_range, y_range)
    return "\n".join([*parts, "</svg>\n"])


Range = tuple[float, float]


def _axis(values: Sequence[float]) -> Range:
    """A range in steps of 0.1 that holds all values; closure is not followed below -0.5."""
    low = max(-0.5, math.floor(min(values) * 10) / 10)
    high = math.ceil(max(values) * 10) / 10
    return low, max(high, low + 0.1)


def _place(point: Point, x_range: Range, y_range: Range) -> Point:
    across = (max(point[0], x_range[0]) - x_range[0]) / (x_range[1] - x_range[0])
    up = (point[1] - y_range[0]) / (y_range[1] - y_range[0])
    return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def _caption(words: str) -> list[str]:
    lines: list[str] = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) > 105:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [
        f'<text x="{LEFT}" y="{20 + 16 * at}" font-size="12">{html.escape(line)}</text>'
        for at, line in enumerate(lines[:2])
    ]


def _axes(x_range: Range, y_range: Range) -> list[str]:
    parts = []
    for tick in _ticks(x_range):
        x, y = _place((tick, y_range[0]), x_range, y_range)
        parts.append(f'<path d="M{x:.1f} {TOP}V{y:.1f}" stroke="#e4e4e4"/>')
        parts.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{tick:.1f}</text>')
    for tick in _ticks(y_range):
        x, y = _place((x_range[0], tick), x_range, y_range)
        parts.append(f'<path d="M{x:.1f} {y:.1f}H{WIDTH - RIGHT}" stroke="#e4e4e4"/>')
        parts.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{tick:.1f}</text>')
    middle = TOP + (HEIGHT - TOP - BOTTOM) / 2
    parts.append(
        f'<text x="{LEFT + (WIDTH - LEFT - RIGHT) / 2}" y="{HEIGHT - 16}" text-anchor="middle">'
        "closure: more of the painting →</text>"
    )
    parts.append(
        f'<text transform="translate(22 {middle}) rotate(-90)" text-anchor="middle">'
        "structure: more of the photograph →</text>"
    )
    return parts


def _ticks(span: Range) -> list[float]:
    return [tick / 10 for tick in range(round(span[0] * 10), round(span[1] * 10) + 1)]


def _curve(front: Front, number: int, x_range: Range, y_range: Range) -> list[str]:
    color, heavy = COLORS[number % len(COLORS)], 3 if number == 0 else 1.6
    places = [
        _place(point, x_range, y_range) for point in front.points if all(map(math.isfinite, point))
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="{heavy}"/>']
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>' for x, y in places]
    x, y = WIDTH - RIGHT + 20, TOP + 20 + 22 * number
    parts.append(f'<path d="M{x} {y - 4}h22" stroke="{color}" stroke-width="{heavy}"/>')
    parts.append(f'<text x="{x + 28}" y="{y}">{html.escape(front.name)}</text>')
    return parts
