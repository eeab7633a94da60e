"""Style targets kept and found again: the same bytes, within bounds, and never a visitor's own."""

import os
import subprocess
import sys
import threading

import pytest
import torch

from nst.backends.local import LocalBackend
from nst.canvas import to_canvas
from nst.losses import STYLE_LOSSES
from nst.networks import Network
from nst.recipes import RECIPES
from nst.records import Job
from nst.session import stylize as stylize_here
from nst.settings import Settings
from nst.targets import StyleTargets, network_hash, style_targets, targets_key
from nst.targets_disk import PART, PART_AGE_S, TargetsFolder, disk_folder
from nst.targets_store import TargetStore, decode, encode, shared_store
from nst.transfer import stylize
from nst.vgg import VGGFeatures
from nst.weights.ranged import Malformed

CPU = torch.device("cpu")
TAPS = ("conv1_1", "conv2_1")
MB = 1_000_000
SMALL = Settings(long_edge_px=64, first_scale_px=32, steps=2, style_layers="conv1_1 conv3_1")


@pytest.fixture
def targets(network, style):
    return style_targets(network.features, to_canvas(style), TAPS, "covariance", margin=True)


@pytest.fixture
def folder(tmp_path):
    return TargetsFolder(tmp_path / "targets", MB)


def never():
    raise AssertionError("These targets were known and have been computed again.")


def equal(one, other):
    return all(
        torch.equal(a, b)
        for tap in one.statistics
        for a, b in zip(one.statistics[tap], other.statistics[tap], strict=True)
    ) and all(torch.equal(one.norms[tap], other.norms[tap]) for tap in one.norms)


def paint(content, style, settings, network, store, *, keep=True):
    def recall(key, compute):
        return store.recall(key, compute, CPU, keep=keep)

    *_, last = stylize(content, style, settings, network, clock=lambda: 0.0, recall=recall)
    return last.picture.tobytes()


@pytest.mark.parametrize("name", RECIPES)
def test_remembered_targets_paint_the_same_bytes_as_fresh_ones(
    name, content, style, network, folder
):
    settings = RECIPES[name].settings.changed(long_edge_px=64, steps=4)
    *_, last = stylize(content, style, settings, network, clock=lambda: 0.0)
    fresh = last.picture.tobytes()
    store = TargetStore(folder, MB)
    assert paint(content, style, settings, network, store) == fresh  # computed and kept
    assert paint(content, style, settings, network, store) == fresh  # from memory
    assert paint(content, style, settings, network, TargetStore(folder, MB)) == fresh  # from disk
    assert folder.contents().hits == 2 * folder.contents().misses


@pytest.mark.parametrize("style_loss", STYLE_LOSSES)
def test_a_file_gives_back_every_bit(style_loss, network, style):
    targets = style_targets(network.features, to_canvas(style), TAPS, style_loss, margin=False)
    back = decode("a" * 64, encode("a" * 64, targets), CPU)
    assert list(back.statistics) == sorted(targets.statistics)
    assert equal(targets, back)


def test_each_part_of_the_question_changes_the_name(network):
    torch.manual_seed(1)
    widths = (4, 4, 6, 6, 6)
    others = [
        VGGFeatures("vgg19", widths, pooling="avg", trained_with="avg"),
        VGGFeatures("vgg19", widths, pooling="max", trained_with="max"),
    ]
    for other in others[1:]:
        other.features.load_state_dict(network.features.features.state_dict())
    asked = ("painting", (40, 50), TAPS, "gram")
    names = [
        targets_key(network.features, *asked, margin=False),
        *(targets_key(other, *asked, margin=False) for other in others),
        targets_key(network.features, *asked, margin=True),
        targets_key(network.features, "another", *asked[1:], margin=False),
        targets_key(network.features, "painting", (50, 40), *asked[2:], margin=False),
        targets_key(network.features, *asked[:2], ("conv1_1",), "gram", margin=False),
        targets_key(network.features, *asked[:3], "covariance", margin=False),
    ]
    assert len(set(names)) == len(names)
    assert targets_key(network.features, *asked, margin=False) == names[0]


def test_pooling_that_is_rescaled_is_another_network():
    torch.manual_seed(0)
    plain = VGGFeatures("vgg19", (4, 4, 6, 6, 6), pooling="avg", trained_with="avg")
    torch.manual_seed(0)
    rescaled = VGGFeatures("vgg19", (4, 4, 6, 6, 6), pooling="avg", trained_with="max")
    assert network_hash(plain) != network_hash(rescaled)


def test_a_process_computes_once(targets, folder):
    store, asked = TargetStore(folder, MB), []

    def compute():
        asked.append(True)
        return targets

    for _ in range(3):
        assert store.recall("k", compute, CPU, keep=False) is targets
    assert len(asked) == 1


def test_what_a_visitor_brought_never_touches_the_disk(targets, folder):
    store = TargetStore(folder, MB)
    store.recall("k", lambda: targets, CPU, keep=False)
    store.recall("k", never, CPU, keep=False)
    assert not folder.path.exists()


def test_a_painting_first_met_as_a_visitors_own_is_kept_when_it_may_be(targets, folder):
    store = TargetStore(folder, MB)
    store.recall("k", lambda: targets, CPU, keep=False)
    store.recall("k", never, CPU, keep=True)
    assert equal(TargetStore(folder, MB).recall("k", never, CPU, keep=True), targets)


def damage(kind, content):
    middle = len(content) - 40
    return {
        "cut short": content[:-10],
        "empty": b"",
        "a web page": b"<!doctype html><title>Not found</title>",
        "one bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "a tap renamed": content.replace(b"conv2_1/0", b"conv2_2/0"),
        "another key": content.replace(b'"key":"k"', b'"key":"l"'),
    }[kind]


