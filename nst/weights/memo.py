"""Remembers what was found out about a file, for as long as it stays the file it was.

Against the house rule a piece of state: hashing and checking VGG-19 takes a tenth of a second, and
every run and every visitor asks which network paints.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Found = TypeVar("Found")

_known: dict[tuple[str, str], tuple[tuple[int, int, int], Any]] = {}
_lock = threading.Lock()


def once_per_file(question: str, path: Path, answer: Callable[[], Found]) -> Found:
    """`answer()`, or what it said before if the file's time, size and inode are the same.

    What it raises is not remembered.
    """
    key = (question, str(path))
    stamp = _stamp(path)
    with _lock:
        known = _known.get(key)
    if known is not None and known[0] == stamp:
        found: Found = known[1]
        return found
    fresh = answer()
    # a file that was changed while it was read has another stamp by now
    if stamp is not None and _stamp(path) == stamp:
        with _lock:
            _known[key] = (stamp, fresh)
    return fresh


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino
