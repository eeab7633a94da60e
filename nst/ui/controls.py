"""Sliders and switches, drawn from the fields of Settings: the only place that knows both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field, fields
from html import escape
from typing import Any

import gradio as gr

from nst.errors import SettingsError
from nst.gallery import Artwork
from nst.images import WORKING_EDGE_PX
from nst.recipes import RECIPES
from nst.settings import Settings
from nst.ui.markup import curly, link
from nst.ui.pictures import Hung

ENDS = {
    "strength": ("a hint", "lost in paint"),
    "brush": ("fine", "broad"),
    "colors": ("mine", "the painting’s"),
    "face_weight": ("painted over", "kept"),
    "long_edge_px": ("small, quick", "large, slow"),
    "detail": ("a sketch", "every stroke"),
}
"""What the two ends of a painter's slider mean, in a painter's words."""

SLIDER_SPAN = 200
"""A knob with more steps than this is a number to type, not a slider."""

HELP = {
    "init": "The photograph, the same in the painting’s palette or under noise, or noise alone."
}
"""Help that differs from that of Settings: a visitor cannot name a file to start from."""

MAX_PAGE_EDGE_PX = 1536
"""The largest size on the page; the command line goes further."""

PAGE_STEP_PX = 64
"""How finely the size is chosen there."""

NAMES = tuple(each.name for each in fields(Settings))


def build_controls(group: str) -> dict[str, gr.components.Component]:
    """One component for each field of Settings in `group`, in their order, laid out in place."""
    built: dict[str, gr.components.Component] = {}
    for each in fields(Settings):
        if each.metadata["group"] == group:
            with gr.Column(elem_classes=["control"], min_width=220):
                built[each.name] = _component(each)
                if each.name in ENDS:
                    name_ends(each.name)
    return built


def name_ends(name: str) -> None:
    """What the two ends of that slider mean, laid out beneath it."""
    low, high = ENDS[name]
    words = f'<p class="ends" aria-hidden="true"><span>{low}</span><span>{high}</span></p>'
    gr.HTML(words, apply_default_css=False)


def _component(each: Field[Any]) -> gr.components.Component:
    meta: Mapping[str, Any] = each.metadata
    default: Any = each.default
    painter = meta["group"] == "painter"
    unit = f" ({meta['unit']})" if meta.get("unit") else ""
    words: dict[str, Any] = {
        "label": meta["label"] + unit,
        "info": None if painter else curly(HELP.get(each.name, meta["help"])),
        "elem_id": f"setting-{each.name}",
        "elem_classes": ["painter" if painter else "curious"],
        "interactive": True,
    }
    if isinstance(default, bool):
        return gr.Checkbox(default, **words)
    if "choices" in meta:
        return gr.Dropdown(_choices(each), value=default, **words)
    if isinstance(default, str):
        return gr.Textbox(default, **words)
    low, high, step = meta["low"], meta["high"], meta["step"]
    if each.name == "long_edge_px":
        low, high, step = 256, MAX_PAGE_EDGE_PX, PAGE_STEP_PX
    if (high - low) / step > SLIDER_SPAN:
        return gr.Number(default, minimum=low, maximum=high, step=step, **words)
    return gr.Slider(low, high, value=default, step=step, buttons=[], **words)


def _choices(each: Field[Any]) -> list[tuple[str, str]]:
    names = {recipe.name: recipe.title for recipe in RECIPES.values()}
    named = names if each.name == "recipe" else {}
    offered = [value for value in each.metadata["choices"] if value != "given"]
    return [(named.get(value, value), value) for value in offered]


def settings_from(values: Sequence[Any]) -> Settings:
    """The settings that stand on the page, in the order of NAMES; SettingsError if one is off."""
    chosen = zip(fields(Settings), values, strict=True)
    return for_visitors(Settings(**{each.name: _typed(each, value) for each, value in chosen}))


def for_visitors(settings: Settings) -> Settings:
    """The same settings; SettingsError for a size that only the command line paints."""
    if settings.long_edge_px > WORKING_EDGE_PX:
        raise SettingsError(
            f"long_edge_px is {settings.long_edge_px} px; on the page it is {WORKING_EDGE_PX} px "
            "at most. Use the command line, nst paint --size, for larger pictures."
        )
    return settings


def _typed(each: Field[Any], value: Any) -> Any:
    """Bring a number from the browser to the field's type; Settings judges everything else."""
    if value is None:
        raise SettingsError(f"{each.metadata['label']} is empty; write a value.")
    if isinstance(each.default, bool) or isinstance(value, (bool, str)):
        return value
    if isinstance(each.default, int) and float(value).is_integer():
        return int(value)
    return float(value) if isinstance(each.default, float) else value


def tuned_names(gallery: Hung) -> tuple[str, ...]:
    """Names of the settings that at least one artwork recommends a value for."""
    named = {name for artwork in gallery.artworks for name in artwork.settings}
    return tuple(name for name in NAMES if name in named)


def tuning(artwork: Artwork, names: Iterable[str]) -> dict[str, Any]:
    """This artwork's values for `names`; the default where it recommends nothing."""
    settings = artwork.tune(Settings())
    return {name: gr.update(value=getattr(settings, name)) for name in names}


def recipe_values(name: str) -> dict[str, Any]:
    """Updates that lay a recipe over the folded controls, by field name."""
    settings = RECIPES[name].settings
    return {
        each.name: gr.update(value=getattr(settings, each.name))
        for each in fields(Settings)
        if each.metadata["group"] == "curious" and each.name != "recipe"
    }


def recipe_html(name: str) -> str:
    """Where a recipe comes from and what was chosen where its source is silent."""
    recipe = RECIPES[name]
    return (
        f'<p class="recipe-source"><strong>{link(recipe.source, recipe.url)}.</strong> '
        f"{escape(curly(recipe.choices))}</p>"
    )
