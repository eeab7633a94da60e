"""The teacher is the published network: it names what a photograph shows, and it never changes."""

import importlib.util

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision.models._meta import _IMAGENET_CATEGORIES as CLASSES

from training import pictures, teacher


@pytest.fixture(scope="module")
def network():
    return teacher.load()


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
    wanted = {teacher.STEM: 2, 0: 2, 2: 4, 4: 8, 10: 16, 15: 32}
    with torch.no_grad():
        maps = network.features(torch.rand(1, 3, 128, 64), tuple(wanted))
    for block, stride in wanted.items():
        shape = (1, teacher.channels(block), 128 // stride, 64 // stride)
        assert tuple(maps[block].shape) == shape, block


def test_a_map_is_the_same_whatever_else_is_asked_for(network):
    views = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        alone = network.features(views, (4,))[4]
        together = network.features(views, (teacher.STEM, 4, 15, teacher.LAST))[4]
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
        teacher.load()


def square(picture):
    """The middle of a photograph as one view of 224 px in [0, 1]."""
    height, width = picture.shape[:2]
    edge = min(height, width)
    top, left = (height - edge) // 2, (width - edge) // 2
    middle = Image.fromarray(picture[top : top + edge, left : left + edge]).resize((224, 224))
    return torch.from_numpy(np.array(middle)).permute(2, 0, 1)[None].float() / 255
