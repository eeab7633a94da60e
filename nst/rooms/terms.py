"""The steps of the course, and for each of its terms the code that does it."""

from __future__ import annotations

STEPS: dict[str, dict[str, str]] = {
    "What a ConvNet sees": {
        "the network": "nst.vgg:VGGFeatures",
        "layers": "nst.vgg:layer_names",
        "answers": "nst.vgg:VGGFeatures.forward",
        "strongest channel": "nst.rooms.answers:strongest_channels",
    },
    "Content and style, apart": {
        "rebuilt from noise": "nst.rooms.explorer:content_settings",
        "a texture": "nst.rooms.explorer:texture_settings",
    },
    "Step 1: compare the content": {
        "content loss": "nst.losses:squared_error",
        "targets": "nst.objective:Objective.__init__",
        "faces": "nst.faces:face_mask",
    },
    "Step 2: compare the style": {
        "Gram matrix": "nst.losses:gram_matrix",
        "means and covariances": "nst.losses:mean_and_covariance",
        "style losses": "nst.losses:STYLE_LOSSES",
    },
    "Step 3: add both up": {
        "total loss": "nst.objective:Objective.__call__",
        "smoothness": "nst.losses:total_variation",
        "pull equally hard": "nst.objective:Objective.equalize",
        "colours themselves": "nst.palette:Palette",
        "divisors": "nst.objective:CONVENTIONS",
    },
    "The optimiser": {
        "the whole run": "nst.transfer:stylize",
        "scales": "nst.plan:plan_scales",
        "fine lines": "nst.canvas:grown",
        "optimiser": "nst.optimizers:optimize",
        "recipes": "nst.recipes:RECIPES",
    },
}
"""Titles in the order of the article; terms as they stand in the text, with module:name."""
