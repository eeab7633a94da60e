"""The visitor's wall and the host's: their desks, and both in a real browser."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nst.errors import RunError
from nst.gallery import Gallery
from nst.images import encode_png, fingerprint, open_image, read_record
from nst.records import Backend
from nst.rooms.hostwall import HostWall
from nst.settings import Settings
from nst.ui import build_demo, launch_options
from nst.ui.controls import NAMES
from nst.ui.events import Desk
from nst.ui.pictures import Pictures
from nst.ui.rooms.dreams import DreamsDesk, told, wall_of
from nst.ui.visit import SHELF_LENGTH, Visit
from nst.ui.wall import lead_html
from tests.conftest import stripes
from tests.fakes import FakePainter
from tests.ui.conftest import eventually

MakeDesk = Callable[[Backend], Desk]


def quick(**options: Any) -> FakePainter:
    return FakePainter(**{"steps": 4, "step_s": 0.0, **options})


@pytest.fixture
def painted(make_desk: MakeDesk) -> Callable[..., tuple[DreamsDesk, Visit, FakePainter]]:
    """A visit with one picture for each slug, and the desk of its wall."""

    def paint(*slugs: str, **changes: Any) -> tuple[DreamsDesk, Visit, FakePainter]:
        painter = quick()
        desk, visit = make_desk(painter), Visit(content=stripes(120, 160, seed=9))
        settings = Settings().changed(**changes).as_dict()
        for slug in slugs or ("blue-stripes",):
            visit.slug = slug
            list(desk.paint(visit, *(settings[name] for name in NAMES)))
        return DreamsDesk(desk), visit, painter

    return paint


Painted = Callable[..., tuple[DreamsDesk, Visit, FakePainter]]


def content_of(answer: dict[str, Any]) -> bytes:
    return Path(answer["file"]["url"].partition("file=")[2]).read_bytes()


def test_an_empty_wall_hangs_nothing(make_desk: MakeDesk) -> None:
    assert DreamsDesk(make_desk(quick())).enter(Visit())["pieces"] == []


def test_every_picture_hangs_with_photograph_and_painting_newest_first(painted: Painted) -> None:
    desk, visit, _ = painted("blue-stripes", "tall-stripes")
    pieces = desk.enter(visit)["pieces"]
    assert [each["title"] for each in pieces] == ["Tall Stripes", "Blue Stripes"]
    assert [each["number"] for each in pieces] == [2, 1]
    assert pieces[0]["style"].startswith("pictures/styles/tall-stripes")
    assert pieces[0]["photo"].startswith("data:image/jpeg")
    assert pieces[0]["styleRatio"] == 200 / 320


def test_nothing_is_shared_between_visitors(painted: Painted) -> None:
    desk, visit, _ = painted()
    assert desk.enter(Visit())["pieces"] == []
    assert "has left the wall" in told(desk.fetch)(Visit(), 1, "png")["notice"]
    assert len(desk.enter(visit)["pieces"]) == 1


def test_nothing_is_written_before_something_is_asked_for(painted: Painted, uploads: Path) -> None:
    desk, visit, _ = painted()
    before = set(uploads.rglob("*"))
    desk.enter(visit)
    desk.film(visit, 1)
    assert set(uploads.rglob("*")) == before


def test_picture_record_and_triptych_can_be_fetched(painted: Painted, tmp_path: Path) -> None:
    desk, visit, _ = painted()
    png = tmp_path / "a.png"
    png.write_bytes(content_of(desk.fetch(visit, 1, "png")))
    assert np.array_equal(open_image(png), visit.shelf[0].picture)
    assert read_record(png) == visit.shelf[0].record
    assert json.loads(content_of(desk.fetch(visit, 1, "record"))) == visit.shelf[0].record
    answer = desk.fetch(visit, 1, "triptych")
    assert answer["file"]["name"] == "blue-stripes-1-all-three.png"
    assert open_image(content_of(answer)).shape[1] > 2 * visit.shelf[0].picture.shape[1]


@pytest.mark.parametrize("photographs", [False, True])
def test_all_are_packed_with_their_records_and_photographs_only_if_asked(
    photographs: bool, painted: Painted
) -> None:
    desk, visit, _ = painted("blue-stripes", "tall-stripes")
    archive = zipfile.ZipFile(io.BytesIO(content_of(desk.pack(visit, photographs))))
    names = archive.namelist()
    assert {"blue-stripes-1.png", "tall-stripes-2.json"} <= set(names)
    assert any("photograph" in name for name in names) == photographs


def test_an_empty_wall_is_not_packed(make_desk: MakeDesk) -> None:
    answer = told(DreamsDesk(make_desk(quick())).pack)(Visit(), False)
    assert "Paint a picture first" in answer["notice"]


def test_painting_again_follows_the_record_from_the_photograph_in_full(painted: Painted) -> None:
    desk, visit, painter = painted(strength=0.7, long_edge_px=64)
    assert visit.content is not None
    named = {"sha256": fingerprint(visit.content)}
    visit.shelf[0].record = {**visit.shelf[0].record, "content": named}
    answers = list(desk.repaint(visit, 1))
    assert answers[0]["working"]["line"] == "Mixing the colours"
    assert "s left" in answers[1]["working"]["line"]
    assert [each["number"] for each in answers[-1]["pieces"]] == [2, 1]
    first, again = painter.jobs
    assert again.settings == first.settings
    assert again.artwork == first.artwork
    assert again.content is visit.content
    assert np.array_equal(visit.shelf[1].picture, visit.shelf[0].picture)
    assert visit.shown == 1  # the easel in the gallery still shows the first


def test_a_photograph_that_has_been_changed_is_taken_as_it_hangs(painted: Painted) -> None:
    desk, visit, painter = painted(long_edge_px=64)
    visit.content = stripes(90, 90, seed=3)
    list(desk.repaint(visit, 1))
    assert fingerprint(painter.jobs[1].content) == fingerprint(visit.shelf[0].content)


def test_larger_paints_at_twice_the_size(painted: Painted) -> None:
    desk, visit, painter = painted(long_edge_px=64)
    assert desk.enter(visit)["pieces"][0]["larger"] == 128
    list(desk.repaint(visit, 1, larger=True))
    assert painter.jobs[1].settings.long_edge_px == 128


def test_a_picture_begun_from_another_is_not_painted_again(painted: Painted) -> None:
    desk, visit, _ = painted()
    record = dict(visit.shelf[0].record)
    visit.shelf[0].record = {**record, "settings": {**record["settings"], "init": "given"}}
    last = list(desk.repaint(visit, 1))[-1]
    assert "begun from another one" in last["notice"]
    assert len(visit.shelf) == 1


def test_keep_ends_a_repainting_with_what_it_has(painted: Painted) -> None:
    desk, visit, painter = painted()
    painter.steps = 1000
    steps = desk.repaint(visit, 1)
    for _ in range(3):
        next(steps)
    desk.keep(visit)
    last = list(steps)[-1]
    assert not painter.busy
    assert visit.shelf[1].record["stopped"]["steps"] == 1000
    assert "kept after step" in last["pieces"][0]["line"]


def test_a_second_repainting_silences_the_first(painted: Painted) -> None:
    desk, visit, painter = painted()
    painter.steps = 1000
    steps = desk.repaint(visit, 1)
    for _ in range(3):
        next(steps)
    wall_of(visit).run += 1
    assert list(steps) == []
    assert not painter.busy


def test_an_error_while_painting_again_is_one_sentence_and_the_wall_stays(
    painted: Painted,
) -> None:
    desk, visit, painter = painted()
    painter.error, painter.error_at = RunError("The loss became NaN at step 5."), 1
    last = list(desk.repaint(visit, 1))[-1]
    assert last["notice"] == "The loss became NaN at step 5."
    assert len(last["pieces"]) == 1


def test_the_wall_is_bounded_as_the_shelf_is(painted: Painted) -> None:
    desk, visit, _ = painted()
    for _ in range(SHELF_LENGTH + 1):
        list(desk.repaint(visit, visit.shelf[-1].number))
    assert len(visit.shelf) == SHELF_LENGTH


@pytest.fixture
def chosen(tmp_path: Path) -> HostWall:
    """A host's wall of two: one after a painting of the gallery, one after another."""
    folder = tmp_path / "wall"
    folder.mkdir()
    for name, slug in (("first", "tall-stripes"), ("second", "elsewhere")):
        record = {"settings": {}, "artwork": {"slug": slug, "title": slug.title()}}
        (folder / f"{name}.png").write_bytes(encode_png(stripes(90, 120), record))
    return HostWall(folder)


