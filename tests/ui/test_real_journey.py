"""The main job on real input: app.py as a visitor finds it, painting in a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nst.images import open_image, read_record, resize
from nst.places import EXAMPLES

ROOT = Path(__file__).parents[2]
LIMIT_S = 120

pytestmark = pytest.mark.browser


@pytest.fixture
def app(tmp_path: Path) -> Iterator[str]:
    """The address of app.py, started as `make app` starts it, kept from any network."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = tmp_path / "told.txt"
    surroundings = {**os.environ, "PORT": str(port), "NST_OFFLINE": "1", "NST_CACHE": str(tmp_path)}
    with told.open("w") as out:
        running = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=surroundings, stdout=out
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + LIMIT_S
        while "Painted by" not in told.read_text("utf-8"):
            assert running.poll() is None, "app.py ended by itself"
            assert time.monotonic() < deadline, told.read_text("utf-8")
            time.sleep(0.1)
        assert address in told.read_text("utf-8")
        with urllib.request.urlopen(address, timeout=10) as page:
            assert page.status == 200
        yield address
    finally:
        running.terminate()
        running.wait(LIMIT_S)


def test_a_photograph_is_painted_by_the_page_in_a_real_style(
    app: str, visit: Callable[..., Any], tmp_path: Path
) -> None:
    visitor = visit(app)
    page = visitor.page
    page.set_default_timeout(LIMIT_S * 1000)
    visitor.choose("starry-night")
    assert "Saint-Paul-de-Mausole" in page.inner_text("body")
    page.set_input_files("#photograph input[type=file]", EXAMPLES / "astronaut.jpg")
    page.wait_for_selector("#photograph .target.full .given")
    size = page.locator("#setting-long_edge_px input[type=number]")
    size.fill("256")
    size.press("Tab")
    visitor.paint().await_result()
    with page.expect_download() as offered:
        page.click("#download")
    painted = tmp_path / "painted.png"
    offered.value.save_as(painted)
    record = read_record(painted)
    assert record["network"]["name"] == "embedded"
    assert record["artwork"]["slug"] == "starry-night"
    assert record["loss"]["last"] < record["loss"]["first"]
    picture = open_image(painted)
    assert picture.shape == (256, 256, 3)
    photograph = resize(open_image(EXAMPLES / "astronaut.jpg"), 256, 256)
    # the sky's blue has come into it, and the light and shade of the photograph is still there
    means = picture.reshape(-1, 3).mean(0)
    assert means[2] > means[0] + 15
    assert np.corrcoef(picture.mean(2).ravel(), photograph.mean(2).ravel())[0, 1] > 0.6
    assert visitor.elsewhere == []
    assert visitor.errors == []
