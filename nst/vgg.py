"""VGG features with named taps: the frozen network that looks at pictures.

Keys and order are those of torchvision's published weights, at any width; a test compares. The
layers are built here all the same: importing torchvision takes as long as importing torch.
Nothing here reads files or computes losses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import torch
from torch import Tensor, nn

from nst.convolutions import ConvolutionStage, PoolingStage, Stage
from nst.errors import InputError, SettingsError, WeightsError
from nst.layers import LAYERS_PER_BLOCK
from nst.survey import Route, Survey, Window, survey
from nst.tiles import survey_in_tiles

FULL_WIDTHS = (64, 128, 256, 512, 512)
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

# Averages are smaller than maxima. This factor keeps activations at the size that the next layer
# was trained on; measured by K. Crowson for VGG-19 (style-transfer-pytorch, `VGGFeatures`).
AVERAGE_RESCALE = 2.0


def layer_names(topology: str = "vgg19") -> tuple[str, ...]:
    """Names of the modules of torchvision's `features`, in order: conv1_1, relu1_1 … pool5."""
    names = []
    for block, count in enumerate(LAYERS_PER_BLOCK[topology], start=1):
        for index in range(1, count + 1):
            names += [f"conv{block}_{index}", f"relu{block}_{index}"]
        names.append(f"pool{block}")
    return tuple(names)


class VGGFeatures(nn.Module):
    """A frozen VGG that returns the features at named taps.

    `topology` is vgg19 or vgg16, `widths` the channels of the five blocks. `pooling` is max or
    avg; where it differs from `trained_with`, activations are rescaled after each pooling. A
    `convB_I` tap is read before its ReLU, a `reluB_I` tap after it.
    """

    mean: Tensor
    std: Tensor

    def __init__(
        self,
        topology: str = "vgg19",
        widths: Sequence[int] = FULL_WIDTHS,
        pooling: str = "max",
        trained_with: str = "max",
    ) -> None:
        super().__init__()
        self.topology = topology
        self.widths = tuple(widths)
        self.names = layer_names(topology)
        plan: list[int | str] = []
        for width, count in zip(widths, LAYERS_PER_BLOCK[topology], strict=True):
            plan += [width] * count + ["M"]
        self.features = _layers(plan, lambda: _pool(pooling, trained_with))
        self.register_buffer("mean", torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(IMAGENET_STD).view(1, 3, 1, 1))
        self._stages: dict[tuple[torch.dtype, torch.device], list[Stage]] = {}
        self.requires_grad_(False).eval()

    def load(self, tensors: Mapping[str, Tensor]) -> VGGFeatures:
        """Take weights by torchvision's keys, ``features.N.weight`` and ``.bias``.

        The network is cut after the last layer that has weights. Raises WeightsError when a tensor
        in between is missing, has another shape or is not finite.
        """
        state = self.features.state_dict()
        have = {key.removeprefix("features."): value for key, value in tensors.items()}
        present = [int(key.split(".")[0]) for key in state if key in have]
        if not present:
            raise WeightsError("These weights have no layer of a VGG (features.0.weight …).")
        last = max(present) + 2  # the last convolution and its ReLU
        self._stages.clear()
        self.features = self.features[:last]
        self.names = self.names[:last]
        for key, own in self.features.state_dict().items():
            if key not in have or have[key].shape != own.shape:
                got = tuple(have[key].shape) if key in have else "missing"
                raise WeightsError(f"features.{key} is {got}; {tuple(own.shape)} is needed.")
            if not bool(torch.isfinite(have[key]).all()):
                raise WeightsError(f"features.{key} holds numbers that are not finite.")
        self.features.load_state_dict(
            {key: have[key].float() for key in self.features.state_dict()}
        )
        return self.requires_grad_(False).eval()

    def forward(self, image: Tensor, taps: Iterable[str]) -> dict[str, Tensor]:
        """Features of `image` at each tap.

        `image`: float (1, 3, H, W), sRGB in [0, 1]; it is normalised here and nowhere else.
        Returns float (C, h, w) by tap name. Raises SettingsError for a tap this network does not
        have and InputError for an image too small to reach the deepest one.
        """
        wanted = set(taps)
        deepest = self.depth(wanted)
        self._check_size(image, deepest)
        found: dict[str, Tensor] = {}
        x = (image - self.mean) / self.std
        for name, module in zip(self.names[: deepest + 1], self.features, strict=False):
            x = module(x)
            if name in wanted:
                found[name] = x[0]
        return found

    def survey(
        self,
        image: Tensor,
        features: Iterable[str],
        sums: Iterable[str],
        *,
        targets: Mapping[str, Tensor] | None = None,
        stress: Mapping[str, Tensor] | None = None,
        dtype: torch.dtype | None = None,
        window: Window | None = None,
        tile_px: int | None = None,
    ) -> Survey:
        """Features at some taps, sums over positions at others, distances from targets at others.

        Of those the latter two are differentiable, for losses: see `nst.survey`. `image` as for a
        call, and the errors too; `targets` (C, h, w) by tap as such a survey found them in
        `features`, their differences counted as often as `stress` (1, h, w) by tap says, else
        once. The network is walked in `dtype`, by default the image's; `window`, in px,
        limits what is brought back to a part of the picture. With `tile_px` a larger picture is
        walked in tiles of about that edge.
        """
        features, sums, targets = tuple(features), tuple(sums), targets or {}
        deepest = self.depth((*features, *sums, *targets))
        self._check_size(image, deepest)
        stages = self._laid_out(dtype or image.dtype, image.device)
        last = sum(name.startswith(("conv", "pool")) for name in self.names[: deepest + 1])
        walk_in = dtype or image.dtype
        route = Route(stages[:last], features, sums, walk_in, targets, stress or {}, window)
        image = (image - self.mean).div_(self.std)
        if tile_px is not None and max(image.shape[-2:]) > tile_px:
            return survey_in_tiles(image, route, tile_px)
        return survey(image, route)

    def _laid_out(self, dtype: torch.dtype, device: torch.device) -> list[Stage]:
        """The network's steps with weights of that precision, prepared once."""
        stages = self._stages.get((dtype, device))
        if stages is None:
            stages = []
            for name, module in zip(self.names, self.features, strict=True):
                if isinstance(module, nn.Conv2d):
                    assert module.bias is not None  # VGG's convolutions all have one
                    weight, bias = module.weight.to(dtype), module.bias.to(dtype)
                    stages.append(ConvolutionStage(name.removeprefix("conv"), weight, bias))
                elif name.startswith("pool"):
                    average = isinstance(module, (nn.AvgPool2d, _ScaledAverage))
                    factor = getattr(module, "factor", 1.0)
                    stages.append(PoolingStage(name, average=average, factor=factor))
            self._stages[dtype, device] = stages
        return stages

    def depth(self, taps: Iterable[str]) -> int:
        """Index of the deepest of these taps; SettingsError when this network has one not."""
        unknown = sorted(set(taps) - set(self.names))
        if unknown:
            raise SettingsError(
                f"This network has no {', '.join(unknown)}; its layers go from "
                f"{self.names[0]} to {self.names[-1]}."
            )
        return max(self.names.index(tap) for tap in taps)

    def _check_size(self, image: Tensor, deepest: int) -> None:
        pools = sum(name.startswith("pool") for name in self.names[: deepest + 1])
        smallest, short = 2**pools, min(image.shape[-2:])
        if short < smallest:
            raise InputError(
                f"{self.names[deepest]} needs a picture of at least {smallest} px a side; "
                f"this one has {short} px. Choose a larger size or a shallower layer."
            )


