"""A run told in three events: what goes where, and that nothing is lost or left running."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from nst.gallery import Gallery
from nst.ui import build_demo, streams
from nst.ui.connect import connect
from nst.ui.streams import NOTHING, Telling
from nst.ui.visit import Visit
from tests.fakes import FakePainter

OPENING = {"notice": "", "easel": gr.update(value={"phase": "waiting"}, visible=True)}
FRAMES = [{"easel": {"phase": "painting", "step": step}} for step in range(3)]
ENDING = {"easel": {"phase": "result"}, "shelf": "one picture"}


def told(*answers: dict[str, Any], closed: list[str] | None = None) -> Telling:
    try:
        yield from answers
    finally:
        if closed is not None:
            closed.append("closed")


def test_a_run_opens_then_sends_frames_to_the_easel_alone_then_ends() -> None:
    visit = Visit()
    assert streams.begin(visit, told({"title": "A"}, OPENING, *FRAMES, ENDING)) == {
        "title": "A",
        **OPENING,
    }
    assert list(streams.frames(visit)) == [*FRAMES, NOTHING]
    assert streams.finish(visit) == ENDING
    assert streams.finish(visit) == NOTHING


def test_a_run_that_is_refused_has_neither_frames_nor_an_end() -> None:
    visit = Visit()
    refused = {"notice": "Give it a photograph first."}
    assert streams.begin(visit, told(refused)) == refused
    assert list(streams.frames(visit)) == [NOTHING]
    assert streams.finish(visit) == NOTHING


def test_the_frames_closed_in_the_middle_close_the_run() -> None:
    visit, closed = Visit(), list[str]()
    streams.begin(visit, told(OPENING, *FRAMES, ENDING, closed=closed))
    frames = streams.frames(visit)
    next(frames)
    assert not closed
    frames.close()
    assert closed == ["closed"]
    assert streams.finish(visit) == NOTHING


def test_a_run_that_fell_silent_does_not_take_the_end_of_the_one_after_it() -> None:
    visit = Visit()
    streams.begin(visit, told(OPENING, FRAMES[0]))
    silent = streams.frames(visit)
    next(silent)
    streams.begin(visit, told(OPENING, ENDING))
    assert list(streams.frames(visit)) == [NOTHING]
    assert list(silent) == [NOTHING]
    assert streams.finish(visit) == ENDING


def test_who_leaves_at_the_last_moment_is_not_called_back() -> None:
    visit = Visit()
    streams.begin(visit, told(OPENING, ENDING))
    list(streams.frames(visit))
    visit.abandon()
    assert streams.finish(visit) == NOTHING


def test_who_leaves_before_the_first_frame_has_no_run() -> None:
    visit, closed = Visit(), list[str]()
    streams.begin(visit, told(OPENING, *FRAMES, closed=closed))
    visit.abandon()
    assert closed == ["closed"]
    assert list(streams.frames(visit)) == [NOTHING]


def test_two_updates_of_one_part_become_one_and_a_value_replaces_both() -> None:
    first = {"panel": gr.update(visible=True), "shelf": gr.update(value="a")}
    then = {"panel": gr.update(value=3), "shelf": "b"}
    merged = streams.merged(first, then)
    assert merged == {"panel": gr.update(visible=True, value=3), "shelf": "b"}


def test_an_opening_that_says_nothing_still_answers() -> None:
    assert streams.begin(Visit(), told()) == NOTHING


def test_each_door_leads_over_the_easel_alone_to_an_end_that_is_never_skipped(
    gallery: Gallery, examples_folder: Path, painter: FakePainter
) -> None:
    demo = build_demo(gallery, painter, examples_folder)

    def after(number: int, name: str) -> Any:
        ours = f"{connect.__qualname__}.<locals>.{name}"
        found = [
            each
            for each in demo.fns.values()
            if each.trigger_after == number and getattr(each.fn, "__qualname__", "") == ours
        ]
        return found[0] if found else None

    streaming = [frames for number in demo.fns if (frames := after(number, "frames"))]
    assert len(streaming) == 3  # Paint, Continue, another painting
    for frames in streaming:
        assert [each.elem_id for each in frames.outputs] == ["easel"]
        end = after(frames._id, "finish")
        assert (end.trigger_mode, end.queue, end.trigger_only_on_success) == (
            "multiple",
            False,
            False,
        )
        lost = [
            each
            for each in demo.fns.values()
            if each.trigger_after == frames._id and each.trigger_only_on_failure
        ]
        assert len(lost) == 1
