"""Oracles for `studies.draw`: areas, places, colours and noise that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from studies.draw import (
    Canvas,
    arc,
    bezier,
    blur,
    colour_ramp,
    coordinates,
    displace,
    ellipse_mask,
    fbm,
    line_mask,
    mix,
    polygon_mask,
    radial,
    ramp,
    rgb,
    scaled,
    smooth,
    to_bytes,
    value_noise,
)

SIZE = (120, 200)
TRIANGLE = [(0.1, 0.1), (0.9, 0.2), (0.4, 0.9)]


def shoelace_area_px(points: list[tuple[float, float]]) -> float:
    x, y = np.array(points).T * np.array([[SIZE[1]], [SIZE[0]]])
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def test_a_polygon_covers_its_shoelace_area() -> None:
    # cv2 draws the outline too: a quarter of a pixel along the rim at most
    assert polygon_mask(SIZE, TRIANGLE).sum() == pytest.approx(shoelace_area_px(TRIANGLE), rel=0.02)


def test_the_centre_of_mass_of_a_polygon_is_where_it_was_drawn() -> None:
    mask = polygon_mask(SIZE, [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)])
    x, y = coordinates(SIZE)
    centre = (float((mask * x).sum() / mask.sum()), float((mask * y).sum() / mask.sum()))
    assert centre == pytest.approx((0.5, 0.5), abs=0.15 / min(SIZE))  # an eighth of a pixel


def test_softening_a_mask_keeps_its_mass() -> None:
    hard, soft = polygon_mask(SIZE, TRIANGLE), polygon_mask(SIZE, TRIANGLE, soften=0.01)
    assert soft.sum() == pytest.approx(hard.sum(), rel=0.01)


def test_an_ellipse_has_the_area_of_an_ellipse() -> None:
    mask = ellipse_mask(SIZE, (0.5, 0.5), (0.2, 0.1), turn_deg=30)
    assert mask.sum() == pytest.approx(np.pi * 40 * 20, rel=0.02)


def test_a_line_has_the_area_of_a_stadium() -> None:
    mask = line_mask(SIZE, [(0.2, 0.5), (0.8, 0.5)], 0.05)  # 120 px long, 10 px wide, round ends
    assert mask.sum() == pytest.approx(120 * 10 + np.pi * 25, rel=0.04)


def test_a_line_swells_where_its_widths_say_so() -> None:
    mask = line_mask(SIZE, [(0.1, 0.5), (0.9, 0.5)], (0.01, 0.10, 0.01))
    assert mask[:, 100].sum() == pytest.approx(20, abs=1)
    assert mask[:, 60].sum() == pytest.approx(11, abs=1)


def test_a_shape_beyond_the_picture_leaves_it_untouched() -> None:
    canvas = Canvas(SIZE, "#336699")
    canvas.polygon([(1.2, 1.2), (1.5, 1.2), (1.4, 1.6)], "#ffffff")
    assert (to_bytes(canvas.pixels) == (0x33, 0x66, 0x99)).all()


def test_half_opacity_is_the_mean_of_paint_and_ground() -> None:
    canvas = Canvas(SIZE, "#000000")
    canvas.polygon([(0, 0), (1, 0), (1, 1), (0, 1)], "#ff8000", 0.5)
    assert canvas.pixels[60, 100] == pytest.approx([0.5, 0.251, 0], abs=1e-3)


@pytest.mark.parametrize(("mode", "expected"), [("multiply", 0.25), ("screen", 0.75)])
def test_half_grey_over_half_grey(mode: str, expected: float) -> None:
    canvas = Canvas(SIZE, (0.5, 0.5, 0.5))
    canvas.paint(np.ones(SIZE, np.float32), (0.5, 0.5, 0.5), mode=mode)  # type: ignore[arg-type]
    assert canvas.pixels == pytest.approx(expected)


def test_a_smooth_curve_passes_through_its_points() -> None:
    points = [(0.1, 0.2), (0.3, 0.8), (0.6, 0.1), (0.9, 0.5)]
    curve = smooth(points, per_span=8)
    assert curve[::8] == pytest.approx(np.array(points))


def test_a_repeated_point_makes_a_corner() -> None:
    curve = smooth([(0, 0), (0.5, 0), (0.5, 0), (0.5, 0.5)], per_span=20)
    assert curve[:20, 1] == pytest.approx(0, abs=1e-3)
    assert curve[-20:, 0] == pytest.approx(0.5, abs=1e-3)


def test_a_quadratic_bezier_passes_its_analytic_middle() -> None:
    curve = bezier((0, 0), (0.5, 1), (1, 0), count=3)
    assert curve[1] == pytest.approx([0.5, 0.5])


def test_an_arc_is_round_in_pixels_not_in_fractions() -> None:
    around = (arc(SIZE, (0.5, 0.5), (0.2, 0.2)) - 0.5) * (SIZE[1], SIZE[0])
    assert np.hypot(*around.T) == pytest.approx(0.2 * 200)


def test_a_ramp_is_half_way_half_way() -> None:
    share = ramp((100, 100), (0.0, 0.5), (1.0, 0.5))
    assert share[50, 49:51].mean() == pytest.approx(0.5)
    assert (np.diff(share, axis=0) == 0).all()


def test_radial_distance_is_one_on_the_ellipse() -> None:
    distance = radial(SIZE, (0.5, 0.5), (0.25, 0.1))
    assert distance[60, 150] == pytest.approx(1, abs=0.02)
    assert distance[80, 100] == pytest.approx(1, abs=0.03)


def test_a_colour_ramp_meets_its_stops() -> None:
    share = np.array([[0.0, 0.5, 1.0]], dtype=np.float32)
    ramped = to_bytes(colour_ramp(share, [(0, "#102030"), (0.5, "#fff"), (1, "#405060")]))
    assert ramped[0].tolist() == [[0x10, 0x20, 0x30], [255, 255, 255], [0x40, 0x50, 0x60]]


def test_mixing_by_a_mask_gives_a_picture() -> None:
    mixed = mix("#000000", "#ffffff", np.array([[0, 0.25]], dtype=np.float32))
    assert mixed[..., 0] == pytest.approx(np.array([[0, 0.25]]))


def test_a_colour_that_is_none_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="#12345"):
        rgb("#12345")


def test_displacing_to_the_right_reads_the_neighbour() -> None:
    picture = np.arange(200, dtype=np.float32)[None].repeat(120, axis=0)
    still = np.zeros(SIZE, dtype=np.float32)
    moved = displace(picture, still + 3 / 200, still)
    assert moved[:, :190] == pytest.approx(picture[:, 3:193], abs=1e-3)


def test_blurring_keeps_a_flat_field_flat() -> None:
    assert blur(np.full(SIZE, 0.3, dtype=np.float32), 0.05) == pytest.approx(0.3, abs=1e-5)


def test_noise_is_centred_and_never_leaves_its_range() -> None:
    noise = fbm((256, 256), 16, seed=1)
    assert 0 <= noise.min() < 0.45 < float(noise.mean()) < 0.55 < noise.max() <= 1


def test_the_same_seed_gives_the_same_noise_and_another_seed_does_not() -> None:
    first, again, other = (value_noise(SIZE, 9, seed) for seed in (3, 3, 4))
    assert (first == again).all()
    assert not np.allclose(first, other, atol=0.1)


def test_noise_keeps_its_pattern_when_the_picture_grows() -> None:
    small, large = value_noise((100, 160), 6, seed=5), value_noise((200, 320), 6, seed=5)
    halved = large.reshape(100, 2, 160, 2).mean(axis=(1, 3))
    assert small == pytest.approx(halved, abs=0.02)


def test_two_cell_counts_stretch_the_grain() -> None:
    noise = value_noise((200, 200), (4, 60), seed=2)
    along, across = np.abs(np.diff(noise, axis=1)).mean(), np.abs(np.diff(noise, axis=0)).mean()
    assert across > 8 * along


def test_scaling_keeps_the_proportions() -> None:
    assert scaled((900, 1200), 600) == (450, 600)


def test_bytes_are_clipped_and_rounded() -> None:
    assert to_bytes(np.array([-1, 0.5, 2], dtype=np.float32)).tolist() == [0, 128, 255]
