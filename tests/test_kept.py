"""`nst cache`: what is kept is told as it is, and cleared as far as was asked."""

import json

import pytest

from nst.cli import main
from nst.kept import status
from nst.targets_disk import disk_folder


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A cache with two targets, one painting, one network, and a file of somebody else."""
    monkeypatch.setenv("NST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("NST_TARGETS_DISK_MB", "3")
    targets = disk_folder()
    targets.write("a" * 64, b"." * 500_000)
    targets.write("b" * 64, b"." * 700_000)
    for what in ("hits", "hits", "misses"):
        targets.count(what)
    cache = tmp_path / "cache"
    (cache / "paintings").mkdir()
    (cache / "paintings" / "starry-night.jpg").write_bytes(b"." * 300)
    (cache / "paintings" / ".starry-night.jpg.lock").touch()
    (cache / "vgg19.safetensors").write_bytes(b"damaged, but here")
    (cache / "notes.txt").write_text("not ours")
    return cache


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_status_counts_what_is_there(folder):
    kept = {each.kind: each for each in status()}
    targets = kept["targets"]
    assert (targets.entries, targets.file_bytes, targets.limit_bytes) == (2, 1_200_000, 3_000_000)
    assert (targets.hits, targets.misses) == (2, 1)
    assert (kept["paintings"].entries, kept["paintings"].file_bytes) == (1, 300)
    assert (kept["weights"].entries, kept["weights"].file_bytes) == (1, 17)


@pytest.mark.parametrize("action", [["cache"], ["cache", "status"]])
def test_the_command_tells_it_to_people_and_to_machines(action, folder, capsys):
    assert main(action) == 0
    told = capsys.readouterr().out
    assert "2 entries      1.2 MB of 3 MB  found 2 times, computed 1 times" in told
    assert main([*action, "--json"]) == 0
    assert [each["kind"] for each in json.loads(capsys.readouterr().out)] == [
        "targets", "paintings", "weights",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("flags", "left"),
    [
        ([], ["notes.txt"]),
        (["--targets"], ["notes.txt", "paintings/.starry-night.jpg.lock",
                         "paintings/starry-night.jpg", "vgg19.safetensors"]),
        (["--paintings", "--weights"], ["notes.txt", f"targets/{'a' * 64}.safetensors",
                                        f"targets/{'b' * 64}.safetensors",
                                        "targets/hits", "targets/misses"]),
    ],
)  # fmt: skip
def test_clear_removes_what_was_named_and_nothing_of_others(flags, left, folder, capsys):
    assert main(["cache", "clear", *flags]) == 0
    assert names(folder) == left
    assert main(["cache", "clear", *flags]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing to remove."


def test_a_size_that_is_no_number_is_told(monkeypatch, capsys):
    monkeypatch.setenv("NST_TARGETS_DISK_MB", "lots")
    assert main(["cache"]) == 1
    assert "NST_TARGETS_DISK_MB is 'lots'" in capsys.readouterr().err
