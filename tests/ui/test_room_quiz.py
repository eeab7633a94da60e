"""The room of the brain teaser: its desk, and the room in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest

from nst.errors import RunError
from nst.gallery import Gallery
from nst.images import encode_webp
from nst.records import Backend, Progress
from nst.rooms import quiz
from nst.ui.events import Desk
from nst.ui.rooms import quiz as room
from nst.ui.rooms.quiz import QuizDesk
from nst.ui.visit import Visit
from tests.conftest import stripes
from tests.fakes import FakePainter
from tests.ui.conftest import eventually

MakeDesk = Callable[[Backend], Desk]
COLORS = ((200, 30, 30), (30, 160, 60), (40, 60, 200), (230, 220, 60))


@pytest.fixture
def ready(gallery: Gallery, tmp_path: Path) -> Path:
    """A folder of ready-made pastiches of two photographs: plain fields of four colours."""
    folder = tmp_path / "rounds"
    pool = quiz.Pool(
        quiz.Painted(
            photograph=photograph,
            subject=artwork.slug,
            webp=encode_webp(np.full((60, 90, 3), color, np.uint8)),
            record={"artwork": {"slug": artwork.slug, "picture": "painting"}, "settings": {}},
        )
        for photograph in ("cat", "coffee")
        for artwork, color in zip(gallery.artworks, COLORS, strict=True)
    )
    pool.write(folder)
    return folder


@pytest.fixture
def table(make_desk: MakeDesk, ready: Path) -> Callable[..., QuizDesk]:
    def lay(painter: Any = None) -> QuizDesk:
        return QuizDesk(make_desk(painter or FakePainter(steps=4, step_s=0.0)), ready)

    return lay


def answers(visit: Visit) -> list[int]:
    found = room.table_of(visit).play.round
    assert found is not None
    return list(found.answers)


def test_the_first_round_lies_ready_and_stays_until_the_next_is_asked_for(
    table: Callable[..., QuizDesk],
) -> None:
    desk, visit = table(), Visit()
    first = desk.enter(visit)
    assert (first["phase"], first["number"]) == ("play", 1)
    assert first["subjects"][0]["src"].startswith("pictures/styles/")
    assert all(each["src"].startswith("data:image/webp") for each in first["pastiches"])
    assert desk.enter(visit)["number"] == 1
    assert desk.deal(visit)["number"] == 2


def test_the_page_does_not_know_the_answers_before_they_are_asked_for(
    table: Callable[..., QuizDesk],
) -> None:
    desk, visit = table(), Visit()
    shown = desk.enter(visit)
    assert not {"answers", "marks", "told"} & set(shown)
    assert "stripes" not in json.dumps(shown["pastiches"])


def test_a_judged_round_tells_marks_giveaways_and_records(table: Callable[..., QuizDesk]) -> None:
    desk, visit = table(), Visit()
    desk.enter(visit)
    given = answers(visit)[::-1]
    shown = desk.judge(visit, given)
    assert shown["phase"] == "judged"
    assert shown["given"] == given
    assert shown["marks"] == [a == b for a, b in zip(given, given[::-1], strict=True)]
    assert [each["giveaway"] for each in shown["told"]] == 4 * ["Stripes, and nothing but stripes."]
    record = json.loads(unquote(shown["told"][0]["record"].partition(",")[2]))
    assert record["artwork"]["slug"].endswith("-stripes")
    assert desk.enter(visit)["phase"] == "judged"


@pytest.mark.parametrize("given", [None, [], [0, 1, 2], [0, 1, 2, None], ["a", 1, 2, 3]])
def test_an_unfinished_answer_is_asked_for_again(
    given: Any, table: Callable[..., QuizDesk]
) -> None:
    desk, visit = table(), Visit()
    desk.enter(visit)
    assert "each of the four" in room.told(desk.judge)(visit, given)["notice"]
    assert desk.enter(visit)["phase"] == "play"


def test_without_ready_made_rounds_the_room_says_so(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = QuizDesk(make_desk(FakePainter()), tmp_path / "none")
    shown = desk.enter(Visit())
    assert shown["phase"] == "empty"
    assert "Not enough has been painted" in shown["notice"]


def test_a_gallery_without_the_homage_says_that_there_is_no_such_round(
    table: Callable[..., QuizDesk],
) -> None:
    desk, visit = table(), Visit()
    desk.enter(visit)
    assert "Not enough" in room.told(desk.homages)(visit)["notice"]
    assert desk.enter(visit)["phase"] == "play"


def test_an_own_round_needs_a_photograph(table: Callable[..., QuizDesk]) -> None:
    (answer,) = table().own(Visit())
    assert "Give a photograph" in answer["notice"]


def test_an_own_round_is_painted_told_and_laid_on_the_table_of_its_visitor_alone(
    table: Callable[..., QuizDesk],
) -> None:
    painter = FakePainter(steps=4, step_s=0.0)
    desk, visit = table(painter), Visit(content=stripes(120, 160, seed=9))
    held = len(desk.pool())
    told = list(desk.own(visit))
    assert [told[0]["phase"], told[-1]["phase"]] == ["painting", "play"]
    lines = [each["line"] for each in told[1:-1]]
    assert lines[0].startswith("picture 1 of 4")
    assert "s left" in lines[0]
    shares = [each["share"] for each in told[:-1]]
    assert shares == sorted(shares)
    assert len(painter.jobs) == 4
    assert all(job.settings.long_edge_px == 320 for job in painter.jobs)
    judged = desk.judge(visit, answers(visit))
    record = json.loads(unquote(judged["told"][0]["record"].partition(",")[2]))
    assert record["settings"]["long_edge_px"] == 320
    assert judged["photo"].startswith("data:image/jpeg")
    assert len(desk.pool()) == held
    assert table_is_empty(desk, Visit())


def table_is_empty(desk: QuizDesk, other: Visit) -> bool:
    return "photo" in desk.enter(other) and not room.table_of(other).photo


def test_stop_gives_the_brush_back_and_the_round_before_stays(
    table: Callable[..., QuizDesk],
) -> None:
    painter = FakePainter(steps=500, step_s=0.0)
    desk, visit = table(painter), Visit(content=stripes(120, 160, seed=9))
    before = desk.enter(visit)["number"]
    steps = desk.own(visit)
    for _ in range(3):
        next(steps)
    assert painter.busy
    assert desk.stop(visit)["number"] == before
    assert [each["phase"] for each in steps] == ["play"]
    assert not painter.busy


def test_an_error_in_an_own_round_is_one_sentence_and_the_round_before_stays(
    table: Callable[..., QuizDesk],
) -> None:
    painter = FakePainter(error=RunError("The loss became NaN at step 5."), error_at=1, step_s=0.0)
    desk, visit = table(painter), Visit(content=stripes(120, 160, seed=9))
    desk.enter(visit)
    last = list(desk.own(visit))[-1]
    assert (last["notice"], last["phase"]) == ("The loss became NaN at step 5.", "play")


def test_seconds_left_hold_the_pictures_to_come() -> None:
    progress = Progress(
        picture=stripes(40, 60), step=5, steps=10, scale=1, scales=1, loss=1.0, parts={},
        spent_s=5.0, left_s=5.0,
    )  # fmt: skip
    assert room._left(1, progress) == "picture 2 of 4 · 25 s left"  # 5 here, 10 and 10 to come


def test_the_background_is_woken_only_by_players(
    make_desk: MakeDesk, ready: Path, examples_folder: Path
) -> None:
    class Idle(FakePainter):
        asked = 0

        def paint_when_idle(self, job: Any) -> Progress:
            self.asked += 1
            return list(self.run(job))[-1]  # type: ignore[return-value]

    painter = Idle(steps=1, step_s=0.0)
    desk = QuizDesk(make_desk(painter), ready)
    assert painter.asked == 0
    desk.enter(Visit())
    assert eventually(lambda: painter.asked == 8)  # man and road, four paintings each
    assert eventually(lambda: len(desk.pool()) == 16)


@pytest.fixture
def opened(
    serve: Callable[..., str],
    visit: Callable[..., Any],
    ready: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Any]:
    """A visitor in the room."""
    monkeypatch.setattr(room, "ROUNDS", ready)

    def enter(painter: Any = None, **options: Any) -> Any:
        visitor = visit(serve(painter or FakePainter(steps=6, step_s=0.05)), **options)
        visitor.page.click("#rooms [role=tab]:has-text('Brain teaser')")
        visitor.page.wait_for_selector(".quiz[data-phase=play] .pastiche")
        return visitor

    return enter


def center(page: Any, selector: str) -> tuple[float, float]:
    page.locator(selector).scroll_into_view_if_needed()
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def solved(page: Any) -> list[int]:
    """The painting of each pastiche, read from its colour as a person would."""
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.quiz .pastiche img')].map((image) => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 1;
          const pen = canvas.getContext('2d');
          pen.drawImage(image, 0, 0, 1, 1);
          return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
        })"""
    )
    titles = page.locator(".quiz .subject .plate-title").all_inner_texts()
    order = ["Blue Stripes", "Tall Stripes", "Calm Stripes", "Last Stripes"]
    nearest = [
        min(range(4), key=lambda at: sum(abs(a - b) for a, b in zip(COLORS[at], seen, strict=True)))
        for seen in shown
    ]
    return [titles.index(order[at]) for at in nearest]


