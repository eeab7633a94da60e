"""Style closure: the share of the photograph's distance to the painting that was painted away.

Distances are those of means and covariances of features, in a network that looks and never
paints. Opens torch.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

import torch
from torch import Tensor
from torch.nn import functional

from nst.canvas import to_canvas
from nst.errors import WeightsError
from nst.images import fingerprint
from nst.networks import Network, read_network
from nst.records import Picture
from nst.vgg import VGGFeatures
from nst.weights import WeightsFile

HERE = Path(__file__).parent
JUDGES = {
    HERE / "judge.safetensors": "07536644073d1c9bc66cdc31ec2f4a63cccf3e36c1a3ebd4611df592a68d986f",
    HERE / "judge-2.safetensors": (
        "ac80b09fb478feed479d64aaafbefddf4c4bc7a93af62747251823cecf310220"
    ),
}
"""Networks that look and never paint, with their SHA-256: what only one of them finds may be of
that one, not of the picture."""

JUDGE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
"""One tap a block, after the ReLU. Our recipe reads these, too, but in a network of its own."""

HELD_OUT_TAPS = ("relu4_3", "relu4_4")
"""Taps of the painting network itself that no recipe has in its objective."""

MARGIN_PX = 64
"""Mirrored around the picture and cut off the features: the network's zero padding stays outside.

A multiple of the largest stride, so that the cut falls between features.
"""

MOST_REMEMBERED = 4096
_TINY = 1e-12

# An eye remembers, and a network never changes.
_eyes: WeakKeyDictionary[VGGFeatures, Eye] = WeakKeyDictionary()

Statistics = tuple[Tensor, Tensor]
"""Channel means (C,) and covariance (C, C) of one tap."""


class Eye:
    """A network that looks at pictures and remembers the statistics of those it has seen."""

    def __init__(self, network: Network, taps: Iterable[str]) -> None:
        """Look through `network` at those of `taps` that it has."""
        self.features: VGGFeatures = network.features
        self.device = network.device
        self.sha256 = network.card["sha256"]
        self.taps = tuple(tap for tap in taps if tap in self.features.names)
        self._seen: dict[str, dict[str, Statistics]] = {}

    @torch.no_grad()
    def look(self, picture: Picture, taps: Iterable[str] | None = None) -> dict[str, Tensor]:
        """Features (C, h, w) by tap of a picture, uint8 (H, W, 3), free of the frame's influence.

        h and w are H and W over the tap's stride, rounded down.
        """
        taps = tuple(taps or self.taps)
        canvas = to_canvas(picture).to(self.device)
        margin = min(MARGIN_PX, (min(picture.shape[:2]) - 1) // 16 * 16)
        padded = functional.pad(canvas, (margin,) * 4, mode="reflect")
        found: dict[str, Tensor] = self.features(padded, taps)
        cut = {}
        for tap, features in found.items():
            stride = 2 ** sum(
                name.startswith("pool")
                for name in self.features.names[: self.features.names.index(tap)]
            )
            at, (height, width) = margin // stride, picture.shape[:2]
            cut[tap] = features[:, at : at + height // stride, at : at + width // stride]
        return cut

    def describe(self, picture: Picture) -> dict[str, Statistics]:
        """Mean and covariance by tap; a picture that was seen before is not looked at again."""
        key = fingerprint(picture)
        if key not in self._seen:
            if len(self._seen) >= MOST_REMEMBERED:
                self._seen.clear()
            looked = self.look(picture)
            self._seen[key] = {tap: mean_and_covariance(looked[tap]) for tap in self.taps}
        return self._seen[key]


def mean_and_covariance(features: Tensor) -> Statistics:
    """Statistics of features (C, ...), whatever shape their positions have.

    Apart from the engine's own, so that a yardstick does not change with what it measures.
    """
    flat = features.flatten(1).double()
    mean = flat.mean(dim=1)
    centred = flat - mean[:, None]
    return mean, centred @ centred.T / flat.shape[1]


def style_distance(
    found: Mapping[str, Statistics], target: Mapping[str, Statistics], taps: Iterable[str]
) -> float:
    """Mean over taps, and over mean and covariance, of the error's norm relative to the target's.

    0 when all statistics agree, 1 for a picture without any features, no upper end. Not squared:
    squares make a picture whose colours alone were moved look three quarters painted.
    """
    shares = [math.sqrt(share) for share in _shares(found, target, taps)]
    return sum(shares) / len(shares)


def style_loss(
    found: Mapping[str, Statistics], target: Mapping[str, Statistics], taps: Iterable[str]
) -> float:
    """The same with the errors squared, as an objective has them."""
    shares = _shares(found, target, taps)
    return sum(shares) / len(shares)


def _shares(
    found: Mapping[str, Statistics], target: Mapping[str, Statistics], taps: Iterable[str]
) -> list[float]:
    return [
        float((a - b).square().sum() / (b.square().sum() + _TINY))
        for tap in taps
        for a, b in zip(found[tap], target[tap], strict=True)
    ]


Distance = Callable[[Mapping[str, Statistics], Mapping[str, Statistics], Iterable[str]], float]


def closure(
    eye: Eye,
    pastiche: Picture,
    photograph: Picture,
    painting: Picture,
    distance: Distance = style_distance,
) -> float | None:
    """1 − d(pastiche, painting)/d(photograph, painting): minus infinity to 1.

    1 is the painting's own statistics, 0 no nearer to them than the photograph, below 0 farther
    away. None when the eye has none of the taps. Sizes of the pictures matter: strokes are
    compared as they are, pixel by pixel.
    """
    if not eye.taps:
        return None
    target = eye.describe(painting)
    left = distance(eye.describe(pastiche), target, eye.taps)
    whole = distance(eye.describe(photograph), target, eye.taps)
    return 1 - left / (whole + _TINY)


def eye_of(network: Network) -> Eye:
    """The painting network's own eye, on the layers held out; one for each network."""
    if network.features not in _eyes:
        _eyes[network.features] = Eye(network, HELD_OUT_TAPS)
    return _eyes[network.features]


@cache
def judge(number: int = 1) -> Eye:
    """The project's first or second judge; WeightsError when its file was changed."""
    path, known = list(JUDGES.items())[number - 1]
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != known:
        raise WeightsError(
            f"{path.name} has SHA-256 {found[:12]}…; the judge's is {known[:12]}…. "
            "Restore it, or figures of different days cannot be compared."
        )
    file = WeightsFile(path=path, name="embedded", source="file", sha256=found, label="A judge.")
    return Eye(read_network(file, "avg"), JUDGE_TAPS)
