"""Every speed claim as a ratio against the textbook, both timed here and now, and the rest."""

from __future__ import annotations

import argparse
import math
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from bench import caches, start
from bench.pace import ideas, memory, rates
from bench.pace.plot import Line, draw
from bench.pace.race import Course, Pair, Way, run_ours, run_textbook
from bench.pace.recipes import run_recipe
from bench.widen import widen
from nst.canvas import to_canvas
from nst.gallery import Gallery
from nst.images import open_image, resize
from nst.networks import read_network
from nst.objective import Objective
from nst.places import EXAMPLES, STYLES
from nst.plan import plan_scales
from nst.recipes import RECIPES
from nst.settings import Settings
from nst.vgg import VGGFeatures
from nst.weights import WeightsFile, resolve
from nst.weights.networks import EMBEDDED_FILE

FAST = {
    "precision": "auto",
    "init": "palette",
    "optimizer": "adam",
    "step_size": 0.01,
    "memory": 0.99,
    "decay": True,
}
"""What our engine changes of a published method to reach its loss sooner."""

OURS = Way("ours: bf16 by hand, from the palette, Adam", ((1, 200),), FAST)

LBFGS = {"precision": "auto", "init": "palette"}
"""The same with the method's own optimiser and step."""

ABLATION = (
    Way("walk by hand, fp32, from noise, L-BFGS", ((1, 300),), {"precision": "fp32"}),
    Way("and in bf16", ((1, 300),), {"precision": "auto"}),
    Way("and from the photograph", ((1, 200),), {"precision": "auto", "init": "content"}),
    Way("and from the palette", ((1, 200),), LBFGS),
    Way("that, coarse to fine", ((1 / 4, 40), (1 / 2, 30), (1, 150)), LBFGS),
    Way("that, with a softened slope", ((1, 150),), {**LBFGS, "softness": 1.0}),
    Way("that, shorter steps", ((1, 150),), {**LBFGS, "step_size": 0.8}),
    Way("ours, coarse to fine", ((1 / 4, 40), (1 / 2, 30), (1, 150)), FAST),
    Way("ours, with a softened slope", ((1, 200),), {**FAST, "softness": 0.5}),
    Way("ours, longer steps", ((1, 200),), {**FAST, "step_size": 0.02}),
)
"""What leads to ours, idea by idea, some leading nowhere; then ours with one thing changed."""

CAP_S, QUICK_CAP_S = 40.0, 6.0
"""Seconds after which a recipe is left: some take thousands of steps."""

