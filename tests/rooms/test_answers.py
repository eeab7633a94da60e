"""Answers made visible, against tables that can be worked out by hand; and a sheet's places."""

import numpy as np
import pytest
import torch

from nst.losses import gram_matrix as gram_by_torch
from nst.records import Look
from nst.rooms.answers import (
    answer_map,
    channel_order,
    gram_distance,
    gram_matrix,
    heat_map,
    strongest_channels,
)
from nst.rooms.seeing import see
from nst.rooms.sheet import EDGE_PX, PAPER, Band, Cell, lay_out

RANDOM = np.random.default_rng(3).normal(size=(5, 6, 7)).astype(np.float32)


def test_gram_of_a_checkerboard_and_its_complement_is_half_the_identity():
    board = np.indices((4, 6)).sum(axis=0) % 2
    features = np.stack([board, 1 - board]).astype(np.float32)
    assert np.allclose(gram_matrix(features), np.eye(2) / 2)


def test_gram_agrees_with_the_one_that_paints():
    assert np.allclose(gram_matrix(RANDOM), gram_by_torch(torch.from_numpy(RANDOM)), atol=1e-5)


def test_the_strongest_channel_is_the_one_that_varies_most():
    features = np.stack([np.full((4, 4), 9.0), np.eye(4), 5 * np.eye(4)])
    assert strongest_channels(features, 2) == [2, 1]


def test_a_gram_matrix_is_nowhere_from_itself_and_wholly_from_nothing():
    gram = gram_matrix(RANDOM)
    assert gram_distance(gram, gram) == 0
    assert gram_distance(np.zeros_like(gram), gram) == pytest.approx(1)


def test_a_map_shows_where_a_channel_answers():
    channel = np.zeros((4, 8), np.float32)
    channel[:, 6:] = 2
    shown = answer_map(channel, 40, 80)
    assert shown.shape == (40, 80, 3)
    assert shown[:, :59].max() == 0
    assert shown[:, 61:].min() == 255


def test_stronger_pairs_are_darker_in_the_heat_map():
    gram = np.array([[4.0, 1.0], [1.0, 0.0]], np.float32)
    light = heat_map(gram, channel_order(gram, 2), 4.0).sum(axis=-1)
    assert light[0, 0] < light[0, 1] == light[1, 0] < light[1, 1]
    assert heat_map(gram, [0, 1], 4.0, 64).shape == (64, 64, 3)


def test_pictures_lie_where_the_sheet_has_its_cells():
    red, green = (np.full((20, 30, 3), color, np.uint8) for color in ((255, 0, 0), (0, 255, 0)))
    sheet = lay_out("", [Band("", [Cell(red), Cell(None, "none yet"), Cell(green)])])
    assert tuple(sheet[EDGE_PX + 10, EDGE_PX + 15]) == (255, 0, 0)
    assert tuple(sheet[EDGE_PX + 10, EDGE_PX + 2 * 44 + 15]) == (0, 255, 0)
    assert "#" + "".join(f"{v:02x}" for v in sheet[EDGE_PX + 10, EDGE_PX + 44 + 15]) == PAPER
    assert sheet.shape[1] == 2 * EDGE_PX + 3 * 30 + 2 * 14


def test_words_under_a_picture_never_leave_the_sheet():
    cell = Cell(np.zeros((20, 30, 3), np.uint8), "a very long caption " * 6)
    sheet = lay_out("", [Band("A heading", [cell])])
    assert (sheet[-1] == sheet[0, 0]).all()


def test_a_look_shows_what_the_network_answers():
    pictures = tuple(np.full((64, 48, 3), level, np.uint8) for level in (0, 200))
    seen = see(Look(pictures=pictures, taps=("relu1_1", "conv2_1"), network="embedded"))
    assert seen.features[0]["relu1_1"].shape[1:] == (64, 48)
    assert seen.features[1]["conv2_1"].shape[1:] == (32, 24)
    assert seen.features[0]["relu1_1"].min() >= 0
    assert seen.network["name"] == "embedded"
    assert not np.allclose(seen.features[0]["relu1_1"], seen.features[1]["relu1_1"])
