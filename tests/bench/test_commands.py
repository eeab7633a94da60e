"""The door of the measurements: help without torch, and the commands of speed on tiny pictures."""

import argparse
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from bench import __main__ as door
from bench import profile, speed, start
from bench.pace.race import Course
from nst.records import Progress, Waiting

ROOT = Path(__file__).parents[2]
HEAVY = {"torch", "cv2", "gradio", "skimage"}


def parsed(room, *words):
    actions = argparse.ArgumentParser().add_subparsers()
    return room.add_command(actions).parse_args(words)


def test_help_lists_every_measurement_and_opens_none_of_them():
    code = (
        "import sys; from bench.__main__ import new_parser; print(new_parser([]).format_help());"
        f"sys.exit(bool({HEAVY!r} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    for name in door.MEASUREMENTS:
        assert f"\n    {name} " in ran.stdout


@pytest.mark.parametrize("name", door.MEASUREMENTS)
def test_a_measurement_is_opened_by_its_name(name):
    room = import_module(door.MEASUREMENTS[name])
    required = ["--paintings", "."] if name == "studies" else ["a"] if name == "choose" else []
    options = door.new_parser([name]).parse_args([name, *required, "--json", "found.json"])
    assert options.measure is room.measure
    assert options.json == Path("found.json")


def test_figures_are_written_with_machine_and_date(monkeypatch, tmp_path):
    file = tmp_path / "new" / "found.json"
    monkeypatch.setattr(sys, "argv", ["bench", "caches", "--json", str(file)])
    monkeypatch.setattr("bench.caches.measure", lambda options: {"seconds": 1.5})
    door.main()
    found = json.loads(file.read_text("utf-8"))
    assert found["seconds"] == 1.5
    assert "cores" in found["machine"]
    assert found["date"].startswith("20")


def test_a_profile_has_the_same_layers_before_and_now(monkeypatch, tmp_path):
    monkeypatch.setattr(profile, "best_rate", lambda: {"one": 1e12})
    monkeypatch.setattr(profile, "fastest_s", lambda work, times=5: work() is None or 0.001)
    file = tmp_path / "profile.svg"
    options = parsed(profile, "--network", "embedded", "--size", "32", "-o", str(file))
    figures = profile.measure(options)
    names = [[row["name"] for row in figures[when]] for when in ("before", "now")]
    assert names[0] == names[1]
    assert names[0][:3] == ["conv1_1", "conv1_2", "pool1"]
    assert names[0][-1] == profile.DEEPEST
    assert figures["before"][1]["flops"] == figures["now"][1]["flops"]
    assert file.read_text("utf-8").startswith("<svg")


def test_the_first_preview_is_the_first_that_is_painted(monkeypatch):
    made = []

    class Backend:
        def run(self, job):
            yield Waiting(ahead=0)
            for step in range(3):
                yield progress(step)

    def progress(step):
        picture = np.zeros((2, 2, 3), np.uint8)
        made.append(step)
        return Progress(
            picture=picture, step=step, steps=2, scale=1, scales=1, loss=0.0, parts={},
            spent_s=0.0, left_s=None,
        )  # fmt: skip

    monkeypatch.setattr(start.time, "perf_counter", lambda: 7.0)
    assert start.first_preview_s(Backend(), None, began=4.0) == 3.0
    assert made == [0, 1]


def test_ratios_are_those_of_the_seconds(monkeypatch, tmp_path, capsys):
    """The race itself is run elsewhere; here two courses are given."""
    reference = Course("textbook", [5.0, 100.0], [9.0, 2.0], [9.0, 3.0], 300)
    ours = Course("ours", [1.0, 4.0, 8.0], [9.0, 5.0, 2.0], [9.0, 3.0, 1.0], 40)
    monkeypatch.setattr(speed, "run_textbook", lambda *given: (reference, None))
    monkeypatch.setattr(speed, "run_ours", lambda *given, **named: ours)
    monkeypatch.setattr(speed, "_rates", lambda *given: {})
    monkeypatch.setattr(speed.memory, "figures", lambda *given: {})
    file = tmp_path / "speed.svg"
    words = ("--quick", "--no-start", "--no-recipes", "--no-ablation", "--network", "embedded")
    figures = speed.measure(parsed(speed, *words, "-o", str(file)))
    assert figures["reference_s"] == 100.0
    assert figures["ours_s"] == 4.0
    assert figures["ratio_to_reference"] == 25.0
    assert figures["ratio_beyond_range"] == 12.5
    assert figures["reference_s_per_evaluation"] == pytest.approx(1 / 3)
    assert file.read_text("utf-8").count("<polyline") == 2
    assert "×25.0 as a picture" in capsys.readouterr().out
