"""`python -m training.curve LOG SVG`: draw the logged losses of a run as a small SVG."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 300, 46, 40, 30, 84
POINTS = 120
"""About so many points are drawn of each line; the log has one row every 20 steps."""

COLOURS = ("#b5451b", "#c98a1b", "#5f8a3a", "#2f7a8a", "#4a4a9a")
NO_LINE = {"step", "spent_s", "loss", "step_size"}


def read_log(path: Path) -> dict[int, dict[str, float]]:
    """Columns by step, in order; of a step that was logged twice, the later row counts."""
    with path.open(newline="") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    found = {int(row["step"]): row for row in rows}
    return dict(sorted(found.items()))


def draw(log: Mapping[int, Mapping[str, float]]) -> str:
    """SVG text with one line per map of the teacher: its loss against steps."""
    names = [name for name in next(iter(log.values())) if name not in NO_LINE]
    last_step = max(log)
    highest = max(row[name] for row in log.values() for name in names)

    def x(step: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * step / last_step

    def y(loss: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * loss / highest

    grid = "".join(
        f'<path d="M{LEFT} {y(tenth / 10):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        f'<text x="{LEFT - 8}" y="{y(tenth / 10) + 4:.1f}" text-anchor="end">{tenth / 10}</text>'
        for tenth in range(0, int(highest * 10) + 1, 2)
    )
    ticks = "".join(
        f'<text x="{x(step):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{step:,}</text>'
        for step in range(0, last_step + 1, _round_step(last_step))
    )
    steps = list(log)
    kept = [*steps[: -1 : max(1, len(steps) // POINTS)], last_step]
    lines = "".join(
        f'<polyline points="{" ".join(f"{x(step):.1f},{y(log[step][name]):.1f}" for step in kept)}"'
        f' fill="none" stroke="{colour}" stroke-width="2"/>'
        f'<text x="{WIDTH - RIGHT + 6}" y="{y(log[last_step][name]) + 4:.1f}" fill="{colour}">'
        f"{name.replace('_', ' ')} {log[last_step][name]:.2f}</text>"
        for name, colour in zip(names, COLOURS, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" fill="#444">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{grid}{ticks}'
        f'<text x="{LEFT}" y="18">Squared error of each standardised map of the teacher '
        "(running mean) by step</text>"
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">step</text>'
        f"{lines}</svg>\n"
    )


def _round_step(last_step: int) -> int:
    for step in (10, 100, 1000, 2000, 5000, 10_000):
        if last_step / step <= 8:
            return step
    return 50_000


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(draw(read_log(Path(sys.argv[1]))), "utf-8")
