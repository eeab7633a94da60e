"""Small pieces of HTML that several rooms share. Everything from outside is escaped here."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape

from nst.images import encode_jpeg
from nst.records import Picture

_EMPHASIS = re.compile(r"\*([^*\n]+)\*")


def paragraphs(text: str) -> str:
    """A story as HTML: blank lines part paragraphs, ``## `` heads, ``*words*`` lean."""
    blocks = (block.strip() for block in text.split("\n\n"))
    return "".join(_block(block) for block in blocks if block)


def _block(block: str) -> str:
    if block.startswith("#"):
        return f"<h3>{escape(block.lstrip('# '))}</h3>"
    leaning = _EMPHASIS.sub(r"<em>\1</em>", escape(block, quote=False))
    return f"<p>{leaning}</p>"


def curly(text: str) -> str:
    """The text with its apostrophes as printers set them: the engine writes straight ones."""
    return text.replace("'", "’")


def link(title: str, url: str) -> str:
    """A source as a link that opens beside the page; plain text when there is no http address."""
    if not url.startswith(("https://", "http://")):
        return escape(title)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener">{escape(title)}</a>'


def data_uri(picture: Picture, quality: int = 82) -> str:
    """The picture as a JPEG inside an address: it reaches the page without touching the disk."""
    return "data:image/jpeg;base64," + b64encode(encode_jpeg(picture, quality)).decode("ascii")


def jpeg_uri(content: bytes) -> str:
    """An encoded JPEG as an address."""
    return "data:image/jpeg;base64," + b64encode(content).decode("ascii")
