"""Photographs that anyone may use, and the regions cut from pictures to learn from.

Reads only files that scikit-image and scikit-learn carry inside their installed packages, and the
project's own painted studies; nothing is downloaded. A photograph whose package gives no licence
note is not on the list.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

Picture = npt.NDArray[np.uint8]
"""A picture as uint8 (H, W, 3), sRGB, range 0 to 255."""

STORED_PX = 168
"""Edge at which a region is kept: a crop of 60 % is then enlarged 1.3 times to make 128 px."""

STUDIES = Path(__file__).parent.parent / "styles"
"""The folder whose folders hold a `study.webp`, drawn by this repository's `studies`."""

LEAST_CONTRAST = 7.0
"""A region whose grey values deviate less than this (0 to 255) shows nothing to tell it by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One photograph inside an installed package, with its licence and whom to thank.

    `share` weighs how many regions are cut from it; `long_edge_px` reduces very large files first.
    """

    name: str
    package: str
    path: str
    licence: str
    credit: str
    share: float = 1.0
    long_edge_px: int = 1024


def _skimage(name: str, path: str, licence: str, credit: str, share: float = 1.0) -> Source:
    return Source(
        name=name,
        package="skimage",
        path=f"data/{path}",
        licence=licence,
        credit=credit,
        share=share,
        long_edge_px=900,
    )


CC0 = "CC0 1.0"
SOURCES = (
    _skimage("astronaut", "astronaut.png", "public domain", "NASA, Eileen Collins", 1.3),
    _skimage("chelsea", "chelsea.png", CC0, "Stéfan van der Walt"),
    _skimage("coffee", "coffee.png", CC0, "Rachel Michetti, Pikolo Espresso Bar"),
    _skimage("rocket", "rocket.jpg", "public domain", "SpaceX"),
    _skimage("hubble", "hubble_deep_field.jpg", "public domain", "NASA, Hubble eXtreme Deep Field"),
    _skimage(
        "ihc", "ihc.png", "no known copyright restrictions", "CMMI, Center for Microscopy", 0.8
    ),
    _skimage("retina", "retina.jpg", CC0, "Mikael Häggström", 0.6),
    _skimage("camera", "camera.png", CC0, "Lav Varshney"),
    _skimage("coins", "coins.png", "no known copyright restrictions", "Brooklyn Museum", 0.6),
    _skimage("brick", "brick.png", CC0, "CC0Textures, Bricks25", 0.6),
    _skimage("grass", "grass.png", CC0, "linolafett", 0.6),
    _skimage("gravel", "gravel.png", CC0, "CC0Textures, Gravel04", 0.6),
    Source(
        name="china",
        package="sklearn",
        path="datasets/images/china.jpg",
        licence="CC BY 2.0",
        credit="danielbuechele, flickr.com/photos/danielbuechele/6061409035",
        share=1.6,
    ),
    Source(
        name="flower",
        package="sklearn",
        path="datasets/images/flower.jpg",
        licence="CC BY 2.0",
        credit="vultilion, flickr.com/photos/vultilion/6056698931",
        share=1.2,
    ),
)


def load_photographs() -> dict[str, Picture]:
    """Every photograph of SOURCES by name.

    Raises FileNotFoundError with the missing package or file.
    """
    return {source.name: _open(source) for source in SOURCES}


def load_studies(folder: Path = STUDIES, long_edge_px: int = 1024) -> dict[str, Picture]:
    """Every painted study by the name of its artwork."""
    studies = {}
    for path in sorted(folder.glob("*/study.webp")):
        with Image.open(path) as file:
            picture = file.convert("RGB")
        picture.thumbnail((long_edge_px, long_edge_px), Image.Resampling.LANCZOS)
        studies[f"study {path.parent.name}"] = np.array(picture)
    return studies


def cut_regions(
    pictures: Mapping[str, Picture],
    shares: Mapping[str, float],
    count: int,
    rng: np.random.Generator,
    *,
    smallest_px: int = 110,
    largest_px: int = 480,
    stored_px: int = STORED_PX,
) -> torch.Tensor:
    """Cut `count` square regions at random places.

    Pictures are drawn by `shares` (1 where a name is absent), sizes log-uniformly. Returns uint8
    `(count, 3, stored_px, stored_px)`. Flat regions are refused, at most 40 times in a row.
    """
    names = list(pictures)
    weights = np.array([shares.get(name, 1.0) for name in names])
    regions = torch.empty(count, 3, stored_px, stored_px, dtype=torch.uint8)
    for index in range(count):
        for _ in range(40):
            picture = pictures[names[rng.choice(len(names), p=weights / weights.sum())]]
            region = _cut(picture, rng, smallest_px, largest_px)
            if np.asarray(region.convert("L"), np.float32).std() >= LEAST_CONTRAST:
                break
        small = region.resize((stored_px, stored_px), Image.Resampling.LANCZOS)
        regions[index] = torch.from_numpy(np.array(small)).permute(2, 0, 1)
    return regions


def _cut(picture: Picture, rng: np.random.Generator, smallest: int, largest: int) -> Image.Image:
    height, width = picture.shape[:2]
    top_px = min(largest, height, width)
    edge = round(float(np.exp(rng.uniform(np.log(min(smallest, top_px)), np.log(top_px)))))
    top, left = rng.integers(height - edge + 1), rng.integers(width - edge + 1)
    return Image.fromarray(picture[top : top + edge, left : left + edge])


def _open(source: Source) -> Picture:
    spec = importlib.util.find_spec(source.package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            f"The package {source.package} is not installed, so {source.name} cannot be read. "
            "Run: pip install -r requirements-training.txt"
        )
    with Image.open(Path(spec.origin).parent / source.path) as file:
        picture = file.convert("RGB")
    picture.thumbnail((source.long_edge_px, source.long_edge_px), Image.Resampling.LANCZOS)
    return np.array(picture)


def array_of(picture: Image.Image) -> Picture:
    """A copy of a Pillow picture as uint8 (H, W, 3)."""
    return np.array(picture.convert("RGB"), np.uint8)
