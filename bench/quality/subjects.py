"""What is measured: photographs and paintings from folders, and who is painted with which settings.

Opens no network.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nst.errors import GalleryError, SettingsError
from nst.gallery import PICTURE_SUFFIXES, Gallery
from nst.recipes import AS_PUBLISHED, RECIPES
from nst.settings import Settings

ALIASES = {
    "mondrian-composition-ii-red-blue-yellow": "mondrian-red-blue-yellow",
    "seurat-grande-jatte": "grande-jatte",
    "kahlo-thorn-necklace": "kahlo-homage",
    "starry_night": "starry-night",
    "the_scream": "the-scream",
    "great-wave": "the-great-wave",
}
"""Names that a painting's file may have besides its artwork's slug."""

FIRST_TRY = "first-try"
"""The recipe that this project's first network was shown with; see `first_try`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A photograph or a painting: its name, its file, and the settings that belong to it."""

    name: str
    path: Path
    settings: Mapping[str, Any] = field(default_factory=dict)


def photographs(folder: Path, only: Iterable[str] = ()) -> tuple[Subject, ...]:
    """The pictures of a folder by name. Raises GalleryError when there is none."""
    only = tuple(only)
    found = tuple(
        Subject(path.stem, path)
        for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
        if path.suffix.lower() in PICTURE_SUFFIXES and (not only or path.stem in only)
    )
    if not found:
        raise GalleryError(f"There is no picture {' or '.join(only) or 'at all'} in {folder}.")
    return found


def paintings(folder: Path | None, styles: Path, only: Iterable[str] = ()) -> tuple[Subject, ...]:
    """The pictures of a folder, each with the settings of the artwork that it shows.

    Without a folder the artworks of `styles` themselves, by slug. A file shows an artwork when its
    name is the slug or one of ALIASES.
    """
    artworks = {artwork.slug: artwork for artwork in Gallery.load(styles).artworks}
    only = tuple(only)
    if folder is None:
        return tuple(
            Subject(slug, artwork.picture, artwork.settings)
            for slug, artwork in artworks.items()
            if not only or slug in only
        )
    found = []
    for each in photographs(folder, only):
        artwork = artworks.get(ALIASES.get(each.name, each.name))
        found.append(Subject(each.name, each.path, artwork.settings if artwork else {}))
    return tuple(found)


def settings_for(
    recipe: str, painting: Subject, size_px: int, own: Mapping[str, Any], seed: int = 0
) -> Settings:
    """What a painting is painted with: the recipe, the artwork's settings, then `own`.

    An artwork's settings belong to the `gallery` recipe; the others stay as published.
    Raises SettingsError for an unknown recipe.
    """
    if recipe == FIRST_TRY:
        settings = first_try(size_px)
    elif recipe in RECIPES:
        settings = RECIPES[recipe].settings
    else:
        names = ", ".join((*RECIPES, FIRST_TRY))
        raise SettingsError(f"No recipe is called {recipe!r}; choose one of: {names}.")
    if recipe == "gallery":
        settings = settings.changed(**painting.settings)
    return settings.changed(long_edge_px=size_px, seed=seed, **own)


def first_try(size_px: int) -> Settings:
    """The settings of the first try: three scales, content at conv4_2, speckle held by smoothness.

    Style counts the sum over eleven layers, so its weight is 11 where layers are averaged.
    """
    return AS_PUBLISHED.changed(
        long_edge_px=size_px,
        content_layers="conv4_2",
        content_weight=0.3,
        style_layers=(
            "conv1_1 conv1_2 conv2_1 conv2_2 conv3_1 conv3_2 conv3_3 conv3_4 conv4_1 conv4_2 "
            "conv5_1"
        ),
        style_loss="covariance",
        style_weight=11.0,
        tv_weight=5.0,
        equalize=True,
        palette_target=True,
        init="palette",
        optimizer="adam",
        step_size=0.01,
        memory=0.99,
        decay=True,
        average=0.9,
        pooling="avg",
        steps=120,
        later_steps=0.65,
        first_scale_px=128,
        scale_ratio=min(4.0, max(1.1, math.sqrt(size_px / 128))),
    )


def parse_settings(words: Iterable[str]) -> dict[str, Any]:
    """`name=value` words as settings values of the right type; checked when they are used.

    Raises SettingsError for a word without `=` or a name that no setting has.
    """
    values: dict[str, Any] = {}
    defaults = Settings().as_dict()
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or name not in defaults:
            raise SettingsError(f"{word!r} sets nothing; write name=value, such as strength=0.7.")
        kind = type(defaults[name])
        try:
            values[name] = text.lower() in ("true", "1", "yes") if kind is bool else kind(text)
        except ValueError as error:
            raise SettingsError(f"{name} is {text!r}; it is a number.") from error
    return values
