"""Colours in OKLab (Ottosson 2020), where equal distances look about equally large.

Arrays are float32 with colour in the last axis; sRGB is encoded (gamma) and in [0, 1].
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Matrices M1 (linear sRGB to cone response) and M2 of https://bottosson.github.io/posts/oklab/
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_oklab(srgb: npt.ArrayLike) -> Floats:
    """Return OKLab (L in [0, 1], a and b about ±0.4) of sRGB colours `(..., 3)`."""
    encoded = np.asarray(srgb, np.float64)
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T, np.float32)


def to_srgb(oklab: npt.ArrayLike) -> Floats:
    """Return sRGB `(..., 3)` in [0, 1] of OKLab colours; what lies outside sRGB is clipped."""
    cones = (np.asarray(oklab, np.float64) @ np.linalg.inv(_TO_LAB).T) ** 3
    linear = np.clip(cones @ np.linalg.inv(_TO_CONES).T, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.clip(encoded, 0.0, 1.0), np.float32)
