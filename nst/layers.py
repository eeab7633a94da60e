"""The layers of VGG by name, and how choices of them are written. Nothing here imports torch."""

from __future__ import annotations

from nst.errors import SettingsError

LAYERS_PER_BLOCK = {"vgg19": (2, 2, 4, 4, 4), "vgg16": (2, 2, 3, 3, 3)}


def layer_weights(text: str) -> dict[str, float]:
    """Parse ``conv3_1=10 conv4_2`` into layer weights, in the order written.

    Raises SettingsError for a name that no VGG has, a doubled name or a weight that is not a
    finite number of 0 or more.
    """
    weights: dict[str, float] = {}
    for item in text.replace(",", " ").split():
        name, _, number = item.partition("=")
        try:
            weight = float(number) if number else 1.0
        except ValueError:
            weight = float("nan")
        if not 0 <= weight < float("inf"):
            raise SettingsError(f"Layer {name} has weight {number!r}; write a number, 0 or more.")
        if not _is_layer(name):
            raise SettingsError(
                f"Unknown layer {name!r}; write names such as conv1_1, relu4_2 or pool3."
            )
        if name in weights:
            raise SettingsError(f"Layer {name} is written twice; write each layer once.")
        weights[name] = weight
    if not weights:
        raise SettingsError("No layer is named; write at least one, such as conv3_1.")
    return weights


def layers_in(text: str, topology: str) -> str:
    """The same choice of layers for a VGG whose blocks may be shorter, else as it was written.

    A layer beyond the end of its block becomes that block's last one, unless it is named already:
    ``relu3_3 relu3_4`` is ``relu3_3`` in VGG-16. Raises SettingsError as `layer_weights` does.
    """
    weights = layer_weights(text)
    nearest = {name: _nearest(name, LAYERS_PER_BLOCK[topology]) for name in weights}
    if all(name == own for name, own in nearest.items()):
        return text
    found: dict[str, float] = {}
    for name, weight in weights.items():
        if nearest[name] == name or nearest[name] not in weights:
            found.setdefault(nearest[name], weight)
    return " ".join(f"{name}={weight!r}" for name, weight in found.items())


def _nearest(name: str, counts: tuple[int, ...]) -> str:
    if name.startswith("pool"):
        return name
    block, index = (int(number) for number in name[4:].split("_"))
    return f"{name[:4]}{block}_{min(index, counts[block - 1])}"


def _is_layer(name: str) -> bool:
    counts = LAYERS_PER_BLOCK["vgg19"]
    convs = {
        f"{kind}{block}_{index}"
        for block, count in enumerate(counts, start=1)
        for index in range(1, count + 1)
        for kind in ("conv", "relu")
    }
    return name in convs or name in {f"pool{block}" for block in range(1, 6)}
