"""The losses of style transfer as pure functions, and a table of the style losses by name.

They know features only: no network, no weights, no settings.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.linalg import LinAlgError  # type: ignore[attr-defined]
from torch.nn import functional

from nst.errors import RunError
from nst.moments import Moments, moments_of

Statistics = tuple[Tensor, ...]
_TINY = 1e-12
_FLOOR = 1e-8
"""Keeps the slope of a square root finite at 0, as a share of the squared trace."""

_LEAST = 1e-20
"""A trace that nothing real has; without one, nothing could be a share of it."""


def squared_error(features: Tensor, target: Tensor) -> Tensor:
    """Mean squared difference of two equally shaped tensors.

    Gatys et al. 2016 eq. 1 has half the sum; `nst.objective` holds each source's divisor.
    """
    return functional.mse_loss(features, target)


def gram_matrix(features: Tensor) -> Tensor:
    """Gram matrix of one tap, Gatys et al. 2016 eq. 3, divided by H·W (the paper does not).

    `features`: float (C, H, W). Returns (C, C).
    """
    return moments_of(features).product


def mean_and_covariance(features: Tensor) -> Statistics:
    """Channel means (C,) and covariance matrix (C, C) of one tap, float (C, H, W)."""
    return spread_of(moments_of(features))


def spread_of(moments: Moments) -> Statistics:
    """Channel means (C,) and covariance matrix (C, C) from the moments of one tap."""
    mean = moments.mean
    return mean, torch.addr(moments.product, mean, mean, alpha=-1)


def total_variation(canvas: Tensor) -> Tensor:
    """Mean squared difference of neighbours, across and down, of a float (1, 3, H, W) canvas.

    Squared as in Mahendran & Vedaldi 2015 eq. 4 with β = 2.
    """
    value: Tensor = _TotalVariation.apply(canvas)
    return value


class _TotalVariation(torch.autograd.Function):
    """With its slope at once: autograd would hold five more canvases until the way back."""

    @staticmethod
    def forward(ctx: Any, canvas: Tensor) -> Tensor:
        slope = torch.zeros_like(canvas)
        total = canvas.new_zeros(())
        for dim in (-1, -2):
            count = canvas.shape[dim] - 1
            before, after = canvas.narrow(dim, 0, count), canvas.narrow(dim, 1, count)
            step = after - before
            share = 1 / step.numel()
            slope.narrow(dim, 0, count).sub_(step, alpha=2 * share)
            slope.narrow(dim, 1, count).add_(step, alpha=2 * share)
            total += share * step.square_().sum()
        ctx.save_for_backward(slope)
        return total

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, pull: Tensor) -> Tensor:
        (slope,) = ctx.saved_tensors
        found: Tensor = slope * pull
        return found


def coarse_colors(canvas: Tensor) -> Tensor:
    """The colours of a float (1, 3, H, W) canvas, averaged over 4×4 px."""
    return functional.avg_pool2d(canvas, 4)


def coarse_luminance(canvas: Tensor) -> Tensor:
    """Grey values (Rec. 601) of a float (1, 3, H, W) canvas, averaged over 4×4 px."""
    weights = canvas.new_tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)
    return functional.avg_pool2d((canvas * weights).sum(1, keepdim=True), 4)


Distance = Callable[[Statistics], Tensor]


@dataclass(frozen=True, slots=True)
class StyleLoss:
    """A way to compare textures: what is kept of features, and how far two of those are apart.

    `describe` turns the moments of a tap into statistics; `against` takes a target and returns the
    squared distance to it as a function, what depends on the target alone computed once; `size` is
    the squared distance of statistics to nothing, so that distance/size is a share.
    """

    describe: Callable[[Moments], Statistics]
    against: Callable[[Statistics], Distance]
    size: Callable[[Statistics], Tensor]

    def distance(self, found: Statistics, target: Statistics) -> Tensor:
        """Squared distance of two statistics."""
        return self.against(target)(found)


def _squared_difference(found: Tensor, target: Tensor) -> Tensor:
    return functional.mse_loss(found, target, reduction="sum")


def _difference(target: Statistics) -> Distance:
    """Sum of squared differences, Gatys et al. 2016 eq. 4 before its divisor."""
    return lambda found: _squared_difference(found[0], target[0])


def _norm(target: Statistics) -> Tensor:
    return torch.stack([part.square().sum() for part in target]).sum()


def _shares(target: Statistics) -> Distance:
    """Mean and covariance count alike: each part relative to the target's own norm."""
    whole = float(_norm(target))
    shares = [whole / (len(target) * (float(part.square().sum()) + _TINY)) for part in target]

    def distance(found: Statistics) -> Tensor:
        first, second = (_squared_difference(a, b) for a, b in zip(found, target, strict=True))
        return torch.add(first * shares[0], second, alpha=shares[1])

    return distance


