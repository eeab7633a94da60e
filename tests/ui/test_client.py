"""The endpoint for programs, through Gradio's own client on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from gradio_client import Client, handle_file

from nst.errors import RunError
from nst.images import read_record
from tests.fakes import FakePainter

Serve = Callable[..., str]


def client(address: str, folder: Path) -> Client:
    return Client(address, verbose=False, download_files=str(folder), analytics_enabled=False)


def test_the_endpoint_paints_and_returns_picture_and_record(
    serve: Serve, painter: FakePainter, examples_folder: Path, tmp_path: Path
) -> None:
    gallery = client(serve(painter), tmp_path)
    path, record = gallery.predict(
        photograph=handle_file(str(examples_folder / "cat.jpg")),
        artwork="tall-stripes",
        settings=json.dumps({"long_edge_px": 160, "strength": 0.7}),
        api_name="/paint",
    )
    assert record["artwork"]["slug"] == "tall-stripes"
    assert painter.jobs[0].settings.strength == 0.7
    assert read_record(Path(path)) == record


@pytest.mark.parametrize(
    ("artwork", "settings", "sentence"),
    [
        ("mona-lisa", "{}", "No artwork is called"),
        ("blue-stripes", '{"strength": 7}', "lies between 0 and 1"),
        ("blue-stripes", '{"long_edge_px": 4096}', "on the page it is 2048 px at most"),
        ("blue-stripes", '{"stregth": 1}', "Unknown setting stregth"),
        ("blue-stripes", "strength=1", "not JSON"),
    ],
)
def test_the_endpoint_says_in_one_sentence_what_is_wrong(
    serve: Serve,
    painter: FakePainter,
    examples_folder: Path,
    tmp_path: Path,
    artwork: str,
    settings: str,
    sentence: str,
) -> None:
    gallery = client(serve(painter), tmp_path)
    with pytest.raises(Exception, match=sentence):
        gallery.predict(
            photograph=handle_file(str(examples_folder / "cat.jpg")),
            artwork=artwork,
            settings=settings,
            api_name="/paint",
        )


def test_an_error_of_the_run_reaches_the_program(
    serve: Serve, examples_folder: Path, tmp_path: Path
) -> None:
    gallery = client(serve(FakePainter(error=RunError("It diverged at step 5."))), tmp_path)
    with pytest.raises(Exception, match="It diverged at step 5"):
        gallery.predict(photograph=handle_file(str(examples_folder / "cat.jpg")), api_name="/paint")


def test_only_the_endpoint_for_programs_is_shown(
    serve: Serve, painter: FakePainter, tmp_path: Path
) -> None:
    described = client(serve(painter), tmp_path).view_api(return_format="dict", print_info=False)
    assert list(described["named_endpoints"]) == ["/paint"]
    assert described["unnamed_endpoints"] == {}
