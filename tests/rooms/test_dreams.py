"""Walls of finished pictures: one sheet, one ZIP file, and the host's folder."""

import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from nst.cli import main
from nst.errors import InputError
from nst.images import encode_png, fingerprint, open_image, read_record
from nst.rooms import dreams
from nst.rooms.hostwall import MOST, HostWall
from tests.conftest import stripes

RECORD = {"settings": {"strength": 0.5}, "artwork": {"slug": "blue-stripes", "title": "Blue"}}


def piece(name="blue-1", **changes):
    values = {
        "name": name,
        "title": "Blue Stripes",
        "picture": stripes(60, 90),
        "record": RECORD,
        "content": stripes(60, 90, seed=5),
        "style": stripes(120, 80, seed=6),
    }
    return dreams.Piece(**{**values, **changes})


def opened(packed):
    return zipfile.ZipFile(io.BytesIO(packed))


def test_a_packed_wall_holds_each_picture_with_its_record_and_no_photograph(tmp_path):
    archive = opened(dreams.pack([piece(), piece("tall-2")]))
    assert archive.namelist() == ["blue-1.png", "blue-1.json", "tall-2.png", "tall-2.json"]
    archive.extractall(tmp_path)
    assert read_record(tmp_path / "tall-2.png") == RECORD
    assert json.loads((tmp_path / "blue-1.json").read_text("utf-8")) == RECORD
    assert np.array_equal(open_image(tmp_path / "blue-1.png"), piece().picture)


def test_photographs_are_packed_only_when_asked_for():
    whole = [piece(), piece("lost", content=None)]
    names = opened(dreams.pack(whole, photographs=True)).namelist()
    assert [name for name in names if "photograph" in name] == ["blue-1-photograph.jpg"]


def test_the_same_wall_packs_to_the_same_bytes():
    assert dreams.pack([piece()]) == dreams.pack([piece()])


def test_nothing_is_neither_packed_nor_hung():
    for act in (dreams.pack, dreams.sheet):
        with pytest.raises(InputError, match="Paint a picture first"):
            act([])


def test_a_triptych_holds_photograph_painting_and_pastiche_from_left_to_right():
    colors = [(200, 0, 0), (0, 200, 0), (0, 0, 200)]
    content, style, picture = (np.full((60, 90, 3), color, np.uint8) for color in colors)
    shown = dreams.triptych(piece(content=content, style=style, picture=picture))
    height, width = shown.shape[:2]
    assert height == 60
    middles = [tuple(shown[30, round(width * share)]) for share in (0.15, 0.5, 0.85)]
    assert middles == colors
    alone = dreams.triptych(piece(content=None, style=None, picture=picture))
    assert np.array_equal(alone, picture)


def test_a_sheet_has_a_row_for_each_piece():
    one, three = dreams.sheet([piece()]), dreams.sheet([piece()] * 3)
    assert one.shape[1] == three.shape[1]
    assert three.shape[0] - one.shape[0] == 2 * (dreams.ROW_PX + dreams.LINE_PX)


@pytest.fixture
def folder(tmp_path, examples_folder):
    """Two pastiches, one of them with its photograph at hand, and a picture without a record."""
    place = tmp_path / "mine"
    place.mkdir()
    files = {"content": str(examples_folder / "cat.jpg"), "style": "blue-stripes"}
    for name in ("a", "b"):
        (place / f"{name}.png").write_bytes(encode_png(stripes(60, 90), RECORD))
    (place / "a.json").write_text(json.dumps({**RECORD, "files": files}), "utf-8")
    Image.fromarray(stripes(60, 90)).save(place / "c.png")
    return place


def test_pieces_are_gathered_with_what_lies_beside_them(folder, gallery, examples_folder):
    (first, second), (problem,) = dreams.gather(folder, gallery)
    assert fingerprint(first.content) == fingerprint(open_image(examples_folder / "cat.jpg"))
    assert fingerprint(first.style) == fingerprint(open_image(gallery["blue-stripes"].picture))
    assert second.content is None
    assert "c.png holds no run record" in problem


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_pastiches_is_refused_in_a_sentence(name, tmp_path, gallery):
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no folder|holds no pastiche"):
        dreams.gather(tmp_path / name, gallery)


def test_the_command_writes_sheet_and_zip_and_tells_what_hangs(
    folder, tmp_path, styles_folder, capsys
):
    sheet, packed = tmp_path / "deep" / "wall.png", tmp_path / "wall.zip"
    given = ["wall", str(folder), "-o", str(sheet), "--zip", str(packed), "--photographs"]
    assert main([*given, "--styles", str(styles_folder)]) == 0
    said = capsys.readouterr()
    assert "a  after Blue, 90 × 60 px, with photograph and painting" in said.out
    assert "b  after Blue, 90 × 60 px, with painting" in said.out
    assert "c.png" in said.err
    assert open_image(sheet).shape[0] > 2 * dreams.ROW_PX
    assert "a-photograph.jpg" in opened(packed.read_bytes()).namelist()


def test_the_command_lists_records_for_machines(folder, styles_folder, capsys):
    assert main(["wall", str(folder), "--json", "--styles", str(styles_folder)]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"a", "b"}


@pytest.mark.parametrize("given", [["-o", "wall.jpg"], ["--zip", "wall.tar"]])
def test_another_file_type_is_refused_before_anything_is_read(given, capsys):
    assert main(["wall", "nowhere", *given]) == 1
    assert f"{given[1]} does not end in" in capsys.readouterr().err


def test_a_host_wall_hangs_pngs_with_records_and_names_the_others(folder):
    wall = HostWall(folder)
    assert [(each.name, each.slug, each.title) for each in wall.chosen] == [
        ("a", "blue-stripes", "Blue"),
        ("b", "blue-stripes", "Blue"),
    ]
    assert wall["b"].path == folder / "b.png"
    assert wall["c"] is None
    assert "c.png" in wall.problems[0]


def test_a_host_wall_is_bounded_and_says_what_it_left_out(folder):
    for at in range(MOST):
        (folder / f"more-{at:02}.png").write_bytes(encode_png(stripes(40, 40), RECORD))
    wall = HostWall(folder)
    assert len(wall.chosen) == MOST
    assert "2 were left out" in wall.problems[-1]


def test_without_a_folder_nothing_hangs_and_a_wrong_one_is_named():
    assert HostWall().chosen == HostWall("").chosen == ()
    with pytest.raises(InputError, match="nowhere is no folder"):
        HostWall("nowhere")
