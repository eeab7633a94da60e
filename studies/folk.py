"""Folk motifs with even outlines: flowers, veined leaves, ribbons, braids, birds.

Each motif is drawn in its own square (about -1 to 1, y down) and placed with `Spot`. Lengths given
to `Spot` and widths are fractions of the long edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studies.draw import (
    Canvas,
    Mask,
    Points,
    Size,
    blur,
    colour_ramp,
    line_mask,
    mix,
    polygon_mask,
    radial,
    ramp,
    smooth,
)

OUTLINE = "#221a1e"
OUTLINE_WIDTH = 0.0017


@dataclass(frozen=True)
class Spot:
    """Where a motif stands: centre (x, y), scale, turn in degrees, mirrored or not."""

    size: Size
    centre: tuple[float, float]
    scale: float
    turn_deg: float = 0.0
    mirrored: bool = False

    def __call__(self, points: Points) -> npt.NDArray[np.float64]:
        """Fractions of the picture for points of the motif's square."""
        local = np.asarray(points, np.float64) * self.scale
        if self.mirrored:
            local = local * (-1, 1)
        turn = np.radians(self.turn_deg)
        x = local[:, 0] * np.cos(turn) - local[:, 1] * np.sin(turn)
        y = local[:, 0] * np.sin(turn) + local[:, 1] * np.cos(turn)
        long_edge = max(self.size)
        return np.stack([self.centre[0] + x * long_edge / self.size[1],
                         self.centre[1] + y * long_edge / self.size[0]], axis=1)  # fmt: skip


class Window:
    """A view of the part of a canvas round some points, so that small motifs cost little.

    Draw on `.canvas`; convert places with `.points` and lengths with `.length`.
    """

    def __init__(self, canvas: Canvas, points: Points, margin: float) -> None:
        height, width = canvas.size
        self._full = np.array([width, height], np.float64)
        placed = np.asarray(points, np.float64) * self._full
        room = margin * max(canvas.size) + 2
        low = np.clip(np.floor(placed.min(axis=0) - room), 0, self._full - 1).astype(int)
        high = np.clip(np.ceil(placed.max(axis=0) + room), low + 1, self._full).astype(int)
        self.box = (slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0])))
        self._low, self._span = low, high - low
        self._zoom = max(canvas.size) / int(max(self._span))
        self.canvas = Canvas((int(self._span[1]), int(self._span[0])))
        self.canvas.pixels = canvas.pixels[self.box]

    def points(self, points: Points) -> npt.NDArray[np.float64]:
        """Fractions of the window for fractions of the whole canvas."""
        placed = np.asarray(points, np.float64) * self._full
        return np.asarray((placed - self._low) / self._span, np.float64)

    def length(self, length: float) -> float:
        """Fraction of the window's long edge for a fraction of the canvas's."""
        return length * self._zoom


def form(
    canvas: Canvas,
    outline: npt.NDArray[np.float64],
    tone: str,
    shade: str,
    *,
    light: tuple[float, float] = (-0.5, -0.8),
    contour: float = OUTLINE_WIDTH,
    soften: float = 0.0006,
) -> Mask:
    """Fill a closed outline from `tone` (towards the light) to `shade`, draw its contour."""
    window = Window(canvas, outline, contour + 3 * soften)
    points, view = window.points(outline), window.canvas
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    start, stop = middle + half * light, middle - half * light
    mask = polygon_mask(view.size, points, soften=window.length(soften))
    share = ramp(view.size, (float(start[0]), float(start[1])), (float(stop[0]), float(stop[1])))
    view.paint(mask, mix(tone, shade, share))
    if contour > 0:
        canvas.line(np.vstack([outline, outline[:1]]), contour, OUTLINE, 0.85)
    whole = np.zeros(canvas.size, np.float32)
    whole[window.box] = mask
    return whole


