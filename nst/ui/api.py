"""The endpoint for programs: one photograph and one artwork in, one pastiche and its record out."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.processing_utils import save_bytes_to_cache
from gradio.utils import get_upload_folder

from nst.errors import NSTError, RunError
from nst.images import encode_png, open_image
from nst.records import Job, Progress
from nst.settings import Settings
from nst.ui.controls import for_visitors
from nst.ui.events import Desk


def add_endpoint(desk: Desk) -> None:
    """Add ``/paint`` to the Blocks that is being built; nothing of it is visible."""
    first = desk.gallery.artworks[0].slug
    default = Settings()
    with gr.Row(visible=False):
        photograph = gr.File(label="photograph")
        artwork = gr.Textbox(first, label="artwork")
        changes = gr.Textbox("{}", label="settings")
        pastiche, record = gr.File(label="pastiche"), gr.JSON(label="record")
        ask = gr.Button()

    def paint(photograph: str, artwork: str, settings: str) -> tuple[str, dict[str, Any]]:
        """Paint a photograph with an artwork and return the PNG and its run record.

        `artwork` is a slug such as "starry-night"; `settings` is JSON with any setting's name,
        such as {"strength": 0.7, "long_edge_px": 512}.

        >>> from gradio_client import Client, handle_file
        >>> client = Client("http://127.0.0.1:7860")
        >>> picture, record = client.predict(
        ...     photograph=handle_file("me.jpg"), artwork="starry-night",
        ...     settings='{"long_edge_px": 512}', api_name="/paint",
        ... )
        """
        try:
            return _paint(desk, photograph, artwork, default, settings)
        except NSTError as error:
            raise gr.Error(str(error), print_exception=False) from error

    ask.click(
        paint,
        [photograph, artwork, changes],
        [pastiche, record],
        api_name="paint",
        api_description=paint.__doc__,
    )


def _paint(
    desk: Desk, photograph: str, slug: str, default: Settings, changes: str
) -> tuple[str, dict[str, Any]]:
    artwork = desk.gallery[slug]
    try:
        wanted = json.loads(changes or "{}")
    except ValueError as error:
        raise RunError(f"The settings are not JSON: {error}.") from error
    if not isinstance(wanted, dict):
        raise RunError('The settings are not a JSON object such as {"strength": 0.7}.')
    job = Job(
        content=open_image(Path(photograph)) if photograph else open_image(b""),
        style=open_image(artwork.picture),
        settings=for_visitors(artwork.tune(default).changed(**wanted)),
        artwork=artwork.label(),
        keep_targets=True,
    )
    with closing(desk.backend.run(job)) as events:  # type: ignore[type-var]
        for event in events:
            if isinstance(event, Progress) and event.result is not None:
                png = encode_png(event.result.picture, event.result.record)
                path = save_bytes_to_cache(png, f"{slug}.png", get_upload_folder())
                return path, dict(event.result.record)
    raise RunError("The run ended without a picture. Try again.")
