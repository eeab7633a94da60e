"""Palette, stroke directions and stroke size, on pictures whose answer is known."""

import numpy as np
import pytest

from bench.brushwork import (
    direction_distance,
    field_agreement,
    palette_distance,
    palette_profile,
    read,
    scale_distance,
)


def stripes(angle_deg, *, wavelength_px=16, size=512):
    """Parallel stripes that run along `angle_deg`, uint8 (size, size, 3)."""
    y, x = np.mgrid[:size, :size]
    across = -x * np.sin(np.radians(angle_deg)) + y * np.cos(np.radians(angle_deg))
    wave = 0.5 + 0.4 * np.sin(2 * np.pi * across / wavelength_px)
    return np.repeat((wave * 255).astype(np.uint8)[..., None], 3, axis=2)


@pytest.mark.parametrize("angle_deg", [0, 30, 90, 150])
def test_stripes_run_the_way_they_were_drawn(angle_deg):
    directions = read(stripes(angle_deg)).directions
    centres = np.radians((np.arange(len(directions)) + 0.5) * 180 / len(directions))
    mean = np.angle(np.sum(directions * np.exp(2j * centres))) / 2
    assert abs(np.angle(np.exp(2j * (mean - np.radians(angle_deg))))) / 2 < np.radians(3)


def test_stripes_turned_by_twenty_degrees_are_twenty_degrees_apart():
    one, other = read(stripes(10)), read(stripes(30))
    assert direction_distance(one.directions, other.directions) == pytest.approx(20, abs=1.5)


def test_directions_wrap_round_the_half_circle():
    one, other = read(stripes(172.5)), read(stripes(7.5))
    assert direction_distance(one.directions, other.directions) == pytest.approx(15, abs=1.5)


def test_parallel_stripes_are_coherent_and_noise_is_not():
    noise = np.random.default_rng(0).integers(0, 256, (512, 512, 1), np.uint8).repeat(3, axis=2)
    assert read(stripes(40)).coherence > 0.98
    assert read(noise).coherence < 0.25


def test_crossed_stripes_disagree_in_every_place():
    one, same, crossed = (read(stripes(angle)) for angle in (20, 20, 110))
    assert field_agreement(one.field, same.field) == pytest.approx(1)
    assert field_agreement(one.field, crossed.field) < -0.95


def test_stripes_twice_as_wide_are_an_octave_longer():
    narrow, wide = (read(stripes(0, wavelength_px=w)) for w in (8, 16))
    assert 1.6 < wide.wavelength_px / narrow.wavelength_px < 2.4
    assert scale_distance(narrow.octaves, wide.octaves) > 0.5


def test_the_palette_of_shuffled_pixels_is_the_same():
    lab = np.random.default_rng(1).random((40, 40, 3))
    shuffled = np.random.default_rng(2).permutation(lab.reshape(-1, 3)).reshape(lab.shape)
    assert palette_distance(palette_profile(lab), palette_profile(shuffled)) < 1e-12


def test_a_palette_moved_in_lightness_is_half_that_far_away():
    # the mean of |cos| over all directions in space is 1/2
    lab = np.random.default_rng(1).random((40, 40, 3))
    lighter = lab + np.array([0.2, 0, 0])
    distance = palette_distance(palette_profile(lab), palette_profile(lighter))
    assert distance == pytest.approx(0.1, rel=0.15)


def test_size_does_not_change_what_is_read():
    large = stripes(25, wavelength_px=64, size=1024)
    small = large.reshape(512, 2, 512, 2, 3).mean(axis=(1, 3)).astype(np.uint8)
    one, other = read(large), read(small)
    assert palette_distance(one.palette, other.palette) < 0.005
    assert direction_distance(one.directions, other.directions) < 1
