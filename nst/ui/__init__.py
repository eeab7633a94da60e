"""The page: lays out the rooms and connects them to the desk that answers.

Knows the backend by its protocol only; opening this package loads neither torch nor an engine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from nst.records import Backend
from nst.rooms.hostwall import HostWall
from nst.ui import controls
from nst.ui.api import add_endpoint
from nst.ui.connect import connect
from nst.ui.events import Desk
from nst.ui.layout import build_page
from nst.ui.pictures import Hung, Pictures
from nst.ui.theme import launch_options as _launch_options

VISITORS_AT_ONCE = 20
__all__ = ["build_demo", "launch_options"]


def launch_options(gallery: Hung, examples: Path, wall: HostWall | None = None) -> dict[str, Any]:
    """Keyword arguments for `Blocks.launch`: look, limits and the gallery's pictures."""
    return _launch_options(Pictures(gallery, examples, wall))


def build_demo(
    gallery: Hung, backend: Backend, examples: Path, wall: HostWall | None = None
) -> gr.Blocks:
    """The whole page over a gallery, a backend and a folder of example photographs.

    `wall` holds results that the host has chosen; they are the first that a visitor sees.
    """
    pictures = Pictures(gallery, examples, wall)
    desk = Desk(gallery, backend, pictures, controls.tuned_names(gallery))
    demo: gr.Blocks
    with gr.Blocks(
        title="A gallery that paints you", analytics_enabled=False, delete_cache=(600, 3600)
    ) as demo:
        add_endpoint(desk)  # first: Gradio numbers the names of endpoints, and this one is /paint
        parts = build_page(desk)
        connect(demo, parts, desk)
    demo.queue(max_size=64, default_concurrency_limit=VISITORS_AT_ONCE)
    return demo
