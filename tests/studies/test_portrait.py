"""Modelling from touches, edges found and lost, eyes; and the three studies at a small size."""

import importlib

import numpy as np
import pytest

from studies.draw import Canvas, rgb, scaled
from studies.portrait import Eye, edge_softness, modelled, paint_eye

SIZE = (120, 90)
SQUARE = [(0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)]
TOUCHES = [(0.15, 0.2, "#e0b090"), (0.8, 0.3, "#704a30"), (0.5, 0.85, "#303850")]


def pixel(picture, x, y):
    return picture[int(y * picture.shape[0]), int(x * picture.shape[1])]


def test_modelling_passes_through_its_touches():
    picture = modelled((480, 360), TOUCHES)
    for x, y, colour in TOUCHES:
        assert np.abs(pixel(picture, x, y) - rgb(colour)).max() < 0.04


def test_modelling_with_one_tone_is_flat():
    picture = modelled(SIZE, [(x, y, "#a07050") for x, y, _ in TOUCHES])
    assert np.abs(picture - rgb("#a07050")).max() < 1e-3


def test_modelling_between_two_tones_lies_between_them():
    picture = modelled(
        (60, 200), [(0.1, 0.2, "#ffffff"), (0.1, 0.8, "#ffffff"), (0.9, 0.5, "#000")]
    )
    row = picture[30, 20:180].mean(axis=1)
    assert np.all(np.diff(row) < 0.003)
    assert row[0] > 0.9 > 0.2 > row[-1]


def test_two_touches_are_too_few_and_the_error_says_so():
    with pytest.raises(ValueError, match="2 touches"):
        modelled(SIZE, TOUCHES[:2])


def test_an_edge_is_sharp_at_one_mark_and_lost_at_the_other():
    marks = [(0.2, 0.5, 0.0012), (0.8, 0.5, 0.024)]
    row = edge_softness((300, 300), SQUARE, marks)[150]
    steps = np.abs(np.diff(row))
    sharp, lost = steps[:150].max(), steps[150:].max()
    assert sharp > 0.3
    assert lost < 0.12


def test_the_area_inside_a_softened_edge_stays_the_same():
    mask = edge_softness((300, 300), SQUARE, [(0.5, 0.5, 0.004)])
    assert mask.mean() == pytest.approx(0.36, abs=0.01)


def test_an_eye_has_a_dark_pupil_a_pale_white_and_a_bright_glint():
    canvas = Canvas((300, 400), "#c09070")
    paint_eye(
        canvas,
        Eye(
            upper=[(0.2, 0.5), (0.35, 0.40), (0.5, 0.36), (0.65, 0.40), (0.8, 0.5)],
            lower=[(0.2, 0.5), (0.35, 0.60), (0.5, 0.64), (0.65, 0.60), (0.8, 0.5)],
            iris=(0.5, 0.5),
            iris_radii=(0.09, 0.09),
            glint=(0.46, 0.45),
            glint_radius=0.012,
            white="#f0ece0",
            shade="#a09080",
        ),
    )
    assert pixel(canvas.pixels, 0.5, 0.5).mean() < 0.15
    assert pixel(canvas.pixels, 0.30, 0.54).mean() > 0.75
    assert pixel(canvas.pixels, 0.46, 0.45).mean() > 0.9
    assert np.allclose(pixel(canvas.pixels, 0.05, 0.9), rgb("#c09070"))


# Colours of a few places, as (x, y, hex); a small render must be near them, or the drawing moved.
PLACES = {
    "girl_with_a_pearl_earring": [
        (0.15, 0.50, "#221e13"),
        (0.40, 0.23, "#b0bcc8"),
        (0.46, 0.43, "#ddb59e"),
        (0.70, 0.66, "#454431"),
        (0.788, 0.70, "#e0c090"),
    ],
    "kahlo_homage": [(0.50, 0.36, "#f0bc8e"), (0.36, 0.87, "#b02440"), (0.40, 0.64, "#2d6f78")],
    "grande_jatte": [
        (0.50, 0.46, "#d8b8b0"),
        (0.82, 0.38, "#383a45"),
        (0.60, 0.70, "#41664c"),
        (0.42, 0.80, "#222226"),
    ],
}


def painted(name):
    """A small study: whole where dots are quick, the drawing alone where strokes are slow."""
    study = importlib.import_module(f"studies.{name}")
    if name == "grande_jatte":
        return study.compose(seed=1, long_edge_px=120) / 255
    return study.drawing(scaled(study.SIZE, 160), seed=1)


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_study_is_the_same_twice_with_its_colours_in_place(name):
    first = painted(name)
    assert np.array_equal(first, painted(name))
    for x, y, colour in PLACES[name]:
        row, column = int(y * first.shape[0]), int(x * first.shape[1])
        patch = first[row - 1 : row + 2, column - 1 : column + 2].mean(axis=(0, 1))
        assert np.abs(patch - rgb(colour)).max() < 0.18, (x, y)
