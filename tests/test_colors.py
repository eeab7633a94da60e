"""Colour against published values, round trips and distributions."""

import numpy as np
import pytest
from scipy.stats import wasserstein_distance

from nst.colors import (
    blend_colors,
    from_oklab,
    palette_table,
    repaint,
    to_oklab,
    with_own_light,
)


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


def transfer_palette(content, palette_from, style, *, seed):
    """The colours alone, without the photograph's own light."""
    return repaint(content, palette_table(palette_from, style, seed=seed), 0.0)


def test_palette_transfer_brings_every_channel_to_the_painting():
    content, style = blobs(0, 120, 0), blobs(90, 250, 1)
    moved = transfer_palette(content, content, style, seed=0)
    for channel in range(3):
        before = wasserstein_distance(content[..., channel].ravel(), style[..., channel].ravel())
        after = wasserstein_distance(moved[..., channel].ravel(), style[..., channel].ravel())
        assert after < 0.1 * before


def test_palette_transfer_keeps_the_order_of_light_and_dark():
    """Black to white becomes dark blue to yellow, in that order."""
    ramp = np.repeat(np.linspace(0, 255, 40, dtype=np.uint8)[None, :, None], 40, 0).repeat(3, 2)
    share = np.random.default_rng(2).random((40, 40, 1))
    style = (share * [240, 220, 90] + (1 - share) * [20, 30, 80]).astype(np.uint8)
    moved = transfer_palette(ramp, ramp, style, seed=0).astype(int)[0]
    assert np.corrcoef(moved.sum(1), np.arange(40))[0, 1] > 0.98
    np.testing.assert_allclose(moved[0], [20, 30, 80], atol=25)
    np.testing.assert_allclose(moved[-1], [240, 220, 90], atol=25)


def test_palette_transfer_to_itself_changes_little():
    content = blobs(20, 230, 3)
    moved = transfer_palette(content, content, content, seed=0)
    assert np.abs(moved.astype(int) - content).mean() < 3


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


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_flat_white_background_stays_light_whatever_the_seed(share):
    """Over a grey ramp, white takes the mean of the ramp's lightest part of that share."""
    content = blobs(20, 200, 6)
    content[: round(40 * share)] = 255
    ramp = np.repeat(np.linspace(0, 255, 1600, dtype=np.uint8), 3).reshape(40, 40, 3)
    for seed in range(3):
        moved = transfer_palette(content, content, ramp, seed=seed)[: round(40 * share)]
        assert moved.mean() == pytest.approx(255 * (1 - share / 2), abs=25)


def test_a_plain_wall_is_not_torn_into_the_paintings_colours():
    """Its noise of two levels hardly grows; exact transport would spread it from blue to yellow."""
    draw = np.random.default_rng(6)
    wall = 40 + draw.integers(-2, 3, (40, 40, 3))
    wall[:, 30:] = draw.integers(90, 250, (40, 10, 3))
    wall = wall.astype(np.uint8)
    share = draw.random((40, 40, 1))
    style = (share * [240, 220, 90] + (1 - share) * [20, 30, 80]).astype(np.uint8)
    moved = transfer_palette(wall, wall, style, seed=0)
    assert moved[:, :30].std(axis=(0, 1)).max() < 10


def face(size=200):
    """A cheek in one tone with two dark eyes, before a bright wall."""
    picture = np.full((size, size, 3), 235, np.uint8)
    picture[40:180, 50:150] = (200, 150, 130)
    picture[80:88, 75:90] = picture[80:88, 110:125] = (150, 100, 80)
    return picture


def grey(picture):
    return picture @ np.array([0.299, 0.587, 0.114])


def test_eyes_outlive_a_palette_that_gives_the_whole_face_one_colour():
    photograph = face()
    drowned = np.where(
        photograph[..., :1] < 220, np.uint8([200, 20, 30]), np.uint8([240, 240, 230])
    )
    kept = with_own_light(drowned, photograph, 1.0)
    assert np.ptp(grey(drowned)[60:120, 60:140]) == 0
    own = grey(photograph)[110, 100] - grey(photograph)[84, 82]
    assert grey(kept)[110, 100] - grey(kept)[84, 82] > 0.4 * own


def test_broad_colours_stay_the_paintings():
    """Away from every line nothing changes, however bright the photograph was there."""
    photograph, repainted = face(), np.full((200, 200, 3), (20, 60, 120), np.uint8)
    lit = with_own_light(repainted, photograph, 1.0)
    assert np.abs(lit[:15, :15].astype(int) - repainted[:15, :15]).max() <= 1


def test_own_light_by_shares():
    photograph, repainted = face(), np.full((200, 200, 3), 128, np.uint8)
    assert with_own_light(repainted, photograph, 0.0) is repainted
    half, whole = (with_own_light(repainted, photograph, share) for share in (0.5, 1.0))
    change = (whole.astype(int) - 128)[84, 82]
    np.testing.assert_allclose((half.astype(int) - 128)[84, 82], change / 2, atol=1)


def test_a_photograph_repainted_in_its_own_colours_is_left_alone():
    photograph = face()
    np.testing.assert_array_equal(with_own_light(photograph, photograph, 1.0), photograph)
