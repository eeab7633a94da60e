"""`nst.stylize`: the engine with what a program usually wants already given to it.

Finds the network, the clock and the free memory; the engine itself asks for none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import torch

from nst import transfer
from nst.boxes import Box
from nst.errors import RunError
from nst.images import open_image, working_edge_px
from nst.machine import available_memory_bytes, release_pages
from nst.networks import Network, network_for
from nst.records import Picture, Progress
from nst.settings import Settings
from nst.targets import StyleTargets
from nst.targets_store import shared_store


def stylize(
    content: Picture | str | Path,
    style: Picture | str | Path,
    settings: Settings | None = None,
    *,
    network: Network | None = None,
    start: Picture | None = None,
    artwork: Mapping[str, str] | None = None,
    keep_targets: bool = False,
    faces: tuple[Box, ...] | None = None,
) -> Iterator[Progress]:
    """Paint `content` in the style of `style`; the last Progress carries the Result.

    >>> for progress in nst.stylize("selfie.jpg", "painting.jpg"):
    ...     show(progress.picture)
    >>> progress.result.picture

    Pictures are paths or uint8 (H, W, 3). Without settings the `gallery` recipe paints; without a
    network the best one at hand. What the network sees in the style is remembered by this process;
    with `keep_targets` also on disk, which is meant for paintings and never for a visitor's own
    pictures. `faces` says where faces are, if that is known; else they are looked for. Raises
    NSTError.
    """
    settings = settings or Settings()
    network = network or network_for(settings)
    store = shared_store()

    def recall(key: str, compute: Callable[[], StyleTargets]) -> StyleTargets:
        return store.recall(key, compute, network.device, keep=keep_targets)

    try:
        yield from transfer.stylize(
            _picture(content, settings),
            _picture(style, settings),
            settings,
            network,
            clock=time.perf_counter,
            start=start,
            artwork=artwork,
            available_bytes=spare_bytes(network.device),
            recall=recall,
            faces=faces,
        )
    except torch.cuda.OutOfMemoryError as error:  # others may take what was planned for
        raise RunError(
            f"The GPU has no room left for {settings.long_edge_px} px. Choose a smaller size."
        ) from error
    finally:
        release_pages()


def spare_bytes(device: torch.device) -> int:
    """Bytes of memory that a run on this device may plan for."""
    if device.type == "cuda":
        kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return int(torch.cuda.mem_get_info(device)[0] + kept)
    return available_memory_bytes()


def _picture(source: Picture | str | Path, settings: Settings) -> Picture:
    if not isinstance(source, (str, Path)):
        return source
    return open_image(source, edge_px=working_edge_px(settings.long_edge_px))
