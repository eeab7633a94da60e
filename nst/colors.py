"""Colour: OKLab, and keeping the photograph's own colours.

Pure numpy on whole pictures; nothing here knows of networks.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

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

_BAND_ROWS = 128
"""Rows whose colours are computed at a time: in fp64 a picture takes 24 times its bytes."""


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
