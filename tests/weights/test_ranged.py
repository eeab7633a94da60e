"""The safetensors format by ranges, against the safetensors library as oracle."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load, save_file

from nst.weights.hub import GAP_BYTES
from nst.weights.networks import NETWORKS
from nst.weights.ranged import (
    Malformed,
    Span,
    Tensor,
    merge,
    pack,
    parse_header,
    read_header,
    read_tensors,
    select,
)
from tests.weights.narrow import narrow_arrays, safetensors

TWO = {
    "a": np.arange(6, dtype=np.float32).reshape(2, 3),
    "b": np.array([7.0], dtype=np.float32),
}


def test_a_file_of_the_safetensors_library_is_read_tensor_by_tensor(tmp_path: Path) -> None:
    save_file(TWO, tmp_path / "two.safetensors", {"hello": "there"})
    header = read_header(tmp_path / "two.safetensors")
    raw = read_tensors(tmp_path / "two.safetensors", header, ["b", "a"])
    assert header.metadata == {"hello": "there"}
    assert np.frombuffer(raw["a"], "<f4").tolist() == [0, 1, 2, 3, 4, 5]
    assert np.frombuffer(raw["b"], "<f4").tolist() == [7]


def test_what_is_packed_is_read_by_the_safetensors_library() -> None:
    shapes = {key: array.shape for key, array in TWO.items()}
    raw = {key: array.tobytes() for key, array in TWO.items()}
    packed = b"".join(pack(shapes, raw, {"hello": "there"}))
    assert {key: array.tolist() for key, array in load(packed).items()} == {
        "a": [[0, 1, 2], [3, 4, 5]],
        "b": [7],
    }


def _file(table: Any, length: int | None = None) -> bytes:
    text = table if isinstance(table, bytes) else json.dumps(table).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + bytes(64)


def _entry(**changes: Any) -> dict[str, Any]:
    return {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]} | changes}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "only 0 bytes"),
        (b"\x01\x00\x00", "only 3 bytes"),
        (_file(b"{}", length=1), "claims 1 bytes"),
        (_file(b"{}", length=2**63), "claims 9,223,372,036,854,775,808 bytes"),
        (_file(b"{}", length=100_000), "ends inside its header"),
        (_file(b'{"a": '), "cannot be read"),
        (_file(b"\xff\xfe{}"), "cannot be read"),
        (_file([1, 2]), "cannot be read"),
        (_file({"a": 3}), "cannot be read"),
        (_file({"a": {"dtype": "F32", "shape": [2]}}), "cannot be read"),
        (_file(b"[" * 100_000), "cannot be read"),
        (_file(_entry(data_offsets=[0, 9])), "takes 9 bytes"),
        (_file(_entry(data_offsets=[8, 0])), "takes -8 bytes"),
        (_file(_entry(data_offsets=[-8, 0])), "no whole numbers"),
        (_file(_entry(data_offsets=[0.0, 8.0])), "no whole numbers"),
        (_file(_entry(shape=[2, -1])), "no whole numbers"),
        (_file(_entry(shape=[200], data_offsets=[0, 800])), "ends at byte"),
    ],
)
def test_a_header_that_does_not_add_up_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        parse_header(content, len(content))


def test_tensors_that_nearly_touch_are_read_in_one_span() -> None:
    at = [(0, 10), (10, 20), (25, 30), (50, 60)]
    tensors = [Tensor(dtype="U8", shape=(b - a,), start=a, stop=b) for a, b in reversed(at)]
    assert merge(tensors, gap_bytes=5) == [Span(start=0, stop=30), Span(start=50, stop=60)]


def test_the_wanted_convolutions_of_the_published_order_lie_in_two_spans() -> None:
    arrays = narrow_arrays()
    header = parse_header(safetensors(arrays))
    assert len(merge(select(header, NETWORKS["vgg19"].shapes()).values(), gap_bytes=1024)) == 2


def test_of_the_published_vgg19_two_spans_of_52_megabytes_are_read() -> None:
    network = dataclasses.replace(NETWORKS["vgg19"], widths=(64, 128, 256, 512, 512))
    deeper = {f"features.{place}.weight": (512, 512, 3, 3) for place in (30, 32, 34)}
    classifier = {"pre_logits.fc1.weight": (4096, 512, 7, 7), "head.fc.weight": (1000, 4096)}
    table, offset = {}, 0
    for key, shape in sorted((network.shapes() | deeper | classifier).items()):
        stop = offset + 4 * math.prod(shape)
        table[key] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, stop]}
        offset = stop
    spans = merge(select(parse_header(_file(table)), network.shapes()).values(), GAP_BYTES)
    assert len(spans) == 2
    assert sum(span.stop - span.start for span in spans) == 51_779_840


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"features.28.bias": None}, "features.28.bias is missing"),
        ({"features.0.bias": np.zeros(8, np.float16)}, r"F16 \[8\] instead of F32 \[8\]"),
        ({"features.2.bias": np.zeros(9, np.float32)}, r"F32 \[9\] instead of F32 \[8\]"),
    ],
)
def test_a_missing_or_misshapen_tensor_is_refused_by_name(
    change: dict[str, Any], reason: str
) -> None:
    arrays = {k: v for k, v in (narrow_arrays() | change).items() if v is not None}
    with pytest.raises(Malformed, match=reason):
        select(parse_header(safetensors(arrays)), NETWORKS["vgg19"].shapes())
