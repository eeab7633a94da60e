"""Makes the pastiche that a visitor keeps, whether the run came to its end or was stopped.

Shows nothing and stores nothing: the Visit does.
"""

from __future__ import annotations

from typing import Any

import nst
from nst.colors import blend_colors
from nst.images import fingerprint, resize
from nst.records import Job, Picture, Progress
from nst.results import job_hash
from nst.runrecord import FORMAT
from nst.ui.visit import Pastiche
from nst.ui.watching import Watch


def finished(job: Job, watch: Watch, last: Progress, *, number: int, network: str) -> Pastiche:
    """The pastiche of a run whose last picture is `last`; `network` is the sentence naming it."""
    done = last.result
    picture = done.picture if done else last.picture
    height, width = picture.shape[:2]
    return Pastiche(
        number=number,
        slug=job.artwork["slug"],
        content=resize(job.content, height, width),
        painted=done.painted if done else last.picture,
        picture=picture,
        colors=job.settings.colors if done else 1.0,
        record=done.record if done else kept_record(job, last, network),
        frames=watch.kept(picture),
        note=last.note or "",
        job=job_hash(job, done.record["network"]["label"]) if done else "",
    )


def recolor(pastiche: Pastiche, colors: float) -> None:
    """Move its colours towards the photograph's, from what was painted, and note it down."""
    pastiche.colors = colors
    pastiche.picture = blend_colors(pastiche.painted, pastiche.content, colors)
    settings = {**pastiche.record.get("settings", {}), "colors": colors}
    pastiche.record = {**pastiche.record, "settings": settings}


def kept_record(job: Job, last: Progress, network: str) -> dict[str, Any]:
    """The record of a run that was stopped: the keys of `nst.runrecord` as far as they are known.

    What is missing only the engine knows: versions, scales, the curve and the checksum of the
    weights. `stopped` says how far the run came.
    """
    chosen = job.settings
    named = {} if chosen.network == "auto" else {"name": chosen.network}
    return {
        "format": FORMAT,
        "app": f"nst {nst.__version__}",
        "settings": chosen.as_dict(),
        "network": {**named, "label": network},
        "artwork": dict(job.artwork),
        "content": _named(job.content),
        "style": _named(job.style),
        "size_px": list(last.picture.shape[:2]),
        "seconds": round(last.spent_s, 3),
        "loss": {"last": last.loss, "parts": dict(last.parts)},
        "stopped": {"step": last.step, "steps": last.steps, "loss": last.loss},
    }


def _named(picture: Picture) -> dict[str, Any]:
    return {"sha256": fingerprint(picture), "size_px": list(picture.shape[:2])}
