"""The objective of one scale: its targets, and the weighted total that the optimiser lowers.

Knows settings, features and losses; nothing of optimisers, scales to come or pictures' files.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from nst.layers import layer_weights
from nst.losses import (
    STYLE_LOSSES,
    coarse_colors,
    coarse_luminance,
    squared_error,
    total_variation,
)
from nst.moments import Moments, Sums, variance
from nst.palette import LEAST_VARIANCE, Palette
from nst.precision import walk_dtype
from nst.settings import Settings
from nst.survey import Survey, window_at
from nst.targets import StyleTargets, inside_margin, style_targets, with_margin
from nst.vgg import VGGFeatures

WEAKER_DECADES, STRONGER_DECADES = 2.5, 1.0
"""Strength 0 takes this many powers of ten off the recipe's own style weight, which is at 0.5, and
strength 1 adds so many. Between them structure falls evenly (`python -m bench fronts`)."""

MOST_EQUALIZING = 8.0
"""No layer is made more than this many times stronger or weaker by gradient equalisation."""

SAMPLE_EDGE_PX = 1024
"""Of larger canvases a part of this edge stands for all where layers' pulls are measured."""

LEAST_FEATURE_VARIANCE = 1e-2
"""Of a layer whose mean activation is about 1: less has only a photograph of nothing."""

_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Convention:
    """How a source divides its losses.

    `content` takes (mean squared error, variance of the target); `style` takes (squared distance
    of statistics, squared norm of the target, channels, positions) with Gram matrices divided by
    positions, as in `nst.losses`.
    """

    content: Callable[[Tensor, Tensor], Tensor]
    style: Callable[[Tensor, Tensor, int, int], Tensor]
    normalise_layers: bool = False


CONVENTIONS = {
    # Both losses as shares of the target, layer weights normalised to sum 1: one number means the
    # same for every painting, photograph, size and network.
    "balanced": Convention(
        content=lambda error, variance: error / variance.clamp(min=LEAST_FEATURE_VARIANCE),
        style=lambda distance, norm, channels, positions: distance / (norm + _TINY),
        normalise_layers=True,
    ),
    # The authors' own PyTorch code: both mean squared errors. Differs from Gatys et al. 2016
    # eqs. 1 and 4 (½ Σ and 1/4N²M² Σ), whose ratio depends on the size of the picture.
    "gatys": Convention(
        content=lambda error, variance: error,
        style=lambda distance, norm, channels, positions: distance / channels**2,
    ),
    # PyTorch's tutorial divides the Gram matrix by channels and positions, then takes the mean.
    "jacq": Convention(
        content=lambda error, variance: error,
        style=lambda distance, norm, channels, positions: distance / channels**4,
    ),
    # The course: content 1/(4·H·W·C) Σ, style as Gatys et al. 2016 eq. 4.
    "ng": Convention(
        content=lambda error, variance: error / 4,
        style=lambda distance, norm, channels, positions: distance / (4 * channels**2),
    ),
    # The notebook that Ahmed follows: Gram matrices undivided, mean, then divided by C·H·W.
    "ahmed": Convention(
        content=lambda error, variance: error,
        style=lambda distance, norm, channels, positions: (
            distance * positions / (channels**2 * channels)
        ),
    ),
}


def strength_factor(strength: float) -> float:
    """What a strength of 0 to 1 multiplies the style weight by: 10^-2.5 at 0, 1 at 0.5, 10 at 1."""
    decades = STRONGER_DECADES if strength > 0.5 else WEAKER_DECADES
    return float(10 ** (2 * decades * (strength - 0.5)))


