"""Draws what each step of the network takes, before and now, as one plain SVG. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, ROW_PX, LABEL_PX, BAR_PX = 760, 21, 84, 400
COLUMNS_PX = (570, 650, 736)
"""Right ends of the columns of figures."""

PARTS = {
    "ahead": ("#1f6f8b", "forward"),
    "back": ("#b3261e", "back"),
    "sums": ("#c98a00", "sums over positions"),
    "rest": ("#8d6e63", "ReLU, mask, gradient of the sums"),
}


@dataclass
class Row:
    """One step of the network: seconds of each part, operations, bytes read and written."""

    name: str
    ahead_s: float = 0.0
    back_s: float = 0.0
    sums_s: float = 0.0
    rest_s: float = 0.0
    flops: float = 0.0
    moved_bytes: float = 0.0

    @property
    def seconds(self) -> float:
        """All parts together."""
        return self.ahead_s + self.back_s + self.sums_s + self.rest_s

    def share_of(self, peak: float) -> float:
        """The rate of its operations as a share of `peak`, per second; 0 of a pooling."""
        return self.flops / self.seconds / peak

    @property
    def gigabytes_per_s(self) -> float:
        """What it reads and writes, in 10⁹ bytes per second."""
        return self.moved_bytes / self.seconds / 1e9


def draw(tables: Mapping[str, Sequence[Row]], title: str, peak: float) -> str:
    """The tables as bars with their figures, in one SVG document; `peak` in operations per s."""
    most_s = max(row.seconds for rows in tables.values() for row in rows)
    lines = [f'<text x="10" y="24" font-size="15">{html.escape(title)}</text>']
    y = 56
    for name, rows in tables.items():
        lines += _heading(name, rows, peak, y)
        y += 10
        for row in rows:
            lines += _row(row, most_s, peak, y)
            y += ROW_PX
        y += 40
    x = 10
    for color, words in PARTS.values():
        lines.append(f'<rect x="{x}" y="{y - 28}" width="12" height="12" fill="{color}"/>')
        lines.append(f'<text x="{x + 18}" y="{y - 18}">{words}</text>')
        x += 50 + 6 * len(words)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="{WIDTH}" height="{y}" fill="#fff"/>'
    )
    return "\n".join([head, *lines, "</svg>\n"])


def _heading(name: str, rows: Sequence[Row], peak: float, y: int) -> list[str]:
    whole_s = sum(row.seconds for row in rows)
    share = sum(row.flops for row in rows) / whole_s / peak
    words = f"{name}: {1000 * whole_s:.0f} ms, {share:.0%} of the best rate"
    heads = zip(("ms", "of the best", "GB/s"), COLUMNS_PX, strict=True)
    return [
        f'<text x="10" y="{y}" font-size="14" font-weight="bold">{html.escape(words)}</text>',
        *(
            f'<text x="{x}" y="{y}" text-anchor="end" fill="#555">{head}</text>'
            for head, x in heads
        ),
    ]


def _row(row: Row, most_s: float, peak: float, y: int) -> list[str]:
    middle, x = y + ROW_PX - 6, float(LABEL_PX)
    lines = [f'<text x="10" y="{middle}">{html.escape(row.name)}</text>']
    for part, (color, _) in PARTS.items():
        wide = BAR_PX * getattr(row, f"{part}_s") / most_s
        lines.append(
            f'<rect x="{x:.1f}" y="{y + 4}" width="{wide:.1f}" height="{ROW_PX - 6}" '
            f'fill="{color}"/>'
        )
        x += wide
    share = f"{row.share_of(peak):.0%}" if row.flops else "–"
    cells = (f"{1000 * row.seconds:.1f}", share, f"{row.gigabytes_per_s:.1f}")
    return lines + [
        f'<text x="{right}" y="{middle}" text-anchor="end">{cell}</text>'
        for right, cell in zip(COLUMNS_PX, cells, strict=True)
    ]
