"""Ornament of the Vienna Secession: spirals, watching eyes, tiles, gold grain, flower rosettes.

Every motif is drawn on a `studies.draw.Canvas`; places are fractions (x, y) of width and height,
lengths fractions of the long edge. Nothing here knows a particular painting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from studies.draw import Canvas, Colour, Mask, Picture, Size, fbm, mix, rgb, value_noise

Point = tuple[float, float]
Random = np.random.Generator
T = TypeVar("T")

GOLD_DARK, GOLD, GOLD_LIGHT, GOLD_GLEAM = "#7a4a0e", "#b5761f", "#dda640", "#f4d684"
INK, SILVER, BLUE = "#140c0a", "#b9b0a8", "#22267a"


@dataclass(frozen=True)
class Frame:
    """Places in a motif's own square, -1 to 1, carried to the picture at any angle."""

    size: Size
    centre: Point
    radii: tuple[float, float]
    turn_deg: float = 0.0

    def point(self, x: float, y: float) -> Point:
        """One place of the motif's square, as fractions of the picture."""
        across, down = self([(x, y)])[0]
        return float(across), float(down)

    def __call__(
        self, points: Sequence[Point] | npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Fractions of the picture, `(N, 2)`, of points given in the motif's square."""
        local = np.asarray(points, dtype=np.float64) * self.radii
        turn = np.radians(self.turn_deg)
        x = local[:, 0] * np.cos(turn) - local[:, 1] * np.sin(turn)
        y = local[:, 0] * np.sin(turn) + local[:, 1] * np.cos(turn)
        edge = max(self.size)
        return np.stack(
            [self.centre[0] + x * edge / self.size[1], self.centre[1] + y * edge / self.size[0]], 1
        )


def spiral_points(
    turns: float, start_deg: float = 0, *, left: bool = False
) -> npt.NDArray[np.float64]:
    """Archimedean spiral from the middle to radius 1, `(N, 2)` in the motif's square."""
    angle = np.linspace(0, turns * 2 * np.pi, max(12, int(turns * 26)))
    radius = 0.06 + 0.94 * angle / angle[-1]
    way = -1 if left else 1
    turned = way * angle + np.radians(start_deg)
    return np.stack([radius * np.cos(turned), radius * np.sin(turned)], axis=1)


@dataclass(frozen=True)
class Ridge:
    """A drawn line; with a `shadow` below right it stands up like raised gesso."""

    colour: Colour
    width: float = 0.0016
    shadow: Colour | None = None


def spiral(
    canvas: Canvas, centre: Point, radius: float, ridge: Ridge,
    *, turns: float = 2.5, start_deg: float = 0, left: bool = False,
) -> None:  # fmt: skip
    """Draw one spiral, from its middle outwards."""
    place = Frame(canvas.size, centre, (radius, radius))
    path = place(spiral_points(turns, start_deg, left=left))
    if ridge.shadow is not None:
        canvas.line(path + 0.0009, ridge.width * 1.25, ridge.shadow, 0.7)
    canvas.line(path, ridge.width, ridge.colour)


def spiral_field(
    canvas: Canvas, places: Sequence[tuple[float, float, float]], rng: Random, ridge: Ridge
) -> None:
    """Spirals at (x, y, radius), turned each its own way."""
    for x, y, radius in places:
        start, left = float(rng.uniform(0, 360)), bool(rng.random() < 0.5)
        turns = float(rng.uniform(1.9, 3.1)) if radius > 0.008 else 1.4
        spiral(canvas, (x, y), radius, ridge, turns=turns, start_deg=start, left=left)


def scatter(
    mask: Mask, radius: tuple[float, float], count: int, rng: Random, *, gap: float = 0.0
) -> list[tuple[float, float, float]]:
    """Discs (x, y, radius) that do not touch, inside `mask`, large ones first.

    Throws `count` darts; radii fall from the second to the first number of `radius`.
    """
    height, width = mask.shape
    edge = max(mask.shape)
    rows, columns = np.nonzero(mask > 0.5)
    found: list[tuple[float, float, float]] = []
    if len(rows) == 0:
        return found
    taken = np.empty((0, 3))
    for dart in range(count):
        reach = radius[1] + (radius[0] - radius[1]) * (dart / count) ** 0.5
        pick = int(rng.integers(len(rows)))
        x, y = float(columns[pick]) / edge, float(rows[pick]) / edge
        far = np.hypot(taken[:, 0] - x, taken[:, 1] - y)
        if np.all(far > taken[:, 2] + reach + gap):
            taken = np.vstack([taken, (x, y, reach)])
            found.append((x * edge / width, y * edge / height, reach))
    return found


def disc(
    canvas: Canvas,
    centre: Point,
    radii: tuple[float, float],
    rings: Sequence[Colour],
    *,
    rim: Colour = "#5a3a16",
    rim_width: float = 0.0009,
) -> None:
    """Nested discs, outermost colour first, with a thin dark rim."""
    canvas.ellipse(centre, (radii[0] + rim_width, radii[1] + rim_width), rim)
    for index, colour in enumerate(rings):
        share = 1 - index / len(rings)
        canvas.ellipse(centre, (radii[0] * share, radii[1] * share), colour)


@dataclass(frozen=True)
class Gaze:
    """Colours of one watching eye."""

    white: Colour = "#cfc8bf"
    rim: Colour = "#6b4312"
    iris: Colour = GOLD_LIGHT
    pupil: Colour = INK


def eye(
    canvas: Canvas, centre: Point, half_width: float, gaze: Gaze,
    *, height: float = 0.34, iris_share: float = 0.3,
) -> None:  # fmt: skip
    """The almond eye of the golden dress: rim, white, iris and pupil."""
    x = np.linspace(-1, 1, 41)
    lid = (1 - np.abs(x) ** 1.6) ** 1.25
    almond = np.concatenate([np.stack([x, -lid], 1), np.stack([x[::-1], lid[::-1] * 0.85], 1)])
    tall = half_width * height
    for colour, grow in ((gaze.rim, 1.22), (gaze.white, 1.0)):
        place = Frame(canvas.size, centre, (half_width * (grow * 0.4 + 0.6), tall * grow))
        canvas.polygon(place(almond), colour)
    reach = half_width * iris_share
    canvas.ellipse(centre, (reach * 1.12, tall * 0.86), gaze.rim)
    canvas.ellipse(centre, (reach, tall * 0.78), gaze.iris)
    canvas.ellipse(centre, (reach * 0.48, tall * 0.46), gaze.pupil)
    canvas.ellipse((centre[0] - 0.0008, centre[1] - 0.0008), (reach * 0.14, tall * 0.15), "#f4efe6")


def ridged_triangle(
    canvas: Canvas,
    centre: Point,
    radii: tuple[float, float],
    *,
    ground: Colour = GOLD,
    ridge: Colour = GOLD_GLEAM,
    ridges: int = 4,
) -> None:
    """A triangle of nested raised chevrons, point up."""
    place = Frame(canvas.size, centre, radii)
    canvas.polygon(place([(-1, 1), (0, -1), (1, 1)]), ground)
    for index in range(ridges):
        share = 1 - (index + 0.4) / ridges
        corners = place([(-share, 1), (0, 1 - 2 * share), (share, 1)])
        canvas.line(corners + 0.0008, 0.0016, GOLD_DARK, 0.6)
        canvas.line(corners, 0.0011, ridge, 0.9)


def initials(
    canvas: Canvas, centre: Point, radii: tuple[float, float], ink: Colour, *, ground: Colour | None
) -> None:
    """The split oval, half A and half B, on its tile."""
    place = Frame(canvas.size, centre, radii)
    if ground is not None:
        canvas.polygon(place([(-1.12, -1.1), (1.1, -1.14), (1.14, 1.1), (-1.1, 1.12)]), ground)
        box = place([(-1.12, -1.1), (1.1, -1.14), (1.14, 1.1), (-1.1, 1.12), (-1.12, -1.1)])
        canvas.line(box, 0.001, ink, 0.35)
    angle = np.radians(np.linspace(-78, 78, 24))
    half = np.stack([np.cos(angle) * 0.95, np.sin(angle)], axis=1)
    for way in (-1, 1):
        bow = np.vstack([half, half[:1]]) * (way, 1)
        canvas.line(place(bow), 0.0021, ink)


def gold_grain(size: Size, seed: int, light: Mask, *, flecks: float = 1.0) -> Picture:
    """Leaf gold: leaves of slightly different tone, rubbed, with bright flecks in clouds.

    `light` (H, W) in [0, 1] is the large modelling, dark to bright.
    """
    leaves = value_noise(size, 22, seed) * 0.2 + fbm(size, (6, 40), seed + 3) * 0.2
    tone = np.clip(light * 0.75 + leaves - 0.12 + 0.15 * (fbm(size, 160, seed + 1) - 0.5), 0, 1)
    deep = mix("#6d3f0a", "#b27522", np.asarray(np.clip(tone * 1.5, 0, 1), np.float32))
    picture = mix(deep, "#cf983a", np.asarray(tone**2 * 0.8, np.float32))
    cloud = fbm(size, 11, seed + 5, octaves=4, gain=0.6)
    fine = 0.55 * fbm(size, 120, seed + 9, octaves=3, gain=0.8) + 0.45 * fbm(size, 330, seed + 15)
    edge = 0.735 - 0.36 * cloud - 0.02 * light * flecks
    bright = np.clip((fine - edge) * 14, 0, 1) * flecks * (0.45 + 0.9 * np.clip(cloud, 0.2, 0.8))
    glow = mix(
        "#d3952b", "#ebbd62", np.clip(light * 0.5 + (fine - edge) * 5, 0, 1).astype(np.float32)
    )
    picture = mix(picture, glow, np.asarray(np.clip(bright, 0, 0.85), np.float32))
    dark = np.clip((0.40 - fbm(size, 200, seed + 12, octaves=3)) * 10, 0, 1)
    return mix(picture, "#5a3408", np.asarray(dark * (0.55 - 0.3 * light), np.float32))


def zigzag(
    canvas: Canvas, place: Frame, ground: Colour, lines: tuple[Colour, Colour], *, bends: int
) -> None:
    """A tile of four upright zigzag lines, the last in the second colour."""
    canvas.polygon(place([(-1, -1), (1, -1), (1, 1), (-1, 1)]), ground)
    for column in (-0.75, -0.25, 0.25, 0.75):
        steps = np.linspace(-0.97, 0.97, bends)
        sway = np.where(np.arange(bends) % 2, 0.2, -0.2) + column
        path = place(np.stack([sway, steps], axis=1))
        canvas.line(path, 0.0012, lines[0] if column < 0.5 else lines[1], 0.9)


def choose(options: Sequence[T], rng: Random) -> T:
    """One of the options, all equally likely."""
    return options[int(rng.integers(len(options)))]


def strip_of_squares(
    canvas: Canvas, box: tuple[float, float, float, float], columns: int, rng: Random
) -> None:
    """Two rows of black and white, uneven as laid by hand; `box` is left, top, right, bottom."""
    left, top, right, bottom = box
    row_height = (bottom - top) / 2
    canvas.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], "#7a5a2c")
    for row in range(2):
        x = left
        for column in range(columns):
            width = (right - left) / columns * float(rng.uniform(0.8, 1.2))
            colour = INK if (row + column) % 2 else "#cbc4bd"
            y, stop = top + row * row_height, min(x + width, right)
            inset = 0.0006
            tile = [(x, y + inset), (stop - inset, y + inset * 2)]
            tile += [(stop - inset, y + row_height - inset), (x, y + row_height - inset)]
            canvas.polygon(tile, colour)
            if (row + column) % 2 == 0:
                middle = (x + stop) / 2 - 0.001
                canvas.line([(middle, y + 0.002), (middle, y + row_height - 0.002)], 0.0022, INK)
            x = stop


