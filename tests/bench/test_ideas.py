"""The ablation of the default recipe: each idea changes what it says, and nothing stays changed."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from bench.pace import ideas, tricks
from bench.pace.ideas import CAPTION_PX, CELL_PX, FIGURES, Idea, Trial, contact_sheet
from nst import optimizers, transfer
from nst.objective import Objective
from nst.plan import plan_scales
from nst.settings import Settings

SHORT = Settings(
    long_edge_px=64, first_scale_px=32, steps=8, style_layers="conv1_1 conv3_1 conv5_1"
)


@pytest.fixture
def run(network, photo, style):
    def run(settings=SHORT):
        found = list(
            transfer.stylize(photo, style, settings, network, clock=iter(range(10**6)).__next__)
        )
        return [each for each in found if each.step and not each.done]

    return run


def test_every_idea_differs_from_the_recipe_or_from_the_engine():
    found = ideas.ideas(Settings())
    assert len({idea.name for idea in found}) == len(found)
    same = [idea.name for idea in found if not idea.changes and idea.trick is found[0].trick]
    assert same == [found[0].name]
    for idea in found:
        changed = idea.settings(Settings()).as_dict().items() - Settings().as_dict().items()
        assert dict(changed) == dict(idea.changes)


@pytest.mark.parametrize("size_px", [256, 512, 1024])
def test_one_scale_costs_about_what_all_scales_cost(size_px):
    own = Settings(long_edge_px=size_px)
    one = next(idea for idea in ideas.ideas(own) if "coarse" in idea.name).settings(own)
    costs = [
        sum(scale.cost for scale in plan_scales(each, size_px, size_px)) for each in (own, one)
    ]
    assert len(plan_scales(one, size_px, size_px)) == 1
    assert costs[1] == pytest.approx(costs[0], rel=0.02)


def test_layers_weighed_once_keep_the_weights_of_the_first_scale(run):
    weights = []
    measure = Objective.__call__

    def noting(objective, canvas):
        weights.append((canvas.shape[-1], tuple(objective.style_weights.values())))
        return measure(objective, canvas)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Objective, "__call__", noting)
        with tricks.layers_weighed_once():
            run()
    assert {size for size, _ in weights} == {32, 64}
    assert len({each for _, each in weights}) == 1


def test_moments_carried_over_are_there_before_the_first_step_of_the_next_scale(run):
    steps = []
    with pytest.MonkeyPatch.context() as patch, tricks.moments_carried_over():
        take = optimizers._Adam.step

        def noting(adam, size):
            steps.append((adam._canvas.shape[-1], float(adam._steps), float(adam._square.sum())))
            take(adam, size)

        patch.setattr(optimizers._Adam, "step", noting)
        run()
    first_of_last = next(step for step in steps if step[0] == 64)
    assert steps[0][1:] == (0, 0)
    assert first_of_last[1] == 8
    assert first_of_last[2] > 0


def test_a_scale_ends_when_its_canvas_is_still(run, monkeypatch):
    with tricks.stopped_when_still():
        whole = len(run(SHORT.changed(step_size=0.05)))
        monkeypatch.setattr(tricks, "STILL_LEVELS", 255.0)
        assert [step.scale for step in run()] == [1, 2]
    assert whole > 2


def test_the_deepest_blocks_pull_at_every_other_step(run):
    with tricks.deepest_every_other_step():
        seen = Counter(("style conv5_1" in step.parts) for step in run())
    assert seen[True] == seen[False]


def test_no_trick_outlives_its_run(run):
    before = [step.loss for step in run()]
    for trick in (
        tricks.layers_weighed_once,
        tricks.moments_carried_over,
        tricks.stopped_when_still,
        tricks.deepest_every_other_step,
    ):
        with trick():
            run()
    assert [step.loss for step in run()] == before


def test_an_idea_is_timed_and_judged_over_all_pairs(network, photo, style, monkeypatch):
    monkeypatch.setattr(ideas, "network_for", lambda settings: network)
    ticks = iter([0.0, 2.0, 10.0, 13.0])
    monkeypatch.setattr(ideas, "time", replaced_clock(ticks))
    trial = ideas.try_idea(Idea("less", {"steps": 2}), SHORT, [(photo, style), (style, photo)])
    assert trial.seconds == 5.0
    assert len(trial.pictures) == 2
    assert set(trial.scores) == set(FIGURES)
    assert trial.as_dict()["name"] == "less"


class replaced_clock:
    def __init__(self, ticks):
        self.perf_counter = lambda: next(ticks)


def test_the_contact_sheet_holds_every_picture(photo, style):
    scores = dict.fromkeys(FIGURES, 0.5)
    trial = Trial(Idea("one"), 1.0, scores, [photo, style])
    trials = [trial, replace(trial, idea=Idea("two")), trial, trial]
    sheet = np.asarray(contact_sheet(trials))
    assert sheet.shape == (2 * (CELL_PX + CAPTION_PX), 6 * CELL_PX, 3)
    middle = sheet[CAPTION_PX + CELL_PX // 2, CELL_PX // 2]
    again = sheet[2 * CAPTION_PX + CELL_PX + CELL_PX // 2, CELL_PX // 2]
    assert (middle == again).all()
    assert (middle != 255).any()
