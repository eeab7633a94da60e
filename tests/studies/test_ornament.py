"""Ornament: motifs have the shape their names promise, and chance comes from the seed alone."""

import numpy as np
import pytest

from studies import ornament as orn
from studies.draw import Canvas, ellipse_mask

SIZE = (160, 160)


def _rng():
    return np.random.default_rng(4)


def test_a_spiral_winds_outwards_as_often_as_it_is_told():
    points = orn.spiral_points(3.0, start_deg=20)
    angle = np.unwrap(np.arctan2(points[:, 1], points[:, 0]))
    assert angle[-1] - angle[0] == pytest.approx(3 * 2 * np.pi)
    assert (np.diff(np.hypot(*points.T)) > 0).all()


def test_a_left_spiral_mirrors_a_right_one():
    right, left = orn.spiral_points(2.0), orn.spiral_points(2.0, left=True)
    assert np.allclose(right * (1, -1), left)


def test_a_frame_keeps_circles_round_on_a_wide_picture():
    ring = orn.ring_points((100, 300), (0.5, 0.5), (0.1, 0.1), 1.0) * (300, 100)
    assert np.ptp(ring[:, 0]) == pytest.approx(np.ptp(ring[:, 1]), rel=0.02)


def test_scattered_discs_stay_inside_the_mask_and_do_not_overlap():
    mask = ellipse_mask(SIZE, (0.5, 0.5), (0.4, 0.3))
    discs = np.array(orn.scatter(mask, (0.01, 0.05), 400, _rng(), gap=0.002))
    assert len(discs) > 20
    gaps = np.hypot(*(discs[:, None, :2] - discs[None, :, :2]).transpose(2, 0, 1))
    room = discs[:, None, 2] + discs[None, :, 2]
    assert (gaps > room)[~np.eye(len(discs), dtype=bool)].all()
    assert (mask[(discs[:, 1] * 160).astype(int), (discs[:, 0] * 160).astype(int)] > 0.5).all()


def test_an_empty_mask_holds_no_discs():
    assert orn.scatter(np.zeros(SIZE, np.float32), (0.01, 0.05), 50, _rng()) == []


def test_an_eye_is_the_same_from_left_and_right_but_for_its_glint():
    canvas = Canvas(SIZE, "#b5761f")
    orn.eye(canvas, (0.5, 0.5), 0.4, orn.Gaze())
    mirrored = np.abs(canvas.pixels - canvas.pixels[:, ::-1]).max(axis=2)
    assert (mirrored > 0.1).mean() < 0.01


def test_the_pupil_is_darker_than_the_iris_and_the_white_brighter():
    canvas = Canvas(SIZE, "#b5761f")
    orn.eye(canvas, (0.5, 0.5), 0.4, orn.Gaze())
    grey = canvas.pixels.mean(axis=2)
    pupil, iris, white = grey[80, 84], grey[80, 94], grey[80, 116]
    assert pupil < iris < white


def test_gold_is_brighter_where_the_light_is():
    light = np.repeat(np.linspace(0, 1, SIZE[1], dtype=np.float32)[None], SIZE[0], axis=0)
    gold = orn.gold_grain(SIZE, 3, light).mean(axis=(0, 2))
    assert gold[-40:].mean() > gold[:40].mean() + 0.1


def test_gold_is_gold_red_over_green_over_blue():
    red, green, blue = orn.gold_grain(SIZE, 3, np.full(SIZE, 0.5, np.float32)).mean(axis=(0, 1))
    assert red > green > blue


def test_the_strip_alternates_so_that_black_and_white_balance():
    canvas = Canvas((60, 600))
    orn.strip_of_squares(canvas, (0.0, 0.0, 1.0, 1.0), 12, _rng())
    black = canvas.pixels.mean(axis=2) < 0.3
    assert 0.4 < black.mean() < 0.75
    assert (np.abs(np.diff(black[15].astype(int))).sum()) >= 11


def test_small_tiles_fall_only_where_the_mask_allows():
    canvas = Canvas(SIZE, "#000000")
    mask = np.zeros(SIZE, np.float32)
    mask[:, :80] = 1
    orn.tile_cloud(canvas, mask, 0.05, ["#ffffff"], _rng(), chance=1.0)
    assert canvas.pixels[:, :80].mean() > 0.3
    assert canvas.pixels[:, 90:].max() == 0


def test_the_same_seed_draws_the_same_flower():
    first, second = Canvas(SIZE), Canvas(SIZE)
    for canvas in (first, second):
        orn.rosette(canvas, (0.5, 0.5), 0.3, ["#c9606f", "#e6a9a8"], "#e3c37c", _rng())
    assert np.array_equal(first.pixels, second.pixels)
    assert (first.pixels < 0.99).any()
