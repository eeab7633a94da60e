"""A weathered concrete wall with steps and a steel railing, for `balloon_homage`."""

from __future__ import annotations

import numpy as np

from studies.draw import (
    Canvas,
    Mask,
    Picture,
    Size,
    blur,
    colour_ramp,
    coordinates,
    fbm,
    line_mask,
    mix,
    polygon_mask,
    roughen,
    value_noise,
)
from studies.sheet import Path, Sheet, parse

TONES = ((0.0, "#6d6b66"), (0.35, "#8f8d86"), (0.5, "#a3a19a"), (0.65, "#b3b1a8"), (1.0, "#cfccc1"))
SEAMS = ("-10,118 1210,112", "-10,420 1210,413", "-10,716 1210,712",
         "236,-10 239,910", "642,-10 640,910", "1044,-10 1047,910")  # fmt: skip
HOLES = ((100, 266), (372, 264), (506, 262), (776, 262), (910, 264), (1128, 262), (100, 566),
         (506, 566), (776, 564), (910, 566), (1128, 566))  # fmt: skip
# Places where the wall was painted over before, each in a grey that did not quite match.
PATCHES = (
    ("300,352 610,340 618,842 286,850", "#b9b8b2", 0.55), ("612,96 912,88 920,392 606,400",
    "#b4b4b0", 0.50),
    ("30,150 222,146 226,330 36,338", "#8e918f", 0.50), ("952,300 1190,292 1196,470 960,476",
    "#9c9a90", 0.42),
    ("690,420 1010,414 1016,560 684,566", "#bab8ae", 0.45),
)  # fmt: skip
STEP_COUNT, STEP_RUN, STEP_RISE = 9, 74.0, 37.0
STEP_FOOT = (596.0, 868.0)


def wall(size: Size, sheet: Sheet, seed: int) -> tuple[Picture, Mask]:
    """The bare wall (H, W, 3), and its height (H, W) in [0, 1]: pits and grain catch the spray."""
    cloud = fbm(size, 5, seed, octaves=6, gain=0.6)
    grain = fbm(size, 170, seed + 1, octaves=3, gain=0.8)
    boards = fbm(size, (3, 70), seed + 2, octaves=2)
    tone = cloud + 0.35 * (grain - 0.5) + 0.12 * (boards - 0.5)
    canvas = Canvas(size)
    canvas.pixels = colour_ramp(np.clip(0.5 + 1.5 * (tone - 0.5), 0, 1), TONES)
    tint = fbm(size, 4, seed + 3) - 0.5
    canvas.pixels += tint[..., None] * np.array([0.10, 0.03, -0.09], dtype=np.float32)
    for number, (outline, colour, opacity) in enumerate(PATCHES):
        mask = polygon_mask(size, sheet.points(parse(outline)), soften=0.0015)
        roller = 0.75 + 0.5 * value_noise(size, (60, 14), seed + 20 + number)
        mask = roughen(mask, 0.008, 20, seed + 30 + number)
        canvas.paint(mask, colour, np.clip(opacity * roller, 0, 1))
    height = _pits(canvas, grain, seed)
    _seams(canvas, sheet, seed)
    _stains(canvas, sheet, seed)
    slope = np.gradient(blur(height, 0.0004), axis=0) + np.gradient(blur(height, 0.0004), axis=1)
    canvas.pixels *= (1 - np.clip(0.85 * slope, -0.2, 0.2))[..., None]
    return canvas.pixels, height


def _pits(canvas: Canvas, grain: Mask, seed: int) -> Mask:
    rng = np.random.default_rng(seed + 4)
    height = 0.5 + 0.5 * (grain - 0.5)
    hollow = Canvas(canvas.size, "#000000")
    for x, y in rng.random((900, 2)):
        reach = 0.0006 + 0.0011 * float(rng.gamma(0.8))
        spot = (float(x), float(y))
        turn = float(rng.uniform(0, 180))
        strength = float(rng.uniform(0.3, 0.9))
        hollow.ellipse(spot, (reach * 1.3, reach), "#ffffff", strength, turn_deg=turn)
    pits = hollow.pixels[..., 0]
    canvas.paint(pits, "#55534f", 0.55)
    return np.asarray(height - 0.5 * pits, dtype=np.float32)


def _seams(canvas: Canvas, sheet: Sheet, seed: int) -> None:
    for number, seam in enumerate(SEAMS):
        path = sheet.points(parse(seam))
        groove = roughen(line_mask(canvas.size, path, sheet.length(3.4)), 0.0012, 40, seed + number)
        lip = roughen(
            line_mask(canvas.size, path + 0.0028, sheet.length(2.2)), 0.0012, 40, seed + number
        )
        canvas.paint(blur(line_mask(canvas.size, path, sheet.length(16)), 0.006), "#5f5d58", 0.35)
        canvas.paint(lip, "#d8d5ca", 0.5)
        canvas.paint(groove, "#3d3b38", 0.8)
    for x, y in HOLES:
        spot = (x / sheet.width, y / sheet.height)
        canvas.ellipse(spot, (sheet.length(11),) * 2, "#7a7872", 0.5, soften=0.001)
        canvas.ellipse(spot, (sheet.length(7.5),) * 2, "#2f2d2b", 0.92)
        canvas.ellipse((spot[0] + 0.001, spot[1] + 0.002), (sheet.length(5),) * 2, "#4b4945")


