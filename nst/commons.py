"""Fetches the picture of a free painting from Wikimedia Commons, once, and checks what came.

A picture goes on the wall only if it resembles our own study of the painting: a renamed or
replaced file must never hang under the wrong label. Nothing here knows which artworks are free;
the caller does.

One piece of state lives here, against the house rule: `DOOR` counts the requests of this process
and remembers when Commons asked for quiet.
"""

from __future__ import annotations

import contextlib
import email.utils
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import filelock
import httpx

from nst.errors import GalleryError, InputError
from nst.images import encode_jpeg, open_image
from nst.likeness import difference
from nst.records import Picture

COMMONS = "https://commons.wikimedia.org"

# Other widths are refused (400) or throttled (429) since 2026.
# Source: https://www.mediawiki.org/wiki/Common_thumbnail_sizes
WIDTHS_PX = (20, 40, 60, 120, 250, 330, 500, 960, 1280, 1920, 3840)

# Wikimedia's policy asks for a name and a way to reach the operator; NST_CONTACT adds the latter.
# Source: https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy
AGENT = "nst-gallery/0.1 (neural style transfer gallery; fetches each painting once"

# Source: https://wikitech.wikimedia.org/wiki/Robot_policy (media: at most two at a time)
MOST_AT_ONCE = 2

