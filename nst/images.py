"""Opens, resizes and encodes pictures: the only module that knows file formats and Pillow sizes.

A picture that leaves `open_image` is uint8 (H, W, 3), sRGB, upright, opaque and inside the limits.
Nothing here knows of networks or of the page.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageOps, PngImagePlugin, UnidentifiedImageError
from pillow_heif import register_heif_opener

from nst.errors import InputError
from nst.records import Picture

register_heif_opener()

MAX_FILE_BYTES = 40_000_000
MAX_PIXELS = 50_000_000
MIN_EDGE_PX = 32
MAX_ASPECT = 8.0
WORKING_EDGE_PX = 2048
"""Larger pictures are reduced to this long edge on opening unless more is asked for.

The page never asks: 9 MB a picture at most is what a visit costs. A run from the command line may.
"""

RECORD_KEY = "nst-record"
_SHARP = Image.Resampling.LANCZOS
_SIDEWAYS = range(5, 9)
"""EXIF orientations that exchange width and height."""


def open_image(source: str | Path | bytes | BinaryIO, *, edge_px: int = WORKING_EDGE_PX) -> Picture:
    """Read one picture from a file and make it fit to work with.

    Applies the EXIF orientation, converts an ICC profile to sRGB, brings CMYK, grey, palette and
    16-bit pictures to RGB, lays transparent ones on white, takes the first frame of animated ones
    and reduces the long edge to `edge_px`.

    Returns uint8 (H, W, 3). Raises InputError when the file is no picture, is damaged, or lies
    outside the limits (40 MB, 50 MP, 32 px a side, 8:1).
    """
    content = _read(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is checked, with a number, below
        try:
            with Image.open(io.BytesIO(content)) as image:
                check_size(image.width, image.height)
                image.draft("RGB", (edge_px, edge_px))
                return np.array(_upright_rgb(image, edge_px), dtype=np.uint8)
        except InputError:
            raise
        except Image.DecompressionBombError as error:
            raise InputError(
                "This picture claims to be larger than 178 MP; the limit is 50 MP. "
                "Save a smaller copy and try again."
            ) from error
        except UnidentifiedImageError as error:
            raise InputError(
                "This file is not a picture that can be read. "
                "Use a JPEG, PNG, WebP, HEIC, AVIF, TIFF or GIF file."
            ) from error
        except Exception as error:  # decoders raise anything from SyntaxError to struct.error
            raise InputError(
                "This picture is damaged or cut short. Open and save it again, or take another."
            ) from error


def working_edge_px(long_edge_px: int) -> int:
    """The long edge to which pictures are opened for a run of that size."""
    return max(WORKING_EDGE_PX, long_edge_px)


def check_size(width: int, height: int) -> None:
    """Raise InputError when a picture of this size in px is too small, too large or too long."""
    short, long = sorted((width, height))
    shown = f"This picture is {width:,} × {height:,} px"
    if width * height > MAX_PIXELS:
        edge = int(math.sqrt(MAX_PIXELS * long / short))
        raise InputError(
            f"{shown} ({width * height / 1e6:.0f} MP); the limit is {MAX_PIXELS / 1e6:.0f} MP. "
            f"Make the long edge {edge:,} px or less."
        )
    if short < MIN_EDGE_PX:
        raise InputError(f"{shown}; each side needs at least {MIN_EDGE_PX} px. Take a larger one.")
    if long / short > MAX_ASPECT:
        raise InputError(
            f"{shown}, {long / short:.0f} times as long as it is wide; "
            f"the limit is {MAX_ASPECT:.0f} times. Crop it and try again."
        )


def read_size(path: Path) -> tuple[int, int]:
    """(height, width) in px of a picture as it is shown, read from the file's header alone.

    Respects the EXIF orientation. Raises InputError when the file is no picture.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a size costs nothing; `open_image` checks it
        try:
            with Image.open(path) as image:
                width, height = image.size
                sideways = image.getexif().get(ExifTags.Base.Orientation) in _SIDEWAYS
        except Exception as error:  # decoders raise anything from SyntaxError to struct.error
            raise InputError(
                f"{path} is not a picture that can be read. Open and save it again."
            ) from error
    return (width, height) if sideways else (height, width)


def _read(source: str | Path | bytes | BinaryIO) -> bytes:
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, (str, Path)):
        path = Path(source)
        try:
            file_bytes = path.stat().st_size
            content = path.read_bytes() if file_bytes <= MAX_FILE_BYTES else b""
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
        _check_file_size(file_bytes)
    else:
        content = source.read(MAX_FILE_BYTES + 1)
    _check_file_size(len(content))
    return content


def _check_file_size(file_bytes: int) -> None:
    if file_bytes == 0:
        raise InputError("This file is empty. Choose another picture.")
    if file_bytes > MAX_FILE_BYTES:
        raise InputError(
            f"This file has more than {MAX_FILE_BYTES / 1e6:.0f} MB. Save a smaller copy."
        )


