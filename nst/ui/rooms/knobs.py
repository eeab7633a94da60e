"""The room of the knobs: one photograph and one painting, painted over a grid of settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from nst.errors import InputError, SettingsError
from nst.images import open_image
from nst.rooms import knobs
from nst.rooms.knobs import AXES, Grid
from nst.rooms.series import series_record
from nst.ui.events import Desk
from nst.ui.rooms.board import QUIET, RUN, Board, Row, Values, hang_board, paint_on
from nst.ui.rooms.kit import PRESS, Wires, html, sheet_file, tab_here
from nst.ui.rooms.picks import MINE, picked, picks_html
from nst.ui.visit import Visit

SLUG = "knobs"
NONE = "nothing else"

HEAD = """<div class="room-head"><h2>What the knobs do</h2>
<p>One photograph, one painting, and a picture for every way of turning two knobs. From left to
right the painting counts for more beside the photograph, from top to bottom it is compared in
deeper layers; or choose other knobs. Every picture begins as a sketch and is then painted larger;
press one to see it in full with its record.</p>
<p class="limits">After figure 3 of Gatys, Ecker and Bethge 2015: from noise, with Gram matrices and
without our own additions, so that a knob shows what it does by itself. Painted at 160 px: large
motifs do not fit in, and what the small network does not tell apart stays grainy. The gallery’s
own recipe paints finer pictures. A grid gives way to others after each picture.</p></div>"""


@dataclass
class Table:
    """What a visitor compares: photograph and painting by name, the board, and its grid."""

    photo: str = ""
    painting: str = ""
    board: Board = field(default_factory=Board)
    grid: Grid | None = None


def table_of(visit: Visit) -> Table:
    """The visitor's table; laid when they first come."""
    found: Table = visit.rooms.setdefault(SLUG, Table())
    return found


@dataclass(frozen=True)
class KnobsDesk:
    """Answers the events of this room."""

    desk: Desk

    def arrive(self, visit: Visit) -> Values:
        """The visitor's photograph and painting where there are some, else the first ones."""
        table = table_of(visit)
        examples = self.desk.pictures.examples()
        if not table.photo or (table.photo in examples and visit.content is not None):
            table.photo = MINE if visit.content is not None else next(iter(examples), "")
        if visit.slug or not table.painting:
            table.painting = f"styles/{visit.slug or self.desk.gallery.artworks[0].slug}"
        board = table_of(visit).board
        return self._choice(visit) | ({"board": board.values()} if board.rows else {})

    def _choice(self, visit: Visit) -> Values:
        table, desk = table_of(visit), self.desk
        photos = picks_html(
            visit, desk.gallery, desk.pictures, table.photo, kinds=("mine", "examples")
        )
        paintings = picks_html(
            visit, desk.gallery, desk.pictures, table.painting, kinds=("paintings",)
        )
        return {"photos": photos, "paintings": paintings, "said": ""}

    def choose_photo(self, visit: Visit, name: str) -> Values:
        """Take another photograph for the next grid."""
        table_of(visit).photo = name
        return self._choice(visit)

    def choose_painting(self, visit: Visit, name: str) -> Values:
        """Take another painting for the next grid."""
        table_of(visit).painting = name
        return self._choice(visit)

    def paint(self, visit: Visit, across: str, down: str) -> Iterator[Values]:
        """Paint the grid of these two knobs, sketches first; then offer the sheet."""
        table = table_of(visit)

        def make() -> tuple[list[Row], Any]:
            table.grid = self._plan(visit, across, down)
            return grid_rows(table.grid), table.grid.pieces

        for values in paint_on(table.board, make, self.desk.backend):
            yield {"board": values}
        if table.grid is not None and table.board.painted:
            yield self._sheet(table, across, down)

    def _plan(self, visit: Visit, across: str, down: str) -> Grid:
        table = table_of(visit)
        if not table.painting.startswith("styles/"):
            raise InputError("Choose a painting first.")
        if across == down:
            raise SettingsError("Both directions turn the same knob; choose two different ones.")
        artwork = self.desk.gallery[table.painting.removeprefix("styles/")]
        return knobs.plan_grid(
            picked(visit, self.desk.pictures, table.photo),
            open_image(artwork.picture),
            knobs.PAPER,
            across if down == NONE else f"{across},{down}",
            artwork=artwork.label(),
        )

    def _sheet(self, table: Table, across: str, down: str) -> Values:
        assert table.grid is not None
        found = list(table.board.painted.values())
        title = str(found[0].record.get("artwork", {}).get("title", ""))
        label = self.desk.backend.network_label()
        sheet = knobs.grid_sheet(f"After {title}", table.grid, table.board.painted, label)
        record = series_record(SLUG, found, over=f"{across},{down}")
        return {"sheet": sheet_file("knobs", sheet, record)}

    def stop(self, visit: Visit) -> Values:
        """Ask the run on the board to end."""
        table_of(visit).board.stop()
        return {}

    def open(self, visit: Visit, key: str) -> Values:
        """One picture of the grid at full size with its record."""
        return {"board": table_of(visit).board.open(key)}


def grid_rows(grid: Grid) -> list[Row]:
    """The grid as rows of the board: heads above, the value of the other knob at the left."""
    heads = [stop.words for stop in grid.across.stops]
    rows = [Row([""] * len(heads), heads=heads, corner="")] if grid.down is not None else []
    for at, keys in enumerate(grid.keys):
        corner = grid.down.stops[at].words if grid.down is not None else None
        rows.append(Row(keys, corner=corner))
    return rows


def build(visit: gr.State, desk: Desk) -> None:
    """Lay out the room inside its tab and connect it."""
    room = KnobsDesk(desk)
    parts: dict[str, Any] = {}
    names = [(axis.label, axis.name) for axis in AXES.values()]
    html("knobs-head", HEAD)
    parts["photos"] = html("knobs-photos", script=PRESS)
    parts["paintings"] = html("knobs-paintings", script=PRESS)
    with gr.Row(elem_classes=["room-choices"]):
        across = gr.Dropdown(names, value="strength", label="Across", elem_id="knobs-across")
        down = gr.Dropdown(
            [*names, (NONE, NONE)], value="layers", label="Down", elem_id="knobs-down"
        )
    with gr.Row(elem_classes=["room-actions"]):
        start = gr.Button("Paint the grid", elem_id="knobs-start", elem_classes=["first"])
        stop = gr.Button("Stop", elem_id="knobs-stop", elem_classes=["room-stop"])
        parts["sheet"] = gr.DownloadButton("Keep the sheet", elem_id="knobs-sheet", visible=False)
    parts["said"] = html("knobs-said")
    parts["board"] = hang_board("knobs-board")
    wires = Wires(parts)
    outputs = wires.all()
    tab_here().select(wires.once(room.arrive), visit, outputs, **QUIET)
    parts["photos"].choose(wires.told(room.choose_photo, "slug"), visit, outputs, **QUIET)
    parts["paintings"].choose(wires.told(room.choose_painting, "slug"), visit, outputs, **QUIET)
    start.click(wires.stream(room.paint), [visit, across, down], outputs, **RUN)
    stop.click(wires.once(room.stop), visit, None, **QUIET)
    parts["board"].open(wires.told(room.open, "key"), visit, outputs, **QUIET)
