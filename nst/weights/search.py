"""Which file paints: one that somebody named, our cache, the Hub, or the embedded network.

One piece of state lives here, against the house rule: what the Hub refused once in this process is
remembered, so that the next visitor does not wait for it again.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nst.errors import WeightsError
from nst.weights import cache
from nst.weights.check import sha256_of
from nst.weights.named import recognise
from nst.weights.networks import EMBEDDED_FILE, NAMES, NETWORKS, Published, Source, WeightsFile
from nst.weights.ranged import Malformed, read_header

DEFAULT_ENDPOINT = "https://huggingface.co"

Watch = Callable[[int, int], None]

# How long to wait for another process that is fetching the same file: its own limit and a little.
LOCK_WAIT_S = 200.0

SHARES = {8: "eighth-width", 16: "quarter-width", 32: "half-width", 64: "full-width"}

_refusals: dict[tuple[str, str], str] = {}
_refusals_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """One line of `status`: a file that is here, sound unless `problem` says otherwise."""

    name: Literal["vgg19", "vgg16", "embedded", "unknown"]
    source: Source
    path: Path
    file_bytes: int
    sha256: str
    commit: str = ""
    problem: str | None = None


def resolve(
    name: str = "auto",
    *,
    file: Path | None = None,
    endpoint: str | None = None,
    cache_dir: Path | None = None,
    offline: bool | None = None,
    on_progress: Watch | None = None,
) -> WeightsFile:
    """Find the weights of a network.

    `name`: "auto" takes a named file (`file`, else the environment's NST_WEIGHTS), the cached
    VGG-19, the Hub's VGG-19, the embedded network, whichever comes first. "vgg19" and "vgg16" are
    never replaced by another network. "embedded" asks nobody. `endpoint`, `cache_dir` and
    `offline` default to HF_ENDPOINT, NST_CACHE and NST_OFFLINE or HF_HUB_OFFLINE, read now.
    `on_progress(done, total)` counts the bytes of a download. With `offline=True` nothing is
    waited for: what is here answers in a tenth of a second.

    Raises WeightsError if a named file cannot be used, or if the network asked for is nowhere.
    """
    _check_name(name)
    if file is not None:
        return _named(Path(file), name)
    if name == "embedded":
        return embedded()
    if named := os.environ.get("NST_WEIGHTS"):
        found = recognise(Path(named).expanduser())
        if name in ("auto", found.name):
            return found
    network = NETWORKS["vgg19" if name == "auto" else name]
    try:
        return _published(network, endpoint, cache_dir, offline, on_progress)
    except WeightsError as error:
        if name == "auto":
            return embedded(note=f"{str(error).rstrip('.')}; the embedded network paints instead.")
        raise _nowhere(network, error) from error


def fetch(
    name: str = "vgg19",
    *,
    endpoint: str | None = None,
    cache_dir: Path | None = None,
    offline: bool | None = None,
    on_progress: Watch | None = None,
) -> WeightsFile:
    """Bring a published network into the cache unless it is there; earlier refusals do not count.

    Raises WeightsError.
    """
    if name not in NETWORKS:
        raise WeightsError(f"Unknown network {name!r}; choose one of: {', '.join(NETWORKS)}.")
    network = NETWORKS[name]
    with _refusals_lock:
        _refusals.pop((_endpoint(endpoint), network.name), None)
    try:
        return _published(network, endpoint, cache_dir, offline, on_progress)
    except WeightsError as error:
        raise _nowhere(network, error) from error


def embedded(note: str | None = None) -> WeightsFile:
    """The network that comes with the package. Raises WeightsError if it is missing or damaged."""
    try:
        first = read_header(EMBEDDED_FILE).tensors["features.0.weight"]
        sha256 = sha256_of(EMBEDDED_FILE)
        expected = json.loads(EMBEDDED_FILE.with_suffix(".json").read_text("utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _not_embedded(str(error)) from error
    if sha256 != expected:
        raise _not_embedded(f"SHA-256 {sha256[:12]}… instead of {expected[:12]}…")
    width = SHARES.get(first.shape[0])
    what = f"{width} VGG-19, trained" if width else "trained"
    return WeightsFile(
        path=EMBEDDED_FILE,
        name="embedded",
        source="embedded",
        sha256=sha256,
        label=f"Painted by the embedded network ({what} by this project).",
        note=note,
    )


def status(*, cache_dir: Path | None = None) -> list[Present]:
    """What is on this machine: a file named by NST_WEIGHTS, cached networks, the embedded one.

    Opens no connection and changes nothing.
    """
    lines = []
    if named := os.environ.get("NST_WEIGHTS"):
        lines.append(_named_line(Path(named).expanduser()))
    for folder in cache.folders(cache_dir):
        lines += [
            _cached_line(network, folder)
            for network in NETWORKS.values()
            if cache.weights_path(network, folder).is_file()
        ]
    try:
        here = embedded()
        lines.append(_line(here))
    except WeightsError as error:
        lines.append(_broken("embedded", "embedded", EMBEDDED_FILE, str(error)))
    return lines


def clear(*, cache_dir: Path | None = None) -> list[Path]:
    """Empty the cache and forget what the Hub refused; returns the removed files."""
    with _refusals_lock:
        _refusals.clear()
    return cache.clear(cache_dir)


def _not_embedded(reason: str) -> WeightsError:
    return WeightsError(
        f"The embedded network {EMBEDDED_FILE.name} is missing or damaged ({reason}); "
        "install the package again."
    )


def _check_name(name: str) -> None:
    if name not in NAMES:
        raise WeightsError(f"Unknown network {name!r}; choose one of: {', '.join(NAMES)}.")


def _named(path: Path, name: str) -> WeightsFile:
    found = recognise(path)
    if name not in ("auto", found.name):
        raise WeightsError(
            f"{path} holds {found.name}, but {name} was asked for; ask for {found.name} or auto."
        )
    return found


def _published(
    network: Published,
    endpoint: str | None,
    cache_dir: Path | None,
    offline: bool | None,
    watch: Watch | None,
) -> WeightsFile:
    if cached := cache.find(network, cache_dir):
        return _from_cache(network, cached, "cache")
    _check_online(offline)
    key = (_endpoint(endpoint), network.name)
    _check_refused(key)
    folder = cache.writable_folder(cache_dir)
    with cache.lock(network, folder, LOCK_WAIT_S):
        # While we waited, another thread or process may have fetched it, or been refused.
        if cached := cache.find(network, cache_dir):
            return _from_cache(network, cached, "cache")
        _check_refused(key)
        try:
            return _from_cache(network, _download(network, key[0], folder, watch), "hub")
        except WeightsError as error:
            with _refusals_lock:
                _refusals[key] = str(error)
            raise


def _download(network: Published, endpoint: str, folder: Path, watch: Watch | None) -> cache.Cached:
    # Imported here: httpx takes a tenth of a second, and most runs find the cache.
    from nst.weights import hub

    token = os.environ.get("HF_TOKEN", "").strip()
    got = hub.download(network, endpoint, token=token if token.isascii() else None, watch=watch)
    return cache.store(network, folder, got.tensors, got.hashes, commit=got.commit, etag=got.etag)


def _from_cache(network: Published, cached: cache.Cached, source: Source) -> WeightsFile:
    return WeightsFile(
        path=cached.path,
        name=network.name,
        source=source,
        sha256=cached.sha256,
        label=network.label,
    )


def _endpoint(endpoint: str | None) -> str:
    return (endpoint or os.environ.get("HF_ENDPOINT") or DEFAULT_ENDPOINT).rstrip("/")


def _check_online(offline: bool | None) -> None:
    for variable in ("NST_OFFLINE", "HF_HUB_OFFLINE"):
        if offline is None and os.environ.get(variable, "").lower() in ("1", "true", "yes", "on"):
            raise WeightsError(f"The Hub was not asked, because {variable} is set.")
    if offline:
        raise WeightsError("The Hub was not asked, because this run is offline.")


def _check_refused(key: tuple[str, str]) -> None:
    with _refusals_lock:
        reason = _refusals.get(key)
    if reason is not None:
        raise WeightsError(reason)


def _nowhere(network: Published, error: WeightsError) -> WeightsError:
    return WeightsError(
        f"{network.title} is not on this machine. {error} Name a file with NST_WEIGHTS, try "
        f"`nst weights fetch {network.name}` later, or let the embedded network paint."
    )


def _named_line(path: Path) -> Present:
    try:
        return _line(recognise(path))
    except WeightsError as error:
        return _broken("unknown", "file", path, str(error))


def _cached_line(network: Published, folder: Path) -> Present:
    path = cache.weights_path(network, folder)
    try:
        cached = cache.load(network, folder)
    except Malformed as error:
        return _broken(network.name, "cache", path, f"Damaged: {error}.")
    if cached is None:
        return _broken(network.name, "cache", path, "It has just been removed.")
    return _line(_from_cache(network, cached, "cache"), cached.commit)


def _line(found: WeightsFile, commit: str = "") -> Present:
    return Present(
        name=found.name,
        source=found.source,
        path=found.path,
        file_bytes=found.path.stat().st_size,
        sha256=found.sha256,
        commit=commit,
    )


def _broken(
    name: Literal["vgg19", "vgg16", "embedded", "unknown"],
    source: Source,
    path: Path,
    problem: str,
) -> Present:
    size = path.stat().st_size if path.is_file() else 0
    return Present(name=name, source=source, path=path, file_bytes=size, sha256="", problem=problem)
