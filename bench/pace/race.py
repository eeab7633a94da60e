"""The race: when does our engine reach the loss at which the textbook ends?

Both minimise the same loss on the same photograph, painting, network and threads. Every canvas is
judged alike and off the clock: by the textbook's own loss, in fp32, at full size; once as it is and
once as a picture, with values beyond [0, 1] cut off.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from bench.reference import METHODS, Textbook, as_tensor, paint
from nst.canvas import to_canvas
from nst.images import resize, size_at
from nst.objective import Objective
from nst.optimizers import optimize
from nst.recipes import RECIPES
from nst.records import Picture
from nst.repaint import PALETTE_EDGE_PX, apply_palette, palette_table
from nst.settings import Settings
from nst.vgg import VGGFeatures

Leg = tuple[float, int]
"""Part of the full long edge, and steps at most."""


@dataclass(frozen=True)
class Pair:
    """What is painted: both pictures as they were opened, the long edge, the file of weights.

    `pooling` is what the network was trained with; the textbook takes that, so ours does too.
    """

    content: Picture
    style: Picture
    edge_px: int
    weights: Path
    pooling: str

    def at(self, edge_px: int) -> tuple[Picture, Picture]:
        """Photograph and painting at that long edge, each."""
        return (
            resize(self.content, *size_at(self.content, edge_px)),
            resize(self.style, *size_at(self.style, edge_px)),
        )


@dataclass(frozen=True)
class Way:
    """One way to paint with our engine."""

    name: str
    legs: Sequence[Leg]
    changes: Mapping[str, object] = field(default_factory=dict)
    """Settings that differ from those of the method as published."""


@dataclass
class Course:
    """What a run went through: seconds, and the loss of the canvas then."""

    name: str
    seconds: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    """Loss of each canvas as it is."""
    shown: list[float] = field(default_factory=list)
    """Loss of each canvas as a picture."""
    steps: int = 0

    def judge(self, textbook: Textbook, seconds: float, canvas: Tensor) -> None:
        """Note the losses of the canvas reached by then."""
        self.seconds.append(seconds)
        with torch.no_grad():
            self.raw.append(float(textbook(canvas)))
            self.shown.append(float(textbook(canvas.clamp(0, 1))))

    def reached_s(self, goal: float, *, shown: bool) -> float:
        """Seconds until the loss was at most `goal`; infinite if it never was."""
        losses = self.shown if shown else self.raw
        pairs = zip(self.seconds, losses, strict=True)
        return next((at for at, loss in pairs if loss <= goal), math.inf)

    def has_won(self, other: Course) -> bool:
        """Whether it has been where the other one ended, by both measures."""
        return min(self.raw, default=math.inf) <= other.raw[-1] and (
            min(self.shown, default=math.inf) <= other.shown[-1]
        )


def textbook_of(pair: Pair, method: str) -> tuple[Textbook, Tensor]:
    """The textbook's loss at full size, and the content image it is for."""
    content, style = (as_tensor(picture) for picture in pair.at(pair.edge_px))
    return Textbook(METHODS[method], pair.weights, content, style), content


def run_textbook(pair: Pair, method: str, evaluations: int) -> tuple[Course, Textbook]:
    """The reference, timed; every twentieth canvas and the last one are judged."""
    course = Course(f"textbook, {method}")
    began = time.perf_counter()
    textbook, content = textbook_of(pair, method)
    prepared_s = time.perf_counter() - began
    kept: list[tuple[float, Tensor]] = []

    def seen(number: int, seconds: float, _: float, canvas: Tensor) -> None:
        course.steps = number
        if number % 20 == 0 or number in (1, 5, 10, evaluations):
            kept.append((prepared_s + seconds, canvas.clone()))

    paint(textbook, content, evaluations, seen)
    for seconds, canvas in kept:
        course.judge(textbook, seconds, canvas)
    return course, textbook


def run_ours(
    pair: Pair,
    method: str,
    way: Way,
    network: VGGFeatures,
    textbook: Textbook,
    reference: Course,
    *,
    cap_s: float = math.inf,
) -> Course:
    """Our engine by that way, timed from the opened pictures on.

    Ends when it has won, is through, or has spent `cap_s`.
    """
    settings = RECIPES[method].settings.changed(pooling=pair.pooling, **way.changes)
    course = Course(way.name)
    clock = Clock()
    at_full_size = 0
    for step, canvas in enumerate(_canvases(pair, way, settings, network), start=1):
        clock.stop()
        course.steps = step
        if canvas is not None:
            at_full_size += 1
            if at_full_size == 1 or at_full_size % (3 if at_full_size <= 60 else 10) == 0:
                course.judge(textbook, clock.spent_s, canvas)
                if course.has_won(reference) or clock.spent_s > cap_s:
                    break
        clock.go()
    return course


class Clock:
    """A stopwatch."""

    def __init__(self) -> None:
        self.spent_s = 0.0
        self.go()

    def go(self) -> None:
        self._since = time.perf_counter()

    def stop(self) -> None:
        self.spent_s += time.perf_counter() - self._since


def _canvases(
    pair: Pair, way: Way, settings: Settings, network: VGGFeatures
) -> Iterator[Tensor | None]:
    """After each step the canvas, or None below full size."""
    canvas: Tensor | None = None
    for part, steps in way.legs:
        content, style = pair.at(round(pair.edge_px * part))
        if canvas is None:
            canvas = _start(pair, content, settings)
        else:
            canvas = functional.interpolate(
                canvas, content.shape[:2], mode="bicubic", align_corners=False
            )
        objective = Objective(network, settings, to_canvas(content), to_canvas(style))
        for step in optimize(canvas, objective, settings, steps):
            canvas = step.shown if step.canvas is None else step.canvas
            yield canvas if part == 1 else None


def _start(pair: Pair, content: Picture, settings: Settings) -> Tensor:
    if settings.init == "noise":
        shape = (1, 3, *content.shape[:2])
        return torch.rand(shape, generator=torch.Generator().manual_seed(settings.seed))
    if settings.init == "palette":
        small = pair.at(PALETTE_EDGE_PX)
        return to_canvas(apply_palette(content, palette_table(*small, seed=settings.seed)))
    return to_canvas(content)
