"""What this machine can spare: free memory, inside a container too, and cores that are shared."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

_CGROUP = Path("/sys/fs/cgroup")


def share_cores() -> None:
    """Let the threads of a convolution sleep while they wait for each other. Call before torch.

    By default they spin, which starves whoever else wants a core, the page included: beside one
    other busy program a picture of 160 px took 16 s instead of 8 s (two cores). A value already in
    the environment wins.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def available_memory_bytes() -> int:
    """Bytes that may be taken without swapping, the container's own limit respected."""
    available = int(psutil.virtual_memory().available)
    try:
        limit = int((_CGROUP / "memory.max").read_text())
        used = int((_CGROUP / "memory.current").read_text())
    except (OSError, ValueError):  # no container, no limit ("max"), or another system
        return available
    return max(0, min(available, limit - used))
