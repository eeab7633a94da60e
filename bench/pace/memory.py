"""Peak resident memory for the table of speed: whole runs, as the page and the command line paint.

Each runs in a process of its own; see `bench.memory`.
"""

from __future__ import annotations

from typing import Any

from bench.memory import LARGE, LARGE_BYTES, run_peak
from nst.fit import BASE_BYTES

WIDTHS_OF = {"embedded": "embedded", "wide": "vgg19", "vgg19": "vgg19"}


def figures(network: str, edge_px: int, quick: bool) -> dict[str, Any]:
    """The peaks of the table: at the race's size; and at 1024², and 4096×3072 in tiles."""
    widths = WIDTHS_OF[network]
    found = {"peak_rss_bytes": run_peak(widths, (edge_px, edge_px))["peak_bytes"]}
    if not quick:
        large = run_peak(widths, LARGE, available_bytes=LARGE_BYTES - BASE_BYTES)
        found["peak_rss_1024_bytes"] = run_peak(widths, (1024, 1024))["peak_bytes"]
        found["peak_rss_4096_bytes"] = large["peak_bytes"]
    return found
