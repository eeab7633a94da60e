"""A picture in tiles against the same picture as a whole, in fp64: equal to rounding."""

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from nst.convolutions import PoolingStage
from nst.objective import Objective
from nst.settings import GALLERY_STYLE_LAYERS, Settings
from nst.targets import with_margin
from nst.tiles import lay_tiles, sight_px
from nst.vgg import VGGFeatures

SUMS = tuple(GALLERY_STYLE_LAYERS.split())
FEATURES = ("conv4_1", "conv2_2")


def network(pooling="avg"):
    torch.manual_seed(0)
    return VGGFeatures("vgg19", (3, 3, 4, 4, 4), pooling, trained_with=pooling).double()


def picture(height, width):
    generator = torch.Generator().manual_seed(1)
    return torch.rand((1, 3, height, width), generator=generator, dtype=torch.float64)


def slope_and_loss(found, image):
    loss = sum(each.sqrt() for each in found.distances.values())
    for sums in found.sums.values():
        mean, product, _ = sums.moments()
        loss = loss + mean.sin().sum() + product.square().sum()
    return torch.autograd.grad(loss, image)[0], loss


@pytest.mark.parametrize(("height", "width"), [(330, 347), (64, 500), (431, 250)])
@pytest.mark.parametrize("pooling", ["avg", "max"])
def test_tiles_give_the_loss_and_slope_of_the_whole(height, width, pooling):
    vgg = network(pooling)
    targets = vgg.survey(picture(height, width).flip(-1), FEATURES, ()).features
    found = []
    for tile_px in (None, 224):
        image = picture(height, width).requires_grad_(True)
        survey = vgg.survey(image, FEATURES, SUMS, targets=targets, tile_px=tile_px)
        found.append((*slope_and_loss(survey, image), survey))
    (slope, loss, whole), (tiled_slope, tiled_loss, tiled) = found
    for tap in SUMS:
        torch.testing.assert_close(tuple(tiled.sums[tap]), tuple(whole.sums[tap]))
    torch.testing.assert_close(dict(tiled.features), dict(whole.features))
    torch.testing.assert_close(dict(tiled.distances), dict(whole.distances))
    torch.testing.assert_close(tiled_loss, loss)
    torch.testing.assert_close(tiled_slope, slope)


@pytest.mark.parametrize("pooling", ["avg", "max"])
def test_tiles_bring_back_a_window_as_the_whole_does(pooling):
    vgg = network(pooling)
    window = (slice(16, 16 + 301), slice(32, 32 + 288))
    targets = vgg.survey(picture(340, 347).flip(-1), FEATURES, ()).features
    stress = {"conv2_2": 1 + picture(170, 173)[0, :1]}
    found = []
    for tile_px in (None, 224):
        image = picture(340, 347).requires_grad_(True)
        survey = vgg.survey(
            image, FEATURES, SUMS, targets=targets, stress=stress, window=window, tile_px=tile_px
        )
        found.append((*slope_and_loss(survey, image), dict(survey.features)))
    torch.testing.assert_close(found[1], found[0])


def test_cores_cover_the_picture_once_and_frames_hold_what_they_see():
    stages = network()._laid_out(torch.float64, torch.device("cpu"))
    deepest = next(at for at, stage in enumerate(stages) if stage.tap == "relu5_1")
    stages = stages[: deepest + 1]
    sight, stride = sight_px(stages)
    assert (sight, stride) == (2 + 4 + 16 + 32 + 16, 16)
    covered = torch.zeros(700, 913)
    tiles = lay_tiles(700, 913, stages, 400)
    for tile in tiles:
        covered[tile.core] += 1
        for core, frame, size in zip(tile.core, tile.frame, (700, 913), strict=True):
            assert core.start % stride == frame.start % stride == 0
            assert frame.start == 0 or core.start - frame.start >= sight
            assert frame.stop == size or frame.stop - core.stop >= sight
            assert frame.stop - frame.start <= 400 + stride
    assert bool((covered == 1).all())
    assert len(tiles) > 4


def test_sight_is_as_far_as_a_change_of_one_pixel_is_felt():
    """One pixel changed: the deepest tap changes within its sight and nowhere else."""
    vgg = network()
    stages = vgg._laid_out(torch.float64, torch.device("cpu"))[:9]
    assert isinstance(stages[-2], PoolingStage) or stages[-1].tap.startswith("relu")
    sight, stride = sight_px(stages)
    tap = stages[-1].tap.replace("relu", "conv")
    image = picture(160, 160)
    changed = image.clone()
    changed[..., 80, 80] += 1
    felt = (vgg(changed, [tap])[tap] - vgg(image, [tap])[tap]).abs().sum(0) > 0
    places = felt.nonzero() * stride
    assert int((places[:, 0] + stride).min()) >= 80 - sight
    assert int(places[:, 0].max()) <= 80 + sight


class Largest(TorchDispatchMode):
    """Bytes of the largest memory that any operation takes anew while this is on."""

    def __init__(self):
        super().__init__()
        self.taken_bytes = 0

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        found = operation(*args, **(kwargs or {}))
        known = {each.untyped_storage().data_ptr() for each in tree_leaves(args) if tensor(each)}
        for each in filter(tensor, tree_leaves(found)):
            if each.untyped_storage().data_ptr() not in known:
                self.taken_bytes = max(self.taken_bytes, each.untyped_storage().nbytes())
        return found


def tensor(each):
    return isinstance(each, torch.Tensor) and not each.is_mkldnn  # the weights as oneDNN packs them


def test_a_step_in_tiles_takes_no_memory_larger_than_the_canvas_or_a_tile():
    """Wide enough that features of the whole picture would be much larger than the picture."""
    vgg = VGGFeatures("vgg19", (16, 32, 4, 4, 4), "avg").to(torch.float32)
    content = picture(512, 640).float()
    chosen = Settings(style_layers="conv1_1 conv2_2", precision="fp32")
    taken = []
    for tile_px in (None, 224):
        objective = Objective(vgg, chosen, content, content[..., :64, :64], tile_px=tile_px)
        canvas = content.clone().requires_grad_(True)
        with Largest() as largest:
            loss, _ = objective(canvas)
            torch.autograd.grad(loss, canvas)
        taken.append(largest.taken_bytes)
    whole, tiled = taken
    margin = with_margin(content)[0][0, 0].numel()
    assert whole == 4 * 16 * margin
    assert tiled == max(4 * 3 * margin, 4 * 16 * 224**2)
