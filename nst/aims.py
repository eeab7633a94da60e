"""What a run works towards at each scale: the photograph, in which palette, and the painting.

Looks at each of them once for all scales where that is enough.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from nst.boxes import Box
from nst.canvas import to_canvas
from nst.faces import face_mask, find_faces
from nst.images import fingerprint, resize, size_at
from nst.layers import layer_weights
from nst.networks import Network
from nst.objective import Objective
from nst.palette import Palette
from nst.plan import Scale, style_edge_px
from nst.precision import walk_dtype
from nst.records import Picture
from nst.repaint import PALETTE_EDGE_PX, Repaint, learn_repaint
from nst.settings import Settings
from nst.targets import Recall, StyleTargets, style_targets, targets_key


class Aims:
    """Photograph and painting of one run, uint8 (H, W, 3), as its scales want them."""

    def __init__(
        self,
        content: Picture,
        style: Picture,
        settings: Settings,
        network: Network,
        *,
        recall: Recall | None = None,
        tile_px: int | None = None,
        faces: tuple[Box, ...] | None = None,
    ) -> None:
        self.content, self.style = content, style
        self.settings, self.network = settings, network
        self.recall, self.tile_px = recall, tile_px
        self._known_faces = faces
        self._content_here: Picture | None = None

    def content_at(self, height: int, width: int) -> Picture:
        """The photograph at this size in px; the last one is kept."""
        if self._content_here is None or self._content_here.shape[:2] != (height, width):
            self._content_here = resize(self.content, height, width)
        return self._content_here

    def repainted(self, height: int, width: int) -> Picture:
        """The same in the painting's palette, with its own fine light."""
        return self._repaint(self.content_at(height, width), self.settings.own_light)

    def drawing(self, scale: Scale) -> Tensor:
        """What the canvas is compared with: the photograph, in whichever palette is asked for."""
        own = self.repainted if self.settings.palette_target else self.content_at
        return self.tensor(own(scale.height, scale.width))

    def objective(self, drawing: Tensor, scale: Scale) -> Objective:
        """The objective of a scale; `drawing` as of that name."""
        return Objective(
            self.network.features,
            self.settings,
            drawing,
            self._style_targets(scale),
            palette=self._palette,
            stress=self._stress(scale),
            tile_px=self.tile_px,
        )

    @cached_property
    def faces(self) -> tuple[Box, ...]:
        """Those to be painted with care; looked for only if there is need and nobody knows them."""
        if self.settings.face_weight == 1:
            return ()
        return find_faces(self.content) if self._known_faces is None else self._known_faces

    def tensor(self, picture: Picture) -> Tensor:
        """A picture as a canvas, where the network is."""
        return to_canvas(picture).to(self.network.device)

    def _stress(self, scale: Scale) -> Tensor | None:
        """How often the photograph counts at each place: more in faces, else once."""
        if not self.faces:
            return None
        mask = face_mask(self.faces, scale.height, scale.width)
        stress = 1 + (self.settings.face_weight - 1) * torch.from_numpy(mask)[None, None]
        return stress.to(self.network.device)

    def _style_targets(self, scale: Scale) -> StyleTargets:
        features, chosen = self.network.features, self.settings
        edge = style_edge_px(chosen, scale, *self.style.shape[:2])
        size_px = size_at(self.style, edge)
        what = (layer_weights(chosen.style_layers), chosen.style_loss)
        how: dict[str, Any] = {
            "margin": chosen.margin,
            "dtype": walk_dtype(chosen.precision, self.network.device),
            "tile_px": self.tile_px,
        }

        def compute() -> StyleTargets:
            style = self.tensor(resize(self.style, *size_px))
            return style_targets(features, style, *what, **how)

        if self.recall is None:
            return compute()
        key = targets_key(features, self._painting, size_px, *what, **how)
        return self.recall(key, compute)

    @cached_property
    def _palette(self) -> Palette | None:
        if not self.settings.palette_weight:
            return None
        return Palette(self.tensor(resize(self.style, *size_at(self.style, PALETTE_EDGE_PX))))

    @cached_property
    def _painting(self) -> str:
        return fingerprint(self.style)

    @cached_property
    def _repaint(self) -> Repaint:
        """Learnt only if the settings ask for it."""
        by_detail, seed = self.settings.by_detail, self.settings.seed
        return learn_repaint(self.content, self.style, by_detail=by_detail, seed=seed)