def leaf(
    canvas: Canvas,
    base: tuple[float, float],
    tip: tuple[float, float],
    breadth: float,
    tone: str,
    shade: str,
    vein: str,
    *,
    bend: float = 0.12,
    veins: int = 7,
    contour: float = OUTLINE_WIDTH,
) -> None:
    """A pointed leaf from base to tip; one half lighter, ribs drawn one by one."""
    aspect = np.array([canvas.size[1], canvas.size[0]], np.float64) / max(canvas.size)
    start, stop = np.array(base) * aspect, np.array(tip) * aspect
    along = stop - start
    length = float(np.hypot(*along))
    unit = along / length
    normal = np.array([-unit[1], unit[0]])
    t = np.linspace(0, 1, 41)
    spine = start + t[:, None] * along + (bend * length * np.sin(np.pi * t))[:, None] * normal
    swell = breadth * np.sin(np.pi * t**0.8) ** 0.9 * (1 - 0.25 * t)
    left, right = spine + normal * swell[:, None], spine - normal * swell[:, None]
    whole = np.vstack([left, right[::-1]]) / aspect
    form(canvas, whole, tone, shade, contour=contour)
    canvas.polygon(np.vstack([left, spine[::-1]]) / aspect, shade, 0.45)
    canvas.line(spine / aspect, (0.0026, 0.0018, 0.0008), vein, 0.9)
    for k in range(1, veins):
        at = int(4 + 32 * k / veins)
        reach = min(40, at + 6)
        for side in (1, -1):
            edge = spine[reach] + side * normal * swell[reach] * 0.86
            middle = (spine[at] + edge) / 2 + unit * length * 0.012
            path = smooth([tuple(spine[at] / aspect), tuple(middle / aspect), tuple(edge / aspect)])
            canvas.line(path, (0.0014, 0.0010, 0.0005), vein, 0.75)


def flower(
    canvas: Canvas,
    centre: tuple[float, float],
    radius: float,
    petals: int,
    tones: Sequence[str],
    heart: str,
    *,
    rings: int = 2,
    slim: float = 0.5,
    seed: int = 0,
) -> None:
    """Rings of petals from the rim inwards; `tones` go from the outer ring to the inner one."""
    rng = np.random.default_rng(seed)
    for ring in range(rings):
        reach = radius * (1 - 0.72 * ring / max(rings, 1))
        tone = tones[min(ring, len(tones) - 1)]
        shade = str(tones[min(ring + 1, len(tones) - 1)]) if len(tones) > 1 else tone
        count = max(5, round(petals * (1 - 0.22 * ring)))
        offset = rng.uniform(0, 360)
        for k in range(count):
            turn = offset + 360 * k / count + rng.normal(0, 3)
            spot = Spot(canvas.size, centre, reach * (1 + rng.normal(0, 0.05)), turn)
            width = slim * np.pi / count * 2.4
            outline = smooth([(0.10, -0.3 * width), (0.55, -width), (0.92, -0.62 * width), (1.0, 0),
                              (0.92, 0.62 * width), (0.55, width), (0.10, 0.3 * width)],
                             closed=True, per_span=6)  # fmt: skip
            form(canvas, spot(outline), tone, shade, contour=0.0011)
            canvas.line(spot([(0.2, 0), (0.85, 0)]), (0.0010, 0.0004), shade, 0.7)
    canvas.ellipse(centre, (radius * 0.20, radius * 0.20), OUTLINE, 0.9)
    canvas.ellipse(centre, (radius * 0.175, radius * 0.175), heart)
    for k in range(9):
        turn = np.radians(40 * k)
        spot = Spot(canvas.size, centre, radius * 0.11)
        at = spot([(float(np.cos(turn)), float(np.sin(turn)))])[0]
        canvas.ellipse((float(at[0]), float(at[1])), (radius * 0.028,) * 2, "#7a3a14", 0.8)


def braid(
    canvas: Canvas, path: Points, width: float, ribbon: str, ribbon_shade: str, *, links: int = 22
) -> None:
    """A plait along `path`: strands that cross over each other, every third one a ribbon."""
    curve = smooth(path, per_span=24)
    marks = np.linspace(0, len(curve) - 2, links).astype(int)
    for index, at in enumerate(marks):
        step = (curve[at + 1] - curve[at]) * (canvas.size[1], canvas.size[0])
        turn = float(np.degrees(np.arctan2(step[1], step[0])))
        side = 1 if index % 2 else -1
        spot = Spot(canvas.size, (float(curve[at][0]), float(curve[at][1])), width, turn)
        outline = spot(smooth([(-0.75, side * 0.15), (-0.2, side * 0.72), (0.55, side * 0.62),
                               (0.95, side * 0.05), (0.7, side * -0.55), (0.1, side * -0.35)],
                              closed=True, per_span=8))  # fmt: skip
        is_ribbon = index % 3 == 2
        tone, shade = (ribbon, ribbon_shade) if is_ribbon else ("#3b3038", "#150f15")
        form(canvas, outline, tone, shade, contour=0.0014)
        for shift in (-0.25, 0.0, 0.25):
            strand = spot(smooth([(-0.6, side * (0.18 + shift * 0.5)), (0.0, side * (0.38 + shift)),
                                  (0.7, side * (0.05 + shift))], per_span=6))  # fmt: skip
            glint = "#f6d9c0" if is_ribbon else "#6d5a5c"
            canvas.line(strand, (0.0003, 0.0012, 0.0003), glint, 0.5)


