"""Study after Katsushika Hokusai, Under the Wave off Kanagawa, about 1831.

Printed here as in the workshop: first the tone blocks (sky with its wiped gradations, three
blues), then the bare paper of the foam, last the dark line of the key block; the paper keeps
its fibres and the wood its grain. Coordinates are units of a sheet 1200 wide, 821 high.
The cartouche and the signature carry marks of our own, not writing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studies.boats import paint_far, paint_front, paint_left, paint_prow
from studies.draw import (
    Canvas,
    colour_ramp,
    coordinates,
    fbm,
    polygon_mask,
    roughen,
    scaled,
    smooth,
    to_bytes,
    value_noise,
)
from studies.foam import Inks, claw, fringe, scales, scatter, spray
from studies.great_wave_blocks import (
    BACK,
    BANDS,
    BODY,
    CLAWS,
    CLOUDS,
    CRADLE,
    DEEP,
    FRINGES,
    HOLLOW,
    KNOBS,
    LEFT_POOL,
    LINE,
    MASSES,
    MIDDLE,
    PALE,
    PAPER,
    RIDGE,
    ROLL,
    ROLL_BANDS,
    SECOND_RIDGE,
    SKY,
    SWELL,
    SWELLS,
    TEETH,
    TEETH_FRINGES,
    TROUGH,
)
from studies.sheet import Path, Sheet, parse

SIZE = (821, 1200)
SHEET = Sheet(1200, 821)

FOAM = Inks(PAPER, PALE, LINE)
BARE_FOAM = Inks(PAPER, "", LINE)


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """The study as uint8 (H, W, 3), sRGB; the same bytes for the same seed and size."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(scaled(SIZE, long_edge_px), PAPER)
    _sky(canvas, seed)
    _fuji(canvas)
    _shape(canvas, "-10,296 30,300 60,297 95,286 60,320 -10,345", DEEP)
    _great_wave(canvas, rng)
    _near_water(canvas)
    for paint_boat in (paint_far, paint_left, paint_front):
        paint_boat(canvas, SHEET, rng)
    _foam(canvas, rng)
    _spray(canvas, rng)
    _cartouche(canvas, rng)
    _print(canvas, seed)
    return to_bytes(canvas.pixels)


def _curve(text: str) -> Path:
    return SHEET.points(smooth(parse(text), per_span=8))


def _shape(canvas: Canvas, text: str, colour: str, line_units: float = 0) -> None:
    outline = SHEET.points(smooth(parse(text), closed=True, per_span=8))
    canvas.polygon(outline, colour)
    if line_units:
        canvas.line(np.vstack([outline, outline[:1]]), SHEET.length(line_units), LINE)


def _line(canvas: Canvas, text: str, units: float, colour: str = LINE) -> None:
    even = SHEET.length(units)
    canvas.line(_curve(text), (even * 0.5, even, even * 0.8, even, even * 0.4), colour)


def _lens(canvas: Canvas, text: str, units: float, colour: str) -> None:
    """A blade of water: it swells soon and runs out thin, like a cut with the knife."""
    share = np.linspace(0, 1, 24)
    profile = np.sin(np.pi * share**0.75) ** 0.9
    canvas.line(_curve(text), [float(w) for w in SHEET.length(units) * profile + 0.0004], colour)


def _sky(canvas: Canvas, seed: int) -> None:
    _, y = coordinates(canvas.size)
    canvas.pixels[:] = colour_ramp(y + 0.012 * (fbm(canvas.size, (3, 12), seed) - 0.5), SKY)
    for number, cloud in enumerate(CLOUDS):
        mask = polygon_mask(canvas.size, SHEET.points(smooth(parse(cloud), closed=True)))
        fade = np.clip((0.52 - y) / 0.25, 0, 1)
        canvas.paint(roughen(mask, 0.006, 25, seed + number), "#e6cfb6", 0.75 * fade)


