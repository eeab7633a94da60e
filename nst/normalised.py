"""The same network with every channel's mean activation brought to 1 (Gatys et al. 2016, §2).

"The weights of each unit are scaled": what goes into a channel is divided by its mean activation,
what comes out of it is multiplied by the same number, so each layer hears what it always heard.
Exact for a network of ReLUs and poolings. L. Gatys explains it in his own words in issue 2 of
leongatys/DeepTextures. The weights of his recipe's layers belong to such a network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor

from nst.images import fingerprint, open_image, resize, size_at
from nst.places import EXAMPLES
from nst.records import Picture
from nst.targets_disk import disk_folder
from nst.targets_file import decode_tensors, encode_tensors
from nst.vgg import VGGFeatures
from nst.weights.ranged import Malformed

PHOTOGRAPHS = ("astronaut", "cat", "coffee", "rocket")
"""Differs from Gatys et al. 2016 §2, who took means over ImageNet: over the four photographs that
come with the project."""

LONG_EDGE_PX = 256
NEARLY_DEAD = 0.01
"""A channel this weak, as a share of its layer's mean, gets its layer's scale."""

FORMAT = 1
Tensors = Mapping[str, Tensor]


def photographs() -> list[Picture]:
    """The bundled photographs that means are taken over, at 256 px."""
    found = [open_image(EXAMPLES / f"{name}.jpg") for name in PHOTOGRAPHS]
    return [resize(picture, *size_at(picture, LONG_EDGE_PX)) for picture in found]


def normalised(tensors: Tensors, means: Tensors) -> dict[str, Tensor]:
    """Weights by torchvision's keys, rescaled so that each channel's mean becomes 1.

    `means`: mean activation (C,) of each convolution that may be rescaled, by `features.N`.
    """
    changed = dict(tensors)
    carried = torch.ones(3, dtype=torch.float64)
    for layer in sorted(means, key=_place):
        weight, bias = tensors[f"{layer}.weight"].double(), tensors[f"{layer}.bias"].double()
        mean = means[layer].double()
        scale = torch.where(mean > NEARLY_DEAD * mean.mean(), mean, mean.mean().clamp(min=1e-6))
        weight = weight * carried[None, :, None, None] / scale[:, None, None, None]
        changed[f"{layer}.weight"], changed[f"{layer}.bias"] = (
            weight.float(),
            (bias / scale).float(),
        )
        carried = scale
    return changed


@torch.no_grad()
def channel_means(network: VGGFeatures, pictures: Sequence[Picture]) -> dict[str, Tensor]:
    """Mean activation (C,) after each ReLU over pictures and positions, by `features.N`.

    `N` is the place of the convolution before it; each picture counts alike.
    """
    taps = [name for name in network.names if name.startswith("relu")]
    total: dict[str, Tensor] = {}
    for picture in pictures:
        image = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].float() / 255
        for tap, features in network(image.to(network.mean.device), taps).items():
            mean = features.double().mean((1, 2)).cpu()
            total[tap] = total.get(tap, 0) + mean / len(pictures)
    return {f"features.{network.names.index(tap) - 1}": mean for tap, mean in total.items()}


def unit_mean_tensors(
    tensors: Tensors, sha256: str, build: Callable[[], VGGFeatures]
) -> dict[str, Tensor]:
    """`tensors` normalised over the bundled photographs.

    The means are kept on disk under the weights' `sha256`; else `build` makes the network as it
    was trained, pooling included, and the photographs are looked at.
    """
    pictures = photographs()
    seen = ":".join(fingerprint(picture) for picture in pictures)
    key = hashlib.sha256(f"unit means {FORMAT} {sha256} {seen}".encode()).hexdigest()
    folder = disk_folder()
    kept = folder.read(key)
    try:
        means = decode_tensors(key, kept or b"")
    except Malformed:
        means = channel_means(build(), pictures)
        folder.write(key, encode_tensors(key, means))
    return normalised(tensors, means)


def _place(layer: str) -> int:
    return int(layer.removeprefix("features."))
