"""The brain teaser without a page: what is dealt, how it is judged, what is painted ahead."""

import itertools
import json
import threading
import time
from pathlib import Path
from random import Random

import numpy as np
import pytest

from nst.colors import to_oklab
from nst.errors import InputError, RunError
from nst.gallery import Gallery
from nst.images import encode_webp, open_image, read_size
from nst.places import EXAMPLES, ROUNDS, STYLES
from nst.records import Result
from nst.rooms import quiz
from nst.rooms.quiz.deal import LEAST_APART, apart, distance, look
from nst.rooms.quiz.own import own_jobs, own_round
from nst.rooms.quiz.pool import painted
from nst.rooms.quiz.sheet import sheet
from nst.rooms.quiz.subjects import DETAILS, STRENGTHS, style_image
from tests.conftest import stripes
from tests.fakes import FakePainter

FOLDER_LIMIT_BYTES = 600_000
LIMIT_S = 10


def flat(color):
    return np.full((60, 90, 3), color, np.uint8)


def piece(subject, color, photograph="cat"):
    return quiz.Painted(
        photograph=photograph, subject=subject, webp=encode_webp(flat(color), 90), record={}
    )


def subject(key, kind="paintings"):
    return quiz.Subject(
        key=key, kind=kind, slug=key, title=key.title(), by="", giveaway="", picture_kind="study"
    )


COLORS = {
    "black": (0, 0, 0), "white": (255, 255, 255), "red": (255, 0, 0), "green": (0, 255, 0),
    "blue": (0, 0, 255), "yellow": (255, 255, 0),
}  # fmt: skip


@pytest.fixture
def pool():
    return quiz.Pool(piece(name, color) for name, color in COLORS.items())


SUBJECTS = tuple(subject(name) for name in COLORS)


def test_each_pastiche_belongs_to_the_subject_that_its_answer_names(pool):
    for seed in range(30):
        found = quiz.deal(pool, SUBJECTS, Random(seed))
        assert sorted(found.answers) == [0, 1, 2, 3]
        for pastiche, answer in zip(found.pastiches, found.answers, strict=True):
            assert found.subjects[answer].key == pastiche.subject
    assert len({quiz.deal(pool, SUBJECTS, Random(seed)).answers for seed in range(60)}) > 10


def test_the_same_seed_deals_the_same_rounds(pool):
    one, other = quiz.Play(seed=7), quiz.Play(seed=7)
    for _ in range(5):
        first, second = one.deal(pool, SUBJECTS), other.deal(pool, SUBJECTS)
        assert (first.key, first.answers) == (second.key, second.answers)


def test_no_round_comes_again_before_all_have_been_played(pool):
    play = quiz.Play(seed=1)
    keys = [play.deal(pool, SUBJECTS).key for _ in range(15)]
    assert len(set(keys)) == 15  # four of six
    assert play.deal(pool, SUBJECTS).key in keys


def test_two_rounds_in_a_row_show_different_photographs(pool):
    for name, color in COLORS.items():
        pool.add(piece(name, color, "coffee"))
    play = quiz.Play(seed=3)
    shown = [play.deal(pool, SUBJECTS).photograph for _ in range(12)]
    assert all(one != other for one, other in itertools.pairwise(shown))


def test_pictures_that_people_mix_up_are_never_put_into_one_round(pool):
    pool.add(piece("scarlet", (248, 8, 8)))
    subjects = (*SUBJECTS, subject("scarlet"))
    for seed in range(25):
        found = quiz.deal(pool, subjects, Random(seed), level=1.0)
        assert not {"red", "scarlet"} <= {each.key for each in found.subjects}
        assert apart(found.pastiches) >= LEAST_APART


def test_a_higher_level_brings_paintings_that_are_more_alike():
    greys = {f"grey-{value}": (value,) * 3 for value in (0, 40, 80, 120, 160, 200, 255)}
    pool = quiz.Pool(piece(name, color) for name, color in greys.items())
    subjects = tuple(map(subject, greys))

    def mean(level):
        rounds = (quiz.deal(pool, subjects, Random(seed), level=level) for seed in range(10))
        return sum(apart(found.pastiches) for found in rounds) / 10

    assert mean(0.0) > mean(0.5) > mean(1.0)


