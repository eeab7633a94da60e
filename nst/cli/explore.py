"""`nst explore IMAGE`: what each layer of the network keeps of a picture, on one sheet."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nst.cli.following import add_output, check_output, follow, nothing_painted, write
from nst.cli.paint import style_named
from nst.errors import InputError
from nst.images import fingerprint, open_image, read_record, resize, size_at
from nst.layers import layer_weights
from nst.places import STYLES
from nst.records import Look, Picture, Seen
from nst.rooms import explorer
from nst.rooms.answers import (
    HEAT_EDGE_PX,
    MAP_EDGE_PX,
    answer_map,
    channel_order,
    gram_matrix,
    heat_map,
    heat_scale,
    strongest_channels,
)
from nst.rooms.seeing import see
from nst.rooms.series import Piece, series_record
from nst.rooms.sheet import Band, Cell, lay_out
from nst.settings import Settings

MAPS = 5
CHANNELS = 24


def add_commands(commands: Any) -> None:
    """Add `explore` to the parser."""
    parser = commands.add_parser(
        "explore",
        help="see what each layer keeps of a picture",
        description="Rebuild a picture from noise out of single layers, and make textures out of "
        "growing sets of layers: figure 1 of Gatys et al. 2015. With --layer or --style-layers "
        "only what they name; with --without, what each layer contributed to a finished pastiche.",
    )
    parser.add_argument("image", type=Path, help="any picture; with --without a pastiche's record")
    parser.add_argument(
        "--layer", action="append", default=[], help="rebuild from this layer (may be repeated)"
    )
    parser.add_argument(
        "--style-layers", metavar="LAYERS", help='a texture from these, such as "relu1_1 relu2_1"'
    )
    parser.add_argument(
        "--maps", action="store_true", help="the strongest channels and Gram matrices instead"
    )
    parser.add_argument(
        "--without", action="store_true", help="paint a record's picture without each layer"
    )
    parser.add_argument("--content", type=Path, help="with --without: the photograph, if it moved")
    parser.add_argument("--style", help="with --without: slug or picture, if it moved")
    parser.add_argument("--size", type=int, default=explorer.EDGE_PX, help="long edge in px")
    parser.add_argument("--steps", type=int, help="steps for each picture")
    parser.add_argument("--seed", type=int, default=0, help="which noise to begin from")
    parser.add_argument("--network", default="auto", help="auto, embedded, vgg19 or vgg16")
    parser.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    add_output(parser, "layers.png")
    parser.set_defaults(command=_explore)


def _explore(options: argparse.Namespace) -> int:
    check_output(options.output)
    base = explorer.base_settings(
        long_edge_px=options.size,
        seed=options.seed,
        network=options.network,
        steps=options.steps or (explorer.WITHOUT_STEPS if options.without else explorer.STEPS),
    )
    if options.maps:
        return _maps(options)
    pieces, title = _without(options, base) if options.without else _figure(options, base)
    found, stopped = follow(pieces, options, options.image.name)
    if not found:
        return nothing_painted()
    record = series_record("explorer", found)
    if len(pieces) == 1:
        return write(options, found[0].picture, found[0].record, stopped=stopped)
    network = str(found[0].record.get("network", {}).get("label", ""))
    sheet = explorer.figure_sheet(title, found, network)
    return write(options, sheet, record, stopped=stopped)


def _figure(options: argparse.Namespace, base: Settings) -> tuple[list[Piece], str]:
    picture = open_image(options.image)
    title = f"What each layer keeps of {options.image.stem}"
    if not options.layer and not options.style_layers:
        return explorer.figure_pieces(picture, base), title
    pieces = explorer.content_pieces(picture, options.layer, base)
    if options.style_layers:
        layers = tuple(layer_weights(options.style_layers))
        pieces += explorer.texture_pieces(picture, [layers], base)
    return pieces, title


def _without(options: argparse.Namespace, base: Settings) -> tuple[list[Piece], str]:
    record = read_record(options.image)
    beside = options.image.with_suffix(".json")
    files = read_record(beside).get("files", {}) if beside.is_file() else {}
    content = options.content or files.get("content")
    named = options.style or record.get("artwork", {}).get("slug") or files.get("style")
    if not content or not named:
        raise InputError(
            "This record does not say where its pictures are. Add --content PHOTO and --style."
        )
    style, _, _ = style_named(named, options.styles)
    pieces = explorer.without_pieces(open_image(content), style, record, base)
    return pieces, f"What each layer contributed to {options.image.stem}"


def _maps(options: argparse.Namespace) -> int:
    layers = tuple(options.layer) or explorer.LAYERS
    for layer in layers:
        layer_weights(layer)
    picture = open_image(options.image)
    picture = resize(picture, *size_at(picture, options.size))
    seen = see(Look(pictures=(picture,), taps=layers, network=options.network))
    sheet = maps_sheet(f"What the layers answer to {options.image.stem}", picture, layers, seen)
    record = {
        "room": "explorer",
        "settings": Settings(network=options.network).as_dict(),
        "network": dict(seen.network),
        "content": {"sha256": fingerprint(picture), "size_px": list(picture.shape[:2])},
        "taps": list(layers),
    }
    return write(options, sheet, record, stopped=False)


def maps_sheet(title: str, picture: Picture, layers: Sequence[str], seen: Seen) -> Picture:
    """Strongest channels and Gram matrix of each layer, a row each."""
    height, width = size_at(picture, MAP_EDGE_PX)
    bands = []
    for layer in layers:
        features = seen.features[0][layer]
        strongest = strongest_channels(features, MAPS)
        maps = [Cell(answer_map(features[at], height, width), f"channel {at}") for at in strongest]
        gram = gram_matrix(features)
        heat = heat_map(gram, channel_order(gram, CHANNELS), heat_scale(gram), HEAT_EDGE_PX)
        bands.append(Band(layer, [*maps, Cell(heat, "Gram matrix")]))
    return lay_out(title, bands, seen.network.get("label", ""), cell_px=MAP_EDGE_PX)
