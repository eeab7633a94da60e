"""A page on which someone chooses the better of two pictures, again and again; and the tally."""

from __future__ import annotations

import argparse
import json
import threading
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.votes import Duel, as_choice, by_folders, match_pictures, read_choices
from nst.errors import InputError
from nst.gallery import PICTURE_SUFFIXES

PAGE = Path(__file__).parent / "choose.html"
LONGEST_BYTES = 10_000
KINDS = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


def add_command(actions: Any) -> argparse.ArgumentParser:
    """Add `choose` to the parser."""
    parser: argparse.ArgumentParser = actions.add_parser("choose", help=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="two, A and B")
    parser.add_argument("--photos", type=Path, help="photographs to show above, by name")
    parser.add_argument("--paintings", type=Path, help="paintings to show above, by name")
    parser.add_argument("--choices", type=Path, default=Path("out/choices.jsonl"), metavar="FILE")
    parser.add_argument("--tally", type=Path, metavar="FILE", help="count this file's choices")
    parser.add_argument("--port", type=int, default=7866)
    parser.add_argument("--seed", type=int, help="order and sides (else: chance)")
    return parser


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Serve the page until it is interrupted, or count a file of choices."""
    if options.tally is None:
        if len(options.folders) != 2:
            raise SystemExit("Give two folders of pictures, or --tally FILE.")
        a, b = options.folders
        duels = match_pictures(a, b, options.seed)
        hall = Hall(duels, options.choices, options.photos, options.paintings)
        server = serve(hall, options.port)
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        print(f"{len(duels)} pairs at {address}; choices go to {options.choices}. Ctrl+C ends.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            server.server_close()
    file = options.tally or options.choices
    if not file.is_file() and options.tally is None:
        return {"choices": 0}
    tallies = by_folders(read_choices(file))
    for (a, b), found in tallies.items():
        print(
            f"A {found.a} ({a}), B {found.b} ({b}), skipped {found.skipped}; a fair coin is at "
            f"least as uneven with p = {found.p_value:.4g}. Chosen on the left: {found.left:.0%}."
        )
    return {f"{a} | {b}": asdict(found) for (a, b), found in tallies.items()}


class Hall:
    """The duels still to be judged, and the file that choices are added to."""

    def __init__(
        self,
        duels: tuple[Duel, ...],
        choices: Path,
        photographs: Path | None = None,
        paintings: Path | None = None,
    ) -> None:
        """Names are taken apart at `--`: photograph, painting, and whatever follows."""
        self.duels, self.choices = duels, choices
        self.folders = {"photograph": photographs, "painting": paintings}
        self.at = 0
        self._lock = threading.Lock()

    def ask(self) -> dict[str, Any]:
        """What the page shows next: addresses of the pictures, and how far it has come."""
        with self._lock:
            turn, total = self.at, len(self.duels)
        if turn >= total:
            return {"finished": True, "done": total, "total": total}
        shown = {kind: f"picture/{turn}/{kind}" for kind in self.pictures(turn)}
        name = self.duels[turn].name
        return {"finished": False, "done": turn, "total": total, "turn": turn, "name": name} | shown

    def pictures(self, turn: int) -> dict[str, Path]:
        """The files of a turn: left and right, and those above that could be found."""
        duel = self.duels[turn]
        sides = (duel.a, duel.b) if duel.a_left else (duel.b, duel.a)
        found = dict(zip(("left", "right"), sides, strict=True))
        for (kind, folder), name in zip(self.folders.items(), duel.name.split("--"), strict=False):
            for suffix in PICTURE_SUFFIXES:
                if folder is not None and (folder / f"{name}{suffix}").is_file():
                    found[kind] = folder / f"{name}{suffix}"
                    break
        return found

    def choose(self, turn: int, side: str) -> None:
        """Store a choice. A second one for the same turn is refused with InputError."""
        with self._lock:
            if turn != self.at or turn >= len(self.duels):
                raise InputError(f"Turn {turn} is over; the page shows turn {self.at}.")
            line = json.dumps(as_choice(self.duels[turn], side))
            self.choices.parent.mkdir(parents=True, exist_ok=True)
            with self.choices.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
            self.at += 1


def serve(hall: Hall, port: int) -> ThreadingHTTPServer:
    """A server on loopback only; port 0 takes a free one."""

    class Door(_Door):
        pass

    Door.hall = hall
    return ThreadingHTTPServer(("127.0.0.1", port), Door)


class _Door(BaseHTTPRequestHandler):
    hall: Hall

    def do_GET(self) -> None:  # the name that http.server asks for
        parts = self.path.strip("/").split("/")
        if parts == [""]:
            self._answer(PAGE.read_bytes(), "text/html; charset=utf-8")
        elif parts == ["next"]:
            self._answer(json.dumps(self.hall.ask()).encode(), "application/json")
        elif len(parts) == 3 and parts[0] == "picture" and parts[1].isdecimal():
            self._picture(int(parts[1]), parts[2])
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        # a page elsewhere cannot send JSON here without asking first, and is not answered then
        kind = self.headers.get("Content-Type", "")
        length = self.headers.get("Content-Length", "")
        if self.path != "/choose" or kind != "application/json" or not length.isdecimal():
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        try:
            asked = json.loads(self.rfile.read(min(int(length), LONGEST_BYTES)))
            self.hall.choose(int(asked["turn"]), str(asked["choice"]))
        except InputError as error:
            self.send_error(HTTPStatus.CONFLICT, str(error))
        except (ValueError, KeyError, TypeError):
            self.send_error(HTTPStatus.BAD_REQUEST)
        else:
            self._answer(b"{}", "application/json")

    def _picture(self, turn: int, kind: str) -> None:
        files = self.hall.pictures(turn) if turn < len(self.hall.duels) else {}
        if kind not in files:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self._answer(files[kind].read_bytes(), KINDS[files[kind].suffix.lower()])

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the tally."""
