"""Figures as text and as a summary: least, middle and greatest of each metric, beside its target.

Pure: lists of scores in, plain values and lines out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from bench.quality.scores import METRICS, Metric, Scores


def summarise(scores: Sequence[Scores]) -> dict[str, dict[str, Any]]:
    """By metric: least, median, greatest, share of pictures within the target, and whether all is.

    A metric that no picture has is left out. `met` is None where there is no target.
    """
    summary: dict[str, dict[str, Any]] = {}
    for metric in METRICS:
        found = [value for each in scores if (value := getattr(each, metric.name)) is not None]
        if not found:
            continue
        middle = median(found)
        within = sum(metric.accepts(value) for value in found) / len(found)
        targets = (metric.worst, metric.best, metric.middle)
        met = within == 1 and (metric.middle is None or middle >= metric.middle)
        summary[metric.name] = {
            "least": round(min(found), 4),
            "median": round(middle, 4),
            "greatest": round(max(found), 4),
            "pictures": len(found),
            "within": round(within, 4),
            "met": met if any(each is not None for each in targets) else None,
        }
    return summary


def middle_scores(scores: Sequence[Scores]) -> Scores:
    """The median of each metric over several pictures, and all their failures."""
    values: dict[str, float | None] = {}
    for metric in METRICS:
        found = [value for each in scores if (value := getattr(each, metric.name)) is not None]
        values[metric.name] = median(found) if found else None
    failures = tuple(sorted({failure for each in scores for failure in each.failures}))
    return Scores(**values, failures=failures)


def target_text(metric: Metric) -> str:
    """The target in words: `≥ 0.6, median ≥ 0.75`; empty when there is none."""
    if metric.better == "more" and metric.worst is not None:
        words = f"≥ {metric.worst:g}"
        return words + (f", median ≥ {metric.middle:g}" if metric.middle is not None else "")
    if metric.better == "less" and metric.worst is not None:
        return f"≤ {metric.worst:g}"
    if metric.better == "one" and metric.best is not None:
        return f"{metric.worst:g} to {metric.best:g}" if metric.worst else f"≤ {metric.best:g}"
    return ""


def shown(metric: Metric, value: float | None) -> str:
    """The figure with the metric's digits; a dash when there is none."""
    return "–" if value is None else f"{value:.{metric.digits}f}"


def table_lines(rows: Mapping[str, Scores]) -> list[str]:
    """The rows as aligned text with a heading; failures stand at the end of a line."""
    names = ["", *rows]
    wide = max(len(name) for name in names)
    lines = ["".join([" " * wide, *(f"{metric.label:>12}" for metric in METRICS)])]
    for name, scores in rows.items():
        cells = [f"{shown(metric, getattr(scores, metric.name)):>12}" for metric in METRICS]
        lines.append("".join([f"{name:<{wide}}", *cells, "  ", ", ".join(scores.failures)]))
    return lines


def summary_lines(summary: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The summary as aligned text, one line a metric."""
    lines = [f"{'':<13}{'least':>9}{'median':>9}{'greatest':>9}{'within':>8}  target"]
    for metric in METRICS:
        if metric.name in summary:
            found = summary[metric.name]
            cells = "".join(
                f"{shown(metric, found[key]):>9}" for key in ("least", "median", "greatest")
            )
            verdict = {True: "met", False: "MISSED", None: ""}[found["met"]]
            within = "" if found["met"] is None else f"{found['within']:.0%}"
            words = f"{target_text(metric)}  {verdict}".strip()
            lines.append(f"{metric.label:<13}{cells}{within:>8}  {words}")
    return lines


def merit(scores: Scores) -> float:
    """How far a picture is past its targets, by its weaker side; failures lie at the very bottom.

    Closure counts from its median target 0.75 in steps of 0.15, structure from 0.40 in steps of
    0.10: the distance from "median" to "every pair" is one unit in both.
    """
    if scores.failures or scores.closure_judge is None or scores.structure is None:
        return -100.0
    return min((scores.closure_judge - 0.75) / 0.15, (scores.structure - 0.40) / 0.10)
