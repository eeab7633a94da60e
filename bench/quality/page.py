"""The contact sheet as one HTML page: every picture with its figures, best and worst on top.

Pictures lie beside the page in folders; the page fetches nothing from elsewhere.
"""

from __future__ import annotations

import html
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote

from PIL import Image

from bench.quality.scores import METRICS, Metric, Scores
from bench.quality.subjects import Subject
from bench.quality.table import merit, shown, summarise, target_text
from nst.images import open_image, resize, size_at

EXTREMES = 5
SMALL_EDGE_PX = 384
TEMPLATE = Path(__file__).parent / "page.html"


@dataclass(frozen=True, slots=True)
class Row:
    """One picture of the sheet; `failure` is what a run said that ended without one.

    `before` is the same pair as another recipe painted it, to hang above.
    """

    name: str
    photograph: Subject
    painting: Subject
    seed: int
    scores: Scores
    failure: str | None = None
    job: str = ""
    before: Path | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "photograph": self.photograph.name,
            "painting": self.painting.name,
            "seed": self.seed,
            "job": self.job,
            "failure": self.failure,
            **self.scores.as_dict(),
        }


def write_page(
    folder: Path,
    rows: Sequence[Row],
    title: str,
    calibration: Mapping[str, Scores] | None = None,
) -> None:
    """Write `folder`/index.html. Pastiches lie in `folder`/pastiches/<row.name>.png already."""
    folder.mkdir(parents=True, exist_ok=True)
    ranked = sorted(rows, key=lambda row: merit(row.scores), reverse=True)
    best, worst = ranked[:EXTREMES], ranked[EXTREMES:][-EXTREMES:][::-1]
    page = Template(TEMPLATE.read_text("utf-8")).substitute(
        title=html.escape(title),
        summary=_summary(rows),
        calibration=_calibration(calibration) if calibration else "",
        extremes="".join(_figure(folder, row) for row in (*best, *worst)),
        heading="".join(f"<th><button>{label}</button></th>" for label in _labels()),
        rows="\n".join(_row(folder, row) for row in rows),
    )
    (folder / "index.html").write_text(page, "utf-8")


def _labels() -> list[str]:
    pictures = ["photograph × painting", "", "", "", "merit"]
    return [*pictures, *(html.escape(metric.label) for metric in METRICS), "failures"]


def _summary(rows: Sequence[Row]) -> str:
    summary = summarise([row.scores for row in rows])
    lines = []
    for metric in METRICS:
        if metric.name not in summary:
            continue
        found = summary[metric.name]
        middle = "".join(
            f"<td>{shown(metric, found[key])}</td>" for key in ("least", "median", "greatest")
        )
        missed = ' class="missed"' if found["met"] is False else ""
        words = f"{target_text(metric)} ({found['within']:.0%})" if target_text(metric) else ""
        lines.append(
            f"<tr><td>{html.escape(metric.label)}</td>{middle}<td{missed}>{words}</td>"
            f'<td>{metric.range}</td><td class="words">{html.escape(metric.meaning)}</td></tr>'
        )
    head = "<th></th><th>least</th><th>median</th><th>greatest</th><th>target (within)</th>"
    head += "<th>range</th><th>meaning</th>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _calibration(calibration: Mapping[str, Scores]) -> str:
    head = "<th></th>" + "".join(f"<th>{html.escape(metric.label)}</th>" for metric in METRICS)
    lines = "".join(
        f"<tr><td>{html.escape(name)}</td>"
        + "".join(f"<td>{shown(metric, getattr(scores, metric.name))}</td>" for metric in METRICS)
        + "</tr>"
        for name, scores in calibration.items()
    )
    return (
        "<h2>What the figures say of other pictures</h2>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _figure(folder: Path, row: Row) -> str:
    words = ", ".join(
        f"{metric.label} {shown(metric, getattr(row.scores, metric.name))}" for metric in METRICS
    )
    caption = html.escape(f"{row.name}: {words} {' '.join(row.scores.failures)}")
    pictures = "".join(_pictures(folder, row))
    return f"<figure><div>{pictures}</div><figcaption>{caption}</figcaption></figure>"


def _row(folder: Path, row: Row) -> str:
    pictures = "".join(f"<td>{picture}</td>" for picture in _pictures(folder, row))
    cells = "".join(_cell(metric, getattr(row.scores, metric.name)) for metric in METRICS)
    number = merit(row.scores)
    failures = html.escape(", ".join(row.scores.failures) or "")
    return (
        f"<tr><td>{html.escape(row.name)}</td>{pictures}"
        f'<td data-value="{number:.4f}">{number:.2f}</td>{cells}<td>{failures}</td></tr>'
    )


def _cell(metric: Metric, value: float | None) -> str:
    missed = "" if metric.accepts(value) else ' class="missed"'
    plain = "" if value is None else f"{value:.6g}"
    return f'<td data-value="{plain}"{missed}>{shown(metric, value)}</td>'


def _pictures(folder: Path, row: Row) -> list[str]:
    """Photograph, painting and pastiche as `img` elements; small copies are written once.

    The last of them hangs under the picture from before, if there is one.
    """
    tags = []
    for kind, subject in (("photographs", row.photograph), ("paintings", row.painting)):
        small = folder / kind / f"{subject.name}-{_mark(subject.path)}.jpg"
        if not small.is_file():
            small.parent.mkdir(parents=True, exist_ok=True)
            picture = open_image(subject.path)
            edge = min(SMALL_EDGE_PX, max(picture.shape[:2]))
            Image.fromarray(resize(picture, *size_at(picture, edge))).save(small, quality=88)
        tags.append(_img(f"{kind}/{small.name}", subject.name))
    before = "" if row.before is None else _img(_from(folder, row.before), f"{row.name}, before")
    now = _img(f"pastiches/{row.name}.png", row.name)
    return [*tags, before + (html.escape(row.failure) if row.failure else now)]


def _from(folder: Path, file: Path) -> str:
    """The file's address for a page in `folder`."""
    return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()


def _mark(path: Path) -> str:
    """Eight digits that change with the file, so that no stale copy is shown."""
    return f"{zlib.crc32(f'{path.resolve()} {path.stat().st_mtime_ns}'.encode()):08x}"


def _img(source: str, words: str) -> str:
    return f'<img loading="lazy" src="{quote(source)}" alt="{html.escape(words, quote=True)}">'
