"""The visitor's own wall: what this visit has painted, with photograph and painting beside it.

Everything shown comes from the Visit and goes with it; files are written only when they are asked
for, to Gradio's bounded cache.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context
from gradio.processing_utils import save_bytes_to_cache
from gradio.utils import get_upload_folder

from nst.errors import InputError, NSTError
from nst.images import encode_png, fingerprint, open_image, resize, size_at
from nst.records import Job, Picture, Progress, Waiting
from nst.rooms.dreams import Piece, pack, triptych
from nst.runrecord import settings_from
from nst.settings import Settings
from nst.ui.controls import MAX_PAGE_EDGE_PX
from nst.ui.events import UNEXPECTED, Desk
from nst.ui.keeping import finished
from nst.ui.markup import data_uri
from nst.ui.pictures import WIDTHS_PX
from nst.ui.result import file_name, shelf_html, timelapse_uri
from nst.ui.rooms.kit import told
from nst.ui.visit import SHELF_LENGTH, Pastiche, Visit
from nst.ui.watching import Watch, progress_line, waiting_values

SLUG = "dreams"
PHOTO_EDGE_PX, PICTURE_EDGE_PX = 320, 640
ASK = (
    "What you have painted on this visit. Nobody else sees this wall, and it is forgotten when you "
    "close the page: download what you want to keep."
)
LIMITS = (
    f"The last {SHELF_LENGTH} pictures hang here. Painting again follows the run record to the "
    "letter: with the same network the same picture comes out."
)
_log = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_tokens = count(1)
Values = dict[str, Any]


@dataclass
class Wall:
    """What the room keeps of a visit: the run that may speak, and whether it is to end."""

    run: int = 0
    keep: bool = False


def wall_of(visit: Visit) -> Wall:
    """The room's part of a visit."""
    found: Wall = visit.rooms.setdefault(SLUG, Wall())
    return found


@dataclass(frozen=True)
class DreamsDesk:
    """Answers the room's events. Holds no visitor."""

    desk: Desk

    def enter(self, visit: Visit) -> Values:
        """Everything that hangs, newest first."""
        pieces = [self._piece(each) for each in reversed(visit.shelf)]
        return {"pieces": pieces, "ask": ASK, "limits": LIMITS}

    def _piece(self, pastiche: Pastiche) -> Values:
        artwork = self.desk.gallery[pastiche.slug]
        name = f"styles/{pastiche.slug}"
        height, width = pastiche.picture.shape[:2]
        larger = min(2 * max(height, width), MAX_PAGE_EDGE_PX)
        stopped = pastiche.record.get("stopped")
        facts = [f"{width} × {height} px"]
        seconds = pastiche.record.get("seconds")
        if isinstance(seconds, (int, float)):
            facts.append(f"{seconds:.0f} s")
        if stopped:
            facts.append(f"kept after step {stopped['step']} of {stopped['steps']}")
        return {
            "key": f"{pastiche.number}:{pastiche.colors}",
            "number": pastiche.number,
            "title": artwork.title,
            "line": " · ".join(facts),
            "ratio": round(width / height, 4),
            "styleRatio": round(self.desk.pictures.ratio(name), 4),
            "photo": data_uri(_at_most(pastiche.content, PHOTO_EDGE_PX)),
            "style": self.desk.pictures.url(name, WIDTHS_PX[0]),
            "picture": data_uri(_at_most(pastiche.picture, PICTURE_EDGE_PX), 85),
            "larger": larger if larger > max(height, width) else 0,
        }

    def _find(self, visit: Visit, number: Any) -> Pastiche:
        for each in visit.shelf:
            if each.number == number:
                return each
        raise InputError(f"That picture has left the wall; only the last {SHELF_LENGTH} are kept.")

    def film(self, visit: Visit, number: Any) -> Values:
        """The time-lapse of one picture, to be shown beneath it."""
        pastiche = self._find(visit, number)
        name = file_name(pastiche, ".webp")
        return {"film": {"number": number, "src": timelapse_uri(pastiche), "name": name}}

    def fetch(self, visit: Visit, number: Any, what: str) -> Values:
        """One picture as PNG, its run record, or the three pictures side by side."""
        pastiche = self._find(visit, number)
        if what == "record":
            record = json.dumps(pastiche.record, ensure_ascii=False, indent=1)
            return _file(record.encode(), file_name(pastiche, ".json"))
        if what == "triptych":
            png = encode_png(triptych(self._whole(pastiche)), pastiche.record)
            return _file(png, file_name(pastiche, "-all-three.png"))
        return _file(encode_png(pastiche.picture, pastiche.record), file_name(pastiche, ".png"))

    def pack(self, visit: Visit, photographs: bool) -> Values:
        """Everything that hangs, in one ZIP file."""
        pieces = [self._whole(each, style=False) for each in visit.shelf]
        return _file(pack(pieces, photographs=photographs), "my-pictures.zip")

    def _whole(self, pastiche: Pastiche, *, style: bool = True) -> Piece:
        artwork = self.desk.gallery[pastiche.slug]
        return Piece(
            name=file_name(pastiche, ""),
            title=artwork.title,
            picture=pastiche.picture,
            record=pastiche.record,
            content=pastiche.content,
            style=open_image(artwork.picture) if style else None,
        )

    def keep(self, visit: Visit) -> Values:
        """Ask the run to end with the picture it has."""
        wall_of(visit).keep = True
        return {}

    def repaint(self, visit: Visit, number: Any, *, larger: bool = False) -> Iterator[Values]:
        """Paint a picture again from its record, told as it goes; it hangs at the end."""
        wall = wall_of(visit)
        wall.run, wall.keep = wall.run + 1, False
        run = wall.run
        try:
            pastiche = self._find(visit, number)
            job = self._job(visit, pastiche, larger=larger)
            yield from self._run(visit, wall, run, job)
        except NSTError as error:
            if wall.run == run:
                yield self.enter(visit) | {"notice": str(error)}
        except Exception:  # a bug of ours or of a library: the wall stays as it was
            _log.exception("A picture was not painted again, with an error nobody expected.")
            if wall.run == run:
                yield self.enter(visit) | {"notice": UNEXPECTED}

    def _job(self, visit: Visit, pastiche: Pastiche, *, larger: bool) -> Job:
        settings: Settings = settings_from(pastiche.record)
        if settings.init == "given":
            raise InputError(
                "This picture was begun from another one, which is not kept. "
                "Take it to the easel and continue from there."
            )
        if larger:
            edge = min(2 * settings.long_edge_px, MAX_PAGE_EDGE_PX)
            settings = settings.changed(long_edge_px=edge)
        artwork = self.desk.gallery[pastiche.slug]
        return Job(
            content=_photograph(visit, pastiche),
            style=open_image(artwork.picture),
            settings=settings,
            artwork=artwork.label(),
            keep_targets=True,
        )

    def _run(self, visit: Visit, wall: Wall, run: int, job: Job) -> Iterator[Values]:
        desk, watch = self.desk, Watch()
        height, width = job.content.shape[:2]
        title = desk.gallery[job.artwork["slug"]].title
        about = {"what": f"After {title}", "ratio": round(width / height, 4)}
        told_so_far: Values = about | {"share": 0, "line": "Mixing the colours", "frame": ""}
        yield {"working": {**told_so_far}}
        with closing(desk.backend.run(job)) as events:  # type: ignore[type-var]
            for event in events:
                if wall.run != run:
                    return
                if isinstance(event, Waiting):
                    if watch.wait(event, desk.clock()):
                        told_so_far |= {"line": waiting_values(event)["line"]}
                        yield {"working": {**told_so_far}}
                elif watch.see(event, desk.clock()):
                    frame = data_uri(_at_most(event.picture, PHOTO_EDGE_PX))
                    told_so_far |= {"share": round(event.share, 4), "frame": frame}
                    told_so_far |= {"line": progress_line(event)}
                    yield {"working": {**told_so_far}}
                if wall.keep or (isinstance(event, Progress) and event.done):
                    break
        last = watch.last
        if last is not None and (last.step or last.done):
            label = desk.backend.network_label(job.settings.network)
            found = finished(job, watch, last, number=visit.next_number(), network=label)
            visit.shelf = [*visit.shelf, found][-SHELF_LENGTH:]
        yield self.enter(visit)


