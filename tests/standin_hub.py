"""A server on loopback that answers as the Hub does, and can be told to answer badly.

It serves files with byte ranges, ETag and commit under any path. A test scripts faults: each GET
takes the next `Answer` from `script`, and `always` once the script is empty. `requests` is the
record of what was asked. To try the real command line against it:

    python -m tests.standin_hub PATH_PREFIX=FILE ...
"""

from __future__ import annotations

import hashlib
import re
import sys
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"
RANGE = re.compile(r"bytes=(\d+)-(\d*)")
PIECE_BYTES = 1 << 16
LONGEST_HANG_S = 60.0


class Body(Protocol):
    """What can be served: bytes, or anything long that makes its slices when asked."""

    def __len__(self) -> int: ...
    def __getitem__(self, where: slice, /) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How to answer one GET. Every default is a good answer.

    `cut_at`: close the connection after so many bytes of the body, having promised all. `hang`:
    say nothing until the server closes. `body`: served in place of the file. `send_to`: redirect
    there. `whole`: ignore the Range header. `drop`: header names to leave out.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body | None = None
    etag: str | None = None
    send_to: str | None = None
    cut_at: int | None = None
    hang: bool = False
    whole: bool = False
    drop: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Asked:
    """One request as it came; `sent_bytes` counts the body while it goes back.

    Written down before the first byte goes out: a client that has its answer finds the record.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    status: int
    sent_bytes: int = 0


class StandinHub:
    """`with StandinHub({"/repo/resolve/main/file": body}) as hub:` serves at `hub.url`.

    A path whose revision is the commit finds the file of `main`.
    """

    def __init__(self, files: Mapping[str, Body]) -> None:
        self.files = dict(files)
        self.script: deque[Answer] = deque()
        self.always = Answer()
        self.commit = COMMIT
        self.requests: list[Asked] = []
        self.closing = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """The endpoint."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def sent_bytes(self) -> int:
        """Bytes of body over all requests."""
        return sum(asked.sent_bytes for asked in self.requests)

    def __enter__(self) -> StandinHub:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def find(self, path: str) -> Body | None:
        """The file at a path."""
        return self.files.get(path.replace(f"/resolve/{self.commit}/", "/resolve/main/"))


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 32

    def __init__(self, hub: StandinHub) -> None:
        self.hub = hub
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = LONGEST_HANG_S

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self._respond(self.server.hub.always, with_body=False)

    def do_GET(self) -> None:
        hub = self.server.hub
        try:
            answer = hub.script.popleft()
        except IndexError:
            answer = hub.always
        if answer.hang:
            self._record(0)
            hub.closing.wait(LONGEST_HANG_S)
            return
        self._respond(answer, with_body=True)

    def _respond(self, answer: Answer, *, with_body: bool) -> None:
        hub = self.server.hub
        body = answer.body if answer.body is not None else hub.find(self._path())
        if answer.send_to is not None:
            return self._send(302, {"Location": answer.send_to} | self._identity(answer, body), b"")
        if answer.status is not None:
            text = answer.body or f"The stand-in was told to answer {answer.status}.".encode()
            return self._send(answer.status, dict(answer.headers), text)
        if body is None:
            return self._send(404, {}, b"Entry not found")
        start, stop = self._wanted(len(body))
        partial = "Range" in self.headers and not answer.whole
        if partial and start >= len(body):
            return self._send(416, {"Content-Range": f"bytes */{len(body)}"}, b"")
        if not partial:
            start, stop = 0, len(body)
        headers = {"Accept-Ranges": "bytes", **self._identity(answer, body)}
        if partial:
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(body)}"
        headers |= answer.headers
        for name in answer.drop:
            headers.pop(name, None)
        status = 206 if partial else 200
        return self._send(status, headers, body, start, stop, answer.cut_at, with_body)

    def _identity(self, answer: Answer, body: Body | None) -> dict[str, str]:
        etag = answer.etag or (hashlib.sha256(body[0:4096]).hexdigest() if body else "none")
        return {"ETag": f'"{etag}"', "X-Repo-Commit": self.server.hub.commit}

    def _wanted(self, size: int) -> tuple[int, int]:
        match = RANGE.fullmatch(self.headers.get("Range", ""))
        if match is None:
            return 0, size
        return int(match[1]), min(int(match[2]) + 1 if match[2] else size, size)

    def _send(
        self,
        status: int,
        headers: Mapping[str, str],
        body: Body,
        start: int = 0,
        stop: int | None = None,
        cut_at: int | None = None,
        with_body: bool = True,
    ) -> None:
        stop = len(body) if stop is None else stop
        asked = self._record(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(stop - start))
        self.end_headers()
        end = stop if cut_at is None else min(stop, start + cut_at)
        while with_body and start + asked.sent_bytes < end:
            at = start + asked.sent_bytes
            piece = body[at : min(end, at + PIECE_BYTES)]
            asked.sent_bytes += len(piece)
            self.wfile.write(piece)

    def _record(self, status: int) -> Asked:
        asked = Asked(
            method=self.command,
            path=self._path(),
            query=urlsplit(self.path).query,
            headers=dict(self.headers.items()),
            status=status,
        )
        self.server.hub.requests.append(asked)
        return asked

    def _path(self) -> str:
        return unquote(urlsplit(self.path).path)


def main(pairs: list[str]) -> None:
    """Serve files until interrupted; each pair is `/path/on/the/server=local file`."""
    files = {
        path: Path(file).read_bytes() for path, _, file in (each.partition("=") for each in pairs)
    }
    with StandinHub(files) as hub:
        sys.stdout.write(f"HF_ENDPOINT={hub.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
