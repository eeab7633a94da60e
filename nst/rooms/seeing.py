"""Answers a Look: what the taps of a network say to some pictures. Changes nothing, paints nothing.

torch is opened when something is looked at, not when this module is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nst.records import Look, Seen

if TYPE_CHECKING:
    from nst.networks import Network


def see(look: Look, network: Network | None = None) -> Seen:
    """The features of each picture at each tap, float32 (C, h, w), without margins.

    Without a network the one that the look names. Raises SettingsError for a tap that the network
    does not have, InputError for a picture too small for it, WeightsError without weights.
    """
    import torch

    from nst.canvas import to_canvas
    from nst.networks import load_network

    network = network or load_network(look.network, look.pooling, unit_means=True)
    with torch.no_grad():
        found = [
            network.features(to_canvas(picture).to(network.device), look.taps)
            for picture in look.pictures
        ]
    features = tuple({tap: each[tap].cpu().numpy() for tap in look.taps} for each in found)
    return Seen(features=features, network=dict(network.card))
