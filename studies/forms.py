"""Modelled forms: an outline, the touches of colour that turn it, and lines set on top.

Between `studies.cartoon`, which lays flat shapes, and `studies.portrait`, which fuses touches into
a smooth picture: a `Form` has its own small box, so that a head of fifty pixels is modelled as
finely as one of five hundred.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studies.cartoon import Drawing, trace
from studies.draw import polygon_mask
from studies.portrait import modelled


@dataclass(frozen=True, kw_only=True)
class Form:
    """One modelled form, written as text.

    `outline` as in `cartoon.trace`; `touches` are pairs `x,y #rrggbb` in percent of width and
    height; `before` and `after` are lines for `studies.cartoon`, in which `in=form` stays inside
    the outline. `soften` is the blur of its edge in percent of the long edge.
    """

    outline: str
    touches: str
    before: str = ""
    after: str = ""
    soften: float = 0.16


def lay(drawing: Drawing, form: Form, opacity: float = 1.0) -> None:
    """Lay one form on the drawing: what lies under it, its modelling, its lines."""
    drawing.add(form.before)
    canvas = drawing.canvas
    height, width = canvas.size
    outline = trace(form.outline)
    mask = polygon_mask(canvas.size, outline, soften=form.soften / 100)
    drawing.masks["form"] = mask
    low, high = outline.min(axis=0) - 0.01, outline.max(axis=0) + 0.01
    left, top = max(0, int(low[0] * width)), max(0, int(low[1] * height))
    right, foot = min(width, int(high[0] * width) + 1), min(height, int(high[1] * height) + 1)
    touches = [
        ((x * width - left) / (right - left), (y * height - top) / (foot - top), colour)
        for x, y, colour in _touches(form.touches)
    ]
    tones = modelled((foot - top, right - left), touches, fuse=0.02)
    box = (slice(top, foot), slice(left, right))
    share = mask[box][..., None] * opacity
    canvas.pixels[box] = (canvas.pixels[box] * (1 - share) + tones * share).astype(np.float32)
    drawing.add(form.after)


def _touches(text: str) -> list[tuple[float, float, str]]:
    words = text.split()
    if len(words) % 2:
        raise ValueError(f"Every touch needs a place and a colour, 'x,y #rrggbb'; got {text!r}.")
    touches = []
    for place, colour in zip(words[::2], words[1::2], strict=True):
        x, y = place.split(",")
        touches.append((float(x) / 100, float(y) / 100, colour))
    return touches
