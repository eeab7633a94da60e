"""Structure and surface: closed forms on pictures that can be written down."""

import numpy as np
import pytest

from bench.quality.structure import face_structure, gradient, structure, structure_map
from bench.quality.surface import find_failures, grain, laplacian_energy, tone
from nst.boxes import Box
from tests import pictures


def textured(seed=0):
    return pictures.textured(seed, 64, 64, cell=8)


def checkerboard(edge=16):
    rows, columns = np.mgrid[:edge, :edge]
    return np.repeat(((rows + columns) % 2 * 255).astype(np.uint8)[..., None], 3, axis=2)


def ramp(edge=32):
    levels = np.arange(edge, dtype=np.uint8)
    return np.repeat(np.tile(levels, (edge, 1))[..., None], 3, axis=2)


def test_gradient_of_a_ramp_of_one_level_per_px_is_root_two_levels():
    assert gradient(ramp())[8:-8, 8:-8] == pytest.approx(2**0.5 / 255)


def test_structure_of_a_photograph_with_itself_is_one():
    photo = textured()
    assert structure(structure_map(photo, photo)) == pytest.approx(1)


def test_structure_does_not_see_a_negative_or_a_shift_of_brightness():
    photo = textured()
    for other in (255 - photo, photo + 30):
        assert structure(structure_map(other, photo)) == pytest.approx(1, abs=1e-6)


def test_structure_of_another_drawing_is_low():
    assert structure(structure_map(textured(1), textured(0))) < 0.55
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    assert structure(structure_map(noise, textured(0))) < 0.1


def test_structure_falls_as_a_photograph_is_lost_in_noise():
    photo, draw = textured(), np.random.default_rng(0)
    found = []
    for spread in (0, 5, 20, 80):
        noisy = (photo + draw.normal(0, spread, photo.shape)).clip(0, 255).astype(np.uint8)
        found.append(structure(structure_map(noisy, photo)))
    assert found == sorted(found, reverse=True)


def test_structure_of_a_face_sees_only_the_face():
    photo = textured()
    damaged = photo.copy()
    damaged[32:] = 0
    similarity = structure_map(damaged, photo)
    assert face_structure(similarity, (Box(0, 0, 1, 0.25),)) == pytest.approx(1)
    assert face_structure(similarity, (Box(0, 0.75, 1, 1),)) < 0.7


def test_structure_of_a_face_is_none_where_there_is_none():
    assert face_structure(structure_map(textured(), textured()), ()) is None


def test_overlapping_boxes_count_once():
    similarity = np.zeros((10, 10))
    similarity[:5] = 1
    boxes = (Box(0, 0, 1, 1), Box(0, 0, 0.5, 1))
    assert face_structure(similarity, boxes) == pytest.approx(0.5)


def test_laplacian_energy_of_a_checkerboard_is_sixteen():
    assert laplacian_energy(checkerboard()) == pytest.approx(16)


def test_laplacian_energy_of_a_ramp_is_nothing():
    assert laplacian_energy(ramp()) == pytest.approx(0)


def test_grain_of_twice_the_contrast_is_four():
    calm = (checkerboard() // 255 * 100).astype(np.uint8)
    assert grain(2 * calm, calm) == pytest.approx(4)


def test_tone_of_white_is_all_clipped_and_has_neither_chroma_nor_contrast():
    found = tone(np.full((8, 8, 3), 255, np.uint8))
    assert (found.clipped, found.contrast) == (1, pytest.approx(0))
    assert found.chroma == pytest.approx(0, abs=1e-6)


def test_a_painting_is_no_failure():
    assert find_failures(textured(1), textured(0), textured(1)) == ()


def test_a_number_that_is_not_finite_is_a_failure():
    broken = textured().astype(float)
    broken[3, 3, 0] = np.nan
    assert find_failures(broken, textured(), textured()) == ("non-finite",)


def test_a_flat_picture_and_one_without_colour_are_grey():
    grey = np.repeat(textured().mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    assert find_failures(grey, textured(), textured(1)) == ("grey",)
    assert find_failures(np.full_like(grey, 90), textured(), textured(1)) == ("grey",)


def test_a_grey_painting_asks_for_no_colour():
    grey = np.repeat(textured().mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    assert find_failures(grey, textured(), grey) == ()


def test_a_picture_driven_to_its_limits_is_saturated():
    harsh = np.where(textured() > 120, 255, 0).astype(np.uint8)
    assert find_failures(harsh, textured(), textured(1)) == ("saturated",)
    assert find_failures(harsh, harsh, textured(1)) == ()
