"""The room of the close look: one detail of photograph, painting and pastiche, moved together."""

from __future__ import annotations

from typing import Any

import gradio as gr
import numpy as np
from gradio.context import Context

from nst.errors import InputError
from nst.images import open_image, resize, size_at
from nst.records import Picture
from nst.rooms.closeup import Detail, propose, seen_edge_px
from nst.ui.events import Desk
from nst.ui.markup import data_uri
from nst.ui.pictures import WIDTHS_PX
from nst.ui.rooms.kit import told
from nst.ui.visit import Pastiche, Visit

SLUG = "closeup"
THUMB_EDGE_PX = 140
LIMITS = (
    "The painting is shown at the size at which the network looked at it, so that strokes can be "
    "compared; beside a detail stands the place in it that is most like it in colour and fineness. "
    "Faces are found only when they look this way."
)
_LOAD = (  # Gradio looks for the names of events here
    "const events = ['pick'];"
    'import(new URL("rooms/closeup.js", document.baseURI))'
    ".then((room) => room.open({ element, props, trigger, watch }));"
)
Values = dict[str, Any]


class CloseDesk:
    """Answers the room's events. Holds no visitor: those come with their Visit."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def arrive(self, visit: Visit) -> Values:
        """The picture that is being looked at in the gallery, else the newest of the visit."""
        pastiche = visit.current() or (visit.shelf[-1] if visit.shelf else None)
        if pastiche is None:
            return {"phase": "empty", "limits": LIMITS}
        return self._shown(visit, pastiche)

    def pick(self, visit: Visit, number: Any) -> Values:
        """Another picture of this visit."""
        for each in visit.shelf:
            if each.number == number:
                return self._shown(visit, each)
        raise InputError("That picture has left the shelf; only the last twelve are kept.")

    def _shown(self, visit: Visit, pastiche: Pastiche) -> Values:
        artwork = self._desk.gallery[pastiche.slug]
        style = open_image(artwork.picture)
        edge_px = seen_edge_px(pastiche.record, style)
        photograph = full_photograph(visit, pastiche)
        height, width = pastiche.picture.shape[:2]
        seen = size_at(style, edge_px)
        details = propose(photograph, pastiche.picture, style, edge_px)
        return {
            "phase": "looking",
            "number": pastiche.number,
            "notice": "",
            "limits": LIMITS,
            "size": [width, height],
            "seen": [seen[1], seen[0]],
            "title": artwork.title,
            "photo": data_uri(photograph, 90),
            "style": self._desk.pictures.url(f"styles/{pastiche.slug}", WIDTHS_PX[2]),
            "pastiche": data_uri(pastiche.picture, 97),
            "details": [_detail(each) for each in details],
            "shelf": [
                {
                    "number": each.number,
                    "src": data_uri(_thumb(each.picture), 80),
                    "title": self._desk.gallery[each.slug].title,
                }
                for each in reversed(visit.shelf)
            ],
        }


def full_photograph(visit: Visit, pastiche: Pastiche) -> Picture:
    """The photograph with all its pixels if it is still given, else as large as it was used."""
    if visit.content is None:
        return pastiche.content
    used = resize(visit.content, *pastiche.content.shape[:2])
    return visit.content if np.array_equal(used, pastiche.content) else pastiche.content


def _detail(detail: Detail) -> Values:
    return {"title": detail.title, "box": list(detail.box), "source": list(detail.source.center)}


def _thumb(picture: Picture) -> Picture:
    return resize(picture, *size_at(picture, THUMB_EDGE_PX))


def build(visit: gr.State, desk: Desk) -> None:
    """Lay the room out inside its tab and connect it; its script comes when the tab opens."""
    room, tab = CloseDesk(desk), Context.block
    page = gr.HTML(
        {},
        html_template='<section class="closeup" data-phase="empty"></section>',
        js_on_load=_LOAD,
        apply_default_css=False,
        elem_id=SLUG,
    )
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "undocumented"}

    def pick(event: gr.EventData, seen: Visit) -> Values:
        return told(room.pick)(seen, (event._data or {}).get("number"))

    tab.select(told(room.arrive), visit, page, **quiet)  # type: ignore[union-attr]
    page.pick(pick, visit, page, **quiet)
