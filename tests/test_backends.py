"""The local backend: one run at a time, the newest picture only, and nobody left running."""

import threading
import time

import numpy as np
import pytest

from nst.backends import local
from nst.backends.local import LocalBackend
from nst.errors import RunError, WeightsError
from nst.records import Job, Progress, Waiting
from nst.settings import Settings

PICTURE = np.zeros((4, 4, 3), np.uint8)
JOB = Job(content=PICTURE, style=PICTURE, settings=Settings())
LIMIT_S = 10


def progress(step, steps=3):
    return Progress(
        picture=PICTURE, step=step, steps=steps, scale=1, scales=1, loss=0.0, parts={},
        spent_s=0.0, left_s=None,
    )  # fmt: skip


class Painter:
    """A run that goes on until it is closed, and remembers how it ended."""

    def __init__(self):
        self.closed, self.started = threading.Event(), threading.Event()
        self.steps, self.threads = 0, set()

    def __call__(self, job):
        self.started.set()
        try:
            while True:
                self.steps += 1
                self.threads.add(threading.current_thread().name)
                yield progress(self.steps, 10**6)
        finally:
            self.closed.set()


def test_a_run_is_told_to_its_end():
    backend = LocalBackend(lambda job: iter([progress(1), progress(2), progress(3)]))
    seen = list(backend.run(JOB))
    assert seen[-1].step == 3
    assert [each.step for each in seen] == sorted({each.step for each in seen})


def test_closing_stops_the_painter():
    painter = Painter()
    run = LocalBackend(painter).run(JOB)
    next(run)
    run.close()
    assert painter.closed.wait(LIMIT_S)


def test_the_painter_has_a_thread_of_its_own():
    painter = Painter()
    run = LocalBackend(painter).run(JOB)
    next(run)
    run.close()
    assert painter.threads == {"painter"}


def test_a_slow_reader_gets_the_newest_picture_and_never_holds_up_the_painter():
    painter = Painter()
    run = LocalBackend(painter).run(JOB)
    first = next(run)
    reached = threading.Event()

    def watch():
        while painter.steps < first.step + 1000 and not painter.closed.is_set():
            time.sleep(0.001)
        reached.set()

    threading.Thread(target=watch, daemon=True).start()
    assert reached.wait(LIMIT_S)
    assert next(run).step > first.step + 1
    run.close()


def test_an_error_in_the_painter_reaches_the_visitor():
    def broken(job):
        yield progress(1)
        raise RunError("The loss became NaN.")

    with pytest.raises(RunError, match="NaN"):
        list(LocalBackend(broken).run(JOB))


def test_the_second_waits_its_turn_and_is_told_its_place():
    painter = Painter()
    backend = LocalBackend(painter)
    first, second, third = (backend.run(JOB) for _ in range(3))
    next(first)
    assert next(second) == Waiting(ahead=1)
    assert next(third) == Waiting(ahead=2)
    second.close()
    while (seen := next(third)) != Waiting(ahead=1):
        assert isinstance(seen, Waiting)
    first.close()
    while isinstance(seen, Waiting):
        seen = next(third)
    assert isinstance(seen, Progress)
    third.close()


