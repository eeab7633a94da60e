"""A walk through the frozen network and back by hand: what style transfer asks of it, no more.

Only the picture wants a gradient, so nothing of the weights' is prepared; what a convolution gave
is kept once, in the precision of the walk. Of a style tap only sums over positions leave the walk,
of a content tap only its distance from a target, both in fp32; what pulls at them is added in place
on the way back. Features leave a walk only for someone who wants to see them.
Knows the network's steps and nothing of losses or settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from nst.convolutions import ConvolutionStage, Stage
from nst.moments import Sums, add_differences_, flattened, squared_distance, sums_of

Window = tuple[slice, slice]
"""Rows and columns of a picture in px, from multiples of 16: aligned with every pooling."""


class Survey(NamedTuple):
    """What a walk found, by tap.

    `features` (C, h, w) in the precision of the walk, without a gradient; squared `distances` from
    the targets, summed over all elements, and `sums` over positions: fp32, of fp64 fp64.
    """

    features: Mapping[str, Tensor]
    distances: Mapping[str, Tensor]
    sums: Mapping[str, Sums]


class Pulls(NamedTuple):
    """Gradients that reach a walk: of its distances, and of its first and second sums, by tap."""

    distances: Mapping[str, Tensor]
    sums: Mapping[str, tuple[Tensor | None, Tensor | None]]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a walk goes and what it brings back.

    `stages` end with the one of the deepest tap. `features` and `sums` name taps; `targets`
    (C, h, w) by tap, in the precision of the walk, are what distances are measured from; `stress`
    (1, h, w), fp32, tells by tap how often a position's differences count, where that is not once.
    `window`, in px of the picture, limits all that is brought back to a part of it.
    """

    stages: Sequence[Stage]
    features: tuple[str, ...]
    sums: tuple[str, ...]
    dtype: torch.dtype
    targets: Mapping[str, Tensor] = field(default_factory=dict)
    stress: Mapping[str, Tensor] = field(default_factory=dict)
    window: Window | None = None

    @property
    def taps(self) -> set[str]:
        """All taps that something is brought back from."""
        return {*self.features, *self.targets, *self.sums}

    def part(self, tap: str, features: Tensor) -> Tensor:
        """The window's part of what a tap holds, (1, C, h, w); a view."""
        return features if self.window is None else cut(features, self.at(tap, self.window))

    def stress_at(self, tap: str) -> Tensor | None:
        """The window's part of a tap's stress, (1, 1, h, w), if it has one."""
        return self.part(tap, self.stress[tap][None]) if tap in self.stress else None

    def at(self, tap: str, window: Window) -> Window:
        """Where a window of the picture, in px, lies in what a tap holds."""
        return window_at([each.tap for each in self.stages], tap, window)


def window_at(names: Sequence[str], tap: str, window: Window) -> Window:
    """Where a window of the picture, in px, lies in a tap; `names` of the layers up to it."""
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
    return walked(_Walk, image, route)


def look(image: Tensor, route: Route) -> Survey:
    """The same without a way back, keeping no more than the next step needs."""
    gathered = _Gathered(route)
    _ahead(image, route, gathered.take, keep=False)
    return gathered.survey()


def slope_at(image: Tensor, route: Route, pulls: Pulls) -> Tensor:
    """The gradient of the picture, (1, 3, H, W), fp32 (of fp64 fp64), given what pulls."""
    kept = _ahead(image, route, lambda tap, features: None, keep=True)

    def given_up() -> Iterator[_Kept]:
        while kept:
            yield kept.pop()

    slope = _back(route, given_up(), pulls)
    return torch.zeros_like(image) if slope is None else _exact(slope)


def walked(walk: Any, image: Tensor, route: Route, *how: Any) -> Survey:
    """What an autograd function that ends with `one_by_one` found."""
    counts: dict[str, int] = {}
    found = iter(walk.apply(image, route, counts, *how))
    features = {tap: next(found) for tap in route.features}
    distances = {tap: next(found) for tap in route.targets}
    sums = {tap: Sums(next(found), next(found), counts[tap]) for tap in route.sums}
    return Survey(features, distances, sums)


def one_by_one(ctx: Any, found: Survey, counts: dict[str, int]) -> tuple[Tensor, ...]:
    """The tensors of a survey, as autograd wants them."""
    ctx.set_materialize_grads(False)
    ctx.mark_non_differentiable(*found.features.values())
    counts.update({tap: each.positions for tap, each in found.sums.items()})
    sums = (part for each in found.sums.values() for part in each[:2])
    return (*found.features.values(), *found.distances.values(), *sums)


def pulls_of(route: Route, slopes: Sequence[Tensor | None]) -> Pulls:
    """The gradients of what `one_by_one` gave, in its order, without those that are nothing."""
    rest = iter(slopes[len(route.features) :])
    distances = {tap: next(rest) for tap in route.targets}
    sums = {tap: (next(rest), next(rest)) for tap in route.sums}
    return Pulls(
        {tap: pull for tap, pull in distances.items() if pull is not None},
        {tap: pair for tap, pair in sums.items() if pair != (None, None)},
    )


