"""Fronts: closure against structure over strength, of every recipe, in one plot."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.frontplot import Front, Point, covered, draw_fronts
from bench.quality.calibration import choose_pairs
from bench.quality.command import Study, add_subjects, score_pair, study_of
from bench.quality.subjects import FIRST_TRY, Subject, settings_for
from bench.quality.table import middle_scores
from nst.recipes import RECIPES
from nst.settings import Settings

STRENGTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Of our recipe, whose strength is a setting of its own."""

FACTORS = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""On the style weight of the others, whose balance is that weight alone."""

MOST_WEIGHT = 1e9


@dataclass(frozen=True, slots=True)
class Way:
    """One curve: its name, who paints, by which recipe."""

    name: str
    network: str
    recipe: str

    def settings(self, painting: Subject, study: Study, at: int) -> Settings:
        """The settings at that place of the curve, 0 to 5, from weak to strong."""
        own = {**study.pace, **(study.own if self.recipe == "gallery" else {})}
        settings = settings_for(self.recipe, painting, study.size_px, own)
        if self.recipe == "gallery":
            return settings.changed(strength=STRENGTHS[at])
        return settings.changed(style_weight=min(MOST_WEIGHT, settings.style_weight * FACTORS[at]))


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `fronts` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("fronts", help=__doc__)
    add_subjects(parser, size_px=192)
    parser.add_argument("--ways", nargs="*", default=[], help="curves to draw (else: all)")
    parser.add_argument("--pairs", type=int, default=2, help="pairs to take the median of")
    return parser


def all_ways(network: str) -> tuple[Way, ...]:
    """Our recipe, the first try, random weights, and each published recipe."""
    return (
        Way("gallery", network, "gallery"),
        Way(FIRST_TRY, network, FIRST_TRY),
        Way("random", f"random:{network}", "gallery"),
        *(Way(name, network, name) for name in RECIPES if name != "gallery"),
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Paint every point of every curve; writes fronts.svg and returns the points."""
    study = study_of(options, "fronts")
    pairs = choose_pairs(study.photographs, study.paintings, options.pairs)
    ways = [
        way for way in all_ways(options.network) if not options.ways or way.name in options.ways
    ]
    fronts: list[Front] = []
    plot = study.out / "fronts.svg"
    names = ", ".join(f"{photo.name} × {painting.name}" for photo, painting in pairs)
    words = f"Medians of {names} at {study.size_px} px, painted by {Path(options.network).stem}"
    for way in ways:
        points = [_point(way, pairs, study, at, options.fresh) for at in range(len(STRENGTHS))]
        fronts.append(Front(way.name, tuple(points)))
        plot.parent.mkdir(parents=True, exist_ok=True)
        plot.write_text(draw_fronts(fronts, words), "utf-8")
    beaten = compare(fronts)
    figures = {
        "pairs": [[photo.name, painting.name] for photo, painting in pairs],
        "size_px": study.size_px,
        "network": options.network,
        "strengths": STRENGTHS,
        "factors": FACTORS,
        "fronts": {front.name: [list(point) for point in front.points] for front in fronts},
        "beside_ours": beaten,
    }
    (study.out / "fronts.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(f"See {plot}.")
    return figures


def _point(
    way: Way, pairs: Sequence[tuple[Subject, Subject]], study: Study, at: int, fresh: bool
) -> Point:
    from bench.quality.paint import open_network

    found = []
    for photograph, painting in pairs:
        settings = way.settings(painting, study, at)
        network = open_network(way.network, settings)
        kept = study.out / way.name / f"{photograph.name}--{painting.name}--{at}"
        found.append(score_pair(photograph, painting, settings, network, kept, fresh=fresh))
    middle = middle_scores([each for each in found if not each.failures] or found)
    closure = float("nan") if middle.closure_judge is None else middle.closure_judge
    structure = float("nan") if middle.structure is None else middle.structure
    failed = sum(bool(each.failures) for each in found)
    words = f", {failed} of {len(found)} failed" if failed else ""
    ranges = (
        _range([each.closure_judge for each in found]),
        _range([each.structure for each in found]),
    )
    print(
        f"{way.name} {at}: closure {closure:.3f} ({ranges[0]}), "
        f"structure {structure:.3f} ({ranges[1]}){words}",
        flush=True,
    )
    return closure, structure


def _range(values: Sequence[float | None]) -> str:
    """From the least to the greatest: how far pairs lie apart at one place of a curve."""
    known = [value for value in values if value is not None]
    return f"{min(known):.2f} to {max(known):.2f}" if known else "none"


def compare(fronts: Sequence[Front]) -> dict[str, dict[str, int]]:
    """For each other way, how many of its points lie under our front, above it, or beside it.

    Beside it are points with less closure than our weakest, which are not under it either: there
    the two cannot be compared, because our strength does not go down so far.
    """
    ours = next((front for front in fronts if front.name == "gallery"), None)
    if ours is None:
        return {}
    weakest = min((x for x, _ in ours.points if math.isfinite(x)), default=-math.inf)
    counts = {}
    for front in fronts:
        if front is not ours:
            under = sum(covered(point, ours.points) for point in front.points)
            beside = sum(x < weakest and not covered((x, y), ours.points) for x, y in front.points)
            above = len(front.points) - under - beside
            counts[front.name] = {"under": under, "above": above, "beside": beside}
            print(
                f"{front.name:<12} {under} of {len(front.points)} points lie under our front, "
                f"{above} above it, {beside} have less closure than our weakest"
            )
    return counts
