"""Duties: what each department answers for, what is lost there, what it can do next, what it still owes (部门任务)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import scorecards
from analysis.departments import city_departments, department_table, load_departments, responsible_departments
from analysis.questions import levers
from analysis.questions.coverage import NOBODY
from analysis.questions.levers import LeverBoard
from analysis.rulebooks import Clause, Rulebook, RulebookName
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import BASELINE, ScenarioName
from analysis.scorecards import Card, clause_expressions

CLAUSES: dict[str, pl.DataType | type[pl.DataType]] = {
    "unit": pl.String, "rulebook": pl.String, "clause": pl.String, "kind": pl.String, "scenario": pl.String,
    "points": pl.Float64, "low": pl.Float64, "high": pl.Float64, "possible": pl.Float64, "met": pl.Boolean,
    "lost": pl.Float64, "at_most": pl.Float64, "unassigned": pl.Boolean, "shared": pl.List(pl.String),
}  # fmt: skip
STEPS: dict[str, pl.DataType | type[pl.DataType]] = {
    "unit": pl.String, "rulebook": pl.String, "scenario": pl.String, "lever": pl.String, "clauses": pl.List(pl.String),
    "now": pl.Float64, "next": pl.Float64, "step": pl.Float64, "pays": pl.Float64, "open": pl.Float64,
    "best": pl.Float64, "veto": pl.Boolean, "shared": pl.List(pl.String),
}  # fmt: skip
PRINTED = 2
"""The decimals of points as they are printed."""
MISSING: dict[str, pl.DataType | type[pl.DataType]] = {
    "unit": pl.String, "fact": pl.String, "clauses": pl.List(pl.String), "shared": pl.List(pl.String),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Duties:
    """The duties of a city's departments in a month. A shared clause stands whole under each who shares it.

    `clauses`: a department's clauses, scenario by scenario; `lost`: possible less earned, null where it is not known;
    `at_most`: what may be lost; `unassigned`: nobody is named, so that a veto is its leader's; `shared`: the codes of
    the others. `steps`: what it can do under the last scenario that fits: `veto`, a failed test that one figure alone
    would pass, first; then the levers of its clauses that pay a step that matters (`least_step`), most open first; a
    figure that is missing is no step. `missing`: judged figures that are not there; `clauses` as `<rulebook>:<clause>`.
    The department "" stands for clauses without a printed unit.
    """

    cards: tuple[Card, ...]
    boards: tuple[LeverBoard, ...]
    units: tuple[str, ...]
    clauses: pl.DataFrame
    steps: pl.DataFrame
    missing: pl.DataFrame

    @property
    def city(self) -> str:
        return self.cards[0].city

    @property
    def month(self) -> str:
        return self.cards[0].month

    def books(self) -> dict[str, Rulebook]:
        """The rulebooks by id."""
        return {card.book.id: card.book for card in self.cards}

    def of(self, unit: str) -> Duties:
        """One department's part."""
        own = pl.col("unit") == unit
        parts = (frame.filter(own) for frame in (self.clauses, self.steps, self.missing))
        return Duties(self.cards, self.boards, (unit,), *parts)


def duties(
    facts: Any,
    books: Sequence[RulebookName],
    city: str,
    month: str,
    scenarios: ScenarioName | Sequence[ScenarioName] = (BASELINE,),
) -> Duties:
    """The duties of every department that a clause names, in the order of the table of departments.

    Raises `InputError` for a unit that the table does not know, and where the facts hold no such city-month.
    """
    return duties_of([scorecards.card(facts, book, city, month, scenarios) for book in books], facts)


def duties_of(scored: Sequence[Card], facts: Any) -> Duties:
    """The same of cards already made, and the facts they were made of."""
    cards = tuple(scored)
    least = department_table().least_step
    boards = tuple(
        levers.board(facts, card.book, card.city, card.month, card.scenarios[-1], least=least, worth=False)
        for card in cards
    )
    owners = {
        (card.book.id, clause.id): clause_owners(card.book, clause, card.city)
        for card in cards
        for clause in _all(card)
    }
    clauses = pl.DataFrame([row for card in cards for row in _clauses(card, owners)], schema=CLAUSES, orient="row")
    steps = pl.DataFrame(
        [row for pair in zip(cards, boards, strict=True) for row in _steps(*pair, owners)], STEPS, orient="row"
    )
    missing = pl.DataFrame(list(_missing(cards, owners)), schema=MISSING, orient="row")
    return Duties(cards, boards, _ordered(clauses["unit"], cards[0].city), clauses, steps, missing)


Owners = dict[tuple[str, str], tuple[str, ...]]


def _all(card: Card) -> list[Clause]:
    return [clause for clause in card.book.clauses.values() if not clause.blank]


