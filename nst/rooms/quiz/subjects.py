"""What a pastiche of the brain teaser can be painted from: a painting, a detail of it, a strength.

The Kahlo homage has rounds of its own: four of its details, and four strengths of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from nst.exhibition import Exhibition
from nst.gallery import Artwork, Gallery
from nst.images import open_image
from nst.records import Job, Picture
from nst.settings import Settings

ROUND_EDGE_PX = 320
"""Long edge of a pastiche in a round: four lie side by side, and a hundred fit into memory."""

Kind = Literal["paintings", "details", "strengths"]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom as fractions of the picture."""

HOMAGE = "kahlo-homage"
DETAILS: Mapping[str, tuple[str, Box, str]] = {
    "frame": (
        "The painted frame",
        (0.0, 0.0, 0.31, 0.23),
        "Pink lies over everything; the yellow of the moulding and the "
        "violet of a flower sit in the light places.",
    ),
    "leaves": (
        "The leaves",
        (0.68, 0.42, 0.87, 0.72),
        "Everything has turned green, with pale veins in it, and one red as "
        "bright as the flower between the leaves.",
    ),
    "face": (
        "The face",
        (0.36, 0.28, 0.65, 0.60),
        "Skin tones from edge to edge, and smooth passages. The only hard lines "
        "are dark, like her brows.",
    ),
    "dress": (
        "The dress",
        (0.18, 0.77, 0.84, 0.915),
        "Deep red, worked over with a fine bright grain like embroidery, and a "
        "little bare skin beside it.",
    ),
}
STRENGTHS: Mapping[str, tuple[str, float, float, str]] = {
    "1": (
        "A hint",
        0.2,
        0.25,
        "The photograph still has its own colours; a trace of pink is all that has come into them.",
    ),
    "2": (
        "Half way",
        0.4,
        0.5,
        "Half of the colour is the photograph’s own: pink begins to show in the warm places, "
        "green in the shade.",
    ),
    "3": (
        "Nearly all",
        0.7,
        0.75,
        "Pink and green have nearly won; only the palest places still remember the photograph.",
    ),
    "4": (
        "All of it",
        1.0,
        1.0,
        "Every colour is the homage’s by now: pink against green, and violet in the lights.",
    ),
}
"""Name, Strength, Colours and giveaway. Strength alone hardly shows with the embedded network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing that four pastiches are matched with, and how a pastiche of it is painted.

    `key` names it in a pool; `picture_kind` says which picture of the artwork hangs now.
    """

    key: str
    kind: Kind
    slug: str
    title: str
    by: str
    giveaway: str
    picture_kind: str
    box: Box | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def subjects(gallery: Gallery | Exhibition) -> tuple[Subject, ...]:
    """Every subject that this gallery's artworks give, in the order of the wall."""
    found = [_painting(artwork) for artwork in gallery.artworks]
    homage = next((each for each in gallery.artworks if each.slug == HOMAGE), None)
    if homage is not None:
        found += [_detail(homage, name) for name in DETAILS]
        found += [_strength(homage, name) for name in STRENGTHS]
    return tuple(found)


def _painting(artwork: Artwork) -> Subject:
    return Subject(
        key=artwork.slug,
        kind="paintings",
        slug=artwork.slug,
        title=artwork.title,
        by=artwork.credit,
        giveaway=artwork.giveaway or artwork.network_note,
        picture_kind=artwork.picture_kind,
    )


def _detail(artwork: Artwork, name: str) -> Subject:
    title, box, giveaway = DETAILS[name]
    return Subject(
        key=f"{artwork.slug}.{name}",
        kind="details",
        slug=artwork.slug,
        title=title,
        by=f"a detail of the {artwork.title}",
        giveaway=giveaway,
        picture_kind=artwork.picture_kind,
        box=box,
    )


def _strength(artwork: Artwork, name: str) -> Subject:
    title, strength, colors, giveaway = STRENGTHS[name]
    return Subject(
        key=f"{artwork.slug}.{name}",
        kind="strengths",
        slug=artwork.slug,
        title=title,
        by=f"strength {strength:g}, colours {colors:g}",
        giveaway=giveaway,
        picture_kind=artwork.picture_kind,
        changes={"strength": strength, "colors": colors},
    )


def style_image(subject: Subject, artwork: Artwork) -> Picture:
    """The picture that is matched and painted from, uint8 (H, W, 3): the artwork or its detail."""
    picture = open_image(artwork.picture)
    if subject.box is None:
        return picture
    height, width = picture.shape[:2]
    left, top, right, bottom = subject.box
    rows = slice(round(top * height), round(bottom * height))
    columns = slice(round(left * width), round(right * width))
    return np.ascontiguousarray(picture[rows, columns])


def job_for(content: Picture, subject: Subject, artwork: Artwork) -> Job:
    """The job that paints `content` for a round, with the artwork's own settings."""
    settings = artwork.tune(Settings()).changed(long_edge_px=ROUND_EDGE_PX, **subject.changes)
    label = artwork.label()
    if subject.box is not None:
        label |= {"detail": subject.title}
    return Job(
        content=content,
        style=style_image(subject, artwork),
        settings=settings,
        artwork=label,
        keep_targets=subject.box is None,
    )
