"""The surface of a pastiche: its grain, and whether the run failed. Pure numpy on pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.quality.structure import luminance
from nst.colors import to_oklab
from nst.records import Picture

GREY_SHARE = 0.25
"""Chroma or contrast under a quarter of the painting's is called grey."""

SATURATED_SHARE = 0.1
"""Clipped pixels beyond the painting's own and the photograph's own share."""

_TINY = 1e-12


def laplacian_energy(picture: Picture) -> float:
    """Mean squared Laplacian (4 neighbours) of the luminance in [0, 1], edges left out."""
    grey = luminance(picture)
    middle = grey[1:-1, 1:-1]
    around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
    return float(np.square(around - 4 * middle).mean())


def grain(pastiche: Picture, painting: Picture) -> float:
    """Laplacian energy of the pastiche over that of the painting at the same scale.

    0 to infinity; 1 is the painting's own; above it grain, below it blur.
    """
    return laplacian_energy(pastiche) / (laplacian_energy(painting) + _TINY)


@dataclass(frozen=True, slots=True)
class Tone:
    """What a failed picture lacks: mean OKLab chroma, deviation of lightness, clipped share."""

    chroma: float
    contrast: float
    clipped: float


def tone(picture: Picture) -> Tone:
    """The tone of a picture, uint8 (H, W, 3). A pixel is clipped when any channel is 0 or 255."""
    lab = to_oklab(picture / 255.0)
    clipped = ((picture == 0) | (picture == 255)).any(axis=-1)
    return Tone(
        chroma=float(np.hypot(lab[..., 1], lab[..., 2]).mean()),
        contrast=float(lab[..., 0].std()),
        clipped=float(clipped.mean()),
    )


def find_failures(
    pastiche: npt.NDArray[Any], photograph: Picture, painting: Picture
) -> tuple[str, ...]:
    """Which of "non-finite", "grey" and "saturated" a pastiche is; empty when it is none.

    `pastiche` may be float: only then can it be non-finite (`nst.stylize` ends in RunError). Grey:
    chroma or contrast under a quarter of the painting's. Saturated: the share of clipped pixels
    exceeds both the painting's and the photograph's by 0.1.
    """
    if not np.isfinite(pastiche).all():
        return ("non-finite",)
    own, goal, was = tone(pastiche), tone(painting), tone(photograph)
    failures = []
    if own.chroma < GREY_SHARE * goal.chroma or own.contrast < GREY_SHARE * goal.contrast:
        failures.append("grey")
    if own.clipped > max(goal.clipped, was.clipped) + SATURATED_SHARE:
        failures.append("saturated")
    return tuple(failures)
