"""The training run: one class per region, seeded step by step, resumable, logged as CSV.

Writes nothing outside the folder it is given. A step's random numbers depend on seed and step
only, so a resumed run sees what an uninterrupted one would have seen.
"""

from __future__ import annotations

import csv
import math
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from training import augment, pictures, synthetic
from training.network import RegionClassifier, widths_for

CHECKPOINT = "checkpoint.pt"
LOG = "loss.csv"
LOG_EVERY = 20
AVERAGE_DECAY = 0.998
"""Of the running average of the weights, which is what gets exported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that shapes a run. `minutes` above 0 ends it by the clock instead of by steps."""

    steps: int = 20_000
    minutes: float = 0.0
    batch: int = 64
    width: int = 16
    seed: int = 0
    classes: int = 3000
    synthetic_share: float = 1 / 3
    view_px: int = 72
    step_size: float = 3e-3
    weight_decay: float = 0.05
    label_smoothing: float = 0.05
    warm_up: float = 0.03
    checkpoint_every: int = 200
    synthetic_px: int = 640
    leaves: int = 10
    strokes: int = 14
    painted: int = len(pictures.SOURCES)

    def shortened(self) -> Plan:
        """The same run for tests: seconds instead of hours."""
        return replace(
            self, steps=min(self.steps, 40), minutes=0.0, batch=min(self.batch, 24),
            width=min(self.width, 4), classes=9, view_px=40, checkpoint_every=20,
            synthetic_px=96, leaves=1, strokes=1, painted=1, step_size=1e-2, warm_up=0.1,
        )  # fmt: skip


@dataclass(slots=True)
class Run:
    """The moving parts of a training run."""

    plan: Plan
    model: RegionClassifier
    average: RegionClassifier
    optimizer: torch.optim.AdamW
    step: int = 0
    spent_s: float = 0.0
    loss: float = math.nan
    """Running mean over about 100 steps."""


def start(plan: Plan) -> Run:
    """A run at step 0, its weights drawn from the plan's seed."""
    torch.manual_seed(plan.seed)
    widths = widths_for(plan.width)
    model, average = (RegionClassifier(widths, plan.classes) for _ in range(2))
    average.load_state_dict(model.state_dict())
    for network in (model, average):
        network.to(memory_format=torch.channels_last)
    decayed: list[Tensor] = [weight for weight in model.parameters() if weight.ndim > 1]
    plain: list[Tensor] = [weight for weight in model.parameters() if weight.ndim <= 1]
    groups: list[dict[str, Any]] = [{"params": decayed}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=plan.step_size, weight_decay=plan.weight_decay)
    return Run(plan, model, average, optimizer)


def make_regions(plan: Plan) -> Tensor:
    """The classes: uint8 `(classes, 3, S, S)`, photographs first, then synthetic pictures."""
    photographs = pictures.load_photographs()
    painted = dict(list(photographs.items())[: plan.painted])
    made = synthetic.render_all(
        plan.seed, painted, plan.synthetic_px, leaves=plan.leaves, strokes=plan.strokes
    )
    rng = np.random.default_rng((plan.seed, 4))
    share = {source.name: source.share for source in pictures.SOURCES}
    synthetic_classes = round(plan.classes * plan.synthetic_share)
    return torch.cat(
        [
            pictures.cut_regions(photographs, share, plan.classes - synthetic_classes, rng),
            pictures.cut_regions(made, {}, synthetic_classes, rng),
        ]
    )


def train(run: Run, regions: Tensor, folder: Path, *, until: int | None = None) -> None:
    """Train to the plan's end, or to step `until`, writing checkpoints and the log."""
    folder.mkdir(parents=True, exist_ok=True)
    _forget_rows_after(run.step, folder / LOG)
    run.model.train()
    began_s = time.monotonic() - run.spent_s
    total = None if run.plan.minutes > 0 else run.plan.steps
    bar = tqdm(total=total, initial=run.step, unit="step", mininterval=5.0)
    while not _finished(run) and (until is None or run.step < until):
        loss = take_step(run, regions)
        run.loss = loss if math.isnan(run.loss) else 0.99 * run.loss + 0.01 * loss
        run.spent_s = time.monotonic() - began_s
        bar.update()
        bar.set_postfix(loss=f"{run.loss:.3f}", done=f"{fraction(run):.1%}", refresh=False)
        if run.step % LOG_EVERY == 0:
            _log(run, folder)
        if run.step % run.plan.checkpoint_every == 0:
            save(run, folder)
    bar.close()
    save(run, folder)


def take_step(run: Run, regions: Tensor) -> float:
    """One optimiser step on one batch; returns its cross-entropy.

    Raises FloatingPointError when the loss is not finite.
    """
    plan = run.plan
    generator = torch.Generator().manual_seed(plan.seed * 1_000_003 + run.step)
    labels = torch.randint(0, plan.classes, (plan.batch,), generator=generator)
    batch = augment.normalized(augment.views(regions[labels], plan.view_px, generator))
    for group in run.optimizer.param_groups:
        group["lr"] = plan.step_size * _schedule(fraction(run), plan.warm_up)
    with torch.autocast("cpu", torch.bfloat16):
        logits = run.model(batch)
    loss = functional.cross_entropy(logits.float(), labels, label_smoothing=plan.label_smoothing)
    if not torch.isfinite(loss):
        raise FloatingPointError(f"The loss became {loss.item()} at step {run.step}.")
    run.optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    run.optimizer.step()
    run.step += 1
    _average(run.average, run.model, min(AVERAGE_DECAY, run.step / (run.step + 10)))
    return float(loss.detach())


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
            "loss": run.loss,
        },
        part,
    )
    part.replace(folder / CHECKPOINT)


def resume(folder: Path) -> Run:
    """The run that stands in `folder`, as it was when saved.

    Raises FileNotFoundError when there is no checkpoint.
    """
    path = folder / CHECKPOINT
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist; leave out --resume to start a new run.")
    saved: dict[str, Any] = torch.load(path, weights_only=True)
    run = start(Plan(**saved["plan"]))
    run.model.load_state_dict(saved["model"])
    run.average.load_state_dict(saved["average"])
    run.optimizer.load_state_dict(saved["optimizer"])
    run.step, run.spent_s, run.loss = saved["step"], saved["spent_s"], saved["loss"]
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
            writer.writerow(["step", "spent_s", "loss", "step_size"])
        step_size = run.optimizer.param_groups[0]["lr"]
        writer.writerow([run.step, f"{run.spent_s:.1f}", f"{run.loss:.4f}", f"{step_size:.2e}"])
