"""The room of the layer explorer: a picture taken apart, and what each layer did for a pastiche."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder, is_in_or_equal

from nst.errors import InputError, NSTError
from nst.images import open_image, resize, size_at
from nst.records import Look, Picture, Seen
from nst.rooms import explorer
from nst.rooms.series import Painted, series_record
from nst.ui.events import Desk
from nst.ui.rooms import layers
from nst.ui.rooms.board import QUIET, RUN, Board, Row, Values, hang_board, paint_on
from nst.ui.rooms.kit import PRESS, Wires, html, said, sheet_file, tab_here
from nst.ui.rooms.picks import MINE, pastiche_name, picked, picked_pastiche, picks_html
from nst.ui.visit import Pastiche, Visit

SLUG = "explorer"
UPLOAD = "upload"
KINDS = ("mine", "pastiches", "examples", "paintings")
FRAMES = 8
_log = logging.getLogger(__name__)

HEAD = """<div class="room-head"><h2>What each layer keeps</h2>
<p>Take noise, and change it until one layer of the network answers to it as it answers to your
picture. What comes back is what that layer still knows: the first one every hair, the last one
hardly more than that something was there. Ask instead only which answers go together, layer upon
layer, and out of the noise comes the picture’s texture, first as grain, then as ever larger
shapes.</p>
<p class="limits">After figure 1 of Gatys, Ecker and Bethge 2015. Painted small, at
160 px, from the same noise. The small network that comes with the gallery has a quarter of the
channels of the published one; colours and scene leave it in the fourth and the fifth
block.</p></div>"""


@dataclass
class Bench:
    """What a visitor explores: the picture's name, an uploaded one, and the board."""

    name: str = ""
    uploaded: Picture | None = None
    board: Board = field(default_factory=Board)


def bench_of(visit: Visit) -> Bench:
    """The visitor's bench; set up when they first come."""
    found: Bench = visit.rooms.setdefault(SLUG, Bench())
    return found


