"""Ablations: the network trained with one thing changed, and what it then paints, side by side.

Every variant is trained for the same number of steps from the same seed; `--steps` says how many,
far fewer than the committed network had. What was trained or painted is found again in the folder.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.quality.subjects import Subject, paintings, settings_for
from bench.sheet import PAPER, lay_out
from bench.textures import synthesize, texture_settings
from nst.images import open_image
from nst.places import EXAMPLES, STYLES
from nst.records import Picture

if TYPE_CHECKING:
    from torch import Tensor

    from training.train import Plan

JUDGE = Path(__file__).parent / "quality" / "judge.safetensors"

VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "base": {},
    "half width": {"width": 32},
    "max pooling": {"pooling": "max"},
    "views of 96 px": {"view_px": 96},
    "photographs alone": {"study_share": 0.0, "synthetic_share": 0.0},
    "no noise": {"noise": 0.0},
}
"""What each differs in from `training.train.Plan`."""

TRAINED: Mapping[str, Path | str] = {"region classes, 8800 steps": JUDGE, "committed": "embedded"}
"""Networks that are there already, for comparison: another objective, and the full length."""

CELL_PX = 192


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Row:
    """One network: its pictures, first the textures, then the pastiches, and its figures."""

    name: str
    pictures: list[Picture]
    figures: dict[str, float | None]


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `ablations` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("ablations", help=__doc__)
    names = [*VARIANTS, *TRAINED]
    parser.add_argument("--only", nargs="*", default=[], choices=names, metavar="VARIANT")
    parser.add_argument("--steps", type=int, default=600, help="length of each training run")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--photo", type=Path, default=EXAMPLES / "astronaut.jpg")
    parser.add_argument("--styles", type=Path, default=STYLES, help="folder of artworks")
    parser.add_argument(
        "--artworks", nargs="+", default=["starry-night", "the-scream", "the-great-wave"]
    )
    parser.add_argument("--size", type=int, default=256, help="long edge of the pictures in px")
    parser.add_argument("--short", action="store_true", help="tiny networks, to try the machinery")
    parser.add_argument("--out", type=Path, default=Path("out/ablations"), metavar="FOLDER")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Train, paint and judge every variant; writes sheet.webp and returns the figures."""
    artworks = paintings(None, options.styles, options.artworks)
    rows: list[Row] = []
    for name in options.only or [*VARIANTS, *TRAINED]:
        weights, trained = _weights(name, options)
        row = paint_row(name, weights, artworks, options)
        row.figures.update(trained)
        rows.append(row)
        print(name, *(f"{key} {value:.3g}" for key, value in row.figures.items() if value))
        draw_sheet(rows, options.out / "sheet.webp")
    print(f"See {options.out / 'sheet.webp'}.")
    return {
        "steps": options.steps,
        "size_px": options.size,
        "networks": {row.name: row.figures for row in rows},
    }


def plan_of(name: str, options: argparse.Namespace) -> Plan:
    """How that variant is trained."""
    from training.train import Plan

    plan = replace(Plan(steps=options.steps), **VARIANTS[name])
    return plan.shortened() if options.short else plan


def _weights(name: str, options: argparse.Namespace) -> tuple[str, dict[str, float]]:
    """The file or name of a network, trained now if it has to be, and how training ended."""
    if name in TRAINED:
        return str(TRAINED[name]), {}
    import torch

    from training import export, train

    torch.set_num_threads(options.threads)
    folder: Path = options.out / name.replace(" ", "-")
    file, plan = folder / "weights.safetensors", plan_of(name, options)
    found = (folder / train.CHECKPOINT).is_file()
    run = train.resume(folder) if found else train.start(plan)
    if run.plan != plan:
        raise SystemExit(f"{folder} holds another run; give another --out.")
    if run.step < plan.steps:
        train.train(run, _regions(plan, options.out), folder)
    if not file.is_file():
        export.export(run, file, f"python -m bench ablations --only {name!r}")
    return str(file), {"training_minutes": round(run.spent_s / 60, 1), "loss": round(run.loss, 3)}


def _regions(plan: Plan, out: Path) -> Tensor:
    """What variants are taught with; drawn once for all that are taught with the same."""
    import torch

    from training.train import make_regions

    what = f"{plan.seed}-{plan.regions}-{plan.study_share}-{plan.synthetic_share}"
    file = out / f"regions-{what}.pt"
    if not file.is_file():
        out.mkdir(parents=True, exist_ok=True)
        torch.save(make_regions(plan), file)
    regions: Tensor = torch.load(file, weights_only=True)
    return regions


def paint_row(
    name: str, weights: str, artworks: tuple[Subject, ...], options: argparse.Namespace
) -> Row:
    """Textures from noise and pastiches of the photograph, by one network, measured.

    `coherence` is that of the textures, as a share of the paintings'; closure, structure and
    grain are means over the pastiches.
    """
    from bench.brushwork import read
    from bench.quality.command import judged
    from bench.quality.paint import open_network, paint

    photograph = open_image(options.photo)
    textures, pastiches, shares, scores = [], [], [], []
    for artwork in artworks:
        settings = texture_settings(artwork, options.size, {})
        swatch, _, texture = synthesize(artwork, settings, open_network(weights, settings))
        textures.append(texture)
        shares.append(read(texture).coherence / read(swatch).coherence)
        settings = settings_for("gallery", artwork, options.size, {})
        network, style = open_network(weights, settings), open_image(artwork.path)
        kept = options.out / "pastiches" / f"{name.replace(' ', '-')}--{artwork.name}"
        painted = paint(photograph, style, settings, network, kept)
        assert painted.picture is not None, painted.failure
        pastiches.append(painted.picture)
        scores.append(judged(painted, photograph, style, settings, network, kept))
    figures: dict[str, float | None] = {"coherence": round(mean(shares), 3)}
    for figure in ("closure_judge", "closure_second", "structure", "grain", "seconds"):
        figures[figure] = round(mean(getattr(each, figure) for each in scores), 3)
    if weights == str(JUDGE):
        figures["closure_judge"] = None  # nobody judges himself
    return Row(name=name, pictures=textures + pastiches, figures=figures)


def draw_sheet(rows: list[Row], file: Path) -> None:
    """One row of pictures a network, its name in front."""
    cells: list[list[Picture | None]] = [[_label(row.name), *row.pictures] for row in rows]
    file.parent.mkdir(parents=True, exist_ok=True)
    lay_out(cells, CELL_PX).save(file, quality=80, method=6)


def _label(text: str) -> Picture:
    image = Image.new("RGB", (CELL_PX, CELL_PX), PAPER)
    font = ImageFont.load_default(18)
    ImageDraw.Draw(image).multiline_text((8, CELL_PX // 3), text.replace(" ", "\n"), "black", font)
    return np.array(image)
