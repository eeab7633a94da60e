"""What a visitor waits for whose browser shares the painter's cores: first preview, picture."""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import Any

import psutil

from bench.start import served_app

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
TURNS = 3
LONGEST_S = 300
QUIET_S = 8.0
"""After the page has answered, network and face finder are loaded behind it."""

WATCHED = "#easel .easel"
COUNT_FRAMES = f"""() => {{
  window.framesSeen = new Set();
  const over = document.querySelector("{WATCHED} .over");
  const see = () => over.src && window.framesSeen.add(over.src.length + over.src.slice(-40));
  new MutationObserver(see).observe(over, {{ attributes: true, attributeFilter: ["src"] }});
}}"""
PHASE = f"() => document.querySelector('{WATCHED}')?.dataset.phase"


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `visit` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("visit", help=__doc__)
    parser.add_argument("--artwork", default="starry-night", help="its slug")
    parser.add_argument("--example", type=int, default=0, help="which example photograph, from 0")
    parser.add_argument("--turns", type=int, default=TURNS, help="the median of so many visits")
    parser.add_argument("--chromium", type=Path, default=CHROMIUM)
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Fresh app, fresh browser, one picture; medians of some visits."""
    visits = [_visit(options) for _ in range(options.turns)]
    figures = {name: statistics.median(each[name] for each in visits) for name in visits[0]}
    for name, value in figures.items():
        print(f"{name:<22} {value:6.1f}")
    return figures


def _visit(options: argparse.Namespace) -> dict[str, float]:
    from playwright.sync_api import sync_playwright

    with served_app() as (app, address), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(options.chromium), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.click(f"#wall button[data-slug={options.artwork}]")
        page.click(f"#photograph button.example >> nth={options.example}")
        page.wait_for_selector("#photograph .target.full")
        time.sleep(QUIET_S)
        before = _cpu_s(app.pid)
        began = time.perf_counter()
        page.click("#paint")
        _until(page, "painting", every_s=0.02)
        first_s = time.perf_counter() - began
        page.evaluate(COUNT_FRAMES)
        _until(page, "result")
        whole_s = time.perf_counter() - began
        server_s, browser_s = (b - a for a, b in zip(before, _cpu_s(app.pid), strict=True))
        frames = page.evaluate("() => window.framesSeen.size")
        browser.close()
    return {
        "opening_s": first_s,
        "picture_s": whole_s,
        "frames": float(frames),
        "server_cpu_s": server_s,
        "browser_cpu_s": browser_s,
    }


def _until(page: Any, phase: str, every_s: float = 0.25) -> None:
    """Look seldom while something is painted: a tighter watch would take the painter's time."""
    until = time.perf_counter() + LONGEST_S
    while page.evaluate(PHASE) != phase:
        if time.perf_counter() > until:
            raise SystemExit(f"The easel was not {phase} within {LONGEST_S} s.")
        time.sleep(every_s)


def _cpu_s(server: int) -> tuple[float, float]:
    """Processor seconds so far: of the server, and of every process of the browser."""
    here = psutil.Process().children(recursive=True)
    browser = 0.0
    for process in here:
        try:
            if "chrom" in process.name():
                times = process.cpu_times()
                browser += times.user + times.system
        except psutil.Error:  # a process of the browser that has just ended
            continue
    times = psutil.Process(server).cpu_times()
    return times.user + times.system, browser
