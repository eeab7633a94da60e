"""What the room of the comic strip keeps of one visit, and how it is told to the page.

Plans and paints nothing itself; `nst.rooms.comic` does, and the room asks it.
"""

from __future__ import annotations

import io
import threading
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageFilter

from nst.errors import InputError
from nst.images import resize, size_at
from nst.records import Picture
from nst.rooms.comic import (
    MOST_PANELS,
    Painted,
    Panel,
    Plan,
    Script,
    Shot,
    Words,
    draw_overlay,
    plan_strip,
)
from nst.rooms.comic.binding import pale
from nst.settings import Settings
from nst.ui.markup import data_uri

SIZE_PX = 384
"""Long edge of a usual panel unless the visitor chooses: four of them take about a minute."""

THUMB_EDGE_PX = 176
MOST_KEPT = 30
"""Painted panels that a visit remembers, so that moving one there and back costs nothing."""

OVERLAY_EDGE_PX = 1700
Values = dict[str, Any]
Key = tuple[int, str, int, int, tuple[float, ...]]


@dataclass(kw_only=True, eq=False)
class Draft:
    """One panel as the visitor has it: a photograph, looked at once, and words."""

    id: int
    shot: Shot
    caption: str = ""
    speech: str = ""
    speaker: tuple[float, float] | None = None
    thumb: str = ""


@dataclass(kw_only=True, eq=False)
class Strip:
    """The visitor's strip: drafts in their order, the choices, and what has been painted."""

    drafts: list[Draft] = field(default_factory=list)
    slug: str = ""
    layout: str = "page"
    title: str = ""
    credit: str = ""
    size_px: int = SIZE_PX
    settings: Settings | None = None
    """Those that were painted with last."""

    plan: Plan | None = None
    problem: str = ""
    painted: dict[Key, Painted] = field(default_factory=dict)
    palettes: dict[str, ImageFilter.Color3DLUT] = field(default_factory=dict)
    """The palette table of each painting, kept while panels painted with it are kept."""

    run: int = 0
    painting: bool = False
    last_id: int = 0
    version: int = 0
    """Grows with every plan: an answer that overtook another one must not be undone by it."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    """Held while the strip is changed and told of: a quick visitor asks twice at once."""

    def add(self, shots: Sequence[Shot]) -> None:
        """Hang further photographs; InputError when there is no room for all of them."""
        if len(self.drafts) + len(shots) > MOST_PANELS:
            raise InputError(f"A strip has up to {MOST_PANELS} panels. Take one out first.")
        for shot in shots:
            self.last_id += 1
            thumb = data_uri(_within(shot.picture, THUMB_EDGE_PX), 80)
            self.drafts.append(Draft(id=self.last_id, shot=shot, thumb=thumb))

    def draft(self, number: Any) -> Draft:
        """The draft of that id; InputError when it has been taken out meanwhile."""
        for each in self.drafts:
            if each.id == number:
                return each
        raise InputError("That panel is no longer there.")

    def replan(self) -> None:
        """Lay everything out anew; words that find no place are left out and told of."""
        self.problem = ""
        self.version += 1
        if not self.drafts:
            self.plan = None
            return
        words: list[Words] = []
        for at, each in enumerate(self.drafts):
            try:
                words.append(words_of(each))
                self.plan = self._plan(words)
            except InputError as error:
                self.problem = self.problem or _at_panel(str(error), at)
                words[at:] = [Words()]
        self.plan = self._plan(words)

    def _plan(self, words: Sequence[Words]) -> Plan:
        script = Script(title=self.title, layout=self.layout, panels=tuple(words))
        return plan_strip([each.shot for each in self.drafts], script, self.size_px)

    def key(self, at: int) -> Key:
        """What a painted panel depends on, but for the sliders."""
        panel = self.panel(at)
        crop = tuple(round(edge, 4) for edge in panel.crop)
        return self.drafts[at].id, self.slug, panel.rect.width, panel.rect.height, crop

    def panel(self, at: int) -> Panel:
        """The planned panel at that place."""
        assert self.plan is not None
        return self.plan.panels[at]

    def finished(self) -> list[Painted | None]:
        """What is painted of each panel as it stands."""
        return [self.painted.get(self.key(at)) for at in range(len(self.drafts))]

    def missing(self) -> list[int]:
        """The panels that are still to be painted."""
        return [at for at, each in enumerate(self.finished()) if each is None]

    def keep(self, key: Key, painted: Painted) -> None:
        """Remember a painted panel; the oldest is forgotten when there are too many."""
        self.painted.pop(key, None)
        self.painted[key] = painted
        while len(self.painted) > MOST_KEPT:
            self.painted.pop(next(iter(self.painted)))


def words_of(draft: Draft) -> Words:
    """What a draft says; InputError when it says too much."""
    lines = (line.strip() for line in draft.speech.splitlines())
    return Words(
        caption=draft.caption.strip(),
        balloons=tuple(line for line in lines if line),
        speaker=draft.speaker,
    )


def _at_panel(sentence: str, at: int) -> str:
    return sentence if sentence.startswith("Panel") else f"Panel {at + 1}: {sentence}"


def strip_values(strip: Strip) -> Values:
    """Everything the page shows of a strip."""
    with strip.lock:
        return _strip_values(strip)


def _strip_values(strip: Strip) -> Values:
    plan = strip.plan
    values: Values = {
        "phase": "painting" if strip.painting else "edit",
        "version": strip.version,
        "slug": strip.slug,
        "layout": strip.layout,
        "title": strip.title,
        "notice": strip.problem,
        "panels": [],
        "page": 0,
        "overlay": "",
        "missing": 0,
    }
    if plan is None:
        return values
    finished = strip.finished()
    values["panels"] = [
        _panel_values(plan, at, draft, finished[at]) for at, draft in enumerate(strip.drafts)
    ]
    values["page"] = round(plan.page.width / plan.page.height, 5)
    values["missing"] = sum(each is None for each in finished)
    return values | overlay_values(strip)


def overlay_values(strip: Strip) -> Values:
    """The lettering on a transparent sheet, and what found no place."""
    if strip.plan is None:
        return {"overlay": "", "notice": strip.problem, "version": strip.version}
    page = strip.plan.page
    scale = min(2.0, OVERLAY_EDGE_PX / max(page.width, page.height))
    return {
        "overlay": _png(draw_overlay(strip.plan, strip.credit, scale)),
        "notice": strip.problem,
        "version": strip.version,
    }


def _panel_values(plan: Plan, at: int, draft: Draft, painted: Painted | None) -> Values:
    panel, page = plan.panels[at], plan.page
    rect = panel.rect
    shown = _within(pale(panel.content), 480) if painted is None else painted.picture
    return {
        "id": draft.id,
        "thumb": draft.thumb,
        "caption": draft.caption,
        "speech": draft.speech,
        "painted": painted is not None,
        "faces": len(panel.faces),
        "src": data_uri(shown, 70 if painted is None else 90),
        "place": [
            round(rect.left / page.width * 100, 3),
            round(rect.top / page.height * 100, 3),
            round(rect.width / page.width * 100, 3),
            round(rect.height / page.height * 100, 3),
        ],
    }


def _within(picture: Picture, long_edge_px: int) -> Picture:
    if max(picture.shape[:2]) <= long_edge_px:
        return picture
    return resize(picture, *size_at(picture, long_edge_px))


def _png(sheet: Image.Image) -> str:
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", compress_level=4)
    return "data:image/png;base64," + b64encode(buffer.getvalue()).decode("ascii")
