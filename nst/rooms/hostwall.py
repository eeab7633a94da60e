"""The host's wall: chosen results in a folder, hung where every visitor sees them first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nst.errors import InputError
from nst.images import read_record, read_size

MOST = 12
"""So many are hung at most, the first by name: the paintings come right below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One chosen result: a PNG with its run record inside. `slug` is the painting it is after."""

    name: str
    path: Path
    slug: str
    title: str


class HostWall:
    """What hangs on the host's wall, and a sentence for each file that could not be hung."""

    def __init__(self, folder: Path | str | None = None) -> None:
        """Read the folder; without one nothing hangs. Raises InputError when it does not exist."""
        self.chosen: tuple[Chosen, ...] = ()
        self.problems: tuple[str, ...] = ()
        if folder is None or not str(folder):
            return
        place = Path(folder)
        if not place.is_dir():
            raise InputError(f"The wall {place} is no folder. Name one with finished pictures.")
        chosen, problems = [], []
        for path in sorted(place.glob("*.png")):
            try:
                chosen.append(_read(path))
            except InputError as error:
                problems.append(f"Not on the wall: {error}")
        if len(chosen) > MOST:
            problems.append(f"The wall holds {MOST} pictures; {len(chosen) - MOST} were left out.")
        self.chosen, self.problems = tuple(chosen[:MOST]), tuple(problems)

    def __getitem__(self, name: str) -> Chosen | None:
        """The chosen result of that name, or None."""
        return next((each for each in self.chosen if each.name == name), None)


def _read(path: Path) -> Chosen:
    record = read_record(path)
    read_size(path)
    artwork = record.get("artwork", {})
    slug = str(artwork.get("slug", ""))
    title = str(artwork.get("title") or "a picture")
    return Chosen(name=path.stem, path=path, slug=slug, title=title)
