"""Deals one round: four subjects that can be told apart, and a pastiche of each, shuffled."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import numpy as np

from nst.colors import to_oklab
from nst.errors import InputError
from nst.images import resize
from nst.records import Picture
from nst.rooms.quiz.pool import Painted, Pool
from nst.rooms.quiz.subjects import Kind, Subject

KINDS: tuple[Kind, ...] = ("paintings", "details", "strengths")
PLACES = 4
TRIES = 40
"""Quartets looked at for one round; the level says how much alike the chosen one is."""

LEAST_APART = 0.045
"""Two pastiches nearer than this are not put into one round: people mix them up."""

_CELLS, _CELL_PX = 24, 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Round:
    """Four subjects, and four pastiches of one photograph: number i belongs to `answers[i]`."""

    kind: Kind
    photograph: str
    subjects: tuple[Subject, ...]
    pastiches: tuple[Painted, ...]
    answers: tuple[int, ...]

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """The photograph and the subjects, by which a round is known again."""
        return self.photograph, frozenset(each.key for each in self.subjects)


def deal(
    pool: Pool,
    subjects: Sequence[Subject],
    draw: Random,
    *,
    kind: Kind = "paintings",
    level: float = 0.0,
    avoid: Collection[tuple[str, frozenset[str]]] = (),
    not_of: str = "",
) -> Round:
    """One round of `kind` from what the pool holds.

    `level` 0 takes the quartet that is easiest to tell apart among TRIES, 1 the hardest that is
    still fair. Rounds in `avoid`, and the photograph `not_of`, come only when there is no other.
    Raises InputError when the pool does not hold four of that kind.
    """
    if kind not in KINDS:
        raise InputError(f"There are no rounds called {kind!r}; choose one of: {', '.join(KINDS)}.")
    wanted = {each.key: each for each in subjects if each.kind == kind}
    hands = _hands(pool, wanted)
    if not hands:
        raise InputError("Not enough has been painted for such a round. Try again in a minute.")
    photographs = sorted(hands, key=lambda name: (name == not_of, draw.random()))
    chosen: tuple[Painted, ...] | None = None
    for photograph in photographs:
        quartets = [
            each
            for each in _quartets(hands[photograph], draw)
            if (photograph, frozenset(one.subject for one in each)) not in avoid
        ]
        if quartets:
            ranked = sorted(quartets, key=apart, reverse=True)
            fair = [each for each in ranked if apart(each) >= LEAST_APART] or ranked[:1]
            chosen = fair[round(min(max(level, 0.0), 1.0) * (len(fair) - 1))]
            break
    if chosen is None:  # every round has been played: begin again with any of them
        chosen = next(iter(_quartets(hands[photographs[0]], draw)))
    return _round(kind, chosen, wanted, draw)


def _hands(pool: Pool, wanted: Collection[str]) -> dict[str, list[Painted]]:
    """The pastiches of each photograph that has at least four of the wanted subjects."""
    hands: dict[str, list[Painted]] = {}
    for each in sorted(pool.all(), key=lambda painted: painted.name):
        if each.subject in wanted:
            hands.setdefault(each.photograph, []).append(each)
    return {name: hand for name, hand in hands.items() if len(hand) >= PLACES}


def _quartets(hand: Sequence[Painted], draw: Random) -> list[tuple[Painted, ...]]:
    every = list(itertools.combinations(hand, PLACES))
    return draw.sample(every, min(TRIES, len(every)))


def _round(
    kind: Kind, chosen: Sequence[Painted], wanted: dict[str, Subject], draw: Random
) -> Round:
    pastiches = draw.sample(list(chosen), PLACES)
    keys = [each.subject for each in draw.sample(pastiches, PLACES)]
    if kind == "strengths":
        keys.sort()  # from a hint to lost in paint, as one reads
    return Round(
        kind=kind,
        photograph=pastiches[0].photograph,
        subjects=tuple(wanted[key] for key in keys),
        pastiches=tuple(pastiches),
        answers=tuple(keys.index(each.subject) for each in pastiches),
    )


def apart(pastiches: Sequence[Painted]) -> float:
    """How far the two most alike of some pastiches of one photograph are from each other."""
    pairs = itertools.combinations(pastiches, 2)
    return min(distance(_look(one.webp), _look(other.webp)) for one, other in pairs)


@lru_cache(maxsize=512)
def _look(webp: bytes) -> Picture:
    from nst.images import open_image

    return look(open_image(webp))


def look(picture: Picture) -> Picture:
    """What the eye keeps of a picture at a glance: colour and roughness of 24 × 24 cells.

    Returns float (24, 24, 6): mean and standard deviation of OKLab in each cell.
    """
    edge = _CELLS * _CELL_PX
    lab = to_oklab(resize(picture, edge, edge) / 255.0)
    cells = lab.reshape(_CELLS, _CELL_PX, _CELLS, _CELL_PX, 3)
    return np.concatenate([cells.mean((1, 3)), cells.std((1, 3))], axis=-1)


def distance(one: Picture, other: Picture) -> float:
    """Mean distance of two looks cell by cell; 0 for the same picture."""
    return float(np.sqrt(((one - other) ** 2).sum(-1)).mean())
