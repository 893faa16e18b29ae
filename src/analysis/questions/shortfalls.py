"""Shortfalls: what each failed test still lacks, condition by condition; how near a passed one is to failing (差距).

A test that needs two figures at once (许可、处罚都要全部上报) has a row for each: all rows of a test together pass it,
unless another of its conditions lacks data. That one has no row, as how much it lacks is not known: `open_conditions`
names what it waits for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from analysis.formulas import Node, evaluate
from analysis.questions import lever_lattice, starting_points
from analysis.questions.lever_lattice import Lever
from analysis.questions.starting_points import StartingPoint
from analysis.rulebooks import Clause, RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName
from analysis.scorecards import clause_expressions

SHORTFALLS: dict[str, pl.DataType | type[pl.DataType]] = {
    "clause": pl.String, "lever": pl.String, "unit": pl.String, "now": pl.Float64, "needed": pl.Float64,
    "change": pl.Float64, "part": pl.String, "share": pl.Float64, "target": pl.Float64,
}  # fmt: skip
"""`lever`: null where no figure alone turns the condition. `change`: in the lever's unit, with its sign.

`part`, `share`, `target`: of a condition on a quotient, such as 整改到位率 ≥ 100%, the named part of the formula, what
it comes to, and what is asked; null for other conditions.
"""

OPEN: dict[str, pl.DataType | type[pl.DataType]] = {"clause": pl.String, "missing": pl.List(pl.String)}
"""`missing`: facts, and rule values as `<clause>.<value>`."""

COMPARED = ("ge", "gt", "le", "lt")


def shortfalls(
    facts: Any, book: RulebookName, city: str, month: str, scenario: ScenarioName = BASELINE
) -> pl.DataFrame:
    """What each test that certainly fails still lacks: `SHORTFALLS`, a row a condition that does not hold.

    Of the figures a city can work on, the one that turns the condition by the smallest part of itself; all else is held
    still. Tests that lack data are not among them. Raises `InputError` where the facts hold no such city-month.

    >>> from analysis import facts
    >>> figures = facts.up_to("江阴", "2021-03")
    >>> from analysis.questions import shortfalls
    >>> lacking = shortfalls.shortfalls(figures, "hard-2019", "江阴", "2021-03")
    >>> lacking.filter(clause="3").select("lever", "now", "needed", "change").row(0)
    ('gov_breaches_resolved', 13.0, 15.0, 2.0)
    """
    here = starting_points.starting_point(facts, book, city, month, scenario)
    levers = movable_levers(here)
    failing = (
        (clause, condition)
        for clause in tests_with_outcome(here, False)
        for condition in conditions(here, clause)
        if _holds(condition, here.names(clause)) is False
    )
    rows = [
        _row(here, clause, condition, turned(here, clause, condition, levers, True)) for clause, condition in failing
    ]
    return pl.DataFrame(rows, schema=SHORTFALLS, orient="row")


def margins(facts: Any, book: RulebookName, city: str, month: str, scenario: ScenarioName = BASELINE) -> pl.DataFrame:
    """By how little each passed test may still fail: `SHORTFALLS`, the nearest figure at which it does.

    A figure that has all it can have (every record reported) has no margin by its nature and is left out.
    """
    here = starting_points.starting_point(facts, book, city, month, scenario)
    levers = movable_levers(here)
    holding = (
        (clause, condition, turned(here, clause, condition, levers, False))
        for clause in tests_with_outcome(here, True)
        for condition in conditions(here, clause)
    )
    rows = [_row(here, clause, condition, found) for clause, condition, found in holding if found is not None]
    nearest = pl.DataFrame(rows, schema=SHORTFALLS, orient="row")
    near = (pl.col("change") / pl.col("now")).abs()
    return nearest.sort(near, maintain_order=True).unique("clause", keep="first", maintain_order=True)


def open_conditions(
    facts: Any, book: RulebookName, city: str, month: str, scenario: ScenarioName = BASELINE
) -> pl.DataFrame:
    """The tests that certainly fail and of which another condition lacks data: `OPEN`, with what that one waits for.

    Whatever is made good of the others, such a test stays open. Raises `InputError` as `shortfalls` does.
    """
    here = starting_points.starting_point(facts, book, city, month, scenario)
    found = [(clause.id, _waited_for(here, clause)) for clause in tests_with_outcome(here, False)]
    return pl.DataFrame([row for row in found if row[1]], schema=OPEN, orient="row")


def _waited_for(here: StartingPoint, clause: Clause) -> list[str]:
    names = here.names(clause)
    unknown = [condition for condition in conditions(here, clause) if evaluate(condition, names) is None]
    missing = dict.fromkeys(name for condition in unknown for name in condition.names if names.get(name) is None)
    return [f"{clause.id}.{name}" if name in clause.values else name for name in missing]


def movable_levers(here: StartingPoint) -> dict[str, Lever]:
    """The figures that a city can work on, and that are not missing."""
    names = [name for name in lever_lattice.movable_facts(here) if here.values.get(name) is not None]
    return {name: lever_lattice.lever_of(here, name) for name in names}


def tests_with_outcome(here: StartingPoint, met: bool) -> list[Clause]:
    """The tests that are certainly met, or certainly not."""
    return [
        clause
        for clause in here.book.of_kind(clauses.TESTED)
        if here.here[clause_expressions.part_column("met", clause.id)] is met
    ]


def conditions(here: StartingPoint, clause: Clause) -> tuple[Node, ...]:
    """What must hold together for a test to be met; one condition where its formula is no `and`."""
    tree = here.tree(clause, "met")
    return () if tree is None else tuple(_parts(tree, here, clause))


def _parts(tree: Node, here: StartingPoint, clause: Clause) -> Iterator[Node]:
    if tree.op == "when" and _holds(tree.args[0], here.names(clause)) is False:
        yield from _parts(tree.args[-1], here, clause)
    elif tree.op == "and":
        yield from (part for arg in tree.args for part in _parts(arg, here, clause))
    else:
        yield tree


def _holds(condition: Node, names: Mapping[str, Any]) -> bool | None:
    """Whether a condition holds, a bare yes-or-no figure too; None where it is not known."""
    value = evaluate(condition, names)
    return None if value is None else bool(value)


def turned(
    here: StartingPoint, clause: Clause, condition: Node, levers: dict[str, Lever], met: bool
) -> tuple[Lever, int] | None:
    """The figure that by the smallest part of itself makes a condition hold, or fail, and its place; None for none."""
    found = [
        (lever, place)
        for name in condition.names
        if (lever := levers.get(name)) and (place := _turn(here, clause, condition, lever, met)) is not None
    ]
    return min(found, key=_part_of_itself, default=None)


def _part_of_itself(found: tuple[Lever, int]) -> float:
    lever, place = found
    return abs(lever.change(place) or 0.0) / max(abs(lever.now or 0.0), 1 / lever.per)


def _turn(here: StartingPoint, clause: Clause, condition: Node, lever: Lever, met: bool) -> int | None:
    """The nearest place up or down at which the condition turns; where all is had already, there is no margin down."""
    names = here.names(clause)

    def turns(place: int) -> bool:
        return _holds(condition, {**names, lever.target: lever.amount(place)}) is met

    ways = [(lever.up(), lever.last), (lever.down(), lever.first)]
    ends = ways if met or lever.up() != lever.last else ways[:1]
    places = [_nearest(turns, start, end) for start, end in ends if turns(end)]
    return min(places, key=lambda place: abs(place - lever.up()), default=None)


def _nearest(turns: Callable[[int], bool], start: int, end: int) -> int:
    """The first place from the start towards the end that turns; the end does."""
    while abs(end - start) > 1:
        middle = (start + end) // 2
        start, end = (start, middle) if turns(middle) else (middle, end)
    return start if turns(start) else end


def _row(here: StartingPoint, clause: Clause, condition: Node, found: tuple[Lever, int] | None) -> tuple[Any, ...]:
    said = _quotient(here, clause, condition)
    if found is None:
        return clause.id, None, None, None, None, None, *said
    lever, place = found
    return clause.id, lever.target, lever.unit, lever.now, lever.amount(place), lever.change(place), *said


def _quotient(here: StartingPoint, clause: Clause, condition: Node) -> tuple[str | None, float | None, float | None]:
    """The named quotient that a condition compares, what it comes to, and what is asked of it."""
    if condition.op not in COMPARED or condition.args[0].op != "div":
        return None, None, None
    quotient, asked = condition.args
    lets = here.reading(clause).lets
    name = next((let.name for let in lets.values() if clauses.inline_lets(let.tree, lets) == quotient), None)
    return name, evaluate(quotient, here.names(clause)), evaluate(asked, here.names(clause))
