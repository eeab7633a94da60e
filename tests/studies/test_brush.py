"""The painterly brush: strokes follow the field, stay inside their mask and repeat by seed."""

import cv2
import numpy as np
import pytest

from studies import flow
from studies.brush import Brush, Dots, Layer, Painting, impasto, paint
from studies.oklab import to_oklab, to_srgb
from studies.sweep import sweep

SHAPE = (120, 160)
WIDE = Layer(width_px=60, length_px=400, jitter=(0.12, 0.0), spacing_px=40)


def grey_plan(tone=0.5):
    return np.full((*SHAPE, 3), tone, np.float32)


def mean_orientation(picture):
    """Angle of least change by the structure tensor, in [0, π)."""
    tone = cv2.GaussianBlur(picture.mean(axis=2), (0, 0), 1)
    gx, gy = cv2.Sobel(tone, cv2.CV_32F, 1, 0), cv2.Sobel(tone, cv2.CV_32F, 0, 1)
    across = np.arctan2(2 * (gx * gy).sum(), (gx * gx - gy * gy).sum()) / 2
    return (across + np.pi / 2) % np.pi


@pytest.mark.parametrize("angle", [0.0, 0.4, 1.2, np.pi / 2, 2.5])
def test_strokes_run_along_the_orientation_field(angle):
    picture = paint(grey_plan(), flow.level(SHAPE, angle), [WIDE], seed=3, relief=0)
    turn = (mean_orientation(picture) - angle + np.pi / 2) % np.pi - np.pi / 2
    assert abs(turn) < 0.12


