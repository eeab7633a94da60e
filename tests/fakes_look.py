"""A stand-in that can be asked what it sees, too: its channels are the picture, shifted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from nst.errors import NSTError
from nst.images import resize
from nst.records import Look, Seen, Waiting
from tests.fakes import LABEL, FakePainter

CHANNELS = 6


@dataclass
class LookingPainter(FakePainter):
    """A FakePainter with eyes. Every look is in `looks`; `blind` is raised instead of an answer."""

    looks: list[Look] = field(default_factory=list)
    blind: NSTError | None = None

    def look(self, look: Look) -> Iterator[Waiting | Seen]:
        self.looks.append(look)
        if self.blind is not None:
            raise self.blind
        found = []
        for picture in look.pictures:
            height, width = picture.shape[:2]
            answers = {}
            for tap in look.taps:
                smaller = 2 ** (int(tap[4]) - 1)
                size = max(2, height // smaller), max(2, width // smaller)
                grey = resize(picture, *size).mean(axis=2, dtype=np.float32) / 255
                answers[tap] = np.stack([np.roll(grey, at, axis=at % 2) for at in range(CHANNELS)])
            found.append(answers)
        yield Seen(features=tuple(found), network={"name": "fake", "label": LABEL, "sha256": ""})
