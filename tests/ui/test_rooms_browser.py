"""Layer explorer, knobs and course in a real browser, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nst.errors import RunError
from nst.images import read_record
from nst.layers import layer_weights
from nst.rooms.terms import STEPS
from nst.settings import Settings
from tests.fakes_look import LookingPainter
from tests.ui.conftest import eventually

pytestmark = pytest.mark.browser
Serve = Callable[..., str]
Visit = Callable[..., Any]
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
DESK = {"viewport": {"width": 1440, "height": 900}}
SCREENS = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])


def enter(visitor: Any, title: str) -> Any:
    visitor.page.click(f"role=tab[name='{title}']")
    return visitor.page


def quick(**options: Any) -> LookingPainter:
    return LookingPainter(**{"steps": 4, "step_s": 0.01, **options})


def fits(page: Any) -> bool:
    width = page.viewport_size["width"]
    return bool(page.evaluate("document.documentElement.scrollWidth") == width)


@SCREENS
def test_a_picture_is_taken_apart_and_opens_in_full(
    serve: Serve, visit: Visit, screen: dict[str, Any], tmp_path: Path
) -> None:
    visitor = visit(serve(quick()), **screen)
    page = enter(visitor, "Layer explorer")
    page.click("#explorer-picks button[data-slug='styles/tall-stripes']")
    page.wait_for_selector("#explorer-picks [data-slug='styles/tall-stripes'][aria-pressed=true]")
    page.click("#explorer-start")
    page.wait_for_selector("#explorer-board .board[data-phase=done]")
    assert page.locator("#explorer-board .tile[data-state=done]").count() == 10
    page.wait_for_selector("#explorer-grams .pairs")
    assert page.locator("#explorer-answers .map").count() == 5 * 6
    page.click("#explorer-board .tile >> nth=2")
    page.wait_for_selector("dialog.opened[open]")
    page.click("dialog.opened summary")
    assert '"content_layers": "relu3_1"' in page.inner_text("dialog.opened pre")
    with page.expect_download() as caught:
        page.click("dialog.opened a[download]")
    saved = tmp_path / "layer.png"
    caught.value.save_as(saved)
    assert read_record(saved)["settings"]["content_layers"] == "relu3_1"
    page.keyboard.press("Escape")
    assert fits(page)
    assert visitor.elsewhere == []
    assert visitor.errors == []


def test_the_tables_are_moved_through_with_the_keyboard(serve: Serve, visit: Visit) -> None:
    page = enter(visit(serve(quick())), "Layer explorer")
    page.click("#explorer-start")
    page.wait_for_selector("#explorer-grams .pairs")
    page.focus("#explorer-grams input[type=range]")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#explorer-grams .scrubbed") == "texture from relu1_1 … relu4_1"


@SCREENS
def test_one_press_beside_a_finished_picture_asks_its_layers(
    serve: Serve, visit: Visit, screen: dict[str, Any]
) -> None:
    visitor = visit(serve(quick()), **screen).choose().give_example().paint().await_result()
    visitor.page.click(".doors [data-room=explorer]")
    visitor.page.wait_for_selector("#explorer-board .board[data-phase=done]")
    layers = layer_weights(Settings().style_layers), layer_weights(Settings().content_layers)
    assert visitor.page.locator("#explorer-board .tile").count() == 1 + sum(map(len, layers))
    assert "content conv3_1" in visitor.text("#explorer-answers .bars")
    assert "different" in visitor.text("#explorer-board")
    tab = visitor.page.locator("#rooms [role=tab][aria-selected=true]").bounding_box()
    assert 0 <= tab["x"] <= visitor.page.viewport_size["width"] - tab["width"]
    assert fits(visitor.page)
    assert visitor.errors == []


def test_every_button_of_the_explorer_that_can_be_reached_says_what_it_does(
    serve: Serve, visit: Visit
) -> None:
    page = enter(visit(serve(quick())), "Layer explorer")
    page.wait_for_selector("#explorer-start")
    assert page.locator("#explorer-door").count() == 1
    names = page.evaluate(
        """[...document.querySelectorAll('button')].filter((each) => each.offsetParent)
        .map((each) => each.innerText.trim() || each.title || each.ariaLabel)"""
    )
    assert all(names)


def test_stop_frees_the_brush_and_keeps_what_is_there(serve: Serve, visit: Visit) -> None:
    painter = quick(steps=400, step_s=0.02)
    page = enter(visit(serve(painter)), "Layer explorer")
    page.click("#explorer-start")
    page.wait_for_selector("#explorer-board .tile[data-state=painting]")
    assert page.get_attribute("#explorer-board [role=progressbar]", "aria-valuenow") is not None
    page.click("#explorer-stop")
    page.wait_for_selector("#explorer-board .board[data-phase=stopped]")
    assert eventually(lambda: not painter.busy)
    assert "1 of 10" in page.inner_text("#explorer-board .line")


def test_a_closed_tab_frees_the_brush(serve: Serve, visit: Visit) -> None:
    painter = quick(steps=4000, step_s=0.02)
    page = enter(visit(serve(painter)), "What the knobs do")
    page.click("#knobs-start")
    page.wait_for_selector("#knobs-board .tile[data-state=painting]")
    page.close()
    assert eventually(lambda: not painter.busy)


@SCREENS
def test_a_grid_is_painted_cell_by_cell_and_kept_as_a_sheet(
    serve: Serve, visit: Visit, screen: dict[str, Any], tmp_path: Path
) -> None:
    painter = quick(steps=2)
    visitor = visit(serve(painter), **screen)
    page = enter(visitor, "What the knobs do")
    page.wait_for_selector("#knobs-paintings button")
    page.click("#knobs-start")
    page.wait_for_selector("#knobs-board .board[data-phase=done]")
    assert page.locator("#knobs-board .tile[data-state=done]").count() == 20
    assert "left" not in page.inner_text("#knobs-board .line")
    with page.expect_download() as caught:
        page.click("#knobs-sheet")
    saved = tmp_path / "sheet.png"
    caught.value.save_as(saved)
    assert len(read_record(saved)["pieces"]) == 20
    assert fits(page)
    assert visitor.errors == []


def test_an_error_in_a_room_is_one_sentence(serve: Serve, visit: Visit) -> None:
    painter = quick(error=RunError("The loss became NaN at step 5. Lower the step size."))
    painter.error_at = 1
    page = enter(visit(serve(painter)), "What the knobs do")
    page.click("#knobs-start")
    page.wait_for_selector("#knobs-board .notice:not([hidden])")
    said = page.inner_text("#knobs-board .notice")
    assert said == "The loss became NaN at step 5. Lower the step size."
    assert page.is_enabled("#knobs-start")


@SCREENS
def test_the_course_is_there_before_any_run_and_leads_into_the_code(
    serve: Serve, visit: Visit, screen: dict[str, Any]
) -> None:
    visitor = visit(serve(quick()), **screen)
    page = enter(visitor, "How it works")
    page.wait_for_selector("#method-run .stages img")
    assert page.locator("#method-run a.code").count() == sum(map(len, STEPS.values()))
    place = page.get_attribute("#method-run a.code >> nth=0", "href")
    if place.startswith("source/"):  # no public repository is known
        page.goto(f"{visitor.address}{place}")
        assert page.inner_text("li:target").startswith("class VGGFeatures")
    assert visitor.errors == []


@SCREENS
def test_the_four_published_recipes_stand_side_by_side(
    serve: Serve, visit: Visit, screen: dict[str, Any]
) -> None:
    visitor = visit(serve(quick()), **screen)
    page = enter(visitor, "How it works")
    page.wait_for_selector("#method-run .stages img")
    page.check("#course-published input")
    page.wait_for_selector("#course-board .board[data-phase=done]")
    told = page.inner_text("#course-board")
    for words in ("Gatys, Ecker & Bethge", "A. Jacq", "A. Ahmed", "A. Ng", "500 steps of L-BFGS"):
        assert words in told
    assert fits(page)
    assert visitor.errors == []


def test_the_page_arrives_without_the_rooms(serve: Serve, visit: Visit) -> None:
    visitor = visit(serve(quick()))
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.page.reload()
    visitor.page.wait_for_selector("#wall button.hang")
    assert not [url for url in asked if "/rooms/" in url]
    enter(visitor, "Layer explorer").wait_for_selector(
        "#explorer-board .board .rows", state="attached"
    )
    assert [url for url in asked if "/rooms/board.js" in url]
