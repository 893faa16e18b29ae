"""Readings: all ways to read the doubtful clauses, what the total can then be, and which reading matters (读法)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import polars as pl

from analysis.problems import InputError, Problem
from analysis.questions.starting_points import ASSUMPTION, StartingPoint, starting_point
from analysis.rulebooks import DEFAULT, Clause, RulebookName
from analysis.scenarios import BASELINE, ScenarioName
from analysis.scorecards import clause_expressions

MOST = 200_000
"""How many combinations are scored; beyond that, readings that come to the same here are taken as one."""
COUNT, HAIR, DIGITS = "combinations", 1e-9, 9
Options = Mapping[str, Mapping[str, int]]
"""For each clause its readings, each with how many readings it stands for."""


@dataclass(frozen=True, eq=False)
class Readings:
    """All combinations of the alternative readings, other facts held still.

    `each`: one reading at a time: `clause, reading, in_force, points, low, high, met, passes, total, change`; `total`
    is what is certain. `totals`: `passes, low, high, combinations`, a row for each outcome, the lowest first. `low`,
    `high`: between what the total lies under all of them. `decides`: clauses whose reading turns a verdict.
    `moves`: `clause, least, most, by`: how far each clause's reading alone moves the total, the farthest first.
    """

    city: str
    month: str
    rulebook: str
    combinations: int
    low: float
    high: float | None
    each: pl.DataFrame
    totals: pl.DataFrame
    moves: pl.DataFrame
    decides: tuple[str, ...]
    assumption: tuple[str, str] = ASSUMPTION

    def worst(self, *, upper: bool) -> float | None:
        """The least that any of them leaves certain (with `upper`, possible); None where nothing limits the latter."""
        highest = self.totals["high"].min() if upper else self.low
        return None if highest is None else float(highest)  # type: ignore[arg-type]


def every(facts: Any, book: RulebookName, city: str, month: str, scenario: ScenarioName = BASELINE) -> Readings:
    """Every combination of readings, scored in one pass (two where there are very many).

    Raises `InputError` where even those that differ are too many, and where the facts hold no such city-month.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import readings
    >>> found = readings.every(figures, book, "江阴", "2021-03")
    >>> found.combinations, round(found.low, 2), round(found.high, 2)
    (15552, 31.1, 34.78)
    """
    here = starting_point(facts, book, city, month, scenario)
    doubtful = [clause for clause in here.book.clauses.values() if len(clause.readings) > 1]
    options: Options = {clause.id: dict.fromkeys(clause.readings, 1) for clause in doubtful}
    if _many(options):
        options = _distinct(here, doubtful)
    scored = _scored(here, options)
    each = _each(here, doubtful, scored if not _merged(options) else _alone(here, doubtful))
    alike = ["passes", *(pl.col(part).round(DIGITS) for part in ("low", "high"))]
    totals = scored.group_by(alike).agg(pl.col(COUNT).sum()).sort("low", "high", "passes", nulls_last=True)
    moves = _moves(each)
    return Readings(
        here.city, here.month, here.book.id, math.prod(len(clause.readings) for clause in doubtful),
        float(scored["low"].min()), None if scored["high"].null_count() else float(scored["high"].max()),  # type: ignore[arg-type]
        each, totals, moves, _deciding(each),
    )  # fmt: skip


def _many(options: Options) -> bool:
    return math.prod(len(option) for option in options.values()) > MOST


def _merged(options: Options) -> bool:
    return any(count > 1 for option in options.values() for count in option.values())


def _scored(here: StartingPoint, options: Options) -> pl.DataFrame:
    """All combinations of the options with the totals, the clauses' parts, and for how many each stands."""
    if _many(options):
        zh, en = "读法组合太多。", "There are too many combinations of readings."
        raise InputError([Problem(f"rulebook {here.book.id}", zh, en)])
    parts = [
        pl.DataFrame(
            {_name(clause): list(option), clause_expressions.part_column(COUNT, clause): list(option.values())}
        )
        for clause, option in options.items()
    ]
    combined = reduce(lambda left, other: left.join(other, how="cross"), parts, pl.DataFrame({COUNT: [1]}))
    counts = pl.col(COUNT) * reduce(
        lambda left, other: left * other,
        (pl.col(clause_expressions.part_column(COUNT, name)) for name in options),
        pl.lit(1),
    )
    named = combined.with_columns(counts.alias(COUNT), scenario=pl.int_range(pl.len()).cast(pl.String))
    grid = named.select("scenario", *(_name(clause) for clause in options))
    return pl.concat([named.drop("scenario"), here.score(grid, tuple(options))], how="horizontal")


