"""Summaries, the page and the command: figures that were put in come out where they should."""

import argparse
import json
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from PIL import Image

from bench.quality import command
from bench.quality import paint as paint_module
from bench.quality.command import earlier
from bench.quality.page import Row, write_page
from bench.quality.scores import METRICS, Scores
from bench.quality.subjects import Subject
from bench.quality.table import (
    merit,
    middle_scores,
    summarise,
    summary_lines,
    table_lines,
    target_text,
)
from tests.pictures import textured


def scores(closure=0.8, structure=0.5, failures=(), **others):
    values = dict.fromkeys(metric.name for metric in METRICS)
    return Scores(
        **{**values, "closure_judge": closure, "structure": structure, **others},
        failures=failures,
    )


def test_a_summary_holds_least_middle_and_greatest_and_leaves_out_what_is_missing():
    found = summarise([scores(0.5), scores(0.9), scores(0.7)])
    assert found["closure_judge"] == {
        "least": 0.5, "median": 0.7, "greatest": 0.9, "pictures": 3,
        "within": pytest.approx(2 / 3, abs=1e-4), "met": False,
    }  # fmt: skip
    assert "grain" not in found


def test_a_target_needs_every_picture_and_the_median():
    assert summarise([scores(0.6), scores(0.75), scores(0.9)])["closure_judge"]["met"]
    assert not summarise([scores(0.6), scores(0.7), scores(0.9)])["closure_judge"]["met"]
    assert not summarise([scores(0.5), scores(0.8), scores(0.9)])["closure_judge"]["met"]


def test_a_metric_without_a_target_is_neither_met_nor_missed():
    assert summarise([scores(palette=0.1)])["palette"]["met"] is None


def test_middle_scores_are_medians_and_collect_failures():
    found = middle_scores([scores(0.5, failures=("grey",)), scores(0.9), scores(0.6)])
    assert found.closure_judge == 0.6
    assert found.failures == ("grey",)
    assert found.grain is None


def test_tables_have_a_line_for_each_row_and_columns_that_align():
    lines = table_lines({"a": scores(), "a longer name": scores(0.1, failures=("grey",))})
    assert len(lines) == 3
    assert lines[0].index("closure") == lines[1].index("0.80") - 3
    assert lines[2].endswith("grey")


def test_summary_lines_say_met_or_missed():
    text = "\n".join(summary_lines(summarise([scores(0.2), scores(0.9)])))
    assert "MISSED" in text
    assert "met" in text


def test_targets_read_as_words():
    words = {metric.name: target_text(metric) for metric in METRICS}
    assert words["closure_judge"] == "≥ 0.6, median ≥ 0.75"
    assert words["grain"] == "0.6 to 1.4"
    assert words["border"] == "≤ 1.3"
    assert words["palette_share"] == "≤ 0.25"
    assert words["seconds"] == ""


def test_merit_is_the_weaker_side_and_failures_come_last():
    assert merit(scores(0.75, 0.40)) == pytest.approx(0)
    assert merit(scores(0.60, 0.90)) == pytest.approx(-1)
    assert merit(scores(0.99, 0.30)) == pytest.approx(-1)
    assert merit(scores(0.99, 0.90, failures=("grey",))) < merit(scores(0.0, 0.0))


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.images, self.rows, self.captions, self.reading = [], 0, [], ""

    def handle_starttag(self, tag, attrs):
        self.reading = tag
        if tag == "img":
            self.images.append(dict(attrs)["src"])
        self.rows += tag == "tr"

    def handle_data(self, text):
        if self.reading == "figcaption" and text.strip():
            self.captions.append(text)


@pytest.fixture
def rows(tmp_path):
    file = tmp_path / "a & b.jpg"
    Image.fromarray(textured(0, 40, 60)).save(file)
    subject = Subject("a & b", file)
    return [
        Row(f"row {number}", subject, subject, 0, scores(0.1 * number, 0.6)) for number in range(9)
    ]


def test_the_page_shows_best_first_then_worst_and_every_row(tmp_path, rows):
    write_page(tmp_path / "out", rows, "A <title>", {"photograph & co": scores()})
    text = (tmp_path / "out" / "index.html").read_text("utf-8")
    reader = Reader()
    reader.feed(text)
    shown = [caption.split(":")[0] for caption in reader.captions]
    assert shown == [f"row {number}" for number in (8, 7, 6, 5, 4, 0, 1, 2, 3)]
    assert len(reader.images) == 3 * (9 + 9)
    assert "A &lt;title&gt;" in text
    assert "photograph &amp; co" in text
    assert "http" not in text


def test_a_picture_from_before_hangs_above_the_one_of_now(tmp_path, rows):
    old = tmp_path / "old" / "pastiches" / "a & b--a & b--0.png"
    old.parent.mkdir(parents=True)
    Image.fromarray(textured(1, 40, 60)).save(old)
    found = earlier(tmp_path / "old", rows[0].photograph, rows[0].painting)
    write_page(tmp_path / "out", [replace(rows[0], before=found)], "title")
    reader = Reader()
    reader.feed((tmp_path / "out" / "index.html").read_text("utf-8"))
    above, now = reader.images[2:4]
    assert (tmp_path / "out" / unquote(above)).resolve() == old.resolve()
    assert now == "pastiches/row%200.png"
    assert earlier(tmp_path, rows[0].photograph, rows[0].painting) is None


def test_pictures_of_the_page_lie_beside_it(tmp_path, rows):
    write_page(tmp_path / "out", rows[:1], "title")
    reader = Reader()
    reader.feed((tmp_path / "out" / "index.html").read_text("utf-8"))
    first, second, pastiche = (tmp_path / "out" / unquote(src) for src in reader.images[:3])
    assert first.is_file()
    assert second.is_file()
    assert pastiche == tmp_path / "out" / "pastiches" / "row 0.png"


@pytest.fixture
def asked(tmp_path):
    for kind, seeds in (("photos", (1, 2)), ("paintings", (3,))):
        (tmp_path / kind).mkdir()
        for seed in seeds:
            Image.fromarray(textured(seed, 64, 80)).save(tmp_path / kind / f"{kind}{seed}.png")
    parser = argparse.ArgumentParser()
    command.add_command(parser.add_subparsers())
    return parser.parse_args(
        f"quality --photos {tmp_path}/photos --paintings {tmp_path}/paintings --network embedded "
        f"--size 64 --out {tmp_path}/out --set steps=2 first_scale_px=64 --seeds 2".split()
    )


def test_the_command_measures_every_pair_and_seed_and_resumes(asked, capsys, monkeypatch):
    figures = command.measure(asked)
    assert [(each["photograph"], each["seed"]) for each in figures["pairs"]] == [
        ("photos1", 0), ("photos1", 1), ("photos2", 0), ("photos2", 1),
    ]  # fmt: skip
    assert figures["summary"]["structure"]["pictures"] == 4
    assert figures["pairs"][0]["peak_mb"] > 50
    written = json.loads((asked.out / "quality.json").read_text("utf-8"))
    assert written["pairs"] == json.loads(json.dumps(figures["pairs"]))
    assert "min left" in capsys.readouterr().out

    def refuse(*args, **named):
        raise AssertionError("painted again")

    monkeypatch.setattr(paint_module, "stylize", refuse)
    again = command.measure(asked)
    assert again["pairs"] == figures["pairs"]
    assert "kept" in capsys.readouterr().out
