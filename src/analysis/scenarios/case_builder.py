"""Cases: cities × months × scenarios, one row each, with what the scenarios change (情形)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis import facts as figures
from analysis import rulebooks
from analysis.contracts import polars_frame, repeated_keys
from analysis.facts import PLACE_KEYS
from analysis.problems import Problems
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios import case_frame, fields, grids
from analysis.scenarios import changes as changed
from analysis.scenarios.case_frame import KEYS, Cases, Literals
from analysis.scenarios.changes import BASELINE, READING, SCALE, SET, Scenario
from analysis.scenarios.grids import vary
from analysis.scenarios.peer_figures import with_peer_benchmarks
from analysis.scenarios.resolution import fitting_scenarios
from analysis.scenarios.scenario_files import ScenarioName
from analysis.scenarios.wide_facts import city_month_frame

SWEEP = 1000
"""From how many scenarios on the facts of one city-month that none of them changes are literals."""

_SCALE, _PLUS, _FIXED = _STEPS = ("its scale", "its plus", "is fixed")


def build_cases(facts: Any, book: RulebookName, scenarios: ScenarioName | Sequence[ScenarioName] | Any) -> Cases:
    """Every city-month of the facts under every scenario, by scenario (as given), city and month.

    `book`: of one that has changed, the rules of one time (`at`).
    `facts`: FACTS frame (long) or a wide frame (`city`, `month`, a column a fact); polars or pandas.
    `scenarios`: a `Scenario` or its name, a list of them, a CHANGES frame, or a wide frame: `scenario` and a column a
    target, meaning `set`; an empty cell changes nothing. Of a list, those for other rulebooks are left out.
    Facts are columns; in a sweep over one city-month, those that no scenario changes are literals. Rule values are
    literals until a scenario changes them. Histories are drawn where a reading in force speaks of them.
    Raises `InputError` for unknown facts and targets, NaN, a scenario that is for another rulebook, and figures that
    become impossible under a scenario.
    """
    book = rulebooks.load(book)
    _refuse_undated(book)
    scenarios = (
        scenarios
        if isinstance(scenarios, pl.LazyFrame) or hasattr(scenarios, "columns")
        else fitting_scenarios(scenarios, book)
    )
    base = city_month_frame(facts, book)
    grid = grids.checked_grid(polars_frame(scenarios), book) if grids.is_grid(scenarios) else None
    if grid is not None and base.height == 1:
        return vary(build_cases(base, book, BASELINE), grid, book, *base.row(0)[: len(PLACE_KEYS)])
    changes = changed.changes_frame(scenarios if grid is None else grids.long_changes(grid))
    changed.check_changes(changes, book)
    names = changed.scenario_order(scenarios, changes) if grid is None else grid[grids.SCENARIO]
    literals, base = _literals(base, changes, book, sweep=len(names) >= SWEEP)
    rows = names.to_frame().join(base, how="cross") if len(names) != 1 else _only_scenario_rows(base, names[0])
    readings, varied, literals = _changed_rows(rows, literals, changes, book)
    listed = scenarios if isinstance(scenarios, tuple) else ()
    varied = with_peer_benchmarks(varied, literals, base, listed, book)
    varied = fields.with_field_figures(varied, literals, readings, book)
    drawn = changed.history_names(book)
    supplied = base[[*PLACE_KEYS, *(name for name in drawn if name in base.columns)]]
    return Cases(varied, literals, readings, supplied, frozenset(changes["target"]) & {*drawn})


def build_worlds(worlds: pl.DataFrame, book: RulebookName, scenario: Scenario) -> Cases:
    """Every city-month of many worlds under one scenario: each world is compared within itself alone.

    `worlds`: wide facts with the world's name as `scenario` before `city` and `month`, sorted by all three.
    Benchmarks of peers are not worked out: what nothing else sets stays open.
    """
    book = rulebooks.load(book)
    _refuse_undated(book)
    changes = changed.changes_frame(fitting_scenarios(scenario, book))
    changed.check_changes(changes, book)
    names = worlds.select(pl.col("scenario").unique(maintain_order=True))
    everywhere = names.join(changes.drop("scenario"), how="cross").select(changes.columns)
    readings, varied, literals = _changed_rows(worlds, dict(book.amounts()), everywhere, book)
    varied = fields.with_field_figures(varied, literals, readings, book)
    drawn = changed.history_names(book)
    supplied = worlds[[*PLACE_KEYS, *(name for name in drawn if name in worlds.columns)]]
    return Cases(varied, literals, readings, supplied, frozenset(changes["target"]) & {*drawn})


def _refuse_undated(book: Rulebook) -> None:
    """Cases have the rules of one time; of a rulebook that has changed, one of its `periods` is to be named."""
    if book.periods:
        raise ValueError(f"{book.id} has changed; take its rules at a month's end")


def _only_scenario_rows(base: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows of the only scenario, whose name stands once for all of them."""
    return base.select(pl.lit(name, dtype=pl.String).alias("scenario"), pl.all())


