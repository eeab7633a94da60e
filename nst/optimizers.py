"""Moves a canvas downhill: Adam with an averaged picture, and L-BFGS with a guard.

Both yield after every step and know nothing of what the loss means.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.adam import adam

from nst.errors import RunError
from nst.settings import Settings

Loss = Callable[[Tensor], tuple[Tensor, dict[str, Tensor]]]

EXPLOSION = 10.0
"""A loss this many times the best so far is an explosion, not a step."""

MOST_REPAIRS = 5
# Differs from PyTorch's default of 100 (`gatys-2016`, `jacq`): each entry costs two canvases.
LBFGS_HISTORY = 20


@dataclass(frozen=True, slots=True)
class Step:
    """What one step left behind: the canvas to show (1, 3, H, W), the loss and its parts.

    The loss is that of the canvas from which the step was taken, except after L-BFGS's last one,
    which is measured; what Adam shows is an average of several. `canvas` is the canvas itself where
    that may lie beyond what can be shown.
    """

    shown: Tensor
    loss: float
    parts: Mapping[str, float]
    note: str | None = None
    canvas: Tensor | None = None


def optimize(canvas: Tensor, loss: Loss, settings: Settings, steps: int) -> Iterator[Step]:
    """Take `steps` steps from `canvas`, float (1, 3, H, W) in [0, 1], yielding after each.

    A loss is never negative, or an explosion could not be told from a gain. Raises RunError when
    it stays non-finite.
    """
    chosen = {"adam": _adam, "lbfgs": _lbfgs}[settings.optimizer]
    # Adam in one pass takes canvas and gradient for equally laid out, whatever they say
    return chosen(
        canvas.detach().clone(memory_format=torch.contiguous_format), loss, settings, steps
    )


def _adam(canvas: Tensor, loss: Loss, settings: Settings, steps: int) -> Iterator[Step]:
    """Adam (Kingma & Ba 2015), clamped to what can be shown; shows a bias-corrected average.

    `momentum` and `memory` are its β₁ and β₂. Differs from the usual 0.9 and 0.999 in our recipe: a
    scale of some 34 steps begins with a drawing that long momentum overshoots.
    """
    canvas.requires_grad_(True)
    walker = _Adam(canvas, (settings.momentum, settings.memory))
    size = settings.step_size
    shown, weight = canvas.detach(), 0.0
    for step in range(1, steps + 1):
        if settings.decay:
            size = settings.step_size * 0.5 * (1 + math.cos(math.pi * (step - 1) / steps))
        value, parts = _slope(canvas, loss, settings)
        found = float(value)
        if not math.isfinite(found):
            raise RunError(
                f"The loss became {found} at step {step} of {steps}. "
                f"Lower the step size (now {settings.step_size:g})."
            )
        walker.step(size)
        with torch.no_grad():
            canvas.clamp_(0, 1)
            if not _finite(canvas):
                raise RunError(
                    f"The picture broke at step {step} of {steps}: its slope was not finite. "
                    f"Lower the step size (now {settings.step_size:g})."
                )
            weight += (1 - settings.average) * (1 - weight)
            # never written to again: whoever was given it may look at it later
            shown = shown.lerp(canvas, (1 - settings.average) / weight)
        yield Step(shown, found, _floats(parts))


class _Adam:
    """PyTorch's own fused step. Its class of that name would load the compiler first, for 1.4 s."""

    def __init__(self, canvas: Tensor, betas: tuple[float, float]) -> None:
        self._canvas, self._betas = canvas, betas
        self._steps = torch.zeros((), device=canvas.device)
        self._mean, self._square = torch.zeros_like(canvas), torch.zeros_like(canvas)

    @torch.no_grad()
    def step(self, size: float) -> None:
        """Move the canvas against its gradient by about `size`."""
        assert self._canvas.grad is not None  # the slope has just been taken
        adam(
            [self._canvas],
            [self._canvas.grad],
            [self._mean],
            [self._square],
            [],
            [self._steps],
            fused=True,
            amsgrad=False,
            beta1=self._betas[0],
            beta2=self._betas[1],
            lr=size,
            weight_decay=0.0,
            eps=1e-8,
            maximize=False,
        )
        self._canvas.grad = None  # a whole canvas that the next evaluation has room for


