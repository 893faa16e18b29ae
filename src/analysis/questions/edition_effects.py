"""What a change of rulebook does to each city's total, shared out among the clauses in no order, exactly (换版影响)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis import rulebooks, scorecards
from analysis.contracts import polars_frame
from analysis.questions import edition_pairs, shapley
from analysis.questions.coalition_games import is_nonadditive
from analysis.rulebooks import Rulebook, RulebookName
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import BASELINE, build_cases
from analysis.scorecards import clause_expressions

PARTS = LOW, HIGH = "low", "high"
STRUCTURE = "groups"
"""The player that stands for the groups' caps, floors and choices, and for what lies under them."""
DROPPED = " −"
"""What follows the number of a clause that is gone where a later one has taken it."""
KEYS = ("city", "month")
Amounts = NDArray[np.object_]
"""For each city an exact fraction."""
Points = dict[str, tuple[Amounts, Amounts]]
"""For each clause what it gives under the earlier and under the later rulebook."""


@dataclass(frozen=True, eq=False)
class EditionEffects:
    """What cities' totals are under two rulebooks, and which clause moved them by how much.

    `totals`: `city, month`, then `low_before, high_before, low_after, high_after, low, high` (the changes). `shares`:
    `city, month, clause, low, high`, the changes shared out among the clauses that differ and, where groups do more
    than add, among the `groups` themselves; in no order. `exact`: the same as fractions, by end and clause, a fraction
    for each row of `totals`: they add up to the changes to the last digit. An end that has no ceiling has no shares.
    """

    before: str
    after: str
    totals: pl.DataFrame
    shares: pl.DataFrame
    exact: Mapping[str, Mapping[str, Amounts]]


def edition_effects(facts: Any, before: RulebookName, after: RulebookName) -> EditionEffects:
    """The totals of all city-months of the facts by one rulebook and the other, and whose doing the change is.

    A clause that is renumbered goes by its later number. Deductions and bonus points count as they do in the total.
    Of rulebooks that have changed the rules given (`at`), else the newest, judge every month. Raises `InputError` for
    facts that one of the rulebooks does not know.
    """
    first, second = rulebooks.load(before).newest, rulebooks.load(after).newest
    pairs = _named(edition_pairs.clause_pairs(first, second))
    figures = polars_frame(facts)
    scored = [_scored(_without(figures, other, book), book) for book, other in ((first, second), (second, first))]
    totals = _totals(*scored)
    exact = {part: shares for part in PARTS if (shares := _shared(first, second, pairs, scored, part)) is not None}
    return EditionEffects(first.id, second.id, totals, _frame(totals, exact), exact)


def _named(pairs: edition_pairs.Pairs) -> dict[str, tuple[str | None, str | None]]:
    """Each clause's two numbers by the name it goes by: the later one, or the earlier where it is dropped."""
    return {later or f"{name}": (name, later) for name, later in pairs if later} | {
        f"{name}" if all(name != other for _, other in pairs) else f"{name}{DROPPED}": (name, later)
        for name, later in pairs
        if later is None
    }


def _without(facts: pl.DataFrame, other: Rulebook, book: Rulebook) -> pl.DataFrame:
    """The facts without those that the other rulebook alone knows."""
    foreign = [name for name in other.dictionary if name not in book.dictionary]
    if "fact" in facts.columns:
        return facts.filter(~pl.col("fact").is_in(foreign))
    return facts.drop(foreign, strict=False)


def _scored(facts: Any, book: Rulebook) -> pl.DataFrame:
    names = [clause.id for clause in book.clauses.values() if clause.kind != clauses_rulebook.TESTED]
    return scorecards.total_cases(build_cases(facts, book, BASELINE), book, tuple(names))