def ribbon(
    canvas: Canvas, path: Points, widths: Sequence[float], tone: str, shade: str, stripe: str
) -> None:
    """A flat band of silk: dark contour, a lit face, a stripe near each edge."""
    curve = smooth(path)
    widths = tuple(widths)
    aspect = np.array([canvas.size[1], canvas.size[0]], np.float64) / max(canvas.size)
    tangent = np.gradient(curve * aspect, axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1) / np.hypot(*tangent.T)[:, None]
    breadth = np.interp(
        np.linspace(0, 1, len(curve)), np.linspace(0, 1, len(widths)), np.asarray(widths)
    )[:, None]
    left = curve + normal * breadth / 2 / aspect
    right = curve - normal * breadth / 2 / aspect
    form(canvas, np.vstack([left, right[::-1]]), tone, shade)
    for share in (-0.30, 0.30):
        canvas.line(curve + normal * breadth * share / aspect, 0.0022, stripe, 0.9)
    for k in range(6, len(curve) - 6, 7):
        canvas.ellipse((float(curve[k][0]), float(curve[k][1])), (0.0028, 0.0028), stripe, 0.9)


@dataclass(frozen=True)
class Plumage:
    """Colours of a bird: back, belly, wing, second wing colour, head, beak."""

    back: str
    belly: str
    wing: str
    wing_tip: str
    head: str
    beak: str
    shade: str


def perched_bird(canvas: Canvas, spot: Spot, coat: Plumage, *, hooked: bool = False) -> None:
    """A bird in profile, looking left: tail, body, folded wing with feathers, head, eye."""
    for k, tip in enumerate((1.70, 1.58, 1.42)):
        tail = [(0.42, 0.40), (0.80, 0.62 + 0.06 * k), (tip * 0.78, tip * 0.72),
                (tip * 0.70, tip * 0.80), (0.62, 0.86), (0.30, 0.62)]  # fmt: skip
        form(canvas, spot(smooth(tail, closed=True)), (coat.wing, coat.wing_tip, coat.back)[k],
             coat.shade)  # fmt: skip
    body = [(-0.62, -0.62), (-0.40, -0.84), (-0.08, -0.78), (0.10, -0.52), (0.36, -0.20),
            (0.58, 0.22), (0.56, 0.56), (0.32, 0.74), (-0.02, 0.66), (-0.34, 0.40), (-0.52, 0.0),
            (-0.54, -0.34)]  # fmt: skip
    mask = form(canvas, spot(smooth(body, closed=True)), coat.back, coat.shade)
    chest = spot(smooth([(-0.56, -0.30), (-0.30, -0.22), (-0.10, 0.10), (0.06, 0.50), (0.10, 0.74),
                         (-0.20, 0.66), (-0.46, 0.30)], closed=True))  # fmt: skip
    canvas.paint(polygon_mask(canvas.size, chest, soften=0.003) * mask, coat.belly, 0.95)
    cap = spot(smooth([(-0.66, -0.58), (-0.42, -0.90), (-0.06, -0.80), (0.02, -0.56),
                       (-0.20, -0.40), (-0.50, -0.36)], closed=True))  # fmt: skip
    canvas.paint(polygon_mask(canvas.size, cap, soften=0.002) * mask, coat.head, 0.95)
    wing = [(-0.10, -0.34), (0.16, -0.36), (0.48, 0.02), (0.78, 0.60), (0.52, 0.60), (0.22, 0.44),
            (-0.06, 0.14)]  # fmt: skip
    form(canvas, spot(smooth(wing, closed=True)), coat.wing, coat.shade)
    for k in range(5):
        feather = [(0.00 + 0.05 * k, -0.06 + 0.08 * k), (0.24 + 0.06 * k, 0.16 + 0.06 * k),
                   (0.56 + 0.04 * k, 0.50 + 0.02 * k)]  # fmt: skip
        canvas.line(spot(smooth(feather)), (0.0008, 0.0030, 0.0010),
                    coat.wing_tip if k % 2 else coat.belly, 0.85)  # fmt: skip
    for k in range(3):
        row = [(-0.02 + 0.10 * k, -0.24 + 0.08 * k), (0.04 + 0.10 * k, -0.12 + 0.10 * k),
               (-0.02 + 0.10 * k, 0.02 + 0.08 * k)]  # fmt: skip
        canvas.line(spot(smooth(row)), 0.0014, OUTLINE, 0.6)
    beak = [(-0.62, -0.66), (-0.94, -0.56), (-0.62, -0.46)]
    if hooked:
        beak = [(-0.58, -0.72), (-0.80, -0.70), (-0.90, -0.52), (-0.84, -0.36), (-0.76, -0.48),
                (-0.60, -0.46)]  # fmt: skip
    form(canvas, spot(smooth(beak, closed=True)), coat.beak, "#5a3a20")
    _eye(canvas, spot, (-0.40, -0.64), 0.085)


