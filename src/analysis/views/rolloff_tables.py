"""Tables of what leaves windows over twelve months: a calendar with points, figure by figure, displays (滚出表)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from analysis import facts, rulebooks
from analysis.questions import rolloff
from analysis.rulebooks import Rulebook
from analysis.views.amounts import clause_title, points_change
from analysis.views.comparison_tables import toned_outcome
from analysis.views.view_objects import Table, table_columns
from analysis.views.words import amount_text, city_title, interval_text, joined_texts, month_title, say, total_interval


def rolloff_title(board: rolloff.RollOffBoard, lang: str = "zh") -> str:
    """The city and the base month."""
    return say("rolloff title", lang, city=city_title(board.city, lang), month=month_title(board.month, lang))


def rolloff_headline(board: rolloff.RollOffBoard, lang: str = "zh") -> str:
    """Of how many figures something leaves, and of how many it is unknown."""
    unknown = _unknown(board)["fact"].n_unique()
    return say("rolloff headline", lang, months=board.months, count=_moving(board)["fact"].n_unique(), unknown=unknown)


def _moving(board: rolloff.RollOffBoard) -> pl.DataFrame:
    return board.leavings.filter(pl.col("leaves") > 0)


def _unknown(board: rolloff.RollOffBoard) -> pl.DataFrame:
    return board.leavings.filter(pl.col("basis") == rolloff.UNKNOWN)


def rolloff_tables(board: rolloff.RollOffBoard, lang: str = "zh") -> list[Table]:
    """All of them: a calendar for each rulebook, figure by figure, what is unknown, displays that end."""
    books = list(dict.fromkeys(board.totals["rulebook"]))
    tables = [rolloff_calendar(board, book, lang) for book in books]
    tables += [rolloff_figures_table(board, lang)]
    tables += [rolloff_unknown_table(board, lang)] if _unknown(board).height else []
    return tables + ([displays_table(board, lang)] if board.displays.height else [])


def rolloff_calendar(board: rolloff.RollOffBoard, book: str, lang: str = "zh") -> Table:
    """A row a month: the total with all that has left by then, and the clauses that move in it."""
    rules = rulebooks.load(book, board.month)
    rows = tuple(_month(board, row, rules, lang) for row in board.totals.filter(rulebook=book).iter_rows(named=True))
    heads = table_columns(
        (say("rolloff month", lang), "id"), (say("rolloff total", lang), "number"),
        (say("rolloff change", lang, month=month_title(board.month, lang)), "number"), say("rolloff clauses", lang),
        say("rolloff leaving", lang),
    )  # fmt: skip
    title = say("rolloff calendar", lang, book=rules.title_in(lang))
    return Table(title, heads, rows, lang, notes=_notes(board, book, lang), empty=say("rolloff nothing", lang))


def _month(board: rolloff.RollOffBoard, row: dict[str, Any], book: Rulebook, lang: str) -> tuple[str, ...]:
    moved = board.clauses.filter(rulebook=book.id, month=row["month"]).iter_rows(named=True)
    return (
        row["month"], total_interval(row["low"], row["high"], lang), points_change(row["low_change"], lang),
        joined_texts([_clause(each, book, lang) for each in moved], lang, "semicolon"),
        joined_texts([*_leaving(board, row["month"], book, lang), *_endings(board, row, book, lang)], lang),
    )  # fmt: skip


def _clause(row: dict[str, Any], book: Rulebook, lang: str) -> str:
    title = clause_title(row["clause"], book, lang)
    if book.clauses[row["clause"]].kind == "test":
        before, after = (toned_outcome(row[end], lang) for end in ("met_before", "met"))
    else:
        before = interval_text(row["low_before"], row["high_before"], lang)
        after = interval_text(row["low"], row["high"], lang)
    return say("rolloff clause", lang, title=title, before=before, after=after)


def _leaving(board: rolloff.RollOffBoard, month: str, book: Rulebook, lang: str) -> Iterator[str]:
    """What leaves of the figures that the rulebook judges."""
    own = _moving(board).filter(pl.col("month") == month, pl.col("fact").is_in(book.facts()))
    for row in own.iter_rows(named=True):
        yield say("rolloff left", lang, fact=_named(row["fact"], lang), amount=_amount(row, "leaves", lang))


def _endings(board: rolloff.RollOffBoard, row: dict[str, Any], book: Rulebook, lang: str) -> Iterator[str]:
    for each in board.endings.filter(rulebook=book.id, month=row["month"]).iter_rows(named=True):
        name = book.clauses[each["clause"]].histories[each["history"]].zh if lang == "zh" else each["history"]
        key = "rolloff falls" if each["remains"] else "rolloff ends"
        yield say(key, lang, name=name, before=f"{each['before']:g}", after=f"{each['remains']:g}")


def _named(fact: str, lang: str) -> str:
    found = facts.dictionary()[fact]
    return found.zh if lang == "zh" else found.en


def _amount(row: dict[str, Any], part: str, lang: str) -> str:
    return amount_text(row[part], facts.dictionary()[row["fact"]], lang)


def _notes(board: rolloff.RollOffBoard, book: str, lang: str) -> tuple[str, ...]:
    exact = say("rolloff exact", lang, month=month_title(board.month, lang))
    still = board.open.get(book, ())
    return (exact, say("rolloff open", lang, clauses=joined_texts(still, lang))) if still else (exact,)


def rolloff_figures_table(board: rolloff.RollOffBoard, lang: str = "zh") -> Table:
    """A row a figure and month in which some of it leaves."""
    rows = tuple(
        (_named(row["fact"], lang), row["month"], _amount(row, "leaves", lang), _amount(row, "remains", lang),
         say(f"rolloff {row['basis']}", lang))
        for row in _moving(board).iter_rows(named=True)
    )  # fmt: skip
    heads = table_columns(
        (say("rolloff fact", lang), "name"), (say("rolloff month", lang), "id"),
        (say("rolloff amount", lang), "number"), (say("rolloff remains", lang), "number"), say("rolloff basis", lang),
    )  # fmt: skip
    exact = say("rolloff exact", lang, month=month_title(board.month, lang))
    title = f"{rolloff_title(board, lang)}{say('colon', lang)}{rolloff_headline(board, lang)}"
    return Table(title, heads, rows, lang, notes=(exact,), empty=say("rolloff nothing", lang))


def rolloff_unknown_table(board: rolloff.RollOffBoard, lang: str = "zh") -> Table:
    """The figures of which it is unknown what leaves, and why."""
    rows = tuple((_named(fact, lang), why) for fact, why in _unknown(board).select("fact", "why").unique(
        maintain_order=True).iter_rows())  # fmt: skip
    heads = table_columns((say("rolloff fact", lang), "name"), say("rolloff why", lang))
    return Table(say("rolloff unknown title", lang, count=len(rows)), heads, rows, lang)


def displays_table(board: rolloff.RollOffBoard, lang: str = "zh") -> Table:
    """How many adverse records are shown for the last time in each month; counts, no record is named."""
    rows = tuple(
        (say(f"repair {row['subject']}", lang), row["month"], str(row["certain"]), str(row["possible"]))
        for row in board.displays.iter_rows(named=True)
    )
    heads = table_columns(
        (say("rolloff subject", lang), "name"), (say("rolloff month", lang), "id"),
        (say("rolloff certain", lang), "number"), (say("rolloff possible", lang), "number"),
    )  # fmt: skip
    notes = (say("rolloff possible note", lang),) if board.displays["possible"].sum() else ()
    return Table(say("rolloff displays", lang), heads, rows, lang, notes=notes)
