"""The bust of the homage to Kahlo: shoulders, embroidered blouse and the necklace of thorns."""

from __future__ import annotations

import numpy as np

from studies.curves import mirrored
from studies.draw import Canvas, polygon_mask, smooth
from studies.folk import flower, form, leaf, soft_line
from studies.portrait import modelled


def paint_bust(canvas: Canvas, seed: int) -> None:
    size = canvas.size
    shoulders = mirrored([(0.500, 0.560), (0.562, 0.560), (0.566, 0.640), (0.573, 0.690),
                          (0.600, 0.718),
                          (0.680, 0.748), (0.760, 0.782), (0.806, 0.840), (0.826, 0.950),
                          (0.500, 0.950)])  # fmt: skip
    skin = modelled(size, [
        (0.43, 0.62, "#9a6245"), (0.50, 0.63, "#8d573c"), (0.57, 0.62, "#7f4c33"),
        (0.44, 0.66, "#c08660"), (0.50, 0.67, "#b97e59"), (0.56, 0.66, "#935d40"),
        (0.46, 0.70, "#cf9870"), (0.54, 0.70, "#a56d4d"), (0.40, 0.73, "#d5a078"),
        (0.60, 0.73, "#b17a57"), (0.34, 0.75, "#d9a47c"), (0.66, 0.75, "#a46c4c"),
        (0.50, 0.74, "#c48c66"), (0.50, 0.79, "#cf9a72"), (0.42, 0.79, "#dba980"),
        (0.58, 0.79, "#b9835f"), (0.28, 0.80, "#c99069"), (0.74, 0.80, "#945d40"),
    ])  # fmt: skip
    outline = smooth(shoulders, closed=True)
    canvas.paint(polygon_mask(size, outline, soften=0.0008), skin)
    for path, widths in (
        ([(0.36, 0.752), (0.42, 0.758), (0.475, 0.775)], (0.002, 0.007, 0.003)),
        ([(0.64, 0.752), (0.58, 0.758), (0.525, 0.775)], (0.002, 0.008, 0.003)),
        ([(0.452, 0.66), (0.472, 0.72), (0.488, 0.765)], (0.002, 0.005, 0.003)),
        ([(0.548, 0.66), (0.530, 0.72), (0.512, 0.765)], (0.003, 0.007, 0.003)),
    ):
        soft_line(canvas, path, widths, "#7d4a30", 0.45, 0.003)
    under_chin = mirrored([(0.500, 0.655), (0.545, 0.645), (0.566, 0.622), (0.566, 0.570),
                           (0.500, 0.570)])  # fmt: skip
    throat = polygon_mask(size, outline) * polygon_mask(size, under_chin, soften=0.006)
    canvas.paint(throat, "#6d3f2a", 0.6)
    canvas.line(outline, 0.0018, "#3a2018", 0.7, soften=0.0004)
    _huipil(canvas, seed)


