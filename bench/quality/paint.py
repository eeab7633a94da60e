"""Paints one job and keeps the picture, so that it is never painted twice.

A job is known by its hash: both pictures, all settings, and the network's weights. Opens torch.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import resource
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from PIL import Image

import nst
from nst.errors import RunError
from nst.images import encode_png, fingerprint
from nst.networks import Network, network_for
from nst.records import Picture, Progress
from nst.session import stylize
from nst.settings import Settings
from nst.vgg import VGGFeatures

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINE = (
    *("aims", "boxes", "canvas", "colors", "convolutions", "faces", "images", "layers", "losses"),
    *("moments", "networks", "normalised", "objective", "optimizers", "palette", "plan"),
    *("precision", "repaint", "session", "survey", "targets", "tiles", "transfer", "vgg"),
)
"""The modules of `nst` that a picture depends on, besides its settings."""

_CLEAR_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A pastiche, or the failure that took its place, and what it cost.

    `again` is False when it was found on disk; `engine_changed` when the engine's code has changed
    since it was painted.
    """

    picture: Picture | None
    failure: str | None
    seconds: float
    peak_mb: float
    job: str
    again: bool
    engine_changed: bool = False


def open_network(name: str, settings: Settings) -> Network:
    """The network of that name, from that file, or `random`: He's initialisation, seed 0.

    `random:NAME` has the shape of that other network, `random` alone that of the embedded one.
    Pooling and unit means are as the settings ask; their own `network` is not looked at.
    """
    kind, _, shape = name.partition(":")
    if kind == "random":
        like = open_network(shape or "embedded", settings)
        return random_network(like.features, settings.pooling)
    if Path(name).is_file():
        return network_for(settings.changed(network="auto"), Path(name))
    return network_for(settings.changed(network=name))


@cache
def random_network(like: VGGFeatures, pooling: str, seed: int = 0) -> Network:
    """Untrained weights (He et al. 2015, fan-in, no biases) in the shape of another network."""
    state = torch.random.get_rng_state()
    torch.manual_seed(seed)
    features = VGGFeatures(like.topology, like.widths, pooling, trained_with=pooling)
    for module in features.features:
        if isinstance(module, torch.nn.Conv2d) and module.bias is not None:
            torch.nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            torch.nn.init.zeros_(module.bias)
    torch.random.set_rng_state(state)
    digest = hashlib.sha256(f"He, {like.widths}, seed {seed}".encode()).hexdigest()
    card = {"name": "random", "label": "Painted by random weights.", "sha256": digest}
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    features = features.to(device).to(memory_format=torch.channels_last)
    return Network(features, card, device)


def job_hash(content: Picture, style: Picture, settings: Settings, network: Network) -> str:
    """Sixteen hexadecimal digits that stand for everything a job was asked."""
    asked = {
        "content": fingerprint(content),
        "style": fingerprint(style),
        "settings": settings.as_dict(),
        "network": network.card["sha256"],
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


@cache
def engine_hash() -> str:
    """Sixteen hexadecimal digits of the engine's source code."""
    digest = hashlib.sha256()
    for name in ENGINE:
        path = Path(nst.__file__).parent / f"{name}.py"
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:16]


def paint(
    content: Picture,
    style: Picture,
    settings: Settings,
    network: Network,
    kept: Path,
    *,
    watch: Callable[[Progress], None] | None = None,
    fresh: bool = False,
) -> Painted:
    """Paint a job, or read it from `kept` (a path without suffix) when the same job lies there.

    Writes `kept`.png, with its run record, and `kept`.json. A RunError is a result, too, and so
    are statistics that cannot be decomposed: they are kept as a failure without a picture. With
    `fresh` a picture of an older engine is not taken.
    """
    job = job_hash(content, style, settings, network)
    note, file = kept.with_name(kept.name + ".json"), kept.with_name(kept.name + ".png")
    found = _read(note, file, job)
    if found is not None and not (fresh and found.engine_changed):
        return found
    reset_peak(network)
    began = time.perf_counter()
    picture, failure, record = None, None, None
    try:
        for progress in stylize(content, style, settings, network=network):
            if watch:
                watch(progress)
            if progress.result:
                picture, record = progress.result.picture, progress.result.record
    except RunError as error:
        failure = str(error)
    seconds = time.perf_counter() - began
    peak_mb = read_peak_mb(network)
    kept.parent.mkdir(parents=True, exist_ok=True)
    if picture is not None:
        file.write_bytes(encode_png(picture, record))
    about = {
        "job": job,
        "engine": engine_hash(),
        "failure": failure,
        "seconds": round(seconds, 3),
        "peak_mb": round(peak_mb, 1),
    }
    note.write_text(json.dumps(about) + "\n", "utf-8")
    return Painted(picture, failure, seconds, peak_mb, job, again=True)


def _read(note: Path, file: Path, job: str) -> Painted | None:
    try:
        about: dict[str, Any] = json.loads(note.read_text("utf-8"))
        if about["job"] != job:
            return None
        picture = None
        if about["failure"] is None:
            with Image.open(file) as image:
                picture = np.asarray(image.convert("RGB"))
        return Painted(
            picture,
            about["failure"],
            about["seconds"],
            about["peak_mb"],
            job,
            again=False,
            engine_changed=about["engine"] != engine_hash(),
        )
    except (OSError, KeyError, ValueError):  # nothing there, or a run that was cut off
        return None


def reset_peak(network: Network) -> None:
    """Let the memory peak be counted from now, where the system can (Linux, CUDA)."""
    if network.device.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
    with contextlib.suppress(OSError):  # the peak is then that of the whole process so far
        _CLEAR_PEAK.write_text("5")


def read_peak_mb(network: Network) -> float:
    """The most memory held since `reset_peak`, in 10⁶ bytes: on the GPU, else resident."""
    if network.device.type == "cuda":
        return torch.cuda.max_memory_allocated() / 1e6
    try:
        lines = _STATUS.read_text("utf-8").splitlines()
        peak = next(line for line in lines if line.startswith("VmHWM"))
        return int(peak.split()[1]) * 1024 / 1e6
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