class Objective:
    """The loss of a canvas against one photograph and one painting at one scale."""

    def __init__(
        self,
        network: VGGFeatures,
        settings: Settings,
        content: Tensor,
        style: Tensor | StyleTargets,
        *,
        palette: Palette | None = None,
        stress: Tensor | None = None,
        tile_px: int | None = None,
    ) -> None:
        """Compute the targets.

        `content`: float (1, 3, H, W) in [0, 1], the size of the canvas. `style`: float
        (1, 3, h, w) in [0, 1], any size, or its targets where they are known. `palette`: the
        painting's, which then pulls with `palette_weight`; None leaves colours to the layers.
        `stress`: float (1, 1, H, W), how often the photograph counts at each place; None: once.
        With `tile_px` larger pictures are looked at in tiles of about that edge.
        """
        self.network = network
        self.convention = CONVENTIONS[settings.convention]
        self.style_loss = STYLE_LOSSES[settings.style_loss]
        self.content_weights = layer_weights(settings.content_layers)
        self.style_weights = layer_weights(settings.style_layers)
        if self.convention.normalise_layers:
            self.content_weights = _normalised(self.content_weights)
            self.style_weights = _normalised(self.style_weights)
        self.content_weight = settings.content_weight
        self.style_weight = settings.style_weight * strength_factor(settings.strength)
        self.palette, self.palette_weight = palette, settings.palette_weight * self.style_weight
        self.luminance_weight = settings.luminance_weight
        # Hues that only the palette can decide drift: where the target wears the painting's palette
        # its broad colours are kept with its light; the photograph's own are not wanted.
        self.coarse = coarse_colors if settings.palette_target else coarse_luminance
        self.margin = settings.margin
        self.tv_weight = settings.tv_weight
        self.tile_px = tile_px
        self.dtype = walk_dtype(settings.precision, content.device)
        with torch.no_grad():
            self.content_targets = self._look(content, self.content_weights).features
            self.variances = {tap: variance(f[None]) for tap, f in self.content_targets.items()}
            self._counts = self._numbers_counted(content)
            self.luminance_target = self.coarse(content)
            self.stress = {} if stress is None else self._stress_by_tap(stress)
            self._coarse_stress = None if stress is None else functional.avg_pool2d(stress, 4)
        if not isinstance(style, StyleTargets):
            style = style_targets(
                network,
                style,
                self.style_weights,
                settings.style_loss,
                margin=settings.margin,
                dtype=self.dtype,
                tile_px=tile_px,
            )
        self.style_targets, self.norms = style.statistics, style.norms
        # a layer that answers nothing to the painting has nothing of which to be a share
        self.style_weights = {
            tap: weight for tap, weight in self.style_weights.items() if style.norms[tap] > _TINY
        }
        self._distances = {
            tap: self.style_loss.against(target) for tap, target in style.statistics.items()
        }

    def __call__(self, canvas: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """The weighted total and its weighted parts for a canvas, float (1, 3, H, W)."""
        found = self._look(
            canvas,
            sums=self.style_weights,
            targets=self.content_targets,
            stress=self.stress,
        )
        parts = {
            f"content {tap}": self.content_weight * weight * self._content(tap, found)
            for tap, weight in self.content_weights.items()
        }
        for tap, weight in self.style_weights.items():
            loss = self._style(tap, found.sums[tap].moments())
            parts[f"style {tap}"] = self.style_weight * weight * loss
        if self.palette and self.palette_weight:
            parts["palette"] = self.palette_weight * self.palette(canvas)
        if self.luminance_weight:
            error = self._coarse_error(canvas)
            share = error / self.luminance_target.var().clamp(min=LEAST_VARIANCE)
            parts["light and shade"] = self.luminance_weight * share
        if self.tv_weight:
            parts["smoothness"] = self.tv_weight * total_variation(canvas)
        return torch.stack(list(parts.values())).sum(), parts

    @torch.enable_grad()
    def equalize(self, canvas: Tensor) -> None:
        """Reweigh the style layers so that each pulls equally hard on this canvas.

        The length of each layer's gradient is measured once; the sum of the layers' pulls stays
        what it was. What pulls is decided by the whole canvas, how far it reaches by a sample of a
        large one: each layer needs a way back of its own, and only the ratio of lengths matters.
        """
        sample = _sampled(_sampled(canvas.detach(), -1), -2).requires_grad_(True)
        found = whole = self._look(sample, sums=self.style_weights).sums
        if sample.shape != canvas.shape:
            whole = self._look(canvas.detach(), sums=self.style_weights).sums
        pulls: dict[str, float] = {}
        for tap, weight in self.style_weights.items():
            if weight:
                ends, pulled = found[tap][:2], self._pull_on(tap, whole[tap])
                (slope,) = torch.autograd.grad(ends, sample, pulled, retain_graph=True)
                pulls[tap] = float(slope.norm()) + _TINY
        if not pulls:
            return
        middle = math.exp(sum(math.log(pull) for pull in pulls.values()) / len(pulls))
        total = sum(self.style_weights[tap] * pull for tap, pull in pulls.items())
        for tap, pull in pulls.items():
            factor = min(max(middle / pull, 1 / MOST_EQUALIZING), MOST_EQUALIZING)
            self.style_weights[tap] *= factor
        kept = total / sum(self.style_weights[tap] * pull for tap, pull in pulls.items())
        for tap in pulls:
            self.style_weights[tap] *= kept

    def _pull_on(self, tap: str, sums: Sums) -> tuple[Tensor, ...]:
        """The gradient of one style loss with respect to the sums that it is taken of."""
        ends = [part.detach().requires_grad_(True) for part in (sums.first, sums.second)]
        loss = self._style(tap, Sums(ends[0], ends[1], sums.positions).moments())
        return torch.autograd.grad(loss, ends, materialize_grads=True)

    def _look(
        self,
        image: Tensor,
        features: Iterable[str] = (),
        sums: Iterable[str] = (),
        targets: Mapping[str, Tensor] | None = None,
        stress: Mapping[str, Tensor] | None = None,
    ) -> Survey:
        """Features of all that is walked, as targets are; else what the image itself holds."""
        image, window = with_margin(image) if self.margin else (image, None)
        return self.network.survey(
            image,
            features,
            sums,
            targets=targets,
            stress=stress,
            dtype=self.dtype,
            window=None if features else window,
            tile_px=self.tile_px,
        )

    def _numbers_counted(self, image: Tensor) -> dict[str, int]:
        """How many numbers of each content target lie in the image, not in its margin."""
        if not self.margin:
            return {tap: target.numel() for tap, target in self.content_targets.items()}
        window = inside_margin(*image.shape[-2:])
        counts = {}
        for tap, target in self.content_targets.items():
            rows, columns = window_at(self.network.names, tap, window)
            counts[tap] = len(target) * (rows.stop - rows.start) * (columns.stop - columns.start)
        return counts

    def _stress_by_tap(self, stress: Tensor) -> dict[str, Tensor]:
        """How often each position of each content target counts, (1, h, w), margin and all."""
        stress = with_margin(stress)[0] if self.margin else stress
        return {
            tap: functional.adaptive_avg_pool2d(stress[0], (target.shape[-2], target.shape[-1]))
            for tap, target in self.content_targets.items()
        }

    def _coarse_error(self, canvas: Tensor) -> Tensor:
        found = self.coarse(canvas)
        if self._coarse_stress is None:
            return squared_error(found, self.luminance_target)
        return (self._coarse_stress * (found - self.luminance_target).square()).mean()

    def _content(self, tap: str, found: Survey) -> Tensor:
        error = found.distances[tap] / self._counts[tap]
        return self.convention.content(error, self.variances[tap])

    def _style(self, tap: str, moments: Moments) -> Tensor:
        distance = self._distances[tap](self.style_loss.describe(moments))
        channels = len(moments.mean)
        return self.convention.style(distance, self.norms[tap], channels, moments.positions)


def _sampled(canvas: Tensor, dim: int) -> Tensor:
    """A canvas too large along `dim` cut down to two strips, from its first and second half."""
    size, strip = canvas.shape[dim], SAMPLE_EDGE_PX // 2
    if size <= SAMPLE_EDGE_PX:
        return canvas
    starts = (size // 4 - strip // 2, size * 3 // 4 - strip // 2)
    return torch.cat([canvas.narrow(dim, start, strip) for start in starts], dim)


def _normalised(weights: dict[str, float]) -> dict[str, float]:
    total = sum(weights.values()) or 1.0
    return {tap: weight / total for tap, weight in weights.items()}
