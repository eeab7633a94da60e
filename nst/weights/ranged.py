"""The safetensors format, read and written by byte ranges.

A file is eight bytes (little-endian length of the header), the header (JSON: key to dtype, shape
and offsets), then the tensors' bytes. Whoever knows the header can read single tensors. Nothing
here opens a connection, and nothing judges the numbers inside.
Source: https://huggingface.co/docs/safetensors (format section).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LENGTH_BYTES = 8

# VGG-19's header has about 4 kB; the format itself allows 100 MB.
LONGEST_HEADER_BYTES = 1 << 20

BYTES_PER_NUMBER = {
    **dict.fromkeys(("F64", "I64", "U64"), 8),
    **dict.fromkeys(("F32", "I32", "U32"), 4),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 2),
    **dict.fromkeys(("F8_E4M3", "F8_E5M2", "I8", "U8", "BOOL"), 1),
}

Bytes = bytes | bytearray | memoryview


class Malformed(ValueError):
    """Bytes that are not what they should be; the message says in what, without a full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Bytes `start` to `stop` of a file, the last one excluded."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """Where one tensor lies: dtype as safetensors names it, offsets from the file's start."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of one file: its tensors by key, its free metadata, where the tensors begin."""

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str]
    start: int


def header_bytes(opening: Bytes) -> int:
    """Length of the JSON header, told by a file's first eight bytes.

    Raises Malformed if it is absurd.
    """
    if len(opening) < LENGTH_BYTES:
        raise Malformed(f"it has only {len(opening)} bytes")
    length = int.from_bytes(opening[:LENGTH_BYTES], "little")
    if not 2 <= length <= LONGEST_HEADER_BYTES:
        raise Malformed(
            f"its header claims {length:,} bytes (2 to {LONGEST_HEADER_BYTES:,} are believed)"
        )
    return length


def parse_header(opening: Bytes, file_bytes: int | None = None) -> Header:
    """Read the header out of a file's first bytes.

    `file_bytes`: size of the whole file, if known; no tensor may reach beyond it. Raises Malformed
    if anything does not add up.
    """
    start = LENGTH_BYTES + header_bytes(opening)
    if len(opening) < start:
        raise Malformed(f"it ends inside its header of {start:,} bytes")
    try:
        table = json.loads(bytes(opening[LENGTH_BYTES:start]))
        metadata = dict(table.pop("__metadata__", {}))
        tensors = {key: _tensor(entry, start) for key, entry in table.items()}
    except Malformed:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Malformed("its header cannot be read") from error
    for key, tensor in tensors.items():
        if file_bytes is not None and tensor.stop > file_bytes:
            raise Malformed(f"{key} ends at byte {tensor.stop:,}, the file at {file_bytes:,}")
    return Header(tensors=tensors, metadata=metadata, start=start)


def _tensor(entry: Mapping[str, Any], base: int) -> Tensor:
    first, last = entry["data_offsets"]
    shape = tuple(entry["shape"])
    if not all(type(number) is int and number >= 0 for number in (first, last, *shape)):
        raise Malformed("its header holds offsets or shapes that are no whole numbers")
    dtype = str(entry["dtype"])
    expected = math.prod(shape) * BYTES_PER_NUMBER.get(dtype, 0)
    if dtype in BYTES_PER_NUMBER and last - first != expected:
        raise Malformed(f"a {dtype} tensor of shape {shape} takes {last - first:,} bytes")
    return Tensor(dtype=dtype, shape=shape, start=base + first, stop=base + last)


def read_header(path: Path) -> Header:
    """Read the header of a file on disk; raises Malformed or OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        opening = file.read(LENGTH_BYTES)
        return parse_header(opening + file.read(header_bytes(opening)), size)


def read_tensors(path: Path, header: Header, keys: Iterable[str]) -> dict[str, bytes]:
    """Read the bytes of the named tensors from disk; raises Malformed or OSError."""
    tensors = {}
    with path.open("rb") as file:
        for key in keys:
            where = header.tensors[key]
            file.seek(where.start)
            tensors[key] = file.read(where.stop - where.start)
            if len(tensors[key]) != where.stop - where.start:
                raise Malformed(f"it ends inside {key}")
    return tensors


def select(header: Header, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Tensor]:
    """The tensors named in `shapes`, which must be there as float32 in just these shapes.

    Raises Malformed otherwise.
    """
    chosen = {}
    for key, shape in shapes.items():
        tensor = header.tensors.get(key)
        if tensor is None:
            raise Malformed(f"{key} is missing")
        if tensor.shape != shape or tensor.dtype != "F32":
            raise Malformed(
                f"{key} is {tensor.dtype} {list(tensor.shape)} instead of F32 {list(shape)}"
            )
        chosen[key] = tensor
    return chosen


def merge(tensors: Iterable[Tensor], gap_bytes: int) -> list[Span]:
    """Cover the tensors with few spans: gaps of at most `gap_bytes` are read along."""
    spans: list[Span] = []
    for tensor in sorted(tensors, key=lambda each: each.start):
        if spans and tensor.start - spans[-1].stop <= gap_bytes:
            last = spans.pop()
            spans.append(Span(start=last.start, stop=max(last.stop, tensor.stop)))
        else:
            spans.append(Span(start=tensor.start, stop=tensor.stop))
    return spans


def pack(
    shapes: Mapping[str, tuple[int, ...]], tensors: Mapping[str, Bytes], metadata: Mapping[str, str]
) -> Iterator[Bytes]:
    """Yield the bytes of a safetensors file of float32 tensors, ordered by key."""
    table: dict[str, Any] = {"__metadata__": dict(metadata)}
    offset = 0
    for key in sorted(tensors):
        stop = offset + len(tensors[key])
        table[key] = {"dtype": "F32", "shape": list(shapes[key]), "data_offsets": [offset, stop]}
        offset = stop
    text = json.dumps(table, separators=(",", ":")).encode()
    text += b" " * (-len(text) % LENGTH_BYTES)
    yield len(text).to_bytes(LENGTH_BYTES, "little")
    yield text
    for key in sorted(tensors):
        yield tensors[key]
