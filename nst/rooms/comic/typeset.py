"""Sets text in the bundled comic faces: which face has the letters, and where lines break.

Comic Neue (SIL Open Font License 1.1), and Comic Relief (the same licence) for Greek, Cyrillic and
the Latin letters that Comic Neue lacks.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

from nst.errors import InputError

LEADING = 1.16
"""Distance from line to line, as a share of the letters' size."""

FONTS = Path(__file__).parent / "fonts"
_FACES = {
    False: ("comic-neue-700.ttf", "comic-relief-400.ttf"),
    True: ("comic-neue-700-italic.ttf", "comic-relief-400.ttf"),
}
_NO_LETTER = "\U0010ffff"
_FOLDED = {ord(each): " " for each in "\t\n\r\f\v"}


class Block(NamedTuple):
    """Text broken into lines, with its (width, height) in px at letters of `size_px`."""

    lines: tuple[str, ...]
    face: str
    size_px: float
    width: float
    height: float


@lru_cache(maxsize=256)
def font(face: str, size_px: int) -> ImageFont.FreeTypeFont:
    """One bundled face at one size in px."""
    return ImageFont.truetype(str(FONTS / face), size_px, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has(face: str, letter: str) -> bool:
    if letter.isspace():
        return True
    at = font(face, 24)
    return bytes(at.getmask(letter)) != bytes(at.getmask(_NO_LETTER))


def face_for(text: str, *, italic: bool = False) -> str:
    """The first bundled face that has every letter; InputError names those that none has."""
    faces = _FACES[italic]
    for face in faces:
        if all(_has(face, letter) for letter in text):
            return face
    missing = sorted({each for each in text if not any(_has(face, each) for face in faces)})
    shown = " ".join(missing[:8]) or text
    raise InputError(
        f"The comic letters here have no {shown}; they know Latin, Greek and Cyrillic. "
        "Write it another way."
    )


def measure(text: str, face: str, size_px: float) -> float:
    """Width in px, taken at a large size so that it scales exactly."""
    return float(font(face, 64).getlength(text)) * size_px / 64


def set_block(text: str, size_px: float, most_px: float, *, italic: bool = False) -> Block | None:
    """`text` in lines no wider than `most_px`, as even as they can be; None if a word is wider."""
    words = text.translate(_FOLDED).split()
    if not words:
        return None
    face = face_for(text, italic=italic)
    widths = [measure(word, face, size_px) for word in words]
    space = measure(" ", face, size_px)
    if max(widths) > most_px:
        return None
    count = len(_broken(widths, space, most_px))
    low, high = max(widths), most_px  # the narrowest column that needs no further line
    for _ in range(12):
        middle = (low + high) / 2
        if len(_broken(widths, space, middle)) > count:
            low = middle
        else:
            high = middle
    broken = _broken(widths, space, high)
    lines = tuple(" ".join(words[first:last]) for first, last in broken)
    width = max(measure(line, face, size_px) for line in lines)
    return Block(lines, face, size_px, width, (len(lines) - 1) * LEADING * size_px + size_px)


def _broken(widths: list[float], space: float, most_px: float) -> list[tuple[int, int]]:
    """Greedy lines as (first, last) places in the list of words."""
    lines: list[tuple[int, int]] = []
    first, used = 0, widths[0]
    for at, width in enumerate(widths[1:], 1):
        if used + space + width > most_px + 1e-6:
            lines.append((first, at))
            first, used = at, width
        else:
            used += space + width
    return [*lines, (first, len(widths))]
