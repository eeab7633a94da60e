"""The painting's palette as a loss: which colours a canvas holds, and how much of each.

Means and covariances of features leave open whether a painting is red and white or pink all over;
the sorted colours do not. Knows canvases only: no network, no settings.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from nst.repaint import PALETTE_EDGE_PX

DIRECTIONS = 16
"""Lines through RGB onto which the colours are projected."""

LEAST_VARIANCE = (8 / 255) ** 2
"""Of levels in [0, 1]. Errors count as shares of a variance. A picture that varies less, such as
a white wall, is taken to vary this much, or its errors would drown everything else."""


class Palette:
    """The colours of one painting, and how far those of a canvas are from them."""

    def __init__(self, painting: Tensor) -> None:
        """`painting`: float (1, 3, h, w) in [0, 1], of any size."""
        self.lines = _spread_lines(DIRECTIONS).to(painting)
        self.sorted = self._projected(painting).sort(dim=1).values
        self.spread = self.sorted.var(dim=1, correction=0).mean().clamp(min=LEAST_VARIANCE)

    def __call__(self, canvas: Tensor) -> Tensor:
        """Sliced squared 2-Wasserstein distance of the colours, over the painting's variance.

        `canvas`: float (1, 3, H, W) in [0, 1]. 0 when every colour has the painting's share, about
        1 for a canvas of the painting's mean colour alone. In one dimension the best transport
        joins equal ranks (Rabin et al. 2011), so sorting is all it takes; the directions are
        fixed, so that the same canvas always has the same loss.
        """
        found = self._projected(canvas)
        levels = functional.interpolate(
            self.sorted[None], found.shape[1], mode="linear", align_corners=False
        )[0]
        wanted = torch.empty_like(levels).scatter_(1, _order(found.detach()), levels)
        return functional.mse_loss(found, wanted) / self.spread

    def _projected(self, canvas: Tensor) -> Tensor:
        """Averaged colours along each direction, (DIRECTIONS, colours)."""
        width = max(1, round(max(canvas.shape[-2:]) / PALETTE_EDGE_PX))
        averaged = functional.avg_pool2d(canvas, min(width, *canvas.shape[-2:]))
        return self.lines @ averaged[0].flatten(1)


def _order(values: Tensor) -> Tensor:
    """Where each row, (rows, count), has its least value, its second least, …"""
    if values.device.type == "cpu":
        # numpy sorts with the processor's wide registers, torch takes five times as long
        return torch.from_numpy(np.argsort(values.numpy(), axis=1))
    return values.argsort(dim=1)


def _spread_lines(count: int) -> Tensor:
    """Unit vectors (count, 3), spread evenly over half a sphere along a golden spiral."""
    at = torch.arange(count, dtype=torch.float64) + 0.5
    height, turn = at / count, math.pi * (1 + math.sqrt(5)) * at
    radius = (1 - height.square()).sqrt()
    return torch.stack([radius * turn.cos(), radius * turn.sin(), height], dim=1)
