"""What fits into memory: as a whole, in tiles, or not at all."""

import pytest

from nst.errors import RunError
from nst.fit import (
    BASE_BYTES,
    CANVAS_BYTES,
    GAPS_BYTES,
    SMALLEST_TILE_PX,
    TILE_COPIES,
    WEIGHTS_BYTES,
    plan_tile_px,
    run_bytes,
)
from nst.plan import Scale, feature_floats, plan_scales, target_floats
from nst.settings import Settings

WIDTHS = (64, 128, 256, 512, 512)
FULL = (
    feature_floats(WIDTHS, "vgg19", Settings()),
    target_floats(WIDTHS, "vgg19", Settings()),
)
GB = 10**9


def test_what_memory_a_run_needs_beyond_the_fixed_grows_with_the_pixels():
    small, middle, large = (
        run_bytes(Settings(), Scale(edge, edge, 1), *FULL, (32, 32)) for edge in (512, 1024, 2048)
    )
    assert large - middle == pytest.approx(4 * (middle - small))


def test_a_walk_in_bf16_needs_half_of_what_is_walked():
    scale = Scale(1024, 1024, 1)
    whole, half = (run_bytes(Settings(), scale, *FULL, (800, 800), element_bytes=e) for e in (4, 2))
    fixed = CANVAS_BYTES * 1024**2 + GAPS_BYTES + WEIGHTS_BYTES
    assert whole - fixed == pytest.approx(2 * (half - fixed))


def test_memory_covers_the_style_image_where_it_is_the_larger():
    """At twice the brush the painting is seen at 1024 px; the canvas is 64 times smaller."""
    scale, broad = Scale(64, 512, 1), Settings(brush=2.0)
    large, small = (run_bytes(broad, scale, *FULL, (edge, edge)) for edge in (1024, 32))
    assert large - WEIGHTS_BYTES > 5 * (small - WEIGHTS_BYTES)


def test_the_memory_of_lbfgs_is_counted():
    """Forty canvases in fp32: twenty steps, and what each changed in the slope."""
    scale = Scale(1024, 1024, 1)
    adam, lbfgs = (
        run_bytes(Settings(optimizer=name), scale, *FULL, (64, 64)) for name in ("adam", "lbfgs")
    )
    assert lbfgs - adam == pytest.approx(40 * 3 * 4 * 1024**2)


def test_deep_content_layers_need_less_for_their_targets():
    """conv2_1: 128 channels at half the size; conv4_1: 512 at an eighth."""
    floats = [
        target_floats(WIDTHS, "vgg19", Settings(content_layers=layers))
        for layers in ("conv2_1", "conv4_1", "pool1", "conv2_1=2 relu4_1=0.5")
    ]
    assert floats == [128 / 4, 512 / 64, 64 / 4, 128 / 4 + 512 / 64]


def test_tiles_are_foretold_by_the_frames_that_are_laid():
    """Against `nst.tiles` itself: what a tile of 1216 px walks of 4096×3072 with its margin."""
    import torch

    from nst.tiles import lay_tiles
    from nst.vgg import VGGFeatures

    stages = VGGFeatures("vgg19", (1, 1, 1, 1, 1))._laid_out(torch.float32, torch.device("cpu"))
    deepest = [stage.tap for stage in stages].index("relu5_1")
    frames = [tile.frame for tile in lay_tiles(3328, 4352, stages[: deepest + 1], 1216)]
    laid_px = max((r.stop - r.start) * (c.stop - c.start) for r, c in frames)
    small, large = (
        run_bytes(Settings(), Scale(3072, 4096, 1), floats, 0, (32, 32), tile_px=1216)
        for floats in (1000, 2000)
    )
    assert (large - small) / (4 * 1000 * TILE_COPIES) == pytest.approx(laid_px, rel=0.05)


def test_the_largest_picture_fits_into_six_gigabytes_in_tiles():
    """The claim of `python -m bench memory --tiles`, as it is planned for."""
    largest = plan_scales(Settings(long_edge_px=4096), 3072, 4096)
    tile_px = plan_tile_px(
        Settings(), largest, *FULL, 6 * GB - BASE_BYTES, (1200, 1200), element_bytes=2
    )
    assert 768 <= tile_px <= 2048


def scales(edge):
    return plan_scales(Settings(long_edge_px=edge), 800, 800)


def test_a_run_that_fits_is_not_cut_into_tiles():
    assert plan_tile_px(Settings(), scales(2048), *FULL, 10**12, (800, 800)) is None
    assert plan_tile_px(Settings(), scales(2048), *FULL, None, (800, 800)) is None


def test_a_run_that_does_not_fit_gets_the_largest_tiles_that_do():
    tile_px = plan_tile_px(Settings(), scales(2048), *FULL, 4 * GB, (800, 800))
    assert SMALLEST_TILE_PX <= tile_px < 2048
    last = scales(2048)[-1]
    fits, does_not = (
        run_bytes(Settings(), last, *FULL, (800, 800), tile_px=edge)
        for edge in (tile_px, tile_px + 32)
    )
    assert fits <= 4 * GB < does_not


def test_what_does_not_fit_in_tiles_either_says_which_size_would():
    with pytest.raises(
        RunError, match=r"2048 px needs more than .* Choose \d+ px or less"
    ) as error:
        plan_tile_px(Settings(), scales(2048), *FULL, GB, (800, 800))
    fits = int(str(error.value).split("Choose ")[1].split(" px")[0])
    plan_tile_px(Settings(), scales(fits), *FULL, GB, (800, 800))
    with pytest.raises(RunError):
        plan_tile_px(Settings(), scales(fits + 64), *FULL, GB, (800, 800))


def test_no_memory_at_all_gives_another_advice():
    with pytest.raises(RunError, match="Close other programs"):
        plan_tile_px(Settings(), scales(512), *FULL, 1000, (800, 800))
