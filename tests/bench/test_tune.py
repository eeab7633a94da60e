"""Neighbours of a recipe: how a change is written, what it changes, and what its row says."""

import argparse
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from bench import tune
from bench.quality.scores import FIGURES, Scores
from nst.errors import SettingsError
from nst.settings import Settings

NOTHING = Scores(**dict.fromkeys(FIGURES))


def test_values_of_one_setting_are_tried_one_at_a_time():
    assert tune.split(["brush=0.8x,2", "margin=false"]) == ["brush=0.8x", "brush=2", "margin=false"]


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ("brush=1.25x", "brush", 1.5),
        ("brush=0.9", "brush", 0.9),
        ("steps=0.5x", "steps", 20),
        ("equalize=false", "equalize", False),
        ("style_loss=gram", "style_loss", "gram"),
        ("pooling=max", "pooling", "max"),
    ],
)
def test_a_change_multiplies_or_replaces_the_artwork_s_own_value(change, name, value):
    own = Settings(brush=1.2, steps=40, equalize=True)
    assert tune.changed(own, change) == own.changed(**{name: value})


@pytest.mark.parametrize(
    "change", ["brush=9x", "brush=ax", "margin=2x", "style_loss=2x", "nothing=2x", "nothing=2"]
)
def test_a_change_that_cannot_be_is_refused(change):
    with pytest.raises(SettingsError):
        tune.changed(Settings(brush=1.2), change)


@pytest.mark.parametrize("change", tune.split(tune.NEIGHBOURS))
def test_every_neighbour_is_another_recipe(change):
    assert tune.changed(Settings(), change) != Settings()


def test_a_row_is_the_median_of_differences_over_the_pairs_that_have_the_figure():
    usual = [replace(NOTHING, structure=value) for value in (0.4, 0.5, 0.9, None)]
    found = [replace(NOTHING, structure=value) for value in (0.5, 0.45, 0.92, 0.1)]
    moved = tune.moved(usual, found)
    assert moved["structure"] == pytest.approx(0.02)
    assert moved["grain"] is None


def test_the_command_paints_every_pair_with_every_change(tmp_path, styles_folder, capsys):
    photos = tmp_path / "photos"
    photos.mkdir()
    drawn = np.random.default_rng(0).integers(0, 256, (48, 48, 3), np.uint8)
    Image.fromarray(drawn).save(photos / "one.png")
    parser = argparse.ArgumentParser()
    tune.add_command(parser.add_subparsers())
    words = f"tune --photos {photos} --styles {styles_folder} --network embedded --pairs 1"
    words += f" --size 64 --set steps=2 --out {tmp_path} --try style_weight=0.001x"
    figures = tune.measure(parser.parse_args(words.split()))
    assert list(figures["rows"]) == ["as it is", "style_weight=0.001x"]
    assert figures["rows"]["style_weight=0.001x"]["structure"] > 0
    assert "+0." in capsys.readouterr().out
