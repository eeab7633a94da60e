"""Tensors as one small safetensors file that knows its own name and checksum."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import safetensors.torch
import torch
from torch import Tensor

from nst.weights.ranged import Malformed, parse_header


def encode_tensors(key: str, tensors: Mapping[str, Tensor]) -> bytes:
    """The file's bytes; `key` is the name under which it will be asked for."""
    held = {name: tensor.cpu().contiguous() for name, tensor in tensors.items()}
    return safetensors.torch.save(held, {"key": key, "crc32": str(_checksum(held))})


def decode_tensors(key: str, content: bytes) -> dict[str, Tensor]:
    """The tensors in order of their names. Raises Malformed if damaged, cut short or another's."""
    about = parse_header(content, len(content)).metadata
    try:
        tensors = safetensors.torch.load(content)
    except Exception as error:  # the library raises many kinds
        raise Malformed(f"its tensors cannot be read ({error})") from error
    expected = {"key": key, "crc32": str(_checksum(tensors))}
    if any(about.get(name) != value for name, value in expected.items()):
        raise Malformed("its checksum or name is another")
    # Tensors of their own, where torch likes to have them: those just read lie within one buffer.
    return {name: tensor.clone() for name, tensor in sorted(tensors.items())}


def _checksum(tensors: Mapping[str, Tensor]) -> int:
    found = 0
    for name, tensor in sorted(tensors.items()):
        found = zlib.crc32(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode(), found)
        found = zlib.crc32(tensor.reshape(-1).view(torch.uint8).numpy().data, found)
    return found
