"""Clauses added up through the rulebook's tree: sums, caps, floors, the best k of n (分组汇总)."""

from __future__ import annotations

import math
from functools import reduce
from operator import add, and_, or_

import polars as pl

from analysis.formulas.expressions import Term
from analysis.rulebooks import Clause, Group, Rulebook
from analysis.rulebooks.clauses import TESTED
from analysis.scenarios import Cases
from analysis.scorecards.judging import column, limit, rounded

TOTAL = "total"
SUMS = ("points", "low", "high", "possible")


def ordered(book: Rulebook) -> list[list[Group]]:
    """The groups by depth, the deepest first: each level can be summed from those before it."""
    depth = {name: len(book.path(name)) for name in book.groups}
    levels = sorted(set(depth.values()), reverse=True)
    return [[group for name, group in book.groups.items() if depth[name] == level] for level in levels]


def summed(book: Rulebook, group: Group, cases: Cases) -> list[pl.Expr]:
    """The group's points, low, high and possible, from those of what lies directly under it."""
    return _node(book, group.id, group, cases)


def total(book: Rulebook, cases: Cases) -> list[pl.Expr]:
    """The whole card's points, low, high and possible."""
    return _node(book, TOTAL, None, cases)


def passes(book: Rulebook) -> pl.Expr:
    """The verdict: true where every test is met, false where one certainly is not, null where it is not known.

    A rulebook without tests gives no verdict: null.
    """
    tests = [pl.col(column("met", clause.id)) for clause in book.of_kind(TESTED)]
    return (reduce(and_, tests) if tests else pl.lit(None, dtype=pl.Boolean)).alias("passes")


def possible(book: Rulebook, node: str, cases: Cases) -> Term:
    """The most a node can give: what is printed, else its cap, else the exact sum of what lies under it.

    One number where no case changes it, else a column; None where something under it has no ceiling.
    """
    group = book.groups.get(node)
    stated = _ceiling(book, group)
    if stated is not None:
        return stated
    groups, clauses = _children(book, node)
    below = [possible(book, held.id, cases) for held in groups if not held.bonus]
    below += [limit(clause, cases, "possible") for clause in clauses]
    return _most(below, group)


def _most(below: list[Term], group: Group | None) -> Term:
    if any(most is None for most in below):
        return None
    if any(isinstance(most, pl.Expr) for most in below):
        return _combined([most if isinstance(most, pl.Expr) else pl.lit(most) for most in below], group)
    best = sorted(below, reverse=True)[: group.choose if group else None]  # type: ignore[type-var]
    return rounded(math.fsum(best))  # type: ignore[arg-type]


def _node(book: Rulebook, node: str, group: Group | None, cases: Cases) -> list[pl.Expr]:
    most = possible(book, node, cases)
    made = {part: _sum(book, node, part, group) for part in ("points", "low", "high")}
    ceiling = _ceiling(book, group)
    if ceiling is not None:
        made["high"] = made["high"].fill_null(ceiling)
    ceiling = None if isinstance(most, pl.Expr) or _bonus(book, node) else most
    held = {part: _held(expression, group, ceiling) for part, expression in made.items()}
    held["possible"] = most if isinstance(most, pl.Expr) else pl.lit(most, dtype=pl.Float64)
    return [expression.alias(column(part, node)) for part, expression in held.items()]


def _sum(book: Rulebook, node: str, part: str, group: Group | None) -> pl.Expr:
    groups, clauses = _children(book, node)
    below = [pl.col(column(part, held.id)) for held in (*groups, *clauses)]
    if below:
        return _combined(below, group)
    known = part == "low" or _only_tests(book, node)
    return pl.lit(0.0 if known else None, dtype=pl.Float64)


def _children(book: Rulebook, node: str) -> tuple[list[Group], list[Clause]]:
    parent = "" if node == TOTAL else node
    groups = [group for group in book.groups.values() if group.parent == parent]
    clauses = [clause for clause in book.clauses.values() if clause.group == parent and clause.kind != TESTED]
    return groups, clauses


def _only_tests(book: Rulebook, node: str) -> bool:
    return any(clause.group == node for clause in book.of_kind(TESTED))


def _ceiling(book: Rulebook, group: Group | None) -> float | None:
    if group is None:
        return book.possible
    return group.cap if group.cap is not None else group.possible


def _combined(below: list[pl.Expr], group: Group | None) -> pl.Expr:
    if group is None or group.choose is None:
        return reduce(add, below)
    unknown = reduce(or_, (part.is_null() for part in below))
    best = pl.concat_list(below).list.sort(descending=True).list.head(group.choose).list.sum()
    return pl.when(~unknown).then(best)


def _bonus(book: Rulebook, node: str) -> bool:
    return any(group.bonus and (node == TOTAL or node in book.path(name)) for name, group in book.groups.items())


def _held(held: pl.Expr, group: Group | None, most: float | None) -> pl.Expr:
    """Within the group's cap and floor; and within what is possible, which float sums may pass by a hair."""
    caps = [cap for cap in (most, group.cap if group else None) if cap is not None]
    held = held.clip(upper_bound=min(caps)) if caps else held
    return held if group is None or group.least is None else held.clip(lower_bound=group.least)
