"""The objective against each source's own formula, written out literally."""

import pytest
import torch
from torch.nn import functional

from nst import objective as objectives
from nst.canvas import to_canvas
from nst.losses import total_variation
from nst.objective import Objective
from nst.palette import Palette
from nst.settings import Settings

BARE = Settings(
    style_loss="gram", equalize=False, margin=False, luminance_weight=0.0, tv_weight=0.0,
    content_weight=1.0, style_weight=1.0, content_layers="conv2_1", style_layers="conv1_1",
    precision="fp32",
)  # fmt: skip


@pytest.fixture
def pictures(content, style):
    return to_canvas(content), to_canvas(style)


def parts(network, settings, pictures, canvas=None):
    content, style = pictures
    objective = Objective(network.features, settings, content, style)
    canvas = torch.full_like(content, 0.4) if canvas is None else canvas
    return objective(canvas)[1]


def features(network, image, tap):
    return network.features(image, [tap])[tap]


def raw(network, pictures, tap="conv1_1"):
    """Flattened features of canvas and style, and their unnormalised Gram matrices (N, M)."""
    content, style = pictures
    f = features(network, torch.full_like(content, 0.4), tap).flatten(1)
    s = features(network, style, tap).flatten(1)
    return f, s, f @ f.T, s @ s.T


def test_gatys_style_is_the_mean_squared_error_of_grams_over_positions(network, pictures):
    f, s, gram, goal = raw(network, pictures)
    expected = (gram / f.shape[1] - goal / s.shape[1]).square().mean()
    found = parts(network, BARE.changed(convention="gatys"), pictures)
    torch.testing.assert_close(found["style conv1_1"], expected)


def test_jacq_style_divides_the_gram_by_everything(network, pictures):
    f, s, gram, goal = raw(network, pictures)
    expected = (gram / f.numel() - goal / s.numel()).square().mean()
    found = parts(network, BARE.changed(convention="jacq"), pictures)
    torch.testing.assert_close(found["style conv1_1"], expected)


def test_ng_style_is_equation_4_of_gatys(network, pictures):
    content, _ = pictures
    same_size = torch.rand(content.shape, generator=torch.Generator().manual_seed(0))
    f, _, gram, goal = raw(network, (content, same_size))
    channels, positions = f.shape
    expected = (gram - goal).square().sum() / (4 * channels**2 * positions**2)
    found = parts(network, BARE.changed(convention="ng"), (content, same_size))
    torch.testing.assert_close(found["style conv1_1"], expected)


def test_ahmed_style_is_the_notebooks_mean_over_c_h_w(network, pictures):
    content, _ = pictures
    same_size = torch.rand(content.shape, generator=torch.Generator().manual_seed(0))
    f, _, gram, goal = raw(network, (content, same_size))
    expected = (gram - goal).square().mean() / f.numel()
    found = parts(network, BARE.changed(convention="ahmed"), (content, same_size))
    torch.testing.assert_close(found["style conv1_1"], expected)


@pytest.mark.parametrize(
    ("convention", "divisor"), [("gatys", 1), ("jacq", 1), ("ahmed", 1), ("ng", 4)]
)
def test_content_is_the_mean_squared_error_with_the_sources_divisor(
    convention, divisor, network, pictures
):
    content, _ = pictures
    canvas = torch.full_like(content, 0.4)
    difference = features(network, canvas, "conv2_1") - features(network, content, "conv2_1")
    found = parts(network, BARE.changed(convention=convention), pictures)["content conv2_1"]
    torch.testing.assert_close(found, difference.square().mean() / divisor)


def test_balanced_losses_do_not_depend_on_the_scale_of_layer_weights(network, pictures):
    plain = BARE.changed(style_layers="conv1_1=1 conv2_1=2")
    scaled = BARE.changed(style_layers="conv1_1=7 conv2_1=14")
    for name, value in parts(network, plain, pictures).items():
        torch.testing.assert_close(parts(network, scaled, pictures)[name], value)


