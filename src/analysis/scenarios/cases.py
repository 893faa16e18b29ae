"""Cases: cities × months × scenarios, one row each, with what the scenarios change (情形)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import facts as figures
from analysis.contracts import FACTS, as_polars
from analysis.formulas.expressions import Term
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.rulebooks import Rulebook
from analysis.scenarios import changes as changed
from analysis.scenarios import histories
from analysis.scenarios.changes import READING, SET, Scenario

KEYS = ("scenario", "city", "month")
PLACE = ("city", "month")


@dataclass(frozen=True)
class Cases:
    """The CASES frame, and what each name stands for in it: a column where it varies, else a literal."""

    frame: pl.DataFrame
    literals: dict[str, float | None]
    readings: dict[str, str]

    def term(self, name: str) -> Term:
        """The column of a fact, history or varied value; its literal where it does not vary; None where unknown."""
        return pl.col(name) if name in self.frame.columns else self.literals.get(name)


def cases(facts: Any, book: Rulebook, scenarios: Scenario | Sequence[Scenario] | Any) -> Cases:
    """Every city-month of the facts under every scenario.

    `facts`: FACTS frame (long) or a wide frame (`city`, `month`, a column a fact); polars or pandas.
    `scenarios`: a `Scenario`, a list of them, or a CHANGES frame.
    A name that no scenario changes is a column of the city-months only, or a literal where there is one city-month.
    Raises `InputError` for unknown facts and targets, NaN, and figures that become impossible under a scenario.
    """
    changes = changed.frame(scenarios)
    changed.check(changes, book)
    base = wide(facts, book)
    names = changed.order(scenarios, changes)
    literals, base = _literals(base, changes, book)
    rows = names.to_frame().join(base, how="cross") if len(names) != 1 else _one(base, names[0])
    varied = _varied(rows, literals, changes, book)
    readings, varied = _readings(varied, changes)
    return Cases(varied, literals, readings)


def wide(facts: Any, book: Rulebook) -> pl.DataFrame:
    """City-months as rows, the rulebook's facts as Float64 columns, sorted by city and month; missing is null."""
    frame = as_polars(facts)
    known = _pivoted(FACTS.take(frame), book) if "fact" in frame.columns else _checked(frame, book)
    used = [name for name in known.columns if name in _used(book)]
    return known.select(*PLACE, *used).sort(PLACE)


def _used(book: Rulebook) -> set[str]:
    return {*book.facts(), *changed.histories(book)}


