"""What the layer explorer plans: one layer at a time, sets that grow, one layer left out."""

import numpy as np
import pytest

from nst.errors import InputError, SettingsError
from nst.images import open_image, resize
from nst.layers import layer_weights
from nst.places import EXAMPLES
from nst.plan import plan_scales
from nst.rooms import explorer
from nst.rooms.series import paint_here, paint_series
from nst.settings import Settings
from tests.conftest import stripes

PICTURE = stripes(90, 120)
RECORD = {
    "settings": Settings(content_layers="conv4_1", style_layers="conv1_1 conv2_1=2").as_dict(),
    "artwork": {"slug": "a"},
    "loss": {"parts": {"content conv4_1": 1.0, "style conv1_1": 3.0}},
}


def test_a_reconstruction_asks_one_layer_and_nothing_else():
    for piece in explorer.content_pieces(PICTURE):
        settings = piece.job.settings
        assert settings.content_layers == piece.title
        assert settings.style_weight == settings.luminance_weight == 0
        assert settings.init == "noise"
        assert not settings.palette_target


def test_deeper_layers_are_helped_by_more_smoothness():
    weights = [each.job.settings.tv_weight for each in explorer.content_pieces(PICTURE)]
    assert weights == sorted(weights)


def test_textures_come_from_sets_that_grow_by_one_layer():
    sets = [
        list(layer_weights(each.job.settings.style_layers))
        for each in explorer.texture_pieces(PICTURE)
    ]
    assert sets == [list(explorer.LAYERS[:count]) for count in range(1, 6)]
    assert {each.job.settings.content_weight for each in explorer.texture_pieces(PICTURE)} == {0}


def test_both_rows_fill_side_by_side():
    kinds = [piece.key.split()[0] for piece in explorer.figure_pieces(PICTURE)]
    assert kinds == ["content", "texture"] * 5


def test_size_steps_and_seed_are_the_callers():
    base = explorer.base_settings(long_edge_px=96, steps=7, seed=5)
    settings = explorer.content_pieces(PICTURE, ["conv3_2"], base)[0].job.settings
    assert (settings.long_edge_px, settings.steps, settings.seed) == (96, 7, 5)
    assert len(plan_scales(settings, 90, 120)) == 1


def test_a_layer_that_no_network_has_is_refused():
    with pytest.raises(SettingsError, match="relu9_1"):
        explorer.content_pieces(PICTURE, ["relu9_1"])


def test_each_layer_is_left_out_once_and_only_that_one():
    pieces = explorer.without_pieces(PICTURE, PICTURE, RECORD)
    assert [each.key for each in pieces] == [
        "without nothing",
        "without style conv1_1",
        "without style conv2_1",
        "without content conv4_1",
    ]
    whole, first, second, last = (each.job.settings for each in pieces)
    assert layer_weights(whole.style_layers) == {"conv1_1": 1, "conv2_1": 2}
    assert layer_weights(first.style_layers) == {"conv2_1": 2}
    assert layer_weights(second.style_layers) == {"conv1_1": 1}
    assert last.content_weight == 0
    assert last.style_layers == whole.style_layers


def test_what_is_left_out_is_painted_small():
    pieces = explorer.without_pieces(PICTURE, PICTURE, RECORD)
    assert {each.job.settings.long_edge_px for each in pieces} == {explorer.WITHOUT_EDGE_PX}


def test_the_parts_of_a_loss_are_shares_of_one():
    assert explorer.parts_by_layer(RECORD) == [("content conv4_1", 0.25), ("style conv1_1", 0.75)]
    with pytest.raises(InputError, match="Paint the picture anew"):
        explorer.parts_by_layer({})


def test_a_record_without_settings_is_refused_in_a_sentence():
    with pytest.raises(SettingsError, match="no settings"):
        explorer.without_pieces(PICTURE, PICTURE, {})


def test_the_first_layer_keeps_every_pixel_and_the_last_hardly_the_scene():
    photo = resize(open_image(EXAMPLES / "cat.jpg"), 64, 96)
    base = explorer.base_settings(long_edge_px=96, steps=60, network="embedded")
    kept = {}
    for turn in paint_series(
        explorer.content_pieces(photo, ["relu1_1", "relu5_1"], base), paint_here
    ):
        if turn.event.done:
            pair = np.stack([photo.ravel(), turn.event.picture.ravel()])
            kept[turn.piece.title] = np.corrcoef(pair)[0, 1]
    assert kept["relu1_1"] > 0.97
    assert kept["relu5_1"] < 0.75
