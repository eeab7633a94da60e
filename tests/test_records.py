"""Settings refuse what they should, in sentences; errors and records cross process borders."""

import math
import pickle
from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from nst import errors
from nst.errors import SettingsError
from nst.layers import layer_weights, layers_in
from nst.recipes import RECIPES
from nst.records import LateProgress
from nst.runrecord import YOUNGER, settings_from
from nst.settings import Settings

NUMBERS = [each for each in fields(Settings) if "low" in each.metadata]


@pytest.mark.parametrize("each", NUMBERS, ids=lambda each: each.name)
def test_every_number_is_refused_outside_its_range(each):
    for value in (each.metadata["low"] - 1, each.metadata["high"] + 1, math.nan, "1", True):
        with pytest.raises(SettingsError, match=each.name):
            Settings(**{each.name: value})


@pytest.mark.parametrize("each", fields(Settings), ids=lambda each: each.name)
def test_every_setting_tells_a_person_what_it_does(each):
    assert each.metadata["label"]
    assert each.metadata["help"].endswith(".")


def test_unknown_word_lists_the_choices():
    with pytest.raises(SettingsError, match="'gramm'; choose one of: gram, covariance"):
        Settings(style_loss="gramm")


def test_unknown_setting_is_named():
    with pytest.raises(SettingsError, match="strenght"):
        Settings().changed(strenght=1)


def test_settings_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        Settings().strength = 1


def test_layer_weights_are_read_in_order_with_one_as_default():
    assert list(layer_weights("conv3_1=10, relu4_2").items()) == [("conv3_1", 10), ("relu4_2", 1)]


@pytest.mark.parametrize(
    "text", ["", "conv3_9", "conv3_1=-1", "conv3_1=inf", "conv3_1=x", "conv1_1 conv1_1"]
)
def test_layers_that_make_no_sense_are_refused(text):
    with pytest.raises(SettingsError):
        Settings(style_layers=text)


def test_settings_survive_their_record():
    settings = Settings(seed=5, brush=1.5, equalize=False)
    assert settings_from({"settings": settings.as_dict()}) == settings


def test_a_record_is_painted_again_without_what_it_is_too_old_to_name():
    old = Settings(steps=7).as_dict()
    for name in YOUNGER:
        del old[name]
    assert settings_from({"settings": old}) == Settings(steps=7, **YOUNGER)


@pytest.mark.parametrize(("then", "now"), [(0.0, 0.3), (0.4, 0.46), (0.5, 0.5), (0.9, 0.9)])
def test_a_weak_strength_of_the_first_format_means_what_it_meant(then, now):
    settings = Settings(strength=then).as_dict()
    first, second = ({"format": number, "settings": settings} for number in (1, 2))
    assert settings_from(first).strength == pytest.approx(now)
    assert settings_from(second).strength == then


def test_a_layer_beyond_the_end_of_a_shorter_block_becomes_its_last():
    text = "conv1_1 relu3_3=2 relu3_4 conv4_4=3 pool5"
    assert layers_in(text, "vgg19") == text
    assert layer_weights(layers_in(text, "vgg16")) == {
        "conv1_1": 1.0, "relu3_3": 2.0, "conv4_3": 3.0, "pool5": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize("name", RECIPES)
def test_recipe_carries_its_own_name_and_its_source(name):
    recipe = RECIPES[name]
    assert recipe.name == name == recipe.settings.recipe
    assert recipe.source
    assert recipe.choices.endswith(".")


def test_published_recipes_use_the_layers_of_their_sources():
    five = ["conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1"]
    for name in ("gatys-2016", "ahmed", "ng"):
        assert list(layer_weights(RECIPES[name].settings.style_layers)) == five
        assert list(layer_weights(RECIPES[name].settings.content_layers)) == ["conv4_2"]
    jacq = RECIPES["jacq"].settings
    assert list(layer_weights(jacq.style_layers)) == [
        "conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1",
    ]  # fmt: skip
    assert list(layer_weights(jacq.content_layers)) == ["conv2_2"]
    assert (jacq.style_weight, jacq.steps, jacq.optimizer) == (1e6, 300, "lbfgs")


def every_error(kind=errors.NSTError):
    yield kind
    for child in kind.__subclasses__():
        yield from every_error(child)


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_survives_pickling(kind):
    copy = pickle.loads(pickle.dumps(kind("The loss became NaN at step 3.")))
    assert type(copy) is kind
    assert str(copy) == "The loss became NaN at step 3."


def late(make):
    return LateProgress(
        picture=make, step=1, steps=2, scale=1, scales=1, loss=0.5, parts={}, spent_s=0.0,
        left_s=None,
    )  # fmt: skip


def test_a_late_picture_is_made_when_it_is_first_looked_at_and_never_again():
    made = []

    def make():
        made.append(np.full((2, 2, 3), len(made), np.uint8))
        return made[-1]

    progress = late(make)
    assert progress.share == 0.5
    assert not progress.done
    assert made == []
    assert progress.picture is progress.picture
    assert len(made) == 1


def test_a_late_picture_that_is_there_already_is_taken_as_it_is():
    picture = np.zeros((2, 2, 3), np.uint8)
    assert late(picture).picture is picture


def test_a_late_picture_is_made_before_it_crosses_into_another_process():
    found = pickle.loads(pickle.dumps(late(lambda: np.full((2, 2, 3), 9, np.uint8))))
    assert (found.picture == 9).all()
    assert found.loss == 0.5
