"""Faces: found where they are, and a mask of them that can be written down."""

import numpy as np
import pytest

from nst import faces
from nst.boxes import Box
from nst.faces import REACH, face_mask, find_faces
from nst.images import open_image, resize
from nst.places import EXAMPLES


@pytest.mark.parametrize("height", [512, 1024])
def test_the_astronaut_has_one_face_and_it_lies_where_it_is(height):
    from skimage.data import astronaut

    larger = np.repeat(np.repeat(astronaut(), height // 512, 0), height // 512, 1)
    (box,) = find_faces(larger)
    assert box.top < 0.2 < box.bottom
    assert box.left < 0.43 < box.right
    assert box.width == pytest.approx(box.height)


def test_a_helmet_is_no_face():
    """In the example, a JPEG file of the same picture, a box lies on the helmet, too."""
    assert len(find_faces(open_image(EXAMPLES / "astronaut.jpg"))) == 1


def test_a_face_found_twice_counts_once_and_the_largest_comes_first(monkeypatch):
    hits = [(10, 20, 90), (300, 40, 100), (310, 60, 70), (200, 200, 45), (400, 300, 90)]

    class Cascade:
        def detect_multi_scale(self, **how):
            return [{"c": x, "r": y, "width": edge, "height": edge} for x, y, edge in hits]

    monkeypatch.setattr(faces, "face_cascade", Cascade)
    found = find_faces(np.zeros((960, 960, 3), np.uint8))
    expected = [(300, 40, 400, 140), (10, 20, 100, 110), (400, 300, 480, 390), (200, 200, 245, 245)]
    np.testing.assert_allclose(np.array(found) * 480, expected)


def test_someone_further_back_is_found_beside_a_near_face():
    near = open_image(EXAMPLES / "astronaut.jpg")[40:220, 140:320]
    room = np.full((600, 900, 3), 150, np.uint8)
    room[100:400, 80:380] = resize(near, 300, 300)
    room[200:370, 560:730] = resize(near, 170, 170)
    first, second = find_faces(room)
    assert 0.4 < second.width / first.width < 0.75
    assert first.right < 0.5 < second.left


@pytest.mark.parametrize("name", ["coffee", "cat", "rocket"])
def test_a_cup_a_cat_and_a_rocket_have_no_face(name):
    assert find_faces(open_image(EXAMPLES / f"{name}.jpg")) == ()


def test_a_picture_smaller_than_a_face_has_none():
    assert find_faces(np.zeros((30, 30, 3), np.uint8)) == ()


def test_a_mask_is_one_in_a_face_and_nothing_outside_its_ellipse():
    face = Box(0.42, 0.3, 0.58, 0.7)
    mask = face_mask((face,), 200, 400)
    assert (mask.shape, mask.dtype) == ((200, 400), np.float32)
    assert mask[100, 200] == 1
    assert mask.min() == 0
    rows, columns = np.nonzero(mask)
    reach = [half * share * 1.25 for half, share in zip((40, 32), REACH, strict=True)]
    assert abs(rows - 99.5).max() == pytest.approx(reach[0], abs=1)
    assert abs(columns - 199.5).max() == pytest.approx(reach[1], abs=1)
    np.testing.assert_allclose(mask, mask[::-1], atol=1e-5)
    np.testing.assert_allclose(mask, mask[:, ::-1], atol=1e-5)
    assert ((mask > 0) & (mask < 1)).sum() > 0.3 * (mask == 1).sum(), "its edge is soft"


def test_a_mask_is_half_on_the_ellipse_itself():
    mask = face_mask((Box(0.4, 0.4, 0.6, 0.6),), 1000, 1000)
    assert mask[500, round(500 + 100 * REACH[1])] == pytest.approx(0.5, abs=0.02)
    assert mask[round(500 + 100 * REACH[0]), 500] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(("share", "care"), [(0.1, 1), (0.2, 1), (0.4, 0.5), (0.8, 0.25)])
def test_the_larger_a_face_the_less_care_it_needs(share, care):
    face = Box(0.5 - share / 2, 0.3, 0.5 + share / 2, 0.7)
    for height, width in ((100, 100), (50, 100)):
        assert face_mask((face,), height, width).max() == pytest.approx(care)
    tall = Box(0.5 - share, 0.3, 0.5 + share, 0.7)  # as wide, in a picture half as wide
    assert face_mask((tall,), 100, 50).max() == pytest.approx(care)


def test_masks_of_two_faces_lie_side_by_side_and_do_not_add_up():
    left, right = Box(0.1, 0.2, 0.4, 0.5), Box(0.3, 0.2, 0.6, 0.5)
    both = face_mask((left, right), 120, 120)
    each = [face_mask((face,), 120, 120) for face in (left, right)]
    np.testing.assert_array_equal(both, np.maximum(*each))
    assert not face_mask((), 9, 7).any()
