"""What the knobs do: one photograph and one painting over a grid of settings.

After figure 3 of Gatys et al. 2015, where layers grow downwards and α/β changes across. Plans the
cells and lays out the sheet; paints nothing itself.

>>> grid = plan_grid(photo, painting, PAPER, "strength,layers")
>>> for turn in paint_series(grid.pieces, paint_here):
...     show(turn.piece.title, turn.event.picture, turn.left_s)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from nst.errors import SettingsError
from nst.recipes import AS_PUBLISHED
from nst.records import Job, Picture
from nst.rooms.series import Painted, Piece
from nst.rooms.sheet import Band, Cell, lay_out
from nst.settings import Settings

SKETCH_EDGE_PX = 80
EDGE_PX = 160
SKETCH_STEPS = 30
DETAIL = 0.5
"""Cells of our own recipe are worked on half as long as a picture to keep, unless that is asked."""

PAPER = AS_PUBLISHED.changed(
    equalize=True,
    palette_target=True,
    pooling="avg",
    content_layers="relu3_1",
    style_layers="relu1_1 relu2_1 relu3_1 relu4_1 relu5_1",
    content_weight=0.5,
    style_weight=1.0,
    tv_weight=3.0,
    optimizer="lbfgs",
    step_size=1.0,
    steps=100,
    init="noise",
)
"""What the grid varies by itself: as in the article from noise, with Gram matrices and L-BFGS.

The content is asked one block earlier than in the article, and in the painting's palette: the
embedded network keeps neither colours nor a scene any deeper. Chosen by eye at 160 px.
"""

_RATIOS = {"5 : 1": 5.0, "1 : 2": 0.5, "1 : 10": 0.1, "1 : 50": 0.02}

MAX_EDGE_PX = 2048
"""A first scale of this size is the only one."""

MOST_CELLS = 36
MOST_VALUES = 8

_GROWING = tuple(
    " ".join(f"relu{block}_1" for block in range(1, deepest + 1)) for deepest in range(1, 6)
)
_FIVE = _GROWING[-1].split()
_WEIGHTS = {
    "decreasing": (0.4, 0.3, 0.15, 0.1, 0.05),
    "equal, 0.2 each": (0.2,) * 5,
    "increasing": (0.05, 0.1, 0.15, 0.3, 0.4),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One value of an axis: its words, and the settings that it changes."""

    words: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Axis:
    """A knob with the values it is turned to. `help` tells what it does."""

    name: str
    label: str
    help: str
    stops: Sequence[Stop]


def _axes() -> dict[str, Axis]:
    strengths = [
        Stop(words, {"content_weight": ratio, "style_weight": 1.0, "strength": 0.5})
        for words, ratio in _RATIOS.items()
    ]
    layers = [
        Stop(f"up to {text.split()[-1]}", {"style_layers": text, "equalize": True})
        for text in _GROWING
    ]
    weights = [
        Stop(words, {"style_layers": _weighted(shares), "equalize": False})
        for words, shares in _WEIGHTS.items()
    ]
    steps = [Stop(f"{count} steps", {"steps": count}) for count in (5, 20, 60, 180)]
    brushes = [Stop(f"brush {value:g}", {"brush": value}) for value in (0.5, 1.0, 1.5, 2.0)]
    found = (
        Axis("strength", "Content : style", "α/β, how much each of them counts.", strengths),
        Axis("layers", "Style layers", "How deep the painting is compared: shapes grow.", layers),
        Axis("weights", "Layer weights", "Which of five layers counts for more.", weights),
        Axis("steps", "Number of steps", "How long each scale is worked on.", steps),
        Axis("brush", "Brush", "The painting's size beside the photograph's.", brushes),
    )
    return {axis.name: axis for axis in found}


def _weighted(shares: Sequence[float]) -> str:
    return " ".join(f"{layer}={share:g}" for layer, share in zip(_FIVE, shares, strict=True))


AXES = _axes()
"""The knobs with their usual values, by name."""


def read_axes(text: str) -> tuple[Axis, Axis | None]:
    """Parse ``strength,layers`` or ``strength=0.2:0.5:0.9,steps`` into the axis across and down.

    A knob of AXES may stand alone; any number of `Settings` may be written with its values. Raises
    SettingsError for what is unknown, too much, or not a value.
    """
    axes = [_read_axis(part.strip()) for part in text.split(",") if part.strip()]
    if not 1 <= len(axes) <= 2:
        raise SettingsError(
            f"{len(axes)} knobs are named; name one or two, such as strength,layers."
        )
    across, down = axes[0], axes[1] if len(axes) == 2 else None
    if down is not None and down.name == across.name:
        raise SettingsError(f"{across.name} is named twice; name two different knobs.")
    touched = {key for stop in across.stops for key in stop.changes}
    if down is not None and touched & {key for stop in down.stops for key in stop.changes}:
        raise SettingsError(
            f"{across.name} and {down.name} turn the same knob; choose another pair."
        )
    cells = len(across.stops) * (len(down.stops) if down else 1)
    if cells > MOST_CELLS:
        raise SettingsError(f"This grid has {cells} pictures; {MOST_CELLS} are the most.")
    return across, down


