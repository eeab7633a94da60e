"""Names for jobs, so that the same job of the same visit need not be painted twice.

Keeps nothing itself: a visit keeps its own finished pictures (`nst.ui.visit`), in memory only, and
they go with it.
"""

from __future__ import annotations

import hashlib
import json

from nst.images import fingerprint
from nst.records import Job


def job_hash(job: Job, network: str) -> str:
    """SHA-256 of everything a pastiche depends on, as hexadecimal text.

    `network` is the sentence that names the network (see `Backend.network_label`). Colours do not
    count: they are mixed afterwards, from the same paint.
    """
    settings = job.settings.as_dict()
    del settings["colors"]
    parts = {
        "content": fingerprint(job.content),
        "style": fingerprint(job.style),
        "start": None if job.start is None else fingerprint(job.start),
        "settings": settings,
        "network": network,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