def test_distance_is_nothing_for_the_same_and_one_between_black_and_white():
    black, white = look(flat(0)), look(flat(255))
    assert distance(black, black) == 0
    assert distance(black, white) == pytest.approx(1.0, abs=1e-3)  # lightness in OKLab, 0 to 1


def test_too_small_a_pool_and_an_unknown_kind_are_told_in_a_sentence(pool):
    with pytest.raises(InputError, match="Not enough has been painted"):
        quiz.deal(quiz.Pool(), SUBJECTS, Random(0))
    with pytest.raises(InputError, match="paintings, details, strengths"):
        quiz.deal(pool, SUBJECTS, Random(0), kind="colours")


def test_an_answer_is_judged_picture_by_picture_and_counted_once(pool):
    play = quiz.Play(seed=2)
    found = play.deal(pool, SUBJECTS)
    given = list(found.answers)
    given[0], given[1] = given[1], given[0]
    assert play.judge(given).marks == (False, False, True, True)
    assert play.judge(found.answers).marks == (False, False, True, True)
    assert (play.right, play.of, play.streak) == (2, 4, 0)


def test_rounds_without_a_mistake_raise_the_level_and_one_mistake_lets_it_fall(pool):
    play = quiz.Play(seed=2)
    for _ in range(5):
        play.judge(play.deal(pool, SUBJECTS).answers)
    assert (play.streak, play.best, play.level) == (5, 5, 1.0)
    found = play.deal(pool, SUBJECTS)
    play.judge(found.answers[::-1])
    assert (play.streak, play.best, play.level) == (0, 5, 0.0)


@pytest.mark.parametrize("given", [(), (0, 1, 2), (0, 0, 1, 2), (0, 1, 2, 4), (-1, 0, 1, 2)])
def test_an_answer_that_matches_no_one_to_one_is_refused_and_not_counted(pool, given):
    play = quiz.Play(seed=2)
    play.deal(pool, SUBJECTS)
    with pytest.raises(InputError, match="each of the four"):
        play.judge(given)
    assert (play.of, play.judged) == (0, None)


def test_an_answer_before_the_first_round_is_refused():
    with pytest.raises(InputError, match="no round"):
        quiz.Play().judge((0, 1, 2, 3))


def test_a_pool_is_the_same_after_writing_and_reading(pool, tmp_path):
    record = {"settings": {"strength": 0.5}, "curve": [1.0] * 200, "seconds": 3.0}
    picture = stripes(40, 60)
    pool.add(painted("cat", "stripes", Result(picture=picture, painted=picture, record=record)))
    file_bytes = pool.write(tmp_path)
    again = quiz.Pool.load(tmp_path)
    assert file_bytes == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert {each.name: each.webp for each in again.all()} == {
        each.name: each.webp for each in pool.all()
    }
    kept = again.get("cat", "stripes")
    assert kept.record == {"settings": {"strength": 0.5}, "seconds": 3.0}
    assert kept.picture().shape == picture.shape


def test_a_pastiche_whose_picture_was_lost_leaves_the_others_to_play(pool, tmp_path):
    pool.write(tmp_path)
    lost, *left = sorted(each.name for each in pool.all())
    (tmp_path / f"{lost}.webp").unlink()
    assert sorted(each.name for each in quiz.Pool.load(tmp_path).all()) == left


def test_no_folder_is_an_empty_pool_and_a_broken_one_is_named(tmp_path):
    assert len(quiz.Pool.load(tmp_path / "nothing")) == 0
    (tmp_path / "records.json").write_text("{", "utf-8")
    with pytest.raises(InputError, match=r"records\.json is not JSON"):
        quiz.Pool.load(tmp_path)


