"""Facts of earlier months, and the histories drawn from them (此前各月与历史指标)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from analysis.calendars.month_windows import months_back
from analysis.formulas.spreadsheet_formulas import spreadsheet_or
from analysis.reports.workbooks import inputs
from analysis.reports.workbooks.inputs import Entry, Line
from analysis.reports.workbooks.plan import Plan
from analysis.rulebooks import Clause
from analysis.rulebooks.clauses import History
from analysis.scenarios import case_frame
from analysis.views.words import month_title, say


def values(plan: Plan) -> dict[str, float | None]:
    """What each history's cell comes to under the scenario that the workbook opens with."""
    return {line.entry.name: line.entry.used for line in drawn(plan)}


def names(plan: Plan) -> set[str]:
    """The histories' names: a fact of such a name is supplied for it, and drawn where the months are known."""
    return {history.name for _, _, history, _ in _histories(plan)}


def _histories(plan: Plan) -> list[tuple[Any, Clause, History, int]]:
    """Every history of the rulebooks once, with how many months it looks over."""
    held = {
        history.name: (card, clause, history, int(clause.values[history.months].amount or 1))
        for card in plan.cards
        for clause in card.book.clauses.values()
        for history in clause.histories.values()
    }
    return list(held.values())


def lines(plan: Plan) -> Iterator[Line]:
    """The figures of earlier months that some history looks back to, and what is supplied under its own name."""
    needed = {
        (history.of, when): (card, clause)
        for card, clause, history, length in _histories(plan)
        for when in months_back(card.month, length)[:-1]
    }
    for (name, when), (card, clause) in sorted(needed.items()):
        fact = card.book.dictionary[name]
        held = _delivered(card, name, when)
        folds = plan.folds(name, card.city, when) if when in card.known["month"].to_list() else plan.folds("", "", "")
        cell = plan.names.of("earlier", name, when)
        entry = Entry(cell, held, inputs.now(held, folds), folds, fact.unit, inputs.words(plan, fact))
        called = plan.say("of month", name=plan.called(fact), month=month_title(when, plan.lang))
        yield Line(entry, called, fact, ("", "", ""), f"{card.book.id} {clause.id}", say("supplied", plan.lang))
    for card, clause, history, _ in _histories(plan):
        held, folds = _delivered(card, history.name, card.month), plan.folds("", "", "")
        entry = Entry(plan.names.of("supplied", history.name, "supplied"), held, held, folds, _unit(card, history))
        called = plan.say("supplied itself", name=_drawn_name(plan, history))
        yield Line(entry, called, None, ("", "", ""), f"{card.book.id} {clause.id}", say("supplied", plan.lang))


def _delivered(card: Any, name: str, when: str) -> float | None:
    held = card.known.filter((pl.col("fact") == name) & (pl.col("month") == when))["value"]
    return held[0] if len(held) else None


def _unit(card: Any, history: History) -> str:
    return "1" if history.how == "any" else card.book.dictionary[history.of].unit


def _drawn_name(plan: Plan, history: History) -> str:
    return history.zh if plan.lang == "zh" else history.name.replace("_", " ")


def drawn(plan: Plan) -> Iterator[Line]:
    """The histories themselves: formulas over the months."""
    for card, clause, history, length in _histories(plan):
        months = months_back(card.month, length)
        cells = [plan.names.of("earlier", history.of, when) for when in months[:-1]] + [plan.fact(history.of)]
        supplied = plan.names.of("supplied", history.name, "supplied")
        kept = _over(card, plan, history, months)
        folds = plan.folds(history.name, card.city, card.month)
        entry = Entry(
            plan.fact(history.name), kept, inputs.now(kept, folds), folds, _unit(card, history),
            drawn=f"IFERROR({_WAYS[history.how](cells)},{supplied})",
        )  # fmt: skip
        called = plan.say("over months", name=_drawn_name(plan, history), count=length)
        yield Line(entry, called, None, ("", "", ""), f"{card.book.id} {clause.id}", say("measured", plan.lang))


def _over(card: Any, plan: Plan, history: History, months: Sequence[str]) -> float | None:
    """What the history comes to under the scenario that the workbook opens with, before that changes it itself."""
    present = set(card.known["month"].to_list())
    values = []
    for when in months:
        folds = plan.folds(history.of, card.city, when) if when in present else (None,)
        values.append(inputs.now(_delivered(card, history.of, when), folds))
    lags = [pl.lit(value, dtype=pl.Float64) for value in values]
    found = pl.select(case_frame.window_aggregate(history.how, lags).cast(pl.Float64)).item()
    return _delivered(card, history.name, card.month) if found is None else found


_WAYS = {
    "any": lambda cells: f"IF({spreadsheet_or([f'{cell}>0' for cell in cells])},1,0)",
    "sum": lambda cells: "+".join(cells),
    "max": lambda cells: f"MAX({','.join(cells)})",
    "min": lambda cells: f"MIN({','.join(cells)})",
}