def _lbfgs(canvas: Tensor, loss: Loss, settings: Settings, steps: int) -> Iterator[Step]:
    """PyTorch's L-BFGS, one evaluation a step, going back to the best picture if it explodes.

    Differs from PyTorch's tutorial, which clamps inside the closure: L-BFGS then measures another
    picture than it moved, and explodes near step 750. Here only what is shown is clamped.
    """
    canvas.requires_grad_(True)
    size, repairs = settings.step_size, 0
    best, best_loss = canvas.detach().clone(), math.inf
    best_parts: dict[str, float] = {}
    lbfgs = _new_lbfgs(canvas, size)
    parts: dict[str, Tensor] = {}

    def closure() -> Tensor:
        nonlocal parts
        value, parts = _slope(canvas, loss, settings)
        return value

    for step in range(1, steps + 1):
        before = canvas.detach().clone()
        found = float(lbfgs.step(closure))  # type: ignore[no-untyped-call]
        measured, note = _floats(parts), None
        if not math.isfinite(found) or found > EXPLOSION * best_loss or not _finite(canvas):
            repairs += 1
            if repairs > MOST_REPAIRS or not math.isfinite(best_loss):
                raise RunError(
                    f"The loss became {found:g} {repairs} times (best: {best_loss:g}). "
                    f"Lower the step size (now {settings.step_size:g}) or choose adam."
                )
            size /= 2
            note = f"The loss rose to {found:g}; went back to {best_loss:g} with half the step."
            with torch.no_grad():
                canvas.copy_(best)
            lbfgs = _new_lbfgs(canvas, size)
            found, measured = best_loss, best_parts
        elif found < best_loss:
            best, best_loss, best_parts = before, found, measured
        if step == steps:
            led_to = float(closure())  # no later step will measure where the last one led
            if not math.isfinite(led_to) or led_to > EXPLOSION * best_loss:
                note = f"The last step rose to {led_to:g}; went back to {best_loss:g}."
                found, measured = best_loss, best_parts
                with torch.no_grad():
                    canvas.copy_(best)
            else:
                found, measured = led_to, _floats(parts)
        yield Step(canvas.detach().clamp(0, 1), found, measured, note, canvas.detach())


def _slope(canvas: Tensor, loss: Loss, settings: Settings) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss of the canvas and its parts, with the gradient left in `canvas.grad`.

    The gradient is smoothed `softness` times: a descent in a Sobolev metric (Sundaramoorthi, Yezzi
    & Mennucci 2007), in which speckle is a long way off; its colour, which the network tells apart
    less finely than its lightness, over `hue_px`. Differs from all sources, which move every pixel
    and channel by itself.
    """
    # the caller may sit in a thread where someone has switched gradients off
    with torch.enable_grad():
        value, parts = loss(canvas)
        (slope,) = torch.autograd.grad(value, canvas)
    whole = math.floor(settings.softness)
    for _ in range(whole):
        slope = _smoothed(slope)
    if settings.softness > whole:
        slope = slope.lerp(_smoothed(slope), settings.softness - whole)
    if settings.hue_px > 1:
        slope = _with_broad_colors(slope, settings.hue_px)
    canvas.grad = slope.contiguous()  # L-BFGS flattens it with view()
    return value.detach(), {name: part.detach() for name, part in parts.items()}


def _smoothed(slope: Tensor) -> Tensor:
    """Each value averaged with its neighbours by the binomial kernel 1 2 1, across and down."""
    # sums of shifted copies: a grouped convolution with three channels takes twenty times as long
    found = functional.pad(slope, (1, 1, 1, 1), mode="replicate")
    for _ in range(2):
        found = found[..., 1:] + found[..., :-1]
        found = found[..., 1:, :] + found[..., :-1, :]
    return found.mul_(1 / 16)


def _with_broad_colors(slope: Tensor, hue_px: int) -> Tensor:
    """The same mean of the channels at every pixel, their differences spread over `hue_px`.

    Twice a moving average is a tent, whose spectrum is nowhere negative: whatever colours the slope
    asks for, this never walks the other way. Pooled and enlarged again, they did, and swung.
    """
    grey = slope.mean(1, keepdim=True)
    hue = functional.pad(slope - grey, (hue_px - 1,) * 4, mode="replicate")
    for dim in (-1, -2, -1, -2):
        hue = _moving_average(hue, dim, hue_px)
    return grey + hue


def _moving_average(slope: Tensor, dim: int, width: int) -> Tensor:
    """Means of `width` neighbours along `dim`, where all of them are there."""
    count = slope.shape[dim] - width + 1
    found = slope.narrow(dim, 0, count).clone()
    for start in range(1, width):
        found += slope.narrow(dim, start, count)
    return found.div_(width)


def _new_lbfgs(canvas: Tensor, size: float) -> torch.optim.LBFGS:
    return torch.optim.LBFGS(
        [canvas],
        lr=size,
        max_iter=1,
        history_size=LBFGS_HISTORY,
        tolerance_grad=0,
        tolerance_change=0,
    )


def _finite(canvas: Tensor) -> bool:
    # one number that is not finite spoils the sum, which takes a tenth of the time of a look at all
    return math.isfinite(float(canvas.detach().sum()))


def _floats(parts: Mapping[str, Tensor]) -> dict[str, float]:
    return dict(zip(parts, torch.stack(list(parts.values())).tolist(), strict=True))
