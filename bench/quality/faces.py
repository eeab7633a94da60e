"""Finds faces in a photograph with a cascade of local binary patterns (Liao et al. 2007).

The trained cascade is OpenCV's and comes inside scikit-image, which is opened only when a face is
looked for; it sees frontal faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from nst.images import resize, size_at
from nst.records import Picture

LOOK_EDGE_PX = 480
SMALLEST_FACE_PX = 40
SMALLEST_SHARE = 0.6
"""A box under 0.6 of the largest one's edge is taken for a mistake (a badge, a button)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A face as fractions of the picture: top, left, bottom, right."""

    top: float
    left: float
    bottom: float
    right: float

    def rows(self, height: int) -> slice:
        """The rows of the box in a picture of this height."""
        return slice(int(self.top * height), round(self.bottom * height))

    def columns(self, width: int) -> slice:
        """The columns of the box in a picture of this width."""
        return slice(int(self.left * width), round(self.right * width))


def find_faces(photograph: Picture) -> tuple[Box, ...]:
    """The frontal faces in a photograph, uint8 (H, W, 3); none is no error.

    Looked for at 480 px, whatever the size, so that one photograph has one answer. Faces under
    40 px there are not found.
    """
    small = resize(photograph, *size_at(photograph, LOOK_EDGE_PX))
    height, width = small.shape[:2]
    if min(height, width) <= SMALLEST_FACE_PX:
        return ()
    found: list[dict[str, int]] = _cascade().detect_multi_scale(
        img=small,
        scale_factor=1.2,
        step_ratio=1,
        min_size=(SMALLEST_FACE_PX, SMALLEST_FACE_PX),
        max_size=(min(height, width), min(height, width)),
    )
    largest = max((each["width"] for each in found), default=0)
    return tuple(
        Box(
            each["r"] / height,
            each["c"] / width,
            min(1.0, (each["r"] + each["height"]) / height),
            min(1.0, (each["c"] + each["width"]) / width),
        )
        for each in found
        if each["width"] >= SMALLEST_SHARE * largest
    )


@cache
def _cascade() -> Any:
    from skimage.data import lbp_frontal_face_cascade_filename
    from skimage.feature import Cascade

    return Cascade(lbp_frontal_face_cascade_filename())  # type: ignore[no-untyped-call]