def test_never_two_at_once():
    running, most = 0, 0
    lock = threading.Lock()

    def run(job):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            for step in range(20):
                yield progress(step)
        finally:
            with lock:
                running -= 1

    backend = LocalBackend(run)
    visitors = [threading.Thread(target=lambda: list(backend.run(JOB))) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(LIMIT_S)
    assert most == 1
    assert running == 0


def test_after_an_error_the_next_visitor_is_served():
    outcomes = iter([RunError("no"), None])

    def run(job):
        error = next(outcomes)
        yield progress(1)
        if error:
            raise error

    backend = LocalBackend(run)
    with pytest.raises(RunError):
        list(backend.run(JOB))
    assert list(backend.run(JOB))[-1].step == 1


def test_a_job_that_cannot_start_says_why_and_frees_the_queue():
    def refuse(job):
        raise WeightsError("These weights cannot be had.")

    backend = LocalBackend(refuse)
    for _ in range(2):
        with pytest.raises(WeightsError, match="cannot be had"):
            list(backend.run(JOB))


def test_a_visitor_who_takes_nothing_any_more_loses_the_turn(monkeypatch):
    monkeypatch.setattr(local, "PATIENCE_S", 0.2)
    painter = Painter()
    backend = LocalBackend(painter)
    forgotten = backend.run(JOB)
    next(forgotten)
    assert painter.closed.wait(LIMIT_S)
    behind = backend.run(JOB)
    seen = [next(behind) for _ in range(2)]
    assert isinstance(seen[-1], Progress)
    behind.close()
    forgotten.close()


def test_a_visitor_who_waits_is_kept_however_long_a_step_takes(monkeypatch):
    monkeypatch.setattr(local, "PATIENCE_S", 0.05)

    def slow(job):
        for step in (1, 2, 3):
            time.sleep(0.1)  # the painter's own work, longer than an absent visitor is waited for
            yield progress(step)

    assert [each.step for each in LocalBackend(slow).run(JOB)][-1] == 3


def idly(backend):
    """Paint when idle in a thread of its own; the thread, and a list for what comes back."""
    came = []
    thread = threading.Thread(target=lambda: came.append(backend.paint_when_idle(JOB)), daemon=True)
    thread.start()
    return thread, came


def test_an_idle_run_is_told_by_its_last_picture():
    def run(job):
        yield from (progress(1), progress(2), progress(3))

    assert LocalBackend(run).paint_when_idle(JOB).step == 3


def test_a_visitor_is_painted_only_after_the_idle_run_has_closed():
    painter = Painter()
    backend = LocalBackend(painter)
    thread, came = idly(backend)
    assert painter.started.wait(LIMIT_S)
    closed_before = []

    def note(job):
        closed_before.append(painter.closed.is_set())
        yield progress(1)

    backend._run = note
    assert list(backend.run(JOB))[-1].step == 1
    thread.join(LIMIT_S)
    assert came == [None]
    assert closed_before == [True]


def test_an_idle_run_takes_one_step_at_most_after_somebody_has_come():
    step_may_go, step_done = threading.Semaphore(0), threading.Semaphore(0)
    taken = []

    def slow(job):
        while True:
            assert step_may_go.acquire(timeout=LIMIT_S)
            taken.append(1)
            step_done.release()
            yield progress(len(taken), 10**6)

    backend = LocalBackend(slow)
    thread, came = idly(backend)
    step_may_go.release()
    assert step_done.acquire(timeout=LIMIT_S)
    run = backend.run(JOB)
    assert next(run) == Waiting(ahead=0)
    backend._run = lambda job: iter([progress(1)])
    for _ in range(50):
        step_may_go.release()
    thread.join(LIMIT_S)
    assert came == [None]
    assert len(taken) == 2
    assert [each.step for each in run if isinstance(each, Progress)] == [1]


def test_an_idle_run_never_begins_while_somebody_paints_or_another_idle_run_goes_on():
    painter = Painter()
    backend = LocalBackend(painter)
    run = backend.run(JOB)
    next(run)
    assert backend.paint_when_idle(JOB) is None
    run.close()
    painter.started.clear()
    thread, _ = idly(backend)
    assert painter.started.wait(LIMIT_S)
    assert backend.paint_when_idle(JOB) is None
    list(zip(range(2), backend.run(JOB), strict=False))
    thread.join(LIMIT_S)
    assert not thread.is_alive()


def test_after_an_idle_run_that_failed_the_next_visitor_is_served():
    def broken(job):
        yield progress(1)
        raise RunError("no")

    backend = LocalBackend(broken)
    with pytest.raises(RunError):
        backend.paint_when_idle(JOB)
    backend._run = lambda job: iter([progress(1)])
    assert list(backend.run(JOB))[-1].step == 1