@pytest.mark.parametrize("style_loss", ["gram", "covariance"])
def test_balanced_style_of_a_canvas_without_texture_is_about_one(style_loss, network, pictures):
    """A share of the target: everything is missing where there is nothing."""
    settings = BARE.changed(style_loss=style_loss, style_layers="conv2_2")
    objective = Objective(network.features, settings, *pictures)
    target = objective.style_targets["conv2_2"]
    nothing = tuple(torch.zeros_like(part) for part in target)
    distance = objective.style_loss.distance(nothing, target)
    assert float(distance / objective.norms["conv2_2"]) == pytest.approx(1, abs=1e-3)


def test_a_layer_that_answers_nothing_to_the_painting_is_left_out(network, pictures):
    """Of the tiny network's relu3_3 all six channels are dead."""
    settings = Settings(style_layers="relu3_2 relu3_3", palette_weight=0.0, precision="fp32")
    found = parts(network, settings, pictures)
    assert "style relu3_2" in found
    assert "style relu3_3" not in found
    assert all(float(value) > -1e-3 for value in found.values())


def test_equalize_makes_the_pulls_equal_and_keeps_their_sum(network, pictures):
    settings = BARE.changed(style_layers="conv1_1 conv1_2 conv2_1")
    objective = Objective(network.features, settings, *pictures)
    canvas = torch.rand(pictures[0].shape, generator=torch.Generator().manual_seed(1))

    def pulls():
        x = canvas.clone().requires_grad_(True)
        _, found = objective(x)
        styles = [value for name, value in found.items() if name.startswith("style")]
        return [float(torch.autograd.grad(v, x, retain_graph=True)[0].norm()) for v in styles]

    before = pulls()
    assert max(before) > 2 * min(before)
    objective.equalize(canvas)
    after = pulls()
    assert max(after) == pytest.approx(min(after), rel=1e-3)
    assert sum(after) == pytest.approx(sum(before), rel=1e-3)


