"""The gallery: artworks read from folders, each with its picture, story, spots and settings.

Dropping a folder with any picture and an `artwork.toml` of two lines into `styles/` adds an
artwork. Nothing here fetches anything or knows how artworks are shown.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from nst.errors import GalleryError, NSTError
from nst.settings import Settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
Kind = Literal["study", "homage", "painting", "picture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A numbered place on the picture: (x, y) as fractions from the top left, and a note."""

    x: float
    y: float
    title: str
    note: str

    def __post_init__(self) -> None:
        if not (0 <= self.x <= 1 and 0 <= self.y <= 1):
            raise GalleryError(f"spot {self.title!r} at ({self.x}, {self.y}) is off the picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact was read: a title, and an address if there is one."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """One artwork: its card, its story, and the picture of it that is shown and painted from.

    `picture_kind`: "study" or "homage" (both our own), "painting" (a reproduction of the original)
    or "picture" (whatever someone dropped into a folder). `size_cm` is (height, width) or empty.
    `giveaway`: by what a pastiche after it can be told (the brain teaser asks).
    """

    slug: str
    title: str
    artist: str
    picture: Path
    picture_kind: Kind
    order: int = 1000
    original_title: str = ""
    artist_dates: str = ""
    year: str = ""
    technique: str = ""
    size_cm: tuple[float, ...] = ()
    location: str = ""
    commons_file: str = ""
    homage: bool = False
    alt: str = ""
    palette: tuple[str, ...] = ()
    accent: str = "#4a4a44"
    network_note: str = ""
    giveaway: str = ""
    story: str = ""
    rights: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    spots: tuple[Spot, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def credit(self) -> str:
        """Whose picture it is: the artist's, or our own after them."""
        return f"after {self.artist}" if self.homage else self.artist

    @property
    def picture_label(self) -> str:
        """One line that says what the picture on the wall really is."""
        return {
            "study": f"Study after {self.artist}, painted by this project's own code",
            "homage": f"Homage to {self.artist}, painted by this project's own code",
            "painting": f"Reproduction of the painting by {self.artist}",
            "picture": f"{self.title}, {self.artist}",
        }[self.picture_kind]

    def tune(self, settings: Settings) -> Settings:
        """`settings` with this artwork's own recommendations laid over them."""
        return settings.changed(**self.settings)

    def label(self) -> dict[str, str]:
        """What the run record says of the style image."""
        return {"slug": self.slug, "title": self.title, "picture": self.picture_kind}


_COMPUTED = {"slug", "picture", "picture_kind", "story"}
_KEYS = {each.name for each in fields(Artwork)} - _COMPUTED
_KINDS: dict[str, type] = {"order": int, "homage": bool, "rights": dict, "settings": dict}
_KINDS |= dict.fromkeys(("palette", "size_cm", "spots", "sources"), list)
_KINDS |= dict.fromkeys(_KEYS - set(_KINDS), str)
_KIND_WORDS = {int: "a whole number", bool: "true or false", dict: "a table", list: "a list"}


@dataclass(frozen=True, slots=True)
class Gallery:
    """The artworks in their order on the wall, and a sentence for each folder that is broken."""

    artworks: tuple[Artwork, ...]
    problems: tuple[str, ...] = ()

    @classmethod
    def load(cls, folder: Path, fetched: Path | None = None) -> Gallery:
        """Read every folder in `folder`; `fetched` holds reproductions as `<slug>.jpg`.

        A folder that cannot be read is left out and named in `problems`; the rest still shows.
        Raises GalleryError when no artwork at all could be read.
        """
        artworks, problems = [], []
        found = (
            sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
        )
        for each in found:
            if each.name.startswith((".", "_")):
                continue
            try:
                artworks.append(load_artwork(each, fetched))
            except NSTError as error:
                problems.append(f"styles/{each.name}: {error}")
        if not artworks:
            raise GalleryError(f"No artwork was found in {folder}. " + " ".join(problems))
        artworks.sort(key=lambda artwork: (artwork.order, artwork.title))
        return cls(tuple(artworks), tuple(problems))

    def __getitem__(self, slug: str) -> Artwork:
        """The artwork of that slug; GalleryError lists the slugs that exist."""
        for artwork in self.artworks:
            if artwork.slug == slug:
                return artwork
        slugs = ", ".join(artwork.slug for artwork in self.artworks)
        raise GalleryError(f"No artwork is called {slug!r}; choose one of: {slugs}.")

    def neighbours(self, slug: str, count: int = 3) -> tuple[Artwork, ...]:
        """The `count` artworks that hang after this one, going round at the end of the wall."""
        at = self.artworks.index(self[slug])
        after = self.artworks[at + 1 :] + self.artworks[:at]
        return after[:count]


def load_artwork(folder: Path, fetched: Path | None = None) -> Artwork:
    """Read one artwork's folder. Raises GalleryError with the key that is wrong."""
    values = _read_card(folder / "artwork.toml")
    unknown = sorted(set(values) - _KEYS)
    if unknown:
        raise GalleryError(f"artwork.toml has an unknown key: {', '.join(unknown)}.")
    if isinstance(values.get("year"), int):  # the natural way to write it
        values["year"] = str(values["year"])
    for key, value in values.items():
        if not isinstance(value, _KINDS[key]):
            needed = _KIND_WORDS.get(_KINDS[key], "text in quotes")
            raise GalleryError(f"artwork.toml: {key} is {value!r}; it needs to be {needed}.")
    for key in ("title", "artist"):
        if not values.get(key, "").strip():
            raise GalleryError(f"artwork.toml has no {key}.")
    for key, kind in (("spots", Spot), ("sources", Source)):
        try:
            values[key] = tuple(kind(**item) for item in values.get(key, ()))
        except TypeError as error:
            raise GalleryError(f"artwork.toml: one of the {key} is wrong: {error}.") from error
    for key in ("palette", "size_cm"):
        values[key] = tuple(values.get(key, ()))
    picture, kind_of_picture = _find_picture(folder, fetched, bool(values.get("homage")))
    artwork = Artwork(
        slug=folder.name,
        picture=picture,
        picture_kind=kind_of_picture,
        story=_read_story(folder / "story.md"),
        **values,
    )
    artwork.tune(Settings())  # its own settings pass the same checks as everybody's
    return artwork


def _read_card(path: Path) -> dict[str, Any]:
    try:
        card: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise GalleryError("artwork.toml is missing.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GalleryError(f"artwork.toml cannot be read: {error}.") from error
    return card


def _read_story(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip() if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise GalleryError(f"story.md cannot be read as UTF-8: {error}.") from error


def _find_picture(folder: Path, fetched: Path | None, homage: bool) -> tuple[Path, Kind]:
    """The painting someone put there, else the fetched one, else the study, else any picture."""
    pictures = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES)
    named = {path.stem: path for path in pictures}
    if "painting" in named:
        return named["painting"], "painting"
    if fetched is not None and not homage and (fetched / f"{folder.name}.jpg").is_file():
        return fetched / f"{folder.name}.jpg", "painting"
    if "study" in named:
        return named["study"], "homage" if homage else "study"
    if pictures:
        return pictures[0], "picture"
    raise GalleryError("there is no picture; add painting.jpg or study.webp.")
