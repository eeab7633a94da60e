"""What the machine can spare, against what the system says of itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nst import machine


def test_available_memory_is_no_more_than_the_machine_has():
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    assert 0 < machine.available_memory_bytes() <= total


@pytest.mark.parametrize(
    ("taken", "statistics", "available"),
    [
        (400_000, "anon 250000\ninactive_file 0\n", 600_000),
        (950_000, "anon 250000\ninactive_file 650000\n", 700_000),  # files only remembered
        (400_000, None, 600_000),
    ],
)
def test_a_containers_limit_is_respected(taken, statistics, available, tmp_path, monkeypatch):
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text(f"{taken}\n")
    if statistics:
        (tmp_path / "memory.stat").write_text(statistics)
    monkeypatch.setattr(machine, "_CGROUP", Path(tmp_path))
    assert machine.available_memory_bytes() == available


HELD = """
import resource
import numpy as np
from nst import machine
machine.hold_pages()
def fill():
    for _ in range(20):
        np.ones(50_000_000, np.uint8)
fill()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
fill()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
import psutil
held = psutil.Process().memory_info().rss
machine.release_pages()
print(held - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's own settings")
def test_held_pages_are_taken_again_without_faults_and_can_be_given_back():
    ran = subprocess.run([sys.executable, "-c", HELD], capture_output=True, check=True, text=True)
    faults, given_back = map(int, ran.stdout.split())
    assert faults < 1000  # 20 × 12,000 if they were mapped anew each time
    assert given_back > 40_000_000
