"""The textbook that speed is measured against: the same loss as the engine's, by other means."""

import pytest
import torch

from bench.reference import METHODS, Textbook, as_tensor, paint
from bench.widen import widen
from nst.canvas import to_canvas
from nst.objective import Objective
from nst.recipes import RECIPES
from nst.vgg import VGGFeatures
from nst.weights.networks import EMBEDDED_FILE
from tests.engine.conftest import picture

CONTENT, STYLE = picture(40, 56, 1), picture(48, 32, 2)


def embedded():
    from safetensors.torch import load_file

    network = VGGFeatures("vgg19", (16, 32, 64, 128, 128), "avg", trained_with="avg")
    return network.load(load_file(EMBEDDED_FILE))


@pytest.mark.parametrize("name", METHODS)
def test_the_textbook_and_the_engine_measure_the_same_loss_and_slope(name):
    settings = RECIPES[name].settings.changed(pooling="avg", precision="fp32")
    objective = Objective(embedded(), settings, to_canvas(CONTENT), to_canvas(STYLE))
    textbook = Textbook(METHODS[name], EMBEDDED_FILE, as_tensor(CONTENT), as_tensor(STYLE))
    canvas = torch.rand((1, 3, 40, 56), generator=torch.Generator().manual_seed(0))
    canvas.requires_grad_(True)
    ours, theirs = objective(canvas)[0], textbook(canvas)
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=0)
    slopes = [torch.autograd.grad(loss, canvas)[0] for loss in (ours, theirs)]
    assert float((slopes[0] - slopes[1]).norm() / slopes[1].norm()) < 1e-3


@pytest.mark.parametrize("name", METHODS)
def test_the_textbook_lowers_its_loss_in_the_evaluations_it_is_given(name):
    textbook = Textbook(METHODS[name], EMBEDDED_FILE, as_tensor(CONTENT), as_tensor(STYLE))
    seen = []
    paint(textbook, as_tensor(CONTENT), 25, lambda number, _, loss, __: seen.append((number, loss)))
    assert [number for number, _ in seen] == list(range(1, 26))
    assert seen[-1][1] < 0.5 * seen[0][1]


def test_a_widened_network_computes_about_the_same_at_every_layer(tmp_path):
    from safetensors import safe_open

    wide = widen(EMBEDDED_FILE, tmp_path / "wide.safetensors", times=2)
    with safe_open(wide, framework="pt") as file:
        assert file.metadata()["widths"] == "32,64,128,256,256"
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    broad = VGGFeatures("vgg19", (32, 64, 128, 256, 256), "avg", trained_with="avg").load(tensors)
    taps = ("relu1_2", "relu3_1", "conv4_1", "conv5_1")
    image = to_canvas(CONTENT)
    found, expected = broad(image, taps), embedded()(image, taps)
    for tap in taps:
        once = expected[tap]
        for copy in found[tap].split(len(once)):
            assert float((copy - once).norm() / once.norm()) < 0.15
