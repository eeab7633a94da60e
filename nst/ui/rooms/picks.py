"""A row of pictures to choose from: the visitor's own, the paintings, the examples.

Shared by the rooms that start from any picture. What is chosen is a name such as ``mine``,
``pastiche/3``, ``styles/starry-night`` or ``examples/cat``.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from nst.errors import InputError
from nst.images import open_image, resize, size_at
from nst.records import Picture
from nst.ui.markup import data_uri
from nst.ui.pictures import WIDTHS_PX, Hung, Pictures
from nst.ui.visit import Pastiche, Visit

MINE = "mine"
THUMB_EDGE_PX = 150


def picks_html(
    visit: Visit, gallery: Hung, pictures: Pictures, chosen: str, *, kinds: Iterable[str]
) -> str:
    """Buttons for what can be chosen now; `kinds` are mine, pastiches, paintings, examples."""
    kinds = set(kinds)
    buttons: list[str] = []
    if "mine" in kinds and visit.content is not None:
        buttons.append(_pick(MINE, _own(visit.content), "Your photograph", chosen))
    if "pastiches" in kinds:
        buttons += [
            _pick(pastiche_name(each), _own(each.picture), f"Picture {each.number}", chosen)
            for each in reversed(visit.shelf)
        ]
    if "examples" in kinds:
        buttons += [
            _pick(name, pictures.url(name, WIDTHS_PX[0]), Path(name).name, chosen)
            for name in pictures.examples()
        ]
    if "paintings" in kinds:
        buttons += [
            _pick(
                f"styles/{each.slug}",
                pictures.url(f"styles/{each.slug}", WIDTHS_PX[0]),
                each.title,
                chosen,
            )
            for each in gallery.artworks
        ]
    return f'<div class="picks" role="group">{"".join(buttons)}</div>'


def pastiche_name(pastiche: Pastiche) -> str:
    """The name by which a pastiche of this visit is chosen."""
    return f"pastiche/{pastiche.number}"


def picked_pastiche(visit: Visit, name: str) -> Pastiche | None:
    """The pastiche of that name, if it is one and still on the shelf."""
    return next((each for each in visit.shelf if pastiche_name(each) == name), None)


def picked(visit: Visit, pictures: Pictures, name: str) -> Picture:
    """The picture of that name. Raises InputError when nothing or something gone was chosen."""
    if name == MINE and visit.content is not None:
        return visit.content
    if name.startswith("pastiche/"):
        pastiche = picked_pastiche(visit, name)
        if pastiche is None:
            raise InputError("That picture has left the shelf; choose another one.")
        return pastiche.picture
    if name in pictures.examples() or name.startswith("styles/"):
        return open_image(pictures.path(name))
    raise InputError("Choose a picture first.")


def _own(picture: Picture) -> str:
    return data_uri(resize(picture, *size_at(picture, THUMB_EDGE_PX)), 80)


def _pick(name: str, address: str, title: str, chosen: str) -> str:
    pressed = "true" if name == chosen else "false"
    return (
        f'<button type="button" data-slug="{escape(name)}" aria-pressed="{pressed}" '
        f'title="{escape(title)}"><img src="{address}" alt="{escape(title)}" loading="lazy">'
        "</button>"
    )
