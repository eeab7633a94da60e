"""Peak resident memory of one evaluation, each in a process of its own: a peak is never undone."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

WIDTHS = {
    "embedded": (16, 32, 64, 128, 128),
    "wide": (64, 128, 256, 512, 512),
    "vgg19": (64, 128, 256, 512, 512),
}

# The values of the weights do not matter for memory.
SCRIPT = """
import json, resource, sys
import torch
from nst.objective import Objective
from nst.settings import Settings
from nst.vgg import VGGFeatures
widths, height, width, tile_px = json.loads(sys.argv[1])
torch.manual_seed(0)
features = VGGFeatures("vgg19", widths, "avg").to(memory_format=torch.channels_last)
picture = torch.rand(1, 3, height, width)
objective = Objective(features, Settings(), picture, picture, tile_px=tile_px)
canvas = picture.clone().requires_grad_(True)
loss, _ = objective(canvas)
torch.autograd.grad(loss, canvas)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def peak_rss_bytes(network: str, height: int, width: int, tile_px: int | None = None) -> int:
    """Peak resident bytes of targets, one evaluation and its gradient, Python and torch in it."""
    asked = json.dumps([WIDTHS[network], height, width, tile_px])
    ran = subprocess.run([sys.executable, "-c", SCRIPT, asked], capture_output=True, check=True)
    return int(ran.stdout)


def figures(network: str, edge_px: int, quick: bool) -> dict[str, Any]:
    """The peaks of the table: at the race's size; and at 1024², and 4096×3072 in tiles."""
    found: dict[str, Any] = {"peak_rss_bytes": peak_rss_bytes(network, edge_px, edge_px)}
    if not quick:
        found["peak_rss_1024_bytes"] = peak_rss_bytes(network, 1024, 1024)
        found["peak_rss_4096_bytes"] = peak_rss_bytes(network, 3072, 4096, 1024)
    return found