def _huipil(canvas: Canvas, seed: int) -> None:
    """An embroidered blouse: square yoke, bands of flowers and steps, pleats below."""
    size = canvas.size
    blouse = mirrored([(0.500, 0.832), (0.560, 0.830), (0.610, 0.822), (0.640, 0.800),
                       (0.668, 0.752), (0.700, 0.748), (0.770, 0.778), (0.818, 0.830),
                       (0.850, 0.960), (0.500, 0.960)])  # fmt: skip
    outline = smooth(blouse, closed=True)
    mask = form(canvas, outline, "#c8283a", "#7d1430")
    rng = np.random.default_rng(seed + 3)
    under = Canvas(size)
    under.pixels[:] = canvas.pixels
    for _ in range(60):
        x = rng.uniform(0.16, 0.84)
        path = [(x, 0.78), (x + rng.normal(0, 0.006), 0.86), (x + rng.normal(0, 0.01), 0.93)]
        tone = "#e2495a" if rng.random() < 0.5 else "#6d0f2a"
        soft_line(under, path, (0.001, 0.003, 0.001), tone, 0.35, 0.001)
    canvas.paint(mask, under.pixels)
    neck = [(0.332, 0.752), (0.358, 0.802), (0.392, 0.826), (0.44, 0.836), (0.50, 0.838),
            (0.56, 0.836), (0.608, 0.826), (0.642, 0.802), (0.668, 0.752)]  # fmt: skip
    for shift, width, tone in ((0.010, 0.0300, "#201820"), (0.010, 0.0265, "#f0b52e"),
                               (0.010, 0.0200, "#24457e")):  # fmt: skip
        canvas.line(smooth(np.add(neck, (0, shift))), width, tone, soften=0.0004)
    curve = smooth(np.add(neck, (0, 0.010)), per_span=20)
    for index, at in enumerate(np.linspace(4, len(curve) - 5, 23).astype(int)):
        centre = (float(curve[at][0]), float(curve[at][1]))
        tones = (("#f3e6c8", "#e8a0a8"), ("#f08a2c", "#c8402c"), ("#e85a8a", "#a82a5a"))[index % 3]
        flower(canvas, centre, 0.0085, 6, tones, "#f6d84a", rings=1, slim=0.6, seed=index)
    for side in (-1, 1):
        for k, (x, y, radius) in enumerate(((0.24, 0.822, 0.017), (0.275, 0.858, 0.012),
                                            (0.205, 0.855, 0.012))):  # fmt: skip
            place = (0.5 + side * x, y)
            for dx, dy in ((-0.030, -0.014), (0.030, -0.012), (0.0, 0.026)):
                leaf(canvas, place, (place[0] + dx, place[1] + dy), 0.0055, "#3fae6a", "#1a6a48",
                     "#d8f0a0", veins=3, contour=0.0009)  # fmt: skip
            tones = (("#f6c63a", "#f08a2c"), ("#f3e6c8", "#f0a8c0"), ("#6a8ae0", "#b8c8f4"))[k]
            flower(canvas, place, radius, 8, tones, "#f6d84a", rings=2, seed=seed + k)
    for index in range(34):
        x = 0.17 + 0.66 * index / 33
        y = 0.893 + 0.010 * (index % 2)
        canvas.polygon([(x - 0.010, y + 0.010), (x, y - 0.006), (x + 0.010, y + 0.010)],
                       ("#f0b52e", "#2f9a7a", "#f3e6c8")[index % 3], 0.95)  # fmt: skip
    canvas.line([(0.14, 0.884), (0.86, 0.884)], 0.0024, "#f0b52e")


def paint_necklace(canvas: Canvas, seed: int) -> None:
    """A vine that is half garland, half thorns; three blossoms hang from it."""
    rng = np.random.default_rng(seed + 9)
    vine = smooth([(0.432, 0.655), (0.428, 0.700), (0.448, 0.742), (0.500, 0.765), (0.552, 0.742),
                   (0.572, 0.700), (0.568, 0.655)], per_span=16)  # fmt: skip
    soft_line(
        canvas, np.add(vine[::6], (0.004, 0.008)), (0.004, 0.008, 0.004), "#5a301f", 0.5, 0.003
    )
    wave = np.sin(np.linspace(0, 34, len(vine)))[:, None] * 0.0035
    for sign, tone in ((1, "#4a2c1c"), (-1, "#7a5230")):
        canvas.line(vine + sign * wave * (1, 0.7), 0.0036, "#20130e", soften=0.0004)
        canvas.line(vine + sign * wave * (1, 0.7), 0.0024, tone, soften=0.0004)
    for index, at in enumerate(np.linspace(5, len(vine) - 6, 26).astype(int)):
        step = vine[at + 1] - vine[at]
        out = np.array([-step[1], step[0]]) / np.hypot(*step)
        side = 1 if index % 2 else -1
        base = vine[at]
        if index % 3 == 0:
            tip = base + out * side * 0.013 + step / np.hypot(*step) * 0.006
            canvas.polygon([tuple(base - step * 0.9), tuple(tip), tuple(base + step * 0.9)],
                           "#20130e")  # fmt: skip
        else:
            tip = base + out * side * rng.uniform(0.026, 0.036) + (0, 0.008)
            leaf(canvas, (float(base[0]), float(base[1])), (float(tip[0]), float(tip[1])), 0.0072,
                 "#5aa848", "#1f6238", "#d8eb9a", veins=4, contour=0.0011)  # fmt: skip
    for centre in ((0.500, 0.775), (0.462, 0.760), (0.538, 0.760)):
        flower(canvas, centre, 0.0165, 7, ("#d2233c", "#f0566a"), "#f6d04a", rings=2, slim=0.55,
               seed=int(1000 * centre[0]))  # fmt: skip
