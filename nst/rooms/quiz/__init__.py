"""The brain teaser: four paintings, four pastiches of one photograph, which belongs to which?

`Pool` holds the pastiches that rounds are dealt from, `Play` is one player's game, `Ahead` paints
further pastiches while nobody waits for the machine.

>>> from nst.rooms import quiz
>>> pool, subjects = quiz.Pool.load(ROUNDS), quiz.subjects(gallery)
>>> play = quiz.Play(seed=1)
>>> play.deal(pool, subjects)
>>> play.judge((0, 1, 2, 3)).right
"""

from __future__ import annotations

from nst.rooms.quiz.ahead import Ahead
from nst.rooms.quiz.deal import KINDS, Round, deal
from nst.rooms.quiz.play import Judged, Play
from nst.rooms.quiz.pool import Painted, Pool
from nst.rooms.quiz.subjects import Subject, subjects

__all__ = ["KINDS", "Ahead", "Judged", "Painted", "Play", "Pool", "Round", "Subject", "deal",
           "subjects"]  # fmt: skip
