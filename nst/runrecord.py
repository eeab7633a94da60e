"""The run record: everything needed to understand a pastiche and to paint it again.

Keys: format, app, versions, settings, network (name, label, sha256), artwork (slug, title,
picture), content, style and, where one was given, start (sha256, size_px as [height, width]),
size_px, scales (size_px, style_px, steps, seconds), faces (those painted with more care: left, top,
right, bottom, as fractions), seconds, loss (first, last, parts), curve (loss at up to 200 steps),
notes. It holds no picture, no file name and no time of day.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from typing import Any

import nst
from nst.errors import SettingsError
from nst.images import fingerprint
from nst.records import Picture
from nst.settings import Settings

FORMAT = 2
CURVE_POINTS = 200

YOUNGER: Mapping[str, Any] = {
    "redraw": 0.0, "own_light": 0.0, "palette_weight": 0.0, "face_weight": 1.0,
    "by_detail": False, "momentum": 0.9, "memory": 0.99,
}  # fmt: skip
"""Settings that the first records do not have, with what they ran with."""

FIRST_WEAKENING = 1.0 / 2.5
"""In records of format 1 a strength of 0 took one power of ten off the style weight, not 2.5."""


def write_record(
    *,
    settings: Settings,
    network: Mapping[str, str],
    artwork: Mapping[str, str],
    content: Picture,
    style: Picture,
    start: Picture | None = None,
    scales: Sequence[Mapping[str, Any]],
    faces: Sequence[Sequence[float]],
    losses: Sequence[float],
    parts: Mapping[str, float],
    notes: Sequence[str],
    versions: Mapping[str, str],
) -> dict[str, Any]:
    """Gather a run record as plain values for JSON."""
    pictures = {"content": content, "style": style}
    pictures |= {} if start is None else {"start": start}
    every = max(1, -(-len(losses) // CURVE_POINTS))
    return {
        "format": FORMAT,
        "app": f"nst {nst.__version__}",
        "versions": {"python": platform.python_version(), **versions},
        "settings": settings.as_dict(),
        "network": dict(network),
        "artwork": dict(artwork),
        **{
            name: {"sha256": fingerprint(picture), "size_px": list(picture.shape[:2])}
            for name, picture in pictures.items()
        },
        "size_px": list(scales[-1]["size_px"]) if scales else [],
        "scales": [dict(scale) for scale in scales],
        "faces": [[round(edge, 4) for edge in face] for face in faces],
        "seconds": round(sum(scale["seconds"] for scale in scales), 3),
        "loss": {
            "first": losses[0] if losses else None,
            "last": losses[-1] if losses else None,
            "parts": dict(parts),
        },
        "curve": list(losses[::every]),
        "notes": list(notes),
    }


def settings_from(record: Mapping[str, Any]) -> Settings:
    """The settings of a record, checked anew. Raises SettingsError for what does not fit.

    What the record is too old to name is as it was then.
    """
    settings = record.get("settings")
    if not isinstance(settings, Mapping):
        raise SettingsError("This run record has no settings.")
    found = Settings().changed(**{**YOUNGER, **settings})
    if record.get("format") == 1 and found.strength < 0.5:
        return found.changed(strength=0.5 + FIRST_WEAKENING * (found.strength - 0.5))
    return found
