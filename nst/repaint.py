"""The photograph in the painting's colours: what a run starts from and is compared with.

Pure numpy on whole pictures; nothing here knows of networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from nst.colors import Floats
from nst.images import resize, size_at
from nst.records import Picture

Ranks = npt.NDArray[np.float32]
"""(rows, columns): which share of the cells of a picture is quieter than this one, 0 to 1."""

PALETTE_EDGE_PX = 128
"""Long edge at which colours are compared, so that a palette means the same at every size."""

_CELL_PX = 4
_CELLS = 48
"""Along the long edge: how finely busy and quiet places are told apart."""

_STILL = 2.0
"""Levels from pixel to pixel that are noise: what moves less is equally quiet everywhere."""

_PARTS = (0.0, 0.6, 0.8, 0.92, 1.0)
"""Each of these shares of a picture, from its quietest places to its busiest, has a table."""
_MIDDLES = [(low + high) / 2 for low, high in pairwise(_PARTS)]

_LUT_EDGE = 17
_SPREAD = 1 / 32
"""Over which a flat area's one colour is spread, as a share of a channel's range."""
_EASE_CELLS = 0.75
"""Deviation over which shifts of colour are averaged, in cells of the table: 3/64 of a channel."""

_BAND_ROWS = 128
"""Rows that are repainted at a time: blended, a picture takes twelve times its bytes."""
_FINE_SHARE = 1 / 40
"""Of the long edge: the deviation of the blur that parts drawing from broad colour."""


@dataclass(frozen=True, slots=True)
class Repaint:
    """Which colours of one photograph become which, from its quietest places to its busiest.

    One table serves all places; several are eased into one another between the middles of their
    parts. `ranks`: how busy its places are.
    """

    tables: tuple[ImageFilter.Color3DLUT, ...]
    ranks: Ranks

    def __call__(self, photograph: Picture, own_light: float) -> Picture:
        """The photograph, uint8 (H, W, 3) of any size, in these colours and its own fine light.

        `own_light`, 0 to 1: see `with_own_light`.
        """
        return with_own_light(self._colored(photograph), photograph, own_light)

    def _colored(self, photograph: Picture) -> Picture:
        if len(self.tables) == 1:
            return apply_palette(photograph, self.tables[0])
        height, width = photograph.shape[:2]
        places = _enlarged(self.ranks, height, width)
        repainted = np.empty_like(photograph)
        for top in range(0, height, _BAND_ROWS):
            band = slice(top, top + _BAND_ROWS)
            at = np.interp(places[band], _MIDDLES, range(len(_MIDDLES)))[..., None]
            blended = sum(
                np.clip(1 - np.abs(at - number), 0, 1) * apply_palette(photograph[band], table)
                for number, table in enumerate(self.tables)
            )
            repainted[band] = np.rint(blended)
        return repainted


def busyness(picture: Picture) -> Ranks:
    """How much goes on in each cell of a picture, uint8 (H, W, 3), by rank.

    What goes on is the mean length of the steps from pixel to pixel. As a rank it means the same
    in a stormy and in a calm picture; equally quiet cells share the middle of their ranks.
    """
    height, width = size_at(picture, _CELLS)
    seen = resize(picture, height * _CELL_PX, width * _CELL_PX).astype(np.float32)
    across = np.diff(seen, axis=1, append=seen[:, -1:])
    down = np.diff(seen, axis=0, append=seen[-1:])
    length = np.sqrt((across**2 + down**2).sum(axis=2, dtype=np.float32))
    cells = np.asarray(Image.fromarray(length).resize((width, height), Image.Resampling.BOX))
    _, which, counts = np.unique(np.maximum(cells, _STILL), return_inverse=True, return_counts=True)
    quieter = np.cumsum(counts) - (counts + 1) / 2
    ranks = quieter / max(1, which.size - 1)
    here: Ranks = ranks[which].reshape(height, width).astype(np.float32)
    return here


def learn_repaint(photograph: Picture, painting: Picture, *, by_detail: bool, seed: int) -> Repaint:
    """Which colours of the photograph become which of the painting's, both uint8 (H, W, 3).

    With `by_detail` the quiet places of the photograph take the colours of the painting's quiet
    places and its busy ones those of the busy ones: Vermeer's ground is dark and her face is not,
    Mondrian is black where planes meet. Without it all places are alike.
    """
    parts = _PARTS if by_detail else (0.0, 1.0)
    ranks = busyness(photograph)
    source = _by_part(photograph, ranks, parts)
    target = _by_part(painting, busyness(painting), parts)
    pairs = zip(source, target, strict=True)
    return Repaint(tuple(palette_table(*pair, seed=seed) for pair in pairs), ranks)


def apply_palette(content: Picture, table: ImageFilter.Color3DLUT) -> Picture:
    """`content`, uint8 (H, W, 3), with every colour looked up in the table."""
    return np.asarray(Image.fromarray(content).filter(table))


def with_own_light(repainted: Picture, photograph: Picture, share: float) -> Picture:
    """`repainted` with the photograph's fine light and shade, by `share` from 0 to 1.

    A table that gives half of a painting's palette, one red say, to all tones of a cheek takes the
    eyes and the mouth with them. What is finer than a fortieth of the long edge is drawing, not
    colour: there the differences of grey (Rec. 601) are those of the photograph. Both pictures are
    uint8 (H, W, 3) of one size.
    """
    if not share:
        return repainted
    own, found = _fine_light(photograph), _fine_light(repainted)
    lit = np.empty_like(repainted)
    for top in range(0, len(lit), _BAND_ROWS):
        band = slice(top, top + _BAND_ROWS)
        missing = share * (own[band] - found[band])
        lit[band] = (repainted[band] + missing[..., None]).round().clip(0, 255)
    return lit


def _by_part(picture: Picture, ranks: Ranks, parts: Sequence[float]) -> list[Picture]:
    """The pixels, (1, N, 3), of a picture's places from part to part; none goes without any."""
    small = resize(picture, *size_at(picture, PALETTE_EDGE_PX))
    order = np.argsort(_enlarged(ranks, *small.shape[:2]), axis=None, kind="stable")
    pixels = small.reshape(-1, 3)[order]
    bounds = [round(part * len(pixels)) for part in parts]
    return [pixels[None, low:high] for low, high in pairwise(bounds)]


