"""The room of the brain teaser: deals rounds to the page, judges them, paints the visitor's own."""

from __future__ import annotations

import json
import logging
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gradio as gr
from gradio.context import Context

from nst.errors import InputError, NSTError
from nst.images import resize, size_at
from nst.places import ROUNDS
from nst.records import Picture, Progress, Result, Waiting
from nst.rooms import quiz
from nst.rooms.quiz.own import own_jobs, own_round
from nst.rooms.quiz.sheet import LETTERS
from nst.rooms.quiz.subjects import style_image
from nst.ui.events import UNEXPECTED, Desk
from nst.ui.markup import data_uri
from nst.ui.pictures import WIDTHS_PX
from nst.ui.rooms.kit import told
from nst.ui.visit import Visit
from nst.ui.watching import Watch, duration, waiting_values

SLUG = "quiz"
SHOWN_EDGE_PX = 320
ASKS = {
    "paintings": "Four paintings, and one photograph painted after each of them. Which is which?",
    "details": "The Kahlo homages: one photograph, painted after four details of the same "
    "homage. Which is which?",
    "strengths": "The Kahlo homages: four times the same homage, from a hint to all of it. "
    "Put them in order.",
}
LIMITS = (
    "The pictures are painted small, so that four lie side by side. With the small network that "
    "comes with the gallery, paintings of like colours look alike; such pairs are not asked for. "
    "Strength alone hardly shows with it, so the homages differ in Colours as well. "
    "While you play and nobody else needs the machine, further pictures are painted for rounds "
    "to come."
)
NEEDS_PHOTOGRAPH = (
    "Give a photograph in the gallery first; then a round is painted of it, for you alone."
)
_log = logging.getLogger(__name__)
_HERE = Path(__file__).parent
Values = dict[str, Any]


@dataclass
class Table:
    """What a visitor has before them: the game, and the number of the run that may speak."""

    play: quiz.Play = field(default_factory=quiz.Play)
    run: int = 0
    homages: int = 0
    photo: str = ""
    """The visitor's photograph of the newest own round, as an address."""
    given: list[int] = field(default_factory=list)
    """The newest answer that was judged."""


def table_of(visit: Visit) -> Table:
    """The visitor's table; laid when they first come."""
    found: Table = visit.rooms.setdefault(SLUG, Table())
    return found


