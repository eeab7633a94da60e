"""The course: every term leads to the line that does it, and the example that ships is whole."""

import re

import numpy as np
import pytest

from nst.errors import GalleryError
from nst.recipes import RECIPES
from nst.records import Seen
from nst.rooms import course
from nst.rooms.series import Painted
from nst.rooms.source import PACKAGE, ROOT, address, find, origin_of, repository_url, source_text
from nst.rooms.terms import STEPS
from nst.ui.course import course_html, source_html
from tests.conftest import stripes

CODES = [code for terms in STEPS.values() for code in terms.values()]
TEXT = (PACKAGE / "ui" / "course.html").read_text("utf-8")


@pytest.mark.parametrize("code", CODES)
def test_a_term_leads_to_the_line_that_defines_it(code):
    place = find(code)
    line = (ROOT / place.path).read_text("utf-8").splitlines()[place.line - 1]
    name = code.split(":")[1].split(".")[-1]
    assert re.search(rf"(def|class) {name}\b|^{name}\b", line.strip())


def test_every_term_of_the_text_has_code_and_every_code_a_term():
    named = set(re.findall(r'data-code="([^"]+)"', TEXT))
    assert named == {term for terms in STEPS.values() for term in terms}


def test_the_steps_stand_in_the_text_in_their_order():
    assert re.findall(r'data-step="([^"]+)"', TEXT) == list(STEPS)


def test_a_definition_that_has_moved_is_found_where_it_is_now(tmp_path, monkeypatch):
    moved = tmp_path / "nst" / "thing.py"
    moved.parent.mkdir()
    moved.write_text("# a line\n# another\nclass One:\n    def two(self):\n        ...\n", "utf-8")
    monkeypatch.setattr("nst.rooms.source.ROOT", tmp_path)
    assert find.__wrapped__("nst.thing:One.two").line == 4


@pytest.mark.parametrize("code", ["nst.losses:no_such", "nst.nowhere:x", "nst.losses"])
def test_code_that_is_not_there_is_refused(code):
    with pytest.raises(GalleryError):
        find(code)


@pytest.mark.parametrize(
    ("config", "url"),
    [
        ("[remote]\n\turl = https://github.com/me/nst.git\n", "https://github.com/me/nst"),
        ("[remote]\n\turl = git@github.com:me/nst.git\n", "https://github.com/me/nst"),
        ("[remote]\n\turl = https://key@gitlab.com/a/b\n", "https://gitlab.com/a/b"),
        ("[remote]\n\turl = https://git.example.org/a/b\n", ""),
        ("", ""),
    ],
)
def test_only_public_origins_are_linked_and_never_with_a_key(config, url):
    assert origin_of(config) == url


def test_the_repository_may_be_named():
    place = find("nst.losses:gram_matrix")
    named = address(place, {"NST_REPOSITORY": "https://github.com/me/nst/"})
    assert re.fullmatch(rf"https://github.com/me/nst/blob/\w+/nst/losses.py#L{place.line}", named)
    assert repository_url({"SPACE_ID": "me/nst"}) == "https://huggingface.co/spaces/me/nst"


def test_our_own_source_is_shown_line_by_line_and_nothing_else():
    page = source_html("nst/losses.py")
    assert page.count("<li id=") == len(source_text("nst/losses.py").splitlines())
    for path in ("nst/../pyproject.toml", "README.md", "nst/weights/embedded.safetensors"):
        with pytest.raises(GalleryError):
            source_text(path)


def test_the_example_that_ships_fills_every_place():
    lesson = course.load_lesson()
    assert len(lesson.stages) == course.STAGES
    assert set(lesson.maps) == set(course.TAPS)
    assert lesson.apart[1] < lesson.apart[0]
    html = course_html(lesson)
    assert "{{" not in html
    assert html.count("<figure>") == 5 + 4 + 2 + 2 + 3
    assert len(html) < 400_000


def test_a_lesson_comes_back_from_its_folder(tmp_path):
    lesson = course.load_lesson()
    course.save_lesson(lesson, tmp_path)
    again = course.load_lesson(tmp_path)
    assert (again.stages[2] == lesson.stages[2]).all()
    assert again.parts == lesson.parts


def test_a_lesson_learns_from_what_the_network_saw():
    painting, photo = stripes(32, 32, seed=1), stripes(32, 32, seed=2)
    lesson = course.Lesson(title="T", photo=photo, painting=painting)
    plane = photo[..., 0].astype("float32")
    faint, strong = plane * 0.1, plane
    one = {tap: np.stack([faint, strong]) for tap in course.TAPS}
    two = {tap: np.stack([strong, faint]) for tap in course.TAPS}
    lesson.learn(Seen(features=(two, one, one), network={}))
    assert lesson.apart[0] > 0.5
    assert lesson.apart[1] == 0
    assert lesson.maps["relu1_1"].shape == (32, 32, 3)


def test_the_published_recipes_keep_their_layers_weights_and_steps():
    pieces = course.published_pieces(stripes(60, 60), stripes(60, 60), {"slug": "a"})
    assert [each.key.split()[1] for each in pieces] == ["gatys-2016", "jacq", "ahmed", "ng"]
    for piece in pieces:
        own = RECIPES[piece.key.split()[1]].settings
        assert piece.job.settings == own.changed(long_edge_px=course.EDGE_PX)


def test_times_and_losses_are_told():
    record = {
        "settings": {"optimizer": "lbfgs", "steps": 300},
        "seconds": 12.4,
        "loss": {"first": 2.0, "last": 0.0123},
    }
    (piece, *_) = course.published_pieces(stripes(60, 60), stripes(60, 60), {})
    found = Painted(piece=piece, picture=stripes(60, 60), record=record)
    assert course.told(found) == "300 steps of L-BFGS, 12 s, loss 2 to 0.0123"
