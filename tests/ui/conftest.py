"""A desk without a page, a page without a browser, and a browser: the three floors of the UI."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from playwright.sync_api import sync_playwright

from nst.gallery import Gallery
from nst.records import Backend
from nst.ui import build_demo, controls, launch_options
from nst.ui.events import Desk
from nst.ui.pictures import Pictures
from tests.fakes import FakePainter

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh folder for Gradio's uploads and downloads."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    return folder


@pytest.fixture
def make_desk(gallery: Gallery, examples_folder: Path) -> Callable[[Backend], Desk]:
    """A desk over a given backend."""

    def make(backend: Backend) -> Desk:
        pictures = Pictures(gallery, examples_folder)
        return Desk(gallery, backend, pictures, controls.tuned_names(gallery))

    return make


@pytest.fixture
def serve(gallery: Gallery, examples_folder: Path, uploads: Path) -> Iterator[Callable[..., str]]:
    """Open the gallery over a backend on a free port; its address."""
    opened: list[gr.Blocks] = []

    def start(backend: Backend) -> str:
        demo = build_demo(gallery, backend, examples_folder)
        opened.append(demo)
        address = demo.launch(
            prevent_thread_lock=True, quiet=True, **launch_options(gallery, examples_folder)
        )[1]
        return str(address)

    yield start
    for demo in opened:
        demo.close(verbose=False)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the whole run."""
    assert CHROMIUM.exists(), "There is no /usr/bin/chromium; `make test` installs it."
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A page and what it asked of the network and said on the console."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.elsewhere: list[str] = []
        self.errors: list[str] = []
        page.set_default_timeout(15_000)
        page.on("request", self._note_request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note_console)

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _note_console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def arrive(self) -> Visitor:
        self.page.goto(self.address)
        self.page.wait_for_selector("#wall button.hang")
        return self

    def choose(self, slug: str = "blue-stripes") -> Visitor:
        self.page.click(f"#wall button[data-slug={slug}]")
        self.page.wait_for_selector("#picture figure.painting")
        return self

    def give_example(self, at: int = 0) -> Visitor:
        self.page.click(f"#photograph button.example >> nth={at}")
        self.page.wait_for_selector("#photograph .target.full")
        return self

    def paint(self) -> Visitor:
        self.page.click("#paint")
        self.page.wait_for_selector("#easel .easel:not([data-phase=result])")
        return self

    def await_frame(self) -> Visitor:
        self.page.wait_for_selector("#easel [data-phase=painting] .over.dry")
        return self

    def await_result(self) -> Visitor:
        self.page.wait_for_selector("#easel [data-phase=result] .compare")
        self.page.wait_for_selector("#download")
        return self

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))


@pytest.fixture
def visit(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """A new visitor with a browser context of their own."""
    contexts: list[Any] = []

    def enter(address: str, **options: Any) -> Visitor:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        return Visitor(context.new_page(), address).arrive()

    yield enter
    for context in contexts:
        context.close()


def eventually(holds: Callable[[], bool], within_s: float = 10.0) -> bool:
    """True as soon as `holds()`; False when it has not come true within the time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def painter() -> FakePainter:
    """A quick stand-in."""
    return FakePainter(steps=30, step_s=0.02)
