"""The face finder, against scikit-image's run of the same cascade and its labelled faces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skimage
from skimage.feature import Cascade

from nst.images import open_image, resize
from nst.places import EXAMPLES
from nst.records import Picture
from nst.rooms.boxes import Box
from nst.rooms.faces import find_faces
from tests.conftest import stripes

LABELLED = Path(skimage.__file__).parent / "data" / "lfw_subset.npy"


def in_a_room(face: Picture) -> Picture:
    room = np.full((130, 130, 3), 128, np.uint8)
    room[15:115, 15:115] = resize(face, 100, 100)
    return room


def labelled(first: int) -> list[Picture]:
    """Twelve of the labelled pictures, 25 px: faces from 0, none from 100."""
    grey = np.load(LABELLED)[first : first + 12].clip(0, 1)
    return [np.repeat((each * 255).astype(np.uint8)[..., None], 3, axis=2) for each in grey]


def test_the_face_of_the_astronaut_is_where_scikit_image_finds_it() -> None:
    picture = open_image(EXAMPLES / "astronaut.jpg")
    with (
        Path(skimage.__file__)
        .parent.joinpath("data/lbpcascade_frontalface_opencv.xml")
        .open() as file
    ):
        oracle = Cascade(file).detect_multi_scale(picture, 1.2, 1, (80, 80), (120, 120))
    height, width = picture.shape[:2]
    found = find_faces(picture)[0]
    overlaps = [
        Box(f["c"] / width, f["r"] / height, (f["c"] + f["width"]) / width,
            (f["r"] + f["height"]) / height).overlap(found) / found.area
        for f in oracle
    ]  # fmt: skip
    assert max(overlaps) > 0.7


def test_most_labelled_faces_are_found() -> None:
    assert sum(bool(find_faces(in_a_room(face))) for face in labelled(0)) >= 8


def test_what_is_no_face_is_not_taken_for_one() -> None:
    assert sum(bool(find_faces(in_a_room(patch))) for patch in labelled(100)) == 0


@pytest.mark.parametrize("size", [(32, 32), (32, 200), (400, 60)])
def test_stripes_of_any_shape_have_no_face(size: tuple[int, int]) -> None:
    assert find_faces(stripes(*size)) == ()
