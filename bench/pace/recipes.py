"""Every recipe by its own loss, judged by the textbook's: lines for the plot beside the race."""

from __future__ import annotations

import time
from collections.abc import Iterator

import torch

from bench.pace.race import Clock, Course, Pair
from bench.reference import Textbook, as_tensor
from nst.images import resize
from nst.networks import read_network
from nst.recipes import RECIPES
from nst.records import Picture, Progress
from nst.transfer import stylize
from nst.weights import WeightsFile

DENSITY = 1.4
"""Each canvas that is judged comes this many times later, in steps, than the one before."""


def run_recipe(
    name: str, pair: Pair, weights: WeightsFile, textbook: Textbook, cap_s: float
) -> Course:
    """The recipe as published, timed until it ends or `cap_s` are spent; judging is off the clock.

    Canvases of coarse scales are judged enlarged, as a visitor sees them.
    """
    course, size = Course(name), pair.at(pair.edge_px)[0].shape[:2]
    clock = Clock()
    due = 1.0
    for progress in _progress(name, pair, weights):
        clock.stop()
        ended = progress.done or clock.spent_s > cap_s
        if progress.step >= due or ended:
            due = max(progress.step + 1, progress.step * DENSITY)
            _judge(course, textbook, clock.spent_s, resize(progress.picture, *size))
        course.steps = progress.step
        if ended:
            if not progress.done:
                course.name = f"{name}, to step {progress.step} of {progress.steps}"
            break
        clock.go()
    return course


def _progress(name: str, pair: Pair, weights: WeightsFile) -> Iterator[Progress]:
    settings = RECIPES[name].settings.changed(long_edge_px=pair.edge_px)
    # The "gatys" convention's layer weights belong to a network of unit means (nst.networks).
    network = read_network(weights, settings.pooling, unit_means=settings.convention == "gatys")
    return stylize(pair.content, pair.style, settings, network, clock=time.perf_counter)


def _judge(course: Course, textbook: Textbook, seconds: float, picture: Picture) -> None:
    """Note the loss of a picture; a picture has no values beyond its range."""
    with torch.no_grad():
        loss = float(textbook(as_tensor(picture)))
    course.seconds.append(seconds)
    course.raw.append(loss)
    course.shown.append(loss)
