"""Clauses added up through the rulebook's tree: sums, caps, floors, the best k of n (分组汇总)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import reduce
from operator import add, and_, or_

import polars as pl

from analysis.formulas import compiler
from analysis.rulebooks import DEFAULT, TOTAL, Clause, Group, Rulebook
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import Cases
from analysis.scorecards.clause_expressions import largest_points, limit_term, part_column, without_float_noise
from analysis.scorecards.shared_points import ADDED, SharedPoints

SUMS = ("points", "low", "high", "possible")
Terms = Mapping[str, pl.Expr]
NO_TERMS: Terms = {}
ZERO_SUM, UNKNOWN_POINTS = pl.lit(0.0), pl.lit(None, dtype=pl.Float64)


def nodes_by_depth(book: Rulebook) -> list[list[str]]:
    """The nodes by depth, the deepest first and the total last: each can be summed from those before it."""
    depth = {TOTAL: 0} | {name: len(book.path(name)) for name in book.groups}
    levels = sorted(set(depth.values()), reverse=True)
    return [[name for name, level in depth.items() if level == wanted] for wanted in levels]


def node_sums(book: Rulebook, node: str, cases: Cases, terms: Terms = NO_TERMS) -> list[pl.Expr]:
    """A node's low and high, as they add up from what lies directly under it; and what is possible.

    `terms`: what stands in place of the columns of some names.
    """
    group, most, shared = book.groups.get(node), node_maximum(book, node, cases), SharedPoints(book, cases)
    low, high = _sum(book, node, "low", terms), _sum(book, node, "high", terms, shared)
    ceiling = _ceiling(book, group)
    parts = {
        "low": low,
        ADDED if shared.moves(node) else "high": high if ceiling is None else high.fill_null(ceiling),
        "possible": most if isinstance(most, pl.Expr) else pl.lit(most, dtype=pl.Float64),
    }
    return [column.alias(part_column(part, node)) for part, column in parts.items()]


def moved_highs(book: Rulebook, node: str, cases: Cases) -> list[pl.Expr]:
    """The high of a group by itself, where others may fall away and leave it more."""
    column = SharedPoints(book, cases).high_column(node)
    return [] if column is None else [column.alias(part_column("high", node))]


def capped_sums(book: Rulebook, node: str, cases: Cases) -> list[pl.Expr]:
    """A node's low and high within its cap and floor; and within what is possible, which sums may pass by a hair."""
    cap, least = node_limits(book, node, cases)
    cap = None if cap is not None and _keeps_below(book, node, cases, cap) else cap
    parts = ("low", ADDED if SharedPoints(book, cases).moves(node) else "high")
    return [] if cap is least is None else [_limited_sum(part_column(part, node), cap, least) for part in parts]


def _keeps_below(book: Rulebook, node: str, cases: Cases, cap: float) -> bool:
    """Whether a node's sums, added up in floats, keep to a cap by themselves."""
    most = None if SharedPoints(book, cases).scopes.inner else _largest_sum(book, node, cases)
    return most is not None and most <= cap


def _largest_sum(book: Rulebook, node: str, cases: Cases) -> float | None:
    """What a node's low and high come to at the most, added in their own order: rounding never turns an order about.

    None where that is not known beforehand.
    """
    groups, clauses = direct_children(book, node)
    if not groups and not clauses:
        return 0.0 if _only_tests(book, node) else None
    below = [_largest_of_group(book, group, cases) for group in groups]
    below += [largest_points(clause, cases) for clause in clauses]
    chosen = node in book.groups and book.groups[node].choose is not None
    return None if chosen or None in below else reduce(add, below)


def _largest_of_group(book: Rulebook, group: Group, cases: Cases) -> float | None:
    largest = _largest_sum(book, group.id, cases)
    lifted = group.least is not None and (largest is None or group.least > largest)
    return None if lifted or largest is None else largest


def node_limits(book: Rulebook, node: str, cases: Cases) -> tuple[float | None, float | None]:
    """The cap and the floor that a node's sums keep to, one number each; None where there is none."""
    group, most = book.groups.get(node), node_maximum(book, node, cases)
    reachable = None if isinstance(most, pl.Expr) or _has_bonus_group(book, node) else most
    caps = [cap for cap in (reachable, group.cap if group else None) if cap is not None]
    return min(caps, default=None), group.least if group else None


def _limited_sum(name: str, cap: float | None, least: float | None) -> pl.Expr:
    amount = pl.col(name)
    amount = amount if cap is None else pl.when(amount > cap).then(cap).otherwise(amount)
    return (amount if least is None else pl.when(amount < least).then(least).otherwise(amount)).alias(name)


def node_points(book: Rulebook, node: str) -> pl.Expr:
    """A node's points, where all that lies under it is known: the interval is then one number."""
    flags, low = _known_flags(book, node), pl.col(part_column("low", node))
    points = UNKNOWN_POINTS if flags is None else pl.when(reduce(and_, flags)).then(low) if flags else low
    return points.alias(part_column("points", node))


