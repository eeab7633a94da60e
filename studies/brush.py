"""Painterly rendering: layers of curved bristle strokes, after Haeberli 1990 and Hertzmann 1998.

A *plan* is a float32 `(H, W, 3)` sRGB picture in [0, 1] that says which colour belongs where; a
*flow* (see `studies.flow`) is a float32 `(H, W)` field of angles in radians. All sizes in px hold
at a long edge of 1200 px and scale with the picture. Points are fractions (x, y) from the top left.

    painting = Painting(ground, seed=0)          # ground: (H, W, 3), or a colour and a shape
    painting.lay(plan, flow, Layer(width_px=14, length_px=90))     # many strokes, as planned
    painting.dots(plan, Dots(diameter_px=6))                       # Seurat
    painting.stroke([(.1, .2), (.3, .25)], (.9, .8, .2), Brush(width_px=8))   # one by hand
    picture = painting.picture(relief=0.3)       # float32 (H, W, 3), lit from the upper left

    paint(plan, flow, layers, seed, ground)      # the same in one call

`Brush`, `Layer` and `Dots` are explained in `studies.strokes`. This module neither draws shapes
(`studies.draw`) nor makes orientation fields (`studies.flow`).
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from studies.oklab import to_oklab, to_srgb
from studies.strokes import Brush, Colour, Dots, Floats, Layer
from studies.trace import trace

__all__ = ["Brush", "Dots", "Layer", "Painting", "impasto", "paint"]

Point = tuple[float, float]

_SHIFT_BITS = 4  # cv2 draws with 1/16 px
_OVERSAMPLE = 2


class Painting:
    """A wet canvas: `uint8` at twice the size, with a height map of the paint beside it."""

    def __init__(
        self, ground: Floats | Colour, *, seed: int = 0, shape: tuple[int, int] | None = None
    ) -> None:
        """Start from a picture `(H, W, 3)`, or from one colour and a `(height, width)` shape."""
        base = np.asarray(ground, np.float32)
        if base.ndim == 1:
            if shape is None:
                raise ValueError("A ground of one colour needs a shape (height, width).")
            base = np.broadcast_to(base, (*shape, 3))
        self.shape: tuple[int, int] = (base.shape[0], base.shape[1])
        self.unit = max(self.shape) / 1200.0
        self._random = np.random.default_rng(seed)
        size = (self.shape[1] * _OVERSAMPLE, self.shape[0] * _OVERSAMPLE)
        grown = cv2.resize(np.ascontiguousarray(base), size, interpolation=cv2.INTER_LINEAR)
        self._wet = np.round(np.clip(grown, 0, 1) * 255).astype(np.uint8)
        self._height = np.full(self._wet.shape[:2], 60, np.uint8)

    def lay(self, plan: Floats, flow: Floats, layer: Layer) -> None:
        """Cover the canvas with one layer of strokes after `plan`, along `flow`."""
        angles = flow if layer.flow is None else layer.flow
        starts = self._starts(plan, layer)
        lab = to_oklab(plan)
        stretch = self._spread(len(starts), layer.vary)
        length = np.asarray(layer.length_px * self.unit * stretch, np.float32)
        tilt: Floats = self._random.normal(0, layer.wobble, len(starts)).astype(np.float32)
        paths, counts = trace(starts, length, tilt, self.unit, lab, angles, layer)
        own = lab[starts[:, 1].astype(int), starts[:, 0].astype(int)]
        colours = to_srgb(self._vary(own, layer.jitter, layer))
        widths = layer.width_px * self._spread(len(starts), layer.vary)
        for path, (first, last), colour, width in zip(paths, counts, colours, widths, strict=True):
            if last - first >= 2:
                brush = replace(layer.brush, width_px=float(width))
                self._drag(path[first:last], colour, brush)

    def dots(self, plan: Floats, dots: Dots, flow: Floats | None = None) -> None:
        """Set touches of pure colour after `plan`; along `flow`, or each its own way."""
        spacing = dots.spacing_px or dots.diameter_px * 0.8
        places = self._places(spacing, dots.chance, dots.mask)
        rows, columns = places[:, 1].astype(int), places[:, 0].astype(int)
        own = to_oklab(plan[rows, columns])
        flip = self._random.random(len(own)) < dots.complement
        turned = own * np.array([1, -1, -1], np.float32)
        own = np.where(flip[:, None], own + (turned - own) * dots.complement_pull, own)
        colours = to_srgb(self._vary(own, dots.jitter, dots))
        radii = dots.diameter_px / 2 * self.unit * self._spread(len(own), dots.vary)
        if flow is None:
            angles = self._random.uniform(0, np.pi, len(own))
        else:
            angles = flow[rows, columns] + self._random.normal(0, 0.25, len(own))
        for place, colour, radius, angle in zip(places, colours, radii, angles, strict=True):
            self._touch(place, colour, float(radius), float(angle), dots)

    def stroke(
        self, points: Sequence[Point] | Floats, colour: Colour, brush: Brush | None = None
    ) -> None:
        """Drag one stroke by hand through `points` (fractions), smoothed into a curve."""
        path = _smooth(np.asarray(points, np.float64) * (self.shape[1], self.shape[0]))
        self._drag(path, np.asarray(colour, np.float32), brush or Brush())

    def picture(self, *, relief: float = 0.25, gloss: float = 0.06) -> Floats:
        """Return the dry picture, float32 `(H, W, 3)` in [0, 1], lit from the upper left.

        `relief` scales the shading of the paint's ridges, `gloss` the light that glances off them.
        """
        colour: Floats = (self._wet / 255.0).astype(np.float32)
        if relief > 0 or gloss > 0:
            colour = impasto(colour, (self._height / 255.0).astype(np.float32), relief, gloss)
        size = (self.shape[1], self.shape[0])
        small = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
        return np.clip(small, 0, 1).astype(np.float32)

    def seen(self) -> Floats:
        """Return the canvas as it is now, without relief: float32 `(H, W, 3)` in [0, 1]."""
        return self.picture(relief=0, gloss=0)

    def _starts(self, plan: Floats, layer: Layer) -> Floats:
        spacing = layer.spacing_px or layer.width_px * 0.75
        places = self._places(spacing, layer.chance, layer.mask)
        if layer.threshold > 0:
            sigma = max(0.8, layer.width_px * self.unit / 3)
            gap = to_oklab(self.seen()) - to_oklab(plan)
            error = np.linalg.norm(cv2.GaussianBlur(gap, (0, 0), sigma), axis=2)
            wrong = error[places[:, 1].astype(int), places[:, 0].astype(int)]
            places = places[wrong > layer.threshold]
        return places

    def _places(self, spacing_px: float, chance: float, mask: Floats | None) -> Floats:
        """Return a jittered grid of px positions (x, y) in random order, thinned by the mask."""
        height, width = self.shape
        step = max(1.0, spacing_px * self.unit)
        y, x = np.meshgrid(np.arange(0, height, step), np.arange(0, width, step), indexing="ij")
        places = np.stack([x.ravel(), y.ravel()], axis=1)
        places = places + self._random.uniform(0, step, places.shape)
        keep = (places[:, 0] < width) & (places[:, 1] < height)
        keep &= self._random.random(len(places)) < chance
        places = places[keep]
        if mask is not None:
            here = mask[places[:, 1].astype(int), places[:, 0].astype(int)]
            places = places[self._random.random(len(places)) < here]
        return np.asarray(self._random.permutation(places), np.float32)

    def _spread(self, count: int, share: float) -> Floats:
        """Return factors around 1, never below 0.3."""
        return np.asarray(np.maximum(0.3, self._random.normal(1, share, count)), np.float32)

    def _vary(self, lab: Floats, jitter: tuple[float, float], kind: Layer | Dots) -> Floats:
        """Return each stroke's colour: the plan's, leaned to an accent for some, then shaken."""
        varied = lab.copy()
        if len(kind.accents) and kind.accent_share > 0:
            choice = self._random.integers(len(kind.accents), size=len(lab))
            wanted = to_oklab(np.asarray(kind.accents, np.float32))[choice]
            leaning = self._random.random(len(lab)) < kind.accent_share
            pull = np.where(leaning, kind.accent_pull, 0)[:, None]
            varied = varied + (wanted - varied) * pull
        shake = self._random.normal(0, 1, lab.shape) * (jitter[0], jitter[1], jitter[1])
        return np.asarray(varied + shake, np.float32)

    def _drag(self, path: Floats, colour: Floats, brush: Brush) -> None:
        """Draw one stroke, bristle by bristle, over the wet canvas; `path` `(n, 2)` in px."""
        if len(path) < 5:
            path = _smooth(path.astype(np.float64), gap=max(1.0, brush.width_px * self.unit / 3))
        width = brush.width_px * self.unit
        count = int(np.clip(round(brush.width_px / brush.bristle_px), 2, 40))
        offset = np.linspace(-0.5, 0.5, count) + self._random.normal(0, 0.12 / count, count)
        lines = _bristles(path, offset * width * (1 - 1 / count), brush.taper)
        lines = lines * _OVERSAMPLE
        tones = self._load(lines[:, len(path) // 3], colour, offset, brush)
        ridge = np.clip(self._random.normal(0, 26, count) + 150 * brush.body, 20, 255)
        late = self._random.uniform(0, brush.ragged, (2, count)) * len(path)
        thick = max(1, round(width / count * _OVERSAMPLE * 1.35))
        fixed = np.round(lines * (1 << _SHIFT_BITS)).astype(np.int32)
        for index in self._random.permutation(count):
            line = fixed[index, int(late[0, index]) : len(path) - int(late[1, index])]
            if len(line) < 2:
                continue
            tone = tuple(int(part) for part in tones[index])
            cv2.polylines(self._wet, [line], False, tone, thick, cv2.LINE_AA, _SHIFT_BITS)
            up = int(ridge[index])
            cv2.polylines(self._height, [line], False, up, thick, cv2.LINE_8, _SHIFT_BITS)

    def _load(
        self, where: Floats, colour: Floats, offset: npt.NDArray[np.float64], brush: Brush
    ) -> npt.NDArray[np.float64]:
        """Return the colour of each bristle, `(count, 3)` in 0..255, mixed with what lies below."""
        lab = np.repeat(to_oklab(colour)[None], len(offset), axis=0)
        if brush.second is not None:
            flank = np.clip(offset * 2 * self._random.choice([-1.0, 1.0]) + 0.1, 0, 1)[:, None]
            lab = lab + (to_oklab(brush.second) - lab) * flank
        lab[:, 0] += self._random.normal(0, brush.streak, len(offset))
        lab[:, 1:] += self._random.normal(0, brush.hue_streak, (len(offset), 2))
        tones = to_srgb(lab) * 255.0
        if brush.opacity < 1:
            height, width = self._wet.shape[:2]
            columns = np.clip(where[:, 0], 0, width - 1).astype(int)
            rows = np.clip(where[:, 1], 0, height - 1).astype(int)
            tones = tones * brush.opacity + self._wet[rows, columns] * (1 - brush.opacity)
        return np.asarray(np.round(tones), np.float64)

    def _touch(
        self, place: Floats, colour: Floats, radius: float, angle: float, dots: Dots
    ) -> None:
        centre = place * _OVERSAMPLE
        below = self._wet[int(place[1]) * _OVERSAMPLE, int(place[0]) * _OVERSAMPLE]
        tone = tuple(
            round(float(c) * 255 * dots.opacity + float(b) * (1 - dots.opacity))
            for c, b in zip(colour, below, strict=True)
        )
        scale = _OVERSAMPLE * (1 << _SHIFT_BITS)
        axes = (
            round(radius * dots.stretch**0.5 * scale),
            round(radius / dots.stretch**0.5 * scale),
        )
        middle = (round(float(centre[0]) * 16), round(float(centre[1]) * 16))
        turn, full = float(np.degrees(angle)), 360
        cv2.ellipse(self._wet, middle, axes, turn, 0, full, tone, -1, cv2.LINE_AA, _SHIFT_BITS)
        up = int(np.clip(self._random.normal(150 * dots.body, 25), 20, 255))
        cv2.ellipse(self._height, middle, axes, turn, 0, full, up, -1, cv2.LINE_8, _SHIFT_BITS)


def paint(
    plan: Floats,
    flow: Floats,
    layers: Sequence[Layer],
    seed: int = 0,
    ground: Floats | Colour | None = None,
    *,
    relief: float = 0.25,
) -> Floats:
    """Return `plan` painted in `layers`, large strokes first: float32 `(H, W, 3)` in [0, 1].

    `ground` is what shows between strokes: a picture, a colour, or none for the plan itself.
    """
    under = plan if ground is None else ground
    painting = Painting(under, seed=seed, shape=(plan.shape[0], plan.shape[1]))
    for layer in layers:
        painting.lay(plan, flow, layer)
    return painting.picture(relief=relief)


def impasto(colour: Floats, height: Floats, relief: float = 0.25, gloss: float = 0.06) -> Floats:
    """Return `colour` `(H, W, 3)` shaded by a height map `(H, W)` in [0, 1], light from upper left.

    A flat height changes nothing.
    """
    soft = cv2.GaussianBlur(height, (0, 0), 1.2)
    slope_x = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3) / 8
    slope_y = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3) / 8
    facing = np.clip((slope_x + slope_y) * 8.0, -1, 1)  # rising to the lower right faces the light
    shaded = colour * (1 + relief * facing[..., None])
    glint = np.clip(facing - 0.25, 0, 1)[..., None] * gloss
    return np.clip(shaded + glint * (1 - shaded), 0, 1).astype(np.float32)


def _bristles(path: Floats, offset_px: npt.NDArray[np.float64], taper: float) -> Floats:
    """Return parallel lines `(bristles, n, 2)` beside `path` `(n, 2)`, drawn in at both ends."""
    tangent = np.gradient(path.astype(np.float64), axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    along = np.linspace(-1, 1, len(path))
    spread = 1 - taper * np.abs(along) ** 3
    moved = path[None] + normal[None] * (offset_px[:, None] * spread[None])[..., None]
    return moved.astype(np.float32)


def _smooth(points: npt.NDArray[np.float64], gap: float = 4.0) -> Floats:
    """Return a Catmull-Rom curve through `points` with a point every `gap` px or so."""
    if len(points) == 2:
        points = np.stack([points[0], points.mean(axis=0), points[1]])
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        count = max(2, int(np.hypot(*(c - b)) / gap))
        t = np.arange(count)[:, None] / count
        cubic = (3 * b - a - 3 * c + d) * t**3 + (2 * a - 5 * b + 4 * c - d) * t**2
        pieces.append(0.5 * (2 * b + (c - a) * t + cubic))
    return np.concatenate([*pieces, points[-1:]]).astype(np.float32)
