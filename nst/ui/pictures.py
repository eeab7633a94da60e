"""Serves the fonts and the gallery's own pictures, at the sizes the page shows, when asked for.

Nothing a visitor gives or paints passes through here.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nst.errors import NSTError
from nst.gallery import PICTURE_SUFFIXES, Gallery
from nst.images import encode_jpeg, open_image, resize, size_at

WIDTHS_PX = (320, 640, 1400)
"""Long edges on offer: a thumbnail, the wall (twice for dense screens), the painting itself."""

FONTS = Path(__file__).parent / "fonts"
_ORIENTATION_TAG = 0x0112
_A_DAY_S = 86_400


class Pictures:
    """Names, addresses and proportions of every picture that hangs in the gallery."""

    def __init__(self, gallery: Gallery, examples: Path) -> None:
        self.files = {f"styles/{each.slug}": each.picture for each in gallery.artworks}
        if examples.is_dir():
            self.files |= {
                f"examples/{path.stem}": path
                for path in sorted(examples.iterdir())
                if path.suffix.lower() in PICTURE_SUFFIXES
            }

    def examples(self) -> list[str]:
        """Names of the example photographs, without the proof of what the page can do."""
        return [
            name
            for name in self.files
            if name.startswith("examples/") and not name.startswith("examples/proof")
        ][:4]

    def url(self, name: str, long_edge_px: int) -> str:
        """Address of a picture, relative to the page so that it works behind any prefix."""
        version = int(self.files[name].stat().st_mtime)
        return f"pictures/{quote(name)}?px={long_edge_px}&v={version}"

    def srcset(self, name: str) -> str:
        """The wall's two sizes for the browser to choose from, by their width in px."""
        ratio = self.ratio(name)
        return ", ".join(
            f"{self.url(name, px)} {round(px * min(1.0, ratio))}w" for px in WIDTHS_PX[:2]
        )

    def ratio(self, name: str) -> float:
        """Width over height as the picture is shown, read from the file's header alone."""
        with Image.open(self.files[name]) as image:
            width, height = image.size
            turned = image.getexif().get(_ORIENTATION_TAG, 1) >= 5
        return height / width if turned else width / height

    def routes(self) -> list[Route]:
        """The route that serves the pictures, to be given to Gradio's application."""

        @lru_cache(maxsize=256)
        def jpeg(name: str, long_edge_px: int, version: str) -> bytes:
            picture = open_image(self.files[name])
            if max(picture.shape[:2]) > long_edge_px:
                picture = resize(picture, *size_at(picture, long_edge_px))
            return encode_jpeg(picture)

        def serve(request: Request) -> Response:
            name, px = request.path_params["name"], request.query_params.get("px", "")
            if name not in self.files or px not in {str(each) for each in WIDTHS_PX}:
                return Response(status_code=404)
            try:
                content = jpeg(name, int(px), request.query_params.get("v", "")[:16])
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

        return [Route("/pictures/{name:path}", serve), Route("/fonts/{name}", serve_font)]
