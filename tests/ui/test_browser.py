"""The page in a real browser, as a visitor meets it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from nst.errors import RunError
from nst.images import read_record
from tests.conftest import stripes
from tests.fakes import FakePainter
from tests.ui.conftest import eventually

pytestmark = pytest.mark.browser
Serve = Callable[..., str]
Visit = Callable[..., Any]


def test_a_painting_is_chosen_with_the_pointer(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    visitor = visit(serve(painter)).choose("tall-stripes")
    assert visitor.text("#title h2") == "Tall Stripes"
    assert "Here a stripe begins." in visitor.page.inner_text("#picture ol")
    assert not visitor.page.is_visible("#wall")


def test_the_whole_visit_works_from_the_keyboard_alone(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    page = visit(serve(painter)).page
    keys = page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    tab_to("button.hang")
    keys.press("Enter")
    page.wait_for_selector("#picture figure.painting")
    tab_to(".spot button")
    tab_to("button.example")
    keys.press("Enter")
    page.wait_for_selector("#photograph .target.full")
    tab_to("#paint")
    keys.press("Enter")
    page.wait_for_selector("#easel [data-phase=result]")
    page.focus("#back")
    tab_to(".compare input[type=range]")
    before = page.evaluate("getComputedStyle(document.querySelector('.compare .done')).clipPath")
    keys.press("ArrowRight")
    after = page.evaluate("getComputedStyle(document.querySelector('.compare .done')).clipPath")
    assert before != after
    tab_to("#download")


def test_a_spot_tells_its_note_on_hover_and_on_focus(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    page = visit(serve(painter)).choose().page
    first, second = page.locator(".spot .note").all()
    page.hover(".spot >> nth=0 >> button")
    assert first.is_visible()
    page.focus(".spot >> nth=1 >> button")
    assert second.is_visible()
    assert "Here it ends." in second.inner_text()


def test_a_note_stays_under_the_pointer_and_goes_with_escape(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    page = visit(serve(painter)).choose("tall-stripes").page
    page.hover(".spot.left button")
    note = page.locator(".spot.left .note")
    box = note.bounding_box()
    assert box["x"] >= page.locator(".painting .hung").bounding_box()["x"]
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] - 8, steps=8)
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert not note.is_visible()


def test_an_upload_stands_upright(
    serve: Serve, visit: Visit, painter: FakePainter, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    sideways = tmp_path / "sideways.jpg"
    Image.fromarray(stripes(90, 180)).save(sideways, exif=exif)
    page = visit(serve(painter)).choose().page
    page.set_input_files("#photograph input[type=file]", sideways)
    page.wait_for_selector("#photograph .target.full .given")
    page.wait_for_function("document.querySelector('#photograph .given').naturalWidth > 0")
    shape = page.eval_on_selector(".given", "image => image.naturalWidth / image.naturalHeight")
    assert shape == pytest.approx(0.5, abs=0.02)


PASTE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 90, height: 60});
  canvas.getContext("2d").fillRect(20, 20, 40, 20);
  const blob = await new Promise((done) => canvas.toBlob(done));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "clip.png", {type: "image/png"}));
  const paste = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
  document.dispatchEvent(paste);
  return paste.defaultPrevented;
}"""


def test_a_pasted_photograph_is_taken(serve: Serve, visit: Visit, painter: FakePainter) -> None:
    page = visit(serve(painter)).choose().page
    assert page.evaluate(PASTE)
    page.wait_for_selector("#photograph .target.full .given")


