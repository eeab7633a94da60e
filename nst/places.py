"""Where the gallery's folders are: artworks, photographs, rounds, fetched reproductions."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).parent.parent

STYLES = _ROOT / "styles"
EXAMPLES = _ROOT / "examples"
ROUNDS = _ROOT / "rounds"


def fetched_folder() -> Path:
    """Where reproductions fetched from Wikimedia Commons are kept, as `<slug>.jpg`."""
    from nst.weights.cache import preferred_folder

    return preferred_folder() / "paintings"


def targets_folder() -> Path:
    """Where style targets of the gallery's paintings are kept (see `nst.targets_store`)."""
    from nst.weights.cache import preferred_folder

    return preferred_folder() / "targets"
