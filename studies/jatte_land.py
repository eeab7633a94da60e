"""The island of the study after Seurat: river and far bank, lawn with its shadows, foliage."""

from __future__ import annotations

import numpy as np

from studies.draw import (
    Canvas,
    Points,
    colour_ramp,
    coordinates,
    fbm,
    mix,
    polygon_mask,
    roughen,
    smooth,
)

FOLIAGE_TONES = ("#33504f", "#3f5c4c", "#5d7845", "#8a9440", "#a7a145")
LIT_LEAVES = [
    (0.22, 0.06, 0.135), (0.29, 0.095, 0.115), (0.17, 0.10, 0.07), (0.43, 0.105, 0.035),
    (0.51, 0.125, 0.03), (0.57, 0.055, 0.035), (0.60, 0.16, 0.025), (0.65, 0.075, 0.04),
    (0.745, 0.105, 0.035), (0.75, 0.03, 0.03), (0.97, 0.03, 0.03), (0.51, 0.045, 0.02),
    (0.25, 0.15, 0.05),
]  # fmt: skip
GRASS = "#c6b95e"
LAWN = [
    (0.0, 0.690), (0.02, 0.665), (0.05, 0.632), (0.085, 0.602), (0.12, 0.56), (0.136, 0.52),
    (0.142, 0.47), (0.152, 0.43), (0.166, 0.408), (0.185, 0.390), (0.215, 0.372), (0.24, 0.362),
    (0.27, 0.345), (0.31, 0.333), (0.345, 0.323), (0.38, 0.305), (0.42, 0.290), (0.46, 0.268),
    (0.50, 0.262), (0.54, 0.250), (0.575, 0.236), (0.62, 0.234), (0.65, 0.215), (0.70, 0.212),
    (1.0, 0.212), (1.0, 1.0), (0.0, 1.0),
]  # fmt: skip
SHADOWS: tuple[tuple[Points, float], ...] = (
    # long shadows on the lit lawn, then the great shade in front
    ([(0.312, 0.468), (0.36, 0.436), (0.40, 0.423), (0.444, 0.418), (0.440, 0.436), (0.40, 0.452),
      (0.35, 0.480), (0.315, 0.500)], 0.95),
    ([(0.345, 0.512), (0.372, 0.494), (0.378, 0.498), (0.352, 0.520)], 0.85),
    ([(0.30, 0.452), (0.33, 0.425), (0.345, 0.412), (0.35, 0.424), (0.325, 0.448)], 0.8),
    ([(0.372, 0.428), (0.395, 0.414), (0.400, 0.419), (0.375, 0.436)], 0.7),
    ([(0.374, 0.404), (0.42, 0.388), (0.448, 0.382), (0.440, 0.392), (0.40, 0.402),
      (0.372, 0.414)], 0.8),
    ([(0.402, 0.346), (0.43, 0.336), (0.448, 0.333), (0.44, 0.340), (0.41, 0.349)], 0.8),
    ([(0.462, 0.565), (0.50, 0.560), (0.54, 0.545), (0.60, 0.536), (0.636, 0.532), (0.64, 0.542),
      (0.60, 0.550), (0.54, 0.562), (0.48, 0.580), (0.462, 0.578)], 0.95),
    ([(0.66, 0.488), (0.69, 0.480), (0.735, 0.474), (0.735, 0.502), (0.69, 0.503)], 0.9),
    ([(0.90, 0.486), (0.94, 0.478), (0.99, 0.476), (0.99, 0.504), (0.94, 0.506), (0.905, 0.502)],
     0.9),
    ([(0.52, 0.377), (0.56, 0.368), (0.62, 0.366), (0.65, 0.366), (0.64, 0.374), (0.56, 0.379)],
     0.85),
    ([(0.645, 0.375), (0.70, 0.363), (0.75, 0.358), (0.75, 0.373), (0.70, 0.377)], 0.8),
    ([(0.70, 0.409), (0.725, 0.407), (0.73, 0.413), (0.71, 0.416)], 0.7),
    ([(0.55, 0.298), (0.62, 0.294), (0.76, 0.294), (0.77, 0.304), (0.62, 0.305)], 0.75),
    ([(0.60, 0.270), (0.66, 0.262), (0.77, 0.262), (0.77, 0.270), (0.65, 0.274)], 0.7),
    ([(0.64, 0.338), (0.70, 0.332), (0.76, 0.332), (0.75, 0.340), (0.68, 0.342)], 0.6),
    ([(0.66, 0.237), (0.77, 0.233), (0.77, 0.239), (0.67, 0.241)], 0.6),
    ([(0.135, 0.575), (0.16, 0.553), (0.205, 0.540), (0.208, 0.552), (0.17, 0.570), (0.137, 0.585)],
     0.7),
)  # fmt: skip
GREAT_SHADE = [
    (-0.02, 0.800), (0.02, 0.796), (0.06, 0.782), (0.11, 0.760), (0.16, 0.742), (0.21, 0.735),
    (0.26, 0.725), (0.30, 0.690), (0.33, 0.680), (0.36, 0.664), (0.40, 0.652), (0.44, 0.642),
    (0.49, 0.636), (0.53, 0.632), (0.60, 0.625), (0.66, 0.615), (0.70, 0.607), (0.80, 0.605),
    (1.02, 0.603), (1.02, 1.02), (0.02, 1.02), (0.02, 0.975), (0.05, 0.945), (0.075, 0.920),
    (0.10, 0.905), (0.06, 0.895), (-0.02, 0.900),
]  # fmt: skip


