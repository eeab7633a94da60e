"""Sums over the positions of features: all that a loss wants to know of a tap.

They add up over the parts of a picture, so a picture may be looked at in parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

LEAST_CHUNK = 256
"""Positions whose bf16 products are summed by one product of matrices before fp32 takes over."""

SAMPLE = 512
"""Positions from which a point near the mean is taken."""

BAND = 1 << 21
"""Elements that are brought to fp32 at a time: 8 MB."""


class Moments(NamedTuple):
    """Channel means (C,) and mean products of two channels (C, C), fp32 (fp64 of fp64)."""

    mean: Tensor
    product: Tensor
    positions: int


class Sums(NamedTuple):
    """Channel sums (C,) and sums of products of two channels (C, C) over some positions."""

    first: Tensor
    second: Tensor
    positions: int

    def plus(self, other: Sums) -> Sums:
        """The sums over both sets of positions."""
        return Sums(
            self.first + other.first,
            self.second + other.second,
            self.positions + other.positions,
        )

    def moments(self) -> Moments:
        """The means over these positions."""
        count = self.positions
        return Moments(self.first / count, self.second / count, count)


def moments_of(features: Tensor) -> Moments:
    """The moments of one tap, (C, h, w)."""
    return sums_of(features[None]).moments()


def sums_of(features: Tensor) -> Sums:
    """The sums of one tap, (1, C, h, w).

    bf16 is multiplied exactly and added in fp32, but a product of matrices rounds its sums to bf16.
    So it is asked for the sums of chunks only, and about a point near the mean, where they are
    small: what is rounded away is then a share of the covariance, not of the squared mean.
    """
    flat = flattened(features)
    if flat.dtype != torch.bfloat16:
        return Sums(flat.sum(0), flat.T @ flat, len(flat))
    positions = len(flat)
    near = flat[:: max(1, positions // SAMPLE)].mean(0, dtype=torch.float32).bfloat16()
    # a whole line of the picture at once: sixteen channels alone are too short a loop
    lines = flat.reshape(features.shape[2], -1) - near.repeat(features.shape[3])
    first, second = _sums_in_chunks(lines.view(flat.shape))
    point = near.float()
    # Σ(f−p)(f−p)ᵀ + pΣ(f−p)ᵀ + Σ(f−p)pᵀ + Npp = Σ(f−p)(f−p)ᵀ + pΣfᵀ + Σ(f−p)pᵀ
    whole = torch.add(first, point, alpha=positions)
    return Sums(whole, second.addr_(point, whole).addr_(first, point), positions)


def _sums_in_chunks(flat: Tensor) -> tuple[Tensor, Tensor]:
    """Sums (C,) and sums of products (C, C), fp32, of bf16 (positions, C)."""
    positions, channels = flat.shape
    count = max(1, positions // max(LEAST_CHUNK, 2 * channels))
    while positions % count:  # equal chunks; few are needed where positions divide badly
        count -= 1
    chunks = flat.view(count, -1, channels)
    ones = chunks.new_ones(1, 1, 1).expand(count, 1, chunks.shape[1])
    return (
        torch.bmm(ones, chunks).sum((0, 1), dtype=torch.float32),
        torch.bmm(chunks.transpose(1, 2), chunks).sum(0, dtype=torch.float32),
    )


def flattened(features: Tensor) -> Tensor:
    """(1, C, h, w) as (positions, C); a view if the features are channels-last."""
    return features.permute(0, 2, 3, 1).reshape(-1, features.shape[1])


def squared_distance(features: Tensor, target: Tensor, stress: Tensor | None = None) -> Tensor:
    """Sum of squared differences of two (1, C, h, w): fp32, of fp64 fp64.

    `stress`, (1, 1, h, w), is how often each position counts; without it, once.
    """
    squares = []
    for part, goal, *by in _bands(features, target, stress):
        square = _difference(part, goal).square_()
        squares.append((square.mul_(*by) if by else square).sum())
    return torch.stack(squares).sum()


def add_differences_(
    slope: Tensor, features: Tensor, target: Tensor, factor: Tensor, stress: Tensor | None = None
) -> None:
    """Add `features` - `target` times a scalar to `slope`, in place; all are (1, C, h, w).

    `stress`, (1, 1, h, w), is multiplied in as well.
    """
    for part, here, goal, *by in _bands(slope, features, target, stress):
        # subtracted in fp32 and rounded once: near the target little is left of large numbers
        difference = _difference(here, goal).mul_(factor)
        part += (difference.mul_(*by) if by else difference).to(part.dtype)


def variance(features: Tensor) -> Tensor:
    """Variance of all elements of (1, C, h, w): fp32, of fp64 fp64."""
    count = features.numel()
    mean = torch.stack([_wide(band).sum() for (band,) in _bands(features)]).sum() / count
    squares = [(_wide(band) - mean).square_().sum() for (band,) in _bands(features)]
    return torch.stack(squares).sum() / (count - 1)


def _bands(features: Tensor, *others: Tensor | None) -> Iterator[tuple[Tensor, ...]]:
    """(1, C, h, w) in bands of rows, so that no second copy in a wider precision is ever whole.

    With it the same rows of others as high; what is None is left out.
    """
    rows = max(1, BAND // (features.shape[1] * features.shape[3]))
    all_of_them = (features, *(each for each in others if each is not None))
    return zip(*(torch.split(each, rows, dim=2) for each in all_of_them), strict=True)


def _difference(features: Tensor, target: Tensor) -> Tensor:
    return _wide(features) - _wide(target)


def _wide(features: Tensor) -> Tensor:
    return features.to(torch.promote_types(features.dtype, torch.float32))
