"""Optimisers on losses whose minimum is known, and on losses that explode."""

import pytest
import torch

from nst.errors import RunError
from nst.optimizers import optimize
from nst.settings import Settings

GOAL = torch.tensor([0.2, 0.5, 0.8]).view(1, 3, 1, 1)
ADAM = Settings(step_size=0.05, average=0.0, hue_px=1)
LBFGS = Settings(optimizer="lbfgs", step_size=1.0, hue_px=1)


def bowl(canvas):
    loss = (canvas - GOAL).square().sum()
    return loss, {"bowl": loss}


def start():
    return torch.full((1, 3, 4, 4), 0.5)


@pytest.mark.parametrize(("settings", "steps"), [(ADAM, 200), (LBFGS, 20)])
def test_the_minimum_of_a_bowl_is_found(settings, steps):
    last = list(optimize(start(), bowl, settings, steps))[-1]
    torch.testing.assert_close(last.shown, GOAL.expand(1, 3, 4, 4), atol=0.01, rtol=0)


@pytest.mark.parametrize("settings", [ADAM, LBFGS])
def test_what_is_shown_can_be_displayed(settings):
    def outside(canvas):
        loss = (canvas - 3).square().sum()
        return loss, {"far": loss}

    for step in optimize(start(), outside, settings, 30):
        assert 0 <= float(step.shown.min()) <= float(step.shown.max()) <= 1


@pytest.mark.parametrize(("momentum", "memory"), [(0.0, 0.5), (0.7, 0.7), (0.9, 0.999)])
def test_adam_walks_as_pytorchs_own(momentum, memory):
    plain = ADAM.changed(momentum=momentum, memory=memory, decay=False, softness=0.0)
    own = start().requires_grad_(True)
    theirs = torch.optim.Adam([own], lr=plain.step_size, betas=(momentum, memory))
    for step in optimize(start(), bowl, plain, 12):
        theirs.zero_grad()
        bowl(own)[0].backward()
        theirs.step()
        torch.testing.assert_close(step.shown, own.detach())


def test_average_is_bias_corrected_from_the_first_step():
    still = Settings(step_size=1e-4, average=0.99, decay=False)
    first = next(optimize(start(), bowl, still, 5))
    torch.testing.assert_close(first.shown, start(), atol=2e-4, rtol=0)


def test_what_is_shown_is_the_bias_corrected_average_of_the_canvases_so_far():
    """Kingma & Ba 2015, section 3; also of steps long past, which somebody may look at late."""
    canvases = [step.shown for step in optimize(start(), bowl, ADAM, 5)]
    shown = [step.shown for step in optimize(start(), bowl, ADAM.changed(average=0.8), 5)]
    for last in range(1, 6):
        weighed = [0.2 * 0.8 ** (last - at) * canvases[at - 1] for at in range(1, last + 1)]
        torch.testing.assert_close(shown[last - 1], sum(weighed) / (1 - 0.8**last))


def test_the_canvas_given_is_not_changed():
    canvas = start()
    list(optimize(canvas, bowl, ADAM, 3))
    assert torch.equal(canvas, start())


def test_lbfgs_goes_back_when_the_loss_explodes_and_says_so():
    calls = 0

    def mined(canvas):
        nonlocal calls
        calls += 1
        loss, parts = bowl(canvas)
        return (loss * float("nan"), parts) if calls == 5 else (loss, parts)

    steps = list(optimize(start(), mined, LBFGS.changed(step_size=0.1), 30))
    noted = [step for step in steps if step.note]
    assert len(noted) == 1
    assert "went back" in noted[0].note
    assert steps[-1].loss < steps[0].loss
    assert torch.isfinite(steps[-1].shown).all()


@pytest.mark.parametrize("settings", [ADAM, LBFGS])
def test_a_loss_that_stays_nan_ends_in_a_run_error_with_the_step_size(settings):
    def broken(canvas):
        loss = canvas.sum() * float("nan")
        return loss, {"broken": loss}

    with pytest.raises(RunError, match=f"{settings.step_size:g}"):
        list(optimize(start(), broken, settings, 30))


def test_softness_spreads_a_touch_and_keeps_its_sum():
    """One pixel's pull reaches its neighbours as the binomial kernel, and no further."""

    def one_pixel(canvas):
        loss = 1 - canvas[0, 0, 4, 4]
        return loss, {"one": loss}

    plain, soft = (
        next(optimize(torch.full((1, 3, 9, 9), 0.5), one_pixel, settings, 1)).shown[0, 0] - 0.5
        for settings in (LBFGS.changed(step_size=0.1, softness=n) for n in (0.0, 1.0))
    )
    assert torch.count_nonzero(plain) == 1
    kernel = torch.tensor([1.0, 2.0, 1.0]) / 4
    torch.testing.assert_close(
        soft[3:6, 3:6] / soft.sum(), kernel[:, None] * kernel, atol=1e-5, rtol=0
    )
    assert torch.count_nonzero(soft) == 9