def wait_for_pictures(page: Any) -> None:
    page.wait_for_function(
        "[...document.querySelectorAll('.quiz .pastiche img')].every((each) => each.naturalWidth)"
    )


@pytest.mark.browser
@pytest.mark.parametrize("by", ["drag", "press", "keyboard", "touch"])
def test_a_round_is_solved_by_every_means(by: str, opened: Callable[..., Any]) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    visitor = opened(**(phone if by == "touch" else {}))
    page = visitor.page
    wait_for_pictures(page)
    for at, to in enumerate(solved(page)):
        pastiche, painting = (
            f".quiz .pastiche[data-at='{at}']",
            f".quiz .subject[data-at='{to}']",
        )
        if by == "drag":
            page.mouse.move(*center(page, pastiche))
            page.mouse.down()
            page.mouse.move(*center(page, painting), steps=4)
            page.mouse.up()
        elif by == "keyboard":
            page.focus(pastiche)
            page.keyboard.press(str(to + 1))
        elif by == "touch":
            page.tap(pastiche)
            page.tap(painting)
        else:
            page.click(pastiche)
            page.click(painting)
        assert page.locator(".quiz .lines line").count() == at + 1
    page.click(".quiz [data-do=judge]")
    page.wait_for_selector(".quiz[data-phase=judged]")
    assert "Round 1 · 4 of 4 right" in visitor.text(".quiz .score")
    assert page.locator(".quiz .told li.right").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.errors == []
    assert visitor.elsewhere == []


