"""The photographs are there with licence and credit; regions are cut as asked."""

import numpy as np
import pytest
import torch

from training import pictures

FREE = {"CC0 1.0", "public domain", "CC BY 2.0", "no known copyright restrictions"}


@pytest.fixture(scope="module")
def photographs():
    return pictures.load_photographs()


@pytest.mark.parametrize("source", pictures.SOURCES, ids=lambda source: source.name)
def test_every_photograph_has_a_free_licence_and_a_credit(source):
    assert source.licence in FREE
    assert source.credit


def test_every_photograph_opens_as_rgb(photographs):
    assert len(photographs) == len(pictures.SOURCES)
    for picture in photographs.values():
        assert picture.dtype == np.uint8
        assert picture.ndim == 3
        assert picture.shape[2] == 3


def test_every_artwork_with_a_study_gives_it_to_learn_from():
    studies = pictures.load_studies()
    drawn = {path.parent.name for path in pictures.STUDIES.glob("*/study.webp")}
    assert {name.removeprefix("study ") for name in studies} == drawn
    assert all(picture.dtype == np.uint8 for picture in studies.values())
    assert all(max(picture.shape[:2]) <= 1024 for picture in studies.values())


def test_a_missing_package_is_named(monkeypatch):
    source = pictures.Source(
        name="x", package="no_such_package", path="x.png", licence="CC0 1.0", credit="x"
    )
    monkeypatch.setattr(pictures, "SOURCES", (source,))
    with pytest.raises(FileNotFoundError, match="no_such_package is not installed"):
        pictures.load_photographs()


def test_regions_come_with_the_asked_count_and_size(photographs):
    regions = pictures.cut_regions(photographs, {}, 9, np.random.default_rng(0), stored_px=48)
    assert regions.shape == (9, 3, 48, 48)
    assert regions.dtype == torch.uint8


def test_the_same_seed_cuts_the_same_regions(photographs):
    one, two = (
        pictures.cut_regions(photographs, {}, 4, np.random.default_rng(5)) for _ in range(2)
    )
    assert torch.equal(one, two)


def test_a_flat_corner_is_refused_while_there_is_something_to_see():
    """One half is flat grey, the other a checkerboard: no region may show grey alone."""
    board = (np.indices((200, 200)).sum(axis=0) // 8 % 2 * 255).astype(np.uint8)
    picture = np.concatenate([np.full((200, 200), 128, np.uint8), board], axis=1)
    both = {"half": np.repeat(picture[:, :, None], 3, axis=2)}
    regions = pictures.cut_regions(
        both, {}, 20, np.random.default_rng(0), smallest_px=40, largest_px=60
    )
    assert (regions.float().flatten(1).std(dim=1) > 7).all()


def test_a_share_of_zero_leaves_a_picture_out():
    black_and_white = np.indices((100, 100)).sum(axis=0) % 2 * 255
    red = np.zeros((100, 100, 3), np.uint8)
    red[..., 0] = black_and_white
    blue = red[..., ::-1].copy()
    regions = pictures.cut_regions(
        {"red": red, "blue": blue}, {"blue": 0.0}, 10, np.random.default_rng(0)
    )
    assert regions[:, 2].max() == 0
