"""A unit's field while all others stand still: what it is compared with, as formulas of its own figures (其他单位)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import polars as pl

from analysis.formulas import Node, end_formulas, evaluate, expression, fixed_fields
from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios.case_frame import Cases, Literals
from analysis.scenarios.field_members import FIELD, HIGH, LOW, FieldWord, member_figures, own_terms, with_fields
from analysis.scenarios.fields import fewest_units, words_in_force

Place = tuple[str, str]
"""A city and a month."""

MAYBE = "maybe"
"""Whether a unit may not be compared at all."""


MISSING = Node("number", value=None)


@dataclass(frozen=True)
class FixedWord:
    """A word that looks at the field, with all other units still: two formulas, alike where nothing is missing."""

    low: Node
    high: Node

    @property
    def sure(self) -> bool:
        return self.low == self.high


def fixed_word(base: Cases, word: FieldWord, book: Rulebook, place: Place, values: Literals) -> FixedWord | None:
    """The word for one unit of a single scenario's cases; None where its field is too small or all is open.

    `values`: the rule values in force, by their full names.
    """
    kept = base.fixed_words
    if (word.key, *place) not in kept:
        kept[word.key, *place] = _fixed(base, word, book, place, values)
    found: FixedWord | None = kept[word.key, *place]
    return found


def compared_ends(
    tree: Node, clause: Clause, base: Cases, book: Rulebook, place: Place, values: Literals
) -> end_formulas.Ends:
    """The least and the most of a formula, lets put in, while all other units stand still; alike where nothing is open.

    Missing where the field is too small or all is open.
    """
    parts: dict[Node, end_formulas.Ends] = {}
    for node in tree.field_nodes:
        found = fixed_word(base, FieldWord(clause, node), book, place, values)
        if found is None or found.sure:
            tree = fixed_fields.split_formula(tree, node, found.low if found else MISSING)
        else:
            parts[node] = (end_formulas.bounded_formula(found.low), end_formulas.bounded_formula(found.high))
    return end_formulas.end_formulas(tree, parts)


def _fixed(base: Cases, word: FieldWord, book: Rulebook, place: Place, values: Literals) -> FixedWord | None:
    others = _others(base, word, book, place)
    share = _share(word, values)
    fewest = cast(float, fewest_units(word.clause, pl.DataFrame(), values))
    sure = pl.DataFrame() if others is None else others.filter(~pl.col(MAYBE))
    if others is None or sure.height + 1 < fewest or share is None:
        return None
    ends = (_end(others, word, end, share, sure.height < fewest) for end in _order(word))
    low, high = (_apart(word, others, formula) for formula in ends)
    return FixedWord(low, high) if low is not None and high is not None else None


def _order(word: FieldWord) -> tuple[str, str]:
    """At which of the others' ends a word is least and most: the higher they are, the lower a standing."""
    return (HIGH, LOW) if word.node.op == "standing" else (LOW, HIGH)


def _end(others: pl.DataFrame, word: FieldWord, end: str, share: float, small: bool) -> Node:
    sure, maybe = others.filter(~pl.col(MAYBE))[end], others.filter(MAYBE)[end]
    doubtful = fixed_fields.Doubtful(tuple(maybe), end == LOW)
    return fixed_fields.fixed_field_formula(word.node, sure.to_list(), share, small, doubtful)


def _apart(word: FieldWord, others: pl.DataFrame, formula: Node) -> Node | None:
    """The formula; of a standing only where there surely is something to stand between, None where there never is."""
    figures = others["x"].drop_nulls().unique()
    if word.node.op != "standing" or others["x"].null_count() == 0 or figures.len() > 1:
        return formula
    if figures.is_empty():
        return None
    even = Node("eq", (word.node.args[0], Node("number", value=figures[0])))
    return Node("when", (even, MISSING, formula))


def _share(word: FieldWord, values: Literals) -> float | None:
    if len(word.node.args) == 1:
        return 0.0
    own = {name: values.get(f"{word.clause.id}.{name}") for name in word.node.args[1].names}
    share = evaluate(word.node.args[1], own)
    return None if share is None else float(share)


def _others(base: Cases, word: FieldWord, book: Rulebook, place: Place) -> pl.DataFrame | None:
    """The figures of the others in its field, each between `low` and `high`; `x` where it is known."""
    city, month = place
    placed = with_fields(base.frame.filter(pl.col("month") == month), {word.field})
    rows = member_figures(placed, base.literals, [word], book)
    own = rows.filter(pl.col("city") == city)[f"{FIELD} {word.field}"]
    if own.is_empty() or own[0] is None:
        return None
    there = rows.filter(pl.col(f"{FIELD} {word.field}") == own[0], pl.col("city") != city)
    return _certain_bounds(there, word)


def _certain_bounds(rows: pl.DataFrame, word: FieldWord) -> pl.DataFrame:
    figure, maybe = pl.col(f"{word.argument} x").alias("x"), f"{word.argument} {MAYBE}"
    if maybe not in rows.columns:
        certain = pl.lit(False).alias(MAYBE)
        return rows.select(figure, figure.alias(LOW), figure.alias(HIGH), certain).drop_nulls(LOW)
    ends = (pl.col(f"{word.argument} {end}").alias(end) for end in (LOW, HIGH))
    return rows.select(figure, *ends, pl.col(maybe).alias(MAYBE)).drop_nulls(LOW)


def moved_words(
    base: Cases, book: Rulebook, rows: pl.DataFrame, literals: Literals, readings: Mapping[str, str], place: Place
) -> Iterator[pl.Expr]:
    """The columns of the words that the rows move, for one unit while all others stand still."""
    for word in words_in_force(rows, readings, book) if book.is_relative else ():
        targets = [f"{word.clause.id}.{name}" if name in word.clause.values else name for name in word.node.names]
        if word.key not in literals or any(name in rows.columns for name in targets):
            yield from _columns(fixed_word(base, word, book, place, literals), word, rows, literals)


def _columns(fixed: FixedWord | None, word: FieldWord, rows: pl.DataFrame, literals: Literals) -> Iterator[pl.Expr]:
    terms = own_terms(word, rows, literals)
    if fixed is None:
        yield from (pl.lit(None, dtype=pl.Float64).alias(name) for name in (word.key, *word.ends()))
        return
    low, high = (expression(tree, terms).cast(pl.Float64) for tree in (fixed.low, fixed.high))
    if fixed.sure:
        yield low.alias(word.key)
        return
    yield pl.when(low == high).then(low).alias(word.key)
    yield from (end.alias(name) for end, name in zip((low, high), word.ends(), strict=True))
