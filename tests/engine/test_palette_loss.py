"""The palette's distance against closed forms of optimal transport."""

import pytest
import torch
from scipy.stats import wasserstein_distance_nd

from nst.palette import Palette


def canvas(height=24, width=32, seed=0):
    """Colours well inside of [0, 1], in fp64."""
    draw = torch.Generator().manual_seed(seed)
    colors = torch.rand((1, 3, height, width), generator=draw, dtype=torch.float64)
    return 0.25 + 0.5 * colors


def test_nothing_is_left_when_every_colour_has_its_share():
    painting = canvas()
    scattered = painting.flatten(2)[..., torch.randperm(24 * 32)].view_as(painting)
    assert Palette(painting)(scattered) == pytest.approx(0, abs=1e-12)
    assert Palette(painting)(scattered.roll(1, dims=1)) > 1e-4  # red has become green


def test_shares_count_and_not_how_many_pixels_there_are():
    painting = canvas()
    assert Palette(painting)(torch.cat([painting] * 3, dim=-1)) < 1e-4


def test_moving_all_colours_costs_the_square_of_the_way():
    """Transport of a shift: along each direction everything moves by the shift's part in it."""
    painting, shift = canvas(), torch.tensor([0.1, -0.05, 0.02], dtype=torch.float64)
    palette = Palette(painting)
    expected = (palette.lines @ shift).square().mean() / palette.spread
    assert palette(painting + shift.view(1, 3, 1, 1)) == pytest.approx(float(expected))
    # the directions are even: a shift counts a third of its square, wherever it points
    lengths = (palette.lines @ torch.eye(3, dtype=torch.float64)).square().mean(dim=0)
    assert lengths.tolist() == pytest.approx([1 / 3] * 3, abs=0.02)


def test_a_painting_of_one_colour_costs_no_more_than_one_that_hardly_varies():
    white, grey = torch.full((1, 3, 24, 32), 0.99), canvas().float()
    assert 1 < float(Palette(white)(grey)) < 1000


def test_one_colour_for_all_is_one_spread_away():
    painting = canvas()
    grey = painting.mean(dim=(-2, -1), keepdim=True).expand_as(painting)
    assert Palette(painting)(grey) == pytest.approx(1, abs=0.01)


def test_more_is_left_where_whole_transport_says_so():
    """Half red and half white, on the way to all pink with the same mean."""
    red, white = torch.tensor([0.8, 0.1, 0.1]), torch.tensor([0.9, 0.9, 0.9])
    painting = torch.stack([red, white], dim=1).repeat(1, 128).view(1, 3, 16, 16)
    palette, whole, found = Palette(painting), [], []
    for share in (0.0, 0.3, 0.6, 1.0):
        mixed = painting.lerp(painting.mean(dim=(-2, -1), keepdim=True), share)
        found.append(float(palette(mixed)))
        whole.append(wasserstein_distance_nd(mixed[0, :, 0].T[:2], painting[0, :, 0].T[:2]))
    assert whole == sorted(whole)
    assert found == sorted(found)
    assert found[0] < 1e-12 < 0.9 < found[-1]


def test_a_palette_means_the_same_at_every_size():
    """Large canvases are averaged to what a small one shows."""
    small = canvas(96, 128)
    large = torch.nn.functional.interpolate(small, scale_factor=4, mode="nearest")
    assert Palette(small)(large) == pytest.approx(0, abs=1e-12)


def test_its_slope_is_that_of_the_sorted_colours():
    palette = Palette(canvas(6, 8, seed=1))
    start = canvas(4, 5, seed=2).requires_grad_(True)
    assert torch.autograd.gradcheck(palette, start)


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1)])
def test_it_survives_a_thread(size):
    assert torch.isfinite(Palette(canvas())(canvas(*size)))
    assert torch.isfinite(Palette(canvas(*size))(canvas()))
