"""Draws losses over seconds, both logarithmic, as one plain SVG. Pure."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 76, 240, 46, 56
COLORS = ("#222222", "#b3261e", "#1f6f8b", "#c98a00", "#5b3f8f", "#2e7d32", "#8d6e63", "#777777")


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: its name, seconds and losses."""

    name: str
    seconds: Sequence[float]
    losses: Sequence[float]


def draw(lines: Sequence[Line], title: str, goal: float | None = None) -> str:
    """The curves as an SVG document, with a dashed line at `goal`."""
    drawn = [line for line in lines if line.seconds]
    across = _decades([second for line in drawn for second in line.seconds])
    up = _decades([loss for line in drawn for loss in line.losses] + ([goal] if goal else []))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="14">{html.escape(title)}</text>',
        *_axes(across, up),
    ]
    if goal:
        y = _up(goal, up)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#000" stroke-dasharray="4 4"/>'
        )
    for number, line in enumerate(drawn):
        color = COLORS[number % len(COLORS)]
        points = " ".join(
            f"{_across(second, across):.1f},{_up(loss, up):.1f}"
            for second, loss in zip(line.seconds, line.losses, strict=True)
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
        y = TOP + 12 + 20 * number
        x = WIDTH - RIGHT + 16
        parts.append(f'<path d="M{x} {y - 4}h20" stroke="{color}" stroke-width="2"/>')
        parts.append(f'<text x="{x + 26}" y="{y}">{html.escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>\n"])


Span = tuple[int, int]


def _decades(values: Sequence[float]) -> Span:
    """Exponents of ten around all values above 0."""
    logs = [math.log10(value) for value in values if value > 0 and math.isfinite(value)] or [0.0]
    low, high = math.floor(min(logs)), math.ceil(max(logs))
    return low, max(high, low + 1)


def _across(second: float, span: Span) -> float:
    share = (math.log10(max(second, 10.0 ** span[0])) - span[0]) / (span[1] - span[0])
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _up(loss: float, span: Span) -> float:
    share = (math.log10(max(loss, 10.0 ** span[0])) - span[0]) / (span[1] - span[0])
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _axes(across: Span, up: Span) -> list[str]:
    parts = []
    for exponent in range(across[0], across[1] + 1):
        x = _across(10.0**exponent, across)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#e4e4e4"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">'
            f"{10.0**exponent:g}</text>"
        )
    for exponent in range(up[0], up[1] + 1):
        y = _up(10.0**exponent, up)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e4e4e4"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**exponent:g}</text>'
        )
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">seconds</text>')
    parts.append(
        f'<text transform="translate(20 {TOP + (HEIGHT - TOP - BOTTOM) / 2}) rotate(-90)" '
        'text-anchor="middle">loss, fp32 at full size</text>'
    )
    return parts
