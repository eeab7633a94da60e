"""The drawn curve is a well-formed picture of the logged numbers."""

from itertools import pairwise
from xml.etree import ElementTree

from training import curve

SVG = "{http://www.w3.org/2000/svg}"


def test_a_step_that_was_logged_twice_counts_once(tmp_path):
    log = tmp_path / "loss.csv"
    log.write_text("step,spent_s,loss,step_size\n20,1,5.0,1e-3\n40,2,4.0,1e-3\n20,3,4.5,1e-3\n")
    assert curve.read_log(log) == [(20, 4.5), (40, 4.0)]


def test_a_falling_loss_is_drawn_as_a_falling_line():
    rows = [(step, 8 - step / 1000) for step in range(20, 5000, 20)]
    drawn = ElementTree.fromstring(curve.draw(rows)).find(f"{SVG}polyline").get("points")
    points = [tuple(map(float, point.split(","))) for point in drawn.split()]
    assert len(points) <= curve.POINTS * 2
    assert all(one[0] < two[0] for one, two in pairwise(points))
    assert all(one[1] < two[1] for one, two in pairwise(points))
