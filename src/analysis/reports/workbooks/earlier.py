"""Facts of earlier months, and the histories drawn from them (此前各月与历史指标)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from analysis.calendars import months_back
from analysis.formulas import spreadsheet_formulas
from analysis.reports.workbooks import inputs
from analysis.reports.workbooks.inputs import FigureLine, InputEntry
from analysis.reports.workbooks.workbook_plan import WorkbookLayout
from analysis.rulebooks import Clause, clauses
from analysis.scenarios import case_frame
from analysis.views import words


def history_values(layout: WorkbookLayout) -> dict[str, float | None]:
    """What each history's cell comes to under the scenario that the workbook opens with."""
    return {line.entry.name: line.entry.used for line in drawn_histories(layout)}


def histories_drawn(layout: WorkbookLayout) -> set[str]:
    """The histories' names: a fact of such a name is supplied for it, and drawn where the months are known."""
    return {history.name for _, _, history, _ in _histories(layout)}


def _histories(layout: WorkbookLayout) -> list[tuple[Any, Clause, clauses.History, int]]:
    """Every history of the rulebooks once, with how many months it looks over."""
    histories = {
        history.name: (card, clause, history, int(clause.values[history.months].amount or 1))
        for card in layout.cards
        for clause in card.book.clauses.values()
        for history in clause.histories.values()
    }
    return list(histories.values())


def earlier_lines(layout: WorkbookLayout) -> Iterator[FigureLine]:
    """The figures of earlier months that some history looks back to, and what is supplied under its own name."""
    needed = {
        (history.of, when): (card, clause)
        for card, clause, history, length in _histories(layout)
        for when in months_back(card.month, length)[:-1]
    }
    for (name, when), (card, clause) in sorted(needed.items()):
        fact = card.book.dictionary[name]
        value = _delivered(card, name, when)
        folds = (
            layout.folds(name, card.city, when)
            if when in card.fact_rows["month"].to_list()
            else layout.folds("", "", "")
        )
        cell = layout.names.of("earlier", name, when)
        entry = InputEntry(
            cell, value, inputs.value_now(value, folds), folds, fact.unit, inputs.choice_words(layout, fact)
        )
        called = layout.say("of month", name=layout.called(fact), month=words.month_title(when, layout.lang))
        yield FigureLine(
            entry, called, fact, ("", "", ""), f"{card.book.id} {clause.id}", words.say("supplied", layout.lang)
        )
    for card, clause, history, _ in _histories(layout):
        value, folds = _delivered(card, history.name, card.month), layout.folds("", "", "")
        entry = InputEntry(
            layout.names.of("supplied", history.name, "supplied"), value, value, folds, _unit(card, history)
        )
        called = layout.say("supplied itself", name=_drawn_name(layout, history))
        yield FigureLine(
            entry, called, None, ("", "", ""), f"{card.book.id} {clause.id}", words.say("supplied", layout.lang)
        )


def _delivered(card: Any, name: str, when: str) -> float | None:
    values = card.fact_rows.filter((pl.col("fact") == name) & (pl.col("month") == when))["value"]
    return values[0] if len(values) else None


def _unit(card: Any, history: clauses.History) -> str:
    return "1" if history.how == "any" else card.book.dictionary[history.of].unit


def _drawn_name(layout: WorkbookLayout, history: clauses.History) -> str:
    return history.zh if layout.lang == "zh" else history.name.replace("_", " ")


def drawn_histories(layout: WorkbookLayout) -> Iterator[FigureLine]:
    """The histories themselves: formulas over the months."""
    for card, clause, history, length in _histories(layout):
        months = months_back(card.month, length)
        cells = [layout.names.of("earlier", history.of, when) for when in months[:-1]] + [layout.fact(history.of)]
        supplied = layout.names.of("supplied", history.name, "supplied")
        kept = _over(card, layout, history, months)
        folds = layout.folds(history.name, card.city, card.month)
        entry = InputEntry(
            layout.fact(history.name), kept, inputs.value_now(kept, folds), folds, _unit(card, history),
            drawn=f"IFERROR({_WAYS[history.how](cells)},{supplied})",
        )  # fmt: skip
        called = layout.say("over months", name=_drawn_name(layout, history), count=length)
        yield FigureLine(
            entry, called, None, ("", "", ""), f"{card.book.id} {clause.id}", words.say("measured", layout.lang)
        )


def _over(card: Any, layout: WorkbookLayout, history: clauses.History, months: Sequence[str]) -> float | None:
    """What the history comes to under the scenario that the workbook opens with, before that changes it itself."""
    present = set(card.fact_rows["month"].to_list())
    values = []
    for when in months:
        folds = layout.folds(history.of, card.city, when) if when in present else (None,)
        values.append(inputs.value_now(_delivered(card, history.of, when), folds))
    lags = [pl.lit(value, dtype=pl.Float64) for value in values]
    found = pl.select(case_frame.window_aggregate(history.how, lags).cast(pl.Float64)).item()
    return _delivered(card, history.name, card.month) if found is None else found


_WAYS = {
    "any": lambda cells: f"IF({spreadsheet_formulas.spreadsheet_or([f'{cell}>0' for cell in cells])},1,0)",
    "sum": lambda cells: "+".join(cells),
    "max": lambda cells: f"MAX({','.join(cells)})",
    "min": lambda cells: f"MIN({','.join(cells)})",
}
