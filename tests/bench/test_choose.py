"""The forced choice: sides at random, choices stored, and a coin that is exactly fair."""

import argparse
import json
import threading
import urllib.error
import urllib.request

import pytest
from PIL import Image
from scipy.stats import binomtest

from bench import choose
from bench.votes import as_choice, by_folders, coin_p_value, match_pictures, read_choices, tally
from nst.errors import InputError
from tests.pictures import textured

NAMES = ("cat--night--0", "cat--wave--0", "dog--night--0")


@pytest.fixture
def folders(tmp_path):
    for kind, suffix, names in (
        ("a", "png", (*NAMES, "only-here")),
        ("b", "jpg", NAMES),
        ("photos", "jpg", ("cat", "dog")),
        ("paintings", "webp", ("night",)),
    ):
        (tmp_path / kind).mkdir()
        for seed, name in enumerate(names):
            Image.fromarray(textured(seed, 32, 32)).save(tmp_path / kind / f"{name}.{suffix}")
    return tmp_path


@pytest.fixture
def hall(folders):
    duels = match_pictures(folders / "a", folders / "b", seed=1)
    choices = folders / "out" / "choices.jsonl"
    return choose.Hall(duels, choices, folders / "photos", folders / "paintings")


@pytest.fixture
def address(hall):
    server = choose.serve(hall, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read()


def post(address, body, kind="application/json"):
    request = urllib.request.Request(
        f"{address}/choose", json.dumps(body).encode(), {"Content-Type": kind}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status


@pytest.mark.parametrize("tosses", [1, 5, 12, 100, 2000])
def test_the_coin_agrees_with_scipy(tosses):
    for wins in {0, 1, tosses // 3, tosses // 2, tosses}:
        exact = binomtest(wins, tosses).pvalue
        assert coin_p_value(wins, tosses) == pytest.approx(exact, rel=1e-9)


def test_five_of_five_is_one_in_sixteen_and_no_toss_proves_nothing():
    assert coin_p_value(5, 5) == 0.0625
    assert coin_p_value(0, 0) == 1


def test_pairs_are_the_names_that_both_folders_have(folders):
    found = match_pictures(folders / "a", folders / "b")
    assert {duel.name for duel in found} == set(NAMES)


def test_sides_and_order_are_random_and_repeatable(folders):
    def dealt(seed):
        found = match_pictures(folders / "a", folders / "b", seed)
        return tuple((duel.name, duel.a_left) for duel in found)

    assert dealt(3) == dealt(3)
    assert len({dealt(seed) for seed in range(30)}) > 10
    lefts = [a_left for seed in range(200) for _, a_left in dealt(seed)]
    assert 0.4 < sum(lefts) / len(lefts) < 0.6


def test_folders_that_share_no_name_are_refused(folders):
    with pytest.raises(InputError, match="share no name"):
        match_pictures(folders / "a", folders / "photos")


def test_a_choice_of_a_side_is_one_for_the_picture_that_hangs_there(folders):
    for duel in match_pictures(folders / "a", folders / "b", 5):
        assert as_choice(duel, "left")["chosen"] == ("a" if duel.a_left else "b")
        assert as_choice(duel, "right")["chosen"] == ("b" if duel.a_left else "a")
        assert as_choice(duel, "skip")["chosen"] == "skip"


def test_a_tally_counts_wins_skips_and_sides():
    lines = [("a", "a"), ("a", "b"), ("b", "a"), ("skip", "a"), ("a", "a")]
    found = tally([{"chosen": chosen, "left": left} for chosen, left in lines])
    assert (found.a, found.b, found.skipped, found.left) == (3, 1, 1, 0.5)
    assert found.p_value == pytest.approx(0.625)


def test_choices_between_other_folders_are_counted_apart():
    lines = [("a", "old", "new"), ("a", "old", "new"), ("b", "new", "newer")]
    choices = [{"chosen": c, "left": "a", "a": a, "b": b} for c, a, b in lines]
    found = by_folders(choices)
    assert {folders: (each.a, each.b) for folders, each in found.items()} == {
        ("old", "new"): (2, 0),
        ("new", "newer"): (0, 1),
    }


def test_a_line_that_is_no_choice_is_named(tmp_path):
    file = tmp_path / "choices.jsonl"
    file.write_text('{"chosen": "a", "left": "b"}\n{"chosen": "c", "left": "a"}\n')
    with pytest.raises(InputError, match="line 2"):
        read_choices(file)


def test_a_visitor_goes_through_all_pairs_and_choices_are_stored(address, hall):
    seen = []
    for side in ("left", "right", "skip"):
        asked = json.loads(fetch(f"{address}/next"))
        seen.append(asked["name"])
        assert post(address, {"turn": asked["turn"], "choice": side}) == 200
    assert json.loads(fetch(f"{address}/next")) == {"finished": True, "done": 3, "total": 3}
    stored = read_choices(hall.choices)
    assert [each["name"] for each in stored] == seen
    assert [each["chosen"] for each in stored] == [
        "a" if hall.duels[0].a_left else "b",
        "b" if hall.duels[1].a_left else "a",
        "skip",
    ]


def test_left_is_what_was_dealt_to_the_left(address, hall):
    asked = json.loads(fetch(f"{address}/next"))
    duel = hall.duels[0]
    left, right = (duel.a, duel.b) if duel.a_left else (duel.b, duel.a)
    assert fetch(f"{address}/{asked['left']}") == left.read_bytes()
    assert fetch(f"{address}/{asked['right']}") == right.read_bytes()


def test_photograph_and_painting_are_found_by_name_or_left_out(hall, folders):
    for turn, duel in enumerate(hall.duels):
        photograph, painting, _ = duel.name.split("--")
        found = hall.pictures(turn)
        assert found["photograph"] == folders / "photos" / f"{photograph}.jpg"
        assert ("painting" in found) == (painting == "night")


def test_a_turn_that_is_over_is_not_counted_twice(address, hall):
    post(address, {"turn": 0, "choice": "left"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(address, {"turn": 0, "choice": "left"})
    refused.value.close()
    assert refused.value.code == 409
    assert len(read_choices(hall.choices)) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"turn": 0, "choice": "left"}, "text/plain"),  # what a page elsewhere can send
        ({"turn": "x", "choice": "left"}, "application/json"),
        ({"choice": "left"}, "application/json"),
        ([], "application/json"),
    ],
)
def test_what_is_no_choice_is_refused(address, hall, body, kind):
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(address, body, kind)
    refused.value.close()
    assert refused.value.code == 400
    assert not hall.choices.exists()


@pytest.mark.parametrize("path", ["picture/9/left", "picture/0/../a", "picture/0/other", "etc"])
def test_nothing_else_is_served(address, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        fetch(f"{address}/{path}")
    refused.value.close()
    assert refused.value.code == 404


def test_the_page_is_served_and_fetches_nothing_from_elsewhere(address):
    page = fetch(f"{address}/").decode()
    assert "Which picture is better?" in page
    assert "http" not in page
    assert "ArrowLeft" in page


def test_the_command_tallies_a_file(tmp_path, capsys):
    file = tmp_path / "choices.jsonl"
    file.write_text('{"chosen": "a", "left": "b", "a": "old", "b": "new"}\n' * 6)
    parser = argparse.ArgumentParser()
    choose.add_command(parser.add_subparsers())
    figures = choose.measure(parser.parse_args(["choose", "--tally", str(file)]))
    counted = {"a": 6, "b": 0, "skipped": 0, "p_value": 0.03125, "left": 0.0}
    assert figures == {"old | new": counted}
    assert "0.03125" in capsys.readouterr().out
