"""Losses against closed forms, finite differences and properties that any texture statistic has."""

import math

import pytest
import torch

from nst.errors import RunError
from nst.losses import (
    STYLE_LOSSES,
    coarse_colors,
    coarse_luminance,
    gram_matrix,
    mean_and_covariance,
    squared_error,
    total_variation,
    wasserstein_distance,
)
from nst.moments import moments_of


def features(channels=3, edge=5, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand((channels, edge, edge), generator=generator, dtype=torch.float64)


def test_gram_of_a_checkerboard_is_half_the_identity():
    rows, columns = torch.meshgrid(torch.arange(6), torch.arange(6), indexing="ij")
    board = ((rows + columns) % 2).double()
    assert torch.equal(gram_matrix(torch.stack([board, 1 - board])), torch.eye(2).double() / 2)


def test_gram_is_the_explicit_double_sum_of_the_paper_over_positions():
    f = features()
    expected = [[float((f[i] * f[j]).sum() / 25) for j in range(3)] for i in range(3)]
    torch.testing.assert_close(gram_matrix(f), torch.tensor(expected, dtype=torch.float64))


def test_covariance_agrees_with_torch_cov():
    f = features()
    mean, covariance = mean_and_covariance(f)
    torch.testing.assert_close(mean, f.flatten(1).mean(1))
    torch.testing.assert_close(covariance, torch.cov(f.flatten(1), correction=0))


@pytest.mark.parametrize("name", STYLE_LOSSES)
def test_style_loss_passes_gradcheck(name):
    loss = STYLE_LOSSES[name]
    target = loss.describe(moments_of(features(seed=1)))
    f = features().requires_grad_(True)
    assert torch.autograd.gradcheck(
        lambda x: loss.distance(loss.describe(moments_of(x)), target), f
    )


@pytest.mark.parametrize("name", STYLE_LOSSES)
def test_style_loss_of_a_picture_with_itself_is_nothing(name):
    loss = STYLE_LOSSES[name]
    statistics = loss.describe(moments_of(features()))
    assert -1e-6 < float(loss.distance(statistics, statistics) / loss.size(statistics)) < 1e-3


@pytest.mark.parametrize(("channels", "positions"), [(32, 400), (64, 16), (128, 4000)])
def test_wasserstein_of_many_channels_with_themselves_is_nothing(channels, positions):
    """Of full rank, and where fewer positions than channels leave most eigenvalues at 0."""
    loss = STYLE_LOSSES["wasserstein"]
    drawn = torch.rand(channels, positions, 1, generator=torch.Generator().manual_seed(3))
    statistics = loss.describe(moments_of(drawn))
    found = float(loss.distance(statistics, statistics) / loss.size(statistics))
    assert found == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("name", STYLE_LOSSES)
def test_style_loss_does_not_see_where_things_are(name):
    loss = STYLE_LOSSES[name]
    f, target = features(), loss.describe(moments_of(features(seed=1)))
    shuffled = f.flatten(1)[:, torch.randperm(25)].view_as(f)
    torch.testing.assert_close(
        loss.distance(loss.describe(moments_of(shuffled)), target),
        loss.distance(loss.describe(moments_of(f)), target),
    )


def test_wasserstein_of_diagonal_gaussians_has_its_closed_form():
    means = torch.tensor([[1.0, 2.0], [4.0, 6.0]]).double()
    spreads = torch.tensor([[1.0, 9.0], [4.0, 16.0]]).double()
    found = wasserstein_distance(
        (means[0], torch.diag(spreads[0])), (means[1], torch.diag(spreads[1]))
    )
    expected = 3**2 + 4**2 + (1 - 2) ** 2 + (3 - 4) ** 2
    assert float(found) == pytest.approx(expected, rel=1e-3)


def test_wasserstein_gradient_is_finite_when_eigenvalues_coincide():
    covariance = torch.eye(4).double().requires_grad_(True)
    mean = torch.zeros(4).double()
    wasserstein_distance((mean, covariance), (mean, 2 * torch.eye(4).double())).backward()
    assert torch.isfinite(covariance.grad).all()


def test_wasserstein_of_what_is_not_finite_is_not_finite_either():
    """And no error of the library's own: optimisers know what to do with such a loss."""
    goal = mean_and_covariance(features())
    broken = mean_and_covariance(features() * float("inf"))
    assert math.isnan(float(wasserstein_distance(broken, goal)))


def test_eigenvalues_that_fp32_cannot_find_come_from_fp64(monkeypatch):
    """As MKL's now and then: see nst.losses."""
    exactly = torch.linalg.eigh

    def eigh(matrix):
        if matrix.dtype == torch.float64:
            return exactly(matrix)
        return matrix.diagonal() * math.nan, matrix * math.nan

    statistics = [
        tuple(part.float() for part in mean_and_covariance(features(seed=seed))) for seed in (0, 1)
    ]
    expected = wasserstein_distance(*statistics)
    monkeypatch.setattr(torch.linalg, "eigh", eigh)
    covariance = statistics[0][1].requires_grad_(True)
    found = wasserstein_distance(*statistics)
    assert found.dtype == torch.float32
    torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-6)
    found.backward()
    assert torch.isfinite(covariance.grad).all()


