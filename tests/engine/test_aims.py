"""What a run works towards: the photograph, and more of it where faces are."""

import numpy as np
import pytest
import torch

from nst import aims as aims_module
from nst import transfer
from nst.aims import Aims
from nst.boxes import Box
from nst.faces import face_mask, find_faces
from nst.images import open_image, resize
from nst.places import EXAMPLES
from nst.plan import Scale
from nst.settings import Settings
from nst.transfer import stylize

SHORT = Settings(
    long_edge_px=96, first_scale_px=48, steps=40, style_layers="conv1_1 conv2_1 conv3_1",
    palette_target=False, palette_weight=0.0, init="content",
)  # fmt: skip


def paint(content, style, settings, network, clock, **more):
    *_, last = stylize(content, style, settings, network, clock=clock, **more)
    return last


@pytest.mark.parametrize("tile_px", [None, 64])
def test_a_face_keeps_its_forms_and_the_rest_is_painted_as_before(
    tile_px, style, network, clock, monkeypatch
):
    monkeypatch.setattr(transfer, "plan_tile_px", lambda *args, **more: tile_px)
    photograph = open_image(EXAMPLES / "astronaut.jpg")
    (face,) = find_faces(photograph)
    gaps = []
    for weight in (1.0, 10.0):
        last = paint(photograph, style, SHORT.changed(face_weight=weight), network, clock)
        gap = np.abs(last.picture - resize(photograph, 96, 96).astype(float)).mean(2)
        in_face = gap[face.rows(96), face.columns(96)]
        gaps.append((in_face.mean(), (gap.sum() - in_face.sum()) / (gap.size - in_face.size)))
        assert len(last.result.record["faces"]) == (weight > 1)
    assert gaps[1][0] < 0.75 * gaps[0][0]
    assert gaps[1][1] == pytest.approx(gaps[0][1], rel=0.02)


@pytest.mark.parametrize(
    ("weight", "known", "looked_for", "found"),
    [(2.5, None, 1, 1), (1.0, None, 0, 0), (2.5, (), 0, 0), (2.5, (Box(0, 0, 1, 1),), 0, 1)],
)
def test_faces_are_looked_for_once_and_only_if_need_be(
    weight, known, looked_for, found, style, network, clock, monkeypatch
):
    looks = []

    def look(photograph):
        looks.append(photograph)
        return (Box(0.2, 0.2, 0.6, 0.6),)

    monkeypatch.setattr(aims_module, "find_faces", look)
    settings = SHORT.changed(face_weight=weight, steps=1)
    record = paint(style, style, settings, network, clock, faces=known).result.record
    assert (len(looks), len(record["faces"])) == (looked_for, found)


def test_an_objective_counts_a_face_as_often_as_the_weight_says(content, style, network):
    """Nowhere more than once without a face: then no map is kept at all."""
    scale, face = Scale(48, 64, 1), Box(0.4, 0.4, 0.5, 0.6)
    settings = SHORT.changed(face_weight=4.0, margin=False, content_layers="conv1_1")
    plain, careful = (
        Aims(content, style, settings, network, faces=faces) for faces in ((), (face,))
    )
    assert plain.objective(plain.drawing(scale), scale).stress == {}
    stress = careful.objective(careful.drawing(scale), scale).stress["conv1_1"]
    expected = 1 + 3 * torch.from_numpy(face_mask((face,), 48, 64))[None]
    torch.testing.assert_close(stress, expected)
    assert float(stress.max()) == pytest.approx(4, abs=0.01)
