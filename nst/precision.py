"""In which precision the network is walked: fp32, or bf16 where the processor multiplies it.

Only what the network computes inside is meant. Sums over positions, losses, gradients' sums and
the canvas are fp32 always. The choice looks at what the processor can do and not at a stopwatch,
so that the same processor paints the same picture. On CUDA, where convolutions of "fp32" may round
as TF32 and the margin's gradient is summed in no fixed order, equal runs agree only closely.
"""

from __future__ import annotations

import torch


def walk_dtype(precision: str, device: torch.device) -> torch.dtype | None:
    """What `precision` (auto, fp32 or bf16) means here; None is the picture's own, fp32."""
    if precision == "auto":
        precision = "bf16" if multiplies_bf16(device) else "fp32"
    return torch.bfloat16 if precision == "bf16" else None


def multiplies_bf16(device: torch.device) -> bool:
    """Whether this device multiplies bf16 faster than fp32.

    Without instructions for it, it is slower; and AVX-512's on an Intel without AMX run at half the
    rate of fp32 (measured: 80 against 151 GFLOP/s a core), where on AMD bf16 is the faster.
    """
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type != "cpu" or not hasattr(torch.cpu, "get_capabilities"):  # before torch 2.10
        return False
    able = torch.cpu.get_capabilities()
    intel = str(able.get("cpu_name", "")).startswith("Intel")
    return bool(able.get("amx_bf16") or (able.get("avx512_bf16") and not intel))