def test_the_kahlo_homage_gives_rounds_of_details_and_of_strengths():
    gallery = Gallery.load(STYLES)
    found = quiz.subjects(gallery)
    kinds = [each.kind for each in found]
    assert kinds.count("details") == len(DETAILS) >= 4
    assert kinds.count("strengths") == len(STRENGTHS) == 4
    detail = next(each for each in found if each.kind == "details")
    height, width = read_size(gallery[detail.slug].picture)
    left, top, right, bottom = detail.box
    shape = style_image(detail, gallery[detail.slug]).shape
    assert shape[0] == pytest.approx((bottom - top) * height, abs=1)
    assert shape[1] == pytest.approx((right - left) * width, abs=1)


def test_strengths_lie_in_order_whatever_the_seed():
    homage = [each for each in quiz.subjects(Gallery.load(STYLES)) if each.kind == "strengths"]
    colors = [(value,) * 3 for value in (0, 90, 170, 255)]
    pool = quiz.Pool(piece(each.key, color) for each, color in zip(homage, colors, strict=True))
    for seed in range(10):
        found = quiz.deal(pool, homage, Random(seed), kind="strengths")
        strengths = [each.changes["strength"] for each in found.subjects]
        assert strengths == sorted(strengths)


def test_an_own_round_keeps_the_question_and_changes_the_photograph(gallery):
    subjects = quiz.subjects(gallery)
    colors = list(COLORS.values())
    pool = quiz.Pool(piece(each.key, colors[at]) for at, each in enumerate(subjects))
    found = quiz.deal(pool, subjects, Random(1))
    photograph = stripes(80, 120)
    jobs = own_jobs(found, photograph, gallery)
    assert [job.artwork["slug"] for job in jobs] == [each.subject for each in found.pastiches]
    assert all(job.content is photograph for job in jobs)
    assert all(
        job.settings.strength == gallery[job.artwork["slug"]].settings["strength"] for job in jobs
    )
    results = [Result(picture=flat(at), painted=flat(at), record={"at": at}) for at in range(4)]
    own = own_round(found, "mine", results)
    assert own.answers == found.answers
    assert [each.record["at"] for each in own.pastiches] == [0, 1, 2, 3]
    assert [each.subject for each in own.pastiches] == [each.subject for each in found.pastiches]