def test_the_last_step_of_lbfgs_tells_the_loss_of_the_canvas_it_leaves():
    *_, last = optimize(start(), bowl, LBFGS.changed(step_size=0.1), 4)
    loss, parts = bowl(last.canvas)
    assert last.loss == pytest.approx(float(loss), rel=1e-5)
    assert last.parts == {
        name: pytest.approx(float(part), rel=1e-5) for name, part in parts.items()
    }


def test_an_explosion_on_the_last_step_is_taken_back_and_no_step_is_added():
    calls = 0

    def cliff_at_the_end(canvas):
        nonlocal calls
        calls += 1
        loss, _ = bowl(canvas)
        loss = loss * 100 if calls == 6 else loss
        return loss, {"bowl": loss}

    steps = list(optimize(start(), cliff_at_the_end, LBFGS.changed(step_size=0.1), 5))
    assert len(steps) == 5
    assert "went back" in steps[-1].note
    assert steps[-1].loss == min(step.loss for step in steps)
    assert steps[-1].parts["bowl"] == pytest.approx(steps[-1].loss)
    shown, _ = bowl(steps[-1].shown)
    assert float(shown) == pytest.approx(steps[-1].loss)


def _slope_of(picture: torch.Tensor, hue_px: int) -> torch.Tensor:
    """The slope that one step sees when the loss's own slope is `picture`."""
    seen: list[torch.Tensor] = []

    def loss(canvas: torch.Tensor) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        value = (canvas * picture).sum() + 1e3
        return value, {"all": value}

    settings = LBFGS.changed(step_size=5.0, softness=0.0, hue_px=hue_px)
    canvas = torch.full_like(picture, 0.5)
    for step in optimize(canvas, loss, settings, 1):
        seen.append((canvas - step.shown).clone())
    return seen[0] / seen[0].abs().max()


def test_soft_colors_leave_lightness_and_calm_only_the_hue():
    draw = torch.Generator().manual_seed(5)
    checks = ((torch.arange(10)[:, None] + torch.arange(12)) % 2 * 2 - 1).float()
    grey = torch.randn(1, 1, 10, 12, generator=draw).expand(1, 3, 10, 12).contiguous()
    assert torch.allclose(_slope_of(grey, 4), _slope_of(grey, 1), atol=1e-5)
    hue = torch.tensor([1.0, 0.0, -1.0]).view(1, 3, 1, 1) * checks
    calmed, plain = (_slope_of(*each) for each in ((grey + hue, 4), (grey, 1)))
    inside = (..., slice(3, -3), slice(3, -3))  # a checked hue averages out, save along the border
    share = calmed[inside].norm() / plain[inside].norm()  # both were divided by their own maximum
    assert torch.allclose(calmed[inside], share * plain[inside], atol=1e-4)
    even = torch.tensor([1.0, 0.0, -1.0]).view(1, 3, 1, 1).expand(1, 3, 10, 12).contiguous()
    assert torch.allclose(_slope_of(even, 4), _slope_of(even, 1), atol=1e-5)


@pytest.mark.parametrize("hue_px", [2, 3, 4, 7])
def test_soft_colors_never_walk_against_the_slope_whatever_the_stripes(hue_px):
    across = torch.arange(48.0)
    hue = torch.tensor([1.0, 0.0, -1.0]).view(1, 3, 1, 1)
    for period_px in (2.0, 2.5, 3.0, 3.5, 5.0, 6.0, 8.0, 16.0):
        stripes = torch.cos(2 * torch.pi * across / period_px).expand(48, 48)
        slope = (hue * stripes).contiguous()
        inside = (..., slice(8, -8), slice(8, -8))  # away from the replicated border
        agreement = (_slope_of(slope, hue_px)[inside] * slope[inside]).sum()
        assert agreement > -1e-4 * slope[inside].square().sum()


def test_half_a_soft_hand_is_halfway():
    def one_pixel(canvas):
        loss = 1 - canvas[0, 0, 4, 4]
        return loss, {"one": loss}

    plain, half, soft = (
        next(optimize(torch.full((1, 3, 9, 9), 0.5), one_pixel, settings, 1)).shown[0, 0] - 0.5
        for settings in (LBFGS.changed(step_size=0.1, softness=n) for n in (0.0, 0.5, 1.0))
    )
    torch.testing.assert_close(half / half.sum(), (plain / plain.sum() + soft / soft.sum()) / 2)
