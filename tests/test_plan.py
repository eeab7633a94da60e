"""Plans: sizes, steps, memory and time foretold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nst.errors import InputError
from nst.plan import (
    Scale,
    feature_floats,
    foretell_s,
    plan_scales,
    seconds_left,
    step_flops_per_px,
)
from nst.settings import Settings


def test_default_goes_from_128_over_256_to_512():
    scales = plan_scales(Settings(), 600, 800)
    assert [max(scale.height, scale.width) for scale in scales] == [128, 256, 512]
    assert [scale.steps for scale in scales] == [34, 34, 34]


def test_detail_multiplies_every_scale():
    plain, fine = (plan_scales(Settings(detail=d), 600, 800) for d in (1.0, 2.0))
    assert [scale.steps for scale in fine] == pytest.approx(
        [2 * scale.steps for scale in plain], abs=1
    )


@given(
    st.integers(32, 4000), st.floats(0.125, 8), st.sampled_from(range(64, 2049, 32)),
    st.floats(1.1, 4), st.sampled_from(range(32, 2049, 32)),
)  # fmt: skip
def test_any_plan_grows_to_the_size_asked_for_and_keeps_the_shape(edge, aspect, size, ratio, first):
    height, width = edge, max(1, round(edge * aspect))
    settings = Settings(long_edge_px=size, scale_ratio=ratio, first_scale_px=first)
    try:
        scales = plan_scales(settings, height, width)
    except InputError:
        assert min(height, width) * size / max(height, width) < 17
        return
    assert max(scales[-1].height, scales[-1].width) == size
    edges = [scale.height for scale in scales]
    assert edges == sorted(edges)
    for scale in scales:
        assert scale.height / scale.width == pytest.approx(
            height / width, rel=0.5 / 16 + 0.5 / min(scale.height, scale.width)
        )


def test_features_per_pixel_count_channels_over_the_area_of_their_block():
    settings = Settings(content_layers="conv2_1", style_layers="conv1_2")
    assert feature_floats((16, 32, 64, 128, 128), "vgg19", settings) == 6 + 2 * (16 + 16 + 32 / 4)


def test_full_vgg_at_512_px_costs_what_was_counted_elsewhere():
    """About 376 GFLOP, forward and backward, to conv5_1 (counted by torch's FLOP counter)."""
    settings = Settings(style_layers="conv5_1")
    flops = step_flops_per_px((64, 128, 256, 512, 512), "vgg19", settings)
    assert flops * 512**2 == pytest.approx(376e9, rel=0.02)


def test_time_is_foretold_from_pixels_steps_and_rate():
    assert foretell_s((Scale(10, 10, 4), Scale(20, 20, 2)), 100.0, 1000.0) == 120.0


def test_seconds_left_are_right_when_the_run_goes_as_foretold():
    scales = (Scale(10, 10, 4), Scale(20, 20, 2))  # 400 + 800 px: 2 s + 4 s
    assert seconds_left(scales, 0, 2, 1.0, 6.0) == pytest.approx(1.0 + 4.0)
    assert seconds_left(scales, 1, 1, 2.0, 6.0) == pytest.approx(2.0)
    assert np.isclose(seconds_left(scales, 1, 2, 4.0, 6.0), 0.0)


def test_a_small_scale_that_is_slow_promises_less_than_itself_of_the_large_ones():
    scales = (Scale(10, 10, 4), Scale(20, 20, 2))
    promise = seconds_left(scales, 0, 4, 8.0, 6.0)  # 4 s were foretold of the next; 16 by itself
    assert promise == pytest.approx(8.0)


def test_a_machine_that_is_faster_than_foretold_is_believed_at_once():
    scales = (Scale(10, 10, 4), Scale(20, 20, 2))
    assert seconds_left(scales, 0, 4, 0.2, 600.0) == pytest.approx(0.4)


def test_in_the_last_scale_only_what_was_measured_counts():
    scales = (Scale(10, 10, 4), Scale(20, 20, 2))
    assert seconds_left(scales, 1, 1, 5.0, 1000.0) == pytest.approx(5.0)
