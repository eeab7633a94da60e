"""Structure: how much of the photograph's drawing is still in the pastiche.

SSIM (Wang et al. 2004) of the two pictures' luminance gradients, so that colours, light and
contrast may change and lines may not move. scikit-image is opened only when something is measured.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nst.boxes import Box
from nst.records import Picture

Plane = npt.NDArray[np.floating[Any]]

LUMA = (0.299, 0.587, 0.114)
"""Rec. 601, as in the engine's own luminance."""

WINDOW_PX = 7
"""scikit-image's default; figures change by 0.02 or less between 7 and 11 px."""


def luminance(picture: Picture) -> Plane:
    """uint8 (H, W, 3) as grey values (H, W) in [0, 1], Rec. 601 on the coded values."""
    return np.asarray(picture @ np.array(LUMA) / 255)


def gradient(picture: Picture) -> Plane:
    """Length of the luminance gradient at each pixel by the Sobel operator, (H, W), 0 to 1."""
    from skimage.filters import sobel

    return np.asarray(sobel(luminance(picture)))  # type: ignore[no-untyped-call]


def structure_map(pastiche: Picture, photograph: Picture) -> Plane:
    """SSIM of the gradients at each pixel, (H, W), -1 to 1.

    The dynamic range in SSIM's two constants is the photograph's own strongest gradient, so that
    a dull photograph is judged as strictly as a brilliant one. Both pictures have one size.
    """
    from skimage.metrics import structural_similarity

    drawn, found = gradient(photograph), gradient(pastiche)
    _, similarity = structural_similarity(  # type: ignore[no-untyped-call]
        drawn, found, win_size=WINDOW_PX, data_range=max(float(drawn.max()), 1 / 255), full=True
    )
    return np.asarray(similarity)


def structure(similarity: Plane) -> float:
    """The whole picture's figure: the mean of `structure_map` away from the edge."""
    edge = WINDOW_PX // 2
    return float(similarity[edge:-edge, edge:-edge].mean())


def face_structure(similarity: Plane, boxes: tuple[Box, ...]) -> float | None:
    """The mean of `structure_map` over the union of the boxes; None when there is no face."""
    if not boxes:
        return None
    height, width = similarity.shape
    inside = np.zeros((height, width), bool)
    for box in boxes:
        inside[box.rows(height), box.columns(width)] = True
    return float(similarity[inside].mean())
