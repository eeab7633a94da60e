"""A board on which a room's series is painted: what it shows, how it is stopped, what it keeps.

Several rooms hang theirs on one; what is painted and why is their own affair.
"""

from __future__ import annotations

import json
import logging
import math
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from nst.errors import InputError, NSTError
from nst.images import encode_jpeg, encode_png, resize, size_at
from nst.records import Backend, Picture, Progress, Waiting
from nst.rooms.series import Painted, Piece, Turn, paint_series, painted
from nst.ui.events import UNEXPECTED
from nst.ui.markup import jpeg_uri
from nst.ui.watching import FRAME_EVERY_S, duration, waiting_values

TILE_EDGE_PX = 320
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "undocumented"}
RUN: dict[str, Any] = {
    **QUIET,
    "trigger_mode": "once",
    "concurrency_limit": 20,
    "concurrency_id": "runs",
}
Values = dict[str, Any]
_LOAD = (
    'import(new URL("rooms/board.js", document.baseURI))'
    '.then((room) => room.open(element, props, (key) => trigger("open", { key }), watch));'
)
_log = logging.getLogger(__name__)


def hang_board(name: str) -> gr.HTML:
    """An empty board; its script is fetched when the tab opens, not with the page."""
    return gr.HTML(
        {},
        html_template='<div class="board" data-phase="idle"></div>',
        js_on_load=_LOAD,
        apply_default_css=False,
        elem_id=name,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of tiles by key under a title; `corner` names it at its left, `heads` are columns."""

    tiles: Sequence[str]
    title: str = ""
    note: str = ""
    corner: str | None = None
    heads: Sequence[str] | None = None

    def values(self) -> Values:
        """The row as the board's script reads it."""
        found: Values = {"tiles": list(self.tiles)}
        named = {"title": self.title, "note": self.note}
        found |= {name: text for name, text in named.items() if text}
        if self.corner is not None:
            found["corner"] = self.corner
        if self.heads is not None:
            found["heads"] = list(self.heads)
        return found


@dataclass(kw_only=True, eq=False)
class Board:
    """What one visitor's board holds: finished pieces by key, and which run may speak."""

    rows: Sequence[Row] = ()
    pieces: Sequence[Piece] = ()
    painted: dict[str, Painted] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    said: Values = field(default_factory=dict)
    run: int = 0
    stopping: bool = False
    opened: int = 0

    def stop(self) -> None:
        """Ask the run to end with what it has."""
        self.stopping = True

    def begin(self, rows: Sequence[Row], pieces: Sequence[Piece] = ()) -> int:
        """Clear the board for a new run; an earlier one falls silent."""
        self.rows, self.pieces = rows, pieces
        self.painted, self.words, self.said = {}, {}, {}
        self.run += 1
        self.stopping = False
        return self.run

    def keep(self, found: Painted, words: str) -> Values:
        """Hang a finished piece with the words under it; the tile that shows it."""
        self.painted[found.piece.key], self.words[found.piece.key] = found, words
        return tile(found, words)

    def values(self) -> Values:
        """Everything on the board, for a page that has missed something or comes back."""
        tiles = {each.key: _waiting(each) for each in self.pieces}
        tiles |= {key: tile(each, self.words[key]) for key, each in self.painted.items()}
        return {"rows": [row.values() for row in self.rows], "tiles": tiles} | self.said

    def tell(self, phase: str, line: str, share: float, spoken: str = "") -> Values:
        """Where the run stands, to be said now and to whoever comes back to the board."""
        self.said = {"phase": phase, "line": line, "share": round(share, 4), "note": ""}
        return self.said | ({"spoken": spoken} if spoken else {})

    def open(self, key: str) -> Values:
        """One picture at full size with its record. Raises InputError when it is not there."""
        found = self.painted.get(key)
        if found is None:
            raise InputError("That picture is not finished yet; wait until it stands still.")
        self.opened += 1
        png = b64encode(encode_png(found.picture, found.record)).decode("ascii")
        height, width = found.picture.shape[:2]
        return {
            "opened": {
                "at": self.opened,
                "frame": f"data:image/png;base64,{png}",
                "words": f"{found.piece.title}, {width} × {height} px{_took(found)}",
                "name": f"{found.piece.key.replace(' ', '-')}.png",
                "record": json.dumps(dict(found.record), ensure_ascii=False, indent=1),
            }
        }


def tile(found: Painted, words: str) -> Values:
    """A finished piece as the board shows it."""
    height, width = found.picture.shape[:2]
    return {
        "title": found.piece.title,
        "frame": thumbnail(found.picture),
        "state": "done",
        "ratio": round(width / height, 4),
        "words": words,
    }


def thumbnail(picture: Picture, quality: int = 86) -> str:
    """The picture as an address, no larger than a tile."""
    if max(picture.shape[:2]) > TILE_EDGE_PX:
        picture = resize(picture, *size_at(picture, TILE_EDGE_PX))
    return jpeg_uri(encode_jpeg(picture, quality))


def _waiting(piece: Piece) -> Values:
    height, width = piece.job.content.shape[:2]
    return {"title": piece.title, "ratio": round(width / height, 4), "state": "waiting"}


def _took(found: Painted) -> str:
    seconds = found.record.get("seconds")
    return f", {seconds:.1f} s" if isinstance(seconds, (int, float)) else ""


Words = Callable[[Painted], str]


def paint_on(
    board: Board,
    make: Callable[[], tuple[Sequence[Row], Sequence[Piece]]],
    backend: Backend,
    *,
    words: Words = lambda found: found.piece.note,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Values]:
    """Paint a series on the board, telling it as it goes; `words` stand under a finished picture.

    `make` plans rows and pieces; what it refuses becomes one sentence and leaves the board alone.
    """
    run = board.run
    try:
        rows, pieces = make()
        run = board.begin(rows, pieces)
        yield board.values() | board.tell("waiting", "The brush is being prepared", 0)
        yield from _follow(board, backend, words, clock, run)
    except NSTError as error:
        if board.run == run:
            yield _broken(board, str(error))
    except Exception:  # a bug of ours or of a library: what is painted stays
        _log.exception("A series ended with an error that nobody expected.")
        if board.run == run:
            yield _broken(board, UNEXPECTED)


def _broken(board: Board, sentence: str) -> Values:
    return board.tell("stopped", "", 1.0) | {"note": sentence}


def _follow(
    board: Board, backend: Backend, words: Words, clock: Callable[[], float], run: int
) -> Iterator[Values]:
    due = -math.inf
    fresh: Mapping[str, Values] = {}
    last: Turn | None = None
    with closing(paint_series(board.pieces, backend.run)) as turns:  # type: ignore[type-var]
        for turn in turns:
            if board.run != run:
                return
            last = turn
            if isinstance(turn.event, Progress) and turn.event.done:
                found = painted(turn.piece, turn.event)
                fresh = {turn.piece.key: board.keep(found, words(found))}
                yield _shown(board, turn, fresh)
                due = clock() + FRAME_EVERY_S
            elif board.stopping:
                break
            elif clock() >= due:
                due = clock() + FRAME_EVERY_S
                # the piece before is told again: a page may have missed its last message
                yield _shown(board, turn, fresh)
    if board.stopping and last is not None:
        _keep_begun(board, last, words)
    said = _ending(board, last.spent_s if last is not None else 0.0)
    yield board.values() | said


def _keep_begun(board: Board, turn: Turn, words: Words) -> None:
    """What stood on the easel when the series was stopped, if it had begun and has no better."""
    event = turn.event
    if isinstance(event, Progress) and event.step and turn.piece.key not in board.painted:
        found = painted(turn.piece, event)
        board.keep(found, words(found))


def _shown(board: Board, turn: Turn, fresh: Mapping[str, Values]) -> Values:
    event = turn.event
    if isinstance(event, Waiting):
        line = str(waiting_values(event)["line"])
        return {"tiles": dict(fresh)} | board.tell("waiting", line, turn.share)
    spoken = f"{turn.number + 1} of {turn.of}: {turn.piece.title}"
    left = f" · {duration(turn.left_s)} left" if turn.left_s is not None else ""
    tiles: dict[str, Values] = dict(fresh)
    if not event.done:
        tiles[turn.piece.key] = {"frame": thumbnail(event.picture, 80), "state": "painting"}
    return {"tiles": tiles} | board.tell("painting", spoken + left, turn.share, spoken)


def _ending(board: Board, spent_s: float) -> Values:
    count, of = len(board.painted), len({each.key for each in board.pieces})
    if board.stopping:
        line = f"Stopped; {count} of {of} pictures are there. Press one to open it."
        return board.tell("stopped", line, 1.0, line)
    line = f"{count} pictures in {duration(spent_s)}. Press one to open it."
    return board.tell("done", line, 1.0, line)
