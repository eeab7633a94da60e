"""How it works: the course with the visitor's own run, and the published recipes side by side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from nst.errors import InputError, NSTError
from nst.images import open_image, resize, size_at
from nst.records import Picture, Seen
from nst.rooms import course
from nst.rooms.course import Lesson
from nst.rooms.series import Piece
from nst.ui.course import course_html, sources_html
from nst.ui.events import Desk
from nst.ui.rooms.board import QUIET, RUN, Board, Row, Values, hang_board, paint_on
from nst.ui.rooms.kit import Wires, html, said, tab_here
from nst.ui.visit import Pastiche, Visit

SLUG = "course"
STAGE_EDGE_PX = 300

PUBLISHED = """<div class="room-head"><h2>As published</h2>
<p>Four people wrote down how they do it, and no two in the same way: other layers, other weights,
other divisors, noise or the photograph to begin with, L-BFGS or Adam. Here they paint the same
photograph, each with as many steps as they took.</p>
<p class="limits">At 192 px, with the network of this gallery. Their losses are divided by
different numbers: compare how far each fell, not where it stands. With the small network the first
recipe, which starts from noise, stays rougher than with VGG-19.</p></div>"""


@dataclass
class Class:
    """What a visitor learns from: the lesson of one pastiche (0: the example), and the board."""

    number: int = -1
    lesson: Lesson | None = None
    board: Board = field(default_factory=Board)


def class_of(visit: Visit) -> Class:
    """The visitor's class; begun when they first come."""
    found: Class = visit.rooms.setdefault(SLUG, Class())
    return found


@dataclass(frozen=True)
class CourseDesk:
    """Answers the events of this room."""

    desk: Desk

    def arrive(self, visit: Visit) -> Iterator[Values]:
        """The course with the newest picture's own run; what has to be looked at comes after."""
        mine, pastiche = class_of(visit), _newest(visit)
        number = pastiche.number if pastiche else 0
        if mine.board.rows:
            yield {"board": mine.board.values()}
        if mine.lesson is not None and mine.number == number:
            return
        try:
            lesson = self._begun(pastiche) if pastiche else course.load_lesson()
            mine.lesson, mine.number = lesson, number
            yield self._shown(visit)
            if pastiche is not None:
                self._look(lesson)
                if mine.lesson is lesson:
                    yield self._shown(visit)
        except NSTError as error:
            yield said(str(error))

    def _shown(self, visit: Visit) -> Values:
        lesson = class_of(visit).lesson
        assert lesson is not None
        own = not lesson.example and lesson.rebuilt is None
        return {"course": course_html(lesson), "apart": gr.update(visible=own), "said": ""}

    def _begun(self, pastiche: Pastiche) -> Lesson:
        """What is known of a run without asking the network anything."""
        artwork = self.desk.gallery[pastiche.slug]
        frames = [open_image(frame) for frame in pastiche.frames]
        stages = [_small(each, STAGE_EDGE_PX) for each in course.stages_of(frames)]
        loss = pastiche.record.get("loss", {})
        return Lesson(
            title=artwork.title,
            photo=_small(pastiche.content, course.EDGE_PX),
            painting=_small(open_image(artwork.picture), course.EDGE_PX),
            stages=stages,
            parts=dict(loss.get("parts", {})),
            curve=list(pastiche.record.get("curve", [])),
        )

    def _look(self, lesson: Lesson) -> None:
        asked = course.look_at(lesson.photo, lesson.painting, lesson.stages[-1])
        with closing(self.desk.backend.look(asked)) as events:  # type: ignore[type-var]
            for event in events:
                if isinstance(event, Seen):
                    lesson.learn(event)

    def take_apart(self, visit: Visit) -> Iterator[Values]:
        """Rebuild the photograph's content and the painting's style alone, for step two."""
        mine = class_of(visit)
        lesson = mine.lesson
        if lesson is None or lesson.example:
            yield said("Paint a picture in the gallery first; then it can be taken apart.")
            return

        def make() -> tuple[list[Row], list[Piece]]:
            pieces = course.separated_pieces(lesson.photo, lesson.painting)
            return [Row([each.key for each in pieces], "Content and style, apart")], pieces

        for values in paint_on(mine.board, make, self.desk.backend):
            yield {"board": values}
        for found in mine.board.painted.values():
            course.take(lesson, found)
        if mine.lesson is lesson:
            yield self._shown(visit)

    def publish(self, visit: Visit, wanted: bool) -> Iterator[Values]:
        """The switch: on, the four published recipes paint; off, they stop."""
        mine = class_of(visit)
        if not wanted:
            mine.board.stop()
            return

        def make() -> tuple[list[Row], list[Piece]]:
            content, slug = self._photograph(visit), visit.slug
            artwork = self.desk.gallery[slug or self.desk.gallery.artworks[0].slug]
            style = open_image(artwork.picture)
            pieces = course.published_pieces(content, style, artwork.label())
            return [Row([each.key for each in pieces], f"After {artwork.title}")], pieces

        for values in paint_on(mine.board, make, self.desk.backend, words=course.told):
            yield {"board": values}
        yield {"switch": gr.update(value=False)}

    def _photograph(self, visit: Visit) -> Picture:
        if visit.content is not None:
            return visit.content
        examples = self.desk.pictures.examples()
        if not examples:
            raise InputError("Give a photograph in the gallery first.")
        return open_image(self.desk.pictures.path(examples[0]))

    def stop(self, visit: Visit) -> Values:
        """Ask the run on the board to end."""
        class_of(visit).board.stop()
        return {}

    def open(self, visit: Visit, key: str) -> Values:
        """One picture of the board at full size with its record."""
        return {"board": class_of(visit).board.open(key)}


def _newest(visit: Visit) -> Pastiche | None:
    return visit.current() or (visit.shelf[-1] if visit.shelf else None)


def _small(picture: Picture, edge_px: int) -> Picture:
    if max(picture.shape[:2]) <= edge_px:
        return picture
    return resize(picture, *size_at(picture, edge_px))


def build(visit: gr.State, desk: Desk) -> None:
    """Lay out the course inside its tab and connect it; its text comes when the tab opens."""
    room = CourseDesk(desk)
    parts: dict[str, Any] = {}
    parts["course"] = html("method-run")
    with gr.Row(elem_classes=["room-actions"]):
        parts["apart"] = gr.Button("Take mine apart", elem_id="course-apart", visible=False)
    html("published-head", PUBLISHED)
    with gr.Row(elem_classes=["room-actions"]):
        parts["switch"] = gr.Checkbox(
            False, label="Paint it as published", elem_id="course-published", container=False
        )
        stop = gr.Button("Stop", elem_id="course-stop", elem_classes=["room-stop"])
    parts["said"] = html("course-said")
    parts["board"] = hang_board("course-board")
    html("sources", sources_html())
    wires = Wires(parts)
    outputs = wires.all()
    tab_here().select(wires.stream(room.arrive), visit, outputs, **QUIET)
    parts["apart"].click(wires.stream(room.take_apart), visit, outputs, **RUN)
    parts["switch"].input(
        wires.stream(room.publish), [visit, parts["switch"]], outputs, **RUN | MANY
    )
    stop.click(wires.once(room.stop), visit, None, **QUIET)
    parts["board"].open(wires.told(room.open, "key"), visit, outputs, **QUIET)


MANY = {"trigger_mode": "multiple"}
"""The switch may be turned off while what it turned on is still running."""