def test_a_host_wall_takes_the_place_of_the_proof_and_none_leaves_the_page_as_it_was(
    gallery: Gallery, examples_folder: Path, chosen: HostWall
) -> None:
    plain = lead_html(Pictures(gallery, examples_folder))
    assert "chosen" not in plain
    hung = lead_html(Pictures(gallery, examples_folder, chosen))
    assert hung.count("<li") == 2
    assert hung.count('data-slug="tall-stripes"') == 1
    assert "elsewhere" not in hung.replace("Elsewhere", "").replace("wall/", "")


def test_a_host_wall_serves_its_own_pictures_only(
    gallery: Gallery, examples_folder: Path, chosen: HostWall
) -> None:
    pictures = Pictures(gallery, examples_folder, chosen)
    assert pictures.path("wall/first") == chosen["first"].path  # type: ignore[union-attr]
    with pytest.raises(Exception, match="no picture called"):
        pictures.path("wall/../secret")


@pytest.fixture
def hosted(
    gallery: Gallery, examples_folder: Path, uploads: Path, chosen: HostWall
) -> Iterator[Callable[[Backend], str]]:
    """The page with a host's wall; its address."""
    opened: list[Any] = []

    def start(backend: Backend) -> str:
        demo = build_demo(gallery, backend, examples_folder, chosen)
        opened.append(demo)
        options = launch_options(gallery, examples_folder, chosen)
        return str(demo.launch(prevent_thread_lock=True, quiet=True, **options)[1])

    yield start
    for demo in opened:
        demo.close(verbose=False)


