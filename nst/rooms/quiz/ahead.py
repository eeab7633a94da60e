"""Paints what the pool lacks while somebody plays and nobody waits for the machine."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nst.errors import NSTError
from nst.exhibition import Exhibition
from nst.gallery import Gallery
from nst.images import open_image
from nst.records import Job, Progress
from nst.rooms.quiz.pool import Pool, painted
from nst.rooms.quiz.subjects import Subject, job_for, subjects

PLAYED_S = 180.0
"""So long after the last sign of a player nothing is painted any more."""

QUIET_S = 2.0
"""Pause after the machine was found busy, before it is asked again."""

_log = logging.getLogger(__name__)


class Idle(Protocol):
    """A backend that can paint when nobody waits."""

    def paint_when_idle(self, job: Job) -> Progress | None:
        """The last Progress of the run, or None when somebody else needs the machine."""
        ...


@dataclass(frozen=True, slots=True)
class Wish:
    """A pastiche that the pool lacks."""

    photograph: str
    subject: Subject


class Ahead:
    """One background thread for all players; it ends by itself when they have gone."""

    def __init__(
        self,
        pool: Pool,
        gallery: Gallery | Exhibition,
        photographs: Callable[[], dict[str, Path]],
        backend: Idle,
        *,
        played_s: float = PLAYED_S,
        quiet_s: float = QUIET_S,
    ) -> None:
        self._pool, self._gallery, self._backend = pool, gallery, backend
        self._photographs = photographs
        self._played_s, self._quiet_s = played_s, quiet_s
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._until_s = 0.0
        self._failed: set[tuple[str, str]] = set()

    def wake(self) -> None:
        """Somebody plays: paint on for a while, in the background."""
        with self._lock:
            self._until_s = time.monotonic() + self._played_s
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="ahead", daemon=True)
                self._thread.start()

    def wishes(self) -> Iterable[Wish]:
        """What the pool lacks: first pairs never painted, then those whose picture was exchanged.

        A reproduction may have taken a study's place since.
        """
        photographs = sorted(self._photographs())
        exchanged = []
        for subject in subjects(self._gallery):
            for photograph in photographs:
                held = self._pool.get(photograph, subject.key)
                if (photograph, subject.key) in self._failed:
                    continue
                if held is None:
                    yield Wish(photograph, subject)
                elif held.record.get("artwork", {}).get("picture") != subject.picture_kind:
                    exchanged.append(Wish(photograph, subject))
        yield from exchanged

    def _work(self) -> None:
        while True:
            with self._lock:
                wish = next(iter(self.wishes()), None)
                if wish is None or time.monotonic() >= self._until_s:
                    self._thread = None
                    return
            if not self._paint(wish):
                time.sleep(self._quiet_s)

    def _paint(self, wish: Wish) -> bool:
        """Paint one; False when the machine was needed elsewhere."""
        pair = wish.photograph, wish.subject.key
        try:
            content = open_image(self._photographs()[wish.photograph])
            job = job_for(content, wish.subject, self._gallery[wish.subject.slug])
            last = self._backend.paint_when_idle(job)
        except (NSTError, KeyError) as error:
            _log.info("No round with %s and %s: %s", *pair, error)
            self._failed.add(pair)
            return True
        except Exception:
            _log.exception("Painting ahead ended with an error that nobody expected.")
            self._failed.add(pair)
            return True
        if last is None or last.result is None:
            return False
        self._pool.add(painted(*pair, last.result))
        return True
