"""The room of the comic strip: its desk, and the room in a real browser."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image

from nst.errors import RunError
from nst.images import read_record
from nst.records import Backend
from nst.ui.events import Desk
from nst.ui.rooms.comic import ComicDesk, strip_of, told
from nst.ui.visit import Visit
from tests.conftest import stripes
from tests.fakes import FakePainter
from tests.ui.conftest import eventually

MakeDesk = Callable[[Backend], Desk]
PLAIN = {"settings": {"long_edge_px": 192}}


def quick(**options: Any) -> FakePainter:
    return FakePainter(**{"steps": 3, "step_s": 0.0, **options})


@pytest.fixture
def table(make_desk: MakeDesk) -> Callable[..., tuple[ComicDesk, Visit]]:
    """A room over a painter, and a visitor whose strip has some example photographs."""

    def lay(painter: Any = None, panels: int = 2) -> tuple[ComicDesk, Visit]:
        room, visit = ComicDesk(make_desk(painter or quick())), Visit()
        room.arrive(visit)
        for name in ("cat", "coffee", "road", "man", "cat", "coffee")[:panels]:
            room.add(visit, {"example": f"examples/{name}"})
        return room, visit

    return lay


Table = Callable[..., tuple[ComicDesk, Visit]]


def ids(visit: Visit) -> list[int]:
    return [each.id for each in strip_of(visit).drafts]


def test_panels_are_added_moved_and_taken_out(table: Table) -> None:
    room, visit = table(panels=3)
    assert ids(visit) == [1, 2, 3]
    values = room.change(visit, {"move": 3, "by": -1})
    assert [each["id"] for each in values["panels"]] == [1, 3, 2]
    room.change(visit, {"move": 1, "by": -1})
    room.change(visit, {"remove": 3})
    assert ids(visit) == [1, 2]


def test_frames_of_a_moving_upload_fill_the_strip_and_leave_no_file(
    table: Table, uploads: Path
) -> None:
    room, visit = table(panels=2)
    frames = [Image.fromarray(stripes(60, 80, seed=at)) for at in range(8)]
    path = uploads / "film.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    room.add(visit, {"path": str(path), "way": "even"})
    assert len(ids(visit)) == 6
    assert not path.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "No photograph arrived"),
        ({"path": "/etc/hostname"}, "No photograph arrived"),
        ({"refused": "Too large."}, "Too large."),
        ({"example": "examples/cat"}, "up to 6 panels"),
    ],
)
def test_what_cannot_be_added_is_one_sentence(
    table: Table, given: dict[str, str], sentence: str
) -> None:
    room, visit = table(panels=6 if "example" in given else 1)
    assert sentence in told(room.add)(visit, given)["notice"]
    assert len(ids(visit)) in (1, 6)


def test_words_change_the_lettering_and_paint_nothing(table: Table) -> None:
    painter = quick()
    room, visit = table(painter)
    before = room.letter(visit, {"id": 1, "caption": "", "speech": ""})["overlay"]
    after = room.letter(visit, {"id": 1, "caption": "Tea.", "speech": "Hm.\nHa!"})
    assert after["overlay"] != before
    assert strip_of(visit).panel(0).words.balloons == ("Hm.", "Ha!")
    assert painter.jobs == []


def test_words_that_do_not_fit_are_told_and_the_rest_stays(table: Table) -> None:
    room, visit = table()
    room.letter(visit, {"id": 1, "caption": "Tea.", "speech": ""})
    answer = room.letter(visit, {"id": 2, "caption": "", "speech": "\n".join(["word " * 24] * 3)})
    assert answer["notice"].startswith("Panel 2: ")
    assert strip_of(visit).panel(0).words.caption == "Tea."
    assert strip_of(visit).panel(1).words.balloons == ()


def test_a_strip_is_painted_panel_by_panel_and_then_only_what_is_named(table: Table) -> None:
    painter = quick()
    room, visit = table(painter, panels=3)
    values = list(room.paint(visit, PLAIN))
    active = [each["active"] for each in values[1:-1]]
    assert active == sorted(active)
    assert set(active) == {1, 2, 3}
    assert values[-1]["missing"] == 0
    assert values[-1]["phase"] == "edit"
    list(room.paint(visit, {"id": 2, "settings": {"long_edge_px": 192, "strength": 0.9}}))
    assert len(painter.jobs) == 4
    assert painter.jobs[3].settings.strength == 0.9
    address = room.save(visit, {"kind": ".json"})["file"]["url"].split("file=")[1]
    assert json.loads(Path(unquote(address)).read_text("utf-8"))["settings"]["strength"] == 0.9
    room.change(visit, {"move": 1, "by": 1})
    assert strip_of(visit).missing() in ([], [0, 1], [0, 1, 2])


def test_a_new_panel_is_painted_with_the_palette_of_the_others(table: Table) -> None:
    room, visit = table()
    list(room.paint(visit, PLAIN))
    table_before = strip_of(visit).palettes["blue-stripes"]
    room.add(visit, {"example": "examples/man"})
    list(room.paint(visit, PLAIN))
    assert strip_of(visit).palettes["blue-stripes"] is table_before


def test_stop_keeps_what_is_finished(table: Table) -> None:
    painter = quick(steps=400)
    room, visit = table(painter)
    run = room.paint(visit, PLAIN)
    for _ in range(3):
        next(run)
    values = room.stop(visit)
    list(run)
    assert values["phase"] == "edit"
    assert painter.closed
    assert not painter.busy


def test_an_error_in_mid_strip_is_one_sentence_and_the_panels_stay(table: Table) -> None:
    room, visit = table(quick(error=RunError("The loss became NaN."), error_at=1))
    *_, last = room.paint(visit, PLAIN)
    assert last["notice"] == "The loss became NaN."
    assert len(last["panels"]) == 2
    empty = list(ComicDesk.paint(room, _arrived(room), PLAIN))
    assert empty[-1]["notice"].startswith("Add a photograph first")


def _arrived(room: ComicDesk) -> Visit:
    visit = Visit()
    room.arrive(visit)
    return visit


def test_no_visitor_sees_anothers_strip(table: Table) -> None:
    room, _ = table()
    assert room.arrive(Visit())["panels"] == []


def words(page: Any, at: int, caption: str, speech: str) -> None:
    panel = page.locator(".comic .panel").nth(at)
    panel.locator("[data-words=caption]").fill(caption)
    panel.locator("[data-words=speech]").fill(speech)
    panel.locator("[data-words=speech]").blur()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_visitor_makes_a_strip_of_two_panels(
    serve: Callable[..., str], visit: Callable[..., Any], width: int, tmp_path: Path
) -> None:
    painter = quick(steps=10, step_s=0.02)
    visitor = visit(serve(painter), viewport={"width": width, "height": 844})
    page = visitor.page
    assert page.locator(".comic .panel").count() == 0  # nothing before the tab is opened
    page.click("role=tab[name='Comic strip']")
    page.wait_for_selector(".comic .choice img")
    for at in range(2):
        page.click(f".comic .example >> nth={at}")
        page.wait_for_function(f"document.querySelectorAll('.comic .panel').length === {at + 1}")
    bare = page.get_attribute(".comic .letters", "src")
    words(page, 0, "At four.", "Tea?")
    page.wait_for_function(
        "bare => document.querySelector('.comic .letters').src !== bare", arg=bare
    )
    page.locator(".comic .panel").nth(1).locator("[data-words=speech]").press("Alt+ArrowUp")
    page.wait_for_selector(".comic .panel[data-id='2']:first-child")
    page.click(".comic [data-do=paint]")
    page.wait_for_selector(".comic .pane.wet")
    page.wait_for_selector(".comic .files:not([hidden])")
    assert len(painter.jobs) == 2
    with page.expect_download() as caught:
        page.click(".comic [data-save='.png']")
    caught.value.save_as(tmp_path / "strip.png")
    record = read_record(tmp_path / "strip.png")
    assert [panel["caption"] for panel in record["panels"]] == ["", "At four."]
    page.click(".comic .panel >> nth=0 >> [data-again]")
    assert eventually(lambda: len(painter.jobs) == 3)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert visitor.elsewhere == []
    assert visitor.errors == []


@pytest.mark.browser
def test_stop_in_mid_strip_frees_the_brush(
    serve: Callable[..., str], visit: Callable[..., Any]
) -> None:
    painter = quick(steps=3000, step_s=0.02)
    page = visit(serve(painter)).page
    page.click("role=tab[name='Comic strip']")
    buffer = io.BytesIO()
    frames = [Image.fromarray(stripes(60, 80, seed=at)) for at in range(4)]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    page.set_input_files(
        ".comic input[type=file]",
        {"name": "film.gif", "mimeType": "image/gif", "buffer": buffer.getvalue()},
    )
    page.wait_for_function("document.querySelectorAll('.comic .panel').length === 4")
    page.click(".comic [data-do=paint]")
    page.wait_for_selector(".comic .pane.wet")
    page.click(".comic [data-do=stop]")
    page.wait_for_selector(".comic[data-phase=edit]")
    assert eventually(lambda: not painter.busy)
