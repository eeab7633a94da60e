"""The close look proposes what was planted, and finds the place of the painting that is alike."""

from __future__ import annotations

import numpy as np

from nst.boxes import Box, cut
from nst.rooms.closeup import CELL_PX, closeup_sheet, propose, resembling, seen_edge_px
from tests.conftest import stripes

GREY = np.full((200, 300, 3), 120, np.uint8)


def test_the_place_that_changed_most_is_proposed() -> None:
    pastiche = GREY.copy()
    pastiche[20:80, 30:90] = (250, 40, 40)
    (change,) = [each for each in propose(GREY, pastiche, stripes(80, 80)) if each.kind == "change"]
    assert change.box.overlap(Box(30 / 300, 20 / 200, 90 / 300, 80 / 200)) > 0.9 * change.box.area


def test_a_change_of_the_whole_palette_is_no_detail() -> None:
    warm = np.full_like(GREY, (200, 90, 60))
    warm[150:200, 240:300] = (60, 90, 200)
    (change,) = [each for each in propose(GREY, warm, stripes(80, 80)) if each.kind == "change"]
    assert change.box.right > 0.8
    assert change.box.bottom > 0.8


def test_edges_and_calm_are_found_apart_from_each_other() -> None:
    content = GREY.copy()
    content[100:160, 200:260] = stripes(60, 60, period_px=8)
    found = {each.kind: each.box for each in propose(content, content, stripes(80, 80))}
    assert found["edges"].overlap(Box(200 / 300, 0.5, 260 / 300, 0.8)) > 0.055
    assert found["calm"].overlap(found["edges"]) < 0.3 * found["calm"].area


def test_a_detail_is_found_again_in_the_painting_it_was_cut_from() -> None:
    random = np.random.default_rng(2)
    tiles = random.integers(0, 255, (5, 5, 3), np.uint8)
    style = np.kron(tiles, np.ones((40, 40, 1), np.uint8)).astype(np.uint8)
    planted = Box(0.6, 0.2, 0.8, 0.4)
    found = resembling(cut(style, planted), style, 200)
    assert found.overlap(planted) > 0.75 * planted.area


def test_a_detail_larger_than_the_painting_is_compared_with_all_of_it() -> None:
    assert resembling(GREY, stripes(50, 60), 60) == Box(0, 0, 1, 1)


def test_the_sheet_has_a_row_of_three_for_each_detail() -> None:
    pastiche = stripes(200, 300, seed=1)
    details = propose(GREY, pastiche, stripes(80, 80))
    sheet = closeup_sheet(GREY, stripes(80, 80), pastiche, details, "After stripes")
    assert sheet.shape[1] > 3 * CELL_PX
    assert sheet.shape[0] > len(details) * CELL_PX


def test_the_paintings_size_comes_from_the_last_scale() -> None:
    record = {"scales": [{"style_px": 100}, {"style_px": 400}]}
    assert seen_edge_px(record, stripes(80, 120)) == 400
    assert seen_edge_px({}, stripes(80, 120)) == 120
