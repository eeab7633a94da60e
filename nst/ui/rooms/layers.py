"""What layers answer, as HTML: maps of the strongest channels, Gram matrices, parts of a loss."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from nst.colors import to_oklab
from nst.images import encode_png
from nst.records import Features, Picture, Seen
from nst.rooms import answers, explorer
from nst.ui.markup import data_uri

MAPS = 5
CHANNELS = 24
SCRUB = """element.addEventListener("input", ({ target }) => {
  if (target.type !== "range") return;
  element.querySelectorAll("[data-frame]").forEach((each) => {
    each.hidden = each.dataset.frame !== target.value;
  });
});"""


def looking_html() -> str:
    """What stands where the maps will be while the network looks."""
    return '<p class="remark">The network is looking at your picture.</p>'


def answers_html(picture: Picture, layers: Sequence[str], seen: Seen) -> str:
    """A row for each layer: the picture, its strongest channels, and which of them go together."""
    rows = "".join(_answers_row(layer, seen.features[0][layer]) for layer in layers)
    return (
        '<section class="answers"><h3>What the layers answer to it</h3>'
        '<p class="row-note">Light is where a channel answers. Shown are the five channels that '
        "tell most places apart, and the table of which channels answer together (the Gram "
        "matrix, the strongest first): dark pairs go together.</p>"
        f'<div class="answer"><span class="head">the picture</span>'
        f'<img src="{data_uri(picture)}" alt="The picture that the network looks at"></div>'
        f"{rows}</section>"
    )


def _answers_row(layer: str, features: Features) -> str:
    maps = "".join(
        f'<img class="map" src="{_png(answers.answer_map(features[at], *features.shape[1:]))}" '
        f'alt="Channel {at} of {layer}">'
        for at in answers.strongest_channels(features, MAPS)
    )
    gram = answers.gram_matrix(features)
    heat = _heat(gram, answers.channel_order(gram, CHANNELS), answers.heat_scale(gram))
    return (
        f'<div class="answer"><span class="head">{layer}</span>{maps}'
        f'<img class="map heat" src="{heat}" alt="Gram matrix of {layer}"></div>'
    )


def textures_html(layers: Sequence[str], seen: Seen, names: Sequence[str]) -> str:
    """The picture's Gram matrices beside those of each texture: they agree where it was asked."""
    captions = [f"texture from {name}" for name in names]
    return _scrubbed(
        "Do the textures have the picture’s tables?",
        "On the left the Gram matrices of the picture, on the right those of a texture made from "
        "them. A texture agrees with the picture in the layers that were asked, and is free in "
        "the others.",
        layers,
        seen,
        captions,
        [],
    )


def run_html(layers: Sequence[str], seen: Seen, frames: Sequence[Picture]) -> str:
    """The painting's Gram matrices beside those of a run's frames, from the first to the last."""
    count = len(frames)
    captions = [f"picture {at} of {count} of the run" for at in range(1, count + 1)]
    return _scrubbed(
        "The tables draw together",
        "On the left the Gram matrices of the painting, on the right those of your picture while "
        "it was painted: move through the run and watch them become alike.",
        layers,
        seen,
        captions,
        frames,
    )


def _scrubbed(
    title: str,
    note: str,
    layers: Sequence[str],
    seen: Seen,
    captions: Sequence[str],
    frames: Sequence[Picture],
) -> str:
    last = len(captions) - 1
    shown = "".join(
        f'<span data-frame="{at}"{_hidden(at, last)}>{escape(caption)}'
        + (f'<img src="{data_uri(frames[at])}" alt="">' if frames else "")
        + "</span>"
        for at, caption in enumerate(captions)
    )
    pairs = "".join(_pair(layer, seen, last) for layer in layers)
    return (
        f'<section class="grams"><h3>{title}</h3><p class="row-note">{note}</p>'
        f'<p class="scrub"><input type="range" min="0" max="{last}" value="{last}" step="1" '
        f'aria-label="{title}"></p><div class="scrubbed">{shown}</div>'
        f'<div class="pairs">{pairs}</div></section>'
    )


def _pair(layer: str, seen: Seen, last: int) -> str:
    target = answers.gram_matrix(seen.features[0][layer])
    order, scale = answers.channel_order(target, CHANNELS), answers.heat_scale(target)
    others = ""
    for at in range(last + 1):
        gram = answers.gram_matrix(seen.features[at + 1][layer])
        apart = answers.gram_distance(gram, target)
        others += (
            f'<span data-frame="{at}"{_hidden(at, last)}>'
            f'<img class="map heat" src="{_heat(gram, order, scale)}" alt="">'
            f"<span>{apart:.0%} apart</span></span>"
        )
    return (
        f'<figure><figcaption>{layer}</figcaption><div><span class="target-gram">'
        f'<img class="map heat" src="{_heat(target, order, scale)}" alt="Gram matrix of {layer}">'
        f"<span>wanted</span></span>{others}</div></figure>"
    )


def _hidden(at: int, shown: int) -> str:
    return "" if at == shown else " hidden"


def parts_html(record: Mapping[str, Any]) -> str:
    """The weighted parts of a loss at the end of a run, as bars of their share."""
    rows = "".join(
        f'<li><span>{escape(name)}</span><span class="track"><span class="bar" '
        f'style="--share:{share:.4f}"></span></span><span>{share:.0%}</span></li>'
        for name, share in explorer.parts_by_layer(record)
    )
    return (
        '<section class="answers"><h3>What still pulled on it at the end</h3>'
        '<p class="row-note">Each layer’s share of the loss when the brush was laid down: a long '
        "bar is a layer whose wish was least fulfilled.</p>"
        f'<ul class="bars">{rows}</ul></section>'
    )


def changed(one: Picture, other: Picture) -> float:
    """How different two pictures of one size look: mean distance in OKLab, black to white is 1."""
    apart = to_oklab(one / 255.0) - to_oklab(other / 255.0)
    return float(np.sqrt(np.square(apart).sum(axis=-1)).mean())


def _heat(gram: Features, order: Sequence[int], scale: float) -> str:
    return _png(answers.heat_map(gram, order, scale))


def _png(picture: Picture) -> str:
    return "data:image/png;base64," + b64encode(encode_png(picture)).decode("ascii")
