"""Peak resident memory of a run beside what was predicted, each size in a fresh process."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

SIZES_PX = (256, 512, 1024)

# Runs in its own interpreter: a peak is never taken back. The widths are those of either network;
# the values of the weights do not matter for memory.
SCRIPT = """
import json, resource, sys, time
import numpy as np, torch
from nst.networks import Network
from nst.fit import run_bytes
from nst.plan import feature_floats, plan_scales
from nst.precision import multiplies_bf16
from nst.settings import Settings
from nst.transfer import stylize
from nst.vgg import VGGFeatures
widths, edge = json.loads(sys.argv[1]), int(sys.argv[2])
features = VGGFeatures("vgg19", widths, "avg").to(memory_format=torch.channels_last)
network = Network(features, {}, torch.device("cpu"))
picture = np.random.default_rng(0).integers(0, 255, (edge, edge, 3), np.uint8)
settings = Settings(long_edge_px=edge, first_scale_px=2048, steps=1)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
before = peak()
for _ in stylize(picture, picture, settings, network, clock=time.perf_counter):
    pass
floats = feature_floats(widths, "vgg19", settings)
predicted = run_bytes(settings, plan_scales(settings, edge, edge)[-1], floats, (edge, edge),
                      element_bytes=2 if multiplies_bf16(network.device) else 4)
print(json.dumps({"run_bytes": peak() - before, "peak_bytes": peak(),
                  "predicted_run_bytes": predicted}))
"""

NETWORKS = {"embedded": (16, 32, 64, 128, 128), "vgg19": (64, 128, 256, 512, 512)}


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `memory` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("memory", help=__doc__)
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Run every size with both widths; returns bytes."""
    figures = {}
    for name, widths in NETWORKS.items():
        for edge in SIZES_PX:
            command = [sys.executable, "-c", SCRIPT, json.dumps(widths), str(edge)]
            ran = subprocess.run(command, capture_output=True, check=True)
            found = figures[f"{name} {edge}"] = json.loads(ran.stdout)
            gigabytes = {key: f"{value / 1e9:.2f} GB" for key, value in found.items()}
            print(f"{name:<9} {edge:>5} px  {gigabytes}")
    return {"memory": figures}
