"""The course: the method step by step, each with a picture from one run, and as published.

Works out which pictures a lesson needs and reads them from an example that ships with the app;
knows nothing of how they are laid out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from nst.images import encode_png, open_image, resize, size_at
from nst.recipes import RECIPES
from nst.records import Job, Look, Picture, Seen
from nst.rooms import answers, explorer
from nst.rooms.series import Painted, Piece
from nst.rooms.sheet import Band, Cell, lay_out

EXAMPLE = Path(__file__).parent / "example"
"""A lesson made with ``nst course examples/astronaut.jpg -o example``, its pictures as WebP."""

EDGE_PX = 192
SMALL_EDGE_PX = 160
STAGES = 5
TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1")
GRAM_TAP = "relu3_1"
REBUILT_FROM = "relu4_1"
TEXTURE_FROM = ("relu1_1", "relu2_1", "relu3_1", "relu4_1")
CHANNELS = 24
PUBLISHED = tuple(name for name in RECIPES if name != "gallery")


@dataclass(kw_only=True, eq=False)
class Lesson:
    """The pictures and numbers of one course; what is not known yet is empty.

    `maps`: the strongest channel of each tap. `grams`: heat maps of painting, photograph and
    pastiche; `apart`: how far the last two are from the first, as shares. `stages`: the canvas
    from first to last. `parts`: loss parts by name.
    """

    title: str
    photo: Picture
    painting: Picture
    maps: dict[str, Picture] = field(default_factory=dict)
    grams: Sequence[Picture] = ()
    apart: Sequence[float] = ()
    rebuilt: Picture | None = None
    texture: Picture | None = None
    stages: Sequence[Picture] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    curve: Sequence[float] = ()
    example: bool = False

    def learn(self, seen: Seen) -> None:
        """Take maps and Gram matrices from the answer to `look_at`."""
        photo, painting, pastiche = seen.features
        for tap in TAPS:
            (strongest,) = answers.strongest_channels(photo[tap], 1)
            self.maps[tap] = answers.answer_map(photo[tap][strongest], *photo[tap].shape[1:])
        wanted, before, after = (
            answers.gram_matrix(each[GRAM_TAP]) for each in (painting, photo, pastiche)
        )
        order, scale = answers.channel_order(wanted, CHANNELS), answers.heat_scale(wanted)
        self.grams = [answers.heat_map(each, order, scale) for each in (wanted, before, after)]
        self.apart = [answers.gram_distance(each, wanted) for each in (before, after)]


def look_at(photo: Picture, painting: Picture, pastiche: Picture) -> Look:
    """What a lesson asks the network: all three pictures, small."""
    shown = tuple(resize(each, *size_at(each, EDGE_PX)) for each in (photo, painting, pastiche))
    return Look(pictures=shown, taps=TAPS)


def separated_pieces(photo: Picture, painting: Picture) -> list[Piece]:
    """The photograph's content and the painting's style, each rebuilt alone from noise."""
    base = explorer.base_settings(long_edge_px=SMALL_EDGE_PX)
    return [
        *explorer.content_pieces(photo, [REBUILT_FROM], base),
        *explorer.texture_pieces(painting, [TEXTURE_FROM], base),
    ]


def take(lesson: Lesson, found: Painted) -> None:
    """Put one of `separated_pieces` into its place."""
    if found.piece.key.startswith("content "):
        lesson.rebuilt = found.picture
    elif found.piece.key.startswith("texture "):
        lesson.texture = found.picture


def stages_of(frames: Sequence[Picture], count: int = STAGES) -> list[Picture]:
    """`count` frames from the first to the last, evenly."""
    if not frames:
        return []
    at = sorted({round(each * (len(frames) - 1) / (count - 1)) for each in range(count)})
    return [frames[each] for each in at]


def published_pieces(
    content: Picture,
    style: Picture,
    artwork: Mapping[str, str],
    *,
    edge_px: int = EDGE_PX,
    steps_share: float = 1.0,
    network: str = "auto",
) -> list[Piece]:
    """The same photograph by each published recipe, with its own layers, weights and steps.

    `steps_share` below 1 shortens every recipe alike, for tests and the impatient.
    """
    pieces = []
    for name in PUBLISHED:
        recipe = RECIPES[name]
        steps = max(1, round(recipe.settings.steps * steps_share))
        settings = recipe.settings.changed(long_edge_px=edge_px, steps=steps, network=network)
        job = Job(
            content=content,
            style=style,
            settings=settings,
            artwork=dict(artwork),
            keep_targets="slug" in artwork,
        )
        pieces.append(Piece(key=f"recipe {name}", title=recipe.title, job=job))
    return pieces


def told(found: Painted) -> str:
    """``500 steps of L-BFGS, 24 s, loss 1.2 to 0.03``: what a published recipe took."""
    record = found.record
    settings, loss = record.get("settings", {}), record.get("loss", {})
    method = {"lbfgs": "L-BFGS", "adam": "Adam"}.get(str(settings.get("optimizer")), "")
    steps = record.get("stopped", {}).get("step", settings.get("steps"))
    parts = [f"{steps} steps" + (f" of {method}" if method else "")]
    if isinstance(record.get("seconds"), (int, float)):
        parts.append(f"{record['seconds']:.0f} s")
    first, last = loss.get("first"), loss.get("last")
    if isinstance(last, (int, float)):
        begun = f"{first:.3g} to " if isinstance(first, (int, float)) else ""
        parts.append(f"loss {begun}{last:.3g}")
    return ", ".join(parts)


def published_sheet(title: str, found: Sequence[Painted], network: str = "") -> Picture:
    """The published recipes side by side with their times and losses."""
    cells = [Cell(each.picture, f"{each.piece.title}: {told(each)}") for each in found]
    return lay_out(title, [Band("", cells)], network)


def save_lesson(lesson: Lesson, folder: Path) -> list[Path]:
    """Write every picture of a lesson as PNG, and its words as lesson.json; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, picture in _named(lesson).items():
        files.append(folder / f"{name}.png")
        files[-1].write_bytes(encode_png(picture))
    words = {
        "title": lesson.title,
        "apart": list(lesson.apart),
        "parts": dict(lesson.parts),
        "curve": [float(f"{value:.4g}") for value in lesson.curve],
    }
    files.append(folder / "lesson.json")
    files[-1].write_text(json.dumps(words, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return files


def _named(lesson: Lesson) -> dict[str, Picture]:
    found: dict[str, Picture | None] = {
        "photo": lesson.photo,
        "painting": lesson.painting,
        "rebuilt": lesson.rebuilt,
        "texture": lesson.texture,
        **{f"map-{tap}": picture for tap, picture in lesson.maps.items()},
        **{f"gram-{at}": picture for at, picture in enumerate(lesson.grams)},
        **{f"stage-{at}": picture for at, picture in enumerate(lesson.stages)},
    }
    return {name: picture for name, picture in found.items() if picture is not None}


def load_lesson(folder: Path = EXAMPLE) -> Lesson:
    """The lesson in a folder, by default the one that ships. Raises InputError for lost files."""
    words: dict[str, Any] = json.loads((folder / "lesson.json").read_text("utf-8"))
    names = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix != ".json"}

    def picture(name: str) -> Picture:
        return _read(names.get(name, folder / f"{name}.webp"))

    def row(kind: str) -> list[Picture]:
        return [picture(name) for name in names if name.startswith(f"{kind}-")]

    return Lesson(
        title=words["title"],
        photo=picture("photo"),
        painting=picture("painting"),
        maps={tap: picture(f"map-{tap}") for tap in TAPS},
        grams=row("gram"),
        apart=words["apart"],
        rebuilt=picture("rebuilt"),
        texture=picture("texture"),
        stages=row("stage"),
        parts=words["parts"],
        curve=words["curve"],
        example=True,
    )


def _read(path: Path) -> Picture:
    """Small maps are smaller than what a visitor may give, so only size is not asked of them."""
    from PIL import Image

    if not path.is_file():
        return open_image(path)  # says in a sentence that it cannot be read
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))
