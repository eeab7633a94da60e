"""Foam in the manner of the Japanese woodblock: curling fingers, scales and spray.

Everything is given in the units of the caller's `Sheet`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from studies.draw import Canvas, smooth
from studies.sheet import Path, Sheet

# One finger in its own frame: +x out of the foam, +y the side to which it hooks.
_SPINE = np.array(
    [(-0.6, 0.08), (-0.22, -0.18), (0.2, -0.3), (0.6, -0.14), (0.85, 0.24), (0.93, 0.66),
     (0.82, 1.0), (0.66, 1.06)]
)  # fmt: skip
_WIDTHS = np.array((0.12, 0.36, 0.42, 0.38, 0.30, 0.22, 0.15, 0.08))
_OUTLINE = np.array((0.0, 0.5, 1.0, 1.15, 1.05, 1.0, 0.9, 0.7))  # the line swells on the bend
_HOLLOW = np.array(
    [(-0.35, 0.25), (-0.1, 0.0), (0.25, -0.12), (0.58, 0.06), (0.74, 0.4), (0.66, 0.68),
     (0.4, 0.72), (0.0, 0.62)]
)  # fmt: skip


# A claw reaches farther than a finger and hooks less: for foam that stands against the sky.
_CLAW = np.array(
    [(-0.6, 0.0), (-0.2, -0.1), (0.25, -0.15), (0.66, -0.08), (1.0, 0.1), (1.24, 0.36),
     (1.34, 0.62), (1.28, 0.74)]
)  # fmt: skip
_CLAW_WIDTHS = np.array((0.46, 0.46, 0.38, 0.29, 0.22, 0.17, 0.13, 0.08))
_CLAW_HOLLOW = np.array(
    [(-0.2, 0.3), (0.0, 0.12), (0.35, 0.06), (0.64, 0.14), (0.78, 0.32), (0.55, 0.36), (0.2, 0.4)]
)


@dataclass(frozen=True)
class Inks:
    """The three tones a block of foam needs."""

    paper: str
    shade: str
    line: str


def _framed(motif: Path, at: Path, angle: float, size: float, side: int) -> Path:
    turned = motif * (size, size * side)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.asarray(at + turned @ np.array([[cos, sin], [-sin, cos]]), dtype=np.float64)


def finger(
    canvas: Canvas, sheet: Sheet, at: Path, angle: float, size: float, side: int, inks: Inks
) -> None:
    """One hook: shade in its hollow, dark outline, paper-coloured body merging at the root."""
    _hook(canvas, sheet, (at, angle, size, side), (_SPINE, _WIDTHS, _HOLLOW), inks)


def claw(
    canvas: Canvas, sheet: Sheet, at: Path, angle: float, size: float, side: int, inks: Inks
) -> None:
    """One long hook for the edge of a crest."""
    _hook(canvas, sheet, (at, angle, size, side), (_CLAW, _CLAW_WIDTHS, _CLAW_HOLLOW), inks)


def _hook(
    canvas: Canvas,
    sheet: Sheet,
    frame: tuple[Path, float, float, int],
    motif: tuple[Path, Path, Path],
    inks: Inks,
) -> None:
    size, (spine, widths, hollow) = frame[2], motif
    if inks.shade:
        inside = smooth(_framed(hollow, *frame), closed=True, per_span=6)
        canvas.polygon(sheet.points(inside), inks.shade, 0.95)
    middle = smooth(_framed(spine, *frame), per_span=6)
    outer = smooth(_framed(spine + np.array((0.035, -0.045)), *frame), per_span=6)
    dark = widths * size + 2 * (0.85 + 0.035 * size) * _OUTLINE - 0.02 * size
    dark[0] = 0
    canvas.line(sheet.points(outer), [sheet.length(max(w, 0)) for w in dark], inks.line)
    canvas.line(sheet.points(middle), [sheet.length(w * size) for w in widths], inks.paper)


def fringe(
    canvas: Canvas,
    sheet: Sheet,
    path: Path,
    size: float,
    side: int,
    inks: Inks,
    rng: np.random.Generator,
    *,
    lean_deg: float = -55,
) -> None:
    """Fingers in threes along an edge of foam; they point to the right-hand side of the path."""
    curve = smooth(path, per_span=24)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    position = 0.3 * size
    bare = Inks(inks.paper, "", inks.line)
    while position < along[-1]:
        index = int(np.searchsorted(along, position))
        ahead, behind = curve[min(index + 2, len(curve) - 1)], curve[max(index - 2, 0)]
        tangent = _unit(ahead - behind)
        outward = np.arctan2(tangent[1], tangent[0]) + np.pi / 2 + np.radians(lean_deg) * side
        root = curve[index]
        lobe = arc_points(root, 0.42 * size)
        canvas.polygon(sheet.points(lobe), inks.paper)
        for turn, along_edge, growth in ((0.35, -0.7, 0.85), (-0.7, 0.6, 0.85), (-0.2, 0.0, 1.25)):
            grown = size * growth * rng.uniform(0.85, 1.15)
            angle = outward + turn * side + rng.normal(0, 0.15)
            start = root + rng.normal(0, 0.08 * size, 2) + along_edge * side * tangent * size * 0.7
            finger(canvas, sheet, start, angle, grown, side, inks if rng.random() < 0.7 else bare)
        position += size * rng.uniform(1.5, 2.1)


def arc_points(centre: Path, radius: float) -> Path:
    """A circle in sheet units."""
    turn = np.linspace(0, 2 * np.pi, 24)
    return np.asarray(centre + radius * np.stack([np.cos(turn), np.sin(turn)], 1), dtype=np.float64)


def _unit(vector: Path) -> Path:
    return np.asarray(vector / max(float(np.hypot(*vector)), 1e-9), dtype=np.float64)


def scales(
    canvas: Canvas,
    sheet: Sheet,
    region: Path,
    spacing: float,
    inks: Inks,
    rng: np.random.Generator,
    *,
    point_deg: float = 0,
    shaded: float = 0.8,
) -> None:
    """Fingers all over a mass of foam, mostly hooked to one side; upper ones lie over lower."""
    bare = Inks(inks.paper, "", inks.line)
    outline = smooth(region, closed=True, per_span=6)
    canvas.polygon(sheet.points(outline), inks.paper)
    for colour, gap, reach in ((inks.shade, 1.5, 0.95), (inks.line, 3.2, 0.6)):
        spots = [at for at in scatter(region, gap * spacing, rng) if _depth(region, at) > spacing]
        spray(canvas, sheet, spots, reach * spacing, colour, rng)
    for at in reversed(scatter(region, spacing, rng)):
        side = 1 if rng.random() < 0.8 else -1
        angle = np.radians(point_deg if side == 1 else 180 - point_deg) + rng.normal(0, 0.75)
        # many small hooks and a few large ones, as the water throws them
        size = spacing * float(np.clip(rng.lognormal(-0.1, 0.34), 0.5, 1.6))
        finger(
            canvas,
            sheet,
            at,
            angle,
            size,
            1 if np.cos(angle) > 0 else -1,
            inks if rng.random() < shaded else bare,
        )


def _depth(region: Path, at: Path) -> float:
    """Distance from the edge of an outline, positive inside."""
    outline = region.astype(np.float32).reshape(-1, 1, 2)
    return float(cv2.pointPolygonTest(outline, (float(at[0]), float(at[1])), True))


def scatter(region: Path, spacing: float, rng: np.random.Generator) -> list[Path]:
    """Points inside an outline, at least `spacing` apart, from top to bottom."""
    outline = region.astype(np.float32).reshape(-1, 1, 2)
    low, high = region.min(axis=0), region.max(axis=0)
    tries = int(14 * np.prod(high - low) / spacing**2) + 20
    chosen: list[Path] = []
    taken = np.empty((tries, 2))
    for at in rng.uniform(low, high, (tries, 2)):
        if cv2.pointPolygonTest(outline, (float(at[0]), float(at[1])), False) < 0:
            continue
        gaps = taken[: len(chosen)] - at
        if not len(chosen) or float((gaps * gaps).sum(axis=1).min()) >= spacing**2:
            taken[len(chosen)] = at
            chosen.append(at)
    return sorted(chosen, key=lambda at: float(at[1]))


def spray(
    canvas: Canvas,
    sheet: Sheet,
    spots: Sequence[Path],
    size: float,
    colour: str,
    rng: np.random.Generator,
) -> None:
    """Drops of bare paper: small irregular flakes, a few of them large."""
    for at in spots:
        reach = size * (0.35 + rng.gamma(1.3, 0.38))
        corners = 7
        turn = np.linspace(0, 2 * np.pi, corners, endpoint=False) + rng.uniform(0, 6)
        radius = reach * rng.uniform(0.65, 1.15, corners)
        flake = at + np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius[:, None]
        canvas.polygon(sheet.points(flake), colour, float(rng.uniform(0.8, 1)))
