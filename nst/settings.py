"""The one list of options: every setting with its range, its words and its default.

Sliders, flags, checks and the run record are loops over its fields. Nothing here imports torch.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, fields
from typing import Any

from nst.errors import SettingsError
from nst.options import check, choice, knob, layers, switch

GALLERY_STYLE_LAYERS = (
    "relu1_1 relu1_2 relu2_1 relu2_2 relu3_1 relu3_2 relu3_3 relu3_4 relu4_1 relu4_2 relu5_1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every option of a run, with its range, its words and its default (the `gallery` recipe).

    Sliders, command-line flags, checks and the run record are all loops over these fields.
    Raises SettingsError when a value has the wrong type or lies outside its range (NaN included).
    """

    strength: float = knob(
        0.5,
        low=0.0,
        high=1.0,
        step=0.05,
        group="painter",
        label="Strength",
        help="From a hint of the painting (0) to a photograph lost in paint (1).",
    )
    brush: float = knob(
        1.0,
        low=0.5,
        high=2.0,
        step=0.05,
        group="painter",
        label="Brush",
        help="Fine strokes (0.5) to broad strokes (2): the painting's size beside the photograph.",
    )
    colors: float = knob(
        1.0,
        low=0.0,
        high=1.0,
        step=0.05,
        group="painter",
        label="Colours",
        help="The photograph's own colours (0) to the painting's (1).",
    )
    face_weight: float = knob(
        7.0,
        low=1.0,
        high=10.0,
        step=0.5,
        group="painter",
        label="Faces",
        help="How many times a face's forms count beside the rest; 1 paints all alike.",
    )
    long_edge_px: int = knob(
        512,
        low=64,
        high=4096,
        step=32,
        unit="px",
        group="painter",
        label="Size",
        help="Long edge of the picture. Twice the size takes about four times as long.",
    )
    detail: float = knob(
        1.0,
        low=0.25,
        high=4.0,
        step=0.25,
        group="painter",
        label="Detail",
        help="How long each scale is worked on: a sketch (0.25) to every stroke considered (4).",
    )
    recipe: str = choice(
        "gallery",
        "gallery",
        "gatys-2016",
        "jacq",
        "ahmed",
        "ng",
        label="Recipe",
        help="The published method that the other values start from.",
    )
    network: str = choice(
        "auto",
        "auto",
        "embedded",
        "vgg19",
        "vgg16",
        label="Network",
        help="The network whose features are compared; auto takes VGG-19 if its weights are here.",
    )
    pooling: str = choice(
        "avg",
        "avg",
        "max",
        label="Pooling",
        help="Average pooling gives smoother strokes; maximum is what VGG learnt with.",
    )
    precision: str = choice(
        "auto",
        "auto",
        "fp32",
        "bf16",
        label="Precision",
        help="What the network computes in: bf16 is faster on some processors (auto knows which).",
    )
    content_layers: str = layers(
        "conv2_1",
        label="Content layers",
        help="Where the photograph is compared: shallow layers hold drawing, deep ones the scene.",
    )
    style_layers: str = layers(
        GALLERY_STYLE_LAYERS,
        label="Style layers",
        help="Where the painting is compared: shallow layers hold texture, deep ones motifs.",
    )
    style_loss: str = choice(
        "wasserstein",
        "gram",
        "covariance",
        "wasserstein",
        label="Style loss",
        help="How two textures are compared: Gram matrices, means and covariances, or the "
        "Wasserstein distance of the latter, which costs a little more.",
    )
    convention: str = choice(
        "balanced",
        "balanced",
        "gatys",
        "jacq",
        "ahmed",
        "ng",
        label="Convention",
        help="What the losses are divided by: our balance, or as one of the sources wrote it.",
    )
    content_weight: float = knob(
        2.0,
        low=0.0,
        high=1e9,
        step=0.1,
        label="Content weight",
        help="More keeps more of the photograph's forms.",
    )
    style_weight: float = knob(
        160.0,
        low=0.0,
        high=1e9,
        step=0.1,
        label="Style weight",
        help="More follows the painting's texture and palette.",
    )
    palette_weight: float = knob(
        1.0,
        low=0.0,
        high=100.0,
        step=0.1,
        label="Palette",
        help="How hard the painting's colours pull beside its texture: each in its own share.",
    )
    luminance_weight: float = knob(
        1.0,
        low=0.0,
        high=1e4,
        step=0.1,
        label="Light and shade",
        help="More keeps the broad light, shade and hues of the photograph as repainted.",
    )
    tv_weight: float = knob(
        0.5,
        low=0.0,
        high=1e4,
        step=0.1,
        label="Smoothness",
        help="Total variation: more calms speckle, too much turns paint to mud.",
    )
    palette_target: bool = switch(
        True,
        label="Repaint the photograph first",
        help="Compare with the photograph in the painting's palette instead of its own colours.",
    )
    by_detail: bool = switch(
        True,
        label="Busy for busy",
        help="Give the photograph's busy places the colours of the painting's busy places, and "
        "quiet ones those of its quiet ones.",
    )
    own_light: float = knob(
        1.0,
        low=0.0,
        high=1.0,
        step=0.1,
        label="Own light",
        help="How much of the photograph's fine light and shade outlives being repainted.",
    )
    equalize: bool = switch(
        True,
        label="Equal layers",
        help="Let every style layer pull equally hard on the picture at the start of each scale.",
    )
    margin: bool = switch(
        True,
        label="Margin",
        help="Let the network look at a mirrored margin, so that no frame shows along the edges.",
    )
    optimizer: str = choice(
        "adam",
        "adam",
        "lbfgs",
        label="Optimiser",
        help="Adam takes small even steps; L-BFGS takes long ones and measures more often.",
    )
    step_size: float = knob(
        0.03,
        low=1e-4,
        high=10.0,
        step=0.001,
        label="Step size",
        help="How far one step moves. Small steps paint strokes, large ones speckle.",
    )
    momentum: float = knob(
        0.7,
        low=0.0,
        high=0.99,
        step=0.05,
        label="Momentum",
        help="How much of its last direction each step of Adam keeps (β₁). Much overshoots the "
        "drawing.",
    )
    memory: float = knob(
        0.7,
        low=0.0,
        high=0.9999,
        step=0.001,
        label="Memory",
        help="How long Adam remembers the size of past slopes (β₂); little takes even steps.",
    )
    decay: bool = switch(
        True,
        label="Calm down",
        help="Let the step size fall to nothing over each scale (cosine).",
    )
    softness: float = knob(
        1.0,
        low=0.0,
        high=8.0,
        step=0.25,
        label="Soft hand",
        help="How far each touch spreads to its neighbours: 0 lets every pixel speckle by itself.",
    )
    hue_px: int = knob(
        4,
        low=1,
        high=16,
        step=1,
        unit="px",
        label="Soft colours",
        help="How far a touch of colour spreads: 1 lets every pixel take a hue by itself.",
    )
    steps: int = knob(
        34,
        low=1,
        high=5000,
        step=10,
        label="Steps",
        help="Steps at the first scale, before Detail multiplies them.",
    )
    later_steps: float = knob(
        1.0,
        low=0.05,
        high=1.0,
        step=0.05,
        label="Later scales",
        help="Steps of each further scale as a share of the scale before.",
    )
    first_scale_px: int = knob(
        96,
        low=32,
        high=2048,
        step=16,
        unit="px",
        label="First scale",
        help="Long edge at which painting begins; large forms of the style are laid down here.",
    )
    scale_ratio: float = knob(
        2.0,
        low=1.1,
        high=4.0,
        step=0.1,
        label="Scale ratio",
        help="How much larger each scale is than the one before.",
    )
    redraw: float = knob(
        0.8,
        low=0.0,
        high=1.0,
        step=0.1,
        label="Redrawing",
        help="How much of the photograph's fine lines is drawn in anew when the picture grows.",
    )
    average: float = knob(
        0.8,
        low=0.0,
        high=0.999,
        step=0.01,
        label="Averaging",
        help="Weight of the past in the running average that is shown; 0 shows the canvas itself.",
    )
    init: str = choice(
        "palette",
        "content",
        "palette",
        "noisy",
        "noise",
        "given",
        label="Start from",
        help="The photograph, the same in the painting's palette or under noise, noise, or a given "
        "picture.",
    )
    seed: int = knob(
        0,
        low=0,
        high=2**31 - 1,
        step=1,
        label="Seed",
        help="The same seed and settings paint the same picture.",
    )

    def __post_init__(self) -> None:
        for each in fields(self):
            check(each, getattr(self, each.name))

    def changed(self, **values: Any) -> Settings:
        """The same settings with some values replaced; unknown names raise SettingsError."""
        known = {each.name for each in fields(self)}
        unknown = sorted(set(values) - known)
        if unknown:
            raise SettingsError(
                f"Unknown setting {', '.join(unknown)}; choose from: {', '.join(sorted(known))}."
            )
        return dataclasses.replace(self, **values)

    def as_dict(self) -> dict[str, Any]:
        """Plain values by field name, ready for JSON."""
        return {each.name: getattr(self, each.name) for each in fields(self)}