@dataclass(frozen=True)
class ExplorerDesk:
    """Answers the events of this room."""

    desk: Desk

    def arrive(self, visit: Visit) -> Values:
        """What can be chosen now: the newest pastiche, the photograph, or the first painting."""
        bench = bench_of(visit)
        if not self._here(visit, bench.name):
            bench.name = self._first(visit)
        board = bench_of(visit).board
        return self._choice(visit) | ({"board": board.values()} if board.rows else {})

    def _here(self, visit: Visit, name: str) -> bool:
        if name == UPLOAD:
            return bench_of(visit).uploaded is not None
        if name == MINE:
            return visit.content is not None
        if name.startswith("pastiche/"):
            return picked_pastiche(visit, name) is not None
        return bool(name)

    def _first(self, visit: Visit) -> str:
        if visit.shelf:
            return pastiche_name(visit.current() or visit.shelf[-1])
        if visit.content is not None:
            return MINE
        examples = self.desk.pictures.examples()
        return examples[0] if examples else f"styles/{self.desk.gallery.artworks[0].slug}"

    def _choice(self, visit: Visit) -> Values:
        name = bench_of(visit).name
        desk = self.desk
        return {
            "picks": picks_html(visit, desk.gallery, desk.pictures, name, kinds=KINDS),
            "ask": gr.update(visible=picked_pastiche(visit, name) is not None),
            "said": "",
        }

    def choose(self, visit: Visit, name: str) -> Values:
        """Take another picture; what is on the board stays until it is taken apart."""
        bench_of(visit).name = name
        return self._choice(visit)

    def ask_last(self, visit: Visit) -> Iterator[Values]:
        """Choose the pastiche that is being looked at in the gallery, and ask its layers."""
        pastiche = visit.current()
        if pastiche is None:
            yield said("Paint a picture first; then its layers can be asked.")
            return
        yield self.choose(visit, pastiche_name(pastiche))
        yield from self.contribute(visit)

    def upload(self, visit: Visit, path: str | None) -> Values:
        """Take a picture from a file; it stays in the visit and leaves the disk."""
        if not path or not is_in_or_equal(path, get_upload_folder()):
            raise InputError("No picture arrived. Choose the file once more.")
        bench = bench_of(visit)
        try:
            bench.uploaded = open_image(Path(path))
        finally:
            Path(path).unlink(missing_ok=True)
        bench.name = UPLOAD
        return self._choice(visit) | {"said": _sentence("Your file has been chosen.")}

    def _picture(self, visit: Visit) -> Picture:
        bench = bench_of(visit)
        if bench.name == UPLOAD and bench.uploaded is not None:
            return bench.uploaded
        return picked(visit, self.desk.pictures, bench.name)

    def take_apart(self, visit: Visit) -> Iterator[Values]:
        """First what the layers answer, at once; then both rows, painted from noise."""
        bench = bench_of(visit)
        try:
            picture = self._picture(visit)
            yield {"said": "", "answers": layers.looking_html()}
            yield from self._answers(picture)
        except NSTError as error:
            yield {"answers": "", **said(str(error))}
            return
        for values in paint_on(bench.board, lambda: _figure(picture), self.desk.backend):
            yield {"board": values}
        yield self._sheet(bench.board, "What each layer keeps")
        yield from self._converging(bench, picture)

    def _answers(self, picture: Picture) -> Iterator[Values]:
        small = resize(picture, *size_at(picture, explorer.EDGE_PX))
        seen = self._seen(Look(pictures=(small,), taps=explorer.LAYERS))
        yield {"answers": layers.answers_html(small, explorer.LAYERS, seen)}

    def _seen(self, look: Look) -> Seen:
        with closing(self.desk.backend.look(look)) as events:  # type: ignore[type-var]
            for event in events:
                if isinstance(event, Seen):
                    return event
        raise InputError("The network gave no answer. Try once more.")

    def _converging(self, bench: Bench, picture: Picture) -> Iterator[Values]:
        """The picture's Gram matrices against those of what was made from them, layer by layer."""
        textures = [each for key, each in bench.board.painted.items() if key.startswith("texture ")]
        if not textures or bench.board.stopping:
            return
        height, width = textures[-1].picture.shape[:2]
        frames = (resize(picture, height, width), *(each.picture for each in textures))
        names = [each.piece.title for each in textures]
        try:
            seen = self._seen(Look(pictures=frames, taps=explorer.LAYERS))
        except NSTError as error:
            _log.info("No Gram matrices are shown: %s", error)
            return
        yield {"grams": layers.textures_html(explorer.LAYERS, seen, names)}

    def contribute(self, visit: Visit) -> Iterator[Values]:
        """What each layer contributed to the chosen pastiche: loss parts, and it left out."""
        bench = bench_of(visit)
        try:
            pastiche = picked_pastiche(visit, bench.name)
            if pastiche is None:
                raise InputError("Choose a picture that was painted on this visit.")
            style = open_image(self.desk.gallery[pastiche.slug].picture)
            yield {"said": "", "answers": layers.parts_html(pastiche.record), "grams": ""}
            yield from self._run_grams(pastiche, style)
        except NSTError as error:
            yield said(str(error))
            return

        def words(found: Painted) -> str:
            whole = bench.board.painted.get("without nothing")
            if whole is None or whole is found:
                return ""
            return f"{layers.changed(whole.picture, found.picture):.0%} different"

        for values in paint_on(
            bench.board, lambda: _without(pastiche, style), self.desk.backend, words=words
        ):
            yield {"board": values}
        yield self._sheet(bench.board, "What each layer contributed")

    def _sheet(self, board: Board, title: str) -> Values:
        """The board as one sheet to keep, once there is something on it."""
        found = list(board.painted.values())
        if not found:
            return {}
        label = self.desk.backend.network_label()
        sheet = explorer.figure_sheet(title, found, label)
        return {"sheet": sheet_file("layers", sheet, series_record(SLUG, found))}

    def _run_grams(self, pastiche: Pastiche, style: Picture) -> Iterator[Values]:
        """Gram matrices of the run's own frames beside the painting's, on the way together."""
        count = len(pastiche.frames)
        at = sorted({round(each * (count - 1) / (FRAMES - 1)) for each in range(FRAMES)})
        frames = [open_image(pastiche.frames[each]) for each in at if 0 <= each < count]
        if not frames:
            return
        size = size_at(frames[-1], 256)
        small = tuple(resize(each, *size) for each in frames)
        style = resize(style, *size_at(style, 256))
        seen = self._seen(Look(pictures=(style, *small), taps=explorer.LAYERS))
        yield {"grams": layers.run_html(explorer.LAYERS, seen, list(small))}

    def stop(self, visit: Visit) -> Values:
        """Ask the run on the board to end."""
        bench_of(visit).board.stop()
        return {}

    def open(self, visit: Visit, key: str) -> Values:
        """One picture of the board at full size with its record."""
        return {"board": bench_of(visit).board.open(key)}


