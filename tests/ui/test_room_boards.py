"""The desks of layer explorer, knobs and course, asked as plain functions: no page, no browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from nst.errors import InputError, RunError
from nst.images import read_record
from nst.records import Backend
from nst.settings import Settings
from nst.ui.events import UNEXPECTED, Desk
from nst.ui.rooms.course import CourseDesk, class_of
from nst.ui.rooms.explorer import ExplorerDesk, bench_of
from nst.ui.rooms.knobs import NONE, KnobsDesk, table_of
from nst.ui.visit import Pastiche, Visit
from tests.conftest import stripes
from tests.fakes_look import LookingPainter

MakeDesk = Callable[[Backend], Desk]


def quick(**options: Any) -> LookingPainter:
    return LookingPainter(**{"steps": 4, "step_s": 0.0, **options})


def jpeg(seed: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(stripes(60, 80, seed=seed)).save(buffer, "JPEG")
    return buffer.getvalue()


def painted_visit() -> Visit:
    visit = Visit(slug="blue-stripes", content=stripes(60, 80, seed=9))
    settings = Settings(content_layers="conv4_1", style_layers="conv1_1 conv2_1")
    record = {
        "settings": settings.as_dict(),
        "artwork": {"slug": "blue-stripes"},
        "loss": {"parts": {"content conv4_1": 1.0, "style conv1_1": 3.0}},
        "curve": [3.0, 2.0, 1.0],
    }
    picture = stripes(60, 80, seed=3)
    visit.hang(
        Pastiche(
            number=1, slug="blue-stripes", content=stripes(60, 80, seed=9), painted=picture,
            picture=picture, colors=1.0, record=record, frames=[jpeg(at) for at in range(12)],
        )
    )  # fmt: skip
    return visit


def boards(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each["board"] for each in answers if "board" in each]


def test_a_picture_is_first_looked_at_and_then_rebuilt_layer_by_layer(make_desk: MakeDesk) -> None:
    painter, visit = quick(), Visit(content=stripes(60, 80))
    room = ExplorerDesk(make_desk(painter))
    room.arrive(visit)
    answers = list(room.take_apart(visit))
    assert len(painter.looks) == 2
    assert [len(job.settings.style_layers.split()) for job in painter.jobs[1::2]] == [1, 2, 3, 4, 5]
    last = boards(answers)[-1]
    assert last["phase"] == "done"
    assert {tile["state"] for tile in last["tiles"].values()} == {"done"}
    assert len(last["tiles"]) == 10
    assert "relu5_1" in next(
        each["answers"] for each in answers if "map" in each.get("answers", "")
    )
    assert "apart" in next(each["grams"] for each in answers if each.get("grams"))


def test_the_board_tells_seconds_left_and_its_share(make_desk: MakeDesk) -> None:
    visit = Visit(content=stripes(60, 80))
    room = ExplorerDesk(make_desk(quick(steps=5, step_s=0.06)))
    room.arrive(visit)
    told = boards(list(room.take_apart(visit)))
    assert any("left" in each.get("line", "") for each in told)
    shares = [each["share"] for each in told if each.get("phase") == "painting"]
    assert shares == sorted(shares)


def test_stop_keeps_what_is_there(make_desk: MakeDesk) -> None:
    painter, visit = quick(steps=40, step_s=0.01), Visit(content=stripes(60, 80))
    room = ExplorerDesk(make_desk(painter))
    room.arrive(visit)
    last: dict[str, Any] = {}
    for answer in room.take_apart(visit):
        last = answer.get("board", last)
        if last.get("line", "").startswith("2 of 10"):
            room.stop(visit)
    assert last["phase"] == "stopped"
    assert "Stopped; 2 of 10" in last["line"]
    assert not painter.busy
    assert len(painter.jobs) == 2
    assert "stopped" in bench_of(visit).board.painted[painter_key(visit)].record


def painter_key(visit: Visit) -> str:
    return list(bench_of(visit).board.painted)[-1]


def test_a_finished_picture_opens_with_its_record(make_desk: MakeDesk) -> None:
    visit = Visit(content=stripes(60, 80))
    room = ExplorerDesk(make_desk(quick()))
    room.arrive(visit)
    list(room.take_apart(visit))
    opened = room.open(visit, "content relu3_1")["board"]["opened"]
    assert opened["name"] == "content-relu3_1.png"
    assert '"content_layers": "relu3_1"' in opened["record"]
    with pytest.raises(InputError, match="not finished"):
        room.open(visit, "content relu9_1")


def test_the_sheet_carries_the_record_of_every_picture(make_desk: MakeDesk) -> None:
    visit = Visit(content=stripes(60, 80))
    room = ExplorerDesk(make_desk(quick()))
    room.arrive(visit)
    answers = list(room.take_apart(visit))
    (sheet,) = [each["sheet"] for each in answers if "sheet" in each]
    assert len(read_record(Path(sheet["value"]))["pieces"]) == 10


def test_layers_are_asked_of_a_finished_picture_in_one_press(make_desk: MakeDesk) -> None:
    painter, visit = quick(), painted_visit()
    room = ExplorerDesk(make_desk(painter))
    answers = list(room.ask_last(visit))
    assert bench_of(visit).name == "pastiche/1"
    assert any("75%" in each.get("answers", "") for each in answers)
    last = boards(answers)[-1]
    assert list(last["tiles"]) == [
        "without nothing", "without style conv1_1", "without style conv2_1",
        "without content conv4_1",
    ]  # fmt: skip
    assert "different" in last["tiles"]["without style conv1_1"]["words"]
    (grams,) = [each["grams"] for each in answers if each.get("grams")]
    assert "picture 8 of 8" in grams
    assert painter.looks[0].pictures[0].shape == (192, 256, 3)


def test_layers_cannot_be_asked_before_something_is_painted(make_desk: MakeDesk) -> None:
    painter = quick()
    (answer,) = ExplorerDesk(make_desk(painter)).ask_last(Visit())
    assert "Paint a picture first" in answer["said"]
    assert painter.jobs == []


@pytest.mark.parametrize("error", [RunError("The loss became NaN."), ValueError("a bug")])
def test_an_error_in_a_series_is_one_sentence_on_the_board(
    error: Exception, make_desk: MakeDesk
) -> None:
    painter, visit = quick(error=error, error_at=2), Visit(content=stripes(60, 80))
    room = ExplorerDesk(make_desk(painter))
    room.arrive(visit)
    told = boards(list(room.take_apart(visit)))
    expected = str(error) if isinstance(error, RunError) else UNEXPECTED
    assert (told[-1]["phase"], told[-1]["note"]) == ("stopped", expected)


def test_a_second_run_silences_the_first(make_desk: MakeDesk) -> None:
    visit = Visit(content=stripes(60, 80))
    room = KnobsDesk(make_desk(quick(steps=50)))
    room.arrive(visit)
    first = room.paint(visit, "steps", NONE)
    next(first), next(first)
    table_of(visit).board.begin([])
    assert "phase" not in str([each for each in first if "board" in each])


def test_an_upload_is_taken_and_leaves_the_disk(make_desk: MakeDesk, uploads: Path) -> None:
    path, visit = uploads / "p.jpg", Visit()
    path.write_bytes(jpeg(1))
    ExplorerDesk(make_desk(quick())).upload(visit, str(path))
    assert not path.exists()
    assert bench_of(visit).uploaded is not None
    with pytest.raises(InputError, match="No picture arrived"):
        ExplorerDesk(make_desk(quick())).upload(visit, "/etc/hostname")


def test_a_grid_is_sketched_first_and_every_cell_ends_large(make_desk: MakeDesk) -> None:
    painter, visit = quick(), Visit(content=stripes(60, 80), slug="tall-stripes")
    room = KnobsDesk(make_desk(painter))
    room.arrive(visit)
    last = boards(list(room.paint(visit, "brush", "steps")))[-1]
    assert len(painter.jobs) == 32
    assert len(last["tiles"]) == 16
    assert last["rows"][0]["heads"][0] == "brush 0.5"
    assert last["rows"][1]["corner"] == "5 steps"
    sizes = {found.picture.shape[1] for found in table_of(visit).board.painted.values()}
    assert sizes == {160}
    assert {job.artwork["slug"] for job in painter.jobs} == {"tall-stripes"}


@pytest.mark.parametrize(
    ("across", "down", "words"),
    [("steps", "steps", "two different ones"), ("layers", "weights", "the same knob")],
)
def test_a_grid_that_cannot_be_is_refused_before_work(
    across: str, down: str, words: str, make_desk: MakeDesk
) -> None:
    painter, visit = quick(), Visit(content=stripes(60, 80))
    room = KnobsDesk(make_desk(painter))
    room.arrive(visit)
    (answer,) = room.paint(visit, across, down)
    assert words in answer["board"]["note"]
    assert painter.jobs == []


def test_before_any_run_the_course_shows_the_example(make_desk: MakeDesk) -> None:
    painter = quick()
    (answer,) = CourseDesk(make_desk(painter)).arrive(Visit())
    assert "made beforehand" in answer["course"]
    assert painter.looks == []


def test_after_a_run_the_course_is_about_it(make_desk: MakeDesk) -> None:
    painter, visit = quick(), painted_visit()
    room = CourseDesk(make_desk(painter))
    first, second = room.arrive(visit)
    assert "your own run, after Blue Stripes" in first["course"]
    assert "relu4_1" not in first["course"]
    assert "relu4_1" in second["course"]
    assert list(room.arrive(visit)) == []  # nothing new, nothing sent
    answers = list(room.take_apart(visit))
    assert "its style alone" in answers[-1]["course"]


def test_the_switch_paints_the_four_published_recipes(make_desk: MakeDesk) -> None:
    painter, visit = quick(), painted_visit()
    room = CourseDesk(make_desk(painter))
    answers = list(room.publish(visit, True))
    recipes = [job.settings.recipe for job in painter.jobs]
    assert recipes == ["gatys-2016", "jacq", "ahmed", "ng"]
    tiles = boards(answers)[-1]["tiles"]
    assert "500 steps of L-BFGS" in tiles["recipe gatys-2016"]["words"]
    assert answers[-1]["switch"]["value"] is False


def test_the_switch_turned_off_stops_the_recipes(make_desk: MakeDesk) -> None:
    painter, visit = quick(steps=500, step_s=0.01), painted_visit()
    room = CourseDesk(make_desk(painter))
    running = room.publish(visit, True)
    next(running), next(running)
    assert list(room.publish(visit, False)) == []
    rest = boards(list(running))
    assert rest[-1]["phase"] == "stopped"
    assert class_of(visit).board.stopping
    assert not painter.busy


def test_whoever_comes_back_finds_the_board_as_it_stands(make_desk: MakeDesk) -> None:
    visit = Visit(content=stripes(60, 80))
    room = KnobsDesk(make_desk(quick()))
    assert "board" not in room.arrive(visit)
    for answer in room.paint(visit, "steps", NONE):
        if answer.get("board", {}).get("line", "").startswith("6 of 8"):
            break
    board = room.arrive(visit)["board"]
    assert board["phase"] == "painting"
    assert {tile["state"] for tile in board["tiles"].values()} == {"done"}  # as sketches, all four
    assert len(board["rows"]) == 1
