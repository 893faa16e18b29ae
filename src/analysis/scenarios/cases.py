"""Cases: cities × months × scenarios, one row each, with what the scenarios change (情形)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from analysis import facts as figures
from analysis.contracts import FACTS, as_polars, ascending, repeated
from analysis.formulas.expressions import Term
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.rulebooks import DEFAULT, Clause, Rulebook
from analysis.scenarios import changes as changed
from analysis.scenarios import histories
from analysis.scenarios.changes import READING, SCALE, SET, Scenario
from analysis.scenarios.histories import Literals

KEYS = ("scenario", "city", "month")
PLACE = ("city", "month")
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
SWEEP = 1000
"""From how many scenarios on the facts of one city-month that none of them changes are literals."""

_SCALE, _PLUS, _FIXED = _STEPS = ("its scale", "its plus", "is fixed")


@dataclass(frozen=True)
class Cases:
    """The CASES frame, and what each name stands for in it: a column where it varies, else a literal."""

    frame: pl.DataFrame
    literals: Literals
    readings: dict[str, str]

    @cached_property
    def columns(self) -> frozenset[str]:
        return frozenset(self.frame.columns)

    def term(self, name: str) -> Term:
        """The column of a fact, history or varied value; its literal where it does not vary; None where unknown."""
        return pl.col(name) if name in self.columns else self.literals.get(name)

    def bare(self) -> Cases:
        """The same names without any row."""
        return replace(self, frame=self.frame.clear())


def cases(facts: Any, book: Rulebook, scenarios: Scenario | Sequence[Scenario] | Any) -> Cases:
    """Every city-month of the facts under every scenario, by scenario (as given), city and month.

    `facts`: FACTS frame (long) or a wide frame (`city`, `month`, a column a fact); polars or pandas.
    `scenarios`: a `Scenario`, a list of them, or a CHANGES frame.
    Facts are columns; in a sweep over one city-month, those that no scenario changes are literals. Rule values are
    literals until a scenario changes them. Histories are drawn where a reading in force speaks of them.
    Raises `InputError` for unknown facts and targets, NaN, and figures that become impossible under a scenario.
    """
    changes = changed.frame(scenarios)
    changed.check(changes, book)
    base = wide(facts, book)
    names = changed.order(scenarios, changes)
    literals, base = _literals(base, changes, book, sweep=len(names) >= SWEEP)
    rows = names.to_frame().join(base, how="cross") if len(names) != 1 else _one(base, names[0])
    readings, rows = _readings(rows, changes.filter(pl.col("choice").is_not_null()))
    varied, literals = _varied(rows, literals, readings, changes.filter(pl.col("choice").is_null()), book)
    return Cases(varied, literals, readings)


def wide(facts: Any, book: Rulebook) -> pl.DataFrame:
    """City-months as rows, the rulebook's facts as Float64 columns, sorted by city and month; missing is null."""
    frame = as_polars(facts)
    known = _pivoted(FACTS.take(frame), book) if "fact" in frame.columns else _checked(frame, book)
    _refuse_months(known)
    used = _used(book)
    return known.select(*PLACE, *(name for name in known.columns if name in used))


def _used(book: Rulebook) -> set[str]:
    return {*book.facts(), *changed.histories(book)}


def _refuse_months(known: pl.DataFrame) -> None:
    strange = known["month"].unique().sort().to_frame().filter(~pl.col("month").str.contains(MONTH))
    if strange.height:
        zh, en = "应写作 2021-03 这样的年月。", "This is not a month; write it as 2021-03."
        raise InputError([Problem(f"FACTS, month {month}", zh, en) for month in strange["month"]])


