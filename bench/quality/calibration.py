"""What the figures say of pictures whose worth is known: the rows that give a number its meaning.

The photograph itself, the painting itself, half of it, colours alone, random weights, the first
try, and every recipe, on a few fixed pairs; each row is the median over them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.quality.scores import Scores, measure, shrunk
from bench.quality.subjects import FIRST_TRY, Subject, settings_for
from bench.quality.table import middle_scores, table_lines
from nst.images import open_image, resize, size_at
from nst.recipes import RECIPES
from nst.records import Picture
from nst.repaint import learn_repaint
from nst.settings import Settings

if TYPE_CHECKING:
    from bench.quality.command import Study

FAVOURITES = ("skimage-astronaut", "astronaut", "tubingen", "starry-night", "the-scream")
"""Taken where they are there: the pairs of which earlier figures are known."""

COUNT = 2
"""Pairs to paint; the published recipes take up to 2,000 steps for each."""

STILL_COUNT = 13
"""Pairs for the rows that nobody paints."""


def calibrate(
    options: argparse.Namespace, study: Study
) -> tuple[dict[str, dict[str, Any]], dict[str, Scores]]:
    """Measure every row; returns plain values for JSON, and the rows for the page."""
    pairs = choose_pairs(study.photographs, study.paintings, COUNT)
    rows: dict[str, Scores] = {}
    many = choose_pairs(study.photographs, study.paintings, STILL_COUNT)
    for name, still in STILLS.items():
        rows[name] = middle_scores([_measured(still, *pair, study.size_px) for pair in many])
    for name, (network, recipe) in ways(options.network).items():
        print(f"Calibrating: {name}", flush=True)
        painted = [_painted(network, recipe, *pair, study, fresh=options.fresh) for pair in pairs]
        rows[name] = middle_scores(painted)
    names = ", ".join(f"{photo.name} × {painting.name}" for photo, painting in pairs)
    print(f"\nMedians of {names} (the first {len(STILLS)} rows: of {len(many)} pairs):")
    print("\n".join(table_lines(rows)))
    return {name: scores.as_dict() for name, scores in rows.items()}, rows


def choose_pairs(
    photographs: Sequence[Subject], paintings: Sequence[Subject], count: int
) -> list[tuple[Subject, Subject]]:
    """Pairs of favourites, then of the first ones: each photograph with another painting."""
    photos, styles = (
        sorted(subjects, key=lambda each: each.name not in FAVOURITES)[:count]
        for subjects in (photographs, paintings)
    )
    most = min(count, len(photos) * len(styles))
    return [(photos[at % len(photos)], styles[at % len(styles)]) for at in range(most)]


def ways(network: str) -> dict[str, tuple[str, str]]:
    """The rows that are painted: network and recipe by name."""
    return {
        "random weights": (f"random:{network}", "gallery"),
        "the first try": (network, FIRST_TRY),
        **{name: (network, name) for name in RECIPES},
    }


def _photograph(photograph: Picture, painting: Picture) -> Picture:
    return photograph


def _painting(photograph: Picture, painting: Picture) -> Picture:
    """The painting grown to cover the photograph's size, its middle cut out."""
    (height, width), (own_height, own_width) = photograph.shape[:2], painting.shape[:2]
    factor = max(height / own_height, width / own_width)
    grown = resize(
        painting, max(height, round(own_height * factor)), max(width, round(own_width * factor))
    )
    top, left = (grown.shape[0] - height) // 2, (grown.shape[1] - width) // 2
    return grown[top : top + height, left : left + width]


def _half(photograph: Picture, painting: Picture) -> Picture:
    """The left half of the painting, twice: what another picture by the same hand can read."""
    small = shrunk(painting, max(photograph.shape[:2]))
    half = small[:, : small.shape[1] // 2]
    return np.concatenate([half, half], axis=1)


def _colors_alone(photograph: Picture, painting: Picture) -> Picture:
    """The photograph in the painting's colours, as the engine's own start."""
    usual = Settings()
    repaint = learn_repaint(photograph, painting, by_detail=usual.by_detail, seed=0)
    return repaint(photograph, usual.own_light)


STILLS: dict[str, Callable[[Picture, Picture], Picture]] = {
    "the photograph itself": _photograph,
    "the painting itself": _painting,
    "half of the painting": _half,
    "colours alone": _colors_alone,
}


def _measured(
    still: Callable[[Picture, Picture], Picture],
    photograph: Subject,
    painting: Subject,
    size_px: int,
) -> Scores:
    content, style = open_image(photograph.path), open_image(painting.path)
    small = resize(content, *size_at(content, size_px))
    return measure(still(small, style), content, style)


def _painted(
    network: str, recipe: str, photograph: Subject, painting: Subject, study: Study, *, fresh: bool
) -> Scores:
    from bench.quality.command import score_pair
    from bench.quality.paint import open_network

    settings = settings_for(recipe, painting, study.size_px, study.pace)
    opened = open_network(network, settings)
    name = f"{opened.card['name']}-{recipe}--{photograph.name}--{painting.name}"
    kept = study.out / "calibration" / name
    return score_pair(photograph, painting, settings, opened, kept, fresh=fresh)