def test_the_same_seed_gives_the_same_bytes():
    field = flow.swirl(SHAPE, (0.5, 0.5))
    first, second = (paint(grey_plan(), field, [WIDE], seed=7) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_another_seed_gives_another_picture():
    field = flow.level(SHAPE)
    assert not np.array_equal(
        paint(grey_plan(), field, [WIDE], seed=1), paint(grey_plan(), field, [WIDE], seed=2)
    )


def test_a_layer_keeps_the_mean_colour_of_its_plan():
    plan = np.empty((*SHAPE, 3), np.float32)
    plan[:] = (0.7, 0.4, 0.2)
    layer = Layer(width_px=70, length_px=300, jitter=(0.02, 0.005))
    picture = paint(plan, flow.level(SHAPE), [layer], ground=(0.0, 0.0, 0.0), relief=0)
    assert np.abs(picture.mean(axis=(0, 1)) - plan[0, 0]).max() < 0.03


def test_strokes_leave_the_canvas_bare_far_outside_their_mask():
    mask = np.zeros(SHAPE, np.float32)
    mask[:, :60] = 1
    ground = np.ones((*SHAPE, 3), np.float32)
    layer = Layer(width_px=60, length_px=300, mask=mask)
    picture = paint(grey_plan(0.0), flow.level(SHAPE), [layer], ground=ground, relief=0)
    assert picture[:, :50].mean() < 0.2
    assert picture[:, 80:].min() == 1


def test_strokes_stop_where_the_plan_changes_colour():
    plan = grey_plan(0.1)
    plan[:, 80:] = 0.9
    layer = Layer(width_px=40, length_px=400, spacing_px=40, jitter=(0, 0), edge_stop=0.2)
    picture = paint(plan, flow.level(SHAPE), [layer], relief=0)
    assert picture[:, :70].max() < 0.5 < picture[:, 90:].min()


def test_a_canvas_that_equals_the_plan_needs_no_corrections():
    painting = Painting(grey_plan(), seed=0)
    before = painting.seen()
    painting.lay(grey_plan(), flow.level(SHAPE), Layer(width_px=40, threshold=0.05))
    assert np.array_equal(painting.seen(), before)


def test_a_stroke_by_hand_covers_its_path_and_nothing_else():
    painting = Painting((1.0, 1.0, 1.0), shape=SHAPE)
    painting.stroke([(0.1, 0.5), (0.9, 0.5)], (0.0, 0.0, 0.0), Brush(width_px=75, ragged=0.0))
    picture = painting.seen()
    assert picture[58:62, 30:130].max() < 0.4
    assert picture[:45].min() == 1
    assert picture[75:].min() == 1


def test_a_ground_of_one_colour_without_a_shape_is_refused():
    with pytest.raises(ValueError, match=r"needs a shape \(height, width\)"):
        Painting((0.5, 0.5, 0.5))


def test_dots_without_complements_keep_the_mean_colour():
    painting = Painting(grey_plan(0.2), seed=1)
    pure = Dots(diameter_px=30, spacing_px=9, complement=0, jitter=(0, 0), opacity=1)
    painting.dots(grey_plan(0.6), pure)
    assert painting.seen().mean() == pytest.approx(0.6, abs=0.03)


def test_accents_pull_every_stroke_when_their_share_is_one():
    layer = Layer(
        width_px=60,
        length_px=300,
        jitter=(0.0, 0.0),
        accents=[(1.0, 0.0, 0.0)],
        accent_share=1.0,
        accent_pull=1.0,
        edge_stop=9.0,
    )
    picture = paint(grey_plan(), flow.level(SHAPE), [layer], relief=0)
    red, green, blue = picture.mean(axis=(0, 1))
    assert red > 0.85
    assert max(green, blue) < 0.2


def test_a_swept_band_colours_its_curve():
    painting = Painting((1.0, 1.0, 1.0), shape=SHAPE)
    random = np.random.default_rng(0)
    brush = Brush(width_px=40)
    sweep(
        painting,
        [(0.0, 0.5), (1.0, 0.5)],
        120,
        [(0.1, 0.2, 0.6)],
        random,
        brush=brush,
        length_px=(200, 500),
        cover=4,
    )
    assert painting.seen()[54:66].mean(axis=(0, 1)) == pytest.approx((0.1, 0.2, 0.6), abs=0.08)
    assert painting.seen()[:30].min() == 1


def test_flat_paint_casts_no_relief():
    picture = np.random.default_rng(0).random((20, 30, 3), np.float32)
    flat = np.full((20, 30), 0.4, np.float32)
    assert np.allclose(impasto(picture, flat, 0.5, 0.2), picture)


def test_a_ridge_is_lit_from_the_upper_left_and_shaded_below_right():
    height = np.zeros((40, 40), np.float32)
    height[15:25, 15:25] = 1
    shaded = impasto(np.full((40, 40, 3), 0.5, np.float32), height, 0.5, 0.0)
    assert shaded[15, 20].mean() > 0.5 > shaded[25, 20].mean()


def test_rings_of_a_swirl_stand_at_right_angles_to_the_radius():
    field = flow.swirl((101, 101), (0.5, 0.5))
    y, x = np.mgrid[:101, :101] - 50.5
    radius = np.arctan2(y, x)
    away = np.hypot(x, y) > 5
    assert np.abs(np.cos(field - radius))[away].max() < 0.02


def test_a_field_along_a_curve_has_the_curves_direction_on_it():
    field = flow.along(SHAPE, [[(0.1, 0.1), (0.9, 0.9)]])
    expected = np.arctan2(0.8 * SHAPE[0], 0.8 * SHAPE[1])
    assert field[60, 80] == pytest.approx(expected, abs=0.02)


def test_blending_a_line_with_its_reverse_changes_nothing():
    first, second = flow.level(SHAPE, 0.3), flow.level(SHAPE, 0.3 + np.pi)
    mixed = flow.blend([(first, 0.5), (second, 0.5)])
    assert np.allclose(mixed, 0.3, atol=1e-5)


def test_a_gradient_field_runs_along_the_edge():
    plan = grey_plan(0.2)
    plan[:, 80:] = 0.8
    assert np.abs(np.sin(flow.across_gradient(plan)[60, 80])) > 0.999


def test_oklab_returns_to_the_same_srgb():
    colours = np.random.default_rng(0).random((50, 3))
    assert np.allclose(to_srgb(to_oklab(colours)), colours, atol=1e-4)


def test_oklab_of_white_has_lightness_one_and_no_colour():
    assert to_oklab((1.0, 1.0, 1.0)) == pytest.approx((1, 0, 0), abs=1e-3)
