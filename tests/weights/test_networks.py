"""The published layouts, against torchvision's own networks as oracle."""

from __future__ import annotations

import dataclasses

import pytest
from torchvision.models.vgg import cfgs, make_layers

from nst.weights.networks import NETWORKS

FULL = (64, 128, 256, 512, 512)


@pytest.mark.parametrize(("name", "plan", "last"), [("vgg19", "E", 28), ("vgg16", "D", 24)])
def test_keys_and_shapes_are_those_of_torchvision_up_to_conv5_1(
    name: str, plan: str, last: int
) -> None:
    state = make_layers(cfgs[plan]).state_dict()
    expected = {
        f"features.{key}": tuple(value.shape)
        for key, value in state.items()
        if int(key.split(".")[0]) <= last
    }
    assert dataclasses.replace(NETWORKS[name], widths=FULL).shapes() == expected


def test_vgg19_needs_twelve_million_nine_hundred_thousand_parameters() -> None:
    assert dataclasses.replace(NETWORKS["vgg19"], widths=FULL).parameters() == 12_944_960
