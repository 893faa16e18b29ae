"""Each clause over the cases, as expressions: points, interval, target, what bound it, what is missing (条款评判)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from operator import or_

import polars as pl

from analysis.formulas import TOLERANCE, Node, compiler, expression, missing_inputs
from analysis.rulebooks import DEFAULT, INAPPLICABLE, SHARE, Clause, Reading, clauses
from analysis.scenarios import Cases
from analysis.scorecards import field_bounds

CAP, FLOOR, VETO, MISSING = "cap", "floor", "veto", "missing"
BOUNDS = pl.Enum([CAP, FLOOR, VETO, MISSING, INAPPLICABLE])
NO_TEXTS = pl.lit([], dtype=pl.List(pl.String))
CLAUSE_PARTS = ("points", "low", "high", "possible", "met", "bound", "reading", "missing", "provenance")
ROWS_PLAIN = 2000
"""Rows up to which the streaming engine, most of the planning and a look-up a flag take longer than they save."""
Flag = tuple[int, str, pl.Expr]
"""The place of a clause among all, a name it may wait for, and whether a case does (Boolean)."""


def part_column(part: str, name: str) -> str:
    """The wide frame's column for a part (`points`, `low`, …) of a clause or group."""
    return f"{part} {name}"


def let_columns(clause: Clause, cases: Cases) -> list[pl.Expr]:
    """The named parts of the formulas, a column each, so that each is worked out once."""
    shared = _reading_of_all(clause, cases)
    lets = _lets(clause, shared, cases) if shared else {}
    return [
        part.alias(part_column("let", f"{clause.id} {name}"))
        for name, part in lets.items()
        if shared and isinstance(part, pl.Expr) and _repeats(shared, name)
    ]


def _repeats(reading: Reading, name: str) -> bool:
    """Whether a formula speaks of a let more than once: if not, it is worked out where it is used."""
    trees = filter(None, map(reading.judged, ("points", "met")))
    return any(sum(node.op == "name" and node.value == name for node in tree.walk()) > 1 for tree in trees)


def judgement_columns(clause: Clause, cases: Cases) -> list[pl.Expr]:
    """The clause's points and target from its lets, one column each; a part it does not have is null."""
    parts = (("points", pl.Float64), ("met", pl.Boolean))
    judged = [
        _by_reading(clause, cases, partial(_compiled_part, clause, part=part, cases=cases))
        .cast(kind)
        .alias(part_column(part, clause.id))
        for part, kind in parts
    ]
    settled = field_bounds.settled_columns(
        judged, clause, cases, _reading_of_all(clause, cases), _bound_columns(clause)
    )
    return [*settled, *applies_columns(clause, cases)]


def applies_columns(clause: Clause, cases: Cases) -> list[pl.Expr]:
    """Whether the clause applies, and whether its points stay with it; none where it applies to every unit."""
    columns = {part_column("applies", clause.id): _applies} if clause.may_not_apply else {}
    columns |= {kept_column(clause): _counts_in_full} if clause.is_shared_out else {}
    return [
        _by_reading(clause, cases, partial(applies, clause, cases=cases)).cast(pl.Boolean).alias(name)
        for name, applies in columns.items()
    ]


def kept_column(clause: Clause) -> str:
    """The column that says whether a clause's points stay with it; false where they are shared out over the rest."""
    return part_column("kept", clause.id)


def _applies(clause: Clause, reading: Reading, cases: Cases) -> pl.Expr:
    tree = reading.applies_whole
    return pl.lit(True) if tree is None else expression(tree, clause_terms(clause, cases))


def _counts_in_full(clause: Clause, reading: Reading, cases: Cases) -> pl.Expr:
    return _applies(clause, reading, cases) if reading.inapplicable == SHARE else pl.lit(True)


def applies_waits(clause: Clause, cases: Cases) -> dict[str, pl.Expr]:
    """For each name that decides whether the clause applies, whether it is missing; rule values in full."""
    trees = [tree for reading in clause.readings.values() if (tree := reading.applies_whole)]
    found = [missing_inputs(tree, clause_terms(clause, cases)) for tree in trees]
    return {qualified_name(clause, name): flag for flags in found for name, flag in flags.items()}


