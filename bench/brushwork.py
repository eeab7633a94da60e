"""What can be said of a painting in numbers: its palette, the way its strokes run, their size.

Pure numpy and OpenCV on pictures, uint8 `(H, W, 3)` sRGB, all brought to one long edge first, so
that a study of 1200 px and a reproduction of 600 px are read alike. Nothing here knows of networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bench.quality.palette import directions as palette_axes
from nst.colors import to_oklab
from nst.images import resize, size_at
from nst.records import Picture

Floats = npt.NDArray[np.floating[Any]]

LONG_EDGE_PX = 512
SAMPLE = 20_000
BINS = 36  # of 5 degrees
OCTAVES = 6
_EDGE_SIGMA_PX = 1.0
_STROKE_SIGMA_PX = 4.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Brushwork:
    """The statistics of one picture.

    `palette`: quantiles of the OKLab colours, see `palette_profile`. `directions`: share of all
    edges in each of 36 bins of the angle of the strokes, 0 to 180 degrees from the x axis towards
    y. `field`: double-angle vectors `(8, 8, 2)`, the mean direction in each cell of an 8 × 8 grid,
    as long as it is certain. `coherence`: 0 (no direction) to 1 (parallel strokes everywhere),
    weighted by contrast. `octaves`: root mean square of lightness in each octave, finest first.
    """

    palette: Floats
    directions: Floats
    field: Floats
    coherence: float
    octaves: Floats

    @property
    def wavelength_px(self) -> float:
        """Dominant scale: wavelength in px at a long edge of 512, octaves weighted by energy."""
        share = self.octaves**2 / np.sum(self.octaves**2)
        return float(2 ** np.sum(share * (np.arange(OCTAVES) + 1.5)))


def read(picture: Picture) -> Brushwork:
    """Measure one picture."""
    small = resize(picture, *size_at(picture, LONG_EDGE_PX))
    lab = to_oklab(small / 255.0)
    light = lab[..., 0].astype(np.float32)
    along, across, cross = _structure(light)
    contrast = along + across
    double = np.stack([along - across, 2 * cross], axis=-1)  # of the gradient: strokes lie across
    strength = np.linalg.norm(double, axis=-1)
    angle = (np.arctan2(double[..., 1], double[..., 0]) / 2 + np.pi / 2) % np.pi
    # the root keeps a few hard outlines from outvoting all strokes
    weight = np.sqrt(strength)
    directions, _ = np.histogram(angle, BINS, (0, np.pi), weights=weight)
    unit = -double / (strength[..., None] + 1e-9) * weight[..., None]
    cells = cv2.resize(unit.astype(np.float32), (8, 8), interpolation=cv2.INTER_AREA)
    heavy = cv2.resize(np.sqrt(contrast).astype(np.float32), (8, 8), interpolation=cv2.INTER_AREA)
    return Brushwork(
        palette=palette_profile(lab),
        directions=directions / max(directions.sum(), 1e-12),
        field=cells / (heavy[..., None] + 1e-9),
        coherence=float(strength.sum() / max(float(contrast.sum()), 1e-12)),
        octaves=_octaves(light),
    )


def palette_profile(lab: Floats) -> Floats:
    """OKLab colours `(..., 3)` as 256 quantiles along each of 64 directions, `(256, 64)`.

    What `bench.quality.palette` compares, kept for many comparisons, and of a seeded sample of the
    pixels: enough for the third decimal of a distance.
    """
    pixels = lab.reshape(-1, 3)
    if len(pixels) > SAMPLE:
        pixels = pixels[np.random.default_rng(0).choice(len(pixels), SAMPLE, replace=False)]
    sorted_ = np.sort(pixels @ palette_axes(), axis=0)
    places = ((np.arange(256) + 0.5) / 256 * len(sorted_)).astype(int)
    return np.asarray(sorted_[places])


def palette_distance(one: Floats, other: Floats) -> float:
    """Sliced Wasserstein-1 distance of two palette profiles, in units of OKLab.

    The mean over directions of the mean distance between quantiles (Rabin et al. 2011); 0.01 can
    just be seen side by side, black to white is about 0.5.
    """
    return float(np.abs(one - other).mean())


def direction_distance(one: Floats, other: Floats) -> float:
    """Earth mover's distance of two direction histograms on the circle of lines, in degrees.

    Strokes all turned by 10 degrees are 10 apart; 45 is the most a flat histogram can be from
    one direction. On a circle the best starting point is the median of the running difference.
    """
    running = np.cumsum(one - other)
    return float(np.abs(running - np.median(running)).sum() * 180 / len(one))


def field_agreement(one: Floats, other: Floats) -> float:
    """How far strokes run the same way in the same place: 1 the same, 0 by chance, -1 crossed."""
    certain = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    return float((one * other).sum() / max(float(certain.sum()), 1e-12))


def scale_distance(one: Floats, other: Floats) -> float:
    """Mean difference between octave contrasts in octaves (factors of 2): 0 is the same grain."""
    return float(np.abs(np.log2((one + 1e-4) / (other + 1e-4))).mean())


def distances(one: Brushwork, other: Brushwork) -> dict[str, float]:
    """Every distance between two pictures; `field` is 1 less the agreement, so 0 is the same."""
    return {
        "palette": palette_distance(one.palette, other.palette),
        "directions": direction_distance(one.directions, other.directions),
        "field": 1 - field_agreement(one.field, other.field),
        "scale": scale_distance(one.octaves, other.octaves),
    }


def _structure(light: Floats) -> tuple[Floats, Floats, Floats]:
    """The structure tensor: xx, yy and xy of the gradient, averaged over a stroke's width."""
    soft = cv2.GaussianBlur(light, (0, 0), _EDGE_SIGMA_PX)
    right = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3)
    xx, yy, xy = (
        np.asarray(cv2.GaussianBlur(product, (0, 0), _STROKE_SIGMA_PX), np.float32)
        for product in (right * right, down * down, right * down)
    )
    return xx, yy, xy


def _octaves(light: Floats) -> Floats:
    """Root mean square of each level of a Laplacian pyramid, finest first."""
    energies = []
    for _ in range(OCTAVES):
        half = cv2.pyrDown(light)
        grown = cv2.pyrUp(half, dstsize=light.shape[::-1])
        energies.append(float(np.sqrt(np.mean((light - grown) ** 2))))
        light = np.asarray(half, np.float32)
    return np.array(energies)
