"""`nst comic` and `nst closeup` from outside: files in, files out, one sentence when refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nst.cli import main
from nst.images import open_image, read_record
from nst.places import EXAMPLES
from tests.conftest import stripes

QUICK = ["--size", "64", "--steps", "2", "--network", "embedded", "--quiet"]
CAT, COFFEE = EXAMPLES / "cat.jpg", EXAMPLES / "coffee.jpg"


@pytest.fixture
def style(tmp_path: Path) -> str:
    path = tmp_path / "style.png"
    Image.fromarray(stripes(64, 64, seed=4)).save(path)
    return str(path)


@pytest.fixture
def captions(tmp_path: Path) -> str:
    path = tmp_path / "strip.toml"
    path.write_text('title = "Tea"\n[[panel]]\ncaption = "At four."\n[[panel]]\n', "utf-8")
    return str(path)


@pytest.mark.parametrize("suffix", [".png", ".pdf", ".webp"])
def test_a_strip_is_written_with_its_record_beside_it(
    suffix: str, style: str, captions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "deep" / f"strip{suffix}"
    arguments = ["comic", str(CAT), str(COFFEE), "--style", style, "--captions", captions]
    assert main([*arguments, "-o", str(out), *QUICK]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert out.stat().st_size > 1000
    record = json.loads(out.with_suffix(".json").read_text("utf-8"))
    assert record["title"] == "Tea"
    assert [panel["caption"] for panel in record["panels"]] == ["At four.", ""]
    assert all(panel["record"]["network"]["name"] == "embedded" for panel in record["panels"])


def test_frames_of_a_moving_picture_become_panels(style: str, tmp_path: Path) -> None:
    film = tmp_path / "film.gif"
    frames = [Image.fromarray(stripes(60, 80, seed=at)) for at in range(5)]
    frames[0].save(film, save_all=True, append_images=frames[1:])
    out = tmp_path / "strip.png"
    arguments = ["comic", str(film), "--style", style, "--frames", "3", "--layout", "strip"]
    assert main([*arguments, "-o", str(out), *QUICK]) == 0
    assert len(read_record(out)["panels"]) == 3


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        (["-o", "strip.jpg"], "A .jpg file is not written; name a .png, .pdf or .webp file."),
        (["--frames", "0"], "--frames is 0; at least 1 is needed."),
        ([str(CAT)] * 6, "these are 7 pictures"),
        (["--captions", "none.toml"], "none.toml cannot be read"),
        (["--strength", "7"], "strength is 7.0; it lies between 0 and 1."),
    ],
)
def test_what_cannot_become_a_strip_is_refused_before_any_work(
    extra: list[str], sentence: str, style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["comic", str(CAT), *extra, "--style", style]) == 1
    assert sentence in capsys.readouterr().err


@pytest.fixture
def pastiche(style: str, tmp_path: Path) -> Path:
    out = tmp_path / "cat.png"
    assert main(["paint", str(CAT), "--style", style, "-o", str(out), *QUICK]) == 0
    return out


def test_a_close_look_is_a_sheet_that_says_where_its_details_are(
    pastiche: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "close.png"
    assert main(["closeup", str(pastiche), "-o", str(sheet), "-q"]) == 0
    height, width = open_image(sheet).shape[:2]
    assert width > 1000
    record = read_record(sheet)
    kinds = [each["kind"] for each in record["details"]]
    assert {"change", "edges", "calm"} <= set(kinds)
    assert all(0 <= edge <= 1 for each in record["details"] for edge in each["box"])
    assert record["settings"]["long_edge_px"] == 64
    assert height > 300 * len(kinds)


def test_the_json_beside_a_pastiche_leads_to_the_same_sheet(pastiche: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.png", tmp_path / "other.png"
    assert main(["closeup", str(pastiche), "-o", str(one), "-q"]) == 0
    assert main(["closeup", str(pastiche.with_suffix(".json")), "-o", str(other), "-q"]) == 0
    assert np.array_equal(open_image(one), open_image(other))


def test_a_close_look_without_its_photograph_says_what_to_add(
    pastiche: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pastiche.with_suffix(".json").unlink()
    out = str(tmp_path / "close.png")
    assert main(["closeup", str(pastiche), "-o", out, "-q"]) == 1
    assert "Add --photo PHOTO" in capsys.readouterr().err
    assert main(["closeup", str(pastiche), "-o", str(pastiche), "-q"]) == 1
    assert "would overwrite the picture itself" in capsys.readouterr().err
    style = str(tmp_path / "style.png")
    wrong = ["--photo", str(EXAMPLES / "astronaut.jpg"), "--style", style]
    assert main(["closeup", str(pastiche), "-o", out, "-q", *wrong]) == 1
    assert "their shapes differ" in capsys.readouterr().err
