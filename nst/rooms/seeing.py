"""Answers a Look: what the taps of a network say to some pictures. Changes nothing, paints nothing.

torch is opened when something is looked at, not when this module is.
"""

from __future__ import annotations

from nst.records import Look, Seen


def see(look: Look, *, offline: bool | None = None) -> Seen:
    """The features of each picture at each tap, float32 (C, h, w), without margins.

    Through the network that the look names, in the state in which it paints; with `offline` the Hub
    is not asked for it. Raises SettingsError for a tap that the network does not have, InputError
    for a picture too small for it, WeightsError without weights.
    """
    import torch

    from nst.canvas import to_canvas
    from nst.networks import load_network

    network = load_network(look.network, look.pooling, offline=offline, unit_means=True)
    with torch.no_grad():
        found = [
            network.features(to_canvas(picture).to(network.device), look.taps)
            for picture in look.pictures
        ]
    features = tuple({tap: each[tap].cpu().numpy() for tap in look.taps} for each in found)
    return Seen(features=features, network=dict(network.card))
