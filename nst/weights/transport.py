"""Byte ranges of one file on an HTTP server, resumed where a transfer breaks off.

Knows HTTP and its accidents; knows nothing of networks, headers or caches.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from nst.errors import WeightsError

AGENT = "nst-gallery (neural style transfer gallery; reads VGG weights by byte ranges)"

# A server that ignores Range sends the file from its first byte. The convolutions of timm's files
# lie in the first 80 MB, so reading past what is not wanted is bearable up to here.
SKIP_LIMIT_BYTES = 128 << 20

CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")

Seen = Callable[[int], None]


class Timing(Protocol):
    """The waiting times that a RemoteFile keeps to, in seconds; see `nst.weights.hub.Patience`."""

    @property
    def connect_s(self) -> float: ...
    @property
    def read_s(self) -> float: ...
    @property
    def retry_after_s(self) -> float: ...
    @property
    def pause_s(self) -> float: ...
    @property
    def tries(self) -> int: ...


class Changed(Exception):
    """The file is no longer the one whose first bytes were read."""


class _Again(Exception):
    """The server asks to come back after `pause_s` seconds."""

    def __init__(self, reason: str, pause_s: float) -> None:
        super().__init__(reason)
        self.pause_s = pause_s


class RemoteFile:
    """One file behind `url`.

    After the first `read`, `etag`, `commit` and `file_bytes` hold what the server stated ("" or
    None if it did not). `deadline` is a time of `time.monotonic`.
    """

    def __init__(self, url: str, token: str | None, deadline: float, timing: Timing) -> None:
        self.url = url
        self.etag = ""
        self.commit = ""
        self.file_bytes: int | None = None
        self._deadline = deadline
        self._timing = timing
        self._answered = False
        self._busy_before = False
        # httpx itself drops the Authorization header when a redirect leads to another host.
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        limits = httpx.Timeout(timing.read_s, connect=timing.connect_s)
        try:
            self._client = httpx.Client(
                headers=headers, timeout=limits, follow_redirects=True, max_redirects=5
            )
        except (ValueError, ImportError, OSError) as error:  # a proxy or certificate setting
            raise WeightsError(f"The Hub cannot be asked ({_short(error)}).") from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def read(self, start: int, stop: int, seen: Seen | None = None) -> bytearray:
        """Bytes `start` to `stop` of the file, fewer only where the file ends before.

        `seen(count)` is told how many there are so far. Raises WeightsError, or Changed if the
        server stated another ETag than before.
        """
        got = bytearray()
        reason = ""
        for turn in range(self._timing.tries):
            if turn:
                self._check_deadline(len(got), stop - start)
            pause_s = self._timing.pause_s
            try:
                self._stream(start, stop, got, seen)
                if len(got) == self._reachable(stop) - start:
                    return got
                reason = "it ended too soon"
            except _Again as error:
                reason, pause_s = str(error), error.pause_s
            except (httpx.TooManyRedirects, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise WeightsError(f"The Hub's address leads nowhere ({_short(error)}).") from error
            except httpx.TransportError as error:
                if not self._answered:
                    raise WeightsError(self._unreached(error)) from error
                reason = _short(error)
            time.sleep(max(0.0, min(pause_s, self._deadline - time.monotonic())))
        raise WeightsError(
            f"The Hub's transfer failed {self._timing.tries} times, the last time at "
            f"{len(got):,} of {stop - start:,} bytes ({reason})."
        )

    def _stream(self, start: int, stop: int, got: bytearray, seen: Seen | None) -> None:
        first = start + len(got)
        wanted = {"Range": f"bytes={first}-{stop - 1}"}
        with self._client.stream("GET", self.url, headers=wanted) as response:
            self._check_status(response)
            self._check_identity(response)
            position = self._position(response, first, stop)
            for chunk in response.iter_raw():
                self._check_deadline(len(got), stop - start)
                useful = chunk[max(0, first - position) :] if position < first else chunk
                position += len(chunk)
                got += useful[: stop - start - len(got)]
                if seen is not None and useful:
                    seen(len(got))
                if len(got) == stop - start:
                    return

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        self._answered = True
        if urlsplit(self.url).scheme == "https" and response.url.scheme != "https":
            raise WeightsError("The Hub redirects to an address without encryption.")
        if status in (200, 206):
            return
        if status in (401, 403):
            raise WeightsError(f"The Hub refuses the file ({status}); check HF_TOKEN if it is set.")
        if status in (404, 410):
            raise WeightsError(f"The Hub has no such file ({status}: {urlsplit(self.url).path}).")
        if status == 416:
            raise WeightsError("The Hub's file is shorter than its header says (416).")
        if status == 429 or status >= 500:
            raise self._busy(response)
        raise WeightsError(f"The Hub answered {status}, which makes no sense here.")

    def _busy(self, response: httpx.Response) -> Exception:
        """What to raise for 429 and 5xx: come back once, then give up."""
        status = response.status_code
        text = response.headers.get("Retry-After", "")
        pause_s = float(text) if text.isdecimal() else self._timing.pause_s
        if self._busy_before or pause_s > self._timing.retry_after_s:
            if status == 429:
                return WeightsError("The Hub has had too many requests from this address (429).")
            return WeightsError(f"The Hub is out of order ({status}).")
        self._busy_before = True
        return _Again(f"it answered {status}", pause_s)

    def _check_identity(self, response: httpx.Response) -> None:
        """Keep what the server says of the file; raise Changed if it says something else now.

        The Hub states commit and ETag on its own answer, before it redirects to the storage that
        has an ETag of its own: so the first answer that has one counts.
        """
        steps = [*response.history, response]
        linked = [step.headers.get("X-Linked-ETag", "") for step in steps]
        etag = next(filter(None, [*linked, response.headers.get("ETag", "")]), "")
        if self.etag and etag != self.etag:
            raise Changed
        self.etag = etag
        commits = (step.headers.get("X-Repo-Commit", "") for step in steps)
        self.commit = self.commit or next(filter(None, commits), "")

    def _position(self, response: httpx.Response, first: int, stop: int) -> int:
        """Where in the file the answer's body begins; notes the file's size."""
        if response.status_code == 200:
            size = response.headers.get("Content-Length", "")
            self.file_bytes = int(size) if size.isdecimal() else self.file_bytes
            if stop > SKIP_LIMIT_BYTES:
                raise WeightsError(
                    "The Hub's server ignores byte ranges, and reading "
                    f"{stop / 1e6:,.0f} MB for less than that is not worth it."
                )
            return 0
        match = CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if match is None or int(match[1]) != first or int(match[2]) >= stop:
            raise WeightsError("The Hub sent another byte range than the one asked for.")
        self.file_bytes = None if match[3] == "*" else int(match[3])
        return first

    def _reachable(self, stop: int) -> int:
        return stop if self.file_bytes is None else min(stop, self.file_bytes)

    def _check_deadline(self, got_bytes: int, wanted_bytes: int) -> None:
        if time.monotonic() > self._deadline:
            raise WeightsError(
                "The Hub took longer than the download may take; "
                f"{got_bytes:,} of {wanted_bytes:,} bytes of a part came."
            )

    def _unreached(self, error: httpx.TransportError) -> str:
        if isinstance(error, httpx.TimeoutException):
            connecting = isinstance(error, httpx.ConnectTimeout)
            limit_s = self._timing.connect_s if connecting else self._timing.read_s
            return f"The Hub did not answer within {limit_s:g} s."
        return f"The Hub cannot be reached ({_short(error)})."


def _short(error: Exception) -> str:
    return re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__
