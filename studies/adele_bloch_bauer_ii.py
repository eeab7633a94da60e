"""Study after Gustav Klimt, "Adele Bloch-Bauer II" (1912): standing figure among flowered fields.

Composed from description and memory, with coordinates of our own; no picture is read. Fields
first, then frieze and flowers, then coat, hat and face; soft strokes hold it together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studies import adele_ii_cartoon as cartoon
from studies import ornament as orn
from studies.adele_heads import SECOND
from studies.brush import Brush, Layer, Painting
from studies.cartoon import Drawing, rows, trace
from studies.draw import Canvas, Mask, Picture, blur, fbm, mix, polygon_mask, rgb, scaled, to_bytes
from studies.flow import across_gradient, blend, sway
from studies.forms import lay

SIZE = (1200, 758)

FIELDS = (  # name, outline in percent, dark, light
    ("frieze", "0,0* 100,0* 100,23.6* 0,24.2*", "#a3495f", "#d2929b"),
    ("green left", "0,24.2* 35,23.8* 34,53* 0,54*", "#7da58a", "#bcd0a6"),
    ("green right", "64,23.6* 100,23.6* 100,52.6* 66,53*", "#83a78e", "#c3d3a8"),
    ("mauve", "31,24* 69,23.6* 70,53* 74,79* 26,80* 30,53*", "#9d84a6", "#cfb4c6"),
    ("red left", "0,54* 31,53* 27,80* 0,81*", "#a23a4c", "#cf7673"),
    ("red right", "69,53* 100,52.6* 100,80* 73.5,79.5*", "#9d384c", "#cd726f"),
    ("carpet", "0,81* 100,80* 100,100* 0,100*", "#7f86ae", "#b3a9c6"),
)
ROSES, WHITES = ("#c9606f", "#e6a9a8"), ("#e9e2d6", "#ecd3cc")
PLUMS, CORALS, VIOLETS = ("#b0567f", "#d99ab4"), ("#d98d6a", "#ecc4a0"), ("#8a7cb0", "#b9afd2")
BLUSHES, LEAVES = ("#e3aeac", "#d98e95"), ("#7b9c80", "#adc29c")
BLUES, CREAMS, LILACS = ("#6f83b4", "#a9b6d4"), ("#ead9c0", "#dba878"), ("#dccfe0", "#c9a0c0")
FLOWERS = {
    "green left": (ROSES, WHITES, PLUMS, CORALS),
    "green right": (ROSES, WHITES, PLUMS, VIOLETS),
    "red left": (BLUSHES, LEAVES, BLUES, CREAMS),
    "red right": (BLUSHES, LEAVES, BLUES, CREAMS),
    "mauve": (LILACS, LEAVES, PLUMS),
}


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """The study, uint8 (H, W, 3), the same bytes for the same seed and size."""
    size = scaled(SIZE, long_edge_px)
    rng = np.random.default_rng(seed)
    canvas = Canvas(size, "#b58fb0")
    fields = {name: _field(canvas, index, seed) for index, (name, *_) in enumerate(FIELDS)}
    canvas.pixels = _broad_strokes(canvas.pixels, seed)
    figure = np.zeros(size, np.float32)
    for outline in cartoon.SILHOUETTE:
        figure = np.maximum(figure, polygon_mask(size, trace(outline)))
    _carpet(canvas, rng)
    _frieze(canvas, rng)
    for name, kinds in FLOWERS.items():
        _flowers(canvas, fields[name] * (1 - figure), kinds, rng)
    drawing = Drawing(canvas, brush_deg=88)
    drawing.add(cartoon.COAT)
    _coat_pattern(canvas, drawing.masks, rng)
    drawing.add(cartoon.HAT)
    drawing.add(cartoon.FLESH)
    canvas.pixels = _soft_strokes(canvas.pixels, drawing.flow, drawing.masks, seed)
    _hat_touches(canvas, drawing.masks, rng)
    drawing.add(cartoon.FLESH)  # once more: the strokes have frayed the edge of the face
    canvas.pixels = _skin_touches(canvas.pixels, drawing.masks, seed)
    lay(drawing, SECOND, 0.92)
    drawing.add(cartoon.LINES)
    _collar(canvas, drawing.masks, rng)
    weave = (fbm(size, 320, seed + 77, octaves=2) - 0.5)[..., None] * 0.06
    return to_bytes(canvas.pixels * (1 + weave))


def _field(canvas: Canvas, index: int, seed: int) -> Mask:
    _, outline, dark, light = FIELDS[index]
    mask = polygon_mask(canvas.size, trace(outline))
    cloud = fbm(canvas.size, (16, 22), seed + 31 * index, octaves=4)
    canvas.paint(mask, mix(dark, light, np.clip(cloud * 1.7 - 0.35, 0, 1)))
    return mask


def _broad_strokes(picture: Picture, seed: int) -> Picture:
    """Short visible dabs in the fields, each a little off in colour, as in Klimt's late walls."""
    size = (picture.shape[0], picture.shape[1])
    flow = sway(np.full(size, np.radians(75), np.float32), 0.5, size_px=70, seed=seed)
    painting = Painting(picture, seed=seed)
    brush = Brush(bristle_px=1.6, opacity=0.7, streak=0.035, taper=0.6)
    for width, length in ((13, 34), (7, 22)):
        layer = Layer(width_px=width, length_px=length, brush=brush, jitter=(0.03, 0.016),
                      edge_stop=0.09)  # fmt: skip
        painting.lay(picture, flow, layer)
    return painting.picture(relief=0.15)


