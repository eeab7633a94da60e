"""Is what was read really the network it is said to be?

Judges bytes that are already here; where they came from is somebody else's subject.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nst.weights.networks import Published
from nst.weights.ranged import Bytes, Header, Malformed, read_tensors, select

# Published first kernels are rounded to four decimals.
KERNEL_TOLERANCE = 1e-4

# Standard deviation of the first convolution. Trained VGG networks lie near 0.2 to 0.3; zeros,
# uninitialised memory and a wrong byte order lie far outside.
FIRST_LAYER_STD = (0.02, 2.0)

CHUNK_BYTES = 1 << 20


def check_tensors(
    network: Published, tensors: Mapping[str, Bytes], *, published: bool = True
) -> dict[str, str]:
    """SHA-256 by key of float32 tensors, once they have passed every test.

    Lengths and finite numbers; if they come from the publisher also the first kernel, the spread
    of the first convolution, and the pinned hashes if the network has any. Raises Malformed at the
    first that fails.
    """
    for key, shape in network.shapes().items():
        numbers = _numbers(key, tensors[key], shape)
        if not np.isfinite(numbers).all():
            raise Malformed(f"{key} holds numbers that are not finite")
        if key.endswith(".weight") and not np.ptp(numbers) > 0:
            raise Malformed(f"{key} holds one number only, {numbers.flat[0]:g}")
    hashes = {key: hashlib.sha256(tensors[key]).hexdigest() for key in network.shapes()}
    if published:
        _check_first_layer(network, tensors)
        check_pins(hashes, network.pins)
    return hashes


def check_pins(hashes: Mapping[str, str], pins: Mapping[str, str]) -> None:
    """Raise Malformed if a tensor's SHA-256 is not the pinned one."""
    for key, pin in pins.items():
        if hashes.get(key) != pin:
            found = hashes.get(key, "missing")
            raise Malformed(f"{key} has SHA-256 {found[:12]}… instead of {pin[:12]}…")


def _numbers(key: str, raw: Bytes, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    numbers = np.frombuffer(raw, dtype="<f4")
    if numbers.size != np.prod(shape):
        raise Malformed(f"{key} has {numbers.size:,} numbers instead of {np.prod(shape):,}")
    return numbers


def _check_first_layer(network: Published, tensors: Mapping[str, Bytes]) -> None:
    first = np.frombuffer(tensors["features.0.weight"], dtype="<f4").astype(np.float64)
    low, high = FIRST_LAYER_STD
    if not low <= first.std() <= high:
        raise Malformed(
            f"its first convolution spreads by {first.std():.3g} ({low} to {high} is sane)"
        )
    expected = np.array(network.first_kernel)
    if expected.size and not np.allclose(
        first[: expected.size], expected, rtol=0, atol=KERNEL_TOLERANCE
    ):
        raise Malformed(f"its first kernel is not that of {network.title}")


def check_file(
    network: Published, path: Path, header: Header, *, published: bool = True
) -> dict[str, str]:
    """`check_tensors` for the convolutions of a file on disk; raises Malformed or OSError."""
    select(header, network.shapes())
    tensors = read_tensors(path, header, network.shapes())
    return check_tensors(network, tensors, published=published)


def sha256_of(path: Path) -> str:
    """SHA-256 of a whole file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
