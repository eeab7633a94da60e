"""Training learns, stops and goes on as if it had never stopped."""

import csv
import shutil

import pytest
import torch

from training import augment, train

TINY = train.Plan(seed=1).shortened()


@pytest.fixture(scope="module")
def regions():
    return train.make_regions(TINY)


@pytest.fixture(scope="module")
def whole(regions, tmp_path_factory):
    """A run of 40 steps without a stop, and its folder."""
    folder = tmp_path_factory.mktemp("whole")
    run = train.start(TINY)
    train.train(run, regions, folder)
    return run, folder


def test_classes_are_as_many_as_planned(regions):
    assert len(regions) == TINY.classes


def test_short_training_lowers_the_loss(whole, regions):
    run, _ = whole
    untrained = train.start(TINY)
    assert run.step == TINY.steps
    assert _loss_on_fixed_views(run, regions) < _loss_on_fixed_views(untrained, regions) - 0.3


def test_a_resumed_run_ends_with_the_same_numbers(whole, regions, tmp_path):
    run, _ = whole
    train.train(train.start(TINY), regions, tmp_path, until=20)
    second = train.resume(tmp_path)
    assert second.step == 20
    train.train(second, regions, tmp_path)
    assert second.loss == run.loss
    for name, value in run.model.state_dict().items():
        assert torch.equal(value, second.model.state_dict()[name]), name
    for name, value in run.average.state_dict().items():
        assert torch.equal(value, second.average.state_dict()[name]), name


def test_the_log_has_a_row_every_twenty_steps(whole):
    _, folder = whole
    with (folder / train.LOG).open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [20, 40]
    assert float(rows[-1]["loss"]) > 0


def test_rows_beyond_the_checkpoint_are_not_logged_twice(whole, regions, tmp_path):
    folder = tmp_path / "cut off"
    shutil.copytree(whole[1], folder)
    earlier = train.start(TINY)
    train.train(earlier, regions, folder, until=20)
    steps = [row.split(",")[0] for row in (folder / train.LOG).read_text().splitlines()[1:]]
    assert steps == ["20"]


def test_resuming_nothing_says_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="leave out --resume"):
        train.resume(tmp_path)


def test_a_plan_with_minutes_ends_by_the_clock():
    run = train.start(train.Plan(minutes=2.0).shortened())
    run.plan = train.Plan(minutes=2.0)
    run.spent_s = 60.0
    assert train.fraction(run) == pytest.approx(0.5)


def test_a_loss_that_is_not_finite_stops_the_run(regions):
    run = train.start(TINY)
    with torch.no_grad():
        run.model.head.weight.fill_(float("nan"))
    with pytest.raises(FloatingPointError, match="at step 0"):
        train.take_step(run, regions)


def _loss_on_fixed_views(run, regions):
    """Cross-entropy over one large batch, batch statistics in use, weights untouched."""
    views = augment.views(regions, TINY.view_px, torch.Generator().manual_seed(9))
    model = run.model.train()
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    with torch.no_grad():
        logits = model(augment.normalized(views))
    model.load_state_dict(kept)
    return float(torch.nn.functional.cross_entropy(logits, torch.arange(TINY.classes)))
