"""Opens the gallery: reads the environment, builds the page, prints where it is and who paints.

`python app.py --wall FOLDER` (or NST_WALL) hangs the finished pictures of a folder before all else.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading

import nst.ui
from nst.backends import make_backend
from nst.errors import InputError
from nst.exhibition import Exhibition
from nst.machine import hold_pages
from nst.places import EXAMPLES, STYLES, fetched_folder
from nst.rooms.hostwall import HostWall

parser = argparse.ArgumentParser(description="Open the gallery.")
parser.add_argument(
    "--wall",
    metavar="FOLDER",
    default=os.environ.get("NST_WALL"),
    help="finished pictures (PNG with their run records) that visitors see first",
)
options = parser.parse_args() if __name__ == "__main__" else parser.parse_args([])
try:
    wall = HostWall(options.wall)
except InputError as error:
    sys.exit(str(error))

hold_pages()
gallery = Exhibition(STYLES, fetched_folder())
backend = make_backend(warm_up=False)
demo = nst.ui.build_demo(gallery, backend, EXAMPLES, wall)

if __name__ == "__main__":
    anywhere = "0.0.0.0" if "SPACE_ID" in os.environ else "127.0.0.1"
    port = os.environ.get("PORT") or os.environ.get("GRADIO_SERVER_PORT") or "7860"
    address = demo.launch(
        server_name=os.environ.get("GRADIO_SERVER_NAME", anywhere),
        server_port=int(port),
        prevent_thread_lock=True,
        quiet=True,
        **nst.ui.launch_options(gallery, EXAMPLES, wall),
    )[1]
    backend.warm_up()
    problems = [*gallery.problems, *wall.problems]
    print(f"The gallery is open at {address}", *problems, sep="\n")  # noqa: T201
    print(backend.network_label(), flush=True)  # noqa: T201
    threading.Thread(target=gallery.fetch_paintings, name="paintings", daemon=True).start()
    demo.block_thread()