def test_what_is_pasted_in_another_room_is_no_photograph(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    page = visit(serve(painter)).choose().page
    page.click("role=tab[name='Brain teaser']")
    page.wait_for_selector("#photograph", state="hidden")
    assert not page.evaluate(PASTE)


def test_the_camera_gives_a_photograph(serve: Serve, visit: Visit, painter: FakePainter) -> None:
    page = visit(serve(painter), permissions=["camera"]).choose().page
    page.click("#photograph [data-camera=open]")
    page.click("#photograph [data-camera=take]")
    page.wait_for_selector("#photograph .target.full .given")
    assert not page.is_visible("#photograph video")


def test_a_painting_has_an_address_and_back_returns_to_the_wall(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    visitor = visit(serve(painter))
    visitor.page.goto(f"{visitor.address}#tall-stripes")
    visitor.page.reload()
    visitor.page.wait_for_selector("#picture figure.painting")
    assert visitor.text("#title h2") == "Tall Stripes"
    visitor.page.click("#back")
    visitor.page.wait_for_selector("#wall button.hang")
    visitor.page.go_back()
    visitor.page.wait_for_selector("#picture figure.painting")
    assert visitor.page.url.endswith("#tall-stripes")


def test_back_in_another_room_opens_the_gallery_and_lets_the_run_go_on(
    serve: Serve, visit: Visit
) -> None:
    painter = FakePainter(steps=2000, step_s=0.02)
    visitor = visit(serve(painter)).choose().give_example().paint().await_frame()
    visitor.page.click("role=tab[name='Close look']")
    visitor.page.wait_for_selector("#easel", state="hidden")
    visitor.page.go_back()
    visitor.page.wait_for_selector("#easel [data-phase=painting]")
    assert visitor.page.url.endswith("#blue-stripes")
    assert painter.busy
    visitor.page.click("#keep")
    visitor.await_result()


def test_the_keyboard_stays_with_the_picture_and_returns_to_its_place_on_the_wall(
    serve: Serve, visit: Visit
) -> None:
    painter = FakePainter(steps=2000, step_s=0.02)
    page = visit(serve(painter)).choose("tall-stripes").give_example().page
    page.focus("#paint")
    page.keyboard.press("Enter")
    page.wait_for_selector(".easel[data-phase=painting]:focus")
    page.focus("#keep")
    page.keyboard.press("Enter")
    page.wait_for_selector(".easel[data-phase=result]:focus")
    page.focus("#back")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wall [data-slug=tall-stripes]:focus")


def test_who_reads_the_story_goes_on_reading_when_the_run_ends(serve: Serve, visit: Visit) -> None:
    painter = FakePainter(steps=2000, step_s=0.02)
    phone = {"width": 390, "height": 844}
    page = visit(serve(painter), viewport=phone).choose().give_example().paint().await_frame().page
    page.add_style_tag(content="#story { min-height: 2000px; }")
    page.evaluate("window.scrollBy(0, document.querySelector('#story').offsetTop - 40)")
    place = page.eval_on_selector("#story", "story => story.getBoundingClientRect().top")
    page.eval_on_selector("#keep", "keep => keep.click()")
    page.wait_for_function(
        """place => document.querySelector('.room-result #panel') &&
        Math.abs(document.querySelector('#story').getBoundingClientRect().top - place) < 2""",
        arg=place,
    )
    page.click("text=Your picture is finished")
    page.wait_for_selector(".easel .call", state="hidden")
    assert page.eval_on_selector(".compare", "seen => seen.getBoundingClientRect().bottom") > 0


def test_frames_arrive_one_after_another(serve: Serve, visit: Visit) -> None:
    page = visit(serve(FakePainter(steps=40, step_s=0.05))).choose().give_example().page
    page.evaluate(
        """() => { window.seen = new Set(); window.lines = new Set();
        new MutationObserver(() => {
          const over = document.querySelector('#easel .over');
          if (over?.src) window.seen.add(over.src);
          window.lines.add(document.querySelector('#easel .what')?.textContent);
        }).observe(document.body, {subtree: true, childList: true, attributes: true}); }"""
    )
    page.click("#paint")
    page.wait_for_selector("#easel [data-phase=result]")
    assert page.evaluate("window.seen.size") >= 8
    lines = page.evaluate("[...window.lines].join('\\n')")
    assert "scale 1 of 3" in lines
    assert "scale 3 of 3" in lines
    assert "s left" in lines


def test_keep_this_keeps_the_last_picture_and_frees_the_brush(serve: Serve, visit: Visit) -> None:
    painter = FakePainter(steps=2000, step_s=0.02)
    visitor = visit(serve(painter)).choose().give_example().paint().await_frame()
    visitor.page.click("#keep")
    visitor.await_result()
    assert eventually(lambda: not painter.busy)
    assert painter.closed[0] < 2000
    assert visitor.page.locator("#shelf .shelved").count() == 1


def test_a_closed_tab_frees_the_brush(serve: Serve, visit: Visit) -> None:
    painter = FakePainter(steps=5000, step_s=0.02)
    visitor = visit(serve(painter)).choose().give_example().paint().await_frame()
    assert painter.busy
    visitor.page.close()
    assert eventually(lambda: not painter.busy)


def test_four_visitors_at_once_see_their_place_and_all_get_a_picture(
    serve: Serve, visit: Visit
) -> None:
    painter = FakePainter(steps=30, step_s=0.05)
    address = serve(painter)
    visitors = [visit(address).choose().give_example(at) for at in range(4)]
    for visitor in visitors:
        visitor.page.click("#paint")
    visitors[3].page.wait_for_function(
        "/You are number [234]/.test(document.querySelector('#easel .what')?.textContent)"
    )
    for visitor in visitors:
        visitor.page.set_default_timeout(40_000)
        visitor.await_result()
    assert painter.finished == 4


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.jpg", b"Dear gallery, this is not a picture.", "not a picture that can be read"),
        ("tiny.png", None, "needs at least 32 px"),
    ],
)
def test_a_refused_photograph_says_why_and_loses_nothing(
    serve: Serve,
    visit: Visit,
    painter: FakePainter,
    name: str,
    content: bytes | None,
    sentence: str,
) -> None:
    visitor = visit(serve(painter)).choose().give_example()
    page = visitor.page
    before = page.get_attribute("#photograph .given", "src")
    if content is None:
        buffer = io.BytesIO()
        Image.fromarray(stripes(20, 40)).save(buffer, "PNG")
        content = buffer.getvalue()
    page.set_input_files(
        "#photograph input[type=file]", {"name": name, "mimeType": "image/jpeg", "buffer": content}
    )
    page.wait_for_selector("#notice [role=alert]")
    assert sentence in visitor.text("#notice")
    assert page.get_attribute("#photograph .given", "src") == before
    visitor.paint().await_result()


