"""Homage to Frida Kahlo: a composition of this project's own, after no single painting of hers.

What it borrows are ideas: a frontal self-portrait among leaves and birds (many pictures), and a
face set in a frame of birds and flowers painted on glass (The Frame, 1938). Nothing is copied.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studies import flow
from studies import ornament as orn
from studies.brush import Brush, Layer, Painting
from studies.draw import (
    Canvas,
    Mask,
    Picture,
    Points,
    Size,
    arc,
    fbm,
    mix,
    polygon_mask,
    radial,
    scaled,
    smooth,
    to_bytes,
)
from studies.folk import (
    Plumage,
    Spot,
    braid,
    flower,
    form,
    glow,
    hummingbird,
    leaf,
    perched_bird,
    ribbon,
    soft_line,
)
from studies.portrait import Eye, edge_softness, modelled, paint_eye

SIZE = (1200, 900)

HALF_FACE = [
    (0.500, 0.296), (0.560, 0.303), (0.600, 0.326), (0.624, 0.360), (0.635, 0.400),
    (0.637, 0.445), (0.632, 0.490), (0.619, 0.533), (0.596, 0.571), (0.566, 0.600),
    (0.535, 0.615), (0.500, 0.619),
]  # fmt: skip
HALF_HAIR = [
    (0.500, 0.226), (0.560, 0.236), (0.612, 0.268), (0.645, 0.318), (0.660, 0.380),
    (0.660, 0.440), (0.648, 0.478), (0.634, 0.470), (0.634, 0.410), (0.620, 0.368),
    (0.590, 0.334), (0.548, 0.314), (0.500, 0.304),
]  # fmt: skip
OPENING_HALF = [
    (0.500, 0.078), (0.600, 0.086), (0.690, 0.112), (0.770, 0.160), (0.830, 0.230),
    (0.862, 0.320), (0.868, 0.420), (0.868, 0.600), (0.868, 0.780), (0.868, 0.905), (0.868, 0.912),
    (0.860, 0.918), (0.700, 0.918), (0.500, 0.918),
]  # fmt: skip

SKIN = [
    (0.500, 0.315, "#c98f68"), (0.440, 0.325, "#cf9870"), (0.560, 0.325, "#b87c58"),
    (0.400, 0.350, "#bd845f"), (0.600, 0.350, "#a56c4c"), (0.455, 0.355, "#e6b78d"),
    (0.500, 0.350, "#dfae84"), (0.545, 0.355, "#cd9870"), (0.470, 0.385, "#e8ba90"),
    (0.530, 0.385, "#d3a078"), (0.500, 0.395, "#d9a67d"), (0.420, 0.385, "#dcaa80"),
    (0.585, 0.385, "#bb845f"), (0.380, 0.400, "#b57c58"), (0.622, 0.400, "#95603f"),
    (0.500, 0.430, "#dba87f"), (0.484, 0.450, "#d7a179"), (0.519, 0.450, "#b98360"),
    (0.404, 0.428, "#cd9a76"), (0.450, 0.430, "#c48f6c"), (0.565, 0.430, "#b17c5b"),
    (0.600, 0.430, "#ad7756"), (0.435, 0.470, "#d29d78"), (0.570, 0.470, "#bb8463"),
    (0.385, 0.460, "#c48a66"), (0.618, 0.460, "#96603f"), (0.410, 0.495, "#dc9072"),
    (0.430, 0.510, "#dd8f73"), (0.395, 0.515, "#cc8262"), (0.455, 0.490, "#dda681"),
    (0.590, 0.500, "#bd7458"), (0.570, 0.512, "#c07a5e"), (0.610, 0.520, "#965c40"),
    (0.545, 0.490, "#bd8765"), (0.494, 0.475, "#ecc49c"), (0.497, 0.500, "#ecbf98"),
    (0.476, 0.508, "#cf9370"), (0.524, 0.508, "#a96e50"), (0.512, 0.480, "#c8936d"),
    (0.500, 0.522, "#b27a5a"), (0.462, 0.530, "#d39a77"), (0.540, 0.530, "#b37c5c"),
    (0.500, 0.534, "#ba8261"), (0.488, 0.538, "#c48d6a"), (0.440, 0.550, "#cf9371"),
    (0.565, 0.550, "#aa7152"), (0.415, 0.548, "#c58a66"), (0.590, 0.552, "#955d42"),
    (0.500, 0.583, "#ae7354"), (0.470, 0.585, "#c88f6b"), (0.530, 0.585, "#ab7253"),
    (0.495, 0.600, "#dba57e"), (0.450, 0.590, "#bd835f"), (0.550, 0.592, "#9b6447"),
    (0.500, 0.615, "#a87050"), (0.430, 0.580, "#b67c59"),
]  # fmt: skip

PARROT = Plumage("#5fae3c", "#f0c93a", "#2f8a4a", "#d2352f", "#f3d23f", "#e9dcc2", "#1d5a38")
HUMMER = Plumage("#1fa08c", "#e9e2c8", "#2c6fb4", "#7a4aa8", "#d22a4e", "#1c1518", "#12506a")
DOVE = Plumage("#f3ead8", "#fbf6ea", "#8fc4d8", "#e06a86", "#f6efe0", "#e9a03a", "#b59aa8")
ORIOLE = Plumage("#f0a52c", "#f8d24a", "#27438c", "#f3ead8", "#d2462c", "#33262a", "#a8541e")


def mirrored(half: Points) -> npt.NDArray[np.float64]:
    """Closed outline from its right half, given from top to bottom."""
    right = np.asarray(half, np.float64)
    left = right[::-1] * (-1, 1) + (1, 0)
    return np.vstack([right, left[1:-1]])


def compose(seed: int = 0, long_edge_px: int = 1200) -> npt.NDArray[np.uint8]:
    """Paint the homage; uint8 (H, W, 3)."""
    return to_bytes(_brushed(drawing(scaled(SIZE, long_edge_px), seed), seed))


def drawing(size: Size, seed: int = 0) -> Picture:
    """The homage before any brush has touched it: float32 (H, W, 3), sRGB in [0, 1]."""
    canvas = Canvas(size, glow(size, (0.5, 0.42), 0.46, "#4fa6a4", "#0d3a4e"))
    _jungle(canvas, seed)
    _ribbons(canvas)
    _bust(canvas, seed)
    _hair(canvas, seed)
    _ears(canvas)
    _face(canvas)
    _crown(canvas, seed)
    _necklace(canvas, seed)
    perched_bird(canvas, Spot(size, (0.222, 0.655), 0.078, -12, mirrored=True), PARROT, hooked=True)
    hummingbird(canvas, Spot(size, (0.790, 0.392), 0.062, 4), HUMMER)
    inside = canvas.pixels.copy()
    _glass_frame(canvas, seed)
    opening = polygon_mask(size, smooth(mirrored(OPENING_HALF), closed=True), soften=0.0006)
    canvas.paint(opening, inside)
    _moulding(canvas)
    return canvas.pixels


def _jungle(canvas: Canvas, seed: int) -> None:
    rng = np.random.default_rng(seed + 1)
    tones = (
        ("#2f7d4a", "#154a35", "#9fd07a"), ("#4d9a45", "#1f5c34", "#d3e58a"),
        ("#1f6a58", "#0f3d3a", "#7ec8a0"), ("#7fae3c", "#35692e", "#eef0a0"),
        ("#2a6b6f", "#123f4a", "#93d0c8"),
    )  # fmt: skip
    for _ in range(70):
        # a dim undergrowth, so that the bright leaves stand out and no sky is left bare
        side = 1 if rng.random() < 0.5 else -1
        base = (0.5 + side * rng.uniform(0.17, 0.36), rng.uniform(0.14, 0.92))
        tip = (base[0] + side * rng.uniform(0.02, 0.12), base[1] - rng.uniform(0.05, 0.13))
        leaf(canvas, base, tip, rng.uniform(0.010, 0.020), "#1c5a58", "#0c3340", "#3f8f84",
             bend=rng.uniform(-0.2, 0.2), veins=5, contour=0.0011)  # fmt: skip
    for side in (-1, 1):
        for row in range(11):
            y = 0.16 + 0.075 * row
            base = (0.5 + side * rng.uniform(0.16, 0.23), y + 0.10)
            tip = (0.5 + side * rng.uniform(0.36, 0.44), y + rng.uniform(-0.06, 0.02))
            tone, shade, vein = tones[int(rng.integers(len(tones)))]
            leaf(canvas, base, tip, rng.uniform(0.028, 0.045), tone, shade, vein,
                 bend=side * rng.uniform(-0.18, 0.05), veins=9)  # fmt: skip
    for base, tip, breadth, which in (
        ((0.30, 0.62), (0.13, 0.47), 0.050, 3), ((0.70, 0.66), (0.88, 0.53), 0.052, 1),
        ((0.28, 0.40), (0.15, 0.26), 0.046, 0), ((0.72, 0.36), (0.84, 0.215), 0.046, 2),
        ((0.36, 0.25), (0.25, 0.125), 0.040, 1), ((0.64, 0.25), (0.74, 0.125), 0.040, 3),
        ((0.37, 0.74), (0.31, 0.64), 0.020, 3), ((0.63, 0.75), (0.69, 0.65), 0.020, 1),
        ((0.33, 0.70), (0.22, 0.60), 0.026, 1), ((0.67, 0.72), (0.79, 0.65), 0.026, 3),
        ((0.30, 0.84), (0.12, 0.72), 0.050, 2), ((0.72, 0.86), (0.89, 0.73), 0.050, 0),
    ):  # fmt: skip
        leaf(canvas, base, tip, breadth, *tones[which], bend=0.10 if tip[0] < 0.5 else -0.10,
             veins=11)  # fmt: skip
    for centre, petals in (((0.20, 0.36), 5), ((0.82, 0.62), 5)):
        flower(canvas, centre, 0.026, petals, ("#e8513c", "#b52a3c"), "#f3c23c", rings=1, slim=0.55,
               seed=seed + int(100 * centre[0]))  # fmt: skip


def _ribbons(canvas: Canvas) -> None:
    ribbon(canvas, [(0.352, 0.33), (0.318, 0.40), (0.332, 0.48), (0.300, 0.56), (0.318, 0.66),
                    (0.290, 0.74)], (0.012, 0.020, 0.014, 0.021, 0.015, 0.020), "#e34a76",
           "#8f1f4a", "#f6c84a")  # fmt: skip
    ribbon(canvas, [(0.648, 0.33), (0.684, 0.41), (0.668, 0.49), (0.702, 0.57), (0.684, 0.66),
                    (0.715, 0.74)], (0.012, 0.020, 0.014, 0.021, 0.015, 0.020), "#2fa89a",
           "#125a62", "#f3e6b0")  # fmt: skip


def _bust(canvas: Canvas, seed: int) -> None:
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


def _hair(canvas: Canvas, seed: int) -> None:
    size = canvas.size
    head = smooth(mirrored([(0.500, 0.222), (0.562, 0.232), (0.616, 0.266), (0.648, 0.318),
                            (0.660, 0.380), (0.658, 0.440), (0.640, 0.500), (0.600, 0.520),
                            (0.500, 0.540)]), closed=True)  # fmt: skip
    mask = polygon_mask(size, head, soften=0.0008)
    tone = modelled(size, [
        (0.42, 0.25, "#3a2f36"), (0.46, 0.27, "#4a3c42"), (0.50, 0.24, "#1c1419"),
        (0.56, 0.26, "#2c2229"), (0.36, 0.34, "#2f262d"), (0.38, 0.30, "#493a3e"),
        (0.62, 0.30, "#241b22"), (0.65, 0.38, "#150f14"), (0.35, 0.42, "#1d161b"),
        (0.65, 0.46, "#120c10"), (0.36, 0.48, "#181116"), (0.50, 0.32, "#120c10"),
    ])  # fmt: skip
    canvas.paint(mask, tone)
    rng = np.random.default_rng(seed + 5)
    for _ in range(260):
        side = 1 if rng.random() < 0.5 else -1
        lift = rng.uniform(0, 1)
        start = (0.5 + side * 0.004, 0.300 - 0.072 * lift)
        reach = 0.128 + 0.030 * lift
        path = [start, (0.5 + side * reach * 0.45, 0.305 - 0.068 * lift),
                (0.5 + side * reach * 0.85, 0.345 - 0.060 * lift),
                (0.5 + side * (reach + 0.004), 0.400 - 0.030 * lift),
                (0.5 + side * (reach - 0.002), 0.470)]  # fmt: skip
        tone_line = ("#6a565a", "#0d080b", "#4f4046", "#80686a")[int(rng.integers(4))]
        canvas.line(smooth(path, per_span=8), (0.0004, 0.0012, 0.0004), tone_line,
                    rng.uniform(0.15, 0.45))  # fmt: skip
    canvas.line(smooth([(0.500, 0.224), (0.5005, 0.262), (0.500, 0.302)]), (0.001, 0.0018, 0.003),
                "#b07c5c", 0.85, soften=0.0005)  # fmt: skip


def _ears(canvas: Canvas) -> None:
    for side in (-1, 1):
        tone, shade = ("#cf9067", "#a8643f") if side < 0 else ("#a86a48", "#7a452c")
        ear = np.array(
            [
                (0.130, 0.440),
                (0.146, 0.430),
                (0.158, 0.440),
                (0.158, 0.465),
                (0.150, 0.488),
                (0.142, 0.505),
                (0.132, 0.504),
            ]
        ) * (side, 1) + (0.5, 0)
        form(canvas, smooth(ear, closed=True), tone, shade, contour=0.0014)
        inner = np.array([(0.136, 0.448), (0.150, 0.445), (0.150, 0.468), (0.140, 0.485)])
        canvas.line(smooth(inner * (side, 1) + (0.5, 0)), (0.001, 0.0026, 0.001), "#6d3a26", 0.6,
                    soften=0.0008)  # fmt: skip
        x = 0.5 + side * 0.143
        canvas.line([(x, 0.503), (x, 0.522)], 0.0018, "#8a5a14")
        form(canvas, arc(canvas.size, (x, 0.530), (0.011, 0.011)), "#f6d05a", "#a8701c")
        canvas.ellipse((x, 0.530), (0.0050, 0.0050), "#1f8f8a", soften=0.0004)
        canvas.ellipse((x - 0.002, 0.5285), (0.0016, 0.0016), "#d8fff4")
        for k in (-1, 0, 1):
            canvas.line([(x + 0.008 * k, 0.540), (x + 0.009 * k, 0.556)], 0.0014, "#8a5a14")
            canvas.ellipse((x + 0.009 * k, 0.559), (0.0042, 0.0052), "#8a5a14")
            canvas.ellipse((x + 0.009 * k, 0.559), (0.0034, 0.0044),
                           "#e23a4a" if k == 0 else "#f3c63a")  # fmt: skip


def _face(canvas: Canvas) -> None:
    size = canvas.size
    outline = smooth(mirrored(HALF_FACE), closed=True)
    mask = edge_softness(size, outline, [
        (0.5, 0.30, 0.004), (0.40, 0.33, 0.004), (0.60, 0.33, 0.004), (0.36, 0.45, 0.0012),
        (0.64, 0.45, 0.0012), (0.42, 0.59, 0.0012), (0.58, 0.59, 0.0012), (0.5, 0.62, 0.0012),
    ])  # fmt: skip
    skin = modelled(size, SKIN)
    light = skin.mean(axis=2, keepdims=True)
    under = Canvas(size)
    under.pixels[:] = np.clip(skin + 0.40 * (light - 0.50) * skin, 0, 1)
    _cheeks(under)
    canvas.paint(mask, under.pixels)
    jaw = outline[(outline[:, 1] > 0.47)]
    jaw = jaw[np.argsort(-jaw[:, 0], kind="stable")]
    canvas.line(jaw, 0.0015, "#5a301f", 0.55, soften=0.0006)
    _nose(canvas)
    _eyes(canvas)
    _brows(canvas)
    _mouth(canvas)


def _cheeks(canvas: Canvas) -> None:
    """Shade the turning sides, light the cheekbone and the chin."""
    for path, widths, tone, strength, soften in (
        ([(0.632, 0.42), (0.628, 0.49), (0.600, 0.56), (0.55, 0.605)], (0.012, 0.020, 0.022, 0.010),
         "#6d3a26", 0.40, 0.009),
        ([(0.612, 0.470), (0.590, 0.520), (0.566, 0.552)], (0.006, 0.016, 0.006), "#8a4a33", 0.30,
         0.007),
        ([(0.368, 0.42), (0.372, 0.49), (0.400, 0.56), (0.45, 0.605)], (0.008, 0.010, 0.012, 0.006),
         "#94583a", 0.32, 0.007),
        ([(0.482, 0.598), (0.496, 0.601), (0.508, 0.599)], (0.004, 0.009, 0.004), "#eebd92", 0.55,
         0.004),
        ([(0.400, 0.476), (0.425, 0.486), (0.446, 0.486)], (0.003, 0.009, 0.003), "#f0be96", 0.45,
         0.005),
    ):  # fmt: skip
        soft_line(canvas, path, widths, tone, strength, soften)


def _nose(canvas: Canvas) -> None:
    soft_line(canvas, [(0.521, 0.428), (0.514, 0.450), (0.515, 0.480), (0.524, 0.502)],
              (0.006, 0.005, 0.007, 0.009), "#8f5a3e", 0.45, 0.0035)  # fmt: skip
    soft_line(canvas, [(0.478, 0.428), (0.484, 0.450), (0.482, 0.478)], (0.005, 0.003, 0.002),
              "#9a6446", 0.35, 0.0030)  # fmt: skip
    soft_line(canvas, [(0.465, 0.512), (0.470, 0.503), (0.478, 0.498)], (0.001, 0.003, 0.001),
              "#94593f", 0.7, 0.0012)  # fmt: skip
    soft_line(canvas, [(0.535, 0.512), (0.531, 0.502), (0.523, 0.498)], (0.001, 0.003, 0.001),
              "#7d4630", 0.75, 0.0012)  # fmt: skip
    soft_line(canvas, [(0.466, 0.514), (0.476, 0.521), (0.490, 0.520), (0.500, 0.5235),
                       (0.512, 0.520), (0.526, 0.521), (0.535, 0.514)],
              (0.001, 0.003, 0.002, 0.003, 0.002, 0.003, 0.001), "#7d4832", 0.7,
              0.0012)  # fmt: skip
    for x, turn in ((0.4845, 14), (0.5165, -14)):
        canvas.ellipse((x, 0.5175), (0.0060, 0.0026), "#4a2419", 0.85, turn_deg=turn, soften=0.0008)
    canvas.ellipse((0.4955, 0.5025), (0.0042, 0.0042), "#fbe0c0", 0.65, soften=0.0022)
    soft_line(canvas, [(0.4945, 0.438), (0.4940, 0.465), (0.4945, 0.490)], (0.002, 0.004, 0.003),
              "#f6d4ae", 0.5, 0.0022)  # fmt: skip
    soft_line(canvas, [(0.493, 0.526), (0.492, 0.538)], (0.002, 0.003), "#a26a4b", 0.4, 0.0014)
    soft_line(canvas, [(0.508, 0.526), (0.509, 0.538)], (0.002, 0.003), "#8f583c", 0.45, 0.0014)


def _eyes(canvas: Canvas) -> None:
    for side in (-1, 1):

        def at(points: Points, way: int = side) -> list[tuple[float, float]]:
            placed = np.asarray(points, np.float64) * (way, 1) + (0.5, 0)
            return [(float(x), float(y)) for x, y in placed]

        upper = [(0.034, 0.4520), (0.044, 0.4435), (0.060, 0.4365), (0.076, 0.4370),
                 (0.090, 0.4425), (0.1010, 0.4490)]  # fmt: skip
        lower = [(0.034, 0.4520), (0.046, 0.4575), (0.062, 0.4600), (0.078, 0.4588),
                 (0.091, 0.4545), (0.1010, 0.4490)]  # fmt: skip
        lid = [(0.036, 0.4465), (0.048, 0.4345), (0.066, 0.4285), (0.084, 0.4310), (0.098, 0.4400),
               (0.104, 0.4470), (0.090, 0.4400), (0.070, 0.4345), (0.052, 0.4385)]  # fmt: skip
        tone = "#b9805d" if side < 0 else "#9d6647"
        canvas.shape(smooth(at(lid), closed=True), tone, 0.8, soften=0.0022)
        soft_line(canvas, at([(0.036, 0.4440), (0.050, 0.4320), (0.068, 0.4270), (0.086, 0.4300),
                              (0.101, 0.4400)]), (0.001, 0.0024, 0.0028, 0.0024, 0.001), "#6d3c28",
                  0.7, 0.0011)  # fmt: skip
        iris = at([(0.0660, 0.4475)])[0]
        paint_eye(canvas, Eye(
            upper=at(upper)[::side], lower=at(lower)[::side], iris=iris,
            iris_radii=(0.0113, 0.0113), glint=(iris[0] - 0.0045, iris[1] - 0.0042),
            glint_radius=0.0026, white="#efe6d8", shade="#8a7468", iris_rim="#1d0f0a",
            iris_light="#7a4826", lash="#150c0b", lash_width=0.0046, pupil_share=0.5,
        ))  # fmt: skip
        canvas.line(smooth(at([(0.036, 0.4515), (0.050, 0.4395), (0.068, 0.4355), (0.088, 0.4405),
                               (0.1035, 0.4485)])), (0.0014, 0.0036, 0.0048, 0.0044, 0.0016),
                    "#180d0c", 0.95, soften=0.0006)  # fmt: skip
        for k in range(5):
            x, y = 0.078 + 0.0055 * k, 0.4385 + 0.0021 * k
            canvas.line(smooth(at([(x, y), (x + 0.005, y - 0.0035), (x + 0.011, y - 0.0055)])),
                        (0.0012, 0.0010, 0.0004), "#180d0c", 0.85)  # fmt: skip
        soft_line(canvas, at([(0.038, 0.4545), (0.060, 0.4620), (0.080, 0.4605), (0.098, 0.4520)]),
                  (0.0006, 0.0016, 0.0018, 0.0008), "#6f3d29", 0.75, 0.0007)  # fmt: skip
        soft_line(canvas, at([(0.040, 0.4640), (0.062, 0.4715), (0.084, 0.4690)]),
                  (0.001, 0.003, 0.001), "#99623f", 0.4, 0.0020)  # fmt: skip
        corner = at([(0.0372, 0.4520)])[0]
        canvas.ellipse(corner, (0.0024, 0.0018), "#c26a58", 0.9, soften=0.0005)


def _brows(canvas: Canvas) -> None:
    """One dark bow like the wings of a bird, drawn hair by hair over a soft shape."""
    bow = mirrored([(0.500, 0.4115), (0.520, 0.4080), (0.550, 0.3985), (0.585, 0.3955),
                    (0.615, 0.4060), (0.636, 0.4230), (0.612, 0.4165), (0.585, 0.4095),
                    (0.552, 0.4125), (0.520, 0.4215), (0.500, 0.4220)])  # fmt: skip
    canvas.shape(smooth(bow, closed=True), "#170f10", 0.9, soften=0.0015)
    rng = np.random.default_rng(77)
    for _ in range(240):
        reach = rng.uniform(0, 0.125)
        side = 1 if rng.random() < 0.5 else -1
        x = 0.5 + side * reach
        bow_y = [0.4165, 0.4060, 0.4030, 0.4110, 0.42]
        rise = np.interp(reach, [0, 0.05, 0.085, 0.115, 0.13], bow_y)
        y = float(rise) + rng.normal(0, 0.0036)
        lean = np.interp(reach, [0, 0.03, 0.08, 0.13], [0.05, 0.5, 0.95, 1.0])
        length = rng.uniform(0.004, 0.008)
        fall = np.interp(reach, [0, 0.06, 0.13], [-0.9, -0.35, 0.55])
        tip = (x + side * length * float(lean) * 1.2, y + length * float(fall))
        canvas.line([(x, y), tip], (0.0012, 0.0004), "#0f090a", 0.7)


def _mouth(canvas: Canvas) -> None:
    size = canvas.size
    upper = mirrored([(0.500, 0.5475), (0.514, 0.5440), (0.528, 0.5475), (0.549, 0.5560),
                      (0.530, 0.5580), (0.512, 0.5575), (0.500, 0.5590)])  # fmt: skip
    lower = mirrored([(0.500, 0.5585), (0.514, 0.5575), (0.530, 0.5580), (0.548, 0.5562),
                      (0.534, 0.5690), (0.516, 0.5755), (0.500, 0.5765)])  # fmt: skip
    canvas.paint(polygon_mask(size, smooth(lower, closed=True), soften=0.0011), modelled(size, [
        (0.46, 0.560, "#b5403f"), (0.50, 0.560, "#b03238"), (0.54, 0.560, "#8f2a30"),
        (0.48, 0.567, "#dc6f66"), (0.50, 0.566, "#d4605a"), (0.52, 0.567, "#b8464a"),
        (0.50, 0.575, "#a83a3e"),
    ]))  # fmt: skip
    canvas.paint(polygon_mask(size, smooth(upper, closed=True), soften=0.0011), modelled(size, [
        (0.46, 0.555, "#ab3a3c"), (0.486, 0.549, "#b8464a"), (0.50, 0.553, "#9a2a34"),
        (0.52, 0.550, "#9c2e38"), (0.545, 0.556, "#7f2230"),
    ]))  # fmt: skip
    canvas.line(smooth([(0.449, 0.5562), (0.470, 0.5580), (0.488, 0.5572), (0.500, 0.5592),
                        (0.512, 0.5572), (0.530, 0.5580), (0.551, 0.5562)]),
                (0.0010, 0.0020, 0.0018, 0.0026, 0.0018, 0.0020, 0.0010), "#4f1218", 0.9,
                soften=0.0005)  # fmt: skip
    canvas.ellipse((0.484, 0.5655), (0.0090, 0.0022), "#f3b0a4", 0.6, turn_deg=6, soften=0.0014)
    for x, reach in ((0.446, 0.4), (0.554, 0.5)):
        canvas.ellipse((x, 0.5565), (0.0034, 0.0026), "#7a4530", reach, soften=0.0014)
    soft_line(canvas, [(0.468, 0.582), (0.50, 0.5855), (0.532, 0.582)], (0.002, 0.006, 0.002),
              "#8f563b", 0.5, 0.0024)  # fmt: skip
    rng = np.random.default_rng(78)
    for _ in range(26):
        side = 1 if rng.random() < 0.5 else -1
        x, y = 0.5 + side * rng.uniform(0.008, 0.044), 0.5405 + rng.uniform(-0.004, 0.005)
        canvas.line([(x, y), (x + side * 0.0035, y + 0.0035)], (0.0008, 0.0003), "#4a2a20",
                    0.20)  # fmt: skip


def _crown(canvas: Canvas, seed: int) -> None:
    """The plait over the head with its ribbon, then flowers from the sides to the middle."""
    braid(canvas, [(0.350, 0.372), (0.346, 0.310), (0.378, 0.248), (0.435, 0.212), (0.500, 0.203),
                   (0.565, 0.212), (0.622, 0.248), (0.654, 0.310), (0.650, 0.372)], 0.030,
          "#e8a02c", "#a8501c", links=31)  # fmt: skip
    leaves = ("#3f9a4a", "#1a5a34", "#c3e08a")
    for base, tip in (
        ((0.40, 0.185), (0.315, 0.135)),
        ((0.60, 0.185), (0.685, 0.135)),
        ((0.46, 0.15), (0.405, 0.095)),
        ((0.54, 0.15), (0.595, 0.095)),
        ((0.35, 0.25), (0.282, 0.235)),
        ((0.65, 0.25), (0.718, 0.235)),
    ):
        leaf(canvas, base, tip, 0.017, *leaves, veins=6)
    red, pink = ("#a8183c", "#d2335a", "#f0708a"), ("#e86a9a", "#f3a0bc", "#fbd4dc")
    gold, white = ("#d8641c", "#f08c24", "#f8b83c"), ("#f8f2e4", "#e9dcc8", "#f3e6a8")
    violet = ("#5a3a9a", "#8a5cc0", "#bfa0e0")
    for centre, radius, petals, tones, heart, rings in (
        ((0.352, 0.285), 0.030, 9, white, "#f0b52e", 1),
        ((0.648, 0.285), 0.030, 9, pink, "#f0b52e", 1),
        ((0.378, 0.222), 0.043, 14, gold, "#a8401c", 3),
        ((0.622, 0.222), 0.043, 14, gold, "#a8401c", 3),
        ((0.436, 0.168), 0.047, 12, pink, "#f3c63a", 2),
        ((0.566, 0.168), 0.047, 12, white, "#f0b52e", 2),
        ((0.412, 0.238), 0.020, 7, violet, "#f6e07a", 1),
        ((0.590, 0.238), 0.020, 7, violet, "#f6e07a", 1),
        ((0.668, 0.358), 0.024, 6, ("#e8513c", "#b52a3c"), "#f3c23c", 1),
        ((0.500, 0.172), 0.058, 16, red, "#f3c63a", 3),
        ((0.470, 0.222), 0.017, 7, white, "#f0b52e", 1),
        ((0.532, 0.222), 0.017, 7, violet, "#f6e07a", 1),
    ):  # fmt: skip
        flower(canvas, centre, radius, petals, tones, heart, rings=rings, slim=0.52,
               seed=seed + int(1000 * centre[0]))  # fmt: skip


def _necklace(canvas: Canvas, seed: int) -> None:
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


def _glass_frame(canvas: Canvas, seed: int) -> None:
    """The painted frame: rose ground, garlands at the sides, birds in the corners."""
    size = canvas.size
    rose = mix("#d8486a", "#b02450", np.asarray(fbm(size, 7, seed + 21), np.float32))
    canvas.pixels[:] = rose
    rng = np.random.default_rng(seed + 22)
    for _ in range(420):
        place = (float(rng.uniform(0, 1)), float(rng.uniform(0, 1)))
        canvas.ellipse(place, (0.0026, 0.0026), ("#f3a0b4", "#f6c84a", "#8a1440")[
            int(rng.integers(3))], 0.75)  # fmt: skip
    _filling(canvas, rng)
    greens = ("#3fa05a", "#176042", "#c8ec9a")
    for side in (-1, 1):
        stem = [(0.5 + side * 0.448, 0.86), (0.5 + side * 0.428, 0.74), (0.5 + side * 0.452, 0.62),
                (0.5 + side * 0.424, 0.50), (0.5 + side * 0.448, 0.38), (0.5 + side * 0.42, 0.27),
                (0.5 + side * 0.40, 0.20)]  # fmt: skip
        canvas.line(smooth(stem), 0.0052, "#173f30", soften=0.0004)
        canvas.line(smooth(stem), 0.0030, "#4fae60", soften=0.0004)
        for k in range(13):
            y = 0.83 - 0.048 * k
            x = 0.5 + side * (0.438 + 0.012 * np.sin(6.0 * y))
            reach = 0.040 if k % 2 else -0.040
            leaf(canvas, (x, y), (x + reach, y - 0.034), 0.0115, *greens, veins=5,
                 contour=0.0012)  # fmt: skip
        for k, (y, radius, tones) in enumerate((
            (0.775, 0.036, ("#f6c63a", "#f3a02c", "#e0642c")),
            (0.640, 0.030, ("#f6f0e2", "#e8c8d8", "#d88ab0")),
            (0.520, 0.037, ("#3a5ac0", "#6a8ae0", "#b8c8f4")),
            (0.400, 0.030, ("#f08a2c", "#f6b84a", "#f8dc7a")),
            (0.295, 0.033, ("#f6e6ee", "#f0a8c0", "#e0608c")),
        )):  # fmt: skip
            x = 0.5 + side * (0.434 + 0.006 * (-1) ** k)
            flower(canvas, (x, y), radius, 11, tones, "#f6d84a", rings=2, slim=0.55,
                   seed=seed + k + (50 if side > 0 else 0))  # fmt: skip
        perched_bird(canvas, Spot(size, (0.5 + side * 0.355, 0.132), 0.052, side * 4,
                                  mirrored=side < 0), DOVE)  # fmt: skip
        flower(canvas, (0.5 + side * 0.435, 0.056), 0.040, 13, ("#5a3a9a", "#8a5cc0", "#c8b0ec"),
               "#f6d84a", rings=3, seed=seed + 7)  # fmt: skip
        leaf(canvas, (0.5 + side * 0.27, 0.052), (0.5 + side * 0.19, 0.040), 0.013, *greens,
             veins=5)  # fmt: skip
        flower(canvas, (0.5 + side * 0.305, 0.050), 0.027, 9, ("#f6c63a", "#f08a2c"), "#a8401c",
               rings=2, seed=seed + 8)  # fmt: skip
        leaf(canvas, (0.5 + side * 0.14, 0.048), (0.5 + side * 0.065, 0.036), 0.012, *greens,
             veins=5)  # fmt: skip
        flower(canvas, (0.5 + side * 0.155, 0.045), 0.023, 8, ("#f6f0e2", "#f3b8cc"), "#f0b52e",
               rings=1, seed=seed + 9)  # fmt: skip
        perched_bird(canvas, Spot(size, (0.5 + side * 0.432, 0.885), 0.036, side * 14,
                                  mirrored=side < 0), ORIOLE)  # fmt: skip
        for k, x in enumerate((0.275, 0.19, 0.10)):
            leaf(canvas, (0.5 + side * x, 0.962), (0.5 + side * (x - 0.06), 0.945), 0.012, *greens,
                 veins=5)  # fmt: skip
            pair = (("#f6f0e2", "#f3b8cc"), ("#3a5ac0", "#8aa8f0"), ("#f6c63a", "#f08a2c"))[k]
            flower(canvas, (0.5 + side * x, 0.958), 0.026, 9, pair, "#f6d84a", rings=2,
                   seed=seed + 11 + k)  # fmt: skip
    flower(canvas, (0.5, 0.040), 0.030, 12, ("#a8183c", "#f3708a", "#fbd4dc"), "#f6d84a", rings=2)
    flower(canvas, (0.5, 0.957), 0.034, 12, ("#7a1f6a", "#c05aa8", "#f0b8e0"), "#f6d84a", rings=2)
    _shine(canvas)


def _filling(canvas: Canvas, rng: np.random.Generator) -> None:
    """Small flowers, leaves and curls between the garlands: no gap stays empty on folk glass."""
    opening = polygon_mask(canvas.size, smooth(mirrored(OPENING_HALF), closed=True))
    kinds = (("#f3a0b4", "#f8d0d8"), ("#f2b84a", "#f8dc8a"), ("#8a1440", "#c43a68"),
             ("#5fb8a8", "#b0e0d0"), ("#f4e6da", "#f0b0c0"), ("#6a4aa8", "#a88ad8"))  # fmt: skip
    for x, y, r in orn.scatter(1 - opening, (0.0045, 0.0125), 1500, rng, gap=0.0035):
        turn = float(rng.uniform(0, 360))
        kind = rng.random()
        if kind < 0.5 or r > 0.0105:
            petals = kinds[int(rng.integers(len(kinds)))]
            orn.disc(canvas, (x, y), (r * 0.9, r * 0.9), ("#a81c4a",), rim="#8a1440",
                     rim_width=0.0006)  # fmt: skip
            orn.rosette(canvas, (x, y), r, petals, "#f6d84a", rng, count=int(rng.integers(5, 8)))
        elif kind < 0.8:
            place = orn.Frame(canvas.size, (x, y), (r * 1.3, r * 0.6), turn)
            outline = smooth(place([(-1, 0), (-0.3, -0.7), (1, 0), (-0.3, 0.7)]), closed=True)
            canvas.polygon(outline, ("#2f8a54", "#5fb86a", "#176042")[int(rng.integers(3))])
            canvas.line(place([(-0.9, 0), (0.8, 0)]), 0.0009, "#c8ec9a", 0.8)
        else:
            curl = orn.Ridge("#f6c84a", 0.0015)
            orn.spiral(canvas, (x, y), r * 0.9, curl, turns=1.6, left=rng.random() < 0.5)


def _shine(canvas: Canvas) -> None:
    """Glass over paint: pale diagonal gleams, very thin."""
    for x, width, strength in ((0.10, 0.030, 0.10), (0.16, 0.008, 0.12), (0.86, 0.024, 0.08)):
        band = [(x, -0.02), (x + width, -0.02), (x + width - 0.30, 1.02), (x - 0.30, 1.02)]
        canvas.polygon(band, "#fff4e8", strength, soften=0.004)


def _moulding(canvas: Canvas) -> None:
    """Scallops and beads between glass and picture, and a gilt strip at the outer edge."""
    curve = smooth(mirrored(OPENING_HALF), closed=True)
    ring = np.vstack([curve, curve[:1]])
    for width, tone in ((0.0125, "#20141a"), (0.0100, "#e9a82c"), (0.0060, "#f8dc7a"),
                        (0.0034, "#1f6f7a")):  # fmt: skip
        canvas.line(ring, width, tone, soften=0.0004)
    aspect = np.array([canvas.size[1], canvas.size[0]], np.float64) / max(canvas.size)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring * aspect, axis=0).T))])
    for mark in np.linspace(0, steps[-1], 132, endpoint=False):
        x, y = (float(np.interp(mark, steps, ring[:, axis])) for axis in (0, 1))
        canvas.ellipse((x, y), (0.0028, 0.0028), "#f8f0dc")
    for inset, width, tone in ((0.006, 0.016, "#20141a"), (0.006, 0.013, "#e0a02c"),
                               (0.006, 0.005, "#f8dc7a")):  # fmt: skip
        edge = [(inset, inset * 0.75), (1 - inset, inset * 0.75), (1 - inset, 1 - inset * 0.75),
                (inset, 1 - inset * 0.75), (inset, inset * 0.75)]  # fmt: skip
        canvas.line(edge, width, tone, soften=0.0004)


def _brushed(plan: Picture, seed: int) -> Picture:
    """Small even strokes along each form, then fused: Kahlo hides the brush but not the hand."""
    size: Size = (plan.shape[0], plan.shape[1])
    way = flow.across_gradient(plan, smooth_px=7)
    painting = Painting(plan, seed=seed)
    brush = Brush(opacity=0.55, streak=0.016, hue_streak=0.008, bristle_px=1.3, body=0.6)
    for width, length, spacing in ((6.0, 30.0, 5.0), (3.4, 20.0, 3.8)):
        painting.lay(plan, way, Layer(width_px=width, length_px=length, spacing_px=spacing,
                                      brush=brush, jitter=(0.012, 0.008),
                                      edge_stop=0.05))  # fmt: skip
    return mix(painting.picture(relief=0.10, gloss=0.015), plan, _fused(size))


def _fused(size: Size) -> Mask:
    face = np.clip(1.5 - radial(size, (0.5, 0.46), (0.125, 0.17)), 0, 1)
    keep = 0.42 + 0.18 * face
    for x in (0.434, 0.566):
        keep = np.maximum(keep, 0.85 * np.clip(1.6 - radial(size, (x, 0.448), (0.03, 0.02)), 0, 1))
    mouth = np.clip(1.5 - radial(size, (0.5, 0.56), (0.045, 0.022)), 0, 1)
    return np.asarray(np.maximum(keep, 0.8 * mouth), np.float32)
