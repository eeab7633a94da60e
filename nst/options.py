"""How a setting is declared: its default, its range or choices, its words; and how it is checked.

Knows no setting by name.
"""

from __future__ import annotations

from dataclasses import Field, field
from typing import Any, Literal

from nst.errors import SettingsError
from nst.layers import layer_weights

Group = Literal["painter", "curious"]


def knob(
    default: float,
    *,
    low: float,
    high: float,
    step: float,
    label: str,
    help: str,
    unit: str = "",
    group: Group = "curious",
) -> Any:
    """Declare a number with its range; its type is that of the default."""
    meta = {"low": low, "high": high, "step": step, "unit": unit}
    return field(default=default, metadata=meta | {"label": label, "help": help, "group": group})


def choice(default: str, *choices: str, label: str, help: str, group: Group = "curious") -> Any:
    """Declare a word to be chosen from a list."""
    meta = {"choices": choices, "label": label, "help": help, "group": group}
    return field(default=default, metadata=meta)


def switch(default: bool, *, label: str, help: str, group: Group = "curious") -> Any:
    """Declare something that is on or off."""
    return field(default=default, metadata={"label": label, "help": help, "group": group})


def layers(default: str, *, label: str, help: str) -> Any:
    """Declare layers with weights, written ``conv3_1=10 conv4_2`` (a bare name weighs 1)."""
    meta = {"layers": True, "label": label, "help": help, "group": "curious"}
    return field(default=default, metadata=meta)


def check(each: Field[Any], value: Any) -> None:
    """Raise SettingsError when a value has the wrong type or lies outside its range (NaN too)."""
    meta, default = each.metadata, each.default
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise SettingsError(f"{each.name} is {value!r}; it is either true or false.")
    elif isinstance(default, str):
        if not isinstance(value, str):
            raise SettingsError(f"{each.name} is {value!r}; it is a word.")
        if "choices" in meta and value not in meta["choices"]:
            options = ", ".join(meta["choices"])
            raise SettingsError(f"Unknown {each.name} {value!r}; choose one of: {options}.")
        if "layers" in meta:
            layer_weights(value)
    else:
        whole = isinstance(default, int)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            kind = "a whole number" if whole else "a number"
            raise SettingsError(f"{each.name} is {value!r}; it is {kind}.")
        if not meta["low"] <= value <= meta["high"]:
            unit = f" {meta['unit']}" if meta["unit"] else ""
            raise SettingsError(
                f"{each.name} is {value}{unit}; it lies between "
                f"{meta['low']:g} and {meta['high']:g}{unit}."
            )