def clause_owners(book: Rulebook, clause: Clause, city: str) -> tuple[str, ...]:
    """The codes of those who answer for a clause. A veto without a unit is its leader's; else it is nobody's."""
    named = tuple(department.code for department in responsible_departments(book, clause, city))
    if named or clause.kind != clauses_rulebook.TESTED:
        return named or (NOBODY,)
    return (city_departments(city).lead().code,)


def _ordered(units: pl.Series, city: str) -> tuple[str, ...]:
    """The units in the table's order, nobody's last."""
    present = set(units.to_list())
    return tuple(code for code in (*load_departments(city), NOBODY) if code in present)


def _clauses(card: Card, owners: Owners) -> Iterator[tuple[Any, ...]]:
    for row in card.points.iter_rows(named=True):
        if card.book.clauses[row["clause"]].blank:
            continue
        departments = owners[card.book.id, row["clause"]]
        parts = (row[name] for name in ("points", "low", "high", "possible", "met"))
        nobody = not responsible_departments(card.book, card.book.clauses[row["clause"]], card.city)
        columns = (card.book.id, row["clause"], row["kind"], row["scenario"], *parts, *_lost(row), nobody)
        yield from ((unit, *columns, _others(unit, departments)) for unit in departments)


def _lost(row: dict[str, Any]) -> tuple[float | None, float | None]:
    """What is certainly lost, and what may be; a deduction loses what it takes, a test loses no points."""
    if row["kind"] == clauses_rulebook.TESTED:
        return None, None
    most = 0.0 if row["kind"] == clauses_rulebook.DEDUCTED else row["possible"]
    return _less(most, row["points"]), _less(most, row["low"])


def _less(most: float | None, points: float | None) -> float | None:
    return None if most is None or points is None else clause_expressions.without_float_noise(most - points)


def _others(unit: str, owners: Sequence[str]) -> list[str]:
    return [department for department in owners if department != unit]


def _steps(card: Card, board: LeverBoard, owners: Owners) -> Iterator[tuple[Any, ...]]:
    """What passes a veto, then the levers that pay, under each department that answers for one of their clauses."""
    scenario = card.scenarios[-1].name
    for row in pl.concat([_passing(board), _paying(board)], how="diagonal").iter_rows(named=True):
        departments = _united(owners, [(card.book.id, clause) for clause in row["clauses"]])
        parts = [row[name] for name in ("lever", "clauses", "now", "next", "step", "pays", "open", "best", "veto")]
        yield from ((unit, card.book.id, scenario, *parts, _others(unit, departments)) for unit in departments)


def _passing(board: LeverBoard) -> pl.DataFrame:
    """The failed tests that a figure alone would pass, each by the least change of it."""
    present = board.tests.drop_nulls("change").sort(pl.col("change").abs())
    nearest = present.unique(["lever", "clause"], keep="first", maintain_order=True)
    now = board.levers.select("lever", "now")
    return nearest.join(now, on="lever", maintain_order="left").select(
        "lever", "now", pl.concat_list("clause").alias("clauses"), pl.col("needed").alias("next"),
        pl.col("change").alias("step"), pl.col("needed").alias("best"), pl.lit(True).alias("veto"),
    )  # fmt: skip


def _paying(board: LeverBoard) -> pl.DataFrame:
    """The levers whose next step shows in points as they are printed, most open first."""
    shows = pl.col("pays").round(PRINTED) > 0
    paying = board.levers.filter(shows & pl.col("now").is_not_null())
    sorted_levers = paying.sort("open", descending=True, maintain_order=True)
    return sorted_levers.with_columns(pl.lit(False).alias("veto")).drop("way", "unit", "point")


def _missing(cards: Sequence[Card], owners: Owners) -> Iterator[tuple[Any, ...]]:
    waiting: dict[str, list[tuple[str, str]]] = {}
    for card in cards:
        present = set(card.facts.drop_nulls("value")["fact"])
        for clause in _all(card):
            spoken = dict.fromkeys(name for reading in clause.readings for name in clause.facts(reading))
            for fact in (name for name in spoken if name not in present):
                waiting.setdefault(fact, []).append((card.book.id, clause.id))
    for fact, keys in waiting.items():
        departments = _united(owners, keys)
        clauses = [f"{book}:{clause}" for book, clause in keys]
        yield from ((unit, fact, clauses, _others(unit, departments)) for unit in departments)


def _united(owners: Owners, keys: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """All who answer for some clauses, each once; nobody only where nobody else does."""
    united = dict.fromkeys(unit for key in keys for unit in owners[key])
    return tuple(unit for unit in united if unit != NOBODY) or (NOBODY,)