@pytest.mark.browser
def test_chosen_results_hang_first_and_open_their_painting(
    hosted: Callable[[Backend], str], visit: Callable[..., Any], painter: FakePainter
) -> None:
    visitor = visit(hosted(painter))
    page = visitor.page
    page.wait_for_function("document.querySelector('.chosen img').naturalWidth > 0")
    top = "document.querySelector('%s').getBoundingClientRect().top"
    assert page.evaluate(top % ".chosen") < page.evaluate(top % "#wall")
    page.click(".chosen button")
    page.wait_for_selector("#picture figure.painting")
    assert visitor.text("#title h2") == "Tall Stripes"
    assert visitor.errors == []


def enter(visitor: Any) -> Any:
    visitor.page.click("#rooms [role=tab]:has-text('When dreams come true')")
    visitor.page.wait_for_selector(".dreams .ask:not(:empty)")
    return visitor.page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_whole_wall_works_in_a_browser(
    width: int, serve: Callable[..., str], visit: Callable[..., Any], painter: FakePainter,
    tmp_path: Path,
) -> None:  # fmt: skip
    visitor = visit(serve(painter), viewport={"width": width, "height": 844})
    page = enter(visitor)
    assert "Nothing hangs here yet" in visitor.text(".dreams")
    page.click(".dreams [data-do=gallery]")
    visitor.choose("blue-stripes").give_example().paint().await_result()
    page.click("#again button[data-slug=tall-stripes]")
    page.wait_for_selector("#shelf .shelved >> nth=1")
    enter(visitor)
    page.wait_for_selector(".dreams li >> nth=1")
    assert page.locator(".dreams .plate-title").all_inner_texts() == [
        "After Tall Stripes", "After Blue Stripes",
    ]  # fmt: skip
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for at in (0, 1):
        page.focus(f".dreams li >> nth={at} >> [data-do=compare]")
        page.keyboard.press("Enter")
    page.wait_for_selector(".dreams .beside .done[src^=data]")
    clip = "getComputedStyle(document.querySelector('.dreams .beside .done')).clipPath"
    before = page.evaluate(clip)
    page.focus(".dreams .beside input")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(clip) != before
    page.click(".dreams [data-do=apart]")
    page.click(".dreams li >> nth=0 >> [data-do=film]")
    page.wait_for_selector(".dreams .timelapse img[src^='data:image/webp']")
    page.click(".dreams li >> nth=1 >> [data-do=repaint]")
    page.wait_for_selector(".dreams .working img[src^=data]")
    assert "s left" in visitor.text(".dreams .working .line")
    page.wait_for_selector(".dreams li >> nth=2")
    with page.expect_download() as offered:
        page.click(".dreams [data-do=pack]")
    packed = tmp_path / "all.zip"
    offered.value.save_as(packed)
    names = zipfile.ZipFile(packed).namelist()
    assert [name for name in names if name.endswith(".png")] == [
        "blue-stripes-1.png", "tall-stripes-2.png", "blue-stripes-3.png",
    ]  # fmt: skip
    page.click(".dreams li >> nth=0 >> [data-do=open]")
    page.wait_for_selector("#title [data-slug=blue-stripes]")
    page.wait_for_selector("#easel [data-phase=result]")
    assert page.locator("#shelf .shelved").count() == 3
    assert visitor.errors == []
    assert visitor.elsewhere == []


@pytest.mark.browser
def test_keep_this_ends_a_repainting_in_the_browser(
    serve: Callable[..., str], visit: Callable[..., Any], painter: FakePainter
) -> None:
    visitor = visit(serve(painter)).choose().give_example().paint().await_result()
    page = enter(visitor)
    painter.steps = 5000
    page.click(".dreams li >> nth=0 >> [data-do=repaint]")
    page.wait_for_selector(".dreams .working img[src^=data]")
    page.click(".dreams [data-do=keep]")
    page.wait_for_selector(".dreams li >> nth=1")
    assert eventually(lambda: not painter.busy)
    assert not page.is_visible(".dreams .working")
