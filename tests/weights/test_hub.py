"""Reading from a hub that answers well, badly, or not at all."""

from __future__ import annotations

import dataclasses
import json
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from nst.errors import WeightsError
from nst.weights import WeightsFile, fetch, resolve, transport
from nst.weights.hub import OPENING_BYTES
from nst.weights.networks import NETWORKS
from nst.weights.ranged import read_header
from tests.standin_hub import COMMIT, Answer, StandinHub
from tests.weights.narrow import safetensors

Patience = Callable[..., None]


def wanted(arrays: dict[str, Any]) -> dict[str, Any]:
    return {key: arrays[key] for key in NETWORKS["vgg19"].shapes()}


def assert_same(found: WeightsFile, arrays: dict[str, Any]) -> None:
    loaded = load_file(found.path)
    assert loaded.keys() == wanted(arrays).keys()
    for key, array in wanted(arrays).items():
        np.testing.assert_array_equal(loaded[key], array)


def left_in(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.glob("*") if path.suffix != ".lock")


def test_the_wanted_tensors_arrive_bit_by_bit(hub: StandinHub, arrays: dict[str, Any]) -> None:
    found = resolve(endpoint=hub.url)
    assert (found.name, found.source, found.note) == ("vgg19", "hub", None)
    assert_same(found, arrays)


def test_only_the_wanted_ranges_are_served(hub: StandinHub, published: bytes) -> None:
    resolve(endpoint=hub.url)
    needed = 4 * NETWORKS["vgg19"].parameters()
    assert len(hub.requests) == 3  # the opening and two spans
    assert needed <= hub.sent_bytes <= needed + OPENING_BYTES + 1024 < len(published) / 5


def test_the_file_records_where_it_came_from(hub: StandinHub) -> None:
    metadata = read_header(resolve(endpoint=hub.url).path).metadata
    assert metadata["repo"] == "timm/vgg19.tv_in1k"
    assert metadata["commit"] == COMMIT
    assert json.loads(metadata["sha256"]).keys() == NETWORKS["vgg19"].shapes().keys()


def test_after_the_opening_the_stated_commit_is_read_and_not_main(hub: StandinHub) -> None:
    resolve(endpoint=hub.url)
    revisions = [asked.path.split("/")[4] for asked in hub.requests]
    assert revisions == ["main", COMMIT, COMMIT]


def test_a_header_longer_than_the_opening_is_read_in_two_parts(
    hub: StandinHub, arrays: dict[str, Any]
) -> None:
    (path,) = hub.files
    hub.files[path] = safetensors(arrays, {"remark": "x" * (2 * OPENING_BYTES)})
    assert_same(resolve(endpoint=hub.url), arrays)


def test_progress_counts_bytes_up_to_the_whole(hub: StandinHub) -> None:
    seen: list[tuple[int, int]] = []
    resolve(endpoint=hub.url, on_progress=lambda done, total: seen.append((done, total)))
    counts = [done for done, _ in seen]
    assert counts == sorted(counts)
    assert seen[-1][0] == seen[-1][1] >= 4 * NETWORKS["vgg19"].parameters()


def test_a_transfer_that_breaks_off_is_resumed_where_it_stopped(
    hub: StandinHub, arrays: dict[str, Any]
) -> None:
    hub.script.extend([Answer(), Answer(cut_at=5000), Answer(cut_at=300)])
    assert_same(resolve(endpoint=hub.url), arrays)
    starts = [int(asked.headers["Range"][6:].split("-")[0]) for asked in hub.requests]
    assert starts[2] == starts[1] + 5000
    assert starts[3] == starts[2] + 300


def test_an_opening_that_breaks_off_is_resumed(hub: StandinHub, arrays: dict[str, Any]) -> None:
    hub.script.append(Answer(cut_at=100))
    assert_same(resolve(endpoint=hub.url), arrays)


def test_a_transfer_that_always_breaks_off_is_given_up(hub: StandinHub, patience: Patience) -> None:
    patience(tries=3)
    hub.script.append(Answer())
    hub.always = Answer(cut_at=10)
    note = resolve(endpoint=hub.url).note
    assert note is not None
    assert "failed 3 times, the last time at 30 of" in note
    assert len(hub.requests) == 4


