"""`nst.stylize`: the engine with what a program usually wants already given to it.

Finds the network, the clock and the free memory; the engine itself asks for none of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from nst import transfer
from nst.images import open_image
from nst.machine import available_memory_bytes
from nst.networks import Network, load_network
from nst.records import Picture, Progress
from nst.settings import Settings


def stylize(
    content: Picture | str | Path,
    style: Picture | str | Path,
    settings: Settings | None = None,
    *,
    network: Network | None = None,
    start: Picture | None = None,
    artwork: Mapping[str, str] | None = None,
) -> Iterator[Progress]:
    """Paint `content` in the style of `style`; the last Progress carries the Result.

    >>> for progress in nst.stylize("selfie.jpg", "painting.jpg"):
    ...     show(progress.picture)
    >>> progress.result.picture

    Pictures are paths or uint8 (H, W, 3). Without settings the `gallery` recipe paints; without a
    network the best one at hand. Raises NSTError.
    """
    settings = settings or Settings()
    network = network or load_network(settings.network, settings.pooling)
    yield from transfer.stylize(
        _picture(content),
        _picture(style),
        settings,
        network,
        clock=time.perf_counter,
        start=start,
        artwork=artwork,
        available_bytes=available_memory_bytes(),
    )


def _picture(source: Picture | str | Path) -> Picture:
    return open_image(source) if isinstance(source, (str, Path)) else source
