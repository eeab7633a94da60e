"""The same survey in tiles, so that a large picture needs no more memory than a small one.

Exact, not approximate: a tile is walked with as much of its surroundings as the deepest tap can
see, sums are added over all tiles before any loss is taken of them, and on the way back each tile
is walked again with the gradients of those sums. It costs one more way forward, and the overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from nst.convolutions import ConvolutionStage, Stage
from nst.machine import release_pages
from nst.moments import Sums
from nst.survey import Route, Survey, Window, cut, look, one_by_one, pulls_of, slope_at, walked


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
    return walked(_TiledWalk, image, route, tile_px)


def sight_px(stages: Sequence[Stage]) -> tuple[int, int]:
    """How far, in px, the last stage sees beyond its place, and px to one of its positions."""
    stride, sight = 1, 0
    for stage in stages:
        if isinstance(stage, ConvolutionStage):
            sight += stride
        else:
            stride *= 2
    return sight, stride


def lay_tiles(
    height: int,
    width: int,
    stages: Sequence[Stage],
    tile_px: int,
    window: Window | None = None,
) -> list[Tile]:
    """Tiles that cover a picture of this size, each core once, frames about `tile_px` a side.

    Cores and frames begin at multiples of the deepest stride, so that poolings fall as in the whole
    picture; a border of the picture is a border of the frames there. With a `window`, which begins
    at such multiples, the cores cover no more than that.
    """
    sight, stride = sight_px(stages)
    halo = -(-sight // stride) * stride
    core_px = max(stride, (tile_px - 2 * halo) // stride * stride)
    spans = window or (slice(0, height), slice(0, width))
    rows, columns = (
        list(_cut(span, size, core_px, halo, stride))
        for span, size in zip(spans, (height, width), strict=True)
    )
    return [
        Tile(core=(row[0], column[0]), frame=(row[1], column[1]))
        for row in rows
        for column in columns
    ]


def _cut(
    span: slice, size: int, core_px: int, halo: int, stride: int
) -> Iterator[tuple[slice, slice]]:
    """Cores over a span of one axis and their frames, as equal as their stride allows."""
    length = span.stop - span.start
    count = -(-length // core_px)
    each = -(-length // (count * stride)) * stride
    starts = list(range(span.start, span.stop, each))
    if len(starts) > 1 and span.stop - starts[-1] < stride:  # too thin for the deepest tap
        starts.pop()
    for start, stop in zip(starts, [*starts[1:], span.stop], strict=True):
        yield slice(start, stop), slice(max(0, start - halo), min(size, stop + halo))


class _TiledWalk(torch.autograd.Function):
    """Forward over all tiles keeping nothing; back by walking each tile once more."""

    @staticmethod
    def forward(
        ctx: Any, image: Tensor, route: Route, counts: dict[str, int], tile_px: int
    ) -> tuple[Tensor, ...]:
        height, width = image.shape[-2:]
        ctx.save_for_backward(image)
        ctx.route = route
        ctx.tiles = lay_tiles(height, width, route.stages, tile_px, route.window)
        return one_by_one(ctx, _look_at_all(image, route, ctx.tiles), counts)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *slopes: Tensor | None) -> tuple[Tensor, None, None, None]:
        (image,) = ctx.saved_tensors
        pulls = pulls_of(ctx.route, slopes)
        whole = torch.zeros_like(image)
        release_pages()
        for tile in ctx.tiles:
            frame = cut(image, tile.frame)
            cut(whole, tile.frame).add_(slope_at(frame, _within(ctx.route, tile), pulls))
        return whole, None, None, None


def _look_at_all(image: Tensor, route: Route, tiles: Sequence[Tile]) -> Survey:
    """What all tiles hold: features side by side, distances and sums added up."""
    whole = route.window or (slice(0, image.shape[-2]), slice(0, image.shape[-1]))
    features: dict[str, Tensor] = {}
    distances: dict[str, Tensor] = {}
    sums: dict[str, Sums] = {}
    release_pages()  # what is held from other work fits no tile: 1 GB at 4096 px and full width
    for tile in tiles:
        found = look(cut(image, tile.frame), _within(route, tile))
        for tap, part in found.features.items():
            if tap not in features:
                height, width = (each.stop - each.start for each in route.at(tap, whole))
                size = (1, len(part), height, width)
                room = torch.empty(
                    size, dtype=part.dtype, device=part.device, memory_format=torch.channels_last
                )
                features[tap] = room[0]
            rows, columns = (
                slice(at.start - edge.start, at.stop - edge.start)
                for at, edge in zip(route.at(tap, tile.core), route.at(tap, whole), strict=True)
            )
            features[tap][:, rows, columns].copy_(part)
        for tap, distance in found.distances.items():
            distances[tap] = distances[tap] + distance if tap in distances else distance
        for tap, some in found.sums.items():
            sums[tap] = sums[tap].plus(some) if tap in sums else some
    return Survey(features, distances, sums)


def _within(route: Route, tile: Tile) -> Route:
    """The route of one tile, which walks the frame and answers for the core."""
    targets, stress = (
        {tap: cut(each, route.at(tap, tile.frame)) for tap, each in by_tap.items()}
        for by_tap in (route.targets, route.stress)
    )
    return replace(route, window=tile.core_in_frame, targets=targets, stress=stress)
