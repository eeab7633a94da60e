"""Every error this package raises on purpose.

    NSTError
    ├── InputError      a picture cannot be used: unreadable, too large, too small, unsupported
    ├── SettingsError   a setting is unknown or outside its range
    ├── GalleryError    an artwork's folder is broken, or no artwork has that name
    ├── WeightsError    a network's weights are missing, unreachable or corrupt
    └── RunError        a run cannot start or cannot go on: memory, divergence

The message is one or two sentences for a person: what happened, the number, what to do next.
Errors take positional arguments only, so that they survive pickling between processes.
"""

from __future__ import annotations


class NSTError(Exception):
    """Base of all errors whose message may be shown to a visitor as it stands."""


class InputError(NSTError):
    """A picture cannot be used as content image or style image."""


class SettingsError(NSTError):
    """A setting is unknown, has the wrong type or lies outside its range."""


class GalleryError(NSTError):
    """An artwork's folder is broken, or the gallery has no artwork of that name."""


class WeightsError(NSTError):
    """The weights of a network are missing, unreachable or not what they should be."""


class RunError(NSTError):
    """A run does not fit this machine, or it diverged."""
