"""The cache: where it is, what it refuses, and that nothing half-written stays."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nst.errors import WeightsError
from nst.weights import cache, fetch, resolve
from nst.weights.networks import NETWORKS
from tests.standin_hub import StandinHub
from tests.weights.narrow import safetensors

NOT_ROOT = not hasattr(os, "getuid") or os.getuid() != 0


def test_the_cache_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NST_CACHE", "/a/b")
    monkeypatch.setenv("XDG_CACHE_HOME", "/c")
    assert cache.preferred_folder() == Path("/a/b")
    monkeypatch.delenv("NST_CACHE")
    assert cache.preferred_folder() == Path("/c/nst")


def test_a_cache_that_cannot_be_made_is_replaced_by_a_temporary_one(
    hub: StandinHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NST_CACHE", str(tmp_path / "file" / "cache"))
    found = resolve(endpoint=hub.url)
    assert found.source == "hub"
    assert found.path.parent.parent == tmp_path
    assert resolve(endpoint=hub.url).source == "cache"


def test_without_any_place_to_write_the_embedded_network_paints(
    hub: StandinHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NST_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))
    found = resolve(endpoint=hub.url)
    assert found.name == "embedded"
    assert "No cache folder can be written" in (found.note or "")
    assert hub.requests == []


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0x01
    path.write_bytes(content)


@pytest.mark.parametrize("damage", ["last byte", "header", "cut", "empty", "text"])
def test_a_damaged_cache_is_fetched_anew(hub: StandinHub, damage: str) -> None:
    sound = resolve(endpoint=hub.url)
    content = sound.path.read_bytes()
    if damage == "last byte":
        flip(sound.path, -1)
    elif damage == "header":
        flip(sound.path, 9)
    else:
        sound.path.write_bytes(
            {"cut": content[:-1], "empty": b"", "text": b"hello, world" * 100}[damage]
        )
    repaired = resolve(endpoint=hub.url)
    assert (repaired.source, repaired.sha256) == ("hub", sound.sha256)
    assert resolve(endpoint=hub.url).source == "cache"


def test_a_damaged_cache_without_a_hub_does_not_paint(hub: StandinHub) -> None:
    flip(resolve(endpoint=hub.url).path, -1)
    assert resolve(endpoint=hub.url, offline=True).name == "embedded"


def test_a_sound_file_without_our_record_is_not_believed(
    hub: StandinHub, tmp_path: Path, published: bytes
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "vgg19.safetensors").write_bytes(published)
    assert resolve(endpoint=hub.url).source == "hub"


def test_a_later_download_must_be_what_the_first_one_was(
    hub: StandinHub, arrays: dict[str, Any]
) -> None:
    resolve(endpoint=hub.url).path.unlink()
    (path,) = hub.files
    hub.files[path] = safetensors({key: array * np.float32(1.5) for key, array in arrays.items()})
    with pytest.raises(WeightsError, match=r"not what the first download was.*nst weights clear"):
        fetch(endpoint=hub.url)
    cache.clear()
    assert fetch(endpoint=hub.url).source == "hub"


def test_a_full_disk_leaves_no_part_behind(
    hub: StandinHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    found = resolve(endpoint=hub.url)
    assert "No space left on device" in (found.note or "")
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] in ([], [".lock"])


def test_parts_of_a_killed_process_are_swept_away(hub: StandinHub, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    left = tmp_path / "cache" / "vgg19.abc123.part"
    left.write_bytes(b"half of a network")
    resolve(endpoint=hub.url)
    assert not left.exists()


def test_a_visitor_who_leaves_in_mid_download_leaves_nothing(
    hub: StandinHub, tmp_path: Path
) -> None:
    def leave(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resolve(endpoint=hub.url, on_progress=leave)
    assert not list((tmp_path / "cache").glob("vgg19.*part"))
    assert resolve(endpoint=hub.url).source == "hub"


def test_the_lock_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    network = NETWORKS["vgg19"]
    with (
        cache.lock(network, tmp_path, wait_s=5),
        pytest.raises(WeightsError, match="another process"),
        cache.lock(network, tmp_path, wait_s=0),
    ):
        pass


@pytest.mark.skipif(not NOT_ROOT, reason="root may write everywhere")
def test_a_read_only_cache_is_read(hub: StandinHub) -> None:
    folder = resolve(endpoint=hub.url).path.parent
    folder.chmod(0o500)
    try:
        assert resolve(endpoint=hub.url).source == "cache"
    finally:
        folder.chmod(0o700)
