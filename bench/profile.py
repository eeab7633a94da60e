"""One iteration layer by layer: time, share of the best rate, bytes moved; before and after."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from bench.pace.layers import Row, draw
from bench.pace.rates import best_rate, fastest_s, walked
from nst.convolutions import ConvolutionStage
from nst.moments import sums_of
from nst.vgg import VGGFeatures

WIDTHS = {"embedded": (16, 32, 64, 128, 128), "wide": (64, 128, 256, 512, 512)}
DEEPEST = "conv5_1"


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `profile` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("profile", help=__doc__)
    parser.add_argument("--network", choices=sorted(WIDTHS), default="wide")
    parser.add_argument("--size", type=int, default=512, help="edge of the picture in px")
    parser.add_argument("-o", "--output", type=Path, default=Path("out/profile.svg"))
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Time every step as it was done before and as it is done now; writes the picture."""
    torch.manual_seed(0)
    network = VGGFeatures("vgg19", WIDTHS[options.network], "avg", trained_with="avg")
    peak = max(best_rate().values())
    figures: dict[str, Any] = {"best_rate": peak, "size_px": options.size}
    tables = {}
    for name, rows in (
        ("before", plain_rows(network, options.size)),
        ("now", walk_rows(network, options.size)),
    ):
        tables[name] = rows
        whole_s = sum(row.seconds for row in rows)
        print(f"\n{name}: {1000 * whole_s:.1f} ms")
        for row in rows:
            print(
                f"  {row.name:<8} {1000 * row.seconds:8.2f} ms  ahead {1000 * row.ahead_s:7.2f}  "
                f"back {1000 * row.back_s:7.2f}  sums {1000 * row.sums_s:7.2f}  "
                f"rest {1000 * row.rest_s:7.2f}  {row.share_of(peak):6.1%} of the best"
                f"  {row.gigabytes_per_s:6.1f} GB/s"
            )
        figures[name] = [asdict(row) for row in rows]
        figures[f"{name}_s"] = whole_s
    options.output.parent.mkdir(parents=True, exist_ok=True)
    title = (
        f"One iteration at {options.size} px, {options.network} network, "
        f"threads: {torch.get_num_threads()}; "
        f"best rate ({str(walked())[6:]}) {peak / 1e12:.2f} TFLOP/s"
    )
    options.output.write_text(draw(tables, title, peak), "utf-8")
    return figures


@torch.no_grad()
def walk_rows(network: VGGFeatures, edge_px: int) -> list[Row]:
    """Every stage of the walk as `nst.survey` calls it, one by one."""
    dtype = walked()
    x = torch.rand(1, 3, edge_px, edge_px).to(dtype, memory_format=torch.channels_last)
    rows = []
    for stage in network._laid_out(dtype, torch.device("cpu")):
        row = Row(stage.tap.replace("relu", "conv"))
        if isinstance(stage, ConvolutionStage):
            out = stage.ahead(x, rectified=False)
            slope = torch.randn_like(out)
            flat = slope.permute(0, 2, 3, 1).reshape(-1, out.shape[1])
            both = torch.randn(out.shape[1], out.shape[1]).to(dtype)
            row.ahead_s = fastest_s(partial(stage.ahead, x, rectified=False))
            row.back_s = fastest_s(partial(stage.back, slope))
            row.sums_s = fastest_s(partial(sums_of, out))
            row.rest_s = (
                fastest_s(out.relu)
                + fastest_s(partial(stage.mask_, slope, out))
                + fastest_s(partial(flat.addmm_, flat, both))
            )
            _count(row, x, out)
            x = out.relu()
        else:
            out, places = stage.ahead(x)
            row.ahead_s = fastest_s(partial(stage.ahead, x))
            row.back_s = fastest_s(partial(stage.back, out.clone(), places, x.shape[-2:]))
            row.moved_bytes = 2.0 * x.element_size() * (x.numel() + out.numel())
            x = out
        rows.append(row)
        if row.name == DEEPEST:
            break
    return rows


def plain_rows(network: VGGFeatures, edge_px: int) -> list[Row]:
    """The same in fp32, by the modules and autograd: how every step was done before."""
    x = torch.rand(1, 3, edge_px, edge_px)
    rows = []
    for name, module in zip(network.names, network.features, strict=True):
        if not name.startswith("relu"):
            rows.append(Row(name))
        row = rows[-1]
        wanted = x.detach().requires_grad_(True)
        out = module(wanted)
        slope = torch.randn_like(out)
        ahead_s = fastest_s(partial(module, wanted), 3)
        both_s = fastest_s(partial(_there_and_back, module, wanted, slope), 3)
        if name.startswith("relu"):
            row.rest_s += both_s
        else:
            row.ahead_s, row.back_s = ahead_s, max(0.0, both_s - ahead_s)
        if name.startswith("conv"):
            _count(row, x, out)
            row.sums_s = fastest_s(partial(_plain_sums, out.detach()), 3)
        elif name.startswith("pool"):
            row.moved_bytes = 8.0 * (x.numel() + out.numel())
        x = out.detach()
        if name == DEEPEST:
            break
    return rows


def _there_and_back(module: nn.Module, x: Tensor, slope: Tensor) -> Tensor:
    found: Tensor = torch.autograd.grad(module(x), x, slope)[0]
    return found


def _plain_sums(out: Tensor) -> Tensor:
    """Mean and covariance as they were written first, and the gradient of their squares."""
    features = out[0].flatten(1).requires_grad_(True)
    mean = features.mean(dim=1)
    centred = features - mean[:, None]
    covariance = centred @ centred.T / features.shape[1]
    loss = mean.square().sum() + covariance.square().sum()
    slope: Tensor = torch.autograd.grad(loss, features)[0]
    return slope


def _count(row: Row, x: Tensor, out: Tensor) -> None:
    """Operations of both ways and of the sums and their gradient; bytes of both ways."""
    positions, channels = out[0, 0].numel(), out.shape[1]
    row.flops = positions * (2 * 18.0 * x.shape[1] * channels + 2 * 2.0 * channels**2)
    row.moved_bytes = 2.0 * x.element_size() * x.numel() + 5.0 * out.element_size() * out.numel()
