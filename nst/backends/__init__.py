"""Where jobs run. `make_backend` picks the place; the page never knows which."""

from __future__ import annotations

from nst.records import Backend


def make_backend() -> Backend:
    """This machine: its GPU if it has one, else its processor."""
    from nst.backends.local import LocalBackend

    return LocalBackend()
