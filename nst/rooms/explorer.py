"""The layer explorer: what each layer of the network keeps of a picture.

Content reconstructions and textures from noise, after figure 1 of Gatys et al. 2015; and what
each layer contributed to a finished pastiche. Works out jobs and words; paints nothing itself.

>>> for turn in paint_series(figure_pieces(open_image("me.jpg")), paint_here):
...     show(turn.piece.title, turn.event.picture, turn.left_s)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nst.errors import InputError
from nst.layers import layer_weights
from nst.recipes import AS_PUBLISHED
from nst.records import Job, Picture
from nst.rooms.series import Painted, Piece
from nst.rooms.sheet import Band, Cell, lay_out
from nst.runrecord import settings_from
from nst.settings import Settings

LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
"""The first layer of each block, read after its ReLU as the authors' own code does."""

EDGE_PX = 160
STEPS = 100
WITHOUT_EDGE_PX = 160
WITHOUT_STEPS = 60

# Deep layers leave the pixels so free that speckle fits them as well as paint; a little smoothness
# decides between the two (Mahendran & Vedaldi 2015). Chosen by eye at 160 px, embedded network.
_CONTENT_TV = {1: 0.2, 2: 2.0, 3: 4.0, 4: 8.0, 5: 16.0}
_TEXTURE_TV = 0.3

_BARE = AS_PUBLISHED.changed(
    margin=True,
    pooling="avg",
    tv_weight=Settings().tv_weight,
    optimizer="lbfgs",
    step_size=1.0,
    steps=STEPS,
    init="noise",
    long_edge_px=EDGE_PX,
)


def content_settings(layer: str, base: Settings | None = None) -> Settings:
    """Settings that rebuild a picture from noise out of its features at one layer.

    `base` gives size, steps, seed and network. Raises SettingsError for a name no VGG has.
    """
    layer_weights(layer)
    return _on(base).changed(
        content_layers=layer,
        style_layers="relu1_1",
        style_weight=0.0,
        tv_weight=_CONTENT_TV[_block(layer)],
    )


def texture_settings(layers: Sequence[str], base: Settings | None = None) -> Settings:
    """Settings that make a texture from noise out of a picture's Gram matrices at these layers."""
    return _on(base).changed(
        content_layers="relu1_1",
        content_weight=0.0,
        style_layers=" ".join(layers),
        style_weight=1.0,
        tv_weight=_TEXTURE_TV,
        margin=False,
    )


def _on(base: Settings | None) -> Settings:
    if base is None:
        return _BARE
    kept = ("long_edge_px", "steps", "seed", "network", "pooling")
    return _BARE.changed(**{name: getattr(base, name) for name in kept})


def base_settings(**changes: Any) -> Settings:
    """Settings of the explorer with size, steps, seed or network changed."""
    return _BARE.changed(**changes)


def _block(layer: str) -> int:
    return int(layer[4])


def content_pieces(
    picture: Picture, layers: Sequence[str] = LAYERS, base: Settings | None = None
) -> list[Piece]:
    """One reconstruction for each layer."""
    return [
        Piece(
            key=f"content {layer}",
            title=layer,
            job=Job(content=picture, style=picture, settings=content_settings(layer, base)),
        )
        for layer in layers
    ]


def texture_pieces(
    picture: Picture,
    sets: Sequence[Sequence[str]] | None = None,
    base: Settings | None = None,
) -> list[Piece]:
    """One texture for each set of layers; by default the sets that grow from the first layer."""
    sets = growing_sets() if sets is None else sets
    return [
        Piece(
            key=f"texture {' '.join(layers)}",
            title=layers[0] if len(layers) == 1 else f"{layers[0]} … {layers[-1]}",
            job=Job(content=picture, style=picture, settings=texture_settings(layers, base)),
        )
        for layers in sets
    ]


def growing_sets(layers: Sequence[str] = LAYERS) -> list[tuple[str, ...]]:
    """{first}, {first, second} … all of them."""
    return [tuple(layers[:count]) for count in range(1, len(layers) + 1)]


def figure_pieces(picture: Picture, base: Settings | None = None) -> list[Piece]:
    """Both rows of the figure, so ordered that they fill side by side."""
    both = zip(content_pieces(picture, base=base), texture_pieces(picture, base=base), strict=True)
    return [piece for pair in both for piece in pair]


def figure_sheet(title: str, pieces: Sequence[Painted], network: str = "") -> Picture:
    """What has been painted of the figure as one sheet."""
    bands = [
        Band(heading, [Cell(each.picture, each.piece.title) for each in found])
        for heading, kind in (
            ("Content, rebuilt from noise out of one layer", "content "),
            ("Style, a texture from noise out of a growing set of layers", "texture "),
            ("The picture as painted small, and without one layer", "without "),
        )
        if (found := [each for each in pieces if each.piece.key.startswith(kind)])
    ]
    return lay_out(title, bands, network)


def without_pieces(
    content: Picture, style: Picture, record: Mapping[str, Any], base: Settings | None = None
) -> list[Piece]:
    """The picture of a record painted small, whole and then with each layer left out in turn.

    Raises InputError or SettingsError when the record does not say how it was painted.
    """
    settings = _small(settings_from(record), base)
    artwork = dict(record.get("artwork", {}))
    keep = "slug" in artwork

    def piece(key: str, title: str, changed: Settings) -> Piece:
        job = Job(
            content=content, style=style, settings=changed, artwork=artwork, keep_targets=keep
        )
        return Piece(key=f"without {key}", title=title, job=job)

    pieces = [piece("nothing", "with every layer", settings)]
    weights = layer_weights(settings.style_layers)
    for layer in weights:
        left = {name: weight for name, weight in weights.items() if name != layer}
        pieces.append(
            piece(f"style {layer}", f"without style {layer}", _without_style(settings, left))
        )
    content_weights = layer_weights(settings.content_layers)
    for layer in content_weights:
        left = {name: weight for name, weight in content_weights.items() if name != layer}
        changed = (
            settings.changed(content_layers=_written(left))
            if left
            else settings.changed(content_weight=0.0)
        )
        pieces.append(piece(f"content {layer}", f"without content {layer}", changed))
    return pieces


def _without_style(settings: Settings, left: Mapping[str, float]) -> Settings:
    if not left:
        return settings.changed(style_weight=0.0)
    return settings.changed(style_layers=_written(left))


def _written(weights: Mapping[str, float]) -> str:
    return " ".join(f"{layer}={weight!r}" for layer, weight in weights.items())


def _small(settings: Settings, base: Settings | None) -> Settings:
    """The same recipe, small and short: enough to see what a layer does."""
    wanted = WITHOUT_EDGE_PX if base is None else base.long_edge_px
    steps = WITHOUT_STEPS if base is None else base.steps
    return settings.changed(
        long_edge_px=min(settings.long_edge_px, wanted),
        first_scale_px=min(settings.first_scale_px, wanted // 2)
        if settings.first_scale_px < settings.long_edge_px
        else settings.first_scale_px,
        steps=min(settings.steps, steps),
        detail=min(settings.detail, 1.0),
        init="palette" if settings.init == "given" else settings.init,
    )


def parts_by_layer(record: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The weighted loss parts at the end of a run and their share of the whole, 0 to 1.

    Raises InputError when the record has none.
    """
    loss = record.get("loss")
    parts = dict(loss.get("parts", {})) if isinstance(loss, Mapping) else {}
    total = sum(value for value in parts.values() if value > 0)
    if not total:
        raise InputError(
            "This record does not tell what each layer contributed. Paint the picture anew first."
        )
    return [(name, max(0.0, value) / total) for name, value in parts.items()]
