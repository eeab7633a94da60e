"""`nst quiz` from outside: a sheet is written, an answer is judged, bad ones are refused."""

import io
import json
import shutil
from importlib import import_module

import numpy as np
import pytest

from nst.cli import main
from nst.images import encode_webp, open_image
from nst.rooms import quiz

COLORS = ((200, 30, 30), (30, 160, 60), (40, 60, 200), (230, 220, 60))


@pytest.fixture
def ready(gallery, tmp_path):
    """A folder of ready-made pastiches of two photographs: plain fields of four colours."""
    pool = quiz.Pool(
        quiz.Painted(
            photograph=photograph,
            subject=artwork.slug,
            webp=encode_webp(np.full((60, 90, 3), color, np.uint8)),
            record={"artwork": {"slug": artwork.slug}},
        )
        for photograph in ("cat", "coffee")
        for artwork, color in zip(gallery.artworks, COLORS, strict=True)
    )
    pool.write(tmp_path / "rounds")
    return tmp_path / "rounds"


@pytest.fixture
def play(ready, styles_folder, tmp_path):
    """Run `nst quiz` on that pool; its exit code."""

    def run(*given):
        sheet = ["-o", str(tmp_path / "deep" / "round.png")]
        return main(["quiz", "--from", str(ready), "--styles", str(styles_folder), *sheet, *given])

    return run


def test_an_answer_is_judged_and_the_sheet_is_written(play, tmp_path, capsys):
    assert play("--seed", "3", "--answer", "1,2,3,4", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert open_image(tmp_path / "deep" / "round.png").shape[1] > 1000
    assert told["given"] == [1, 2, 3, 4]
    assert told["marks"] == [at == answer for at, answer in enumerate(told["answers"], 1)]
    right = ",".join(map(str, told["answers"]))
    slugs = [told["paintings"][at - 1] for at in told["answers"]]
    assert [record["artwork"]["slug"] for record in told["records"]] == slugs
    assert play("--seed", "3", "--answer", right) == 0
    said = capsys.readouterr().out
    assert "4 of 4 right." in said
    assert said.count("Stripes, and nothing but stripes.") == 4


def test_the_terminal_asks_again_until_the_answer_can_be_read(play, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("four\n1 1 2 3\n2 1 4 3\n"))
    assert play("--seed", "3") == 0
    said = capsys.readouterr()
    assert "'four' is no answer" in said.err
    assert "does not name each of 1, 2, 3 and 4 once" in said.err
    assert "of 4 right." in said.out


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--answer", "1,2,3"], "does not name each"),
        (["--rounds", "0"], "at least 1 round"),
        (["--kind", "details", "--answer", "1,2,3,4"], "Not enough has been painted"),
        (["--answer", "1,2,3,4", "--photo", "nowhere.jpg"], "nowhere.jpg cannot be read"),
    ],
)
def test_what_cannot_be_played_is_told_in_a_sentence(given, sentence, play, capsys):
    assert play(*given) == 1
    assert sentence in capsys.readouterr().err


def test_several_rounds_are_several_sheets_and_one_score(play, tmp_path, capsys):
    assert play("--rounds", "3", "--answer", "1,2,3,4") == 0
    names = sorted(path.name for path in (tmp_path / "deep").iterdir())
    assert names == ["round-1.png", "round-2.png", "round-3.png"]
    assert "of 12 right." in capsys.readouterr().out


def test_no_answer_at_all_says_how_to_give_one(play, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert play() == 1
    assert "--answer 2,1,4,3" in capsys.readouterr().err


def test_a_round_of_my_photograph_is_painted_first(
    ready, styles_folder, examples_folder, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("NST_OFFLINE", "1")
    monkeypatch.setattr(import_module("nst.rooms.quiz.subjects"), "ROUND_EDGE_PX", 64)
    styles = tmp_path / "styles"
    shutil.copytree(styles_folder, styles)
    for card in styles.glob("*/artwork.toml"):
        quick = card.read_text("utf-8").replace("[settings]", "[settings]\nsteps = 2")
        card.write_text(quick, "utf-8")
    given = ["quiz", "--from", str(ready), "--styles", str(styles), "-o", str(tmp_path / "a.png")]
    given += ["--photo", str(examples_folder / "cat.jpg"), "--answer", "1,2,3,4", "--json", "-q"]
    assert main(given) == 0
    told = json.loads(capsys.readouterr().out)
    assert all(record["settings"]["long_edge_px"] == 64 for record in told["records"])
    assert all(record["network"]["name"] == "embedded" for record in told["records"])
    assert len({record["content"]["sha256"] for record in told["records"]}) == 1


def test_paint_leaves_alone_what_is_there_when_only_the_missing_is_asked_for(
    styles_folder, tmp_path, capsys
):
    given = ["quiz", "paint", "--missing", "-o", str(tmp_path), "--styles", str(styles_folder)]
    assert main(given) == 0  # none of the four striped artworks belongs to the ready-made rounds
    assert "0 pictures" in capsys.readouterr().out
