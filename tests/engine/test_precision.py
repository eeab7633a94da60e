"""Which precision a processor is given, by what it says of itself."""

from __future__ import annotations

import pytest
import torch

from nst.precision import walk_dtype

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("able", "chosen"),
    [
        ({"cpu_name": "AMD EPYC", "avx512_bf16": True}, torch.bfloat16),
        ({"cpu_name": "Intel Xeon", "avx512_bf16": True, "amx_bf16": True}, torch.bfloat16),
        ({"cpu_name": "Intel Xeon", "avx512_bf16": True, "amx_bf16": False}, None),
        ({"cpu_name": "AMD EPYC", "avx512_f": True}, None),
        ({}, None),
    ],
)
def test_bf16_is_taken_only_where_it_is_multiplied_faster(monkeypatch, able, chosen):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able, raising=False)
    assert walk_dtype("auto", CPU) == chosen


def test_before_capabilities_could_be_asked_the_walk_is_fp32(monkeypatch):
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert walk_dtype("auto", CPU) is None


@pytest.mark.parametrize(("precision", "dtype"), [("fp32", None), ("bf16", torch.bfloat16)])
def test_what_was_asked_for_is_what_is_taken(precision, dtype):
    assert walk_dtype(precision, CPU) == dtype
