"""Finds faces in a photograph, so that they can be painted with more care than the rest.

With a cascade of local binary patterns (Liao et al. 2007) that sees frontal faces. The trained one
is OpenCV's and comes inside scikit-image, which is opened only when a face is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from nst.boxes import Box
from nst.images import resize, size_at
from nst.records import Picture

LOOK_EDGE_PX = 480
SMALLEST_FACE_PX = 40
SAME_FACE = 0.5
"""A box of which this share lies in a larger one is the same face, found twice."""

LEAST_HITS = 8
"""A face answers at several places and scales next to each other, a chance pattern at few: at 7 a
space helmet is taken for a face, at 10 two of nine portraits are lost."""

REACH = (1.05, 0.85)
"""Half the height and width of a face's ellipse, as shares of its box's, which is square."""

NEEDY_SHARE = 0.2
"""Faces up to this share of the long edge wide get all the care."""

SOFT_SHARE = 0.5
"""Over this share of its radius an ellipse fades."""


def find_faces(photograph: Picture) -> tuple[Box, ...]:
    """The frontal faces in a photograph, uint8 (H, W, 3), largest first; none is no error.

    Looked for at 480 px, whatever the size, so that one photograph has one answer. Faces under
    40 px there are not found; profiles, animals and most painted faces neither. Takes 0.1 s.
    """
    small = resize(photograph, *size_at(photograph, LOOK_EDGE_PX))
    height, width = small.shape[:2]
    if min(height, width) <= SMALLEST_FACE_PX:
        return ()
    found: list[dict[str, int]] = face_cascade().detect_multi_scale(
        img=small,
        scale_factor=1.2,
        min_neighbor_number=LEAST_HITS,
        step_ratio=1,
        min_size=(SMALLEST_FACE_PX, SMALLEST_FACE_PX),
        max_size=(min(height, width), min(height, width)),
    )
    boxes = [
        Box(x, y, min(x + edge, width), min(y + edge, height))
        for x, y, edge in ((each["c"], each["r"], each["width"]) for each in found)
    ]
    boxes.sort(key=lambda box: -box.width)
    faces: list[Box] = []
    for box in boxes:
        if all(box.overlap(face) <= SAME_FACE * box.area for face in faces):
            faces.append(box)
    return tuple(face.inside(Box(0, 0, width, height)) for face in faces)


def face_mask(faces: Sequence[Box], height: int, width: int) -> npt.NDArray[np.float32]:
    """Where faces in a picture of this size want care: float32 (H, W), 0 where there is none.

    Each is an ellipse about as high as its box, which holds brows to chin, with a soft edge, so
    that no outline of it shows in paint. Inside it is 1, and less the larger the face: one that
    fills a portrait holds out by itself, and shows the brush.
    """
    rows = (np.arange(height, dtype=np.float32)[:, None] + 0.5) / height
    columns = (np.arange(width, dtype=np.float32)[None] + 0.5) / width
    mask = np.zeros((height, width), np.float32)
    for face in faces:
        x, y = face.center
        reach_y, reach_x = face.height / 2 * REACH[0], face.width / 2 * REACH[1]
        around = Box(x - reach_x, y - reach_y, x + reach_x, y + reach_y).grown(SOFT_SHARE / 4)
        part = around.rows(height), around.columns(width)
        away = np.hypot((rows[part[0]] - y) / reach_y, (columns[:, part[1]] - x) / reach_x)
        care = min(1.0, NEEDY_SHARE * max(height, width) / (face.width * width))
        here = care * np.clip((1 - away) / SOFT_SHARE + 0.5, 0, 1)
        mask[part] = np.maximum(mask[part], here)
    return mask


@cache
def face_cascade() -> Any:
    """The trained cascade, read once; it takes about half a second, so a page asks early."""
    from skimage.data import lbp_frontal_face_cascade_filename
    from skimage.feature import Cascade

    return Cascade(lbp_frontal_face_cascade_filename())  # type: ignore[no-untyped-call]
