"""A series: several pictures painted one after another, each waiting its turn like any other job.

Between two pieces whoever else waits gets the brush, so a long series never holds up a visitor.
Nothing here knows what the pieces are for, nor how they are shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import nst
from nst.images import fingerprint
from nst.plan import plan_scales, step_flops_per_px
from nst.records import Job, Picture, Progress, Waiting
from nst.runrecord import FORMAT

Run = Callable[[Job], Iterator[Waiting | Progress]]
"""What paints one job: `Backend.run`, or `paint_here`."""

UNIT_WIDTHS = (16, 32, 64, 128, 128)
"""Channels of the embedded network: what the pieces cost beside each other is judged by it."""

STEP_FLOPS = 1.5e9
"""What a step costs whatever its size, in the same unit: measured at 160 px on two cores."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """One picture of a series. Pieces of one `key` follow each other in one place."""

    key: str
    title: str
    job: Job
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """One event of a series: piece number `number` (from 0) of `of`, and what happened to it.

    `share` is the part of the work that is behind us, 0 to 1. `left_s` is None until something
    has been measured; time spent waiting for others is not counted.
    """

    piece: Piece
    number: int
    of: int
    event: Waiting | Progress
    share: float
    spent_s: float
    left_s: float | None


def paint_series(
    pieces: Sequence[Piece], run: Run, clock: Callable[[], float] = time.monotonic
) -> Iterator[Turn]:
    """Paint the pieces in their order, yielding a Turn for everything that happens.

    Closing the generator stops within one step; what was finished before stays finished.
    Raises NSTError, before any work for every piece that cannot be painted at all.
    """
    works = [work_of(piece.job) for piece in pieces]
    whole, behind, spent = sum(works), 0.0, 0.0
    for number, piece in enumerate(pieces):
        began: float | None = None
        with closing(run(piece.job)) as events:  # type: ignore[type-var]
            for event in events:
                here = 0.0
                if isinstance(event, Progress):
                    began = clock() if began is None else began
                    here = works[number] * event.share
                painting = 0.0 if began is None else clock() - began
                share = (behind + here) / whole
                yield Turn(
                    piece=piece,
                    number=number,
                    of=len(pieces),
                    event=event,
                    share=share,
                    spent_s=spent + painting,
                    left_s=(spent + painting) * (1 - share) / share if share > 0.005 else None,
                )
        behind += works[number]
        spent += 0.0 if began is None else clock() - began


def work_of(job: Job) -> float:
    """What a job costs beside other jobs, without a unit. Raises InputError when it has no plan."""
    scales = plan_scales(job.settings, *job.content.shape[:2])
    if job.settings.init == "given":
        scales = scales[-1:]
    per_px = step_flops_per_px(UNIT_WIDTHS, "vgg19", job.settings)
    return sum(scale.cost * per_px + scale.steps * STEP_FLOPS for scale in scales)


def paint_here(job: Job) -> Iterator[Waiting | Progress]:
    """Paint a job in this thread, for programs and the command line."""
    from nst.session import stylize

    return stylize(
        job.content,
        job.style,
        job.settings,
        start=job.start,
        artwork=job.artwork,
        keep_targets=job.keep_targets,
        faces=job.faces,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Painted:
    """A piece as far as it came: its picture, uint8 (H, W, 3), and its run record."""

    piece: Piece
    picture: Picture
    record: Mapping[str, Any]

    @property
    def done(self) -> bool:
        """False when the piece was stopped before its end."""
        return "stopped" not in self.record


def painted(piece: Piece, progress: Progress) -> Painted:
    """What a Progress leaves behind, with the record of a stopped run if it was not the last."""
    if progress.result is not None:
        return Painted(piece=piece, picture=progress.picture, record=progress.result.record)
    job = piece.job
    record = {
        "format": FORMAT,
        "app": f"nst {nst.__version__}",
        "settings": job.settings.as_dict(),
        "artwork": dict(job.artwork),
        "content": {"sha256": fingerprint(job.content), "size_px": list(job.content.shape[:2])},
        "style": {"sha256": fingerprint(job.style), "size_px": list(job.style.shape[:2])},
        "size_px": list(progress.picture.shape[:2]),
        "seconds": round(progress.spent_s, 3),
        "loss": {"last": progress.loss, "parts": dict(progress.parts)},
        "stopped": {"step": progress.step, "steps": progress.steps, "loss": progress.loss},
    }
    return Painted(piece=piece, picture=progress.picture, record=record)


def series_record(room: str, pieces: Sequence[Painted], **more: Any) -> dict[str, Any]:
    """The record of a whole series: which room, and the run record of each piece by key.

    `settings` are those of the last piece, so that every reader of run records takes it.
    """
    return {
        "format": FORMAT,
        "app": f"nst {nst.__version__}",
        "room": room,
        **more,
        "settings": dict(pieces[-1].record.get("settings", {})) if pieces else {},
        "seconds": round(sum(float(each.record.get("seconds", 0)) for each in pieces), 3),
        "pieces": [
            {"key": each.piece.key, "title": each.piece.title, **each.record} for each in pieces
        ],
    }
