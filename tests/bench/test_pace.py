"""The race, the recipes beside it and the rates: figures that were put in come out again."""

import math
from itertools import pairwise
from types import SimpleNamespace

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from bench.pace import rates
from bench.pace.race import Course, Pair, Way, run_ours, run_textbook
from bench.pace.recipes import run_recipe
from bench.reference import as_tensor
from nst.images import resize
from nst.networks import read_network
from nst.settings import Settings
from nst.vgg import VGGFeatures
from nst.weights import WeightsFile
from nst.weights.networks import EMBEDDED_FILE
from tests.pictures import textured

WEIGHTS = WeightsFile(path=EMBEDDED_FILE, name="embedded", source="file", sha256="", label="")


@pytest.fixture(scope="module")
def pair():
    return Pair(textured(1, cell=12), textured(2, cell=3), 64, EMBEDDED_FILE, "avg")


@pytest.fixture(scope="module")
def textbook_run(pair):
    return run_textbook(pair, "gatys-2016", 12)


def course(seconds, losses, shown=None):
    return Course("one", list(seconds), list(losses), list(shown or losses), len(losses))


def test_the_exponent_of_a_power_law_is_its_power():
    pixels = [64**2, 128**2, 256**2]
    assert rates.exponent(pixels, [3e-7 * each**1.05 for each in pixels]) == pytest.approx(1.05)


def test_the_fastest_run_counts_and_the_first_only_warms_up(monkeypatch):
    ticks = iter([0, 5, 10, 12, 20, 29])  # runs of 5, 2 and 9 seconds
    monkeypatch.setattr(rates.time, "perf_counter", lambda: next(ticks))
    calls = []
    assert rates.fastest_s(lambda: calls.append(1), times=3) == 2
    assert len(calls) == 4


def test_convolutions_cost_what_torch_counts():
    network = VGGFeatures("vgg19", (4, 4, 6, 6, 6), "avg", trained_with="avg")
    settings = Settings(style_layers="conv2_1", content_layers="conv1_2")
    image = torch.rand(1, 3, 32, 32, requires_grad=True)
    with FlopCounterMode(display=False) as counter:
        network(image, ["conv2_1"])["conv2_1"].sum().backward()
    products = 2 * 2 * 4**2 * 32**2 / 4
    found = rates.iteration_flops(network, settings, 32 * 32) - products
    assert found == pytest.approx(counter.get_total_flops(), rel=1e-6)


def test_a_loss_is_reached_at_the_first_canvas_that_is_as_low():
    ran = course([1, 2, 3], [9, 4, 2], shown=[9, 8, 5])
    assert ran.reached_s(4, shown=False) == 2
    assert ran.reached_s(5, shown=True) == 3
    assert ran.reached_s(1, shown=True) == math.inf


def test_a_race_is_won_by_both_measures_only():
    other = course([10], [4], shown=[5])
    assert course([1], [4], shown=[5]).has_won(other)
    assert not course([1], [3], shown=[6]).has_won(other)
    assert not course([1], [6], shown=[3]).has_won(other)
    assert not Course("nothing yet").has_won(other)


def test_the_textbook_is_timed_forward_and_judged_by_its_own_loss(textbook_run):
    ran, _ = textbook_run
    assert ran.steps == 12
    assert all(early < late for early, late in pairwise(ran.seconds))
    assert ran.raw[-1] < ran.raw[0]
    assert all(math.isfinite(loss) for loss in ran.raw + ran.shown)


def test_our_run_ends_when_it_has_been_where_the_textbook_ended(pair, textbook_run):
    reference, textbook = textbook_run
    network = read_network(WEIGHTS, "avg").features
    ran = run_ours(pair, "gatys-2016", Way("ours", ((1, 200),)), network, textbook, reference)
    assert ran.has_won(reference)
    assert ran.steps < 200
    assert ran.reached_s(reference.shown[-1], shown=True) <= ran.seconds[-1]


def test_steps_below_full_size_are_timed_but_not_judged(pair, textbook_run):
    reference, textbook = textbook_run
    network = read_network(WEIGHTS, "avg").features
    way = Way("coarse", ((1 / 2, 4), (1, 1)))
    ran = run_ours(pair, "gatys-2016", way, network, textbook, reference)
    assert ran.steps == 5
    assert len(ran.seconds) == 1


def test_a_recipe_that_is_left_says_where(pair, textbook_run):
    ran = run_recipe("ng", pair, WEIGHTS, textbook_run[1], cap_s=0.0)
    assert ran.name == f"ng, to step {ran.steps} of 1000"
    assert len(ran.seconds) == 1


def test_a_recipe_that_ends_is_judged_to_its_end(pair, textbook_run, monkeypatch):
    from bench.pace import recipes

    short = Settings(steps=3, first_scale_px=32)
    monkeypatch.setattr(recipes, "RECIPES", {"short": SimpleNamespace(settings=short)})
    last = []
    painting = recipes.stylize

    def watched(*given, **named):
        for progress in painting(*given, **named):
            last.append(progress.picture)
            yield progress

    monkeypatch.setattr(recipes, "stylize", watched)
    textbook = textbook_run[1]
    ran = run_recipe("short", pair, WEIGHTS, textbook, cap_s=60.0)
    assert ran.name == "short"
    assert all(early < late for early, late in pairwise(ran.seconds))
    with torch.no_grad():
        expected = float(textbook(as_tensor(resize(last[-1], 64, 64))))
    assert ran.shown[-1] == pytest.approx(expected)
