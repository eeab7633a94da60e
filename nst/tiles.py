"""The same survey in tiles, so that a large picture needs no more memory than a small one.

Exact, not approximate: a tile is walked with as much of its surroundings as the deepest tap can
see, sums are added over all tiles before any loss is taken of them, and on the way back each tile
is walked again with the gradients of those sums. It costs one more way forward, and the overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from nst.convolutions import ConvolutionStage, Stage
from nst.moments import Sums
from nst.survey import Route, Survey, Window, cut, survey


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a picture: `core` is what it answers for, `frame` what must be walked for that.

    Both are rows and columns of the picture in px; `core_in_frame` is the core as seen there.
    """

    core: Window
    frame: Window

    @property
    def core_in_frame(self) -> Window:
        """The core in px of the frame."""
        rows, columns = (
            slice(core.start - frame.start, core.stop - frame.start)
            for core, frame in zip(self.core, self.frame, strict=True)
        )
        return rows, columns


def survey_in_tiles(image: Tensor, route: Route, tile_px: int) -> Survey:
    """As `nst.survey.survey`, never walking more than about `tile_px` squared at a time."""
    counts: dict[str, int] = {}
    found = iter(_TiledWalk.apply(image, route, tile_px, counts))
    features = {tap: next(found) for tap in route.features}
    sums = {tap: Sums(next(found), next(found), counts[tap]) for tap in route.sums}
    return Survey(features, sums)


def sight_px(stages: Sequence[Stage]) -> tuple[int, int]:
    """How far, in px, the last stage sees beyond its place, and px to one of its positions."""
    stride, sight = 1, 0
    for stage in stages:
        if isinstance(stage, ConvolutionStage):
            sight += stride
        else:
            stride *= 2
    return sight, stride


def lay_tiles(height: int, width: int, stages: Sequence[Stage], tile_px: int) -> list[Tile]:
    """Tiles that cover a picture of this size, each core once, frames about `tile_px` a side.

    Cores and frames begin at multiples of the deepest stride, so that poolings fall as in the whole
    picture; a border of the picture is a border of the frames there.
    """
    sight, stride = sight_px(stages)
    halo = -(-sight // stride) * stride
    core_px = max(stride, (tile_px - 2 * halo) // stride * stride)
    rows, columns = (list(_cut(size, core_px, halo, stride)) for size in (height, width))
    return [
        Tile(core=(row[0], column[0]), frame=(row[1], column[1]))
        for row in rows
        for column in columns
    ]


def _cut(size: int, core_px: int, halo: int, stride: int) -> Iterator[tuple[slice, slice]]:
    """Cores and frames along one axis, as equal as their stride allows."""
    count = -(-size // core_px)
    each = -(-size // (count * stride)) * stride
    starts = list(range(0, size, each))
    if len(starts) > 1 and size - starts[-1] < stride:  # too thin for the deepest tap
        starts.pop()
    for start, stop in zip(starts, [*starts[1:], size], strict=True):
        yield slice(start, stop), slice(max(0, start - halo), min(size, stop + halo))


class _TiledWalk(torch.autograd.Function):
    """Forward over all tiles keeping nothing; back by walking each tile once more."""

    @staticmethod
    def forward(
        ctx: Any, image: Tensor, route: Route, tile_px: int, counts: dict[str, int]
    ) -> tuple[Tensor, ...]:
        ctx.set_materialize_grads(False)
        height, width = image.shape[-2:]
        ctx.save_for_backward(image)
        ctx.route, ctx.tiles = route, lay_tiles(height, width, route.stages, tile_px)
        features: dict[str, Tensor] = {}
        sums: dict[str, Sums] = {}
        for tile in ctx.tiles:
            found = survey(cut(image, tile.frame), replace(route, window=tile.core_in_frame))
            for tap, part in found.features.items():
                rows, columns = route.at(tap, (slice(0, height), slice(0, width)))
                whole = features.setdefault(
                    tap, part.new_empty((len(part), rows.stop, columns.stop))
                )
                cut(whole, route.at(tap, tile.core)).copy_(part)
            for tap, some in found.sums.items():
                sums[tap] = sums[tap].plus(some) if tap in sums else some
        counts.update({tap: each.positions for tap, each in sums.items()})
        return (*features.values(), *(part for each in sums.values() for part in each[:2]))

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *slopes: Tensor | None) -> tuple[Tensor, None, None, None]:
        (image,) = ctx.saved_tensors
        whole = torch.zeros_like(image)
        for tile in ctx.tiles:
            cut(whole, tile.frame).add_(_slope_of(image, tile, ctx.route, slopes))
        return whole, None, None, None


def _slope_of(image: Tensor, tile: Tile, route: Route, slopes: Sequence[Tensor | None]) -> Tensor:
    """What one tile adds to the picture's gradient, on its frame."""
    with torch.enable_grad():
        frame = cut(image, tile.frame).detach().requires_grad_(True)
        found = survey(frame, replace(route, window=tile.core_in_frame))
        ends = [found.features[tap] for tap in route.features]
        ends += [part for tap in route.sums for part in found.sums[tap][:2]]
    pulls = [
        pull if tap is None or pull is None else cut(pull, route.at(tap, tile.core))
        for pull, tap in zip_longest(slopes, route.features)
    ]
    wanted = [(end, pull) for end, pull in zip(ends, pulls, strict=True) if pull is not None]
    slope: Tensor = torch.autograd.grad(
        [end for end, _ in wanted], frame, [pull for _, pull in wanted]
    )[0]
    return slope
