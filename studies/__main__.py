"""Render studies into styles/<slug>/study.webp: `python -m studies [slug ...] [--out DIR]`."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import time
from pathlib import Path
from types import ModuleType

from PIL import Image

import studies

ROOT = Path(__file__).resolve().parent.parent
NOT_STUDIES = {"__main__", "brush", "draw"}
WEBP_QUALITY = 88
WEBP_METHOD = 6  # slowest and smallest


def known_slugs() -> list[str]:
    """Slugs of every study in this package, in alphabetical order."""
    modules = [module.name for module in pkgutil.iter_modules(studies.__path__)]
    return sorted(
        name.replace("_", "-")
        for name in modules
        if name not in NOT_STUDIES and hasattr(_study(name), "compose")
    )


def render(slug: str, out: Path, long_edge_px: int, seed: int) -> Path:
    """Compose one study and write <out>/<slug>/study.webp; returns that path."""
    picture = _study(slug.replace("-", "_")).compose(seed=seed, long_edge_px=long_edge_px)
    path = out / slug / "study.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path, quality=WEBP_QUALITY, method=WEBP_METHOD)
    return path


def _study(name: str) -> ModuleType:
    return importlib.import_module(f"studies.{name}")


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and render the named studies, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m studies", description=__doc__)
    parser.add_argument("slugs", nargs="*", metavar="slug", help="studies to render; none: all")
    parser.add_argument("--out", type=Path, default=ROOT / "styles", help="default: styles")
    parser.add_argument("--long-edge", type=int, default=1200, metavar="PX", dest="long_edge_px")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    unknown = sorted({*options.slugs} - {*known_slugs()})
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; choose among: {', '.join(known_slugs())}")
    for slug in options.slugs or known_slugs():
        start_s = time.perf_counter()
        path = render(slug, options.out, options.long_edge_px, options.seed)
        spent_s = time.perf_counter() - start_s
        print(f"{slug}: {spent_s:.1f} s, {path.stat().st_size / 1000:.0f} kB, {path}")


if __name__ == "__main__":
    main()
