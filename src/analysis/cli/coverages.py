"""What measuring gave, as text: rows read, what was set aside, coverage, the records behind a figure (计量输出)."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.cli.cards import headed, named, rendered
from analysis.facts.month import MonthMeasurement
from analysis.paths import display_path
from analysis.problems import Problem
from analysis.questions import coverage
from analysis.registers import register_wordings
from analysis.views import words
from analysis.views.words import say

MOST_NOTES = 20
NAMED = 5
COUNTS = ("read", "used", "set_aside", "natural")


def read_text(made: MonthMeasurement, lang: str) -> str:
    """How many rows of each register were read, and where each ended; what could not be read; what to look at."""
    names = {name: wording.zh if lang == "zh" else name for name, wording in register_wordings().items()}
    totals = made.deliveries.tables.group_by("city", "register", maintain_order=True).agg(
        pl.col("month").n_unique().alias("months"), pl.struct("file").n_unique().alias("files"), pl.col(COUNTS).sum()
    )
    table = headed(
        ("city", "register", "months", "files", "rows read", "rows used", "rows aside", "rows natural"), lang
    )
    for row in totals.iter_rows(named=True):
        counts = [f"{row[key]:,}" for key in ("months", "files", *COUNTS)]
        table.add_row(words.city_title(str(row["city"]), lang), names[row["register"]], *counts)
    lists = (
        [say("aside listed", lang, path=display_path(path)) for path in made.quarantines]
        if totals["set_aside"].sum()
        else []
    )
    return "\n".join(
        [
            rendered(table),
            *lists,
            *_problems("unread", made.deliveries.unread, lang),
            *_problems("uncounted", made.uncounted, lang),
            *_problems("notes", made.deliveries.notes, lang),
        ]
    )


def _problems(key: str, problems: tuple[Problem, ...], lang: str) -> list[str]:
    said = [f"  {one.where}：{one.zh if lang == 'zh' else one.en}" for one in problems[:MOST_NOTES]]
    more = [say("and more", lang, count=len(problems) - MOST_NOTES)] if len(problems) > MOST_NOTES else []
    return ["", f"{say(key, lang)}：", *said, *more] if problems else []


def covered_text(covered: pl.DataFrame, city: str, month: str, lang: str) -> str:
    """Where the month's figures come from, per responsible unit; then which are missing and why."""
    table = headed(("unit", *coverage.STATUSES, "lacking"), lang)
    for row in coverage.by_unit(covered).iter_rows(named=True):
        counts = [str(row[status]) for status in coverage.STATUSES]
        table.add_row(row["responsible"] or say("not printed", lang), *counts, _some(row["lacking"], lang))
    heads = [f"{say(status, lang)} {(covered['status'] == status).sum()}" for status in coverage.STATUSES]
    head = f"{words.city_title(city, lang)} {month} · {say('coverage', lang)}：{say('comma', lang).join(heads)}"
    return f"{head}\n{rendered(table)}"


def _some(names: list[str], lang: str) -> str:
    """The first few names, and how many there are."""
    first = say("comma", lang).join(names[:NAMED])
    return first if len(names) <= NAMED else say("and so on", lang, names=first, count=len(names))


def reasons_text(covered: pl.DataFrame, lang: str) -> str:
    """The missing figures that some register gives, and why each could not be measured."""
    why = covered.filter(pl.col("status") == "missing", pl.col("note").is_not_null())
    table = headed(("figure", "why missing"), lang)
    for row in why.iter_rows(named=True):
        table.add_row(row["zh"] if lang == "zh" else row["fact"], row["note"])
    return f"{say('not measured', lang)}：\n{rendered(table)}" if why.height else ""


def differing_text(differing: pl.DataFrame, lang: str) -> str:
    """Figures both typed in and counted from registers that do not agree, and which of the two is used."""
    if differing.is_empty():
        return ""
    table = headed(("figure", "typed in", "counted", "is used", "source"), lang)
    for row in differing.iter_rows(named=True):
        name = row["zh"] if lang == "zh" else row["fact"]
        used = "counted" if row["counts"] == "measured" else "typed in"
        table.add_row(name, _plain(row["supplied"]), _plain(row["measured"]), say(used, lang), row["source"])
    return f"{say('differing', lang)}：\n{rendered(table)}"


def _plain(value: float) -> str:
    return f"{value:,.15g}"


def traced_text(rows: pl.DataFrame, most: int, lang: str) -> str:
    """The first records behind a figure, and how many there are."""
    table = named(rows.columns)
    for row in rows.head(most).iter_rows():
        table.add_row(*map(_cell, row))
    more = [say("and more", lang, count=rows.height - most)] if rows.height > most else []
    return "\n".join(
        [say("records behind", lang, count=rows.height), *([rendered(table)] if rows.height else []), *more]
    )


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
