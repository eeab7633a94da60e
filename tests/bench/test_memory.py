"""What a run is planned to need, against what a run in a fresh process needs."""

import pytest

from bench.memory import run_peak


@pytest.mark.parametrize(("size", "available"), [((384, 512), None), ((768, 1024), 550_000_000)])
def test_memory_is_foretold_within_forty_percent(size, available):
    found = run_peak("embedded", size, available_bytes=available)
    foretold = found["before_bytes"] + found["predicted_run_bytes"]
    assert foretold == pytest.approx(found["peak_bytes"], rel=0.4)
    assert (found["tile_px"] is None) is (available is None)
    assert available is None or found["run_bytes"] <= available
