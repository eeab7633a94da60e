"""Where jobs run. `make_backend` picks the place; the page never knows which."""

from __future__ import annotations

from nst.backends.local import LocalBackend


def make_backend(*, warm_up: bool = True) -> LocalBackend:
    """This machine: its GPU if it has one, else its processor.

    Without `warm_up` the caller says when, by the method of that name.
    """
    return LocalBackend(warm_up=warm_up)
