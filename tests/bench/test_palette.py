"""Palette distance: against scipy's exact Wasserstein distance, and closed forms."""

import numpy as np
import pytest
from scipy.stats import wasserstein_distance

from bench.quality.palette import directions, palette_distance, palette_share
from nst.colors import to_oklab


def colors(seed, height=40, width=50, low=0, high=256):
    return np.random.default_rng(seed).integers(low, high, (height, width, 3), np.uint8)


def flat(level):
    return np.full((20, 30, 3), level, np.uint8)


def test_directions_have_length_one():
    assert np.linalg.norm(directions(), axis=0) == pytest.approx(1)


def test_a_picture_has_its_own_palette_however_its_pixels_lie():
    picture = colors(0)
    shuffled = np.random.default_rng(1).permutation(picture.reshape(-1, 3)).reshape(picture.shape)
    assert palette_distance(picture, shuffled) == 0


def test_distance_agrees_with_scipy_along_every_direction():
    one, other = colors(0), colors(1, 64, 32, 60, 200)
    here, there = (to_oklab(each.reshape(-1, 3) / 255) for each in (one, other))
    exact = [wasserstein_distance(here @ axis, there @ axis) for axis in directions().T]
    assert palette_distance(one, other) == pytest.approx(np.mean(exact), rel=0.01)


def test_black_and_white_are_half_their_lightness_apart():
    # the mean of |cos| over the sphere is one half; 64 directions come near
    found = palette_distance(flat(0), flat(255))
    assert found == pytest.approx(np.abs(directions()[0]).mean(), rel=1e-3)
    assert found == pytest.approx(0.5, abs=0.08)


def test_distance_is_symmetric_and_obeys_the_triangle():
    one, other, third = colors(0), colors(1, low=100), colors(2, high=90)
    assert palette_distance(one, other) == pytest.approx(palette_distance(other, one))
    detour = palette_distance(one, third) + palette_distance(third, other)
    assert palette_distance(one, other) <= detour + 1e-9


def test_share_is_one_for_the_photograph_and_nothing_for_the_painting():
    photo, painting = colors(0), colors(1, low=120)
    assert palette_share(photo, photo, painting) == pytest.approx(1)
    assert palette_share(painting, photo, painting) == pytest.approx(0)


def test_share_of_a_grey_half_way_is_one_half():
    lightness = [to_oklab(flat(level) / 255)[0, 0, 0] for level in (50, 200)]
    levels = np.arange(256)
    greys = to_oklab(np.repeat(levels[:, None] / 255, 3, axis=1))[:, 0]
    middle = int(np.abs(greys - np.mean(lightness)).argmin())
    assert palette_share(flat(middle), flat(50), flat(200)) == pytest.approx(0.5, abs=0.01)
