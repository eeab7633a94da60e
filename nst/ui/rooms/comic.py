"""The room of the comic strip: add, order and letter panels, watch them painted, keep the strip."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gradio as gr
from gradio.context import Context
from gradio.processing_utils import save_bytes_to_cache
from gradio.utils import get_upload_folder, is_in_or_equal

from nst.errors import InputError, NSTError
from nst.images import encode_jpeg, open_image
from nst.records import Picture, Progress, Waiting
from nst.rooms.comic import (
    LAYOUTS,
    MOST_PANELS,
    Turn,
    choose_frames,
    count_frames,
    encode_strip,
    look_at,
    paint_strip,
    shared_palette,
    write_strip_record,
)
from nst.rooms.comic.script import LONGEST_TITLE
from nst.settings import Settings
from nst.ui.controls import ENDS
from nst.ui.events import UNEXPECTED, Desk
from nst.ui.markup import jpeg_uri
from nst.ui.pictures import WIDTHS_PX
from nst.ui.rooms import kit
from nst.ui.rooms.strips import SIZE_PX, Strip, Values, overlay_values, strip_values
from nst.ui.visit import Visit
from nst.ui.watching import FRAME_EVERY_S, duration, waiting_values

SLUG = "comic"
SLIDERS = ("strength", "brush", "colors", "face_weight", "long_edge_px", "detail")
RANGES: Mapping[str, tuple[float, float, float]] = {"long_edge_px": (192, 768, 64)}
LIMITS = (
    "A small finder looks for faces that are seen from the front, and no balloon covers one. "
    "Profiles and animals it does not know: there the words go where the picture is calmest, high "
    "up. Press on a panel where the one who speaks is, and the tail points there. Small panels "
    "keep little of a face in the small network that comes with the gallery; paint them larger, "
    "or with more care for faces. Films cannot be opened; save a short one as GIF."
)
_LOAD = (  # Gradio looks for the names of events here
    "const events = ['bring', 'arrange', 'letter', 'keep', 'stop', 'paint'];"
    'import(new URL("rooms/comic.js", document.baseURI))'
    ".then((room) => room.open({ element, props, trigger, watch, upload }));"
)
_log = logging.getLogger(__name__)


def strip_of(visit: Visit) -> Strip:
    """The visitor's strip; empty when they first come."""
    found: Strip = visit.rooms.setdefault(SLUG, Strip())
    return found


def told(act: Callable[..., Values]) -> Callable[..., Values]:
    """Answer one question after the other; with one sentence when something can be mended."""

    @kit.told
    @wraps(act)
    def answer(visit: Visit, *values: Any) -> Values:
        with strip_of(visit).lock:
            return act(visit, *values)

    return answer


