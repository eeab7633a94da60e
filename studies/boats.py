"""The three boats and their crouching crews for the study after Hokusai (`the_great_wave`)."""

from __future__ import annotations

import numpy as np

from studies.draw import Canvas, smooth
from studies.sheet import Path, Sheet, parse

BUFF, SHADE, ROBE, HEAD, LINE = "#e3cfae", "#c9b6a8", "#23396f", "#ecdcc8", "#22233f"
MATS = "#4a4340"

# Hulls: outline, and lines along and across the planks.
FRONT_HULL = (
    "478,625 500,655 542,693 598,713 680,729 760,740 830,745 905,752 862,770 800,780 720,789"
    " 640,783 590,752 540,716 498,672"
)
FRONT_UNDER = "596,754 650,764 720,771 800,772 852,770 800,780 720,789 640,783"
FRONT_LINES = ("480,632 520,680 560,716 600,752 660,765 740,772 855,772",
               "560,716 590,740 640,782", "498,660 548,702 600,722 690,740 830,748")  # fmt: skip
LEFT_HULL = (
    "20,392 34,416 75,464 110,490 160,511 215,532 280,553 262,562 240,578 222,594 190,602 150,588"
    " 120,566 100,538 88,510 66,480 42,448 22,420"
)
LEFT_PROW = "20,391 20,391 36,416 76,462 118,492 118,492 100,496 66,478 42,447 24,420"
LEFT_LINES = ("24,410 60,462 104,496 160,520 220,541 268,556",
"90,512 108,535 140,560 175,575 200,588",
              "98,522 118,548 150,570 190,588")  # fmt: skip
LEFT_BEAMS = ("112,498 102,528", "132,506 122,545", "152,514 140,556", "176,524 150,560",
              "196,532 170,570", "216,540 186,578", "236,546 206,580")  # fmt: skip
FAR_HULL = (
    "654,569 680,582 720,597 800,605 852,594 920,568 980,534 1040,480 1086,431 1090,446 1050,491"
    " 1000,541 940,578 870,607 800,626 750,629 712,613 672,590"
)
FAR_MATS = "716,598 800,606 852,595 856,606 840,616 800,624 770,622 735,612"
FAR_LINES = ("660,576 700,598 760,620 820,618 900,590 985,545 1050,486 1088,440",)

_BACK = np.array([(-0.75, 0.65), (-0.6, -0.1), (-0.1, -0.5), (0.5, -0.3), (0.8, 0.35), (0.2, 0.8)])

_HAIR = np.array(
    [(-1.0, -0.1), (-0.7, -0.8), (0.0, -1.06), (0.7, -0.78), (0.3, -0.74), (-0.35, -0.62)]
)

# Rowers: where each bends, back to the prow; left to right in a crew.
FRONT_CREW = "824,730 846,724 868,720 892,716 914,712 936,708"
FRONT_HEADS = "832,744 856,738 880,738 905,738 884,719 910,714 932,712 948,716"
FAR_CREW = "953,538 968,522 984,508 1000,496 1016,484 1030,476"
FAR_HEADS = "952,544 971,531 988,517 1004,505 964,516 982,501"
FAR_SECOND = "872,580 888,575 902,568"
LEFT_CREW = "214,578 232,572 248,566"
LEFT_HEADS = "232,568 262,561 246,574"


def paint_front(canvas: Canvas, sheet: Sheet, rng: np.random.Generator) -> None:
    """The nearest boat: mats amidships, eight heads at the stern."""
    _outline(canvas, sheet, FRONT_HULL, BUFF)
    _outline(canvas, sheet, FRONT_UNDER, SHADE, 0)
    for path in FRONT_LINES:
        _line(canvas, sheet, path, 1.5)
    _mats(canvas, sheet, "548,702 590,715 640,725 692,736", 17, rng)
    for nail in ("572,742", "610,757", "670,766", "735,771", "795,772", "840,770"):
        at = sheet.points(parse(nail))[0]
        canvas.ellipse((at[0], at[1]), (sheet.length(2.2),) * 2, LINE)
    _crew(canvas, sheet, FRONT_CREW, 21, rng)
    _heads(canvas, sheet, FRONT_HEADS, 8.5)
    for oar in ("800,752 850,750 905,746", "838,762 880,752 910,748"):
        _line(canvas, sheet, oar, 1.6)