def _known_flags(book: Rulebook, node: str) -> list[pl.Expr] | None:
    """Whether each clause under a node is known; None where there is none to be known."""
    groups, clauses = direct_children(book, node)
    if not groups and not clauses:
        return [] if _only_tests(book, node) else None
    below = [_known_flags(book, group.id) for group in groups]
    own = [pl.col(part_column("points", clause.id)).is_not_null() for clause in clauses]
    return None if None in below else [*own, *(flag for part in below for flag in part)]  # type: ignore[union-attr]


def verdict_expression(book: Rulebook) -> pl.Expr:
    """The verdict: true where every test is met, false where one certainly is not, null where it is not known.

    A rulebook without tests gives no verdict: null.
    """
    tests = [pl.col(part_column("met", clause.id)) for clause in book.of_kind(clauses_rulebook.TESTED)]
    return (reduce(and_, tests) if tests else pl.lit(None, dtype=pl.Boolean)).alias("passes")


def node_maximum(book: Rulebook, node: str, cases: Cases) -> compiler.Term:
    """The most a node can give: its cap, else what is printed, else the exact sum of what lies under it.

    What is printed holds for the rules as printed: where a scenario changes what a clause under it can give,
    the sum stands instead. One number where no case changes it, else a column; None where something under it
    has no ceiling. A group from which points go to others, or to which they come, can give what its clauses can.
    """
    groups, clauses = direct_children(book, node)
    if SharedPoints(book, cases).moves(node):
        nodes = [*(child.id for child in groups if not child.bonus), *(clause.id for clause in clauses)]
        return _combined([pl.col(part_column("possible", name)) for name in nodes], book.groups[node])
    return _stated_maximum(book, node, cases)


def _stated_maximum(book: Rulebook, node: str, cases: Cases) -> compiler.Term:
    """The same where every clause applies."""
    group = book.groups.get(node)
    stated, capped = _ceiling(book, group), group is not None and group.cap is not None
    if stated is not None and (
        capped or not any(_possible_is_changed(clause, cases) for clause in _under(book, group))
    ):
        return stated
    groups, clauses = direct_children(book, node)
    below = [_stated_maximum(book, child.id, cases) for child in groups if not child.bonus]
    below += [limit_term(clause, cases, "possible") for clause in clauses]
    return _largest_points_below(below, group)


def _under(book: Rulebook, group: Group | None) -> tuple[Clause, ...]:
    return book.under(group.id) if group else tuple(book.clauses.values())


def _possible_is_changed(clause: Clause, cases: Cases) -> bool:
    """Whether some case changes what the clause can give."""
    in_force = cases.readings.get(f"{clause.id}.reading", DEFAULT)
    other = clause.reading(in_force).possible != clause.reading().possible
    return other or isinstance(limit_term(clause, cases, "possible"), pl.Expr)


def _largest_points_below(below: list[compiler.Term], group: Group | None) -> compiler.Term:
    if any(most is None for most in below):
        return None
    if any(isinstance(most, pl.Expr) for most in below):
        return _combined([most if isinstance(most, pl.Expr) else pl.lit(most) for most in below], group)
    best = sorted(below, reverse=True)[: group.choose if group else None]  # type: ignore[type-var]
    return without_float_noise(math.fsum(best))  # type: ignore[arg-type]


def _sum(book: Rulebook, node: str, part: str, terms: Terms, shared: SharedPoints | None = None) -> pl.Expr:
    """A part of what lies directly under a node, added up; of `high` what adds up, given how points are shared out."""
    groups, clauses = direct_children(book, node)
    children: list[Group | Clause] = [*groups, *clauses]
    names = [part_column(ADDED if shared and _adds_apart(shared, child) else part, child.id) for child in children]
    if names:
        return _combined([terms.get(name, pl.col(name)) for name in names], book.groups.get(node))
    return ZERO_SUM if part == "low" or _only_tests(book, node) else UNKNOWN_POINTS


def _adds_apart(shared: SharedPoints, child: Group | Clause) -> bool:
    """Whether what a clause or group adds at the most stands apart from the most it can give itself."""
    return shared.scopes.takes_part(child.id) if isinstance(child, Clause) else shared.moves(child.id)


def direct_children(book: Rulebook, node: str) -> tuple[list[Group], list[Clause]]:
    """The groups and the clauses that are added up directly under a node; tests are none of them."""
    parent = "" if node == TOTAL else node
    groups = [group for group in book.groups.values() if group.parent == parent]
    clauses = [
        clause for clause in book.clauses.values() if clause.group == parent and clause.kind != clauses_rulebook.TESTED
    ]
    return groups, clauses


def _only_tests(book: Rulebook, node: str) -> bool:
    return any(clause.group == node for clause in book.of_kind(clauses_rulebook.TESTED))


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


def _has_bonus_group(book: Rulebook, node: str) -> bool:
    return any(group.bonus and (node == TOTAL or node in book.path(name)) for name, group in book.groups.items())
