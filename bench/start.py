"""What starting costs: the import, the page answering, the first painted preview (P2, P9)."""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from nst.gallery import Gallery
from nst.images import open_image
from nst.machine import hold_pages
from nst.places import EXAMPLES, STYLES
from nst.records import Backend, Job, Progress
from nst.settings import Settings

LIMIT_S = 120
TURNS = 3


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `start` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("start", help=__doc__)
    parser.add_argument("--size", type=int, default=512, help="long edge in px")
    parser.add_argument("--network", default="embedded", help="which network paints")
    parser.add_argument("--turns", type=int, default=TURNS, help="the median of so many counts")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Fresh interpreters, fresh pages, and runs in a fresh process: medians of some turns."""
    figures = {
        "import_nst_s": _median(import_s, options.turns),
        "page_up_s": _median(page_up_s, options.turns),
    }
    previews = [_in_a_fresh_process(options) for _ in range(options.turns)]
    figures |= {name: statistics.median(each[name] for each in previews) for name in previews[0]}
    for name, value in figures.items():
        print(f"{name:<26} {value:6.2f}")
    return figures


def _median(measurement: Callable[[], float], turns: int) -> float:
    return statistics.median(measurement() for _ in range(turns))


def import_s() -> float:
    """Seconds that `import nst` takes in a fresh interpreter, the interpreter's own excluded."""
    code = "import time; t = time.perf_counter(); import nst; print(time.perf_counter() - t)"
    return float(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    )


def page_up_s() -> float:
    """Seconds from starting app.py to its first answer."""
    began = time.perf_counter()
    with served_app():
        return time.perf_counter() - began


@contextmanager
def served_app() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A fresh app.py that answers, and its address; it ends with the context."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    environment = {**os.environ, "PORT": str(port), "NST_OFFLINE": "1"}
    app = subprocess.Popen([sys.executable, "app.py"], env=environment, stdout=subprocess.DEVNULL)
    until = time.perf_counter() + LIMIT_S
    try:
        while not _answers(address):
            if app.poll() is not None or time.perf_counter() > until:
                raise SystemExit(f"The page did not answer, or not within {LIMIT_S} s.")
            time.sleep(0.02)
        yield app, address
    finally:
        app.terminate()
        app.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False


def _in_a_fresh_process(options: argparse.Namespace) -> dict[str, float]:
    """`previews` in an interpreter that has loaded nothing, and with no targets on disk."""
    environment = {**os.environ, "NST_OFFLINE": "1", "NST_TARGETS_DISK_MB": "0"}
    command = [sys.executable, "-m", "bench.start", str(options.size), options.network]
    told = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    figures: dict[str, float] = json.loads(told.stdout)
    return figures


def previews(size_px: int, network: str) -> dict[str, float]:
    """Seconds from the click to the first painted preview.

    Cold: nothing loaded yet. Warm: another painting, whose style targets nobody knows. Same: that
    painting once more. The last one is painted to its end.
    """
    from nst.backends import make_backend

    backend = make_backend(warm_up=False)
    artworks = Gallery.load(STYLES).artworks
    figures = {}
    for state, at in (("cold", 0), ("warm", 1), ("same", 1)):
        style, content = artworks[at].picture, EXAMPLES / "astronaut.jpg"
        settings = Settings(long_edge_px=size_px, network=network)
        began = time.perf_counter()
        job = Job(content=open_image(content), style=open_image(style), settings=settings)
        figures[f"first_preview_{state}_s"] = first_preview_s(backend, job, began)
    began = time.perf_counter()
    for _ in backend.run(job):
        pass
    return {**figures, "picture_s": time.perf_counter() - began}


def first_preview_s(backend: Backend, job: Job, began: float) -> float:
    """Seconds from `began` to the first painted preview; the run is closed then."""
    events = backend.run(job)
    try:
        for seen in events:
            if isinstance(seen, Progress) and seen.step > 0:
                assert seen.picture.size  # a late picture is made when it is looked at
                return time.perf_counter() - began
    finally:
        getattr(events, "close", lambda: None)()
    raise SystemExit("The run ended without a step.")


if __name__ == "__main__":
    hold_pages()  # as app.py does
    print(json.dumps(previews(int(sys.argv[1]), sys.argv[2])))
