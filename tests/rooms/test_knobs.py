"""The grid: which knobs there are, what a visitor may write, and where each cell lies."""

import pytest

from nst.errors import SettingsError
from nst.layers import layer_weights
from nst.rooms import knobs
from nst.rooms.series import Painted
from nst.settings import Settings
from tests.conftest import stripes

PICTURE = stripes(80, 80)


def plan(over, settings=knobs.PAPER, **more):
    return knobs.plan_grid(PICTURE, PICTURE, settings, over, **more)


def test_the_usual_grid_is_that_of_the_article():
    grid = plan("strength,layers")
    assert [len(row) for row in grid.keys] == [4] * 5
    cells = {piece.key: piece.job.settings for piece in grid.pieces}
    ratios = [cells[key].content_weight / cells[key].style_weight for key in grid.keys[0]]
    assert ratios == sorted(ratios, reverse=True)
    depths = [len(layer_weights(cells[row[0]].style_layers)) for row in grid.keys]
    assert depths == [1, 2, 3, 4, 5]


def test_every_cell_is_sketched_before_one_is_painted_larger():
    grid = plan("strength,steps")
    edges = [piece.job.settings.long_edge_px for piece in grid.pieces]
    assert edges == [knobs.SKETCH_EDGE_PX] * 16 + [knobs.EDGE_PX] * 16
    keys = [piece.key for piece in grid.pieces]
    assert keys[:16] == keys[16:]


def test_equal_weights_are_a_fifth_each_and_stay_so():
    (_, equal, _) = knobs.AXES["weights"].stops
    assert set(layer_weights(equal.changes["style_layers"]).values()) == {0.2}
    assert equal.changes["equalize"] is False
    for stop in knobs.AXES["weights"].stops:
        assert sum(layer_weights(stop.changes["style_layers"]).values()) == pytest.approx(1)


def test_values_may_be_written_for_any_number():
    across, down = knobs.read_axes("tv_weight=0:1.5,seed=1:2:3")
    assert [stop.changes for stop in across.stops] == [{"tv_weight": 0.0}, {"tv_weight": 1.5}]
    assert [stop.changes for stop in down.stops] == [{"seed": 1}, {"seed": 2}, {"seed": 3}]


def test_a_grid_over_sizes_has_no_sketches():
    edges = [piece.job.settings.long_edge_px for piece in plan("long_edge_px=64:128").pieces]
    assert edges == [64, 128]


def test_our_own_recipe_is_painted_from_coarse_to_fine_at_half_the_time():
    settings = plan("brush", Settings()).pieces[-1].job.settings
    assert settings.first_scale_px < settings.long_edge_px
    assert settings.detail == knobs.DETAIL


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ("", "0 knobs"),
        ("strength,layers,steps", "3 knobs"),
        ("volume", "Unknown knob 'volume'"),
        ("layers,weights", "the same knob"),
        ("strength,strength", "named twice"),
        ("optimizer=1:2", "takes no numbers"),
        ("strength=a:b", "no value"),
        ("strength=0.5:7", "between 0 and 1"),
        ("steps=1:2:3:4:5:6:7:8:9", "8 are the most"),
        ("steps=1:2:3:4:5:6:7:8,seed=1:2:3:4:5", "36 are the most"),
    ],
)
def test_a_grid_that_cannot_be_is_refused_in_one_sentence(over, words):
    with pytest.raises(SettingsError, match=words):
        plan(over)


def test_the_sheet_shows_each_cell_in_its_row_and_column():
    grid = plan("seed=1:2,steps=3:4")
    pieces = {piece.key: piece for piece in grid.pieces}
    found = {
        key: Painted(piece=pieces[key], picture=stripes(40, 40, seed=at), record={})
        for at, key in enumerate(key for row in grid.keys for key in row)
    }
    whole = knobs.grid_sheet("T", grid, found)
    part = knobs.grid_sheet("T", grid, {key: found[key] for key in list(found)[:3]})
    assert whole.shape == part.shape
    changed = (whole != part).any(axis=-1)
    rows, columns = changed.nonzero()
    # only the lower right cell is missing
    assert rows.min() > whole.shape[0] / 2
    assert columns.min() > whole.shape[1] / 2
    assert columns.max() - columns.min() < 40
