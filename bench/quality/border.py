"""Border: whether the edge is painted worse than what lies next to it. Opens torch."""

from __future__ import annotations

import torch
from torch import Tensor

from bench.quality.closure import Eye, mean_and_covariance, style_loss
from nst.records import Picture

BAND_SHARE = 16
"""A band is this part of the long edge wide: 24 px at 384 px."""

TAPS = ("relu2_1", "relu3_1")
"""Textures of some pixels' size; deeper taps see several bands at once."""

_TINY = 1e-12


def border(eye: Eye, pastiche: Picture, painting: Picture) -> float:
    """Style loss of the outermost band over the mean of the two bands inside it.

    0 to infinity; 1 means that the edge is painted like what lies next to it. All three losses
    are against the painting. Bands of one width are compared, and not the whole interior, because
    statistics of few pixels alone lie farther away: against the interior the painting itself
    would score 3.
    """
    target = {tap: mean_and_covariance(each) for tap, each in eye.look(painting, TAPS).items()}
    looked = eye.look(pastiche, TAPS)
    losses = []
    for number in range(3):
        band = {}
        for tap, features in looked.items():
            mask = band_mask(features.shape[1], features.shape[2], number).to(features.device)
            band[tap] = mean_and_covariance(features[:, mask])
        losses.append(style_loss(band, target, TAPS))
    return 2 * losses[0] / (losses[1] + losses[2] + _TINY)


def band_mask(height: int, width: int, number: int) -> Tensor:
    """Boolean (height, width), true in the band of that number counted from the edge, 0 to 2.

    Each is 1/16 of the long edge wide, but at least 1 and at most a seventh of the short edge, so
    that something is left inside the third.
    """
    wide = max(1, min(round(max(height, width) / BAND_SHARE), min(height, width) // 7))
    mask = torch.zeros(height, width, dtype=torch.bool)
    outer, inner = number * wide, (number + 1) * wide
    mask[outer : height - outer, outer : width - outer] = True
    mask[inner : height - inner, inner : width - inner] = False
    return mask
