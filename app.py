"""Opens the gallery: reads the environment, builds the page, prints where it is and who paints."""

from __future__ import annotations

import os
from pathlib import Path

import nst.ui
from nst.backends import make_backend
from nst.gallery import Gallery

HERE = Path(__file__).parent
ON_SPACES = "SPACE_ID" in os.environ

gallery = Gallery.load(HERE / "styles")
backend = make_backend()
demo = nst.ui.build_demo(gallery, backend, HERE / "examples")

if __name__ == "__main__":
    anywhere = "0.0.0.0" if ON_SPACES else "127.0.0.1"
    port = os.environ.get("PORT") or os.environ.get("GRADIO_SERVER_PORT") or "7860"
    address = demo.launch(
        server_name=os.environ.get("GRADIO_SERVER_NAME", anywhere),
        server_port=int(port),
        prevent_thread_lock=True,
        quiet=True,
        **nst.ui.launch_options(gallery, HERE / "examples"),
    )[1]
    print(f"The gallery is open at {address}", *gallery.problems, sep="\n")  # noqa: T201
    print(backend.network_label())  # noqa: T201
    demo.block_thread()
