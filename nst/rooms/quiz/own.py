"""A round of the player's own photograph: the subjects of a dealt round, painted anew.

What comes of it stays with the player; the shared pool never sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nst.exhibition import Exhibition
from nst.gallery import Gallery
from nst.records import Job, Picture, Result
from nst.rooms.quiz.deal import Round
from nst.rooms.quiz.pool import painted
from nst.rooms.quiz.subjects import job_for


def own_round(found: Round, photograph: str, results: Sequence[Result]) -> Round:
    """`found` with its pastiches replaced, in their order."""
    pastiches = tuple(
        painted(photograph, each.subject, result)
        for each, result in zip(found.pastiches, results, strict=True)
    )
    return replace(found, photograph=photograph, pastiches=pastiches)


def own_jobs(found: Round, content: Picture, gallery: Gallery | Exhibition) -> list[Job]:
    """The jobs that paint `content` for each pastiche of `found`, in their order."""
    subjects = [found.subjects[at] for at in found.answers]
    return [job_for(content, subject, gallery[subject.slug]) for subject in subjects]
