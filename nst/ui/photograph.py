"""The photograph: one large target for a file, a drop, a paste or the camera, and four examples."""

from __future__ import annotations

from html import escape
from math import ceil
from pathlib import Path
from typing import Any

import gradio as gr

from nst.faces import find_faces
from nst.images import resize, size_at
from nst.records import Picture
from nst.settings import Settings
from nst.ui.controls import PAGE_STEP_PX
from nst.ui.markup import data_uri
from nst.ui.pictures import WIDTHS_PX, Pictures

SHOWN_EDGE_PX = 900
SMALL_EDGE_PX = 256
SMALL_FACE_PX = 64
"""A face of fewer px loses its eyes to the brush."""

_HERE = Path(__file__).parent


def build_target(pictures: Pictures) -> gr.HTML:
    """The drop target; its value is what was given: {"path"}, {"example"} or {"refused"}."""
    template = (_HERE / "photograph.html").read_text("utf-8")
    examples = "".join(_example(name, pictures) for name in pictures.examples())
    return gr.HTML(
        value={},
        html_template=template.replace("<!-- examples -->", examples),
        js_on_load=(_HERE / "photograph.js").read_text("utf-8"),
        apply_default_css=False,
        elem_id="photograph",
    )


def _example(name: str, pictures: Pictures) -> str:
    title = Path(name).name.replace("-", " ")
    return (
        f'<button type="button" class="example" data-example="{escape(name)}">'
        f'<img src="{pictures.url(name, WIDTHS_PX[0])}" alt="Example photograph: {escape(title)}">'
        "</button>"
    )


def photograph_values(content: Picture) -> dict[str, Any]:
    """The accepted photograph as the target shows it, with a remark only if it serves."""
    height, width = content.shape[:2]
    shown = content
    if max(height, width) > SHOWN_EDGE_PX:
        shown = resize(content, *size_at(content, SHOWN_EDGE_PX))
    return {
        "photo": data_uri(shown),
        "ratio": round(width / height, 4),
        "remark": _remark(content),
    }


def _remark(content: Picture) -> str:
    """What would make a better picture of this photograph, if anything."""
    height, width = content.shape[:2]
    if max(height, width) < SMALL_EDGE_PX:
        return f"This photograph is only {width} × {height} px; a larger one keeps more detail."
    edge_px = Settings().long_edge_px
    faces = find_faces(content)
    face_px = faces[0].width * edge_px * width / max(height, width) if faces else SMALL_FACE_PX
    if face_px >= SMALL_FACE_PX:
        return ""
    enough_px = edge_px * SMALL_FACE_PX / face_px
    # 832 at most: no smaller face is found
    wanted_px = ceil(enough_px / PAGE_STEP_PX) * PAGE_STEP_PX
    return (
        f"The largest face is {face_px:.0f} px wide at a size of {edge_px} px; "
        f"at {wanted_px} px more of it is kept."
    )