class QuizDesk:
    """Answers the room's events. The pool is shared and holds no visitor's picture."""

    def __init__(self, desk: Desk, folder: Path | None = None) -> None:
        self._desk, self._folder = desk, folder or ROUNDS
        self._lock = threading.Lock()
        self._pool: quiz.Pool | None = None
        self._ahead: quiz.Ahead | None = None

    def pool(self) -> quiz.Pool:
        """The shared pool, read from disk when somebody first asks."""
        with self._lock:
            if self._pool is None:
                self._pool = quiz.Pool.load(self._folder)
                backend: Any = self._desk.backend
                if hasattr(backend, "paint_when_idle"):
                    self._ahead = quiz.Ahead(
                        self._pool, self._desk.gallery, self._photographs, backend
                    )
            return self._pool

    def _photographs(self) -> dict[str, Path]:
        pictures = self._desk.pictures
        return {Path(name).name: pictures.path(name) for name in pictures.examples()}

    def _wake(self) -> None:
        if self._ahead is not None:
            self._ahead.wake()

    def enter(self, visit: Visit) -> Values:
        """The round on the table; the first one when there is none yet."""
        table = table_of(visit)
        if table.play.round is None:
            return self.deal(visit)
        self._wake()
        return self._shown(table)

    def deal(self, visit: Visit, kind: str = "paintings") -> Values:
        """The next round; a painting of an own round falls silent."""
        table = table_of(visit)
        table.run += 1
        self.pool()
        self._wake()
        try:
            table.play.deal(self.pool(), quiz.subjects(self._desk.gallery), kind)  # type: ignore[arg-type]
        except InputError as error:
            if table.play.round is not None:
                raise
            ask = "The first rounds are being painted."
            return {"phase": "empty", "ask": ask, "limits": LIMITS, "notice": str(error)}
        return self._shown(table)

    def homages(self, visit: Visit) -> Values:
        """A round of the Kahlo homage: details and strengths in turn."""
        table = table_of(visit)
        kind = ("details", "strengths")[table.homages % 2]
        answer = self.deal(visit, kind)
        table.homages += 1
        return answer

    def judge(self, visit: Visit, given: Any) -> Values:
        """Judge an answer and tell what gives each style away."""
        table = table_of(visit)
        asked = [int(at) if isinstance(at, (int, float)) else -1 for at in given or ()]
        if table.play.judged is None:
            table.play.judge(asked)
            table.given = asked
        self._wake()
        return self._shown(table)

    def own(self, visit: Visit) -> Iterator[Values]:
        """Paint a round of the visitor's photograph, told as it goes, then lay it on the table."""
        if visit.content is None:
            yield {"notice": NEEDS_PHOTOGRAPH}
            return
        table = table_of(visit)
        table.run += 1
        run = table.run
        try:
            found = quiz.deal(
                self.pool(),
                quiz.subjects(self._desk.gallery),
                table.play.draw,
                level=table.play.level,
            )
            yield from self._own(visit.content, table, run, found)
        except NSTError as error:
            if table.run == run:
                yield self._shown(table) | {"notice": str(error)}
        except Exception:  # a bug of ours or of a library: the table stays as it was
            _log.exception("A round ended with an error that nobody expected.")
            if table.run == run:
                yield self._shown(table) | {"notice": UNEXPECTED}

    def _own(self, content: Picture, table: Table, run: int, found: quiz.Round) -> Iterator[Values]:
        blank = replace(found, photograph="")
        board = self._board(blank, table.play.number + 1, [""] * 4)
        small = _small(content)
        ratio = round(small.shape[1] / small.shape[0], 4)
        for each in board["pastiches"]:
            each["ratio"] = ratio
        yield board | {
            "phase": "painting",
            "photo": data_uri(small),
            "frames": [""] * 4,
            "share": 0,
            "line": "Mixing the colours",
            "ask": "Your photograph is being painted after four paintings.",
        }
        results: list[Result] = []
        frames = [""] * 4
        for at, job in enumerate(own_jobs(found, content, self._desk.gallery)):
            watch = Watch()
            with closing(self._desk.backend.run(job)) as events:  # type: ignore[type-var]
                for event in events:
                    if table.run != run:  # a frame may still be under way: end with the truth
                        yield self._shown(table)
                        return
                    if isinstance(event, Waiting):
                        if watch.wait(event, self._desk.clock()):
                            yield _telling(at, 0.0, waiting_values(event)["line"])
                    elif watch.see(event, self._desk.clock()):
                        frames[at] = data_uri(_small(event.picture))
                        yield _telling(at, event.share, _left(at, event)) | {"frames": [*frames]}
                    if isinstance(event, Progress) and event.result is not None:
                        results.append(event.result)
                        break
        table.play.lay(own_round(found, "", results))
        table.photo = data_uri(small)
        yield self._shown(table)

    def stop(self, visit: Visit) -> Values:
        """End the painting of an own round; the round before is back on the table."""
        table = table_of(visit)
        table.run += 1
        return self._shown(table)

    def _shown(self, table: Table) -> Values:
        play, found = table.play, table.play.round
        if found is None:
            return {"phase": "empty", "limits": LIMITS}
        values = self._board(found, play.number, [_webp(each.webp) for each in found.pastiches])
        values |= {"phase": "play", "score": score_line(play)}
        if not found.photograph:
            values["photo"] = table.photo
        if play.judged is not None:
            values |= {
                "phase": "judged",
                "marks": list(play.judged.marks),
                "answers": list(found.answers),
                "given": table.given,
                "told": [self._told(found, at, play.judged.marks[at]) for at in range(4)],
            }
        return values

    def _board(self, found: quiz.Round, number: int, sources: list[str]) -> Values:
        photo = ""
        if found.photograph:
            photo = self._desk.pictures.url(f"examples/{found.photograph}", WIDTHS_PX[0])
        return {
            "kind": found.kind,
            "number": number,
            "ask": ASKS[found.kind],
            "limits": LIMITS,
            "photo": photo,
            "homage": self._homage(found),
            "subjects": [self._subject(each) for each in found.subjects],
            "pastiches": [
                {"src": source, "ratio": _ratio(each.picture())}
                for source, each in zip(sources, found.pastiches, strict=True)
            ],
        }

    def _homage(self, found: quiz.Round) -> str:
        """The picture that a round of strengths or details was painted from, as an address."""
        if found.kind == "paintings":
            return ""
        return self._desk.pictures.url(f"styles/{found.subjects[0].slug}", WIDTHS_PX[0])

    def _subject(self, subject: quiz.Subject) -> Values:
        values: Values = {"title": subject.title, "by": subject.by, "ratio": 1}
        artwork = self._desk.gallery[subject.slug]
        if subject.kind == "paintings":
            name = f"styles/{subject.slug}"
            pictures = self._desk.pictures
            ratio = round(pictures.ratio(name), 4)
            return values | {"src": pictures.url(name, WIDTHS_PX[1]), "ratio": ratio}
        if subject.kind == "details":
            detail = style_image(subject, artwork)
            return values | {"src": data_uri(_small(detail)), "ratio": _ratio(detail)}
        return values

    def _told(self, found: quiz.Round, at: int, mark: bool) -> Values:
        subject, pastiche = found.subjects[found.answers[at]], found.pastiches[at]
        record = json.dumps(pastiche.record, ensure_ascii=False, indent=1)
        return {
            "letter": LETTERS[at],
            "src": _webp(pastiche.webp),
            "title": subject.title,
            "by": subject.by,
            "giveaway": subject.giveaway,
            "mark": mark,
            "record": "data:application/json;charset=utf-8," + quote(record),
            "name": f"{pastiche.name.strip('-')}.json",
        }


