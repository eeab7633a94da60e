"""Peak resident memory of whole runs beside what was predicted, each in a fresh process; on Linux.

`--tiles` adds 4096×3072 at both widths, planned for 6 GB in all: about ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

from nst.fit import BASE_BYTES

SQUARES_PX = (256, 512, 1024)
LARGE = (3072, 4096)
"""(height, width) in px of the picture that is painted in tiles."""

LARGE_BYTES = 6_000_000_000
"""What the largest run may take, all in all."""

STYLE_EDGE_PX = 1200
"""Long edge of a painting's picture as the gallery has it."""

# Runs in its own interpreter: a peak is never taken back. The widths are those of either network;
# the values of the weights do not matter for memory.
SCRIPT = """
import json, sys, time
import numpy as np, torch
from nst.fit import plan_tile_px, run_bytes
from nst.machine import hold_pages
from nst.networks import Network
from nst.plan import feature_floats, plan_scales, target_floats
from nst.precision import multiplies_bf16
from nst.settings import Settings
from nst.transfer import stylize
from nst.vgg import VGGFeatures
widths, height, width, style_px, available = json.loads(sys.argv[1])
hold_pages()
torch.manual_seed(0)
features = VGGFeatures("vgg19", widths, "avg").to(memory_format=torch.channels_last)
network = Network(features, {}, torch.device("cpu"))
draw = np.random.default_rng(0)
content = draw.integers(0, 255, (height, width, 3), np.uint8)
style = draw.integers(0, 255, (style_px, style_px, 3), np.uint8)
settings = Settings(long_edge_px=max(height, width), first_scale_px=2048, scale_ratio=4.0, steps=2)
def peak():
    # getrusage would begin with the size of the process that started this one
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
before = peak()
began = time.perf_counter()
for progress in stylize(content, style, settings, network, clock=time.perf_counter,
                        available_bytes=available):
    progress.picture
took_s = time.perf_counter() - began
scales = plan_scales(settings, height, width)
floats = [each(widths, "vgg19", settings) for each in (feature_floats, target_floats)]
walk = {"element_bytes": 2 if multiplies_bf16(network.device) else 4}
tile_px = plan_tile_px(settings, scales, *floats, available, style.shape[:2], **walk)
predicted = run_bytes(settings, scales[-1], *floats, style.shape[:2], tile_px=tile_px, **walk)
print(json.dumps({"peak_bytes": peak(), "run_bytes": peak() - before, "before_bytes": before,
                  "predicted_run_bytes": predicted, "tile_px": tile_px, "seconds": took_s}))
"""

NETWORKS = {"embedded": (16, 32, 64, 128, 128), "vgg19": (64, 128, 256, 512, 512)}


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `memory` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("memory", help=__doc__)
    parser.add_argument("--tiles", action="store_true", help="also 4096×3072, in tiles")
    parser.add_argument("--network", choices=tuple(NETWORKS), help="one width only")
    parser.add_argument("--only-tiles", action="store_true", help="4096×3072 alone")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run every size with both widths; returns bytes."""
    figures: dict[str, Any] = {}
    sizes = [] if options.only_tiles else [(edge, edge) for edge in SQUARES_PX]
    for name in [options.network] if options.network else NETWORKS:
        for size in sizes:
            _tell(figures, f"{name} {size[1]}", run_peak(name, size))
        if options.tiles or options.only_tiles:
            limit = LARGE_BYTES - BASE_BYTES
            _tell(figures, f"{name} {LARGE[1]}", run_peak(name, LARGE, available_bytes=limit))
    return {"memory": figures}


def run_peak(
    network: str, size_px: tuple[int, int], *, available_bytes: int | None = None
) -> dict[str, Any]:
    """The peak of a run of two steps at one scale, (height, width) in px, as it was planned.

    `available_bytes` is what it may plan for, beyond what is resident before; None: all.
    """
    asked = [NETWORKS[network], *size_px, STYLE_EDGE_PX, available_bytes]
    command = [sys.executable, "-c", SCRIPT, json.dumps(asked)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _tell(figures: dict[str, Any], name: str, found: dict[str, Any]) -> None:
    figures[name] = found
    size = {key: f"{value / 1e9:.2f} GB" for key, value in found.items() if key.endswith("bytes")}
    tiles = f"tiles of {found['tile_px']} px" if found["tile_px"] else "whole"
    print(f"{name:<14} {tiles:<16} {found['seconds']:6.1f} s  {size}", flush=True)
