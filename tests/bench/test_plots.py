"""The plots of speed: what is drawn is what was measured, and well-formed."""

import xml.etree.ElementTree as ET

import pytest

from bench.pace import layers, plot
from bench.pace.layers import Row
from bench.pace.plot import Line

SVG = "{http://www.w3.org/2000/svg}"


def points(polyline):
    return [tuple(map(float, pair.split(","))) for pair in polyline.get("points").split()]


def drawn(*lines, goal=None):
    return ET.fromstring(plot.draw(lines, "Loss & time", goal))


def test_every_line_that_has_points_is_one_polyline_with_its_name_beside_it():
    svg = drawn(Line("one < two", [1, 2], [3, 2]), Line("other", [1], [1]), Line("empty", [], []))
    assert [len(points(each)) for each in svg.iter(f"{SVG}polyline")] == [2, 1]
    words = [each.text for each in svg.iter(f"{SVG}text")]
    assert "one < two" in words
    assert "other" in words
    assert "empty" not in words


def test_later_is_further_right_and_a_tenth_is_as_far_down_everywhere():
    svg = drawn(Line("one", [1, 10, 100], [10, 1, 0.1]))
    (line,) = svg.iter(f"{SVG}polyline")
    (x0, y0), (x1, y1), (x2, y2) = points(line)
    assert x0 < x1 < x2
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)
    assert y0 < y1 < y2
    assert y1 - y0 == pytest.approx(y2 - y1, abs=0.2)


def test_the_goal_lies_where_a_line_that_ends_there_ends():
    svg = drawn(Line("one", [1, 2], [5, 2]), goal=2)
    (line,) = svg.iter(f"{SVG}polyline")
    dashed = next(each for each in svg.iter(f"{SVG}path") if each.get("stroke-dasharray"))
    height = float(dashed.get("d").split()[1].partition("H")[0])
    assert height == pytest.approx(points(line)[-1][1], abs=0.1)


ROWS = {
    "before": [Row("conv1_1", 0.3, 0.2, 0.1, 0.0, flops=6e11, moved_bytes=3e9), Row("pool1", 0.2)],
    "now": [Row("conv1_1", 0.06, 0.04, flops=6e11, moved_bytes=1e9)],
}


def test_a_row_prints_its_time_its_share_of_the_best_rate_and_its_bytes():
    svg = ET.fromstring(layers.draw(ROWS, "One", peak=1e13))
    words = [each.text for each in svg.iter(f"{SVG}text")]
    at = words.index("conv1_1")
    assert words[at + 1 : at + 4] == ["600.0", "10%", "5.0"]
    assert words[at + 4 : at + 8] == ["pool1", "200.0", "–", "0.0"]
    assert any("now: 100 ms, 60% of the best rate" in word for word in words)


def test_bars_are_as_long_as_their_seconds():
    svg = ET.fromstring(layers.draw(ROWS, "One", peak=1e13))
    color = layers.PARTS["ahead"][0]
    bars = [each for each in svg.iter(f"{SVG}rect") if each.get("fill") == color][:-1]
    wide = [float(each.get("width")) for each in bars]  # the last one is the legend's
    assert wide[0] / wide[2] == pytest.approx(0.3 / 0.06, rel=0.01)
    assert wide[0] / wide[1] == pytest.approx(0.3 / 0.2, rel=0.01)


def test_figures_do_not_run_into_bars():
    svg = ET.fromstring(layers.draw(ROWS, "One", peak=1e13))
    ends = [float(r.get("x", 0)) + float(r.get("width")) for r in svg.iter(f"{SVG}rect")][1:]
    figures = [float(t.get("x")) for t in svg.iter(f"{SVG}text") if t.get("text-anchor") == "end"]
    assert max(ends) < min(figures) - 60
