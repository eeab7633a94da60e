"""What this project keeps on a machine's disk between runs, and how to be rid of it.

Everything lies below one folder (see `nst.weights.cache.preferred_folder`). No photograph of a
visitor is ever among it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nst import weights
from nst.places import fetched_folder
from nst.targets_disk import disk_folder

KINDS = ("targets", "paintings", "weights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kind of thing that is kept: where, how many files and bytes, and within which limit.

    `limit_bytes` is None where there is none. `hits` and `misses` count how often style targets
    were found and how often they had to be computed; None for what nobody counts.
    """

    kind: str
    path: Path
    entries: int
    file_bytes: int
    limit_bytes: int | None = None
    hits: int | None = None
    misses: int | None = None


def status() -> list[Kept]:
    """One line for each of KINDS. Opens no connection and changes nothing."""
    folder = disk_folder()
    targets = folder.contents()
    pictures = _sizes(fetched_folder().glob("*.jpg"))
    networks = [each.file_bytes for each in weights.status() if each.source == "cache"]
    return [
        Kept(
            kind="targets",
            path=folder.path,
            entries=targets.entries,
            file_bytes=targets.file_bytes,
            limit_bytes=folder.limit_bytes,
            hits=targets.hits,
            misses=targets.misses,
        ),
        _counted("paintings", fetched_folder(), pictures),
        _counted("weights", fetched_folder().parent, networks),
    ]


def clear(kinds: Iterable[str] = KINDS) -> list[Path]:
    """Remove what is kept of these kinds; returns what was removed.

    A page that is open keeps what it has in memory. Raises OSError where the disk refuses.
    """
    clearing = {
        "targets": disk_folder().clear,
        "paintings": _clear_paintings,
        "weights": weights.clear,
    }
    return [path for kind in kinds for path in clearing[kind]()]


def _clear_paintings() -> list[Path]:
    folder = fetched_folder()
    removed = []
    for pattern in ("*.jpg", ".*.lock", ".*.part"):
        for path in sorted(folder.glob(pattern)):
            path.unlink(missing_ok=True)
            removed.append(path)
    with contextlib.suppress(OSError):  # something else lies there, or it never was
        folder.rmdir()
    return removed


def _counted(kind: str, path: Path, sizes: list[int]) -> Kept:
    return Kept(kind=kind, path=path, entries=len(sizes), file_bytes=sum(sizes))


def _sizes(files: Iterable[Path]) -> list[int]:
    return [file.stat().st_size for file in files if file.is_file()]
