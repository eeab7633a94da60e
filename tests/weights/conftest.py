"""A stand-in hub with narrow networks, and a machine that knows neither cache nor settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nst.weights import hub as hub_module
from nst.weights import search
from nst.weights.networks import NETWORKS
from tests.standin_hub import StandinHub
from tests.weights.narrow import NARROW, narrow_arrays, safetensors, write_embedded

SETTINGS = (
    *("NST_WEIGHTS", "NST_OFFLINE", "HF_HUB_OFFLINE", "HF_ENDPOINT", "HF_TOKEN", "XDG_CACHE_HOME"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nothing cached, nothing set, nothing remembered; patient, but without pauses."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("vgg19", "vgg16"):
        monkeypatch.setitem(NETWORKS, name, dataclasses.replace(NETWORKS[name], **NARROW))
    be_patient(monkeypatch, connect_s=30, answer_s=60, read_s=30, pause_s=0)
    embedded = tmp_path / "embedded.safetensors"
    write_embedded(embedded)
    monkeypatch.setattr(search, "EMBEDDED_FILE", embedded)
    search.clear()
    yield
    search.clear()


def be_patient(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    """Change how long the hub is waited for."""
    monkeypatch.setattr(hub_module, "PATIENCE", dataclasses.replace(hub_module.PATIENCE, **values))


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`patience(read_s=0.2)` changes how long the hub is waited for."""
    return lambda **values: be_patient(monkeypatch, **values)


@pytest.fixture
def arrays() -> dict[str, Any]:
    """Every tensor of the published narrow VGG-19."""
    return narrow_arrays()


@pytest.fixture
def published(arrays: dict[str, Any]) -> bytes:
    """The published narrow VGG-19 as a file."""
    return safetensors(arrays, {"format": "pt"})


@pytest.fixture
def hub(published: bytes) -> Iterator[StandinHub]:
    """A hub that has the narrow VGG-19, and no VGG-16."""
    path = f"/{NETWORKS['vgg19'].repo}/resolve/main/model.safetensors"
    with StandinHub({path: published}) as server:
        yield server
