"""The records that pass between rooms: Job, Progress, Result, Look, Seen, Waiting and Backend.

Records hold numpy arrays, strings and numbers only, so they can be pickled on their way between
threads and processes. Nothing here imports torch, and nothing here computes a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from nst.boxes import Box
from nst.settings import Settings

Picture = npt.NDArray[np.uint8]
"""A picture as uint8 (H, W, 3), sRGB, range 0 to 255."""

Features = npt.NDArray[np.float32]
"""What a tap answers to a picture, float32 (C, h, w), or a table of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Progress:
    """One step of a run, or its end.

    `picture`: uint8 (H, W, 3), what the canvas shows now. `step` of `steps` counts over the whole
    run, `scale` of `scales` from 1. `loss` is the weighted total, `parts` its weighted parts by
    name (``content conv3_1``, ``style conv1_1``, ``smoothness`` …). Seconds are measured by the
    run's clock; the first `left_s` is foretold from the arithmetic, the later ones from what was
    measured; None means that nothing can be said. `note` says in one
    sentence when something unusual happened at this step. `result` is set on the last one only.
    """

    picture: Picture
    step: int
    steps: int
    scale: int
    scales: int
    loss: float
    parts: Mapping[str, float]
    spent_s: float
    left_s: float | None
    note: str | None = None
    result: Result | None = None

    @property
    def done(self) -> bool:
        """True on the last Progress of a run."""
        return self.result is not None

    @property
    def share(self) -> float:
        """The part of the steps that is behind us, 0 to 1."""
        return self.step / self.steps if self.steps else 1.0


class LateProgress(Progress):
    """A Progress whose picture is made when it is first asked for: most previews nobody sees.

    `picture` may be given as a function without arguments that returns it, sealed against writing.
    """

    __slots__ = ()

    @property
    def picture(self) -> Picture:
        """The picture, made now if it was not yet."""
        made = _PICTURE.__get__(self)
        if callable(made):
            made = made()
            _PICTURE.__set__(self, made)
        return cast(Picture, made)

    @picture.setter
    def picture(self, made: Picture | Callable[[], Picture]) -> None:
        _PICTURE.__set__(self, made)


_PICTURE: Any = Progress.__dict__["picture"]  # the slot itself, which the property hides


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """A finished pastiche with the record that can paint it again.

    `picture`: uint8 (H, W, 3). `painted`: the same before the Colours setting was applied, so that
    colours can be changed afterwards without painting again. `record`: plain values for JSON; its
    keys are described in `nst.runrecord`.
    """

    picture: Picture
    painted: Picture
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """One request to a backend: a content image, a style image, settings and what to call them.

    `start` is the picture to begin from when settings.init is "given". `artwork` names the style
    image in the run record (slug, title, and whether study or painting). `keep_targets` allows
    what the network sees in the style image to be kept on disk: for a painting of the gallery,
    never for a picture that somebody brought. `faces` says where they are in the content image, if
    that is known; else they are looked for.
    """

    content: Picture
    style: Picture
    settings: Settings
    start: Picture | None = None
    artwork: Mapping[str, str] = field(default_factory=dict)
    keep_targets: bool = False
    faces: tuple[Box, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """A question to a network: what its taps answer to some pictures, which are not changed.

    `network` and `pooling` are those of `Settings`.
    """

    pictures: tuple[Picture, ...]
    taps: tuple[str, ...]
    network: str = "auto"
    pooling: str = "avg"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """The answer to a Look: features by tap for each of its pictures, and the network's card."""

    features: tuple[Mapping[str, Features], ...]
    network: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A job that stands in the queue with `ahead` jobs before it."""

    ahead: int


class Backend(Protocol):
    """Where jobs run. The page knows no more of the engine than this."""

    def network_label(self, name: str = "auto") -> str:
        """One sentence that names the network which paints when `name` is asked for."""
        ...

    def run(self, job: Job) -> Iterator[Waiting | Progress]:
        """Run one job; closing the iterator stops it within one step.

        Raises NSTError for what the visitor can mend.
        """
        ...

    def look(self, look: Look) -> Iterator[Waiting | Seen]:
        """Wait for a turn, then show the pictures to the network once: the last event is Seen.

        Raises NSTError for what the visitor can mend.
        """
        ...
