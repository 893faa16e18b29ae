"""Tables of what falls due: by matter, record by record, and the notes they stand under (到期事项表)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import polars as pl

from analysis import rulebooks
from analysis.departments import load_departments
from analysis.facts.measured import deadlines, matters, measuring_values
from analysis.facts.measuring import due_records
from analysis.questions import due
from analysis.views import words
from analysis.views.amounts import points_gain
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import joined_texts, say

OVERDUE, DUE, LATER, OPEN = due_records.STATES
DUE_TONES = {OVERDUE: "bad", DUE: "missing"}
STATE_PHRASES = {
    OVERDUE: "due overdue",
    DUE: "due soon",
    LATER: "due later",
    OPEN: "due open",
}
RECORD_COLUMNS = (
    "due matter",
    "due state",
    "due record",
    "due code",
    "due owner",
    "due since",
    "due by",
    "due left",
    "due place",
)
ASSUMED = "assumed"
COLUMN_KINDS = {"due matter": "name", "due left": "number"}


def due_title(board: due.DueBoard, lang: str = "zh") -> str:
    """The city and the day."""
    return say("due title", lang, city=words.city_title(board.city, lang), day=day_title(board.on, lang))


def due_headline(board: due.DueBoard, lang: str = "zh") -> str:
    """How many are overdue, due and open, in a sentence."""
    if board.records.is_empty():
        return nothing_due(board, lang)
    counts = board.summary.select(pl.col(OVERDUE, DUE, OPEN).sum()).row(0, named=True)
    return say("due headline", lang, days=board.days, **counts)


def nothing_due(board: due.DueBoard, lang: str = "zh") -> str:
    """What stands where no record is listed: that there is none, or that it cannot be told."""
    return say("due nothing" if board.gaps.is_empty() else "due untold", lang)


def day_title(day: date | None, lang: str) -> str:
    """A day as it is read: 2021年4月6日."""
    if day is None:
        return say("not there", lang)
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else day.isoformat()


def due_matters_table(board: due.DueBoard, lang: str = "zh") -> Table:
    """A row a matter: how many are overdue, due, later, open; the next deadline; what all done would bring."""
    books = list(dict.fromkeys(board.stakes["rulebook"]))
    titles = [rulebooks.load(book).title_in(lang) for book in books]
    heads = table_columns(
        (say("due matter", lang), "name"), (say("due overdue", lang), "number"),
        (say("due within", lang, days=board.days), "number"), (say("due later", lang), "number"),
        (say("due open", lang), "number"), say("due next", lang),
        *(say("due stake", lang, book=title) for title in titles),
    )  # fmt: skip
    rows = tuple(_matter(row, board, books, lang) for row in board.summary.iter_rows(named=True))
    return Table(
        due_headline(board, lang), heads, rows, lang, notes=due_notes(board, lang), empty=nothing_due(board, lang)
    )


def _matter(row: dict[str, Any], board: due.DueBoard, books: Sequence[str], lang: str) -> tuple[str, ...]:
    counts = [TonedText(str(row[state]), DUE_TONES.get(state, "") if row[state] else "") for state in _states(row)]
    stakes = [_stake(board, row["matter"], book, lang) for book in books]
    return (say(f"matter {row['matter']}", lang), *counts, day_title(row["next"], lang), *stakes)


def _states(row: dict[str, Any]) -> list[str]:
    return [name for name in row if name not in ("matter", "next")]


def _stake(board: due.DueBoard, matter: str, book: str, lang: str) -> str:
    """What a matter done in full brings under one rulebook, and what of it cannot be told."""
    own = board.stakes.filter(pl.col("matter") == matter, pl.col("rulebook") == book, pl.col("group").is_null())
    if own.is_empty() or not own["clauses"][0].len():
        return say("due stake none", lang)
    row = own.row(0, named=True)
    return joined_texts(_stake_parts(row, lang), lang, "semicolon")


def _stake_parts(row: dict[str, Any], lang: str) -> list[str]:
    points = points_gain(row["points"], lang)
    parts = []
    if row["points"]:
        parts.append(say("due stake points", lang, points=points))
    if row["passes"]:
        parts.append(say("due stake passes", lang, clauses=joined_texts(row["passes"], lang)))
    if row["unknown"]:
        parts.append(say("due stake unknown", lang, clauses=joined_texts(row["unknown"], lang)))
    return parts or [say("due stake zero", lang)]


def due_records_table(
    board: due.DueBoard, lang: str = "zh", records: pl.DataFrame | None = None, name: str = "", most: int | None = None
) -> Table:
    """The records themselves, the most urgent first: whose, since when, until when, where they stand.

    `records`: some of the board's, else all. `name`: whose they are, for the title. `most`: how many are shown.
    """
    own = board.records if records is None else records
    heads = table_columns(*((say(key, lang), COLUMN_KINDS.get(key, "")) for key in RECORD_COLUMNS))
    rows = tuple(_record(row, board, lang) for row in own.head(most or own.height).iter_rows(named=True))
    key = "due list" if len(rows) == own.height else "due list some"
    title = say(key, lang, name=name or say("due matters", lang), count=own.height, shown=len(rows))
    return Table(title, heads, rows, lang, empty=nothing_due(board, lang), kind="small")


def _record(row: dict[str, Any], board: due.DueBoard, lang: str) -> tuple[str, ...]:
    dash = say("not there", lang)
    left = dash if row["working_days_left"] is None else str(row["working_days_left"])
    place = ":".join(str(part) for part in (PurePosixPath(row["file"]).name, row["sheet"], row["line"]) if part)
    return (
        say(f"matter {row['matter']}", lang),
        TonedText(say(STATE_PHRASES[row["state"]], lang), DUE_TONES.get(row["state"], "")),
        row["record"] or dash, row["party_code"] or dash, owner_title(row, board, lang),
        _day(row["started"], lang), _day(row["deadline"], lang), left, place,
    )  # fmt: skip


def _day(day: date | None, lang: str) -> str:
    return say("not there", lang) if day is None else day.isoformat()


def owner_title(row: dict[str, Any], board: due.DueBoard, lang: str) -> str:
    """Who must act: the authority of the record, else the department that answers for its clause."""
    return str(row["owner"] or load_departments(board.city)[row["unit"]].name(lang))


def due_notes(board: due.DueBoard, lang: str = "zh") -> tuple[str, ...]:
    """What the list rests on: deliveries, what they lack, the periods, the figures the points come from, its use."""
    gaps = [
        say("due gap", lang, name=say(f"matter {matter}", lang), lacking=lacking)
        for matter, lacking in board.gaps.iter_rows()
    ]
    months = joined_texts(sorted(set(board.as_of.values())), lang)
    return (
        *gaps, say("due as of", lang, months=months), *_periods(board, lang), _based(board, lang),
        say("due inner", lang),
    )  # fmt: skip


def _based(board: due.DueBoard, lang: str) -> str:
    if board.base is None:
        return say("due stake absent", lang)
    return say("due base", lang, month=words.month_title(board.base, lang), until=words.month_title(board.until, lang))


def _periods(board: due.DueBoard, lang: str) -> list[str]:
    """The periods of the matters listed, their source, and how rest days count."""
    values, listed = measuring_values(), set(board.summary["matter"])
    limits = dict.fromkeys(matter.limit for matter in matters.MATTERS if matter.limit and matter.name in listed)
    said = [text for name in limits for text in _period(values[name], board, lang)]
    if limits and values[deadlines.REST_DAY].on(board.on).amount != deadlines.LATE:
        said.append(say("due rest days", lang))
    return said


def _period(value: Any, board: due.DueBoard, lang: str) -> list[str]:
    own = value.on(board.on)
    others = [int(choice) for choice in value.choices if choice != own.amount]
    said = say("due period", lang, name=value.zh, days=own.number, source=_source(own.source, lang))
    return [said, *(say("due other period", lang, days=days) for days in others)]


def _source(source: str, lang: str) -> str:
    """A rule value's source; what no text gives is said to be assumed."""
    mark, _, text = source.partition("：")
    return say("due assumed", lang, source=text) if mark == ASSUMED else source