def paint_river_and_bank(canvas: Canvas, seed: int) -> None:
    size = canvas.size
    x, y = coordinates(size)
    sky = colour_ramp(y * 6 + x * 1.2, [(0, "#bccad6"), (0.5, "#d9dcdc"), (0.9, "#e9e2d2")])
    canvas.pixels[:] = sky
    canvas.shape(
        smooth(
            [
                (0.074, 0.05),
                (0.09, 0.036),
                (0.112, 0.036),
                (0.122, 0.055),
                (0.116, 0.11),
                (0.08, 0.11),
            ],
            closed=True,
        ),
        "#f2efe8",
        0.8,
        soften=0.006,
    )
    far = [(0.0, 0.15), (0.03, 0.14), (0.048, 0.143), (0.052, 0.10), (0.056, 0.092), (0.062, 0.098),
           (0.066, 0.135), (0.085, 0.143), (0.098, 0.150), (0.11, 0.14), (0.15, 0.135),
           (0.34, 0.12), (0.60, 0.12), (0.60, 0.20), (0.0, 0.20)]  # fmt: skip
    trees = mix("#6d8a62", "#5a7a8a", fbm(size, 26, seed + 1))
    canvas.paint(roughen(polygon_mask(size, far, soften=0.001), 0.004, 60, seed), trees)
    for left, top, right, tone in (
        (0.015, 0.160, 0.021, "#ece6dc"), (0.021, 0.159, 0.045, "#b9bfd0"),
        (0.137, 0.168, 0.143, "#d8d4d0"), (0.320, 0.166, 0.346, "#d5c9bd"),
        (0.420, 0.172, 0.434, "#d9d0c6"),
    ):  # fmt: skip
        canvas.polygon([(left, top), (right, top), (right, 0.19), (left, 0.19)], tone)
    wall = mix("#e6d8b4", "#d2bfae", fbm(size, (14, 60), seed + 2))
    canvas.paint(polygon_mask(size, [(0, 0.188), (0.6, 0.186), (0.6, 0.216), (0, 0.214)]), wall)
    depth = np.clip((y - 0.21) / 0.42, 0, 1) + 0.35 * (fbm(size, (9, 90), seed + 3) - 0.5)
    water = colour_ramp(depth, [(0, "#7592b0"), (0.12, "#93acbf"), (0.35, "#b6c5ce"),
                                (0.6, "#aabccb"), (1, "#8fa9c6")])  # fmt: skip
    canvas.paint(polygon_mask(size, [(0, 0.214), (0.62, 0.214), (0.62, 0.28), (0.40, 0.34),
                                     (0, 0.72)]), water)  # fmt: skip
    for centre_x, half, tone, share in (
        (0.045, 0.022, "#5f7f76", 0.55), (0.095, 0.022, "#e4e3da", 0.6),
        (0.140, 0.016, "#6d8aa4", 0.4), (0.235, 0.018, "#6a8a72", 0.35),
    ):  # fmt: skip
        fade = np.exp(-(((x - centre_x) / half) ** 2)) * np.clip((0.45 - y) / 0.16, 0, 1)
        canvas.paint(np.asarray(fade * (y > 0.235), np.float32), tone, share)
    reeds = smooth([(0.012, 0.465), (0.05, 0.468), (0.055, 0.50), (0.05, 0.525), (0.012, 0.528)])
    canvas.polygon(reeds, "#8c9a66", 0.5, soften=0.004)
    rng = np.random.default_rng(seed + 17)
    for _ in range(70):
        foot = (float(rng.uniform(0.012, 0.052)), float(rng.uniform(0.500, 0.528)))
        tip = (foot[0] + float(rng.normal(0.002, 0.004)), foot[1] - float(rng.uniform(0.03, 0.06)))
        tone = ("#6f7a42", "#a39a52", "#5a6a4c", "#8f7a58")[int(rng.integers(4))]
        canvas.line([foot, tip], (0.0028, 0.0012), tone, 0.9)
    island = smooth([(0.05, 0.41), (0.08, 0.392), (0.13, 0.386), (0.165, 0.392), (0.16, 0.41),
                     (0.10, 0.420)], closed=True)  # fmt: skip
    canvas.polygon(island, "#7f9482", 0.75, soften=0.002)
    for (first, second), tone in (
        (((0.185, 0.2865), (0.338, 0.2815)), "#8f6a58"),
        (((0.012, 0.283), (0.035, 0.2865)), "#86606a"),
    ):
        canvas.line([first, second], 0.0035, tone)
    for place in ((0.230, 0.272), (0.249, 0.272), (0.277, 0.270), (0.303, 0.270), (0.327, 0.268)):
        canvas.ellipse((place[0], place[1] + 0.006), (0.006, 0.0055), "#f0e9de")
        canvas.ellipse((place[0], place[1] - 0.003), (0.0024, 0.0028), "#c58a66")
    canvas.ellipse((0.0325, 0.563), (0.016, 0.0055), "#efe3c4", 0.8, soften=0.002)


