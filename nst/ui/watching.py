"""What a visitor sees while the canvas is being painted: the frame, the line and the curve.

Turns Progress into plain values for the easel, at most four times a second, and keeps a handful of
frames for the time-lapse. Runs nothing and asks no clock but the one it is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from nst.images import encode_jpeg, resize, size_at
from nst.records import Picture, Progress, Waiting
from nst.ui.markup import data_uri, jpeg_uri

FRAME_EVERY_S = 0.25
"""A browser on the painter's own two cores pays for every frame with the painter's time."""

WAIT_EVERY_S = 1.0
FRAME_EDGE_PX = 768
"""Previews are sent no larger: while they change, a visitor does not see the difference."""

MAX_FRAMES = 30
CURVE_POINTS = 160


class Watch:
    """Gathers one run as it goes by: the newest frame, the losses so far, the kept frames."""

    def __init__(self) -> None:
        self.losses: list[float] = []
        self.frames: list[bytes] = []
        self.last: Progress | None = None
        self._every = 1
        self._seen = 0
        self._ahead = -1
        self._due_s = -math.inf

    def wait(self, waiting: Waiting, now_s: float) -> bool:
        """True when a place in the queue is worth telling: it changed, or a second has gone by.

        The second is there because only a handler that speaks learns that its tab was closed.
        """
        due = waiting.ahead != self._ahead or now_s >= self._due_s
        if due:
            self._ahead, self._due_s = waiting.ahead, now_s + WAIT_EVERY_S
        return due

    def see(self, progress: Progress, now_s: float) -> bool:
        """Take note of a Progress; True when it is time to show it."""
        self.last = progress
        self.losses.append(progress.loss)
        first = len(self.losses) == 1
        due = first or now_s >= self._due_s or progress.done
        if due:
            self._due_s = now_s + FRAME_EVERY_S
        return due

    def shown(self) -> dict[str, Any]:
        """The newest Progress as values for the easel."""
        assert self.last is not None
        frame = encode_jpeg(_preview(self.last.picture), 82)
        self._keep(frame)
        return {
            "phase": "painting",
            "frame": jpeg_uri(frame),
            "share": round(self.last.share, 4),
            "line": progress_line(self.last),
            "percent": f"{math.floor(self.last.share * 100)} %",
            "curve": curve_svg(self.losses),
            "note": self.last.note or "",
        }

    def _keep(self, frame: bytes) -> None:
        """Keep evenly spaced frames: when there are too many, every other one goes."""
        if self._seen % self._every == 0:
            self.frames.append(frame)
        self._seen += 1
        if len(self.frames) > MAX_FRAMES - 1:
            self.frames = self.frames[::2]
            self._every *= 2

    def kept(self, final: Picture) -> list[bytes]:
        """The kept frames, ending with the finished picture."""
        return [*self.frames, encode_jpeg(_preview(final), 88)]


def _preview(picture: Picture) -> Picture:
    if max(picture.shape[:2]) <= FRAME_EDGE_PX:
        return picture
    return resize(picture, *size_at(picture, FRAME_EDGE_PX))


def progress_line(progress: Progress) -> str:
    """``scale 2 of 3 · step 40 of 120 · 14 s left``; before the first step ``about 14 s left``."""
    parts = [f"scale {progress.scale} of {progress.scales}"]
    parts.append(f"step {progress.step} of {progress.steps}")
    if progress.left_s is not None:
        about = "" if progress.step else "about "
        parts.append(f"{about}{duration(progress.left_s)} left")
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """``14 s`` below two minutes, ``3 min`` above."""
    return f"{math.ceil(seconds)} s" if seconds < 120 else f"{round(seconds / 60)} min"


def waiting_values(waiting: Waiting) -> dict[str, Any]:
    """What the easel shows to somebody in the queue."""
    if waiting.ahead <= 0:
        return {"phase": "waiting", "line": "The brush is being prepared"}
    return {
        "phase": "waiting",
        "line": f"You are number {waiting.ahead + 1}; the brush is with another visitor",
    }


def opening_values(content: Picture, style_url: str, title: str) -> dict[str, Any]:
    """The easel before the first stroke: photograph beside an empty canvas of its size."""
    photo = _preview(content)
    height, width = photo.shape[:2]
    return {
        "phase": "waiting",
        "photo": data_uri(photo),
        "ratio": round(width / height, 4),
        "style": style_url,
        "title": title,
        "frame": "",
        "share": 0,
        "percent": "",
        "line": "Mixing the colours",
        "curve": "",
        "note": "",
    }


def curve_svg(losses: Sequence[float], width: int = 320, height: int = 80) -> str:
    """The total loss over the steps as a small SVG, logarithmic, falling to the right."""
    every = max(1, len(losses) // CURVE_POINTS)
    points = [math.log(loss) for loss in losses[::every] if loss > 0 and math.isfinite(loss)]
    if len(points) < 2:
        return ""
    low, high = min(points), max(points)
    span = (high - low) or 1.0
    path = " ".join(
        f"{at / (len(points) - 1) * width:.1f},{(high - point) / span * (height - 4) + 2:.1f}"
        for at, point in enumerate(points)
    )
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="The loss, falling from '
        f'{math.exp(points[0]):.3g} to {math.exp(points[-1]):.3g}" preserveAspectRatio="none">'
        f'<polyline points="{path}"/></svg>'
    )