def score_line(play: quiz.Play) -> str:
    """``Round 3 · 7 of 8 right · 2 rounds without a mistake``."""
    parts = [f"Round {play.number}"]
    if play.of:
        parts.append(f"{play.right} of {play.of} right")
    if play.best > 1:
        now = f", {play.streak} now" if play.streak != play.best else ""
        parts.append(f"{play.best} rounds in a row without a mistake{now}")
    return " · ".join(parts)


def _telling(at: int, share: float, line: str) -> Values:
    return {"phase": "painting", "share": round((at + share) / 4, 4), "line": line}


def _left(at: int, progress: Progress) -> str:
    """``picture 2 of 4 · 31 s left``, the pictures to come included."""
    parts = [f"picture {at + 1} of 4"]
    if progress.left_s is not None:
        whole = progress.spent_s + progress.left_s
        parts.append(f"{duration(progress.left_s + whole * (3 - at))} left")
    return " · ".join(parts)


def _webp(content: bytes) -> str:
    return "data:image/webp;base64," + b64encode(content).decode("ascii")


def _small(picture: Picture) -> Picture:
    if max(picture.shape[:2]) <= SHOWN_EDGE_PX:
        return picture
    return resize(picture, *size_at(picture, SHOWN_EDGE_PX))


def _ratio(picture: Picture) -> float:
    height, width = picture.shape[:2]
    return float(round(width / height, 4))


def build(visit: gr.State, desk: Desk) -> None:
    """Lay the room out inside its tab and connect it."""
    quiz_desk = QuizDesk(desk)
    tab = Context.block
    board = gr.HTML(
        {},
        html_template=(_HERE / "quiz.html").read_text("utf-8"),
        js_on_load=(_HERE / "quiz.js").read_text("utf-8"),
        apply_default_css=False,
        elem_id=SLUG,
    )
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "undocumented"}

    def judge(event: gr.EventData, seen: Visit) -> Values:
        return told(quiz_desk.judge)(seen, event._data.get("given"))

    tab.select(told(quiz_desk.enter), visit, board, **quiet)  # type: ignore[union-attr]
    board.deal(told(quiz_desk.deal), visit, board, **quiet)
    board.kahlo(told(quiz_desk.homages), visit, board, **quiet)
    board.judge(judge, visit, board, **quiet)
    board.stop(told(quiz_desk.stop), visit, board, **quiet)
    board.own(
        quiz_desk.own,
        visit,
        board,
        trigger_mode="multiple",
        concurrency_limit=20,
        concurrency_id="runs",
        **quiet,
    )
