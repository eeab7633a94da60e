"""The accent is readable on both walls, and the pieces of HTML let nothing through unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import nst.ui
from nst.errors import SettingsError
from nst.gallery import Gallery, Source, Spot
from nst.settings import Settings
from nst.ui.controls import NAMES, settings_from
from nst.ui.course import shuffle_tiles
from nst.ui.markup import link, paragraphs
from nst.ui.painting import picture_html, story_html, title_html
from nst.ui.pictures import Pictures
from nst.ui.theme import AA_CONTRAST, DAY, NIGHT, accents, contrast
from tests.conftest import stripes

FIELD_CONTRAST = 3.0
"""What WCAG 2.1 asks of the edge of a field (1.4.11)."""


def test_black_on_white_has_the_contrast_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#b9a229", "#304285", "#e00000", "navy"])
def test_every_accent_is_readable_by_day_and_by_night(color: str) -> None:
    day, night = accents(color)
    assert contrast(day, DAY) >= AA_CONTRAST
    assert contrast(night, NIGHT) >= AA_CONTRAST


def test_an_accent_that_is_readable_already_is_left_alone() -> None:
    assert accents("#304285")[0] == "#304285"


def test_the_edge_of_a_field_is_seen_by_day_and_by_night() -> None:
    sheet = (Path(nst.ui.__file__).parent / "style.css").read_text("utf-8")
    edges, papers, fields = (
        re.findall(rf"--{name}: (#\w+);", sheet) for name in ("edge-ink", "paper", "raised")
    )
    assert papers == [DAY, NIGHT]
    for edge, *grounds in zip(edges, papers, fields, strict=True):
        assert min(contrast(edge, ground) for ground in grounds) >= FIELD_CONTRAST


def test_our_own_homage_is_not_credited_to_the_artist(gallery: Gallery) -> None:
    artwork = replace(gallery["blue-stripes"], homage=True, year="after a wall of 2002")
    assert "after Ada Painter" in title_html(artwork)
    assert "Ada Painter" in title_html(gallery["blue-stripes"])
    assert "after" not in title_html(gallery["blue-stripes"])


def test_a_story_is_escaped_and_keeps_its_paragraphs() -> None:
    assert (
        paragraphs("One <b>.\n\n*Two* & three")
        == "<p>One &lt;b&gt;.</p><p><em>Two</em> &amp; three</p>"
    )


def test_a_source_that_is_no_web_address_is_no_link() -> None:
    assert link("Ouch", "javascript:alert(1)") == "Ouch"
    assert 'rel="noopener"' in link("Fine", "https://example.org")


def test_a_card_cannot_bring_markup_onto_the_page(gallery: Gallery, examples_folder) -> None:
    bad = "<script>alert(1)</script>"
    artwork = replace(
        gallery.artworks[0],
        title=bad,
        artist=bad,
        alt=bad,
        story=bad,
        network_note=bad,
        accent=bad,
        spots=(Spot(x=0.1, y=0.1, title=bad, note=bad),),
        sources=(Source(title=bad, url='https://e.org/"onclick="x'),),
        rights={"summary": bad},
    )
    html = picture_html(artwork, Pictures(gallery, examples_folder)) + story_html(artwork)
    assert "<script" not in html
    assert '"onclick' not in html


def test_shuffling_keeps_every_tile_and_moves_them() -> None:
    picture = stripes(90, 130)
    shuffled = shuffle_tiles(picture, tile_px=40)
    assert shuffled.shape == (80, 120, 3)
    assert sorted(shuffled.ravel()) == sorted(picture[:80, :120].ravel())
    assert (shuffled != picture[:80, :120]).any()


def test_whole_numbers_come_back_whole_from_the_browser() -> None:
    sent = [float(v) if type(v) is int else v for v in Settings().as_dict().values()]
    assert settings_from(sent) == Settings()


def test_an_emptied_number_is_named() -> None:
    sent = [None if name == "steps" else v for name, v in Settings().as_dict().items()]
    assert list(Settings().as_dict()) == list(NAMES)
    with pytest.raises(SettingsError, match="Steps is empty"):
        settings_from(sent)


def test_a_size_that_only_the_command_line_paints_is_refused() -> None:
    sent = Settings().changed(long_edge_px=4096).as_dict().values()
    with pytest.raises(SettingsError, match="2048 px at most"):
        settings_from(list(sent))
