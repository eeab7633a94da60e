"""Recipes: complete settings, each the method of a source, with what was chosen where it is silent.

A recipe is data. It runs through the same engine as every other.
"""

from __future__ import annotations

from dataclasses import dataclass

from nst.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Settings after a source; `choices` says what the source leaves open and what we took."""

    name: str
    title: str
    source: str
    url: str
    choices: str
    settings: Settings


AS_PUBLISHED = Settings(
    first_scale_px=2048,
    equalize=False,
    margin=False,
    palette_target=False,
    softness=0.0,
    hue_px=1,
    redraw=0.0,
    by_detail=False,
    own_light=0.0,
    palette_weight=0.0,
    face_weight=1.0,
    luminance_weight=0.0,
    tv_weight=0.0,
    average=0.0,
    decay=False,
    momentum=0.9,
    memory=0.999,
    style_loss="gram",
    pooling="max",
)
"""Published methods work at one scale, with their own divisors and none of our additions.

What else is to be plain starts here too, so that an addition is left out in one place.
"""

_ALL = (
    Recipe(
        name="gallery",
        title="Gallery",
        source="This project",
        url="",
        choices=(
            "Coarse to fine from the photograph in the painting's palette, busy places in that of "
            "its busy places; fine lines are drawn in anew at each scale; Wasserstein distance of "
            "means and covariances of eleven layers that pull equally hard, and of the colours "
            "themselves; content at conv2_1, which keeps the drawing and counts more in faces; "
            "Adam with small steps and little momentum; light and shade kept."
        ),
        settings=Settings(),
    ),
    Recipe(
        name="gatys-2016",
        title="Gatys, Ecker & Bethge 2016",
        source="Image Style Transfer Using Convolutional Neural Networks, CVPR 2016",
        url="https://www.cv-foundation.org/openaccess/content_cvpr_2016/html/"
        "Gatys_Image_Style_Transfer_CVPR_2016_paper.html",
        choices=(
            "The paper's layers by name, so before the ReLU (the authors' own code reads after "
            "it), average pooling, white noise and L-BFGS. Its ratio of weights "
            "depends on the picture's size, so the divisors and weights are those of the authors' "
            "own PyTorch code: content 1, style 1000/N² with N the published channel counts. It "
            "gives no number of steps; that code takes 500."
        ),
        settings=AS_PUBLISHED.changed(
            recipe="gatys-2016",
            convention="gatys",
            pooling="avg",
            content_layers="conv4_2",
            style_layers=(
                "conv1_1=0.244140625 conv2_1=0.06103515625 conv3_1=0.0152587890625 "
                "conv4_1=0.003814697265625 conv5_1=0.003814697265625"
            ),
            content_weight=1.0,
            style_weight=1.0,
            optimizer="lbfgs",
            step_size=1.0,
            steps=500,
            init="noise",
        ),
    ),
    Recipe(
        name="jacq",
        title="PyTorch tutorial (A. Jacq)",
        source="Neural Transfer Using PyTorch, used by the article “I Wish I Were Van Gogh”",
        url="https://docs.pytorch.org/tutorials/advanced/neural_style_tutorial.html",
        choices=(
            "Its conv_1 … conv_5 are conv1_1, conv1_2, conv2_1, conv2_2 and conv3_1, and its "
            "content layer conv_4 is conv2_2. It clamps the picture inside the closure; here only "
            "what is shown is clamped, because the other way is known to explode."
        ),
        settings=AS_PUBLISHED.changed(
            recipe="jacq",
            convention="jacq",
            content_layers="conv2_2",
            style_layers="conv1_1 conv1_2 conv2_1 conv2_2 conv3_1",
            content_weight=1.0,
            style_weight=1e6,
            optimizer="lbfgs",
            step_size=1.0,
            steps=300,
            init="content",
        ),
    ),
    Recipe(
        name="ahmed",
        title="Comic strip (A. Ahmed)",
        source="Abraar Ahmed's account of photographs turned into Renoir and a comic strip",
        url="",
        choices=(
            "From the photograph, with style weights that fall from conv1_1 to conv5_1 and Adam "
            "over many steps. The account gives no numbers; the layer weights 1, 0.75, 0.2, 0.2, "
            "0.2, the Adam step, the 2000 steps and the weights 1 and 10⁶ are those of the widely "
            "used course notebook of the same design. Its step of 0.003 moves normalised pixels, "
            "which is 0.003 × 0.226 on [0, 1]."
        ),
        settings=AS_PUBLISHED.changed(
            recipe="ahmed",
            convention="ahmed",
            content_layers="conv4_2",
            style_layers="conv1_1=1 conv2_1=0.75 conv3_1=0.2 conv4_1=0.2 conv5_1=0.2",
            content_weight=1.0,
            style_weight=1e6,
            optimizer="adam",
            step_size=0.00068,
            steps=2000,
            init="content",
        ),
    ),
    Recipe(
        name="ng",
        title="deeplearning.ai course (A. Ng)",
        source="Convolutional Neural Networks, week 4: Art Generation with Neural Style Transfer",
        url="https://www.coursera.org/learn/convolutional-neural-networks",
        choices=(
            "0.2 on each of five layers, α 10, β 40, Adam, from the photograph under noise. "
            "Editions differ in content layer and step size; taken here are conv4_2 and average "
            "pooling of the first one, a step of 0.01 on [0, 1] and 1000 steps. The course feeds "
            "[0, 1] without normalisation; here the network always normalises."
        ),
        settings=AS_PUBLISHED.changed(
            recipe="ng",
            convention="ng",
            pooling="avg",
            content_layers="conv4_2",
            style_layers="conv1_1=0.2 conv2_1=0.2 conv3_1=0.2 conv4_1=0.2 conv5_1=0.2",
            content_weight=10.0,
            style_weight=40.0,
            optimizer="adam",
            step_size=0.01,
            steps=1000,
            init="noisy",
        ),
    ),
)

RECIPES: dict[str, Recipe] = {recipe.name: recipe for recipe in _ALL}
"""Every recipe by name, our own first."""
