"""A clause that compares units, where figures of others are missing: between what its outcome lies (比较的区间)."""

from __future__ import annotations

import polars as pl

from analysis.formulas import Node, compiler, interval_compiler
from analysis.rulebooks import Clause, Reading
from analysis.scenarios import Cases, FieldWord, field_members


def field_terms(clause: Clause, cases: Cases) -> dict[str, compiler.Term]:
    """What each word that looks at the field stands for, by its code; null where others' figures leave it open."""
    words = (FieldWord(clause, node) for node in _compared(clause))
    return {word.node.code: cases.term(word.key) for word in words}


def _compared(clause: Clause) -> list[Node]:
    return [node for reading in clause.readings for node in clause.compared(reading)] if clause.is_relative else []


def is_open(clause: Clause, cases: Cases, reading: Reading | None) -> bool:
    """Whether all cases go by one reading, and others' figures leave open some word of it, or a benchmark of peers."""
    if reading is None:
        return False
    words = (FieldWord(clause, node) for node in (_compared(clause) and clause.compared(reading.name)))
    return any(_varies(word, cases) for word in words) or bool(_open_values(clause, cases))


def _open_values(clause: Clause, cases: Cases) -> list[str]:
    """The rule values that lie between bounds in some case."""
    there = cases.columns | cases.literals.keys()
    return [name for name in clause.values if f"{clause.id}.{name} {field_members.LOW}" in there]


def _varies(word: FieldWord, cases: Cases) -> bool:
    low = word.ends()[0]
    return low in cases.columns or low in cases.literals


def settled_columns(
    judged: list[pl.Expr], clause: Clause, cases: Cases, reading: Reading | None, ends: tuple[str, str]
) -> list[pl.Expr]:
    """The points and target already judged, known too where both bounds come to the same; the bounds of the points."""
    if reading is None or not is_open(clause, cases, reading):
        return judged
    points, met = (outcome_bounds(clause, cases, reading.whole(part)) for part in ("points", "met"))
    beside = [bound.cast(pl.Float64).alias(end) for end, bound in zip(ends, points, strict=True)]
    return [_settled(judged[0], *points), _settled(judged[1], *met), *beside]


def _settled(outcome: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    return outcome.fill_null(pl.when(low == high).then(low))


def outcome_bounds(clause: Clause, cases: Cases, tree: Node | None) -> tuple[pl.Expr, pl.Expr]:
    """Between what a formula's outcome lies, others' missing figures at both their ends; truths as false and true."""
    if tree is None:
        return pl.lit(None), pl.lit(None)
    low, high = interval_compiler.interval_terms(tree, _intervals(clause, cases))
    return compiler.as_expression(low), compiler.as_expression(high)


def _intervals(clause: Clause, cases: Cases) -> dict[str, interval_compiler.Interval]:
    own = {*clause.values}
    names = {name for reading in clause.readings for name in clause.speaks_of(reading)} | own
    terms = {name: cases.term(f"{clause.id}.{name}" if name in own else name) for name in names}
    certain = {name: (term, term) for name, term in (terms | field_terms(clause, cases)).items()}
    words = [word for node in _compared(clause) if _varies(word := FieldWord(clause, node), cases)]
    spans = {
        name: (
            cases.term(f"{clause.id}.{name} {field_members.LOW}"),
            cases.term(f"{clause.id}.{name} {field_members.HIGH}"),
        )
        for name in _open_values(clause, cases)
    }
    return (
        certain | spans | {word.node.code: (cases.term(word.ends()[0]), cases.term(word.ends()[1])) for word in words}
    )


def within_limits(
    ends: tuple[str, str], points: pl.Expr, least: compiler.Term, most: compiler.Term
) -> tuple[pl.Expr, pl.Expr]:
    """The interval of the points: what is known, else their bounds within what is possible, else all of that."""
    bounds = [_capped(pl.col(end), most) for end in ends]
    low, high = (
        points.fill_null(bound if limit is None else bound.fill_null(limit))
        for bound, limit in zip(bounds, (least, most), strict=True)
    )
    return low, high


def _capped(bound: pl.Expr, most: compiler.Term) -> pl.Expr:
    return bound if most is None else compiler.as_expression(compiler.operation_term("min", bound, most))