class ComicDesk:
    """Answers the room's events. Holds no visitor: those come with their Visit."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def arrive(self, visit: Visit) -> Values:
        """The strip as it stands, and what there is to choose from."""
        strip = strip_of(visit)
        self._choose(strip, strip.slug or visit.slug or self._desk.gallery.artworks[0].slug)
        pictures = self._desk.pictures
        return strip_values(strip) | {
            "limits": LIMITS,
            "most": MOST_PANELS,
            "layouts": list(LAYOUTS.items()),
            "sliders": [_slider(name) for name in SLIDERS],
            "settings": self._tuned(strip.slug),
            "paintings": [
                {
                    "slug": each.slug,
                    "title": each.title,
                    "src": pictures.url(f"styles/{each.slug}", WIDTHS_PX[0]),
                }
                for each in self._desk.gallery.artworks
            ],
            "examples": [
                {"name": name, "src": pictures.url(name, WIDTHS_PX[0])}
                for name in pictures.examples()
            ],
            "own": visit.content is not None,
        }

    def _choose(self, strip: Strip, slug: str) -> None:
        artwork = self._desk.gallery[slug]
        strip.slug, strip.credit = artwork.slug, f"Painted after {artwork.title}"

    def _tuned(self, slug: str) -> Values:
        settings = self._desk.gallery[slug].tune(Settings(long_edge_px=SIZE_PX))
        return {name: getattr(settings, name) for name in SLIDERS}

    def add(self, visit: Visit, given: Mapping[str, Any]) -> Values:
        """Take an upload, an example or the photograph of the gallery; frames of a moving one."""
        strip = strip_of(visit)
        room = MOST_PANELS - len(strip.drafts)
        if room < 1:
            raise InputError(f"A strip has up to {MOST_PANELS} panels. Take one out first.")
        photographs = self._open(visit, given, room)
        strip.add([look_at(each) for each in photographs])
        return self._replanned(strip)

    def _open(self, visit: Visit, given: Mapping[str, Any], room: int) -> list[Picture]:
        if given.get("refused"):
            raise InputError(str(given["refused"]))
        if given.get("own") and visit.content is not None:
            return [visit.content]
        if given.get("example") in self._desk.pictures.examples():
            return [open_image(self._desk.pictures.path(str(given["example"])))]
        path = Path(str(given.get("path", "")))
        if not path.name or not is_in_or_equal(str(path), get_upload_folder()):
            raise InputError("No photograph arrived. Choose the file once more.")
        try:
            if count_frames(path) > 1:
                count = room if room < MOST_PANELS else 4
                return choose_frames(path, count, str(given.get("way", "change")))
            return [open_image(path)]
        finally:
            path.unlink(missing_ok=True)  # the photograph lives in the visit, not on disk

    def change(self, visit: Visit, given: Mapping[str, Any]) -> Values:
        """Move or take out a panel, or choose layout, title or painting."""
        strip = strip_of(visit)
        if "move" in given:
            draft = strip.draft(given["move"])
            at = strip.drafts.index(draft)
            to = min(max(at + int(given.get("by", 0)), 0), len(strip.drafts) - 1)
            strip.drafts.insert(to, strip.drafts.pop(at))
        if "remove" in given:
            strip.drafts.remove(strip.draft(given["remove"]))
        if "layout" in given and given["layout"] in LAYOUTS:
            strip.layout = str(given["layout"])
        if "title" in given:
            strip.title = str(given["title"]).strip()[:LONGEST_TITLE]
        if "slug" in given:
            self._choose(strip, str(given["slug"]))
            return self._replanned(strip) | {"settings": self._tuned(strip.slug)}
        return self._replanned(strip)

    def letter(self, visit: Visit, given: Mapping[str, Any]) -> Values:
        """Take the words of one panel, or the place of its speaker; nothing is painted anew."""
        strip = strip_of(visit)
        draft = strip.draft(given.get("id"))
        if "caption" in given:
            draft.caption, draft.speech = str(given["caption"]), str(given.get("speech", ""))
        if "speaker" in given:
            x, y = (min(max(float(each), 0.0), 1.0) for each in given["speaker"])
            draft.speaker = (x, y)
        strip.replan()
        return overlay_values(strip)

    def _replanned(self, strip: Strip) -> Values:
        strip.replan()
        return strip_values(strip)

    def stop(self, visit: Visit) -> Values:
        """End the painting; the panels that are finished stay."""
        strip = strip_of(visit)
        strip.run += 1
        strip.painting = False
        return strip_values(strip)

    def paint(self, visit: Visit, given: Mapping[str, Any]) -> Iterator[Values]:
        """Paint what is missing, all of it when nothing is, or the one panel that is named."""
        strip = strip_of(visit)
        strip.run += 1
        run = strip.run
        try:
            with strip.lock:
                settings, places = self._begin(strip, given)
            yield strip_values(strip) | {"line": "Mixing the colours", "share": 0, "active": -1}
            yield from self._paint(strip, settings, places, run)
        except NSTError as error:
            if strip.run == run:
                strip.painting = False
                yield strip_values(strip) | {"notice": str(error)}
        except Exception:  # a bug of ours or of a library: the visitor keeps what they have
            _log.exception("A strip ended with an error that nobody expected.")
            if strip.run == run:
                strip.painting = False
                yield strip_values(strip) | {"notice": UNEXPECTED}

    def _begin(self, strip: Strip, given: Mapping[str, Any]) -> tuple[Settings, list[int]]:
        """The settings as they stand on the page, and the panels that are to be painted."""
        settings = self._settings(strip, given)
        if strip.size_px != settings.long_edge_px:
            strip.size_px = settings.long_edge_px
            strip.replan()
        if strip.plan is None:
            raise InputError("Add a photograph first; then the strip can be painted.")
        if "id" in given:
            places = [strip.drafts.index(strip.draft(given["id"]))]
        else:
            places = strip.missing() or list(range(len(strip.drafts)))
            if len(places) == len(strip.drafts):
                strip.palettes.pop(strip.slug, None)
        strip.painting, strip.settings = True, settings
        return settings, places

    def _settings(self, strip: Strip, given: Mapping[str, Any]) -> Settings:
        asked = given.get("settings") or {}
        fresh = self._desk.gallery[strip.slug].tune(Settings(long_edge_px=SIZE_PX))
        chosen = {}
        for name in SLIDERS:
            if isinstance(asked.get(name), (int, float)):
                chosen[name] = type(getattr(fresh, name))(asked[name])
        return fresh.changed(**chosen)

    def _paint(
        self, strip: Strip, settings: Settings, places: list[int], run: int
    ) -> Iterator[Values]:
        artwork, plan = self._desk.gallery[strip.slug], strip.plan
        assert plan is not None
        keys = {at: strip.key(at) for at in places}
        style = open_image(artwork.picture)
        table = strip.palettes.get(strip.slug) or shared_palette(plan, style, settings)
        if table is not None:
            strip.palettes[strip.slug] = table
        due_s = 0.0
        turns = paint_strip(
            plan, style, settings, self._desk.backend.run,
            artwork=artwork.label(), table=table, only=places, keep_targets=True,
        )  # fmt: skip
        with closing(turns):  # type: ignore[type-var]
            for turn in turns:
                if strip.run != run:
                    return
                if turn.painted is not None:
                    strip.keep(keys[turn.panel], turn.painted)
                now_s = self._desk.clock()
                if now_s >= due_s or turn.painted is not None:
                    due_s = now_s + FRAME_EVERY_S
                    yield _told_turn(turn, len(plan.panels), keys[turn.panel][0])
        strip.painting = False
        yield strip_values(strip)

    def save(self, visit: Visit, given: Mapping[str, Any]) -> Values:
        """Bind the strip into a file of the asked kind; its address and name."""
        strip = strip_of(visit)
        if strip.plan is None:
            raise InputError("Add a photograph first; then there is a strip to keep.")
        kind = str(given.get("kind", ".png"))
        artwork = self._desk.gallery[strip.slug]
        finished = strip.finished()
        settings = strip.settings or artwork.tune(Settings(long_edge_px=strip.size_px))
        record = write_strip_record(
            strip.plan, finished, settings, artwork.label(), open_image(artwork.picture),
            shared=strip.slug in strip.palettes,
        )  # fmt: skip
        if kind == ".json":
            content = json.dumps(record, ensure_ascii=False, indent=1).encode()
        else:
            pictures = [each.picture if each else None for each in finished]
            content = encode_strip(kind, strip.plan, pictures, record, strip.credit)
        name = f"strip-{strip.slug}{kind}"
        path = save_bytes_to_cache(content, name, get_upload_folder())
        return {"file": {"url": f"gradio_api/file={quote(str(path))}", "name": name}}


def _slider(name: str) -> Values:
    meta = Settings.__dataclass_fields__[name].metadata
    low, high, step = RANGES.get(name, (meta["low"], meta["high"], meta["step"]))
    ends = ENDS.get(name, ("", ""))
    label = "Size of a panel" if name == "long_edge_px" else meta["label"]
    return {"name": name, "label": label, "low": low, "high": high, "step": step, "ends": ends,
            "unit": meta["unit"]}  # fmt: skip


def _told_turn(turn: Turn, panels: int, draft: int) -> Values:
    """What the page shows of one event: the panel's frame, the line and the share."""
    if isinstance(turn.event, Waiting):
        return {"phase": "painting", "active": draft, "line": waiting_values(turn.event)["line"]}
    assert isinstance(turn.event, Progress)
    parts = [f"panel {turn.panel + 1} of {panels}"]
    parts.append(f"scale {turn.event.scale} of {turn.event.scales}")
    if turn.left_s is not None:
        parts.append(f"{duration(turn.left_s)} left")
    return {
        "phase": "painting",
        "active": draft,
        "frame": jpeg_uri(encode_jpeg(turn.event.picture, 80)),
        "share": round(turn.share, 4),
        "line": " · ".join(parts),
    }


