"""The self-check on first use: a file made to the documented figures passes, others are told."""

import re

import pytest
import torch
from safetensors.torch import save_file

from nst.networks import Network, load_network
from nst.selfcheck import probe, warning
from nst.settings import Settings
from nst.transfer import stylize
from nst.vgg import FULL_WIDTHS, IMAGENET_STD, VGGFeatures
from nst.weights.documented import KERNELS, STATISTICS
from nst.weights.networks import NETWORKS, Published

FULL = {network.name: network for network in NETWORKS.values()}
CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def full_width(monkeypatch):
    """Undo what this folder's conftest narrows."""
    for name in FULL:
        monkeypatch.setitem(NETWORKS, name, FULL[name])


def exactly(drawn, mean, deviation):
    """Numbers of that mean and deviation; in a convolution an eighth of the kernels has the mean.

    A trained network's kernels sum to about nothing, or its deeper layers would fall silent.
    """
    if drawn.ndim == 1:
        return (drawn - drawn.mean()) / drawn.std() * deviation + mean
    drawn = drawn - drawn.mean((1, 2, 3), keepdim=True)
    some = (torch.arange(len(drawn)) % 8 == 7).float().view(-1, 1, 1, 1).expand_as(drawn)
    rest = (deviation**2 - (8 * mean * some).var()).sqrt()
    return drawn / drawn.std() * rest + 8 * mean * some


def made_to_measure(network: Published):
    """Weights that have every documented figure; smooth where a trained network is smooth."""
    random = torch.Generator().manual_seed(1)
    tensors = {}
    for key, shape in network.shapes().items():
        layer, kind = key.rsplit(".", 1)
        drawn = torch.randn(shape, generator=random)
        if key == "features.0.weight":  # colours alike, as trained kernels have them
            drawn = drawn[:, :1] * torch.tensor([1.0, 0.9, 0.7]).view(1, 3, 1, 1) + 0.2 * drawn
        figures = STATISTICS[network.name][layer][kind == "bias"]
        tensors[key] = exactly(drawn, *figures)
    known = KERNELS[network.name]
    first = tensors["features.0.weight"]
    free = [at for at in range(first.shape[0]) if at not in known]
    for at, kernel in known.items():
        first[at] = torch.tensor(kernel).view(3, 3, 3)
    (mean, deviation), _ = STATISTICS[network.name]["features.0"]
    for _ in range(50):  # the free kernels make up for the known ones
        first[free] += mean - first.mean()
        first[free] *= deviation / first.std()
    return tensors


@pytest.fixture(scope="module")
def sound():
    return made_to_measure(FULL["vgg19"])


@pytest.fixture(scope="module")
def full():
    """One network of the published size, into which each test loads its own weights."""
    return VGGFeatures("vgg19", FULL_WIDTHS)


def test_weights_with_every_documented_figure_pass(full, sound):
    assert warning(full.load(sound), "vgg19") is None


def test_vgg16_has_figures_of_its_own():
    tensors = made_to_measure(FULL["vgg16"])
    network = VGGFeatures("vgg16", FULL_WIDTHS).load(tensors)
    assert warning(network, "vgg16") is None
    found = warning(network.load(tensors | {"features.0.bias": torch.zeros(64)}), "vgg16")
    assert "1 of 22 documented" in found


def twice(tensors):
    return {key: 2 * tensor for key, tensor in tensors.items()}


def blue_first(tensors):
    return tensors | {"features.0.weight": tensors["features.0.weight"].flip(1)}


def for_grey_levels(tensors):
    """For pixels from 0 to 255 that nobody divided by their deviation."""
    deviation = 255 * torch.tensor(IMAGENET_STD).view(1, 3, 1, 1)
    return tensors | {"features.0.weight": tensors["features.0.weight"] / deviation}


def shuffled(tensors):
    order = torch.randperm(64, generator=torch.Generator().manual_seed(2))
    return tensors | {"features.0.weight": tensors["features.0.weight"][order]}


