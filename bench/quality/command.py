"""Paints photographs × paintings and measures every picture: a table, JSON, and one HTML page."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.quality.page import Row, write_page
from bench.quality.scores import FIGURES, FORMAT, Scores
from bench.quality.scores import measure as measure_pastiche
from bench.quality.subjects import (
    FIRST_TRY,
    Subject,
    paintings,
    parse_settings,
    photographs,
    settings_for,
)
from bench.quality.table import middle_scores, summarise, summary_lines, table_lines
from nst.images import open_image
from nst.places import EXAMPLES, STYLES
from nst.recipes import RECIPES

if TYPE_CHECKING:
    from bench.quality.paint import Painted
    from nst.networks import Network
    from nst.records import Picture
    from nst.settings import Settings

QUICK_SIZE_PX = 192
QUICK_DETAIL = 0.25
QUICK_COUNT = 3


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `quality` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("quality", help=__doc__)
    add_subjects(parser)
    parser.add_argument("--seeds", type=int, default=1, help="paint each pair with this many seeds")
    parser.add_argument("--calibrate", action="store_true", help="add the rows that give meaning")
    parser.add_argument(
        "--before", type=Path, metavar="DIR", help="an earlier --out, whose pictures hang above"
    )
    return parser


def add_subjects(parser: argparse.ArgumentParser, size_px: int = 384) -> None:
    """Add what every measurement of pictures asks: which pictures, network, recipe, size."""
    parser.add_argument("--photos", type=Path, default=EXAMPLES, help="folder of photographs")
    parser.add_argument("--paintings", type=Path, help="folder of paintings (else: the gallery's)")
    parser.add_argument("--styles", type=Path, default=STYLES, help="folder of artworks")
    parser.add_argument("--only-photos", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--only-paintings", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--network", default="auto", help="auto, embedded, vgg19, random or a file")
    parser.add_argument("--recipe", default="gallery", choices=[*RECIPES, FIRST_TRY])
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="other settings")
    parser.add_argument("--size", type=int, default=size_px, help="long edge in px")
    parser.add_argument("--out", type=Path, help="folder (else out/quality/<network>-<recipe>-…)")
    parser.add_argument("--fresh", action="store_true", help="repaint what an older engine painted")
    parser.add_argument("--quick", action="store_true", help="3 × 3 pictures of 192 px, few steps")


@dataclass(frozen=True, slots=True)
class Study:
    """The subjects of one measurement with the choices that hold for all of them."""

    photographs: tuple[Subject, ...]
    paintings: tuple[Subject, ...]
    own: dict[str, Any]
    """Settings asked for by name; they change the recipe under study and no other."""
    pace: dict[str, Any]
    """Settings that shorten every run, of whatever recipe."""
    size_px: int
    out: Path


def study_of(options: argparse.Namespace, name: str) -> Study:
    """Read the options that `add_subjects` added. Raises NSTError for what cannot be had."""
    photos = photographs(options.photos, options.only_photos)
    styles = paintings(options.paintings, options.styles, options.only_paintings)
    pace, size_px = {}, options.size
    if options.quick:
        photos, styles = photos[:QUICK_COUNT], styles[:QUICK_COUNT]
        pace, size_px = {"detail": QUICK_DETAIL}, min(size_px, QUICK_SIZE_PX)
    network = Path(options.network).stem
    out = options.out or Path("out", name, f"{network}-{options.recipe}-{size_px}")
    return Study(photos, styles, parse_settings(options.set), pace, size_px, out)


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Paint, measure, and lay out every pair; returns all figures."""
    from bench.quality.closure import JUDGES
    from bench.quality.paint import open_network

    study = study_of(options, "quality")
    network = open_network(options.network, settings_of(options, study, study.paintings[0]))
    same = network.card["sha256"] in JUDGES.values()
    print(f"{network.card['label']} Pictures go to {study.out}.")
    if same:
        print("A judge is the network that paints: closure flatters itself.")
    rows: list[Row] = []
    changed = 0
    for row, painted in paint_pairs(options, study):
        rows.append(row)
        changed += painted.engine_changed
        write_page(study.out, rows, title(options, study))
    summary = summarise([row.scores for row in rows])
    print("\n" + "\n".join(summary_lines(summary)))
    failed = [row.name for row in rows if row.scores.failures]
    print(f"Failures: {', '.join(failed) or 'none'} ({len(failed)} of {len(rows)}).")
    if changed:
        print(f"{changed} pictures were painted by an earlier state of the engine (see --fresh).")
    figures: dict[str, Any] = {
        "network": dict(network.card),
        "judges_sha256": list(JUDGES.values()),
        "judge_is_painter": same,
        "recipe": options.recipe,
        "size_px": study.size_px,
        "own_settings": study.own,
        "summary": summary,
        "by_painting": _by(rows, "painting"),
        "by_photograph": _by(rows, "photograph"),
        "pairs": [row.as_dict() for row in rows],
    }
    if options.calibrate:
        from bench.quality.calibration import calibrate

        figures["calibration"], calibration = calibrate(options, study)
        write_page(study.out, rows, title(options, study), calibration)
    page = study.out / "index.html"
    (study.out / "quality.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(f"See {page}.")
    return figures


def settings_of(
    options: argparse.Namespace, study: Study, painting: Subject, seed: int = 0
) -> Settings:
    """What a painting is painted with under these options."""
    return settings_for(options.recipe, painting, study.size_px, {**study.pace, **study.own}, seed)


def title(options: argparse.Namespace, study: Study) -> str:
    """One line above a page: network, recipe, size, own settings."""
    own = " ".join(f"{key}={value}" for key, value in study.own.items())
    return f"{Path(options.network).name}, {options.recipe}, {study.size_px} px {own}".strip()


def paint_pairs(options: argparse.Namespace, study: Study) -> Iterator[tuple[Row, Painted]]:
    """Paint and measure photograph by photograph, printing a line for each picture."""
    from bench.quality.paint import open_network, paint

    pictures = [(each, open_image(each.path)) for each in study.paintings]
    total = len(study.photographs) * len(study.paintings) * options.seeds
    count, fresh_count, began = 0, 0, time.perf_counter()
    for photograph in study.photographs:
        content = open_image(photograph.path)
        for painting, style in pictures:
            for seed in range(options.seeds):
                settings = settings_of(options, study, painting, seed)
                network = open_network(options.network, settings)
                name = f"{photograph.name}--{painting.name}--{seed}"
                kept = study.out / "pastiches" / name
                painted = paint(content, style, settings, network, kept, fresh=options.fresh)
                scores = judged(painted, content, style, settings, network, kept)
                count, fresh_count = count + 1, fresh_count + painted.again
                each_s = (time.perf_counter() - began) / max(1, fresh_count)
                left = f"{(total - count) * each_s / 60:.0f} min left" if fresh_count else "kept"
                print(f"[{count}/{total}] {name}  {brief(scores)}  {left}", flush=True)
                row = Row(name, photograph, painting, seed, scores, painted.failure, painted.job)
                yield replace(row, before=earlier(options.before, photograph, painting)), painted


def earlier(folder: Path | None, photograph: Subject, painting: Subject) -> Path | None:
    """The picture of a pair in another run's folder, with that run's first seed, if it is there."""
    if folder is None:
        return None
    file = folder / "pastiches" / f"{photograph.name}--{painting.name}--0.png"
    return file if file.is_file() else None


def score_pair(
    photograph: Subject,
    painting: Subject,
    settings: Settings,
    network: Network,
    kept: Path,
    *,
    fresh: bool,
) -> Scores:
    """Paint one pair, or find it in `kept`, and judge it; an older engine's picture is told."""
    from bench.quality.paint import paint

    content, style = open_image(photograph.path), open_image(painting.path)
    painted = paint(content, style, settings, network, kept, fresh=fresh)
    if painted.engine_changed:
        print(f"{kept.name} was painted by an earlier state of the engine (see --fresh).")
    return judged(painted, content, style, settings, network, kept)


def judged(
    painted: Painted,
    content: Picture,
    style: Picture,
    settings: Settings,
    network: Network,
    kept: Path,
) -> Scores:
    """The scores of a picture; those of the same job by the same yardstick are read again."""
    from bench.quality.closure import JUDGES

    if painted.picture is None:
        return failed_scores(painted)
    note = kept.with_name(kept.name + ".scores.json")
    yardstick = {"job": painted.job, "format": FORMAT, "judges": list(JUDGES.values())}
    if not painted.again and note.is_file():
        found = json.loads(note.read_text("utf-8"))
        if found.pop("yardstick", None) == yardstick:
            return Scores(**{**found, "failures": tuple(found["failures"])})
    scores = measure_pastiche(
        painted.picture,
        content,
        style,
        brush=settings.brush,
        network=network,
        seconds=painted.seconds,
        peak_mb=painted.peak_mb,
    )
    note.write_text(json.dumps({"yardstick": yardstick, **scores.as_dict()}) + "\n", "utf-8")
    return scores


def failed_scores(painted: Painted) -> Scores:
    """The scores of a run that ended without a picture."""
    return Scores(
        **dict.fromkeys(FIGURES),
        failures=("non-finite",),
        seconds=painted.seconds,
        peak_mb=painted.peak_mb,
    )


def brief(scores: Scores) -> str:
    """The figures that matter most while waiting, in a few words."""
    if scores.closure_judge is None or scores.structure is None:
        return ", ".join(scores.failures)
    words = f"closure {scores.closure_judge:.2f}  structure {scores.structure:.2f}"
    words += f"  grain {scores.grain:.2f}  {scores.seconds or 0:.1f} s"
    return "  ".join((words, *scores.failures))


def _by(rows: list[Row], side: str) -> dict[str, Any]:
    """Medians for each painting or each photograph."""
    names = dict.fromkeys(getattr(row, side).name for row in rows)
    middle = {
        name: middle_scores([row.scores for row in rows if getattr(row, side).name == name])
        for name in names
    }
    print("\n" + "\n".join(table_lines(middle)))
    return {name: scores.as_dict() for name, scores in middle.items()}
