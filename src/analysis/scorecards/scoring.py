"""Facts × rulebook × scenarios, scored in one pass (评分)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios import BASELINE, KEYS, Scenario, cases
from analysis.scorecards import groups, judging
from analysis.scorecards.groups import TOTAL
from analysis.scorecards.judging import MISSING, NOTHING, PARTS, column
from analysis.scorecards.plans import Plan, plan, run

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
    planned = plan(held, rulebook)
    judged = run(held.frame, planned.told)
    unknown = [clause for clause in rulebook.clauses.values() if judged[judging.outcome(clause)].null_count()]
    scored = judged.with_columns(_missing(unknown, planned)) if unknown else judged
    kinds = pl.Series("kind", [clause.kind for clause in rulebook.clauses.values()], dtype=pl.String)
    parts = [part for part in PARTS if unknown or part != MISSING]
    rows = _long(scored, "clause", list(rulebook.clauses), [kinds], parts)
    return rows if unknown else rows.with_columns(NOTHING.alias(MISSING)).select(*KEYS, "clause", "kind", *PARTS)


def total(facts: Any, rulebook: Rulebook, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """The card's totals, one row a case: `scenario, city, month, passes, points, low, high, possible`.

    `passes`: true, false (a test certainly failed) or null (unknown, or the rulebook has no tests).
    `points`: null where any clause is unknown; the total then lies in `low`–`high`.
    """
    held = cases(facts, rulebook, scenarios)
    parts = [pl.col(column(part, TOTAL)).alias(part) for part in groups.SUMS]
    return run(held.frame, plan(held, rulebook).total, *KEYS, "passes", *parts)


def tree(facts: Any, rulebook: Rulebook, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """Every node of the rulebook's tree: the SCORECARDS frame, long.

    Columns: `scenario, city, month, node, level, points, low, high, possible`; `level` 0 is the total,
    groups follow at 1 and deeper; clauses are left to `score`.
    """
    held = cases(facts, rulebook, scenarios)
    levels = {TOTAL: 0} | {name: len(rulebook.path(name)) for name in rulebook.groups}
    scored = run(held.frame, plan(held, rulebook).nodes)
    depths = pl.Series("level", list(levels.values()), dtype=pl.Int32)
    return _long(scored, "node", list(levels), [depths], groups.SUMS)


def _missing(unknown: list[Clause], planned: Plan) -> list[pl.Expr]:
    """What is missing, sought only in clauses that some case leaves unknown."""
    nothing = {name: NOTHING.alias(column(MISSING, name)) for name in planned.book.clauses}
    return list((nothing | {clause.id: planned.missing[clause.id] for clause in unknown}).values())


def _long(
    wide: pl.DataFrame, key: str, names: list[str], beside: list[pl.Series], parts: Sequence[str]
) -> pl.DataFrame:
    """The wide columns of the named clauses or nodes as rows: the cases in order, the names in each."""
    count, each = wide.height, len(names)
    place = pl.int_range(count * each, eager=True)
    case, name = place // each, place % each
    order = name * count + case
    stacked = [pl.concat([wide[column(part, held)] for held in names]).alias(part) for part in parts]
    told = [pl.Series(key, names, dtype=pl.String), *beside]
    rows = [held.gather(name) for held in told] + [held.gather(order) for held in stacked]
    return wide.select(KEYS)[case].hstack(rows)
