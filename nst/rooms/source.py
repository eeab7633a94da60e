"""Where in our own code a thing is done: file and line, read from the source as it runs.

Nothing is imported to be found, and no line number is written down, so that none can rot.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nst.errors import GalleryError

PACKAGE = Path(__file__).parent.parent
ROOT = PACKAGE.parent
LOCAL = "source"
"""The page's own address for source files, when no public one is known."""

_PUBLIC = {
    "github.com": "blob",
    "gitlab.com": "-/blob",
    "codeberg.org": "src/commit",
    "huggingface.co": "blob",
}
_REMOTE = re.compile(
    r"url\s*=\s*(?:https://|ssh://|git@)(?:[^@/\s]*@)?([\w.-]+)[:/](\S+?)(?:\.git)?\s*$", re.M
)


@dataclass(frozen=True, slots=True)
class Place:
    """A definition: its file from the repository's root, its first line, and its name."""

    path: str
    line: int
    name: str


@lru_cache(maxsize=256)
def find(code: str) -> Place:
    """The place of ``nst.losses:gram_matrix`` or ``nst.objective:Objective.__call__``.

    Raises GalleryError when there is no such file or name.
    """
    module, _, dotted = code.partition(":")
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    if not path.is_file() or not dotted:
        raise GalleryError(f"There is no code called {code!r}.")
    body: Sequence[ast.stmt] = ast.parse(path.read_text("utf-8")).body
    node: ast.stmt | None = None
    for name in dotted.split("."):
        node = next((each for each in body if name in _names(each)), None)
        if node is None:
            raise GalleryError(f"{path.name} has no {dotted!r}.")
        body = node.body if isinstance(node, ast.ClassDef) else []
    assert node is not None
    return Place(path.relative_to(ROOT).as_posix(), node.lineno, dotted)


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return {each.id for each in targets if isinstance(each, ast.Name)}


def address(place: Place, environment: Mapping[str, str] = os.environ) -> str:
    """Where a reader can see that line: the public repository if one is known, else this page."""
    base = repository_url(environment)
    if not base:
        return f"{LOCAL}/{place.path}#L{place.line}"
    host = base.split("/")[2]
    return f"{base}/{_PUBLIC.get(host, 'blob')}/{revision()}/{place.path}#L{place.line}"


def repository_url(environment: Mapping[str, str] = os.environ) -> str:
    """The repository's public address, or nothing.

    NST_REPOSITORY names it; else it is the Space that runs this, or the origin of this clone where
    that is one of the large public hosts (any other address is nobody's business).
    """
    named = environment.get("NST_REPOSITORY", "").rstrip("/")
    if named.startswith("https://"):
        return named
    if environment.get("SPACE_ID"):
        return f"https://huggingface.co/spaces/{environment['SPACE_ID']}"
    try:
        config = (ROOT / ".git" / "config").read_text("utf-8")
    except OSError:  # an installed package, or a worktree
        return ""
    return origin_of(config)


def origin_of(config: str) -> str:
    """The first remote of a git configuration on a public host, as an https address."""
    for host, path in _REMOTE.findall(config):
        if host in _PUBLIC:
            return f"https://{host}/{path}"
    return ""


def revision() -> str:
    """The commit that is checked out, or ``main``."""
    try:
        head = (ROOT / ".git" / "HEAD").read_text("utf-8").strip()
        if head.startswith("ref: "):
            head = (ROOT / ".git" / head[5:]).read_text("utf-8").strip()
    except OSError:
        return "main"
    return head if re.fullmatch(r"[0-9a-f]{40}", head) else "main"


def source_text(path: str) -> str:
    """One of our own Python files by its path from the root. Raises GalleryError for any other."""
    file = ROOT / path
    if file not in set(PACKAGE.rglob("*.py")):
        raise GalleryError(f"There is no file called {path!r}.")
    return file.read_text("utf-8")
