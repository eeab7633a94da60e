"""A file is asked once, and again when it has become another one."""

import os

import pytest

from nst.weights import resolve
from nst.weights.memo import once_per_file
from tests.weights.narrow import narrow_arrays, safetensors


@pytest.fixture
def counted():
    class Counted:
        def __init__(self):
            self.times = 0

        def __call__(self):
            self.times += 1
            return self.times

    return Counted()


def test_an_unchanged_file_is_asked_once(tmp_path, counted):
    path = tmp_path / "weights"
    path.write_bytes(b"one")
    assert [once_per_file("q", path, counted) for _ in range(3)] == [1, 1, 1]
    assert once_per_file("another question", path, counted) == 2


def test_another_size_or_time_is_asked_again(tmp_path, counted):
    path = tmp_path / "weights"
    path.write_bytes(b"one")
    assert once_per_file("q", path, counted) == 1
    path.write_bytes(b"three")
    assert once_per_file("q", path, counted) == 2
    os.utime(path, ns=(1, 1))
    assert once_per_file("q", path, counted) == 3
    path.unlink()
    assert [once_per_file("q", path, counted) for _ in range(2)] == [4, 5]


def test_an_error_is_not_remembered(tmp_path):
    path = tmp_path / "weights"
    path.write_bytes(b"one")
    with pytest.raises(ZeroDivisionError):
        once_per_file("q", path, lambda: 1 / 0)
    assert once_per_file("q", path, lambda: "mended") == "mended"


def test_a_named_file_is_hashed_once_and_again_when_it_changes(tmp_path, monkeypatch):
    path = tmp_path / "model.safetensors"
    path.write_bytes(safetensors(narrow_arrays()))
    first = resolve(file=path)
    monkeypatch.setattr("nst.weights.named.check_file", None)
    assert resolve(file=path) is first
    path.write_bytes(safetensors(narrow_arrays(seed=2), {"format": "pt"}))
    with pytest.raises(TypeError):  # somebody looks into the file again
        resolve(file=path)
