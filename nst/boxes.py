"""Boxes on a picture, as fractions of its sides, so that one box names a place at every size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nst.records import Picture


class Box(NamedTuple):
    """A rectangle on a picture: left, top, right and bottom as fractions from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Share of the picture's width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Share of the picture's height."""
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        """(x, y) of the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        """Share of the picture's area; 0 when turned inside out."""
        return max(0.0, self.width) * max(0.0, self.height)

    def rows(self, height: int) -> slice:
        """Its rows in a picture of this height; what reaches out of that is left out."""
        return slice(max(0, int(self.top * height)), max(0, round(self.bottom * height)))

    def columns(self, width: int) -> slice:
        """Its columns in a picture of this width; what reaches out of that is left out."""
        return slice(max(0, int(self.left * width)), max(0, round(self.right * width)))

    def overlap(self, other: Box) -> float:
        """The area that both cover."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        ).area

    def inside(self, frame: Box) -> Box:
        """This box, given on the whole picture, as fractions of `frame`; it may reach out of it."""
        return Box(
            (self.left - frame.left) / frame.width,
            (self.top - frame.top) / frame.height,
            (self.right - frame.left) / frame.width,
            (self.bottom - frame.top) / frame.height,
        )

    def grown(self, share: float) -> Box:
        """Larger on every side by that share of its own size."""
        x, y = self.width * share, self.height * share
        return Box(self.left - x, self.top - y, self.right + x, self.bottom + y)


WHOLE = Box(0.0, 0.0, 1.0, 1.0)


def cut(picture: Picture, box: Box) -> Picture:
    """The part of a picture, uint8 (H, W, 3), that lies in the box; at least one pixel."""
    height, width = picture.shape[:2]
    top, left = round(max(0.0, box.top) * height), round(max(0.0, box.left) * width)
    bottom = max(top + 1, round(min(1.0, box.bottom) * height))
    right = max(left + 1, round(min(1.0, box.right) * width))
    return picture[min(top, height - 1) : bottom, min(left, width - 1) : right]
