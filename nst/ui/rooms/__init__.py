"""The rooms beside the main one, each in a module of its own; its style sheet lies beside it.

A room is built inside its tab and connects its own events; the main journey knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr

from nst.ui.events import Desk
from nst.ui.rooms import closeup, comic, dreams, explorer, knobs, quiz

Build = Callable[[gr.State, Desk], None]


@dataclass(frozen=True, slots=True)
class Room:
    """A tab of the page. `build` gets the visit and the desk, inside the tab.

    With a `door` a finished picture offers a button of that name: it opens the tab and presses
    what has the id ``<slug>-door`` there.
    """

    slug: str
    title: str
    build: Build
    door: str = ""


ROOMS: tuple[Room, ...] = (
    Room(closeup.SLUG, "Close look", closeup.build),
    Room(comic.SLUG, "Comic strip", comic.build),
    Room(explorer.SLUG, "Layer explorer", explorer.build, "What did each layer contribute?"),
    Room(knobs.SLUG, "What the knobs do", knobs.build),
    Room(quiz.SLUG, "Brain teaser", quiz.build),
    Room(dreams.SLUG, "When dreams come true", dreams.build),
)
