"""The desk's answers, asked as plain functions: no page, no browser."""

from __future__ import annotations

import gc
import io
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nst.colors import blend_colors
from nst.errors import (
    GalleryError,
    InputError,
    NSTError,
    RunError,
    SettingsError,
    WeightsError,
)
from nst.images import fingerprint
from nst.records import Backend, Progress
from nst.runrecord import settings_from
from nst.settings import Settings
from nst.ui import watching
from nst.ui.controls import NAMES
from nst.ui.events import PAINTED_BEFORE, Desk, told
from nst.ui.visit import SHELF_LENGTH, Visit
from tests.conftest import stripes
from tests.fakes import LABEL, FakePainter

MakeDesk = Callable[[Backend], Desk]


def values(**changes: Any) -> tuple[Any, ...]:
    """What the sliders hold, as the browser sends it."""
    return tuple(Settings().changed(**changes).as_dict()[name] for name in NAMES)


def ready(slug: str = "blue-stripes") -> Visit:
    return Visit(slug=slug, content=stripes(120, 160, seed=9))


def quick(**options: Any) -> FakePainter:
    return FakePainter(**{"steps": 6, "step_s": 0.0, **options})


def jpeg(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "olive").save(buffer, "JPEG")
    return buffer.getvalue()


def huge_png() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(buffer, "PNG")
    return buffer.getvalue()


