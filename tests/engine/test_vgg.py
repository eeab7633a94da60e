"""VGG features against torchvision's own stack, run prefix by prefix."""

import pytest
import torch
from torchvision.models import vgg

from nst.errors import InputError, SettingsError, WeightsError
from nst.vgg import IMAGENET_MEAN, IMAGENET_STD, VGGFeatures, layer_names

NARROW = (4, 5, 6, 7, 8)
CONFIGS = {"vgg19": "E", "vgg16": "D"}


def narrow(topology="vgg19", **options):
    torch.manual_seed(0)
    return VGGFeatures(topology, NARROW, **options)


def picture(height=32, width=48):
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize(("topology", "convolutions"), [("vgg19", 16), ("vgg16", 13)])
def test_vgg_has_as_many_convolutions_as_its_name_says_without_the_classifier(
    topology, convolutions
):
    assert sum(name.startswith("conv") for name in layer_names(topology)) == convolutions


@pytest.mark.parametrize("topology", ["vgg19", "vgg16"])
def test_every_tap_is_what_torchvision_computes(topology):
    network = narrow(topology, pooling="max")
    config, block = [], 0
    for item in vgg.cfgs[CONFIGS[topology]]:
        if item == "M":
            block += 1
            config.append("M")
        else:
            config.append(NARROW[block])
    reference = vgg.make_layers(config)
    reference.load_state_dict(network.features.state_dict())
    found = network(picture(), network.names)
    x = (picture() - torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1)) / torch.tensor(
        IMAGENET_STD
    ).view(1, 3, 1, 1)
    assert len(network.names) == len(reference)
    for name, layer in zip(network.names, reference, strict=True):
        x = layer(x.clone())
        torch.testing.assert_close(found[name], x[0], msg=lambda text, name=name: f"{name}: {text}")


def test_a_conv_tap_is_read_before_its_relu():
    found = narrow()(picture(), ["conv4_2", "relu4_2"])
    assert float(found["conv4_2"].min()) < 0
    torch.testing.assert_close(found["relu4_2"], found["conv4_2"].clamp(min=0))


def test_average_pooling_of_a_network_trained_with_maximum_is_rescaled():
    network = narrow(pooling="avg", trained_with="max")
    found = network(picture(), ["relu1_2", "pool1"])
    expected = torch.nn.functional.avg_pool2d(found["relu1_2"], 2) * 2.0
    torch.testing.assert_close(found["pool1"], expected)


def test_pooling_it_was_trained_with_is_left_alone():
    found = narrow(pooling="avg", trained_with="avg")(picture(), ["relu1_2", "pool1"])
    torch.testing.assert_close(found["pool1"], torch.nn.functional.avg_pool2d(found["relu1_2"], 2))


def test_nothing_deeper_than_the_deepest_tap_is_run():
    network = narrow()
    ran = []
    for name, layer in zip(network.names, network.features, strict=True):
        layer.register_forward_hook(lambda *_, name=name: ran.append(name))
    network(picture(), ["relu2_1"])
    assert ran[-1] == "relu2_1"


def test_no_weight_wants_a_gradient():
    assert not any(parameter.requires_grad for parameter in narrow().parameters())


def test_unknown_tap_is_refused_with_its_name():
    with pytest.raises(SettingsError, match="conv9_1"):
        narrow()(picture(), ["conv9_1"])


def test_too_small_a_picture_names_the_smallest_allowed():
    with pytest.raises(InputError, match="16 px"):
        narrow()(picture(15, 40), ["conv5_1"])


def test_load_cuts_after_the_last_layer_that_has_weights():
    state = {f"features.{key}": value for key, value in narrow().features.state_dict().items()}
    half = {key: value for key, value in state.items() if int(key.split(".")[1]) <= 10}
    assert VGGFeatures("vgg19", NARROW).load(half).names[-1] == "relu3_1"


def test_load_gives_the_features_of_the_weights():
    source = narrow()
    state = {f"features.{key}": value for key, value in source.features.state_dict().items()}
    loaded = VGGFeatures("vgg19", NARROW).load(state)
    taps = ["conv1_1", "relu5_4"]
    for tap, value in loaded(picture(), taps).items():
        torch.testing.assert_close(value, source(picture(), taps)[tap])


@pytest.mark.parametrize("damage", ["missing", "shape", "nan"])
def test_damaged_weights_are_refused_with_the_key(damage):
    state = {f"features.{key}": value for key, value in narrow().features.state_dict().items()}
    if damage == "missing":
        del state["features.5.weight"]
    elif damage == "shape":
        state["features.5.weight"] = torch.zeros(1)
    else:
        state["features.5.weight"] = torch.full_like(state["features.5.weight"], float("nan"))
    with pytest.raises(WeightsError, match=r"features\.5\.weight"):
        VGGFeatures("vgg19", NARROW).load(state)