def test_a_sheet_shows_the_paintings_outside_and_the_pastiches_between(gallery):
    subjects = quiz.subjects(gallery)
    pool = quiz.Pool(piece(each.key, (9, 99, 9)) for each in subjects)
    picture = sheet(quiz.deal(pool, subjects, Random(1)), gallery)
    height, width = picture.shape[:2]
    green = np.abs(picture.astype(int) - (9, 99, 9)).max(-1) < 12
    assert green[:, width // 4 : 3 * width // 4].mean() > 0.4
    assert not green[:, : width // 5].any()
    assert not green[:, -width // 5 :].any()
    assert height < width


class Idle:
    """A backend that paints for nobody at once, unless it is busy; remembers what it painted."""

    def __init__(self, busy=False, error=None):
        self.busy, self.error = busy, error
        self.jobs, self.asked = [], threading.Event()

    def paint_when_idle(self, job):
        self.asked.set()
        if self.busy:
            return None
        self.jobs.append(job)
        if self.error:
            raise self.error
        return list(FakePainter(steps=1, step_s=0).run(job))[-1]


def ahead(gallery, examples_folder, backend, pool=None, **options):
    photographs = {path.stem: path for path in sorted(examples_folder.iterdir())[:2]}
    pool = quiz.Pool() if pool is None else pool
    options = {"played_s": 60, "quiet_s": 0.01, **options}
    return quiz.Ahead(pool, gallery, lambda: photographs, backend, **options), pool


def eventually(holds):
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline and not holds():
        time.sleep(0.01)
    return holds()


def test_what_the_pool_lacks_is_painted_once_each_and_then_it_rests(gallery, examples_folder):
    backend = Idle()
    painter, pool = ahead(gallery, examples_folder, backend)
    painter.wake()
    assert eventually(lambda: len(pool) == 8)
    names = [job.artwork["slug"] for job in backend.jobs]
    assert sorted(names) == sorted(2 * [artwork.slug for artwork in gallery.artworks])
    painter.wake()
    assert eventually(lambda: painter._thread is None)
    assert len(backend.jobs) == 8


def test_nothing_is_painted_ahead_before_somebody_plays_or_after_they_have_gone(
    gallery, examples_folder
):
    backend = Idle(busy=True)
    painter, _ = ahead(gallery, examples_folder, backend, played_s=0.05)
    assert not backend.asked.is_set()
    painter.wake()
    assert backend.asked.wait(LIMIT_S)
    assert eventually(lambda: painter._thread is None)
    backend.busy = False
    assert backend.jobs == []


def test_a_busy_machine_is_asked_again_later(gallery, examples_folder):
    backend = Idle(busy=True)
    painter, pool = ahead(gallery, examples_folder, backend)
    painter.wake()
    assert backend.asked.wait(LIMIT_S)
    assert len(pool) == 0
    backend.busy = False
    assert eventually(lambda: len(pool) == 8)


def test_a_picture_that_cannot_be_painted_is_not_tried_again(gallery, examples_folder):
    backend = Idle(error=RunError("no memory"))
    painter, pool = ahead(gallery, examples_folder, backend)
    painter.wake()
    assert eventually(lambda: painter._thread is None)
    assert len(backend.jobs) == 8
    assert len(pool) == 0


def test_a_pastiche_of_an_exchanged_picture_is_painted_anew_after_all_others(
    gallery, examples_folder
):
    old = quiz.Painted(
        photograph="cat", subject="blue-stripes", webp=b"", record={"artwork": {"picture": "study"}}
    )
    painter, _ = ahead(gallery, examples_folder, Idle(), quiz.Pool([old]))
    wishes = [(wish.photograph, wish.subject.key) for wish in painter.wishes()]
    assert len(wishes) == 8
    assert wishes[-1] == ("cat", "blue-stripes")


@pytest.fixture(scope="module")
def ready():
    return quiz.Pool.load(ROUNDS), quiz.subjects(Gallery.load(STYLES))


def test_the_ready_made_rounds_are_small_and_know_how_they_were_painted(ready):
    pool, subjects = ready
    keys = {each.key for each in subjects}
    assert sum(path.stat().st_size for path in ROUNDS.iterdir()) < FOLDER_LIMIT_BYTES
    assert {path.stem for path in ROUNDS.glob("*.webp")} == {each.name for each in pool.all()}
    for each in pool.all():
        assert each.subject in keys
        assert (EXAMPLES / f"{each.photograph}.jpg").is_file()
        assert each.record["network"]["sha256"]
        assert each.record["settings"]["long_edge_px"] == max(each.picture().shape)
        assert each.record["artwork"]["picture"] in ("study", "homage")


@pytest.mark.parametrize("kind", quiz.KINDS)
def test_a_first_round_of_every_kind_is_ready(ready, kind):
    play = quiz.Play(seed=5)
    assert play.deal(*ready, kind).kind == kind


def test_ten_ready_rounds_can_be_told_apart_by_colour_alone(ready):
    gallery, right = Gallery.load(STYLES), 0
    play = quiz.Play(seed=11)
    for _ in range(10):
        found = play.deal(*ready)
        paintings = [_palette(open_image(gallery[each.slug].picture)) for each in found.subjects]
        pastiches = [_palette(each.picture()) for each in found.pastiches]
        best = min(
            itertools.permutations(range(4)),
            key=lambda order: sum(
                np.linalg.norm(one - paintings[at])
                for one, at in zip(pastiches, order, strict=True)
            ),
        )
        right += play.judge(best).right
    assert right >= 36, f"only {right} of 40 pictures are recognised by their palette"


def _palette(picture):
    """Mean and spread of OKLab: what is left of a picture when its places are forgotten."""
    lab = to_oklab(picture[::4, ::4].reshape(-1, 3) / 255.0)
    return np.concatenate([lab.mean(0), lab.std(0)])


def test_records_of_ready_rounds_say_where_no_file_lies():
    assert str(Path.home()) not in (ROUNDS / "records.json").read_text("utf-8")
    assert json.loads((ROUNDS / "records.json").read_text("utf-8"))
