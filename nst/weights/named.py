"""A weights file that a person named: what is it, and can it paint?

Accepted are safetensors files with torchvision's keys (timm's whole file, or the small one of our
cache), what this project's training writes, and torchvision's own two .pth files. Those are
pickles: they are recognised by their hash and never opened here.
"""

from __future__ import annotations

import string
from pathlib import Path

from nst.errors import WeightsError
from nst.weights.check import check_file, sha256_of
from nst.weights.memo import once_per_file
from nst.weights.networks import NETWORKS, Name, WeightsFile
from nst.weights.ranged import Header, Malformed, read_header

ACCEPTED = (
    "Accepted are model.safetensors of timm/vgg19.tv_in1k or timm/vgg16.tv_in1k, "
    "vgg19-dcbb9e9d.pth, vgg16-397923af.pth, or a file that `nst weights fetch` made"
)

# torch.save writes a zip; before version 1.6 it began with this pickled magic number.
PTH_OPENINGS = (b"PK\x03\x04", b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19")

OPENING_BYTES = 512


def recognise(path: Path) -> WeightsFile:
    """Find out which network a named file holds, and check it.

    Raises WeightsError that says what the file is instead and what is accepted.
    """
    return once_per_file(repr(NETWORKS), path, lambda: _recognise(path))


def _recognise(path: Path) -> WeightsFile:
    try:
        if path.is_dir():
            raise _refused(path, "it is a folder")
        with path.open("rb") as file:
            opening = file.read(OPENING_BYTES)
        if opening.startswith(PTH_OPENINGS):
            return _recognise_pth(path)
        if opening[8:9] == b"{":
            return _recognise_safetensors(path)
    except FileNotFoundError:
        raise WeightsError(
            f"The weights file {path} does not exist; check --weights or NST_WEIGHTS."
        ) from None
    except OSError as error:
        raise _refused(path, f"it cannot be read: {error.strerror or error}") from error
    raise _refused(path, _describe(opening))


def _recognise_pth(path: Path) -> WeightsFile:
    sha256 = sha256_of(path)
    for network in NETWORKS.values():
        if sha256.startswith(network.pth_sha256):
            return _found(path, network.name, sha256, f"{network.title} from the file {path.name}")
    raise _refused(
        path,
        f"it is a PyTorch file whose SHA-256 begins with {sha256[:8]}; that of a whole "
        "vgg19-dcbb9e9d.pth begins with dcbb9e9d, that of vgg16-397923af.pth with 397923af",
    )


def _recognise_safetensors(path: Path) -> WeightsFile:
    try:
        header = read_header(path)
        for network in NETWORKS.values():
            # All convolutions of one network are never among those of the other.
            if network.shapes().keys() <= header.tensors.keys() and _has_width(
                header, network.widths
            ):
                # Other numbers than the published are somebody's choice: `nst.selfcheck` tells.
                check_file(network, path, header, published=False)
                what = f"{network.title} from the file {path.name}"
                return _found(path, network.name, sha256_of(path), what)
        if _is_own_training(header):
            what = f"the small network in the file {path.name}"
            return _found(path, "embedded", sha256_of(path), what)
    except Malformed as error:
        raise _refused(path, f"{error}") from error
    raise _refused(
        path, f"it is a safetensors file of {_count(header)} but holds no VGG known here"
    )


def _has_width(header: Header, widths: tuple[int, ...]) -> bool:
    return header.tensors["features.0.weight"].shape[:1] == widths[:1]


def _is_own_training(header: Header) -> bool:
    """Was the file written by this project's training (see `training.export`)?"""
    about = header.metadata
    widths = about.get("widths", "").split(",")
    return (
        about.get("name") == "embedded"
        and about.get("topology") in NETWORKS
        and len(widths) == 5
        and all(width.isdecimal() and int(width) > 0 for width in widths)
        and "features.0.weight" in header.tensors
    )


def _count(header: Header) -> str:
    return f"{len(header.tensors)} tensor{'' if len(header.tensors) == 1 else 's'}"


def _found(path: Path, name: Name, sha256: str, what: str) -> WeightsFile:
    return WeightsFile(
        path=path, name=name, source="file", sha256=sha256, label=f"Painted by {what}."
    )


def _describe(opening: bytes) -> str:
    """What a file seems to be, judged by how it begins."""
    if not opening:
        return "it is empty"
    if opening.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return "it is a web page, so the download went wrong"
    if opening.startswith(b"version https://git-lfs"):
        return "it is a Git LFS pointer, not the file itself; run `git lfs pull`"
    if opening.startswith(b"\x89HDF"):
        return "it is an HDF5 file, as Keras writes them"
    if opening[:1] == b"\x80":
        return "it is a Python pickle"
    printable = opening[:16].decode("ascii", "replace")
    if all(character in string.printable for character in printable):
        return f"it begins with the text {printable!r}"
    return f"it begins with the bytes {opening[:8].hex(' ')}"


def _refused(path: Path, reason: str) -> WeightsError:
    return WeightsError(f"{path} cannot be used: {reason}. {ACCEPTED}.")
