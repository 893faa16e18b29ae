"""A clause tried on figures that are typed: points and working of one unit, and a ranking of many (试算).

Scored by the engine itself: what is tried is what counts later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analysis import facts, scenarios, scorecards
from analysis.facts import Fact, FigureError
from analysis.problems import Problem
from analysis.rulebooks import Clause, Rulebook, clauses
from analysis.scorecards import Working, working_steps

OWN, MONTH, FIRST = "本单位", "2021-03", 100_000
LONGEST = 500
"""How many units a trial field may have."""
PARTS = ("points", "low", "high", "possible", "met", "bound", "missing")


@dataclass(frozen=True)
class Trial:
    """What came of it. `row`: the POINTS of the unit itself; `ranking`: `unit, points, low, high, place`, best first.

    `problems`: what could not be read of the figures; it counts as missing.
    """

    row: Mapping[str, Any]
    working: Working
    ranking: pl.DataFrame
    problems: tuple[Problem, ...]


def trial_names(book: Rulebook, clause: str) -> tuple[str, ...]:
    """The figures that a clause asks for, in the order in which its formula speaks of them."""
    judged = book.clauses[clause]
    return tuple(name for name in judged.speaks_of() if name not in judged.values)


def try_clause(book: Rulebook, clause: str, figures: Mapping[str, str], others: str = "") -> Trial:
    """A clause of a rulebook on typed figures.

    `others`: further units, a line each: the name, then its figures in the order of `trial_names`, between commas or
    tabs. Compared are the unit itself and those, whatever leagues there are.
    """
    names, problems = trial_names(book, clause), list[Problem]()
    meant = {name: _fact(book, book.clauses[clause], name) for name in names}
    own = {name: _read(figures.get(name, ""), meant[name], OWN, problems) for name in names}
    units = [(OWN, own), *_units(others, meant, problems)]
    alone = _alone(book, clause)
    cases = scenarios.build_cases(_frame(units, names), alone, scenarios.BASELINE)
    rows = scorecards.score_cases(cases, alone, PARTS)
    first = working_steps.case_row(cases, scenarios.BASELINE.name, str(FIRST), MONTH)
    working = working_steps.clause_calculation(alone.clauses[clause], alone, cases, first)
    return Trial(rows.row(0, named=True), working, _ranking(rows, [name for name, _ in units]), tuple(problems))


def _alone(book: Rulebook, clause: str) -> Rulebook:
    """The rulebook with this clause only, comparing whoever is there."""
    judged = book.clauses[clause]
    field = judged.field and replace(judged.field, of=clauses.EVERYBODY)
    return replace(book, clauses={clause: replace(judged, field=field)}, possible=None)


def _fact(book: Rulebook, clause: Clause, name: str) -> Fact:
    """The figure; for one drawn from several months the figure behind it."""
    return book.dictionary[clause.histories[name].of if name in clause.histories else name]


def _read(text: str, fact: Fact, unit: str, problems: list[Problem]) -> float | None:
    try:
        figure = facts.parse_figure(text, fact)
    except FigureError as error:
        problems.append(Problem(f"{unit} {fact.zh}", error.zh, error.en))
        return None
    return None if figure is None else float(figure)


def _units(text: str, meant: Mapping[str, Fact], problems: list[Problem]) -> list[tuple[str, dict[str, float | None]]]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > LONGEST:
        zh = f"试算至多 {LONGEST} 个单位，只取前面的。"
        problems.append(Problem("其他单位", zh, f"A trial has {LONGEST} units at most; the first are taken."))
    return [_unit(line, meant, problems) for line in lines[:LONGEST]]


def _unit(line: str, meant: Mapping[str, Fact], problems: list[Problem]) -> tuple[str, dict[str, float | None]]:
    name, *cells = (cell.strip() for cell in line.replace("，", ",").replace("\t", ",").split(","))
    if len(cells) > len(meant):
        zh = f"有 {len(cells)} 个数，这一条只用 {len(meant)} 个；多的没有用。千分位逗号请去掉。"
        problems.append(Problem(name, zh, f"There are {len(cells)} figures but the clause asks for {len(meant)}."))
    texts = dict(zip(meant, cells, strict=False))
    return name, {fact: _read(texts.get(fact, ""), meant[fact], name, problems) for fact in meant}


def _frame(units: Sequence[tuple[str, Mapping[str, float | None]]], names: Sequence[str]) -> pl.DataFrame:
    cities = [str(FIRST + number) for number in range(len(units))]
    columns = {name: pl.Series([figures[name] for _, figures in units], dtype=pl.Float64) for name in names}
    return pl.DataFrame({"city": cities, "month": [MONTH] * len(units), **columns})


def _ranking(rows: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The units by their points, ties sharing a place; those whose points are open come last, without one."""
    named = rows.select(pl.Series("unit", names, dtype=pl.String), "points", "low", "high", "bound")
    place = pl.col("points").round(9).rank("min", descending=True).cast(pl.Int64).alias("place")
    return named.with_columns(place).sort("points", descending=True, nulls_last=True, maintain_order=True)
