"""The loader is exact: a made-up file whose first layers answer what can be worked out by hand."""

import dataclasses

import pytest
import torch
from safetensors.torch import save_file

from nst.networks import load_network
from nst.weights.networks import NETWORKS

FULL = {network.name: network for network in NETWORKS.values()}
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
RED, GREEN, BLUE, RIGHT, BELOW, EVEN = range(6)
SUM = 1


def known_weights(name):
    """Random but for conv1_1 and conv1_2, which pick colours and neighbours."""
    random = torch.Generator().manual_seed(8)
    tensors = {
        key: 0.05 * torch.randn(shape, generator=random)
        for key, shape in FULL[name].shapes().items()
    }
    first, bias = torch.zeros(64, 3, 3, 3), torch.zeros(64)
    for colour in (RED, GREEN, BLUE):
        first[colour, colour, 1, 1] = 1.0
    first[RIGHT, 0, 1, 2] = 1.0  # red of the neighbour to the right: correlation, not convolution
    first[BELOW, 2, 2, 1] = 1.0  # blue of the neighbour below
    bias[EVEN] = 0.25
    second, offset = torch.zeros(64, 64, 3, 3), torch.zeros(64)
    second[0, EVEN, 1, 1] = 4.0
    second[SUM, RED, 1, 1], second[SUM, BLUE, 1, 1], offset[SUM] = 1.0, -2.0, 0.5
    return tensors | {
        "features.0.weight": first,
        "features.0.bias": bias,
        "features.2.weight": second,
        "features.2.bias": offset,
    }


@pytest.fixture(scope="module", params=["vgg19", "vgg16"])
def network(request, tmp_path_factory):
    # the file has the published width, whatever this folder's conftest has narrowed
    path = tmp_path_factory.mktemp("exact") / "known.safetensors"
    save_file(known_weights(request.param), path)
    with pytest.MonkeyPatch.context() as patch:
        for name, published in FULL.items():
            patch.setitem(NETWORKS, name, dataclasses.replace(published))
        yield load_network(request.param, "max", path).features


@pytest.fixture(scope="module")
def image():
    return torch.rand((1, 3, 20, 30), generator=torch.Generator().manual_seed(9))


def seen(image, colour):
    """One colour as the network is to see it: sRGB in [0, 1], less its mean, by its deviation."""
    return (image[0, colour] - MEAN[colour]) / STD[colour]


def test_colours_stand_in_their_order_with_their_means_and_deviations(network, image):
    found = network(image, ["conv1_1", "relu1_1"])
    for colour in (RED, GREEN, BLUE):
        torch.testing.assert_close(found["conv1_1"][colour], seen(image, colour))
        torch.testing.assert_close(found["relu1_1"][colour], seen(image, colour).clamp(min=0))


def test_kernels_are_laid_as_published_and_the_rim_is_the_mean_colour(network, image):
    found = network(image, ["conv1_1"])["conv1_1"]
    torch.testing.assert_close(found[RIGHT, :, :-1], seen(image, 0)[:, 1:])
    torch.testing.assert_close(found[BELOW, :-1], seen(image, 2)[1:])
    assert float(found[RIGHT, :, -1].abs().max()) == 0
    assert float(found[BELOW, -1].abs().max()) == 0


def test_biases_and_the_second_layer_are_in_their_places(network, image):
    found = network(image, ["conv1_1", "conv1_2"])
    torch.testing.assert_close(found["conv1_1"][EVEN], torch.full((20, 30), 0.25))
    torch.testing.assert_close(found["conv1_2"][0], torch.ones(20, 30))
    expected = seen(image, 0).clamp(min=0) - 2 * seen(image, 2).clamp(min=0) + 0.5
    torch.testing.assert_close(found["conv1_2"][SUM], expected)


def test_the_walk_that_losses_use_sees_the_same(network, image):
    found = network.survey(image, ["conv1_2"], ["conv1_1"])
    torch.testing.assert_close(found.features["conv1_2"], network(image, ["conv1_2"])["conv1_2"])
    mean = found.sums["conv1_1"].moments().mean
    torch.testing.assert_close(mean[RED], seen(image, 0).mean())
    torch.testing.assert_close(mean[EVEN], torch.tensor(0.25))
