"""Subjects, settings, job hashes and kept pictures: what is painted, and what is not again."""

import dataclasses

import numpy as np
import pytest
import torch
from PIL import Image

from bench.quality import paint as paint_module
from bench.quality.paint import job_hash, open_network, paint, random_network
from bench.quality.subjects import (
    ALIASES,
    FIRST_TRY,
    Subject,
    first_try,
    paintings,
    parse_settings,
    photographs,
    settings_for,
)
from nst.errors import GalleryError, SettingsError
from nst.places import STYLES
from nst.plan import plan_scales
from nst.recipes import RECIPES
from nst.settings import Settings
from nst.vgg import VGGFeatures
from tests.pictures import textured

SHORT = Settings(long_edge_px=64, first_scale_px=64, steps=2)


@pytest.fixture
def folder(tmp_path):
    for name in ("starry-night.jpg", "starry_night.png", "stranger.webp", "notes.txt"):
        path = tmp_path / name
        if path.suffix == ".txt":
            path.write_text("no picture")
        else:
            Image.fromarray(textured(len(name), 40, 48)).save(path)
    return tmp_path


def test_photographs_are_the_pictures_of_a_folder_by_name(folder):
    assert [each.name for each in photographs(folder)] == [
        "starry-night", "starry_night", "stranger",
    ]  # fmt: skip
    assert [each.name for each in photographs(folder, ["stranger"])] == ["stranger"]


def test_a_folder_without_pictures_is_named(tmp_path):
    with pytest.raises(GalleryError, match=tmp_path.name):
        photographs(tmp_path)


def test_every_alias_leads_to_an_artwork():
    slugs = {path.parent.name for path in STYLES.glob("*/artwork.toml")}
    assert set(ALIASES.values()) <= slugs


def test_a_painting_by_slug_or_alias_has_its_artworks_settings(folder):
    by_slug, by_alias, stranger = paintings(folder, STYLES)
    (artwork,) = paintings(None, STYLES, ["starry-night"])
    assert by_slug.settings == by_alias.settings == artwork.settings
    assert artwork.settings
    assert stranger.settings == {}


def test_an_artworks_settings_belong_to_the_gallery_recipe_alone(tmp_path):
    painting = Subject("one", tmp_path, {"brush": 1.75})
    assert settings_for("gallery", painting, 256, {}).brush == 1.75
    for name in (*(name for name in RECIPES if name != "gallery"), FIRST_TRY):
        assert settings_for(name, painting, 256, {}).brush == 1.0


def test_settings_asked_for_win(tmp_path):
    painting = Subject("one", tmp_path, {"brush": 1.75})
    found = settings_for("gallery", painting, 256, {"brush": 0.5}, seed=3)
    assert (found.brush, found.seed, found.long_edge_px) == (0.5, 3, 256)


def test_an_unknown_recipe_lists_those_that_exist(tmp_path):
    with pytest.raises(SettingsError, match="gatys-2016"):
        settings_for("gatys", Subject("one", tmp_path), 256, {})


def test_the_first_try_has_three_scales_of_120_78_and_51_steps():
    for edge in (384, 448):
        scales = plan_scales(first_try(edge), edge, edge)
        assert [scale.steps for scale in scales] == [120, 78, 51]
        assert scales[0].height == pytest.approx(128, abs=2)


def test_words_become_settings_of_the_right_kind():
    found = parse_settings(["strength=0.7", "steps=3", "margin=false", "init=noise"])
    assert found == {"strength": 0.7, "steps": 3, "margin": False, "init": "noise"}


@pytest.mark.parametrize("word", ["strength", "force=1", "steps=many"])
def test_words_that_set_nothing_are_refused(word):
    with pytest.raises(SettingsError, match=r"many|sets nothing"):
        parse_settings([word])


def test_a_job_hash_tells_pictures_settings_and_networks_apart(network, photo, style):
    other = dataclasses.replace(network, card={**network.card, "sha256": "1" * 64})
    hashes = {
        job_hash(photo, style, SHORT, network),
        job_hash(style, photo, SHORT, network),
        job_hash(photo, style, SHORT.changed(seed=1), network),
        job_hash(photo, style, SHORT, other),
    }
    assert len(hashes) == 4


def test_the_same_job_is_painted_once(network, photo, style, tmp_path, monkeypatch):
    first = paint(photo, style, SHORT, network, tmp_path / "one")

    def refuse(*args, **named):
        raise AssertionError("painted again")

    monkeypatch.setattr(paint_module, "stylize", refuse)
    second = paint(photo, style, SHORT, network, tmp_path / "one")
    assert first.again
    assert not second.again
    assert np.array_equal(first.picture, second.picture)
    assert second.seconds == pytest.approx(first.seconds, abs=1e-3)
    with pytest.raises(AssertionError, match="painted again"):
        paint(photo, style, SHORT.changed(seed=1), network, tmp_path / "one")


def test_a_picture_of_an_older_engine_is_told_and_painted_again_if_asked(
    network, photo, style, tmp_path, monkeypatch
):
    kept = tmp_path / "one"
    paint(photo, style, SHORT, network, kept)
    monkeypatch.setattr(paint_module, "engine_hash", lambda: "changed")
    assert paint(photo, style, SHORT, network, kept).engine_changed
    assert paint(photo, style, SHORT, network, kept, fresh=True).again


def test_a_picture_cut_off_while_it_was_written_is_painted_again(network, photo, style, tmp_path):
    paint(photo, style, SHORT, network, tmp_path / "one")
    file = tmp_path / "one.png"
    file.write_bytes(file.read_bytes()[:50])
    assert paint(photo, style, SHORT, network, tmp_path / "one").again


def test_a_run_that_breaks_is_kept_as_a_failure(photo, style, tmp_path, network):
    features = VGGFeatures("vgg19", (4, 4, 6, 6, 6), pooling="avg", trained_with="avg")
    features.features[0].weight.fill_(float("nan"))
    broken = dataclasses.replace(network, features=features)
    for loss in ("covariance", "wasserstein"):
        for again in (True, False):
            settings = SHORT.changed(style_loss=loss)
            found = paint(photo, style, settings, broken, tmp_path / loss)
            assert found.picture is None
            assert found.failure
            assert found.again is again


def test_the_memory_of_a_run_is_at_least_what_is_resident_now(network, photo, style, tmp_path):
    found = paint(photo, style, SHORT, network, tmp_path / "one")
    assert 50 < found.peak_mb < 100_000


def test_random_weights_have_the_variance_of_he_and_leave_chance_alone(network):
    like = VGGFeatures("vgg19", (16, 32, 64, 128, 128), pooling="avg", trained_with="avg")
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    found = random_network(like, "avg")
    assert torch.equal(torch.rand(3), expected)
    weight = found.features.features[found.features.names.index("conv4_2")].weight
    assert float(weight.var()) == pytest.approx(2 / (9 * 128), rel=0.02)
    assert found.features.widths == like.widths


def test_a_network_is_opened_by_name_by_file_or_at_random():
    from bench.quality.closure import JUDGES

    assert open_network("embedded", Settings()).card["name"] == "embedded"
    for path, sha256 in JUDGES.items():
        assert open_network(str(path), Settings()).card["sha256"] == sha256
    assert open_network("random", Settings()).card["name"] == "random"
    shaped = open_network(f"random:{next(iter(JUDGES))}", Settings())
    assert shaped.features.widths == (16, 32, 64, 128, 128)
