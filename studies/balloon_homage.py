"""Homage to a stencil about a child and a balloon: our own child, our own wall, our own words.

In the manner of the stencils of the early 2000s, and not a copy of one: a child seen from
behind, in a bobble hat, coat and boots, stands on tiptoe with a rabbit in one hand and lets go
of a balloon. Cut and sprayed as stencils are: one card for the grey, one for the black, one for
the red; haze beside the card, paint that skips the pits of the wall and runs where too much was
sprayed. Greys, black and one red. Coordinates are units of a sheet 1200 wide, 900 high.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from studies.concrete import steps_and_railing, wall
from studies.draw import (
    Canvas,
    Mask,
    arc,
    blur,
    coordinates,
    fbm,
    line_mask,
    polygon_mask,
    radial,
    roughen,
    scaled,
    smooth,
    to_bytes,
    value_noise,
)
from studies.sheet import Path, Sheet, parse

SIZE = (900, 1200)
SHEET = Sheet(1200, 900)
BLACK, GREY, RED, DARK_RED = "#17171a", "#4c4d50", "#c9141c", "#8d0d16"

# The card for the black: closed curves; a repeated point is a corner.
BLACK_CARD = (
    # hat with its bobble
    "311,511 311,511 313,486 326,464 348,455 371,460 385,477 389,500 389,500 352,508",
    "331,452 329,438 339,427 352,430 358,441 354,454 342,459",
    # head and nape below the brim
    "317,516 317,516 386,506 386,506 390,524 384,540 370,551 346,553 328,545 319,532",
    # coat: collar, shoulders, back, the hem thrown to the right
    "334,556 334,556 372,552 392,548 402,560 398,590 400,630 414,668 440,690 476,700 476,700"
    " 452,714 430,712 430,712 436,730 436,730 408,726 384,716 360,724 332,720 306,728 286,722"
    " 286,722 296,690 304,650 306,610 302,580 306,566",
    # hanging arm
    "306,566 306,566 292,584 280,616 276,650 279,668 279,668 298,668 298,668 302,640 308,606",
    # boots on their toes
    "314,774 314,774 346,770 346,770 351,796 366,812 382,826 384,837 384,837 354,841 340,836"
    " 325,826 316,816 318,798",
    "366,768 366,768 397,763 397,763 403,790 418,805 434,819 436,830 436,830 406,835 392,830"
    " 377,819 368,809 370,792",
)
# The raised arm and its open hand: before everything else.
ARM = (
    "386,552 386,552 412,522 432,484 446,446 446,446 470,456 470,456 460,500 442,542 416,578"
    " 396,590 396,590",
    "449,441 449,441 447,420 438,404 444,401 453,414 455,412 453,388 459,386 464,408 466,408"
    " 471,386 478,388 474,412 476,413 487,398 492,402 483,422 485,425 496,420 498,426 482,440"
    " 472,451 472,451",
)
# Bridges and lights: what the card kept free, so that the wall shows.
LIGHTS = (
    "314,503 314,503 352,497 388,491 388,491 388,494 352,501 314,507",
    "330,462 337,458 326,484 320,486", "352,460 358,462 353,488 346,489", "372,465 377,470"
    " 376,482 370,484",
    "342,514 345,514 356,533 380,545 377,547 352,536",
    "361,512 364,512 372,524 387,533 386,535 369,527",
    "325,517 328,517 338,539 364,551 358,552 334,541",
    "352,588 354,588 357,640 360,706 356,706 353,650",
    "322,638 322,638 356,644 392,636 392,636 393,645 356,653 322,647",
    "318,668 318,668 314,712 314,712 304,715 304,715 311,690", "384,664 388,664 406,700 424,716"
    " 404,708",
    "342,668 345,668 342,712 336,712", "418,680 424,684 446,700 440,702",
    "404,552 404,552 428,514 444,472 444,472 449,474 434,520 412,556",
    "448,458 448,458 464,464 464,464 462,469 462,469 447,463",
    "305,578 307,578 302,616 300,660 298,660 299,614",
    "322,784 322,784 330,783 330,783 332,802 340,814 334,812 325,798",
    "374,778 374,778 382,776 382,776 386,795 396,808 389,806 378,791",
)  # fmt: skip
# The card for the grey, sprayed first: legs, hands' shadow, scarf, rabbit.
GREY_CARD = (
    "318,722 318,722 350,720 350,720 346,750 345,776 345,776 317,778 317,778 320,750",
    "362,720 362,720 394,716 394,716 394,742 395,768 395,768 367,772 367,772 366,745",
    "326,548 326,548 356,558 392,545 392,545 399,560 380,574 352,579 330,570",
    "390,556 390,556 424,574 456,594 488,588 520,600 546,595 546,595 560,590 548,600 564,598"
    " 552,606 566,608 552,612 562,618 546,618 546,618 522,622 490,610 456,616 422,598"
    " 392,580 392,580",
)
RABBIT = (
    "274,662 274,662 290,664 290,664 292,690 286,716 276,714 270,690",
    "290,690 300,682 310,700 306,726 294,726 288,708",
    "262,726 270,710 288,706 304,714 309,732 300,748 282,752 266,744",
    "268,750 268,750 300,750 312,774 312,800 298,812 276,812 262,798 260,772",
    "262,806 276,812 274,842 262,848 252,838",
    "292,812 306,804 316,832 308,844 296,838",
    "258,754 266,760 252,788 242,788 242,774",
    "304,752 314,758 326,782 318,790 308,776",
)
RABBIT_LIGHTS = (
    "271,729 276,728 276,735 271,736",
    "288,725 293,725 293,732 288,733",
    "279,738 285,738 282,742",
    "274,766 296,766 302,788 296,802 276,802 270,788",
    "277,672 281,672 282,704 279,704",
    "297,694 301,694 302,716 298,716",
)
# Hair: two plaits thrown forward by the wind.
PLAITS = (
    "374,530 402,538 430,526 462,532 494,516 524,524 546,516",
    "364,546 396,560 430,552 462,560 492,548 516,554",
)

HEART = (
    "744,322 744,322 700,286 668,244 662,200 684,166 722,158 752,176 764,206 764,206 784,170"
    " 822,152"
    " 862,166 878,204 868,250 832,290 788,314 744,322"
)
HEART_SHADE = (
    "744,322 744,322 790,296 828,256 846,206 840,164 862,168 878,206 868,250 832,290 788,314"
)
HEART_LIGHTS = (
    "682,196 690,182 708,174 716,178 700,188 690,206 686,226 680,216", "720,170 727,168 731,172"
    " 725,175",
    "792,190 802,178 820,172 826,177 810,184 800,196",
    "764,212 764,212 768,238 764,262 764,262 761,238",
)  # fmt: skip
KNOT = "744,320 744,320 733,336 733,336 744,332 756,338 756,338"
STRING = (
    "744,334 738,356 716,370 690,366 664,350 634,346 604,358 580,352 556,338 534,346 524,362"
    " 512,372"
)

WORDS = (("HOLD ON", 716, 448, 8.6), ("LIGHTLY", 746, 512, 6.4))  # text, x, y, unit of the letters


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """The study as uint8 (H, W, 3), sRGB; the same bytes for the same seed and size."""
    size = scaled(SIZE, long_edge_px)
    canvas = Canvas(size)
    canvas.pixels, height = wall(size, SHEET, seed)
    rng = np.random.default_rng(seed + 200)
    _card_ghost(canvas, (250, 366, 566, 858), seed)
    grey = _card(canvas, (*GREY_CARD, *RABBIT), RABBIT_LIGHTS)
    _spray(canvas, grey, GREY, height, seed + 210)
    plaits = _plaits(canvas)
    # A stencil needs a bridge wherever one form crosses another: keep a gap round the nearer one.
    arm = _card(canvas, ARM, LIGHTS)
    behind = _card(canvas, BLACK_CARD, LIGHTS) * (1 - _gap(np.maximum(plaits, grey)))
    black = np.maximum(np.maximum(behind, plaits) * (1 - _gap(_card(canvas, ARM[:1], ()))), arm)
    _drips(
        canvas, ((352, 722), (300, 724), (418, 724), (362, 838), (414, 832), (330, 720)), BLACK, rng
    )
    _spray(canvas, black, BLACK, height, seed + 220)
    string = line_mask(size, SHEET.points(smooth(parse(STRING))), SHEET.length(2.6))
    _spray(canvas, string, BLACK, height, seed + 230)
    _balloon(canvas, height, rng, seed)
    _spray(canvas, _lettering(canvas), BLACK, height, seed + 260)
    _drips(canvas, ((722, 497), (801, 550)), BLACK, rng)
    steps_and_railing(canvas, SHEET, seed)
    _daylight(canvas, seed)
    return to_bytes(canvas.pixels)


def _gap(mask: Mask) -> Mask:
    return np.asarray(np.clip(3 * blur(mask, 0.0022), 0, 1), dtype=np.float32)


def _closed(text: str) -> Path:
    return SHEET.points(smooth(parse(text), closed=True, per_span=10))


def _card(canvas: Canvas, holes: Sequence[str], bridges: Sequence[str]) -> Mask:
    """Where a stencil card lets paint through: holes less the bridges."""
    mask = np.zeros(canvas.size, dtype=np.float32)
    for outline in holes:
        mask = np.maximum(mask, polygon_mask(canvas.size, _closed(outline)))
    for outline in bridges:
        mask = mask * (1 - polygon_mask(canvas.size, _closed(outline)))
    return mask


def _plaits(canvas: Canvas) -> Mask:
    """Each plait as a row of leaves, cut apart as a stencil must be."""
    mask = np.zeros(canvas.size, dtype=np.float32)
    for text in PLAITS:
        curve = smooth(parse(text), per_span=4)
        for number in range(0, len(curve) - 3, 3):
            start, stop = curve[number], curve[number + 3]
            way = stop - start
            side = np.array([-way[1], way[0]]) * (0.42 if number % 2 else -0.42)
            leaf = np.array([start, start + 0.35 * way + side + 5 * np.sign(side), stop + 0.1 * way,
                             start + 0.5 * way - 0.9 * side])  # fmt: skip
            outline = SHEET.points(smooth(leaf, closed=True, per_span=6))
            mask = np.maximum(mask, polygon_mask(canvas.size, outline))
        for spread in (-9, -4, 1, 5, 9):
            tuft = np.array([curve[-1], curve[-1] + (12, spread * 0.5), curve[-1] + (26, spread)])
            hair = line_mask(canvas.size, SHEET.points(smooth(tuft)), (0.004, 0.002, 0.0004))
            mask = np.maximum(mask, hair)
    return mask


def _spray(canvas: Canvas, mask: Mask, colour: str, height: Mask, seed: int) -> None:
    """Paint through a card: soft haze, a fine rain of drops, then the body with its flaws."""
    size = canvas.size
    edge = roughen(mask, 0.0008, 60, seed)
    haze = blur(mask, 0.011) * (0.4 + 0.9 * fbm(size, 14, seed + 1))
    canvas.paint(np.clip(haze, 0, 1), colour, 0.26)
    rain = np.clip(value_noise(size, 420, seed + 2) - 0.70, 0, 0.3) / 0.3
    canvas.paint(np.clip(rain * blur(mask, 0.016) * 1.3, 0, 1), colour, 0.65)
    thin = 0.80 + 0.35 * (fbm(size, 11, seed + 3) - 0.35)
    skip = np.clip((0.36 - height) * 5, 0, 0.75)
    body = blur(edge, 0.0005) * np.clip(thin, 0, 1) * (1 - skip)
    canvas.paint(np.asarray(np.clip(body, 0, 1), dtype=np.float32), colour)


def _drips(
    canvas: Canvas,
    starts: Sequence[tuple[float, float]],
    colour: str,
    rng: np.random.Generator,
) -> None:
    """Runs of paint: thin, nearly plumb, with a bead at the end."""
    for x, y in starts:
        length, sway = float(rng.uniform(18, 74)), float(rng.normal(0, 1.2))
        path = np.array([(x, y - 6), (x + sway, y + length * 0.6), (x + sway, y + length)])
        widths = [SHEET.length(w) for w in (3.6, 2.0, 1.8)]
        canvas.line(SHEET.points(smooth(path)), widths, colour, 0.85)
        bead = SHEET.points(path[-1:])[0]
        canvas.ellipse((bead[0], bead[1]), (SHEET.length(1.9), SHEET.length(2.8)), colour, 0.9)


def _card_ghost(canvas: Canvas, box: tuple[float, float, float, float], seed: int) -> None:
    """Faint straight edges where spray passed the rim of the card."""
    left, top, right, bottom = box
    frame = parse(f"{left},{top} {right},{top} {right},{bottom} {left},{bottom}")
    inside = polygon_mask(canvas.size, SHEET.points(frame))
    outside = blur(inside, 0.014) * (1 - inside) * (0.2 + fbm(canvas.size, 7, seed + 240))
    canvas.paint(np.clip(outside, 0, 1), "#3a3a3c", 0.30)


def _balloon(canvas: Canvas, height: Mask, rng: np.random.Generator, seed: int) -> None:
    red = _card(canvas, (HEART, KNOT), HEART_LIGHTS)
    _drips(canvas, ((722, 304), (782, 312), (842, 280), (690, 270)), RED, rng)
    _spray(canvas, red, RED, height, seed + 250)
    shade = blur(_card(canvas, (HEART_SHADE,), ()), 0.004) * red
    _spray(canvas, shade, DARK_RED, height, seed + 255)


def _lettering(canvas: Canvas) -> Mask:
    mask = np.zeros(canvas.size, dtype=np.float32)
    for text, left, top, unit in WORDS:
        pen = float(left)
        for letter in text:
            parts, width = _glyph(letter)
            for part in parts:
                placed = part * unit + (pen, float(top))
                mask = np.maximum(mask, polygon_mask(canvas.size, SHEET.points(placed)))
            pen += (width + 0.9) * unit
    return mask


def _glyph(letter: str) -> tuple[list[Path], float]:
    """A stencil capital on a cell six units high, in parts, and its width."""
    stem = _box(0, 0, 1.1, 6)
    letters: dict[str, tuple[list[Path], float]] = {
        " ": ([], 1.6),
        "H": ([stem, _box(3, 0, 4.1, 6), _box(1.4, 2.5, 2.7, 3.5)], 4.1),
        "O": ([_ring(2.2, 97, 263), _ring(2.2, -83, 83)], 4.4),
        "L": ([stem, _box(1.4, 4.9, 3.5, 6)], 3.5),
        "D": ([stem, _ring(1.75, -88, 88)], 3.95),
        "N": ([stem, _box(3.3, 0, 4.4, 6), parse("1.35,0 1.35,2.1 3.05,6 3.05,3.9")], 4.4),
        "I": ([_box(0, 0, 1.1, 2.85), _box(0, 3.15, 1.1, 6)], 1.1),
        "G": ([_ring(2.2, 97, 263), _ring(2.2, -83, -28), _ring(2.2, 30, 83),
               _box(2.5, 2.9, 4.4, 3.9)], 4.4),
        "T": ([_box(0, 0, 4, 1.1), _box(1.45, 1.4, 2.55, 6)], 4.0),
        "Y": ([parse("0,0 1.15,0 1.95,2.5 1.4,3.1"), parse("4,0 2.85,0 2.05,2.5 2.6,3.1"),
               _box(1.45, 3.4, 2.55, 6)], 4.0),
    }  # fmt: skip
    return letters[letter]


def _box(left: float, top: float, right: float, bottom: float) -> Path:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def _ring(middle: float, start_deg: float, stop_deg: float) -> Path:
    outer = arc((1, 1), (middle, 3.0), (2.2, 3.0), start_deg, stop_deg, count=24)
    inner = arc((1, 1), (middle, 3.0), (1.1, 1.9), stop_deg, start_deg, count=24)
    return np.vstack([outer, inner])


def _daylight(canvas: Canvas, seed: int) -> None:
    """Light from the upper left that fades into the corners."""
    distance = radial(canvas.size, (0.42, 0.40), (0.72, 0.62))
    fade = 1.06 - 0.26 * np.clip(distance - 0.35, 0, 1) ** 1.5
    y = coordinates(canvas.size)[1]
    uneven = 1 + 0.05 * (fbm(canvas.size, 2, seed + 270) - 0.5) - 0.03 * y
    tint = np.array([1.0, 0.995, 0.975], dtype=np.float32)
    canvas.pixels = np.asarray(canvas.pixels * (fade * uneven)[..., None] * tint, dtype=np.float32)
