"""A round of the player's own photograph: the subjects of a dealt round, painted anew.

What comes of it stays with the player; the shared pool never sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nst.records import Result
from nst.rooms.quiz.deal import Round
from nst.rooms.quiz.pool import painted


def own_round(found: Round, photograph: str, results: Sequence[Result]) -> Round:
    """`found` with its pastiches replaced; `results[i]` was painted from subject i."""
    kept = {
        subject.key: painted(photograph, subject.key, result)
        for subject, result in zip(found.subjects, results, strict=True)
    }
    pastiches = tuple(kept[each.subject] for each in found.pastiches)
    return replace(found, photograph=photograph, pastiches=pastiches)
