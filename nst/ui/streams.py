"""Tells a run in three events: its opening, its frames, its end.

At every yield Gradio builds each output of the event anew, changed or not. With all parts of the
page as outputs a frame took 30 ms of the interpreter that the painter needs as well; so while
frames come, the easel is the only output.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import Any

import gradio as gr

from nst.ui.visit import Visit

Answer = dict[str, Any]
Telling = Generator[Answer, None, None]
EASEL = "easel"
NOTHING: Answer = {EASEL: gr.skip()}


def begin(visit: Visit, answers: Telling) -> Answer:
    """Everything a run says up to the easel's first values; the rest waits in the visit."""
    opening: Answer = {}
    for answer in answers:
        opening = merged(opening, answer)
        if EASEL in answer:
            visit.telling = answers
            break
    return opening or NOTHING


def frames(visit: Visit) -> Telling:
    """What the run has for the easel alone; what else it says waits in the visit.

    Closing this closes the run.
    """
    answers, visit.telling = visit.telling, None
    if answers is None:
        yield NOTHING
        return
    ending: Answer = {}
    with closing(answers):
        for answer in answers:
            if answer.keys() == {EASEL}:
                yield answer
            else:
                ending = merged(ending, answer)
    # a run that fell silent says nothing at its end, and takes no other's away
    visit.ending = ending or visit.ending
    # Gradio sends the last answer once more at the end, which may come when something else is shown
    yield NOTHING


def finish(visit: Visit) -> Answer:
    """What the run said at its end, once."""
    ending, visit.ending = visit.ending, {}
    return ending or NOTHING


def merged(first: Answer, then: Answer) -> Answer:
    """Two answers as one: what both change is as `then` has it, down to single properties."""
    both = dict(first)
    for name, value in then.items():
        both[name] = {**both.get(name, {}), **value} if _changes(both.get(name), value) else value
    return both


def _changes(*values: Any) -> bool:
    return all(isinstance(value, dict) and "__type__" in value for value in values)
