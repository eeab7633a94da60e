"""What a strip says: its title, its layout, and for each panel a caption and speech balloons.

Read from a TOML file (`nst comic --captions strip.toml`) and checked before anything is painted.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nst.errors import InputError
from nst.rooms.comic.layout import LAYOUTS, MOST_PANELS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LONGEST_TEXT = 160
LONGEST_TITLE = 60
MOST_BALLOONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one panel says. `speaker`: (x, y) on the panel as fractions, if it is known."""

    caption: str = ""
    balloons: tuple[str, ...] = ()
    speaker: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        for text in (self.caption, *self.balloons):
            if len(text) > LONGEST_TEXT:
                raise InputError(
                    f"“{text[:30]}…” has {len(text)} letters; a panel has room for "
                    f"{LONGEST_TEXT} in one piece. Shorten it."
                )
        if len(self.balloons) > MOST_BALLOONS:
            raise InputError(
                f"A panel holds up to {MOST_BALLOONS} balloons; this one has "
                f"{len(self.balloons)}. Spread them over two panels."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The words of a whole strip."""

    title: str = ""
    layout: str = "page"
    panels: tuple[Words, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        if self.layout not in LAYOUTS:
            raise InputError(
                f"Unknown layout {self.layout!r}; choose one of: {', '.join(LAYOUTS)}."
            )
        if len(self.title) > LONGEST_TITLE:
            raise InputError(
                f"The title has {len(self.title)} letters; {LONGEST_TITLE} fit. Shorten it."
            )


def balloons_from(text: str) -> tuple[str, ...]:
    """The balloons that someone wrote into one field, a line for each."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def read_script(path: Path) -> Script:
    """Read a script; InputError names the panel and key that are wrong.

    title = "A walk"
    layout = "page"

    [[panel]]
    caption = "That morning …"
    balloons = ["Fetch!", "You fetch."]
    speaker = [0.4, 0.6]
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not TOML: {error}.") from error
    panels = found.pop("panel", [])
    unknown = sorted(set(found) - {"title", "layout"})
    if unknown or not isinstance(panels, list):
        raise InputError(
            f"{path}: {', '.join(unknown) or 'panel'} is not understood; "
            "write title, layout and [[panel]] tables."
        )
    if len(panels) > MOST_PANELS:
        raise InputError(f"{path} has {len(panels)} panels; a strip has up to {MOST_PANELS}.")
    return Script(
        title=_text(found, "title", path.name),
        layout=_text(found, "layout", path.name) or "page",
        panels=tuple(
            _words(panel, f"{path.name}, panel {at}") for at, panel in enumerate(panels, 1)
        ),
    )


def _words(panel: Any, where: str) -> Words:
    if not isinstance(panel, Mapping):
        raise InputError(f"{where} is not a table; begin it with [[panel]].")
    unknown = sorted(set(panel) - {"caption", "balloon", "balloons", "speaker"})
    if unknown:
        raise InputError(
            f"{where}: {', '.join(unknown)} is not understood; "
            "write caption, balloon, balloons or speaker."
        )
    balloons = panel.get("balloons", [])
    if not isinstance(balloons, list) or not all(isinstance(each, str) for each in balloons):
        raise InputError(f'{where}: balloons is a list such as ["Fetch!"].')
    one = _text(panel, "balloon", where)
    return Words(
        caption=_text(panel, "caption", where),
        balloons=tuple(each.strip() for each in [one, *balloons] if each.strip()),
        speaker=_speaker(panel.get("speaker"), where),
    )


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    text = table.get(key, "")
    if not isinstance(text, str):
        raise InputError(f"{where}: {key} is {text!r}; it is a text in quotes.")
    return text.strip()


def _speaker(value: Any, where: str) -> tuple[float, float] | None:
    if value is None:
        return None
    numbers = isinstance(value, list) and len(value) == 2
    if not numbers or not all(isinstance(v, (int, float)) and 0 <= v <= 1 for v in value):
        raise InputError(
            f"{where}: speaker is a place such as [0.4, 0.6], fractions from the top left."
        )
    return float(value[0]), float(value[1])
