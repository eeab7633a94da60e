"""Serves fonts, rooms' scripts and the gallery's own pictures, at the sizes the page shows.

Nothing a visitor gives or paints passes through here.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nst.errors import GalleryError, NSTError
from nst.exhibition import Exhibition
from nst.gallery import PICTURE_SUFFIXES, Gallery
from nst.images import encode_jpeg, open_image, read_size, resize, size_at
from nst.rooms.hostwall import Chosen, HostWall

WIDTHS_PX = (320, 640, 1400)
"""Long edges on offer: a thumbnail, the wall (twice for dense screens), the painting itself."""

FONTS = Path(__file__).parent / "fonts"
ROOMS = Path(__file__).parent / "rooms"
_A_DAY_S = 86_400

Hung = Gallery | Exhibition
"""What hangs on the wall, for good or until a reproduction arrives."""


class Pictures:
    """Names, addresses and proportions of every picture that hangs in the gallery."""

    def __init__(self, gallery: Hung, examples: Path, wall: HostWall | None = None) -> None:
        self._gallery = gallery
        self._wall = wall or HostWall()
        found = sorted(examples.iterdir()) if examples.is_dir() else []
        self._examples = {
            f"examples/{path.stem}": path
            for path in found
            if path.suffix.lower() in PICTURE_SUFFIXES
        }

    def path(self, name: str) -> Path:
        """The file of that name as it hangs now; GalleryError when there is none."""
        kind, _, slug = name.partition("/")
        if kind == "styles":
            return self._gallery[slug].picture
        chosen = self._wall[slug] if kind == "wall" else None
        if chosen is not None:
            return chosen.path
        if name not in self._examples:
            raise GalleryError(f"There is no picture called {name!r}.")
        return self._examples[name]

    def __contains__(self, name: str) -> bool:
        """Whether there is an example photograph of that name."""
        return name in self._examples

    def chosen(self) -> tuple[Chosen, ...]:
        """What the host has chosen to hang before the paintings."""
        return self._wall.chosen

    def hangs(self, slug: str) -> bool:
        """Whether there is a painting of that slug."""
        return any(each.slug == slug for each in self._gallery.artworks)

    def examples(self) -> list[str]:
        """Names of the example photographs, without the proof of what the page can do."""
        return [name for name in self._examples if not name.startswith("examples/proof")][:4]

    def url(self, name: str, long_edge_px: int) -> str:
        """Address of a picture, relative to the page so that it works behind any prefix."""
        version = int(self.path(name).stat().st_mtime)
        return f"pictures/{quote(name)}?px={long_edge_px}&v={version}"

    def srcset(self, name: str) -> str:
        """The wall's two sizes for the browser to choose from, by their width in px."""
        ratio = self.ratio(name)
        return ", ".join(
            f"{self.url(name, px)} {round(px * min(1.0, ratio))}w" for px in WIDTHS_PX[:2]
        )

    def ratio(self, name: str) -> float:
        """Width over height as the picture is shown, read from the file's header alone."""
        height, width = read_size(self.path(name))
        return width / height

    def routes(self) -> list[Route]:
        """The route that serves the pictures, to be given to Gradio's application."""

        @lru_cache(maxsize=256)
        def jpeg(path: Path, long_edge_px: int, changed_ns: int) -> bytes:
            picture = open_image(path)
            if max(picture.shape[:2]) > long_edge_px:
                picture = resize(picture, *size_at(picture, long_edge_px))
            return encode_jpeg(picture)

        def serve(request: Request) -> Response:
            name, px = request.path_params["name"], request.query_params.get("px", "")
            if px not in {str(each) for each in WIDTHS_PX}:
                return Response(status_code=404)
            try:
                path = self.path(name)
                content = jpeg(path, int(px), path.stat().st_mtime_ns)
            except NSTError as error:
                return Response(str(error), status_code=404)
            headers = {"Cache-Control": f"public, max-age={_A_DAY_S}"}
            return Response(content, media_type="image/jpeg", headers=headers)

        def serve_font(request: Request) -> Response:
            path = FONTS / request.path_params["name"]
            if path not in set(FONTS.glob("*.woff2")):
                return Response(status_code=404)
            headers = {"Cache-Control": f"public, max-age={_A_DAY_S}"}
            return Response(path.read_bytes(), media_type="font/woff2", headers=headers)

        def serve_script(request: Request) -> Response:
            path = ROOMS / request.path_params["name"]
            if path not in set(ROOMS.glob("*.js")):
                return Response(status_code=404)
            return Response(path.read_bytes(), media_type="text/javascript")

        def serve_source(request: Request) -> Response:
            from nst.ui.course import source_html

            try:
                page = source_html(request.path_params["path"])
            except NSTError as error:
                return Response(str(error), status_code=404)
            return Response(page, media_type="text/html")

        return [
            Route("/source/{path:path}", serve_source),
            Route("/pictures/{name:path}", serve),
            Route("/fonts/{name}", serve_font),
            Route("/rooms/{name}", serve_script),
        ]
