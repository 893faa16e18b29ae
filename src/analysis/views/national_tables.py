"""What falls due and what can be repaired, city by city: counts alone (全国件数表)."""

from __future__ import annotations

import polars as pl

from analysis.questions import national
from analysis.views.due_tables import day_title
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import city_title, joined_texts, say

DUE = ("due overdue", "due soon", "due later", "due open")
STATES = ("overdue", "due", "later", "open")
REPAIRED = ("repair count", "repair can_ask", "repair may_ask", "repair waiting", "repair ended", "repair unruled")
COUNTED = ("records", "can_ask", "may_ask", "waiting", "ended", "unruled")


def national_due_table(board: national.NationalBoard, lang: str = "zh") -> Table:
    """A row a city, over all its matters; those with most overdue first."""
    summed = board.rows.group_by("city", maintain_order=True).agg(pl.col(STATES).sum(), pl.col("next").min())
    ordered = summed.sort("overdue", "due", "city", descending=[True, True, False])
    rows = [
        (city_title(row["city"], lang), *(str(row[state]) for state in STATES), day_title(row["next"], lang),
         _as_of(board, row["city"], lang))
        for row in ordered.iter_rows(named=True)
    ]  # fmt: skip
    heads = table_columns(
        (say("national city", lang), "name"), *((say(key, lang), "number") for key in DUE), say("due next", lang),
        say("national as of", lang),
    )  # fmt: skip
    title = say("national due", lang, day=day_title(board.on, lang), cities=len(rows))
    return Table(title, heads, tuple(rows), lang, notes=_absent(board, lang), empty=say("due nothing", lang))


def national_repairs_table(board: national.NationalBoard, lang: str = "zh") -> Table:
    """A row a city and kind of record."""
    rows = [
        (city_title(row["city"], lang), say(f"repair {row['subject']}", lang), *(str(row[name]) for name in COUNTED),
         day_title(row["next"], lang), _as_of(board, row["city"], lang))
        for row in board.rows.iter_rows(named=True)
    ]  # fmt: skip
    heads = table_columns(
        (say("national city", lang), "name"), (say("repair kind", lang), "name"),
        *((say(key, lang), "number") for key in REPAIRED), say("repair next", lang),
        say("national as of", lang),
    )  # fmt: skip
    cities = board.rows["city"].n_unique()
    title = say("national repairs", lang, day=day_title(board.on, lang), cities=cities)
    return Table(title, heads, tuple(rows), lang, notes=_absent(board, lang), empty=say("due nothing", lang))


def _as_of(board: national.NationalBoard, city: str, lang: str) -> str:
    return joined_texts(board.as_of[city], lang)


def _absent(board: national.NationalBoard, lang: str) -> tuple[str, ...]:
    names = joined_texts([city_title(city, lang) for city in board.absent], lang)
    return (say("national absent", lang, cities=names),) if board.absent else ()
