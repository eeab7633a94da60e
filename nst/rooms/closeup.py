"""The close look: details of a pastiche that are worth it, and where the painting has such.

Boxes are fractions of the picture, so that one names the same place on a photograph of any size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nst.boxes import Box, cut
from nst.colors import to_oklab
from nst.faces import find_faces
from nst.images import resize, size_at
from nst.records import Picture
from nst.rooms.calm import BoxMeans, edge_strength
from nst.rooms.sheet import Band, Cell, lay_out

DETAIL_SHARE = 0.3
"""Side of a detail, as a share of the picture's short edge."""

MAP_EDGE_PX = 160
STEPS = 25
MOST_OVERLAP = 0.25
CELL_PX = 340
TITLES = {
    "face": "The face",
    "change": "Where most has changed",
    "edges": "The strongest edges",
    "calm": "The calmest place",
}
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Detail:
    """A place worth a close look: what kind it is, where it is, and where the painting has such."""

    kind: str
    box: Box
    source: Box
    """The part of the painting, of the same size in strokes, that is most like it."""

    @property
    def title(self) -> str:
        """What the place is called."""
        return TITLES[self.kind]


def propose(
    content: Picture, pastiche: Picture, style: Picture, style_edge_px: int | None = None
) -> tuple[Detail, ...]:
    """Up to four details of a pastiche: a face if one is found, most change, most edges, calm.

    `content` shows the same as `pastiche` at any size. `style_edge_px`: the long edge at which the
    painting was looked at while the pastiche was painted; its own by default.
    """
    chosen: list[tuple[str, Box]] = []
    side = DETAIL_SHARE * min(pastiche.shape[:2])
    size = side / pastiche.shape[1], side / pastiche.shape[0]
    for face in find_faces(content)[:1]:
        chosen.append(("face", _squared(face.grown(0.2), pastiche)))
    edges = edge_strength(content, MAP_EDGE_PX)
    for kind, values in (
        ("change", _change(content, pastiche)),
        ("edges", edges),
        ("calm", -edges),
    ):
        box = _best(values, size, [each for _, each in chosen])
        if box is not None:
            chosen.append((kind, box))
    edge_px = style_edge_px or max(style.shape[:2])
    return tuple(
        Detail(kind, box, resembling(cut(pastiche, box), style, edge_px)) for kind, box in chosen
    )


def _change(content: Picture, pastiche: Picture) -> Values:
    """How far each place moved in OKLab, beyond what the whole picture moved."""
    size = size_at(pastiche, MAP_EDGE_PX)
    moved = to_oklab(resize(pastiche, *size) / 255) - to_oklab(resize(content, *size) / 255)
    moved -= moved.mean(axis=(0, 1))
    return np.asarray(np.linalg.norm(moved, axis=2))


def _best(values: Values, size: tuple[float, float], taken: Sequence[Box]) -> Box | None:
    """The box of that (width, height) with the highest mean that hardly overlaps those taken."""
    means = BoxMeans(values)
    best: tuple[float, Box] | None = None
    for top in np.linspace(0, 1 - size[1], STEPS):
        for left in np.linspace(0, 1 - size[0], STEPS):
            box = Box(float(left), float(top), float(left + size[0]), float(top + size[1]))
            if any(box.overlap(other) > MOST_OVERLAP * box.area for other in taken):
                continue
            value = means.mean(box)
            if best is None or value > best[0]:
                best = value, box
    return best[1] if best else None


def _squared(box: Box, picture: Picture) -> Box:
    """A square in px around the middle of a box, moved inside the picture."""
    height, width = picture.shape[:2]
    side = min(max(box.width * width, box.height * height), width, height)
    share_x, share_y = side / width, side / height
    x, y = box.center
    left = min(max(x - share_x / 2, 0.0), 1 - share_x)
    top = min(max(y - share_y / 2, 0.0), 1 - share_y)
    return Box(left, top, left + share_x, top + share_y)


def resembling(detail: Picture, style: Picture, style_edge_px: int) -> Box:
    """Where the painting is most like a detail: in colour, contrast and fineness of edges.

    The box has the detail's size in px on the painting at `style_edge_px`, at most all of it.
    """
    scale = MAP_EDGE_PX / style_edge_px
    small = resize(style, *size_at(style, MAP_EDGE_PX))
    patch = _reduced(detail, scale)
    share_x = min(1.0, patch.shape[1] / small.shape[1])
    share_y = min(1.0, patch.shape[0] / small.shape[0])
    wanted = [float(each.mean()) for each in _traits(patch)]
    traits = _traits(small)
    spread = [float(each.std()) + 1e-6 for each in traits]
    means = [BoxMeans(each) for each in traits]
    best: tuple[float, Box] | None = None
    for top in np.linspace(0, 1 - share_y, STEPS):
        for left in np.linspace(0, 1 - share_x, STEPS):
            box = Box(float(left), float(top), float(left + share_x), float(top + share_y))
            away = sum(
                ((each.mean(box) - goal) / wide) ** 2
                for each, goal, wide in zip(means, wanted, spread, strict=True)
            )
            if best is None or away < best[0]:
                best = away, box
    assert best is not None  # STEPS is at least one
    return best[1]


def _reduced(picture: Picture, scale: float) -> Picture:
    height, width = (max(4, round(edge * scale)) for edge in picture.shape[:2])
    return resize(np.ascontiguousarray(picture), height, width)


def _traits(picture: Picture) -> list[Values]:
    """Maps whose means say how a place looks: lightness, two colours, contrast, edges."""
    lab = to_oklab(picture / 255)
    edges = edge_strength(picture, max(picture.shape[:2]))
    light = lab[..., 0]
    return [light, lab[..., 1], lab[..., 2], (light - light.mean()) ** 2, edges]


def seen_edge_px(record: Mapping[str, Any], style: Picture) -> int:
    """The long edge at which a run looked at its painting last; the painting's own if unknown."""
    scales = record.get("scales")
    last = scales[-1] if isinstance(scales, Sequence) and scales else {}
    seen = last.get("style_px") if isinstance(last, Mapping) else None
    return int(seen) if isinstance(seen, (int, float)) and seen > 0 else max(style.shape[:2])


def closeup_sheet(
    photograph: Picture,
    style: Picture,
    pastiche: Picture,
    details: Sequence[Detail],
    title: str,
) -> Picture:
    """The details side by side: photograph, painting and pastiche, one row each."""
    bands = [
        Band(
            each.title,
            (
                Cell(_cell(photograph, each.box), "The photograph"),
                Cell(_cell(style, each.source), "The painting, where it is most like it"),
                Cell(_cell(pastiche, each.box), "The pastiche"),
            ),
        )
        for each in details
    ]
    return lay_out(title, bands, "The painting is shown at the size at which it was looked at.",
                   CELL_PX)  # fmt: skip


def _cell(picture: Picture, box: Box) -> Picture:
    """A cut-out, square as all of them, at the width of a cell."""
    part = np.ascontiguousarray(cut(picture, box))
    return resize(part, round(CELL_PX * part.shape[0] / part.shape[1]), CELL_PX)
