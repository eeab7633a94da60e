"""A walk through the frozen network and back by hand: what style transfer asks of it, no more.

Only the picture wants a gradient, so nothing of the weights' is prepared; what a convolution gave
is kept once, in the precision of the walk; and of a style tap only sums over positions leave the
walk, in fp32. Their gradient is one matrix product, added in place on the way back.
Knows the network's steps and nothing of losses, settings or targets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from nst.convolutions import ConvolutionStage, Stage
from nst.moments import Sums, flattened, sums_of

Window = tuple[slice, slice]
"""Rows and columns of a picture in px, from multiples of 16: aligned with every pooling."""


class Survey(NamedTuple):
    """What a walk found, by tap: features (C, h, w), and sums over positions; fp32 or fp64."""

    features: Mapping[str, Tensor]
    sums: Mapping[str, Sums]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a walk goes and what it brings back.

    `stages` end with the one of the deepest tap. `features` and `sums` name taps. `window`, in px
    of the picture, cuts what is brought back to a part of it.
    """

    stages: Sequence[Stage]
    features: tuple[str, ...]
    sums: tuple[str, ...]
    dtype: torch.dtype
    window: Window | None = None

    @property
    def taps(self) -> tuple[str, ...]:
        return self.features + self.sums

    def part(self, tap: str, features: Tensor) -> Tensor:
        """The window's part of what a tap holds, (1, C, h, w); a view."""
        return features if self.window is None else cut(features, self.at(tap, self.window))

    def at(self, tap: str, window: Window) -> Window:
        """Where a window of the picture, in px, lies in what a tap holds."""
        names = [each.tap for each in self.stages]
        place = names.index(tap.replace("conv", "relu"))
        halvings = sum(name.startswith("pool") for name in names[: place + 1])
        rows, columns = (slice(s.start >> halvings, s.stop >> halvings) for s in window)
        return rows, columns


def cut(picture: Tensor, window: Window) -> Tensor:
    """A window of (…, H, W); a view."""
    rows, columns = window
    return picture[..., rows, columns]


def survey(image: Tensor, route: Route) -> Survey:
    """Walk the route for one normalised picture, (1, 3, H, W); differentiable once."""
    counts: dict[str, int] = {}
    found = iter(_Walk.apply(image, route, counts))
    features = {tap: next(found) for tap in route.features}
    sums = {tap: Sums(next(found), next(found), counts[tap]) for tap in route.sums}
    return Survey(features, sums)


class _Walk(torch.autograd.Function):
    """Forward through the stages; back from the deepest tap whose gradient is wanted."""

    @staticmethod
    def forward(ctx: Any, image: Tensor, route: Route, counts: dict[str, int]) -> tuple[Any, ...]:
        ctx.set_materialize_grads(False)
        ctx.route, ctx.kept = route, []
        seen: dict[str, Tensor] = {}
        x = image.to(route.dtype, memory_format=torch.channels_last)
        for number, stage in enumerate(route.stages):
            kept = _Kept(x.shape[-2:])
            if isinstance(stage, ConvolutionStage):
                linear = stage.linear in route.taps
                kept.output = x = stage.ahead(x, rectified=not linear)
                if linear:
                    seen[stage.linear] = x
                    if stage.tap in route.taps or number + 1 < len(route.stages):
                        x = x.relu()
            else:
                x, kept.places = stage.ahead(x)
                kept.output = x if stage.tap in route.taps else None
            if stage.tap in route.taps:
                seen[stage.tap] = x
            if ctx.needs_input_grad[0]:
                ctx.kept.append(kept)
        found: list[Tensor] = [_exact(route.part(tap, seen[tap])[0]) for tap in route.features]
        for tap in route.sums:
            first, second, counts[tap] = sums_of(route.part(tap, seen[tap]))
            found += [first, second]
        return tuple(found)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *slopes: Tensor | None) -> tuple[Tensor | None, None, None]:
        route: Route = ctx.route
        pulls = _Pulls(route, slopes)
        slope: Tensor | None = None
        for stage, kept in zip(reversed(route.stages), reversed(ctx.kept), strict=True):
            if isinstance(stage, ConvolutionStage):
                if stage.tap in pulls.taps:
                    slope = pulls.add(stage.tap, slope, kept.output.relu())
                if slope is not None:
                    slope = stage.mask_(slope, kept.output)
                slope = pulls.add(stage.linear, slope, kept.output)
                slope = stage.back(slope) if slope is not None else None
            else:
                slope = pulls.add(stage.tap, slope, kept.output)
                slope = stage.back(slope, kept.places, kept.size) if slope is not None else None
        return None if slope is None else _exact(slope).contiguous(), None, None


@dataclass(slots=True)
class _Kept:
    """What the way back needs of one stage."""

    size: tuple[int, ...]
    """(H, W) of its input."""
    output: Tensor | None = None
    """Of a convolution, before the ReLU where that is a tap; of a pooling, only if it is one."""
    places: Tensor | None = None
    """Where each maximum came from."""


class _Pulls:
    """The gradients that reach a walk at its taps."""

    def __init__(self, route: Route, slopes: Sequence[Tensor | None]) -> None:
        self._route = route
        split = len(route.features)
        self._features = dict(zip(route.features, slopes[:split], strict=True))
        pairs = zip(slopes[split::2], slopes[split + 1 :: 2], strict=True)
        self._sums = dict(zip(route.sums, pairs, strict=True))
        self.taps = {tap for tap, each in self._features.items() if each is not None}
        self.taps |= {tap for tap, each in self._sums.items() if each != (None, None)}

    def add(self, tap: str, slope: Tensor | None, features: Tensor | None) -> Tensor | None:
        """`slope`, (1, C, h, w) or nothing yet, with what pulls at this tap added in place.

        `features`: what the tap held, (1, C, h, w); None only where nothing pulls.
        """
        if tap not in self.taps or features is None:
            return slope
        if slope is None:
            slope = torch.zeros_like(features)
        part = self._route.part(tap, slope)
        direct = self._features.get(tap)
        if direct is not None:
            part += direct.to(part.dtype)
        first, second = self._sums.get(tap, (None, None))
        if second is not None:
            flat = flattened(self._route.part(tap, features))
            both = (second + second.T).to(flat.dtype)
            if part.is_contiguous(memory_format=torch.channels_last):
                flattened(part).addmm_(flat, both)
            else:
                part += (flat @ both).view(*part.shape[-2:], -1).permute(2, 0, 1)
        if first is not None:
            _add_to_each(part, first.to(part.dtype))
        return slope


def _add_to_each(slope: Tensor, row: Tensor) -> None:
    """Add `row` (C,) at every position of (1, C, h, w), in place."""
    # a whole line of the picture at once: sixteen channels alone are too short a loop
    lines = slope.permute(0, 2, 3, 1)
    lines += row.repeat(slope.shape[-1]).view(lines.shape[2:])


def _exact(features: Tensor) -> Tensor:
    """The features in fp32, or in fp64 if that is what they are; always a copy."""
    wide = torch.promote_types(features.dtype, torch.float32)
    return features.to(wide, copy=True)
