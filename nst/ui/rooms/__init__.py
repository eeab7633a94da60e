"""The rooms beside the main one, each in a module of its own; its style sheet lies beside it.

A room is built inside its tab and connects its own events; the main journey knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr

from nst.ui.events import Desk
from nst.ui.rooms import quiz

Build = Callable[[gr.State, Desk], None]


@dataclass(frozen=True, slots=True)
class Room:
    """A tab of the page. `build` gets the visit and the desk, inside the tab."""

    slug: str
    title: str
    build: Build


ROOMS: tuple[Room, ...] = (Room(quiz.SLUG, "Brain teaser", quiz.build),)
