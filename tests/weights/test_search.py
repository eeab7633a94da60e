"""The order in which networks are looked for, and what is remembered."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from nst.errors import WeightsError
from nst.weights import WeightsFile, clear, fetch, resolve, search, status
from tests.standin_hub import Answer, StandinHub
from tests.weights.narrow import safetensors, write_embedded

ROOT = Path(__file__).parents[2]


def test_the_second_start_reads_the_cache_and_asks_nobody(hub: StandinHub) -> None:
    first = resolve(endpoint=hub.url)
    asked = len(hub.requests)
    second = resolve(endpoint=hub.url)
    assert (first.source, second.source) == ("hub", "cache")
    assert (second.path, second.sha256) == (first.path, first.sha256)
    assert len(hub.requests) == asked


def test_the_hash_is_that_of_the_file(hub: StandinHub) -> None:
    found = resolve(endpoint=hub.url)
    assert found.sha256 == hashlib.sha256(found.path.read_bytes()).hexdigest()


def test_the_page_is_told_which_network_paints(hub: StandinHub) -> None:
    assert resolve(endpoint=hub.url).label == (
        "Painted by VGG-19 with the published ImageNet weights (timm/vgg19.tv_in1k)."
    )
    assert resolve("embedded").label == (
        "Painted by the embedded network (quarter-width VGG-19, trained by this project)."
    )


def test_the_embedded_network_asks_nobody(hub: StandinHub) -> None:
    found = resolve("embedded", endpoint=hub.url)
    assert (found.source, found.note, hub.requests) == ("embedded", None, [])


@pytest.mark.parametrize("variable", ["NST_OFFLINE", "HF_HUB_OFFLINE"])
def test_offline_the_hub_is_not_asked(
    hub: StandinHub, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "1")
    found = resolve(endpoint=hub.url)
    assert found.note == (
        f"The Hub was not asked, because {variable} is set; the embedded network paints instead."
    )
    assert hub.requests == []


def test_offline_the_cache_still_paints(hub: StandinHub) -> None:
    resolve(endpoint=hub.url)
    assert resolve(endpoint=hub.url, offline=True).source == "cache"


def test_the_endpoint_of_the_environment_is_read_at_each_call(
    hub: StandinHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    assert resolve().source == "hub"


def test_a_refusal_is_remembered_for_the_next_visitor(hub: StandinHub) -> None:
    hub.always = Answer(status=404)
    first, second = resolve(endpoint=hub.url), resolve(endpoint=hub.url)
    assert first.note == second.note
    assert len(hub.requests) == 1


def test_fetch_asks_again_what_was_refused(hub: StandinHub) -> None:
    hub.script.append(Answer(status=404))
    assert resolve(endpoint=hub.url).name == "embedded"
    assert fetch(endpoint=hub.url).source == "hub"
    assert resolve(endpoint=hub.url).source == "cache"


def test_a_network_asked_for_by_name_is_never_replaced(hub: StandinHub) -> None:
    with pytest.raises(WeightsError, match=r"VGG-16 is not on this machine. The Hub has no such"):
        resolve("vgg16", endpoint=hub.url)


@pytest.mark.parametrize("ask", [resolve, fetch])
def test_an_unknown_network_is_answered_with_the_known_ones(ask: Any) -> None:
    with pytest.raises(WeightsError, match=r"Unknown network 'vgg11'; choose one of: .*vgg19"):
        ask("vgg11")


def test_a_named_file_comes_before_the_cache(
    hub: StandinHub, tmp_path: Path, published: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(endpoint=hub.url)
    named = tmp_path / "mine.safetensors"
    named.write_bytes(published)
    assert resolve(file=named).path == named
    monkeypatch.setenv("NST_WEIGHTS", str(named))
    assert (resolve().path, resolve().source) == (named, "file")


def test_a_file_of_another_network_is_not_taken_for_the_one_asked_for(
    hub: StandinHub, tmp_path: Path, published: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "mine.safetensors"
    named.write_bytes(published)
    with pytest.raises(WeightsError, match="holds vgg19, but vgg16 was asked for"):
        resolve("vgg16", file=named)
    monkeypatch.setenv("NST_WEIGHTS", str(named))
    with pytest.raises(WeightsError, match="VGG-16 is not on this machine"):
        resolve("vgg16", endpoint=hub.url)


def test_a_missing_embedded_network_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "EMBEDDED_FILE", tmp_path / "nowhere.safetensors")
    with pytest.raises(WeightsError, match="install the package again"):
        resolve("embedded")


def test_a_damaged_embedded_network_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "embedded.safetensors"
    write_embedded(path)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="damaged"):
        resolve("embedded")


def test_two_threads_at_once_download_once(hub: StandinHub) -> None:
    found: list[WeightsFile] = []
    threads = [
        threading.Thread(target=lambda: found.append(resolve(endpoint=hub.url))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.source for each in found) == ["cache", "cache", "cache", "hub"]
    assert len(hub.requests) == 3


def test_threads_that_waited_for_a_refusal_do_not_ask_again(hub: StandinHub, patience: Any) -> None:
    patience(answer_s=0.5)
    hub.always = Answer(hang=True)
    found: list[WeightsFile] = []
    threads = [
        threading.Thread(target=lambda: found.append(resolve(endpoint=hub.url))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each.name for each in found} == {"embedded"}
    assert len(hub.requests) == 1


CHILD = """
import dataclasses, sys
from nst.weights import resolve
from nst.weights.networks import NETWORKS
NETWORKS["vgg19"] = dataclasses.replace(NETWORKS["vgg19"], widths=(8, 8, 16, 16, 16),
                                        first_kernel=())
print("ready", flush=True)
sys.stdin.readline()
print(resolve("vgg19", endpoint=sys.argv[1]).source)
"""


def test_two_processes_at_once_download_once(hub: StandinHub) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, hub.url],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    sources = sorted(child.communicate(timeout=60)[0].strip() for child in children)
    assert sources == ["cache", "hub"]
    assert len(hub.requests) == 3


def test_status_lists_what_is_here_and_what_is_damaged(
    hub: StandinHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = resolve(endpoint=hub.url).path
    monkeypatch.setenv("NST_WEIGHTS", str(tmp_path / "gone.safetensors"))
    lines = {(line.name, line.source): line for line in status()}
    assert lines["vgg19", "cache"].file_bytes == path.stat().st_size
    assert lines["vgg19", "cache"].commit == hub.commit
    assert lines["vgg19", "cache"].problem is None
    assert lines["embedded", "embedded"].problem is None
    assert "does not exist" in (lines["unknown", "file"].problem or "")
    path.write_bytes(path.read_bytes()[:-4])
    damaged = {(line.name, line.source): line for line in status()}
    assert "Damaged" in (damaged["vgg19", "cache"].problem or "")


def test_clear_leaves_what_is_not_ours(hub: StandinHub, tmp_path: Path) -> None:
    path = resolve(endpoint=hub.url).path
    other = path.with_name("holiday.safetensors")
    other.write_bytes(safetensors({}))
    removed = clear()
    assert path in removed
    assert list(path.parent.iterdir()) == [other]
    assert resolve(endpoint=hub.url).source == "hub"


def test_neither_torch_nor_httpx_is_loaded_to_find_the_embedded_network() -> None:
    code = (
        "import sys, nst.weights; nst.weights.status();"
        "sys.exit(bool({'torch', 'gradio', 'httpx', 'huggingface_hub'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
