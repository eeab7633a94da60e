"""Lays out the rooms: the wall, the painting, the photograph, the easel, the result, the method."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.blocks import Block

from nst.ui import controls, wall
from nst.ui.events import Desk
from nst.ui.photograph import build_target
from nst.ui.pictures import Hung, Pictures
from nst.ui.rooms import ROOMS, course
from nst.ui.visit import Visit

_HERE = Path(__file__).parent


@dataclass
class Parts:
    """Every part of the page that events read or change, by name."""

    visit: gr.State
    named: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """The part of that name; settings go by the names of their fields."""
        return self.named.get(name) or self.settings[name]

    def all(self) -> list[Block]:
        """Every part, as the outputs of an event that may change any of them."""
        return [*self.named.values(), *self.settings.values()]


def html(name: str, value: Any = "", **options: Any) -> gr.HTML:
    """A plain piece of HTML; with `script`, the file of that name makes it listen."""
    script = options.pop("script", None)
    template = options.pop("template", None)
    return gr.HTML(
        value,
        html_template=(_HERE / template).read_text("utf-8") if template else "${value}",
        js_on_load=(_HERE / script).read_text("utf-8") if script else None,
        apply_default_css=False,
        elem_id=name,
        **options,
    )


def build_page(desk: Desk) -> Parts:
    """All rooms, the wall first; call inside a Blocks context."""
    gallery, pictures = desk.gallery, desk.pictures
    parts = Parts(gr.State(Visit()))
    parts.named["accent"] = html("accent")
    name = '<h1 class="name">A gallery that paints you</h1>'
    parts.named["masthead"] = html("masthead", name, script="route.js")
    with gr.Tabs(elem_id="rooms"):
        with gr.Tab("The gallery", id="gallery"):
            _wall_room(parts, gallery, pictures)
            _painting_room(parts, pictures)
            parts.named["shelf"] = html("shelf", script="press.js")
        for room in ROOMS:
            with gr.Tab(room.title, id=room.slug):
                room.build(parts.visit, desk)
        with gr.Tab("How it works", id="method"):
            course.build(parts.visit, desk)
    parts.named["network"] = html("colophon")
    return parts


def _wall_room(parts: Parts, gallery: Hung, pictures: Pictures) -> None:
    with gr.Column(elem_id="wall-room") as room:
        parts.named["lead"] = html("lead", wall.lead_html(pictures), script="press.js")
        parts.named["wall"] = html("wall", wall.wall_html(gallery, pictures), script="press.js")
    parts.named["wall_room"] = room


def _painting_room(parts: Parts, pictures: Pictures) -> None:
    named = parts.named
    with gr.Column(elem_id="room", elem_classes=["room", "room-wall"], visible=False) as room:
        named["back"] = gr.Button("← All paintings", elem_id="back", elem_classes=["quiet"])
        named["title"] = html("title", script="title.js")
        named["picture"] = html("picture", script="spots.js")
        named["easel"] = html("easel", {}, template="easel.html", script="easel.js")
        named["notice"] = html("notice", script="notice.js")
        with gr.Column(elem_id="watch-panel", visible=False) as named["watch_panel"]:
            named["keep"] = gr.Button("Keep this", elem_id="keep")
        _result_panel(parts)
        with gr.Column(elem_id="panel") as named["panel"]:
            named["drop"] = build_target(pictures)
            with gr.Column(elem_id="paint-row"):
                named["paint"] = gr.Button("Paint my photograph", elem_id="paint")
                named["paint_on"] = gr.Button("Continue from this picture", elem_id="paint-on")
            with gr.Column(elem_id="painter"):
                parts.settings |= controls.build_controls("painter")
            curious = gr.Accordion("For the curious", open=False, elem_id="curious")
            with curious, gr.Column(elem_id="curious-grid"):
                parts.settings |= controls.build_controls("curious")
                named["recipe_source"] = html("recipe-source", controls.recipe_html("gallery"))
        named["story"] = html("story")
    named["room"] = room


def _result_panel(parts: Parts) -> None:
    named = parts.named
    with gr.Column(elem_id="result-panel", visible=False) as named["result_panel"]:
        with gr.Row(elem_id="result-actions"):
            named["download"] = gr.DownloadButton("Download", elem_id="download")
            named["timelapse"] = gr.Button("Time-lapse", elem_id="timelapse")
            named["closer"] = gr.Button("Closer", elem_id="closer")
            named["record"] = gr.DownloadButton("Run record", elem_id="record")
        with gr.Column(elem_classes=["control"]):
            named["colors_after"] = gr.Slider(
                0,
                1,
                value=1,
                step=0.05,
                label="Colours of this picture",
                buttons=[],
                elem_id="colors-after",
                elem_classes=["painter"],
            )
            controls.name_ends("colors")
        named["timelapse_view"] = html("timelapse-view")
        html("doors", _doors_html(), script="doors.js")
        named["again"] = html("again", script="press.js")


def _doors_html() -> str:
    """Buttons that lead from a finished picture into the rooms that have more to say of it."""
    buttons = "".join(
        f'<button type="button" data-room="{room.slug}" data-title="{escape(room.title)}">'
        f"{escape(room.door)}</button>"
        for room in ROOMS
        if room.door
    )
    return f'<p class="doors">{buttons}</p>' if buttons else ""
