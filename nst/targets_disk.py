"""A folder of small files under a limit of bytes: the one used longest ago goes first.

Knows bytes and names only. Several processes may share the folder: a file is written under a
temporary name and moved into place, so whoever finds it finds it whole. A disk that refuses is no
error: what cannot be kept is computed again.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nst.errors import SettingsError
from nst.places import targets_folder

SUFFIX = ".safetensors"
PART = ".part"
PART_AGE_S = 3600.0
"""A temporary file this old belongs to a process that was killed."""

COUNTS = ("hits", "misses")

MEMORY_MB = 128
DISK_MB = 256
"""Megabytes, unless NST_TARGETS_MEMORY_MB or NST_TARGETS_DISK_MB say otherwise. One painting at
three scales takes 0.8 MB with the embedded network and 13 MB with VGG-19."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a folder holds: entries and their bytes, and how often something was found there."""

    entries: int
    file_bytes: int
    hits: int
    misses: int


@dataclass(frozen=True, slots=True)
class TargetsFolder:
    """Entries by name in `path`, together no larger than `limit_bytes`; 0 keeps nothing."""

    path: Path
    limit_bytes: int

    def read(self, name: str) -> bytes | None:
        """The entry, which becomes the newest, or None."""
        if not self.limit_bytes:
            return None
        file = self._file(name)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):  # a folder that may only be read
            os.utime(file)
        return content

    def write(self, name: str, content: bytes) -> bool:
        """Keep an entry and drop the oldest beyond the limit; False if it was not kept."""
        if len(content) > self.limit_bytes:
            return False
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            number, part = tempfile.mkstemp(dir=self.path, prefix=f"{name[:16]}.", suffix=PART)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(content)
                Path(part).replace(self._file(name))
            finally:
                Path(part).unlink(missing_ok=True)
            self._trim()
        except OSError:
            return False
        return True

    def holds(self, name: str) -> bool:
        """True if the entry is there, or if nothing may be kept here anyway."""
        return not self.limit_bytes or self._file(name).is_file()

    def drop(self, name: str) -> None:
        """Forget an entry, which turned out to be damaged."""
        with contextlib.suppress(OSError):
            self._file(name).unlink(missing_ok=True)

    def count(self, what: str) -> None:
        """Add one to one of COUNTS: a file with a byte for each, which processes can share."""
        with contextlib.suppress(OSError), (self.path / what).open("ab") as file:
            file.write(b".")

    def contents(self) -> Contents:
        """What is here now."""
        entries = list(self._entries())
        hits, misses = (self._size(self.path / what) for what in COUNTS)
        total = sum(size for _, size, _ in entries)
        return Contents(entries=len(entries), file_bytes=total, hits=hits, misses=misses)

    def clear(self) -> list[Path]:
        """Remove everything that this module wrote; returns what was removed.

        Raises OSError where the disk refuses.
        """
        removed = []
        for file in sorted(self.path.glob("*")):
            if file.suffix in (SUFFIX, PART) or file.name in COUNTS:
                file.unlink(missing_ok=True)
                removed.append(file)
        with contextlib.suppress(OSError):  # something else lies there, or it never was
            self.path.rmdir()
        return removed

    def _file(self, name: str) -> Path:
        return self.path / f"{name}{SUFFIX}"

    def _entries(self, suffix: str = SUFFIX) -> Iterator[tuple[float, int, Path]]:
        """(time of last use, bytes, path) of each entry."""
        for file in self.path.glob(f"*{suffix}"):
            with contextlib.suppress(OSError):  # another process has just removed it
                told = file.stat()
                yield told.st_mtime, told.st_size, file

    def _trim(self) -> None:
        for used, _, part in list(self._entries(PART)):
            if time.time() - used > PART_AGE_S:
                part.unlink(missing_ok=True)
        entries = sorted(self._entries())
        left = sum(size for _, size, _ in entries)
        for _, size, file in entries:
            if left <= self.limit_bytes:
                return
            file.unlink(missing_ok=True)
            left -= size

    @staticmethod
    def _size(file: Path) -> int:
        try:
            return file.stat().st_size
        except OSError:
            return 0


def disk_folder() -> TargetsFolder:
    """The folder of this machine, sized by the environment. Raises SettingsError."""
    return TargetsFolder(targets_folder(), megabytes("NST_TARGETS_DISK_MB", DISK_MB))


def megabytes(variable: str, default: int) -> int:
    """Bytes from a variable of the environment that holds megabytes. Raises SettingsError."""
    text = os.environ.get(variable, "").strip() or str(default)
    if not text.isdecimal():
        raise SettingsError(f"{variable} is {text!r}; it is a whole number of megabytes.")
    return int(text) * 1_000_000
