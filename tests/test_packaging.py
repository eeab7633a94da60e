"""The door holds few names, each room imports only what its row allows, and lists agree."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nst
from bench.__main__ import new_parser
from nst.gallery import tomllib
from nst.recipes import RECIPES

ROOT = Path(__file__).parent.parent
HEAVY = {
    "torch", "torchvision", "safetensors", "gradio", "spaces", "huggingface_hub", "httpx",
    "skimage",
}  # fmt: skip
ENGINE = {"torch", "torchvision", "safetensors"}
MAY_IMPORT = {
    "nst/rooms/seeing.py": {"torch"},  # inside the function that looks
    "nst/session.py": {"torch"},  # asks a GPU what memory it has
    "nst/vgg.py": ENGINE,
    "nst/losses.py": ENGINE,
    "nst/objective.py": ENGINE,
    "nst/targets.py": ENGINE,
    "nst/targets_store.py": ENGINE,
    "nst/optimizers.py": ENGINE,
    "nst/canvas.py": ENGINE,
    "nst/aims.py": ENGINE,
    "nst/transfer.py": ENGINE,
    "nst/networks.py": ENGINE,
    "nst/selfcheck.py": ENGINE,
    "nst/normalised.py": ENGINE,
    "nst/targets_file.py": ENGINE,
    **dict.fromkeys(
        [
            f"nst/{name}.py"
            for name in ("convolutions", "moments", "palette", "precision", "survey", "tiles")
        ],
        ENGINE,
    ),
    "nst/commons.py": {"httpx"},
    "nst/faces.py": {"skimage"},  # inside the function that opens it
}
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("nst/**/*.py"))


def allowed(module):
    if module.startswith("nst/ui/"):
        return {"gradio"}
    if module.startswith("nst/weights/"):
        return {"huggingface_hub", "httpx"}
    return MAY_IMPORT.get(module, set())


def named_imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0], node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_module_names_only_what_its_row_allows(module):
    heavy = HEAVY - allowed(module)
    broken = [f"line {n}: {name}" for name, n in named_imports(ROOT / module) if name in heavy]
    assert not broken, f"{module} may import {sorted(allowed(module)) or 'nothing heavy'}: {broken}"


@pytest.mark.parametrize(
    "door",
    ["nst", "nst.plan", "nst.images", "nst.gallery", "nst.cli", "nst.weights", "nst.backends",
     "nst.ui", "nst.rooms", "nst.rooms.seeing"],
)  # fmt: skip
def test_opening_this_door_loads_neither_torch_nor_scikit_image(door):
    code = f"import sys, {door}; sys.exit(bool({{'torch', 'skimage'}} & {{*sys.modules}}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("door", ["nst", "nst.cli", "nst.transfer", "nst.backends"])
def test_opening_this_door_does_not_load_gradio(door):
    code = f"import sys, {door}; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("name", nst.__all__)
def test_every_public_name_resolves_and_is_documented(name):
    value = getattr(nst, name)
    assert value is RECIPES or value.__doc__


def test_the_door_holds_no_other_names():
    with pytest.raises(AttributeError, match="stylise"):
        nst.stylise  # noqa: B018


def test_readme_header_names_a_gradio_that_the_requirements_allow():
    header = (ROOT / "README.md").read_text("utf-8").split("---")[1]
    version = re.search(r"sdk_version: *([\d.]+)", header).group(1)
    lowest = re.search(r"gradio>=([\d.]+)", (ROOT / "requirements.txt").read_text("utf-8")).group(1)
    numbers = [tuple(map(int, text.split("."))) for text in (lowest, version)]
    assert numbers[0] <= numbers[1]
    assert len(re.search(r"short_description: *(.*)", header).group(1)) <= 60


def test_readme_lists_every_departure_that_the_code_marks():
    marked = [
        (path.name, line.strip())
        for path in (ROOT / "nst").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if "Differs from" in line
    ]
    section = (ROOT / "README.md").read_text("utf-8").split("## Where it leaves the papers")[1]
    listed = [line for line in section.split("\n## ")[0].splitlines() if line.startswith("- ")]
    assert len(listed) >= len(marked) > 0


def test_package_list_holds_every_package():
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "nst").rglob("__init__.py")
    }
    assert set(listed["packages"]) == found


@pytest.mark.parametrize("path", MODULES)
def test_no_module_has_grown_too_long(path):
    assert len((ROOT / path).read_text("utf-8").splitlines()) <= 400


def test_every_command_of_make_quality_is_one_that_bench_understands():
    asked = ["make", "-n", "quality", "NETWORK=vgg19", "PHOTOS=a", "PAINTINGS=b"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    commands = re.findall(r"-m bench (.*)", told.replace("\\\n", " "))
    assert len(commands) == 8
    for command in commands:
        words = command.split()
        options = new_parser(words).parse_args(words)
        assert options.network == "vgg19"


def test_the_readme_is_read_in_one_sitting():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 200


TEXTS = sorted(
    path for name in ("bench", "studies", "training") for path in (ROOT / name).rglob("*.md")
)


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.parent.name)
def test_no_text_is_left_to_be_filled_in(text):
    lines = text.read_text("utf-8").splitlines()
    assert not [line for line in lines if re.fullmatch(r"[A-Z]{4,}", line.strip())]
