"""The face of the homage to Kahlo: ears, skin in touches, nose, eyes, brows and mouth."""

from __future__ import annotations

import numpy as np

from studies.curves import mirrored
from studies.draw import Canvas, Points, arc, polygon_mask, smooth
from studies.folk import form, soft_line
from studies.portrait import Eye, edge_softness, modelled, paint_eye

HALF_FACE = [
    (0.500, 0.296), (0.560, 0.303), (0.600, 0.326), (0.624, 0.360), (0.635, 0.400),
    (0.637, 0.445), (0.632, 0.490), (0.619, 0.533), (0.596, 0.571), (0.566, 0.600),
    (0.535, 0.615), (0.500, 0.619),
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


def paint_ears(canvas: Canvas) -> None:
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


def paint_face(canvas: Canvas) -> None:
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