def test_a_target_that_is_not_finite_is_refused_with_a_count():
    mean, covariance = mean_and_covariance(features())
    covariance[0, 0] = float("nan")
    with pytest.raises(RunError, match="1 of 9 numbers that are not finite"):
        STYLE_LOSSES["wasserstein"].against((mean, covariance))


def test_total_variation_of_a_ramp_is_its_slope_squared():
    ramp = torch.arange(8.0).view(1, 1, 1, 8).expand(1, 3, 5, 8) * 0.1
    assert float(total_variation(ramp)) == pytest.approx(0.01)


def test_total_variation_of_a_checkerboard_is_two():
    rows, columns = torch.meshgrid(torch.arange(6), torch.arange(6), indexing="ij")
    board = ((rows + columns) % 2).float().expand(1, 3, 6, 6)
    assert float(total_variation(board)) == 2.0


def test_total_variation_passes_gradcheck():
    canvas = features()[None].requires_grad_(True)
    assert torch.autograd.gradcheck(total_variation, canvas)


def test_coarse_colors_are_the_means_of_cells_of_four_pixels():
    canvas = torch.zeros(1, 3, 8, 8)
    canvas[0, 0, :4, :4] = 1.0
    canvas[0, 2, 4:, 4:] = torch.eye(4)
    expected = torch.zeros(1, 3, 2, 2)
    expected[0, 0, 0, 0], expected[0, 2, 1, 1] = 1.0, 0.25
    assert torch.equal(coarse_colors(canvas), expected)


def test_coarse_luminance_of_pure_green_is_its_rec_601_weight():
    green = torch.zeros(1, 3, 8, 8)
    green[:, 1] = 1
    assert coarse_luminance(green).shape == (1, 1, 2, 2)
    assert torch.allclose(coarse_luminance(green), torch.tensor(0.587))


def test_squared_error_is_the_mean_not_the_sum():
    assert float(squared_error(torch.full((2, 3, 3), 3.0), torch.ones(2, 3, 3))) == 4.0
    assert math.isclose(float(squared_error(features(), features())), 0.0)


@pytest.mark.parametrize("factor", [1e-5, 1e-3, 1e3])
def test_wasserstein_distance_grows_with_the_square_of_the_features(factor):
    """Also in fp32, where eigenvalues of products of small numbers would be lost."""
    draw = torch.Generator().manual_seed(6)
    one, other = (torch.randn((6, 400), generator=draw).relu() for _ in range(2))
    loss = STYLE_LOSSES["wasserstein"]

    def distance(scale):
        stats = [mean_and_covariance((scale * each).view(6, 20, 20)) for each in (one, other)]
        return float(loss.distance(*stats))

    assert distance(factor) == pytest.approx(factor**2 * distance(1.0), rel=1e-3)


def test_wasserstein_distance_to_features_that_are_all_nothing_is_what_is_there():
    features = torch.randn((4, 10, 10), generator=torch.Generator().manual_seed(7))
    nothing = mean_and_covariance(torch.zeros(4, 10, 10))
    found = mean_and_covariance(features)
    expected = found[0].square().sum() + found[1].diagonal().sum()
    distance = STYLE_LOSSES["wasserstein"].distance(found, nothing)
    torch.testing.assert_close(distance, expected, rtol=1e-4, atol=0)
