"""Plans a strip, and paints it panel by panel with one palette and one breadth of stroke.

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
from nst.boxes import Box, cut
from nst.colors import blend_colors
from nst.errors import InputError
from nst.faces import find_faces
from nst.images import fingerprint, resize, size_at
from nst.records import Job, Picture, Progress, Waiting
from nst.repaint import PALETTE_EDGE_PX, apply_palette, palette_table, with_own_light
from nst.rooms.calm import BoxMeans, busiest, edge_strength
from nst.rooms.comic.layout import Page, Rect, lay_out
from nst.rooms.comic.placing import HAIR, Placed, Scene, place_words
from nst.rooms.comic.script import Script, Words
from nst.settings import Settings

FORMAT = 1
SHOW_FACES = 0.3
"""Where on the height of a panel the middle of a face is put when there is a choice."""

Run = Callable[[Job], Iterator[Waiting | Progress]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shot:
    """A photograph that was looked at once: its faces, and the busiest place on it."""

    picture: Picture
    faces: tuple[Box, ...]
    center: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """One panel as it will be painted: its place, what is cut from the photograph, its words.

    `content`: uint8 (H, W, 3), the part `crop` of the photograph; `placed`: its lettering.
    """

    rect: Rect
    crop: Box
    content: Picture
    faces: tuple[Box, ...]
    words: Words
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """A strip that can be painted: nothing in it is left to be refused but the painting itself."""

    page: Page
    title: str
    layout: str
    panels: tuple[Panel, ...]


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


def look_at(photograph: Picture) -> Shot:
    """Find the faces and the busiest place on a photograph, uint8 (H, W, 3)."""
    return Shot(
        picture=photograph,
        faces=find_faces(photograph),
        center=busiest(edge_strength(photograph)),
    )


def plan_strip(shots: Sequence[Shot], script: Script, long_edge_px: int) -> Plan:
    """Lay out, crop and letter a strip; the usual panel's long edge is `long_edge_px`.

    Panels without words of their own stay silent. Raises InputError when there are more words
    than photographs, when a text finds no place, or when letters are missing.
    """
    if len(script.panels) > len(shots):
        raise InputError(
            f"There are words for {len(script.panels)} panels but {len(shots)} photographs. "
            "Add photographs or take words out."
        )
    page = lay_out(len(shots), script.layout, long_edge_px, title=bool(script.title))
    words = [*script.panels, *[Words()] * (len(shots) - len(script.panels))]
    panels = tuple(
        _panel(shot, said, rect, page, f"Panel {at}")
        for at, (shot, said, rect) in enumerate(zip(shots, words, page.panels, strict=True), 1)
    )
    return Plan(page=page, title=script.title, layout=script.layout, panels=panels)


def _panel(shot: Shot, words: Words, rect: Rect, page: Page, name: str) -> Panel:
    crop = crop_for(shot, rect.width / rect.height)
    content = cut(shot.picture, crop)
    faces = tuple(face.inside(crop) for face in shot.faces if face.overlap(crop) > 0.3 * face.area)
    x, y = shot.center
    center = (
        min(max((x - crop.left) / crop.width, 0.1), 0.9),
        min(max((y - crop.top) / crop.height, 0.15), 0.9),
    )
    scene = Scene(faces, BoxMeans(edge_strength(content)), center)
    return Panel(
        rect=rect,
        crop=crop,
        content=content,
        faces=faces,
        words=words,
        placed=place_words(words, scene, rect, page.unit_px, name),
    )


def crop_for(shot: Shot, ratio: float) -> Box:
    """The largest part of a photograph with that width over height that keeps what matters.

    All faces if they fit, else the largest; without a face the busiest place. A face stands in
    the upper part, where a camera would have it.
    """
    height, width = shot.picture.shape[:2]
    share_x = min(1.0, ratio * height / width)
    share_y = min(1.0, width / (ratio * height))
    x, y = shot.center
    if shot.faces:
        seen = _together(shot.faces, share_x, share_y)
        x = seen.center[0]
        y = seen.top + seen.height / 2 + (0.5 - SHOW_FACES) * share_y
        highest = seen.top - HAIR * shot.faces[0].height  # the head goes on above the face
        y = min(y, max(highest, 0.0) + share_y / 2)
        y = max(y, seen.bottom + 0.1 * seen.height - share_y / 2)
    left = min(max(x - share_x / 2, 0.0), 1 - share_x)
    top = min(max(y - share_y / 2, 0.0), 1 - share_y)
    return Box(left, top, left + share_x, top + share_y)


def _together(faces: Sequence[Box], share_x: float, share_y: float) -> Box:
    """The box around all faces if a crop of that size holds it, else around the largest one."""
    around = Box(
        min(face.left for face in faces),
        min(face.top for face in faces),
        max(face.right for face in faces),
        max(face.bottom for face in faces),
    )
    return around if around.width <= share_x and around.height <= share_y else faces[0]


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
