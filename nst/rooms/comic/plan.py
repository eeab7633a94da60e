"""Plans a strip: what is cut from each photograph, where it stands, what is said in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nst.boxes import Box, cut
from nst.errors import InputError
from nst.faces import find_faces
from nst.records import Picture
from nst.rooms.calm import BoxMeans, busiest, edge_strength
from nst.rooms.comic.layout import Page, Rect, lay_out
from nst.rooms.comic.placing import HAIR, Placed, Scene, place_words
from nst.rooms.comic.script import Script, Words

SHOW_FACES = 0.3
"""Where on the height of a panel the middle of a face is put when there is a choice."""


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
