"""Scored cards as a terminal's table, as JSON and as CSV (评分卡输出)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from analysis.facts import name_of
from analysis.rulebooks import Rulebook
from analysis.views import words
from analysis.views.words import say

KEYS = ("scenario", "city", "month")
CARD = ("city", "month", "scenario", "passes", "points", "low", "high", "possible")
CLAUSE = ("clause", "kind", "title", "points", "low", "high", "possible", "met", "bound", "reading", "missing")
SHOWN = ("clause id", "title", "earned", "possible", "target", "bound", "waiting")
VERDICTS = {True: "passed", False: "failed", None: "missing"}
OVERALL = {**VERDICTS, None: "open verdict"}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def titled(book: Rulebook, points: pl.DataFrame, lang: str) -> pl.DataFrame:
    """POINTS with each clause's title."""
    titles = [(clause.id, clause.title_in(lang)) for clause in book.clauses.values()]
    named = pl.DataFrame(titles, schema={"clause": pl.String, "title": pl.String}, orient="row")
    return points.join(named, on="clause", how="left", maintain_order="left")


def as_json(book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str) -> str:
    """The cards as JSON: numbers unrounded, absent values null."""
    held = titled(book, points, lang).partition_by(KEYS, as_dict=True, maintain_order=True)
    cards = [
        {
            "rulebook": book.id,
            **{key: total[key] for key in CARD},
            "clauses": held[tuple(total[key] for key in KEYS)].select(CLAUSE).to_dicts(),
        }
        for total in totals.to_dicts()
    ]
    return json.dumps({"cards": cards}, ensure_ascii=False, indent=2, allow_nan=False)


def as_csv(book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str) -> str:
    """POINTS as CSV, one row a clause; no text in it begins as a spreadsheet's formula does."""
    buffer = io.StringIO()
    columns = ["rulebook", *KEYS, *CLAUSE]
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    rows = titled(book, points, lang).with_columns(pl.lit(book.id).alias("rulebook"))
    writer.writerows([_cell(value) for value in row] for row in rows.select(columns).iter_rows())
    return buffer.getvalue().rstrip("\n")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return _cell(";".join(value))
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def as_table(book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str) -> str:
    """Each card as a table: verdict and total first, then clause by clause."""
    held = titled(book, points, lang).partition_by(KEYS, as_dict=True, maintain_order=True)
    return "\n\n".join(
        _table(book, total, held[tuple(total[key] for key in KEYS)], lang) for total in totals.to_dicts()
    )


def _table(book: Rulebook, total: dict[str, Any], rows: pl.DataFrame, lang: str) -> str:
    table = headed(SHOWN, lang)
    for row in rows.iter_rows(named=True):
        table.add_row(*_row(row, lang))
    place = f"{name_of(total['city'], total['month'])} {total['month']}"
    head = f"{place} · {book.title_in(lang)} · {total['scenario']}"
    reached = f"{words.earned_text(total, lang)} / {words.maximum_text(total['possible'], lang)}"
    verdict = say(OVERALL[total["passes"]], lang) if book.of_kind("test") else say("no tests", lang)
    told = "　".join([headlined("verdict", verdict, lang), headlined("total", reached, lang)])
    return f"{head}\n{told}\n{rendered(table)}"


def headlined(key: str, text: str, lang: str) -> str:
    """A text after its heading and a colon, as the language writes it."""
    return f"{say(key, lang)}{say('colon', lang)}{text}"


def _row(row: dict[str, Any], lang: str) -> list[str]:
    bound = say({"veto": "vetoes", "missing": "missing"}.get(row["bound"], row["bound"]), lang) if row["bound"] else ""
    waiting = say("comma", lang).join(row["missing"])
    if row["kind"] == "test":
        return [row["clause"], row["title"], "", "", say(VERDICTS[row["met"]], lang), bound, waiting]
    target = "" if row["met"] is None else say("reached" if row["met"] else "not reached", lang)
    earned, most = words.earned_text(row, lang), words.maximum_text(row["possible"], lang)
    return [row["clause"], row["title"], earned, most, target, bound, waiting]


def headed(keys: tuple[str, ...], lang: str) -> Table:
    """An empty table with headings of these keys."""
    return named([say(key, lang) for key in keys])


def named(names: Sequence[str]) -> Table:
    """An empty table with these headings."""
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def rendered(table: Table) -> str:
    """A table as plain text, the same whether a terminal or a file takes it."""
    console = Console(file=io.StringIO(), width=140, color_system=None)
    console.print(table)
    return console.file.getvalue().rstrip()  # type: ignore[attr-defined]