def _literals(
    base: pl.DataFrame, changes: pl.DataFrame, book: Rulebook, *, sweep: bool
) -> tuple[Literals, pl.DataFrame]:
    values = dict(book.amounts())
    if base.height != 1 or not sweep:
        return values, base
    varied = {*changes["target"].unique()}
    fixed = [name for name in base.columns if name not in PLACE_KEYS and name not in varied]
    return values | {name: base[name][0] for name in fixed}, base.drop(fixed)


def _changed_rows(
    rows: pl.DataFrame, literals: Literals, changes: pl.DataFrame, book: Rulebook
) -> tuple[dict[str, str], pl.DataFrame, Literals]:
    """The readings in force, and the rows and literals after all changes, with the histories drawn from them."""
    if changes.is_empty():
        return {}, *case_frame.derive_histories(rows, literals, case_frame.clauses_with_history(rows, {}, book))
    readings, rows = _readings(rows, changes.filter(pl.col("choice").is_not_null()))
    return readings, *_with_changes(rows, literals, readings, changes.filter(pl.col("choice").is_null()), book)


def _with_changes(
    rows: pl.DataFrame, literals: Literals, readings: dict[str, str], changes: pl.DataFrame, book: Rulebook
) -> tuple[pl.DataFrame, Literals]:
    drawn = pl.col("target").is_in(list(changed.history_names(book)))
    plain = changes.filter(~drawn)
    after = _apply(rows, literals, plain)
    _refuse_impossible(after, literals, plain, book)
    _refuse_negative(after, plain, book)
    after, literals = case_frame.derive_histories(
        after, literals, case_frame.clauses_with_history(after, readings, book)
    )
    after = _apply(after, literals, changes.filter(drawn))
    _refuse_impossible(after, literals, changes.filter(drawn), book)
    return after, literals


def _apply(rows: pl.DataFrame, literals: Literals, changes: pl.DataFrame) -> pl.DataFrame:
    for (name,), steps in changes.partition_by("target", as_dict=True, maintain_order=True).items():
        steps_of_rows = _steps_of_rows(rows, *_combined_steps(*_changes_by_keys(rows, steps)))
        before = pl.col(name) if name in rows.columns else pl.lit(literals.get(name), dtype=pl.Float64)
        changed_rows = rows.hstack(steps_of_rows).with_columns(_changed_value(before).alias(name))
        rows = changed_rows[[column for column in changed_rows.columns if column not in _STEPS]]
    return rows


