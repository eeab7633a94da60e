"""The wall: every artwork in its own proportions over a brass plate, and the proof beside it."""

from __future__ import annotations

from html import escape

from nst.gallery import Artwork
from nst.rooms.hostwall import Chosen
from nst.ui.pictures import WIDTHS_PX, Hung, Pictures

PROOF = "examples/proof"
LEAD = ("Choose a painting.", "Give it your photograph.", "Watch it paint.")


def wall_html(gallery: Hung, pictures: Pictures) -> str:
    """The salon hang as a list of buttons, in the order of the gallery."""
    items = "".join(_hung(each, pictures) for each in gallery.artworks)
    return f'<ul class="wall" aria-label="The paintings">{items}</ul>'


def _hung(artwork: Artwork, pictures: Pictures) -> str:
    name = f"styles/{artwork.slug}"
    ratio = pictures.ratio(name)
    year = artwork.year.removeprefix("after ")  # a homage's artist has it already
    dated = f", {escape(year)}" if year else ""
    return (
        f'<li style="--ratio:{ratio:.4f}"><button type="button" class="hang" '
        f'data-slug="{escape(artwork.slug)}">'
        f'<span class="canvas"><img src="{pictures.url(name, WIDTHS_PX[1])}" '
        f'srcset="{pictures.srcset(name)}" sizes="(max-width: 600px) 46vw, 340px" '
        f'alt="{escape(artwork.alt)}" loading="lazy" decoding="async"></span>'
        f'<span class="plate"><span class="plate-title">{escape(artwork.title)}</span>'
        f'<span class="plate-by">{escape(artwork.credit)}{dated}</span></span></button></li>'
    )


def lead_html(pictures: Pictures) -> str:
    """The line above the wall, and what proves it: the host's wall, or one finished picture."""
    line = " ".join(f"<span>{sentence}</span>" for sentence in LEAD)
    chosen = chosen_html(pictures)
    proof = "" if chosen else proof_html(pictures)
    kind = "opening with-proof" if proof else "opening"
    return f'<div class="{kind}"><p class="lead">{line}</p>{proof}</div>{chosen}'


def chosen_html(pictures: Pictures) -> str:
    """The host's wall: chosen results, each a button that opens the painting it is after."""
    items = "".join(_chosen(each, pictures) for each in pictures.chosen())
    return (
        f'<section class="chosen" aria-label="Painted here"><ul class="wall">{items}</ul></section>'
        if items
        else ""
    )


def _chosen(chosen: Chosen, pictures: Pictures) -> str:
    name = f"wall/{chosen.name}"
    title = escape(chosen.title)
    inside = (
        f'<span class="canvas"><img src="{pictures.url(name, WIDTHS_PX[1])}" '
        f'alt="A photograph repainted after {title}" decoding="async"></span>'
        f'<span class="plate"><span class="plate-title">After {title}</span></span>'
    )
    known = pictures.hangs(chosen.slug)
    button = (
        f'<button type="button" class="hang" data-slug="{escape(chosen.slug)}">{inside}</button>'
        if known
        else f'<span class="still">{inside}</span>'
    )
    return f'<li style="--ratio:{pictures.ratio(name):.4f}">{button}</li>'


def proof_html(pictures: Pictures) -> str:
    """Photograph, painting, result in one picture, if the examples hold one."""
    if PROOF not in pictures:
        return ""
    return (
        f'<figure class="proof"><img src="{pictures.url(PROOF, WIDTHS_PX[2])}" '
        'alt="A photograph, a painting, and the photograph repainted in the painting’s manner.">'
        "</figure>"
    )
