"""A tiny network, and pictures with texture, for what looks at pictures."""

import pytest
import torch

from nst.networks import Network
from nst.vgg import VGGFeatures
from tests.pictures import textured


@pytest.fixture(scope="session")
def network():
    torch.manual_seed(0)
    features = VGGFeatures("vgg19", (4, 4, 6, 6, 6), pooling="avg", trained_with="avg")
    card = {"name": "tiny", "label": "Painted by a tiny network.", "sha256": "0" * 64}
    return Network(features, card, torch.device("cpu"))


@pytest.fixture
def photo():
    return textured(1, cell=12)


@pytest.fixture
def style():
    return textured(2, cell=3)