def untrained(tensors):
    random = torch.Generator().manual_seed(3)
    drawn = {}
    for key, tensor in tensors.items():
        fan = tensor[0].numel()
        spread = (2 / fan) ** 0.5 if key.endswith(".weight") else 0.0
        drawn[key] = spread * torch.randn(tensor.shape, generator=random)
    return drawn


def unit_means(tensors):
    """A normalised network: the same features, each channel at another scale."""
    scale = torch.linspace(0.2, 3, 64).view(-1, 1, 1, 1)
    return tensors | {
        "features.0.weight": tensors["features.0.weight"] / scale,
        "features.0.bias": tensors["features.0.bias"] / scale.flatten(),
        "features.2.weight": tensors["features.2.weight"] * scale.view(1, -1, 1, 1),
    }


def darker(tensors):
    return tensors | {"features.0.bias": tensors["features.0.bias"] - 0.5}


def one_layer_exchanged(tensors):
    return tensors | {"features.14.weight": 1.5 * tensors["features.14.weight"]}


def dead_deep_down(tensors):
    return tensors | {"features.28.bias": tensors["features.28.bias"] - 1e4}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (twice, "first kernels are 2 times the published ones; .* documented means"),
        (blue_first, "colours are in the order blue, green, red"),
        (for_grey_levels, "expect other pixels .red, green, blue times 0.0171, 0.0175, 0.0174"),
        (shuffled, "first kernels stand in another order"),
        (untrained, "first kernels are others; .* look like noise"),
        (unit_means, "each first kernel is scaled by a number of its own"),
        (one_layer_exchanged, "1 of 26 documented means and deviations differ"),
        (dead_deep_down, "relu5_1 is silent at 100% of its positions"),
        (darker, "conv1_1 answers the mean colour with -0.490 ± 0.497 instead of 0.010 ± 0.497"),
    ],
)
def test_each_wrong_file_is_told_in_one_sentence(change, sentence, full, sound):
    found = warning(full.load(change(sound)), "vgg19")
    assert found is not None
    assert found.startswith("These are not the published weights of VGG-19: ")
    assert re.search(sentence, found), found


def test_pixels_that_are_normalised_otherwise_are_told(full, sound, monkeypatch):
    network = full.load(sound)
    monkeypatch.setattr(network, "mean", torch.zeros_like(network.mean))
    assert "conv1_1 answers the mean colour" in str(warning(network, "vgg19"))


def test_networks_that_nobody_published_are_not_compared(full, sound):
    assert warning(full.load(twice(sound)), "embedded") is None
    assert warning(VGGFeatures("vgg19", (4, 4, 6, 6, 6)), "vgg19") is None


def test_the_probe_is_the_same_picture_everywhere():
    assert float(probe().double().mean()) == pytest.approx(0.50809, abs=1e-4)
    assert probe().shape == (1, 3, 96, 96)


def test_a_named_file_with_other_numbers_is_loaded_and_doubted(sound, tmp_path):
    path = tmp_path / "other.safetensors"
    save_file(twice(sound), path)
    network = load_network("vgg19", "max", path)
    assert "2 times the published" in network.card["warning"]


def test_a_doubtful_network_paints_and_says_so_at_both_ends():
    torch.manual_seed(0)
    features = VGGFeatures("vgg19", (4, 4, 6, 6, 6))
    card = {"name": "vgg19", "label": "L.", "sha256": "0", "warning": "These are not the ones."}
    picture = (torch.rand(48, 48, 3) * 255).byte().numpy()
    settings = Settings(long_edge_px=64, steps=2, style_layers="conv1_1 conv3_1")
    network = Network(features, card, CPU)
    seen = list(stylize(picture, picture, settings, network, clock=lambda: 0.0))
    assert seen[0].note == seen[-1].note == "These are not the ones."
    record = seen[-1].result.record
    assert "These are not the ones." in record["notes"]
    assert record["network"]["warning"] == "These are not the ones."