def _pivoted(facts: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    _refuse_unknown(facts["fact"].unique(maintain_order=True).to_list(), book)
    used = facts.filter(pl.col("fact").is_in(list(_used(book))))
    pivoted = used.pivot(on="fact", index=list(PLACE), values="value")
    return facts.select(PLACE).unique(maintain_order=True).join(pivoted, on=list(PLACE), how="left")


def _checked(frame: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    problems = Problems()
    for key in [key for key in PLACE if key not in frame.columns]:
        problems.report(f"FACTS, {key}", "缺少此列。", "This column is missing.")
    problems.raise_any()
    _refuse_unknown([name for name in frame.columns if name not in PLACE], book)
    typed = frame.with_columns(pl.col(PLACE).cast(pl.String), pl.exclude(PLACE).cast(pl.Float64))
    for name in [name for name in typed.columns if name not in PLACE and not typed[name].is_finite().all()]:
        problems.report(f"FACTS, {name}", "含 NaN 或无穷大；缺失请留空。", "It holds NaN or infinity; leave missing empty.")
    twice = typed.height - typed.n_unique(PLACE) if typed.height else 0
    if twice:
        problems.report("FACTS, city × month", f"主键重复 {twice} 行。", f"{twice} rows repeat a city and month.")
    problems.raise_any()
    return typed


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
    base: pl.DataFrame, changes: pl.DataFrame, book: Rulebook
) -> tuple[dict[str, float | None], pl.DataFrame]:
    """Rule values, and with one city-month every fact no scenario changes, as literals; the rest stay columns."""
    values = {
        f"{clause.id}.{name}": value.amount for clause in book.clauses.values() for name, value in clause.values.items()
    }
    if base.height != 1:
        return values, base
    fixed = [name for name in base.columns if name not in PLACE and name not in changes["target"]]
    return values | {name: base[name][0] for name in fixed}, base.drop(fixed)


def _varied(rows: pl.DataFrame, literals: dict[str, float | None], changes: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    numeric = changes.filter(pl.col("choice").is_null())
    drawn = list(changed.histories(book))
    plain = numeric.filter(~pl.col("target").is_in(drawn))
    after = _apply(rows, literals, plain)
    _refuse_impossible(after, literals, plain, book)
    after = histories.derive(after, literals, book)
    return _apply(after, literals, numeric.filter(pl.col("target").is_in(drawn)))


def _apply(rows: pl.DataFrame, literals: dict[str, float | None], changes: pl.DataFrame) -> pl.DataFrame:
    if changes.is_empty():
        return rows
    steps, keys = _placed(rows, changes)
    folded = _folded(steps, keys)
    names = folded["target"].unique(maintain_order=True).to_list()
    told = folded.pivot(on="target", index=keys, values=["scale", "plus", "fixed"])
    joined = rows.join(told, on=keys, how="left", maintain_order="left")
    made = [_changed(name, rows, literals).alias(name) for name in names]
    return joined.with_columns(made).select(*rows.columns, *(name for name in names if name not in rows.columns))


def _placed(rows: pl.DataFrame, changes: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The changes, and the keys they hold for: the scenario alone, or the city-month too where one narrows it."""
    if changes["city"].null_count() + changes["month"].null_count() == 2 * changes.height:
        return changes, ["scenario"]
    narrow = changes.rename({"city": "only_city", "month": "only_month"})
    met = rows.select(KEYS).join(narrow, on="scenario")
    holds = [pl.col(f"only_{key}").is_null() | (pl.col(f"only_{key}") == pl.col(key)) for key in PLACE]
    return met.filter(holds), list(KEYS)


def _folded(steps: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """All steps on one target as one: value × scale + plus, or just plus where a step set it."""
    amount, how = pl.col("amount"), pl.col("how")
    group = [*keys, "target"]
    scaled = pl.when(how == SET).then(0.0).when(how == "scale").then(amount).otherwise(1.0)
    later = pl.col("scale").cum_prod(reverse=True).shift(-1, fill_value=1.0).over(group)
    return (
        steps.sort("step", maintain_order=True)
        .with_columns(scaled.alias("scale"), pl.when(how == "scale").then(0.0).otherwise(amount).alias("plus"))
        .with_columns((pl.col("plus") * later).alias("plus"))
        .group_by(group, maintain_order=True)
        .agg(pl.col("scale").product(), pl.col("plus").sum(), (how == SET).any().alias("fixed"))
    )


def _changed(name: str, rows: pl.DataFrame, literals: dict[str, float | None]) -> pl.Expr:
    before = pl.col(name) if name in rows.columns else pl.lit(literals.get(name), dtype=pl.Float64)
    scale, plus, fixed = (pl.col(f"{part}_{name}") for part in ("scale", "plus", "fixed"))
    untouched = scale.is_null()
    return pl.when(untouched).then(before).when(fixed).then(plus).otherwise(before * scale + plus)


def _refuse_impossible(
    rows: pl.DataFrame, literals: dict[str, float | None], changes: pl.DataFrame, book: Rulebook
) -> None:
    names = [name for name in _concerned(changes["target"].unique().to_list(), book) if name in {*rows.columns, *literals}]
    columns = [
        name if name in rows.columns else pl.lit(literals[name], dtype=pl.Float64).alias(name) for name in names
    ]
    if names:
        figures.impossible(rows.select(*KEYS, *columns), book.dictionary, fractions=True).raise_any()


def _concerned(targets: list[str], book: Rulebook) -> list[str]:
    """The changed facts, their wholes and their parts, in the dictionary's order."""
    wholes = {book.dictionary[name].within for name in targets if name in book.dictionary}
    parts = {name for name, fact in book.dictionary.items() if fact.within in targets}
    return [name for name in book.dictionary if name in {*targets, *wholes, *parts}]


def _readings(rows: pl.DataFrame, changes: pl.DataFrame) -> tuple[dict[str, str], pl.DataFrame]:
    """The reading of each clause: a name where all cases share it, else a column `<clause>.reading`."""
    steps, keys = _placed(rows, changes.filter(pl.col("choice").is_not_null()))
    chosen = steps.sort("step", maintain_order=True).group_by([*keys, "target"], maintain_order=True)
    told = chosen.agg(pl.col("choice").last()).pivot(on="target", index=keys, values="choice")
    names = [name for name in told.columns if name.endswith(f".{READING}")]
    joined = rows.join(told, on=keys, how="left", maintain_order="left") if names else rows
    shared = {name: joined[name][0] for name in names if joined.height and joined[name].n_unique() == 1}
    return {name: held for name, held in shared.items() if held}, joined.drop(shared)
