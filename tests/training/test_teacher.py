"""The teacher is the published network: it names what a photograph shows, and it never changes."""

import importlib.util

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.models._meta import _IMAGENET_CATEGORIES as CLASSES

from training import pictures, teacher


@pytest.fixture(scope="module", params=list(teacher.VERSIONS))
def network(request):
    return teacher.load(request.param)


@pytest.fixture(scope="module")
def photographs():
    return pictures.load_photographs()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("chelsea", {"tabby", "tiger cat", "Egyptian cat"}),
        ("coffee", {"espresso", "cup"}),
        ("china", {"palace", "monastery", "bell cote"}),
    ],
)
def test_the_teacher_sees_what_a_photograph_shows(network, photographs, name, known):
    with torch.no_grad():
        likely = network(square(photographs[name])).topk(3).indices[0].tolist()
    assert CLASSES[likely[0]] in known
    assert len(known & {CLASSES[index] for index in likely}) >= 2


def test_its_maps_have_the_strides_and_channels_that_are_told(network):
    with torch.no_grad():
        maps = network.features(torch.rand(1, 3, 128, 64), network.targets)
    for block, stride, count in zip(
        network.targets, (2, 4, 8, 16, 32), teacher.CHANNELS, strict=True
    ):
        assert tuple(maps[block].shape) == (1, count, 128 // stride, 64 // stride), block


def test_the_maps_imitated_are_the_last_of_their_strides(network):
    deepest = len(network._blocks)
    with torch.no_grad():
        maps = network.features(torch.rand(1, 3, 64, 64), tuple(range(deepest)))
    strides = [64 // maps[block].shape[-1] for block in range(deepest)]
    last = [deepest - 1 - strides[::-1].index(stride) for stride in (4, 8, 16, 32)]
    assert network.targets == (teacher.STEM, *last)


def test_a_map_is_the_same_whatever_else_is_asked_for(network):
    views = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        alone = network.features(views, (4,))[4]
        together = network.features(views, (teacher.STEM, 4, 14, teacher.LAST))[4]
    assert torch.equal(alone, together)


def test_with_stride_two_more_is_padded_after_than_before():
    """TensorFlow's SAME: 3 of 6 px wide windows begin at 0, 2 and 4, not at -1, 1 and 3."""
    conv = teacher.SameConv(1, 1, 3, 2, bias=False)
    with torch.no_grad():
        conv.weight.fill_(1.0)
        sums = conv(torch.arange(6.0).expand(1, 1, 6, 6))
    first, second, third = 0 + 1 + 2, 2 + 3 + 4, 4 + 5
    assert sums[0, 0, 0].tolist() == [3 * first, 3 * second, 3 * third]
    assert sums[0, 0, 2].tolist() == [2 * first, 2 * second, 2 * third]


def test_nothing_in_the_teacher_asks_for_a_gradient(network):
    assert not network.training
    assert not any(weight.requires_grad for weight in network.parameters())


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(FileNotFoundError, match=r"requirements-training\.txt"):
        teacher.load("lite1")


def square(picture):
    """The middle of a photograph as one view of 224 px in [0, 1]."""
    height, width = picture.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    middle = Image.fromarray(picture[top : top + edge, left : left + edge]).resize((224, 224))
    return torch.from_numpy(np.array(middle)).permute(2, 0, 1)[None].float() / 255