def _photograph(visit: Visit, pastiche: Pastiche) -> Picture:
    """The photograph in full, if it is still at hand; else as it hangs, at the picture's size."""
    named = pastiche.record.get("content", {}).get("sha256")
    if visit.content is not None and fingerprint(visit.content) == named:
        return visit.content
    return pastiche.content


def _at_most(picture: Picture, edge_px: int) -> Picture:
    if max(picture.shape[:2]) <= edge_px:
        return picture
    return resize(picture, *size_at(picture, edge_px))


def _file(content: bytes, name: str) -> Values:
    """A file in Gradio's bounded cache, as the page is told to download it."""
    path = save_bytes_to_cache(content, name, get_upload_folder())
    return {"file": {"url": f"gradio_api/file={path}", "name": name, "token": next(_tokens)}}


def build(visit: gr.State, desk: Desk) -> None:
    """Lay the room out inside its tab and connect it."""
    room = DreamsDesk(desk)
    tab, page = Context.block, Context.root_block
    wall = gr.HTML(
        {},
        html_template=(_HERE / "dreams.html").read_text("utf-8"),
        js_on_load=(_HERE / "dreams.js").read_text("utf-8"),
        apply_default_css=False,
        elem_id=SLUG,
    )
    shelf: Any = next(each for each in page.blocks.values() if each.elem_id == "shelf")  # type: ignore[union-attr]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "undocumented"}

    def film(event: gr.EventData, seen: Visit) -> Values:
        return told(room.film)(seen, event._data.get("number"))

    def fetch(event: gr.EventData, seen: Visit) -> Values:
        return told(room.fetch)(seen, event._data.get("number"), str(event._data.get("what")))

    def pack_all(event: gr.EventData, seen: Visit) -> Values:
        return told(room.pack)(seen, bool(event._data.get("photographs")))

    def again(*, larger: bool) -> Callable[..., Iterator[dict[Any, Any]]]:
        def paint(event: gr.EventData, seen: Visit) -> Iterator[dict[Any, Any]]:
            hung = seen.shelf
            for values in room.repaint(seen, event._data.get("number"), larger=larger):
                update: dict[Any, Any] = {wall: values}
                if seen.shelf is not hung:
                    update[shelf] = shelf_html(seen.shelf, desk.gallery, seen.shown)
                yield update

        return paint

    run: dict[str, Any] = {
        "trigger_mode": "multiple", "concurrency_limit": 20, "concurrency_id": "runs", **quiet,
    }  # fmt: skip
    tab.select(told(room.enter), visit, wall, **quiet)  # type: ignore[union-attr]
    wall.film(film, visit, wall, **quiet)
    wall.fetch(fetch, visit, wall, **quiet)
    wall.pack(pack_all, visit, wall, **quiet)
    wall.keep(told(room.keep), visit, wall, **quiet)
    wall.repaint(again(larger=False), visit, [wall, shelf], **run)
    wall.larger(again(larger=True), visit, [wall, shelf], **run)
