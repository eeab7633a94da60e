"""The textbook, written plainly: what every claim of speed is measured against.

Gatys et al. 2016 and PyTorch's own tutorial (A. Jacq) at one scale: fp32, contiguous tensors,
autograd through every layer, PyTorch's L-BFGS as it comes. Nothing is slowed down on purpose, and
nothing is shared with the engine but the file of weights.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors import safe_open
from torch import Tensor, nn
from torch.nn import functional

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
POOLED_AFTER = ("conv1_2", "conv2_2", "conv3_4", "conv4_4")

Seen = Callable[[int, float, float, Tensor], None]
"""Is told the number of an evaluation, seconds since the start, the loss, and the canvas."""


@dataclass(frozen=True)
class Method:
    """One published method: layers with weights, how Gram matrices are divided, how it starts."""

    content_layer: str
    style_layers: Mapping[str, float]
    divide_by_channels: bool
    """Gram matrices are divided by positions, and by channels too if this is so."""
    from_noise: bool
    clamped: bool
    """Whether the canvas is clamped to [0, 1] at every evaluation."""


METHODS = {
    # The weights of the authors' own code: 1000 / channels², with the published channel counts.
    "gatys-2016": Method(
        content_layer="conv4_2",
        style_layers={
            f"conv{block}_1": 1000 / width**2
            for block, width in enumerate((64, 128, 256, 512, 512), start=1)
        },
        divide_by_channels=False,
        from_noise=True,
        clamped=False,
    ),
    "jacq": Method(
        content_layer="conv2_2",
        style_layers=dict.fromkeys(("conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1"), 1e6),
        divide_by_channels=True,
        from_noise=False,
        clamped=True,
    ),
}


class Vgg19(nn.Module):
    """VGG-19 up to one layer, with every convolution's output by name."""

    def __init__(self, weights: Path, deepest: str) -> None:
        super().__init__()
        self.layers = nn.ModuleDict()
        with safe_open(weights, framework="pt") as file:
            average = (file.metadata() or {}).get("pooling", "max") == "avg"
            numbers = sorted({int(key.split(".")[1]) for key in file.keys()})  # noqa: SIM118
            for name, number in zip(convolution_names(), numbers, strict=False):
                weight = file.get_tensor(f"features.{number}.weight").float()
                layer = nn.Conv2d(weight.shape[1], weight.shape[0], 3, padding=1)
                layer.weight = nn.Parameter(weight)
                layer.bias = nn.Parameter(file.get_tensor(f"features.{number}.bias").float())
                self.layers[name] = layer
                if name == deepest:
                    break
        self.pool = nn.AvgPool2d(2) if average else nn.MaxPool2d(2)
        self.requires_grad_(False).eval()

    def forward(self, image: Tensor) -> dict[str, Tensor]:
        """The outputs of the convolutions, (1, C, h, w), for an image (1, 3, H, W) in [0, 1]."""
        x = (image - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(STD).view(1, 3, 1, 1)
        found = {}
        for name, layer in self.layers.items():
            found[name] = layer(x)
            x = functional.relu(found[name])
            if name in POOLED_AFTER:
                x = self.pool(x)
        return found


def convolution_names() -> list[str]:
    """conv1_1 to conv5_4."""
    counts = (2, 2, 4, 4, 4)
    return [f"conv{b}_{i}" for b, count in enumerate(counts, 1) for i in range(1, count + 1)]


def gram_matrix(features: Tensor, divide_by_channels: bool) -> Tensor:
    """Gram matrix (C, C) of features (1, C, h, w)."""
    channels = features.shape[1]
    flat = features.view(channels, -1)
    gram = flat @ flat.t() / flat.shape[1]
    return gram / channels if divide_by_channels else gram


class Textbook:
    """The loss of one method for one photograph and one painting."""

    def __init__(self, method: Method, weights: Path, content: Tensor, style: Tensor) -> None:
        """`content` and `style`: float (1, 3, H, W) in [0, 1]."""
        self.method = method
        self.network = Vgg19(weights, max(method.content_layer, *method.style_layers))
        with torch.no_grad():
            self.content_target = self.network(content)[method.content_layer]
            found = self.network(style)
            self.style_targets = {layer: self._gram(found[layer]) for layer in method.style_layers}

    def _gram(self, features: Tensor) -> Tensor:
        return gram_matrix(features, self.method.divide_by_channels)

    def __call__(self, canvas: Tensor) -> Tensor:
        """The total loss of a canvas, (1, 3, H, W)."""
        found = self.network(canvas)
        loss = functional.mse_loss(found[self.method.content_layer], self.content_target)
        for layer, weight in self.method.style_layers.items():
            gram = self._gram(found[layer])
            loss = loss + weight * functional.mse_loss(gram, self.style_targets[layer])
        return loss


def paint(
    loss: Textbook, content: Tensor, evaluations: int, seen: Seen, *, seed: int = 0
) -> Tensor:
    """Minimise the loss with PyTorch's L-BFGS as it comes; returns the canvas, (1, 3, H, W)."""
    torch.manual_seed(seed)
    canvas = torch.rand_like(content) if loss.method.from_noise else content.clone()
    canvas.requires_grad_(True)
    lbfgs = torch.optim.LBFGS([canvas])
    began, done = time.perf_counter(), 0

    def closure() -> Tensor:
        nonlocal done
        if loss.method.clamped:
            with torch.no_grad():
                canvas.clamp_(0, 1)
        lbfgs.zero_grad()
        value = loss(canvas)
        value.backward()  # type: ignore[no-untyped-call]
        done += 1
        if done <= evaluations:
            seen(done, time.perf_counter() - began, float(value.detach()), canvas.detach())
        return value

    while done < evaluations:
        lbfgs.step(closure)  # type: ignore[no-untyped-call]
    return canvas.detach()


def as_tensor(picture: npt.NDArray[Any]) -> Tensor:
    """uint8 (H, W, 3) as float (1, 3, H, W) in [0, 1]."""
    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))[None].float() / 255
