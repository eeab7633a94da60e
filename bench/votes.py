"""Paired choices: which pairs there are, how choices are stored, and what they prove. Pure.

A file of choices holds one JSON object a line: name, chosen ("a", "b" or "skip"), left ("a" or
"b": which of the two hung on the left), a and b (the folders).
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from nst.errors import InputError
from nst.gallery import PICTURE_SUFFIXES


@dataclass(frozen=True, slots=True)
class Duel:
    """Two pictures of one name from two folders; `a_left` says how they hang."""

    name: str
    a: Path
    b: Path
    a_left: bool


def match_pictures(a: Path, b: Path, seed: int | None = None) -> tuple[Duel, ...]:
    """The pictures that both folders have by the same name, in random order, sides at random.

    Suffixes may differ. Raises InputError when the folders share no name.
    """
    here, there = _pictures(a), _pictures(b)
    names = sorted(here.keys() & there.keys())
    if not names:
        raise InputError(
            f"{a} ({len(here)} pictures) and {b} ({len(there)}) share no name; "
            "give two folders that the same command filled."
        )
    draw = random.Random(seed)
    draw.shuffle(names)
    return tuple(Duel(name, here[name], there[name], draw.random() < 0.5) for name in names)


def _pictures(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder. Give the one that holds the pictures.")
    found = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in PICTURE_SUFFIXES)
    return {path.stem: path for path in found}


def as_choice(duel: Duel, side: str) -> dict[str, Any]:
    """The line to store for a choice of "left", "right" or "skip".

    Raises InputError for any other word.
    """
    if side not in ("left", "right", "skip"):
        raise InputError(f"{side!r} is no choice; it is left, right or skip.")
    chosen = side if side == "skip" else ("a" if (side == "left") == duel.a_left else "b")
    return {
        "name": duel.name,
        "chosen": chosen,
        "left": "a" if duel.a_left else "b",
        "a": str(duel.a.parent),
        "b": str(duel.b.parent),
    }


@dataclass(frozen=True, slots=True)
class Tally:
    """What choices add up to; `p_value` is that of a fair coin, `left` the share chosen left."""

    a: int
    b: int
    skipped: int
    p_value: float
    left: float


def tally(choices: Sequence[dict[str, Any]]) -> Tally:
    """Count choices. A skip counts for nobody."""
    chosen = [each for each in choices if each["chosen"] != "skip"]
    a = sum(each["chosen"] == "a" for each in chosen)
    left = sum(each["chosen"] == each["left"] for each in chosen)
    return Tally(
        a=a,
        b=len(chosen) - a,
        skipped=len(choices) - len(chosen),
        p_value=coin_p_value(a, len(chosen)),
        left=left / len(chosen) if chosen else float("nan"),
    )


def by_folders(choices: Sequence[dict[str, Any]]) -> dict[tuple[str, str], Tally]:
    """The tally of each comparison in a file: choices between other folders prove other things."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in choices:
        groups.setdefault((str(each.get("a")), str(each.get("b"))), []).append(each)
    return {folders: tally(group) for folders, group in groups.items()}


def coin_p_value(wins: int, tosses: int) -> float:
    """Two-sided exact binomial test of a fair coin: how often chance is at least as uneven."""
    extreme = max(wins, tosses - wins)
    tail = sum(math.comb(tosses, count) for count in range(extreme, tosses + 1))
    return min(1.0, float(Fraction(2 * tail, 2**tosses)))


def read_choices(file: Path) -> list[dict[str, Any]]:
    """The choices of a file. Raises InputError, naming the line, for what is no choice."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}.") from error
    choices = []
    for number, line in enumerate(lines, start=1):
        try:
            choice = json.loads(line)
            if choice["chosen"] not in ("a", "b", "skip") or choice["left"] not in ("a", "b"):
                raise ValueError
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{file}, line {number} is no choice: {line[:60]!r}.") from error
        choices.append(choice)
    return choices
