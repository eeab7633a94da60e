"""Coordinates in the units of an imagined measuring sheet, written down as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Path: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sheet:
    """Sheet units: `width` and `height` of the measuring sheet."""

    width: float
    height: float

    def points(self, path: Path | Sequence[tuple[float, float]]) -> Path:
        """Sheet units to fractions."""
        return np.asarray(path, dtype=np.float64) / (self.width, self.height)

    def length(self, units: float) -> float:
        """A length in sheet units as a fraction of the long edge."""
        return units / max(self.width, self.height)


def parse(text: str) -> Path:
    """Points from "x,y x,y ..."."""
    return np.array([[float(n) for n in pair.split(",")] for pair in text.split()])