def _flowers(
    canvas: Canvas, mask: Mask, kinds: tuple[tuple[str, str], ...], rng: np.random.Generator
) -> None:
    hearts = ("#e3c37c", "#7a3a52", "#4f6a4a", "#efe6d2")
    for x, y, r in orn.scatter(mask, (0.0045, 0.0205), 2600, rng, gap=0.0012):
        petals = orn.choose(kinds, rng)
        if r > 0.0085:
            _leaf_pair(canvas, x, y, r, rng)
            orn.rosette(canvas, (x, y), r, petals, orn.choose(hearts, rng), rng,
                        count=int(rng.integers(5, 9)))  # fmt: skip
        else:
            canvas.ellipse((x, y), (r * 0.8, r * 0.7), orn.vary(petals[0], rng, 0.05))
            canvas.ellipse((x, y), (r * 0.35, r * 0.3), petals[1])


def _leaf_pair(canvas: Canvas, x: float, y: float, r: float, rng: np.random.Generator) -> None:
    turn = float(rng.uniform(0, 360))
    for way in (0, 150):
        place = orn.Frame(canvas.size, (x, y), (r, r), turn + way)
        leaf = place([(0.5, -0.25), (1.0, -0.32), (1.5, 0), (1.0, 0.3), (0.5, 0.2)])
        canvas.polygon(leaf, orn.vary("#5f8f68", rng, 0.06), 0.9)
        canvas.line(place([(0.6, 0), (1.45, 0)]), 0.001, "#3f6a4a", 0.7)


def _frieze(canvas: Canvas, rng: np.random.Generator) -> None:
    """Two rows of riders left and right of the hat, small as on a Korean jar."""
    for (x, y), (way, kind) in rows(cartoon.RIDERS):
        _rider(canvas, (x, y), 1 if way == "right" else -1, int(kind[-1]), rng)
    for _ in range(90):
        x, y = float(rng.uniform(0, 1)), float(rng.uniform(0, 0.235))
        radius = float(rng.uniform(0.0015, 0.004))
        tone = orn.choose(("#e9a9ae", "#7fae8c", "#8a2746", "#f0d9b0", "#6a78b4"), rng)
        canvas.ellipse((x, y), (radius, radius * 0.8), tone, 0.85)


