"""Training learns, stops and goes on as if it had never stopped."""

import csv
import shutil

import pytest
import torch

from training import augment, train
from training.teacher import load as load_teacher

TINY = train.Plan(seed=1).shortened()
SCALE = ("mean", "deviation")


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


def test_regions_are_as_many_as_planned(regions):
    assert len(regions) == TINY.regions


def test_short_training_lowers_the_loss(whole, regions):
    run, _ = whole
    untrained = train.start(TINY)
    untrained.model.load_state_dict(
        {name: value for name, value in run.model.state_dict().items() if name.startswith(SCALE)},
        strict=False,
    )
    assert run.step == TINY.steps
    assert _loss_on_fixed_views(run, regions) < 0.9 * _loss_on_fixed_views(untrained, regions)


def test_training_leaves_the_teacher_as_it_was(whole):
    run, _ = whole
    fresh = load_teacher("lite0").state_dict()
    for name, value in run.teacher.state_dict().items():
        assert torch.equal(value, fresh[name]), name


def test_the_average_lags_behind_and_keeps_the_teachers_scale(whole):
    run, _ = whole
    averaged, latest = run.average.state_dict(), run.model.state_dict()
    assert not torch.equal(averaged["heads.0.weight"], latest["heads.0.weight"])
    for name, value in latest.items():
        if name.startswith(SCALE):
            assert torch.allclose(averaged[name], value, rtol=1e-5), name


def test_a_resumed_run_ends_with_the_same_numbers(whole, regions, tmp_path):
    run, _ = whole
    train.train(train.start(TINY), regions, tmp_path, until=20)
    second = train.resume(tmp_path)
    assert second.step == 20
    train.train(second, regions, tmp_path)
    assert torch.equal(second.losses, run.losses)
    for name, value in run.model.state_dict().items():
        assert torch.equal(value, second.model.state_dict()[name]), name
    for name, value in run.average.state_dict().items():
        assert torch.equal(value, second.average.state_dict()[name]), name


def test_the_log_has_a_row_every_twenty_steps(whole):
    _, folder = whole
    with (folder / train.LOG).open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == [20, 40]
    last = {name: float(value) for name, value in rows[-1].items()}
    each = [last[f"stride_{stride}"] for stride in (2, 4, 8, 16, 32)]
    assert last["loss"] == pytest.approx(sum(each) / 5, abs=1e-3)


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


def test_a_checkpoint_of_another_kind_is_refused(tmp_path):
    torch.save({"plan": {"steps": 9, "classes": 3000}}, tmp_path / train.CHECKPOINT)
    with pytest.raises(ValueError, match="another version"):
        train.resume(tmp_path)


def test_a_plan_with_minutes_ends_by_the_clock():
    run = train.start(train.Plan(minutes=2.0).shortened())
    run.plan = train.Plan(minutes=2.0)
    run.spent_s = 60.0
    assert train.fraction(run) == pytest.approx(0.5)


def test_a_loss_that_is_not_finite_stops_the_run(regions):
    run = train.start(TINY)
    with torch.no_grad():
        run.model.heads[0].weight.fill_(float("nan"))
    with pytest.raises(FloatingPointError, match="at step 0"):
        train.take_step(run, regions)


def test_a_view_must_fit_the_deepest_stride():
    with pytest.raises(ValueError, match="multiple of 32"):
        train.Plan(view_px=100)


def _loss_on_fixed_views(run, regions):
    """Mean loss over one batch, batch statistics in use, weights untouched."""
    views = augment.views(regions, TINY.view_px, torch.Generator().manual_seed(9))
    model = run.model.train()
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    with torch.no_grad():
        maps = run.teacher.features(views, run.teacher.targets)
        wanted = model.standardized([maps[block] for block in run.teacher.targets])
        foretold = model(augment.normalized(views))
    model.load_state_dict(kept)
    pairs = zip(foretold, wanted, strict=True)
    return sum(float(torch.nn.functional.mse_loss(found, target)) for found, target in pairs) / 5
