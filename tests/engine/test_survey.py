"""The walk forward and back by hand, against autograd through the network's own modules."""

import pytest
import torch

from nst.losses import spread_of
from nst.moments import sums_of
from nst.vgg import VGGFeatures

NARROW = (4, 5, 6, 7, 8)
FEATURES = ("conv2_1", "relu3_1", "pool3")
SUMS = ("conv1_1", "relu1_1", "conv2_1", "pool2", "relu4_2", "conv5_1")


def narrow(pooling="avg", trained_with="avg", dtype=torch.float64):
    torch.manual_seed(0)
    return VGGFeatures("vgg19", NARROW, pooling, trained_with).to(dtype)


def picture(height=37, width=51, dtype=torch.float64):
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(1)).to(dtype)


def plainly(network, image, features=FEATURES, sums=SUMS):
    """The same by the network's modules and autograd."""
    found = network(image, set(features) | set(sums))
    flat = {tap: found[tap].flatten(1) for tap in sums}
    return (
        {tap: found[tap] for tap in features},
        {tap: (f.sum(1), f @ f.T, f.shape[1]) for tap, f in flat.items()},
    )


def weighed(features, sums):
    """One number in which every element found has a part of its own."""
    total = 0.0
    for each in [*features.values(), *(part for pair in sums.values() for part in pair[:2])]:
        weights = torch.linspace(-1, 2, each.numel(), dtype=each.dtype).view(each.shape)
        total = total + (weights * each).sum()
    return total


@pytest.mark.parametrize(
    ("pooling", "trained_with"), [("avg", "avg"), ("max", "max"), ("avg", "max"), ("max", "avg")]
)
def test_a_survey_finds_what_the_modules_find_and_the_same_slope(pooling, trained_with):
    network = narrow(pooling, trained_with)
    slopes = []
    for look in (plainly, lambda n, i: n.survey(i, FEATURES, SUMS)):
        image = picture().requires_grad_(True)
        features, sums = look(network, image)
        slopes.append(torch.autograd.grad(weighed(features, sums), image)[0])
        slopes.append(features | {f"{tap} sums": pair for tap, pair in sums.items()})
    expected, wanted, found, have = slopes
    assert have.keys() == wanted.keys()
    for name, value in wanted.items():
        torch.testing.assert_close(tuple(have[name]), tuple(value)) if isinstance(
            value, tuple
        ) else torch.testing.assert_close(have[name], value)
    torch.testing.assert_close(found, expected)


def test_a_survey_passes_gradcheck():
    network = narrow()

    def look(image):
        found = network.survey(image, ("conv2_1",), ("conv1_2", "conv3_1"))
        sums = [part for pair in found.sums.values() for part in pair[:2]]
        return (found.features["conv2_1"], *sums)

    torch.autograd.gradcheck(look, picture(9, 11).requires_grad_(True))


def test_a_pull_at_one_tap_alone_gives_its_own_slope():
    """Asked for tap by tap, as gradient equalisation does, and in any order."""
    network, image = narrow(), picture().requires_grad_(True)
    found = network.survey(image, (), SUMS)
    for tap in SUMS:
        (one,) = torch.autograd.grad(found.sums[tap].second.sum(), image, retain_graph=True)
        expected = network(image, [tap])[tap].flatten(1)
        (other,) = torch.autograd.grad((expected @ expected.T).sum(), image)
        torch.testing.assert_close(one, other)


def test_windows_that_tile_a_picture_add_up_to_the_whole():
    network, image = narrow(), picture(48, 64)
    whole = network.survey(image, (), SUMS).sums
    parts = [
        network.survey(image, (), SUMS, window=(rows, columns)).sums
        for rows in (slice(0, 16), slice(16, 48))
        for columns in (slice(0, 32), slice(32, 64))
    ]
    for tap in SUMS:
        added = parts[0][tap]
        for other in parts[1:]:
            added = added.plus(other[tap])
        torch.testing.assert_close(tuple(added), tuple(whole[tap]))


def test_a_windows_slope_is_that_of_its_part_of_the_features():
    network, window = narrow(), (slice(16, 32), slice(0, 48))
    image = picture(48, 64).requires_grad_(True)
    found = network.survey(image, ("conv3_1",), ("conv1_2", "relu4_1"), window=window)
    (slope,) = torch.autograd.grad(weighed(found.features, found.sums), image)
    taps = network(image, ["conv3_1", "conv1_2", "relu4_1"])
    cut = {tap: taps[tap][:, 16 // s : 32 // s, : 48 // s] for tap, s in
           (("conv3_1", 4), ("conv1_2", 1), ("relu4_1", 8))}  # fmt: skip
    flat = {tap: cut[tap].flatten(1) for tap in ("conv1_2", "relu4_1")}
    sums = {tap: (f.sum(1), f @ f.T) for tap, f in flat.items()}
    (expected,) = torch.autograd.grad(weighed({"conv3_1": cut["conv3_1"]}, sums), image)
    torch.testing.assert_close(slope, expected)


@pytest.mark.parametrize("positions", [(1, 7), (40, 50), (64, 64)])
def test_bf16_sums_leave_the_covariance_exact_however_far_the_mean(positions):
    features = torch.randn((1, 24, *positions), generator=torch.Generator().manual_seed(2))
    features = (features + torch.linspace(-20, 20, 24)[:, None, None]).bfloat16()
    features = features.contiguous(memory_format=torch.channels_last)
    exact, found = (spread_of(sums_of(f).moments()) for f in (features.double(), features))
    torch.testing.assert_close(found[0].double(), exact[0], rtol=1e-3, atol=4e-3)
    error = (found[1].double() - exact[1]).norm() / exact[1].norm()
    assert float(error) < 4e-3


@pytest.mark.parametrize(("dtype", "apart"), [(torch.float32, 1e-5), (torch.bfloat16, 0.03)])
def test_lower_precisions_find_nearly_the_same_slope(dtype, apart):
    slopes = []
    for precision in (torch.float64, dtype):
        network = narrow(dtype=torch.float64 if precision == torch.float64 else torch.float32)
        image = picture(64, 64, network.mean.dtype).requires_grad_(True)
        found = network.survey(image, ("conv4_2",), ("conv1_1", "conv3_1"), dtype=precision)
        loss = found.features["conv4_2"].square().mean()
        for each in found.sums.values():
            loss = loss + (each.moments().product - 0.1).square().sum()
        slopes.append(torch.autograd.grad(loss, image)[0].double())
    assert float((slopes[1] - slopes[0]).norm() / slopes[0].norm()) < apart


def test_nothing_is_kept_for_a_way_back_that_nobody_takes():
    found = narrow().survey(picture(), (), ("conv1_1",))
    assert not found.sums["conv1_1"].second.requires_grad