def _totals(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    ends = {"before": first, "after": second}
    columns = [frame[part].alias(f"{part}_{end}") for end, frame in ends.items() for part in PARTS]
    rows = pl.DataFrame([*(first[key] for key in KEYS), *columns])
    return rows.with_columns((pl.col(f"{part}_after") - pl.col(f"{part}_before")).alias(part) for part in PARTS)


def _shared(
    first: Rulebook, second: Rulebook, pairs: Mapping[str, tuple[str | None, str | None]],
    scored: Sequence[pl.DataFrame], part: str,
) -> dict[str, Amounts] | None:  # fmt: skip
    """Each clause's share of the change of an end; None where it has no ceiling."""
    points = _points(pairs, (first, second), scored, part)
    totals = [frame[part] for frame in scored]
    if points is None or any(column.has_nulls() for column in totals):
        return None
    bound = {name for name, pair in pairs.items() if _bound(first, pair[0]) or _bound(second, pair[1])}
    shares = {name: after - before for name, (before, after) in points.items() if name not in bound}
    if bound:
        shares |= _game(first, second, pairs, {name: points[name] for name in points if name in bound})
    moving = {name: share for name, share in shares.items() if any(share)}
    rest = _exact(totals[1]) - _exact(totals[0]) - _summed(shares.values(), len(totals[0]))
    return _with_rest(moving, rest)


def _with_rest(shares: dict[str, Amounts], rest: Amounts) -> dict[str, Amounts]:
    """The hair by which float totals differ from exact sums, shared evenly among what moves the city; else by all."""
    moves = {name: share.astype(bool) for name, share in shares.items()}
    counts = sum(moves.values(), start=np.zeros(len(rest), dtype=int))
    each = np.array([hair / Fraction(int(count) or len(shares) or 1) for hair, count in zip(rest, counts, strict=True)])
    return {name: share + each * (moves[name] | (counts == 0)) for name, share in shares.items()}


def _points(
    pairs: Mapping[str, tuple[str | None, str | None]], books: Sequence[Rulebook], scored: Sequence[pl.DataFrame],
    part: str,
) -> Points | None:  # fmt: skip
    nothing = pl.repeat(0.0, scored[0].height, eager=True)
    points: Points = {}
    for name, numbers in pairs.items():
        columns = [
            frame[clause_expressions.part_column(part, number)] if number and _counts(book, number) else nothing
            for book, frame, number in zip(books, scored, numbers, strict=True)
        ]
        if any(column.has_nulls() for column in columns):
            return None
        points[name] = (_exact(columns[0]), _exact(columns[1]))
    return points


def _counts(book: Rulebook, clause: str) -> bool:
    return book.clauses[clause].kind != clauses_rulebook.TESTED


def _exact(column: pl.Series) -> Amounts:
    return np.array([Fraction(amount) for amount in column.to_list()], dtype=object)


def _summed(parts: Iterable[Amounts], count: int) -> Amounts:
    return sum(parts, start=np.array([Fraction(0)] * count, dtype=object))


def _bound(book: Rulebook, clause: str | None) -> bool:
    """Whether a clause lies under a group that does more than add."""
    return clause is not None and any(
        is_nonadditive(book.groups[group]) for group in book.path(book.clauses[clause].group)
    )


def _game(
    first: Rulebook, second: Rulebook, pairs: Mapping[str, tuple[str | None, str | None]], points: Points
) -> dict[str, Amounts]:
    """The shares of what lies under groups that cap, floor or choose: each clause old or new, the groups old or new."""
    own = {name: pairs[name] for name in points}
    trees = [_tree(first, second, own), _tree(second, first, {name: pair[::-1] for name, pair in own.items()})]
    players = [name for name, (before, after) in points.items() if any(before != after)]
    players += [STRUCTURE] if trees[0] != trees[1] else []
    if not players:
        return {}
    structure = shapley.coalition_structure(players, {name: place for place, name in enumerate(players)})
    worth = {coalition: _worth(coalition, players, points, trees) for coalition in structure.coalitions}
    shares = structure.shares(worth)  # type: ignore[arg-type]
    return {"、".join(players[place] for place in member): share for member, share in shares.items()}  # type: ignore[misc]


Tree = dict[str, tuple[str, tuple[Any, ...]]]
"""Each clause and group with the group above it; of groups the cap, floor and choice too."""


def _tree(book: Rulebook, other: Rulebook, numbers: Mapping[str, tuple[str | None, str | None]]) -> Tree:
    """The rulebook's groups over the clauses; one that it has not stands where the other rulebook has it."""
    placed = {name: _above(book, other, *pair) for name, pair in numbers.items()}
    own: Tree = {name: (group, ()) for name, group in placed.items()}
    above = {group for parent, _ in own.values() if parent for group in book.path(parent)}
    groups = {f"group {name}": (book.groups[name].parent, _limits(book, name)) for name in book.groups if name in above}
    return own | groups


def _above(book: Rulebook, other: Rulebook, number: str | None, later: str | None) -> str:
    if number:
        return book.clauses[number].group
    group = other.clauses[str(later)].group
    return group if group in book.groups else ""


def _limits(book: Rulebook, name: str) -> tuple[Any, ...]:
    group = book.groups[name]
    return group.cap, group.least, group.choose


def _worth(coalition: int, players: Sequence[str], points: Points, trees: Sequence[Tree]) -> Amounts:
    taken = {name for bit, name in enumerate(players) if coalition >> bit & 1}
    tree = trees[STRUCTURE in taken]
    amounts = {name: pair[name in taken] for name, pair in points.items()}
    return _under("", tree, amounts, len(next(iter(amounts.values()))))


def _under(parent: str, tree: Tree, amounts: Mapping[str, Amounts], count: int) -> Amounts:
    below = [amounts[name] for name, (group, _) in tree.items() if group == parent and name in amounts]
    groups = [(name, limits) for name, (group, limits) in tree.items() if group == parent and name not in amounts]
    below += [_limited(name.removeprefix("group "), limits, tree, amounts, count) for name, limits in groups]
    return _summed(below, count)


def _limited(name: str, limits: tuple[Any, ...], tree: Tree, amounts: Mapping[str, Amounts], count: int) -> Amounts:
    cap, least, choose = limits
    found = _under(name, tree, amounts, count) if choose is None else _best(name, tree, amounts, count, choose)
    found = found if cap is None else np.minimum(found, _alike(cap, count))
    return found if least is None else np.maximum(found, _alike(least, count))


def _alike(amount: float, count: int) -> Amounts:
    return np.full(count, Fraction(amount), dtype=object)


def _best(name: str, tree: Tree, amounts: Mapping[str, Amounts], count: int, choose: int) -> Amounts:
    """Only the best so many of what lies directly under a group."""
    below = [amounts[each] for each, (group, _) in tree.items() if group == name and each in amounts]
    below += [
        _limited(each.removeprefix("group "), limits, tree, amounts, count)
        for each, (group, limits) in tree.items()
        if group == name and each not in amounts
    ]
    return _summed(np.sort(np.array(below, dtype=object), axis=0)[::-1][:choose], count)


def _frame(totals: pl.DataFrame, exact: Mapping[str, Mapping[str, Amounts]]) -> pl.DataFrame:
    names = list(dict.fromkeys(name for shares in exact.values() for name in shares))
    parts = [
        totals.select(KEYS).with_columns(
            pl.lit(name).alias("clause"), *(_column(exact.get(part, {}).get(name), part, totals) for part in PARTS)
        )
        for name in names
    ]
    empty = totals.select(KEYS).clear().with_columns(clause=pl.lit(""), low=pl.lit(0.0), high=pl.lit(0.0)).clear()
    return pl.concat([empty, *parts]).filter(pl.any_horizontal(pl.col(PARTS).fill_null(0.0) != 0)).sort(*KEYS)


def _column(share: Amounts | None, part: str, totals: pl.DataFrame) -> pl.Series:
    amounts = [None] * totals.height if share is None else [float(amount) for amount in share]
    return pl.Series(part, amounts, dtype=pl.Float64)
