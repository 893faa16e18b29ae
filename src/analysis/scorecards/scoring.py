"""Facts × rulebook × scenarios, scored in one pass (评分)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.problems import Problems, did_you_mean
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE, KEYS, Cases, Scenario, build_cases
from analysis.scenarios.fact_blocks import is_block_readable, whole_city_blocks
from analysis.scorecards import clause_expressions, groups
from analysis.scorecards.clause_expressions import MISSING, NOTHING, PARTS, part_column
from analysis.scorecards.compiled import CompiledRulebook, compiled_rulebook, run_stages
from analysis.scorecards.groups import TOTAL
from analysis.scorecards.missing_lists import missing_names

if TYPE_CHECKING:
    import numpy as np

Scenarios = Scenario | Sequence[Scenario] | Any
SPANS = ("points", "low", "high")
BESIDE = (*SPANS, "met")
ALL = ("kind", *PARTS)
MANY = 10_000
"""Cases from which numpy and pyarrow repay their import."""


def score(
    facts: Any, rulebook: Rulebook, scenarios: Scenarios = BASELINE, columns: Sequence[str] = ALL
) -> pl.DataFrame:
    """Every clause of every city-month under every scenario: the POINTS frame, long.

    `facts`: FACTS (long) or wide, polars or pandas. `scenarios`: one, a list, or a CHANGES frame.
    Columns: `scenario, city, month, clause, kind, points, low, high, possible, met, bound, reading, missing,
    provenance`. Points in points; null where unknown, then `low`–`high` is what they could be; null for tests,
    whose outcome is `met`. `bound`: cap, floor, veto or missing. `missing`: facts and unset rule values waited for.
    Rows: cases in order (scenarios as given, then city and month), the rulebook's clauses in each.
    `columns`: those wanted beside the keys and the clause, such as `("points",)`; only they are worked out.
    Raises `InputError` for unknown columns, facts, targets or readings, NaN, and figures made impossible by a scenario.

    >>> from analysis import facts, rulebooks, scorecards
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> scorecards.score(figures, book, columns=("points",)).filter(month="2021-03", clause="18.3").row(0)
    ('baseline', '320281', '2021-03', '18.3', 1.18596...)
    """
    return score_cases(build_cases(facts, rulebook, scenarios), rulebook, columns)


def score_cases(held: Cases, rulebook: Rulebook, columns: Sequence[str] = ALL) -> pl.DataFrame:
    """Every clause of cases already made: POINTS as `score` gives them."""
    _refuse_unknown(columns)
    planned, parts = compiled_rulebook(held, rulebook), [part for part in PARTS if part in columns and part != MISSING]
    made = _made(held, planned, parts, everything=MISSING in columns)
    kinds = pl.Series("kind", [clause.kind for clause in rulebook.clauses.values()], dtype=pl.String)
    rows = _long(made, "clause", list(rulebook.clauses), [kinds] if "kind" in columns else [], parts)
    rows = rows.with_columns(_missing(made, planned)) if MISSING in columns else rows
    return rows.select(*KEYS, "clause", *(name for name in ALL if name in columns))


def _made(held: Cases, planned: CompiledRulebook, parts: Sequence[str], *, everything: bool) -> pl.DataFrame:
    """The cases with the parts of each clause beside them; all that leads to them only where it is asked for."""
    if everything:
        return run_stages(held.frame, planned.told)
    names = tuple(part_column(part, clause) for part in parts for clause in planned.book.clauses)
    return run_stages(held.frame, planned.parts(names), *KEYS, *names)


def _refuse_unknown(columns: Sequence[str]) -> None:
    problems = Problems()
    for name in [name for name in columns if name not in ALL]:
        zh, en = did_you_mean(name, ALL)
        problems.report(f"POINTS, {name}", f"没有此列。{zh}", f"There is no such column. {en}".rstrip())
    problems.raise_any()


def total(facts: Any, rulebook: Rulebook, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """The card's totals, one row a case: `scenario, city, month, passes, points, low, high, possible`.

    `passes`: true, false (a test certainly failed) or null (unknown, or the rulebook has no tests).
    `points`: null where any clause is unknown; the total then lies in `low`–`high`.
    Facts in a lazy wide frame, in order of city and month, are read in blocks where one scenario is asked for, so
    that of millions of cases only the totals are ever held.

    >>> from analysis import facts, rulebooks, scorecards
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> scorecards.total(figures, book).filter(month="2021-03").select("passes", "points", "possible").row(0)
    (False, 33.1627..., 56.4)
    """
    if isinstance(scenarios, Scenario) and is_block_readable(facts):
        return _in_blocks(facts, rulebook, scenarios)
    held = build_cases(facts, rulebook, scenarios)
    parts = [pl.col(part_column(part, TOTAL)).alias(part) for part in groups.SUMS]
    return run_stages(held.frame, compiled_rulebook(held, rulebook).total, *KEYS, "passes", *parts)


def _in_blocks(facts: pl.LazyFrame, rulebook: Rulebook, scenario: Scenario) -> pl.DataFrame:
    problems = Problems()
    told = [problems.absorb(partial(total, block, rulebook, scenario)) for block in whole_city_blocks(facts)]
    problems.raise_any()
    return pl.concat(told)  # type: ignore[type-var]


def total_cases(held: Cases, rulebook: Rulebook, clauses: Sequence[str] = ()) -> pl.DataFrame:
    """The totals of cases already made, and the parts of some clauses beside them, one row a case.

    `scenario, city, month, passes, points, low, high, possible` as `total` gives them; then for each clause of the
    ids `points 17`, `low 17`, `high 17`, `met 17`, and so on; of a group's id all but `met`.
    """
    names = tuple(
        part_column(part, node) for node in clauses for part in (SPANS if node in rulebook.groups else BESIDE)
    )
    parts = [pl.col(part_column(part, TOTAL)).alias(part) for part in groups.SUMS]
    return run_stages(held.frame, compiled_rulebook(held, rulebook).beside(names), *KEYS, "passes", *parts, *names)


def score_nodes(facts: Any, rulebook: Rulebook, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """Every node of the rulebook's tree: the SCORECARDS frame, long.

    Columns: `scenario, city, month, node, level, points, low, high, possible`; `level` 0 is the total,
    groups follow at 1 and deeper; clauses are left to `score`.
    """
    return score_case_nodes(build_cases(facts, rulebook, scenarios), rulebook)


def score_case_nodes(held: Cases, rulebook: Rulebook) -> pl.DataFrame:
    """Every node of cases already made: SCORECARDS as `score_nodes` gives them."""
    levels = {TOTAL: 0} | {name: len(rulebook.path(name)) for name in rulebook.groups}
    scored = run_stages(held.frame, compiled_rulebook(held, rulebook).nodes)
    depths = pl.Series("level", list(levels.values()), dtype=pl.Int32)
    return _long(scored, "node", list(levels), [depths], groups.SUMS)


def _missing(judged: pl.DataFrame, planned: CompiledRulebook) -> pl.Series | pl.Expr:
    """What is missing, sought only in clauses that some case leaves unknown."""
    clauses = planned.book.clauses
    unknown = [
        name for name, clause in clauses.items() if judged[clause_expressions.outcome_column(clause)].null_count()
    ]
    flags = [flag for name in unknown for flag in planned.waits[name]]
    return missing_names(judged, flags, len(clauses)) if flags else NOTHING.alias(MISSING)


def _long(
    wide: pl.DataFrame, key: str, names: list[str], beside: list[pl.Series], parts: Sequence[str]
) -> pl.DataFrame:
    """The wide columns of the named clauses or nodes as rows: the cases in order, the names in each."""
    each = len(names)
    row = pl.int_range(wide.height * each, dtype=pl.Int64, eager=True)
    keys = [wide[column].gather(row // each) for column in KEYS]
    labels = [column.gather(row % each) for column in (pl.Series(key, names, dtype=pl.String), *beside)]
    columns = {part: [part_column(part, node) for node in names] for part in parts}
    stacked = _interleaved(wide, columns) if wide.height < MANY else _stacked_parts(wide, columns)
    return pl.DataFrame([*keys, *labels, *(_texts(column, wide[columns[column.name][0]].dtype) for column in stacked)])


def _interleaved(wide: pl.DataFrame, columns: Mapping[str, list[str]]) -> list[pl.Series]:
    """The columns of each part as one, row by row: the first row of each column, then the second, and so on."""
    stacked = [
        pl.concat_arr(pl.col(names).to_physical()).explode(empty_as_null=True, keep_nulls=True).alias(part)
        for part, names in columns.items()
    ]
    return wide.select(stacked).get_columns()


def _stacked_parts(wide: pl.DataFrame, columns: Mapping[str, list[str]]) -> list[pl.Series]:
    """The same of many rows."""
    return [_stacked([wide[name].to_physical() for name in names]).alias(part) for part, names in columns.items()]


def _texts(column: pl.Series, kind: pl.DataType) -> pl.Series:
    """Codes as the texts they stand for; any other column as it is."""
    if not isinstance(kind, pl.Enum):
        return column
    return pl.Series(kind.categories, dtype=pl.String).gather(column).alias(column.name)


def _stacked(columns: list[pl.Series]) -> pl.Series:
    """The same of many rows: half the time, but what it imports takes longer than a few rows do."""
    import pyarrow as pa

    block, unknown = _block(columns), _block([column.is_null() for column in columns])
    return pl.Series(pa.array(block.ravel(), mask=unknown.ravel(), from_pandas=False))


def _block(columns: list[pl.Series]) -> np.ndarray:
    """The columns as one array, row by row, with a zero where nothing is known."""
    import numpy as np

    values = [column.fill_null(False if column.dtype == pl.Boolean else 0).to_numpy() for column in columns]
    block = np.empty((len(values[0]), len(values)), dtype=values[0].dtype)
    for place, column in enumerate(values):
        block[:, place] = column
    return block