def build(visit: gr.State, desk: Desk) -> None:
    """Lay the room out inside its tab and connect it; its script comes when the tab opens."""
    room, tab = ComicDesk(desk), Context.block
    page = gr.HTML(
        {},
        html_template='<section class="comic" data-phase="empty"></section>',
        js_on_load=_LOAD,
        apply_default_css=False,
        elem_id=SLUG,
    )
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "undocumented"}

    def once(act: Callable[..., Values]) -> Callable[..., Values]:
        def answer(event: gr.EventData, seen: Visit) -> Values:
            return told(act)(seen, event._data or {})

        return answer

    def paint(event: gr.EventData, seen: Visit) -> Iterator[Values]:
        yield from room.paint(seen, event._data or {})

    tab.select(told(room.arrive), visit, page, **quiet)  # type: ignore[union-attr]
    # a component's own events have the plain names: add, change
    for name, act in {
        "bring": room.add, "arrange": room.change, "letter": room.letter, "keep": room.save
    }.items():  # fmt: skip
        getattr(page, name)(once(act), visit, page, trigger_mode="multiple", **quiet)
    page.stop(told(room.stop), visit, page, **quiet)
    page.paint(
        paint, visit, page, trigger_mode="multiple", concurrency_limit=20,
        concurrency_id="runs", **quiet,
    )  # fmt: skip
