"""All figures of one pastiche in one record, and what each figure means.

`measure` opens torch; importing this does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from bench.quality.palette import palette_distance, palette_share
from bench.quality.structure import face_structure, structure, structure_map
from bench.quality.surface import find_failures, grain
from nst.boxes import Box
from nst.faces import find_faces
from nst.images import fingerprint, resize, size_at
from nst.records import Picture

if TYPE_CHECKING:
    from bench.quality.closure import Eye
    from nst.networks import Network

FORMAT = 4
"""Raised whenever a metric changes, so that kept pictures are measured again."""


@dataclass(frozen=True, slots=True)
class Metric:
    """How to read one figure: its range, which way is better, and what it should reach.

    `worst` and `best` bound what is accepted on every pair; `middle` is asked of the median.
    """

    name: str
    label: str
    range: str
    better: Literal["more", "less", "one", ""]
    meaning: str
    worst: float | None = None
    best: float | None = None
    middle: float | None = None
    digits: int = 2

    def accepts(self, value: float | None) -> bool:
        """Whether one picture's figure lies within the target; a figure that is missing does."""
        if value is None:
            return True
        low, high = (self.worst, self.best) if self.better != "less" else (None, self.worst)
        return (low is None or value >= low) and (high is None or value <= high)


METRICS = (
    Metric(
        "closure_judge", "closure", "-∞ to 1", "more",
        "share of the photograph's style distance removed, in the judge's eyes, the painting at "
        "the size of the pastiche", worst=0.6, middle=0.75,
    ),
    Metric(
        "closure_second", "2nd judge", "-∞ to 1", "more",
        "the same in the eyes of the second judge", worst=0.6, middle=0.75,
    ),
    Metric(
        "closure_squared", "squared", "-∞ to 1", "more",
        "closure of squared distances, as an objective counts them",
    ),
    Metric(
        "closure_brush", "at brush", "-∞ to 1", "more",
        "closure with the painting as the engine looked at it: its long edge × brush",
    ),
    Metric(
        "closure_held_out", "held out", "-∞ to 1", "more",
        "closure in layers of the painting network that no objective contains",
    ),
    Metric(
        "structure", "structure", "-1 to 1", "more",
        "SSIM of luminance gradients between photograph and pastiche", worst=0.30, middle=0.40,
    ),
    Metric(
        "structure_faces", "on faces", "-1 to 1", "more",
        "structure within the faces that were found", worst=0.45,
    ),
    Metric(
        "grain", "grain", "0 to ∞", "one",
        "Laplacian energy over that of the painting", worst=0.6, best=1.4,
    ),
    Metric(
        "border", "border", "0 to ∞", "one",
        "style loss of a band along the edges over that of the bands next to it", best=1.3,
    ),
    Metric(
        "palette", "palette", "0 to 1", "less",
        "sliced Wasserstein distance to the painting's colours in OKLab", digits=3,
    ),
    Metric(
        "palette_share", "pal. share", "0 to ∞", "less",
        "palette distance over the photograph's", worst=0.25,
    ),
    Metric("seconds", "s", "0 to ∞", "less", "painting, without reading or measuring", digits=1),
    Metric(
        "peak_mb", "MB", "0 to ∞", "less",
        "most memory held while painting, the network and Python included", digits=0,
    ),
)  # fmt: skip

FIGURES = tuple(metric.name for metric in METRICS if metric.name not in ("seconds", "peak_mb"))
"""What only a picture has; a run that failed has the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The figures of one pastiche; METRICS says what each of them means. None: not to be had."""

    closure_judge: float | None
    closure_second: float | None
    closure_squared: float | None
    closure_brush: float | None
    closure_held_out: float | None
    structure: float | None
    structure_faces: float | None
    grain: float | None
    border: float | None
    palette: float | None
    palette_share: float | None
    failures: tuple[str, ...] = ()
    seconds: float | None = None
    peak_mb: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; floats to four digits."""
        return {
            key: round(value, 4) if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }


_faces: dict[str, tuple[Box, ...]] = {}


def faces_of(photograph: Picture) -> tuple[Box, ...]:
    """The photograph's faces, looked for once."""
    key = fingerprint(photograph)
    if key not in _faces:
        _faces[key] = find_faces(photograph)
    return _faces[key]


def measure(
    pastiche: Any,
    photograph: Picture,
    painting: Picture,
    *,
    brush: float = 1.0,
    network: Network | None = None,
    eye: Eye | None = None,
    faces: Sequence[Box] | None = None,
    seconds: float | None = None,
    peak_mb: float | None = None,
) -> Scores:
    """Measure one pastiche, uint8 (H, W, 3) (or float in [0, 1], which may be non-finite).

    `photograph` and `painting` are uint8 (h, w, 3) of any size: the photograph is brought to the
    pastiche's size and the painting to its long edge (never enlarged), as a visitor sees them side
    by side. `brush` is the setting it was painted with, `network` what painted it (for the layers
    held out), `eye` the judge if it is not the project's own.
    """
    from bench.quality.border import border
    from bench.quality.closure import closure, eye_of, judge, style_loss

    eye = eye or judge()
    own = photograph
    photograph = resize(photograph, *pastiche.shape[:2])
    long_edge_px = max(pastiche.shape[:2])
    goal = shrunk(painting, long_edge_px)
    failures = find_failures(_levels(pastiche), photograph, goal)
    if "non-finite" in failures:
        return Scores(**dict.fromkeys(FIGURES), failures=failures, seconds=seconds)
    pastiche = _levels(pastiche).round().astype(np.uint8)
    similarity = structure_map(pastiche, photograph)
    boxes = faces_of(own) if faces is None else tuple(faces)
    brushed = shrunk(painting, round(long_edge_px * brush))
    held_out = None
    if network is not None:
        held_out = closure(eye_of(network), pastiche, photograph, brushed)
    return Scores(
        closure_judge=closure(eye, pastiche, photograph, goal),
        closure_second=closure(judge(2), pastiche, photograph, goal),
        closure_squared=closure(eye, pastiche, photograph, goal, style_loss),
        closure_brush=closure(eye, pastiche, photograph, brushed),
        closure_held_out=held_out,
        structure=structure(similarity),
        structure_faces=face_structure(similarity, boxes),
        grain=grain(pastiche, goal),
        border=border(eye, pastiche, goal),
        palette=palette_distance(pastiche, goal),
        palette_share=palette_share(pastiche, photograph, goal),
        failures=failures,
        seconds=seconds,
        peak_mb=peak_mb,
    )


def shrunk(picture: Picture, long_edge_px: int) -> Picture:
    """The picture with its long edge at most that long, never enlarged: that would only blur it."""
    return resize(picture, *size_at(picture, min(long_edge_px, max(picture.shape[:2]))))


def _levels(pastiche: Any) -> Any:
    """Levels 0 to 255 as float (or uint8 as it is); floats are taken to lie in [0, 1]."""
    return pastiche if pastiche.dtype == np.uint8 else np.clip(pastiche * 255.0, 0, 255)
