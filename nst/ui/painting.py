"""One painting: the picture with its numbered spots, and the story with card and sources."""

from __future__ import annotations

from html import escape

from nst.gallery import Artwork, Spot
from nst.ui.markup import curly, link, paragraphs
from nst.ui.pictures import WIDTHS_PX, Pictures
from nst.ui.theme import accents


def accent_style(artwork: Artwork) -> str:
    """A style sheet that lends the page the painting's colour, readable by day and by night."""
    day, night = accents(artwork.accent)
    return (
        f"<style>.gradio-container{{--accent:{day};--on-accent:#fdfbf6}}"
        f".dark .gradio-container,.dark.gradio-container{{--accent:{night};--on-accent:#161a18}}"
        "</style>"
    )


def picture_html(artwork: Artwork, pictures: Pictures) -> str:
    """The picture large, with a button on every spot whose note shows on hover, focus or tap."""
    name = f"styles/{artwork.slug}"
    ratio = pictures.ratio(name)
    spots = "".join(_spot(number, spot) for number, spot in enumerate(artwork.spots, start=1))
    notes = "".join(f"<li>{escape(spot.title)}: {escape(spot.note)}</li>" for spot in artwork.spots)
    spoken = f'<ol class="unseen" aria-label="What to look for">{notes}</ol>' if notes else ""
    return (
        f'<figure class="painting" style="--ratio:{ratio:.4f}">'
        f'<div class="hung"><img src="{pictures.url(name, WIDTHS_PX[2])}" '
        f'alt="{escape(artwork.alt or artwork.title)}">{spots}</div>'
        f"<figcaption>{escape(curly(artwork.picture_label))}"
        f"{_hint(artwork)}</figcaption></figure>{spoken}"
    )


def _hint(artwork: Artwork) -> str:
    if not artwork.spots:
        return ""
    return '<span class="hint">The numbers tell what to look for.</span>'


def _spot(number: int, spot: Spot) -> str:
    sides = ("left" if spot.x > 0.5 else "right") + (" above" if spot.y > 0.5 else " below")
    return (
        f'<span class="spot {sides}" style="--x:{spot.x:.4f};--y:{spot.y:.4f}">'
        f'<button type="button" aria-describedby="spot-{number}" '
        f'aria-label="Spot {number}: {escape(spot.title)}">{number}</button>'
        f'<span class="note" role="tooltip" id="spot-{number}">'
        f"<strong>{escape(spot.title)}</strong>{escape(spot.note)}</span></span>"
    )


def title_html(artwork: Artwork) -> str:
    """Title, artist and the few facts of the card."""
    by = escape(artwork.credit) + (
        f' <span class="dates">{escape(artwork.artist_dates)}</span>'
        if artwork.artist_dates
        else ""
    )
    original = (
        f'<p class="original">{escape(artwork.original_title)}</p>'
        if artwork.original_title and artwork.original_title != artwork.title
        else ""
    )
    facts = [artwork.year, artwork.technique, _size(artwork), artwork.location]
    line = " · ".join(escape(fact) for fact in facts if fact)
    return (
        f'<header class="title" data-slug="{escape(artwork.slug)}">'
        f'<h2 tabindex="-1">{escape(artwork.title)}</h2>{original}'
        f'<p class="by">{by}</p><p class="facts">{line}</p></header>'
    )


def _size(artwork: Artwork) -> str:
    return " × ".join(f"{edge:g}" for edge in artwork.size_cm) + " cm" if artwork.size_cm else ""


def story_html(artwork: Artwork) -> str:
    """The story, then what a network picks up, then sources and rights, folded."""
    sources = "".join(f"<li>{link(each.title, each.url)}</li>" for each in artwork.sources)
    listed = f"<ul>{sources}</ul>" if sources else ""
    fold = (
        f"<details><summary>Sources and rights</summary>{listed}{_rights(artwork)}</details>"
        if sources or artwork.rights
        else ""
    )
    note = (
        '<section class="network-note"><h3>What a network picks up from it</h3>'
        f"<p>{escape(artwork.network_note)}</p></section>"
        if artwork.network_note
        else ""
    )
    return f'<article class="story">{paragraphs(artwork.story)}{fold}{note}</article>'


def _rights(artwork: Artwork) -> str:
    names = {"summary": "", "eu_uk": "EU and UK: ", "us": "United States: ", "elsewhere": "Else: "}
    lines = [
        f"<li>{names.get(key, f'{escape(key)}: ')}{escape(value)}</li>"
        for key, value in artwork.rights.items()
    ]
    commons = (
        f"<li>On Wikimedia Commons: {escape(artwork.commons_file)}</li>"
        if artwork.commons_file
        else ""
    )
    return f"<ul>{''.join(lines)}{commons}</ul>" if lines or commons else ""
