"""Turns a weights file into a network that is ready to look at pictures, once per process.

Finding and fetching the file is the subject of `nst.weights`.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor

from nst.errors import WeightsError
from nst.normalised import unit_mean_tensors
from nst.selfcheck import warning
from nst.settings import Settings
from nst.vgg import FULL_WIDTHS, VGGFeatures
from nst.weights import WeightsFile, resolve

ZIP_MAGIC = b"PK\x03\x04"

OF_UNIT_MEANS = ("gatys", "balanced")
"""Conventions whose numbers belong to a network of unit mean activations: the authors' layer
weights do, and so does our own recipe, found with a network that training leaves in that state."""


@dataclass(frozen=True, slots=True)
class Network:
    """A frozen network on a device, and what the page and the record say of it."""

    features: VGGFeatures
    card: Mapping[str, str]
    """name, label and sha256 of the weights; `warning` if they are not what they are said to be."""
    device: torch.device


_loaded: dict[tuple[str, str, str, bool], Network] = {}
_lock = threading.Lock()


def load_network(
    name: str = "auto",
    pooling: str = "avg",
    file: Path | None = None,
    *,
    offline: bool | None = None,
    unit_means: bool = False,
) -> Network:
    """The network of that name with that pooling; loaded once and shared by all later callers.

    With `offline` the Hub is not asked, so that nobody waits for a download. With `unit_means` a
    published network is normalised (see `nst.normalised`); our own always is.
    Raises WeightsError when its weights cannot be had or are not what they should be.
    """
    found = resolve(name, file=file, offline=offline)
    key = (str(found.path), found.sha256, pooling, _to_rescale(found, unit_means))
    with _lock:
        if key not in _loaded:
            _loaded[key] = read_network(found, pooling, unit_means=unit_means)
        return _loaded[key]


def network_for(
    settings: Settings, file: Path | None = None, *, offline: bool | None = None
) -> Network:
    """The network that these settings ask for.

    Normalised where the convention belongs to a network of unit means. Raises WeightsError.
    """
    unit_means = settings.convention in OF_UNIT_MEANS
    return load_network(
        settings.network, settings.pooling, file, offline=offline, unit_means=unit_means
    )


def read_network(found: WeightsFile, pooling: str, *, unit_means: bool = False) -> Network:
    """Build a network from a weights file, without sharing it."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tensors, about = _read(found)
    topology = about.get("topology", found.name if found.name != "embedded" else "vgg19")
    widths = (
        tuple(int(width) for width in about["widths"].split(","))
        if "widths" in about
        else (FULL_WIDTHS)
    )
    trained_with = about.get("pooling", "max")
    features = VGGFeatures(topology, widths, pooling, trained_with).load(tensors)
    doubt = warning(features, found.name)
    rescaled = _to_rescale(found, unit_means)
    if rescaled:

        def as_trained() -> VGGFeatures:
            return VGGFeatures(topology, widths, trained_with, trained_with).load(tensors)

        features.load(unit_mean_tensors(tensors, found.sha256, as_trained))
    features = features.to(device).to(memory_format=torch.channels_last)
    card = {"name": found.name, "label": found.label, "sha256": found.sha256}
    card |= {"normalised": "unit mean activations"} if rescaled else {}
    card |= {"warning": doubt} if doubt else {}
    return Network(features, card, device)


def _to_rescale(found: WeightsFile, unit_means: bool) -> bool:
    return unit_means and found.name != "embedded"  # `training.export` has normalised ours


def _read(found: WeightsFile) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with found.path.open("rb") as opened:
            zipped = opened.read(4) == ZIP_MAGIC
        if zipped:  # torchvision's .pth, under whatever name
            tensors = torch.load(found.path, map_location="cpu", weights_only=True)
            return {key: tensors[key] for key in tensors if key.startswith("features.")}, {}
        with safe_open(found.path, framework="pt") as file:
            keys = [key for key in file.keys() if key.startswith("features.")]  # noqa: SIM118
            return {key: file.get_tensor(key) for key in keys}, file.metadata() or {}
    except Exception as error:  # torch and safetensors raise many kinds for a damaged file
        raise WeightsError(f"The weights in {found.path} cannot be read: {error}") from error
