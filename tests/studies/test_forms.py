"""Modelled forms: tones where they were put, nothing outside, lines kept inside."""

import numpy as np
import pytest

from studies.cartoon import Drawing
from studies.draw import Canvas, rgb
from studies.forms import Form, lay

SQUARE = "30,30* 70,30* 70,70* 30,70*"
TOUCHES = "36,36 #d0a080 64,36 #d0a080 36,64 #503020 64,64 #503020"


def drawn(form: Form, opacity: float = 1.0) -> np.ndarray:
    drawing = Drawing(Canvas((200, 200), "#204060"))
    lay(drawing, form, opacity)
    return drawing.canvas.pixels


def test_a_form_shows_its_tones_where_they_were_put():
    pixels = drawn(Form(outline=SQUARE, touches=TOUCHES))
    assert np.abs(pixels[72, 72] - rgb("#d0a080")).max() < 0.05
    assert np.abs(pixels[128, 128] - rgb("#503020")).max() < 0.05


def test_a_form_turns_steadily_from_light_to_dark():
    column = drawn(Form(outline=SQUARE, touches=TOUCHES))[75:126, 100].mean(axis=1)
    assert np.all(np.diff(column) < 0.005)
    assert column[0] > column[-1] + 0.2


def test_nothing_outside_the_outline_changes():
    pixels = drawn(Form(outline=SQUARE, touches=TOUCHES))
    outside = np.ones((200, 200), bool)
    outside[54:146, 54:146] = False
    assert np.abs(pixels[outside] - rgb("#204060")).max() < 1e-6


def test_half_opacity_lies_half_way_to_what_is_below():
    form = Form(outline=SQUARE, touches=TOUCHES)
    whole, half = drawn(form)[100, 100], drawn(form, 0.5)[100, 100]
    assert half == pytest.approx((whole + rgb("#204060")) / 2, abs=1e-5)


def test_lines_marked_in_form_stay_inside_it():
    form = Form(
        outline=SQUARE, touches=TOUCHES, after="line #ffffff w2 in=form : 10,50 50,50 90,50"
    )
    pixels = drawn(form)
    assert pixels[100, 100].min() > 0.9
    assert np.abs(pixels[100, 30] - rgb("#204060")).max() < 0.02


def test_a_touch_without_its_colour_is_refused():
    with pytest.raises(ValueError, match="a place and a colour"):
        drawn(Form(outline=SQUARE, touches=TOUCHES + " 50,50"))
