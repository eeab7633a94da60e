"""The pool of pastiches that rounds are dealt from: ready-made ones on disk, later ones in memory.

It holds nothing of any visitor: only the gallery's own example photographs are painted for it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nst.errors import InputError
from nst.images import encode_webp, open_image
from nst.records import Picture, Result

QUALITY = 60
RECORDS = "records.json"
UNKEPT = ("curve", "notes", "versions")
"""Parts of a run record that a ready-made picture does without: they are its bulk."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Painted:
    """One pastiche of the pool: `webp` is the file's content, `record` says how it was painted."""

    photograph: str
    subject: str
    webp: bytes
    record: Mapping[str, Any]

    @property
    def name(self) -> str:
        """``cat--starry-night``."""
        return f"{self.photograph}--{self.subject}"

    def picture(self) -> Picture:
        """The pastiche as uint8 (H, W, 3)."""
        return open_image(self.webp)


def painted(photograph: str, subject: str, result: Result) -> Painted:
    """What the pool keeps of a finished run."""
    record = {key: value for key, value in result.record.items() if key not in UNKEPT}
    webp = encode_webp(result.picture, QUALITY)
    return Painted(photograph=photograph, subject=subject, webp=webp, record=record)


class Pool:
    """Pastiches by photograph and subject. Safe to read while another thread adds to it."""

    def __init__(self, pictures: Iterable[Painted] = ()) -> None:
        self._lock = threading.Lock()
        self._held = {(each.photograph, each.subject): each for each in pictures}

    @classmethod
    def load(cls, folder: Path) -> Pool:
        """Read the ready-made pastiches of a folder; an empty pool when there is none.

        One whose picture was lost is left out, so that the game goes on with the others.
        Raises InputError when its records cannot be read.
        """
        path = folder / RECORDS
        try:
            records = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        except ValueError as error:
            raise InputError(f"{path} is not JSON: {error}. Make the rounds anew.") from error
        pictures = []
        for name, record in records.items():
            photograph, _, subject = name.partition("--")
            file = folder / f"{name}.webp"
            if not file.is_file():
                continue
            webp = file.read_bytes()
            pictures.append(
                Painted(photograph=photograph, subject=subject, webp=webp, record=record)
            )
        return cls(pictures)

    def write(self, folder: Path) -> int:
        """Write every pastiche and the records; returns the bytes of all files together."""
        folder.mkdir(parents=True, exist_ok=True)
        records = {each.name: dict(each.record) for each in sorted(self.all(), key=_name)}
        for each in self.all():
            (folder / f"{each.name}.webp").write_bytes(each.webp)
        lines = (
            f"{json.dumps(name)}: {json.dumps(record, ensure_ascii=False)}"
            for name, record in records.items()
        )
        (folder / RECORDS).write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
        return sum(path.stat().st_size for path in folder.iterdir())

    def add(self, picture: Painted) -> None:
        """Put a pastiche in; an older one of the same photograph and subject leaves."""
        with self._lock:
            self._held[picture.photograph, picture.subject] = picture

    def get(self, photograph: str, subject: str) -> Painted | None:
        """The pastiche of that photograph and subject, if it has been painted."""
        with self._lock:
            return self._held.get((photograph, subject))

    def all(self) -> list[Painted]:
        """Every pastiche in the pool."""
        with self._lock:
            return list(self._held.values())

    def __len__(self) -> int:
        return len(self._held)


def _name(picture: Painted) -> str:
    return picture.name
