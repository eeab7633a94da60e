"""What one visitor has chosen and painted. It lives in the session and nowhere else."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nst.records import Picture

SHELF_LENGTH = 12


@dataclass(kw_only=True, eq=False)
class Pastiche:
    """One finished picture of this visit, with what is needed to show and to continue it.

    `painted`: before Colours, `content`: the photograph; both uint8 (H, W, 3) of one size.
    `frames`: JPEG files from first to last, for the time-lapse. `job`: the hash of the job that it
    finished (see `nst.results`), empty if the run was stopped.
    """

    number: int
    slug: str
    content: Picture
    painted: Picture
    picture: Picture
    colors: float
    record: Mapping[str, Any]
    frames: list[bytes]
    note: str = ""
    job: str = ""


@dataclass(kw_only=True, eq=False)
class Visit:
    """The visitor's choices, the number of the run that may still speak, and the shelf."""

    slug: str = ""
    content: Picture | None = None
    shelf: list[Pastiche] = field(default_factory=list)
    shown: int = 0
    run: int = 0
    keep: bool = False
    painting: bool = False
    telling: Generator[dict[str, Any], None, None] | None = None
    ending: dict[str, Any] = field(default_factory=dict)
    """What a run has still to say, and what it said at its end (see `nst.ui.streams`)."""

    rooms: dict[str, Any] = field(default_factory=dict)
    """What each further room keeps of this visit, by the room's slug."""

    def begin(self) -> int:
        """Start a run; every earlier one falls silent."""
        self.abandon()
        self.keep, self.painting = False, True
        return self.run

    def abandon(self) -> None:
        """Silence the run that is going on: its painting or photograph has been changed."""
        self.run += 1
        self.painting = False
        self.telling, self.ending = None, {}

    def hang(self, pastiche: Pastiche) -> None:
        """Put a finished picture on the shelf; the oldest leaves when it is full."""
        self.shelf = [*self.shelf, pastiche][-SHELF_LENGTH:]
        self.shown = pastiche.number
        self.painting = False

    def next_number(self) -> int:
        """The number the next picture of this visit gets, from 1."""
        return self.shelf[-1].number + 1 if self.shelf else 1

    def find(self, job: str) -> Pastiche | None:
        """The picture on the shelf that finished this job, by its hash."""
        return next((each for each in self.shelf if each.job == job), None)

    def current(self) -> Pastiche | None:
        """The picture that is being looked at."""
        return next((each for each in self.shelf if each.number == self.shown), None)
