"""Folding and normalising change no relative feature; the file keeps its contract."""

import hashlib
import json

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load, save
from torchvision.models.vgg import cfgs, make_layers

from training import __main__ as command
from training import export, network, train

WIDTHS = network.widths_for(2)


@pytest.fixture
def trained():
    """A network with batch norms that have seen something, at width 2."""
    torch.manual_seed(0)
    features = network.make_features(WIDTHS, batch_norm=True)
    for layer in features:
        if isinstance(layer, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(layer.weight, 0.5, 1.5)
            torch.nn.init.uniform_(layer.bias, -0.2, 0.5)
    with torch.no_grad():
        features.train()(torch.randn(8, 3, 48, 48))
    return features.eval()


@pytest.fixture
def batches():
    generator = torch.Generator().manual_seed(1)
    return [torch.randn(1, 3, 40, 56, generator=generator) for _ in range(3)]


@pytest.mark.parametrize("padding", ["zeros", "reflect"])
def test_folding_batch_norm_is_exact(trained, batches, padding):
    network.set_padding(trained, padding)
    folded = export.fold(trained)
    assert not any(isinstance(layer, torch.nn.BatchNorm2d) for layer in folded)
    with torch.no_grad():
        torch.testing.assert_close(folded(batches[0]), trained(batches[0]), rtol=1e-4, atol=1e-5)


def test_a_network_that_is_not_the_trained_one_is_refused(trained, batches):
    folded = export.fold(trained)
    with torch.no_grad():
        folded[0].weight.mul_(1.5)
    with pytest.raises(ArithmeticError, match="not written"):
        export.check_same(trained, folded, batches[0])


def test_normalising_makes_every_mean_activation_one(trained, batches):
    folded = export.fold(trained)
    nearly_dead = export.normalize(folded, batches)
    means = torch.cat(export.channel_means(folded, batches))
    live = (means - 1).abs() < 1e-4
    assert int((~live).sum()) == nearly_dead


def test_normalising_only_scales_each_channel(trained, batches):
    folded, scaled = export.fold(trained), export.fold(trained)
    export.normalize(scaled, batches)
    new = torch.randn(1, 3, 40, 40, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        before, after = folded(new)[0].flatten(1), scaled(new)[0].flatten(1)
    for one, two in zip(before, after, strict=True):
        if one.max() > 0:
            torch.testing.assert_close(one / one.max(), two / two.max(), rtol=1e-3, atol=1e-5)


def test_a_dead_channel_is_not_blown_up(trained, batches):
    folded = export.fold(trained)
    with torch.no_grad():
        folded[0].bias[0] = -100.0
    assert export.normalize(folded, batches) >= 1
    assert all(torch.isfinite(value).all() for value in folded.state_dict().values())
    assert folded[0].weight.abs().max() < 1e3


def test_a_weight_too_large_for_half_precision_is_refused(trained):
    folded = export.fold(trained)
    with torch.no_grad():
        folded[0].weight[0] = 1e6
    with pytest.raises(ArithmeticError, match=r"features\.0\.weight"):
        export.half_precision(folded)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """What `python -m training --short` writes."""
    folder = tmp_path_factory.mktemp("written")
    file = folder / "weights" / "embedded.safetensors"
    arguments = ["--short", "--steps", "4", "--threads", "1"]
    command.main([*arguments, "--out", str(folder), "--weights", str(file)])
    return file


def test_the_file_has_the_keys_and_shapes_of_a_narrow_vgg19(written):
    plan, kept = [], 0
    for item in cfgs["E"]:
        kept += item != "M"
        if kept > 14:
            break
        plan.append(item if item == "M" else item // 16)
    expected = {
        f"features.{key}": value.shape for key, value in make_layers(plan).state_dict().items()
    }
    with safe_open(written, "pt") as file:
        found = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    assert {key: value.shape for key, value in found.items()} == expected
    assert {value.dtype for value in found.values()} == {torch.float16}


def test_the_file_says_what_it_is(written):
    with safe_open(written, "pt") as file:
        said = file.metadata()
    assert said["topology"] == "vgg19"
    assert said["widths"] == "4,8,16,32,32"
    assert said["pooling"] == "avg"
    assert said["name"] == "embedded"
    assert "MIT" in said["licence"]
    assert "4 steps" in said["trained"]


def test_the_card_names_hash_and_pictures(written):
    card = json.loads(written.with_suffix(".json").read_text())
    assert card["sha256"] == hashlib.sha256(written.read_bytes()).hexdigest()
    assert card["file_bytes"] == written.stat().st_size
    assert card["steps"] == 4
    assert all(picture["licence"] and picture["credit"] for picture in card["pictures"])


def test_a_try_leaves_the_shipped_weights_and_the_long_run_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "WEIGHTS", tmp_path / "shipped.safetensors")
    command.main(["--short", "--steps", "2", "--threads", "1"])
    assert not command.WEIGHTS.exists()
    assert not (tmp_path / "out" / "training").exists()
    assert (tmp_path / "out" / "short" / "embedded.safetensors").is_file()


def test_a_run_that_stands_is_not_begun_anew(written, capsys, monkeypatch):
    monkeypatch.setattr(train, "start", None)
    with pytest.raises(SystemExit):
        command.main(["--out", str(written.parent.parent), "--weights", str(written)])
    assert "--resume" in capsys.readouterr().err


def test_the_command_in_the_file_names_what_differs_from_the_usual_plan(tmp_path):
    file = tmp_path / "embedded.safetensors"
    words = ["--pooling", "max", "--synthetic-share", "0", "--steps", "2", "--threads", "1"]
    command.main(["--short", *words, "--out", str(tmp_path), "--weights", str(file)])
    with safe_open(file, "pt") as opened:
        said = opened.metadata()
    assert said["pooling"] == "max"
    assert "--pooling max " in said["trained"]
    assert said["trained"].endswith(" --synthetic-share 0.0")
    assert "--study-share" not in said["trained"]


def test_export_alone_writes_the_same_file_again(written, tmp_path):
    again = tmp_path / "again.safetensors"
    checkpoint_folder = written.parent.parent
    arguments = ["--export", "--threads", "1"]
    command.main([*arguments, "--out", str(checkpoint_folder), "--weights", str(again)])
    assert again.read_bytes() == written.read_bytes()


def test_the_committed_file_is_the_one_its_card_describes():
    card = json.loads(command.WEIGHTS.with_suffix(".json").read_text())
    assert card["sha256"] == hashlib.sha256(command.WEIGHTS.read_bytes()).hexdigest()


def test_short_plans_are_short():
    assert train.Plan(steps=10**6).shortened().steps <= 40


def test_equal_weights_make_equal_files():
    tensors = {"features.0.bias": torch.ones(3, dtype=torch.float16)}
    said = {"topology": "vgg19", "name": "embedded", "pooling": "avg", "widths": "1"}
    files = {export.in_fixed_order(save(tensors, said)) for _ in range(8)}
    assert len(files) == 1
    content = files.pop()
    assert torch.equal(load(content)["features.0.bias"], tensors["features.0.bias"])
    assert int.from_bytes(content[:8], "little") % 8 == 0