def _rider(
    canvas: Canvas, centre: tuple[float, float], way: int, kind: int, rng: np.random.Generator
) -> None:
    horses = ("#7a9f88", "#e2d8cb", "#857aa8", "#94acbe", "#cba860", "#56796f")
    robes = ("#d8b95e", "#4b5a90", "#e3dcd2", "#96443a", "#5c8a70", "#e6d6bc")
    place = orn.Frame(canvas.size, centre, (0.043 * way, 0.043), float(rng.normal(0, 4)))
    horse, robe = horses[kind], robes[kind]
    for part in cartoon.HORSE:
        canvas.polygon(place(_curve(part)), horse)
        canvas.line(place(_curve(part, close=True)), 0.0011, "#4a2038", 0.6)
    for part, colour in zip(
        cartoon.RIDER, (robe, "#e9c9a8", "#2b2030", robes[(kind + 3) % 6]), strict=True
    ):
        canvas.polygon(place(_curve(part)), colour)
        canvas.line(place(_curve(part, close=True)), 0.0009, "#3a1a2a", 0.5)
    for _ in range(7):
        dot = place.point(float(rng.uniform(-0.5, 0.45)), float(rng.uniform(0.05, 0.35)))
        canvas.ellipse(dot, (0.0016, 0.0016), robe, 0.9)


def _curve(text: str, *, close: bool = False) -> npt.NDArray[np.float64]:
    """Outline of a small figure; its numbers are percent of the motif's square."""
    outline = trace(text)
    return np.vstack([outline, outline[:1]]) if close else outline


def _carpet(canvas: Canvas, rng: np.random.Generator) -> None:
    """Floor: rows of lozenges and curls in blue, rose and green, wider towards the front."""
    for row in range(5):
        y = 0.832 + 0.036 * row
        canvas.line([(0, y - 0.017), (1, y - 0.018)], 0.0022, "#6a5f9a", 0.7)
        for column in range(9):
            x = (column + 0.5 * (row % 2)) / 8.5 + float(rng.normal(0, 0.004))
            reach = 0.017 + 0.002 * row
            place = orn.Frame(canvas.size, (x, y), (reach, reach * 0.8))
            tone = orn.choose(("#6a9a8a", "#cc8a9c", "#5f6aa4", "#dcc4ae", "#84ab9f"), rng)
            canvas.polygon(place([(-1, 0), (0, -0.9), (1, 0), (0, 0.9)]), tone, 0.9)
            inner = orn.choose(("#e9dcd2", "#6f4f7a", "#abcab0", "#b5566c"), rng)
            canvas.polygon(place([(-0.5, 0), (0, -0.45), (0.5, 0), (0, 0.45)]), inner, 0.9)
            for side in (-1, 1):
                curl = orn.Ridge("#e4d9ea", 0.0014)
                orn.spiral(canvas, place.point(side * 1.35, 0), reach * 0.42, curl, turns=1.7,
                           left=side < 0)  # fmt: skip


def _coat_pattern(canvas: Canvas, masks: dict[str, Mask], rng: np.random.Generator) -> None:
    """Long threads in the gown, scales and small flowers in the hanging stole."""
    size = canvas.size
    tones = ("#f2f0ee", "#a9b6c9", "#c7aebc", "#8f9cb5", "#dfe6ea", "#b9c7bf")
    for name, count, spread in (
        ("gown", 520, 0.05),
        ("sleeveL", 130, 0.05),
        ("sleeveR", 130, 0.05),
    ):
        rows, columns = np.nonzero(masks[name] > 0.6)
        for _ in range(count):
            pick = int(rng.integers(len(rows)))
            x, y = columns[pick] / size[1], rows[pick] / size[0]
            reach = float(rng.uniform(0.01, spread))
            lean = (x - 0.5) * 0.12 + float(rng.normal(0, 0.004))
            path = [(x - lean * reach * 6, y - reach), (x, y), (x + lean * reach * 6, y + reach)]
            tone = orn.choose(tones, rng)
            canvas.line(path, (0.0006, float(rng.uniform(0.0012, 0.003)), 0.0006), tone, 0.6)
    stole = np.maximum(masks["stoleL"], masks["stoleR"])
    for x, y, r in orn.scatter(stole, (0.003, 0.0085), 3000, rng, gap=0.0002):
        ring = (
            ("#7688a8", "#c9d2de", "#5f7394")
            if rng.random() < 0.7
            else ("#9a7a98", "#e3d3dc", "#b85a7c")
        )
        orn.disc(canvas, (x, y), (r, r * 0.85), ring, rim="#4f5f80", rim_width=0.0006)
    for x, y, r in orn.scatter(masks["panel"], (0.004, 0.0085), 600, rng, gap=0.002):
        if rng.random() < 0.5:
            orn.rosette(canvas, (x, y), r, ("#c98aa8", "#ecd5df"), "#5f6f9a", rng, count=5)
        else:
            orn.spiral(canvas, (x, y), r * 0.9, orn.Ridge("#7a8ab0", 0.0013), turns=1.8)


