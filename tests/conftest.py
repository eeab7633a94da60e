"""What every test may lean on: no network beyond loopback, a small gallery and four photographs."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nst.gallery import Gallery
from nst.records import Picture

FOREIGN_WARNINGS = [
    # November 2026: Gradio 6.31 uses an option and a keyword that pandas 3 has deprecated.
    "ignore:.*no_silent_downcasting.*",
    "ignore:The copy keyword is deprecated",
    # November 2026: Gradio 6.31 and its client leave event loops to the garbage collector.
    "ignore:unclosed event loop:ResourceWarning",
    r"ignore:unclosed <socket.socket fd=\d+, family=1,:ResourceWarning",
]
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


def pytest_configure(config: pytest.Config) -> None:
    os.environ["NST_TARGETS_DISK_MB"] = "0"  # no test shall fill the folder of whoever runs it
    for line in FOREIGN_WARNINGS:
        config.addinivalue_line("filterwarnings", line)


def _refuse_beyond_loopback(host: object) -> None:
    if host and not str(host).startswith(LOOPBACK):
        raise AssertionError(f"A test reached for the network: {host!r}.")


@pytest.fixture(autouse=True)
def same_chance() -> None:
    """A test that fails draws the same numbers when it is run again, alone or among others."""
    if "torch" in sys.modules:  # only the engine's tests load it
        sys.modules["torch"].manual_seed(0)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and every name that is not loopback."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_beyond_loopback(address[0])
        connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        _refuse_beyond_loopback(host.decode() if isinstance(host, bytes) else host)
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def stripes(height: int, width: int, *, seed: int = 0, period_px: int = 16) -> Picture:
    """A picture of slanting stripes in two colours drawn from `seed`, uint8 (H, W, 3)."""
    one, other = np.random.default_rng(seed).integers(0, 256, (2, 3))
    rows, columns = np.mgrid[:height, :width]
    wave = (np.sin((rows + 2 * columns) * (2 * np.pi / period_px)) + 1)[..., None] / 2
    return np.asarray((one * wave + other * (1 - wave)).round().astype(np.uint8))


@pytest.fixture(scope="session")
def draw() -> Callable[..., Picture]:
    """The function `stripes`."""
    return stripes


CARDS = {
    "blue-stripes": ("Blue Stripes", "Ada Painter", "#304285", (240, 320)),
    "tall-stripes": ("Tall Stripes", "Bo Brush", "#b9a229", (320, 200)),
    "calm-stripes": ("Calm Stripes", "Cy Canvas", "#0a0a0a", (220, 300)),
    "last-stripes": ("Last Stripes", "Di Drawer", "#f4f1e0", (200, 400)),
}


@pytest.fixture(scope="session")
def styles_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four artworks with stories, spots and sources, their pictures drawn here."""
    styles = tmp_path_factory.mktemp("styles")
    for order, (slug, (title, artist, accent, size)) in enumerate(CARDS.items(), start=1):
        folder = styles / slug
        folder.mkdir()
        Image.fromarray(stripes(*size, seed=order)).save(folder / "painting.png")
        (folder / "story.md").write_text(f"The story of {title}.\n\nIt is *short*.", "utf-8")
        (folder / "artwork.toml").write_text(
            f'order = {order}\ntitle = "{title}"\nartist = "{artist}"\nyear = "190{order}"\n'
            f'accent = "{accent}"\nalt = "Slanting stripes, number {order}."\n'
            'network_note = "Stripes, and nothing but stripes."\n'
            f"[settings]\nstrength = 0.{order}\n"
            '[[spots]]\nx = 0.2\ny = 0.3\ntitle = "A crest"\nnote = "Here a stripe begins."\n'
            '[[spots]]\nx = 0.8\ny = 0.7\ntitle = "A trough"\nnote = "Here it ends."\n'
            '[[sources]]\ntitle = "The catalogue"\nurl = "https://example.org/catalogue"\n',
            "utf-8",
        )
    return styles


@pytest.fixture(scope="session")
def gallery(styles_folder: Path) -> Gallery:
    """The gallery of those four artworks."""
    return Gallery.load(styles_folder)


@pytest.fixture(scope="session")
def examples_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four example photographs of different proportions."""
    folder = tmp_path_factory.mktemp("examples")
    for at, (name, size) in enumerate(
        {"cat": (120, 160), "coffee": (120, 180), "man": (160, 120), "road": (100, 200)}.items()
    ):
        Image.fromarray(stripes(*size, seed=50 + at)).save(folder / f"{name}.jpg")
    return folder
