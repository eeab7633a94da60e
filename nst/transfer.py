"""The heart: paints a content image in the style of another, scale by scale, as a generator.

Reads no file, network or clock that it was not given, but for the face finder's own file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from nst.aims import Aims
from nst.boxes import Box
from nst.canvas import grown, to_picture
from nst.colors import blend_colors
from nst.errors import InputError, SettingsError
from nst.fit import plan_tile_px
from nst.images import resize
from nst.layers import layer_weights, layers_in
from nst.networks import Network
from nst.optimizers import Step, optimize
from nst.plan import (
    FLOPS_PER_S,
    Scale,
    feature_floats,
    foretell_s,
    plan_scales,
    seconds_left,
    step_flops_per_px,
    style_edge_px,
    target_floats,
)
from nst.precision import walk_dtype
from nst.records import LateProgress, Picture, Progress, Result
from nst.runrecord import write_record
from nst.settings import Settings
from nst.targets import Recall
from nst.vgg import IMAGENET_MEAN

# "noisy" is the start of the course's first edition: 0.6 of noise between -20 and 20 grey levels
# about the mean that the network subtracts, 0.4 of the photograph.
NOISE_SHARE = 0.6
NOISE_SPREAD = 40 / 255


def stylize(
    content: Picture,
    style: Picture,
    settings: Settings,
    network: Network,
    *,
    clock: Callable[[], float],
    start: Picture | None = None,
    artwork: Mapping[str, str] | None = None,
    available_bytes: int | None = None,
    recall: Recall | None = None,
    faces: tuple[Box, ...] | None = None,
) -> Iterator[Progress]:
    """Paint `content` in the style of `style`, yielding the picture after every step.

    `content`, `style` and `start`: uint8 (H, W, 3), sRGB. The first Progress shows the start, the
    last one carries the Result. Closing the generator stops within one step. With the same inputs,
    processor (no GPU) and thread count the same bytes come out. `clock` returns seconds;
    `available_bytes` bounds the memory to plan for: what does not fit as a whole goes in tiles.
    `recall` may know the painting's targets already, and `faces` where faces are in `content`; else
    they are looked for.

    Raises InputError, SettingsError or RunError, before any work when that can be known.
    """
    for name, picture in (("content", content), ("style", style), ("start", start)):
        _check_picture(name, picture)
    if settings.init == "given" and start is None:
        raise SettingsError("Start from 'given' needs a picture to start from; none was given.")
    settings = settings.changed(
        content_layers=layers_in(settings.content_layers, network.features.topology),
        style_layers=layers_in(settings.style_layers, network.features.topology),
    )
    wanted = {**layer_weights(settings.content_layers), **layer_weights(settings.style_layers)}
    network.features.depth(wanted)
    scales = plan_scales(settings, *content.shape[:2])
    if settings.init == "given":
        scales = scales[-1:]  # to begin small would throw the given picture's detail away
    shape = (network.features.widths, network.features.topology, settings)
    halved = walk_dtype(settings.precision, network.device) == torch.bfloat16
    tile_px = plan_tile_px(
        settings,
        scales,
        feature_floats(*shape),
        target_floats(*shape),
        available_bytes,
        style.shape[:2],
        element_bytes=2 if halved else 4,
    )
    aims = Aims(content, style, settings, network, recall=recall, tile_px=tile_px, faces=faces)
    run = _Run(aims, clock, start, scales)
    yield from run.paint(dict(artwork or {}))


class _Run:
    """The state of one run: where it stands, and what has been measured so far."""

    def __init__(
        self,
        aims: Aims,
        clock: Callable[[], float],
        start: Picture | None,
        scales: tuple[Scale, ...],
    ) -> None:
        self.aims, self.clock, self.start, self.scales = aims, clock, start, scales
        self.content, self.style = aims.content, aims.style
        self.settings, self.network = settings, network = aims.settings, aims.network
        self.steps = sum(scale.steps for scale in scales)
        self.losses: list[float] = []
        self.parts: Mapping[str, float] = {}
        self.notes: list[str] = []
        self.walked: list[dict[str, Any]] = []
        wanted = max(scales[-1].height, scales[-1].width) * settings.brush
        there = max(self.style.shape[:2])
        if wanted > 1.05 * there:
            self.notes.append(
                f"The painting's picture has only {there} px of the {wanted:.0f} px "
                "that this size and brush ask for; strokes come out finer."
            )
        self.warning = network.card.get("warning")
        self.notes += [self.warning] if self.warning else []
        self.random = torch.Generator().manual_seed(settings.seed)

    def paint(self, artwork: dict[str, str]) -> Iterator[Progress]:
        began = self.clock()
        foretold_s = self._foretold_s()
        canvas: Tensor | None = None
        for number, scale in enumerate(self.scales):
            scale_began = self.clock()
            drawing = self.aims.drawing(scale)
            canvas = (
                self._first_canvas(scale)
                if canvas is None
                else grown(canvas, drawing, self.settings.redraw)
            )
            if number == 0:
                yield self._progress(canvas, number, began, foretold_s, self.warning)
            objective = self.aims.objective(drawing, scale)
            if self.settings.equalize:
                objective.equalize(canvas)
            stepping = self.clock()
            for at, step in enumerate(optimize(canvas, objective, self.settings, scale.steps), 1):
                canvas = step.shown
                self._keep(step)
                spent_s = self.clock() - stepping
                left = seconds_left(self.scales, number, at, spent_s, foretold_s)
                yield self._progress(canvas, number, began, left, step.note)
            self.walked.append(
                {
                    "size_px": [scale.height, scale.width],
                    "style_px": style_edge_px(self.settings, scale, *self.style.shape[:2]),
                    "steps": scale.steps,
                    "seconds": round(self.clock() - scale_began, 3),
                }
            )
        assert canvas is not None  # plan_scales returns at least one scale
        yield self._finish(to_picture(canvas), began, artwork)

    def _foretold_s(self) -> float:
        features = self.network.features
        rate = FLOPS_PER_S.get(self.network.device.type, FLOPS_PER_S["cpu"])
        flops = step_flops_per_px(features.widths, features.topology, self.settings)
        return foretell_s(self.scales, flops, rate)

    def _first_canvas(self, scale: Scale) -> Tensor:
        height, width = scale.height, scale.width
        if self.settings.init == "noise":
            return self._noise(height, width).to(self.network.device)
        if self.settings.init == "given":
            assert self.start is not None  # checked before the run began
            return self.aims.tensor(resize(self.start, height, width))
        if self.settings.init == "palette":
            return self.aims.tensor(self.aims.repainted(height, width))
        canvas = self.aims.tensor(self.aims.content_at(height, width))
        if self.settings.init == "noisy":
            noise = NOISE_SPREAD * (self._noise(height, width) - 0.5)
            grey = torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1) + noise
            canvas = canvas.lerp(grey.to(canvas), NOISE_SHARE)
        return canvas

    def _noise(self, height: int, width: int) -> Tensor:
        return torch.rand((1, 3, height, width), generator=self.random)

    def _keep(self, step: Step) -> None:
        self.losses.append(step.loss)
        self.parts = step.parts
        if step.note:
            self.notes.append(f"Step {len(self.losses)}: {step.note}")

    def _colored(self, picture: Picture) -> Picture:
        if self.settings.colors < 1:
            content = self.aims.content_at(*picture.shape[:2])
            picture = blend_colors(picture, content, self.settings.colors)
        return _sealed(picture)

    def _progress(
        self,
        canvas: Tensor,
        number: int,
        began: float,
        left: float | None,
        note: str | None = None,
    ) -> Progress:
        return LateProgress(
            picture=lambda: self._colored(to_picture(canvas)),  # type: ignore[arg-type]
            step=len(self.losses),
            steps=self.steps,
            scale=number + 1,
            scales=len(self.scales),
            loss=self.losses[-1] if self.losses else float("nan"),
            parts=self.parts,
            spent_s=self.clock() - began,
            left_s=left,
            note=note,
        )

    def _finish(self, painted: Picture, began: float, artwork: dict[str, str]) -> Progress:
        record = write_record(
            settings=self.settings,
            network=self.network.card,
            artwork=artwork,
            content=self.content,
            style=self.style,
            start=self.start if self.settings.init == "given" else None,
            scales=self.walked,
            faces=self.aims.faces,
            losses=self.losses,
            parts=self.parts,
            notes=self.notes,
            versions={
                "torch": torch.__version__,
                "numpy": np.__version__,
                "device": str(self.network.device),
                "threads": str(torch.get_num_threads()),
            },
        )
        picture = self._colored(painted)
        return Progress(
            picture=picture,
            step=self.steps,
            steps=self.steps,
            scale=len(self.scales),
            scales=len(self.scales),
            loss=self.losses[-1],
            parts=self.parts,
            spent_s=self.clock() - began,
            left_s=0.0,
            note=self.warning,
            result=Result(picture=picture, painted=_sealed(painted), record=record),
        )


def _sealed(picture: Picture) -> Picture:
    picture = picture.view()
    picture.setflags(write=False)
    return picture


def _check_picture(name: str, picture: Picture | None) -> None:
    if picture is None:
        return
    sound = picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3
    if not sound or not picture.size:
        raise InputError(
            f"The {name} image is {picture.dtype} {picture.shape}; "
            "uint8 (height, width, 3) with pixels is needed, as nst.open_image makes it."
        )
