"""Connects the parts of the page to the desk: which event asks which question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import gradio as gr

from nst.ui import controls, streams
from nst.ui.events import Desk, told
from nst.ui.layout import Parts
from nst.ui.streams import Answer, Telling

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

    def begun(act: Callable[..., Telling]) -> Callable[..., dict[Any, Any]]:
        return lambda seen, *values: placed(streams.begin(seen, act(seen, *values)))

    def frames(seen: Any) -> Iterator[dict[Any, Any]]:
        with closing(streams.frames(seen)) as answers:
            yield from map(placed, answers)

    def finish(seen: Any) -> dict[Any, Any]:
        return placed(streams.finish(seen))

    def run(listen: Callable[..., Any], begin: Callable[..., dict[Any, Any]]) -> None:
        """Opening, frames and end of a run, one after the other; who finds no place is told so."""
        always: dict[str, Any] = {"trigger_mode": "multiple", **_QUIET}
        opened = listen(begin, settings, everything, **always)
        shown = opened.then(frames, visit, parts["easel"], **_RUN)
        shown.then(finish, visit, everything, queue=False, **always)
        shown.failure(once(desk.lose), visit, everything, queue=False, **always)

    def choose(event: gr.EventData, seen: Any) -> dict[Any, Any]:
        return once(desk.choose)(seen, str(event._data["slug"]))

    def again(event: gr.EventData, seen: Any, *values: Any) -> dict[Any, Any]:
        return begun(desk.paint_with)(seen, str(event._data["slug"]), *values)

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
    run(parts["paint"].click, begun(desk.paint))
    run(parts["paint_on"].click, begun(desk.paint_on))
    run(parts["again"].choose, again)
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


_CLOSER = "() => { window.openRoom('Close look'); window.scrollTo(0, 0); }"
