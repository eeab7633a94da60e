"""One player's game: the round on the table, the score, and what has been seen already."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from nst.errors import InputError
from nst.rooms.quiz.deal import PLACES, Round, deal
from nst.rooms.quiz.pool import Pool
from nst.rooms.quiz.subjects import Kind, Subject

REMEMBERED = 200
"""Rounds that do not come again before so many others have."""

HARDEST_AFTER = 5
"""So many rounds without a mistake, and the paintings are as much alike as is fair."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of an answer: for each pastiche whether it was right, in the order of the round."""

    marks: tuple[bool, ...]

    @property
    def right(self) -> int:
        """How many were right."""
        return sum(self.marks)


@dataclass
class Play:
    """The game of one player; the same seed deals the same rounds from the same pool."""

    seed: int | None = None
    number: int = 0
    right: int = 0
    of: int = 0
    streak: int = 0
    best: int = 0
    round: Round | None = None
    judged: Judged | None = None
    _seen: deque[tuple[str, frozenset[str]]] = field(
        default_factory=lambda: deque(maxlen=REMEMBERED)
    )

    def __post_init__(self) -> None:
        self.draw = Random(self.seed)

    @property
    def level(self) -> float:
        """How hard the next round is, 0 to 1: it grows with rounds without a mistake."""
        return min(1.0, self.streak / HARDEST_AFTER)

    def deal(self, pool: Pool, subjects: Sequence[Subject], kind: Kind = "paintings") -> Round:
        """Put the next round on the table. Raises InputError when the pool is too small."""
        last = self.round.photograph if self.round else ""
        found = deal(
            pool, subjects, self.draw, kind=kind, level=self.level, avoid=self._seen, not_of=last
        )
        return self.lay(found)

    def lay(self, found: Round) -> Round:
        """Put a given round on the table, such as one of the player's own photograph."""
        self._seen.append(found.key)
        self.round, self.judged = found, None
        self.number += 1
        return found

    def judge(self, given: Sequence[int]) -> Judged:
        """Judge an answer: `given[i]` is the subject that pastiche i was matched with.

        A round is counted once, however often it is answered. Raises InputError when there is no
        round or the answer does not match each pastiche with a subject of its own.
        """
        if self.round is None:
            raise InputError("There is no round on the table. Ask for one first.")
        if sorted(given) != list(range(PLACES)):
            raise InputError("Match each of the four pictures with a painting of its own first.")
        if self.judged is None:
            pairs = zip(given, self.round.answers, strict=True)
            self.judged = Judged(tuple(one == other for one, other in pairs))
            self._count(self.judged)
        return self.judged

    def _count(self, judged: Judged) -> None:
        self.right += judged.right
        self.of += PLACES
        self.streak = self.streak + 1 if judged.right == PLACES else 0
        self.best = max(self.best, self.streak)
