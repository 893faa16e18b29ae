"""Workbooks of made-up figures, and the comparison of what they hold with what LibreOffice works out anew."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import openpyxl
import polars as pl

import jiangyin
import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.reports import workbooks
from analysis.scenarios import BASELINE, Scenario
from recalculating import Cells, formulas, names, values

HARD, MONITORING = "hard-2019", "monitoring-2021"
ASSUMED = scenarios.load("assumed-benchmarks")
CITY, MONTH = jiangyin.CITY, jiangyin.MONTH
SHEETS = {HARD: "社会信用体系建设示范城市评审硬指标", MONITORING: "城市信用状况监测重点指标（2021年）"}


def cards(facts: Any, plans: list[Scenario], books=(HARD, MONITORING)) -> list[scorecards.Card]:
    """The cards of both rulebooks."""
    return [scorecards.card(facts, rulebooks.load(book), CITY, MONTH, plans) for book in books]


def workbook(facts: Any, *plans: Scenario, books=(HARD, MONITORING), lang: str = "zh") -> bytes:
    """The workbook of both rulebooks; the baseline and the assumed benchmarks unless scenarios are given."""
    return workbooks.workbook_bytes(cards(facts, list(plans) or [BASELINE, ASSUMED], books), lang)


def drawn(seed: int, missing: float = 0.0) -> pl.DataFrame:
    """Figures of one city for both rulebooks, over three months; some are missing."""
    books = [rulebooks.load(book) for book in (HARD, MONITORING)]
    both = SimpleNamespace(
        facts=lambda: list(dict.fromkeys(name for book in books for name in book.facts())),
        dictionary=books[0].dictionary,
    )
    months = [made_up.cities(both, 1, seed + back, missing) for back in range(3)]
    placed = [
        frame.with_columns(city=pl.lit(CITY), month=pl.lit(f"2021-0{3 - back}")) for back, frame in enumerate(months)
    ]
    return made_up.long(pl.concat(placed))


def changed(facts: pl.DataFrame, **figures: float | None) -> pl.DataFrame:
    """The figures with some of this month's put in or, for None, taken away."""
    here = (pl.col("month") == MONTH) & pl.col("fact").is_in(list(figures))
    rows = [{"city": CITY, "month": MONTH, "fact": name, "value": value} for name, value in figures.items()]
    put = pl.DataFrame(rows, schema={"city": pl.String, "month": pl.String, "fact": pl.String, "value": pl.Float64})
    return pl.concat([facts.select(put.columns).filter(~here), put.drop_nulls("value")])


def differing(content: bytes, again: Cells) -> list[str]:
    """Every formula's cell whose value, worked out anew, is not the one it held, with both."""
    stored = values(content)
    return [
        f"{sheet}!{cell}: {stored.get((sheet, cell))!r}, worked out {again.get((sheet, cell))!r}"
        for sheet, cell in formulas(content)
        if not alike(stored.get((sheet, cell)), again.get((sheet, cell)))
    ]


def alike(left: Any, right: Any) -> bool:
    """Within 1e-9, or the same words; an empty text is an empty cell."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    return (left or None) == (right or None) and type(left or "") is type(right or "")


def edited(content: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """The workbook with cells typed in, as an office would; all other stored results are left as they were or lost."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (sheet, cell), value in cells.items():
        book[sheet][cell].value = value
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def typed(content: bytes, name: str) -> tuple[str, str]:
    """The cell to type a figure or rule value in, by the name that formulas know it by."""
    sheet, used = names(content)[name]
    return sheet, "C" + used.lstrip("ABCDEFGH")


def named(content: bytes, name: str) -> tuple[str, str]:
    """The cell of a defined name."""
    return names(content)[name]
