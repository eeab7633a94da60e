"""Draws lettering with smooth edges: caption boxes, balloons with their tails, title and credit.

Everything is drawn on a transparent sheet, at any scale, and laid over the painted panels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

from nst.boxes import Box
from nst.rooms.comic.layout import Page, Rect
from nst.rooms.comic.placing import ROUNDNESS, Placed
from nst.rooms.comic.typeset import LEADING, Block, face_for, font, measure

INK = (24, 23, 20, 255)
BALLOON = (255, 255, 253, 255)
CAPTION = (250, 240, 204, 255)
PAPER = (252, 250, 244)
SOFT = (104, 100, 90, 255)
SMOOTH = 3
"""Shapes are drawn so many times larger and reduced: Pillow's own edges are stairs."""

LINE = 0.0042
"""Width of an outline, as a share of a usual panel's width."""

Point = tuple[float, float]


def line_px(page: Page, scale: float) -> float:
    """Width of the lines around panels and balloons, in px of a sheet at that scale."""
    return max(1.5, page.unit_px * LINE * scale)


def draw_letters(
    sheet: Image.Image, page: Page, placed: Sequence[Sequence[Placed]], scale: float
) -> None:
    """Captions and balloons of all panels onto an RGBA sheet of the page at `scale`."""
    width = line_px(page, scale)
    for rect, pieces in zip(page.panels, placed, strict=True):
        for piece in pieces:
            box = _on_sheet(piece.box, rect, scale)
            if piece.kind == "caption":
                _shape(sheet, [_corners(box)], CAPTION, width)
            else:
                tail = _tail(box, piece, rect, scale)
                _shape(sheet, [_superellipse(box), *([tail] if tail else [])], BALLOON, width)
            _text(sheet, piece.block, box, scale, centered=piece.kind == "balloon")


def draw_frames(sheet: Image.Image, page: Page, scale: float) -> None:
    """The lines around the panels."""
    width = line_px(page, scale)
    for rect in page.panels:
        box = _on_sheet(Box(0, 0, 1, 1), rect, scale)
        corners = _corners(box)
        _stroke(sheet, [*corners, corners[0], corners[1]], width)


def draw_title(sheet: Image.Image, page: Page, title: str, scale: float) -> None:
    """The title over the panels, as large as it fits."""
    if not title:
        return
    face = face_for(title)
    left, right = page.panels[0].left, page.width - page.panels[0].left
    room_px = page.panels[0].top
    size_px = min(
        room_px * 0.52, room_px * 0.52 * (right - left) / measure(title, face, room_px * 0.52)
    )
    place = (left * scale, room_px * scale * 0.56)
    ImageDraw.Draw(sheet).text(
        place, title, font=font(face, max(6, round(size_px * scale))), fill=INK, anchor="lm"
    )


def draw_credit(sheet: Image.Image, page: Page, credit: str, scale: float) -> None:
    """One small line under the panels."""
    if not credit:
        return
    face = face_for(credit, italic=True)
    bottom = max(rect.top + rect.height for rect in page.panels)
    right = max(rect.left + rect.width for rect in page.panels)
    size_px = page.unit_px * 0.027
    size_px *= min(1.0, (right - page.panels[0].left) / measure(credit, face, size_px))
    place = (right * scale, (bottom + (page.height - bottom) / 2) * scale)
    ImageDraw.Draw(sheet).text(
        place, credit, font=font(face, max(6, round(size_px * scale))), fill=SOFT, anchor="rm"
    )


def _on_sheet(box: Box, rect: Rect, scale: float) -> Box:
    return Box(
        (rect.left + box.left * rect.width) * scale,
        (rect.top + box.top * rect.height) * scale,
        (rect.left + box.right * rect.width) * scale,
        (rect.top + box.bottom * rect.height) * scale,
    )


def _corners(box: Box) -> list[Point]:
    return [
        (box.left, box.top),
        (box.right, box.top),
        (box.right, box.bottom),
        (box.left, box.bottom),
    ]


def _superellipse(box: Box, points: int = 96) -> list[Point]:
    (x, y), half_width, half_height = box.center, box.width / 2, box.height / 2
    outline: list[Point] = []
    for at in range(points):
        angle = 2 * math.pi * at / points
        across, down = math.cos(angle), math.sin(angle)
        outline.append(
            (
                x + half_width * math.copysign(abs(across) ** (2 / ROUNDNESS), across),
                y + half_height * math.copysign(abs(down) ** (2 / ROUNDNESS), down),
            )
        )
    return outline