def _bound_columns(clause: Clause) -> tuple[str, str]:
    return part_column("low", clause.id), part_column("high", clause.id)


def points_within_limit(clause: Clause, cases: Cases) -> list[pl.Expr]:
    """The points held to what is possible, which float products may pass by a hair: 0.1 × 24 > 2.4."""
    most, points = limit_term(clause, cases, "possible"), pl.col(part_column("points", clause.id))
    if clause.kind != clauses.SCORED or not isinstance(most, float):
        return []
    shared = _reading_of_all(clause, cases)
    tree = shared and shared.whole("points")
    kept = tree and keeps_to_limit(tree, clause_terms(clause, cases), most)
    return [] if kept else [pl.when(points > most).then(most).otherwise(points).alias(part_column("points", clause.id))]


def largest_points(clause: Clause, cases: Cases) -> float | None:
    """The most that the points of a clause, and both ends of their interval, are ever; None where no number says so."""
    most, least = limit_term(clause, cases, "possible"), limit_term(clause, cases, "least")
    if clause.kind != clauses.SCORED or not isinstance(most, float) or not isinstance(least, float):
        return None
    return most if least <= most and not field_bounds.is_open(clause, cases, _reading_of_all(clause, cases)) else None


def keeps_to_limit(tree: Node, names: dict[str, compiler.Term], most: float) -> bool:
    """Whether the formula itself keeps to a known bound."""
    if tree.op in ("name", "number"):
        bound = names[str(tree.value)] if tree.op == "name" else tree.value
        return isinstance(bound, float) and bound <= most
    if tree.op == "min":
        return any(keeps_to_limit(arg, names, most) for arg in tree.args)
    return tree.op in ("max", "when") and all(
        keeps_to_limit(arg, names, most) for arg in tree.args[tree.op == "when" :]
    )


def interval_columns(clause: Clause, cases: Cases) -> list[pl.Expr]:
    """The interval and what is possible, from the points already judged; null throughout for a test."""
    points = pl.col(part_column("points", clause.id))
    most, least = limit_term(clause, cases, "possible"), limit_term(clause, cases, "least")
    if clause.kind == clauses.TESTED:
        most = least = None
    if field_bounds.is_open(clause, cases, _reading_of_all(clause, cases)):
        low, high = field_bounds.within_limits(_bound_columns(clause), points, least, most)
    else:
        low, high = _or_else(points, least), _or_else(points, most)
    parts = (("low", low), ("high", high), ("possible", _as_column(most)))
    return [part.cast(pl.Float64).alias(part_column(name, clause.id)) for name, part in parts]


def _or_else(points: pl.Expr, limit: compiler.Term) -> pl.Expr:
    return points if limit is None else points.fill_null(limit)


def _as_column(limit: compiler.Term) -> pl.Expr:
    return limit if isinstance(limit, pl.Expr) else pl.lit(limit, dtype=pl.Float64)


def limit_term(clause: Clause, cases: Cases, part: str) -> compiler.Term:
    """`possible` or `least` of the clause: one number where no case changes it, else a column.

    None where the reading has no ceiling.
    """
    if shared := _reading_of_all(clause, cases):
        return _limit(clause, shared, part, cases)
    return _by_reading(clause, cases, lambda reading: _as_column(_limit(clause, reading, part, cases)))


def _limit(clause: Clause, reading: Reading, part: str, cases: Cases) -> compiler.Term:
    tree = getattr(reading, part)
    limit = None if tree is None else compiler.expression_or_literal(tree, clause_terms(clause, cases))
    return without_float_noise(limit) if isinstance(limit, float) else limit


def without_float_noise(amount: float) -> float:
    """A constant without the noise of float products and sums: 24 × 0.1 is 2.4."""
    return float(f"{amount:.12g}")


def remark_columns(clause: Clause, cases: Cases, readings: pl.Enum) -> list[pl.Expr]:
    """What is said beside the points: what bound them, which of the readings, the provenance."""
    parts = {
        "bound": (bound_expression(clause, cases), BOUNDS),
        "reading": (reading_expression(clause, cases), readings),
        "provenance": (provenance_expression(clause, cases), pl.Enum(clauses.PROVENANCES)),
    }
    return [part.cast(kind).alias(part_column(name, clause.id)) for name, (part, kind) in parts.items()]