def hummingbird(canvas: Canvas, spot: Spot, coat: Plumage) -> None:
    """A hovering hummingbird with a long beak to the left and wings thrown back."""
    far = [(0.00, -0.20), (0.30, -0.90), (0.72, -1.32), (0.84, -1.20), (0.62, -0.62), (0.30, -0.08)]
    form(canvas, spot(smooth(far, closed=True)), coat.wing_tip, coat.shade)
    tail = [(0.52, 0.42), (0.98, 0.86), (1.22, 1.22), (1.02, 1.22), (0.80, 1.04), (0.66, 1.12),
            (0.50, 0.72)]  # fmt: skip
    form(canvas, spot(smooth(tail, closed=True)), coat.wing, coat.shade)
    body = [(-0.62, -0.42), (-0.40, -0.62), (-0.12, -0.52), (0.10, -0.24), (0.42, 0.12),
            (0.66, 0.50), (0.52, 0.62), (0.18, 0.46), (-0.16, 0.20), (-0.40, -0.08)]  # fmt: skip
    mask = form(canvas, spot(smooth(body, closed=True)), coat.back, coat.shade)
    throat = spot(smooth([(-0.58, -0.34), (-0.34, -0.30), (-0.16, -0.08), (-0.20, 0.14),
                          (-0.44, -0.06)], closed=True))  # fmt: skip
    canvas.paint(polygon_mask(canvas.size, throat, soften=0.002) * mask, coat.head, 0.95)
    belly = spot(smooth([(-0.16, 0.10), (0.10, 0.12), (0.44, 0.48), (0.30, 0.54), (0.02, 0.36)],
                        closed=True))  # fmt: skip
    canvas.paint(polygon_mask(canvas.size, belly, soften=0.002) * mask, coat.belly, 0.9)
    near = [(0.04, -0.26), (0.52, -0.60), (1.10, -0.72), (1.30, -0.58), (0.92, -0.30),
            (0.46, -0.02), (0.22, 0.02)]  # fmt: skip
    form(canvas, spot(smooth(near, closed=True)), coat.wing, coat.shade)
    for k in range(6):
        path = [(0.16 + 0.05 * k, -0.20 + 0.02 * k), (0.56 + 0.05 * k, -0.42 + 0.04 * k),
                (1.16 - 0.13 * k, -0.62 + 0.10 * k)]  # fmt: skip
        canvas.line(spot(smooth(path)), (0.0006, 0.0020, 0.0006),
                    coat.wing_tip if k % 2 else coat.belly, 0.8)  # fmt: skip
    canvas.line(spot(smooth([(-0.58, -0.42), (-0.95, -0.44), (-1.35, -0.42)])),
                (0.0034, 0.0022, 0.0010), coat.beak)  # fmt: skip
    _eye(canvas, spot, (-0.42, -0.44), 0.07)


def _eye(canvas: Canvas, spot: Spot, at: tuple[float, float], radius: float) -> None:
    place = spot([at, (at[0] - radius * 0.3, at[1] - radius * 0.35)])
    reach = radius * spot.scale
    canvas.ellipse((float(place[0][0]), float(place[0][1])), (reach * 1.45,) * 2, "#f4ead2")
    canvas.ellipse((float(place[0][0]), float(place[0][1])), (reach,) * 2, "#1a1214")
    canvas.ellipse((float(place[1][0]), float(place[1][1])), (reach * 0.3,) * 2, "#ffffff")


def glow(size: Size, centre: tuple[float, float], reach: float, inner: str, outer: str) -> Mask:
    """Picture (H, W, 3) that runs from `inner` at the centre to `outer` at `reach` and beyond."""
    share = np.clip(radial(size, centre, (reach, reach)), 0, 1)
    return colour_ramp(np.asarray(share, np.float32), [(0, inner), (1, outer)])


def soft_line(
    canvas: Canvas,
    path: Points,
    widths: Sequence[float],
    colour: str,
    opacity: float,
    soften: float,
) -> None:
    """A smooth line with a blurred edge: folds, shadows, cheek and collar bones."""
    curve = smooth(path)
    window = Window(canvas, curve, max(widths) + 3.5 * soften)
    scaled_widths = tuple(window.length(width) for width in widths)
    mask = line_mask(window.canvas.size, window.points(curve), scaled_widths)
    window.canvas.paint(blur(mask, window.length(soften)), colour, opacity)
