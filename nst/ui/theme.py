"""Colours, type and what `launch` needs to know. The paper and ink here are those of style.css."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np

from nst.colors import from_oklab, to_oklab
from nst.ui.pictures import Pictures

DAY, NIGHT = "#f6f3ec", "#1f2422"
NEUTRAL = "#4a4a44"
AA_CONTRAST = 4.5
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_HERE = Path(__file__).parent


def luminance(color: str) -> float:
    """Relative luminance of ``#rrggbb`` after WCAG 2, 0 to 1."""
    channels = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours after WCAG 2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def accents(color: str) -> tuple[str, str]:
    """The accent for day and for night: the same hue, as near to `color` as AA contrast allows."""
    if not _COLOR.fullmatch(color):
        color = NEUTRAL
    return _readable(color, DAY, -0.01), _readable(color, NIGHT, 0.01)


def _readable(color: str, paper: str, step: float) -> str:
    lab = to_oklab(np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255)
    shown = color
    while contrast(shown, paper) < AA_CONTRAST + 0.3 and 0 <= lab[0] <= 1:
        lab[0] += step
        shown = "#" + "".join(f"{round(v * 255):02x}" for v in from_oklab(lab))
    return shown


def launch_options(pictures: Pictures) -> dict[str, Any]:
    """Keyword arguments for `Blocks.launch`: look, limits and the route to the gallery's pictures.

    The style sheet travels in the head because Gradio rewrites what is given as `css` and loses
    nested rules on the way. With it goes the one function that several scripts share.
    """
    sheets = [_HERE / "style.css", *sorted((_HERE / "rooms").glob("*.css"))]
    style = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    script = (_HERE / "tabs.js").read_text("utf-8")
    return {
        "theme": _theme(),
        "head": f"<style>{style}</style><script>{script}</script>",
        "ssr_mode": False,
        "run_history": False,
        "enable_monitoring": False,
        "max_file_size": "20mb",
        "show_error": True,
        "footer_links": [],
        "app_kwargs": {"routes": pictures.routes()},
    }


def _theme() -> gr.themes.Base:
    # The fonts are ours (see style.css): the Lora that comes with Gradio 6.31 holds one letter.
    theme = gr.themes.Base(font=["Gallery Sans", "sans-serif"], font_mono=["monospace"])
    return theme.set(
        body_background_fill=DAY,
        body_background_fill_dark=NIGHT,
        body_text_color="#24231f",
        body_text_color_dark="#ece8df",
    )
