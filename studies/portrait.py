"""Soft modelling for painted heads: skin from touches of colour, edges that are found and lost.

A painter lays a few mixed tones where the form turns and fuses them with a dry brush. `modelled`
does the same: touches (x, y, colour) become one smooth picture. `paint_eye` lays an eye with its
moist light on a canvas of `studies.draw`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from scipy.interpolate import RBFInterpolator

from studies.draw import (
    Canvas,
    Colour,
    Mask,
    Picture,
    Points,
    Size,
    polygon_mask,
    radial,
    rgb,
    smooth,
)
from studies.oklab import to_oklab, to_srgb

Touch = tuple[float, float, str]

_COARSE_EDGE = 220  # modelling is smooth: solved small, enlarged after


def modelled(size: Size, touches: Sequence[Touch], *, fuse: float = 0.0) -> Picture:
    """Fuse touches (x, y, "#rrggbb") into one smooth picture (H, W, 3), sRGB in [0, 1].

    Exact at every touch while `fuse` is 0; larger values let close touches blend. Outside the
    touches the nearest tones are carried on. Needs at least three touches, no two at one place.
    """
    if len(touches) < 3:
        raise ValueError(f"{len(touches)} touches cannot model a form; give at least 3.")
    aspect = np.array([size[1], size[0]], np.float64) / max(size)
    places = np.array([(x, y) for x, y, _ in touches]) * aspect
    tones = to_oklab(np.stack([rgb(colour) for _, _, colour in touches]))
    field = RBFInterpolator(places, tones, kernel="linear", smoothing=fuse, degree=0)
    rows, columns = (max(2, round(edge * _COARSE_EDGE / max(size))) for edge in size)
    y, x = (np.mgrid[:rows, :columns] + 0.5) / np.array([rows, columns])[:, None, None]
    grid = np.stack([x.ravel(), y.ravel()], axis=1) * aspect
    coarse = field(grid).reshape(rows, columns, 3).astype(np.float32)
    smoothed = cv2.GaussianBlur(coarse, (0, 0), 0.8)
    return to_srgb(cv2.resize(smoothed, size[::-1], interpolation=cv2.INTER_CUBIC))


def edge_softness(size: Size, points: Points, widths: Sequence[tuple[float, float, float]]) -> Mask:
    """Mask of a closed outline whose edge is sharp here and lost there.

    `widths` are (x, y, softness) marks; softness is the blur (fraction of the long edge) wanted
    near that mark. The mask is blended from four blurs by the mark that weighs most nearby.
    """
    steps = np.array([0.0012, 0.004, 0.010, 0.024], np.float32)
    stack = np.stack([polygon_mask(size, points, soften=float(step)) for step in steps])
    total = np.zeros(size, np.float32)
    weighted = np.zeros(size, np.float32)
    for x, y, softness in widths:
        weight = 1 / (radial(size, (x, y), (0.03, 0.03)) ** 3 + 0.02)
        weighted += weight * np.log(max(softness, 1e-4))
        total += weight
    wanted = np.interp(weighted / total, np.log(steps), np.arange(len(steps)))
    mask = np.zeros(size, np.float32)
    for level in range(len(steps)):
        mask += stack[level] * np.clip(1 - np.abs(wanted - level), 0, 1).astype(np.float32)
    return mask


@dataclass(frozen=True)
class Eye:
    """One eye in fractions of the picture; radii in fractions of the long edge.

    `upper` and `lower` run from the left corner to the right one; together they bound the eyeball.
    """

    upper: Points
    lower: Points
    iris: tuple[float, float]
    iris_radii: tuple[float, float]
    glint: tuple[float, float]
    glint_radius: float
    white: Picture | str
    shade: Colour
    iris_rim: str = "#2a211b"
    iris_light: str = "#6d6459"
    lash: str = "#2b1d15"
    lash_width: float = 0.0028
    pupil_share: float = 0.52


def paint_eye(canvas: Canvas, eye: Eye, *, soften: float = 0.0009) -> None:
    """Lay eyeball, iris with its lower light, pupil, lid shadow, lash line and glint."""
    size = canvas.size
    upper, lower = smooth(eye.upper), smooth(eye.lower)
    ball = polygon_mask(size, np.vstack([upper, lower[::-1]]), soften=soften)
    canvas.paint(ball, eye.white)
    _shade_under_lid(canvas, ball, upper, eye)
    across = radial(size, eye.iris, eye.iris_radii)
    iris = np.clip((1 - across) / 0.12 + 0.5, 0, 1) * ball
    canvas.paint(iris, eye.iris_rim, 0.97)
    lower_light = (eye.iris[0] + eye.iris_radii[0] * 0.25, eye.iris[1] + eye.iris_radii[1] * 0.42)
    glow = np.clip(1.25 - radial(size, lower_light, eye.iris_radii) * 1.5, 0, 1) * iris
    canvas.paint(np.clip(glow, 0, 1), eye.iris_light, 0.8)
    pupil_radii = (eye.iris_radii[0] * eye.pupil_share, eye.iris_radii[1] * eye.pupil_share)
    pupil = np.clip((1 - radial(size, eye.iris, pupil_radii)) / 0.35 + 0.5, 0, 1) * ball
    canvas.paint(pupil, "#15100d", 0.95)
    canvas.line(
        upper, (0.0008, eye.lash_width, eye.lash_width * 0.9, 0.001), eye.lash, 0.9, soften=soften
    )
    canvas.ellipse(
        eye.glint, (eye.glint_radius, eye.glint_radius * 1.1), "#fdfaf0", soften=soften * 0.7
    )


def _shade_under_lid(canvas: Canvas, ball: Mask, upper: Points, eye: Eye) -> None:
    """The upper lid throws a soft shadow on the eyeball; without it an eye stares."""
    size = canvas.size
    drop = eye.iris_radii[1] * 0.5 * max(size) / size[0]
    lid = np.vstack([np.subtract(upper, (0, 4 * drop)), np.add(upper, (0, drop))[::-1]])
    shadow = polygon_mask(size, lid, soften=drop * 0.6)
    canvas.paint(shadow * ball, eye.shade, 0.55, mode="multiply")