def _eigen(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Eigenvalues (C,), ascending, and eigenvectors (C, C) of a symmetric matrix, differentiable.

    All are nan if the matrix is not finite, as any loss of such a canvas is, for optimisers.
    """
    found = _attempted(matrix)
    if found is None:
        # MKL's fp32 gives nan for some matrices of low rank, all of whose numbers are finite: it
        # stopped runs with one in eight untrained networks. In fp64 none of those matrices fails.
        found = _attempted(matrix.cpu().double())
    if found is None:
        return matrix.diagonal() * math.nan, matrix * math.nan
    values, vectors = found
    return values.to(matrix), vectors.to(matrix)


def _attempted(matrix: Tensor) -> tuple[Tensor, Tensor] | None:
    try:
        values, vectors = torch.linalg.eigh(matrix)
    except LinAlgError:
        return None
    return (values, vectors) if bool(values.isfinite().all()) else None


def square_root(matrix: Tensor) -> Tensor:
    """The symmetric square root of a symmetric matrix (C, C) without negative eigenvalues.

    Raises RunError if its numbers are not finite.
    """
    broken = int((~matrix.isfinite()).sum())
    if broken:
        raise RunError(
            f"What the network sees in the painting has {broken} of {matrix.numel()} numbers that "
            "are not finite. Choose another network or precision."
        )
    # brought to a trace of 1: numbers far smaller are lost on LAPACK's way in fp32
    trace = matrix.diagonal().sum().clamp(min=_LEAST)
    values, vectors = _eigen(matrix / trace)
    root: Tensor = (vectors * (trace * values.clamp(min=0)).sqrt()) @ vectors.T
    return root


def wasserstein_distance(found: Statistics, target: Statistics) -> Tensor:
    """Squared 2-Wasserstein distance of two Gaussians (Olkin & Pukelsheim 1982).

    |m − n|² + tr A + tr B − 2 tr (√B A √B)^½, with the trace taken from eigenvalues, whose
    gradient stays finite when some coincide. Statistics are (mean, covariance).
    """
    return _wasserstein(target)(found)


def _wasserstein(target: Statistics) -> Distance:
    goal, goal_covariance = target
    trace = goal_covariance.diagonal().sum().clamp(min=_LEAST)
    # in shares of the target: eigenvalues of a product of small numbers are lost in fp32
    root = square_root(goal_covariance) / trace.sqrt()

    def reach(covariance: Tensor) -> Tensor:
        values, _ = _eigen(root @ (covariance / trace) @ root)
        total: Tensor = (values.clamp(min=0) + _FLOOR).sqrt().sum()
        return total

    # what the floor adds where nothing is to be lost: else equal statistics would be less than 0
    # apart, which nothing that is minimised may be
    excess = reach(goal_covariance) - goal_covariance.diagonal().sum() / trace

    def distance(found: Statistics) -> Tensor:
        mean, covariance = found
        overlap = trace * (reach(covariance) - excess)
        spread = covariance.diagonal().sum() + trace - 2 * overlap
        total: Tensor = _squared_difference(mean, goal) + spread
        return total

    return distance


def _spread(target: Statistics) -> Tensor:
    mean, covariance = target
    return mean.square().sum() + covariance.diagonal().sum()


STYLE_LOSSES: dict[str, StyleLoss] = {
    "gram": StyleLoss(lambda moments: (moments.product,), _difference, _norm),
    "covariance": StyleLoss(spread_of, _shares, _norm),
    "wasserstein": StyleLoss(spread_of, _wasserstein, _spread),
}
