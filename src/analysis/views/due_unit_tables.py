"""What falls due for each who must act: how much, of which kind, what each record costs, what to do (各单位事项)."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis import rulebooks
from analysis.departments import load_departments
from analysis.facts.measuring import due_records
from analysis.questions import due
from analysis.views.amounts import points_gain
from analysis.views.due_tables import DUE, LATER, OVERDUE, TONES, day_title, due_records_table, nothing_due
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import joined_texts, say

COUNTED = due_records.STATES
OWNER = "due owner"


def records_by_owner(board: due.DueBoard, lang: str = "zh") -> dict[str, pl.DataFrame]:
    """The records of each who must act, by name: those with most overdue or near come first."""
    units = {code: unit.name(lang) for code, unit in load_departments(board.city).items()}
    named = board.records.with_columns(
        pl.coalesce("owner", pl.col("unit").replace_strict(units, return_dtype=pl.String)).alias("name")
    )
    parts = named.partition_by("name", as_dict=True, maintain_order=True)
    ordered = sorted(parts.items(), key=lambda part: (-_pressing(part[1]), -part[1].height))
    return {str(key[0]): frame.drop("name") for key, frame in ordered}


def _pressing(records: pl.DataFrame) -> int:
    return records.filter(pl.col("state").is_in([OVERDUE, DUE])).height


def owners_table(board: due.DueBoard, lang: str = "zh") -> Table:
    """A row for each who must act: how many are overdue, due, later, open, and the next deadline."""
    owned = records_by_owner(board, lang)
    heads = table_columns((say(OWNER, lang), "name"), *_state_heads(board, lang), say("due next", lang))
    rows = tuple((name, *_counts(records), _next_day(records, lang)) for name, records in owned.items())
    return Table(say("due units", lang), heads, rows, lang, empty=nothing_due(board, lang))


def _state_heads(board: due.DueBoard, lang: str) -> list[tuple[str, str]]:
    """The heads of the states' counts, in the order of `COUNTED`."""
    within = say("due within", lang, days=board.days)
    return [(say("due overdue", lang), "number"), (within, "number"),
            (say("due later", lang), "number"), (say("due open", lang), "number")]  # fmt: skip


def _counts(records: pl.DataFrame) -> list[TonedText]:
    counts = {state: records.filter(pl.col("state") == state).height for state in COUNTED}
    return [TonedText(str(count), TONES.get(state, "") if count else "") for state, count in counts.items()]


def _next_day(records: pl.DataFrame, lang: str) -> str:
    return day_title(records.filter(pl.col("state").is_in([DUE, LATER]))["deadline"].min(), lang)  # type: ignore[arg-type]


def unit_matters_table(board: due.DueBoard, records: pl.DataFrame, lang: str = "zh") -> Table:
    """One unit's matters: how many, until when; below it what to do and what one record costs if it is left."""
    heads = table_columns((say("due matter", lang), "name"), *_state_heads(board, lang), say("due next", lang))
    parts = records.partition_by("matter", as_dict=True, maintain_order=True)
    rows = tuple((say(f"matter {key[0]}", lang), *_counts(own), _next_day(own, lang)) for key, own in parts.items())
    notes = tuple(text for own in parts.values() for text in _advice(board, own, lang))
    return Table(say("due unit matters", lang), heads, rows, lang, notes=notes, empty=nothing_due(board, lang))


def _advice(board: due.DueBoard, records: pl.DataFrame, lang: str) -> list[str]:
    """What to do about a matter, and under each rulebook what one of its records left costs."""
    matter = records["matter"][0]
    said = f"{say(f'matter {matter}', lang)}{say('colon', lang)}{say(f'todo {matter}', lang)}"
    books = dict.fromkeys(board.stakes["rulebook"])
    costs = [(book, _each_cost(board, records, book, lang)) for book in books]
    named = {rulebooks.load(book).title_in(lang): cost for book, cost in costs if cost}
    parts = [say("due each cost", lang, book=title, cost=cost) for title, cost in named.items()]
    return [said, *([say("due each", lang, costs=joined_texts(parts, lang, "semicolon"))] if parts else [])]


def _each_cost(board: due.DueBoard, records: pl.DataFrame, book: str, lang: str) -> str:
    """What leaving one of these records costs under a rulebook, by the dearest; empty where no clause judges it."""
    own = board.stakes.filter(pl.col("rulebook") == book, pl.col("matter") == records["matter"][0])
    stakes = own.filter(pl.col("group").is_in(records["group"].drop_nulls().unique().to_list()))
    if stakes.is_empty() or not stakes["clauses"].list.len().sum():
        return ""
    dearest = stakes.sort("points", descending=True, maintain_order=True).row(0, named=True)
    return joined_texts(_cost_parts(dearest, _whole_passes(own), lang), lang, "comma")


def _whole_passes(own: pl.DataFrame) -> list[str]:
    """The tests that all records of a matter together decide."""
    whole = own.filter(pl.col("group").is_null())
    return [] if whole.is_empty() else list(whole["passes"][0])


def _cost_parts(stake: dict[str, Any], whole: list[str], lang: str) -> list[str]:
    """Points, tests that one record decides, tests that all together do, clauses that cannot be scored yet."""
    together = [clause for clause in whole if clause not in stake["passes"]]
    parts = [] if not stake["points"] else [say("due cost points", lang, points=points_gain(stake["points"], lang))]
    said = {"due cost fails": stake["passes"], "due cost together": together, "due stake unknown": stake["unknown"]}
    parts += [say(key, lang, clauses=joined_texts(clauses, lang)) for key, clauses in said.items() if clauses]
    return parts or [say("due cost none", lang)]


def unit_records_table(board: due.DueBoard, records: pl.DataFrame, lang: str = "zh", most: int | None = None) -> Table:
    """One unit's records, the most urgent first, without the column that says whose they are."""
    whole = due_records_table(board, lang, records, most=most)
    kept = [place for place, column in enumerate(whole.columns) if column.title != say(OWNER, lang)]
    rows = tuple(tuple(row[place] for place in kept) for row in whole.rows)
    return Table(
        whole.title, tuple(whole.columns[place] for place in kept), rows, lang, empty=whole.empty, kind="small"
    )
