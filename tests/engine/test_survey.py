"""The walk forward and back by hand, against autograd through the network's own modules."""

import pytest
import torch

from nst import moments
from nst.losses import spread_of
from nst.moments import squared_distance, sums_of, variance
from nst.vgg import VGGFeatures

NARROW = (4, 5, 6, 7, 8)
FEATURES = ("conv2_1", "relu3_1", "pool3")
SUMS = ("conv1_1", "relu1_1", "conv2_1", "pool2", "relu4_2", "conv5_1")


def narrow(pooling="avg", trained_with="avg", dtype=torch.float64):
    torch.manual_seed(0)
    return VGGFeatures("vgg19", NARROW, pooling, trained_with).to(dtype)


def picture(height=37, width=51, dtype=torch.float64):
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(1)).to(dtype)


def targets_like(features):
    """A target for each of these features, of the same size and about as large."""
    draw = torch.Generator().manual_seed(5)
    return {tap: torch.rand(f.shape, generator=draw).to(f) for tap, f in features.items()}


def plainly(network, image, targets, sums=SUMS):
    """Distances and sums by the network's modules and autograd."""
    found = network(image, set(targets) | set(sums))
    flat = {tap: found[tap].flatten(1) for tap in sums}
    return (
        {tap: (found[tap] - target).square().sum() for tap, target in targets.items()},
        {tap: (f.sum(1), f @ f.T, f.shape[1]) for tap, f in flat.items()},
    )


def by_hand(network, image, targets, sums=SUMS):
    found = network.survey(image, (), sums, targets=targets)
    return dict(found.distances), dict(found.sums)


def weighed(distances, sums):
    """One number in which every element found has a part of its own."""
    total = 0.0
    for each in [*distances.values(), *(part for pair in sums.values() for part in pair[:2])]:
        weights = torch.linspace(-1, 2, each.numel(), dtype=each.dtype).view(each.shape)
        total = total + (weights * each).sum()
    return total


@pytest.mark.parametrize(
    ("pooling", "trained_with"), [("avg", "avg"), ("max", "max"), ("avg", "max"), ("max", "avg")]
)
def test_a_survey_finds_what_the_modules_find_and_the_same_slope(pooling, trained_with):
    network = narrow(pooling, trained_with)
    targets = targets_like(network(picture(), FEATURES))
    slopes, found = [], []
    for look in (plainly, by_hand):
        image = picture().requires_grad_(True)
        distances, sums = look(network, image, targets)
        slopes.append(torch.autograd.grad(weighed(distances, sums), image)[0])
        found.append((distances, {tap: tuple(each) for tap, each in sums.items()}))
    torch.testing.assert_close(found[1], found[0])
    torch.testing.assert_close(slopes[1], slopes[0])


def test_features_come_back_as_the_modules_hold_them_and_want_no_gradient():
    network, image = narrow(), picture().requires_grad_(True)
    found = network.survey(image, FEATURES, ()).features
    torch.testing.assert_close(dict(found), network(picture(), FEATURES))
    assert not any(each.requires_grad for each in found.values())


def test_features_of_a_walk_in_bf16_are_bf16_and_at_no_distance_from_themselves():
    network, image = narrow(dtype=torch.float32), picture(dtype=torch.float32)
    taps = ("conv1_1", "conv3_1")
    features = network.survey(image, taps, (), dtype=torch.bfloat16).features
    assert {each.dtype for each in features.values()} == {torch.bfloat16}
    again = network.survey(image, (), (), targets=features, dtype=torch.bfloat16).distances
    assert {tap: float(each) for tap, each in again.items()} == dict.fromkeys(taps, 0.0)


