"""Pictures with texture, drawn from a seed, for what looks at pictures."""

import numpy as np


def textured(seed=0, height=96, width=96, cell=4):
    """Coloured cells of `cell` px drawn from `seed`, uint8 (H, W, 3)."""
    draw = np.random.default_rng(seed)
    coarse = draw.integers(30, 220, (-(-height // cell), -(-width // cell), 3), np.uint8)
    return coarse.repeat(cell, 0).repeat(cell, 1)[:height, :width]
