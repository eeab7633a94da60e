"""Fronts and textures: who lies under whom, and what is painted with which weights."""

import argparse
import math
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from bench import fronts, textures
from bench.frontplot import Front, covered, draw_fronts
from bench.quality.calibration import choose_pairs
from bench.quality.command import Study
from bench.quality.paint import open_network
from bench.quality.subjects import Subject, paintings
from nst.images import open_image
from nst.plan import plan_scales
from nst.recipes import RECIPES
from nst.session import stylize

ROOT = Path(__file__).parents[2]
LINE = ((0.2, 0.8), (0.6, 0.6), (0.8, 0.2))


@pytest.mark.parametrize(
    ("point", "under"),
    [
        ((0.4, 0.7), True),  # on the line between the first two
        ((0.4, 0.71), False),
        ((0.7, 0.39), True),
        ((0.7, 0.41), False),
        ((0.0, 0.79), True),  # level to the left of the first
        ((0.0, 0.81), False),
        ((0.81, 0.0), False),  # nothing is offered to the right of the last
        ((float("nan"), 0.5), True),
    ],
)
def test_a_point_is_covered_by_a_line_through_its_neighbours(point, under):
    assert covered(point, LINE) is under


def test_every_point_of_a_front_is_covered_by_the_front():
    assert all(covered(point, LINE) for point in LINE)


def test_a_bent_back_front_covers_with_its_better_branch():
    bent = ((0.2, 0.8), (0.7, 0.5), (0.5, 0.3))
    assert covered((0.6, 0.55), bent)
    assert not covered((0.6, 0.57), bent)


def test_the_plot_is_one_svg_with_every_finite_point_inside_it():
    svg = draw_fronts(
        [Front("ours & co", LINE), Front("theirs", ((0.1, 0.3), (math.nan, math.nan)))], "a < b"
    )
    root = ElementTree.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    circles = root.findall(f"{name}circle")
    assert len(circles) == 4
    _, _, width, height = (float(each) for each in root.get("viewBox").split())
    for circle in circles:
        assert 0 < float(circle.get("cx")) < width
        assert 0 < float(circle.get("cy")) < height
    texts = [text.text for text in root.findall(f"{name}text")]
    assert {"ours & co", "theirs", "a < b"} <= set(texts)


def test_more_of_the_photograph_is_drawn_higher_and_more_of_the_painting_farther_right():
    root = ElementTree.fromstring(draw_fronts([Front("one", LINE)], ""))
    places = [
        (float(circle.get("cx")), float(circle.get("cy")))
        for circle in root.findall("{http://www.w3.org/2000/svg}circle")
    ]
    assert places == sorted(places)
    assert [y for _, y in places] == sorted(y for _, y in places)


@pytest.fixture
def study(tmp_path):
    return Study((), (), {"tv_weight": 0.7}, {"detail": 0.25}, 128, tmp_path)


def test_strength_moves_ours_and_the_style_weight_moves_the_others(study, tmp_path):
    painting = Subject("one", tmp_path, {"brush": 1.5})
    for way in fronts.all_ways("embedded"):
        found = [way.settings(painting, study, at) for at in range(len(fronts.STRENGTHS))]
        if way.recipe == "gallery":
            assert tuple(each.strength for each in found) == fronts.STRENGTHS
            assert {each.tv_weight for each in found} == {0.7}
        else:
            ratios = [each.style_weight / found[3].style_weight for each in found]
            assert ratios == pytest.approx(fronts.FACTORS)
            assert {each.strength for each in found} == {0.5}
        assert {each.detail for each in found} == {0.25}


def test_every_recipe_has_a_curve():
    ways = fronts.all_ways("vgg19")
    assert {way.recipe for way in ways} >= set(RECIPES)
    assert {way.network for way in ways} == {"vgg19", "random:vgg19"}


def test_a_texture_owes_nothing_to_the_photograph(styles_folder):
    (painting,) = paintings(None, styles_folder, ["blue-stripes"])
    own = {"steps": 2, "first_scale_px": 64, "later_steps": 1.0}
    settings = textures.texture_settings(painting, 128, own)
    network, style = open_network("embedded", settings), open_image(painting.path)
    assert len(plan_scales(settings, 128, 128)) == 2  # a canvas that grows is drawn on
    black = np.zeros((128, 128, 3), np.uint8)
    busy = np.random.default_rng(0).integers(0, 256, black.shape, np.uint8)
    *_, first = stylize(black, style, settings, network=network)
    *_, second = stylize(busy, style, settings, network=network)
    assert np.array_equal(first.picture, second.picture)


def test_texture_settings_keep_the_artwork_s_brush(tmp_path):
    found = textures.texture_settings(Subject("one", tmp_path, {"brush": 1.5}), 192, {"steps": 3})
    assert (found.brush, found.steps, found.long_edge_px) == (1.5, 3, 192)


@pytest.mark.parametrize(("height", "width"), [(100, 150), (150, 100), (90, 90), (37, 201)])
def test_a_square_holds_the_whole_short_edge(height, width):
    gradient = np.linspace(0, 255, min(height, width))
    along = gradient[:, None] if height <= width else gradient[None, :]
    picture = np.broadcast_to(along[..., None], (height, width, 3)).astype(np.uint8)
    found = textures.square(picture, 32)
    assert found.shape == (32, 32, 3)
    assert int(found.min()) < 10
    assert int(found.max()) > 245


def test_the_texture_command_lays_swatch_and_texture_side_by_side(tmp_path, styles_folder):
    parser = argparse.ArgumentParser()
    textures.add_command(parser.add_subparsers())
    options = parser.parse_args(
        f"textures --styles {styles_folder} --only-paintings blue-stripes --network embedded "
        f"--size 64 --out {tmp_path}/sheet.png --set steps=3 first_scale_px=64".split()
    )
    figures = textures.measure(options)
    assert set(figures["closure_from_noise"]) == {"blue-stripes"}
    assert (tmp_path / "sheet.png").is_file()


def subjects(*names):
    return [Subject(name, None) for name in names]


@pytest.mark.parametrize(
    ("photographs", "paintings", "pairs"),
    [
        ("a b c", "x y z", "a-x b-y"),
        ("a b tubingen", "x the-scream", "tubingen-the-scream a-x"),
        ("a", "x y z", "a-x a-y"),
        ("a", "x", "a-x"),
    ],
)
def test_pairs_are_favourites_first_and_each_with_another_painting(photographs, paintings, pairs):
    found = choose_pairs(subjects(*photographs.split()), subjects(*paintings.split()), 2)
    assert " ".join(f"{photo.name}-{painting.name}" for photo, painting in found) == pairs


def test_opening_the_measures_loads_neither_torch_nor_scikit_image():
    code = (
        "import sys, bench.quality.command, bench.fronts, bench.textures, bench.choose; "
        "sys.exit(bool({'torch', 'skimage'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_points_are_counted_under_above_and_beside_our_front(capsys):
    others = ((0.4, 0.7), (0.7, 0.6), (0.9, 0.1), (0.1, 0.9), (0.1, 0.7))
    found = fronts.compare([Front("gallery", LINE), Front("other", others)])
    assert found == {"other": {"under": 2, "above": 2, "beside": 1}}
    assert "other" in capsys.readouterr().out
