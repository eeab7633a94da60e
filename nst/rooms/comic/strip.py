"""Paints a planned strip, panel by panel with one palette and one breadth of stroke.

The palette table is learnt once over all photographs together, and each is laid into it before it
is painted; the brush is set so that the painting is looked at in one size for every panel.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import numpy as np
from PIL import ImageFilter

import nst
from nst.colors import blend_colors
from nst.images import fingerprint, resize, size_at
from nst.records import Job, Picture, Progress, Waiting
from nst.repaint import PALETTE_EDGE_PX, apply_palette, palette_table, with_own_light
from nst.rooms.comic.layout import Rect
from nst.rooms.comic.plan import Panel, Plan
from nst.settings import Settings

FORMAT = 1

Run = Callable[[Job], Iterator[Waiting | Progress]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Painted:
    """A finished panel, uint8 (H, W, 3), with the engine's record of its run."""

    picture: Picture
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turn:
    """One event of a strip that is being painted: panel `panel` (from 0), which just did that.

    `share` of the whole work is behind us, `left_s` seconds of it remain (None: not known yet).
    `painted` is set when this panel is finished.
    """

    panel: int
    event: Waiting | Progress
    share: float
    left_s: float | None
    painted: Painted | None = None


def shared_palette(plan: Plan, style: Picture, settings: Settings) -> ImageFilter.Color3DLUT | None:
    """Which colour becomes which, learnt over all panels together; None if settings ask for none.

    One table for quiet and busy places: a coat is to keep its colour from panel to panel.
    """
    if not (settings.palette_target and settings.init == "palette"):
        return None
    pixels = np.concatenate(
        [
            resize(each.content, *size_at(each.content, PALETTE_EDGE_PX)).reshape(-1, 3)
            for each in plan.panels
        ]
    )
    small = resize(style, *size_at(style, PALETTE_EDGE_PX))
    return palette_table(pixels[None], small, seed=settings.seed)


def panel_job(
    plan: Plan,
    at: int,
    style: Picture,
    settings: Settings,
    table: ImageFilter.Color3DLUT | None,
    artwork: Mapping[str, str],
    *,
    keep_targets: bool = False,
) -> Job:
    """The engine's job for one panel: its size, the strip's palette and the strip's brush.

    The style image is looked at in one size for all panels, so its targets are computed once.
    """
    panel = plan.panels[at]
    edge_px = max(panel.rect.width, panel.rect.height)
    usual_px = median(max(each.rect.width, each.rect.height) for each in plan.panels)
    brush = min(max(settings.brush * usual_px / edge_px, 0.5), 2.0)
    wanted = settings.changed(long_edge_px=min(max(edge_px, 64), 2048), brush=round(brush, 4))
    content = _at_size(panel)
    if table is not None:
        # laid into the shared palette beforehand, a photograph is its own target and start
        content = with_own_light(apply_palette(content, table), content, settings.own_light)
        wanted = wanted.changed(
            palette_target=False,
            init="content",
            colors=1.0,
            palette_weight=0.0,  # of the strip's one palette no panel has to hold all
        )
    return Job(
        content=content,
        style=style,
        settings=wanted,
        artwork=artwork,
        keep_targets=keep_targets,
        faces=panel.faces,
    )


def _at_size(panel: Panel) -> Picture:
    """The panel's photograph in exactly its proportions, never reduced below what it has."""
    rect = panel.rect
    factor = max(1.0, min(2.0, panel.content.shape[1] / rect.width))
    return resize(panel.content, round(rect.height * factor), round(rect.width * factor))


