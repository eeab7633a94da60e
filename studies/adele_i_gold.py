"""Large ornament of the study after the golden Adele: chair back, halo of discs, dress of eyes."""

from __future__ import annotations

from studies import adele_i_cartoon as cartoon
from studies import ornament as orn
from studies.cartoon import Row, rows, trace
from studies.draw import Canvas, Mask, fbm, mix, polygon_mask, radial
from studies.ornament import Random, choose

RED_FRAMES = {(0, 0), (2, 0), (1, 1), (3, 1), (0, 2), (2, 2)}  # column, row
DISC_RINGS = (
    (("#d39a34", "#e3b552"), 0.30),
    (("#c08524", "#8a5a1a", "#dba640"), 0.24),
    (("#b3aaa0", "#8a8580"), 0.12),
    (("#e3b24a", "#c98c2a", "#f3dfae"), 0.14),
    (("#24297a", "#3d4a9a"), 0.07),
    (("#3a2216", "#7a5c3a"), 0.05),
    (("#c9a24a", "#2b2018"), 0.04),
    (("#4b2f55", "#6b4a78"), 0.04),
)
SMALL_RINGS = (
    ("#a8a49c", "#3b3a34", "#c4bda9"),
    ("#bdb6a6", "#56702f", "#d8d2c4"),
    ("#8f98ad", "#262b6f", "#c8c6c4"),
    ("#c9a24a", "#5a3a16", "#e6c878"),
)
FLAT_DISCS = {
    "hole": ("#dba43c", "#d09530", "#efe0bb"),
    "silver": ("#a89f96", "#b7afa6", "#8f8880"),
    "orange": ("#e0a23a", "#d98f2c", "#ecd9b0"),
    "brown": ("#4a2a12", "#3a1f10", "#c8a878"),
    "black": ("#100b0a",),
    "olive": ("#8a7428", "#7d6a26", "#17100c"),
}


def back_panel(canvas: Canvas, rng: Random) -> None:
    """The chequered orange back of the chair, red frames above, grey and gold ones below."""
    for row in range(12):
        for column in range(4):
            _panel_square(canvas, column, row, rng)


def _panel_square(canvas: Canvas, column: int, row: int, rng: Random) -> None:
    x, y = 0.4 + 0.03 * column, 0.117 + 0.0288 * row
    half = 0.0145 if column < 3 else 0.0125
    fade = 1 - max(0, row - 8) * 0.2 - (0.25 if column == 0 and row > 6 else 0)
    tone = choose(("#d5882f", "#cf9a36", "#b97a22", "#dba23e"), rng)
    if row < 3:
        tone = "#d98c3a" if (column + row) % 2 else "#c9803a"
    _square(canvas, x, y, half, tone, fade)
    if (column, row) in RED_FRAMES:
        nested = [(0.98, "#b83c17", 1.0), (0.58, "#d9a03c", 1.0), (0.36, "#c98a28", 1.0)]
    elif (column + row) % 2 == 1 and row < 7:
        canvas.ellipse((x, y), (0.003, 0.004), "#4a3620")
        return
    elif row < 6:
        nested = [(0.95, "#8f7a55", 0.8), (0.5, "#cf9a36", 1.0)]
    else:
        frame = "#4a3313" if column in (1, 3) and row % 2 == 0 else "#c77a2a"
        nested = [(0.6, frame, 0.8 * fade), (0.45, "#d8a341", fade)]
    for share, colour, opacity in nested:
        _square(canvas, x, y, half * share, colour, opacity)


def _square(canvas: Canvas, x: float, y: float, half: float, colour: str, opacity: float) -> None:
    place = orn.Frame(canvas.size, (x, y), (half, half))
    canvas.polygon(place([(-1, -0.97), (0.98, -1), (1, 0.98), (-0.98, 1)]), colour, opacity)


def halo(canvas: Canvas, rng: Random) -> None:
    """The field of discs behind the head: large set pieces first, then every gap filled."""
    mask = polygon_mask(canvas.size, trace(cartoon.HALO))
    canvas.paint(mask, "#9c8d78", 0.95)
    free = mask.copy()
    set_pieces = rows(cartoon.BIG_DISCS)
    for (x, y, rx, ry), _ in set_pieces:
        free *= radial(canvas.size, (x, y), (rx + 0.001, ry + 0.001)) > 1
    shares = [share for _, share in DISC_RINGS]
    for x, y, r in orn.scatter(free, (0.0022, 0.0125), 9000, rng, gap=0.0007):
        if r <= 0.0055:
            orn.disc(canvas, (x, y), (r, r * 0.9), choose(SMALL_RINGS, rng))
            continue
        kind = int(rng.choice(len(DISC_RINGS), p=shares))
        orn.disc(canvas, (x, y), (r, r * 0.85), DISC_RINGS[kind][0])
        if kind == 0:
            ridge = orn.Ridge("#f0cf7a", 0.001, "#7a4f12")
            orn.spiral(canvas, (x, y), r * 0.75, ridge, turns=2)
    for piece in set_pieces:
        _set_piece(canvas, piece, rng)