def _soft_strokes(picture: Picture, flow: Mask, masks: dict[str, Mask], seed: int) -> Picture:
    edges = across_gradient(picture, smooth_px=5)
    field = sway(blend([(flow, 0.45), (edges, 1.0)]), 0.1, size_px=30, seed=seed)
    painting = Painting(picture, seed=seed + 1)
    brush = Brush(bristle_px=1.1, opacity=0.55, streak=0.02, hue_streak=0.01, taper=0.75)
    skin = np.asarray(np.clip(masks["face"] + masks["handL"] + masks["handR"], 0, 1), np.float32)
    rest = np.asarray(1 - skin, np.float32)
    painting.lay(picture, field, Layer(width_px=4.5, length_px=20, spacing_px=4, brush=brush,
                 jitter=(0.02, 0.012), edge_stop=0.06, chance=0.8, mask=rest))  # fmt: skip
    painting.lay(picture, field, Layer(width_px=2.4, length_px=12, spacing_px=2.4, brush=brush,
                 jitter=(0.01, 0.006), edge_stop=0.045, threshold=0.02))  # fmt: skip
    return painting.picture(relief=0.12)


def _skin_touches(picture: Picture, masks: dict[str, Mask], seed: int) -> Picture:
    """A few fine dry strokes, so that the flesh is painted too."""
    skin = np.asarray(np.maximum(masks["face"], masks["handL"] + masks["handR"]), np.float32)
    flow = sway(np.full(skin.shape, np.radians(82), np.float32), 0.3, size_px=24, seed=seed)
    painting = Painting(picture, seed=seed + 2)
    brush = Brush(bristle_px=1.0, opacity=0.35, streak=0.01, hue_streak=0.005, taper=0.8)
    layer = Layer(width_px=2.2, length_px=11, brush=brush, jitter=(0.01, 0.006),
                  edge_stop=0.025, mask=skin)  # fmt: skip
    painting.lay(picture, flow, layer)
    return painting.picture(relief=0.05, gloss=0)


def _hat_touches(canvas: Canvas, masks: dict[str, Mask], rng: np.random.Generator) -> None:
    """Dark plumes: short curved touches, blue-black on black, round the crown and the brim."""
    rows, columns = np.nonzero(masks["hat"] > 0.3)
    tones = [rgb(code) for code in ("#0e0f18", "#232a44", "#343650", "#191420", "#2b3350")]
    before = canvas.pixels.copy()
    for _ in range(900):
        pick = int(rng.integers(len(rows)))
        x, y = columns[pick] / canvas.size[1], rows[pick] / canvas.size[0]
        angle = np.arctan2((y - 0.135) * SIZE[0], (x - 0.5) * SIZE[1]) + np.pi / 2
        reach = float(rng.uniform(0.006, 0.016))
        dx, dy = np.cos(angle) * reach * SIZE[0] / SIZE[1], np.sin(angle) * reach
        path = [(x - dx, y - dy), (x, y - 0.001), (x + dx, y + dy)]
        canvas.line(path, (0.0006, 0.0022, 0.0006), orn.choose(tones, rng), 0.45)
    edge = blur(masks["hat"], 0.004)  # plumes reach a little over the brim
    inside = (np.clip(edge * 2.2, 0, 1) * (1 - masks["face"]))[..., None]
    canvas.pixels = before + (canvas.pixels - before) * inside


def _collar(canvas: Canvas, masks: dict[str, Mask], rng: np.random.Generator) -> None:
    """The jewelled collar: rows of pearl, blue and rose stones."""
    for x, y, r in orn.scatter(masks["collar"], (0.0009, 0.0025), 3500, rng, gap=0.0002):
        tone = orn.choose(("#e9e6e0", "#8ea0c4", "#c9a0b4", "#dccfae", "#54648f"), rng)
        orn.disc(canvas, (x, y), (r, r), (tone, "#fbfaf6"), rim="#6a708c", rim_width=0.0005)
