"""Runs jobs on this machine, one at a time, each in a thread of its own.

Gradio resumes a generator on whichever thread is free, and torch's grad mode belongs to a thread;
so a run lives in one thread and the visitor's generator only reads what that thread publishes.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Generic, TypeVar

from nst.errors import NSTError
from nst.records import Job, Look, Progress, Seen, Waiting
from nst.settings import Settings

POLL_S = 0.25
"""How often a job that waits looks at its place in the queue."""

PATIENCE_S = 60.0
"""A run whose pictures nobody takes for so long has lost its visitor."""

Run = Callable[[Job], Iterator[Progress]]
Event = TypeVar("Event")
Work = Callable[[], Iterator[Event]]


class _Box(Generic[Event]):
    """Holds the newest event only: a slow reader never makes the painter wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._event: Event | None = None
        self._error: BaseException | None = None
        self._closed = False
        self._taken_at = time.monotonic()

    def forgotten_s(self) -> float:
        """Seconds since somebody last took a picture; -inf while somebody waits for one."""
        return time.monotonic() - self._taken_at

    def put(self, event: Event) -> None:
        with self._changed:
            self._event = event
            self._changed.notify()

    def close(self, error: BaseException | None = None) -> None:
        with self._changed:
            self._closed, self._error = True, error
            self._changed.notify()

    def take(self) -> Event | None:
        """The newest event not yet taken, or None at the end; raises what ended the run."""
        with self._changed:
            self._taken_at = math.inf  # somebody waits, however long a step takes
            self._changed.wait_for(lambda: self._event is not None or self._closed)
            event, self._event = self._event, None
            self._taken_at = time.monotonic()
            if event is None and self._error is not None:
                raise self._error
            return event


class LocalBackend:
    """One queue, one run at a time. `run` may be given for tests; else it is the real engine."""

    def __init__(self, run: Run | None = None, *, warm_up: bool = True) -> None:
        self._run = run or self._paint
        self._queue: deque[object] = deque()
        self._moved = threading.Condition()
        self._idle_run: threading.Event | None = None
        self._warm = threading.Event()
        if run is None and warm_up:
            self.warm_up()

    def network_label(self, name: str = "auto") -> str:
        """One sentence that names the network which paints when `name` is asked for."""
        from nst.weights import resolve

        return resolve(name, offline=self._offline(name)).label

    def _offline(self, name: str) -> bool | None:
        """Until the warm-up has asked the Hub, whoever leaves the choice to us does not wait."""
        return True if name == "auto" and not self._warm.is_set() else None

    def warm_up(self) -> None:
        """Import torch, load network and face finder behind the page: the first click is fast.

        Best begun when the page is up: two things that start at once hold each other up. The Hub
        is asked last, since it may take minutes. A failure is left for the first job to report,
        where someone can read it.
        """
        threading.Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    def _warm_up(self) -> None:
        from nst.faces import face_cascade
        from nst.networks import network_for

        settings = Settings()
        try:
            for offline in (True, None):
                with suppress(NSTError):
                    network_for(settings, offline=offline)
                if offline:
                    with suppress(ImportError, OSError):
                        face_cascade()
        finally:
            self._warm.set()

    def _paint(self, job: Job) -> Iterator[Progress]:
        from nst.networks import network_for
        from nst.session import stylize

        chosen = job.settings
        network = network_for(chosen, offline=self._offline(chosen.network))
        return stylize(
            job.content,
            job.style,
            chosen,
            network=network,
            start=job.start,
            artwork=job.artwork,
            keep_targets=job.keep_targets,
            faces=job.faces,
        )

    def run(self, job: Job) -> Iterator[Waiting | Progress]:
        """Wait for a turn, then run; closing the iterator stops the run within one step.

        A visitor who neither takes pictures nor closes loses the turn after `PATIENCE_S`.
        """
        yield from self._in_turn(lambda: self._run(job))

    def look(self, look: Look) -> Iterator[Waiting | Seen]:
        """Wait for a turn, then show the pictures to the network once."""
        yield from self._in_turn(lambda: self._see(look))

    def _see(self, look: Look) -> Iterator[Seen]:
        from nst.rooms.seeing import see

        yield see(look, offline=self._offline(look.network))

    def _in_turn(self, work: Work[Event]) -> Iterator[Waiting | Event]:
        ticket = object()
        with self._moved:
            self._queue.append(ticket)
            if self._idle_run is not None:
                self._idle_run.set()
        try:
            yield from self._wait(ticket)
            yield from self._watch(work, ticket)
        finally:
            self._leave(ticket)

    def paint_when_idle(self, job: Job) -> Progress | None:
        """Run a job that nobody waits for; returns its last Progress.

        Returns None when somebody paints or waits, and gives the machine back within one step
        when somebody comes meanwhile: what has been painted till then is lost. Raises NSTError.
        """
        wanted = threading.Event()
        with self._moved:
            if self._queue or self._idle_run is not None:
                return None
            self._idle_run = wanted
        try:
            # In a thread that ends with the run: torch's workers belong to the thread that calls
            # it, and as long as the caller's were there the next visitor would paint at half speed.
            newest = deque(self._watch(lambda: self._until(job, wanted), wanted), maxlen=1)
            last = newest.pop() if newest else None
            return last if isinstance(last, Progress) else None
        finally:
            with self._moved:
                self._idle_run = None
                self._moved.notify_all()

    def _until(self, job: Job, wanted: threading.Event) -> Iterator[Waiting | Progress]:
        """A run that ends with Waiting when the machine is wanted before it is done."""
        with closing(self._run(job)) as steps:  # type: ignore[type-var]
            for progress in steps:
                if wanted.is_set() and not progress.done:
                    yield Waiting(ahead=0)
                    return
                yield progress

    def _leave(self, ticket: object) -> None:
        with self._moved:
            if ticket in self._queue:
                self._queue.remove(ticket)
                self._moved.notify_all()

    def _wait(self, ticket: object) -> Iterator[Waiting]:
        told = -1
        while True:
            with self._moved:
                ahead = self._queue.index(ticket)
                if ahead == told:
                    self._moved.wait(POLL_S)
                    ahead = self._queue.index(ticket)
                if ahead == 0 and self._idle_run is None:
                    return
            # also when nothing moved, so that a closed tab is noticed while it waits
            told = ahead
            yield Waiting(ahead=ahead)

    def _watch(self, work: Work[Event], ticket: object) -> Iterator[Event]:
        box: _Box[Event] = _Box()
        stop = threading.Event()

        def paint() -> None:
            try:
                _work(work, box, stop)
            finally:
                self._leave(ticket)

        painter = threading.Thread(target=paint, name="painter", daemon=True)
        painter.start()
        try:
            while (event := box.take()) is not None:
                yield event
        finally:
            stop.set()
            # a forgotten iterator may be collected in any thread, the painter's own included
            if painter is not threading.current_thread():
                painter.join()


def _work(work: Work[Event], box: _Box[Event], stop: threading.Event) -> None:
    steps: Iterator[Event] = iter(())
    try:
        steps = work()
        for event in steps:
            box.put(event)
            if stop.is_set() or box.forgotten_s() > PATIENCE_S:
                break
        box.close()
    except BaseException as error:  # whatever it is, the visitor's thread must learn of it
        box.close(error)
    finally:
        close = getattr(steps, "close", None)
        if close is not None:
            close()
