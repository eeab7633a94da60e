"""A tiny network, tiny pictures and a clock that counts: the engine's whole world in a test."""

import itertools

import numpy as np
import pytest
import torch

from nst.networks import Network
from nst.vgg import VGGFeatures


@pytest.fixture(scope="session")
def network():
    torch.manual_seed(0)
    features = VGGFeatures("vgg19", (4, 4, 6, 6, 6), pooling="avg", trained_with="avg")
    card = {"name": "tiny", "label": "Painted by a tiny network.", "sha256": "0" * 64}
    return Network(features, card, torch.device("cpu"))


@pytest.fixture
def clock():
    ticks = itertools.count()
    return lambda: float(next(ticks))


def picture(height, width, seed):
    """Smooth coloured blobs, so that there is something to keep and something to take."""
    draw = np.random.default_rng(seed)
    coarse = draw.random((4, 4, 3))
    rows = np.linspace(0, 3.999, height).astype(int)
    columns = np.linspace(0, 3.999, width).astype(int)
    return (coarse[rows][:, columns] * 255).astype(np.uint8)


@pytest.fixture
def content():
    return picture(48, 64, 1)


@pytest.fixture
def style():
    return picture(60, 50, 2)