def paint_strip(
    plan: Plan,
    style: Picture,
    settings: Settings,
    run: Run,
    *,
    artwork: Mapping[str, str] | None = None,
    table: ImageFilter.Color3DLUT | None = None,
    only: Sequence[int] | None = None,
    keep_targets: bool = False,
) -> Iterator[Turn]:
    """Paint the panels one after the other (or those in `only`), yielding every step.

    `run` paints one job: a backend's `run`, or the engine itself. Closing the generator stops the
    panel that is being painted within one step. Without a table one is learnt, if asked for.
    """
    places = list(range(len(plan.panels)) if only is None else only)
    table = table or shared_palette(plan, style, settings)
    areas = [_area(plan.panels[at].rect) for at in places]
    done, spent_s = 0.0, 0.0
    for number, at in enumerate(places):
        job = panel_job(plan, at, style, settings, table, artwork or {}, keep_targets=keep_targets)
        ahead = sum(areas[number + 1 :])
        began: float | None = None
        with closing(run(job)) as events:  # type: ignore[type-var]
            for event in events:
                if isinstance(event, Waiting):
                    yield Turn(panel=at, event=event, share=done / sum(areas), left_s=None)
                    continue
                began = time.monotonic() if began is None else began
                here = areas[number]
                share = (done + here * event.share) / sum(areas)
                left = _left_s(event, here, ahead, done, spent_s)
                painted = _painted(plan.panels[at], event, settings) if event.result else None
                shown = _in_size(event, plan.panels[at].rect) if painted else event
                yield Turn(panel=at, event=shown, share=share, left_s=left, painted=painted)
        done += areas[number]
        spent_s += time.monotonic() - began if began is not None else 0.0


def _area(rect: Rect) -> float:
    return float(rect.width * rect.height)


def _left_s(
    event: Progress, here: float, ahead: float, done: float, spent_s: float
) -> float | None:
    """Seconds left of this panel, and of those to come at the pace that was measured so far."""
    if event.left_s is None:
        return None
    total = event.spent_s + event.left_s
    pace = (spent_s + total) / (done + here)
    return event.left_s + pace * ahead


def _in_size(event: Progress, rect: Rect) -> Progress:
    return replace(event, picture=resize(event.picture, rect.height, rect.width))


def _painted(panel: Panel, event: Progress, settings: Settings) -> Painted:
    assert event.result is not None
    picture = resize(event.result.painted, panel.rect.height, panel.rect.width)
    own = resize(panel.content, panel.rect.height, panel.rect.width)
    return Painted(picture=blend_colors(picture, own, settings.colors), record=event.result.record)


def write_strip_record(
    plan: Plan,
    painted: Sequence[Painted | None],
    settings: Settings,
    artwork: Mapping[str, str],
    style: Picture,
    *,
    shared: bool,
) -> dict[str, Any]:
    """The run record of a strip: what was asked for, and the engine's own record of each panel."""
    seconds = [_seconds(each.record) for each in painted if each is not None]
    network = next((each.record.get("network") for each in painted if each), None)
    return {
        "format": FORMAT,
        "app": f"nst {nst.__version__}",
        "room": "comic",
        "settings": settings.as_dict(),
        "artwork": dict(artwork),
        "network": network,
        "style": {"sha256": fingerprint(style), "size_px": list(style.shape[:2])},
        "title": plan.title,
        "layout": plan.layout,
        "palette": "learnt over all panels together" if shared else "of each panel",
        "size_px": [plan.page.height, plan.page.width],
        "seconds": round(sum(seconds), 3),
        "panels": [
            _panel_record(panel, each) for panel, each in zip(plan.panels, painted, strict=True)
        ],
    }


def _seconds(record: Mapping[str, Any]) -> float:
    seconds = record.get("seconds", 0.0)
    return float(seconds) if isinstance(seconds, (int, float)) else 0.0


def _panel_record(panel: Panel, painted: Painted | None) -> dict[str, Any]:
    return {
        "caption": panel.words.caption,
        "balloons": list(panel.words.balloons),
        "place_px": [panel.rect.left, panel.rect.top, panel.rect.width, panel.rect.height],
        "crop": [round(edge, 5) for edge in panel.crop],
        "faces": len(panel.faces),
        "record": dict(painted.record) if painted else None,
    }
