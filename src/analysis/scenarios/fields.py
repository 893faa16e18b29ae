"""What clauses that compare units see of the field: the best, the mean, the place, as columns of the cases (比较范围).

One pass over all cases: units of one scenario and month, of one league where the clause says so. A figure that
others lack lies between bounds, and so does what is compared; own figures that are missing leave the clause open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios import field_words
from analysis.scenarios.case_frame import Literals, readings_in_force
from analysis.scenarios.field_members import FIELD, LOW, FieldWord, member_figures, with_fields

MEMBERS = "members"
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
    counted = _counted(members, words, literals)
    found = field_words.word_bounds(members, words, literals)
    judged = pl.concat([counted, found], how="horizontal").select(_judged(found, words))
    return rows.hstack(judged.get_columns())


def _judged(found: pl.DataFrame, words: list[FieldWord]) -> Iterator[pl.Expr]:
    """Each word's column, and its bounds where others' figures leave it open; null where the field is too small."""
    for word in words:
        enough = pl.col(f"{word.argument} {MEMBERS}") >= pl.col(f"{word.clause.id} fewest")
        low, high = (pl.when(enough).then(pl.col(end)) for end in word.ends())
        if word.ends()[1] not in found.columns:
            yield low.alias(word.key)
            continue
        yield pl.when(enough & (pl.col(word.ends()[0]) == pl.col(word.ends()[1]))).then(low).alias(word.key)
        yield from (end.alias(name) for end, name in zip((low, high), word.ends(), strict=True))
    for word in {word.clause.id: word for word in words}.values():
        yield pl.col(f"{word.argument} {MEMBERS}").alias(f"{word.clause.id} {MEMBERS}")


def _counted(members: pl.DataFrame, words: list[FieldWord], literals: Literals) -> pl.DataFrame:
    """How many units each clause compares for certain, row by row, and whether they are enough."""
    columns = []
    for word in {word.argument: word for word in words}.values():
        there, maybe = f"{word.argument} {LOW}", f"{word.argument} maybe"
        there = there if there in members.columns else f"{word.argument} x"
        sure = pl.col(there).is_not_null() & (~pl.col(maybe) if maybe in members.columns else pl.lit(True))
        count = pl.when(pl.col(f"{FIELD} {word.field}").is_not_null()).then(sure.sum().over(f"{FIELD} {word.field}"))
        columns.append(count.cast(pl.Float64).alias(f"{word.argument} {MEMBERS}"))
    fewest = {word.clause.id: least_units(word.clause, members, literals) for word in words}
    return members.select(*columns, *(term.alias(f"{name} fewest") for name, term in fewest.items()))


def least_units(clause: Clause, rows: pl.DataFrame, literals: Literals) -> pl.Expr:
    """How many units the clause must have to compare, as the rulebook or a scenario says; two at least."""
    target = f"{clause.id}.{clause.field.fewest}" if clause.field and clause.field.fewest else ""
    stated = pl.col(target) if target in rows.columns else pl.lit(literals.get(target), dtype=pl.Float64)
    return pl.max_horizontal(stated, pl.lit(float(FEWEST)))