REFUSED = {
    "empty": (b"", "empty"),
    "text": (b"Dear gallery,", "not a picture"),
    "cut short": (jpeg(300, 300)[:400], "damaged or cut short"),
    "too small": (jpeg(40, 20), "at least 32 px"),
    "too long": (jpeg(900, 60), "15 times as long"),
    "too large": (huge_png(), "the limit is 50 MP"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_each_refused_photograph_ends_in_one_sentence_and_loses_nothing(
    kind: str, make_desk: MakeDesk, uploads: Path
) -> None:
    content, sentence = REFUSED[kind]
    (uploads / "photo.jpg").write_bytes(content)
    visit = ready()
    before = visit.content
    answer = told(make_desk(quick()).give_photograph)(visit, {"path": str(uploads / "photo.jpg")})
    assert sentence in answer["notice"]
    assert list(answer) == ["notice"]
    assert visit.content is before


@pytest.mark.parametrize("given", [None, {}, {"example": "examples/../secret"}, {"path": ""}])
def test_a_photograph_that_did_not_arrive_is_asked_for_again(
    given: Any, make_desk: MakeDesk
) -> None:
    answer = told(make_desk(quick()).give_photograph)(Visit(), given)
    assert "Choose the file once more" in answer["notice"]


def test_a_path_outside_the_uploads_is_never_opened(make_desk: MakeDesk, tmp_path: Path) -> None:
    private = tmp_path / "private.jpg"
    private.write_bytes(jpeg(100, 100))
    visit = Visit()
    answer = told(make_desk(quick()).give_photograph)(visit, {"path": str(private)})
    assert "No photograph arrived" in answer["notice"]
    assert visit.content is None
    assert private.exists()


def test_an_upload_does_not_stay_on_the_disk(make_desk: MakeDesk, uploads: Path) -> None:
    path = uploads / "photo.jpg"
    path.write_bytes(jpeg(100, 80))
    visit = Visit()
    make_desk(quick()).give_photograph(visit, {"path": str(path)})
    assert visit.content is not None
    assert visit.content.shape == (80, 100, 3)
    assert not path.exists()


def test_an_example_is_taken_as_it_is(make_desk: MakeDesk) -> None:
    visit = Visit()
    answer = make_desk(quick()).give_photograph(visit, {"example": "examples/coffee"})
    assert visit.content is not None
    assert visit.content.shape == (120, 180, 3)
    assert answer["drop"]["ratio"] == 1.5


def test_choosing_an_artwork_lays_its_settings_over_the_sliders(make_desk: MakeDesk) -> None:
    answer = make_desk(quick()).choose(Visit(), "calm-stripes")
    assert answer["strength"]["value"] == 0.3
    assert "long_edge_px" not in answer


def test_an_unknown_artwork_names_those_that_exist(make_desk: MakeDesk) -> None:
    answer = told(make_desk(quick()).choose)(Visit(), "mona-lisa")
    assert "blue-stripes" in answer["notice"]


def test_painting_without_a_photograph_asks_for_one(make_desk: MakeDesk) -> None:
    answers = list(make_desk(quick()).paint(Visit(slug="blue-stripes"), *values()))
    assert len(answers) == 1
    assert "Give it a photograph first" in answers[0]["notice"]


def test_a_run_shows_frames_and_ends_on_the_shelf(make_desk: MakeDesk) -> None:
    visit = ready()
    answers = list(make_desk(quick()).paint(visit, *values(long_edge_px=160)))
    phases = [each["easel"]["phase"] for each in answers[1:-1]]
    assert phases[-1] == "painting"
    assert answers[-1]["easel"]["value"]["phase"] == "result"
    assert [each.number for each in visit.shelf] == [1]
    assert visit.shelf[0].content.shape == visit.shelf[0].picture.shape


def test_the_queue_position_is_told(make_desk: MakeDesk) -> None:
    answers = list(make_desk(quick(waits=(2, 1))).paint(ready(), *values()))
    lines = [each["easel"]["line"] for each in answers[1:3]]
    assert [line.split(";")[0] for line in lines] == ["You are number 3", "You are number 2"]


@pytest.mark.parametrize(
    "error", [InputError, SettingsError, GalleryError, WeightsError, RunError, NSTError]
)
def test_every_error_of_a_run_becomes_one_sentence_and_gives_the_room_back(
    error: type[NSTError], make_desk: MakeDesk
) -> None:
    painter = quick(error=error("It stopped at step 5. Try a smaller size."))
    visit = ready()
    last = list(make_desk(painter).paint(visit, *values()))[-1]
    assert "It stopped at step 5. Try a smaller size." in last["notice"]
    assert last["panel"]["visible"]
    assert visit.content is not None
    assert not painter.busy


def test_an_error_while_painting_on_brings_the_finished_picture_back(make_desk: MakeDesk) -> None:
    painter = quick()
    desk, visit = make_desk(painter), ready()
    finished = list(desk.paint(visit, *values()))[-1]
    assert finished["easel"]["value"]["ended"]
    painter.error = RunError("The loss became NaN at step 5. Lower the step size.")
    last = list(desk.paint_with(visit, "tall-stripes", *values()))[-1]
    assert "NaN at step 5" in last["notice"]
    assert last["easel"]["value"]["phase"] == "result"
    assert not last["easel"]["value"]["ended"]  # nobody is called to an old picture
    assert "Blue Stripes" in last["title"]
    assert visit.slug == "blue-stripes"


def test_a_new_photograph_after_the_shelf_stands_before_the_painting_it_gets(
    make_desk: MakeDesk,
) -> None:
    desk, visit = make_desk(quick()), ready()
    list(desk.paint(visit, *values()))
    list(desk.paint_with(visit, "tall-stripes", *values()))
    desk.open_pastiche(visit, 1)
    answer = desk.give_photograph(visit, {"example": "examples/cat"})
    assert "styles/blue-stripes" in answer["picture"]["value"]
    assert answer["picture"]["visible"]


def test_a_bug_in_mid_run_is_owned_up_to_and_gives_the_room_back(make_desk: MakeDesk) -> None:
    painter = quick(error=ZeroDivisionError("division by zero"))
    last = list(make_desk(painter).paint(ready(), *values()))[-1]
    assert "an error of ours" in last["notice"]
    assert "division" not in last["notice"]
    assert last["panel"]["visible"]


def test_a_photograph_from_a_telephone_is_read(make_desk: MakeDesk, uploads: Path) -> None:
    path = uploads / "IMG_0001.HEIC"
    Image.fromarray(stripes(90, 120)).save(path, "HEIF")
    visit = Visit()
    answer = told(make_desk(quick()).give_photograph)(visit, {"path": str(path)})
    assert answer["notice"] == ""
    assert visit.content is not None
    assert visit.content.shape == (90, 120, 3)


def test_a_closed_generator_closes_the_run(make_desk: MakeDesk) -> None:
    painter = quick(steps=1000)
    frames = make_desk(painter).paint(ready(), *values())
    for _ in range(3):
        next(frames)
    assert painter.busy
    frames.close()
    assert not painter.busy
    assert len(painter.closed) == 1


def test_keep_ends_with_the_last_picture_and_a_record_of_how_far_it_came(
    make_desk: MakeDesk,
) -> None:
    painter = quick(steps=1000)
    desk, visit = make_desk(painter), ready()
    frames = desk.paint(visit, *values())
    for _ in range(3):
        next(frames)
    desk.keep(visit)
    assert list(frames)[-1]["easel"]["value"]["phase"] == "result"
    record, job = visit.shelf[0].record, painter.jobs[0]
    stopped = record["stopped"]
    assert 0 < stopped["step"] < stopped["steps"] == 1000
    assert stopped["loss"] == record["loss"]["last"] == 100.0 / stopped["step"]
    assert settings_from(record) == job.settings
    assert record["artwork"] == job.artwork
    assert record["network"]["label"] == LABEL
    assert record["content"]["sha256"] == fingerprint(stripes(120, 160, seed=9))
    assert record["style"] == {"sha256": fingerprint(job.style), "size_px": [240, 320]}
    assert not painter.busy


def test_a_run_that_is_kept_before_its_first_step_hangs_nothing(make_desk: MakeDesk) -> None:
    nothing = Progress(
        picture=stripes(40, 60),
        step=0,
        steps=100,
        scale=1,
        scales=3,
        loss=float("nan"),
        parts={},
        spent_s=0.0,
        left_s=40.0,
    )
    painter = quick()
    painter.run = lambda job: iter([nothing] * 9)  # type: ignore[method-assign]
    desk, visit = make_desk(painter), ready()
    frames = desk.paint(visit, *values())
    assert "about 40 s left" in [next(frames), next(frames)][1]["easel"]["line"]
    desk.keep(visit)
    assert list(frames)[-1]["panel"]["visible"]
    assert visit.shelf == []


@pytest.mark.parametrize("change", ["painting", "photograph", "wall"])
def test_a_change_in_mid_run_silences_the_run(change: str, make_desk: MakeDesk) -> None:
    painter = quick(steps=1000)
    desk, visit = make_desk(painter), ready()
    frames = desk.paint(visit, *values())
    for _ in range(3):
        next(frames)
    if change == "painting":
        desk.choose(visit, "tall-stripes")
    elif change == "photograph":
        desk.give_photograph(visit, {"example": "examples/cat"})
    else:
        desk.leave(visit)
    assert list(frames) == []
    assert visit.shelf == []
    assert not painter.busy


def test_colours_are_blended_on_what_was_painted_not_on_the_last_blend(
    make_desk: MakeDesk,
) -> None:
    desk, visit = make_desk(quick()), ready()
    list(desk.paint(visit, *values()))
    painted = visit.shelf[0].painted
    desk.recolor(visit, 0.0)
    grey = visit.shelf[0].picture
    desk.recolor(visit, 1.0)
    assert not np.array_equal(grey, painted)
    assert np.array_equal(visit.shelf[0].picture, painted)
    assert visit.shelf[0].record["settings"]["colors"] == 1.0


def test_continuing_starts_from_the_picture_that_is_shown(make_desk: MakeDesk) -> None:
    painter = quick()
    desk, visit = make_desk(painter), ready()
    list(desk.paint(visit, *values()))
    list(desk.paint_on(visit, *values(strength=0.8)))
    job = painter.jobs[1]
    assert job.settings.init == "given"
    assert job.start is visit.shelf[0].painted
    assert job.settings.strength == 0.8


def test_again_with_paints_the_neighbour_with_its_own_settings(make_desk: MakeDesk) -> None:
    painter = quick()
    desk, visit = make_desk(painter), ready()
    list(desk.paint_with(visit, "last-stripes", *values(strength=0.9, long_edge_px=320)))
    assert painter.jobs[0].artwork["slug"] == "last-stripes"
    assert painter.jobs[0].settings.strength == 0.4
    assert painter.jobs[0].settings.long_edge_px == 320


def test_the_shelf_brings_a_picture_back_with_its_painting(make_desk: MakeDesk) -> None:
    desk, visit = make_desk(quick()), ready()
    list(desk.paint(visit, *values()))
    list(desk.paint_with(visit, "tall-stripes", *values()))
    answer = desk.open_pastiche(visit, 1)
    assert "Blue Stripes" in answer["title"]
    assert visit.slug == "blue-stripes"


def test_the_shelf_is_bounded(make_desk: MakeDesk) -> None:
    desk, visit = make_desk(quick(steps=2)), ready()
    for seed in range(SHELF_LENGTH + 2):
        list(desk.paint(visit, *values(long_edge_px=64, seed=seed)))
    assert [each.number for each in visit.shelf] == list(range(3, SHELF_LENGTH + 3))


def test_the_same_job_again_shows_the_finished_picture_without_a_brush(
    make_desk: MakeDesk,
) -> None:
    painter = quick()
    desk, visit = make_desk(painter), ready()
    first = list(desk.paint(visit, *values(long_edge_px=160)))[-1]
    list(desk.paint_with(visit, "tall-stripes", *values()))
    visit.slug = "blue-stripes"
    answers = list(desk.paint(visit, *values(long_edge_px=160)))
    assert len(painter.jobs) == 2
    assert len(answers) == 1
    assert answers[0]["easel"]["value"]["frame"] == first["easel"]["value"]["frame"]
    assert answers[0]["easel"]["value"]["note"] == PAINTED_BEFORE
    assert [visit.shown, [each.number for each in visit.shelf], visit.painting] == [
        1,
        [1, 2],
        False,
    ]


@pytest.mark.parametrize("change", ["photograph", "painting", "setting", "network", "start"])
def test_another_job_is_painted(change: str, make_desk: MakeDesk) -> None:
    painter = quick()
    desk, visit = make_desk(painter), ready()
    list(desk.paint(visit, *values(long_edge_px=160)))
    if change == "photograph":
        assert visit.content is not None
        visit.content = visit.content.copy()
        visit.content[0, 0, 0] ^= 1
    elif change == "painting":
        visit.slug = "tall-stripes"
    elif change == "network":
        painter.label = "Another network."
    paint = desk.paint_on if change == "start" else desk.paint
    list(paint(visit, *values(long_edge_px=160, seed=int(change == "setting"))))
    assert len(painter.jobs) == 2
    assert len(visit.shelf) == 2


def test_the_same_job_in_other_colours_needs_no_brush(make_desk: MakeDesk) -> None:
    painter = quick()
    desk, visit = make_desk(painter), ready()
    list(desk.paint(visit, *values(colors=1.0)))
    desk.recolor(visit, 0.3)
    list(desk.paint(visit, *values(colors=0.0)))
    assert len(painter.jobs) == 1
    only = visit.shelf[0]
    assert only.colors == only.record["settings"]["colors"] == 0.0
    assert np.array_equal(only.picture, blend_colors(only.painted, only.content, 0.0))


def test_a_stopped_run_is_not_taken_for_a_finished_one(make_desk: MakeDesk) -> None:
    painter = quick(steps=1000)
    desk, visit = make_desk(painter), ready()
    frames = desk.paint(visit, *values())
    for _ in range(3):
        next(frames)
    desk.keep(visit)
    list(frames)
    painter.steps = 4
    list(desk.paint(visit, *values()))
    assert len(painter.jobs) == 2


def test_another_visit_finds_nothing_of_this_one(make_desk: MakeDesk) -> None:
    painter = quick()
    desk = make_desk(painter)
    for visit in (ready(), ready()):
        list(desk.paint(visit, *values()))
    assert len(painter.jobs) == 2


def test_a_finished_picture_is_freed_with_its_visit(make_desk: MakeDesk) -> None:
    desk, visit = make_desk(quick()), ready()
    list(desk.paint(visit, *values()))
    painted = weakref.ref(visit.shelf[0])
    del visit
    gc.collect()
    assert painted() is None


def test_a_wrong_setting_is_told_before_anything_changes(make_desk: MakeDesk) -> None:
    wrong = list(values())
    wrong[NAMES.index("style_layers")] = "conv9_9"
    answers = list(make_desk(quick()).paint(ready(), *wrong))
    assert len(answers) == 1
    assert "conv9_9" in answers[0]["notice"]


def test_of_two_runs_begun_at_once_only_the_newer_opens(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, desk = ready(), make_desk(quick())
    prepare = watching.opening_values

    def overtaken(*given: Any) -> dict[str, Any]:
        visit.begin()
        return prepare(*given)

    monkeypatch.setattr(watching, "opening_values", overtaken)
    assert list(desk.paint(visit, *values())) == []


def test_who_leaves_while_the_files_are_written_is_not_called_back(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, desk = ready(), make_desk(quick())
    show = Desk.show

    def left(self: Desk, visit: Visit, pastiche: Any, **more: Any) -> Any:
        desk.leave(visit)
        return show(self, visit, pastiche, **more)

    monkeypatch.setattr(Desk, "show", left)
    answers = list(desk.paint(visit, *values()))
    assert answers[-1].keys() == {"easel"}
    assert len(visit.shelf) == 1  # painted is painted


def test_a_run_that_the_page_cannot_follow_ends_where_it_was_begun(make_desk: MakeDesk) -> None:
    visit, desk = ready(), make_desk(quick())
    run = desk.paint(visit, *values())
    next(run)
    answer = desk.lose(visit)
    assert "try again in a minute" in answer["notice"]
    assert answer["panel"]["visible"]
    assert all("panel" not in each for each in run)  # the run itself says nothing more
