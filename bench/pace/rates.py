"""Rates: the best that these cores give, what one iteration reaches, how it grows."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional

from nst.layers import layer_weights
from nst.objective import Objective
from nst.plan import step_flops_per_px
from nst.precision import walk_dtype
from nst.settings import Settings
from nst.vgg import VGGFeatures

TRIES = 15
"""Runs from which the best rate is taken: it shall not be too low for bad luck."""

MATRIX_EDGES = (1024, 2048)
CONVOLUTIONS = ((64, 64, 256), (256, 256, 64), (512, 512, 32))
"""Channels in and out, and the edge of the picture in px."""


def fastest_s(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of some runs, one more before them to warm up."""
    work()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def walked() -> torch.dtype:
    """The precision in which the network is walked on these cores."""
    return walk_dtype("auto", torch.device("cpu")) or torch.float32


def best_rate() -> dict[str, float]:
    """Operations per second as `walked`, by what was measured: matrix products, convolutions."""
    rates, dtype = {}, walked()
    for edge in MATRIX_EDGES:
        one = torch.randn(edge, edge, dtype=dtype)
        rates[f"matrix {edge}"] = 2 * edge**3 / fastest_s(partial(torch.mm, one, one), TRIES)
    for inward, outward, edge in CONVOLUTIONS:
        x = torch.randn(1, inward, edge, edge, dtype=dtype)
        x = x.contiguous(memory_format=torch.channels_last)
        kernel = torch.randn(outward, inward, 3, 3, dtype=dtype)
        kernel = kernel.contiguous(memory_format=torch.channels_last)
        took = fastest_s(partial(functional.conv2d, x, kernel, padding=1), TRIES)
        rates[f"convolution {inward} {edge} px"] = 18 * inward * outward * edge**2 / took
    return rates


def iteration_flops(features: VGGFeatures, settings: Settings, positions: int) -> float:
    """Operations of one evaluation and its gradient, convolutions and Gram matrices."""
    convolutions = step_flops_per_px(features.widths, features.topology, settings) * positions
    grams = 0.0
    for tap in layer_weights(settings.style_layers):
        block = int(tap[4])
        grams += 2 * 2 * features.widths[block - 1] ** 2 * positions / 4 ** (block - 1)
    return convolutions + grams


def iteration(objective: Objective, canvas: Tensor) -> Callable[[], Tensor]:
    """One evaluation of the loss and its gradient, ready to be called."""
    canvas = canvas.detach().clone().requires_grad_(True)

    def once() -> Tensor:
        loss, _ = objective(canvas)
        slope: Tensor = torch.autograd.grad(loss, canvas)[0]
        return slope

    return once


def exponent(pixels: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of a straight line through seconds over pixels, both as logarithms."""
    x, y = [math.log(each) for each in pixels], [math.log(each) for each in seconds]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    across = sum((a - middle_x) ** 2 for a in x)
    return sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True)) / across
