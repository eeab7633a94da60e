"""Neighbours: what the pictures read when one setting of the recipe is changed, then another.

How the recipe was found and how it is found again for another network: a change is kept when it
gains more of one figure than it costs of the other, and when the eye agrees. A value ending in x is
a factor on what the artwork has.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

from bench.quality.calibration import choose_pairs
from bench.quality.command import Study, add_subjects, score_pair, study_of
from bench.quality.scores import Scores
from bench.quality.subjects import Subject, parse_settings, settings_for
from bench.quality.table import middle_scores
from nst.errors import SettingsError
from nst.settings import Settings

NEIGHBOURS = (
    *("style_weight=0.5x,2x", "content_weight=0.5x,2x", "luminance_weight=0.5x,2x"),
    *("palette_weight=0,2x", "face_weight=1", "brush=0.8x,1.25x", "steps=0.5x,2x"),
    *("step_size=0.5x,2x", "momentum=0.5,0.9", "memory=0.99", "softness=0,2", "redraw=0,1"),
    *("own_light=0", "average=0", "equalize=false", "style_loss=covariance,gram"),
    *("by_detail=false", "margin=false", "hue_px=1"),
)

SHOWN = ("closure_judge", "closure_second", "structure", "structure_faces", "grain", "seconds")


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `tune` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("tune", help=__doc__)
    add_subjects(parser, size_px=256)
    parser.add_argument(
        "--try", dest="changes", nargs="*", default=NEIGHBOURS, metavar="NAME=VALUE,…",
        help="settings to change, one at a time",
    )  # fmt: skip
    parser.add_argument("--pairs", type=int, default=6, help="pairs to take the median of")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Paint every pair with every change; returns how far each change moves the medians."""
    study = study_of(options, "tune")
    pairs = choose_pairs(study.photographs, study.paintings, options.pairs)
    usual = [_scores(pair, study, options, "") for pair in pairs]
    middle = middle_scores(usual).as_dict()
    rows: dict[str, Mapping[str, float | None]] = {
        "as it is": {name: middle[name] for name in SHOWN}
    }
    print(_line("as it is", rows["as it is"]), flush=True)
    for change in split(options.changes):
        found = [_scores(pair, study, options, change) for pair in pairs]
        rows[change] = moved(usual, found)
        print(_line(change, rows[change]), flush=True)
    return {
        "pairs": [[photo.name, painting.name] for photo, painting in pairs],
        "size_px": study.size_px,
        "network": options.network,
        "rows": rows,
    }


def split(changes: Iterable[str]) -> list[str]:
    """`name=1,2` as `name=1` and `name=2`."""
    parted = [change.partition("=") for change in changes]
    return [f"{name}={value}" for name, _, values in parted for value in values.split(",")]


def changed(settings: Settings, change: str) -> Settings:
    """Settings after a change such as `brush=1.25x` or `momentum=0.9`; none for an empty one.

    Raises SettingsError for what no setting can be.
    """
    if not change:
        return settings
    name, _, text = change.partition("=")
    if not re.fullmatch(r"[\d.]+x", text):
        return settings.changed(**parse_settings([change]))
    own = getattr(settings, name, None)
    if isinstance(own, bool) or not isinstance(own, (int, float)):
        raise SettingsError(f"{name} is no number that could be multiplied.")
    return settings.changed(**{name: type(own)(own * float(text[:-1]))})


def moved(usual: list[Scores], found: list[Scores]) -> dict[str, float | None]:
    """The median over pairs of the difference in each figure; None where no pair has it."""
    figures: dict[str, float | None] = {}
    for name in SHOWN:
        both = [(getattr(a, name), getattr(b, name)) for a, b in zip(usual, found, strict=True)]
        known = [b - a for a, b in both if a is not None and b is not None]
        figures[name] = round(median(known), 3) if known else None
    return figures


def _scores(
    pair: tuple[Subject, Subject], study: Study, options: argparse.Namespace, change: str
) -> Scores:
    from bench.quality.paint import open_network

    photograph, painting = pair
    own = {**study.pace, **study.own}
    settings = changed(settings_for(options.recipe, painting, study.size_px, own), change)
    network = open_network(options.network, settings)
    kept = study.out / (change or "as it is") / f"{photograph.name}--{painting.name}"
    return score_pair(photograph, painting, settings, network, kept, fresh=options.fresh)


def _line(change: str, figures: Mapping[str, float | None]) -> str:
    sign = "" if change == "as it is" else "+"
    words = (
        f"{name} {'none' if value is None else format(value, sign + '.3f')}"
        for name, value in figures.items()
    )
    return f"{change:<24}" + "  ".join(words)
