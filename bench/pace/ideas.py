"""The ablation of the default recipe: each idea taken away or added, with seconds and quality."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from PIL import Image, ImageDraw

from bench.pace import tricks
from bench.quality.scores import Scores
from bench.quality.scores import measure as judge
from nst.gallery import Gallery
from nst.images import open_image, resize, size_at
from nst.networks import network_for
from nst.places import EXAMPLES, STYLES
from nst.plan import plan_scales
from nst.records import Picture
from nst.session import stylize
from nst.settings import Settings

PAIRS = (("astronaut", "starry-night"), ("cat", "the-scream"))
"""Photographs and artworks that every idea is tried on; `--quick` takes the first."""

FIGURES = ("closure_judge", "structure", "grain")
CELL_PX, CAPTION_PX = 256, 34


@dataclass(frozen=True, slots=True)
class Idea:
    """One thing that a run does differently: settings, or what the engine does not offer."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    trick: Callable[[], AbstractContextManager[object]] = nullcontext

    def settings(self, own: Settings) -> Settings:
        """The settings of the default recipe with what this idea changes."""
        return own.changed(**self.changes)


@dataclass(frozen=True, slots=True)
class Trial:
    """What an idea led to: seconds over all pairs, the mean of each figure, and the pictures."""

    idea: Idea
    seconds: float
    scores: Mapping[str, float]
    pictures: Sequence[Picture]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"name": self.idea.name, "seconds": self.seconds, **self.scores}


def ideas(own: Settings) -> tuple[Idea, ...]:
    """The recipe itself, then without each idea that it has, then with those that it has not."""
    return (
        Idea("the default recipe"),
        Idea("without bf16", {"precision": "fp32"}),
        Idea("without coarse to fine", _at_one_scale(own)),
        Idea("without the palette first", {"init": "content"}),
        Idea("without equal layers", {"equalize": False}),
        Idea("without soft gradients", {"softness": 0, "hue_px": 1}),
        Idea("without redrawing", {"redraw": 0.0}),
        Idea("without busy for busy", {"by_detail": False}),
        Idea("without own light", {"own_light": 0.0}),
        Idea("without the palette pulling", {"palette_weight": 0.0}),
        Idea("without averaging", {"average": 0.0}),
        Idea("without the margin", {"margin": False}),
        Idea("covariance instead of Wasserstein", {"style_loss": "covariance"}),
        Idea("with the usual momentum", {"momentum": 0.9, "memory": 0.999}),
        Idea("half the steps", {"detail": own.detail / 2}),
        Idea("twice the steps", {"detail": own.detail * 2}),
        Idea("with layers weighed once", trick=tricks.layers_weighed_once),
        Idea("with moments carried over", trick=tricks.moments_carried_over),
        Idea("with an end when still", trick=tricks.stopped_when_still),
        Idea("with block 4 and 5 by turns", trick=tricks.deepest_every_other_step),
    )


def _at_one_scale(own: Settings) -> dict[str, Any]:
    """As many steps at full size as cost what all scales cost together."""
    scales = plan_scales(own, own.long_edge_px, own.long_edge_px)
    steps = sum(scale.cost for scale in scales) / own.long_edge_px**2
    return {"first_scale_px": own.long_edge_px, "steps": max(1, round(steps / own.detail))}


def measure(edge_px: int, output: Path, *, quick: bool = False) -> list[dict[str, Any]]:
    """Paint every pair by every idea; prints a table and writes the pictures to `output`."""
    own = Settings(long_edge_px=edge_px, network="embedded")
    gallery = Gallery.load(STYLES)
    pairs = [
        (open_image(EXAMPLES / f"{photograph}.jpg"), open_image(gallery[slug].picture))
        for photograph, slug in PAIRS[: 1 if quick else None]
    ]
    try_idea(Idea("a first run, which warms up"), own, pairs[:1])
    print(f"\n{'':<36}{'seconds':>9}{'closure':>9}{'structure':>11}{'grain':>8}")
    trials = []
    for idea in ideas(own):
        trials.append(trial := try_idea(idea, own, pairs))
        words = "".join(
            f"{trial.scores[name]:>{wide}.3f}"
            for name, wide in zip(FIGURES, (9, 11, 8), strict=True)
        )
        print(f"{idea.name:<36}{trial.seconds:>9.2f}{words}", flush=True)
    output.parent.mkdir(parents=True, exist_ok=True)
    contact_sheet(trials).save(output, quality=90)
    return [trial.as_dict() for trial in trials]


def try_idea(idea: Idea, own: Settings, pairs: Sequence[tuple[Picture, Picture]]) -> Trial:
    """Paint and judge every pair by that idea; judging is not timed."""
    settings = idea.settings(own)
    network = network_for(settings)
    pictures: list[Picture] = []
    scores: list[Scores] = []
    seconds = 0.0
    for content, style in pairs:
        began = time.perf_counter()
        with idea.trick():
            for progress in stylize(content, style, settings, network=network):
                last = progress
        seconds += time.perf_counter() - began
        pictures.append(last.picture)
        scores.append(judge(last.picture, content, style, brush=settings.brush, faces=()))
    means = {name: fmean(getattr(each, name) for each in scores) for name in FIGURES}
    return Trial(idea, seconds, means, pictures)


def contact_sheet(trials: Sequence[Trial]) -> Image.Image:
    """Every picture under the name of its idea, with its figures; a row for each few ideas."""
    across = len(trials[0].pictures)
    columns = max(1, 6 // across)
    rows = -(-len(trials) // columns)
    size = (columns * across * CELL_PX, rows * (CELL_PX + CAPTION_PX))
    sheet = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(sheet)
    for number, trial in enumerate(trials):
        left = number % columns * across * CELL_PX
        top = number // columns * (CELL_PX + CAPTION_PX)
        figures = "  ".join(
            f"{name.partition('_')[0]} {trial.scores[name]:.2f}" for name in FIGURES
        )
        pen.text((left + 4, top + 2), f"{trial.idea.name}: {trial.seconds:.1f} s", "black")
        pen.text((left + 4, top + 16), figures, "black")
        for at, picture in enumerate(trial.pictures):
            height, width = size_at(picture, CELL_PX - 4)
            small = Image.fromarray(resize(picture, height, width))
            sheet.paste(small, (left + at * CELL_PX + 2, top + CAPTION_PX))
    return sheet
