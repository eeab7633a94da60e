"""The command that sets studies beside originals, on a gallery of two stripes."""

import numpy as np
import pytest
from PIL import Image

from bench import studies
from nst.gallery import Gallery
from tests.bench.test_brushwork import stripes


@pytest.fixture
def wall(tmp_path):
    """Two artworks in stripes of their own, and a folder with the originals, one under an alias."""
    for slug, angle in (("grande-jatte", 20), ("the-scream", 100)):
        folder = tmp_path / "styles" / slug
        folder.mkdir(parents=True)
        Image.fromarray(stripes(angle, size=256)).save(folder / "study.webp", lossless=True)
        text = f'title = "{slug}"\nartist = "Nobody"\n'
        (folder / "artwork.toml").write_text(text, "utf-8")
    (tmp_path / "paintings").mkdir()
    for name, angle in (("seurat-grande-jatte", 22), ("the-scream", 98), ("candy", 60)):
        Image.fromarray(stripes(angle, size=256)).save(tmp_path / "paintings" / f"{name}.png")
    return tmp_path


def run(wall, *extra):
    parser = studies.add_command(_Actions())
    folders = ["--paintings", str(wall / "paintings"), "--studies", str(wall / "styles")]
    return studies.measure(parser.parse_args([*folders, "--out", str(wall / "out"), *extra]))


class _Actions:
    def add_parser(self, name, **options):
        import argparse

        return argparse.ArgumentParser(prog=name)


def test_each_study_is_nearest_to_its_own_original(wall):
    figures = run(wall)["studies"]
    assert {slug: each["rank"]["directions"] for slug, each in figures.items()} == {
        "grande-jatte": 1,
        "the-scream": 1,
    }
    assert figures["the-scream"]["distance"]["directions"] == pytest.approx(2, abs=1)


def test_a_sheet_shows_the_study_left_and_the_original_right(wall):
    run(wall, "--only", "the-scream")
    sheet = np.asarray(Image.open(wall / "out/the-scream.png"))
    assert sheet.shape == (256, 256 + 12 + 256, 3)
    assert np.abs(sheet[:, -256:].astype(int) - stripes(98, size=256)).max() <= 2
    assert not (wall / "out/grande-jatte.png").exists()


def test_a_homage_has_no_original(wall):
    toml = wall / "styles/the-scream/artwork.toml"
    toml.write_text(toml.read_text("utf-8") + "homage = true\n", "utf-8")
    artwork = Gallery.load(wall / "styles")["the-scream"]
    files = {"the-scream": wall / "paintings/the-scream.png"}
    assert studies.original_of(artwork, files) is None
