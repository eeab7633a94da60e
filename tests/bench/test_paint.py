"""What tells `bench quality` that a picture on disk was painted by an earlier engine."""

import ast
from pathlib import Path

import nst
from bench.quality.paint import ENGINE

NST = Path(nst.__file__).parent
ASIDE = {
    *("errors", "fit", "machine", "options", "places", "records", "runrecord", "selfcheck"),
    *("settings", "targets_disk", "targets_file", "targets_store", "weights"),
}
"""Asked for by a run, but without a say in its pixels, or part of the job's hash themselves."""


def asked_for(name):
    """The modules of `nst` that a module of it imports."""
    file = NST / f"{name}.py"
    nodes = ast.walk(ast.parse(file.read_text("utf-8"))) if file.is_file() else ()
    froms = (node.module or "" for node in nodes if isinstance(node, ast.ImportFrom))
    return {module.split(".")[1] for module in froms if module.startswith("nst.")}


def test_every_module_that_a_run_asks_for_is_the_engines_or_has_no_say():
    found, ahead = set(), {"session", "transfer"}
    while ahead:
        found |= ahead
        ahead = set().union(*map(asked_for, ahead)) - found
    assert found - ASIDE == set(ENGINE)
