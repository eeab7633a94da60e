"""What the page says of a photograph that was just given."""

import numpy as np
import pytest

from nst.images import open_image, resize
from nst.places import EXAMPLES
from nst.ui.photograph import photograph_values


def astronaut(edge_px, around_px):
    """The example at `edge_px`, amid grey."""
    small = resize(open_image(EXAMPLES / "astronaut.jpg"), edge_px, edge_px)
    return np.pad(small, ((around_px, around_px), (around_px, around_px), (0, 0)), "edge")


@pytest.mark.parametrize(
    ("photograph", "remark"),
    [
        (astronaut(512, 0), ""),
        (np.full((400, 600, 3), 128, np.uint8), ""),
        (
            astronaut(200, 0),
            "This photograph is only 200 × 200 px; a larger one keeps more detail.",
        ),
    ],
)
def test_a_photograph_is_remarked_upon_only_if_it_serves(photograph, remark):
    assert photograph_values(photograph)["remark"] == remark


@pytest.mark.parametrize("cut_px", [0, 56])
def test_a_small_face_is_told_the_size_that_keeps_it(cut_px):
    """The face is 0.177 of 280 px wide in a photograph of 512 px: 50 px, found in steps of 1.2."""
    remark = photograph_values(astronaut(280, 116)[:, cut_px : 512 - cut_px])["remark"]
    face_px, edge_px, wanted_px = (
        int(word) for word in remark.replace(";", "").split() if word.isdigit()
    )
    assert face_px == pytest.approx(50, rel=0.2)
    assert edge_px == 512
    assert 64 <= face_px * wanted_px / 512 <= 75
    assert wanted_px % 64 == 0
