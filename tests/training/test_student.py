"""The student's heads fit the teacher's maps, and its scale is the maps' own."""

import pytest
import torch

from training import network, teacher


@pytest.fixture
def student():
    torch.manual_seed(0)
    return network.Student(network.widths_for(2))


def test_every_head_foretells_a_map_of_the_teachers_shape(student):
    views = torch.rand(2, 3, 96, 64)
    foretold = student(views)
    with torch.no_grad():
        known = teacher.load("lite0")
        maps = known.features(views, known.targets)
    assert [found.shape for found in foretold] == [maps[block].shape for block in known.targets]


def test_maps_have_mean_zero_and_deviation_one_on_what_the_scale_was_learnt_from(student):
    maps = [5 + 3 * torch.randn(4, count, 8, 8) for count in teacher.CHANNELS]
    student.learn_scale(maps)
    for found in student.standardized(maps):
        assert found.mean(dim=(0, 2, 3)).abs().max() < 0.02
        assert (found.std(dim=(0, 2, 3)) - 1).abs().max() < 0.02


def test_a_value_far_out_is_cut_off(student):
    maps = [torch.full((1, count, 2, 2), 99.0) for count in teacher.CHANNELS]
    assert all(bool((found == 5).all()) for found in student.standardized(maps))


def test_the_scale_is_saved_with_the_student(student):
    maps = [torch.randn(4, count, 4, 4) for count in teacher.CHANNELS]
    student.learn_scale(maps)
    other = network.Student(network.widths_for(2))
    other.load_state_dict(student.state_dict())
    for one, two in zip(student.standardized(maps), other.standardized(maps), strict=True):
        assert torch.equal(one, two)


def test_the_heads_read_every_block_of_the_exported_layers(student):
    """A head that read nothing, or an unused layer, would have no gradient."""
    sum(found.square().mean() for found in student(torch.rand(2, 3, 64, 64))).backward()
    for conv in network.convolutions(student.features):
        assert conv.weight.grad.abs().max() > 0
    for head in student.heads:
        assert head.weight.grad.abs().max() > 0
