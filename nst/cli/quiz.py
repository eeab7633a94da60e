"""`nst quiz`: the brain teaser as a sheet with a question, and the command that paints its rounds.

Play: a sheet is written with four paintings in the corners and four pastiches (A to D) between
them; the terminal asks which belongs to which. `nst quiz paint` makes the ready-made pastiches.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from nst.errors import InputError, RunError
from nst.gallery import Gallery
from nst.images import encode_png, open_image
from nst.places import EXAMPLES, ROUNDS, STYLES, fetched_folder
from nst.records import Job, Progress
from nst.rooms import quiz
from nst.rooms.quiz.deal import PLACES
from nst.rooms.quiz.own import own_jobs, own_round
from nst.rooms.quiz.pool import painted
from nst.rooms.quiz.sheet import LETTERS, sheet
from nst.rooms.quiz.subjects import job_for

READY_PHOTOGRAPHS = ("cat", "coffee", "astronaut")
READY_PAINTINGS = (
    "starry-night",
    "adele-bloch-bauer-i",
    "the-great-wave",
    "the-scream",
    "mondrian-red-blue-yellow",
    "kandinsky-yellow-red-blue",
    "kahlo-homage",
    "wheatfield-with-crows",
)
READY_HOMAGE = "cat"
"""The photograph of the ready-made Kahlo rounds."""


def add_commands(commands: Any) -> None:
    """Add `quiz` to the parser."""
    parser = commands.add_parser(
        "quiz",
        help="which pastiche was painted after which painting?",
        description="Play the brain teaser in the terminal: a sheet is written, you match.",
    )
    parser.add_argument("action", nargs="?", choices=("play", "paint"), default="play",
                        help="play (default), or paint the ready-made rounds anew")  # fmt: skip
    parser.add_argument("--kind", choices=quiz.KINDS, default="paintings",
                        help="paintings, or a round of the Kahlo homage")  # fmt: skip
    parser.add_argument("--photo", type=Path, help="paint a round of this photograph first")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="rounds to play")
    parser.add_argument("--answer", metavar="1,2,3,4",
                        help="answer at once: the paintings of A to D")  # fmt: skip
    parser.add_argument("--seed", type=int, help="the same seed deals the same rounds")
    parser.add_argument("-o", "--output", type=Path,
                        help="sheet (default: quiz.png); for paint: a folder")  # fmt: skip
    parser.add_argument("--missing", action="store_true",
                        help="paint: only what is not there yet")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the outcome with all run records")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress bar")
    parser.add_argument("--from", dest="pool", type=Path, default=ROUNDS, help=argparse.SUPPRESS)
    parser.add_argument("--styles", type=Path, default=STYLES, help=argparse.SUPPRESS)
    parser.set_defaults(command=_command)


def _command(options: argparse.Namespace) -> int:
    return _paint(options) if options.action == "paint" else _play(options)


def _play(options: argparse.Namespace) -> int:
    if options.rounds < 1:
        raise InputError(f"--rounds is {options.rounds}; at least 1 round is needed.")
    target: Path = options.output or Path("quiz.png")
    if target.suffix.lower() != ".png":
        raise InputError(f"{target} is no .png file; the sheet is written as PNG.")
    gallery = Gallery.load(options.styles, fetched_folder())
    pool, subjects = quiz.Pool.load(options.pool), quiz.subjects(gallery)
    play = quiz.Play(seed=options.seed)
    for at in range(1, options.rounds + 1):
        if options.rounds > 1:
            target = target.with_stem(f"{(options.output or Path('quiz')).stem}-{at}")
        found = play.deal(pool, subjects, options.kind)
        if options.photo is not None:
            found = play.lay(_own(options, found, gallery))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(encode_png(sheet(found, gallery)))
        given = _answer(options, found, target)
        judged = play.judge(given)
        if options.json:
            print(json.dumps(_outcome(found, given, judged), ensure_ascii=False))
        else:
            _tell(found, judged)
    if not options.json:
        print(f"{play.right} of {play.of} right.")
    return 0


def _answer(options: argparse.Namespace, found: quiz.Round, target: Path) -> list[int]:
    if options.answer is not None:
        return _read(options.answer)
    print(f"The sheet is in {target}. The paintings:", file=sys.stderr)
    for number, subject in enumerate(found.subjects, 1):
        print(f"  {number}  {subject.title} ({subject.by})", file=sys.stderr)
    print("Which ones do A, B, C and D belong to? For example 2,1,4,3: ", end="", file=sys.stderr)
    sys.stderr.flush()
    while True:
        line = sys.stdin.readline()
        if not line:
            raise InputError("No answer was given. Add --answer 2,1,4,3 to answer at once.")
        try:
            return _read(line)
        except InputError as error:
            print(f"{error} Again: ", end="", file=sys.stderr, flush=True)


def _read(text: str) -> list[int]:
    parts = text.replace(",", " ").split()
    if not all(part.isdigit() for part in parts):
        raise InputError(f"{text.strip()!r} is no answer; write four numbers such as 2,1,4,3.")
    given = [int(part) - 1 for part in parts]
    if sorted(given) != list(range(PLACES)):
        raise InputError(f"{text.strip()!r} does not name each of 1, 2, 3 and 4 once.")
    return given


def _tell(found: quiz.Round, judged: quiz.Judged) -> None:
    for at, letter in enumerate(LETTERS):
        subject = found.subjects[found.answers[at]]
        mark = "right" if judged.marks[at] else "no"
        print(f"{letter}  {mark:<5}  {subject.title} ({subject.by}). {subject.giveaway}")


def _outcome(found: quiz.Round, given: list[int], judged: quiz.Judged) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "photograph": found.photograph,
        "paintings": [subject.key for subject in found.subjects],
        "given": [at + 1 for at in given],
        "answers": [at + 1 for at in found.answers],
        "marks": list(judged.marks),
        "records": [dict(each.record) for each in found.pastiches],
    }


def _own(options: argparse.Namespace, found: quiz.Round, gallery: Gallery) -> quiz.Round:
    """The same four subjects, painted over the player's photograph."""
    results = []
    for letter, job in zip(
        LETTERS, own_jobs(found, open_image(options.photo), gallery), strict=True
    ):
        last = _run(job, f"picture {letter} of A to D", options.quiet)
        assert last.result is not None
        results.append(last.result)
    return own_round(found, options.photo.stem, results)