def bound_expression(clause: Clause, cases: Cases) -> pl.Expr:
    """What bound the outcome: `veto` (a failed test), `missing`, `cap`, `floor`, or null."""
    if clause.kind == clauses.TESTED:
        met = pl.col(part_column("met", clause.id))
        return pl.when(met.is_null()).then(pl.lit(MISSING)).when(~met).then(pl.lit(VETO))
    if clause.may_not_apply:
        applies = pl.col(part_column("applies", clause.id)).fill_null(True)
        return pl.when(~applies).then(pl.lit(INAPPLICABLE)).otherwise(_limit_reached(clause, cases))
    return _limit_reached(clause, cases)


def _limit_reached(clause: Clause, cases: Cases) -> pl.Expr:
    points = pl.col(part_column("points", clause.id))
    at_floor = points <= _as_column(limit_term(clause, cases, "least")) + TOLERANCE
    unknown = pl.when(points.is_null()).then(pl.lit(MISSING))
    capped = unknown.when(points >= pl.col(part_column("possible", clause.id)) - TOLERANCE).then(pl.lit(CAP))
    return (capped if clause.kind == clauses.SCORED else unknown).when(at_floor).then(pl.lit(FLOOR))


def missing_flags(clause: Clause, cases: Cases) -> dict[str, pl.Expr]:
    """For each name whose absence can keep the clause unknown, whether it does; rule values as `<clause>.<value>`."""
    unknown = pl.col(outcome_column(clause)).is_null()
    return {qualified_name(clause, name): flag & unknown for name, flag in _flags_by_input(clause, cases).items()}


def outcome_column(clause: Clause) -> str:
    """The column of what the clause is judged by: the points, or for a test whether it is met."""
    return part_column("met" if clause.kind == clauses.TESTED else "points", clause.id)


def qualified_name(clause: Clause, name: str) -> str:
    """A name as it is spoken of outside its clause: a rule value, or its field of units, with the clause before it."""
    return f"{clause.id}.{name}" if name in clause.values or name == compiler.FIELD else name


def reading_expression(clause: Clause, cases: Cases) -> pl.Expr:
    """The reading's name, case by case."""
    chosen = cases.term(f"{clause.id}.reading")
    shared = cases.readings.get(f"{clause.id}.reading", DEFAULT)
    return chosen.fill_null(DEFAULT) if isinstance(chosen, pl.Expr) else pl.lit(shared)


def provenance_expression(clause: Clause, cases: Cases) -> pl.Expr:
    """Where the formula in use comes from: text, official, local, assumed or proposed."""
    return _by_reading(clause, cases, lambda reading: pl.lit(reading.provenance))


def clause_terms(clause: Clause, cases: Cases) -> dict[str, compiler.Term]:
    """What every name of the clause's formulas stands for in the cases."""
    own = {*clause.values}
    names = {name for reading in clause.readings for name in clause.speaks_of(reading)} | own
    return {
        name: cases.term(f"{clause.id}.{name}" if name in own else name) for name in names
    } | field_bounds.field_terms(clause, cases)


def _compiled_part(clause: Clause, reading: Reading, part: str, cases: Cases) -> pl.Expr:
    names, lets = clause_terms(clause, cases), {}
    if reading is _reading_of_all(clause, cases) and not clause.compared(reading.name):
        columns = {name: pl.col(part_column("let", f"{clause.id} {name}")) for name in reading.lets}
        worked = _lets(clause, reading, cases)
        lets = {name: clauses.inline_lets(let.tree, reading.lets) for name, let in reading.lets.items()}
        names |= {
            name: columns[name] if isinstance(part, pl.Expr) and _repeats(reading, name) else part
            for name, part in worked.items()
        }
        tree = reading.judged(part)
    else:
        tree = reading.whole(part)
    beside = clause.kind == clauses.TESTED and part == "points"
    return pl.lit(None) if tree is None or beside else expression(tree, names, lets)