class _Walk(torch.autograd.Function):
    """Forward through the stages; back from the deepest tap whose gradient is wanted."""

    @staticmethod
    def forward(
        ctx: Any, image: Tensor, route: Route, counts: dict[str, int]
    ) -> tuple[Tensor, ...]:
        gathered = _Gathered(route)
        ctx.route = route
        ctx.kept = _ahead(image, route, gathered.take, keep=ctx.needs_input_grad[0])
        return one_by_one(ctx, gathered.survey(), counts)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *slopes: Tensor | None) -> tuple[Tensor | None, None, None]:
        slope = _back(ctx.route, reversed(ctx.kept), pulls_of(ctx.route, slopes))
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


class _Gathered:
    """What a walk brings back, taken from each tap as it is reached."""

    def __init__(self, route: Route) -> None:
        self._route = route
        self._features: dict[str, Tensor] = {}
        self._distances: dict[str, Tensor] = {}
        self._sums: dict[str, Sums] = {}

    def take(self, tap: str, features: Tensor) -> None:
        """Take what the route wants of a tap that holds `features`, (1, C, h, w)."""
        part = self._route.part(tap, features)
        if tap in self._route.features:
            self._features[tap] = part[0].clone()
        if tap in self._route.targets:
            target = self._route.part(tap, self._route.targets[tap][None])
            self._distances[tap] = squared_distance(part, target, self._route.stress_at(tap))
        if tap in self._route.sums:
            self._sums[tap] = sums_of(part)

    def survey(self) -> Survey:
        """All of it, in the order of the route."""
        return Survey(
            {tap: self._features[tap] for tap in self._route.features},
            {tap: self._distances[tap] for tap in self._route.targets},
            {tap: self._sums[tap] for tap in self._route.sums},
        )


def _ahead(
    image: Tensor, route: Route, reached: Callable[[str, Tensor], None], *, keep: bool
) -> list[_Kept]:
    """Walk all stages, showing each tap's features; returns what the way back needs if told to."""
    taps = route.taps
    everything: list[_Kept] = []
    x = image.to(route.dtype, memory_format=torch.channels_last)
    for number, stage in enumerate(route.stages):
        kept = _Kept(x.shape[-2:])
        if isinstance(stage, ConvolutionStage):
            linear = stage.linear in taps
            kept.output = x = stage.ahead(x, rectified=not linear)
            if linear:
                reached(stage.linear, x)
                if stage.tap in taps or number + 1 < len(route.stages):
                    x = x.relu() if keep else x.relu_()
        else:
            x, kept.places = stage.ahead(x)
            kept.output = x if stage.tap in taps else None
        if stage.tap in taps:
            reached(stage.tap, x)
        if keep:
            everything.append(kept)
    return everything


def _back(route: Route, everything: Iterable[_Kept], pulls: Pulls) -> Tensor | None:
    """The picture's gradient in the precision of the walk; None where nothing pulls."""
    taps = {*pulls.distances, *pulls.sums}
    slope: Tensor | None = None
    for stage, kept in zip(reversed(route.stages), everything, strict=True):
        if isinstance(stage, ConvolutionStage):
            assert kept.output is not None  # of a convolution it always is
            if stage.tap in taps:
                slope = _pulled(slope, stage.tap, kept.output.relu(), route, pulls)
            if slope is not None:
                slope = stage.mask_(slope, kept.output)
            if stage.linear in taps:
                slope = _pulled(slope, stage.linear, kept.output, route, pulls)
            slope = stage.back(slope) if slope is not None else None
        else:
            if stage.tap in taps:
                slope = _pulled(slope, stage.tap, kept.output, route, pulls)
            slope = stage.back(slope, kept.places, kept.size) if slope is not None else None
    return slope


def _pulled(
    slope: Tensor | None, tap: str, features: Tensor | None, route: Route, pulls: Pulls
) -> Tensor:
    """`slope`, (1, C, h, w) or nothing yet, with what pulls at this tap added in place.

    `features`: what the tap held, (1, C, h, w).
    """
    assert features is not None  # the way ahead keeps what every tap holds
    slope = torch.zeros_like(features) if slope is None else slope
    part, features = route.part(tap, slope), route.part(tap, features)
    if tap in pulls.distances:
        target = route.part(tap, route.targets[tap][None])
        factor = 2 * pulls.distances[tap]
        add_differences_(part, features, target, factor, route.stress_at(tap))
    first, second = pulls.sums.get(tap, (None, None))
    if second is not None:
        flat = flattened(features)
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
    """The features in fp32, or in fp64 if that is what they are."""
    return features.to(torch.promote_types(features.dtype, torch.float32))
