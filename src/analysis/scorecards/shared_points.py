"""The points of clauses that do not apply to a unit, shared out over the others in proportion (分值分摊).

A clause that applies gives its points times what its scope can give, over what those of it that apply can give. Where
it is not known whether a clause applies, the least is what all such clauses would leave if they applied and gave
nothing, the most if they applied and gave everything: each bound is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, reduce
from operator import add

import polars as pl

from analysis.formulas import compiler
from analysis.rulebooks import TOTAL, Clause, Rulebook, sharing_scopes
from analysis.scenarios import Cases
from analysis.scorecards import clause_expressions
from analysis.scorecards.clause_expressions import kept_column, limit_term, part_column

WHOLE, LEFT, SURE, ADDED = "whole", "left", "sure", "added"
"""What a scope can give, what those that may apply can, what those that certainly do can; the most that adds up."""
FACTORS = ("factor", "largest factor")
"""By how much a clause's points grow, at the least and the most."""
ZERO_POINTS = pl.lit(0.0)


class SharedPoints:
    """The columns that a rulebook's shared points need over some cases; none where no clause shares its points out."""

    def __init__(self, book: Rulebook, cases: Cases) -> None:
        self.book, self.cases, self.scopes = book, cases, sharing_scopes(book)

    def inner_columns(self) -> list[pl.Expr]:
        """For each scope what it can give in whole, and of that what is left."""
        scopes = {**self.scopes.outer, **self.scopes.inner}
        return [column for node, clauses in scopes.items() for column in self._sums(node, self._amounts(clauses))]

    def outer_columns(self) -> list[pl.Expr]:
        """For each group whether anything of it is left; null where that is not known."""
        return [self._kept_group(node).alias(part_column("kept", node)) for node in self._falling]

    def outer_sums(self) -> list[pl.Expr]:
        """The same sums of the groups as a whole, where the points of one may all go to the others."""
        groups = {node: (self._whole(clauses), node in self._falling) for node, clauses in self.scopes.outer.items()}
        return self._sums(TOTAL, groups) if groups else []

    def clause_columns(self) -> list[pl.Expr]:
        """Each clause's points, interval and ceiling with its part of what others leave."""
        takers = [clause for clause in self.book.clauses.values() if self.scopes.takes_part(clause.id)]
        return [column for clause in takers for column in self._scaled(clause)]

    def waits(self, clause: Clause) -> dict[str, pl.Expr]:
        """For each name that decides whether another clause of the scope applies, whether this one waits for it."""
        others = [self.book.clauses[name] for name in self._beside(clause.id)]
        unknown = pl.col(clause_expressions.outcome_column(clause)).is_null()
        found: dict[str, pl.Expr] = {}
        for other in others:
            for name, missing in clause_expressions.applies_waits(other, self.cases).items():
                flag = missing & unknown & pl.col(kept_column(other)).is_null()
                found[name] = found[name] | flag if name in found else flag
        return found

    def high_column(self, node: str) -> pl.Expr | None:
        """The most a group can give by itself, which is more than what it adds to the total where others may fall
        away; None where it is the same.
        """
        if not self.moves(node):
            return None
        below = self.book.under(node)
        takers = [clause.id for clause in below if self.scopes.takes_part(clause.id)]
        more = self._high(TOTAL, self._open_within(takers)) / self._low(TOTAL)
        shared = reduce(add, (pl.col(part_column(ADDED, name)) for name in takers))
        added = pl.col(part_column(ADDED, node))
        return pl.when(more.is_finite() & (more > 1.0)).then(added + (more - 1.0) * shared).otherwise(added)

    def moves(self, node: str) -> bool:
        """Whether what a group can give depends on which clauses of other groups apply."""
        above = self.book.shared_over == TOTAL or bool(self.scopes.outer)
        within = node in self.book.groups and any(self.scopes.takes_part(clause.id) for clause in self.book.under(node))
        return above and within

    @cached_property
    def _falling(self) -> list[str]:
        """The groups of which nothing may be left."""
        named = self.scopes.outer.items()
        return [node for node, ids in named if all(self.book.clauses[name].is_shared_out for name in ids)]

    def _beside(self, clause: str) -> list[str]:
        inner, outer = self.scopes.inner_of(clause), self.scopes.outer_of(clause)
        names = list(self.scopes.inner[inner]) if inner else []
        names += [name for node in self._falling if outer for name in self.scopes.outer[node]]
        own = dict.fromkeys(name for name in names if name != clause)
        return [name for name in own if self.book.clauses[name].is_shared_out]

    def _amounts(self, clauses: tuple[str, ...]) -> dict[str, tuple[pl.Expr, bool]]:
        return {name: (self._possible(name), self.book.clauses[name].is_shared_out) for name in clauses}

    def _possible(self, clause: str) -> pl.Expr:
        return compiler.as_expression(limit_term(self.book.clauses[clause], self.cases, "possible"))

    def _whole(self, clauses: tuple[str, ...]) -> pl.Expr:
        return reduce(add, map(self._possible, clauses))

    def _sums(self, node: str, amounts: Mapping[str, tuple[pl.Expr, bool]]) -> list[pl.Expr]:
        def added(unknown: bool) -> pl.Expr:
            return reduce(add, (_where_kept(name, amount, falls, unknown) for name, (amount, falls) in amounts.items()))

        whole = reduce(add, (amount for amount, _ in amounts.values()))
        parts = {WHOLE: whole, LEFT: added(True), SURE: added(False)}
        return [part.alias(part_column(name, node)) for name, part in parts.items()]

    def _kept_group(self, node: str) -> pl.Expr:
        left, sure = (pl.col(part_column(part, node)) for part in (LEFT, SURE))
        return pl.when(left <= 0).then(pl.lit(False)).when(sure > 0).then(pl.lit(True))

    def _low(self, node: str) -> pl.Expr:
        """By how much points grow at the least: all that may apply does."""
        return pl.col(part_column(WHOLE, node)) / pl.col(part_column(LEFT, node))

    def _high(self, node: str, inside: pl.Expr) -> pl.Expr:
        """By how much they may grow: of what is open only that inside applies."""
        return pl.col(part_column(WHOLE, node)) / (pl.col(part_column(SURE, node)) + inside)

    def _open_within(self, clauses: list[str]) -> pl.Expr:
        """What the clauses of which it is open whether they apply (or the groups they stand for) can give."""
        outer = self.scopes.outer
        if not outer:
            shared = [name for name in clauses if self.book.clauses[name].is_shared_out]
            return _open_amounts({name: self._possible(name) for name in shared})
        touched = dict.fromkeys(filter(None, map(self.scopes.outer_of, clauses)))
        return _open_amounts({node: self._whole(outer[node]) for node in touched if node in self._falling})

    def _factors(self, clause: Clause) -> tuple[pl.Expr, pl.Expr]:
        low, high, inner = pl.lit(1.0), pl.lit(1.0), self.scopes.inner_of(clause.id)
        if inner:
            own = _open_amounts({clause.id: self._possible(clause.id)} if clause.is_shared_out else {})
            low, high = self._low(inner), self._high(inner, own)
        if self.scopes.outer:
            low, high = low * self._low(TOTAL), high * self._high(TOTAL, self._open_within([clause.id]))
        return low, high

    def _scaled(self, clause: Clause) -> list[pl.Expr]:
        low, high = self._factors(clause)
        kept = pl.col(kept_column(clause)) if clause.is_shared_out else pl.lit(True)
        gone, there = ~kept.fill_null(True), kept.fill_null(False)
        points, least, most = (pl.col(part_column(part, clause.id)) for part in ("points", "low", "high"))
        sure = (low == high) | (points == 0)
        parts = {
            "points": pl.when(gone).then(ZERO_POINTS).when(sure).then(points * low),
            "low": pl.when(there).then(pl.min_horizontal(least * low, least * high)).otherwise(ZERO_POINTS),
            "high": pl.when(gone).then(ZERO_POINTS).otherwise(most * high),
            ADDED: pl.when(gone).then(ZERO_POINTS).otherwise(most * low),
            "possible": pl.when(gone).then(ZERO_POINTS).otherwise(self._possible(clause.id) * low),
        }
        parts |= {
            name: pl.when(gone).then(ZERO_POINTS).otherwise(factor)
            for name, factor in zip(FACTORS, (low, high), strict=True)
        }
        return [part.alias(part_column(name, clause.id)) for name, part in parts.items()]


def _where_kept(name: str, amount: pl.Expr, falls: bool, unknown: bool) -> pl.Expr:
    """What something can give where it is kept; where that is not known, as `unknown` says."""
    kept = pl.col(part_column("kept", name))
    return pl.when(kept.fill_null(unknown)).then(amount).otherwise(ZERO_POINTS) if falls else amount


def _open_amounts(amounts: Mapping[str, pl.Expr]) -> pl.Expr:
    """What those can give of which it is not known whether they are kept."""
    terms = (
        pl.when(pl.col(part_column("kept", name)).is_null()).then(amount).otherwise(ZERO_POINTS)
        for name, amount in amounts.items()
    )
    return reduce(add, terms, ZERO_POINTS)
