"""Which networks can paint, and what their published weights look like.

Facts only: nothing here opens a file or a connection.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from nst.layers import LAYERS_PER_BLOCK

Name = Literal["vgg19", "vgg16", "embedded"]
Source = Literal["file", "cache", "hub", "embedded"]
Shapes = Mapping[str, tuple[int, ...]]

NAMES = ("auto", "vgg19", "vgg16", "embedded")

EMBEDDED_FILE = Path(__file__).parent / "embedded.safetensors"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsFile:
    """A weights file that was found and checked.

    `sha256` is that of the whole file. `label` is one sentence for the page; `note` is None, or
    one sentence that says why the embedded network was used.
    """

    path: Path
    name: Name
    source: Source
    sha256: str
    label: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One network whose weights somebody published.

    `widths`: channels of the five blocks. `pth_sha256`: how the SHA-256 of torchvision's own file
    begins; it is part of that file's name. `first_kernel`: the nine numbers of the first 3 × 3
    kernel, rounded, as public notebooks print them. `pins`: SHA-256 of each tensor by key; empty
    means trust on first use (see `nst.weights.cache`).
    """

    name: Name
    title: str
    repo: str
    pth_sha256: str
    file: str = "model.safetensors"
    # "main", because nobody here has seen the repository's commit: it could not be looked up
    # where this was written. Each download asks for main once, reads on at the commit that the
    # Hub states, and writes that commit into the cached file.
    revision: str = "main"
    widths: tuple[int, ...] = (64, 128, 256, 512, 512)
    first_kernel: tuple[float, ...] = ()
    pins: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """One sentence for the page."""
        return f"Painted by {self.title} with the published ImageNet weights ({self.repo})."

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The tensors from conv1_1 to conv5_1 by torchvision key, `features.N.weight|bias`.

        Each convolution and its ReLU take two places of `features`, each pooling one. The layers
        below conv5_1 are not read: no setting of the gallery looks at them.
        """
        shapes: dict[str, tuple[int, ...]] = {}
        place, channels = 0, 3
        counts = LAYERS_PER_BLOCK[self.name]
        for block, (count, width) in enumerate(zip(counts, self.widths, strict=True), start=1):
            for _ in range(count if block < len(counts) else 1):
                shapes[f"features.{place}.weight"] = (width, channels, 3, 3)
                shapes[f"features.{place}.bias"] = (width,)
                place, channels = place + 2, width
            place += 1
        return shapes

    def parameters(self) -> int:
        """How many numbers `shapes` holds; 12,944,960 for VGG-19."""
        return sum(math.prod(shape) for shape in self.shapes().values())


# First kernels: `features.0.weight[0, 0]` of torchvision's vgg19 and vgg16 with
# IMAGENET1K_V1 weights, which are the ones that timm republishes as tv_in1k.
NETWORKS: dict[str, Published] = {
    "vgg19": Published(
        name="vgg19",
        title="VGG-19",
        repo="timm/vgg19.tv_in1k",
        pth_sha256="dcbb9e9d",
        first_kernel=(
            *(-0.053474, -0.049257, -0.067942),
            *(0.015314, 0.045068, 0.0021444),
            *(0.036226, 0.019999, 0.019864),
        ),
    ),
    "vgg16": Published(
        name="vgg16",
        title="VGG-16",
        repo="timm/vgg16.tv_in1k",
        pth_sha256="397923af",
        first_kernel=(
            *(-0.5537, 0.1427, 0.5290),
            *(-0.5831, 0.3566, 0.7657),
            *(-0.6902, -0.0480, 0.4841),
        ),
    ),
}