def _lets(clause: Clause, reading: Reading, cases: Cases) -> dict[str, compiler.Term]:
    names = clause_terms(clause, cases)
    return {
        name: compiler.expression_or_literal(clauses.inline_lets(let.tree, reading.lets), names)
        for name, let in reading.lets.items()
    }


def _reading_of_all(clause: Clause, cases: Cases) -> Reading | None:
    """The reading in force where all cases share it."""
    target = f"{clause.id}.reading"
    return None if target in cases.columns else clause.reading(cases.readings.get(target, DEFAULT))


def _by_reading(clause: Clause, cases: Cases, make: Callable[[Reading], pl.Expr]) -> pl.Expr:
    """The expression of the reading in force; a choice by column where the cases differ in it."""
    if shared := _reading_of_all(clause, cases):
        return make(shared)
    others = [name for name in clause.readings if name != DEFAULT]
    chosen = pl.col(f"{clause.id}.reading").fill_null(DEFAULT)
    return reduce(
        lambda rest, name: pl.when(chosen == name).then(make(clause.reading(name))).otherwise(rest),
        others,
        make(clause.reading(DEFAULT)),
    )


def _flags_by_input(clause: Clause, cases: Cases) -> dict[str, pl.Expr]:
    part = "met" if clause.kind == clauses.TESTED else "points"
    shared, in_use = _reading_of_all(clause, cases), reading_expression(clause, cases)
    flags: dict[str, list[pl.Expr]] = {}
    for name, reading in clause.readings.items():
        tree = reading.whole(part)
        for fact, flag in (missing_inputs(tree, clause_terms(clause, cases)) if tree else {}).items():
            own = [flag if shared else flag & (in_use == name)] if shared in (None, reading) else []
            flags[fact] = [*flags.get(fact, []), *own]  # also of a reading not in force: names keep their order
    return {fact: reduce(or_, own) for fact, own in flags.items() if own}


def missing_names(judged: pl.DataFrame, flags: Sequence[Flag], each: int) -> pl.Series:
    """For each case and, within it, each of the `each` clauses: the names waited for, in the order of the flags.

    Returns List(String), `judged.height` × `each` long; an empty list where nothing is waited for. Worked out as
    flags, a column a name, and put together once: far quicker than making a list for each row.
    """
    waiting = _waiting(judged, flags, each)
    names = pl.Series(MISSING, [name for _, name, _ in flags], dtype=pl.String).gather(waiting["flag"])
    lists = waiting.select("at", names).group_by("at", maintain_order=True).agg(MISSING)
    which = pl.int_range(lists.height, dtype=pl.UInt32, eager=True)
    places = pl.repeat(None, judged.height * each, dtype=pl.UInt32, eager=True).scatter(lists["at"], which)
    return lists[MISSING].gather(places).fill_null([])


def _waiting(judged: pl.DataFrame, flags: Sequence[Flag], each: int) -> pl.DataFrame:
    """Each flag that holds: `at` the place in the lists, `flag` which one; in that order."""
    columns = [flag.fill_null(False).alias(str(number)) for number, (_, _, flag) in enumerate(flags)]
    waits, places = judged.lazy().select(columns), pl.Series([place for place, _, _ in flags], dtype=pl.Int64)
    if judged.height > ROWS_PLAIN:
        return _waiting_by_flag(waits.collect(engine="streaming"), places, each)
    rows = waits.collect(optimizations=pl.QueryOptFlags.none()).rows()
    hits = pl.Series([flag for row in rows for flag in row], dtype=pl.Boolean).arg_true().cast(pl.Int64)
    flag = hits % len(flags)
    return pl.DataFrame([(hits // len(flags) * each + places.gather(flag)).alias("at"), flag.alias("flag")]).sort(
        "at", "flag"
    )


def _waiting_by_flag(waits: pl.DataFrame, places: pl.Series, each: int) -> pl.DataFrame:
    """The same of many rows: quicker than all flags row by row, but of few rows each look-up takes longer than all."""
    hits = [
        waits[str(number)].arg_true().cast(pl.Int64).alias("at").to_frame()
        .select(pl.col("at") * each + place, pl.lit(number, dtype=pl.Int64).alias("flag"))
        for number, place in enumerate(places)
    ]  # fmt: skip
    return pl.concat(hits).sort("at", "flag")
