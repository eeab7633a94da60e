"""`python -m training`: train the project's own small network and write its weights file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from training import export, train
from training.teacher import VERSIONS

WEIGHTS = Path("nst/weights/embedded.safetensors")
SHORT = Path("out/short")

SHAPING = {
    "batch": "views per step",
    "width": "channels of the first block; VGG-19 has 64",
    "pooling": "of the network, while it learns",
    "seed": "of all random numbers",
    "teacher": "version of EfficientNet",
    "view_px": "edge of a view, a multiple of 32",
    "noise": "greatest deviation of a view's noise, pixels in [0, 1]",
    "study_share": "of the regions, cut from painted studies",
    "synthetic_share": "of the regions, cut from what synthetic.py draws",
}
"""The fields of a plan that are flags too, and what they mean."""

CHOICES = {"pooling": ("avg", "max"), "teacher": VERSIONS}


def main(argv: Sequence[str] | None = None) -> None:
    """Train or resume, then export; with --export, only export what stands in the folder."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.short:  # a try must not take the place of what was trained in earnest
        arguments.out = arguments.out or SHORT / "run"
        arguments.weights = arguments.weights or SHORT / "embedded.safetensors"
    arguments.out = arguments.out or Path("out/training")
    arguments.weights = arguments.weights or WEIGHTS
    torch.set_num_threads(arguments.threads)
    if arguments.resume or arguments.export:
        run = train.resume(arguments.out, arguments.device)
        if not arguments.export:
            run.plan = replace(run.plan, steps=arguments.steps, minutes=arguments.minutes)
    else:
        if (arguments.out / train.CHECKPOINT).is_file() and not arguments.short:
            parser.error(f"{arguments.out} holds a run; give --resume, or another --out.")
        run = train.start(_plan(arguments), arguments.device)
    if not arguments.export:
        train.train(run, train.make_regions(run.plan), arguments.out)
    written = export.export(run, arguments.weights, _command(run.plan))
    print(
        f"{arguments.weights}: {written.file_bytes:,} bytes, sha256 {written.sha256}, "
        f"{run.step} steps, loss {run.loss:.3f}, {written.nearly_dead} channels nearly dead"
    )


def _parser() -> argparse.ArgumentParser:
    plan = train.Plan()
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--steps", type=int, default=plan.steps, help="length of the run")
    parser.add_argument(
        "--minutes", type=float, default=0.0, help="end by the clock instead of by steps"
    )
    for name, what in SHAPING.items():
        default = getattr(plan, name)
        parser.add_argument(
            "--" + name.replace("_", "-"),
            type=type(default),
            default=default,
            choices=CHOICES.get(name),
            help=f"{what} ({default})",
        )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--device", default="cpu", help="cpu or cuda; bf16 where that is the faster"
    )
    parser.add_argument(
        "--out", type=Path, help="folder of checkpoint and log (out/training; --short: out/short)"
    )
    parser.add_argument("--weights", type=Path, help=f"the file to write ({WEIGHTS})")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on from the checkpoint in --out, to the end of --steps or --minutes",
    )
    parser.add_argument(
        "--export", action="store_true", help="only write the weights of the checkpoint in --out"
    )
    parser.add_argument("--short", action="store_true", help="a tiny run, to try the machinery")
    return parser


def _plan(arguments: argparse.Namespace) -> train.Plan:
    shape = {name: getattr(arguments, name) for name in SHAPING}
    plan = train.Plan(steps=arguments.steps, minutes=arguments.minutes, **shape)
    return plan.shortened() if arguments.short else plan


def _command(plan: train.Plan) -> str:
    """The command that trains this network again."""
    length = f"--minutes {plan.minutes:g}" if plan.minutes > 0 else f"--steps {plan.steps}"
    usual = train.Plan()
    shape = (
        f"--{name.replace('_', '-')} {getattr(plan, name)}"
        for name in SHAPING
        if getattr(plan, name) != getattr(usual, name)
    )
    return " ".join(("python -m training", length, *shape))


if __name__ == "__main__":
    main()
