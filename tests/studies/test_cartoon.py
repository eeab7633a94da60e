"""Cartoons: text becomes shapes in the right places, and says so when it cannot."""

import numpy as np
import pytest

from studies.cartoon import Drawing, draw, parse, rows, trace
from studies.draw import Canvas


def _area(outline):
    x, y = outline.T
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


def test_four_starred_corners_enclose_exactly_their_square():
    assert _area(trace("10,10* 60,10* 60,60* 10,60*")) == pytest.approx(0.25)


def test_without_stars_the_outline_bulges_beyond_its_square():
    assert _area(trace("10,10 60,10 60,60 10,60")) > 0.3


def test_a_star_bends_only_its_own_corner():
    outline = trace("0,50* 50,0 100,50* 50,100*")
    straight = outline[outline[:, 1] > 0.5 + 1e-9]
    assert np.allclose(np.abs(straight[:, 0] - 0.5) + straight[:, 1] - 0.5, 0.5)


def test_a_fill_covers_its_place_and_nothing_else():
    canvas = Canvas((100, 200), "#000000")
    draw(canvas, "poly #ffffff : 25,20 75,20 75,60 25,60", {})
    white = canvas.pixels[..., 0] > 0.5
    assert white[20:60, 50:150].all()
    assert white.sum() == 40 * 100


def test_a_line_that_starts_with_a_number_continues_the_shape_above():
    (shape,) = parse("fill #fff : 1,1 2,2\n 3,3 -- a note\n -4,.5")
    wanted = [(0.01, 0.01), (0.02, 0.02), (0.03, 0.03), (-0.04, 0.005)]
    assert np.allclose(shape.points, wanted)


@pytest.mark.parametrize("line", ["blob #fff : 1,1", "fill #fff 1,1 2,2", "fill #fff q3 : 1,1 2,2"])
def test_an_unreadable_line_is_refused_with_the_words_it_holds(line):
    with pytest.raises(ValueError, match=r"blob|1,1 2,2|q3"):
        parse(line)


def test_what_lies_inside_a_kept_mask_never_leaves_it():
    canvas = Canvas((80, 80), "#000000")
    draw(
        canvas,
        "poly #222 as=a : 0,0 50,0 50,100 0,100\npoly #fff in=a : 25,0 100,0 100,100 25,100",
        {},
    )
    assert canvas.pixels[:, 41:].max() == 0
    assert canvas.pixels[40, 30, 0] == pytest.approx(1)


def test_a_later_shape_hides_part_of_an_earlier_one():
    drawing = Drawing(Canvas((50, 100)))
    drawing.add("poly #888 as=back : 0,0 100,0 100,100 0,100")
    drawing.add("poly #fff as=front : 50,0 100,0 100,100 50,100")
    assert drawing.visible("back").mean() == pytest.approx(0.5, abs=0.02)
    assert drawing.visible("front").mean() == pytest.approx(0.5, abs=0.02)


def test_roundness_lights_the_upper_left_and_shades_the_lower_right():
    drawing = Drawing(Canvas((120, 120), "#808080"), roundness=1)
    drawing.add("dot #808080 : 50,50 35,35")
    pixels = drawing.canvas.pixels.mean(axis=2)
    assert pixels[38, 38] > pixels[60, 60] + 0.02
    assert pixels[82, 82] < pixels[60, 60] - 0.02


def test_f_sets_the_brush_direction_inside_its_shape_only():
    drawing = Drawing(Canvas((40, 40)), brush_deg=10)
    drawing.add("poly #888 f90 : 0,0 50,0 50,100 0,100")
    assert np.degrees(drawing.flow[20, [5, 35]]) == pytest.approx([90, 10])


def test_a_table_row_holds_shares_and_words():
    ((numbers, words),) = rows("\n60.9 -5 #7a1f2a curls\n")
    assert numbers == pytest.approx((0.609, -0.05))
    assert words == ("#7a1f2a", "curls")
