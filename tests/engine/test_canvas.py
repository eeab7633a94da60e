"""Growing a canvas: what was painted stays, and lines too fine for the smaller one come back."""

import pytest
import torch
from torch.nn import functional

from nst.canvas import grown, to_canvas, to_picture


def stripes(height=32, width=48, period=4):
    """Black and white columns, `period` px from one to the next."""
    column = (torch.arange(width) % period < period // 2).float()
    return column.expand(1, 3, height, width).contiguous()


def test_pictures_come_back_from_a_canvas(content):
    assert (to_picture(to_canvas(content)) == content).all()


def test_without_redrawing_growing_is_bicubic():
    canvas = torch.rand(1, 3, 12, 16)
    expected = functional.interpolate(canvas, (24, 32), mode="bicubic").clamp(0, 1)
    torch.testing.assert_close(grown(canvas, stripes(24, 32), 0.0), expected)


def test_lines_that_the_smaller_canvas_cannot_hold_are_drawn_again():
    drawing = stripes(period=2)  # grey at half the size
    grey = torch.full((1, 3, 16, 24), 0.5)
    assert grown(grey, drawing, 0.0).std() < 1e-6
    torch.testing.assert_close(grown(grey, drawing, 1.0), drawing, atol=0.02, rtol=0)
    torch.testing.assert_close(grown(grey, drawing, 0.5), 0.5 * drawing + 0.25, atol=0.02, rtol=0)


def test_what_the_smaller_canvas_can_hold_is_left_to_the_painter():
    broad = torch.linspace(0, 1, 48).expand(1, 3, 32, 48)
    canvas = torch.rand(1, 3, 16, 24)
    plain, redrawn = grown(canvas, broad, 0.0), grown(canvas, broad, 1.0)
    assert (redrawn - plain).abs().max() < 0.02


def test_a_canvas_that_is_the_drawing_grows_into_the_drawing():
    drawing = torch.rand(1, 3, 32, 48)
    small = functional.interpolate(drawing, (16, 24), mode="area")
    torch.testing.assert_close(grown(small, drawing, 1.0), drawing)


@pytest.mark.parametrize("redraw", [0.0, 0.7, 1.0])
def test_what_grows_can_be_shown(redraw):
    larger = grown(torch.rand(1, 3, 8, 8).round(), torch.rand(1, 3, 16, 16).round(), redraw)
    assert larger.min() >= 0
    assert larger.max() <= 1