def _name(clause: str) -> str:
    return f"{clause}.reading"


def _alone(here: StartingPoint, doubtful: Sequence[Clause]) -> pl.DataFrame:
    """Each reading of each clause taken alone, all others as they are in force; scored in one pass."""
    force = {_name(clause.id): here.reading(clause).name for clause in doubtful}
    rows = [force | {_name(clause.id): reading} for clause in doubtful for reading in clause.readings]
    grid = pl.DataFrame(rows, schema=dict.fromkeys(force, pl.String)).with_row_index("scenario")
    scored = here.score(grid.with_columns(pl.col("scenario").cast(pl.String)), tuple(clause.id for clause in doubtful))
    return pl.concat([grid.drop("scenario"), scored], how="horizontal")


def _distinct(here: StartingPoint, doubtful: Sequence[Clause]) -> Options:
    """For each clause the readings that come to different outcomes here, each with how many it stands for."""
    alone, found = _alone(here, doubtful), {}
    starts = [0]
    for clause in doubtful:
        starts.append(starts[-1] + len(clause.readings))
    for clause, start in zip(doubtful, starts, strict=False):
        parts = [clause_expressions.part_column(part, clause.id) for part in ("low", "high", "met")]
        own = alone.slice(start, len(clause.readings))
        grouped = own.group_by(parts, maintain_order=True).agg(pl.col(_name(clause.id)).first(), pl.len().alias(COUNT))
        found[clause.id] = dict(zip(grouped[_name(clause.id)], grouped[COUNT], strict=True))
    return found


def _each(here: StartingPoint, doubtful: Sequence[Clause], scored: pl.DataFrame) -> pl.DataFrame:
    force = {clause.id: here.reading(clause).name for clause in doubtful}
    rows = [
        _row(here, clause.id, reading, force, scored)
        for clause in doubtful
        for reading in sorted(clause.readings, key=lambda name: name != DEFAULT)
    ]
    return pl.DataFrame(rows, schema=_EACH)


_EACH = {
    "clause": pl.String, "reading": pl.String, "in_force": pl.Boolean, "points": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "met": pl.Boolean, "passes": pl.Boolean, "total": pl.Float64, "change": pl.Float64,
}  # fmt: skip


def _row(
    here: StartingPoint, clause: str, reading: str, force: Mapping[str, str], scored: pl.DataFrame
) -> dict[str, Any]:
    wanted = [pl.col(_name(name)) == (reading if name == clause else option) for name, option in force.items()]
    row = scored.filter(wanted).row(0, named=True)
    parts = {part: row[clause_expressions.part_column(part, clause)] for part in ("points", "low", "high", "met")}
    change = clause_expressions.without_float_noise(row["low"] - here.total["low"])
    beside = {"passes": row["passes"], "total": row["low"], "change": change}
    return {"clause": clause, "reading": reading, "in_force": force[clause] == reading, **parts, **beside}


def _moves(each: pl.DataFrame) -> pl.DataFrame:
    grouped = each.group_by("clause", maintain_order=True).agg(least=pl.col("total").min(), most=pl.col("total").max())
    moves = grouped.with_columns(by=pl.col("most") - pl.col("least"))
    return moves.filter(pl.col("by") > HAIR).sort("by", descending=True, maintain_order=True)


def _deciding(each: pl.DataFrame) -> tuple[str, ...]:
    """The clauses some of whose readings come to another verdict than others."""
    turned = each.group_by("clause", maintain_order=True).agg(pl.col("passes").n_unique().alias("verdicts"))
    return tuple(turned.filter(pl.col("verdicts") > 1)["clause"])
