"""Colour against published values and round trips."""

import numpy as np
import pytest

from nst.colors import blend_colors, from_oklab, to_oklab


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((1, 1, 1), (1.0, 0.0, 0.0)),
        ((1, 0, 0), (0.6279554, 0.2248631, 0.1258463)),
        ((0, 1, 0), (0.8664396, -0.2338874, 0.1794985)),
        ((0, 0, 1), (0.4520137, -0.0324570, -0.3115281)),
    ],
)
def test_oklab_of_primaries_is_what_its_author_publishes(rgb, lab):
    np.testing.assert_allclose(to_oklab(np.array([rgb], float))[0], lab, atol=2e-4)


def test_oklab_and_back_is_the_same():
    rgb = np.random.default_rng(0).random((50, 3))
    np.testing.assert_allclose(from_oklab(to_oklab(rgb)), rgb, atol=1e-6)


def blobs(low, high, seed):
    draw = np.random.default_rng(seed)
    return draw.integers(low, high, (40, 40, 3)).astype(np.uint8)


def test_a_tall_picture_is_blended_as_its_parts_are():
    painted, content = (np.tile(blobs(0, 255, seed), (8, 1, 1)) for seed in (6, 7))
    whole = blend_colors(painted, content, 0.3)
    parts = [blend_colors(painted[y : y + 1], content[y : y + 1], 0.3) for y in range(320)]
    assert np.array_equal(whole, np.concatenate(parts))


def test_colours_at_one_are_untouched_and_at_zero_are_the_photographs():
    painted, content = blobs(60, 200, 4), blobs(60, 200, 5)
    assert blend_colors(painted, content, 1.0) is painted
    mine = to_oklab(blend_colors(painted, content, 0.0) / 255.0)
    inside = (mine[..., 0] > 0.35) & (mine[..., 0] < 0.8)
    apart = np.abs(mine - to_oklab(content / 255.0))[..., 1:][inside]
    assert np.median(apart) < 0.01
