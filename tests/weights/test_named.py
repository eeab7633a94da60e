"""A weights file that a person named: recognised, or refused with a reason."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from nst.errors import WeightsError
from nst.weights import resolve
from nst.weights.networks import NETWORKS
from tests.standin_hub import StandinHub
from tests.weights.narrow import narrow_arrays, safetensors, write_embedded


def test_the_whole_published_file_is_accepted(tmp_path: Path, published: bytes) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(published)
    found = resolve(file=path)
    assert (found.name, found.source) == ("vgg19", "file")
    assert found.sha256 == hashlib.sha256(published).hexdigest()
    assert found.label == "Painted by VGG-19 from the file model.safetensors."


def test_a_vgg16_is_told_from_a_vgg19(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(safetensors(narrow_arrays("vgg16")))
    assert resolve(file=path).name == "vgg16"
    assert resolve("vgg16", file=path).name == "vgg16"


def test_the_file_of_our_cache_is_accepted_elsewhere(hub: StandinHub, tmp_path: Path) -> None:
    path = tmp_path / "moved.safetensors"
    path.write_bytes(resolve(endpoint=hub.url).path.read_bytes())
    assert resolve(file=path).name == "vgg19"


def test_what_our_training_wrote_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "longer-training.safetensors"
    write_embedded(path)
    found = resolve(file=path)
    assert (found.name, found.source) == ("embedded", "file")
    assert found.label == "Painted by the small network in the file longer-training.safetensors."


@pytest.mark.parametrize("zipped", [True, False])
def test_torchvisions_pickle_is_known_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zipped: bool
) -> None:
    path = tmp_path / "any-name.pth"
    torch.save({"features.0.bias": torch.zeros(3)}, path, _use_new_zipfile_serialization=zipped)
    start = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    monkeypatch.setitem(NETWORKS, "vgg16", dataclasses.replace(NETWORKS["vgg16"], pth_sha256=start))
    assert (resolve(file=path).name, resolve(file=path).source) == ("vgg16", "file")


def test_another_pickle_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "vgg19-dcbb9e9d.pth"
    path.write_bytes(b"PK\x03\x04" + bytes(500))
    start = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    with pytest.raises(WeightsError, match=f"SHA-256 begins with {start}; .* begins with dcbb9e9d"):
        resolve(file=path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"<!DOCTYPE html><title>Sign in", "it is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS pointer"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"\x80\x04\x95", "Python pickle"),
        (b"hello, this is a text", "begins with the text 'hello, this is a'"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "begins with the bytes ff d8 ff e0"),
        (b"\x00" * 7 + b"\x80{" + b"x" * 40, "its header claims"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "weights"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=reason) as caught:
        resolve(file=path)
    assert "Accepted are" in str(caught.value)


def _without(key: str) -> dict[str, Any]:
    return {name: array for name, array in narrow_arrays().items() if name != key}


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: {"a": np.zeros(3, np.float32)}, "1 tensor but holds no VGG"),
        (lambda: _without("features.28.bias"), "holds no VGG known here"),
        (
            lambda: narrow_arrays() | {"features.2.bias": np.full(8, np.nan, np.float32)},
            "not finite",
        ),
        (
            lambda: {key: array.astype(np.float16) for key, array in narrow_arrays().items()},
            "is F16",
        ),
    ],
)
def test_safetensors_that_cannot_paint_are_refused(tmp_path: Path, make: Any, reason: str) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(safetensors(make()))
    with pytest.raises(WeightsError, match=reason):
        resolve(file=path)


def test_a_file_that_is_not_there_or_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="does not exist"):
        resolve(file=tmp_path / "nowhere.pth")
    with pytest.raises(WeightsError, match="it is a folder"):
        resolve(file=tmp_path)
