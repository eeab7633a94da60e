"""Colour: OKLab, keeping the photograph's colours, and moving its palette to the painting's.

Pure numpy on whole pictures; nothing here knows of networks.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from nst.records import Picture

Floats = npt.NDArray[np.floating[Any]]

# Björn Ottosson, "A perceptual color space for image processing" (2020).
_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
PALETTE_EDGE_PX = 128
"""Long edge at which colours are compared, so that a palette means the same at every size."""

_LUT_EDGE = 33
_BAND_ROWS = 128
"""Rows whose colours are computed at a time: in fp64 a picture takes 24 times its bytes."""
_FINE_SHARE = 1 / 40
"""Of the long edge: the deviation of the blur that parts drawing from broad colour."""
_EASE_CELLS = 1.5
"""Deviation over which shifts of colour are averaged, in cells of the table: 1/32 of a channel."""


def to_oklab(rgb: Floats) -> Floats:
    """sRGB in [0, 1], (..., 3), as OKLab: lightness in [0, 1] and two colour axes about 0."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _RGB_TO_LMS.T) @ _LMS_TO_LAB.T)


def from_oklab(lab: Floats) -> Floats:
    """OKLab, (..., 3), as sRGB clipped to [0, 1]."""
    lms = (lab @ np.linalg.inv(_LMS_TO_LAB).T) ** 3
    linear = (lms @ np.linalg.inv(_RGB_TO_LMS).T).clip(0, 1)
    return np.asarray(
        np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    )


def blend_colors(painted: Picture, content: Picture, colors: float) -> Picture:
    """The lightness of `painted` with colours between the photograph's (0) and its own (1).

    Luminance-only transfer of Gatys et al. 2017, done afterwards and in OKLab, so that it can
    be changed without painting again. Both pictures are uint8 (H, W, 3) of one size.
    """
    if colors >= 1:
        return painted
    blended = np.empty_like(painted)
    for top in range(0, len(painted), _BAND_ROWS):
        band = slice(top, top + _BAND_ROWS)
        lab, own = to_oklab(painted[band] / 255.0), to_oklab(content[band] / 255.0)
        lab[..., 1:] = colors * lab[..., 1:] + (1 - colors) * own[..., 1:]
        blended[band] = (from_oklab(lab) * 255).round()
    return blended


def apply_palette(content: Picture, table: ImageFilter.Color3DLUT) -> Picture:
    """`content`, uint8 (H, W, 3), with every colour looked up in the table."""
    return np.asarray(Image.fromarray(content).filter(table))


def repaint(photograph: Picture, table: ImageFilter.Color3DLUT, own_light: float) -> Picture:
    """The photograph in the table's colours, with its own fine light by that share."""
    return with_own_light(apply_palette(photograph, table), photograph, own_light)


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
    a 33³ table. Both pictures are uint8 (H, W, 3).

    Exact transport tears a plain wall into all of the painting's colours, along whatever noise the
    wall has, and a cheek into red and green; so neighbouring colours are made to move alike, at the
    price of an inexact palette (after Rabin, Ferradans and Papadakis 2014).
    """
    draw = np.random.default_rng(seed)
    source = palette_from.reshape(-1, 3) / 255.0
    # a flat area is one value many times over, whose quantile is undefined: spread it over a cell
    source = source + draw.uniform(-0.5, 0.5, source.shape) / (_LUT_EDGE - 1)
    target = style.reshape(-1, 3) / 255.0
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
    """How often colours, (N, 3), fall into each cell of a table, (33³, 1); nowhere quite 0."""
    at = (colors * (_LUT_EDGE - 1)).round().astype(int).clip(0, _LUT_EDGE - 1)
    cells = at @ [1, _LUT_EDGE, _LUT_EDGE**2]
    counts = np.bincount(cells, minlength=_LUT_EDGE**3)
    return np.asarray(counts / counts.max() + 1e-4)[:, None]


def _eased(shifts: Floats, frequency: Floats) -> Floats:
    """Shifts, (33³, 3), averaged over near cells, each with the frequency of its colour."""
    return np.asarray(_blurred(shifts * frequency) / _blurred(frequency))


def _blurred(table: Floats) -> Floats:
    """A table, (33³, C), under a Gaussian along each of its axes."""
    apart = np.subtract.outer(np.arange(_LUT_EDGE), np.arange(_LUT_EDGE)) / _EASE_CELLS
    kernel = np.exp(-(apart**2) / 2)
    cube = table.reshape(_LUT_EDGE, _LUT_EDGE, _LUT_EDGE, -1)
    blurred = np.einsum("ai,bj,ck,ijkn->abcn", kernel, kernel, kernel, cube, optimize=True)
    return np.asarray(blurred).reshape(table.shape)
