"""The small weights files that are kept between runs, one per network.

A file is written under a temporary name, synced, read back, checked and only then moved into
place: whoever finds `vgg19.safetensors` finds it whole. Its metadata hold repository, commit, ETag
and the SHA-256 of every tensor, so that damage on disk is seen.

Trust on first use: no hash of the published tensors was known when this was written. The hashes of
the first download are kept beside the file (`vgg19.pins.json`), and a later download must match.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import filelock

from nst.errors import WeightsError
from nst.weights.check import check_file, check_pins, sha256_of
from nst.weights.memo import once_per_file
from nst.weights.networks import Published
from nst.weights.ranged import Bytes, Malformed, pack, read_header


@dataclass(frozen=True, slots=True, kw_only=True)
class Cached:
    """A network in the cache that passed every check; `commit` is "" if the Hub stated none."""

    path: Path
    sha256: str
    commit: str


def preferred_folder() -> Path:
    """NST_CACHE, else `nst` in the platform's cache folder; it need not exist."""
    if named := os.environ.get("NST_CACHE"):
        return Path(named).expanduser()
    if xdg := os.environ.get("XDG_CACHE_HOME"):
        return Path(xdg).expanduser() / "nst"
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "nst"
    try:
        home = Path.home()
    except RuntimeError:  # a container's user without a home
        return _spare_folder()
    return home / ("Library/Caches/nst" if sys.platform == "darwin" else ".cache/nst")


def folders(cache_dir: Path | None = None) -> list[Path]:
    """Where to look: the preferred folder (it may be read-only), then the spare one."""
    return [cache_dir or preferred_folder(), _spare_folder()]


def writable_folder(cache_dir: Path | None = None) -> Path:
    """The first of `folders` that takes a file, made if need be. Raises WeightsError."""
    reason = ""
    for folder in folders(cache_dir):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError as error:
            reason = reason or f"{folder}: {error.strerror or error}"
    raise WeightsError(f"No cache folder can be written ({reason}); set NST_CACHE to one that can.")


def _spare_folder() -> Path:
    """A folder of this user's own below the temporary one."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"nst-{user}"
    # Anyone may write below the temporary folder: what another user put there is not ours.
    with contextlib.suppress(OSError):
        if hasattr(os, "getuid") and folder.lstat().st_uid != user:
            return Path(tempfile.gettempdir()) / f"nst-{user}-{os.getpid()}"
    return folder


def weights_path(network: Published, folder: Path) -> Path:
    """Where the folder keeps the network."""
    return folder / f"{network.name}.safetensors"


def load(network: Published, folder: Path) -> Cached | None:
    """The folder's copy of the network, or None if it has none. Raises Malformed if damaged."""
    path = weights_path(network, folder)
    return once_per_file(repr(network), path, lambda: _checked(network, path))


def find(network: Published, cache_dir: Path | None = None) -> Cached | None:
    """The first sound copy in any of `folders`; damaged ones are passed over."""
    for folder in folders(cache_dir):
        with contextlib.suppress(Malformed):
            if cached := load(network, folder):
                return cached
    return None


def _checked(network: Published, path: Path) -> Cached | None:
    try:
        header = read_header(path)
        hashes = check_file(network, path, header)
        check_pins(hashes, json.loads(header.metadata.get("sha256", "{}")) or {"": "no record"})
        commit = header.metadata.get("commit", "")
        return Cached(path=path, sha256=sha256_of(path), commit=commit)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, AttributeError) as error:
        raise error if isinstance(error, Malformed) else Malformed(str(error)) from error


def store(
    network: Published,
    folder: Path,
    tensors: Mapping[str, Bytes],
    hashes: Mapping[str, str],
    *,
    commit: str,
    etag: str,
) -> Cached:
    """Write the tensors into the folder and return the checked copy.

    The caller holds `lock`. Raises WeightsError if the disk refuses, if the copy does not read
    back as it was written, or if the hashes are not those of the first download.
    """
    path = weights_path(network, folder)
    metadata = {
        "format": "pt",
        "network": network.name,
        "repo": network.repo,
        "commit": commit,
        "etag": etag,
        "sha256": json.dumps(hashes, sort_keys=True),
    }
    try:
        _compare_with_first(network, folder, hashes)
        for left in folder.glob(f"{network.name}.*.part"):  # of a process that was killed
            left.unlink(missing_ok=True)
        with _part(path) as part:
            _write(part, pack(network.shapes(), tensors, metadata))
            _checked(network, part)
            part.replace(path)
        _write_pins(network, folder, hashes, commit)
    except Malformed as error:
        raise WeightsError(f"The Hub's {network.title} was not kept: {error}.") from error
    except OSError as error:
        reason = error.strerror or error
        raise WeightsError(f"{network.title} cannot be kept in {folder} ({reason}).") from error
    cached = load(network, folder)
    if cached is None:
        raise WeightsError(f"{path} was written and is gone; fetch it again.")
    return cached


@contextlib.contextmanager
def _part(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`, gone afterwards whatever happens."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.stem}.", suffix=".part")
    os.close(number)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path, pieces: Iterator[Bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _pins_path(network: Published, folder: Path) -> Path:
    return folder / f"{network.name}.pins.json"


def _compare_with_first(network: Published, folder: Path, hashes: Mapping[str, str]) -> None:
    try:
        pins = json.loads(_pins_path(network, folder).read_text("utf-8"))["tensors"]
        check_pins(hashes, pins)
    except Malformed as error:
        raise Malformed(
            f"it is not what the first download was ({error}); "
            "run `nst weights clear` if you trust the new one"
        ) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return  # no record, or one that nobody can read


def _write_pins(network: Published, folder: Path, hashes: Mapping[str, str], commit: str) -> None:
    path = _pins_path(network, folder)
    record = {"repo": network.repo, "commit": commit, "tensors": dict(hashes)}
    with _part(path) as part:
        _write(part, iter([json.dumps(record, indent=1, sort_keys=True).encode()]))
        part.replace(path)


@contextlib.contextmanager
def lock(network: Published, folder: Path, wait_s: float) -> Iterator[None]:
    """Hold the right to fetch this network into this folder, against threads and processes.

    Raises WeightsError after `wait_s` seconds.
    """
    try:
        with filelock.FileLock(folder / f"{network.name}.lock", timeout=wait_s):
            yield
    except filelock.Timeout as error:
        raise WeightsError(
            f"The Hub's {network.title} is being fetched by another process since {wait_s:g} s."
        ) from error


def clear(cache_dir: Path | None = None) -> list[Path]:
    """Remove every network, record and remnant from the cache; returns what was removed."""
    removed = []
    for folder in folders(cache_dir):
        for pattern in ("*.safetensors", "*.pins.json", "*.part", "*.lock"):
            for path in sorted(folder.glob(pattern)):
                if path.name.split(".")[0] in ("vgg19", "vgg16"):
                    path.unlink(missing_ok=True)
                    removed.append(path)
    return removed
