"""The words that look at the field, worked out for all units of all fields at once (比较用词).

Each word only rises where another unit's figure rises, so that all missing figures at their least, and all at their
most, bound it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import polars as pl

from analysis.formulas import TOLERANCE, compiler
from analysis.scenarios.case_frame import Literals
from analysis.scenarios.field_members import FIELD, HIGH, LOW, FieldWord, own_terms
from analysis.scenarios.field_places import field_places

WIDENED_BOUND, MEMBERS = "wide", "members"
WORDS_OF_A_FIELD = ("highest", "lowest", "mean", "quantile", "standing")
"""Words that come to one number for a whole field, or are made of such."""


def word_bounds(members: pl.DataFrame, words: list[FieldWord], literals: Literals) -> pl.DataFrame:
    """Row by row each word's least and most (`bound_columns`), and how many units are compared for certain."""
    each = list({word.name: word for word in words}.values())
    arguments = {word.argument: word for word in each}.values()
    wide = members.with_columns(column for word in arguments for column in _widened(members, word))
    shared = [
        _of_fields(wide, [word for word in each if word.field == of], literals) for of in {word.field for word in each}
    ]
    found = pl.concat([wide, *shared], how="horizontal")
    counts = (pl.col(_members_column(word)).cast(pl.Float64) for word in arguments)
    return found.select(*counts, *(column for word in each for column in _rows(wide, word)))


def bound_columns(found: pl.DataFrame, word: FieldWord) -> tuple[str, ...]:
    """The columns of a word's least and most; one alone where no unit's figure is missing."""
    ends = tuple(f"{word.name} {end}" for end in (LOW, HIGH))
    return ends if ends[0] in found.columns else (f"{word.name} x",)


def _members_column(word: FieldWord) -> str:
    return f"{word.argument} {MEMBERS}"


def _has_missing_figures(members: pl.DataFrame, word: FieldWord) -> bool:
    """Whether some unit's figure is missing."""
    return f"{word.argument} {LOW}" in members.columns


def _ends(members: pl.DataFrame, word: FieldWord) -> tuple[str, ...]:
    return (LOW, HIGH) if _has_missing_figures(members, word) else ("x",)


def _certain_count(members: pl.DataFrame, argument: str) -> pl.Expr:
    """How many have a figure for certain, be it missing."""
    end, maybe = f"{argument} {LOW}", f"{argument} maybe"
    there = pl.col(end if end in members.columns else f"{argument} x")
    return (there.is_not_null() & ~pl.col(maybe)).sum() if maybe in members.columns else there.count()


def _widened(members: pl.DataFrame, word: FieldWord) -> Iterator[pl.Expr]:
    """Ends at which a unit that may not be compared at all counts as if it were not: beyond all that are."""
    for end in _ends(members, word) if _has_missing_figures(members, word) else ():
        bound, maybe, of = pl.col(f"{word.argument} {end}"), pl.col(f"{word.argument} maybe"), f"{FIELD} {word.field}"
        limit = (bound.min() if end == LOW else bound.max()).over(of)
        beyond = bound > limit if end == LOW else bound < limit
        yield pl.when(maybe & beyond).then(limit).otherwise(bound).alias(f"{word.argument} {end} {WIDENED_BOUND}")


def _figure_column(members: pl.DataFrame, word: FieldWord, end: str) -> str:
    return f"{word.argument} {end} {WIDENED_BOUND}" if _has_missing_figures(members, word) else f"{word.argument} x"


def _of_fields(members: pl.DataFrame, words: list[FieldWord], literals: Literals) -> pl.DataFrame:
    """What each field comes to, beside each of its rows; each figure once, whichever words are made of it."""
    index = f"{FIELD} {words[0].field}"
    columns = {_members_column(word): _certain_count(members, word.argument) for word in words} | {
        name: column
        for word in words
        if word.node.op in WORDS_OF_A_FIELD
        for end in _ends(members, word)
        for name, column in _field_columns(members, word, end, literals).items()
    }
    fields = members.group_by(index).agg(column.alias(name) for name, column in columns.items())
    return fields.drop(index)[_rows_of(fields[index], members[index])]


def _rows_of(fields: pl.Series, index: pl.Series) -> pl.Series:
    """For each row the place of its field in the list of fields; null where it is in none."""
    there, places = fields.drop_nulls(), pl.int_range(len(fields), eager=True).filter(fields.is_not_null())
    if there.is_empty():
        return index
    at = pl.repeat(0, cast(int, there.max()) + 1, dtype=pl.Int64, eager=True)
    return at.scatter(there, places).gather(index)