def _figure(picture: Picture) -> tuple[list[Row], list[Any]]:
    pieces = explorer.figure_pieces(picture)
    keys = [each.key for each in pieces]
    rows = [
        Row(
            [key for key in keys if key.startswith("content ")],
            "Content, rebuilt out of one layer",
            "Only that layer is asked. What differs from your picture, it does not know.",
        ),
        Row(
            [key for key in keys if key.startswith("texture ")],
            "Style, out of more and more layers",
            "Nothing says where anything belongs; shapes grow with the layers that are asked.",
        ),
    ]
    return rows, pieces


def _without(pastiche: Pastiche, style: Picture) -> tuple[list[Row], list[Any]]:
    pieces = explorer.without_pieces(pastiche.content, style, pastiche.record)
    note = (
        "The same picture painted small, once whole and then with one layer left out; the other "
        "layers share what it leaves. The share tells how much of the picture changed."
    )
    return [Row([each.key for each in pieces], "Without this layer", note)], pieces


def _sentence(words: str) -> str:
    return f'<p class="remark">{words}</p>'


def build(visit: gr.State, desk: Desk) -> None:
    """Lay out the room inside its tab and connect it."""
    room = ExplorerDesk(desk)
    parts: dict[str, Any] = {}
    html("explorer-head", HEAD)
    parts["picks"] = html("explorer-picks", script=PRESS)
    with gr.Row(elem_classes=["room-actions"]):
        start = gr.Button("Take it apart", elem_id="explorer-start", elem_classes=["first"])
        parts["ask"] = gr.Button(
            "What did each layer contribute?", elem_id="explorer-ask", visible=False
        )
        stop = gr.Button("Stop", elem_id="explorer-stop", elem_classes=["room-stop"])
        parts["sheet"] = gr.DownloadButton(
            "Keep the sheet", elem_id="explorer-sheet", visible=False
        )
        upload = gr.UploadButton("Another picture …", file_types=["image"], elem_id="explorer-file")
        door = gr.Button("", elem_id="explorer-door", elem_classes=["unseen"])
    parts["said"] = html("explorer-said")
    parts["board"] = hang_board("explorer-board")
    parts["answers"] = html("explorer-answers")
    parts["grams"] = html("explorer-grams", script=layers.SCRUB)
    wires = Wires(parts)
    outputs = wires.all()
    tab_here().select(wires.once(room.arrive), visit, outputs, **QUIET)
    parts["picks"].choose(wires.told(room.choose, "slug"), visit, outputs, **QUIET)
    upload.upload(wires.once(room.upload), [visit, upload], outputs, **QUIET)
    start.click(wires.stream(room.take_apart), visit, outputs, **RUN)
    parts["ask"].click(wires.stream(room.contribute), visit, outputs, **RUN)
    door.click(wires.stream(room.ask_last), visit, outputs, **RUN)
    stop.click(wires.once(room.stop), visit, None, **QUIET)
    parts["board"].open(wires.told(room.open, "key"), visit, outputs, **QUIET)
