"""VGG-19's topology with few channels, and the classifier that it is trained in.

The layers come from torchvision's own layer maker, so that indices agree with its VGG-19.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import torch
from torch import Tensor, nn
from torchvision.models.vgg import make_layers

Padding = Literal["zeros", "reflect", "replicate", "circular"]

CONVS_PER_BLOCK = (2, 2, 4, 4, 2)
"""VGG-19 (Simonyan and Zisserman 2015, configuration E) up to relu5_2."""


def widths_for(width: int) -> tuple[int, ...]:
    """Channels per block when the first block has `width`: 1, 2, 4, 8, 8 times as many."""
    return tuple(width * factor for factor in (1, 2, 4, 8, 8))


def make_features(widths: tuple[int, ...], *, batch_norm: bool) -> nn.Sequential:
    """conv1_1 to relu5_2 with average pooling, named as in torchvision's `vgg19().features`.

    Batch normalisation, where wanted, shifts the indices as in `vgg19_bn`. ReLUs are not in place.
    """
    plan: list[str | int] = []
    for block, (convs, width) in enumerate(zip(CONVS_PER_BLOCK, widths, strict=True)):
        plan += ["M"] * (block > 0) + [width] * convs
    features: nn.Sequential = make_layers(plan, batch_norm=batch_norm)
    for index, layer in enumerate(features):
        if isinstance(layer, nn.MaxPool2d):
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


class RegionClassifier(nn.Module):
    """Which region does a view come from? (Dosovitskiy et al. 2014.)

    A linear head on the average of relu5_2 over the view. Convolutions pad by reflection while
    training: on a 72 px view the deep layers would otherwise know nothing but borders, and on a
    picture of 512 px they meet hardly any.
    """

    def __init__(self, widths: tuple[int, ...], classes: int) -> None:
        super().__init__()
        self.features = make_features(widths, batch_norm=True)
        set_padding(self.features, "reflect")
        self.head = nn.Linear(widths[-1], classes)

    def forward(self, batch: Tensor) -> Tensor:
        """Normalised views, float `(B, 3, H, W)`, to logits `(B, classes)`."""
        pooled = self.features(batch).mean(dim=(2, 3))
        return torch.as_tensor(self.head(pooled))


def set_padding(features: nn.Sequential, mode: Padding) -> None:
    """Let every convolution pad by `mode`."""
    for index, layer in enumerate(features):
        if isinstance(layer, nn.Conv2d) and layer.padding_mode != mode:
            swapped = nn.Conv2d(
                layer.in_channels, layer.out_channels, 3, padding=1, padding_mode=mode
            )
            swapped.load_state_dict(layer.state_dict())
            features[index] = swapped
