"""What happens when the visitor does something: each method reads, calls one thing, and answers.

An answer is a dict of updates by the name of the part of the page. This is the only place where an
NSTError becomes a sentence on the page.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import wraps
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder, is_in_or_equal

from nst.errors import InputError, NSTError
from nst.images import open_image
from nst.records import Backend, Job, Picture, Progress, Waiting
from nst.results import job_hash
from nst.settings import Settings
from nst.ui import controls, painting, result, wall, watching
from nst.ui.keeping import finished, recolor
from nst.ui.markup import data_uri
from nst.ui.photograph import photograph_values
from nst.ui.pictures import WIDTHS_PX, Hung, Pictures
from nst.ui.streams import Answer, Telling
from nst.ui.visit import Pastiche, Visit

UNEXPECTED = (
    "The run broke off because of an error of ours. Your choices are still here; try again."
)
LOST = "Too many visitors are painting at once. Your choices are still here; try again in a minute."
PAINTED_BEFORE = "Painted before on this visit: the same photograph, painting and settings."
_log = logging.getLogger(__name__)
SCENES = ("wall", "painting", "watching", "result")


def scene(name: str) -> Answer:
    """Show the parts of one of SCENES and hide the others."""
    return {
        "wall_room": gr.update(visible=name == "wall"),
        "room": gr.update(visible=name != "wall", elem_classes=["room", f"room-{name}"]),
        "picture": gr.update(visible=name == "painting"),
        "easel": gr.update(visible=name in ("watching", "result")),
        "panel": gr.update(visible=name in ("painting", "result")),
        "watch_panel": gr.update(visible=name == "watching"),
        "result_panel": gr.update(visible=name == "result"),
    }


def notice(sentence: str = "") -> Answer:
    """One sentence where the visitor looks, announced by screen readers; empty to take it away."""
    shown = f'<p class="notice" role="alert">{escape(sentence)}</p>' if sentence else ""
    return {"notice": shown}


def told(act: Callable[..., Answer]) -> Callable[..., Answer]:
    """Run a handler; what the visitor can mend becomes a notice and everything else stays."""

    @wraps(act)
    def answer(*values: Any) -> Answer:
        try:
            return notice() | act(*values)
        except NSTError as error:
            return notice(str(error))

    return answer


@dataclass(frozen=True)
class Desk:
    """Answers every event of the page. Holds no visitor: those come with their Visit."""

    gallery: Hung
    backend: Backend
    pictures: Pictures
    tuned: tuple[str, ...]
    clock: Callable[[], float] = time.monotonic

    def arrive(self, visit: Visit) -> tuple[Visit, str, str]:
        """The visit itself, so that its session forgets it in time; the wall; the network."""
        hung = wall.wall_html(self.gallery, self.pictures)
        return visit, hung, network_html(self.backend.network_label())

    def choose(self, visit: Visit, slug: str) -> Answer:
        """Hang one painting in the room; a run with another one falls silent."""
        artwork = self.gallery[slug]
        visit.abandon()
        visit.slug, visit.shown = slug, 0
        return scene("painting") | self._room(slug) | controls.tuning(artwork, self.tuned)

    def _room(self, slug: str) -> Answer:
        artwork = self.gallery[slug]
        return {
            "picture": gr.update(value=painting.picture_html(artwork, self.pictures), visible=True),
            "accent": painting.accent_style(artwork),
            "title": painting.title_html(artwork),
            "story": painting.story_html(artwork),
        }

    def leave(self, visit: Visit) -> Answer:
        """Back to the wall; a run falls silent, the shelf and the photograph stay."""
        visit.abandon()
        return scene("wall")

    def give_photograph(self, visit: Visit, given: Any) -> Answer:
        """Take an upload or an example; a run with another photograph falls silent."""
        content = self._open(given)
        visit.abandon()
        visit.content, visit.shown = content, 0
        hung = self._room(visit.slug) if visit.slug else {}  # the shelf may have changed the room
        return scene("painting") | hung | {"drop": photograph_values(content)}

    def _open(self, given: Any) -> Picture:
        if isinstance(given, dict) and given.get("refused"):
            raise InputError(str(given["refused"]))
        if isinstance(given, dict) and given.get("example") in self.pictures.examples():
            return open_image(self.pictures.path(given["example"]))
        path = str(given.get("path", "")) if isinstance(given, dict) else ""
        if not path or not is_in_or_equal(path, get_upload_folder()):
            raise InputError("No photograph arrived. Choose the file once more.")
        try:
            return open_image(Path(path))
        finally:
            Path(path).unlink(missing_ok=True)  # the photograph lives in the visit, not on disk

    def paint(self, visit: Visit, *values: Any) -> Telling:
        """Paint the photograph with the chosen painting, from the beginning."""
        yield from self._told_run(visit, values, start=None)

    def paint_on(self, visit: Visit, *values: Any) -> Telling:
        """Continue from the picture that is being looked at, with the sliders as they stand."""
        current = visit.current()
        yield from self._told_run(visit, values, start=current.painted if current else None)

    def paint_with(self, visit: Visit, slug: str, *values: Any) -> Telling:
        """Choose another painting and paint the same photograph with it at once."""
        tuned = dict(zip(controls.NAMES, values, strict=True))
        artwork = self.gallery[slug]
        fresh = Settings()
        tuned |= {name: artwork.settings.get(name, getattr(fresh, name)) for name in self.tuned}
        visit.abandon()
        visit.slug = slug
        yield self._room(slug) | controls.tuning(artwork, self.tuned)
        yield from self._told_run(visit, tuple(tuned.values()), start=None)

    def _told_run(self, visit: Visit, values: tuple[Any, ...], start: Picture | None) -> Telling:
        """One run, told as it goes; at an error the visitor is back where they pressed Paint."""
        run = None
        try:
            job = self._job(visit, controls.settings_from(values), start)
            run = visit.begin()
            known = visit.find(job_hash(job, self.backend.network_label(job.settings.network)))
            if known is None:
                yield from self._run(visit, job, run)
            else:
                yield self._show_again(visit, known, job.settings.colors)
        except NSTError as error:
            if run is None or visit.run == run:
                visit.painting = False
                yield (self._back(visit) if run else {}) | notice(str(error))
        except Exception:  # a bug of ours or of a library: the visitor keeps what they have
            _log.exception("A run ended with an error that nobody expected.")
            if visit.run == run:
                visit.painting = False
                yield self._back(visit) | notice(UNEXPECTED)

    def _back(self, visit: Visit) -> Answer:
        """Where the visitor pressed Paint: the room of the painting, or the result they saw."""
        pastiche = visit.current()
        if pastiche is None:
            return scene("painting")
        visit.slug = pastiche.slug
        return self._room(pastiche.slug) | self.show(visit, pastiche)

    def _job(self, visit: Visit, settings: Settings, start: Picture | None) -> Job:
        if visit.content is None:
            raise InputError("Give it a photograph first: your own, or one of the four examples.")
        artwork = self.gallery[visit.slug]
        if start is not None:
            settings = settings.changed(init="given")
        return Job(
            content=visit.content,
            style=open_image(artwork.picture),
            settings=settings,
            start=start,
            artwork=artwork.label(),
            keep_targets=True,
        )

    def _run(self, visit: Visit, job: Job, run: int) -> Telling:
        artwork = self.gallery[visit.slug]
        style_url = self.pictures.url(f"styles/{artwork.slug}", WIDTHS_PX[1])
        opening = watching.opening_values(job.content, style_url, artwork.title)
        if visit.run != run:  # left, or begun anew, while the photograph was being prepared
            return
        yield notice() | scene("watching") | {"easel": gr.update(value=opening, visible=True)}
        watch = watching.Watch()
        with closing(self.backend.run(job)) as events:  # type: ignore[type-var]
            for event in events:
                if visit.run != run:
                    return
                if isinstance(event, Waiting):
                    if visit.keep:
                        break
                    if watch.wait(event, self.clock()):
                        yield {"easel": watching.waiting_values(event)}
                elif watch.see(event, self.clock()):
                    yield {"easel": watch.shown()}
                if visit.keep or (isinstance(event, Progress) and event.done):
                    break
        last = watch.last
        if last is None or not (last.step or last.done):  # not one step has been painted
            visit.abandon()
            yield self._back(visit)
            return
        label = self.backend.network_label(job.settings.network)
        pastiche = finished(job, watch, last, number=visit.next_number(), network=label)
        if visit.run != run:
            return
        visit.hang(pastiche)
        answer = self.show(visit, pastiche, ended=True)
        if visit.run == run:
            yield answer

    def lose(self, visit: Visit) -> Answer:
        """The page could not follow a run: back to where the visitor pressed Paint."""
        visit.abandon()
        return self._back(visit) | notice(LOST)

    def _show_again(self, visit: Visit, pastiche: Pastiche, colors: float) -> Answer:
        """A picture of this visit that the same job would paint once more, bit by bit."""
        visit.shown, visit.painting = pastiche.number, False
        recolor(pastiche, colors)
        answer = self.show(visit, pastiche)
        answer["easel"]["value"]["note"] = PAINTED_BEFORE
        return answer

    def show(self, visit: Visit, pastiche: Pastiche, *, ended: bool = False) -> Answer:
        """Everything the page says of one finished picture; `ended`: its run ends now."""
        artwork = self.gallery[pastiche.slug]
        values = result.result_values(pastiche, artwork, self.pictures) | {"ended": ended}
        files = result.save_files(pastiche)
        return (
            notice()
            | scene("result")
            | {
                "easel": gr.update(value=values, visible=True),
                "download": gr.update(value=files["download"]),
                "record": gr.update(value=files["record"]),
                "colors_after": gr.update(value=pastiche.colors),
                "timelapse_view": "",
                "again": result.again_html(self.gallery, pastiche.slug, self.pictures),
                "shelf": result.shelf_html(visit.shelf, self.gallery, visit.shown),
            }
        )

    def keep(self, visit: Visit) -> Answer:
        """Ask the run to end with the picture it has."""
        visit.keep = True
        return {}

    def open_pastiche(self, visit: Visit, number: Any) -> Answer:
        """Bring a picture back from the shelf, with its painting around it."""
        visit.abandon()
        visit.shown = int(number)
        pastiche = visit.current()
        if pastiche is None:
            raise InputError("That picture has left the shelf; only the last twelve are kept.")
        visit.slug = pastiche.slug
        room = self._room(pastiche.slug)
        return room | self.show(visit, pastiche)

    def recolor(self, visit: Visit, colors: float) -> Answer:
        """Move the result's colours towards the photograph's, without painting again."""
        pastiche = visit.current()
        if pastiche is None or colors == pastiche.colors:
            return {}
        recolor(pastiche, colors)
        files = result.save_files(pastiche)
        return {
            "easel": {"phase": "result", "frame": data_uri(pastiche.picture, 92)},
            "download": gr.update(value=files["download"]),
            "record": gr.update(value=files["record"]),
            "shelf": result.shelf_html(visit.shelf, self.gallery, visit.shown),
        }

    def follow_recipe(self, visit: Visit, name: str) -> Answer:
        """Lay a published recipe over the folded controls and say where it comes from."""
        return controls.recipe_values(name) | {"recipe_source": controls.recipe_html(name)}

    def timelapse(self, visit: Visit) -> Answer:
        """Make the time-lapse of the picture that is being looked at."""
        pastiche = visit.current()
        if pastiche is None:
            raise InputError("Paint a picture first; then its time-lapse can be made.")
        return {"timelapse_view": result.timelapse_html(pastiche)}


def network_html(label: str) -> str:
    """The sentence that names the network which paints."""
    return f'<p class="network">{escape(label)}</p>'
