"""Facts × rulebook × scenarios, scored in one pass: a rulebook's expressions, built once for any cases (评分)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial, reduce
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis import rulebooks
from analysis.problems import Problems, did_you_mean
from analysis.rulebooks import TOTAL, Clause, Rulebook, RulebookName
from analysis.scenarios import BASELINE, KEYS, Cases, Scenario, ScenarioName, build_cases, fitting_scenario, wide_facts
from analysis.scorecards import clause_expressions, groups
from analysis.scorecards.clause_expressions import (
    CLAUSE_PARTS,
    MISSING,
    NO_TEXTS,
    ROWS_PLAIN,
    Flag,
    missing_names,
    part_column,
)
from analysis.scorecards.rule_periods import judged_by_period
from analysis.scorecards.shared_points import SharedPoints

if TYPE_CHECKING:
    import numpy as np

Scenarios = ScenarioName | Sequence[ScenarioName] | Any
Stage = list[pl.Expr]
SPANS = ("points", "low", "high")
NODE_PARTS = (*SPANS, "met")
SCORE_COLUMNS = ("kind", *CLAUSE_PARTS)
PLAIN_PLAN = pl.QueryOptFlags.none(projection_pushdown=True)
ROWS_BY_ARRAY = 10_000
"""Cases from which numpy and pyarrow repay their import."""
CACHED_COMPILATIONS = 64
"""How many plans are kept: one for each rulebook, set of varying names, readings in force, and what stands still."""
ROWS_A_BLOCK = 32_768
"""Rows worked through together: few enough that a stage's columns stay near the processor."""


def score(
    facts: Any, rulebook: RulebookName, scenarios: Scenarios = BASELINE, columns: Sequence[str] = SCORE_COLUMNS
) -> pl.DataFrame:
    """Every clause of every city-month under every scenario: the POINTS frame, long.

    `facts`: FACTS (long) or wide, polars or pandas. `rulebook`: itself or its id. `scenarios`: one, a list, their
    names, or a CHANGES frame; of a list, those for other rulebooks are left out.
    Columns: `scenario, city, month, clause, kind, points, low, high, possible, met, bound, reading, missing,
    provenance`. Points in points; null where unknown, then `low`–`high` is what they could be; null for tests,
    whose outcome is `met`. `bound`: cap, floor, veto or missing. `missing`: facts and unset rule values waited for.
    Rows: cases in order (scenarios as given, then city and month), the rulebook's clauses in each; of a rulebook that
    has changed, those in force at the month's end, and none for months outside its time, which is told.
    `columns`: those wanted beside the keys and the clause, such as `("points",)`; only they are worked out.
    Raises `InputError` for unknown columns, facts, targets or readings, NaN, and figures made impossible by a scenario.

    >>> from analysis import facts, rulebooks, scorecards
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> scorecards.score(figures, book, columns=("points",)).filter(month="2021-03", clause="18.3").row(0)
    ('baseline', '320281', '2021-03', '18.3', 1.18596...)
    """
    return judged_by_period(
        facts,
        rulebooks.load(rulebook),
        lambda rows, book: score_cases(build_cases(rows, book, scenarios), book, columns),
    )


def score_cases(cases: Cases, rulebook: Rulebook, columns: Sequence[str] = SCORE_COLUMNS) -> pl.DataFrame:
    """Every clause of cases already made: POINTS as `score` gives them."""
    _refuse_unknown(columns)
    compiled, parts = (
        compiled_rulebook(cases, rulebook),
        [part for part in CLAUSE_PARTS if part in columns and part != MISSING],
    )
    judged = _judged(cases, compiled, parts, everything=MISSING in columns)
    kinds = pl.Series("kind", [clause.kind for clause in rulebook.clauses.values()], dtype=pl.String)
    rows = _long(judged, "clause", list(rulebook.clauses), [kinds] if "kind" in columns else [], parts)
    rows = rows.with_columns(_missing(judged, compiled)) if MISSING in columns else rows
    return rows.select(*KEYS, "clause", *(name for name in SCORE_COLUMNS if name in columns))


def _judged(cases: Cases, compiled: CompiledRulebook, parts: Sequence[str], *, everything: bool) -> pl.DataFrame:
    """The cases with the parts of each clause beside them; all that leads to them only where it is asked for."""
    if everything:
        return run_stages(cases.frame, compiled.remarked)
    names = tuple(part_column(part, clause) for part in parts for clause in compiled.book.clauses)
    return run_stages(cases.frame, _part_stages(compiled, names), *KEYS, *names)


