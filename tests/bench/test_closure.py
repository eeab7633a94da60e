"""Closure, border and the whole record: known answers in the judge's eyes."""

import numpy as np
import pytest
import torch

from bench.quality import METRICS, measure
from bench.quality import closure as closure_module
from bench.quality.border import band_mask, border
from bench.quality.calibration import STILLS
from bench.quality.closure import (
    Eye,
    closure,
    judge,
    mean_and_covariance,
    style_distance,
    style_loss,
)
from bench.quality.command import failed_scores
from bench.quality.paint import Painted
from bench.quality.scores import FIGURES
from nst.errors import WeightsError
from nst.images import resize
from tests.pictures import textured


def test_statistics_agree_with_numpy():
    features = np.random.default_rng(0).normal(size=(5, 7, 9)).astype(np.float32)
    mean, covariance = mean_and_covariance(torch.from_numpy(features))
    flat = features.reshape(5, -1)
    assert mean.numpy() == pytest.approx(flat.mean(1), abs=1e-6)
    assert covariance.numpy() == pytest.approx(np.cov(flat, bias=True), abs=1e-6)


def test_style_distance_of_nothing_is_one_and_of_the_same_is_none():
    target = {"relu1_1": (torch.tensor([1.0, 2.0]), torch.eye(2))}
    nothing = {"relu1_1": (torch.zeros(2), torch.zeros(2, 2))}
    assert style_distance(nothing, target, ["relu1_1"]) == pytest.approx(1)
    assert style_distance(target, target, ["relu1_1"]) == 0


def test_means_that_are_off_by_half_are_a_quarter_away_and_an_eighth_of_the_loss():
    target = {"relu1_1": (torch.tensor([1.0, 2.0]), torch.eye(2))}
    off = {"relu1_1": (torch.tensor([1.5, 3.0]), torch.eye(2))}
    assert style_distance(off, target, ["relu1_1"]) == pytest.approx(0.25)
    assert style_loss(off, target, ["relu1_1"]) == pytest.approx(0.125)


def test_style_distance_of_doubled_means_is_one_half():
    target = {"relu1_1": (torch.tensor([1.0, 2.0]), torch.eye(2))}
    doubled = {"relu1_1": (torch.tensor([2.0, 4.0]), torch.eye(2))}
    assert style_distance(doubled, target, ["relu1_1"]) == pytest.approx(0.5)


def test_closure_of_the_photograph_is_nothing_and_of_the_painting_all(photo, style):
    assert closure(judge(), photo, photo, style) == pytest.approx(0)
    assert closure(judge(), style, photo, style) == pytest.approx(1)


def test_closure_grows_with_the_part_that_is_painted(photo, style):
    found = []
    for rows in (0, 72, 96):
        mixed = photo.copy()
        mixed[:rows] = style[:rows]
        found.append(closure(judge(), mixed, photo, style))
    assert found == sorted(found)
    assert found[0] < found[1] < found[2]


def test_an_eye_without_the_taps_has_no_closure(network, photo, style):
    assert closure(Eye(network, ["relu9_9"]), photo, photo, style) is None


def test_the_judge_sees_no_frame_around_a_flat_picture():
    flat = np.full((64, 96, 3), 140, np.uint8)
    for tap, features in judge().look(flat).items():
        apart = features - features.mean(dim=(1, 2), keepdim=True)
        assert float(apart.abs().max()) < 0.02 * float(features.abs().max()) + 1e-4, tap


def test_features_keep_the_size_of_the_picture():
    found = judge().look(textured(0, 70, 101))
    sizes = [tuple(found[tap].shape[1:]) for tap in judge().taps]
    assert sizes == [(70, 101), (35, 50), (17, 25), (8, 12), (4, 6)]


def test_a_changed_judge_is_refused(tmp_path, monkeypatch):
    other = tmp_path / "judge.safetensors"
    other.write_bytes(b"other")
    monkeypatch.setattr(closure_module, "JUDGES", {other: "0" * 64})
    with pytest.raises(WeightsError, match="figures of different days"):
        judge.__wrapped__()