def _fuji(canvas: Canvas) -> None:
    _shape(canvas, "600,640 625,606 660,601 690,590 740,560 830,596 900,640", DEEP)
    snow = "690,591 715,568 738,541 744,533 750,535 757,531 764,540 785,563 826,597 760,604"
    _shape(canvas, snow, PAPER, 1.4)
    for bare in (
        "708,597 712,585 717,590 723,580 729,590 736,576 738,590 746,586 744,600",
        "752,600 757,588 762,594 768,582 774,592 781,586 786,596 800,594 812,600",
    ):
        _shape(canvas, bare, DEEP)
    for streak in ("750,545 752,552", "757,540 762,550", "748,560 750,566", "766,556 768,562"):
        _line(canvas, streak, 1.6)


def _great_wave(canvas: Canvas, rng: np.random.Generator) -> None:
    _shape(canvas, BODY, PAPER)
    _line(canvas, BACK, 3.2)
    _shape(canvas, HOLLOW, DEEP, 2)
    for path, units in BANDS:
        _lens(canvas, path, units, MIDDLE)


def _near_water(canvas: Canvas) -> None:
    _shape(canvas, RIDGE + " 1210,840 -10,840 -10,610 100,612 200,600", PAPER)
    for path, units, tone in TROUGH:
        _lens(canvas, path, units, tone)
    for outline, tone in TEETH:
        _shape(canvas, outline, tone)
    _shape(canvas, SWELL + " 1210,840 700,840", PAPER)
    for path, units, tone in SWELLS:
        _lens(canvas, path, units, tone)
    for crest, weight in ((RIDGE, 2.6), (SECOND_RIDGE, 2.0), (SWELL, 2.0)):
        _line(canvas, crest, weight)
    _shape(canvas, LEFT_POOL, DEEP)
    _shape(canvas, ROLL, DEEP)
    _shape(canvas, CRADLE, DEEP)
    for knob in KNOBS:
        _shape(canvas, knob, DEEP)
    for path, units in ROLL_BANDS:
        _lens(canvas, path, units, MIDDLE)


def _foam(canvas: Canvas, rng: np.random.Generator) -> None:
    for outline, spacing in MASSES:
        scales(canvas, SHEET, parse(outline), 0.66 * spacing, FOAM, rng, point_deg=25)
    for path, size, side in FRINGES:
        fringe(canvas, SHEET, parse(path), 0.68 * size, side, FOAM, rng)
    paint_prow(canvas, SHEET)
    for x, y, degrees, reach, way in CLAWS:
        claw(canvas, SHEET, np.array([x, y]), np.radians(degrees), 0.82 * reach, way, FOAM)
    for edge, tooth in TEETH_FRINGES:
        for at in smooth(parse(edge), per_span=2):
            place = at + rng.normal(0, 0.25 * tooth, 2)
            angle = np.radians(rng.normal(52, 22))
            length = tooth * rng.uniform(0.6, 1.6)
            claw(canvas, SHEET, place, angle, length, 1, FOAM if rng.random() < 0.5 else BARE_FOAM)


def _spray(canvas: Canvas, rng: np.random.Generator) -> None:
    for outline, spacing in ((HOLLOW, 15), (ROLL, 14), (LEFT_POOL, 12)):
        spray(canvas, SHEET, scatter(parse(outline), 0.8 * spacing, rng), 2.8, PAPER, rng)
    mist = "480,310 520,290 560,330 640,350 700,250 760,330 790,450 740,520 620,540 540,500 480,420"
    spray(canvas, SHEET, scatter(parse(mist), 17, rng), 2.8, PAPER, rng)
    cloud = rng.normal((620, 420), (95, 85), (1100, 2))
    spray(canvas, SHEET, [at for at in cloud if at[1] < 590 and at[0] > 475], 0.9, PAPER, rng)


