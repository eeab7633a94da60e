"""Style targets: what a painting looks like to the network, at one size.

They depend on the painting, its size, the network and how it looks, and on nothing of the
photograph; so they can be computed once and kept. Keeping them is the subject of
`nst.targets_store`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from nst.losses import STYLE_LOSSES, Statistics
from nst.vgg import VGGFeatures

MARGIN_SHARE = 32
"""A margin is this part of the long edge: about an eighth more to compute."""


@dataclass(frozen=True, slots=True, eq=False)
class StyleTargets:
    """Statistics of a painting by tap, and the squared size of each. Shared: never written to.

    What the statistics are is told by the style loss (see `nst.losses.STYLE_LOSSES`); a size is a
    scalar tensor.
    """

    statistics: Mapping[str, Statistics]
    norms: Mapping[str, Tensor]


@torch.no_grad()
def style_targets(
    network: VGGFeatures, style: Tensor, taps: Iterable[str], style_loss: str, *, margin: bool
) -> StyleTargets:
    """The targets of a painting, float (1, 3, h, w) in [0, 1], any size.

    `style_loss` is a row of `nst.losses.STYLE_LOSSES`.
    """
    taps = list(taps)
    loss = STYLE_LOSSES[style_loss]
    found = look(network, style, taps, margin=margin)
    statistics = {tap: loss.describe(found[tap]) for tap in taps}
    return StyleTargets(statistics, {tap: loss.size(each) for tap, each in statistics.items()})


def look(
    network: VGGFeatures, image: Tensor, taps: Iterable[str], *, margin: bool
) -> dict[str, Tensor]:
    """Features of the image, with a mirrored margin around it if one is wanted.

    The network pads with zeros, which it sees as a frame; a margin keeps that frame outside.
    """
    if margin:
        edge = max(2, max(image.shape[-2:]) // MARGIN_SHARE)
        edge = min(edge, min(image.shape[-2:]) - 1)
        image = functional.pad(image, (edge, edge, edge, edge), mode="reflect")
    found: dict[str, Tensor] = network(image, taps)
    return found
