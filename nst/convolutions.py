"""The frozen network's own steps, forward and back to their input: convolution, ReLU, pooling.

Only the input's gradient is ever asked for. The weights are frozen, so they are laid out once as
the processor likes them best; and the way back through a 3×3 convolution is itself a convolution,
with the kernels turned by half a turn and inputs and outputs exchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Union

import torch
from torch import Tensor
from torch.nn import functional

Apply = Callable[[Tensor, bool], Tensor]

_ONE = [1, 1]
_A_SIZE = [512, 512]
"""oneDNN asks for a size when it lays weights out; at every other the layout serves as well."""


Stage = Union["ConvolutionStage", "PoolingStage"]
"""One step of the network. Both kinds know the tap at their end, as `tap`."""


def convolution(weight: Tensor, bias: Tensor | None) -> Apply:
    """A frozen 3×3 convolution of (1, C, H, W), with its ReLU if the second argument is true."""
    weight = weight.contiguous(memory_format=torch.channels_last)
    if weight.device.type == "cpu" and weight.dtype in (torch.float32, torch.bfloat16):
        return _packed(weight, bias)

    def plain(x: Tensor, rectified: bool) -> Tensor:
        found = functional.conv2d(x, weight, bias, padding=1)
        return found.relu_() if rectified else found

    return plain


def _packed(weight: Tensor, bias: Tensor | None) -> Apply:
    """The same on a processor: oneDNN's own layout of the weights, and its fused ReLU."""
    onednn = torch.ops.mkldnn
    size = [1, weight.shape[1], *_A_SIZE]
    packed = onednn._reorder_convolution_weight(weight, _ONE, _ONE, _ONE, 1, size)

    def fused(x: Tensor, rectified: bool) -> Tensor:
        after = "relu" if rectified else "none"
        found: Tensor = onednn._convolution_pointwise(
            x, packed, bias, _ONE, _ONE, _ONE, 1, after, [], ""
        )
        return found

    return fused


class ConvolutionStage:
    """A 3×3 convolution and its ReLU; taps ``convB_I`` before and ``reluB_I`` after it."""

    def __init__(self, place: str, weight: Tensor, bias: Tensor) -> None:
        """`weight` (O, I, 3, 3) and `bias` (O,) in the precision of the walk."""
        self.linear, self.tap = f"conv{place}", f"relu{place}"
        self._convolve = convolution(weight, bias)
        self._convolve_back = convolution(weight.flip(2, 3).transpose(0, 1), None)

    def ahead(self, x: Tensor, *, rectified: bool) -> Tensor:
        """What lies after the ReLU if `rectified`, else before it; for an input (1, I, H, W)."""
        return self._convolve(x, rectified)

    def mask_(self, slope: Tensor, output: Tensor) -> Tensor:
        """The gradient before the ReLU, in the place of the one after it.

        `output` is what `ahead` gave: before and after the ReLU the same values are above 0.
        """
        mask = torch.ops.aten.threshold_backward.grad_input
        masked: Tensor = mask(slope, output, 0, grad_input=slope)
        return masked

    def back(self, slope: Tensor) -> Tensor:
        """The gradient of the input from that before the ReLU."""
        return self._convolve_back(slope, False)


class PoolingStage:
    """Average or maximum over 2×2 px, times a factor; an odd last row or column is left out."""

    def __init__(self, tap: str, *, average: bool, factor: float) -> None:
        self.tap, self.average, self.factor = tap, average, factor
        self.divisor = round(4 / factor)
        assert not average or self.divisor * factor == 4, factor

    def ahead(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """The pooled input, and where each maximum came from."""
        if self.average:
            return functional.avg_pool2d(x, 2, divisor_override=self.divisor), None
        pooled, places = functional.max_pool2d(x, 2, return_indices=True)
        return pooled.mul_(self.factor), places

    def back(self, slope: Tensor, places: Tensor | None, size: Sequence[int]) -> Tensor:
        """The gradient of the input, whose (H, W) was `size`; overwrites `slope`."""
        if places is not None:
            slope.mul_(self.factor)
            return functional.max_unpool2d(slope, places, [2, 2], output_size=list(size))
        slope.div_(self.divisor)
        spread = functional.interpolate(slope, scale_factor=2)
        odd = (size[0] - spread.shape[2], size[1] - spread.shape[3])
        return functional.pad(spread, (0, odd[1], 0, odd[0])) if any(odd) else spread
