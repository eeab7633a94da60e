"""A series in time: what it tells on its way, what it foretells, and how it ends."""

import itertools
import threading

import numpy as np
import pytest

from nst.backends.local import LocalBackend
from nst.errors import InputError
from nst.records import Job, Progress, Waiting
from nst.rooms.series import Piece, paint_series, painted, series_record, work_of
from nst.settings import Settings
from tests.conftest import stripes
from tests.fakes import FakePainter

SMALL = Settings(long_edge_px=64, first_scale_px=64, steps=10)


def piece(key, settings=SMALL, picture=None):
    content = stripes(60, 80) if picture is None else picture
    job = Job(content=content, style=stripes(60, 80), settings=settings, artwork={"slug": "a"})
    return Piece(key=key, title=key, job=job)


def ticking():
    ticks = itertools.count()
    return lambda: float(next(ticks))


def quick(**options):
    return FakePainter(**{"steps": 4, "step_s": 0.0, **options})


def test_every_piece_is_painted_in_its_order():
    turns = list(paint_series([piece("a"), piece("b")], quick().run))
    assert [turn.piece.key for turn in turns if turn.event.done] == ["a", "b"]


def test_the_share_rises_from_piece_to_piece_and_ends_at_one():
    shares = [turn.share for turn in paint_series([piece("a"), piece("b")], quick().run)]
    assert shares == sorted(shares)
    assert shares[3] == pytest.approx(0.5)
    assert shares[-1] == pytest.approx(1.0)


def test_seconds_left_are_those_of_the_whole_series():
    turns = list(paint_series([piece(key) for key in "abcd"], quick().run, ticking()))
    middle = turns[7]  # the end of the second of four equal pieces
    assert middle.share == pytest.approx(0.5)
    assert middle.left_s == pytest.approx(middle.spent_s)
    assert turns[-1].left_s == pytest.approx(0.0)


def test_waiting_for_others_is_not_time_spent_painting():
    turns = list(paint_series([piece("a")], quick(waits=(2, 1, 1)).run, ticking()))
    assert isinstance(turns[0].event, Waiting)
    assert turns[2].spent_s == 0
    assert turns[2].left_s is None


def test_a_piece_of_twice_the_steps_is_twice_the_work():
    assert work_of(piece("b", SMALL.changed(steps=20)).job) == 2 * work_of(piece("a").job)


def test_a_piece_that_cannot_be_painted_is_refused_before_the_first_stroke():
    painter = quick()
    long = stripes(40, 300)
    with pytest.raises(InputError, match="16 px are needed"):
        next(paint_series([piece("a"), piece("b", SMALL, long)], painter.run))
    assert painter.jobs == []


def test_a_visitor_gets_the_brush_between_two_pieces():
    backend = LocalBackend(run=quick(steps=5, step_s=0.01)._paint)
    waits, order = threading.Event(), []

    def visit():
        for event in backend.run(piece("visitor").job):
            if isinstance(event, Waiting):
                waits.set()
        order.append("visitor")

    visitor = threading.Thread(target=visit)
    for turn in paint_series([piece(key) for key in "abcd"], backend.run):
        if not visitor.ident and isinstance(turn.event, Progress):
            visitor.start()
            assert waits.wait(10)
        if isinstance(turn.event, Progress) and turn.event.done:
            order.append(turn.piece.key)
    visitor.join(10)
    assert order[:2] in (["a", "visitor"], ["visitor", "a"])
    assert order[2:] == ["b", "c", "d"]


def test_closing_a_series_closes_the_run_that_is_going_on():
    painter = quick(steps=50)
    turns = paint_series([piece("a"), piece("b")], painter.run)
    next(turns), next(turns)
    turns.close()
    assert painter.closed == [2]
    assert len(painter.jobs) == 1


def test_a_stopped_piece_says_how_far_it_came():
    turns = list(paint_series([piece("a")], quick().run))
    found = painted(turns[1].piece, turns[1].event)
    assert found.record["stopped"] == {"step": 2, "steps": 4, "loss": 50.0}
    assert not found.done
    assert np.array_equal(found.picture, turns[1].event.picture)
    assert painted(turns[-1].piece, turns[-1].event).done


def test_the_record_of_a_series_holds_that_of_each_piece():
    events = [t for t in paint_series([piece("a"), piece("b")], quick().run) if t.event.done]
    record = series_record("knobs", [painted(each.piece, each.event) for each in events], over="x")
    assert record["room"] == "knobs"
    assert record["over"] == "x"
    assert [each["key"] for each in record["pieces"]] == ["a", "b"]
    assert record["pieces"][0]["settings"] == SMALL.as_dict()
    assert isinstance(events[0].event, Progress)