def _tail(box: Box, piece: Placed, rect: Rect, scale: float) -> list[Point] | None:
    """A bent wedge from the balloon towards the one who speaks, ending well before them."""
    if piece.tail is None:
        return None
    aim_x = (rect.left + piece.tail[0] * rect.width) * scale
    aim_y = (rect.top + piece.tail[1] * rect.height) * scale
    x, y = box.center
    size = piece.block.size_px * scale
    # leave the balloon nearer to the speaker than its middle
    root_x = min(max(aim_x, x - 0.42 * box.width), x + 0.42 * box.width)
    root_x = x + (root_x - x) * 0.7
    root = (root_x, y + math.copysign(box.height * 0.25, aim_y - y))
    away = math.hypot(aim_x - root[0], aim_y - root[1])
    edge = _leaves(box, root, (aim_x, aim_y))
    reach = min(edge + 2.1 * size, edge + 0.85 * max(0.0, away - edge))
    if reach - edge < 0.55 * size:
        return None
    along = ((aim_x - root[0]) / away, (aim_y - root[1]) / away)
    side = (-along[1] * 0.42 * size, along[0] * 0.42 * size)
    tip = (root[0] + along[0] * reach, root[1] + along[1] * reach)
    bend = (
        root[0] + along[0] * reach * 0.6 + side[0] * 0.7,
        root[1] + along[1] * reach * 0.6 + side[1] * 0.7,
    )
    one, other = (root[0] + side[0], root[1] + side[1]), (root[0] - side[0], root[1] - side[1])
    back = (bend[0] - side[0] * 0.9, bend[1] - side[1] * 0.9)
    return [*_curve(one, bend, tip), *reversed(_curve(other, back, tip))]


def _leaves(box: Box, start: Point, aim: Point) -> float:
    """How far from `start` the way to `aim` leaves the balloon."""
    (x, y), steps = box.center, 60
    length = math.hypot(aim[0] - start[0], aim[1] - start[1])
    for at in range(1, steps + 1):
        across = (start[0] + (aim[0] - start[0]) * at / steps - x) / (box.width / 2)
        down = (start[1] + (aim[1] - start[1]) * at / steps - y) / (box.height / 2)
        if abs(across) ** ROUNDNESS + abs(down) ** ROUNDNESS > 1:
            return length * at / steps
    return length


def _curve(start: Point, bend: Point, end: Point, points: int = 12) -> list[Point]:
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t**2 * end[1],
        )
        for t in (at / points for at in range(points + 1))
    ]


def _shape(
    sheet: Image.Image, outlines: Sequence[Sequence[Point]], fill: tuple[int, ...], width: float
) -> None:
    """The union of closed outlines, filled, with a line around it."""
    points = [point for outline in outlines for point in outline]
    left, top, piece = _piece(points, width)
    draw = ImageDraw.Draw(piece)
    shifted = [
        [((x - left) * SMOOTH, (y - top) * SMOOTH) for x, y in outline] for outline in outlines
    ]
    for outline in shifted:
        closed = [*outline, outline[0], outline[1]]
        draw.line(closed, fill=INK, width=round(2 * width * SMOOTH), joint="curve")
    for outline in shifted:
        draw.polygon(outline, fill=fill)
    _lay(sheet, piece, left, top)


def _stroke(sheet: Image.Image, points: Sequence[Point], width: float) -> None:
    """An open line; long straight ones need no smoothing."""
    ImageDraw.Draw(sheet).line(list(points), fill=INK, width=round(width), joint="curve")


def _piece(points: Sequence[Point], width: float) -> tuple[int, int, Image.Image]:
    """Left and top on the sheet of a transparent piece, SMOOTH times as large, for an outline."""
    left = math.floor(min(x for x, _ in points) - 2 * width)
    top = math.floor(min(y for _, y in points) - 2 * width)
    right = math.ceil(max(x for x, _ in points) + 2 * width)
    bottom = math.ceil(max(y for _, y in points) + 2 * width)
    size = ((right - left) * SMOOTH, (bottom - top) * SMOOTH)
    return left, top, Image.new("RGBA", size, (*INK[:3], 0))


def _lay(sheet: Image.Image, piece: Image.Image, left: int, top: int) -> None:
    small = piece.reduce(SMOOTH)
    crop = (max(0, -left), max(0, -top), small.width, small.height)
    sheet.alpha_composite(small.crop(crop), (max(0, left), max(0, top)))


def _text(sheet: Image.Image, block: Block, box: Box, scale: float, *, centered: bool) -> None:
    size = block.size_px * scale
    face = font(block.face, max(4, round(size)))
    draw = ImageDraw.Draw(sheet)
    x, y = box.center
    for at, line in enumerate(block.lines):
        middle = y + (at - (len(block.lines) - 1) / 2) * LEADING * size
        if centered:
            draw.text((x, middle), line, font=face, fill=INK, anchor="mm")
        else:
            draw.text((x - block.width * scale / 2, middle), line, font=face, fill=INK, anchor="lm")
