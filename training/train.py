"""The training run: a teacher imitated, seeded step by step, resumable, logged as CSV.

Writes nothing outside the folder it is given. A step's random numbers depend on seed and step
only, so a resumed run sees what an uninterrupted one would have seen.
"""

from __future__ import annotations

import csv
import math
import time
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from nst.precision import multiplies_bf16
from training import augment, pictures, synthetic
from training.network import Pooling, Student, widths_for
from training.teacher import CHANNELS, EfficientNetLite
from training.teacher import load as load_teacher

CHECKPOINT = "checkpoint.pt"
LOG = "loss.csv"
LOG_EVERY = 20
AVERAGE_DECAY = 0.998
"""Of the running average of the weights, which is what gets exported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that shapes a run. `minutes` above 0 ends it by the clock instead of by steps."""

    steps: int = 9756
    minutes: float = 0.0
    batch: int = 16
    width: int = 16
    pooling: Pooling = "avg"
    seed: int = 1
    teacher: str = "lite0"
    regions: int = 2400
    synthetic_share: float = 0.25
    study_share: float = 0.3
    view_px: int = 128
    noise: float = augment.Strengths().noise
    step_size: float = 3e-3
    weight_decay: float = 0.05
    warm_up: float = 0.03
    checkpoint_every: int = 200
    synthetic_px: int = 900
    leaves: int = 8
    strokes: int = 14
    painted: int = len(pictures.SOURCES)
    scale_views: int = 96
    """How many views the mean and deviation of the teacher's channels are taken from."""

    def __post_init__(self) -> None:
        if self.view_px % 32 or self.view_px < 96:  # the outermost of 3 × 3 cells do not count
            raise ValueError(f"view_px is {self.view_px}; make it a multiple of 32, 96 or more.")

    def shortened(self) -> Plan:
        """The same run for tests: seconds instead of hours."""
        return replace(
            self, steps=min(self.steps, 40), minutes=0.0, batch=min(self.batch, 4),
            width=min(self.width, 4), regions=9, view_px=96, checkpoint_every=20,
            synthetic_px=96, scale_views=8, leaves=1, strokes=1, painted=1, step_size=1e-2,
            warm_up=0.1,
        )  # fmt: skip


@dataclass(slots=True)
class Run:
    """The moving parts of a training run."""

    plan: Plan
    teacher: EfficientNetLite
    model: Student
    average: Student
    optimizer: torch.optim.AdamW
    device: torch.device
    step: int = 0
    spent_s: float = 0.0
    losses: Tensor = field(default_factory=lambda: torch.full((len(CHANNELS),), math.nan))
    """Running mean over about 100 steps, one per map of the teacher; 1 is knowing nothing."""

    @property
    def loss(self) -> float:
        """The mean of the losses."""
        return float(self.losses.mean())


def start(plan: Plan, device: str = "cpu") -> Run:
    """A run at step 0, its weights drawn from the plan's seed.

    Raises FileNotFoundError when the package with the teacher's weights is not installed.
    """
    torch.manual_seed(plan.seed)
    widths = widths_for(plan.width)
    model, average = Student(widths, plan.pooling), Student(widths, plan.pooling)
    average.load_state_dict(model.state_dict())
    for network in (model, average):
        network.to(memory_format=torch.channels_last).to(device)
    decayed: list[Tensor] = [weight for weight in model.parameters() if weight.ndim > 1]
    plain: list[Tensor] = [weight for weight in model.parameters() if weight.ndim <= 1]
    groups: list[dict[str, Any]] = [{"params": decayed}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=plan.step_size, weight_decay=plan.weight_decay)
    frozen = load_teacher(plan.teacher).to(device)
    return Run(plan, frozen, model, average, optimizer, torch.device(device))


def make_regions(plan: Plan) -> Tensor:
    """What views are cut from: uint8 `(regions, 3, S, S)`; photographs, studies, synthetic."""
    photographs = pictures.load_photographs()
    rng = np.random.default_rng((plan.seed, 4))
    share = {source.name: source.share for source in pictures.SOURCES}
    of_studies = round(plan.regions * plan.study_share)
    of_synthetic = round(plan.regions * plan.synthetic_share)
    of_photographs = plan.regions - of_studies - of_synthetic
    cut = [
        pictures.cut_regions(photographs, share, of_photographs, rng),
        pictures.cut_regions(pictures.load_studies(), {}, of_studies, rng),
    ]
    if of_synthetic:  # drawing them takes half a minute
        painted = dict(list(photographs.items())[: plan.painted])
        made = synthetic.render_all(
            plan.seed, painted, plan.synthetic_px, leaves=plan.leaves, strokes=plan.strokes
        )
        cut.append(pictures.cut_regions(made, {}, of_synthetic, rng))
    return torch.cat(cut)


def train(run: Run, regions: Tensor, folder: Path, *, until: int | None = None) -> None:
    """Train to the plan's end, or to step `until`, writing checkpoints and the log."""
    folder.mkdir(parents=True, exist_ok=True)
    _forget_rows_after(run.step, folder / LOG)
    run.model.train()
    began_s = time.monotonic() - run.spent_s
    total = None if run.plan.minutes > 0 else run.plan.steps
    bar = tqdm(total=total, initial=run.step, unit="step", mininterval=5.0)
    while not _finished(run) and (until is None or run.step < until):
        losses = take_step(run, regions)
        run.losses = losses if run.step == 1 else run.losses.lerp(losses, 0.01)
        run.spent_s = time.monotonic() - began_s
        bar.update()
        bar.set_postfix(loss=f"{run.loss:.3f}", done=f"{fraction(run):.1%}", refresh=False)
        if run.step % LOG_EVERY == 0:
            _log(run, folder)
        if run.step % run.plan.checkpoint_every == 0:
            save(run, folder)
    bar.close()
    save(run, folder)


