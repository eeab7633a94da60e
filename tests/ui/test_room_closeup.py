"""The room of the close look: its desk, and the room in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nst.images import resize
from nst.records import Backend
from nst.ui.events import Desk
from nst.ui.rooms.closeup import CloseDesk, full_photograph, told
from nst.ui.visit import Pastiche, Visit
from tests.conftest import stripes
from tests.fakes import FakePainter

MakeDesk = Callable[[Backend], Desk]


def pastiche(number: int, content: np.ndarray) -> Pastiche:
    painted = stripes(60, 80, seed=number)
    return Pastiche(
        number=number, slug="blue-stripes", content=resize(content, 60, 80), painted=painted,
        picture=painted, colors=1.0, record={"scales": [{"style_px": 80}]}, frames=[],
    )  # fmt: skip


@pytest.fixture
def visitor() -> Visit:
    content = stripes(240, 320, seed=9)
    visit = Visit(slug="blue-stripes", content=content)
    visit.hang(pastiche(1, content))
    visit.hang(pastiche(2, content))
    return visit


def test_the_picture_that_is_looked_at_is_shown_with_its_photograph_whole(
    make_desk: MakeDesk, visitor: Visit
) -> None:
    visitor.shown = 1
    values = CloseDesk(make_desk(FakePainter())).arrive(visitor)
    assert values["number"] == 1
    assert values["size"] == [80, 60]
    assert values["seen"] == [80, 60]
    assert len(values["details"]) >= 3
    assert [each["number"] for each in values["shelf"]] == [2, 1]
    assert full_photograph(visitor, visitor.shelf[0]).shape == (240, 320, 3)


def test_another_photograph_on_the_easel_is_not_taken_for_the_one_that_was_painted(
    visitor: Visit,
) -> None:
    visitor.content = stripes(240, 320, seed=5)
    assert full_photograph(visitor, visitor.shelf[0]).shape == (60, 80, 3)


def test_a_picture_that_left_the_shelf_is_one_sentence(make_desk: MakeDesk, visitor: Visit) -> None:
    room = CloseDesk(make_desk(FakePainter()))
    assert room.pick(visitor, 2)["number"] == 2
    assert "left the shelf" in told(room.pick)(visitor, 99)["notice"]
    assert room.arrive(Visit())["phase"] == "empty"


PLACES = """() => [...document.querySelectorAll('.closeup .pane img')].map((image) => {
  const { a, e, f } = new DOMMatrix(getComputedStyle(image).transform);
  return [a, e, f];
})"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_closer_opens_three_panes_that_move_together(
    serve: Callable[..., str], visit: Callable[..., Any], width: int
) -> None:
    painter = FakePainter(steps=5, step_s=0.01)
    visitor = visit(serve(painter), viewport={"width": width, "height": 844})
    page = visitor.choose().give_example().paint().await_result().page
    page.click("#closer")
    page.wait_for_selector(".closeup .places [aria-pressed=true]")
    page.wait_for_function("document.querySelector('.closeup .pane img').naturalWidth > 0")
    near = page.evaluate(PLACES)
    page.focus(".closeup .panes")
    page.keyboard.press("0")
    whole = page.evaluate(PLACES)
    assert page.inner_text(".closeup output") == "whole"
    assert whole[0][0] < near[0][0]
    for _ in range(6):
        page.keyboard.press("+")
    larger = page.evaluate(PLACES)
    assert larger[0] == larger[2]  # photograph and pastiche show the same place
    assert larger[0][0] == larger[1][0] == pytest.approx(whole[0][0] * 1.25**6, rel=0.01)
    page.keyboard.press("ArrowRight")
    moved = page.evaluate(PLACES)
    assert moved[0] == moved[2]
    assert moved[0][1] < larger[0][1]
    assert moved[1][1] < larger[1][1]
    box = page.locator(".closeup .pane").nth(2).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=3)
    page.mouse.up()
    dragged = page.evaluate(PLACES)
    assert dragged[0][1] == pytest.approx(moved[0][1] + 40, abs=1)
    page.mouse.wheel(0, -400)
    page.wait_for_function(
        "zoom => new DOMMatrix(getComputedStyle(document.querySelector("
        "'.closeup .pane img')).transform).a > zoom",
        arg=dragged[0][0] * 1.2,
    )
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert visitor.errors == []
    assert visitor.elsewhere == []
