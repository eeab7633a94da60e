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


def main(argv: Sequence[str] | None = None) -> None:
    """Train or resume, then export; with --export, only export what stands in the folder."""
    arguments = _parser().parse_args(argv)
    torch.set_num_threads(arguments.threads)
    if arguments.resume or arguments.export:
        run = train.resume(arguments.out, arguments.device)
        if not arguments.export:
            run.plan = replace(run.plan, steps=arguments.steps, minutes=arguments.minutes)
    else:
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
    parser.add_argument("--batch", type=int, default=plan.batch, help="views per step")
    parser.add_argument(
        "--width", type=int, default=plan.width, help="channels of the first block (VGG-19: 64)"
    )
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument(
        "--teacher", choices=VERSIONS, default=plan.teacher, help="version of EfficientNet"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu", help="cpu or cuda; bf16 on either")
    parser.add_argument(
        "--out", type=Path, default=Path("out/training"), help="folder of checkpoint and log"
    )
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="the file to write")
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
    plan = train.Plan(
        steps=arguments.steps,
        minutes=arguments.minutes,
        batch=arguments.batch,
        width=arguments.width,
        seed=arguments.seed,
        teacher=arguments.teacher,
    )
    return plan.shortened() if arguments.short else plan


def _command(plan: train.Plan) -> str:
    """The command that trains this network again."""
    length = f"--minutes {plan.minutes:g}" if plan.minutes > 0 else f"--steps {plan.steps}"
    return (
        f"python -m training {length} --batch {plan.batch} --width {plan.width} --seed {plan.seed} "
        f"--teacher {plan.teacher}"
    )


if __name__ == "__main__":
    main()
