"""Stand-ins for the engine: they paint by blending, at any pace, and remember how they ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from nst.images import resize, size_at
from nst.records import Job, Picture, Progress, Result, Waiting

LABEL = "A stand-in that only blends pictures."


@dataclass
class FakePainter:
    """A Backend of one brush: the photograph fades into the painting in `steps` steps.

    `waits`: Waiting(n) for each number, before the brush is free. `error` is raised after
    `error_at` steps. Every job that began is in `jobs`, every run that was closed before its end
    is in `closed` (the step it had reached), and `busy` says whether a run is going on.
    """

    steps: int = 30
    step_s: float = 0.02
    waits: tuple[int, ...] = ()
    error: Exception | None = None
    error_at: int = 5
    jobs: list[Job] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    finished: int = 0
    label: str = LABEL

    def __post_init__(self) -> None:
        self._brush = threading.Lock()
        self._line: list[object] = []

    @property
    def busy(self) -> bool:
        """True while somebody is being painted."""
        return self._brush.locked()

    def network_label(self, name: str = "auto") -> str:
        return self.label

    def run(self, job: Job) -> Iterator[Waiting | Progress]:
        me = object()
        self._line.append(me)
        step = 0
        try:
            yield from (Waiting(ahead=ahead) for ahead in self.waits)
            while not self._brush.acquire(timeout=0.05):
                yield Waiting(ahead=self._line.index(me))
            try:
                self.jobs.append(job)
                for progress in self._paint(job):
                    step = progress.step
                    self.finished += progress.done
                    yield progress
            finally:
                self._brush.release()
        except GeneratorExit:
            if step < self.steps:
                self.closed.append(step)
            raise
        finally:
            self._line.remove(me)

    def _paint(self, job: Job) -> Iterator[Progress]:
        height, width = size_at(job.content, min(job.settings.long_edge_px, 256))
        content = resize(job.start if job.start is not None else job.content, height, width)
        style = resize(job.style, height, width)
        started = time.monotonic()
        for step in range(1, self.steps + 1):
            if self.error is not None and step > self.error_at:
                raise self.error
            picture = blended(content, style, 0.7 * step / self.steps)
            loss = 100.0 / step
            parts = {"content conv3_1": loss * 0.4, "style conv1_1": loss * 0.6}
            scale = 1 + 3 * (step - 1) // self.steps
            spent = time.monotonic() - started
            yield Progress(
                picture=picture,
                step=step,
                steps=self.steps,
                scale=scale,
                scales=3,
                loss=loss,
                parts=parts,
                spent_s=spent,
                left_s=self.step_s * (self.steps - step),
                result=self._result(job, picture, loss, parts) if step == self.steps else None,
            )
            time.sleep(self.step_s)

    def _result(self, job: Job, picture: Picture, loss: float, parts: dict[str, float]) -> Result:
        record = {
            "settings": job.settings.as_dict(),
            "artwork": dict(job.artwork),
            "network": {"name": "fake", "label": self.label},
            "seconds": self.steps * self.step_s,
            "loss": {"first": 100.0, "last": loss, "parts": parts},
        }
        return Result(picture=picture, painted=picture, record=record)


def blended(one: Picture, other: Picture, share: float) -> Picture:
    """Two pictures of one size mixed, `share` of the other."""
    mixed = (1 - share) * one.astype(np.float32) + share * other.astype(np.float32)
    return mixed.round().astype(np.uint8)