def _pivoted(facts: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    _refuse_unknown(facts["fact"].unique(maintain_order=True).to_list(), book)
    used = facts.filter(pl.col("fact").is_in(list(_used(book))))
    pivoted = used.pivot(on="fact", index=list(PLACE), values="value")
    return facts.select(PLACE).unique(maintain_order=True).join(pivoted, on=list(PLACE), how="left").sort(PLACE)


def _checked(frame: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    problems = Problems()
    for key in [key for key in PLACE if key not in frame.columns or frame[key].null_count()]:
        problems.report(f"FACTS, {key}", "缺少此列或此列有空值。", "This column is missing, or holds empty values.")
    problems.raise_any()
    names = [name for name in frame.columns if name not in PLACE]
    _refuse_unknown(names, book)
    typed = frame.select(pl.col(PLACE).cast(pl.String), pl.col(names).cast(pl.Float64, strict=False))
    for name, zh, en in _strange(frame, typed, names):
        problems.report(f"FACTS, {name}", zh, en)
    ordered = ascending(typed, PLACE)
    if not ordered and (twice := repeated(typed, PLACE)):
        problems.report("FACTS, city × month", f"主键重复 {twice} 行。", f"{twice} rows repeat a city and month.")
    problems.raise_any()
    return typed if ordered else typed.sort(PLACE)


def _strange(frame: pl.DataFrame, typed: pl.DataFrame, names: list[str]) -> list[tuple[str, str, str]]:
    lost = [name for name in names if typed[name].null_count() > frame[name].null_count()]
    # a column's sum is finite where all of it is; only where it is not, each figure is looked at
    sums = typed.select(pl.col(names).sum()).row(0) if names else ()
    doubtful = [name for name, total in zip(names, sums, strict=True) if not math.isfinite(total)]
    endless = [name for name in doubtful if not typed[name].is_finite().all()]
    texts = [(name, "含有不是数值的内容。", "It holds something that is no number.") for name in lost]
    return texts + [
        (name, "含 NaN 或无穷大；缺失请留空。", "It holds NaN or infinity; leave missing empty.") for name in endless
    ]


def _refuse_unknown(names: list[str], book: Rulebook) -> None:
    known = {*book.dictionary, *figures.dictionary(), *changed.histories(book)}
    strange = [name for name in names if name not in known]
    if strange:
        raise InputError([_unknown(name, known) for name in strange])


def _unknown(name: str, known: set[str]) -> Problem:
    zh, en = did_you_mean(name, sorted(known))
    return Problem(f"FACTS, {name}", f"不是已知指标。{zh}", f"This is not a known fact. {en}".rstrip())


def _one(base: pl.DataFrame, name: str) -> pl.DataFrame:
    return base.select(pl.lit(name, dtype=pl.String).alias("scenario"), pl.all())


def _literals(
    base: pl.DataFrame, changes: pl.DataFrame, book: Rulebook, *, sweep: bool
) -> tuple[Literals, pl.DataFrame]:
    values = dict(book.amounts())
    if base.height != 1 or not sweep:
        return values, base
    varied = {*changes["target"].unique()}
    fixed = [name for name in base.columns if name not in PLACE and name not in varied]
    return values | {name: base[name][0] for name in fixed}, base.drop(fixed)


def _varied(
    rows: pl.DataFrame, literals: Literals, readings: dict[str, str], changes: pl.DataFrame, book: Rulebook
) -> tuple[pl.DataFrame, Literals]:
    drawn = pl.col("target").is_in(list(changed.histories(book)))
    plain = changes.filter(~drawn)
    after = _apply(rows, literals, plain)
    _refuse_impossible(after, literals, plain, book)
    _refuse_negative(after, plain, book)
    after, literals = histories.derive(after, literals, _looking_back(after, readings, book))
    after = _apply(after, literals, changes.filter(drawn))
    _refuse_impossible(after, literals, changes.filter(drawn), book)
    return after, literals


def _looking_back(rows: pl.DataFrame, readings: dict[str, str], book: Rulebook) -> list[Clause]:
    """The clauses one of whose readings in force speaks of a history."""
    drawing = [clause for clause in book.clauses.values() if clause.histories]
    return [clause for clause in drawing if clause.histories.keys() & _spoken(clause, rows, readings)]


def _spoken(clause: Clause, rows: pl.DataFrame, readings: dict[str, str]) -> set[str]:
    target = f"{clause.id}.{READING}"
    in_force = clause.readings if target in rows.columns else [readings.get(target, DEFAULT)]
    return {name for reading in in_force for name in clause.speaks_of(reading)}


def _apply(rows: pl.DataFrame, literals: Literals, changes: pl.DataFrame) -> pl.DataFrame:
    for (name,), steps in changes.partition_by("target", as_dict=True, maintain_order=True).items():
        told = _told(rows, *_folded(*_placed(rows, steps)))
        before = pl.col(name) if name in rows.columns else pl.lit(literals.get(name), dtype=pl.Float64)
        rows = rows.hstack(told).with_columns(_changed(before).alias(name)).drop(_STEPS)
    return rows


def _told(rows: pl.DataFrame, folded: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """What is done to each row; where the changes stand in the rows' own order, without a search."""
    if len(keys) == 1 and folded["scenario"].equals(rows["scenario"]):
        return folded.select(_STEPS)
    return rows.select(keys).join(folded, on=keys, how="left", maintain_order="left").select(_STEPS)


def _placed(rows: pl.DataFrame, changes: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The changes, and the keys they hold for: the scenario alone, or the city-month too where one narrows it."""
    if changes["city"].null_count() + changes["month"].null_count() == 2 * changes.height:
        return changes, ["scenario"]
    narrow = changes.rename({"city": "only_city", "month": "only_month"})
    met = rows.select(KEYS).join(narrow, on="scenario")
    holds = [pl.col(f"only_{key}").is_null() | (pl.col(f"only_{key}") == pl.col(key)) for key in PLACE]
    return met.filter(holds), list(KEYS)


def _folded(steps: pl.DataFrame, keys: list[str]) -> tuple[pl.DataFrame, list[str]]:
    """All steps on one target as one: value × scale + plus, or just plus where a step set it."""
    amount, how = pl.col("amount"), pl.col("how")
    scale = pl.when(how == SET).then(0.0).when(how == SCALE).then(amount).otherwise(1.0)
    plus = pl.when(how == SCALE).then(0.0).otherwise(amount)
    alone = steps.select(*keys, "step", scale.alias(_SCALE), plus.alias(_PLUS), (how == SET).alias(_FIXED))
    if not repeated(alone, keys):
        return alone.drop("step"), keys
    later = pl.col(_SCALE).cum_prod(reverse=True).shift(-1, fill_value=1.0).over(keys)
    stacked = alone.sort("step", maintain_order=True).with_columns(pl.col(_PLUS) * later)
    in_one = pl.col(_SCALE).product(), pl.col(_PLUS).sum(), pl.col(_FIXED).any()
    return stacked.group_by(keys, maintain_order=True).agg(in_one), keys


def _changed(before: pl.Expr) -> pl.Expr:
    scale, plus = pl.col(_SCALE), pl.col(_PLUS)
    return pl.when(scale.is_null()).then(before).when(pl.col(_FIXED)).then(plus).otherwise(before * scale + plus)


def _refuse_impossible(
    rows: pl.DataFrame, literals: dict[str, float | None], changes: pl.DataFrame, book: Rulebook
) -> None:
    names = [
        name for name in _concerned(changes["target"].unique().to_list(), book) if name in {*rows.columns, *literals}
    ]
    columns = [name if name in rows.columns else pl.lit(literals[name], dtype=pl.Float64).alias(name) for name in names]
    if names:
        figures.impossible(rows.select(*KEYS, *columns), book.dictionary, fractions=True).raise_any()


def _refuse_negative(rows: pl.DataFrame, changes: pl.DataFrame, book: Rulebook) -> None:
    """A rule's numbers are amounts, shares and counts: none of them can be below zero."""
    problems = Problems()
    for name in [name for name in changes["target"].unique(maintain_order=True) if name in book.amounts()]:
        if (rows[name] < 0).any():
            zh, en = "规则值不能是负数；请核对。", "A rule value cannot be negative. Check it."
            problems.report(f"scenario, {name}", zh, en)
    problems.raise_any()


def _concerned(targets: list[str], book: Rulebook) -> list[str]:
    """The changed facts, their wholes and their parts, in the dictionary's order."""
    wholes = {book.dictionary[name].within for name in targets if name in book.dictionary}
    parts = {name for name, fact in book.dictionary.items() if fact.within in targets}
    return [name for name in book.dictionary if name in {*targets, *wholes, *parts}]


def _readings(rows: pl.DataFrame, changes: pl.DataFrame) -> tuple[dict[str, str], pl.DataFrame]:
    """The reading of each clause: a name where all cases share it, else a column `<clause>.reading`."""
    if changes.is_empty():
        return {}, rows
    steps, keys = _placed(rows, changes)
    chosen = steps.sort("step", maintain_order=True).group_by([*keys, "target"], maintain_order=True)
    told = chosen.agg(pl.col("choice").last()).pivot(on="target", index=keys, values="choice")
    names = [name for name in told.columns if name.endswith(f".{READING}")]
    joined = rows.join(told, on=keys, how="left", maintain_order="left")
    shared = {name: joined[name][0] for name in names if joined.height and joined[name].n_unique() == 1}
    return {name: held for name, held in shared.items() if held}, joined.drop(shared)
