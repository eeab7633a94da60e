"""The gallery: every shipped folder is whole, and a broken one is named without taking the rest."""

import re

import numpy as np
import pytest
from PIL import Image

from nst.errors import GalleryError
from nst.gallery import Gallery, load_artwork
from nst.places import STYLES
from nst.settings import Settings

TWO_LINES = 'title = "My Wall"\nartist = "Me"\n'


def folder(root, slug="mine", card=TWO_LINES, pictures=("anything.png",)):
    place = root / slug
    place.mkdir()
    if card is not None:
        (place / "artwork.toml").write_text(card, "utf-8")
    for name in pictures:
        Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(place / name)
    return place


def test_two_lines_and_any_picture_make_an_artwork(tmp_path):
    folder(tmp_path)
    (artwork,) = Gallery.load(tmp_path).artworks
    assert (artwork.slug, artwork.title, artwork.picture_kind) == ("mine", "My Wall", "picture")
    assert artwork.tune(Settings()) == Settings()


BROKEN = {
    "no card": (None, ("a.png",), "artwork.toml is missing"),
    "not toml": ("title = ", ("a.png",), "cannot be read"),
    "no artist": ('title = "A"', ("a.png",), "no artist"),
    "no picture": (TWO_LINES, (), "no picture"),
    "unknown key": (TWO_LINES + "colour = 1", ("a.png",), "unknown key: colour"),
    "bad setting": (TWO_LINES + "[settings]\nbrush = 9", ("a.png",), "brush is 9"),
    "unknown setting": (TWO_LINES + "[settings]\nbrsh = 1", ("a.png",), "brsh"),
    "settings no table": (TWO_LINES + "settings = 3", ("a.png",), "settings is 3"),
    "palette no list": (TWO_LINES + "palette = 1", ("a.png",), "palette is 1"),
    "order no number": (TWO_LINES + 'order = "x"', ("a.png",), "order is 'x'"),
    "rights no table": (TWO_LINES + 'rights = "x"', ("a.png",), "rights is 'x'"),
    "spots no tables": (TWO_LINES + "spots = [1]", ("a.png",), "spots"),
    "spot off": (
        TWO_LINES + '[[spots]]\nx=2\ny=0\ntitle="a"\nnote="b"', ("a.png",), "off the picture",
    ),
    "spot without note": (TWO_LINES + '[[spots]]\nx=0\ny=0\ntitle="a"', ("a.png",), "note"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_folder_is_named_and_the_rest_still_shows(case, tmp_path):
    card, pictures, words = BROKEN[case]
    folder(tmp_path, "good")
    folder(tmp_path, "bad", card, pictures)
    gallery = Gallery.load(tmp_path)
    assert [artwork.slug for artwork in gallery.artworks] == ["good"]
    (problem,) = gallery.problems
    assert problem.startswith("styles/bad: ")
    assert words in problem


def test_a_story_in_another_encoding_is_named(tmp_path):
    folder(tmp_path, "good")
    (folder(tmp_path, "bad") / "story.md").write_bytes("Vétheuil".encode("latin-1"))
    (problem,) = Gallery.load(tmp_path).problems
    assert problem.startswith("styles/bad: story.md")


def test_a_year_may_be_a_number(tmp_path):
    folder(tmp_path, card=TWO_LINES + "year = 1889")
    assert Gallery.load(tmp_path)["mine"].year == "1889"


def test_an_empty_gallery_says_so(tmp_path):
    with pytest.raises(GalleryError, match="No artwork"):
        Gallery.load(tmp_path)


def test_painting_wins_over_fetched_wins_over_study(tmp_path):
    fetched = tmp_path / "fetched"
    fetched.mkdir()
    place = folder(tmp_path, pictures=("study.webp", "other.jpg"))
    assert load_artwork(place, fetched).picture_kind == "study"
    Image.new("RGB", (40, 40)).save(fetched / "mine.jpg")
    assert load_artwork(place, fetched).picture == fetched / "mine.jpg"
    Image.new("RGB", (40, 40)).save(place / "painting.jpg")
    assert load_artwork(place, fetched).picture == place / "painting.jpg"


def test_a_homage_is_never_replaced_by_a_fetched_picture(tmp_path):
    place = folder(tmp_path, card=TWO_LINES + "homage = true", pictures=("study.webp",))
    Image.new("RGB", (40, 40)).save(tmp_path / "mine.jpg")
    assert load_artwork(place, tmp_path).picture_kind == "homage"


def test_unknown_slug_lists_the_slugs(tmp_path):
    folder(tmp_path)
    with pytest.raises(GalleryError, match="choose one of: mine"):
        Gallery.load(tmp_path)["theirs"]


def test_neighbours_go_round_the_wall(tmp_path):
    for slug in "abcd":
        folder(tmp_path, slug)
    gallery = Gallery.load(tmp_path)
    assert [artwork.slug for artwork in gallery.neighbours("c")] == ["d", "a", "b"]


SHIPPED = Gallery.load(STYLES)


def test_the_wall_is_whole():
    assert SHIPPED.problems == ()
    assert {
        "starry-night", "adele-bloch-bauer-i", "adele-bloch-bauer-ii", "girl-with-a-pearl-earring",
        "kahlo-homage", "mondrian-red-blue-yellow", "kandinsky-yellow-red-blue",
        "wheatfield-with-crows", "luncheon-of-the-boating-party", "the-great-wave",
        "balloon-homage", "the-scream", "grande-jatte",
    } <= {artwork.slug for artwork in SHIPPED.artworks}  # fmt: skip


@pytest.mark.parametrize("artwork", SHIPPED.artworks, ids=lambda artwork: artwork.slug)
def test_every_artwork_is_told_in_full(artwork):
    assert 250 <= len(artwork.story.split()) <= 500
    assert 3 <= len(artwork.spots) <= 6
    assert len(artwork.sources) >= 2
    assert artwork.rights["summary"]
    assert artwork.alt
    assert len(re.findall(r"[.!?](?:\s|$)", artwork.network_note)) == 2


@pytest.mark.parametrize("artwork", SHIPPED.artworks, ids=lambda artwork: artwork.slug)
def test_every_study_is_large_and_shaped_like_its_original(artwork):
    with Image.open(artwork.picture) as picture:
        width, height = picture.size
    assert max(width, height) >= 768
    if artwork.size_cm and not artwork.homage:
        assert height / width == pytest.approx(
            artwork.size_cm[0] / artwork.size_cm[1], rel=0.05
        )  # copies are cropped


@pytest.mark.parametrize("slug", ["kahlo-homage", "balloon-homage"])
def test_works_in_copyright_are_homages_and_never_fetched(slug):
    assert SHIPPED[slug].homage
    assert SHIPPED[slug].commons_file == ""


@pytest.mark.parametrize(
    ("slug", "told", "never"),
    [
        ("adele-bloch-bauer-i", "Lauder", "auctioned"),
        ("adele-bloch-bauer-ii", "Christie", "Neue Galerie bought"),
        ("girl-with-a-pearl-earring", "tronie", "dated 1665"),
        ("wheatfield-with-crows", "Tree Roots", "his last painting was Wheatfield"),
        ("kahlo-homage", "1938", "first woman in the Louvre"),
        ("balloon-homage", "2002", "mural was shredded"),
    ],
)
def test_circulating_errors_are_corrected(slug, told, never):
    artwork = SHIPPED[slug]
    text = artwork.story + " ".join(spot.note for spot in artwork.spots) + artwork.location
    assert told in text
    assert never not in text


@pytest.mark.parametrize("artwork", Gallery.load(STYLES).artworks, ids=lambda each: each.slug)
def test_every_artwork_says_in_a_sentence_or_two_what_gives_it_away(artwork):
    assert 40 <= len(artwork.giveaway) <= 220
    assert artwork.giveaway.endswith(".")
    assert 1 <= len(re.findall(r"[.:!?](?= |$)", artwork.giveaway)) <= 3
    assert artwork.giveaway != artwork.network_note
