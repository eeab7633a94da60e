"""The studies beside their originals: palette, direction and size of strokes; pastiches of both.

The originals are never shipped: `--paintings` names a folder of reproductions that someone has,
and the sheets made from them stay in the folder named with `--out`, which git ignores.
"""

from __future__ import annotations

import argparse
from collections import deque
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.brushwork import Brushwork, distances, read
from bench.sheet import SUFFIXES, lay_out
from nst.gallery import Artwork, Gallery
from nst.images import open_image
from nst.places import STYLES
from nst.records import Picture
from nst.settings import Settings

# Names under which a folder of reproductions may hold the original of an artwork.
ALIASES = {
    "mondrian-red-blue-yellow": ("mondrian-composition-ii-red-blue-yellow",),
    "grande-jatte": ("seurat-grande-jatte", "a-sunday-on-la-grande-jatte"),
}
KINDS = ("palette", "directions", "field", "scale")


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `studies` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("studies", help=__doc__)
    parser.add_argument("--paintings", type=Path, required=True, help="folder of originals")
    parser.add_argument("--studies", type=Path, default=STYLES, help="folder of artworks")
    parser.add_argument("--only", nargs="*", default=[], metavar="SLUG", help="artworks to take")
    parser.add_argument("--pastiches", type=Path, nargs="*", default=[], metavar="PHOTO")
    parser.add_argument("--network", default="embedded")
    parser.add_argument("--size", type=int, default=288, help="long edge of a pastiche in px")
    parser.add_argument("--out", type=Path, default=Path("out/studies"), help="folder of sheets")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Compare every study that has an original; returns the figures of the table."""
    gallery = Gallery.load(options.studies).artworks
    files = {p.stem: p for p in sorted(options.paintings.iterdir()) if p.suffix in SUFFIXES}
    pairs = [(artwork, path) for artwork in gallery if (path := original_of(artwork, files))]
    shown = [pair for pair in pairs if not options.only or pair[0].slug in options.only]
    originals = {path: read(open_image(path)) for path in files.values()}
    figures: dict[str, Any] = {}
    print(HEADING)
    for artwork, path in shown:
        study = open_image(artwork.picture)
        figures[artwork.slug] = compare(read(study), path, originals)
        print(table_row(artwork.slug, figures[artwork.slug]))
        _side_by_side(study, open_image(path), options.out / f"{artwork.slug}.png")
    found: dict[str, Any] = {"studies": figures}
    if options.pastiches:
        found["pastiches"] = paint_both(shown, options)
    return found


def original_of(artwork: Artwork, files: dict[str, Path]) -> Path | None:
    """The reproduction of that artwork; none for a homage, which is not meant to be close."""
    if artwork.homage:
        return None
    names = (artwork.slug, *ALIASES.get(artwork.slug, ()))
    return next((files[name] for name in names if name in files), None)


def compare(study: Brushwork, own: Path, originals: dict[Path, Brushwork]) -> dict[str, Any]:
    """A study against its own original, and where that comes among all pictures of the folder.

    `rank` 1 says that no other painting is nearer; `overall` ranks by the product of the four.
    `other` is the median distance of the study to the other paintings: the scale of each figure.
    """
    all_distances = {path: distances(study, read_) for path, read_ in originals.items()}
    right, others = all_distances[own], [d for p, d in all_distances.items() if p != own]
    rank = {kind: 1 + sum(d[kind] < right[kind] for d in others) for kind in KINDS}
    product = {path: np.prod([d[k] + 1e-6 for k in KINDS]) for path, d in all_distances.items()}
    rank["overall"] = 1 + sum(bool(value < product[own]) for value in product.values())
    return {
        "distance": {kind: round(right[kind], 4) for kind in KINDS},
        "other": {kind: round(float(np.median([d[kind] for d in others])), 4) for kind in KINDS},
        "rank": rank,
        "among": len(originals),
        "coherence": [round(study.coherence, 3), round(originals[own].coherence, 3)],
        "wavelength_px": [round(study.wavelength_px, 1), round(originals[own].wavelength_px, 1)],
        "octaves": [np.round(b.octaves, 4).tolist() for b in (study, originals[own])],
    }


HEADING = (
    "Distance to the own original (to the median other painting; rank of the right one)\n"
    f"{'study':<30}{'palette':>18}{'directions, deg':>19}{'field':>17}{'scale, oct':>17}"
    f"{'overall':>9}{'coherence':>13}{'wavelength':>13}"
)


def table_row(slug: str, figures: dict[str, Any]) -> str:
    """One line of the table under HEADING; coherence and wavelength: study/original."""
    near, far, rank = figures["distance"], figures["other"], figures["rank"]
    cells = [
        f"{near['palette']:.3f} ({far['palette']:.3f}; {rank['palette']})".rjust(18),
        f"{near['directions']:.1f} ({far['directions']:.1f}; {rank['directions']})".rjust(19),
        f"{near['field']:.2f} ({far['field']:.2f}; {rank['field']})".rjust(17),
        f"{near['scale']:.2f} ({far['scale']:.2f}; {rank['scale']})".rjust(17),
        f"{rank['overall']}".rjust(9),
        "{:.2f}/{:.2f}".format(*figures["coherence"]).rjust(13),
        "{:.0f}/{:.0f} px".format(*figures["wavelength_px"]).rjust(13),
    ]
    return f"{slug:<30}" + "".join(cells)


def paint_both(pairs: list[tuple[Artwork, Path]], options: argparse.Namespace) -> dict[str, Any]:
    """Paint each photograph from the study and from the original; one sheet, and distances."""
    from nst.networks import network_for
    from nst.session import stylize

    rows: list[list[Picture | None]] = []
    figures: dict[str, Any] = {}
    for artwork, path in pairs:
        styles = [open_image(artwork.picture), open_image(path)]
        settings = artwork.tune(Settings(long_edge_px=options.size, network=options.network))
        network = network_for(settings)
        row: list[Picture | None] = list(styles)
        for photo in options.pastiches:
            content = open_image(photo)
            painted = [
                deque(stylize(content, style, settings, network=network), maxlen=1).pop().picture
                for style in styles
            ]
            row += painted
            name = f"{artwork.slug} × {photo.stem}"
            figures[name] = distances(read(painted[0]), read(painted[1]))
            print(f"{name}: " + ", ".join(f"{k} {v:.3f}" for k, v in figures[name].items()))
        rows.append(row)
        lay_out(rows, options.size).save(options.out / "pastiches.png")
    print(f"{options.out / 'pastiches.png'}: study, original, then pastiches of each in turn")
    return figures


def _side_by_side(study: Picture, original: Picture, file: Path) -> None:
    """Study left, original right, at the height of the study."""
    height, width = study.shape[:2]
    wide = round(original.shape[1] * height / original.shape[0])
    right = Image.fromarray(original).resize((wide, height), Image.Resampling.LANCZOS)
    both = Image.new("RGB", (width + wide + 12, height), "white")
    both.paste(Image.fromarray(study))
    both.paste(right, (width + 12, 0))
    file.parent.mkdir(parents=True, exist_ok=True)
    both.save(file)
