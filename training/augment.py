"""A batch of distorted views of regions, made with a few batched tensor operations.

Every random number comes from the generator handed in (on the CPU, whatever the device of the
pixels), so a step can be made again exactly. Noise is added for teacher and student alike: the
student is to see it as the teacher does. A network that is taught to overlook noise lets the
canvas fill with speckle.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

GREY = (0.299, 0.587, 0.114)
"""Luma weights of Rec. 601, about which saturation is changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strengths:
    """How far views stray from their region; ratios, except `turn_degrees`."""

    smallest_crop: float = 0.6
    aspect: float = 0.2
    turn_degrees: float = 12.0
    contrast: float = 0.35
    saturation: float = 0.6
    shift: float = 0.12
    gamma: float = 0.35
    permute: float = 0.25
    """Probability that a view's colour channels are permuted."""
    noise: float = 0.08
    """Largest standard deviation of the noise, pixels in [0, 1]; half the views have none."""


def views(
    regions: Tensor, edge_px: int, generator: torch.Generator, strengths: Strengths | None = None
) -> Tensor:
    """One distorted view of each region.

    `regions`: uint8 `(B, 3, S, S)`. Returns float `(B, 3, edge_px, edge_px)` in [0, 1].
    """
    strengths = strengths or Strengths()
    batch = regions.float().div_(255)
    framed = reframe(batch, edge_px, generator, strengths)
    return grained(recolour(framed, generator, strengths), generator, strengths)


def reframe(
    batch: Tensor, edge_px: int, generator: torch.Generator, strengths: Strengths
) -> Tensor:
    """Crop, stretch, turn slightly, flip and transpose: float `(B, 3, edge_px, edge_px)`."""
    count = len(batch)

    def uniform(low: float, high: float) -> Tensor:
        return (low + (high - low) * torch.rand(count, generator=generator)).to(batch.device)

    size = uniform(strengths.smallest_crop, 1.0)
    stretch = torch.exp(uniform(-1.0, 1.0) * strengths.aspect / 2)
    half_y, half_x = (size * stretch).clamp(max=1), (size / stretch).clamp(max=1)
    center_y, center_x = (1 - half_y) * uniform(-1, 1), (1 - half_x) * uniform(-1, 1)
    angle = torch.deg2rad(uniform(-1, 1) * strengths.turn_degrees)
    quarters = torch.randint(0, 2, (3, count), generator=generator).bool().to(batch.device)
    flip_y, flip_x = 1 - 2 * quarters[0].float(), 1 - 2 * quarters[1].float()
    cosine, sine = torch.cos(angle), torch.sin(angle)
    row_x = torch.stack([half_x * cosine * flip_x, -half_x * sine * flip_y], dim=1)
    row_y = torch.stack([half_y * sine * flip_x, half_y * cosine * flip_y], dim=1)
    linear = torch.stack([row_x, row_y], dim=1)
    linear = torch.where(quarters[2][:, None, None], linear.flip(2), linear)
    theta = torch.cat([linear, torch.stack([center_x, center_y], dim=1)[:, :, None]], dim=2)
    grid = functional.affine_grid(theta, [count, 3, edge_px, edge_px], align_corners=False)
    return functional.grid_sample(batch, grid, padding_mode="reflection", align_corners=False)


def recolour(batch: Tensor, generator: torch.Generator, strengths: Strengths) -> Tensor:
    """Contrast, saturation, permutation and shift as one matrix per view, then gamma."""
    count = len(batch)

    def swing(size: tuple[int, ...], strength: float) -> Tensor:
        return ((2 * torch.rand(size, generator=generator) - 1) * strength).to(batch.device)

    saturation = (1 + swing((count, 1, 1), strengths.saturation)).clamp(min=0)
    grey = torch.tensor(GREY, device=batch.device).expand(3, 3)
    matrix = grey + saturation * (torch.eye(3, device=batch.device) - grey)
    matrix = matrix * torch.exp(swing((count, 1, 1), strengths.contrast))
    order = torch.rand((count, 3), generator=generator).argsort(dim=1)
    keep = torch.rand((count, 1), generator=generator) >= strengths.permute
    order = torch.where(keep, torch.arange(3), order).to(batch.device)
    matrix = torch.gather(matrix, 1, order[:, :, None].expand(-1, -1, 3))
    middle = batch.mean(dim=(1, 2, 3))[:, None, None]
    shift = swing((count, 3, 1), strengths.shift)
    shape = batch.shape
    mixed = torch.baddbmm(middle + shift, matrix, batch.reshape(count, 3, -1) - middle)
    gamma = torch.exp(swing((count, 1, 1), strengths.gamma))
    return mixed.clamp_(1e-4, 1).pow_(gamma).reshape(shape)


def grained(batch: Tensor, generator: torch.Generator, strengths: Strengths) -> Tensor:
    """Add grain of 1 or 2 px, grey or coloured, to half the views; stays in [0, 1]."""
    count, _, height, width = batch.shape
    amount = strengths.noise * torch.rand((count, 1, 1, 1), generator=generator) ** 2
    amount = amount * (torch.rand((count, 1, 1, 1), generator=generator) < 0.5)
    fine = torch.randn((count, 3, height, width), generator=generator)
    coarse = torch.randn((count, 3, -(-height // 2), -(-width // 2)), generator=generator)
    wide = functional.interpolate(coarse, scale_factor=2.0)[..., :height, :width]
    noise = torch.where(torch.rand((count, 1, 1, 1), generator=generator) < 0.5, fine, wide)
    grey = torch.rand((count, 1, 1, 1), generator=generator) < 0.5
    noise = torch.where(grey, noise[:, :1].expand_as(noise), noise)
    return (batch + (amount * noise).to(batch.device)).clamp_(0, 1)


def normalized(batch: Tensor) -> Tensor:
    """ImageNet's normalisation of float `(B, 3, H, W)` in [0, 1], channels last."""
    mean = torch.tensor(IMAGENET_MEAN, device=batch.device)[:, None, None]
    std = torch.tensor(IMAGENET_STD, device=batch.device)[:, None, None]
    return ((batch - mean) / std).contiguous(memory_format=torch.channels_last)
