"""What clauses that compare units see of the field: the best, the mean, the place, as columns of the cases (比较范围).

One pass over all cases: units of one scenario and month, of one league where the clause says so. A figure that
others lack lies between bounds, and so does what is compared; own figures that are missing leave the clause open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios import field_words
from analysis.scenarios.case_frame import Literals, readings_in_force
from analysis.scenarios.field_members import FieldWord, member_figures, with_fields
from analysis.scenarios.field_words import MEMBERS

FEWEST = 2
"""A unit is not compared with itself alone."""


def words_in_force(rows: pl.DataFrame, readings: Mapping[str, str], book: Rulebook) -> list[FieldWord]:
    """The words that look at the field in the readings in force, each once."""
    return [
        FieldWord(clause, node)
        for clause in book.clauses.values()
        if clause.is_relative
        for node in dict.fromkeys(
            node for reading in readings_in_force(clause, rows, readings) for node in clause.compared(reading)
        )
    ]


def with_field_figures(
    rows: pl.DataFrame, literals: Literals, readings: Mapping[str, str], book: Rulebook
) -> pl.DataFrame:
    """The cases with a column for each word that looks at the field; nothing new for a rulebook without such words.

    Null where the field is too small, where there is no league, and where others' figures leave it open; its bounds
    then stand beside it (`FieldWord.ends`).
    """
    words = words_in_force(rows, readings, book) if book.is_relative else []
    if not words:
        return rows
    members = member_figures(with_fields(rows, {word.field for word in words}), literals, words, book)
    found = field_words.word_bounds(members, words, literals)
    fewest = {word.clause.id: least_units(word.clause, rows, literals).alias(_fewest(word)) for word in words}
    judged = found.with_columns(rows.with_columns(fewest.values())[[_fewest(word) for word in _each(words)]])
    return rows.hstack(judged.select(_judged(found, words)).get_columns())


def _each(words: list[FieldWord]) -> Iterable[FieldWord]:
    """One word of each clause."""
    return {word.clause.id: word for word in words}.values()


def _fewest(word: FieldWord) -> str:
    return f"{word.clause.id} fewest"


def _judged(found: pl.DataFrame, words: list[FieldWord]) -> Iterator[pl.Expr]:
    """Each word's column, and its bounds where others' figures leave it open; null where the field is too small."""
    for word in words:
        enough = pl.col(f"{word.argument} {MEMBERS}") >= pl.col(_fewest(word))
        ends = [pl.when(enough).then(pl.col(end)) for end in field_words.bound_columns(found, word)]
        if len(ends) == 1:
            yield ends[0].alias(word.key)
            continue
        yield pl.when(ends[0] == ends[1]).then(ends[0]).alias(word.key)
        yield from (end.alias(name) for end, name in zip(ends, word.ends(), strict=True))
    for word in _each(words):
        yield pl.col(f"{word.argument} {MEMBERS}").alias(f"{word.clause.id} {MEMBERS}")


def least_units(clause: Clause, rows: pl.DataFrame, literals: Literals) -> pl.Expr:
    """How many units the clause must have to compare, as the rulebook or a scenario says; two at least."""
    target = f"{clause.id}.{clause.field.fewest}" if clause.field and clause.field.fewest else ""
    stated = pl.col(target) if target in rows.columns else pl.lit(literals.get(target), dtype=pl.Float64)
    return pl.max_horizontal(stated, pl.lit(float(FEWEST)))