def texture(height, width):
    """Noise of several sizes, everywhere alike."""
    draw = torch.Generator().manual_seed(4)
    layers = (torch.rand((1, 3, height // n, width // n), generator=draw) for n in (1, 2, 4, 8))
    sizes = (functional.interpolate(each, (height, width), mode="bilinear") for each in layers)
    return torch.stack(list(sizes)).mean(0)


def test_equalize_weighs_a_large_canvas_by_a_sample_as_it_would_by_the_whole(
    network, pictures, monkeypatch
):
    settings = BARE.changed(style_layers="conv1_1 conv1_2 conv2_1 conv3_1", margin=True)
    canvas = texture(480, 640)
    weights = []
    for edge in (640, 256):
        monkeypatch.setattr(objectives, "SAMPLE_EDGE_PX", edge)
        objective = Objective(network.features, settings, canvas, pictures[1])
        before = dict(objective.style_weights)
        objective.equalize(canvas)
        weights.append(torch.tensor([*objective.style_weights.values()]))
    whole, sampled = weights
    assert float(whole.max()) > 2 * float(whole.min())
    assert sampled.tolist() != list(before.values())
    torch.testing.assert_close(sampled, whole, rtol=0.1, atol=0)


def test_with_a_margin_an_even_picture_looks_even_up_to_its_edge(network):
    """The network's zeros would be a dark frame, and a larger share of a smaller picture."""
    small, large = (torch.full((1, 3, *size), 0.4) for size in ((32, 40), (64, 96)))
    found = {}
    for margin in (True, False):
        chosen = BARE.changed(style_layers="conv1_1 conv1_2 conv2_1", margin=margin)
        loss, _ = Objective(network.features, chosen, small, large)(small)
        found[margin] = float(loss)
    assert found[True] < 1e-4 * found[False]


def test_what_lies_in_the_margin_does_not_count_by_itself(network, pictures):
    """Targets and content are those of the same places in the mirrored picture, cut out."""
    content, style = pictures
    chosen = Settings(
        style_layers="conv3_1", style_loss="covariance", content_layers="conv2_1", precision="fp32"
    )
    objective = Objective(network.features, chosen, content, style)
    around = torch.nn.functional.pad(style, (16,) * 4, mode="reflect")
    rows, columns = (slice(4, 4 + edge // 4) for edge in style.shape[-2:])
    seen = network.features(around, ["conv3_1"])["conv3_1"][:, rows, columns].flatten(1)
    torch.testing.assert_close(objective.style_targets["conv3_1"][0], seen.mean(1))
    canvas = content.flip(-1)
    both = [
        network.features(torch.nn.functional.pad(each, (16,) * 4, mode="reflect"), ["conv2_1"])
        for each in (canvas, content)
    ]
    inner = (..., *(slice(8, 8 + edge // 2) for edge in content.shape[-2:]))
    error = (both[0]["conv2_1"][inner] - both[1]["conv2_1"][inner]).square().mean()
    share = chosen.content_weight * error / both[1]["conv2_1"].var()
    _, found = objective(canvas)
    torch.testing.assert_close(found["content conv2_1"], share, rtol=1e-4, atol=0)


@pytest.mark.parametrize("edge", [16, 32])
@pytest.mark.parametrize("margin", [True, False])
def test_stress_multiplies_what_the_photograph_says_where_it_lies(edge, margin, network, pictures):
    """Stress 3 on the left: a change there counts three times, one on the right once."""
    content, style = pictures
    settings = BARE.changed(luminance_weight=1.0, margin=margin)
    stress = torch.ones_like(content[:, :1])
    stress[..., :edge] = 3.0
    left, right = content.clone(), content.clone()
    left[..., : edge - 8] += 0.1
    right[..., edge + 8 :] += 0.1
    for canvas, times in ((left, 3.0), (right, 1.0)):
        plain, stressed = (
            Objective(network.features, settings, content, style, stress=each)(canvas)[1]
            for each in (None, stress)
        )
        for name, value in plain.items():
            factor = 1.0 if name.startswith("style") else times
            torch.testing.assert_close(stressed[name], factor * value)


def test_smoothness_is_the_total_variation_times_its_weight(network, pictures):
    canvas = torch.rand(pictures[0].shape, generator=torch.Generator().manual_seed(2))
    found = parts(network, BARE.changed(tv_weight=3.0), pictures, canvas)
    torch.testing.assert_close(found["smoothness"], 3 * total_variation(canvas))


@pytest.mark.parametrize(
    ("strength", "factor"), [(0.0, 10**-2.5), (0.1, 0.01), (0.3, 0.1), (0.75, 10**0.5), (1.0, 10.0)]
)
def test_strength_multiplies_the_style_and_leaves_content_alone(
    strength, factor, network, pictures
):
    found = parts(network, BARE.changed(strength=strength), pictures)
    usual = parts(network, BARE.changed(strength=0.5), pictures)
    torch.testing.assert_close(found["style conv1_1"], factor * usual["style conv1_1"])
    torch.testing.assert_close(found["content conv2_1"], usual["content conv2_1"])


@pytest.mark.parametrize(("repainted", "moved"), [(True, True), (False, False)])
def test_broad_hues_are_kept_only_where_the_target_wears_the_palette(
    repainted, moved, network, pictures
):
    """A change of hue that leaves the Rec. 601 grey as it is costs nothing without the palette."""
    content, _ = pictures
    hue = torch.tensor([0.114, 0.0, -0.299]).view(1, 3, 1, 1) * 0.2
    settings = BARE.changed(luminance_weight=1.0, palette_target=repainted)
    found = parts(network, settings, pictures, content + hue)["light and shade"]
    assert (float(found) > 1e-5) is moved


def test_the_palette_pulls_beside_the_style_and_only_where_it_is_given(network, pictures):
    content, style = pictures
    settings = BARE.changed(style_weight=7.0, palette_weight=3.0)
    canvas, palette = torch.full_like(content, 0.4), Palette(style)
    found = Objective(network.features, settings, content, style, palette=palette)(canvas)[1]
    assert found["palette"] == pytest.approx(7 * 3 * float(palette(canvas)))
    for other in (settings, settings.changed(palette_weight=0.0)):
        left = None if other is settings else palette
        objective = Objective(network.features, other, content, style, palette=left)
        assert "palette" not in objective(canvas)[1]