class _ScaledAverage(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.pool, self.factor = nn.AvgPool2d(2), factor

    def forward(self, x: Tensor) -> Tensor:
        pooled: Tensor = self.pool(x)
        return pooled * self.factor


class _ScaledMaximum(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.pool, self.factor = nn.MaxPool2d(2), factor

    def forward(self, x: Tensor) -> Tensor:
        pooled: Tensor = self.pool(x)
        return pooled * self.factor


def _layers(plan: Iterable[int | str], pool: Callable[[], nn.Module]) -> nn.Sequential:
    """Convolutions of these widths, each with its ReLU, and a pooling for each "M"."""
    layers: list[nn.Module] = []
    channels = 3
    for each in plan:
        if isinstance(each, int):
            # an in-place ReLU, as torchvision has it, would overwrite a kept conv tap
            layers += [nn.Conv2d(channels, each, 3, padding=1), nn.ReLU(inplace=False)]
            channels = each
        else:
            layers.append(pool())
    return nn.Sequential(*layers)


def _pool(pooling: str, trained_with: str) -> nn.Module:
    if pooling == trained_with:
        return nn.AvgPool2d(2) if pooling == "avg" else nn.MaxPool2d(2)
    if pooling == "avg":
        return _ScaledAverage(AVERAGE_RESCALE)
    return _ScaledMaximum(1 / AVERAGE_RESCALE)