def _cartouche(canvas: Canvas, rng: np.random.Generator) -> None:
    """A framed label and a signature, with marks of our own that only look like writing."""
    frame = SHEET.points(parse("45,58 90,59 94,236 49,237"))
    canvas.polygon(frame, PAPER, 0.85)
    canvas.line(np.vstack([frame, frame[:1]]), SHEET.length(1.8), LINE)
    inner = SHEET.points(parse("48.5,61.5 87,62.5 90.5,232.5 52.5,233.5"))
    canvas.line(np.vstack([inner, inner[:1]]), SHEET.length(0.9), LINE)
    for row in range(5):
        _mark(canvas, (66, 76 + 19.5 * row), 8.5, rng)
    for row in range(4):
        _mark(canvas, (80, 170 + 17 * row), 6.5, rng)
    for row in range(3):
        _mark(canvas, (63, 186 + 18 * row), 6, rng)
    for row in range(6):
        _mark(canvas, (20 + rng.normal(0, 1.5), 146 + 21 * row), 7.5, rng, slant=0.35)


def _mark(
    canvas: Canvas,
    at: tuple[float, float],
    reach: float,
    rng: np.random.Generator,
    slant: float = 0.08,
) -> None:
    """An invented sign: a few level and upright strokes of the brush and one sweep."""
    centre = np.array(at)
    for height in rng.choice([-0.9, -0.45, 0.0, 0.45, 0.9], size=3, replace=False):
        half = rng.uniform(0.45, 1.0)
        level = np.array([(-half, height + slant), (half, height - slant)]) * reach
        canvas.line(SHEET.points(centre + level), [SHEET.length(w) for w in (1.4, 2.2)], LINE)
    column = rng.uniform(-0.5, 0.5)
    upright = np.array([(column, -1.0), (column + 0.05, rng.uniform(0.3, 1.0))]) * reach
    canvas.line(SHEET.points(centre + upright), [SHEET.length(w) for w in (2.2, 1.2)], LINE)
    way = rng.choice([-1, 1])
    sweep = np.array([(0.1 * way, -0.2), (0.45 * way, 0.5), (1.0 * way, 1.0)]) * reach
    canvas.line(
        SHEET.points(centre + smooth(sweep)), [SHEET.length(w) for w in (1.4, 2.4, 0.5)], LINE
    )


def _print(canvas: Canvas, seed: int) -> None:
    """What block and paper add: wavering edges, grain in the ink, fibres, age."""
    size = canvas.size
    canvas.pixels = roughen(canvas.pixels, 0.0009, 45, seed + 40)
    ink = np.clip((0.86 - canvas.pixels.mean(axis=2)) / 0.6, 0, 1)
    bend = value_noise(size, (2, 5), seed + 41)
    rows = coordinates(size)[1]
    rings = 46 * rows + 5 * bend + 1.5 * value_noise(size, 9, seed)
    grain = 0.5 + 0.5 * np.sin(2 * np.pi * rings)
    speckle = fbm(size, 430, seed + 42, octaves=2, gain=0.8)
    cloud = fbm(size, 7, seed + 43)
    bare = np.clip((speckle - 0.66) * 2.0, 0, 0.3) * ink * (0.35 + 0.9 * cloud)
    canvas.paint(np.asarray(bare, dtype=np.float32), "#d9cbbf")
    worn = np.clip((speckle - 0.47) * 2.4, 0, 0.6) * np.clip(4 * ink * (1 - ink), 0, 1)
    canvas.paint(np.asarray(worn, dtype=np.float32), "#dfd0bd", 0.38)
    wiped = (ink * (0.055 * (grain - 0.5) + 0.10 * (cloud - 0.5)))[..., None]
    laid = value_noise(size, (30, 380), seed + 44) - np.float32(0.5)
    fibre = fbm(size, 90, seed + 45, octaves=3, gain=0.8) - np.float32(0.5)
    paper = (
        1 + 0.11 * fibre + 0.03 * laid + 0.05 * (speckle - 0.5) - 0.06 * np.clip(cloud - 0.55, 0, 1)
    )
    canvas.pixels = np.asarray((canvas.pixels + wiped) * paper[..., None], dtype=np.float32)
    rng = np.random.default_rng(seed + 46)
    for x, y in rng.random((70, 2)):
        strength = float(rng.uniform(0.1, 0.5))
        canvas.ellipse((float(x), float(y)), (0.0012, 0.001), "#8a6a45", strength)
