"""nst explore, grid and course from outside: files with records, and refusals in one sentence."""

import json

import pytest

from nst.cli import build_parser, main
from nst.images import open_image, read_record
from nst.places import EXAMPLES

PHOTO = str(EXAMPLES / "cat.jpg")
SMALL = ["--size", "64", "--network", "embedded", "-q"]


def test_explore_one_layer_writes_that_picture_with_its_record(tmp_path):
    out = tmp_path / "deep" / "cat.png"
    arguments = ["explore", PHOTO, "--layer", "relu4_2", "--steps", "2", "-o", str(out)]
    assert main([*arguments, *SMALL]) == 0
    record = read_record(out)
    assert record["settings"]["content_layers"] == "relu4_2"
    assert record["settings"]["style_weight"] == 0
    assert list(open_image(out).shape[:2]) == record["size_px"]


def test_explore_lays_both_rows_on_a_sheet(tmp_path):
    out = tmp_path / "sheet.png"
    assert main(["explore", PHOTO, "--steps", "1", "-o", str(out), *SMALL]) == 0
    record = read_record(out)
    assert record["room"] == "explorer"
    assert len(record["pieces"]) == 10
    assert json.loads(out.with_suffix(".json").read_text("utf-8")) == record


def test_explore_shows_maps_of_the_layers(tmp_path):
    out = tmp_path / "maps.png"
    assert main(["explore", PHOTO, "--maps", "--layer", "conv2_2", "-o", str(out), *SMALL]) == 0
    assert read_record(out)["taps"] == ["conv2_2"]


def test_explore_leaves_each_layer_of_a_pastiche_out(tmp_path):
    pastiche, out = tmp_path / "p.png", tmp_path / "without.png"
    layers = ["--style-layers", "conv1_1 conv2_1", "--content-layers", "conv3_1", "--steps", "2"]
    paint = ["paint", PHOTO, "--style", "starry-night", "-o", str(pastiche), *layers, *SMALL]
    assert main(paint) == 0
    arguments = ["explore", str(pastiche), "--without", "--steps", "2", "-o", str(out), *SMALL]
    assert main(arguments) == 0
    keys = [each["key"] for each in read_record(out)["pieces"]]
    assert keys[0] == "without nothing"
    assert len(keys) == 4


def test_grid_writes_a_sheet_with_the_record_of_every_cell(tmp_path):
    out = tmp_path / "grid.png"
    arguments = ["grid", PHOTO, "--style", "starry-night", "--over", "steps=1:2,seed=3:4"]
    assert main([*arguments, "-o", str(out), *SMALL]) == 0
    record = read_record(out)
    assert record["over"] == "steps=1:2,seed=3:4"
    turned = [(each["settings"]["steps"], each["settings"]["seed"]) for each in record["pieces"]]
    assert turned == [(1, 3), (2, 3), (1, 4), (2, 4)]


def test_course_tells_each_step_with_file_and_line(capsys):
    assert main(["course"]) == 0
    told = capsys.readouterr().out
    assert "1. What a ConvNet sees" in told
    assert "nst/losses.py:" in told


def test_course_paints_as_published(tmp_path):
    out = tmp_path / "published.png"
    arguments = ["course", PHOTO, "--as-published", "--steps-share", "0.001", "-o", str(out)]
    assert main([*arguments, *SMALL]) == 0
    recipes = [each["settings"]["recipe"] for each in read_record(out)["pieces"]]
    assert recipes == ["gatys-2016", "jacq", "ahmed", "ng"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["explore", "nowhere.jpg"], "cannot be read"),
        (["explore", PHOTO, "--layer", "relu9_9"], "Unknown layer"),
        (["explore", PHOTO, "--size", "5000"], "between 64 and 4096"),
        (["explore", PHOTO, "-o", "x.jpg"], ".jpg is not written"),
        (["explore", PHOTO, "--without"], "holds no run record"),
        (["grid", PHOTO, "--style", "no-such"], "choose one of: "),
        (["grid", PHOTO, "--style", "starry-night", "--over", "volume"], "Unknown knob"),
        (["grid", PHOTO, "--style", "starry-night", "--size", "10"], "between 64 and 4096"),
        (["course", PHOTO, "--style", "no-such"], "choose one of: "),
        (["course", PHOTO, "--as-published", "--steps-share", "0"], "between 0 and 1"),
    ],
)
def test_mistakes_end_in_one_sentence_and_nothing_is_painted(arguments, words, capsys):
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", ["explore", "grid", "course"])
def test_the_help_of_a_command_says_what_it_does(command, capsys):
    with pytest.raises(SystemExit):
        build_parser().parse_args([command, "--help"])
    assert "Gatys" in capsys.readouterr().out or command == "course"
