"""What clauses that compare units see between two states of a unit: the others as they were, or are (两态的比较范围).

Own figures and rule values are those of each mixture; the other units, and which of them belong to the field, are those
of one month or the other. So what others' figures moved is told apart from what one's own and the rules moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios import fields
from analysis.scenarios.case_frame import KEYS, Cases
from analysis.scenarios.field_members import FIELD, FieldWord, with_fields
from analysis.scenarios.rule_changes import field_target

ROWS_AT_ONCE = 2_000_000
"""About how many figures of units are worked through together."""
PATTERN, LATER = "its pattern", "its field is later"


@dataclass(frozen=True, eq=False)
class UnitField:
    """All units in a month, the unit itself among them, with every figure that any rules of the rulebook judge."""

    unit: str
    rows: pl.DataFrame

    @property
    def others(self) -> pl.DataFrame:
        return self.rows.filter(pl.col("city") != self.unit)


def differing_fields(first: UnitField, two: UnitField, books: Sequence[Rulebook], changed: Sequence[str]) -> list[str]:
    """The targets of the clauses whose other units differ, by their figures or by who belongs to the field.

    `changed`: clauses that judge otherwise in the one and the other rulebook; there the figures of both count.
    """
    names = dict.fromkeys(name for book in books for name, clause in book.clauses.items() if clause.is_relative)
    clauses = {name: [book.clauses[name] for book in books if name in book.clauses] for name in names}
    judged = {name: own if name in changed else own[-1:] for name, own in clauses.items()}
    return [
        field_target(name)
        for name, own in judged.items()
        if any(not _compared(first, clause, books[-1]).equals(_compared(two, clause, books[-1])) for clause in own)
    ]


def _compared(field: UnitField, clause: Clause, book: Rulebook) -> pl.DataFrame:
    """The other units of a clause's field with what is compared of them."""
    words = list(fields.clause_words(clause))
    if field.rows.is_empty() or not words:
        return pl.DataFrame()
    name = f"{FIELD} {words[0].field}"
    placed = with_fields(field.rows.with_columns(pl.lit("").alias("scenario")), {words[0].field})
    own = placed.filter(pl.col("city") == field.unit)[name]
    there = placed.filter(pl.col(name) == own[0], pl.col("city") != field.unit) if own.len() else placed.clear()
    return there.select("city", *sorted(_own_columns(field.rows, words, book))).sort("city")


def with_mixed_fields(
    cases: Cases, book: Rulebook, ends: tuple[UnitField, UnitField], later: Mapping[str, pl.Series]
) -> Cases:
    """The mixtures with a column for each word that looks at the field.

    `ends`: the units of the first state and of the second. `later`: by clause, which mixtures have the second's; all of
    them where a clause is not named.
    """
    frame = cases.frame
    for clause in book.clauses.values():
        if words := list(fields.clause_words(clause)):
            field = later.get(clause.id, pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True))
            frame = frame.hstack(_word_columns(cases, book, words, ends, field))
    return Cases(frame, cases.literals, cases.readings)


def _word_columns(
    cases: Cases, book: Rulebook, words: list[FieldWord], ends: tuple[UnitField, UnitField], later: pl.Series
) -> list[pl.Series]:
    """The words' columns, worked out once for all mixtures in which what they look at is the same."""
    if cases.frame.is_empty():
        return [pl.Series(word.key, [], dtype=pl.Float64) for word in words]
    keys = _own_columns(cases.frame, words, book)
    rows = cases.frame.select("city", *keys).with_columns(later.alias(LATER)).with_row_index(PATTERN)
    patterns = rows.group_by("city", *keys, LATER, maintain_order=True).agg(pl.col(PATTERN))
    found = pl.concat(_pattern_words(patterns.drop(PATTERN), cases, book, words, ends), how="diagonal")
    places = patterns.select(pl.col(PATTERN), pl.int_range(pl.len()).alias("at")).explode(PATTERN).sort(PATTERN)["at"]
    return found[places.cast(pl.UInt32)].get_columns()


def _own_columns(frame: pl.DataFrame, words: list[FieldWord], book: Rulebook) -> list[str]:
    """The figures and rule values that words depend on, those that bound a missing figure among them."""
    clause, names = words[0].clause, {name for word in words for name in word.node.names}
    meant = {name: getattr(book.dictionary.get(name), "within", None) for name in frame.columns}
    wholes = {meant.get(name) for name in names} | {name for name, whole in meant.items() if whole in names}
    values = {f"{clause.id}.{name}" for name in clause.values}
    return [name for name in frame.columns if name in names | wholes | values]


def _pattern_words(
    patterns: pl.DataFrame, cases: Cases, book: Rulebook, words: list[FieldWord], ends: tuple[UnitField, UnitField]
) -> Iterator[pl.DataFrame]:
    """The words in each pattern, so many together as fit."""
    units = max(end.rows.height for end in ends)
    for part in patterns.with_row_index(KEYS[0]).iter_slices(max(1, ROWS_AT_ONCE // max(units, 1))):
        rows = _units(part.with_columns(pl.col(KEYS[0]).cast(pl.String)), ends)
        own = pl.col("its own")
        judged = fields.with_word_figures(rows, cases.literals, words, book).filter(own)
        ordered = judged.sort(pl.col(KEYS[0]).cast(pl.UInt32))
        yield ordered.select(name for name in ordered.columns if name not in rows.columns)


def _units(patterns: pl.DataFrame, ends: tuple[UnitField, UnitField]) -> pl.DataFrame:
    """For each pattern the unit itself with its own figures, and the others of one state or the other."""
    parts = [_of_end(patterns.filter(pl.col(LATER) == is_later), end) for is_later, end in enumerate(ends)]
    return pl.concat(parts, how="diagonal")


def _of_end(patterns: pl.DataFrame, end: UnitField) -> pl.DataFrame:
    month = end.rows["month"][0] if end.rows.height else None
    own = patterns.with_columns(pl.lit(month, dtype=pl.String).alias("month"), pl.lit(True).alias("its own"))
    facts = [name for name in own.columns if name in end.rows.columns and name not in KEYS]
    shared = own.select(KEYS[0], *(name for name in own.columns if "." in name))
    others = end.others.select("city", "month", *facts).join(shared, how="cross")
    return pl.concat([own, others.with_columns(pl.lit(False).alias("its own"))], how="diagonal")
