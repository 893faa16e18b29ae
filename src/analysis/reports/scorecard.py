"""The report's figures as a table for spreadsheets: POINTS rows of all rulebooks and scenarios (评分表)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analysis.scorecards import Card
from analysis.views import unit_views

HEADINGS = {
    "scenario": "情景 scenario",
    "city": "城市 city",
    "month": "月份 month",
    "rulebook": "规则集 rulebook",
    "clause": "条款 clause",
    "kind": "类别 kind",
    "title": "名称 title",
    "points": "得分 points",
    "low": "最低可能 low",
    "high": "最高可能 high",
    "possible": "满分 possible",
    "met": "达到目标 met",
    "bound": "受限 bound",
    "reading": "读法 reading",
    "missing": "缺少 missing",
    "provenance": "公式依据 provenance",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  # tells a spreadsheet that the file is UTF-8


def scorecard_csv(cards: Iterable[Card], lang: str) -> bytes:
    """The CSV file: one row a scenario, rulebook and clause; a missing value is empty, a list joined by `;`.

    Texts that a spreadsheet would take for a formula get an apostrophe before them; numbers stay numbers.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    whole = list(cards)
    called = unit_views.unit_heading({card.city for card in whole}, "zh")
    writer.writerow({**HEADINGS, "city": f"{called} city"}.values())
    writer.writerows([csv_cell(row[name]) for name in HEADINGS] for row in _rows(whole, lang))
    return (MARK + written.getvalue()).encode("utf-8")


def csv_cell(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    text = ";".join(value) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _rows(cards: Iterable[Card], lang: str) -> Iterator[Mapping[str, Any]]:
    for card in cards:
        for row in card.points.rows(named=True):
            clause = card.book.clauses[row["clause"]]
            yield {**row, "rulebook": card.book.id, "title": clause.title_in(lang)}