def take_step(run: Run, regions: Tensor) -> Tensor:
    """One optimiser step on one batch; returns the loss of each of the teacher's maps.

    A loss is the mean squared error of the foretold map, standardised per channel, away from the
    outermost cells: there the teacher sees the border, the student its reflection.

    Raises FloatingPointError when a loss is not finite.
    """
    plan = run.plan
    if run.step == 0:
        run.model.learn_scale(_teacher_maps(run, _views(plan, regions, -1, plan.scale_views, run)))
        run.average.load_state_dict(run.model.state_dict())
    views = _views(plan, regions, run.step, plan.batch, run)
    wanted = run.model.standardized(_teacher_maps(run, views))
    for group in run.optimizer.param_groups:
        group["lr"] = plan.step_size * _schedule(fraction(run), plan.warm_up)
    with _half_precision(run.device):
        foretold = run.model(augment.normalized(views))
    losses = torch.stack(
        [
            functional.mse_loss(_inner(found.float()), _inner(target))
            for found, target in zip(foretold, wanted, strict=True)
        ]
    )
    if not torch.isfinite(losses).all():
        raise FloatingPointError(f"The loss became {losses.mean().item()} at step {run.step}.")
    run.optimizer.zero_grad(set_to_none=True)
    losses.mean().backward()  # type: ignore[no-untyped-call]
    run.optimizer.step()
    run.step += 1
    _average(run.average, run.model, min(AVERAGE_DECAY, run.step / (run.step + 10)))
    return losses.detach().cpu()


def _views(plan: Plan, regions: Tensor, step: int, count: int, run: Run) -> Tensor:
    """The views of a step, from random numbers that depend on seed and step only."""
    generator = torch.Generator().manual_seed(plan.seed * 1_000_003 + step)
    chosen = torch.randint(0, len(regions), (count,), generator=generator)
    strengths = augment.Strengths(noise=plan.noise)
    views = augment.views(regions[chosen].to(run.device), plan.view_px, generator, strengths)
    return views.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def _teacher_maps(run: Run, views: Tensor) -> list[Tensor]:
    with _half_precision(run.device):
        maps = run.teacher.features(views, run.teacher.targets)
    return [maps[block].float() for block in run.teacher.targets]


def _half_precision(device: torch.device) -> torch.autocast:
    """bf16 where this machine multiplies it faster; elsewhere fp32 is left alone."""
    return torch.autocast(device.type, torch.bfloat16, enabled=multiplies_bf16(device))


def _inner(maps: Tensor) -> Tensor:
    return maps[:, :, 1:-1, 1:-1]


def fraction(run: Run) -> float:
    """How much of the plan is done, 0 to 1: by the clock if it has minutes, else by steps."""
    if run.plan.minutes > 0:
        return min(1.0, run.spent_s / (60 * run.plan.minutes))
    return run.step / run.plan.steps


def save(run: Run, folder: Path) -> None:
    """Write the checkpoint; a reader never sees half of one."""
    part = folder / (CHECKPOINT + ".part")
    torch.save(
        {
            "plan": asdict(run.plan),
            "model": run.model.state_dict(),
            "average": run.average.state_dict(),
            "optimizer": run.optimizer.state_dict(),
            "step": run.step,
            "spent_s": run.spent_s,
            "losses": run.losses,
        },
        part,
    )
    part.replace(folder / CHECKPOINT)


def resume(folder: Path, device: str = "cpu") -> Run:
    """The run that stands in `folder`, as it was when saved.

    Raises FileNotFoundError when there is no checkpoint, ValueError when it is of another kind.
    """
    path = folder / CHECKPOINT
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist; leave out --resume to start a new run.")
    saved: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    if set(saved["plan"]) != {setting.name for setting in fields(Plan)}:
        raise ValueError(
            f"{path} was written by another version of this package; give another --out."
        )
    run = start(Plan(**saved["plan"]), device)
    run.model.load_state_dict(saved["model"])
    run.average.load_state_dict(saved["average"])
    run.optimizer.load_state_dict(saved["optimizer"])
    run.step, run.spent_s, run.losses = saved["step"], saved["spent_s"], saved["losses"].cpu()
    return run


def _finished(run: Run) -> bool:
    return fraction(run) >= 1.0


def _schedule(done: float, warm_up: float) -> float:
    """Linear warm-up, then half a cosine down to 0."""
    if done < warm_up:
        return max(0.02, done / warm_up)
    return 0.5 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))


@torch.no_grad()
def _average(average: nn.Module, model: nn.Module, decay: float) -> None:
    for kept, new in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        if kept.is_floating_point():
            kept.lerp_(new, 1 - decay)
        else:
            kept.copy_(new)


def _forget_rows_after(step: int, path: Path) -> None:
    """Rows of a run that was cut off beyond its last checkpoint would stand twice in the log."""
    if path.is_file():
        head, *rows = path.read_text().splitlines(keepends=True)
        kept = [row for row in rows if int(row.split(",")[0]) <= step]
        path.write_text("".join([head, *kept]))


def _log(run: Run, folder: Path) -> None:
    path = folder / LOG
    fresh = not path.is_file()
    with path.open("a", newline="") as file:
        writer = csv.writer(file)
        if fresh:
            each = [f"stride_{2 ** (index + 1)}" for index in range(len(CHANNELS))]
            writer.writerow(["step", "spent_s", "loss", "step_size", *each])
        step_size = run.optimizer.param_groups[0]["lr"]
        row = [run.step, f"{run.spent_s:.1f}", f"{run.loss:.4f}", f"{step_size:.2e}"]
        writer.writerow([*row, *(f"{loss:.4f}" for loss in run.losses.tolist())])
