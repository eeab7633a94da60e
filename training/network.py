"""VGG-19's topology with few channels, and the heads that it is trained with.

The layers come from torchvision's own layer maker, so that indices agree with its VGG-19.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional
from torchvision.models.vgg import make_layers

from training import teacher

Padding = Literal["zeros", "reflect", "replicate", "circular"]
Pooling = Literal["avg", "max"]

CONVS_PER_BLOCK = (2, 2, 4, 4, 2)
"""VGG-19 (Simonyan and Zisserman 2015, configuration E) up to relu5_2."""


def widths_for(width: int) -> tuple[int, ...]:
    """Channels per block when the first block has `width`: 1, 2, 4, 8, 8 times as many."""
    return tuple(width * factor for factor in (1, 2, 4, 8, 8))


def make_features(
    widths: tuple[int, ...], *, batch_norm: bool, pooling: Pooling = "avg"
) -> nn.Sequential:
    """conv1_1 to relu5_2, named as in torchvision's `vgg19().features`.

    Batch normalisation, where wanted, shifts the indices as in `vgg19_bn`. ReLUs are not in place.
    """
    plan: list[str | int] = []
    for block, (convs, width) in enumerate(zip(CONVS_PER_BLOCK, widths, strict=True)):
        plan += ["M"] * (block > 0) + [width] * convs
    features: nn.Sequential = make_layers(plan, batch_norm=batch_norm)
    for index, layer in enumerate(features):
        if isinstance(layer, nn.MaxPool2d) and pooling == "avg":
            features[index] = nn.AvgPool2d(2, 2)
        elif isinstance(layer, nn.ReLU):
            features[index] = nn.ReLU(inplace=False)
        elif isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
    return features


def convolutions(features: nn.Sequential) -> list[nn.Conv2d]:
    """The convolutions in order; their channel counts fit one another."""
    convs = [layer for layer in features if isinstance(layer, nn.Conv2d)]
    assert all(one.out_channels == two.in_channels for one, two in pairwise(convs))
    return convs


class Student(nn.Module):
    """The network with a linear head on the end of each block that foretells the teacher's maps.

    A head reads its block's features after the pooling that follows them, so that it matches the
    teacher's stride and learns nothing that depends on the phase of the pixel grid. Convolutions
    pad by reflection while training: the deep layers would otherwise know much about borders,
    and on a picture of 512 px they hardly meet any.
    """

    def __init__(self, widths: tuple[int, ...], pooling: Pooling = "avg") -> None:
        super().__init__()
        self.features = make_features(widths, batch_norm=True, pooling=pooling)
        set_padding(self.features, "reflect")
        pairs = zip(widths, teacher.CHANNELS, strict=True)
        self.heads = nn.ModuleList([nn.Conv2d(width, count, 1) for width, count in pairs])
        for index, count in enumerate(teacher.CHANNELS):
            self.register_buffer(f"mean{index}", torch.zeros(count))
            self.register_buffer(f"deviation{index}", torch.ones(count))

    def forward(self, batch: Tensor) -> list[Tensor]:
        """Normalised views, float `(B, 3, H, W)`, to standardised maps at strides 2 to 32."""
        foretold: list[Tensor] = []
        current = batch
        for layer in self.features:
            if isinstance(layer, nn.AvgPool2d | nn.MaxPool2d):
                current = layer(current)
                foretold.append(self.heads[len(foretold)](current))
            else:
                current = layer(current)
        foretold.append(self.heads[-1](functional.avg_pool2d(current, 2)))
        return foretold

    @torch.no_grad()
    def learn_scale(self, maps: list[Tensor]) -> None:
        """Take mean and deviation of each of the teacher's channels from these maps."""
        for index, found in enumerate(maps):
            self.get_buffer(f"mean{index}").copy_(found.mean(dim=(0, 2, 3)))
            self.get_buffer(f"deviation{index}").copy_(found.std(dim=(0, 2, 3)).clamp(min=1e-3))

    def standardized(self, maps: list[Tensor]) -> list[Tensor]:
        """The teacher's maps with mean 0 and deviation 1, cut off at 5 deviations."""
        return [
            (
                (found.float() - self.get_buffer(f"mean{index}")[:, None, None])
                / self.get_buffer(f"deviation{index}")[:, None, None]
            ).clamp(-5, 5)
            for index, found in enumerate(maps)
        ]


def set_padding(features: nn.Sequential, mode: Padding) -> None:
    """Let every convolution pad by `mode`."""
    for index, layer in enumerate(features):
        if isinstance(layer, nn.Conv2d) and layer.padding_mode != mode:
            swapped = nn.Conv2d(
                layer.in_channels, layer.out_channels, 3, padding=1, padding_mode=mode
            )
            swapped.load_state_dict(layer.state_dict())
            features[index] = swapped
