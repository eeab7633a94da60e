"""Opens the gallery: reads the environment, builds the page, prints where it is and who paints."""

from __future__ import annotations

import os
import threading

import nst.ui
from nst.backends import make_backend
from nst.exhibition import Exhibition
from nst.machine import share_cores
from nst.places import EXAMPLES, STYLES, fetched_folder

share_cores()
gallery = Exhibition(STYLES, fetched_folder())
backend = make_backend()
demo = nst.ui.build_demo(gallery, backend, EXAMPLES)

if __name__ == "__main__":
    anywhere = "0.0.0.0" if "SPACE_ID" in os.environ else "127.0.0.1"
    port = os.environ.get("PORT") or os.environ.get("GRADIO_SERVER_PORT") or "7860"
    address = demo.launch(
        server_name=os.environ.get("GRADIO_SERVER_NAME", anywhere),
        server_port=int(port),
        prevent_thread_lock=True,
        quiet=True,
        **nst.ui.launch_options(gallery, EXAMPLES),
    )[1]
    print(f"The gallery is open at {address}", *gallery.problems, sep="\n")  # noqa: T201
    print(backend.network_label(), flush=True)  # noqa: T201
    threading.Thread(target=gallery.fetch_paintings, name="paintings", daemon=True).start()
    demo.block_thread()