@pytest.mark.parametrize(
    "kind", ["cut short", "empty", "a web page", "one bit", "a tap renamed", "another key"]
)
def test_a_damaged_entry_is_computed_again_and_replaced(kind, targets, folder):
    TargetStore(folder, MB).recall("k", lambda: targets, CPU, keep=True)
    (entry,) = folder.path.glob("*.safetensors")
    entry.write_bytes(damage(kind, entry.read_bytes()))
    with pytest.raises(Malformed):
        decode("k", entry.read_bytes(), CPU)
    assert TargetStore(folder, MB).recall("k", lambda: targets, CPU, keep=True) is targets
    assert equal(decode("k", entry.read_bytes(), CPU), targets)


def test_an_entry_under_another_name_is_not_believed(targets, folder):
    folder.write("other", encode("k", targets))
    assert TargetStore(folder, MB).recall("other", lambda: targets, CPU, keep=True) is targets


def test_a_disk_that_refuses_is_done_without(targets, tmp_path):
    (tmp_path / "file").write_text("no folder")
    store = TargetStore(TargetsFolder(tmp_path / "file" / "targets", MB), MB)
    assert store.recall("k", lambda: targets, CPU, keep=True) is targets
    assert store.recall("k", never, CPU, keep=True) is targets


def test_memory_keeps_to_its_limit_and_the_one_used_longest_ago_goes_first(targets, folder):
    size = sum(part.nbytes for parts in targets.statistics.values() for part in parts)
    store = TargetStore(folder, 2 * size + 100)
    again = []

    def fresh(name):
        return store.recall(name, lambda: again.append(name) or targets, CPU, keep=False)

    for name in ("one", "two", "one", "three", "one", "two"):
        fresh(name)
    assert again == ["one", "two", "three", "two"]


def test_the_folder_keeps_to_its_limit_and_the_one_used_longest_ago_goes_first(tmp_path):
    folder = TargetsFolder(tmp_path, 250)
    for age_s, name in ((30, "old"), (20, "middle")):
        folder.write(name, b"." * 100)
        os.utime(tmp_path / f"{name}.safetensors", (1e9 - age_s, 1e9 - age_s))
    assert folder.read("old") == b"." * 100  # which makes it the newest
    folder.write("new", b"." * 100)
    assert {path.stem for path in tmp_path.glob("*.safetensors")} == {"old", "new"}
    assert folder.contents().file_bytes == 200


def test_an_entry_larger_than_the_limit_is_not_kept_and_nothing_leaves_for_it(tmp_path):
    folder = TargetsFolder(tmp_path, 250)
    folder.write("small", b"." * 100)
    assert not folder.write("large", b"." * 300)
    assert folder.read("small") is not None


def test_a_limit_of_nothing_touches_no_disk(targets, tmp_path):
    store = TargetStore(TargetsFolder(tmp_path / "none", 0), 0)
    store.recall("k", lambda: targets, CPU, keep=True)
    assert not (tmp_path / "none").exists()


def test_what_a_killed_process_left_is_cleared_away_in_time(tmp_path):
    folder = TargetsFolder(tmp_path, MB)
    old, young = tmp_path / f"old{PART}", tmp_path / f"young{PART}"
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (1e9, 1e9 + PART_AGE_S))
    folder.write("k", b"whole")
    assert not old.exists()
    assert young.exists()


WRITER = """
import sys
from pathlib import Path
from nst.targets_disk import TargetsFolder

folder = TargetsFolder(Path(sys.argv[1]), 200_000)
for turn in range(100):
    name = f"entry-{turn % 6}"
    whole = name.encode().ljust(50_000, b".")
    found = folder.read(name)
    assert found is None or found == whole, f"half an entry: {len(found)} bytes"
    assert folder.write(name, whole), "not kept"
"""


def test_two_processes_share_the_folder_and_read_whole_entries_only(tmp_path):
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen(command) for _ in range(2)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    contents = TargetsFolder(tmp_path, MB).contents()
    assert 0 < contents.file_bytes <= 4 * 50_000
    assert not list(tmp_path.glob(f"*{PART}"))


def test_threads_share_the_store(targets, folder):
    store = TargetStore(folder, MB)
    found: list[StyleTargets] = []

    def ask():
        found.extend(store.recall(f"k{n % 3}", lambda: targets, CPU, keep=True) for n in range(30))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 120
    assert all(equal(each, targets) for each in found)


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NST_CACHE", str(tmp_path))
    monkeypatch.setenv("NST_TARGETS_DISK_MB", "5")
    shared_store.cache_clear()
    yield tmp_path / "targets"
    shared_store.cache_clear()


@pytest.mark.parametrize("keep", [True, False])
def test_a_run_writes_only_where_it_was_allowed_to(keep, content, style, network, own_cache):
    list(stylize_here(content, style, SMALL, network=network, keep_targets=keep))
    assert own_cache.exists() == keep


def test_by_default_nothing_of_a_style_picture_is_written(content, style, network, own_cache):
    list(stylize_here(content, style, SMALL, network=network))
    assert not own_cache.exists()
    assert Job(content=content, style=style, settings=SMALL).keep_targets is False


def test_the_backend_keeps_what_the_job_allows(content, style, network, own_cache, monkeypatch):
    def tiny(*_, **__) -> Network:
        return network

    monkeypatch.setattr("nst.networks.network_for", tiny)
    monkeypatch.setattr("nst.networks.load_network", tiny)
    backend = LocalBackend()
    job = Job(content=content, style=style, settings=SMALL, keep_targets=True)
    list(backend.run(job))
    assert disk_folder().contents().entries == 2
