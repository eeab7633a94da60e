"""A gallery that can be rehung while it is open, when real paintings arrive from Commons.

Knows neither the page nor the network; it reads folders again and asks for one picture at a time.
"""

from __future__ import annotations

import logging
from pathlib import Path

from nst.errors import GalleryError
from nst.gallery import Artwork, Gallery

_log = logging.getLogger(__name__)

MOST_FAILURES = 2
"""After this many failures in a row the network is taken to be closed."""


class Exhibition:
    """The artworks as they hang now. Reading is safe while another thread rehangs."""

    def __init__(self, styles: Path, fetched: Path) -> None:
        """Hang what is in the folders. Raises GalleryError when there is nothing to hang."""
        self._styles, self._fetched = styles, fetched
        self._gallery = Gallery.load(styles, fetched)

    @property
    def artworks(self) -> tuple[Artwork, ...]:
        """The artworks in their order on the wall."""
        return self._gallery.artworks

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each folder that is broken."""
        return self._gallery.problems

    def __getitem__(self, slug: str) -> Artwork:
        """The artwork of that slug; GalleryError lists the slugs that exist."""
        return self._gallery[slug]

    def neighbours(self, slug: str, count: int = 3) -> tuple[Artwork, ...]:
        """The `count` artworks that hang after this one, going round at the end of the wall."""
        return self._gallery.neighbours(slug, count)

    def fetch_paintings(self) -> int:
        """Fetch reproductions that are free and not here yet; returns how many were hung.

        Each takes its study's place as soon as it has come. Waits for the network; never raises
        for what the network does.
        """
        from nst.commons import fetch_painting

        hung = failures = 0
        for artwork in self.artworks:
            if artwork.picture_kind != "study" or not artwork.commons_file:
                continue
            target = self._fetched / f"{artwork.slug}.jpg"
            try:
                fetch_painting(artwork.commons_file, artwork.picture, target)
            except GalleryError as error:
                _log.info("%s keeps its study: %s", artwork.slug, error)
                failures += 1
                if failures >= MOST_FAILURES:
                    break
                continue
            failures = 0
            hung += 1
            self._gallery = Gallery.load(self._styles, self._fetched)
        return hung
