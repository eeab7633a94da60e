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
from studies.sheet import Path, Sheet, parse

SIZE = (821, 1200)
SHEET = Sheet(1200, 821)

PAPER, BUFF = "#ead8c2", "#e8d5b0"
LINE, DEEP, MIDDLE, PALE = "#22233f", "#1d2045", "#2a4585", "#8ea4c5"
FOAM = Inks(PAPER, PALE, LINE)
BARE_FOAM = Inks(PAPER, "", LINE)

SKY = ((0.0, "#d6b986"), (0.25, "#dcc39a"), (0.40, "#d3bba4"), (0.50, "#c6b0a5"), (0.58, "#a08d89"),
       (0.64, "#665a5c"), (0.70, "#3f3a40"), (1.0, "#35323a"))  # fmt: skip
CLOUDS = (
    "600,200 640,165 668,135 700,100 745,108 770,95 810,80 850,66 890,80 900,105 950,110 975,140"
    " 955,170 900,182 850,190 835,215 870,240 905,250 895,270 1000,285 1100,290 1200,270 1200,400"
    " 900,420 700,400 640,300",
    "110,165 130,140 170,125 180,105 225,112 240,140 180,185 140,180",
)

BODY = (
    "-10,330 30,315 60,298 90,277 125,243 155,205 200,178 240,143 275,121 310,97 345,84 385,81"
    " 420,75 455,76 478,85 490,97 516,97 535,111 552,126 572,130 584,148 588,160 560,190 595,208"
    " 612,206 640,214 664,228 682,250 684,276 674,312 656,334 640,334 612,318 572,318 545,304"
    " 530,290 502,282 480,305 468,340 465,385 475,430 490,470 505,500 525,530 552,558 560,700"
    " 0,830 -10,600"
)
BACK = (
    "-10,330 30,315 60,298 90,277 125,243 155,205 200,178 240,143 275,121 310,97 345,84 385,81"
    " 420,75 455,76 478,85 490,97 516,97 535,111 552,126 572,130 584,148"
)
HOLLOW = (
    "258,232 275,222 290,232 305,215 330,215 345,200 335,180 360,176 380,195 400,190 415,180"
    " 430,162 445,170 455,190 475,205 468,225 490,228 502,242 498,262 502,282 482,303 470,335"
    " 466,385 475,430 490,470 505,500 525,530 552,558 525,552 495,530 470,500 455,483 430,476"
    " 400,460 380,466 350,500 325,530 300,553 285,555 230,547 110,500 75,470 55,440 60,425 85,415"
    " 105,425 125,400 100,385 105,370 130,375 150,395 170,385 165,420 175,440 200,445 215,430"
    " 250,440 270,430 285,415 260,395 258,375 290,372 305,385 320,370 345,375 360,390 385,385"
    " 400,395 405,375 420,365 440,352 420,345 385,345 370,330 345,335 330,325 340,300 345,288"
    " 310,278 280,275 262,255"
)
# Bands of the middle blue that follow the pull of the water: path and widest width.
BANDS = (
    ("505,276 483,300 472,345 468,395 478,440 498,490 540,548", 17),
    ("498,246 460,268 440,305 436,350 442,400 458,450 475,490", 12),
    ("445,206 412,245 396,290 392,345", 14), ("400,196 362,240 342,280 335,290", 13),
    ("360,190 318,232 306,275", 13), ("330,218 290,245 280,270", 10),
    ("470,212 440,235 420,285 410,340", 7),
    ("415,385 425,430 445,472", 13), ("380,395 395,430 412,458", 9),
    ("318,385 335,430 368,470", 14), ("290,430 312,480 340,505", 13),
    ("215,440 255,500 310,540", 16), ("165,445 215,505 290,550", 16),
    ("110,430 150,485 230,540", 15),
    ("75,435 105,475 140,505", 12), ("255,450 285,500 322,530", 8),
)  # fmt: skip
# Foam. A mass is an outline and the spacing of its fingers; a fringe is an edge of the foam
# walked so that the fingers stand to the right-hand side, with finger size and side of the hook.
MASSES = (
    (
        "300,205 340,175 400,150 440,105 480,95 520,112 560,135 568,165 550,192 520,240 480,225"
        " 455,185 400,175 350,190",
        19,
    ),
    ("500,240 560,205 610,214 650,228 672,255 668,290 645,318 600,302 545,290 512,264", 20),
    (
        "20,350 110,320 200,290 215,330 250,310 300,305 335,330 430,352 380,380 330,380 290,365"
        " 250,375 250,425 200,430 165,370 130,360 60,410 0,430",
        20,
    ),
    ("0,470 60,465 110,480 120,500 85,520 40,545 0,540", 19),
    ("360,600 400,545 420,590 440,620 420,640 330,650 300,640 340,590", 20),
    ("200,640 240,620 270,660 340,690 400,650 440,640 440,700 360,730 260,745 200,715", 21),
    ("60,670 140,660 190,680 120,700 60,700", 20),
    ("255,770 330,765 440,790 440,815 270,815", 21),
)
FRINGES = (
    ("262,236 300,214 345,190 385,188 430,165 470,205 500,238", 19, 1),
    ("345,290 350,312 372,328 440,350", 15, 1),
    ("105,380 160,380 170,425 215,432 262,425 262,385 310,385 345,380 400,385 440,362", 20, 1),
    ("50,420 100,415 160,430 210,440 260,440", 20, 1),
    ("20,545 60,540 110,555", 17, 1),
    ("30,706 75,722 130,704 165,700 195,735 250,745 272,765", 20, 1),
    ("445,650 425,735 455,770 490,815", 17, -1),
)
CLAWS = (  # single long hooks of the crest: root x, y, direction in degrees, size, side
    (500, 262, 160, 17, -1), (508, 276, 140, 18, -1), (530, 292, 112, 19, 1), (548, 300, 84, 18, 1),
    (566, 308, 112, 22, 1), (580, 310, 58, 22, -1), (606, 312, 118, 20, 1), (622, 314, 66, 18, -1),
    (636, 324, 116, 23, 1), (648, 330, 62, 24, 1), (662, 316, 36, 22, 1), (664, 298, 24, 26, 1),
    (672, 276, 40, 20, 1), (636, 214, -6, 22, 1), (660, 228, 4, 26, 1), (674, 248, 18, 30, 1),
    (610, 208, 4, 18, 1), (540, 122, -4, 20, 1), (556, 134, 12, 26, 1), (562, 152, 34, 25, 1),
    (552, 172, 66, 22, 1), (520, 112, 14, 16, 1), (536, 190, 96, 18, 1), (488, 238, 165, 20, -1),
    (480, 218, 155, 18, -1), (470, 200, 165, 16, -1),
)  # fmt: skip

