"""A strip from photographs to files: frames, script, crops, one palette, painting in turn."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nst.boxes import Box
from nst.errors import InputError
from nst.images import open_image, read_record, resize, size_at
from nst.places import EXAMPLES
from nst.records import Job, Picture, Progress, Waiting
from nst.repaint import PALETTE_EDGE_PX, apply_palette, palette_table, with_own_light
from nst.rooms.comic import (
    Plan,
    Script,
    Shot,
    Words,
    bind,
    choose_frames,
    encode_strip,
    look_at,
    paint_strip,
    panel_job,
    plan_strip,
    read_script,
    shared_palette,
    write_strip_record,
)
from nst.rooms.comic.plan import crop_for
from nst.settings import Settings
from tests.conftest import stripes
from tests.fakes import FakePainter

STYLE = stripes(90, 120, seed=3)
PLAIN = Settings(palette_target=False, init="content")
"""Without a palette to learn, which takes most of a second."""


def shot(picture: Picture, *faces: Box, center: tuple[float, float] = (0.5, 0.5)) -> Shot:
    return Shot(picture=picture, faces=faces, center=center)


def plan_of(count: int, layout: str = "page", script: Script | None = None) -> Plan:
    shots = [shot(stripes(150, 200, seed=at)) for at in range(count)]
    return plan_strip(shots, script or Script(layout=layout), 96)


def moving(colors: list[str], kind: str = "GIF") -> bytes:
    images = [Image.new("RGB", (64, 48), color) for color in colors]
    # without a change of one pixel an encoder merges frames that look alike
    for at, image in enumerate(images):
        image.putpixel((at, 0), (255, 255, 255))
    buffer = io.BytesIO()
    images[0].save(buffer, kind, save_all=True, append_images=images[1:], duration=50)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_frames_are_taken_where_most_happens(kind: str) -> None:
    frames = choose_frames(moving(["red"] * 6 + ["blue"] + ["lime"] * 5, kind), 3)
    seen = [tuple(int(v > 127) for v in frame[20, 20]) for frame in frames]
    assert seen == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]


def test_evenly_spaced_frames_hold_the_first_and_the_last() -> None:
    colors = [f"rgb({20 * at}, 0, 0)" for at in range(9)]
    frames = choose_frames(moving(colors, "PNG"), 3, "even")
    assert [int(frame[20, 20, 0]) for frame in frames] == [0, 80, 160]


def test_a_still_picture_is_one_frame_and_a_broken_one_is_refused() -> None:
    buffer = io.BytesIO()
    Image.fromarray(stripes(60, 80)).save(buffer, "PNG")
    assert len(choose_frames(buffer.getvalue(), 4)) == 1
    with pytest.raises(InputError, match=r"cut short|not a picture"):
        choose_frames(moving(["red", "blue", "lime"], "WEBP")[:90], 3)


GOOD = """
title = "A walk"
[[panel]]
caption = "That morning."
balloon = "Fetch!"
[[panel]]
balloons = ["You", "fetch."]
speaker = [0.4, 0.6]
"""


def test_a_script_is_read_panel_by_panel(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(GOOD, "utf-8")
    script = read_script(tmp_path / "s.toml")
    assert script == Script(
        title="A walk",
        panels=(
            Words(caption="That morning.", balloons=("Fetch!",)),
            Words(balloons=("You", "fetch."), speaker=(0.4, 0.6)),
        ),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = ", "is not TOML"),
        ("tittle = 'x'", "tittle is not understood"),
        ("layout = 'spiral'", "Unknown layout 'spiral'; choose one of: page"),
        ("[[panel]]\ncaptions = 'x'", "panel 1: captions is not understood"),
        ("[[panel]]\n[[panel]]\ncaption = 7", "panel 2: caption is 7"),
        ("[[panel]]\nspeaker = [0.5, 3]", "speaker is a place such as"),
        ("[[panel]]\nballoon = '" + "a " * 90 + "'", "has 179 letters"),
        ("[[panel]]\nballoons = ['a','b','c','d']", "up to 3 balloons"),
        ("[[panel]]\n" * 7, "has 7 panels"),
    ],
)
def test_each_mistake_in_a_script_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=sentence):
        read_script(tmp_path / "s.toml")


def test_more_words_than_photographs_are_refused() -> None:
    with pytest.raises(InputError, match="words for 2 panels but 1 photographs"):
        plan_of(1, script=Script(panels=(Words(), Words())))


@pytest.mark.parametrize("ratio", [0.6, 1.0, 1.33, 2.1])
def test_a_crop_has_the_panels_shape_and_keeps_the_face(ratio: float) -> None:
    face = Box(0.7, 0.1, 0.9, 0.35)
    crop = crop_for(shot(stripes(200, 300), face), ratio)
    assert crop.width * 300 / (crop.height * 200) == pytest.approx(ratio, rel=0.01)
    assert max(crop.width, crop.height) == pytest.approx(1.0)
    assert face.overlap(crop) == pytest.approx(face.area)


def test_a_crop_keeps_all_faces_of_a_group() -> None:
    faces = (Box(0.1, 0.5, 0.2, 0.7), Box(0.45, 0.25, 0.55, 0.45), Box(0.8, 0.5, 0.9, 0.7))
    crop = crop_for(shot(stripes(200, 260), *faces), 2.1)
    assert all(face.overlap(crop) == pytest.approx(face.area) for face in faces)


def test_the_palette_of_one_panel_is_the_one_that_the_engine_learns() -> None:
    plan = plan_of(1)
    content = plan.panels[0].content
    expected = palette_table(
        resize(content, *size_at(content, PALETTE_EDGE_PX)),
        resize(STYLE, *size_at(STYLE, PALETTE_EDGE_PX)),
        seed=0,
    )
    table = shared_palette(plan, STYLE, Settings())
    assert table is not None
    assert np.array_equal(apply_palette(content, table), apply_palette(content, expected))


def test_one_colour_becomes_the_same_colour_in_every_panel() -> None:
    plan = plan_of(3)
    table = shared_palette(plan, STYLE, Settings())
    flat = Settings(own_light=0.0)
    jobs = [panel_job(plan, at, STYLE, flat, table, {}) for at in range(3)]
    assert table is not None
    for job, panel in zip(jobs, plan.panels, strict=True):
        own = resize(panel.content, *job.content.shape[:2])
        assert np.array_equal(job.content, apply_palette(own, table))
        assert job.settings.init == "content"
        assert not job.settings.palette_target
        assert not job.settings.palette_weight


def test_each_panel_keeps_the_fine_light_of_its_photograph() -> None:
    plan = plan_of(1)
    table = shared_palette(plan, STYLE, Settings())
    assert table is not None
    job = panel_job(plan, 0, STYLE, Settings(), table, {})
    own = resize(plan.panels[0].content, *job.content.shape[:2])
    assert np.array_equal(job.content, with_own_light(apply_palette(own, table), own, 1.0))


def test_a_panel_names_the_faces_of_its_photograph_whatever_its_colours() -> None:
    """Looked for in red and white, a face is easily missed, and a patch taken for one."""
    face = Box(0.3, 0.2, 0.6, 0.5)
    plan = plan_of(1)
    plan = replace(plan, panels=(replace(plan.panels[0], faces=(face,)),))
    table = shared_palette(plan, STYLE, Settings())
    assert panel_job(plan, 0, STYLE, Settings(), table, {}).faces == (face,)


def test_a_published_recipe_keeps_each_photographs_own_colours() -> None:
    assert shared_palette(plan_of(2), STYLE, Settings(init="noise", palette_target=False)) is None


def test_strokes_are_equally_broad_in_panels_of_any_size() -> None:
    plan = plan_of(3)
    jobs = [panel_job(plan, at, STYLE, Settings(brush=1.2), None, {}) for at in range(3)]
    sizes = [job.settings.brush * job.settings.long_edge_px for job in jobs]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.02)
    assert sizes[1] == pytest.approx(sizes[2], rel=0.02)
    assert jobs[0].settings.long_edge_px > 1.9 * jobs[1].settings.long_edge_px


def test_panels_are_painted_in_their_order_and_each_keeps_its_record() -> None:
    painter = FakePainter(steps=5, step_s=0.0)
    turns = list(paint_strip(plan_of(3), STYLE, PLAIN, painter.run))
    panels = [turn.panel for turn in turns]
    assert panels == sorted(panels)
    finished = [turn for turn in turns if turn.painted]
    assert [turn.panel for turn in finished] == [0, 1, 2]
    for turn, panel in zip(finished, plan_of(3).panels, strict=True):
        assert turn.painted is not None
        assert turn.painted.picture.shape[:2] == (panel.rect.height, panel.rect.width)
        assert turn.painted.record["settings"]["init"] == "content"
    shares = [turn.share for turn in turns]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_the_seconds_left_count_the_panels_to_come() -> None:
    painter = FakePainter(steps=4, step_s=0.01)
    first = next(iter(paint_strip(plan_of(2), STYLE, PLAIN, painter.run)))
    assert first.left_s is not None
    assert isinstance(first.event, Progress)
    assert first.left_s > 1.9 * first.event.left_s


def test_closing_stops_the_panel_that_is_being_painted() -> None:
    painter = FakePainter(steps=500, step_s=0.0)
    turns = paint_strip(plan_of(2), STYLE, PLAIN, painter.run)
    next(turns)
    turns.close()  # type: ignore[attr-defined]
    assert painter.closed == [1]
    assert len(painter.jobs) == 1


def test_only_the_named_panels_are_painted() -> None:
    painter = FakePainter(steps=2, step_s=0.0)
    turns = list(paint_strip(plan_of(4), STYLE, PLAIN, painter.run, only=[2]))
    assert {turn.panel for turn in turns} == {2}


def test_colours_of_ones_own_are_those_of_the_photograph() -> None:
    plan = plan_of(1)

    def grey(job: Job) -> Iterator[Waiting | Progress]:
        yield from FakePainter(steps=1, step_s=0.0).run(job)

    (turn,) = paint_strip(plan, STYLE, PLAIN.changed(colors=0.0), grey)
    assert turn.painted is not None
    assert isinstance(turn.event, Progress)
    own = resize(plan.panels[0].content, *turn.painted.picture.shape[:2]).astype(float)
    away = [
        np.abs((p - p.mean(2, keepdims=True)) - (own - own.mean(2, keepdims=True))).mean()
        for p in (turn.painted.picture.astype(float), turn.event.picture.astype(float))
    ]
    assert away[0] < away[1]


@pytest.fixture
def finished() -> tuple[Plan, list[Picture], dict]:
    plan = plan_of(4, script=Script(title="Walk", panels=(Words(balloons=("Hm.",)),)))
    painter = FakePainter(steps=1, step_s=0.0)
    painted = [t.painted for t in paint_strip(plan, STYLE, PLAIN, painter.run) if t.painted]
    record = write_strip_record(plan, painted, Settings(), {"slug": "x"}, STYLE, shared=True)
    return plan, [each.picture for each in painted], record


Finished = tuple[Plan, list[Picture], dict]


def test_the_page_is_bound_at_twice_the_painted_size(finished: Finished) -> None:
    plan, pictures, _ = finished
    page = bind(plan, pictures)
    assert page.shape[:2] == (2 * plan.page.height, 2 * plan.page.width)
    rect = plan.panels[3].rect
    inside = page[2 * rect.top + 8 : 2 * (rect.top + rect.height) - 8,
                  2 * rect.left + 8 : 2 * (rect.left + rect.width) - 8]  # fmt: skip
    expected = resize(pictures[3], 2 * rect.height, 2 * rect.width)[8:-8, 8:-8]
    assert np.abs(inside.astype(int) - expected).mean() < 1


def test_a_balloon_is_white_with_ink_in_it(finished: Finished) -> None:
    plan, pictures, _ = finished
    (balloon,) = plan.panels[0].placed
    rect, (x, y) = plan.panels[0].rect, balloon.box.center
    middle = 2 * (rect.left + x * rect.width), 2 * (rect.top + y * rect.height)
    page = bind(plan, pictures).astype(int)
    around = page[int(middle[1]) - 6 : int(middle[1]) + 6, int(middle[0]) - 9 : int(middle[0]) + 9]
    assert around.min() < 80
    assert around.max() > 240


def test_a_png_carries_the_record_of_every_panel(finished: Finished, tmp_path: Path) -> None:
    plan, pictures, record = finished
    (tmp_path / "s.png").write_bytes(encode_strip(".png", plan, pictures, record))
    found = read_record(tmp_path / "s.png")
    assert [panel["record"]["network"]["name"] for panel in found["panels"]] == ["fake"] * 4
    assert found["panels"][0]["balloons"] == ["Hm."]


def test_a_pdf_is_one_page_of_the_strips_proportions(finished: Finished) -> None:
    plan, pictures, record = finished
    content = encode_strip(".pdf", plan, pictures, record)
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") == 1
    box = content.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert float(box[2]) / float(box[3]) == pytest.approx(
        plan.page.width / plan.page.height, rel=0.01
    )


def test_a_moving_strip_shows_panel_after_panel(finished: Finished) -> None:
    plan, pictures, record = finished
    with Image.open(io.BytesIO(encode_strip(".webp", plan, pictures, record))) as film:
        assert film.n_frames == 5


def test_another_ending_is_refused(finished: Finished) -> None:
    plan, pictures, record = finished
    with pytest.raises(InputError, match=r"A \.jpg file is not written"):
        encode_strip(".jpg", plan, pictures, record)


def test_the_astronaut_is_looked_at_and_no_word_covers_her(
    draw: Callable[..., Picture],
) -> None:
    said = Script(panels=(Words(caption="Tuesday.", balloons=("We have a situation.",)),))
    plan = plan_strip([look_at(open_image(EXAMPLES / "astronaut.jpg"))], said, 256)
    (panel,) = plan.panels
    assert len(panel.faces) == 1
    assert all(each.box.overlap(panel.faces[0]) == 0 for each in panel.placed)
