"""What the rooms with a board are built from: pieces of HTML, and wires from events to answers.

An answer is a dict of updates by the name of the room's part; what a visitor can mend becomes one
sentence in the part called ``said``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.blocks import Block
from gradio.context import Context
from gradio.processing_utils import save_bytes_to_cache
from gradio.utils import get_upload_folder

from nst.errors import NSTError
from nst.images import encode_png
from nst.records import Picture
from nst.ui.events import notice
from nst.ui.rooms.board import Values

PRESS = (Path(__file__).parent.parent / "press.js").read_text("utf-8")
Placed = dict[Any, Any]


def html(name: str, value: str = "", script: str | None = None) -> gr.HTML:
    """A plain piece of HTML; a `script` makes it listen."""
    return gr.HTML(
        value, html_template="${value}", js_on_load=script, apply_default_css=False, elem_id=name
    )


def tab_here() -> gr.Tab:
    """The tab that is being built."""
    tab = Context.block
    assert isinstance(tab, gr.Tab)
    return tab


def said(sentence: str) -> Values:
    """A refusal where this room's visitor looks."""
    return {"said": notice(sentence)["notice"]}


def told(act: Callable[..., Values]) -> Callable[..., Values]:
    """Answer with one sentence when something can be mended; the room stays as it is."""

    @wraps(act)
    def answer(*values: Any) -> Values:
        try:
            return act(*values)
        except NSTError as error:
            return {"notice": str(error)}

    return answer


def sheet_file(name: str, sheet: Picture, record: Mapping[str, Any]) -> Any:
    """An update that offers a sheet with its record as a download."""
    png = encode_png(sheet, record)
    path = save_bytes_to_cache(png, f"{name}.png", get_upload_folder())
    return gr.update(value=str(path), visible=True)


@dataclass(frozen=True)
class Wires:
    """Turns a desk's acts into handlers whose answers reach the parts of a room."""

    parts: Mapping[str, Block]

    def all(self) -> list[Block]:
        """Every part, as the outputs of an event that may change any of them."""
        return list(self.parts.values())

    def _placed(self, values: Values) -> Placed:
        return {self.parts[name]: value for name, value in values.items()}

    def once(self, act: Callable[..., Values]) -> Callable[..., Placed]:
        """A handler for one answer."""

        def answer(*given: Any) -> Placed:
            try:
                return self._placed(act(*given))
            except NSTError as error:
                return self._placed(said(str(error)))

        return answer

    def stream(self, act: Callable[..., Iterator[Values]]) -> Callable[..., Iterator[Placed]]:
        """A handler for many answers; `act` tells its own errors."""

        def answers(*given: Any) -> Iterator[Placed]:
            yield from map(self._placed, act(*given))

        return answers

    def told(self, act: Callable[[Any, str], Values], key: str) -> Callable[..., Placed]:
        """A handler for a script's event that carries one word under `key`."""

        def answer(event: gr.EventData, seen: Any) -> Placed:
            return self.once(act)(seen, str(event._data[key]))

        return answer