@pytest.mark.browser
def test_a_wrong_answer_shows_the_truth_and_the_next_round_comes(
    opened: Callable[..., Any],
) -> None:
    visitor = opened()
    page = visitor.page
    assert page.is_disabled(".quiz [data-do=judge]")
    wait_for_pictures(page)
    right = solved(page)
    for at, to in enumerate(right[1:] + right[:1]):
        page.focus(f".quiz .pastiche[data-at='{at}']")
        page.keyboard.press("Enter")
        page.focus(f".quiz .subject[data-at='{to}']")
        page.keyboard.press("Enter")
    page.click(".quiz [data-do=judge]")
    page.wait_for_selector(".quiz .told li")
    assert page.locator(".quiz .lines .truth").count() == 4
    assert page.locator(".quiz .lines .wrong").count() == 4
    page.click(".quiz [data-do=deal]")
    page.wait_for_selector(".quiz[data-phase=play]")
    assert "Round 2 · 0 of 4 right" in visitor.text(".quiz .score")
    assert page.locator(".quiz .lines line").count() == 0


@pytest.mark.browser
def test_nothing_of_the_room_is_on_the_page_before_its_tab_opens(
    serve: Callable[..., str], visit: Callable[..., Any], ready: Path, painter: FakePainter
) -> None:
    visitor = visit(serve(painter))
    assert visitor.page.locator(".quiz").count() == 0


@pytest.mark.browser
def test_a_round_with_my_photograph_is_painted_before_my_eyes_and_can_be_stopped(
    serve: Callable[..., str],
    visit: Callable[..., Any],
    ready: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "ROUNDS", ready)
    painter = FakePainter(steps=4000, step_s=0.02)
    visitor = visit(serve(painter)).choose().give_example()
    page = visitor.page
    page.click("#rooms [role=tab]:has-text('Brain teaser')")
    page.wait_for_selector(".quiz[data-phase=play] .pastiche")
    page.click(".quiz [data-do=own]")
    page.wait_for_selector(".quiz[data-phase=painting] .pastiche img[src^=data]")
    assert "picture 1 of 4" in visitor.text(".quiz .working .line")
    page.click(".quiz [data-do=stop]")
    page.wait_for_selector(".quiz[data-phase=play]")
    assert eventually(lambda: not painter.busy)
    painter.steps = 5
    page.click(".quiz [data-do=own]")
    page.wait_for_selector(".quiz[data-phase=painting]")
    page.wait_for_selector(".quiz[data-phase=play]")
    assert "Round 2" in visitor.text(".quiz .score")
    assert len(painter.jobs) == 5
    assert visitor.errors == []
