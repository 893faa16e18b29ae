"""Facts × rulebook × scenarios, scored in one pass (评分)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import polars as pl

from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios import BASELINE, KEYS, Cases, Scenario, cases
from analysis.scorecards import groups, judging
from analysis.scorecards.groups import TOTAL
from analysis.scorecards.judging import PARTS, column

Scenarios = Scenario | Sequence[Scenario] | Any


def score(facts: Any, rulebook: Rulebook, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """Every clause of every city-month under every scenario: the POINTS frame, long.

    `facts`: FACTS (long) or wide, polars or pandas. `scenarios`: one, a list, or a CHANGES frame.
    Columns: `scenario, city, month, clause, kind, points, low, high, possible, met, bound, reading, missing,
    provenance`. Points in points; null where unknown, then `low`–`high` is what they could be; null for tests,
    whose outcome is `met`. `bound`: cap, floor, veto or missing. `missing`: facts and unset rule values waited for.
    Rows: cases in order (scenarios as given, then city and month), the rulebook's clauses in each.
    Raises `InputError` for unknown facts, targets or readings, NaN, and figures made impossible by a scenario.
    """
    held = cases(facts, rulebook, scenarios)
    clauses = rulebook.clauses.values()
    told = [made for clause in clauses for made in judging.told(clause, held)]
    scored = _clauses(held, rulebook).with_columns(told).with_row_index("case").collect()
    parts = [_long(scored, clause, place) for place, clause in enumerate(clauses)]
    return pl.concat(parts).sort("case", "place").drop("case", "place")


def total(facts: Any, rulebook: Rulebook, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """The card's totals, one row a case: `scenario, city, month, passes, points, low, high, possible`.

    `passes`: true, false (a test certainly failed) or null (unknown, or the rulebook has no tests).
    `points`: null where any clause is unknown; the total then lies in `low`–`high`.
    """
    held = cases(facts, rulebook, scenarios)
    names = {column(part, TOTAL): part for part in groups.SUMS}
    summed = _groups(_clauses(held, rulebook), rulebook, held)
    return summed.select(*KEYS, groups.passes(rulebook), *(pl.col(old).alias(new) for old, new in names.items())).collect()


def tree(facts: Any, rulebook: Rulebook, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """Every node of the rulebook's tree: the SCORECARDS frame, long.

    Columns: `scenario, city, month, node, level, points, low, high, possible`; `level` 0 is the total,
    groups follow at 1 and deeper; clauses are left to `score`.
    """
    held = cases(facts, rulebook, scenarios)
    scored = _groups(_clauses(held, rulebook), rulebook, held).with_row_index("case").collect()
    levels = {TOTAL: 0} | {name: len(rulebook.path(name)) for name in rulebook.groups}
    parts = [_long_node(scored, node, level, place) for place, (node, level) in enumerate(levels.items())]
    return pl.concat(parts).sort("case", "place").drop("case", "place")


def _clauses(held: Cases, book: Rulebook) -> pl.LazyFrame:
    clauses = list(book.clauses.values())
    stages = [
        [made for clause in clauses for made in judging.judged(clause, held)],
        [made for clause in clauses for made in judging.bounded(clause, held)],
    ]
    return reduce(lambda frame, made: frame.with_columns(made), stages, held.frame.lazy())


def _groups(scored: pl.LazyFrame, book: Rulebook, held: Cases) -> pl.LazyFrame:
    for level in groups.ordered(book):
        scored = scored.with_columns([made for group in level for made in groups.summed(book, group, held)])
    return scored.with_columns(groups.total(book, held))


def _long(scored: pl.DataFrame, clause: Clause, place: int) -> pl.DataFrame:
    named = [pl.lit(clause.id).alias("clause"), pl.lit(clause.kind).alias("kind")]
    parts = [pl.col(column(part, clause.id)).alias(part) for part in PARTS]
    return scored.select("case", pl.lit(place).alias("place"), *KEYS, *named, *parts)


def _long_node(scored: pl.DataFrame, node: str, level: int, place: int) -> pl.DataFrame:
    return scored.select(
        "case",
        pl.lit(place).alias("place"),
        *KEYS,
        pl.lit(node).alias("node"),
        pl.lit(level).alias("level"),
        *(pl.col(column(part, node)).alias(part) for part in groups.SUMS),
    )
