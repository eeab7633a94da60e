"""What the easel shows during a run: how often, in which words, and what is kept for later."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from nst.records import Progress, Waiting
from nst.ui.watching import MAX_FRAMES, Watch, curve_svg, duration, progress_line, waiting_values
from tests.conftest import stripes

FIRST = Progress(
    picture=stripes(40, 60),
    step=1,
    steps=100,
    scale=2,
    scales=3,
    loss=10.0,
    parts={},
    spent_s=0.1,
    left_s=13.2,
)


def test_the_line_names_scale_step_and_seconds() -> None:
    assert progress_line(FIRST) == "scale 2 of 3 · step 1 of 100 · 14 s left"


def test_what_is_foretold_before_the_first_step_is_called_about() -> None:
    line = progress_line(replace(FIRST, step=0, loss=float("nan")))
    assert line == "scale 2 of 3 · step 0 of 100 · about 14 s left"


def test_nothing_is_foretold_before_there_is_a_measurement() -> None:
    assert "left" not in progress_line(replace(FIRST, left_s=None))


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "1 s"), (119, "119 s"), (200, "3 min")])
def test_long_times_are_told_in_minutes(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_thousand_steps_in_a_second_are_shown_four_times() -> None:
    watch = Watch()
    shown = [watch.see(FIRST, now_s=step / 1000) for step in range(1000)]
    assert shown[0]
    assert sum(shown) == 4


def test_however_long_the_run_the_time_lapse_has_at_most_thirty_frames() -> None:
    watch = Watch()
    counts = []
    for at in range(500):
        watch.see(FIRST, now_s=float(at))
        watch.shown()
        counts.append(len(watch.kept(FIRST.picture)))
    assert max(counts) <= MAX_FRAMES
    assert counts[-1] >= MAX_FRAMES // 2 - 1


def test_the_curve_falls_from_the_top_left_to_the_bottom_right() -> None:
    svg = curve_svg([100.0, 10.0, 1.0], width=200, height=104)
    assert 'points="0.0,2.0 100.0,52.0 200.0,102.0"' in svg


@pytest.mark.parametrize("losses", [[], [1.0], [float("nan"), 0.0, -1.0]])
def test_there_is_no_curve_without_two_losses(losses: list[float]) -> None:
    assert curve_svg(losses) == ""


def test_the_second_in_line_is_told_so() -> None:
    lines = [waiting_values(Waiting(ahead=ahead))["line"] for ahead in (1, 0)]
    assert lines[0].startswith("You are number 2")
    assert "number" not in lines[1]


def test_an_unchanged_place_in_the_queue_is_told_once_a_second() -> None:
    watch = Watch()
    told = [watch.wait(Waiting(ahead=2), now_s=at / 20) for at in range(60)]
    assert sum(told) == 3
    assert watch.wait(Waiting(ahead=1), now_s=2.96)
    assert watch.see(FIRST, now_s=2.97)


def test_every_step_is_in_the_curve_even_when_it_is_not_shown() -> None:
    watch = Watch()
    for step, now in enumerate(itertools.repeat(0.0, 50)):
        watch.see(replace(FIRST, step=step), now)
    assert len(watch.losses) == 50
