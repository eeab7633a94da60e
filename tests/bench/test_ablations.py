"""Ablations: each variant differs in one thing, is trained once and hangs beside the others."""

import argparse
from dataclasses import fields

import numpy as np
import pytest
from PIL import Image

from bench import ablations
from training.train import Plan


def options(out, *more):
    parser = argparse.ArgumentParser()
    ablations.add_command(parser.add_subparsers())
    return parser.parse_args(["ablations", "--out", str(out), *more])


@pytest.mark.parametrize("name", ablations.VARIANTS)
def test_every_variant_changes_what_its_name_says_and_nothing_else(name, tmp_path):
    usual, plan = Plan(steps=600), ablations.plan_of(name, options(tmp_path))
    changed = {each.name for each in fields(Plan)}
    changed = {each for each in changed if getattr(plan, each) != getattr(usual, each)}
    assert changed == set(ablations.VARIANTS[name])


def test_a_variant_is_trained_once_painted_with_and_measured(tmp_path, styles_folder, capsys):
    words = ("--short", "--steps", "2", "--size", "64", "--threads", "1", "--only", "max pooling")
    asked = options(tmp_path, *words, "--styles", str(styles_folder), "--artworks", "blue-stripes")
    photo = tmp_path / "photo.png"
    drawn = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    Image.fromarray(drawn).save(photo)
    asked.photo = photo
    figures = ablations.measure(asked)["networks"]["max pooling"]
    assert set(figures) >= {"coherence", "closure_second", "structure", "grain", "loss"}
    with Image.open(tmp_path / "sheet.webp") as sheet:
        assert sheet.width > 3 * ablations.CELL_PX  # the name, a texture, a pastiche
    weights = tmp_path / "max-pooling" / "weights.safetensors"
    before = weights.stat().st_mtime_ns
    assert ablations.measure(asked)["networks"]["max pooling"]["loss"] == figures["loss"]
    assert weights.stat().st_mtime_ns == before
    asked.steps = 3
    with pytest.raises(SystemExit, match="another run"):
        ablations.measure(asked)
