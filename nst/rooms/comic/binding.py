"""Binds painted panels and lettering into a page, and the page into PNG, PDF or animated WebP.

Panels are enlarged to the page's scale; letters are drawn at it, so that they print sharp.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from nst.errors import InputError
from nst.images import encode_png, resize
from nst.records import Picture
from nst.rooms.comic.drawing import PAPER, draw_credit, draw_frames, draw_letters, draw_title
from nst.rooms.comic.plan import Plan

PRINT_SCALE = 2.0
"""Letters are drawn at twice the size at which panels are painted."""

PAGE_WIDTH_MM = 180
FILM_EDGE_PX = 1080
TURN_MS, LAST_MS = 1100, 5000
KINDS = (".png", ".pdf", ".webp")


def draw_overlay(plan: Plan, credit: str = "", scale: float = PRINT_SCALE) -> Image.Image:
    """Everything but the panels on a transparent sheet: frames, letters, title and credit."""
    size = (round(plan.page.width * scale), round(plan.page.height * scale))
    sheet = Image.new("RGBA", size, (0, 0, 0, 0))
    draw_frames(sheet, plan.page, scale)
    draw_letters(sheet, plan.page, [panel.placed for panel in plan.panels], scale)
    draw_title(sheet, plan.page, plan.title, scale)
    draw_credit(sheet, plan.page, credit, scale)
    return sheet


def bind(
    plan: Plan,
    pictures: Sequence[Picture | None],
    *,
    credit: str = "",
    scale: float = PRINT_SCALE,
    overlay: Image.Image | None = None,
) -> Picture:
    """The whole page, uint8 (H, W, 3). A panel without a picture shows its photograph, pale."""
    if overlay is None:
        overlay = draw_overlay(plan, credit, scale)
    page = Image.new("RGB", overlay.size, PAPER)
    for panel, picture in zip(plan.panels, pictures, strict=True):
        rect = panel.rect
        left, top = round(rect.left * scale), round(rect.top * scale)
        width = round((rect.left + rect.width) * scale) - left
        height = round((rect.top + rect.height) * scale) - top
        shown = pale(panel.content) if picture is None else picture
        page.paste(Image.fromarray(resize(np.ascontiguousarray(shown), height, width)), (left, top))
    page.paste(overlay, mask=overlay.getchannel("A"))
    return np.asarray(page)


def pale(picture: Picture) -> Picture:
    """A picture that waits to be painted: grey, and light as an underdrawing."""
    grey = picture @ np.array([0.299, 0.587, 0.114])
    light = 176 + grey[..., None] * (72 / 255) * np.ones(3)
    return np.asarray(light.round().astype(np.uint8))


def encode_strip(
    kind: str,
    plan: Plan,
    pictures: Sequence[Picture | None],
    record: Mapping[str, Any],
    credit: str = "",
) -> bytes:
    """The strip as a file: ".png" with its record inside, ".pdf" for print, ".webp" that moves.

    The PDF is 180 mm wide. The WebP shows panel after panel being filled in.
    """
    check_kind(kind)
    if kind == ".webp":
        return _film(plan, pictures, credit)
    page = bind(plan, pictures, credit=credit)
    if kind == ".png":
        return encode_png(page, record)
    buffer = io.BytesIO()
    dots_per_inch = page.shape[1] / (PAGE_WIDTH_MM / 25.4)
    Image.fromarray(page).save(
        buffer, "PDF", resolution=dots_per_inch, quality=94, subsampling=0, title=plan.title
    )
    return buffer.getvalue()


def check_kind(kind: str) -> None:
    """Raise InputError when no strip is written as a file with that ending."""
    if kind not in KINDS:
        named = f"A {kind} file" if kind else "A file without an ending"
        raise InputError(f"{named} is not written; name a .png, .pdf or .webp file.")


def _film(plan: Plan, pictures: Sequence[Picture | None], credit: str) -> bytes:
    scale = min(PRINT_SCALE, FILM_EDGE_PX / max(plan.page.width, plan.page.height))
    overlay = draw_overlay(plan, credit, scale)
    stages = [
        [picture if at < shown else None for at, picture in enumerate(pictures)]
        for shown in range(len(pictures) + 1)
    ]
    frames = [Image.fromarray(bind(plan, stage, scale=scale, overlay=overlay)) for stage in stages]
    buffer = io.BytesIO()
    frames[0].save(
        buffer,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=[TURN_MS] * (len(frames) - 1) + [LAST_MS],
        loop=0,
        quality=86,
        method=3,
    )
    return buffer.getvalue()