def test_a_file_that_changes_meanwhile_is_read_anew_from_its_start(
    hub: StandinHub, arrays: dict[str, Any]
) -> None:
    other = {key: array + np.float32(1) for key, array in arrays.items()}
    new = safetensors(other)
    hub.script.extend([Answer(etag="old"), Answer(etag="old", cut_at=4000)])
    hub.always = Answer(etag="new", body=new)
    assert_same(resolve(endpoint=hub.url), other)


def test_a_file_that_never_stops_changing_is_given_up(hub: StandinHub) -> None:
    hub.script.extend(Answer(etag=str(number)) for number in range(20))
    note = resolve(endpoint=hub.url).note
    assert note is not None
    assert "changed timm/vgg19.tv_in1k/model.safetensors 3 times" in note


def test_a_redirect_to_another_host_keeps_the_range_and_drops_the_token(
    hub: StandinHub, arrays: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    (path,) = hub.files
    with StandinHub({"/storage": hub.files[path]}) as storage:
        hub.always = Answer(send_to=f"{storage.url}/storage?signature=1")
        assert_same(resolve(endpoint=hub.url), arrays)
    assert {asked.headers.get("Authorization") for asked in hub.requests} == {"Bearer hf_secret"}
    assert {asked.headers.get("Authorization") for asked in storage.requests} == {None}
    assert all("Range" in asked.headers for asked in storage.requests)
    assert all(asked.query == "signature=1" for asked in storage.requests)


def test_a_redirect_on_the_same_host_is_followed(hub: StandinHub, arrays: dict[str, Any]) -> None:
    (path,) = hub.files
    hub.files["/api/resolve-cache/file"] = hub.files[path]
    hub.script.append(Answer(send_to="/api/resolve-cache/file"))
    assert_same(resolve(endpoint=hub.url), arrays)


def test_a_server_without_ranges_is_read_up_to_the_last_wanted_byte(
    hub: StandinHub, arrays: dict[str, Any]
) -> None:
    hub.always = Answer(whole=True)
    assert_same(resolve(endpoint=hub.url), arrays)


def test_a_server_without_ranges_is_not_read_to_its_end(
    hub: StandinHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "SKIP_LIMIT_BYTES", OPENING_BYTES)
    hub.always = Answer(whole=True)
    note = resolve(endpoint=hub.url).note
    assert note is not None
    assert "ignores byte ranges" in note
    assert len(hub.requests) == 2


def _with(arrays: dict[str, Any], key: str, value: float) -> bytes:
    changed = arrays[key].copy()
    changed.flat[-1] = value
    return safetensors(arrays | {key: changed})


CORRUPT: dict[str, tuple[Callable[[dict[str, Any]], bytes], str]] = {
    "nan": (lambda a: _with(a, "features.28.bias", np.nan), "features.28.bias .* not finite"),
    "infinity": (
        lambda a: _with(a, "features.7.weight", np.inf),
        "features.7.weight .* not finite",
    ),
    "zeros": (
        lambda a: safetensors(a | {"features.5.weight": a["features.5.weight"] * 0}),
        "features.5.weight holds one number only",
    ),
    "too strong": (
        lambda a: safetensors(a | {"features.0.weight": a["features.0.weight"] * 1000}),
        "first convolution spreads by",
    ),
    "too wide": (
        lambda a: safetensors(a | {"features.0.bias": np.zeros(64, np.float32)}),
        r"features.0.bias is F32 \[64\]",
    ),
    "half precision": (
        lambda a: safetensors({key: each.astype(np.float16) for key, each in a.items()}),
        "is F16",
    ),
    "another network": (
        lambda a: safetensors({"conv1.weight": a["features.0.weight"]}),
        r"features.0.weight is missing",
    ),
    "web page": (lambda a: b"<!doctype html><p>Please log in" * 9, "header claims"),
    "absurd header": (lambda a: (2**40).to_bytes(8, "little") + b"{}", "claims 1,099,511,627,776"),
    "cut off": (lambda a: safetensors(a)[:20_000], "ends at byte"),
    "empty": (lambda a: b"", "shorter than its header says"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_a_corrupt_file_ends_in_the_embedded_network_and_an_empty_cache(
    hub: StandinHub, arrays: dict[str, Any], kind: str, tmp_path: Path
) -> None:
    make, reason = CORRUPT[kind]
    (path,) = hub.files
    hub.files[path] = make(arrays)
    found = resolve(endpoint=hub.url)
    assert found.name == "embedded"
    assert found.note is not None
    assert found.note.startswith("The Hub")
    assert found.note.endswith("; the embedded network paints instead.")
    assert re.search(reason, found.note)
    assert left_in(tmp_path / "cache") == []


def test_another_network_of_the_same_shape_is_known_by_its_first_kernel(
    hub: StandinHub, arrays: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tuple(float(number) for number in arrays["features.0.weight"].flat[:9])
    right = dataclasses.replace(NETWORKS["vgg19"], first_kernel=tuple(round(x, 4) for x in kernel))
    monkeypatch.setitem(NETWORKS, "vgg19", right)
    assert fetch(endpoint=hub.url).name == "vgg19"
    wrong = dataclasses.replace(right, first_kernel=(*kernel[:8], kernel[8] + 0.01))
    monkeypatch.setitem(NETWORKS, "vgg19", wrong)
    with pytest.raises(WeightsError, match="first kernel is not that of VGG-19"):
        fetch(endpoint=hub.url)


def test_a_pinned_hash_that_differs_is_refused(
    hub: StandinHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = dataclasses.replace(NETWORKS["vgg19"], pins={"features.0.bias": "0" * 64})
    monkeypatch.setitem(NETWORKS, "vgg19", pinned)
    with pytest.raises(WeightsError, match="instead of 000000000000…"):
        fetch(endpoint=hub.url)


@pytest.mark.parametrize(
    ("answer", "reason", "requests"),
    [
        (Answer(status=404), "The Hub has no such file (404", 1),
        (Answer(status=401), "refuses the file (401); check HF_TOKEN", 1),
        (Answer(status=403), "refuses the file (403)", 1),
        (Answer(status=429), "too many requests from this address (429)", 2),
        (Answer(status=429, headers={"Retry-After": "3600"}), "(429)", 1),
        (Answer(status=500), "is out of order (500)", 2),
        (Answer(status=503), "is out of order (503)", 2),
        (Answer(status=418), "answered 418", 1),
        (Answer(send_to="/elsewhere"), "leads nowhere", 6),
        (Answer(headers={"Content-Range": "bytes 5-9/10"}), "another byte range", 1),
        (Answer(drop=("Content-Range",)), "another byte range", 1),
    ],
)
def test_a_refusal_is_said_in_one_sentence(
    hub: StandinHub, answer: Answer, reason: str, requests: int
) -> None:
    hub.always = answer
    found = resolve(endpoint=hub.url)
    assert found.name == "embedded"
    assert found.note is not None
    assert reason in found.note
    assert len(hub.requests) == requests


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_busy_once_is_asked_again(
    hub: StandinHub, arrays: dict[str, Any], status: int
) -> None:
    hub.script.append(Answer(status=status, headers={"Retry-After": "0"}))
    assert_same(resolve(endpoint=hub.url), arrays)


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_agreed(
    hub: StandinHub, patience: Patience
) -> None:
    patience(answer_s=0.2)
    hub.always = Answer(hang=True)
    started = time.monotonic()
    found = resolve(endpoint=hub.url)
    assert time.monotonic() - started < 15  # the read time-out of this test is 30 s
    assert found.note == (
        "The Hub did not answer within 0.2 s; the embedded network paints instead."
    )


def test_a_server_that_falls_silent_is_asked_again(
    hub: StandinHub, arrays: dict[str, Any], patience: Patience
) -> None:
    patience(read_s=2)
    hub.script.extend([Answer(), Answer(hang=True)])
    assert_same(resolve(endpoint=hub.url), arrays)


def test_the_whole_download_has_a_limit(hub: StandinHub, patience: Patience) -> None:
    patience(overall_s=0.0)
    note = resolve(endpoint=hub.url).note
    assert note is not None
    assert "took longer than the download may take" in note


def test_a_port_where_nobody_listens_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    note = resolve(endpoint=f"http://127.0.0.1:{port}").note
    assert note is not None
    assert note == (
        "The Hub cannot be reached (Connection refused); the embedded network paints instead."
    )


@pytest.mark.parametrize("endpoint", ["huggingface", "ftp://127.0.0.1", "http://"])
def test_an_endpoint_that_is_no_address_is_said(endpoint: str) -> None:
    note = resolve(endpoint=endpoint).note
    assert note is not None
    assert "The Hub's address leads nowhere" in note