def _upright_rgb(image: Image.Image, edge_px: int) -> Image.Image:
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if max(image.size) > edge_px and image.mode in ("L", "RGB", "CMYK"):
        image = image.resize(_fit(image.size, edge_px), _SHARP, reducing_gap=3.0)
    image = _opaque(_eight_bit(image))
    if profile:
        image = _to_srgb(image, profile)
    image = image.convert("RGB")
    if max(image.size) > edge_px:
        image = image.resize(_fit(image.size, edge_px), _SHARP, reducing_gap=3.0)
    return image


def _eight_bit(image: Image.Image) -> Image.Image:
    """Bring 16- and 32-bit grey to 8 bit; Pillow itself would clip it.

    Whole numbers over their nominal range of 16 bit, floats from their least to their greatest
    finite value. Raises InputError when none is finite.
    """
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    values = np.asarray(image, dtype=np.float64)
    if image.mode == "F":
        finite = values[np.isfinite(values)]
        if not finite.size:
            raise InputError("This picture has no number that is a brightness. Choose another.")
        low, high = float(finite.min()), float(finite.max())
        values = np.nan_to_num(values, nan=low, posinf=high, neginf=low)
        values = (values - low) * (65535.0 / max(high - low, 1e-12))
    return Image.fromarray((values.clip(0, 65535) / 257.0).round().astype(np.uint8))


def _opaque(image: Image.Image) -> Image.Image:
    if not (image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info):
        return image
    image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    if image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken or mismatched profile: the numbers are taken for sRGB
    return converted if converted is not None else image


def _fit(size: tuple[int, int], long_edge_px: int) -> tuple[int, int]:
    factor = long_edge_px / max(size)
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def size_at(picture: Picture, long_edge_px: int) -> tuple[int, int]:
    """(height, width) of the picture when its long edge is `long_edge_px`, aspect ratio kept."""
    width, height = _fit((picture.shape[1], picture.shape[0]), long_edge_px)
    return height, width


def resize(picture: Picture, height: int, width: int) -> Picture:
    """The picture at another size in px, Lanczos filtered (reduced and enlarged alike)."""
    if picture.shape[:2] == (height, width):
        return picture
    return np.asarray(Image.fromarray(picture).resize((width, height), _SHARP))


def fingerprint(picture: Picture) -> str:
    """SHA-256 of the picture's size and pixels, as hexadecimal text."""
    digest = hashlib.sha256(f"{picture.shape}".encode())
    digest.update(np.ascontiguousarray(picture).tobytes())
    return digest.hexdigest()


def encode_jpeg(picture: Picture, quality: int = 85) -> bytes:
    """The picture as a JPEG file, for previews."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def encode_webp(picture: Picture, quality: int = 80) -> bytes:
    """The picture as a WebP file: a third smaller than a JPEG of the same look."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "WEBP", quality=quality, method=6)
    return buffer.getvalue()


def encode_png(picture: Picture, record: Mapping[str, Any] | None = None) -> bytes:
    """The picture as a PNG file, with its run record as JSON in a text chunk."""
    text = PngImagePlugin.PngInfo()
    if record is not None:
        text.add_itxt(RECORD_KEY, json.dumps(record, ensure_ascii=False))
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", pnginfo=text)
    return buffer.getvalue()


def read_record(path: Path) -> dict[str, Any]:
    """The run record from a JSON file or from inside a PNG; InputError when there is none."""
    try:
        if path.suffix.lower() == ".json":
            record = json.loads(path.read_text("utf-8"))
        else:
            with Image.open(path) as image:
                image.load()
                record = json.loads(image.info[RECORD_KEY])
    except (OSError, KeyError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(
            f"{path} holds no run record. Give the .json beside a pastiche, or its .png."
        ) from error
    if not isinstance(record, dict) or "settings" not in record:
        raise InputError(f"{path} is not a run record: it has no settings.")
    return record


def encode_timelapse(frames: Sequence[Picture], seconds: float = 4.0) -> bytes:
    """The frames as an animated WebP of about that many seconds; the last one is held for 1.5 s."""
    if not frames:
        raise InputError("There are no frames to make a time-lapse from.")
    height, width = frames[-1].shape[:2]
    images = [Image.fromarray(resize(frame, height, width)) for frame in frames]
    each_ms = max(20, round(seconds * 1000 / len(images)))
    buffer = io.BytesIO()
    images[0].save(
        buffer,
        "WEBP",
        save_all=True,
        append_images=images[1:],
        duration=[each_ms] * (len(images) - 1) + [1500],
        loop=0,
        quality=80,
        method=2,
    )
    return buffer.getvalue()
