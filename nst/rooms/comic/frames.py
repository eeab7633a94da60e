"""Chooses the frames of a moving picture (GIF, animated WebP or PNG) that tell its story."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from nst.errors import InputError
from nst.images import MAX_FILE_BYTES, WORKING_EDGE_PX, check_size, open_image, resize, size_at
from nst.records import Picture

MOST_FRAMES = 240
"""A longer one is looked at in even steps; all of it would not fit into memory."""

FRAME_EDGE_PX = 1024
THUMBNAIL_PX = 32
WAYS = {"change": "where most happens", "even": "evenly spaced"}


def count_frames(source: Path | bytes) -> int:
    """How many frames a picture file has; 1 for a still one, and for one that cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(_content(source))) as image:
                return int(getattr(image, "n_frames", 1))
    except Exception:  # open_image says in words what is wrong with it
        return 1


def choose_frames(source: Path | bytes, count: int, way: str = "change") -> list[Picture]:
    """`count` frames in their order, uint8 (H, W, 3), or fewer when there are no more.

    `way`: "even" takes them at even steps, the first and the last among them; "change" starts with
    the first and always adds the one that differs most from all chosen so far. A still picture is
    one frame. Raises InputError when the file cannot be read.
    """
    if way not in WAYS:
        raise InputError(f"Unknown way to choose frames {way!r}; choose one of: {', '.join(WAYS)}.")
    content = _content(source)
    if count_frames(content) == 1:
        return [open_image(content)]
    frames = list(_frames(content))
    chosen = evenly(len(frames), count) if way == "even" else _apart(frames, count)
    return [frames[at] for at in chosen]


def evenly(length: int, count: int) -> list[int]:
    """`count` of `length` places at even steps, first and last included; without doubles."""
    if count == 1:
        return [length // 2]
    return sorted({round(at * (length - 1) / (count - 1)) for at in range(count)})


def _apart(frames: Sequence[Picture], count: int) -> list[int]:
    """Farthest-point sampling over thumbnails."""
    small = np.stack(
        [resize(frame, THUMBNAIL_PX, THUMBNAIL_PX).astype(np.float64) for frame in frames]
    ).reshape(len(frames), -1)
    chosen = [0]
    nearest = np.linalg.norm(small - small[0], axis=1)
    while len(chosen) < min(count, len(frames)) and nearest.max() > 0:
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, np.linalg.norm(small - small[chosen[-1]], axis=1))
    return sorted(chosen)


def _frames(content: bytes) -> Iterator[Picture]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                check_size(image.width, image.height)
                total = int(getattr(image, "n_frames", 1))
                for at in evenly(total, MOST_FRAMES) if total > MOST_FRAMES else range(total):
                    image.seek(at)
                    yield _opaque(image)
    except InputError:
        raise
    except Exception as error:  # decoders raise anything from SyntaxError to struct.error
        raise InputError(
            "This moving picture is damaged or cut short. Save it again, or take another."
        ) from error


def _opaque(image: Image.Image) -> Picture:
    shown = image.convert("RGBA")
    white = Image.new("RGBA", shown.size, "white")
    picture = np.asarray(Image.alpha_composite(white, shown).convert("RGB"))
    edge = min(FRAME_EDGE_PX, WORKING_EDGE_PX)
    return resize(picture, *size_at(picture, edge)) if max(picture.shape[:2]) > edge else picture


def _content(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > MAX_FILE_BYTES:
            raise InputError(
                f"{source.name} has more than {MAX_FILE_BYTES / 1e6:.0f} MB. Save a shorter one."
            )
        return source.read_bytes()
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}.") from error
