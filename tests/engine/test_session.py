"""The door to the engine: whose memory a run may plan for, and what is said when it is gone."""

import numpy as np
import pytest
import torch

import nst
from nst import session
from nst.errors import RunError
from nst.machine import available_memory_bytes


def test_a_processor_plans_with_the_machine_s_own_memory():
    assert session.spare_bytes(torch.device("cpu")) == pytest.approx(
        available_memory_bytes(), rel=0.2
    )


def test_a_gpu_plans_with_what_is_free_and_what_torch_keeps_for_itself(monkeypatch):
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (3_000, 8_000))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda device: 2_500)
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda device: 1_500)
    assert session.spare_bytes(torch.device("cuda")) == 4_000


def test_a_gpu_without_room_is_told_in_a_sentence(network, content, style, monkeypatch):
    def full(*pictures, **more):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
        yield

    monkeypatch.setattr(session.transfer, "stylize", full)
    with pytest.raises(RunError, match="no room left for 64 px"):
        list(nst.stylize(content, style, nst.Settings(long_edge_px=64), network=network))


def test_closing_a_run_is_no_error(network, content, style):
    run = nst.stylize(content, style, nst.Settings(long_edge_px=64, steps=3), network=network)
    assert next(run).picture.dtype == np.uint8
    run.close()
