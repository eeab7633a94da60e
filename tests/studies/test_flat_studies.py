"""The four studies without brush: size, sameness for a seed, and what must be where.

Places are the spots of the stories; colours are named by their order of channels, not by value.
"""

from __future__ import annotations

import importlib

import numpy as np
import numpy.typing as npt
import pytest

LONG_EDGE_PX = 240
NAMES = (
    "mondrian_red_blue_yellow",
    "kandinsky_yellow_red_blue",
    "the_great_wave",
    "balloon_homage",
)


@pytest.fixture(scope="module")
def pictures() -> dict[str, npt.NDArray[np.uint8]]:
    return {name: composed(name) for name in NAMES}


def composed(name: str) -> npt.NDArray[np.uint8]:
    picture: npt.NDArray[np.uint8] = importlib.import_module(f"studies.{name}").compose(
        seed=0, long_edge_px=LONG_EDGE_PX
    )
    return picture


def colour_at(picture: npt.NDArray[np.uint8], x: float, y: float) -> npt.NDArray[np.float64]:
    """Mean colour of a window of a fiftieth of the long edge round a spot."""
    row, column, reach = int(y * len(picture)), int(x * picture.shape[1]), LONG_EDGE_PX // 100
    window = picture[row - reach : row + reach + 1, column - reach : column + reach + 1]
    return np.asarray(window.mean(axis=(0, 1)))


@pytest.mark.parametrize("name", NAMES)
def test_a_study_is_the_same_twice(name: str, pictures: dict[str, npt.NDArray[np.uint8]]) -> None:
    assert (composed(name) == pictures[name]).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_study_has_the_proportions_it_declares(
    name: str, pictures: dict[str, npt.NDArray[np.uint8]]
) -> None:
    height, width = importlib.import_module(f"studies.{name}").SIZE
    assert pictures[name].shape[0] / pictures[name].shape[1] == pytest.approx(
        height / width, rel=0.01
    )


@pytest.mark.parametrize(
    ("name", "spot", "strongest"),
    [
        ("mondrian_red_blue_yellow", (0.62, 0.36), "red"),
        ("mondrian_red_blue_yellow", (0.10, 0.87), "blue"),
        ("kandinsky_yellow_red_blue", (0.84, 0.22), "blue"),
        ("balloon_homage", (0.61, 0.26), "red"),
    ],
)
def test_a_colour_stands_where_the_story_points(
    name: str,
    spot: tuple[float, float],
    strongest: str,
    pictures: dict[str, npt.NDArray[np.uint8]],
) -> None:
    colour = colour_at(pictures[name], *spot)
    channel = ("red", "green", "blue").index(strongest)
    assert colour[channel] > np.delete(colour, channel).max() + 15


@pytest.mark.parametrize(
    ("name", "spot"),
    [("mondrian_red_blue_yellow", (0.96, 0.945)), ("kandinsky_yellow_red_blue", (0.32, 0.50))],
)
def test_yellow_stands_where_the_story_points(
    name: str, spot: tuple[float, float], pictures: dict[str, npt.NDArray[np.uint8]]
) -> None:
    red, green, blue = colour_at(pictures[name], *spot)
    assert min(red, green) > blue + 60


@pytest.mark.parametrize(
    "spot",
    [(0.10, 0.33), (0.23, 0.737), (0.23, 0.1), (0.6, 0.737)],
)
def test_the_bars_of_the_mondrian_are_black(
    spot: tuple[float, float], pictures: dict[str, npt.NDArray[np.uint8]]
) -> None:
    assert colour_at(pictures["mondrian_red_blue_yellow"], *spot).max() < 60


def test_red_takes_more_than_half_of_the_mondrian(
    pictures: dict[str, npt.NDArray[np.uint8]],
) -> None:
    red, green, blue = np.moveaxis(pictures["mondrian_red_blue_yellow"].astype(int), 2, 0)
    assert ((red > 170) & (green < 90) & (blue < 110)).mean() == pytest.approx(0.54, abs=0.03)


def test_the_snow_of_fuji_is_lighter_than_the_sky_behind_it(
    pictures: dict[str, npt.NDArray[np.uint8]],
) -> None:
    wave = pictures["the_great_wave"]
    assert colour_at(wave, 0.63, 0.685).mean() > colour_at(wave, 0.70, 0.68).mean() + 60


def test_the_sky_of_the_wave_darkens_towards_the_horizon(
    pictures: dict[str, npt.NDArray[np.uint8]],
) -> None:
    wave = pictures["the_great_wave"]
    tones = [colour_at(wave, 0.72, y).mean() for y in (0.40, 0.52, 0.60, 0.68)]
    assert tones == sorted(tones, reverse=True)


def test_only_the_balloon_of_the_homage_is_red(
    pictures: dict[str, npt.NDArray[np.uint8]],
) -> None:
    red, green, blue = np.moveaxis(pictures["balloon_homage"].astype(int), 2, 0)
    rows, columns = np.nonzero((red - np.maximum(green, blue)) > 70)
    height, width = red.shape
    assert (
        columns.min() > 0.5 * width,
        columns.max() < 0.76 * width,
        rows.max() < 0.42 * height,
    ) == (
        True,
        True,
        True,
    )
