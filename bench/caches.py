"""What remembering saves: style targets of a painting seen before, and a job done before (P7)."""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nst.gallery import Gallery
from nst.images import fingerprint, open_image, resize, size_at
from nst.layers import layer_weights
from nst.places import EXAMPLES, STYLES
from nst.plan import plan_scales, style_edge_px
from nst.records import Picture
from nst.settings import Settings

TURNS = 5


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `caches` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("caches", help=__doc__)
    parser.add_argument("--size", type=int, default=512, help="long edge in px")
    parser.add_argument("--network", default="embedded", help="which network looks and paints")
    parser.add_argument("--style", default="starry-night", help="an artwork's slug")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Targets fresh, from memory and from disk; then one job on the page, twice."""
    settings = Settings(long_edge_px=options.size, network=options.network)
    figures = targets_ms(settings, open_image(Gallery.load(STYLES)[options.style].picture))
    figures |= result_s(settings, options.style)
    for name, value in figures.items():
        print(f"{name:<26} {value:9.2f}")
    return figures


def targets_ms(settings: Settings, style: Picture) -> dict[str, float]:
    """Milliseconds that one run spends on all its targets: the painting's hash included."""
    from nst.networks import network_for
    from nst.targets_disk import TargetsFolder
    from nst.targets_store import TargetStore

    network = network_for(settings)
    with tempfile.TemporaryDirectory() as place:
        folder = TargetsFolder(Path(place), 10**9)
        store = TargetStore(folder, 10**9)
        asked = _asking(settings, style, network)
        figures = {"targets_fresh_ms": asked(store)}
        figures["targets_memory_ms"] = statistics.median(asked(store) for _ in range(TURNS))
        figures["targets_disk_ms"] = statistics.median(
            asked(TargetStore(folder, 10**9)) for _ in range(TURNS)
        )
        figures["targets_kb"] = folder.contents().file_bytes / 1e3
    return figures


def _asking(settings: Settings, style: Picture, network: Any) -> Callable[[Any], float]:
    """A function that asks a store for every target of one run, as `nst.transfer` does."""
    from nst.canvas import to_canvas
    from nst.precision import walk_dtype
    from nst.targets import style_targets, targets_key

    scales = plan_scales(settings, 512, 512)
    edges = [style_edge_px(settings, scale, *style.shape[:2]) for scale in scales]
    what = (layer_weights(settings.style_layers), settings.style_loss)
    how: dict[str, Any] = {
        "margin": settings.margin,
        "dtype": walk_dtype(settings.precision, network.device),
    }

    def ask(store: Any) -> float:
        began = time.perf_counter()
        painting = fingerprint(style)
        for edge in edges:
            size_px = size_at(style, edge)

            def compute(size_px: tuple[int, int] = size_px) -> Any:
                seen = to_canvas(resize(style, *size_px)).to(network.device)
                return style_targets(network.features, seen, *what, **how)

            key = targets_key(network.features, painting, size_px, *what, **how)
            store.recall(key, compute, network.device, keep=True)
        return (time.perf_counter() - began) * 1000

    return ask


def result_s(settings: Settings, slug: str) -> dict[str, float]:
    """Seconds that the page's desk takes for a job, and for the same job once more."""
    from nst.backends import make_backend
    from nst.ui import controls
    from nst.ui.events import Desk
    from nst.ui.pictures import Pictures
    from nst.ui.visit import Visit

    gallery = Gallery.load(STYLES)
    pictures = Pictures(gallery, EXAMPLES)
    backend = make_backend(warm_up=False)
    desk = Desk(gallery, backend, pictures, controls.tuned_names(gallery))
    visit = Visit(slug=slug, content=open_image(EXAMPLES / "astronaut.jpg"))
    quick = dataclasses.replace(settings, detail=0.25)
    values = [getattr(quick, name) for name in controls.NAMES]
    figures = {}
    for state in ("first", "again"):
        began = time.perf_counter()
        for _ in desk.paint(visit, *values):
            pass
        figures[f"result_{state}_s"] = time.perf_counter() - began
    if len(visit.shelf) != 1:
        raise SystemExit("The second job was not recognised.")
    return figures
