"""Neural style transfer after Gatys, Ecker and Bethge: a gallery of paintings that paint you.

Opening this package loads neither torch nor gradio; the names below are fetched when asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nst.errors import NSTError
    from nst.gallery import Artwork, Gallery
    from nst.images import open_image
    from nst.recipes import RECIPES
    from nst.records import Job, Progress, Result
    from nst.session import stylize
    from nst.settings import Settings

__version__ = "0.1.0"

_HOME = {
    "stylize": "nst.session",
    "Settings": "nst.settings",
    "Job": "nst.records",
    "Progress": "nst.records",
    "Result": "nst.records",
    "RECIPES": "nst.recipes",
    "Artwork": "nst.gallery",
    "Gallery": "nst.gallery",
    "open_image": "nst.images",
    "NSTError": "nst.errors",
}

__all__ = [
    "RECIPES",
    "Artwork",
    "Gallery",
    "Job",
    "NSTError",
    "Progress",
    "Result",
    "Settings",
    "open_image",
    "stylize",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'nst' has no attribute {name!r}")