def _paint(options: argparse.Namespace) -> int:
    """Paint the ready-made pastiches; each is kept as soon as it is done."""
    folder: Path = options.output or options.pool
    gallery, pool = Gallery.load(options.styles), quiz.Pool.load(folder)
    began = time.monotonic()
    for photograph, subject in _ready(quiz.subjects(gallery)):
        if options.missing and pool.get(photograph, subject.key) is not None:
            continue
        content = open_image(EXAMPLES / f"{photograph}.jpg")
        job = job_for(content, subject, gallery[subject.slug])
        last = _run(job, f"{photograph}, {subject.key}", options.quiet)
        assert last.result is not None
        pool.add(painted(photograph, subject.key, last.result))
        pool.write(folder)
    file_bytes = pool.write(folder)
    spent = f"{time.monotonic() - began:.0f} s"
    print(f"{folder}: {len(pool)} pictures, {file_bytes / 1000:.0f} kB, painted in {spent}")
    return 0


def _ready(subjects: tuple[quiz.Subject, ...]) -> Iterator[tuple[str, quiz.Subject]]:
    for subject in subjects:
        if subject.kind != "paintings":
            yield READY_HOMAGE, subject
        elif subject.slug in READY_PAINTINGS:
            yield from ((photograph, subject) for photograph in READY_PHOTOGRAPHS)


def _run(job: Job, name: str, quiet: bool) -> Progress:
    from nst.networks import network_for
    from nst.session import stylize

    last: Progress | None = None
    network = network_for(job.settings)
    steps = stylize(
        job.content, job.style, job.settings, network=network, artwork=job.artwork,
        keep_targets=job.keep_targets,
    )  # fmt: skip
    with tqdm(total=None, unit="step", disable=quiet, desc=name) as bar:
        for last in steps:
            bar.total, bar.n = last.steps, last.step
            bar.set_postfix_str(f"{last.left_s:.0f} s left" if last.left_s is not None else "")
    if last is None or last.result is None:
        raise RunError("The run ended without a picture. Try again.")
    return last