def _stains(canvas: Canvas, sheet: Sheet, seed: int) -> None:
    """Water runs down: soot from the top edge, rust and lime from holes and seams."""
    rng = np.random.default_rng(seed + 5)
    x, y = coordinates(canvas.size)
    runs = fbm(canvas.size, (70, 2.2), seed + 6, octaves=3)
    reach = 1.02 - y * (0.9 + 1.3 * fbm(canvas.size, 6, seed))
    fall = np.clip(runs - 0.48, 0, 1) * 2.9 * np.clip(reach, 0, 1)
    canvas.paint(np.clip(fall, 0, 0.68), "#4b4a48")
    for left, top in HOLES:
        for _ in range(2):
            length = float(rng.uniform(60, 230))
            start = left + float(rng.normal(0, 4))
            bend = start + float(rng.normal(0, 3))
            path = sheet.points(np.array([(start, top + 6), (bend, top + length)]))
            run = line_mask(canvas.size, path, [sheet.length(w) for w in (7.0, 4.0, 1.0)])
            colour = str(rng.choice(["#6a4a34", "#57544f", "#d9d6cc"]))
            canvas.paint(blur(run, 0.0016), colour, 0.45)
    damp = np.clip((y - 0.80) * 4 + 1.2 * (fbm(canvas.size, 8, seed + 7) - 0.5), 0, 1)
    canvas.paint(damp * (1 - 0.3 * x), "#504f48", 0.6)


def steps_and_railing(canvas: Canvas, sheet: Sheet, seed: int) -> None:
    """Pavement, a flight rising to the right, and the railing with its shadow on the wall."""
    ground = polygon_mask(canvas.size, sheet.points(parse("-10,866 1210,866 1210,910 -10,910")))
    grit = fbm(canvas.size, 120, seed + 50, octaves=3, gain=0.8)
    canvas.paint(ground, mix("#4f4e4b", "#86847d", grit))
    canvas.line(sheet.points(parse("-10,867 1210,867")), sheet.length(3.5), "#2b2a29", 0.85)
    foot = np.array(STEP_FOOT)
    for number in range(STEP_COUNT):
        corner = foot + number * np.array((STEP_RUN, -STEP_RISE))
        _step(canvas, sheet, corner, seed + 60 + number)
    lower = foot + np.array((10.0, -150.0))
    upper = lower + 8.6 * np.array((STEP_RUN, -STEP_RISE))
    steel: list[tuple[Path, float]] = [
        (np.array([lower - np.array((46, 0)), lower, upper]), 9.0),
        (np.array([lower, upper]) + np.array((0, 62)), 5.5),
    ]
    for number in range(0, STEP_COUNT, 2):
        top = lower + number * np.array((STEP_RUN, -STEP_RISE)) + np.array((20.0, -10.0))
        steel.append((np.array([top, top + np.array((0, 152))]), 6.5))
    shadow = np.zeros(canvas.size, dtype=np.float32)
    for path, units in steel:
        cast = line_mask(canvas.size, sheet.points(path + np.array((15, 17))), sheet.length(units))
        shadow = np.maximum(shadow, cast)
    canvas.paint(blur(shadow, 0.003), "#2e2d2c", 0.5)
    for path, units in reversed(steel):
        canvas.line(sheet.points(path), sheet.length(units), "#1c1c1d")
        canvas.line(sheet.points(path - units * 0.24), sheet.length(units * 0.24), "#8d8f90", 0.7)


def _step(canvas: Canvas, sheet: Sheet, corner: Path, seed: int) -> None:
    """One step: dark side down to the ground, lit tread edge, chipped nosing."""
    right = sheet.width + 20
    side = np.array([corner, (right, corner[1]), (right, corner[1] - STEP_RISE),
                     corner - np.array((0, STEP_RISE))])  # fmt: skip
    mask = roughen(polygon_mask(canvas.size, sheet.points(side)), 0.0012, 40, seed)
    grit = fbm(canvas.size, 110, seed, octaves=3, gain=0.8)
    cloud = fbm(canvas.size, 9, seed + 9)
    canvas.paint(
        mask, mix("#555450", "#94918a", np.clip(0.2 + 0.5 * grit + 0.6 * (cloud - 0.4), 0, 1))
    )
    tread = np.array([corner - np.array((4, STEP_RISE)), (right, corner[1] - STEP_RISE)])
    nose = line_mask(canvas.size, sheet.points(tread), sheet.length(7))
    canvas.paint(roughen(nose, 0.0014, 60, seed + 3), "#bdbab0", 0.9)
    under = line_mask(canvas.size, sheet.points(tread + np.array((0, 7))), sheet.length(4))
    canvas.paint(blur(under, 0.0012), "#333230", 0.75)
    riser = np.array([corner, corner - np.array((0, STEP_RISE))])
    canvas.paint(
        blur(line_mask(canvas.size, sheet.points(riser), sheet.length(5)), 0.001), "#3a3937", 0.7
    )
