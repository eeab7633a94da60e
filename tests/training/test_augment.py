"""Views stray from their region by as much as they are allowed, and no further."""

import pytest
import torch

from training import augment
from training.augment import Strengths

STILL = Strengths(
    smallest_crop=1.0, aspect=0.0, turn_degrees=0.0, contrast=0.0, saturation=0.0,
    shift=0.0, gamma=0.0, permute=0.0, noise=0.0,
)  # fmt: skip


@pytest.fixture
def regions():
    return torch.randint(20, 235, (8, 3, 40, 40), generator=torch.Generator().manual_seed(0)).to(
        torch.uint8
    )


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def test_views_have_the_asked_size_and_stay_in_range(regions):
    views = augment.views(regions, 24, seeded())
    assert views.shape == (8, 3, 24, 24)
    assert views.min() >= 0
    assert views.max() <= 1


def test_the_same_generator_makes_the_same_views(regions):
    assert torch.equal(augment.views(regions, 24, seeded()), augment.views(regions, 24, seeded()))


def test_without_strength_a_view_is_its_region_flipped_or_transposed(regions):
    views = augment.views(regions, 40, seeded(), STILL)
    for view, region in zip(views, regions.float() / 255, strict=True):
        turned = [region, region.transpose(1, 2)]
        poses = [pose.flip(dims) for pose in turned for dims in ([], [1], [2], [1, 2])]
        assert min((view - pose).abs().max() for pose in poses) < 2e-3


def test_all_eight_flips_and_transposes_occur():
    region = torch.arange(3 * 16 * 16).remainder(251).reshape(1, 3, 16, 16).to(torch.uint8)
    views = augment.views(region.expand(200, -1, -1, -1), 16, seeded(), STILL)
    assert len({tuple(view.mul(255).round().flatten().tolist()) for view in views}) == 8


def test_colour_changes_leave_a_grey_picture_grey_without_shift():
    grey = torch.randint(60, 180, (6, 1, 20, 20), generator=seeded()).expand(-1, 3, -1, -1)
    views = augment.views(grey.to(torch.uint8), 20, seeded(1), Strengths(shift=0.0, noise=0.0))
    assert (views - views.mean(dim=1, keepdim=True)).abs().max() < 1e-4


def test_normalisation_is_that_of_imagenet():
    from torchvision.transforms.v2.functional import normalize

    batch = torch.rand(2, 3, 8, 8, generator=seeded())
    expected = normalize(batch, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    torch.testing.assert_close(augment.normalized(batch), expected)


def test_half_the_views_are_grainy_and_none_more_than_asked():
    plain = torch.full((400, 3, 16, 16), 0.5)
    grained = augment.grained(plain, seeded(), Strengths(noise=0.08))
    deviation = (grained - plain).flatten(1).std(dim=1)
    assert 150 < int((deviation > 0).sum()) < 250
    assert deviation.max() < 0.1
    assert grained.min() >= 0
    assert grained.max() <= 1


def test_some_grain_is_grey_and_some_coloured():
    grained = augment.grained(torch.full((60, 3, 16, 16), 0.5), seeded(), Strengths(noise=0.08))
    grainy = grained[(grained - 0.5).flatten(1).std(dim=1) > 1e-3]
    spread = (grainy - grainy.mean(dim=1, keepdim=True)).abs().amax(dim=(1, 2, 3))
    assert 0 < int((spread < 1e-6).sum()) < len(grainy)
