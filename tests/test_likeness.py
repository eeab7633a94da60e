"""Whether two pictures show the same painting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from nst.likeness import difference, likeness


def landscape(seed: int = 0, height: int = 300, width: int = 400) -> Any:
    """A blurred random picture, uint8 (height, width, 3): the same at any size for a seed."""
    coarse = np.random.default_rng(seed).integers(0, 256, (5, 6, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


def test_a_picture_is_perfectly_like_itself() -> None:
    like = likeness(landscape(), landscape())
    assert tuple(like) == pytest.approx((1.0, 1.0, 1.0))


def test_the_negative_of_a_picture_is_its_opposite() -> None:
    assert likeness(landscape(), 255 - landscape()).light == pytest.approx(-1.0, abs=1e-3)


def test_a_grey_study_does_not_judge_colour() -> None:
    grey = np.repeat(landscape()[..., :1], 3, axis=2)
    assert likeness(grey, landscape()).color == 1.0


@pytest.mark.parametrize(
    "photograph",
    [
        landscape(0, 600, 800),
        landscape(0, 300, 440),
        landscape()[12:-12, 16:-16],
        (255 * (landscape() / 255) ** 1.6).astype(np.uint8),
        (landscape() * np.array([1.0, 0.95, 0.75])).astype(np.uint8),
    ],
    ids=["larger", "ten per cent wider", "cropped", "darker", "under yellow varnish"],
)
def test_another_photograph_of_the_same_painting_is_accepted(photograph: Any) -> None:
    assert difference(landscape(), photograph) is None


@pytest.mark.parametrize("seed", range(1, 9))
def test_another_painting_is_not(seed: int) -> None:
    assert difference(landscape(), landscape(seed)) is not None
