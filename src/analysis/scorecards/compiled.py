"""A rulebook's expressions, built once and used for any cases (评分计划)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce

import polars as pl

from analysis.rulebooks import Rulebook
from analysis.scenarios import Cases
from analysis.scorecards import clause_expressions, groups
from analysis.scorecards.clause_expressions import part_column
from analysis.scorecards.groups import TOTAL
from analysis.scorecards.missing_lists import Flag

Stage = list[pl.Expr]
KEPT = 64
"""How many plans are kept: one for each rulebook, set of varying names, readings in force, and what stands still."""

BLOCK = 16_384
"""Rows worked through together: few enough that a stage's columns stay near the processor."""


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
        return [[made for clause in self.book.clauses.values() for made in step(clause, self.cases)] for step in steps]

    @cached_property
    def readings(self) -> pl.Enum:
        """The names of all readings of all clauses."""
        return pl.Enum(list(dict.fromkeys(name for clause in self.book.clauses.values() for name in clause.readings)))

    @cached_property
    def told(self) -> list[Stage]:
        """The clauses' stages, and what is said beside the points, what is missing apart."""
        return [
            *self.clauses,
            [
                made
                for clause in self.book.clauses.values()
                for made in clause_expressions.remark_columns(clause, self.cases, self.readings)
            ],
        ]

    def parts(self, names: tuple[str, ...]) -> list[Stage]:
        """The stages that the named columns of clauses need."""
        return _parts(self, names)

    @cached_property
    def waits(self) -> dict[str, list[Flag]]:
        """For each clause, the names that its outcome may wait for, with the clause's place and whether it does."""
        return {
            name: [
                (place, waited, flag) for waited, flag in clause_expressions.missing_flags(clause, self.cases).items()
            ]
            for place, (name, clause) in enumerate(self.book.clauses.items())
        }

    @cached_property
    def nodes(self) -> list[Stage]:
        """The stages that the groups and the total need."""
        names = [part_column(part, node) for node in (TOTAL, *self.book.groups) for part in groups.SUMS]
        return needed_stages(self._summed, names)

    @cached_property
    def total(self) -> list[Stage]:
        """The stages that the total and the verdict need."""
        names = [part_column(part, TOTAL) for part in groups.SUMS]
        return needed_stages([*self._summed, [groups.verdict_expression(self.book)]], [*names, "passes"])

    def beside(self, names: tuple[str, ...]) -> list[Stage]:
        """The stages that the total, the verdict and the named columns of clauses need."""
        return _beside(self, names)

    @cached_property
    def _summed(self) -> list[Stage]:
        """The clauses' stages, then the groups from the deepest up, then the total."""
        levels = [
            [made for node in level for made in step(self.book, node, self.cases)]
            for level in groups.nodes_by_depth(self.book)
            for step in (groups.node_sums, groups.capped_sums)
        ]
        return [*self.clauses, *levels, [groups.node_points(self.book, node) for node in (TOTAL, *self.book.groups)]]


def compiled_rulebook(cases: Cases, book: Rulebook) -> CompiledRulebook:
    """The plan for these cases; one built before where the same names vary and all others stand for the same."""
    return _kept(book, cases.columns, frozenset(cases.readings.items()), frozenset(cases.literals.items()))


@lru_cache(maxsize=KEPT)
def _kept(
    book: Rulebook,
    columns: frozenset[str],
    readings: frozenset[tuple[str, str]],
    literals: frozenset[tuple[str, float | None]],
) -> CompiledRulebook:
    frame = pl.DataFrame(schema=dict.fromkeys(sorted(columns), pl.Float64))
    return CompiledRulebook(book, Cases(frame, dict(literals), dict(readings)))


@lru_cache(maxsize=KEPT)
def _beside(planned: CompiledRulebook, names: tuple[str, ...]) -> list[Stage]:
    totals = [part_column(part, TOTAL) for part in groups.SUMS]
    return needed_stages([*planned._summed, [groups.verdict_expression(planned.book)]], [*totals, "passes", *names])


@lru_cache(maxsize=KEPT)
def _parts(planned: CompiledRulebook, names: tuple[str, ...]) -> list[Stage]:
    return needed_stages(planned.told, names)


def run_stages(frame: pl.DataFrame, stages: Iterable[Stage], *wanted: str | pl.Expr) -> pl.DataFrame:
    """The frame's rows, in order, taken through all stages; the wanted columns, or all.

    In blocks of rows, so that what only later stages use is never held for all rows at once.
    """
    done = reduce(lambda made, stage: made.with_columns(stage), stages, frame.lazy())
    with pl.Config(streaming_chunk_size=BLOCK):
        return done.select(*wanted or [pl.all()]).collect(engine="streaming")


def needed_stages(stages: list[Stage], names: Iterable[str]) -> list[Stage]:
    """The stages without what neither the named columns nor a later stage uses."""
    wanted, kept = set(names), []
    for stage in reversed(stages):
        used = [made for made in stage if made.meta.output_name() in wanted]
        wanted |= {name for made in used for name in made.meta.root_names()}
        kept.append(used)
    return kept[::-1]