def paint_lawn(canvas: Canvas, seed: int) -> None:
    size = canvas.size
    x, y = coordinates(size)
    rim = polygon_mask(size, np.asarray(LAWN) - (0.006, 0.010), soften=0.0012)
    canvas.paint(rim * (x < 0.46), "#e3d4b8")
    heat = np.clip(0.55 - 0.9 * np.abs(x - 0.45) + 0.8 * (y - 0.3), 0, 1)
    heat = heat + 0.5 * (fbm(size, 10, seed + 8) - 0.5)
    grass = colour_ramp(heat, [(0, "#cfc573"), (0.4, GRASS), (0.7, "#bfae4a"), (1, "#a99d3c")])
    meadow = polygon_mask(size, LAWN, soften=0.0012)
    canvas.paint(meadow, grass)
    slope = smooth([(0.01, 0.70), (0.06, 0.655), (0.12, 0.63), (0.20, 0.625), (0.16, 0.66),
                    (0.08, 0.68)], closed=True)  # fmt: skip
    canvas.polygon(slope, "#93a056", 0.5, soften=0.010)
    canvas.polygon(
        smooth(
            [(0.15, 0.50), (0.17, 0.43), (0.23, 0.38), (0.25, 0.40), (0.23, 0.46), (0.19, 0.53)],
            closed=True,
        ),
        "#8fa35c",
        0.55,
        soften=0.008,
    )
    for points, tone in (
        ([(0.205, 0.42), (0.235, 0.392), (0.27, 0.378), (0.284, 0.386), (0.27, 0.402),
          (0.235, 0.412)], "#e6dac2"),
        ([(0.135, 0.55), (0.142, 0.50), (0.152, 0.465), (0.158, 0.49), (0.152, 0.53)], "#e6dcc6"),
        ([(0.206, 0.535), (0.215, 0.49), (0.223, 0.465), (0.222, 0.50), (0.212, 0.54)], "#d8ccb6"),
        ([(0.31, 0.333), (0.345, 0.312), (0.385, 0.296), (0.38, 0.308), (0.345, 0.326)], "#ece2cc"),
    ):  # fmt: skip
        canvas.polygon(smooth(points, closed=True), tone, 0.9, soften=0.0015)
    for outline, strength in SHADOWS:
        mask = roughen(polygon_mask(size, smooth(outline, closed=True), soften=0.0015), 0.004, 70,
                       seed + 9)  # fmt: skip
        canvas.paint(mask * meadow, mix("#4d7048", "#4a6a70", fbm(size, 30, seed)), strength)
    deep = colour_ramp(np.clip((y - 0.6) / 0.4 + 0.35 * (fbm(size, 9, seed + 4) - 0.5), 0, 1), [
        (0, "#41694a"), (0.35, "#3f664e"), (0.7, "#33524a"), (1, "#2a3f3a"),
    ])  # fmt: skip
    warm = np.clip((x - 0.86) * 8, 0, 1)
    deep = mix(deep, "#566f4c", np.asarray(0.6 * warm, np.float32))
    shade = roughen(polygon_mask(size, smooth(GREAT_SHADE, closed=True), soften=0.002), 0.006, 60,
                    seed + 6)  # fmt: skip
    canvas.paint(shade, deep)
    for centre, radii, colour, opacity in (
        ((0.565, 0.828), (0.088, 0.024), "#a3988c", 0.62), ((0.62, 0.812), (0.060, 0.014),
         "#98a080", 0.5), ((0.352, 0.985), (0.026, 0.020), "#b7ac44", 0.95),
        ((0.585, 0.980), (0.045, 0.010), "#a9764f", 0.9), ((0.395, 0.602), (0.0055, 0.0045),
         "#c9764f", 0.9), ((0.550, 0.727), (0.009, 0.006), "#aab4ac", 0.8),
        ((0.97, 0.80), (0.03, 0.06), "#5c7448", 0.5), ((0.655, 0.393), (0.006, 0.004), "#f0e8d8",
         0.8), ((0.712, 0.436), (0.005, 0.003), "#f2ead8", 0.8),
        ((0.395, 0.470), (0.006, 0.004), "#ece0b8", 0.7),
    ):  # fmt: skip
        canvas.ellipse(centre, radii, colour, opacity, soften=0.003)
    canvas.polygon(smooth([(0.30, 0.805), (0.33, 0.800), (0.385, 0.815), (0.36, 0.822)],
                          closed=True), "#3f4566", 0.85, soften=0.0015)  # fmt: skip