def test_an_error_in_mid_run_is_one_sentence_and_everything_stays(
    serve: Serve, visit: Visit
) -> None:
    painter = FakePainter(error=RunError("The loss became NaN at step 5. Lower the step size."))
    visitor = visit(serve(painter)).choose().give_example()
    visitor.page.click("#paint")
    visitor.page.wait_for_selector("#notice [role=alert]")
    assert visitor.text("#notice") == "The loss became NaN at step 5. Lower the step size."
    assert visitor.page.is_visible("#photograph .given")
    assert visitor.page.is_visible("#picture figure.painting")
    assert visitor.page.is_enabled("#paint")


def test_another_painting_in_mid_run_stops_the_run_and_is_never_mixed_with_it(
    serve: Serve, visit: Visit
) -> None:
    painter = FakePainter(steps=300, step_s=0.02)
    visitor = visit(serve(painter)).choose("blue-stripes").give_example().paint().await_frame()
    visitor.page.click("#back")
    visitor.page.wait_for_selector("#wall button.hang")
    visitor.choose("last-stripes")
    assert eventually(lambda: not painter.busy)
    painter.steps = 20
    visitor.paint().await_result()
    assert visitor.page.locator("#shelf .shelved").count() == 1
    assert visitor.text("#shelf .shelved span") == "Last Stripes"
    assert [job.artwork["slug"] for job in painter.jobs] == ["blue-stripes", "last-stripes"]


