"""Palette: how far the colours of two pictures are apart, wherever in the picture they lie.

Sliced 1-Wasserstein distance (Rabin et al. 2011) in OKLab, in which equal distances look about
equally large.
"""

from __future__ import annotations

import numpy as np

from nst.colors import Floats, to_oklab
from nst.records import Picture

PROJECTIONS = 64
LEVELS = 2048
"""Each projection is compared at this many evenly spaced quantiles."""

_TINY = 1e-12


def directions(count: int = PROJECTIONS, seed: int = 0) -> Floats:
    """`count` unit vectors, (3, count), evenly random over the sphere."""
    drawn = np.random.default_rng(seed).normal(size=(3, count))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=0))


def palette_distance(one: Picture, other: Picture) -> float:
    """Sliced 1-Wasserstein distance of two pictures' colours, 0 to about 1; 0 is the same palette.

    Along each of 64 directions the colours are sorted and compared quantile by quantile, which is
    exact in one dimension; the directions are averaged. Pictures are uint8 (H, W, 3), of any size.
    """
    axes = directions()
    return float(np.abs(_quantiles(one, axes) - _quantiles(other, axes)).mean())


def _quantiles(picture: Picture, axes: Floats) -> Floats:
    """The colours' sorted projections at `LEVELS` mid-levels, (LEVELS, projections)."""
    colors = to_oklab(picture.reshape(-1, 3) / 255.0)
    ordered = np.sort(colors @ axes, axis=0)
    at = ((np.arange(LEVELS) + 0.5) / LEVELS * len(ordered)).astype(int)
    return np.asarray(ordered[at])


def palette_share(pastiche: Picture, photograph: Picture, painting: Picture) -> float:
    """The pastiche's palette distance to the painting over the photograph's; 0 is best, 1 none.

    A photograph that already has the painting's palette leaves nothing to compare: then any
    number may come out, and the distance itself is what to read.
    """
    return palette_distance(pastiche, painting) / (palette_distance(photograph, painting) + _TINY)
