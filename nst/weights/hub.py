"""Read a published network's convolutions from the Hub, and no more than those.

Of VGG-19's 575 MB, the 52 MB from conv1_1 to conv5_1 are asked for by byte ranges: a few requests,
each resumed where it broke off. Everything that can go wrong ends in a WeightsError of one
sentence that begins with "The Hub". Nothing here writes to disk.

Plain httpx rather than huggingface_hub: its downloads fetch whole files, its session belongs to
the whole process, and from version 1 to 2 its client, and so every exception, changed modules.
"""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nst.errors import WeightsError
from nst.weights.check import check_tensors
from nst.weights.networks import Published
from nst.weights.ranged import (
    LENGTH_BYTES,
    Bytes,
    Header,
    Malformed,
    Tensor,
    header_bytes,
    merge,
    parse_header,
    select,
)
from nst.weights.transport import Changed, RemoteFile

Watch = Callable[[int, int], None]

# One request brings VGG-19's whole header (about 4 kB) with room to spare.
OPENING_BYTES = 16_384

# Reading a small gap along costs less than another request.
GAP_BYTES = 1 << 18

RESTARTS = 2

COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds, and how often to try.

    `connect_s`: for one connection. `answer_s`: for the first bytes, everything included (a name
    that resolves to eight dead addresses costs eight times `connect_s` otherwise). `read_s`: for
    the next bytes. `overall_s`: for the whole download. `retry_after_s`: the longest pause that a
    busy server may ask for. `tries`: how often one range is asked for.
    """

    connect_s: float = 3.0
    answer_s: float = 8.0
    read_s: float = 10.0
    overall_s: float = 180.0
    retry_after_s: float = 5.0
    pause_s: float = 0.5
    tries: int = 6


PATIENCE = Patience()


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What the Hub gave: bytes by key, their SHA-256, and the commit and ETag it stated."""

    tensors: Mapping[str, Bytes]
    hashes: Mapping[str, str]
    commit: str
    etag: str


def download(
    network: Published, endpoint: str, *, token: str | None = None, watch: Watch | None = None
) -> Download:
    """Fetch and check the network's convolutions.

    `token` goes to the endpoint's own host only. `watch(done, total)` counts bytes; it begins
    again at 0 if the file changes on the Hub meanwhile. Raises WeightsError.
    """
    deadline = time.monotonic() + PATIENCE.overall_s
    for _ in range(1 + RESTARTS):
        try:
            return _download_once(network, endpoint, token, deadline, watch)
        except Changed:
            continue
        except Malformed as error:
            raise WeightsError(
                f"The Hub's {network.repo}/{network.file} is not the file expected: {error}."
            ) from error
    raise WeightsError(
        f"The Hub changed {network.repo}/{network.file} {1 + RESTARTS} times while it was read."
    )


def _download_once(
    network: Published, endpoint: str, token: str | None, deadline: float, watch: Watch | None
) -> Download:
    def open_remote() -> tuple[RemoteFile, bytearray]:
        remote = RemoteFile(
            _address(network, endpoint, network.revision), token, deadline, PATIENCE
        )
        try:
            return remote, remote.read(0, OPENING_BYTES)
        except BaseException:
            remote.close()
            raise

    remote, opening = _within(PATIENCE.answer_s, open_remote)
    try:
        commit = remote.commit if COMMIT.fullmatch(remote.commit) else ""
        if commit:
            remote.url = _address(network, endpoint, commit)
        chosen = select(_rest_of_header(remote, opening), network.shapes())
        tensors = _read_tensors(remote, chosen, watch)
        hashes = check_tensors(network, tensors)
        return Download(tensors=tensors, hashes=hashes, commit=commit, etag=remote.etag)
    finally:
        remote.close()


def _rest_of_header(remote: RemoteFile, opening: bytearray) -> Header:
    length = LENGTH_BYTES + header_bytes(opening)
    if length > len(opening):
        opening += remote.read(len(opening), length)
    return parse_header(opening, remote.file_bytes)


def _read_tensors(
    remote: RemoteFile, chosen: Mapping[str, Tensor], watch: Watch | None
) -> dict[str, Bytes]:
    spans = merge(chosen.values(), GAP_BYTES)
    total = sum(span.stop - span.start for span in spans)
    tensors: dict[str, Bytes] = {}
    done = 0

    def seen(count: int) -> None:
        if watch is not None:
            watch(done + count, total)

    for span in spans:
        block = memoryview(remote.read(span.start, span.stop, seen))
        done += len(block)
        for key, tensor in chosen.items():
            if span.start <= tensor.start and tensor.stop <= span.stop:
                tensors[key] = block[tensor.start - span.start : tensor.stop - span.start]
    return tensors


def _address(network: Published, endpoint: str, revision: str) -> str:
    return f"{endpoint.rstrip('/')}/{network.repo}/resolve/{revision}/{network.file}"


def _within(
    limit_s: float, call: Callable[[], tuple[RemoteFile, bytearray]]
) -> tuple[RemoteFile, bytearray]:
    """Run `call` in a thread of its own and wait at most `limit_s` for it.

    Looking up a name cannot be interrupted, and connecting tries every address of the name in
    turn: only a second thread can bound both.
    """
    answers: queue.SimpleQueue[tuple[RemoteFile, bytearray] | BaseException] = queue.SimpleQueue()
    abandoned = threading.Event()

    def run() -> None:
        try:
            answer = call()
        except BaseException as error:  # raised again in the waiting thread
            answers.put(error)
            return
        answers.put(answer)
        if abandoned.is_set():
            answer[0].close()

    threading.Thread(target=run, name="hub-opening", daemon=True).start()
    try:
        answer = answers.get(timeout=limit_s)
    except queue.Empty:
        abandoned.set()
        raise WeightsError(f"The Hub did not answer within {limit_s:g} s.") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer
