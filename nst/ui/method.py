"""How it works, told with pictures: from the visitor's own run once there is one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from nst.gallery import Artwork
from nst.ui.markup import jpeg_uri
from nst.ui.pictures import WIDTHS_PX, Pictures
from nst.ui.visit import Pastiche

_HERE = Path(__file__).parent


def method_html() -> str:
    """The part that is the same for everybody."""
    return (_HERE / "method.html").read_text("utf-8")


def run_html(pastiche: Pastiche, artwork: Artwork, pictures: Pictures) -> str:
    """The visitor's latest picture: how it came about, and what pulled on it in the end."""
    count = len(pastiche.frames)
    picks = [pastiche.frames[round(at * (count - 1) / 3)] for at in range(4)] if count else []
    frames = "".join(
        f'<img src="{jpeg_uri(frame)}" alt="Stage {at} of 4">' for at, frame in enumerate(picks, 1)
    )
    style = pictures.url(f"styles/{artwork.slug}", WIDTHS_PX[0])
    return (
        '<section class="own-run"><h2>Your last picture, taken apart</h2>'
        f'<div class="stages"><img src="{style}" alt="{escape(artwork.title)}">{frames}</div>'
        f"{parts_html(pastiche.record)}</section>"
    )


def parts_html(record: Mapping[str, Any]) -> str:
    """The weighted parts of the loss at the end, as bars of their share."""
    loss = record.get("loss")
    parts = dict(loss.get("parts", {})) if isinstance(loss, Mapping) else {}
    total = sum(value for value in parts.values() if value > 0)
    if not total:
        return ""
    rows = "".join(
        f'<li><span>{escape(name)}</span><span class="bar" style="--share:{value / total:.4f}">'
        f"</span><span>{value / total:.0%}</span></li>"
        for name, value in parts.items()
    )
    return f'<h3>What still pulled on it at the end</h3><ul class="bars">{rows}</ul>'
