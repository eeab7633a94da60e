"""Is a network that is said to be a published one really that, and does it see as it should?

Asked once when it is loaded. What differs is told as sentences and paints all the same: whoever
names a file may know what they do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from nst.vgg import FULL_WIDTHS, IMAGENET_MEAN, VGGFeatures
from nst.weights.documented import KERNELS, STATISTICS
from nst.weights.networks import NETWORKS

ROUNDING = 6e-4
"""Documented means and deviations have three decimals."""

KERNEL_ROUNDING = 6e-5

# The bounds below are wide, since no published network could be measured here: they let every
# sound VGG pass and catch what is broken. ReLUs of trained VGGs are silent for a half (shallow) to
# nine tenths (deep) of the positions; our own network's are at 0.30 to 0.56.
SILENT = (0.05, 0.98)

# From one convolution to the next the mean activation of our own network changes by 0.6 to 2.
MOST_GROWTH = 30.0

# Mean correlation, sign aside, of the three colour planes of a first kernel: 0.28 by chance, 0.66
# in our own network, 0.63 in the documented kernels of VGG-19 and VGG-16.
LEAST_COLOUR_AGREEMENT = 0.4

PLAIN_PX = 16
PROBE_PX = 96
PROBE_DISCS = 300


def warning(network: VGGFeatures, name: str) -> str | None:
    """One sentence that says why this is not the published network of that name, or None.

    Only networks of the published width are asked; `name` is one of `nst.weights.networks.NAMES`.
    """
    if name not in STATISTICS or network.widths != FULL_WIDTHS:
        return None
    found = [*_documented(network, name), *_plain(network, name), *_seen(network)]
    if not found:
        return None
    return (
        f"These are not the published weights of {NETWORKS[name].title}: {'; '.join(found)}. "
        "Recipes may need other weights."
    )


def _convolutions(network: VGGFeatures) -> dict[str, nn.Conv2d]:
    return {
        f"features.{at}": module
        for at, module in enumerate(network.features)
        if isinstance(module, nn.Conv2d)
    }


def _documented(network: VGGFeatures, name: str) -> Iterator[str]:
    """What differs from the documented figures."""
    convolutions = _convolutions(network)
    asked = differing = 0
    for key, expected in STATISTICS[name].items():
        module = convolutions.get(key)
        tensors = (None, None) if module is None else (module.weight, module.bias)
        for tensor, figures in zip(tensors, expected, strict=True):
            asked += 1
            differing += tensor is None or not _agrees(tensor, figures)
    kernel = _kernel_difference(convolutions["features.0"].weight, name)
    if kernel:
        yield kernel
    if differing:
        yield f"{differing} of {asked} documented means and deviations differ"


def _agrees(tensor: Tensor, figures: tuple[float, float]) -> bool:
    found = (float(tensor.mean()), float(tensor.std()))
    return all(abs(a - b) <= ROUNDING for a, b in zip(found, figures, strict=True))


def _kernel_difference(weight: Tensor, name: str) -> str | None:
    """How the documented first kernels differ from those of this network, if they do."""
    places = list(KERNELS[name])
    known = torch.tensor([KERNELS[name][place] for place in places]).view(-1, 3, 3, 3)
    found = weight.detach().cpu().float()[places]
    if _close(found, known):
        return None
    if _close(found.flip(1), known):
        return "its colours are in the order blue, green, red"
    planes = [_factor(found[:, plane], known[:, plane]) for plane in range(3)]
    if all(planes):
        scales = ", ".join(f"{factor:.3g}" for factor in planes)
        if max(planes) - min(planes) <= 0.01 * max(planes):
            return f"its first kernels are {planes[0]:.3g} times the published ones"
        return f"its first kernels expect other pixels (red, green, blue times {scales})"
    if all(_factor(*pair) for pair in zip(found, known, strict=True)):
        return "each first kernel is scaled by a number of its own, as in a normalised network"
    everywhere = weight.detach().cpu().float()
    if all((everywhere - each).abs().amax((1, 2, 3)).min() <= KERNEL_ROUNDING for each in known):
        return "its first kernels stand in another order"
    return "its first kernels are others"


def _factor(found: Tensor, known: Tensor) -> float:
    """The number that turns one into the other, or 0 if there is none."""
    factor = float((found * known).sum() / known.square().sum())
    return factor if factor > 0 and _close(found / factor, known) else 0.0


def _close(found: Tensor, known: Tensor) -> bool:
    return bool((found - known).abs().max() <= KERNEL_ROUNDING)


@torch.no_grad()
def _plain(network: VGGFeatures, name: str) -> Iterator[str]:
    """Whether conv1_1 answers a plain picture of ImageNet's mean colour as documented.

    Normalised, that picture is 0 everywhere, so each channel answers with its own bias.
    """
    picture = torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1).expand(1, 3, PLAIN_PX, PLAIN_PX)
    answers = network(picture.to(network.mean.device), ["conv1_1"])["conv1_1"].mean((1, 2))
    mean, deviation = STATISTICS[name]["features.0"][1]
    if not _agrees(answers, (mean, deviation)):
        yield (
            f"conv1_1 answers the mean colour with {answers.mean():.3f} ± {answers.std():.3f} "
            f"instead of {mean:.3f} ± {deviation:.3f}"
        )


@torch.no_grad()
def _seen(network: VGGFeatures) -> Iterator[str]:
    """What is wrong with how the network sees the probe, whatever its scale."""
    agreement = _colour_agreement(_convolutions(network)["features.0"].weight)
    if agreement < LEAST_COLOUR_AGREEMENT:
        yield f"its first kernels look like noise (colours agree by {agreement:.2f})"
    taps = [name for name in network.names if name.startswith("relu")]
    found = network(probe().to(network.mean.device), taps)
    before = None
    for tap in taps:
        silent, mean = float((found[tap] <= 0).float().mean()), float(found[tap].mean())
        if not SILENT[0] <= silent <= SILENT[1]:
            yield f"{tap} is silent at {silent:.0%} of its positions"
            return
        if before and not 1 / MOST_GROWTH <= mean / before <= MOST_GROWTH:
            yield f"{tap} is {mean / before:.2g} times as strong as the layer before"
            return
        before = mean


def _colour_agreement(weight: Tensor) -> float:
    """Mean correlation, sign aside, between the colour planes of kernels (C, 3, 3, 3)."""
    planes = weight.detach().float().flatten(2)
    planes = functional.normalize(planes - planes.mean(2, keepdim=True), dim=2)
    agreement = (planes @ planes.transpose(1, 2)).abs().mean(0)
    return float((agreement[0, 1] + agreement[0, 2] + agreement[1, 2]) / 3)


def probe() -> Tensor:
    """A fixed picture of overlapping discs ("dead leaves"), float (1, 3, 96, 96) in [0, 1].

    Edges and even areas of every size, as photographs have them; the same on every machine.
    """
    rows, columns = torch.meshgrid(*[torch.arange(PROBE_PX) + 0.5] * 2, indexing="ij")
    picture = torch.full((3, PROBE_PX, PROBE_PX), 0.5)
    for number in range(1, PROBE_DISCS):
        # multiples of irrational numbers, modulo 1: spread evenly, with no generator to depend on
        x, y, size, *color = (math.modf(number * math.sqrt(prime))[0] for prime in _PRIMES)
        inside = (rows - y * PROBE_PX) ** 2 + (columns - x * PROBE_PX) ** 2 < _radius_px(size) ** 2
        picture[:, inside] = torch.tensor(color)[:, None]
    return picture[None]


_PRIMES = (2, 3, 5, 7, 11, 13)


def _radius_px(share: float) -> float:
    """Radii whose density falls with the third power, so that no size prevails."""
    return 2.0 / math.sqrt(1 - share * (1 - (2.0 / 24.0) ** 2))
