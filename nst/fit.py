"""Whether a run fits into memory as a whole, in tiles, or not at all. No torch here either.

The figures are measured by `python -m bench memory`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from nst.errors import RunError
from nst.plan import Scale, style_edge_px
from nst.settings import Settings

BASE_BYTES = 700_000_000
"""Python, torch, the page and the network's weights, resident before a run starts."""

COPIES = 0.8
"""Bytes of a walk and back over the bytes of all features, before and after the ReLU.

Features are kept once; the rest is what the widest layer needs for a moment.
"""

TILE_COPIES = 1.4
"""The same of a tile that is walked among others: held pages fit none of its pieces."""

GAPS_BYTES = 300_000_000
"""Room that pages held by `nst.machine` lie empty in, at most: between pieces of that sum."""

WEIGHTS_BYTES = 100_000_000
"""Weights laid out for the first walk, and what libraries make ready with it."""

LOOK_COPIES = 0.4
"""The same where nothing is kept for a way back."""

MARGIN = (1 + 2 / 32) ** 2
"""Pixels that the network looks at over those of the canvas."""

CANVAS_BYTES = 130
"""A pixel of canvas, whatever is walked: picture, slope, Adam's moments, preview, margin."""

HISTORY_BYTES = 480
"""The same of L-BFGS's memory: twenty steps and as many changes of slope."""

SIGHT_PX = 80
"""What a tile walks beyond its core, on each side, for layers as deep as conv5_1."""

SMALLEST_TILE_PX = 320
"""Below this, more than half of every tile would be its surroundings."""

_STEP_PX = 32


def run_bytes(
    settings: Settings,
    scale: Scale,
    floats_per_px: float,
    target_floats_per_px: float,
    style_size: tuple[int, int],
    *,
    element_bytes: int = 4,
    tile_px: int | None = None,
) -> int:
    """Bytes that a run needs at the costliest moment of this scale, beyond BASE_BYTES.

    `floats_per_px` and `target_floats_per_px` as from `nst.plan.feature_floats` and
    `target_floats`; `style_size`: (height, width) of the style image in px; `element_bytes`: 2 for
    a walk in bf16.
    """
    edge = style_edge_px(settings, scale, *style_size)
    style_px = edge**2 * min(style_size) / max(style_size)
    canvas_px = scale.height * scale.width
    # the painting is only looked at, so no feature of it is kept
    walked_px = MARGIN * max(COPIES * canvas_px, LOOK_COPIES * style_px)
    if tile_px is not None:
        frame_px = _frame_px(scale.height, tile_px) * _frame_px(scale.width, tile_px)
        walked_px = min(walked_px, TILE_COPIES * frame_px)
    walk = floats_per_px * element_bytes * walked_px
    walk += min(walk, GAPS_BYTES) + WEIGHTS_BYTES
    target = target_floats_per_px * element_bytes * MARGIN * canvas_px
    canvas_bytes = CANVAS_BYTES + (HISTORY_BYTES if settings.optimizer == "lbfgs" else 0)
    return int(walk + target + max(canvas_bytes * canvas_px, CANVAS_BYTES * style_px))


def _frame_px(size_px: int, tile_px: int) -> float:
    """About how much of a side, margin included, one tile walks: `nst.tiles` makes them equal."""
    side_px = size_px * math.sqrt(MARGIN)
    core_px = max(1, tile_px - 2 * SIGHT_PX)
    return min(side_px, side_px / math.ceil(side_px / core_px) + 2 * SIGHT_PX)


def plan_tile_px(
    settings: Settings,
    scales: Sequence[Scale],
    floats_per_px: float,
    target_floats_per_px: float,
    available_bytes: int | None,
    style_size: tuple[int, int],
    *,
    element_bytes: int = 4,
) -> int | None:
    """The edge of the tiles in which the last scale fits, or None if it fits as a whole.

    Raises RunError, naming the largest size that fits, when not even the smallest tiles do.
    """
    if available_bytes is None:
        return None
    last = scales[-1]

    def fits(scale: Scale, tile_px: int | None) -> bool:
        needed = run_bytes(
            settings,
            scale,
            floats_per_px,
            target_floats_per_px,
            style_size,
            element_bytes=element_bytes,
            tile_px=tile_px,
        )
        return needed <= available_bytes

    if fits(last, None):
        return None
    edge = max(last.height, last.width)
    for tile_px in range(edge // _STEP_PX * _STEP_PX, SMALLEST_TILE_PX - 1, -_STEP_PX):
        if fits(last, tile_px):
            return tile_px
    for smaller in range(edge // _STEP_PX * _STEP_PX, 63, -_STEP_PX):
        size = (round(last.height * smaller / edge), round(last.width * smaller / edge))
        scale = replace(last, height=size[0], width=size[1])
        if fits(scale, SMALLEST_TILE_PX if smaller > SMALLEST_TILE_PX else None):
            raise _too_large(edge, available_bytes, f"Choose {smaller} px or less.")
    raise _too_large(edge, available_bytes, "Close other programs or choose a smaller network.")


def _too_large(edge: int, available_bytes: int, advice: str) -> RunError:
    return RunError(
        f"A picture of {edge} px needs more than the {available_bytes / 1e9:.2f} GB of memory "
        f"that are free, even in tiles. {advice}"
    )