def tile_cloud(
    canvas: Canvas, mask: Mask, step: float, palette: Sequence[Colour], rng: Random,
    *, chance: float = 0.6,
) -> None:  # fmt: skip
    """Small uneven mosaic tiles on a grid of `step`, wherever `mask` allows."""
    height, width = canvas.size
    edge = max(canvas.size)
    across, down = step * edge / width, step * edge / height
    for y in np.arange(down / 2, 1, down):
        for x in np.arange(across / 2, 1, across):
            here = mask[min(int(y * height), height - 1), min(int(x * width), width - 1)]
            if rng.random() > here * chance:
                continue
            wide, tall = (step * float(rng.uniform(0.3, 0.46)) for _ in range(2))
            place = Frame(canvas.size, (x, y), (wide, tall), float(rng.normal(0, 5)))
            colour = palette[int(rng.integers(len(palette)))]
            canvas.polygon(place([(-1, -1), (1, -1), (1, 1), (-1, 1)]), colour)


def rosette(
    canvas: Canvas, centre: Point, radius: float, petals: Sequence[Colour], heart: Colour,
    rng: Random, *, count: int = 6,
) -> None:  # fmt: skip
    """A flower seen from above: two rings of petals round a dotted heart."""
    start = float(rng.uniform(0, 360))
    for ring, (reach, size) in enumerate(((0.62, 0.46), (0.34, 0.36))):
        for index in range(count):
            angle = start + (index + 0.5 * ring) * 360 / count + float(rng.normal(0, 7))
            turn = np.radians(angle)
            place = Frame(canvas.size, centre, (radius, radius))
            middle = place([(reach * np.cos(turn), reach * np.sin(turn))])[0]
            colour = vary(petals[(index + ring) % len(petals)], rng, 0.035)
            radii = (radius * size, radius * size * 0.72)
            canvas.ellipse((float(middle[0]), float(middle[1])), radii, colour, turn_deg=angle)
    canvas.ellipse(centre, (radius * 0.24, radius * 0.24), heart)


def vary(colour: Colour, rng: Random, spread: float) -> Picture:
    """The colour, a little lighter or darker and a little off in hue."""
    shift = rng.normal(0, spread) + rng.normal(0, spread * 0.5, 3)
    return np.asarray(np.clip(rgb(colour) + shift, 0, 1), dtype=np.float32)


def ring_points(
    size: Size, centre: Point, radii: tuple[float, float], share: float
) -> npt.NDArray[np.float64]:
    """A closed ring at a share of the radii, `(N, 2)` fractions."""
    angle = np.linspace(0, 2 * np.pi, 40)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1) * share
    return Frame(size, centre, radii)(ring)
