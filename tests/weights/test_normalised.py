"""Unit mean activations: the same network up to each channel's scale, made once for each file."""

import numpy as np
import pytest
import torch

from nst import normalised as module
from nst.networks import load_network, network_for, read_network
from nst.normalised import channel_means, normalised, photographs
from nst.recipes import RECIPES
from nst.settings import Settings
from nst.targets_disk import disk_folder
from nst.vgg import VGGFeatures
from nst.weights import resolve
from nst.weights.networks import NETWORKS
from tests.weights.narrow import narrow_arrays, safetensors

WIDTHS = (8, 8, 16, 16, 16)


@pytest.fixture(scope="module")
def pictures():
    return [picture[:64, :80] for picture in photographs()[:2]]


def built(pooling, tensors):
    return VGGFeatures("vgg19", WIDTHS, pooling, pooling).load(tensors)


@pytest.fixture(scope="module")
def tensors():
    random = torch.Generator().manual_seed(4)
    shapes = VGGFeatures("vgg19", WIDTHS).state_dict()
    drawn = {}
    for key, value in shapes.items():
        if key.startswith("features."):
            spread = (2 / value[0].numel()) ** 0.5 if value.ndim == 4 else 0.1
            drawn[key] = spread * torch.randn(value.shape, generator=random)
    return drawn


@pytest.mark.parametrize("pooling", ["max", "avg"])
def test_every_channel_has_a_mean_of_one_and_the_picture_it_had(pooling, tensors, pictures):
    before = built(pooling, tensors)
    means = channel_means(before, pictures)
    after = built(pooling, normalised(tensors, means))
    for layer, mean in channel_means(after, pictures).items():
        alive = means[layer] > module.NEARLY_DEAD * means[layer].mean()
        assert alive.sum() >= 6
        torch.testing.assert_close(mean[alive], torch.ones_like(mean[alive]), rtol=1e-4, atol=0)
    image = torch.rand((1, 3, 48, 64), generator=torch.Generator().manual_seed(5))
    taps = [name for name in after.names if name.startswith(("relu", "pool"))]
    old, new = before(image, taps), after(image, taps)
    for tap in taps:
        scale = old[tap].mean((1, 2)) / new[tap].mean((1, 2))
        seen = scale.isfinite()
        rebuilt = new[tap][seen] * scale[seen].view(-1, 1, 1)
        torch.testing.assert_close(rebuilt, old[tap][seen], rtol=1e-3, atol=1e-4)


def test_other_pooling_than_the_trained_one_keeps_the_channels_scales(tensors, pictures):
    """What average pooling makes of a normalised network is scaled like what max pooling does."""
    means = channel_means(built("max", tensors), pictures)
    image = torch.rand((1, 3, 48, 64), generator=torch.Generator().manual_seed(6))
    old = VGGFeatures("vgg19", WIDTHS, "avg", "max").load(tensors)(image, ["relu3_1"])["relu3_1"]
    new = VGGFeatures("vgg19", WIDTHS, "avg", "max").load(normalised(tensors, means))
    found = new(image, ["relu3_1"])["relu3_1"]
    mean = means["features.10"].float()
    alive = mean > module.NEARLY_DEAD * mean.mean()
    expected = old[alive] / mean[alive].view(-1, 1, 1)
    torch.testing.assert_close(found[alive], expected, rtol=1e-3, atol=1e-4)


def test_a_dead_channel_gets_its_layers_scale(tensors, pictures):
    dying = {**tensors, "features.2.bias": tensors["features.2.bias"].clone()}
    dying["features.2.bias"][3] = -1e3
    means = channel_means(built("max", dying), pictures)
    changed = normalised(dying, means)
    assert all(bool(each.isfinite().all()) for each in changed.values())
    assert float(changed["features.2.bias"][3]) == pytest.approx(
        -1e3 / float(means["features.2"].mean()), rel=1e-4
    )


@pytest.fixture
def narrow_file(tmp_path):
    path = tmp_path / "model.safetensors"
    needed = {key: narrow_arrays()[key] for key in NETWORKS["vgg19"].shapes()}
    path.write_bytes(safetensors(needed, {"widths": ",".join(map(str, WIDTHS))}))
    return path


def test_means_are_taken_once_for_a_file_and_kept(narrow_file, monkeypatch):
    monkeypatch.setenv("NST_TARGETS_DISK_MB", "1")
    found = resolve(file=narrow_file)
    first = read_network(found, "avg", unit_means=True)
    assert disk_folder().contents().entries == 1
    monkeypatch.setattr(module, "channel_means", None)
    again = read_network(found, "avg", unit_means=True)
    for key, value in first.features.state_dict().items():
        assert torch.equal(value, again.features.state_dict()[key])
    assert first.card["normalised"] == "unit mean activations"


def test_only_conventions_that_need_it_get_a_normalised_network(narrow_file):
    cards = {name: network_for(each.settings, narrow_file).card for name, each in RECIPES.items()}
    normalised = {name for name, card in cards.items() if "normalised" in card}
    assert normalised == {"gallery", "gatys-2016"}


def test_our_recipe_sees_the_same_whatever_scale_the_channels_have(tmp_path, tensors):
    plain = {  # so mild that no channel is nearly dead, which would be left alone
        key: value + 1 if key.endswith("bias") else 0.3 * value for key, value in tensors.items()
    }
    rng = np.random.default_rng(5)
    scaled, carried = {}, np.ones(3)
    for at in sorted({int(key.split(".")[1]) for key in plain}):
        weight, bias = (plain[f"features.{at}.{kind}"].numpy() for kind in ("weight", "bias"))
        scale = np.exp(rng.uniform(-1, 1, len(weight)))
        within = scale[:, None, None, None] / carried[:, None, None]
        scaled[f"features.{at}.weight"] = (weight * within).astype(np.float32)
        scaled[f"features.{at}.bias"] = (bias * scale).astype(np.float32)
        carried = scale
    picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    taps = ("relu1_1", "relu2_1", "relu3_1", "relu4_1")
    seen = []
    for name, arrays in (("plain", plain), ("scaled", scaled)):
        path = tmp_path / f"{name}.safetensors"
        held = {key: np.asarray(value) for key, value in arrays.items()}
        path.write_bytes(safetensors(held, {"widths": ",".join(map(str, WIDTHS))}))
        seen.append(network_for(Settings(), path).features(picture, taps))
    for tap in taps:
        error = (seen[0][tap] - seen[1][tap]).abs().max() / seen[0][tap].abs().max()
        assert float(error) < 1e-4, tap


def test_our_own_network_is_left_as_training_normalised_it(monkeypatch):
    monkeypatch.undo()
    plain = load_network("embedded", "avg")
    asked = load_network("embedded", "avg", unit_means=True)
    for key, value in plain.features.state_dict().items():
        assert torch.equal(value, asked.features.state_dict()[key])
    means = channel_means(asked.features, photographs())
    overall = torch.stack([mean.median() for mean in means.values()])
    assert float(overall.min()) > 0.5
    assert float(overall.max()) < 2