def test_again_with_a_neighbour_repaints_in_one_press(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    visitor = visit(serve(painter)).choose("blue-stripes").give_example().paint().await_result()
    visitor.page.click("#again button[data-slug=tall-stripes]")
    visitor.page.wait_for_function("document.querySelectorAll('#shelf .shelved').length === 2")
    assert visitor.text("#title h2") == "Tall Stripes"
    visitor.page.click("#shelf .shelved[data-number='1']")
    visitor.page.wait_for_function(
        "document.querySelector('#title h2').textContent === 'Blue Stripes'"
    )


def test_the_same_job_again_is_answered_from_the_visit(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    visitor = visit(serve(painter)).choose("blue-stripes").give_example().paint().await_result()
    visitor.page.click("#back")
    visitor.page.wait_for_selector("#wall button.hang")
    visitor.choose("blue-stripes").page.click("#paint")
    visitor.await_result().page.wait_for_selector("text=Painted before on this visit")
    assert len(painter.jobs) == 1
    assert visitor.page.locator("#shelf .shelved").count() == 1


def test_a_picture_that_was_there_already_comes_into_sight(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    phone = {"width": 390, "height": 844}
    visitor = visit(serve(painter), viewport=phone).choose().give_example().paint().await_result()
    page = visitor.page
    page.click("#paint")
    page.wait_for_selector("text=Painted before on this visit")
    page.wait_for_function(
        """() => { const { top, bottom } =
        document.querySelector('#easel .remark').getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight; }"""
    )
    page.click("#shelf .shelved")
    page.wait_for_function("window.scrollY === 0")


def test_the_download_carries_the_run_record(
    serve: Serve, visit: Visit, painter: FakePainter, tmp_path: Path
) -> None:
    page = visit(serve(painter)).choose().give_example().paint().await_result().page
    with page.expect_download() as caught:
        page.click("#download")
    saved = tmp_path / "pastiche.png"
    caught.value.save_as(saved)
    record = read_record(saved)
    assert record["artwork"]["slug"] == "blue-stripes"
    assert caught.value.suggested_filename == "blue-stripes-1.png"


def test_colours_move_on_the_result_without_painting_again(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    page = visit(serve(painter)).choose().give_example().paint().await_result().page
    before = page.get_attribute("#easel .done", "src")
    page.locator("#colors-after input[type=range]").fill("0.2")
    page.wait_for_function(
        "before => document.querySelector('#easel .done').src !== before", arg=before
    )
    assert len(painter.jobs) == 1


def test_the_time_lapse_is_an_animation(serve: Serve, visit: Visit, painter: FakePainter) -> None:
    page = visit(serve(painter)).choose().give_example().paint().await_result().page
    page.click("#timelapse")
    page.wait_for_selector(".timelapse a[download]")
    assert page.get_attribute(".timelapse a", "download") == "blue-stripes-1.webp"


def test_a_phone_never_scrolls_sideways(serve: Serve, visit: Visit, painter: FakePainter) -> None:
    visitor = visit(serve(painter), viewport={"width": 390, "height": 844})
    widths = []

    def measure() -> None:
        widths.append(visitor.page.evaluate("document.documentElement.scrollWidth"))

    measure()
    visitor.choose()
    measure()
    visitor.give_example()
    measure()
    visitor.paint().await_frame()
    measure()
    visitor.await_result()
    measure()
    assert widths == [390] * 5


def test_a_visit_asks_no_other_host_and_leaves_the_console_clean(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    visitor = visit(serve(painter)).choose().give_example().paint().await_result()
    visitor.page.click("role=tab[name='How it works']")
    visitor.page.wait_for_selector("#method-run .stages img")
    assert visitor.elsewhere == []
    assert visitor.errors == []


def test_a_reload_opens_the_same_painting_in_a_new_visit(
    serve: Serve, visit: Visit, painter: FakePainter
) -> None:
    visitor = visit(serve(painter)).choose().give_example().paint().await_result()
    visitor.page.reload()
    visitor.page.wait_for_selector("#picture figure.painting")
    assert visitor.page.locator("#shelf .shelved").count() == 0
    visitor.give_example().paint().await_result()


CONTRASTS = """selectors => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const color = parse(getComputedStyle(element).backgroundColor);
      if (color.length === 3 || color[3] > 0.99) return color;
    }
    return [255, 255, 255];
  };
  return selectors.map((selector) => {
    const element = document.querySelector(selector);
    if (!element) return [selector, 0];
    const pair = [parse(getComputedStyle(element).color), ground(element)].map(light);
    const [low, high] = pair.sort((one, other) => one - other);
    return [selector, (high + 0.05) / (low + 0.05)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("slug", ["calm-stripes", "last-stripes"])
def test_texts_keep_their_contrast_by_day_and_by_night(
    serve: Serve, visit: Visit, painter: FakePainter, scheme: str, slug: str
) -> None:
    visitor = visit(serve(painter), color_scheme=scheme)
    page = visitor.page
    page.wait_for_selector(".network")
    found = page.evaluate(CONTRASTS, [".lead", ".plate-title", ".plate-by", ".name", ".network"])
    visitor.choose(slug).give_example()
    texts = ["#title h2", "#title .by", "#title .facts", "#story p", "#story summary", ".ends span"]
    texts += [".painting figcaption", ".target .change", "#paint", "#back", ".spot button"]
    found += page.evaluate(CONTRASTS, texts)
    visitor.paint().await_result()
    found += page.evaluate(CONTRASTS, [".described", "#download", "#timelapse", ".shelf p"])
    assert [(name, round(ratio, 1)) for name, ratio in found if ratio < 4.5] == []
    night = page.evaluate("getComputedStyle(document.querySelector('gradio-app')).backgroundColor")
    assert night == {"light": "rgb(246, 243, 236)", "dark": "rgb(31, 36, 34)"}[scheme]