def _steps_of_rows(rows: pl.DataFrame, folded: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """What is done to each row; where the changes stand in the rows' own order, without a search."""
    if len(keys) == 1 and folded["scenario"].equals(rows["scenario"]):
        return folded[[*_STEPS]]
    return rows[keys].join(folded, on=keys, how="left", maintain_order="left")[[*_STEPS]]


def _changes_by_keys(rows: pl.DataFrame, changes: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The changes, and the keys they hold for: the scenario alone, or the city-month too where one narrows it."""
    if changes["city"].null_count() + changes["month"].null_count() == 2 * changes.height:
        return changes, ["scenario"]
    narrow = changes.rename({"city": "only_city", "month": "only_month"})
    met = rows.select(KEYS).join(narrow, on="scenario")
    holds = [pl.col(f"only_{key}").is_null() | (pl.col(f"only_{key}") == pl.col(key)) for key in PLACE_KEYS]
    return met.filter(holds), list(KEYS)


def _combined_steps(steps: pl.DataFrame, keys: list[str]) -> tuple[pl.DataFrame, list[str]]:
    """All steps on one target as one: value × scale + plus, or just plus where a step set it."""
    amount, how = pl.col("amount"), pl.col("how")
    scale = pl.when(how == SET).then(0.0).when(how == SCALE).then(amount).otherwise(1.0)
    plus = pl.when(how == SCALE).then(0.0).otherwise(amount)
    alone = steps.select(*keys, "step", scale.alias(_SCALE), plus.alias(_PLUS), (how == SET).alias(_FIXED))
    if not repeated_keys(alone, keys):
        return alone[[*keys, *_STEPS]], keys
    later = pl.col(_SCALE).cum_prod(reverse=True).shift(-1, fill_value=1.0).over(keys)
    stacked = alone.sort("step", maintain_order=True).with_columns(pl.col(_PLUS) * later)
    in_one = pl.col(_SCALE).product(), pl.col(_PLUS).sum(), pl.col(_FIXED).any()
    return stacked.group_by(keys, maintain_order=True).agg(in_one), keys


def _changed_value(before: pl.Expr) -> pl.Expr:
    scale, plus = pl.col(_SCALE), pl.col(_PLUS)
    return pl.when(scale.is_null()).then(before).when(pl.col(_FIXED)).then(plus).otherwise(before * scale + plus)


def _refuse_impossible(
    rows: pl.DataFrame, literals: dict[str, float | None], changes: pl.DataFrame, book: Rulebook
) -> None:
    names = [
        name
        for name in _related_facts(changes["target"].unique().to_list(), book)
        if name in {*rows.columns, *literals}
    ]
    columns = [name if name in rows.columns else pl.lit(literals[name], dtype=pl.Float64).alias(name) for name in names]
    if names:
        figures.impossible_figures(rows.select(*KEYS, *columns), book.dictionary, fractions=True).raise_any()


def _refuse_negative(rows: pl.DataFrame, changes: pl.DataFrame, book: Rulebook) -> None:
    """A rule's numbers are amounts, shares and counts: none of them can be below zero."""
    problems = Problems()
    for name in [name for name in changes["target"].unique(maintain_order=True) if name in book.amounts()]:
        if (rows[name] < 0).any():
            zh, en = "规则值不能是负数；请核对。", "A rule value cannot be negative. Check it."
            problems.report(f"scenario, {name}", zh, en)
    problems.raise_any()


def _related_facts(targets: list[str], book: Rulebook) -> list[str]:
    """The changed facts, their wholes and their parts, in the dictionary's order."""
    wholes = {book.dictionary[name].within for name in targets if name in book.dictionary}
    parts = {name for name, fact in book.dictionary.items() if fact.within in targets}
    return [name for name in book.dictionary if name in {*targets, *wholes, *parts}]


def _readings(rows: pl.DataFrame, changes: pl.DataFrame) -> tuple[dict[str, str], pl.DataFrame]:
    """The reading of each clause: a name where all cases share it, else a column `<clause>.reading`."""
    if changes.is_empty():
        return {}, rows
    steps, keys = _changes_by_keys(rows, changes)
    chosen = steps.sort("step", maintain_order=True).group_by([*keys, "target"], maintain_order=True)
    choices = chosen.agg(pl.col("choice").last()).pivot(on="target", index=keys, values="choice")
    names = [name for name in choices.columns if name.endswith(f".{READING}")]
    joined = rows.join(choices, on=keys, how="left", maintain_order="left")
    shared = {name: joined[name][0] for name in names if joined.height and joined[name].n_unique() == 1}
    return {name: reading for name, reading in shared.items() if reading}, joined.drop(shared)
