"""The photograph in the painting's colours, against distributions and worked examples."""

import numpy as np
import pytest
from scipy.stats import wasserstein_distance

from nst import repaint as repaint_module
from nst.repaint import apply_palette, busyness, learn_repaint, palette_table, with_own_light


def blobs(low, high, seed):
    draw = np.random.default_rng(seed)
    return draw.integers(low, high, (40, 40, 3)).astype(np.uint8)


def transfer_palette(content, palette_from, style, *, seed):
    """The colours alone, without the photograph's own light."""
    return apply_palette(content, palette_table(palette_from, style, seed=seed))


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


def beside(quiet, busy, size=192):
    """One tone on the left five eighths, the other at the right with much going on in it."""
    picture = np.full((size, size, 3), quiet, np.uint8)
    right = picture[:, size * 5 // 8 :]
    swing = np.random.default_rng(8).integers(-40, 41, (*right.shape[:2], 1))
    right[:] = (np.array(busy) + swing).clip(0, 255)
    return picture


def test_busy_places_outrank_quiet_ones():
    ranks = busyness(beside((90, 90, 90), (120, 120, 120)))
    assert ranks.shape == (48, 48)
    assert ranks[:, 31:].min() > ranks[:, :29].max()
    assert 0 <= ranks.min() <= ranks.max() <= 1


def test_equally_quiet_places_share_their_rank_whatever_their_noise():
    assert np.unique(busyness(np.full((60, 90, 3), 200, np.uint8))).tolist() == [0.5]
    noisy = np.full((192, 192, 3), 200, np.uint8)
    noisy[..., 1] += np.random.default_rng(9).integers(0, 2, (192, 192), dtype=np.uint8)
    assert np.unique(busyness(noisy)).tolist() == [0.5]


def test_ranks_are_those_of_the_cells_and_not_of_their_contrast():
    stormy = beside((90, 90, 90), (120, 120, 120)).astype(int)
    calm = (105 + (stormy - 105) // 2).astype(np.uint8)
    apart = np.abs(busyness(stormy.astype(np.uint8)) - busyness(calm))
    assert np.median(apart) < 0.02


def test_quiet_places_take_the_quiet_colours_of_the_painting():
    """Quiet and light beside busy and dark becomes what the painting has there: blue, and red."""
    photograph = beside((200, 200, 200), (110, 110, 110))
    painting = beside((60, 60, 200), (200, 60, 60))
    repaint = learn_repaint(photograph, painting, by_detail=True, seed=0)
    moved = repaint(photograph, 0.0).astype(int)
    quiet, busy = moved[:, :100].mean((0, 1)), moved[:, 136:].mean((0, 1))
    np.testing.assert_allclose(quiet, [60, 60, 200], atol=30)
    np.testing.assert_allclose(busy, [200, 60, 60], atol=30)


def test_without_detail_light_and_dark_alone_decide():
    """The painting's dark half is its busy one: there the photograph's order is the other way."""
    photograph = beside((60, 60, 60), (190, 190, 190))
    painting = beside((210, 210, 150), (60, 40, 50))
    by_tone, by_detail = (
        learn_repaint(photograph, painting, by_detail=detail, seed=0)(photograph, 0.0).astype(int)
        for detail in (False, True)
    )
    assert by_tone[:, :100].mean() < by_tone[:, 136:].mean()
    assert by_detail[:, :100].mean() > by_detail[:, 136:].mean() + 60


@pytest.mark.parametrize("by_detail", [False, True])
def test_a_repainted_photograph_has_its_own_light_by_the_share_asked_for(by_detail):
    photograph = face()
    repaint = learn_repaint(photograph, blobs(30, 220, 4), by_detail=by_detail, seed=0)
    colors = repaint(photograph, 0.0)
    lit = repaint(photograph, 1.0)
    assert np.array_equal(lit, with_own_light(colors, photograph, 1.0))
    assert not np.array_equal(lit, colors)


def test_all_places_alike_is_one_table():
    content, style = blobs(0, 120, 0), blobs(90, 250, 1)
    repaint = learn_repaint(content, style, by_detail=False, seed=3)
    assert len(repaint.tables) == 1
    found = repaint(content, 0.0)
    # the only table is learnt at 128 px: these pictures are enlarged for it
    assert np.abs(found.astype(int) - transfer_palette(content, content, style, seed=3)).mean() < 8


def test_bands_of_rows_are_repainted_as_the_whole(monkeypatch):
    photograph = beside((200, 200, 200), (110, 110, 110)).transpose(1, 0, 2).copy()
    repaint = learn_repaint(photograph, blobs(30, 220, 4), by_detail=True, seed=0)
    found = []
    for rows in (7, 1000):
        monkeypatch.setattr(repaint_module, "_BAND_ROWS", rows)
        found.append(repaint(photograph, 0.0))
    assert np.array_equal(*found)