def _set_piece(canvas: Canvas, piece: Row, rng: Random) -> None:
    (x, y, rx, ry), (kind,) = piece
    if kind in FLAT_DISCS:
        orn.disc(canvas, (x, y), (rx, ry), FLAT_DISCS[kind])
        if kind == "black":
            canvas.line([(x - rx * 0.8, y), (x + rx * 0.8, y)], 0.0012, "#d8d2c8")
        return
    ground = {"dark": "#cf9f48", "pale": "#b39a62", "double": "#b98620"}.get(kind, "#d2982f")
    orn.disc(canvas, (x, y), (rx, ry), (ground,), rim="#2a170c", rim_width=0.0014)
    inked = kind in ("dark", "pale")
    width = 0.0022 if kind == "dark" else 0.0015
    ridge = orn.Ridge("#2a170c", width) if inked else orn.Ridge("#ecc96c", width, "#7f5212")
    if kind == "curl":
        orn.spiral(canvas, (x, y), min(rx, ry) * 0.85, ridge, turns=3)
        return
    for way in (-1, 1):
        reach, middle = min(ry * 0.66, rx * 0.44), (x + way * rx * 0.47, y)
        orn.spiral(canvas, middle, reach, ridge, turns=2.8, start_deg=90 * way, left=way > 0)
        small = (x + float(rng.normal(0, 0.001)), y + way * ry * 0.72)
        orn.spiral(canvas, small, ry * 0.24, ridge, turns=1.6)


def dress(canvas: Canvas, rng: Random) -> None:
    """The narrow dress: streaked gold, shards, gables and the eyes that look back."""
    mask = polygon_mask(canvas.size, trace(cartoon.DRESS))
    cloth = Canvas(canvas.size)
    cloth.pixels = mix("#96661a", "#c08a2a", fbm(canvas.size, (10, 60), 5))
    _streaks(cloth, rng)
    eyes, gables = rows(cartoon.EYES), rows(cartoon.GABLES)
    free = mask.copy()
    for (x, y, half), _ in eyes:
        free *= radial(canvas.size, (x, y), (half, half * 0.45)) > 1
    for (x, y, wide, tall), _ in gables:
        free *= radial(canvas.size, (x, y + 0.004), (wide * 0.8, tall)) > 1
    for x, y, r in orn.scatter(free, (0.0048, 0.0105), 2600, rng, gap=-0.0006):
        _shard(cloth, x, y, r, rng)
    for (x, y, wide, tall), _ in gables:
        ground = "#c98a2a" if rng.random() < 0.6 else "#b5812a"
        orn.ridged_triangle(cloth, (x, y), (wide, tall), ground=ground)
    for (x, y, half), (white, rim, iris) in eyes:
        beady = iris == "#17100f"
        gaze = orn.Gaze(white, rim, iris, "#efe9df" if beady else "#140c0a")
        orn.eye(cloth, (x, y), half, gaze, iris_share=0.18 if beady else 0.32)
    canvas.paint(mask, cloth.pixels)
    strip = orn.Frame(canvas.size, (0.6755, 0.90), (0.0175, 0.082))
    orn.zigzag(canvas, strip, "#cf8a35", ("#e9c890", "#a9602a"), bends=17)
    canvas.polygon([(0.658, 0.818), (0.693, 0.818), (0.693, 0.824), (0.658, 0.824)], "#c0562a")


def _streaks(cloth: Canvas, rng: Random) -> None:
    tones = ("#6f6a2a", "#8f8f92", "#d9a53c", "#5a3a12", "#a07a2a")
    for _ in range(420):
        x, y = float(rng.uniform(0.53, 0.745)), float(rng.uniform(0.36, 1.0))
        reach, lift = float(rng.uniform(0.008, 0.028)), float(rng.normal(0, 0.003))
        path = [(x - reach, y + lift), (x, y - lift), (x + reach, y + lift)]
        widths = (0.0006, float(rng.uniform(0.002, 0.005)), 0.0006)
        cloth.line(path, widths, choose(tones, rng), 0.75)


def _shard(canvas: Canvas, x: float, y: float, r: float, rng: Random) -> None:
    """One small triangle of the dress: black, silver with a pale outline, or plain."""
    up, lean = (1 if rng.random() < 0.5 else -1), float(rng.uniform(-0.5, 0.5))
    place = orn.Frame(canvas.size, (x, y), (r, r * 0.85))
    corners = place([(-0.95, -0.7 * up), (0.95, -0.75 * up), (lean, 0.9 * up)])
    roll = rng.random()
    if roll < 0.34:
        canvas.polygon(corners, orn.vary("#2a170e", rng, 0.03))
    elif roll < 0.72:
        centre = corners.mean(axis=0)
        inner = choose(("#8791a3", "#8f8d8c", "#a98a4a", "#7a86a0"), rng)
        for share, colour in ((1.0, "#5f4a20"), (0.88, "#c4c0bc"), (0.58, inner)):
            canvas.polygon(centre + (corners - centre) * share, colour)
    else:
        canvas.polygon(corners, orn.vary(choose(("#9a9692", "#c58f33", "#7a5a1c"), rng), rng, 0.04))


def spiral_chair(
    canvas: Canvas, mask: Mask, tones: tuple[str, str], line: str, rng: Random
) -> None:
    """An armchair that is only spirals: large ones first, small curls in every gap."""
    seed = int(rng.integers(1 << 16))
    canvas.paint(mask, mix(tones[0], tones[1], fbm(canvas.size, 30, seed)), 0.94)
    ridge = orn.Ridge(line, 0.0018, "#4a320a")
    places = orn.scatter(mask, (0.0042, 0.0185), 5200, rng, gap=-0.0022)
    orn.spiral_field(canvas, places, rng, ridge)