def test_a_survey_passes_gradcheck():
    network = narrow()
    targets = targets_like(network(picture(9, 11), ["conv2_1"]))

    def look(image):
        found = network.survey(image, (), ("conv1_2", "conv3_1"), targets=targets)
        sums = [part for pair in found.sums.values() for part in pair[:2]]
        return (found.distances["conv2_1"], *sums)

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
    targets = targets_like(network(picture(48, 64), ["conv3_1"]))
    found = network.survey(image, (), ("conv1_2", "relu4_1"), targets=targets, window=window)
    (slope,) = torch.autograd.grad(weighed(found.distances, found.sums), image)
    taps = network(image, ["conv3_1", "conv1_2", "relu4_1"])
    gap = (taps["conv3_1"] - targets["conv3_1"])[:, 4:8, :12]
    flat = {tap: taps[tap][:, 16 // s : 32 // s, : 48 // s].flatten(1)
            for tap, s in (("conv1_2", 1), ("relu4_1", 8))}  # fmt: skip
    sums = {tap: (f.sum(1), f @ f.T) for tap, f in flat.items()}
    (expected,) = torch.autograd.grad(weighed({"conv3_1": gap.square().sum()}, sums), image)
    torch.testing.assert_close(slope, expected)


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_distance_and_variance_are_the_same_in_bands_as_at_once(dtype, monkeypatch):
    draw = torch.Generator().manual_seed(3)
    one, other = (5 + torch.randn((1, 6, 50, 30), generator=draw).to(dtype) for _ in range(2))
    monkeypatch.setattr(moments, "BAND", 6 * 30 * 7)  # seven rows, and one is left over
    wide = torch.float64 if dtype == torch.float64 else torch.float32
    exact = (one.double() - other.double()).square().sum()
    torch.testing.assert_close(squared_distance(one, other), exact.to(wide))
    torch.testing.assert_close(variance(one), one.double().var().to(wide))


def test_stress_counts_each_position_as_often_as_it_says(monkeypatch):
    draw = torch.Generator().manual_seed(3)
    one, other = (torch.randn((1, 6, 50, 30), generator=draw).double() for _ in range(2))
    stress = torch.randint(0, 4, (1, 1, 50, 30), generator=draw).double()
    times = stress.long().flatten()
    gaps = (one - other).flatten(2)[0].repeat_interleave(times, dim=1)
    monkeypatch.setattr(moments, "BAND", 6 * 30 * 7)
    torch.testing.assert_close(squared_distance(one, other, stress), gaps.square().sum())


@pytest.mark.parametrize("window", [None, (slice(16, 32), slice(0, 48))])
def test_stress_weighs_the_slope_of_each_place(window):
    network = narrow()
    targets = targets_like(network(picture(48, 64), ["conv2_1", "conv3_1"]))
    draw = torch.Generator().manual_seed(4)
    stress = {"conv3_1": 3 * torch.rand((1, 12, 16), generator=draw).double()}
    image = picture(48, 64).requires_grad_(True)
    found = network.survey(image, (), (), targets=targets, stress=stress, window=window).distances
    (slope,) = torch.autograd.grad(weighed(found, {}), image)
    taps, expected = network(image, list(targets)), {}
    for tap, halvings in (("conv2_1", 1), ("conv3_1", 2)):
        square = (taps[tap] - targets[tap]).square() * stress.get(tap, 1.0)
        rows, columns = window or (slice(0, 48), slice(0, 64))
        part = square[:, rows.start >> halvings : rows.stop >> halvings]
        expected[tap] = part[..., columns.start >> halvings : columns.stop >> halvings].sum()
    torch.testing.assert_close(dict(found), expected)
    torch.testing.assert_close(slope, torch.autograd.grad(weighed(expected, {}), image)[0])


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
        nothing = {"conv4_2": torch.zeros((NARROW[3], 8, 8), dtype=precision)}
        found = network.survey(image, (), ("conv1_1", "conv3_1"), targets=nothing, dtype=precision)
        loss = found.distances["conv4_2"] / nothing["conv4_2"].numel()
        for each in found.sums.values():
            loss = loss + (each.moments().product - 0.1).square().sum()
        slopes.append(torch.autograd.grad(loss, image)[0].double())
    assert float((slopes[1] - slopes[0]).norm() / slopes[0].norm()) < apart


def test_nothing_is_kept_for_a_way_back_that_nobody_takes():
    found = narrow().survey(picture(), (), ("conv1_1",))
    assert not found.sums["conv1_1"].second.requires_grad