CAP_SHARE = 1 / 8
"""Part of the textbook's time after which an idea of the ablation is left."""


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `speed` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("speed", help=__doc__)
    parser.add_argument("--quick", action="store_true", help="256 px, under 8 minutes")
    parser.add_argument("--size", type=int, help="long edge in px (512; quick: 256)")
    parser.add_argument(
        "--network",
        choices=("wide", "embedded", "vgg19"),
        default="wide",
        help="wide: the embedded network at VGG-19's width, for the cost, not for the picture",
    )
    parser.add_argument("--evaluations", type=int, default=300, help="of the textbook")
    parser.add_argument("--method", choices=("gatys-2016", "jacq"), default="gatys-2016")
    parser.add_argument("--photo", type=Path, default=EXAMPLES / "astronaut.jpg")
    parser.add_argument("--style", default="starry-night", help="an artwork's slug")
    parser.add_argument("--no-ablation", action="store_true", help="leave the single ideas out")
    parser.add_argument("--no-recipes", action="store_true", help="leave the other recipes out")
    parser.add_argument("--no-start", action="store_true", help="leave page and previews out")
    parser.add_argument("-o", "--output", type=Path, default=Path("out/speed.svg"))
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run the race and measure the rest; returns figures and writes the plot."""
    edge_px = options.size or (256 if options.quick else 512)
    with tempfile.TemporaryDirectory() as folder:
        weights, pooling = _weights(options.network, Path(folder))
        network = read_network(weights, pooling).features
        pair = Pair(
            content=open_image(options.photo),
            style=open_image(Gallery.load(STYLES)[options.style].picture),
            edge_px=edge_px,
            weights=weights.path,
            pooling=pooling,
        )
        figures: dict[str, Any] = {
            "size_px": edge_px,
            "network": options.network,
            "method": options.method,
            "threads": torch.get_num_threads(),
        }
        figures |= _race(pair, network, weights, options)
        figures |= _rates(pair, network, options)
    figures |= memory.figures(options.network, edge_px, options.quick)
    if not options.no_ablation:
        sheet = options.output.with_name(f"{options.output.stem}-ideas.jpg")
        figures["ideas"] = ideas.measure(edge_px, sheet, quick=options.quick)
    if not options.no_start:
        figures |= _start(512 if not options.quick else edge_px)
    for name, value in figures.items():
        if isinstance(value, float):
            print(f"{name:<28} {value:.4g}")
    return figures


def _weights(name: str, folder: Path) -> tuple[WeightsFile, str]:
    """The file that both sides read, and the pooling it was trained with."""
    if name == "vgg19":
        return resolve("vgg19"), "max"
    path = (
        EMBEDDED_FILE if name == "embedded" else widen(EMBEDDED_FILE, folder / "w.safetensors", 4)
    )
    return (
        WeightsFile(path=path, name="embedded", source="file", sha256="", label="For timing."),
        "avg",
    )


def _race(
    pair: Pair, network: VGGFeatures, weights: WeightsFile, options: argparse.Namespace
) -> dict[str, Any]:
    """The textbook, ours, and unless told otherwise every recipe and one idea after another."""
    reference, textbook = run_textbook(pair, options.method, options.evaluations)
    _tell(reference, reference)
    ways = [OURS]
    if not (options.quick or options.no_ablation):
        ways += ABLATION
    courses = []
    for way in ways:
        cap_s = math.inf if way is OURS else CAP_SHARE * reference.seconds[-1]
        course = run_ours(pair, options.method, way, network, textbook, reference, cap_s=cap_s)
        _tell(course, reference)
        courses.append(course)
    recipes = []
    for name in () if options.no_recipes else RECIPES:
        cap_s = QUICK_CAP_S if options.quick else CAP_S
        recipes.append(run_recipe(name, pair, weights, textbook, cap_s))
        _tell(recipes[-1], reference)
    _plot(options.output, options, [reference, courses[0], *recipes])
    if len(courses) > 1:
        ways = options.output.with_name(f"{options.output.stem}-ways.svg")
        _plot(ways, options, [reference, *courses])
    whole_s = reference.seconds[-1]
    ours_s = courses[0].reached_s(reference.shown[-1], shown=True)
    strict_s = courses[0].reached_s(reference.raw[-1], shown=False)
    return {
        "reference_s": whole_s,
        "reference_evaluations": reference.steps,
        "reference_loss": reference.shown[-1],
        "reference_loss_beyond_range": reference.raw[-1],
        "ours_s": _told(ours_s),
        "ratio_to_reference": whole_s / ours_s,
        "ours_beyond_range_s": _told(strict_s),
        "ratio_beyond_range": whole_s / strict_s,
        "reference_s_per_evaluation": whole_s / reference.steps,
        "ways": [_row(course, reference) for course in courses],
        "recipes": [_row(course, reference) for course in recipes],
    }


def _told(seconds: float) -> float | None:
    """Seconds, or None for never: JSON knows no infinity."""
    return seconds if math.isfinite(seconds) else None


def _row(course: Course, reference: Course) -> dict[str, Any]:
    """One line of the ablation."""
    whole_s = reference.seconds[-1]
    shown_s = course.reached_s(reference.shown[-1], shown=True)
    raw_s = course.reached_s(reference.raw[-1], shown=False)
    return {
        "name": course.name,
        "seconds": course.seconds[-1],
        "steps": course.steps,
        "loss": course.shown[-1],
        "ratio": whole_s / shown_s,
        "ratio_beyond_range": whole_s / raw_s,
    }


def _tell(course: Course, reference: Course) -> None:
    row = _row(course, reference)
    print(
        f"{row['name']:<36} {row['seconds']:7.1f} s {row['steps']:4d} steps  "
        f"loss {row['loss']:.4g}  ×{row['ratio']:.1f} as a picture, "
        f"×{row['ratio_beyond_range']:.1f} beyond the range",
        flush=True,
    )


def _plot(file: Path, options: argparse.Namespace, courses: list[Course]) -> None:
    """Losses over seconds; the first course is the reference, whose end is the goal."""
    lines = [Line(each.name, each.seconds, each.shown) for each in courses]
    title = f"The loss of {options.method} over time, {options.network} network"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(draw(lines, title, courses[0].shown[-1]), "utf-8")


def _rates(pair: Pair, network: VGGFeatures, options: argparse.Namespace) -> dict[str, Any]:
    """Share of the best rate at the race's size, and how the time grows with the pixels."""
    best = rates.best_rate()
    settings = RECIPES[options.method].settings.changed(pooling=pair.pooling, precision="auto")
    edges = [pair.edge_px // 2, pair.edge_px, 2 * pair.edge_px]
    edges += [] if options.quick else [4 * pair.edge_px]
    pixels, seconds = [], []
    for edge_px in edges:
        canvas = _square(pair, edge_px)
        once = rates.iteration(Objective(network, settings, canvas, canvas), canvas)
        pixels.append(edge_px**2)
        seconds.append(rates.fastest_s(once, 5 if edge_px <= 512 else 2))
    flops = rates.iteration_flops(network, settings, pair.edge_px**2)
    took_s = seconds[1]
    return {
        "iteration_s": took_s,
        "iteration_flops": flops,
        "best_rates": best,
        "best_rate": max(best.values()),
        "share_of_peak": flops / took_s / max(best.values()),
        "iteration_s_by_px": dict(zip(map(str, edges), seconds, strict=True)),
        "exponent": rates.exponent(pixels, seconds),
    }


def _square(pair: Pair, edge_px: int) -> Tensor:
    """A square picture of that edge, float (1, 3, edge, edge)."""
    return to_canvas(resize(pair.content, edge_px, edge_px))


def _start(edge_px: int) -> dict[str, float]:
    """Import, page, previews, caches and the embedded network's whole run."""
    asked = argparse.Namespace(size=edge_px, network="embedded", turns=3, style="starry-night")
    found, kept = start.measure(asked), caches.measure(asked)
    return {
        "import_s": found["import_nst_s"],
        "page_up_s": found["page_up_s"],
        "first_preview_cold_s": found["first_preview_cold_s"],
        "first_preview_warm_s": found["first_preview_warm_s"],
        "embedded_final_s": found["picture_s"],
        "embedded_steps": float(_steps(edge_px)),
        "targets_cached_s": kept["targets_memory_ms"] / 1000,
        "result_cached_s": kept["result_again_s"],
    }


def _steps(edge_px: int) -> int:
    return sum(each.steps for each in plan_scales(Settings(long_edge_px=edge_px), 3, 4))