def paint_left(canvas: Canvas, sheet: Sheet, rng: np.random.Generator) -> None:
    """The boat under the great wave, seen from above, its stern gone in the water."""
    _outline(canvas, sheet, LEFT_HULL, BUFF)
    for path in LEFT_LINES:
        _line(canvas, sheet, path, 1.4)
    for path in LEFT_BEAMS:
        _line(canvas, sheet, path, 5.5, LINE)
        _line(canvas, sheet, path, 3.2, BUFF)
    _mats(canvas, sheet, "104,492 160,514 215,535 262,552", 8, rng)
    _mats(canvas, sheet, "92,520 120,550 155,574 196,590", 12, rng)
    _crew(canvas, sheet, LEFT_CREW, 17, rng)
    _heads(canvas, sheet, LEFT_HEADS, 7)


def paint_prow(canvas: Canvas, sheet: Sheet) -> None:
    """The high prow of the left boat once more: it cuts through the foam that hides the side."""
    _outline(canvas, sheet, LEFT_PROW, BUFF)
    _line(canvas, sheet, "25,408 56,452 100,490", 1.3)


def paint_far(canvas: Canvas, sheet: Sheet, rng: np.random.Generator) -> None:
    """The boat beyond the trough, climbing the far ridge."""
    _outline(canvas, sheet, FAR_HULL, BUFF)
    _outline(canvas, sheet, FAR_MATS, MATS)
    for path in FAR_LINES:
        _line(canvas, sheet, path, 1.3)
    for shift in range(4):
        _line(canvas, sheet, f"{735 + 22 * shift},600 {748 + 22 * shift},618", 1.1)
    _crew(canvas, sheet, FAR_SECOND, 10, rng)
    _heads(canvas, sheet, "868,583 884,577 905,570", 5)
    _crew(canvas, sheet, FAR_CREW, 20, rng)
    _heads(canvas, sheet, FAR_HEADS, 7.5)
    for oar in (
        "958,552 1010,530 1040,498",
        "976,545 1030,512",
        "1034,470 1050,446",
        "1044,480 1066,440",
    ):
        _line(canvas, sheet, oar, 1.5)


def _outline(canvas: Canvas, sheet: Sheet, text: str, colour: str, line_units: float = 1.7) -> None:
    edge = sheet.points(smooth(parse(text), closed=True, per_span=8))
    canvas.polygon(edge, colour)
    if line_units:
        canvas.line(np.vstack([edge, edge[:1]]), sheet.length(line_units), LINE)


def _line(canvas: Canvas, sheet: Sheet, text: str, units: float, colour: str = LINE) -> None:
    canvas.line(sheet.points(smooth(parse(text), per_span=8)), sheet.length(units), colour)


def _mats(canvas: Canvas, sheet: Sheet, text: str, depth: float, rng: np.random.Generator) -> None:
    """Rush mats along the side: two cords and a fringe of short strokes hanging down."""
    rail: Path = smooth(parse(text), per_span=14)
    for drop in (0.0, 0.45):
        canvas.line(sheet.points(rail + np.array((0, depth * drop))), sheet.length(1.5), LINE)
    for at in rail:
        reach = depth * rng.uniform(0.6, 1.15)
        straw = np.array([at, at + np.array((-1.5 + rng.normal(0, 0.8), reach))])
        canvas.line(sheet.points(straw), (sheet.length(1.5), sheet.length(0.5)), LINE)


def _crew(canvas: Canvas, sheet: Sheet, text: str, size: float, rng: np.random.Generator) -> None:
    for at in parse(text):
        bent = smooth(at + _BACK * size * rng.uniform(0.85, 1.1), closed=True, per_span=6)
        canvas.polygon(sheet.points(bent), ROBE)
        canvas.line(sheet.points(bent), sheet.length(1.6), LINE)
        fold = at + np.array([(-0.3, -0.25), (0.1, 0.1), (0.15, 0.6)]) * size
        canvas.line(sheet.points(smooth(fold, per_span=5)), sheet.length(1.1), LINE)


def _heads(canvas: Canvas, sheet: Sheet, text: str, radius: float) -> None:
    """Round heads, paper-pale, with a knot of hair; the faces are bent down."""
    for at in parse(text):
        spot = sheet.points(at[None])[0]
        centre = (float(spot[0]), float(spot[1]))
        canvas.ellipse(centre, (sheet.length(radius + 1.2),) * 2, LINE)
        canvas.ellipse(centre, (sheet.length(radius),) * 2, HEAD)
        hair = smooth(at + radius * _HAIR, closed=True, per_span=5)
        canvas.polygon(sheet.points(hair), LINE)
        knot = sheet.points(at[None] + radius * np.array((-0.15, -1.15)))[0]
        canvas.ellipse((knot[0], knot[1]), (sheet.length(radius * 0.3),) * 2, LINE)
