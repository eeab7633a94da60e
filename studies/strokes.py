"""What a painter chooses before a stroke: the brush, a layer of strokes, a pass of dots.

Records only; `studies.brush` paints with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from studies.draw import rgb

Floats = npt.NDArray[np.float32]
Colour = Sequence[float] | Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Brush:
    """One brush and how it is loaded; px at a long edge of 1200."""

    width_px: float = 10.0
    bristle_px: float = 1.8
    """Distance between bristles: small is soft, large is coarse."""
    opacity: float = 0.92
    """1 covers; less drags the wet paint below along, bristle by bristle."""
    streak: float = 0.035
    """Spread of lightness between bristles, in OKLab L."""
    hue_streak: float = 0.012
    """Spread of colour between bristles, in OKLab a and b."""
    second: Colour | None = None
    """A second colour on one flank of the brush, or none."""
    ragged: float = 0.18
    """Share of the length over which bristles start late and stop early."""
    taper: float = 0.35
    """0 keeps the full width to both ends, 1 ends in points."""
    body: float = 1.0
    """Thickness of the paint for `picture(relief=...)`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """One pass of many strokes with one brush."""

    width_px: float = 10.0
    length_px: float = 60.0
    spacing_px: float | None = None
    """Distance between strokes; none means 0.75 of the width."""
    brush: Brush = field(default_factory=Brush)
    """Its `width_px` is ignored: the layer's own counts."""
    jitter: tuple[float, float] = (0.03, 0.015)
    """Spread of lightness, and of a and b, from stroke to stroke, in OKLab."""
    accents: Sequence[Colour] = ()
    """Related colours some strokes lean to."""
    accent_share: float = 0.0
    """Share of strokes that lean to an accent."""
    accent_pull: float = 0.6
    """How far they lean: 1 is the accent itself."""
    vary: float = 0.25
    """Spread of width and length, as a share."""
    wobble: float = 0.06
    """Spread of direction from stroke to stroke, in radians."""
    threshold: float = 0.0
    """A stroke is set only where canvas and plan differ by this much (OKLab distance)."""
    edge_stop: float = 0.14
    """A stroke ends where the plan differs from its own colour by this much (OKLab distance)."""
    chance: float = 1.0
    """Share of the places that really get a stroke."""
    mask: Floats | None = None
    """`(H, W)` in [0, 1]: where strokes may start (as a chance) and run (above 0.3)."""
    flow: Floats | None = None
    """A field of this layer's own."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Dots:
    """One pass of touches, Seurat's way; px at a long edge of 1200."""

    diameter_px: float = 6.0
    spacing_px: float | None = None
    """Distance between touches; none means 0.8 of the diameter."""
    stretch: float = 1.25
    """Length over width of a touch."""
    jitter: tuple[float, float] = (0.04, 0.03)
    complement: float = 0.08
    """Share of touches in the complement of the plan's colour."""
    complement_pull: float = 0.8
    accents: Sequence[Colour] = ()
    accent_share: float = 0.0
    accent_pull: float = 0.7
    opacity: float = 0.95
    vary: float = 0.25
    chance: float = 1.0
    body: float = 0.6
    mask: Floats | None = None


def palette(*codes: str) -> list[Floats]:
    """Return "#rrggbb" colours as float32 `(3,)`, the way `accents` takes them."""
    return [rgb(code) for code in codes]
