"""Is this picture the painting that our study was made after?

Says no to another picture, generously yes to another photograph of the same one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nst.images import resize
from nst.records import Picture

MOST_ASPECT_CHANGE = 1.12

# Correlation of 24 × 24 thumbnails, measured for nine studies against 25 reproductions: light
# 0.74 to 1.0 for the right painting (0.56 when 6 % is cropped off), at most 0.23 for another of
# that shape; colour 0.91 to 0.99 for the right one, 0 for a black-and-white scan.
THUMBNAIL_PX = 24
LEAST_LIGHT = 0.5
LEAST_COLOR = 0.3

# A study this near to grey says nothing about colour.
LEAST_CHROMA = 0.02

LUMA = (0.299, 0.587, 0.114)
Values = npt.NDArray[np.float64]


class Likeness(NamedTuple):
    """How far two pictures agree: correlations of light and of colour, and the ratio of shapes."""

    light: float
    color: float
    aspect_change: float


def difference(study: Picture, painting: Picture) -> str | None:
    """What tells the painting, uint8 (H, W, 3), from the study; None if it may well be the one."""
    like = likeness(study, painting)
    if like.aspect_change > MOST_ASPECT_CHANGE:
        return f"its shape differs from our study's by {like.aspect_change - 1:.0%}"
    if like.light < LEAST_LIGHT:
        return f"its light and shade are not those of our study (likeness {like.light:.2f})"
    if like.color < LEAST_COLOR:
        return f"its colours are not those of our study (likeness {like.color:.2f})"
    return None


def likeness(study: Picture, painting: Picture) -> Likeness:
    """Compare two pictures, uint8 (H, W, 3), by their 24 × 24 px thumbnails.

    `light`: correlation of grey values, -1 to 1. `color`: correlation of what R and B differ from
    grey; 1 where the study is nearly grey. `aspect_change`: 1 or more.
    """
    first, second = _thumbnail(study), _thumbnail(painting)
    ratio = (study.shape[1] / study.shape[0]) / (painting.shape[1] / painting.shape[0])
    chroma = [
        (each[..., ::2] - (each @ np.array(LUMA))[..., None]).ravel() for each in (first, second)
    ]
    return Likeness(
        light=_correlation((first @ np.array(LUMA)).ravel(), (second @ np.array(LUMA)).ravel()),
        color=1.0 if np.abs(chroma[0]).mean() < LEAST_CHROMA else _correlation(*chroma),
        aspect_change=max(ratio, 1 / ratio),
    )


def _thumbnail(picture: Picture) -> Values:
    return np.asarray(resize(picture, THUMBNAIL_PX, THUMBNAIL_PX), dtype=np.float64) / 255


def _correlation(first: Values, second: Values) -> float:
    first, second = first - first.mean(), second - second.mean()
    size = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / size if size > 1e-9 else 0.0
