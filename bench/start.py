"""What starting costs: importing the package, the page answering, the first painted preview."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from typing import Any

from nst.gallery import Gallery
from nst.images import open_image
from nst.places import EXAMPLES, STYLES
from nst.records import Job, Progress
from nst.settings import Settings

LIMIT_S = 60


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `start` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("start", help=__doc__)
    parser.add_argument("--size", type=int, default=512, help="long edge in px")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Start a fresh interpreter, a fresh page, and a run in a warm process."""
    figures = {"import_nst_s": import_s(), "page_up_s": page_up_s()}
    figures |= preview_s(options.size)
    for name, value in figures.items():
        print(f"{name:<22} {value:6.2f}")
    return figures


def import_s() -> float:
    """Seconds that `import nst` takes in a fresh interpreter, the interpreter's own excluded."""
    code = "import time; t = time.perf_counter(); import nst; print(time.perf_counter() - t)"
    return float(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    )


def page_up_s() -> float:
    """Seconds from starting app.py to its first answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    environment = {**os.environ, "PORT": str(port), "NST_OFFLINE": "1"}
    app = subprocess.Popen([sys.executable, "app.py"], env=environment, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - began < LIMIT_S:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.05)
    finally:
        app.terminate()
        app.wait()
    raise SystemExit(f"The page did not answer within {LIMIT_S} s.")


def preview_s(size_px: int) -> dict[str, float]:
    """Seconds from asking to the first painted preview and to the end, cold and then warm."""
    from nst.backends import make_backend

    backend = make_backend()
    job = Job(
        content=open_image(EXAMPLES / "astronaut.jpg"),
        style=open_image(Gallery.load(STYLES).artworks[0].picture),
        settings=Settings(long_edge_px=size_px, network="embedded"),
    )
    figures = {}
    for state in ("cold", "warm"):
        began = time.perf_counter()
        first = None
        for seen in backend.run(job):
            if first is None and isinstance(seen, Progress) and seen.step > 0:
                first = time.perf_counter() - began
        figures[f"preview_{state}_s"] = first or float("nan")
        figures[f"picture_{state}_s"] = time.perf_counter() - began
    return figures
