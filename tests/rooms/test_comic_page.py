"""The page of a strip: places of panels, lines of text, and words that keep off faces."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nst.boxes import WHOLE, Box
from nst.errors import InputError
from nst.rooms.calm import BoxMeans, busiest
from nst.rooms.comic.layout import LAYOUTS, Rect, lay_out
from nst.rooms.comic.placing import Placed, Scene, place_words
from nst.rooms.comic.script import Words
from nst.rooms.comic.typeset import measure, set_block

PANEL = Rect(0, 0, 400, 300)
WORDS = Words(caption="Later that day.", balloons=("Where have you been?", "Out."))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("count", range(1, 7))
def test_panels_lie_on_the_page_with_a_gutter_between_them(layout: str, count: int) -> None:
    page = lay_out(count, layout, 400)
    assert len(page.panels) == count
    for rect in page.panels:
        assert rect.left > 0
        assert rect.top > 0
        assert rect.left + rect.width < page.width
        assert rect.top + rect.height < page.height
    for one, other in itertools.combinations(page.panels, 2):
        across = max(one.left, other.left) - min(one.left + one.width, other.left + other.width)
        down = max(one.top, other.top) - min(one.top + one.height, other.top + other.height)
        assert max(across, down) >= 5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_usual_panel_has_the_asked_long_edge(layout: str) -> None:
    edges = sorted(max(r.width, r.height) for r in lay_out(5, layout, 384).panels)
    assert edges[2] == pytest.approx(384, abs=1)


def test_the_tall_layout_has_one_panel_as_high_as_all_the_others() -> None:
    first, *others = lay_out(4, "tall", 300).panels
    assert first.height > first.width
    assert first.height == pytest.approx(others[-1].top + others[-1].height - others[0].top, abs=2)


@pytest.mark.parametrize(("count", "words"), [(0, "Add a photograph"), (7, "Take some out")])
def test_too_few_or_too_many_panels_are_refused_with_their_number(count: int, words: str) -> None:
    with pytest.raises(InputError, match=f"this one has {count}. {words}"):
        lay_out(count, "page", 400)


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_no_line_is_wider_than_asked_and_no_word_is_lost(words: list[str]) -> None:
    block = set_block(" ".join(words), 20, 190)
    assert block is not None
    assert " ".join(block.lines).split() == words
    assert max(measure(line, block.face, 20) for line in block.lines) <= 190 + 1e-6


def test_a_word_that_is_too_wide_is_not_broken() -> None:
    assert set_block("Donaudampfschifffahrt", 20, 60) is None


def test_greek_and_cyrillic_are_set_in_another_face() -> None:
    faces = {set_block(text, 20, 300).face for text in ("Fetch!", "Γάτα!", "Кошка!")}  # type: ignore[union-attr]
    assert faces == {"comic-neue-700.ttf", "comic-relief-400.ttf"}


def test_a_letter_that_no_face_has_is_named() -> None:
    with pytest.raises(InputError, match="have no 猫"):
        set_block("A 猫!", 20, 300)


def test_the_mean_of_a_box_is_that_of_its_pixels() -> None:
    values = np.random.default_rng(0).random((40, 60))
    assert BoxMeans(values).mean(Box(0.25, 0.5, 0.75, 1.0)) == pytest.approx(
        values[20:40, 15:45].mean()
    )


def test_the_busiest_place_is_where_the_edges_are() -> None:
    values = np.zeros((60, 80))
    values[35:45, 10:20] = 1
    x, y = busiest(values)
    assert (x, y) == (pytest.approx(15 / 80, abs=0.1), pytest.approx(40 / 60, abs=0.1))


def scene(*faces: Box, calm: np.ndarray | None = None) -> Scene:
    return Scene(faces, BoxMeans(np.zeros((30, 40)) if calm is None else calm), (0.5, 0.6))


def boxes(placed: tuple[Placed, ...]) -> list[Box]:
    return [each.box for each in placed]


@given(st.floats(0.0, 0.65), st.floats(0.0, 0.6), st.floats(0.12, 0.33), st.floats(0.15, 0.4))
@settings(max_examples=25, deadline=None)
def test_no_words_ever_touch_a_face_wherever_it_is(
    left: float, top: float, width: float, height: float
) -> None:
    face = Box(left, top, left + width, top + height)
    try:
        placed = place_words(WORDS, scene(face), PANEL, 400)
    except InputError:
        return  # refused is allowed; covered is not
    for each in placed:
        assert each.box.overlap(face) == 0
        assert each.box.overlap(WHOLE) == pytest.approx(each.box.area)
        if each.tail is not None:
            assert not (
                face.left < each.tail[0] < face.right and face.top < each.tail[1] < face.bottom
            )


def test_pieces_of_text_do_not_touch_each_other() -> None:
    placed = place_words(WORDS, scene(Box(0.4, 0.3, 0.6, 0.6)), PANEL, 400)
    assert [each.kind for each in placed] == ["caption", "balloon", "balloon"]
    for one, other in itertools.combinations(boxes(placed), 2):
        assert one.overlap(other) == 0


def test_the_second_balloon_is_read_after_the_first() -> None:
    first, second = boxes(place_words(Words(balloons=("One?", "Two!")), scene(), PANEL, 400))
    assert second.top >= first.top
    assert second.center[0] > first.center[0] or second.top >= first.bottom - 0.03


def test_without_a_face_a_balloon_goes_where_it_is_calm() -> None:
    noisy = np.ones((30, 40))
    noisy[:, :20] = 0
    (balloon,) = boxes(place_words(Words(balloons=("Hm.",)), scene(calm=noisy), PANEL, 400))
    assert balloon.right < 0.56


def test_the_tail_points_to_the_speaker_that_was_named() -> None:
    words = Words(balloons=("Hm.",), speaker=(0.9, 0.9))
    (balloon,) = place_words(words, scene(), PANEL, 400)
    assert balloon.tail is not None
    assert balloon.tail[0] == pytest.approx(0.9, abs=0.1)
    assert balloon.tail[1] > balloon.box.center[1]


def test_words_that_find_no_room_beside_a_face_are_refused_with_their_length() -> None:
    face = Box(0.05, 0.05, 0.95, 0.95)
    with pytest.raises(InputError, match=r"Panel 3: the words find no room beside the face\. .*20"):
        place_words(Words(balloons=("Where have you been?",)), scene(face), PANEL, 400, "Panel 3")
