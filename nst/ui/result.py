"""A finished pastiche: before and after, its files, the shelf, and the paintings to try next."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from gradio.processing_utils import save_bytes_to_cache
from gradio.utils import get_upload_folder

from nst.gallery import Artwork
from nst.images import encode_png, encode_timelapse, open_image, resize, size_at
from nst.records import Picture
from nst.ui.markup import data_uri
from nst.ui.pictures import WIDTHS_PX, Hung, Pictures
from nst.ui.visit import Pastiche

SHELF_EDGE_PX = 220


def result_values(pastiche: Pastiche, artwork: Artwork, pictures: Pictures) -> dict[str, Any]:
    """What the easel shows at the end: a slider between photograph and pastiche."""
    height, width = pastiche.picture.shape[:2]
    return {
        "phase": "result",
        "photo": data_uri(pastiche.content, 88),
        "frame": data_uri(pastiche.picture, 92),
        "ratio": round(width / height, 4),
        "style": pictures.url(f"styles/{artwork.slug}", WIDTHS_PX[1]),
        "title": artwork.title,
        "line": described(pastiche, artwork),
        "note": pastiche.note,
    }


def described(pastiche: Pastiche, artwork: Artwork) -> str:
    """One line under the result: size, seconds and the network that painted."""
    height, width = pastiche.picture.shape[:2]
    seconds = pastiche.record.get("seconds")
    took = f" in {seconds:.0f} s" if isinstance(seconds, (int, float)) else ""
    return f"After {artwork.title}, {width} × {height} px{took}. {network_of(pastiche.record)}"


def network_of(record: Mapping[str, Any]) -> str:
    """The sentence in a record that names its network."""
    network = record.get("network")
    return str(network.get("label", "")) if isinstance(network, Mapping) else ""


def file_name(pastiche: Pastiche, suffix: str) -> str:
    """``starry-night-2.png``: what the visitor finds among the downloads."""
    return f"{pastiche.slug}-{pastiche.number}{suffix}"


def save_files(pastiche: Pastiche) -> dict[str, str]:
    """Write PNG (with its record inside) and JSON to Gradio's bounded cache; paths by part."""
    png = encode_png(pastiche.picture, pastiche.record)
    record = json.dumps(pastiche.record, ensure_ascii=False, indent=1).encode()
    return {"download": _save(pastiche, ".png", png), "record": _save(pastiche, ".json", record)}


def timelapse_uri(pastiche: Pastiche) -> str:
    """The time-lapse as an animated WebP, as an address."""
    frames = [open_image(frame) for frame in pastiche.frames]
    height, width = frames[-1].shape[:2]
    film = encode_timelapse([resize(frame, height, width) for frame in frames])
    return "data:image/webp;base64," + b64encode(film).decode("ascii")


def timelapse_html(pastiche: Pastiche) -> str:
    """The time-lapse inside the page, with a link that keeps it."""
    address = timelapse_uri(pastiche)
    return (
        f'<figure class="timelapse"><img src="{address}" alt="The picture being painted">'
        f'<figcaption><a download="{file_name(pastiche, ".webp")}" href="{address}">'
        "Keep the time-lapse</a></figcaption></figure>"
    )


def _save(pastiche: Pastiche, suffix: str, content: bytes) -> str:
    return str(save_bytes_to_cache(content, file_name(pastiche, suffix), get_upload_folder()))


def again_html(gallery: Hung, slug: str, pictures: Pictures) -> str:
    """Three neighbours on the wall as buttons: one press repaints the photograph with them."""
    buttons = "".join(
        f'<button type="button" class="again" data-slug="{escape(each.slug)}">'
        f'<img src="{pictures.url(f"styles/{each.slug}", WIDTHS_PX[0])}" alt="">'
        f"<span>{escape(each.title)}</span></button>"
        for each in gallery.neighbours(slug)
    )
    return f'<h3>Again with …</h3><div class="again-row">{buttons}</div>' if buttons else ""


def shelf_html(shelf: Sequence[Pastiche], gallery: Hung, shown: int) -> str:
    """Every result of this visit, newest first, as buttons that bring it back."""
    if not shelf:
        return ""
    items = "".join(_shelved(each, gallery[each.slug], shown) for each in reversed(shelf))
    return (
        '<section class="shelf"><h2>Painted on this visit</h2>'
        f'<div class="shelf-row">{items}</div>'
        "<p>They are forgotten when you close this page.</p></section>"
    )


def _shelved(pastiche: Pastiche, artwork: Artwork, shown: int) -> str:
    thumb = _thumb(pastiche.picture)
    current = ' aria-current="true"' if pastiche.number == shown else ""
    return (
        f'<button type="button" class="shelved" data-number="{pastiche.number}"{current}>'
        f'<img src="{data_uri(thumb, 80)}" alt="Picture {pastiche.number} of this visit">'
        f"<span>{escape(artwork.title)}</span></button>"
    )


def _thumb(picture: Picture) -> Picture:
    return resize(picture, *size_at(picture, SHELF_EDGE_PX))
