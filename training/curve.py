"""`python -m training.curve LOG SVG`: draw the logged loss of a run as a small SVG."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 300, 46, 40, 30, 16
POINTS = 160
"""At most this many points are drawn; the log has one row every 20 steps."""


def read_log(path: Path) -> list[tuple[int, float]]:
    """(step, loss) in order of steps; of a step that was logged twice, the later row counts."""
    with path.open(newline="") as file:
        found = {int(row["step"]): float(row["loss"]) for row in csv.DictReader(file)}
    return sorted(found.items())


def draw(rows: list[tuple[int, float]]) -> str:
    """SVG text of loss against steps, with grid lines at whole losses."""
    last_step, highest = rows[-1][0], int(max(loss for _, loss in rows)) + 1
    lowest = int(min(loss for _, loss in rows))

    def x(step: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * step / last_step

    def y(loss: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (loss - lowest) / (highest - lowest)

    grid = "".join(
        f'<path d="M{LEFT} {y(loss):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        f'<text x="{LEFT - 8}" y="{y(loss) + 4:.1f}" text-anchor="end">{loss}</text>'
        for loss in range(lowest, highest + 1)
    )
    ticks = "".join(
        f'<text x="{x(step):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{step:,}</text>'
        for step in range(0, last_step + 1, _round_step(last_step))
    )
    every = max(1, len(rows) // POINTS)
    kept = [*rows[:-1:every], rows[-1]]
    line = " ".join(f"{x(step):.1f},{y(loss):.1f}" for step, loss in kept)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12" fill="#444">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{grid}{ticks}'
        f'<text x="{LEFT}" y="18">Cross-entropy (running mean) by step; '
        f"last {rows[-1][1]:.2f}</text>"
        f'<text x="{(LEFT + WIDTH) / 2}" y="{HEIGHT - 6}" text-anchor="middle">step</text>'
        f'<polyline points="{line}" fill="none" stroke="#b5451b" stroke-width="2"/></svg>\n'
    )


def _round_step(last_step: int) -> int:
    for step in (10, 100, 1000, 2000, 5000, 10_000):
        if last_step / step <= 8:
            return step
    return 50_000


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(draw(read_log(Path(sys.argv[1]))), "utf-8")
