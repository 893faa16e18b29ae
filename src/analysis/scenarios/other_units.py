"""A unit's field while all others stand still: what it is compared with, as formulas of its own figures (其他单位)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import polars as pl

from analysis.formulas import Node, evaluate, expression, fixed_fields
from analysis.rulebooks import Rulebook
from analysis.scenarios.case_frame import Cases, Literals
from analysis.scenarios.field_members import FIELD, HIGH, LOW, FieldWord, member_figures, own_terms, with_fields
from analysis.scenarios.fields import fewest_units, words_in_force

Place = tuple[str, str]
"""A city and a month."""


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


def _fixed(base: Cases, word: FieldWord, book: Rulebook, place: Place, values: Literals) -> FixedWord | None:
    others = _others(base, word, book, place)
    share = _share(word, values)
    fewest = fewest_units(word.clause, pl.DataFrame(), values)
    if others is None or others.height + 1 < cast(float, fewest) or not others.height or share is None:
        return None
    if others["maybe"].any() and word.node.op in COUNTED_WORDS:
        return None
    low, high = (others[end].to_list() for end in (LOW, HIGH))
    if low != high and word.node.op == "standing" and others["x"].n_unique() - others["x"].has_nulls() < FEW_APART:
        return None
    small = others.height < cast(float, fewest)
    formulas = [fixed_fields.fixed_field_formula(word.node, figures, share, small) for figures in (low, high)]
    return FixedWord(*(formulas[::-1] if word.node.op == "standing" else formulas))


COUNTED_WORDS = ("mean", "quantile", "place")
"""Words that depend on how many are compared: with units that may not be among them they are left open."""
FEW_APART = 2
"""With fewer different figures among the others a standing may have nothing to stand between."""


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
    figure, maybe = pl.col(f"{word.argument} x"), f"{word.argument} maybe"
    if maybe not in rows.columns:
        certain = pl.lit(False).alias("maybe")
        return rows.select(figure.alias("x"), figure.alias(LOW), figure.alias(HIGH), certain).drop_nulls(LOW)
    there = rows.drop_nulls(f"{word.argument} {LOW}")
    low, high = (pl.col(f"{word.argument} {end}") for end in (LOW, HIGH))
    limits = there.select(low.min().alias(LOW), high.max().alias(HIGH)).row(0, named=True)
    if limits[LOW] is None:
        return rows.select(figure.alias("x"), low.alias(LOW), high.alias(HIGH), pl.col(maybe).alias("maybe")).clear()
    wide = (
        pl.when(maybe).then(pl.min_horizontal(low, pl.lit(limits[LOW]))).otherwise(low),
        pl.when(maybe).then(pl.max_horizontal(high, pl.lit(limits[HIGH]))).otherwise(high),
    )
    columns = (figure.alias("x"), wide[0].alias(LOW), wide[1].alias(HIGH), pl.col(maybe).alias("maybe"))
    return rows.select(columns).drop_nulls(LOW)


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