RIDGE = (
    "275,555 300,552 325,530 350,502 370,476 385,464 400,460 430,475 455,481 475,505 500,532"
    " 530,550 555,561 577,566 600,590 630,612 665,623 705,631 745,632 800,628 860,612 930,580"
    " 1000,530 1050,480 1100,412 1150,360 1210,326"
)
SECOND_RIDGE = "665,622 700,640 780,647 860,640 950,622 1040,590 1120,560 1210,530"
SWELL = "780,785 850,772 900,750 960,716 1000,694 1050,650 1100,607 1150,562 1210,526"
LEFT_POOL = "6,565 20,545 50,550 75,542 100,562 115,580 142,600 110,610 70,612 40,605 18,590"
ROLL = (
    "-10,770 6,735 30,710 60,706 85,718 110,712 130,702 160,710 168,690 160,676 172,668 182,680"
    " 184,715 200,738 225,733 245,745 268,750 272,770 258,784 244,795 250,830 -10,830"
)
KNOBS = (
    "365,745 372,724 390,717 408,730 430,720 446,735 440,752 455,775 478,795 520,830 470,830"
    " 448,795 425,765 405,755 395,738 385,760",
    "318,790 322,772 342,770 350,788 345,800", "352,812 362,794 385,790 388,808 372,818",
    "395,815 402,790 425,795 440,815",
)  # fmt: skip
TROUGH = (  # sweeps of water under the ridge: path, widest width, tone
    ("480,520 500,560 525,600 545,622", 16, PALE), ("548,568 580,578 592,602", 26, PALE),
    ("535,590 555,640 605,692 690,724", 40, PALE), ("596,602 640,664 720,722 815,748", 48, PALE),
    ("642,624 700,664 790,722 900,745", 52, PALE), ("722,652 800,690 920,722", 36, PALE),
    ("790,660 860,694 985,714", 32, PALE), ("835,656 920,682 1040,694", 26, PALE),
    ("880,650 960,668 1060,676", 24, PALE), ("965,650 1050,630 1160,566", 44, PALE),
    ("545,592 575,645 625,687 700,720", 24, DEEP), ("600,608 640,664 700,714 770,742", 36, DEEP),
    ("638,628 690,676 755,720 835,748", 36, DEEP), ("755,682 820,716 910,740", 27, DEEP),
    ("815,666 890,696 1000,712", 18, DEEP), ("895,668 960,692 1040,700", 14, DEEP),
    ("930,666 990,682 1062,676", 16, DEEP), ("940,652 1000,657 1070,640", 15, DEEP),
    ("1012,632 1060,628 1125,600", 14, DEEP), ("1060,610 1110,596 1170,552", 22, DEEP),
    ("606,618 645,674 700,714", 11, MIDDLE), ("650,642 705,694 765,730", 10, MIDDLE),
    ("560,615 590,655 630,690", 8, MIDDLE), ("1080,606 1115,592 1155,562", 8, MIDDLE),
    ("780,698 830,720 880,732", 7, MIDDLE), ("492,640 530,690 590,720 640,730", 16, PALE),
    ("487,626 515,664 560,704", 11, DEEP), ("520,640 545,676 590,708", 13, DEEP),
)  # fmt: skip
SWELLS = (  # the great swell at the right, in front
    ("1050,690 1100,620 1215,540", 46, PALE), ("1040,690 1110,650 1215,610", 60, PALE),
    ("985,735 1060,690 1215,676", 50, PALE), ("960,752 1090,726 1215,718", 36, PALE),
    ("860,806 960,790 1080,768 1215,780", 26, PALE),
    ("680,835 900,810 1080,796 1215,812", 56, PALE),
    ("1140,642 1180,634 1220,620", 34, DEEP), ("1100,650 1160,660 1220,652", 24, DEEP),
    ("1070,670 1120,668 1180,674 1220,676", 28, DEEP), ("1065,714 1130,700 1220,686", 32, DEEP),
    ("1015,732 1080,718 1150,718", 20, DEEP), ("960,758 1040,746 1130,754 1220,752", 50, DEEP),
    ("1070,742 1150,732 1220,722", 28, DEEP), ("862,791 930,788 1080,768", 30, DEEP),
    ("980,754 1080,750 1180,750", 11, MIDDLE), ("1090,740 1160,732 1215,728", 9, MIDDLE),
    ("880,790 950,787 1040,776", 10, MIDDLE), ("1085,706 1150,697 1210,690", 9, MIDDLE),
    ("1090,669 1140,670 1200,675", 8, MIDDLE),
)  # fmt: skip
ROLL_BANDS = (
    ("75,722 38,765 42,830", 10), ("135,712 92,765 98,830", 10), ("195,745 150,780 152,830", 10),
    ("245,752 205,785 208,830", 9), ("50,555 62,585 90,605", 7), ("85,560 105,585 132,602", 7),
    ("462,660 476,720 520,770 600,798 720,795", 12), ("486,650 520,710 580,755 650,792", 8),
)  # fmt: skip
TEETH = (  # dark water and pale shade beneath the foam of the far ridge
    ("1010,618 1030,590 1050,600 1068,568 1085,582 1100,548 1118,560 1128,520 1145,530 1158,490"
     " 1172,500 1178,450 1192,455 1200,410 1215,400 1215,530 1120,560 1040,592", PALE),
    ("990,618 1010,600 1025,612 1048,592 1068,600 1085,574 1102,584 1118,552 1134,560 1146,528"
     " 1162,530 1172,500 1186,500 1196,465 1215,460 1215,520 1150,545 1090,570 1040,590", DEEP),
    ("850,646 880,630 900,640 922,624 940,634 962,616 978,624 1000,606 960,624 910,636", PALE),
    ("905,641 925,632 940,634 962,624 980,624 1000,612 1020,610 1040,590 1000,606 950,623", DEEP),
    ("1100,572 1130,560 1160,540 1215,505 1215,518 1160,550", MIDDLE),
)  # fmt: skip
TEETH_FRINGES = (
    ("870,636 905,626 945,612 985,594 1020,572 1050,555", 13),
    ("1050,560 1085,530 1120,492 1150,455 1180,410 1205,380", 19),
)
CRADLE = (
    "462,634 453,655 459,692 476,735 510,773 555,797 640,806 720,799 790,786 850,768 800,776"
    " 690,786 630,768 580,733 540,698 502,652 482,628"
)


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
        scales(canvas, SHEET, parse(outline), spacing, FOAM, rng, point_deg=5)
    for path, size, side in FRINGES:
        fringe(canvas, SHEET, parse(path), size, side, FOAM, rng)
    paint_prow(canvas, SHEET)
    for x, y, degrees, reach, way in CLAWS:
        claw(canvas, SHEET, np.array([x, y]), np.radians(degrees), 1.12 * reach, way, FOAM)
    for edge, tooth in TEETH_FRINGES:
        for at in smooth(parse(edge), per_span=3):
            angle = np.radians(rng.normal(52, 16))
            claw(canvas, SHEET, at, angle, tooth * rng.uniform(0.8, 1.4), 1, BARE_FOAM)


def _spray(canvas: Canvas, rng: np.random.Generator) -> None:
    for outline, spacing in ((HOLLOW, 15), (ROLL, 14), (LEFT_POOL, 12)):
        spray(canvas, SHEET, scatter(parse(outline), spacing, rng), 2.6, PAPER, rng)
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
