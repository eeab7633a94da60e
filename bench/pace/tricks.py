"""Ideas for a faster run that the engine does not have, tried from outside. For the ablation only.

Each is a context in which `nst.transfer` runs differently.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import AbstractContextManager
from unittest.mock import patch

from torch import Tensor
from torch.nn import functional

from nst import optimizers, transfer
from nst.objective import Objective
from nst.optimizers import Loss, Step, optimize
from nst.settings import Settings

STILL_LEVELS = 0.25
"""A canvas whose mean change in a step is less than this, of 255 levels, is called still."""

DEEPEST_BLOCKS = ("4", "5")


def layers_weighed_once() -> AbstractContextManager[object]:
    """Equal layers are measured at the first scale, and its factors kept for the others."""
    measure, kept = Objective.equalize, dict[str, float]()

    def once(objective: Objective, canvas: Tensor) -> None:
        if not kept:
            measure(objective, canvas)
            kept.update(objective.style_weights)
        objective.style_weights = dict(kept)

    return patch.object(Objective, "equalize", once)


def moments_carried_over() -> AbstractContextManager[object]:
    """Adam goes on with the moments of the scale before, brought to the new size."""
    last: list[optimizers._Adam] = []

    class Carrying(optimizers._Adam):
        def __init__(self, canvas: Tensor, betas: tuple[float, float]) -> None:
            super().__init__(canvas, betas)
            if last:
                self._take(last.pop(), canvas)
            last.append(self)

        def _take(self, before: optimizers._Adam, canvas: Tensor) -> None:
            size, old = canvas.shape[-2:], before._mean
            share = old.numel() / canvas.numel()  # a mean over more pixels pulls less at each
            mean = functional.interpolate(old, size, mode="bilinear")
            square = functional.interpolate(before._square, size, mode="bilinear")
            self._mean.copy_(mean * share)
            self._square.copy_(square * share**2)
            self._steps.copy_(before._steps)

    return patch.object(optimizers, "_Adam", Carrying)


def stopped_when_still() -> AbstractContextManager[object]:
    """A scale ends as soon as a step changes what is shown by less than STILL_LEVELS."""

    def until_still(canvas: Tensor, loss: Loss, settings: Settings, steps: int) -> Iterator[Step]:
        before = canvas
        for step in optimize(canvas, loss, settings, steps):
            yield step
            if float((step.shown - before).abs().mean()) * 255 < STILL_LEVELS:
                return
            before = step.shown

    return patch.object(transfer, "optimize", until_still)


def deepest_every_other_step() -> AbstractContextManager[object]:
    """Blocks 4 and 5 pull at every other step only, twice as hard."""

    def by_turns(canvas: Tensor, loss: Objective, settings: Settings, steps: int) -> Iterator[Step]:
        return optimize(canvas, _ByTurns(loss), settings, steps)

    return patch.object(transfer, "optimize", by_turns)


class _ByTurns:
    """An objective of two that take turns: one with the deepest blocks, one without them."""

    def __init__(self, whole: Objective) -> None:
        self._turns = 0
        self._deep, self._shallow = copy.copy(whole), copy.copy(whole)
        deepest = {tap for tap in whole.style_weights if tap[4] in DEEPEST_BLOCKS}
        self._deep.style_weights = {
            tap: weight * (2 if tap in deepest else 1)
            for tap, weight in whole.style_weights.items()
        }
        self._shallow.style_weights = {
            tap: weight for tap, weight in whole.style_weights.items() if tap not in deepest
        }

    def __call__(self, canvas: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        self._turns += 1
        return (self._deep if self._turns % 2 else self._shallow)(canvas)
