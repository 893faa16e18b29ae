"""The words that look at the field, worked out for all units of all fields at once (比较用词).

Each word only rises where another unit's figure rises, so that all missing figures at their least, and all at their
most, bound it.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.formulas import TOLERANCE, expression, fixed_fields
from analysis.scenarios.case_frame import Literals
from analysis.scenarios.field_members import FIELD, HIGH, LOW, FieldWord, own_terms

WIDE = "wide"
SHARED = ("highest", "lowest", "mean", "quantile", "standing")
"""Words that come to one number for a whole field, or are made of such."""


def word_bounds(members: pl.DataFrame, words: list[FieldWord], literals: Literals) -> pl.DataFrame:
    """Row by row the least and the most of each word (`FieldWord.ends`); the least alone where nothing is missing."""
    wide = members.with_columns(column for word in words for column in _widened(members, word))
    shared = [
        _of_fields(wide, [word for word in words if word.field == of], literals)
        for of in {word.field: 0 for word in words}
    ]
    found = pl.concat([wide, *shared], how="horizontal")
    return found.select(column for word in words for column in _rows(wide, word))


def _open(members: pl.DataFrame, word: FieldWord) -> bool:
    """Whether some unit's figure is missing."""
    return f"{word.argument} {LOW}" in members.columns


def _ends(members: pl.DataFrame, word: FieldWord) -> tuple[str, ...]:
    return (LOW, HIGH) if _open(members, word) else ("x",)


def _widened(members: pl.DataFrame, word: FieldWord) -> Iterator[pl.Expr]:
    """Ends at which a unit that may not be compared at all counts as if it were not: among those that are."""
    for end in _ends(members, word) if _open(members, word) else ():
        bound, maybe, of = pl.col(f"{word.argument} {end}"), pl.col(f"{word.argument} maybe"), f"{FIELD} {word.field}"
        sure = pl.when(~maybe).then(bound)
        limit = (sure.min() if end == LOW else sure.max()).over(of)
        beyond = bound > limit if end == LOW else bound < limit
        yield pl.when(maybe & beyond).then(limit).otherwise(bound).alias(f"{word.argument} {end} {WIDE}")


def _data(members: pl.DataFrame, word: FieldWord, end: str) -> str:
    return f"{word.argument} {end} {WIDE}" if _open(members, word) else f"{word.argument} x"


def _of_fields(members: pl.DataFrame, words: list[FieldWord], literals: Literals) -> pl.DataFrame:
    """What each field comes to, beside each of its rows."""
    index = f"{FIELD} {words[0].field}"
    columns = {
        name: column
        for word in words
        if word.node.op in SHARED
        for end in _ends(members, word)
        for name, column in _field_columns(members, word, end, literals).items()
    }
    if not columns:
        return members.select()
    fields = members.group_by(index).agg(column.alias(name) for name, column in columns.items())
    return members.select(index).join(fields, on=index, how="left", maintain_order="left").drop(index)


def _field_columns(members: pl.DataFrame, word: FieldWord, end: str, literals: Literals) -> dict[str, pl.Expr]:
    data, name = pl.col(_data(members, word, end)), f"{word.key} {end} "
    if word.node.op == "standing":
        figure = pl.col(f"{word.argument} x")
        even = figure.min() == figure.max()
        return {f"{name}least": data.min(), f"{name}most": data.max(), f"{name}even": even}
    if word.node.op == "quantile":
        share = expression(word.node.args[1], own_terms(word, members, literals))
        return {name: _quantile(data.drop_nulls().sort(), share.first())}
    return {name: {"highest": data.max, "lowest": data.min, "mean": data.mean}[word.node.op]()}


def _quantile(ordered: pl.Expr, share: pl.Expr) -> pl.Expr:
    """Linear between two figures, as `fixed_fields.quantile_of`."""
    place = share * (ordered.len() - 1)
    below = (place + TOLERANCE).floor()
    part, at = place - below, below.cast(pl.Int64)
    first, second = ordered.get(at, null_on_oob=True), ordered.get(at + 1, null_on_oob=True)
    return pl.when(part > TOLERANCE).then(first * (1 - part) + second * part).otherwise(first)


def _rows(members: pl.DataFrame, word: FieldWord) -> Iterator[pl.Expr]:
    """The word's ends, row by row."""
    op, ends = word.node.op, _ends(members, word)
    inside = pl.col(f"{FIELD} {word.field}").is_not_null()
    for end, name in zip(ends, word.ends(), strict=False):
        bound = {"place": _place, "standing": _standing}.get(op, _plain)(members, word, end)
        yield pl.when(inside).then(bound).alias(name)


def _plain(members: pl.DataFrame, word: FieldWord, end: str) -> pl.Expr:
    return pl.col(f"{word.key} {end} ")


def _place(members: pl.DataFrame, word: FieldWord, end: str) -> pl.Expr:
    """One more than how many are above; who has no figure has no place."""
    data = f"{word.argument} {end}" if end == HIGH else _data(members, word, end)
    rank = pl.col(data).round(fixed_fields.NEAR).rank("min", descending=True).over(f"{FIELD} {word.field}")
    return pl.when(pl.col(f"{word.argument} x").is_not_null()).then(rank.cast(pl.Float64))


def _standing(members: pl.DataFrame, word: FieldWord, end: str) -> pl.Expr:
    """The higher the others, the lower the standing; open where all that is there is even, as it may be undefined."""
    data = {LOW: HIGH, HIGH: LOW}.get(end, end)
    least, most = (pl.col(f"{word.key} {data} {part}") for part in ("least", "most"))
    figure = pl.col(f"{word.argument} x")
    standing = pl.when(least != most).then((figure - least) / (most - least))
    if end == "x":
        return standing
    settled = ~pl.col(f"{word.key} {data} even") | (least.is_finite() & most.is_finite() & (figure != least))
    return pl.when(settled & figure.is_not_null()).then(standing.fill_nan(0.0 if end == LOW else 1.0))
