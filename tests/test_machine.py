"""What the machine can spare, against what the system says of itself."""

import os
from pathlib import Path

import pytest

from nst import machine


def test_available_memory_is_no_more_than_the_machine_has():
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert 0 < machine.available_memory_bytes() <= total


def test_a_containers_limit_is_respected(tmp_path, monkeypatch):
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")
    monkeypatch.setattr(machine, "_CGROUP", Path(tmp_path))
    assert machine.available_memory_bytes() == 600_000


@pytest.mark.parametrize(("before", "after"), [(None, "PASSIVE"), ("ACTIVE", "ACTIVE")])
def test_cores_are_shared_unless_somebody_decided_otherwise(before, after, monkeypatch):
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    if before:
        monkeypatch.setenv("OMP_WAIT_POLICY", before)
    machine.share_cores()
    assert os.environ["OMP_WAIT_POLICY"] == after
