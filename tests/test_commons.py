"""Fetching a painting from a stand-in for Wikimedia Commons."""

from __future__ import annotations

import dataclasses
import email.utils
import io
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nst import commons
from nst.commons import WIDTHS_PX, fetch_painting
from nst.errors import GalleryError
from tests.standin_hub import Answer, StandinHub

NAME = "Étude, oil on board (1889).jpg"
PATH = "/wiki/Special:FilePath/Étude,_oil_on_board_(1889).jpg"
SETTINGS = (
    *("NST_OFFLINE", "NST_CONTACT"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
)


def landscape(seed: int = 0, height: int = 300, width: int = 400) -> Any:
    """A blurred random picture, uint8 (height, width, 3): the same at any size for a seed."""
    coarse = np.random.default_rng(seed).integers(0, 256, (5, 6, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


def encoded(picture: Any, kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, kind, quality=90)
    return buffer.getvalue()


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(commons, "DOOR", commons.Door())
    polite(monkeypatch, pause_s=0.0, connect_s=30, read_s=30)


def polite(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    monkeypatch.setattr(commons, "MANNERS", dataclasses.replace(commons.MANNERS, **values))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Our own picture of the painting: rougher, a little darker, another size."""
    rng = np.random.default_rng(5)
    rough = landscape(0, 240, 322) * 0.9 + rng.normal(0, 12, (240, 322, 3))
    path = tmp_path / "study.webp"
    Image.fromarray(rough.clip(0, 255).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "paintings" / "etude.jpg"


@pytest.fixture
def server() -> Iterator[StandinHub]:
    with StandinHub({PATH: encoded(landscape())}) as running:
        yield running


def fetch(server: StandinHub, study: Path, target: Path, **options: Any) -> Path:
    return fetch_painting(NAME, study, target, base_url=server.url, **options)


def refusal(server: StandinHub, study: Path, target: Path) -> str:
    """What the error says; the folder must be as empty as before."""
    with pytest.raises(GalleryError) as caught:
        fetch(server, study, target)
    assert [path.name for path in target.parent.glob("*") if path.suffix != ".lock"] == []
    return str(caught.value)


def test_the_painting_arrives_as_it_was_sent(server: StandinHub, study: Path, target: Path) -> None:
    assert fetch(server, study, target) == target
    assert target.read_bytes() == encoded(landscape())


def test_the_address_is_that_of_a_permitted_thumbnail(
    server: StandinHub, study: Path, target: Path
) -> None:
    fetch(server, study, target)
    (asked,) = server.requests
    assert (asked.path, asked.query) == (PATH, "width=1280")


def test_the_agent_names_the_project_and_whom_to_ask(
    server: StandinHub, study: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NST_CONTACT", "curator@example.org")
    fetch(server, study, target)
    agent = server.requests[0].headers["User-Agent"]
    assert agent.startswith("nst-gallery/")
    assert "curator@example.org" in agent


def test_a_second_visit_asks_nobody(server: StandinHub, study: Path, target: Path) -> None:
    fetch(server, study, target)
    fetch(server, study, target)
    assert len(server.requests) == 1


def test_a_damaged_painting_is_fetched_anew(server: StandinHub, study: Path, target: Path) -> None:
    fetch(server, study, target)
    target.write_bytes(target.read_bytes()[:2000])
    fetch(server, study, target)
    assert target.read_bytes() == encoded(landscape())


def test_offline_nobody_is_asked(
    server: StandinHub, study: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NST_OFFLINE", "1")
    assert "NST_OFFLINE is set" in refusal(server, study, target)
    assert server.requests == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_another_format_is_kept_as_jpeg(
    server: StandinHub, study: Path, target: Path, kind: str
) -> None:
    server.files[PATH] = encoded(landscape(), kind)
    with Image.open(fetch(server, study, target)) as image:
        assert (image.format, image.size) == ("JPEG", (400, 300))


def test_a_redirect_to_the_storage_is_followed(
    server: StandinHub, study: Path, target: Path
) -> None:
    with StandinHub({"/thumb/1280px-x.jpg": encoded(landscape())}) as storage:
        server.always = Answer(send_to=f"{storage.url}/thumb/1280px-x.jpg")
        assert fetch(server, study, target).is_file()


def gradient(height: int, width: int) -> Any:
    return np.linspace(0, 255, height * width * 3).reshape(height, width, 3).astype(np.uint8)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><title>Sorry", "is a web page"),
        (b"", "is no JPEG, PNG or WebP file"),
        (b"GIF89a" + bytes(90), "is no JPEG, PNG or WebP file"),
        (encoded(landscape(), "TIFF"), "is no JPEG, PNG or WebP file"),
        (encoded(landscape())[:3000], "damaged or cut short"),
        (encoded(landscape(0, 75, 100)), "only 100 × 75 px"),
        (encoded(landscape(0, 300, 460)), "its shape differs from our study's by 14%"),
        (encoded(landscape(1)), "light and shade are not those"),
        (encoded(gradient(300, 400)), "light and shade are not those"),
        (encoded(255 - landscape()), "light and shade are not those"),
        (encoded(np.repeat(landscape().mean(2, keepdims=True), 3, 2).astype(np.uint8)), "colours"),
        (encoded(np.zeros((300, 400, 3), np.uint8)), "light and shade are not"),
    ],
)
def test_what_is_not_the_painting_is_not_hung(
    server: StandinHub, study: Path, target: Path, body: bytes, reason: str
) -> None:
    server.files[PATH] = body
    assert reason in refusal(server, study, target)


def test_a_picture_that_would_fill_the_memory_is_not_decoded(
    server: StandinHub, study: Path, target: Path
) -> None:
    small = bytearray(encoded(landscape(0, 30, 40), "PNG"))
    small[16:24] = (30_000).to_bytes(4, "big") + (30_000).to_bytes(4, "big")
    small[29:33] = zlib.crc32(small[12:29]).to_bytes(4, "big")
    server.files[PATH] = bytes(small)
    assert "178 MP" in refusal(server, study, target)


def test_a_huge_file_is_not_read_to_its_end(
    server: StandinHub, study: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commons, "MOST_FILE_BYTES", 100_000)
    server.files[PATH] = encoded(landscape()) + bytes(50_000_000)
    assert "more than 0 MB" in refusal(server, study, target)
    assert server.sent_bytes < 25_000_000


def test_a_transfer_that_breaks_off_is_said(server: StandinHub, study: Path, target: Path) -> None:
    server.always = Answer(cut_at=1000)
    assert "could not be read" in refusal(server, study, target)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(404, "no such file (404)"), (403, "set NST_CONTACT (403)"), (400, "(400)"), (500, "(500)")],
)
def test_a_refusal_is_said_at_once(
    server: StandinHub, study: Path, target: Path, status: int, reason: str
) -> None:
    server.always = Answer(status=status)
    assert reason in refusal(server, study, target)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_after_its_pause(
    server: StandinHub, study: Path, target: Path, status: int
) -> None:
    server.script.append(Answer(status=status, headers={"Retry-After": "1"}))
    started = time.monotonic()
    fetch(server, study, target)
    assert time.monotonic() - started >= 0.9
    assert len(server.requests) == 2


def test_a_busy_server_is_not_asked_for_ever(server: StandinHub, study: Path, target: Path) -> None:
    server.always = Answer(status=429)
    assert "busy (429)" in refusal(server, study, target)
    assert len(server.requests) == commons.MANNERS.tries


@pytest.mark.parametrize("date", [True, False])
def test_a_long_quiet_holds_for_the_next_painting_too(
    server: StandinHub, study: Path, target: Path, date: bool
) -> None:
    in_an_hour = email.utils.formatdate(time.time() + 3600, usegmt=True)
    server.always = Answer(status=429, headers={"Retry-After": in_an_hour if date else "3600"})
    assert "busy (429)" in refusal(server, study, target)
    assert "asked for quiet" in refusal(server, study, target)
    assert len(server.requests) == 1


def test_a_server_that_says_nothing_is_given_up(
    server: StandinHub, study: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polite(monkeypatch, read_s=0.2)
    server.always = Answer(hang=True)
    assert refusal(server, study, target) == "Wikimedia Commons did not answer in time."


def test_no_more_than_two_paintings_are_fetched_at_once(
    server: StandinHub, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polite(monkeypatch, read_s=1.0)
    server.always = Answer(hang=True)

    def try_one(number: int) -> None:
        with pytest.raises(GalleryError):
            fetch(server, study, tmp_path / f"{number}.jpg")

    threads = [threading.Thread(target=try_one, args=(number,)) for number in range(4)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - started >= 1.9  # two pairs, one after the other
    assert len(server.requests) == 4


def test_a_width_that_commons_does_not_serve_is_refused_here(study: Path, target: Path) -> None:
    with pytest.raises(GalleryError, match=r"no width of 1024 px; choose one of: .*1280"):
        fetch_painting(NAME, study, target, width_px=1024)
    assert 1280 in WIDTHS_PX


@pytest.mark.parametrize("name", ["", "File:", "a/b.jpg"])
def test_a_name_that_commons_cannot_have_is_refused(
    server: StandinHub, study: Path, target: Path, name: str
) -> None:
    with pytest.raises(GalleryError, match="is no name of a file"):
        fetch_painting(name, study, target, base_url=server.url)


def test_a_missing_study_is_said(server: StandinHub, tmp_path: Path, target: Path) -> None:
    with pytest.raises(GalleryError, match=r"study nowhere.webp cannot be compared"):
        fetch(server, tmp_path / "nowhere.webp", target)


def test_two_who_want_the_same_painting_at_once_ask_once(
    server: StandinHub, study: Path, target: Path
) -> None:
    server.script.append(Answer(status=429, headers={"Retry-After": "1"}))  # time to pile up
    threads = [threading.Thread(target=fetch, args=(server, study, target)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert target.is_file()
    assert [asked.status for asked in server.requests] == [429, 200]
