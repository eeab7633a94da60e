"""Style targets: what a painting looks like to the network, at one size.

They depend on the painting, its size, the network and how it looks, and on nothing of the
photograph; so they can be computed once and kept. Keeping them is the subject of
`nst.targets_store`.
"""

from __future__ import annotations

import hashlib
import json
import platform
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

import PIL
import torch
from torch import Tensor
from torch.nn import functional

from nst.losses import STYLE_LOSSES, Statistics
from nst.survey import Window
from nst.vgg import VGGFeatures

MARGIN_SHARE = 32
"""A margin is about this part of the long edge: about an eighth more to compute."""

MARGIN_STEP_PX = 16
"""A margin is a multiple of the deepest stride, so that every pooling falls as without it."""

# The one state of this module: a network's hash takes 30 ms and a network never changes.
_hashes: WeakKeyDictionary[VGGFeatures, str] = WeakKeyDictionary()
_hashing = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class StyleTargets:
    """Statistics of a painting by tap, and the squared size of each. Shared: never written to.

    What the statistics are is told by the style loss (see `nst.losses.STYLE_LOSSES`); a size is a
    scalar tensor.
    """

    statistics: Mapping[str, Statistics]
    norms: Mapping[str, Tensor]


Recall = Callable[[str, Callable[[], StyleTargets]], StyleTargets]
"""Takes the name of targets and what computes them; gives them back, perhaps without computing."""


@torch.no_grad()
def style_targets(
    network: VGGFeatures,
    style: Tensor,
    taps: Iterable[str],
    style_loss: str,
    *,
    margin: bool,
    dtype: torch.dtype | None = None,
    tile_px: int | None = None,
) -> StyleTargets:
    """The targets of a painting, float (1, 3, h, w) in [0, 1], any size.

    `style_loss` is a row of `nst.losses.STYLE_LOSSES`. The network is walked in `dtype`, by default
    the painting's, and with `tile_px` in tiles.
    """
    loss = STYLE_LOSSES[style_loss]
    image, window = with_margin(style) if margin else (style, None)
    found = network.survey(image, (), taps, dtype=dtype, window=window, tile_px=tile_px)
    statistics = {tap: loss.describe(sums.moments()) for tap, sums in found.sums.items()}
    return StyleTargets(statistics, {tap: loss.size(each) for tap, each in statistics.items()})


def with_margin(image: Tensor) -> tuple[Tensor, Window]:
    """The image, (1, 3, H, W), with a mirrored margin around it, and where it lies therein.

    The network pads with zeros, which it sees as a frame; a margin keeps that frame outside. What
    lies in the margin is only seen from inside, and does not count by itself.
    """
    window = inside_margin(*image.shape[-2:])
    return functional.pad(image, (window[0].start,) * 4, mode="reflect"), window


def inside_margin(height: int, width: int) -> Window:
    """Where an image of this size in px lies within its margin, as wide on all sides."""
    edge = max(1, round(max(height, width) / MARGIN_SHARE / MARGIN_STEP_PX)) * MARGIN_STEP_PX
    edge = min(edge, (min(height, width) - 1) // MARGIN_STEP_PX * MARGIN_STEP_PX)
    return slice(edge, edge + height), slice(edge, edge + width)


def targets_key(
    network: VGGFeatures,
    painting: str,
    size_px: tuple[int, int],
    taps: Iterable[str],
    style_loss: str,
    *,
    margin: bool,
    dtype: torch.dtype | None = None,
    tile_px: int | None = None,
) -> str:
    """A name for these targets, 64 hexadecimal digits: the same name means the same bytes.

    `painting`: fingerprint of the picture's pixels before it is resized to `size_px`, (height,
    width). The name changes with whatever may change a bit of the result: the network's parameters
    and pooling, the taps, the loss, the precision, the tiles, this package's own code, and the
    libraries, threads and processor that compute.
    """
    parts = {
        "painting": painting,
        "size_px": list(size_px),
        "network": network_hash(network),
        "taps": sorted(taps),
        "style_loss": style_loss,
        "margin": margin,
        "dtype": str(dtype or torch.float32),
        "tile_px": tile_px,
        "computed_by": [*_computed_by(), str(network.mean.device)],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def network_hash(network: VGGFeatures) -> str:
    """SHA-256 over a frozen network's layers and parameters, computed once for each network."""
    with _hashing:
        known = _hashes.get(network)
        if known is None:
            digest = hashlib.sha256(str(network).encode())
            digest.update(repr([getattr(each, "factor", 1) for each in network.modules()]).encode())
            for name, value in sorted(network.state_dict().items()):
                digest.update(f"{name} {value.dtype} {tuple(value.shape)}".encode())
                digest.update(value.cpu().reshape(-1).view(torch.uint8).numpy())
            known = _hashes[network] = digest.hexdigest()
        return known


@cache
def _own_code() -> str:
    """SHA-256 over this package's engine: whoever changes it need not think of what is kept."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _computed_by() -> list[str]:
    return [
        _own_code(),
        f"torch {torch.__version__}",
        f"Pillow {PIL.__version__}",
        f"{torch.get_num_threads()} threads",
        f"{platform.machine()} {torch.backends.cpu.get_cpu_capability()}",
    ]