def test_two_judges_agree_on_the_ends_and_each_sees_for_itself(photo, style):
    """On a picture in between they differ: otherwise one of them would be enough."""
    assert judge(1).sha256 != judge(2).sha256
    for number in (1, 2):
        assert closure(judge(number), photo, photo, style) == pytest.approx(0)
        assert closure(judge(number), style, photo, style) == pytest.approx(1)
    between = (photo // 2 + style // 2).astype(np.uint8)
    found = measure(between, photo, style)
    assert found.closure_judge == pytest.approx(closure(judge(1), between, photo, style))
    assert found.closure_second == pytest.approx(closure(judge(2), between, photo, style))
    assert found.closure_judge != pytest.approx(found.closure_second, abs=1e-3)


def test_bands_share_no_pixel_and_leave_something_inside():
    for height, width in ((96, 128), (24, 32), (7, 50), (200, 30)):
        masks = torch.stack([band_mask(height, width, number) for number in range(3)])
        assert int(masks.sum(0).max()) == 1
        assert not masks.any(0).all()


def test_the_band_is_a_sixteenth_of_the_long_edge():
    assert int(band_mask(96, 128, 0)[48].sum()) == 2 * 8


def test_a_painting_has_no_border_and_a_spoilt_edge_is_one():
    painting = textured(3, 128, 128, cell=3)
    other = textured(4, 128, 128, cell=3)
    assert border(judge(), other, painting) == pytest.approx(1, abs=0.3)
    framed = other.copy()
    framed[:8], framed[-8:], framed[:, :8], framed[:, -8:] = 0, 0, 0, 0
    assert border(judge(), framed, painting) > 2


def test_the_photograph_scores_as_itself(photo, style):
    found = measure(photo, photo, style)
    assert found.closure_judge == pytest.approx(0)
    assert found.structure == pytest.approx(1)
    assert found.palette_share == pytest.approx(1)
    assert found.structure_faces is None
    assert found.closure_held_out is None


def test_the_painting_scores_as_itself(photo, style, network):
    found = measure(style, photo, style, network=network)
    assert found.closure_judge == pytest.approx(1)
    assert found.closure_held_out == pytest.approx(1)
    assert found.grain == pytest.approx(1)
    assert found.palette == 0
    assert found.structure < 0.5
    assert found.failures == ()


def test_squared_closure_is_that_of_the_squared_shares(photo, style):
    mixed = photo.copy()
    mixed[:72] = style[:72]
    seen = {each: judge().describe(picture) for each, picture in
            (("mixed", mixed), ("photo", photo), ("style", style))}  # fmt: skip
    taps = judge().taps
    left = style_loss(seen["mixed"], seen["style"], taps)
    whole = style_loss(seen["photo"], seen["style"], taps)
    found = measure(mixed, photo, style)
    assert found.closure_squared == pytest.approx(1 - left / whole)
    assert found.closure_squared != pytest.approx(found.closure_judge, abs=0.01)


def test_half_of_a_painting_whose_halves_are_alike_reads_as_the_whole(photo):
    half = textured(5, 72, 48, cell=3)
    painting = np.concatenate([half, half], axis=1)
    twice = STILLS["half of the painting"](photo, painting)
    assert twice.shape == painting.shape
    assert measure(twice, photo, painting).closure_judge == pytest.approx(1)
    other = np.concatenate([half, textured(6, 72, 48, cell=9)], axis=1)
    assert measure(STILLS["half of the painting"](photo, other), photo, other).closure_judge < 0.9


def test_floats_score_as_the_bytes_they_stand_for(photo, style):
    assert measure(photo / 255, photo, style) == measure(photo, photo, style)


def test_a_broken_picture_has_no_figures_but_a_failure(photo, style):
    broken = np.full(photo.shape, np.nan)
    found = measure(broken, photo, style, seconds=2.0)
    assert found.failures == ("non-finite",)
    assert found.closure_judge is None
    assert found.seconds == 2.0


def test_a_run_without_a_picture_has_every_figure_missing():
    found = failed_scores(Painted(None, "The loss became nan.", 1.0, 100.0, "job", again=True))
    assert found.failures == ("non-finite",)
    assert {getattr(found, name) for name in FIGURES} == {None}


def test_photograph_and_painting_may_have_any_size(photo, style):
    large = resize(photo, 192, 192)
    found = measure(photo, large, resize(style, 300, 200))
    assert found.structure > 0.9  # what resizing twice leaves


def test_a_brush_of_one_changes_nothing_and_of_half_looks_at_a_smaller_painting(photo, style):
    plain = measure(style, photo, style)
    assert plain.closure_brush == plain.closure_judge
    assert measure(style, photo, style, brush=0.5).closure_brush < plain.closure_brush


def test_every_metric_says_its_range_and_meaning():
    for metric in METRICS:
        assert metric.range
        assert len(metric.meaning) > 15


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("closure_judge", 0.6, True),
        ("closure_judge", 0.59, False),
        ("grain", 0.5, False),
        ("grain", 1.4, True),
        ("grain", 1.5, False),
        ("border", 1.31, False),
        ("border", 0.2, True),
        ("palette_share", 0.26, False),
        ("structure_faces", None, True),
    ],
)
def test_targets_accept_what_they_should(name, value, accepted):
    metric = next(each for each in METRICS if each.name == name)
    assert metric.accepts(value) is accepted
