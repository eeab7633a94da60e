"""The command line from outside: files in, files out, exit codes and words as people expect."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import fields

import numpy as np
import pytest
from PIL import Image

from nst.cli import build_parser, main
from nst.gallery import Gallery
from nst.images import open_image, read_record
from nst.places import EXAMPLES, STYLES
from nst.settings import Settings

QUICK = ["--size", "64", "--steps", "3", "--network", "embedded", "--quiet"]
PHOTO = EXAMPLES / "astronaut.jpg"


@pytest.fixture
def style(tmp_path):
    path = tmp_path / "style.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)).save(path)
    return path


def test_paint_writes_the_picture_and_its_record(tmp_path, style, capsys):
    out = tmp_path / "deep" / "out.png"
    assert main(["paint", str(PHOTO), "--style", str(style), "-o", str(out), *QUICK]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert open_image(out).shape == (64, 64, 3)
    record = read_record(out)
    beside = json.loads(out.with_suffix(".json").read_text("utf-8"))
    assert beside.pop("files") == {"content": str(PHOTO), "style": str(style)}
    assert record == beside
    assert record["settings"]["long_edge_px"] == 64
    assert record["network"]["name"] == "embedded"


def test_repaint_gives_the_same_pixels(tmp_path, style):
    out, again = tmp_path / "a.png", tmp_path / "b.png"
    assert main(["paint", str(PHOTO), "--style", str(style), "-o", str(out), *QUICK]) == 0
    assert main(["repaint", str(out.with_suffix(".json")), "-o", str(again), "-q"]) == 0
    assert np.array_equal(open_image(out), open_image(again))


def test_a_gallery_slug_is_a_style_and_its_settings_are_in_force(tmp_path):
    out = tmp_path / "out.png"
    assert main(["paint", str(PHOTO), "--style", "starry-night", "-o", str(out), *QUICK]) == 0
    record = read_record(out)
    assert record["artwork"]["slug"] == "starry-night"
    own = Gallery.load(STYLES)["starry-night"].settings
    assert {name: record["settings"][name] for name in own} == own


def test_a_folder_of_photographs_becomes_a_folder_of_pastiches(tmp_path, style):
    photos, out = tmp_path / "photos", tmp_path / "out"
    photos.mkdir()
    for name in ("astronaut", "cat"):
        shutil.copy(EXAMPLES / f"{name}.jpg", photos)
    assert main(["paint", str(photos), "--style", str(style), "-o", str(out), *QUICK]) == 0
    assert sorted(path.name for path in out.glob("*.png")) == [
        "astronaut--style.png",
        "cat--style.png",
    ]


def test_frames_make_a_time_lapse(tmp_path, style):
    film = tmp_path / "film.webp"
    arguments = ["paint", str(PHOTO), "--style", str(style), "-o", str(tmp_path / "o.png")]
    # steps that can be seen: an encoder may merge frames that look alike
    assert main([*arguments, "--frames", str(film), "--step-size", "0.3", *QUICK]) == 0
    with Image.open(film) as opened:
        assert opened.n_frames > 2


def test_json_on_stdout_is_the_record(tmp_path, style, capsys):
    arguments = ["paint", str(PHOTO), "--style", str(style), "-o", str(tmp_path / "o.png")]
    assert main([*arguments, "--json", *QUICK]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["output"] == str(tmp_path / "o.png")
    assert printed["settings"]["steps"] == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["paint", "nowhere.jpg", "--style", "starry-night"], "cannot be read"),
        (["paint", str(PHOTO), "--style", "no-such"], "choose one of: "),
        (["paint", str(PHOTO), "--style", "starry-night", "--strength", "2"], "between 0 and 1"),
        (["paint", str(PHOTO), "--style", "starry-night", "-o", "x.jpg"], ".jpg is not written"),
        (["repaint", str(PHOTO)], "no run record"),
        (["gallery", "show", "no-such"], "choose one of: "),
    ],
)
def test_mistakes_end_in_one_sentence_and_exit_code_one(arguments, words, capsys):
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_usage_errors_end_in_two():
    with pytest.raises(SystemExit) as left:
        main(["paint"])
    assert left.value.code == 2


def test_every_setting_has_a_flag():
    options = build_parser().parse_args(["paint", "a.jpg", "--style", "b"])
    assert {each.name for each in fields(Settings)} <= set(vars(options))


def test_ctrl_c_keeps_the_picture_so_far(tmp_path, style):
    out, preview = tmp_path / "out.png", tmp_path / "preview.png"
    command = [sys.executable, "-m", "nst", "paint", str(PHOTO), "--style", str(style)]
    command += ["-o", str(out), "--preview", str(preview), "--size", "128", "--steps", "5000"]
    command += ["--network", "embedded", "-q"]
    # a shell that runs things behind itself lets them ignore Ctrl-C
    heed = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731
    with subprocess.Popen(
        command, env=os.environ, stderr=subprocess.PIPE, text=True, preexec_fn=heed
    ) as painting:
        try:
            while not preview.exists():
                assert painting.poll() is None, painting.stderr.read()
                time.sleep(0.05)
            painting.send_signal(signal.SIGINT)
            painting.wait(timeout=60)
        finally:
            painting.kill()
    assert painting.returncode == 130
    assert open_image(out).shape == (128, 128, 3)
    assert read_record(out)["stopped"]["steps"] == 5000


def test_gallery_list_has_a_line_for_each_artwork(capsys):
    assert main(["gallery", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("starry-night") and "Van Gogh" in line.title() for line in lines)


def test_gallery_show_tells_the_story_and_the_spots(capsys):
    assert main(["gallery", "show", "starry-night"]) == 0
    told = capsys.readouterr().out
    assert "1. " in told
    assert "Sources: " in told


def test_weights_status_names_the_embedded_network(capsys):
    assert main(["weights", "status", "--json"]) == 0
    assert "embedded" in {each["name"] for each in json.loads(capsys.readouterr().out)}


def test_two_photographs_of_one_name_are_refused_before_painting(tmp_path, style, capsys):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        shutil.copy(PHOTO, tmp_path / name / "me.jpg")
    photos = [str(tmp_path / name / "me.jpg") for name in ("a", "b")]
    out = tmp_path / "out"
    assert main(["paint", *photos, "--style", str(style), "-o", str(out), *QUICK]) == 1
    assert "both become" in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_in_the_way_is_refused_before_painting(tmp_path, style, capsys):
    (tmp_path / "out.png" / "out.png").mkdir(parents=True)
    out = str(tmp_path / "out.png" / "out.png")
    film = ["--frames", out]
    target = ["-o", str(tmp_path / "fine.png")]
    assert main(["paint", str(PHOTO), "--style", str(style), *target, *film, *QUICK]) == 1
    assert "is a folder" in capsys.readouterr().err
    assert not (tmp_path / "fine.png").exists()


def test_a_picture_begun_from_another_is_repainted_from_it(tmp_path, style):
    out, again = tmp_path / "a.png", tmp_path / "b.png"
    start = str(EXAMPLES / "cat.jpg")
    arguments = ["paint", str(PHOTO), "--style", str(style), "--start", start, "-o", str(out)]
    assert main([*arguments, *QUICK]) == 0
    assert main(["repaint", str(out.with_suffix(".json")), "-o", str(again), "-q"]) == 0
    assert np.array_equal(open_image(out), open_image(again))


def test_another_network_than_the_records_is_said(tmp_path, style, capsys):
    out = tmp_path / "a.png"
    assert main(["paint", str(PHOTO), "--style", str(style), "-o", str(out), *QUICK]) == 0
    beside = out.with_suffix(".json")
    record = json.loads(beside.read_text("utf-8"))
    record["network"]["sha256"] = "0" * 64
    beside.write_text(json.dumps(record), "utf-8")
    capsys.readouterr()
    assert main(["repaint", str(beside), "-q"]) == 0
    assert "network" in capsys.readouterr().err