def paint_foliage(canvas: Canvas, seed: int) -> None:
    size = canvas.size
    x, y = coordinates(size)
    lit = np.zeros(size, np.float32)
    for centre_x, centre_y, reach in LIT_LEAVES:
        drop = (y - centre_y) * size[0] / size[1] * 0.62
        far = ((x - centre_x + 0.25 * drop) ** 2 + drop**2) / (0.85 * reach) ** 2
        lit = np.maximum(lit, np.exp(-((far * 1.3) ** 0.75)))
    torn = fbm(size, (34, 16), seed + 11, octaves=4)
    share = lit * np.clip(2.6 * torn - 0.45, 0, 1.25) + 0.55 * (fbm(size, 34, seed + 12) - 0.45)
    share = share + 0.25 * (fbm(size, (30, 4), seed + 13) - 0.5)
    leaves = colour_ramp(
        np.clip(share, 0, 1), list(zip((0, 0.3, 0.55, 0.8, 1.0), FOLIAGE_TONES, strict=True))
    )
    crown = [(0.145, -0.02), (0.138, 0.05), (0.130, 0.11), (0.150, 0.165), (0.165, 0.20),
             (0.185, 0.235), (0.205, 0.243), (0.228, 0.225), (0.245, 0.205), (0.275, 0.210),
             (0.30, 0.180), (0.335, 0.165), (0.36, 0.150), (0.40, 0.16), (0.42, 0.185),
             (0.44, 0.19), (0.50, 0.185), (0.56, 0.19), (0.62, 0.185), (0.70, 0.182),
             (0.78, 0.182), (0.80, 0.30), (0.83, 0.335), (1.02, 0.345), (1.02, -0.02)]  # fmt: skip
    mask = roughen(polygon_mask(size, crown, soften=0.004), 0.016, 46, seed + 14)
    ragged = np.clip(mask * 1.6 - 0.55 * fbm(size, 150, seed + 15, octaves=2), 0, 1)
    canvas.paint(np.asarray(np.clip(ragged, 0, 1), np.float32), leaves)
    pale = np.exp(-(((x - 0.365) / 0.022) ** 2) - ((y - 0.055) / 0.06) ** 2)
    canvas.paint(np.asarray(pale, np.float32), "#a9b89a", 0.75)
    canvas.ellipse((0.483, 0.042), (0.012, 0.012), "#c7cbc8", 0.8, soften=0.004)
    low = np.exp(-(((x - 0.205) / 0.05) ** 2) - ((y - 0.205) / 0.035) ** 2)
    canvas.paint(np.asarray(low * ragged, np.float32), "#4d7078", 0.75)
    strip = polygon_mask(size, [(0.55, 0.184), (0.80, 0.184), (0.80, 0.213), (0.55, 0.236)],
                         soften=0.003)  # fmt: skip
    canvas.paint(strip, "#5a7088", 0.75)
