"""What clauses that compare units see of the field: the best, the mean, the place, as columns of the cases (比较范围).

One pass over all cases: units of one scenario and month, of one league where the clause says so. A figure that
others lack lies between bounds, and so does what is compared; own figures that are missing leave the clause open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import polars as pl

from analysis.rulebooks import FEWEST_UNITS, Clause, Rulebook
from analysis.scenarios import field_words
from analysis.scenarios.case_frame import Literals, readings_in_force
from analysis.scenarios.field_members import FieldWord, member_figures, with_fields
from analysis.scenarios.field_words import MEMBERS

"""A unit is not compared with itself alone."""
Fewest = float | pl.Expr
"""How many units there must be: one number, or a column where a scenario changes it."""


def words_in_force(rows: pl.DataFrame, readings: Mapping[str, str], book: Rulebook) -> list[FieldWord]:
    """The words that look at the field in the readings in force, each once."""
    relative = [clause for clause in book.clauses.values() if clause.is_relative]
    read = {clause.id: tuple(readings_in_force(clause, rows, readings)) for clause in relative}
    return [word for clause, names in read.items() for word in _words(book, clause, names)]


def clause_words(clause: Clause) -> Iterator[FieldWord]:
    """The words of all readings of a clause that look at the field, each once."""
    nodes = dict.fromkeys(node for reading in clause.readings for node in clause.compared(reading))
    return (FieldWord(clause, node) for node in nodes)


@lru_cache(maxsize=4096)
def _words(book: Rulebook, clause: str, readings: tuple[str, ...]) -> tuple[FieldWord, ...]:
    judged = book.clauses[clause]
    nodes = dict.fromkeys(node for reading in readings for node in judged.compared(reading))
    return tuple(FieldWord(judged, node) for node in nodes)


def with_field_figures(
    rows: pl.DataFrame, literals: Literals, readings: Mapping[str, str], book: Rulebook
) -> pl.DataFrame:
    """The cases with a column for each word that looks at the field; nothing new for a rulebook without such words.

    Null where the field is too small, where there is no league, and where others' figures leave it open; its bounds
    then stand beside it (`FieldWord.ends`).
    """
    words = words_in_force(rows, readings, book) if book.is_relative else []
    return with_word_figures(rows, literals, words, book) if words else rows


def with_word_figures(rows: pl.DataFrame, literals: Literals, words: list[FieldWord], book: Rulebook) -> pl.DataFrame:
    """The rows with the columns of some words."""
    members = member_figures(with_fields(rows, {word.field for word in words}), literals, words, book)
    found = field_words.word_bounds(members, words, literals)
    fewest = {word.clause.id: fewest_units(word.clause, rows, literals) for word in words}
    return rows.hstack(_columns(found, rows, words, fewest))


def _columns(
    found: pl.DataFrame, rows: pl.DataFrame, words: list[FieldWord], fewest: Mapping[str, Fewest]
) -> list[pl.Series]:
    """Each word's columns; words that look for the same, among as many, share theirs under their own names."""
    named = {word.clause.id: f"{word.argument} {MEMBERS}" for word in words}
    columns = [found[count].alias(f"{clause} {MEMBERS}") for clause, count in named.items()]
    enough: dict[tuple[str, Fewest | str], pl.Series | None] = {}
    kept: dict[tuple[str, Fewest | str], list[pl.Series]] = {}
    for word in words:
        least = fewest[word.clause.id]
        among = least if isinstance(least, float) else word.clause.id
        if (word.argument, among) not in enough:
            enough[word.argument, among] = _is_large_enough(found, rows, word, least)
        if (word.name, among) not in kept:
            kept[word.name, among] = _word_and_bounds(found, word, enough[word.argument, among])
        names = (word.key, *word.ends())
        columns += [column.alias(name) for name, column in zip(names, kept[word.name, among], strict=False)]
    return columns


def _is_large_enough(found: pl.DataFrame, rows: pl.DataFrame, word: FieldWord, fewest: Fewest) -> pl.Series | None:
    """Where the field is large enough; None where all are."""
    least = fewest if isinstance(fewest, float) else rows.select(fewest).to_series()
    there = found[f"{word.argument} {MEMBERS}"] >= least
    return None if there.all() else there


def _word_and_bounds(found: pl.DataFrame, word: FieldWord, enough: pl.Series | None) -> list[pl.Series]:
    """The word, and its bounds where others' figures leave it open; null where the field is too small."""
    bounds = found.select(field_words.bound_columns(found, word))
    ends = bounds if enough is None else bounds.select(pl.when(enough).then(pl.all()))
    if ends.width == 1:
        return ends.get_columns()
    low, high = map(pl.col, ends.columns)
    return [ends.select(pl.when(low == high).then(low)).to_series(), *ends.get_columns()]


def fewest_units(clause: Clause, rows: pl.DataFrame, literals: Literals) -> Fewest:
    """How many units the clause must have to compare, as the rulebook or a scenario says; two at least."""
    target = f"{clause.id}.{clause.field.fewest}" if clause.field and clause.field.fewest else ""
    if target in rows.columns:
        return pl.max_horizontal(pl.col(target), pl.lit(float(FEWEST_UNITS)))
    return max(float(FEWEST_UNITS), literals.get(target) or 0.0)
