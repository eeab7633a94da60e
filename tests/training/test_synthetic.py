"""Dead leaves and stroke pictures: repeatable, and shaped as they claim."""

import numpy as np
import pytest
from PIL import Image

from training import synthetic
from training.synthetic import FlowField


def test_the_same_seed_draws_the_same_dead_leaves():
    one = synthetic.dead_leaves(np.random.default_rng(3), 96, leaves=200)
    two = synthetic.dead_leaves(np.random.default_rng(3), 96, leaves=200)
    assert np.array_equal(one, two)


def test_another_seed_draws_other_dead_leaves():
    one = synthetic.dead_leaves(np.random.default_rng(3), 96, leaves=200)
    two = synthetic.dead_leaves(np.random.default_rng(4), 96, leaves=200)
    assert (one != two).mean() > 0.5


def test_small_leaves_are_more_common_than_large_ones():
    """A cubic power law: the picture keeps edges when reduced four times, unlike white noise."""
    leaves = synthetic.dead_leaves(np.random.default_rng(0), 256, leaves=600)
    small = np.asarray(Image.fromarray(leaves).resize((64, 64), Image.Resampling.BOX), float)
    assert small.std() > 0.6 * leaves.std()


def test_strokes_keep_the_colours_of_the_ground_they_paint_over():
    ground = np.zeros((120, 160, 3), np.uint8)
    ground[:, :80] = (200, 40, 40)
    ground[:, 80:] = (40, 60, 200)
    painted = synthetic.stroke_picture(np.random.default_rng(1), ground, broad_px=5)
    assert painted.shape == ground.shape
    left, right = painted[:, :40].mean(axis=(0, 1)), painted[:, 120:].mean(axis=(0, 1))
    assert left[0] > left[2] + 60
    assert right[2] > right[0] + 60


def test_strokes_change_most_of_a_plain_ground():
    ground = np.full((120, 120, 3), 128, np.uint8)
    painted = synthetic.stroke_picture(np.random.default_rng(1), ground, broad_px=8)
    assert (painted != ground).any(axis=2).mean() > 0.7


def test_a_traced_path_follows_a_vortex_round():
    field = FlowField(np.random.default_rng(0), 64, 64)
    rows, columns = np.mgrid[:64, :64] - 31.5
    radius = np.hypot(rows, columns)[..., None] + 1e-9
    field.flow = np.stack([columns, -rows], axis=-1) / radius
    path = field.trace(np.array([[31.5, 51.5]]), 30.0, np.random.default_rng(0), points=60)[0]
    distance = np.hypot(path[:, 0] - 31.5, path[:, 1] - 31.5)
    assert np.abs(distance - 20).max() < 1.5
    assert np.linalg.norm(path[-1] - path[0]) > 10


@pytest.mark.parametrize("count", [1, 5, 9])
def test_a_palette_goes_from_dark_to_light(count):
    colours = synthetic.palette(np.random.default_rng(2), count)
    brightest = colours.max(axis=1).astype(int)
    assert colours.shape == (count, 3)
    assert (np.diff(brightest) > -2).all()


def test_all_synthetic_pictures_have_names_and_three_channels():
    ground = {"one": np.full((64, 80, 3), 90, np.uint8)}
    made = synthetic.render_all(0, ground, edge_px=64, leaves=1, strokes=1)
    assert {name.split()[0] for name in made} == {"leaves", "strokes", "painted"}
    assert all(picture.dtype == np.uint8 and picture.shape[2] == 3 for picture in made.values())