MOST_FILE_BYTES = 20_000_000
LEAST_EDGE_PX = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How long to wait, in seconds, and how often to ask a server that is busy."""

    connect_s: float = 5.0
    read_s: float = 15.0
    overall_s: float = 90.0
    pause_s: float = 2.0
    longest_pause_s: float = 30.0
    tries: int = 3


MANNERS = Manners()


class Door:
    """Lets `MOST_AT_ONCE` through at a time, and nobody before `quiet_until`."""

    def __init__(self) -> None:
        self.quiet_until = 0.0
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        """Wait for a place; raises GalleryError if Commons wants quiet for longer than is polite
        to wait.
        """
        with self._places:
            left_s = self.quiet_until - time.monotonic()
            if left_s > MANNERS.longest_pause_s:
                raise GalleryError(f"Wikimedia Commons asked for quiet for {left_s:.0f} s more.")
            time.sleep(max(0.0, left_s))
            yield


DOOR = Door()


def fetch_painting(
    commons_file: str, study: Path, target: Path, *, width_px: int = 1280, base_url: str = COMMONS
) -> Path:
    """Bring the picture `commons_file` to `target` (a .jpg) and return that path.

    A target that is already there and resembles the study is kept and nobody is asked.
    `commons_file` is the file's name on Commons, with or without "File:". `width_px` is one of
    `WIDTHS_PX`. Raises GalleryError with one sentence whatever goes wrong; then `target` is as it
    was before.
    """
    if width_px not in WIDTHS_PX:
        raise GalleryError(
            f"Commons serves no width of {width_px} px; choose one of: "
            f"{', '.join(map(str, WIDTHS_PX))}."
        )
    if target.suffix.lower() not in (".jpg", ".jpeg"):
        raise GalleryError(f"{target.name} is no name for a painting; let it end in .jpg.")
    expected = _open_study(study)
    if _is_there(target, expected):
        return target
    if os.environ.get("NST_OFFLINE", "").lower() in ("1", "true", "yes", "on"):
        raise GalleryError("Wikimedia Commons was not asked, because NST_OFFLINE is set.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = target.with_name(f".{target.name}.lock")
        with filelock.FileLock(lock, timeout=MANNERS.overall_s):
            if not _is_there(target, expected):
                content = _download(_address(commons_file, width_px, base_url))
                _write(target, _checked(content, commons_file, expected))
    except filelock.Timeout as error:
        raise GalleryError(f"Another process has been fetching {target.name} too long.") from error
    except OSError as error:
        raise GalleryError(f"{target} cannot be written ({error.strerror or error}).") from error
    return target


def _open_study(study: Path) -> Picture:
    try:
        return open_image(study)
    except InputError as error:
        raise GalleryError(f"The study {study.name} cannot be compared with: {error}") from error


def _is_there(target: Path, expected: Picture) -> bool:
    try:
        return target.is_file() and difference(expected, open_image(target)) is None
    except InputError:
        return False


def _checked(content: bytes, commons_file: str, expected: Picture) -> bytes:
    """The content as JPEG bytes, once it has been decoded and compared."""
    kind = _kind(content)
    if kind is None:
        page = content[:512].lstrip().lower().startswith((b"<!doctype", b"<html"))
        what = "a web page" if page else "no JPEG, PNG or WebP file"
        raise GalleryError(f"What Commons sent for {commons_file!r} is {what}.")
    try:
        picture = open_image(content)
    except InputError as error:
        raise GalleryError(f"What Commons sent for {commons_file!r}: {error}") from error
    height, width = picture.shape[:2]
    reason = difference(expected, picture)
    if min(height, width) < LEAST_EDGE_PX:
        reason = f"it has only {width} × {height} px"
    if reason is not None:
        raise GalleryError(f"{commons_file!r} is not hung: {reason}.")
    return content if kind == "jpeg" else encode_jpeg(picture, quality=92)


def _kind(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def _address(commons_file: str, width_px: int, base_url: str) -> str:
    name = commons_file.removeprefix("File:").strip().replace(" ", "_")
    if not name or "/" in name:
        raise GalleryError(f"{commons_file!r} is no name of a file on Commons.")
    return f"{base_url.rstrip('/')}/wiki/Special:FilePath/{quote(name, safe='')}?width={width_px}"


def _download(url: str) -> bytes:
    deadline = time.monotonic() + MANNERS.overall_s
    for turn in range(MANNERS.tries):
        with DOOR():
            content = _ask(url, deadline, last=turn + 1 == MANNERS.tries)
        if content is not None:
            return content
    raise AssertionError("the last turn returns or raises")


def _ask(url: str, deadline: float, *, last: bool) -> bytes | None:
    """The body, or None if the server asks to come back. Raises GalleryError."""
    contact = os.environ.get("NST_CONTACT", "").strip()
    agent = f"{AGENT}; {contact})" if contact.isascii() and contact else f"{AGENT})"
    timeout = httpx.Timeout(MANNERS.read_s, connect=MANNERS.connect_s)
    try:
        with (
            httpx.Client(
                headers={"User-Agent": agent, "Accept": "image/jpeg,image/webp,image/png"},
                timeout=timeout,
                follow_redirects=True,
                max_redirects=5,
            ) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code in (429, 503):
                _keep_quiet(response, last=last)
                return None
            return _body(response, url, deadline)
    except httpx.TimeoutException as error:
        raise GalleryError("Wikimedia Commons did not answer in time.") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, ImportError) as error:
        reason = str(error) or type(error).__name__
        raise GalleryError(f"Wikimedia Commons could not be read ({reason}).") from error


def _body(response: httpx.Response, url: str, deadline: float) -> bytes:
    if response.status_code != 200:
        what = {404: "has no such file", 403: "refuses us; set NST_CONTACT"}
        said = what.get(response.status_code, "answered something else than a picture")
        raise GalleryError(f"Wikimedia Commons {said} ({response.status_code}).")
    if url.startswith("https:") and response.url.scheme != "https":
        raise GalleryError("Wikimedia Commons redirects to an address without encryption.")
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MOST_FILE_BYTES:
            raise GalleryError(
                f"What Commons sent has more than {MOST_FILE_BYTES / 1e6:.0f} MB; a smaller width "
                "would do."
            )
        if time.monotonic() > deadline:
            raise GalleryError(f"Wikimedia Commons took more than {MANNERS.overall_s:g} s.")
    return bytes(content)


def _keep_quiet(response: httpx.Response, *, last: bool) -> None:
    """Note until when Commons wants no requests; GalleryError if it is not worth waiting for."""
    pause_s = _retry_after_s(response.headers.get("Retry-After", ""))
    DOOR.quiet_until = max(DOOR.quiet_until, time.monotonic() + pause_s)
    if last or pause_s > MANNERS.longest_pause_s:
        raise GalleryError(
            f"Wikimedia Commons is busy ({response.status_code}); "
            "the study hangs until the next start."
        )


def _retry_after_s(text: str) -> float:
    """Seconds from a Retry-After header, which holds seconds or a date."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return MANNERS.pause_s


def _write(target: Path, content: bytes) -> None:
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
