"""The drawn curve is a well-formed picture of the logged numbers."""

from itertools import pairwise
from xml.etree import ElementTree

from training import curve

SVG = "{http://www.w3.org/2000/svg}"
STRIDES = [f"stride_{2**power}" for power in range(1, 6)]


def test_a_step_that_was_logged_twice_counts_once(tmp_path):
    log = tmp_path / "loss.csv"
    log.write_text("step,spent_s,loss,step_size\n20,1,5.0,1e-3\n40,2,4.0,1e-3\n20,3,4.5,1e-3\n")
    found = curve.read_log(log)
    assert list(found) == [20, 40]
    assert [row["loss"] for row in found.values()] == [4.5, 4.0]


def test_falling_losses_are_drawn_as_falling_lines():
    log = {
        step: {"step": step, "loss": 0.0, "spent_s": 0.0, "step_size": 0.1}
        | {name: 1 + index / 10 - step / 6000 for index, name in enumerate(STRIDES)}
        for step in range(20, 5000, 20)
    }
    drawn = ElementTree.fromstring(curve.draw(log))
    lines = drawn.findall(f"{SVG}polyline")
    assert len(lines) == len(STRIDES)
    for line in lines:
        points = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
        assert 20 < len(points) <= curve.POINTS * 2
        assert all(one[0] < two[0] for one, two in pairwise(points))
        assert all(one[1] < two[1] for one, two in pairwise(points))


def test_every_line_is_named():
    log = {20: dict.fromkeys(STRIDES, 0.5), 40: dict.fromkeys(STRIDES, 0.25)}
    texts = [text.text for text in ElementTree.fromstring(curve.draw(log)).iter(f"{SVG}text")]
    assert {f"stride {2**power} 0.25" for power in range(1, 6)} <= set(texts)