def _refuse_unknown(columns: Sequence[str]) -> None:
    problems = Problems()
    for name in [name for name in columns if name not in SCORE_COLUMNS]:
        zh, en = did_you_mean(name, SCORE_COLUMNS)
        problems.report(f"POINTS, {name}", f"没有此列。{zh}", f"There is no such column. {en}".rstrip())
    problems.raise_any()


def total(facts: Any, rulebook: RulebookName, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """The card's totals, one row a case: `scenario, city, month, passes, points, low, high, possible`.

    `passes`: true, false (a test certainly failed) or null (unknown, or the rulebook has no tests).
    `points`: null where any clause is unknown; the total then lies in `low`–`high`.
    Facts in a lazy wide frame, in order of city and month, are read in blocks where one scenario is asked for, so
    that of millions of cases only the totals are ever held.

    >>> from analysis import facts, rulebooks, scorecards
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> scorecards.total(figures, book).filter(month="2021-03").select("passes", "points", "possible").row(0)
    (False, 33.1572..., 56.4)
    """
    book = rulebooks.load(rulebook)
    if isinstance(scenarios, ScenarioName) and not book.is_relative and wide_facts.is_block_readable(facts):
        return _in_blocks(facts, book, fitting_scenario(scenarios, book))
    return judged_by_period(facts, book, lambda rows, own: total_cases(build_cases(rows, own, scenarios), own))


def _in_blocks(facts: pl.LazyFrame, rulebook: Rulebook, scenario: Scenario) -> pl.DataFrame:
    problems = Problems()
    totals = [
        problems.absorb(partial(total, block, rulebook, scenario)) for block in wide_facts.whole_city_blocks(facts)
    ]
    problems.raise_any()
    rows = pl.concat(frame.drop("scenario") for frame in totals if frame is not None)
    return rows.select(pl.lit(scenario.name).alias("scenario"), pl.all())


def total_cases(cases: Cases, rulebook: Rulebook, clauses: Sequence[str] = ()) -> pl.DataFrame:
    """The totals of cases already made, and the parts of some clauses beside them, one row a case.

    `scenario, city, month, passes, points, low, high, possible` as `total` gives them; then for each clause of the
    ids `points 17`, `low 17`, `high 17`, `met 17`, and so on; of a group's id all but `met`.
    """
    names = tuple(
        part_column(part, node) for node in clauses for part in (SPANS if node in rulebook.groups else NODE_PARTS)
    )
    parts = [pl.col(part_column(part, TOTAL)).alias(part) for part in groups.SUMS]
    stages = _total_stages(compiled_rulebook(cases, rulebook), names, cases.frame.height > ROWS_PLAIN)
    return run_stages(cases.frame, stages, *KEYS, "passes", *parts, *names)


def score_nodes(facts: Any, rulebook: RulebookName, scenarios: Scenarios = BASELINE) -> pl.DataFrame:
    """Every node of the rulebook's tree: the SCORECARDS frame, long.

    Columns: `scenario, city, month, node, level, points, low, high, possible`; `level` 0 is the total,
    groups follow at 1 and deeper; clauses are left to `score`.
    """
    return judged_by_period(
        facts,
        rulebooks.load(rulebook),
        lambda rows, book: score_case_nodes(build_cases(rows, book, scenarios), book),
        tell=False,
    )


def score_case_nodes(cases: Cases, rulebook: Rulebook) -> pl.DataFrame:
    """Every node of cases already made: SCORECARDS as `score_nodes` gives them."""
    levels = {TOTAL: 0} | {name: len(rulebook.path(name)) for name in rulebook.groups}
    summed = run_stages(cases.frame, compiled_rulebook(cases, rulebook).nodes)
    depths = pl.Series("level", list(levels.values()), dtype=pl.Int32)
    return _long(summed, "node", list(levels), [depths], groups.SUMS)


def _missing(judged: pl.DataFrame, compiled: CompiledRulebook) -> pl.Series | pl.Expr:
    """What is missing, sought only in clauses that some case leaves unknown."""
    clauses = compiled.book.clauses
    unknown = [
        name for name, clause in clauses.items() if judged[clause_expressions.outcome_column(clause)].null_count()
    ]
    flags = [flag for name in unknown for flag in compiled.waits[name]]
    return missing_names(judged, flags, len(clauses)) if flags else NO_TEXTS.alias(MISSING)


def _long(
    wide: pl.DataFrame, key: str, names: list[str], beside: list[pl.Series], parts: Sequence[str]
) -> pl.DataFrame:
    """The wide columns of the named clauses or nodes as rows: the cases in order, the names in each."""
    columns = {part: [part_column(part, node) for node in names] for part in parts}
    stacked = _interleaved(wide, columns) if wide.height < ROWS_BY_ARRAY else _interleaved_by_array(wide, columns)
    row, each = pl.int_range(wide.height * len(names), dtype=pl.UInt32, eager=True), len(names)
    labels = [column.gather(row % each) for column in (pl.Series(key, names, dtype=pl.String), *beside)]
    row = row // each
    keys = [_repeated(wide[name], row) for name in KEYS]
    return pl.DataFrame(
        [*keys, *labels, *(_plain_texts(column, wide[columns[column.name][0]].dtype) for column in stacked)]
    )


def _repeated(key: pl.Series, rows: pl.Series) -> pl.Series:
    """A key's values at some rows; where all are the same, as of one scenario, a third of the time and no look-up.

    In one piece, for a look-up in the several that streaming leaves takes nine times as long.
    """
    if key.len() and (key == key[0]).all():
        return pl.repeat(key[0], rows.len(), dtype=key.dtype, eager=True).alias(key.name)
    return key.rechunk().gather(rows)


def _interleaved(wide: pl.DataFrame, columns: Mapping[str, list[str]]) -> list[pl.Series]:
    """Some columns as one, row by row: the first row of each column, then the second, and so on; Enums as numbers."""
    rows = {part: pl.concat_arr(pl.col(names).to_physical()) for part, names in columns.items()}
    return wide.select(
        row.explode(empty_as_null=True, keep_nulls=True).alias(part) for part, row in rows.items()
    ).get_columns()


def _plain_texts(column: pl.Series, kind: pl.DataType) -> pl.Series:
    """The texts that the numbers of an Enum stand for; any other column as it is."""
    return (
        pl.Series(column.name, kind.categories, dtype=pl.String).gather(column) if isinstance(kind, pl.Enum) else column
    )


def _interleaved_by_array(wide: pl.DataFrame, columns: Mapping[str, list[str]]) -> list[pl.Series]:
    """The same of many rows: half the time, but what it imports takes longer than a few rows do."""
    return [_stacked(wide.select(pl.col(names).to_physical())).alias(part) for part, names in columns.items()]


def _stacked(wide: pl.DataFrame) -> pl.Series:
    if set(wide.dtypes) == {pl.Float64}:  # no figure is NaN, which can then stand for null on the way
        return pl.Series(wide.to_numpy(order="c").ravel()).fill_nan(None)
    import pyarrow as pa  # slow to load, and needed for many rows only

    columns = wide.get_columns()
    block, unknown = _row_major_array(columns), _row_major_array([column.is_null() for column in columns])
    return pl.Series(pa.array(block.ravel(), mask=unknown.ravel(), from_pandas=False))


def _row_major_array(columns: list[pl.Series]) -> np.ndarray:
    """The columns as one array, row by row, with a zero where nothing is known."""
    import numpy as np  # slow to load, and needed for many rows only

    values = [column.fill_null(False if column.dtype == pl.Boolean else 0).to_numpy() for column in columns]
    block = np.empty((len(values[0]), len(values)), dtype=values[0].dtype)
    for place, column in enumerate(values):
        block[:, place] = column
    return block


@dataclass(frozen=True, eq=False)
class CompiledRulebook:
    """The stages in which a rulebook is worked out over cases; `cases` say what each name stands for, without rows.

    A stage uses columns that the stages before it made.
    """

    book: Rulebook
    cases: Cases

    @cached_property
    def clauses(self) -> list[Stage]:
        """Each clause's lets; its points and target; the points within what is possible; its interval."""
        steps = (
            clause_expressions.let_columns,
            clause_expressions.judgement_columns,
            clause_expressions.points_within_limit,
            clause_expressions.interval_columns,
        )
        own = [[part for clause in self.book.clauses.values() for part in step(clause, self.cases)] for step in steps]
        if not (shared := self.shared).scopes.inner:
            return own
        return [*own, shared.inner_columns(), shared.outer_columns(), shared.outer_sums(), shared.clause_columns()]

    @cached_property
    def shared(self) -> SharedPoints:
        """How the points of clauses that do not apply are shared out."""
        return SharedPoints(self.book, self.cases)

    @cached_property
    def remarked(self) -> list[Stage]:
        """The clauses' stages, and what is said beside the points, what is missing apart."""
        clauses = self.book.clauses.values()
        readings = pl.Enum(list(dict.fromkeys(name for clause in clauses for name in clause.readings)))
        remarks = (clause_expressions.remark_columns(clause, self.cases, readings) for clause in clauses)
        return [*self.clauses, [column for columns in remarks for column in columns]]

    @cached_property
    def waits(self) -> dict[str, list[Flag]]:
        """For each clause, the names that its outcome may wait for, with the clause's place and whether it does."""
        return {
            name: [(place, fact, flag) for fact, flag in self._flags(clause).items()]
            for place, (name, clause) in enumerate(self.book.clauses.items())
        }

    def _flags(self, clause: Clause) -> dict[str, pl.Expr]:
        """What the clause itself waits for, and what decides how much others leave it."""
        own, shared = clause_expressions.missing_flags(clause, self.cases), self.shared.waits(clause)
        return own | {name: own[name] | flag if name in own else flag for name, flag in shared.items()}

    @cached_property
    def nodes(self) -> list[Stage]:
        """The stages that the groups and the total need."""
        names = [part_column(part, node) for node in (TOTAL, *self.book.groups) for part in groups.SUMS]
        return needed_stages(self.summed, names)

    @cached_property
    def summed(self) -> list[Stage]:
        """The clauses' stages, then the groups from the deepest up, then the total."""
        return self._added_up({})

    @cached_property
    def totals(self) -> list[Stage]:
        """The same, for what needs few of the columns: the ends of intervals stand in the sums that add them.

        They are then added as soon as they are worked out, near the processor, not written down and read again.
        """
        if self.shared.scopes.inner:
            return self.summed
        return self._added_up(_by_name(self.clauses[-1]))

    def _added_up(self, ends: dict[str, pl.Expr]) -> list[Stage]:
        levels: list[Stage] = []
        for nodes in groups.nodes_by_depth(self.book):
            sums = [part for node in nodes for part in groups.node_sums(self.book, node, self.cases, ends)]
            capped = [part for node in nodes for part in groups.capped_sums(self.book, node, self.cases)]
            levels += [
                sums,
                capped,
                [part for node in nodes for part in groups.moved_highs(self.book, node, self.cases)],
            ]
            ends = ends and {name: end for name, end in (ends | _by_name(sums)).items() if name not in _by_name(capped)}
        return [*self.clauses, *levels, [groups.node_points(self.book, node) for node in (TOTAL, *self.book.groups)]]


def _by_name(stage: Stage) -> dict[str, pl.Expr]:
    return {part.meta.output_name(): part.meta.undo_aliases() for part in stage}


def compiled_rulebook(cases: Cases, book: Rulebook) -> CompiledRulebook:
    """The plan for these cases; one built before where the same names vary and all others stand for the same."""
    return _cached_rulebook(book, cases.columns, frozenset(cases.readings.items()), frozenset(cases.literals.items()))


@lru_cache(maxsize=CACHED_COMPILATIONS)
def _cached_rulebook(
    book: Rulebook,
    columns: frozenset[str],
    readings: frozenset[tuple[str, str]],
    literals: frozenset[tuple[str, float | None]],
) -> CompiledRulebook:
    frame = pl.DataFrame(schema=dict.fromkeys(sorted(columns), pl.Float64))
    return CompiledRulebook(book, Cases(frame, dict(literals), dict(readings)))


@lru_cache(maxsize=CACHED_COMPILATIONS)
def _total_stages(compiled: CompiledRulebook, names: tuple[str, ...], many: bool) -> list[Stage]:
    """The stages that the total, the verdict and the named columns of clauses need; of few cases those of the groups.

    To build stages of their own for these would take longer than it saves.
    """
    totals = [part_column(part, TOTAL) for part in groups.SUMS]
    summed = compiled.totals if many and not names else compiled.summed
    return needed_stages([*summed, [groups.verdict_expression(compiled.book)]], [*totals, "passes", *names])


@lru_cache(maxsize=CACHED_COMPILATIONS)
def _part_stages(compiled: CompiledRulebook, names: tuple[str, ...]) -> list[Stage]:
    """The stages that the named columns of clauses need."""
    return needed_stages(compiled.remarked, names)


def run_stages(frame: pl.DataFrame, stages: Iterable[Stage], *wanted: str | pl.Expr) -> pl.DataFrame:
    """The frame's rows, in order, taken through all stages; the wanted columns, or all.

    Many in blocks of rows, so that what only later stages use is never held for all rows at once.
    """
    done = reduce(lambda rows, stage: rows.with_columns(stage), filter(None, stages), frame.lazy())
    if frame.height <= ROWS_PLAIN:
        return done.select(*wanted or [pl.all()]).collect(optimizations=PLAIN_PLAN)
    with pl.Config(streaming_chunk_size=ROWS_A_BLOCK):
        return done.select(*wanted or [pl.all()]).collect(engine="streaming")


def needed_stages(stages: list[Stage], names: Iterable[str]) -> list[Stage]:
    """The stages without what neither the named columns nor a later stage uses."""
    wanted, kept = set(names), []
    for stage in reversed(stages):
        used = [part for part in stage if part.meta.output_name() in wanted]
        wanted |= {name for part in used for name in part.meta.root_names()}
        kept.append(used)
    return kept[::-1]