def _enlarged(ranks: Ranks, height: int, width: int) -> Ranks:
    larger = Image.fromarray(ranks).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(larger)


def _fine_light(picture: Picture) -> npt.NDArray[np.int16]:
    """Grey of uint8 (H, W, 3) less its surroundings: (H, W), -255 to 255."""
    grey = Image.fromarray(np.ascontiguousarray(picture)).convert("L")
    around = grey.filter(ImageFilter.GaussianBlur(max(picture.shape[:2]) * _FINE_SHARE))
    fine: npt.NDArray[np.int16] = np.subtract(np.asarray(grey), np.asarray(around), dtype=np.int16)
    return fine


def palette_table(
    palette_from: Picture, style: Picture, *, seed: int, projections: int = 40
) -> ImageFilter.Color3DLUT:
    """Which colour becomes which, by iterated sliced optimal transport in RGB.

    After Pitié, Kokaram and Dahyot 2005 and Rabin et al. 2011: along each of `projections` random
    bases, move the quantiles of the content's colours to the style's. The map is learnt from
    `palette_from` (the content at a small size, so that it is the same at every scale) and kept as
    a 17³ table. Both pictures are uint8 (H, W, 3).

    Exact transport tears a plain wall into all of the painting's colours, along whatever noise the
    wall has, and a cheek into red and green; so neighbouring colours are made to move alike, at the
    price of an inexact palette (after Rabin, Ferradans and Papadakis 2014).
    """
    draw = np.random.default_rng(seed)
    source, target = palette_from.reshape(-1, 3) / 255.0, style.reshape(-1, 3) / 255.0
    # a flat area is one value many times over, whose quantile is undefined
    source = source + _SPREAD * draw.uniform(-0.5, 0.5, source.shape)
    axis = np.linspace(0, 1, _LUT_EDGE)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")  # red runs fastest in a table
    plain = np.stack([red, green, blue], axis=-1).reshape(-1, 3)
    table, frequency = plain, _frequency(source)
    levels = np.linspace(0, 1, 256)
    for _ in range(projections):
        basis, _ = np.linalg.qr(draw.normal(size=(3, 3)))
        there, goal, grid = source @ basis, target @ basis, table @ basis
        for column in range(3):
            here = np.quantile(there[:, column], levels)
            shift = np.quantile(goal[:, column], levels) - here
            there[:, column] += np.interp(there[:, column], here, shift)
            grid[:, column] += np.interp(grid[:, column], here, shift)
        source, table = there @ basis.T, grid @ basis.T
    table = plain + _eased(table - plain, frequency)
    return ImageFilter.Color3DLUT(_LUT_EDGE, table.clip(0, 1).ravel().tolist())


def _frequency(colors: Floats) -> Floats:
    """How often colours, (N, 3), fall into each cell of a table, (17³, 1); nowhere quite 0."""
    at = (colors * (_LUT_EDGE - 1)).round().astype(int).clip(0, _LUT_EDGE - 1)
    cells = at @ [1, _LUT_EDGE, _LUT_EDGE**2]
    counts = np.bincount(cells, minlength=_LUT_EDGE**3)
    return np.asarray(counts / counts.max() + 1e-4)[:, None]


def _eased(shifts: Floats, frequency: Floats) -> Floats:
    """Shifts, (17³, 3), averaged over near cells, each with the frequency of its colour."""
    return np.asarray(_blurred(shifts * frequency) / _blurred(frequency))


def _blurred(table: Floats) -> Floats:
    """A table, (17³, C), under a Gaussian along each of its axes."""
    apart = np.subtract.outer(np.arange(_LUT_EDGE), np.arange(_LUT_EDGE)) / _EASE_CELLS
    kernel = np.exp(-(apart**2) / 2)
    cube = table.reshape(_LUT_EDGE, _LUT_EDGE, _LUT_EDGE, -1)
    blurred = np.einsum("ai,bj,ck,ijkn->abcn", kernel, kernel, kernel, cube, optimize=True)
    return np.asarray(blurred).reshape(table.shape)
