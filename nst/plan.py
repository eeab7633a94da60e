"""Plans a run before it starts: its scales and steps, and what they cost in time.

No torch here: the page and the command line ask before the engine is opened.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nst.errors import InputError
from nst.layers import LAYERS_PER_BLOCK, layer_weights
from nst.settings import Settings

SMALLEST_EDGE_PX = 16
"""Four poolings lie before block 5: the short edge of the first scale needs this much."""

FLOPS_PER_S = {"cpu": 100e9, "cuda": 20e12}
"""What whole steps reach in fp32 on two cores, full-width and embedded alike, and on one GPU.

Only a first guess: from the second step on, time is measured.
"""


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale of a run: the canvas's (height, width) in px and the steps spent on it."""

    height: int
    width: int
    steps: int

    @property
    def cost(self) -> int:
        """Pixels times steps: what this scale costs beside the others."""
        return self.height * self.width * self.steps


def plan_scales(settings: Settings, height: int, width: int) -> tuple[Scale, ...]:
    """The scales of a run for a content image of this size in px, from coarse to fine.

    Each long edge is `scale_ratio` times the one before, counted back from `long_edge_px`, and
    none is shorter than `first_scale_px` (save a final one that is asked for). Steps fall from
    scale to scale by `later_steps`. Raises InputError when the short edge becomes too small.
    """
    edges = [float(settings.long_edge_px)]
    while edges[-1] / settings.scale_ratio >= settings.first_scale_px * 0.99:
        edges.append(edges[-1] / settings.scale_ratio)
    scales: list[Scale] = []
    for edge in reversed(edges):
        factor = edge / max(height, width)
        size = (round(height * factor), round(width * factor))
        if min(size) >= SMALLEST_EDGE_PX:
            steps = settings.steps * settings.later_steps ** len(scales) * settings.detail
            scales.append(Scale(*size, max(1, round(steps))))
    if not scales:
        raise InputError(
            f"At a size of {settings.long_edge_px} px this photograph is only "
            f"{round(min(height, width) * settings.long_edge_px / max(height, width))} px across; "
            f"{SMALLEST_EDGE_PX} px are needed. Choose a larger size or crop the photograph."
        )
    return tuple(scales)


def style_edge_px(settings: Settings, scale: Scale, height: int, width: int) -> int:
    """Long edge at which a style image of this size in px is looked at, at this scale.

    Brush times the canvas's, but never enlarged (that would only blur its strokes) and never so
    thin that the deepest layers see nothing.
    """
    edge = round(max(scale.height, scale.width) * settings.brush)
    thinnest = math.ceil(SMALLEST_EDGE_PX * max(height, width) / min(height, width))
    return max(min(edge, max(height, width)), thinnest)


def feature_floats(widths: Sequence[int], topology: str, settings: Settings) -> float:
    """Numbers that the network holds per pixel of canvas, up to the deepest layer in use."""
    deepest = _deepest(settings)
    floats = 6.0  # canvas and its normalised copy
    for block, (width, count) in enumerate(zip(widths, LAYERS_PER_BLOCK[topology], strict=True)):
        for index in range(1, count + 1):
            if (block + 1, index) <= deepest:
                floats += 2 * width / 4**block  # before and after the ReLU
    return floats


def target_floats(widths: Sequence[int], topology: str, settings: Settings) -> float:
    """Numbers that content targets hold per pixel of canvas: one for each that their taps have."""
    floats = 0.0
    for tap in layer_weights(settings.content_layers):
        block, _ = _place(tap)
        halvings = block if tap.startswith("pool") else block - 1
        floats += widths[block - 1] / 4**halvings
    return floats


def _deepest(settings: Settings) -> tuple[int, int]:
    taps = layer_weights(settings.content_layers) | layer_weights(settings.style_layers)
    return max(_place(tap) for tap in taps)


def _place(tap: str) -> tuple[int, int]:
    if tap.startswith("pool"):
        return int(tap[4:]), 99
    block, index = tap[4:].split("_")
    return int(block), int(index)


def step_flops_per_px(widths: Sequence[int], topology: str, settings: Settings) -> float:
    """Floating-point operations of one step per pixel of canvas: forward, and back to the canvas.

    Each convolution multiplies and adds 9·in·out times a pixel; the weights are frozen, so going
    back costs as much as going forward. Losses are left out.
    """
    deepest = _deepest(settings)
    flops, before = 0.0, 3
    for block, (width, count) in enumerate(zip(widths, LAYERS_PER_BLOCK[topology], strict=True)):
        for index in range(1, count + 1):
            if (block + 1, index) <= deepest:
                flops += 2 * 2 * 9 * before * width / 4**block
                before = width
    return flops


def foretell_s(scales: Sequence[Scale], flops_per_px: float, flops_per_s: float) -> float:
    """Seconds that a run will take, foretold from its arithmetic before anything is measured."""
    return sum(scale.cost for scale in scales) * flops_per_px / flops_per_s


def seconds_left(
    scales: Sequence[Scale], scale: int, step: int, spent_here_s: float, foretold_s: float
) -> float:
    """Seconds that remain after `step` steps of scale number `scale` (from 0) took `spent_here_s`.

    `foretold_s`: what `foretell_s` says of the whole run. The rest of this scale takes as long as
    its steps have taken. Of the larger scales ahead a small one promises too much, for part of a
    small step does not grow with the picture: their time lies between what was foretold and what
    this scale promises, nearer to the promise the closer this scale is to the last (a geometric
    mean), and is never more than promised.
    """
    here = scales[scale]
    step_s = spent_here_s / step
    ahead = sum(each.cost for each in scales[scale + 1 :])
    promised_s = step_s * here.steps * ahead / here.cost
    expected_s = foretold_s * ahead / sum(each.cost for each in scales)
    trust = (scale + 1) / len(scales)
    between_s = promised_s**trust * expected_s ** (1 - trust)
    return float(step_s * (here.steps - step) + min(promised_s, between_s))
