"""The comic strip: several photographs, one painting, panels with captions and balloons.

>>> from nst.rooms.comic import bind, look_at, paint_strip, plan_strip, Script, Words
>>> plan = plan_strip([look_at(photo) for photo in photos], Script(panels=(Words(),)), 384)
>>> for turn in paint_strip(plan, style, settings, run): ...
"""

from __future__ import annotations

from nst.rooms.comic.binding import KINDS, bind, draw_overlay, encode_strip
from nst.rooms.comic.frames import choose_frames, count_frames
from nst.rooms.comic.layout import LAYOUTS, MOST_PANELS, Page, Rect, lay_out
from nst.rooms.comic.plan import Panel, Plan, Shot, look_at, plan_strip
from nst.rooms.comic.script import Script, Words, balloons_from, read_script
from nst.rooms.comic.strip import (
    Painted,
    Turn,
    paint_strip,
    panel_job,
    shared_palette,
    write_strip_record,
)

__all__ = [
    "KINDS",
    "LAYOUTS",
    "MOST_PANELS",
    "Page",
    "Painted",
    "Panel",
    "Plan",
    "Rect",
    "Script",
    "Shot",
    "Turn",
    "Words",
    "balloons_from",
    "bind",
    "choose_frames",
    "count_frames",
    "draw_overlay",
    "encode_strip",
    "lay_out",
    "look_at",
    "paint_strip",
    "panel_job",
    "plan_strip",
    "read_script",
    "shared_palette",
    "write_strip_record",
]
