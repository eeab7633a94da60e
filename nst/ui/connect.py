"""Connects the parts of the page to the desk: which event asks which question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from nst.ui import controls
from nst.ui.events import Answer, Desk, told
from nst.ui.layout import Parts

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "undocumented"}
RUNS_AT_ONCE = 20
"""Visitors who paint or stand in the queue; each may hold one of Gradio's forty threads."""

_RUN: dict[str, Any] = {
    **_QUIET,
    "trigger_mode": "multiple",
    "concurrency_limit": RUNS_AT_ONCE,
    "concurrency_id": "runs",
}


def connect(demo: gr.Blocks, parts: Parts, desk: Desk) -> None:
    """Connect everything; a handler's answer by name becomes updates by component."""
    visit, everything = parts.visit, parts.all()

    def placed(answer: Answer) -> dict[Any, Any]:
        return {parts[name]: update for name, update in answer.items()}

    def once(act: Callable[..., Answer]) -> Callable[..., dict[Any, Any]]:
        answer = told(act)
        return lambda *values: placed(answer(*values))

    def stream(act: Callable[..., Iterator[Answer]]) -> Callable[..., Iterator[dict[Any, Any]]]:
        def frames(*values: Any) -> Iterator[dict[Any, Any]]:
            yield from map(placed, act(*values))

        return frames

    def choose(event: gr.EventData, seen: Any) -> dict[Any, Any]:
        return once(desk.choose)(seen, str(event._data["slug"]))

    def again(event: gr.EventData, seen: Any, *values: Any) -> Iterator[dict[Any, Any]]:
        yield from stream(desk.paint_with)(seen, str(event._data["slug"]), *values)

    def open_pastiche(event: gr.EventData, seen: Any) -> dict[Any, Any]:
        return once(desk.open_pastiche)(seen, event._data["number"])

    settings = [visit, *(parts.settings[name] for name in controls.NAMES)]
    demo.load(desk.arrive, [visit], [visit, parts["wall"], parts["network"]], **_QUIET)
    parts["wall"].choose(choose, visit, everything, **_QUIET)
    parts["lead"].choose(choose, visit, everything, **_QUIET)
    parts["masthead"].choose(choose, visit, everything, **_QUIET)
    parts["masthead"].leave(once(desk.leave), visit, everything, **_QUIET)
    parts["back"].click(once(desk.leave), visit, everything, **_QUIET)
    parts["drop"].given(once(desk.give_photograph), [visit, parts["drop"]], everything, **_QUIET)
    parts["paint"].click(stream(desk.paint), settings, everything, **_RUN)
    parts["paint_on"].click(stream(desk.paint_on), settings, everything, **_RUN)
    parts["again"].choose(again, settings, everything, **_RUN)
    parts["keep"].click(once(desk.keep), visit, everything, **_QUIET)
    parts["shelf"].open(open_pastiche, visit, everything, **_QUIET)
    parts["timelapse"].click(once(desk.timelapse), visit, everything, **_QUIET)
    parts["closer"].click(None, None, None, js=_CLOSER)
    parts["colors_after"].change(
        once(desk.recolor),
        [visit, parts["colors_after"]],
        everything,
        trigger_mode="always_last",
        **_QUIET,
    )
    parts["recipe"].input(once(desk.follow_recipe), [visit, parts["recipe"]], everything, **_QUIET)


_CLOSER = (
    "() => { [...document.querySelectorAll('#rooms [role=tab]')]"
    ".find((tab) => tab.textContent.trim() === 'Close look')?.click(); window.scrollTo(0, 0); }"
)