def _read_axis(text: str) -> Axis:
    name, _, values = text.partition("=")
    if not values:
        if name not in AXES:
            raise SettingsError(
                f"Unknown knob {name!r}; choose from {', '.join(AXES)}, "
                "or write values, such as colors=0:0.5:1."
            )
        return AXES[name]
    known = {each.name: each for each in fields(Settings)}
    if name not in known or isinstance(known[name].default, (bool, str)):
        numbers = [key for key, each in known.items() if not isinstance(each.default, (bool, str))]
        raise SettingsError(f"{name!r} takes no numbers; these do: {', '.join(numbers)}.")
    default: Any = known[name].default
    kind = type(default)
    written = values.split(":")
    if len(written) > MOST_VALUES:
        raise SettingsError(f"{name} has {len(written)} values; {MOST_VALUES} are the most.")
    stops = []
    for each in written:
        try:
            value = kind(each)
        except ValueError as error:
            raise SettingsError(f"{name}={each} is no value; write {name}=1:2:3.") from error
        Settings().changed(**{name: value})
        stops.append(Stop(f"{name.replace('_', ' ')} {value:g}", {name: value}))
    meta = known[name].metadata
    return Axis(name, meta["label"], meta["help"], stops)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """A planned grid: its axes, and the keys of its cells row by row."""

    across: Axis
    down: Axis | None
    keys: Sequence[Sequence[str]]
    pieces: Sequence[Piece]


def plan_grid(
    content: Picture,
    style: Picture,
    settings: Settings,
    over: str,
    *,
    artwork: Mapping[str, str] | None = None,
    edge_px: int = EDGE_PX,
) -> Grid:
    """Every cell of the grid, first as a sketch and then at `edge_px`.

    `over` names the knobs (see `read_axes`); `settings` holds what no knob turns. Raises
    SettingsError before anything is painted.
    """
    across, down = read_axes(over)
    artwork = dict(artwork or {})
    rows = down.stops if down is not None else (Stop("", {}),)
    keys: list[list[str]] = []
    sketches: list[Piece] = []
    cells: list[Piece] = []
    for row, at_row in enumerate(rows):
        keys.append([])
        for column, at_column in enumerate(across.stops):
            key = f"cell {row + 1} {column + 1}"
            keys[-1].append(key)
            words = ", ".join(part for part in (at_column.words, at_row.words) if part)
            changes = {**at_row.changes, **at_column.changes}
            changed = settings.changed(**changes)
            whole = settings.first_scale_px >= MAX_EDGE_PX
            if not whole and not {"steps", "detail"} & set(changes):
                changed = changed.changed(detail=settings.detail * DETAIL)
            for pieces, sized in (
                (sketches, _sketch(changed, edge_px)),
                (cells, _sized(changed, edge_px)),
            ):
                job = Job(
                    content=content,
                    style=style,
                    settings=sized,
                    artwork=artwork,
                    keep_targets="slug" in artwork,
                )
                pieces.append(Piece(key=key, title=words, job=job))
    own_size = any("long_edge_px" in stop.changes for stop in across.stops) or any(
        "long_edge_px" in stop.changes for stop in rows
    )
    first = [] if own_size else sketches  # sketches of one size would show nothing
    return Grid(across=across, down=down, keys=keys, pieces=[*first, *cells])


def _sized(settings: Settings, edge_px: int) -> Settings:
    if settings.long_edge_px != Settings().long_edge_px:
        return settings  # a knob has set it
    first = settings.first_scale_px
    if first < MAX_EDGE_PX:
        first = min(first, max(64, edge_px // 2))
    return settings.changed(long_edge_px=edge_px, first_scale_px=first)


def _sketch(settings: Settings, edge_px: int) -> Settings:
    edge = min(SKETCH_EDGE_PX, edge_px)
    return settings.changed(
        long_edge_px=edge,
        first_scale_px=max(settings.first_scale_px, edge),
        steps=min(settings.steps, SKETCH_STEPS),
    )


def grid_sheet(title: str, grid: Grid, found: Mapping[str, Painted], network: str = "") -> Picture:
    """What has been painted of the grid as one sheet, rows under each other."""
    bands = []
    for row, keys in enumerate(grid.keys):
        heading = grid.down.stops[row].words if grid.down is not None else ""
        cells = [
            Cell(found[key].picture if key in found else None, grid.across.stops[at].words)
            for at, key in enumerate(keys)
        ]
        bands.append(Band(heading, cells))
    return lay_out(title, bands, network)