def _field_columns(members: pl.DataFrame, word: FieldWord, end: str, literals: Literals) -> dict[str, pl.Expr]:
    data = pl.col(_figure_column(members, word, end))
    if word.node.op == "quantile":
        share = compiler.expression_or_literal(word.node.args[1], own_terms(word, members, literals))
        return {_field_column(word, end): _quantile(data, share, plain=end == "x")}
    if word.node.op == "standing":
        figure = pl.col(f"{word.argument} x")
        even = {_field_column(word, "x", "even"): figure.min() == figure.max()} if end != "x" else {}
        return {_field_column(word, end, "lowest"): data.min(), _field_column(word, end, "highest"): data.max(), **even}
    if word.node.op == "mean" and end != "x":
        return {_field_column(word, end): _mean_bound(word, end)}
    return {_field_column(word, end): {"highest": data.max, "lowest": data.min, "mean": data.mean}[word.node.op]()}


def _field_column(word: FieldWord, end: str, what: str = "") -> str:
    """The column of what a whole field comes to: the best and the lowest are those of all words that compare alike."""
    what = what or word.node.op
    return f"{word.name if what == 'quantile' else word.argument} {end}, {what} of all"


def _mean_bound(word: FieldWord, end: str) -> pl.Expr:
    """The least or the most of the mean: of those that may not be compared, as many as bring it furthest."""
    bound, maybe = pl.col(f"{word.argument} {end}"), pl.col(f"{word.argument} maybe")
    sure = bound.filter(~maybe).drop_nulls()
    others = bound.filter(maybe).drop_nulls().sort(descending=end == HIGH)
    means = (sure.sum() + others.cum_sum()) / (sure.len() + others.cum_count())
    furthest = (pl.min_horizontal, means.min()) if end == LOW else (pl.max_horizontal, means.max())
    return furthest[0](sure.mean(), furthest[1])


def _quantile(data: pl.Expr, share: compiler.Term, plain: bool) -> pl.Expr:
    """Linear between two figures, as `fixed_fields.quantile_of`; plain where no figure is endless."""
    if share is None:
        return pl.lit(None, dtype=pl.Float64)
    if plain and not isinstance(share, pl.Expr):
        return data.quantile(float(share), "linear")
    ordered = data.drop_nulls().sort()
    place = compiler.as_expression(share).first() * (ordered.len() - 1)
    below = (place + TOLERANCE).floor()
    part, at = place - below, below.cast(pl.Int64)
    first, second = ordered.get(at, null_on_oob=True), ordered.get(at + 1, null_on_oob=True)
    return pl.when(part > TOLERANCE).then(first * (1 - part) + second * part).otherwise(first)


def _rows(members: pl.DataFrame, word: FieldWord) -> Iterator[pl.Expr]:
    """The word's ends, row by row; what a whole field comes to is already null where there is no field."""
    op = word.node.op
    for end in _ends(members, word):
        yield {"place": _place, "standing": _standing}.get(op, _field_value)(members, word, end).alias(
            f"{word.name} {end}"
        )


def _field_value(members: pl.DataFrame, word: FieldWord, end: str) -> pl.Expr:
    return pl.col(_field_column(word, end))


def _place(members: pl.DataFrame, word: FieldWord, end: str) -> pl.Expr:
    """One more than how many are above; who has no figure, or no field, has no place."""
    data = f"{word.argument} {end}" if end == HIGH else _figure_column(members, word, end)
    places = pl.lit(field_places(members[data], members[f"{FIELD} {word.field}"]))
    return places if end == "x" else pl.when(pl.col(f"{word.argument} x").is_not_null()).then(places)


def _standing(members: pl.DataFrame, word: FieldWord, end: str) -> pl.Expr:
    """The higher the others, the lower the standing; open where all that is there is even, as it may be undefined."""
    data = {LOW: HIGH, HIGH: LOW}.get(end, end)
    least, most = (pl.col(_field_column(word, data, part)) for part in ("lowest", "highest"))
    figure = pl.col(f"{word.argument} x")
    standing = pl.when(least != most).then((figure - least) / (most - least))
    if end == "x":
        return standing
    settled = ~pl.col(_field_column(word, "x", "even")) | (least.is_finite() & most.is_finite() & (figure != least))
    return pl.when(settled & figure.is_not_null()).then(standing.fill_nan(0.0 if end == LOW else 1.0))
