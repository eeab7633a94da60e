"""Rehanging: a fetched painting takes its study's place while the doors are open."""

import numpy as np
import pytest
from PIL import Image

import nst.commons
from nst.errors import GalleryError
from nst.exhibition import MOST_FAILURES, Exhibition

CARD = 'title = "{0}"\nartist = "A"\ncommons_file = "{0}.jpg"\n'


def save(path):
    Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(path)


@pytest.fixture
def exhibition(tmp_path):
    for slug in ("a", "b", "c", "d"):
        place = tmp_path / "styles" / slug
        place.mkdir(parents=True)
        homage = "homage = true\n" if slug == "d" else ""
        (place / "artwork.toml").write_text(CARD.format(slug) + homage, "utf-8")
        save(place / "study.webp")
    (tmp_path / "fetched").mkdir()
    return Exhibition(tmp_path / "styles", tmp_path / "fetched")


def test_each_free_painting_is_hung_as_it_comes_and_homages_stay(exhibition, monkeypatch):
    seen = []

    def fetch(commons_file, study, target):
        seen.append([artwork.picture_kind for artwork in exhibition.artworks])
        save(target)

    monkeypatch.setattr(nst.commons, "fetch_painting", fetch)
    assert exhibition.fetch_paintings() == 3
    assert [each.count("painting") for each in seen] == [0, 1, 2]
    assert [artwork.picture_kind for artwork in exhibition.artworks] == [
        *["painting"] * 3,
        "homage",
    ]


def test_a_closed_network_is_not_asked_for_every_painting(exhibition, monkeypatch):
    asked = []

    def fetch(commons_file, study, target):
        asked.append(commons_file)
        raise GalleryError("Commons did not answer.")

    monkeypatch.setattr(nst.commons, "fetch_painting", fetch)
    assert exhibition.fetch_paintings() == 0
    assert len(asked) == MOST_FAILURES
    assert {artwork.picture_kind for artwork in exhibition.artworks} == {"study", "homage"}
