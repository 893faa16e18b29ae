"""Due: what is still to be done on a day, until when, by whom, and what it costs to leave it (到期与待办)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analysis import facts as figures
from analysis import rulebooks
from analysis.calendars import month_end
from analysis.departments import city_departments, responsible_departments
from analysis.facts.measured import matters
from analysis.facts.measuring import DueRecords, due_records, list_due_records, register_deliveries
from analysis.problems import InputError
from analysis.questions.starting_points import StartingPoint, numbered_grid, starting_point
from analysis.rulebooks import Clause, Rulebook, RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName, fitting_scenarios
from analysis.scorecards import clause_expressions

OVERDUE, DUE, LATER, OPEN = due_records.STATES
STAKES: dict[str, pl.DataType | type[pl.DataType]] = {
    "matter": pl.String, "group": pl.Int64, "rulebook": pl.String, "scenario": pl.String, "records": pl.Int64,
    "points": pl.Float64, "passes": pl.List(pl.String), "clauses": pl.List(pl.String), "unknown": pl.List(pl.String),
}  # fmt: skip
"""`group`: records that move the same figures alike, of which one is judged; null: all that are not `later` together.

`points`: the certain total with it done, less that with it left. `passes`: tests met with it done, not with it left.
`clauses`: those that judge a figure it moves; `unknown`: those of them that cannot be scored yet.
"""
SUMMARY: dict[str, pl.DataType | type[pl.DataType]] = {
    "matter": pl.String, "overdue": pl.Int64, "due": pl.Int64, "later": pl.Int64, "open": pl.Int64, "next": pl.Date,
}  # fmt: skip


@dataclass(frozen=True)
class DueCounts:
    """How many matters are open at a month's end by its registers: no record, no body.

    `whole`: whether all that tells of them was delivered; else there may be more. `is_told`: whether they could be
    counted at all.
    """

    on: date
    days: int
    overdue: int = 0
    due: int = 0
    open: int = 0
    whole: bool = False
    is_told: bool = False


@dataclass(frozen=True, eq=False)
class DueBoard:
    """What falls due in a city: `records` (RECORDS of `facts.measuring.due_records` with `group` and `unit`).

    `unit`: the code of the department that answers for it; the authority that decided stands as `owner`. `summary`:
    a row a matter, how many there are by state, and the next deadline. `stakes`: STAKES. `base`: the month whose
    figures are moved; none where there are no figures, and then nothing is at stake that could be told. `as_of`: the
    newest delivery of each register: what was done later is not seen. `gaps`: what was not delivered.
    """

    city: str
    on: date
    days: int
    base: str | None
    until: str
    summary: pl.DataFrame
    records: pl.DataFrame
    stakes: pl.DataFrame
    gaps: pl.DataFrame
    as_of: Mapping[str, str]

    @property
    def month(self) -> str:
        """The month whose figures are moved, else the day's own."""
        return self.base or f"{self.on:%Y-%m}"

    def of(self, unit: str) -> pl.DataFrame:
        """One department's records, by code."""
        return self.records.filter(pl.col("unit") == unit)


def due(
    city: str,
    on: date,
    days: int,
    books: Sequence[RulebookName] = (),
    scenarios: ScenarioName | Sequence[ScenarioName] = (BASELINE,),
) -> DueBoard:
    """What is open in a city on a day by its registers, what is due within `days`, and what each matter costs if left.

    `city`: code or name. `days`: calendar days. `books`: the rulebooks that judge; the figures are the newest of a
    month up to the day's own. `scenarios`: each rulebook is judged under the last that fits it.
    Edges: a register not delivered is among the `gaps`, never an empty list.
    Raises `InputError` for an unknown city, rulebook or scenario, where no register was delivered, and for a day whose
    calendar is not known.
    """
    code = figures.code_of(city, f"{on:%Y-%m}")
    return due_board(list_due_records(code, on, days, base_month(code, on)), books, scenarios)


def base_month(code: str, on: date) -> str:
    """The newest month up to a day's own of which a city has figures, else the day's own."""
    months = [month for month in figures.kept_months(code) if month <= f"{on:%Y-%m}"]
    return months[-1] if months else f"{on:%Y-%m}"


def due_board(
    rows: DueRecords, books: Sequence[RulebookName], scenarios: ScenarioName | Sequence[ScenarioName]
) -> DueBoard:
    """What a city's due records cost, and who answers for them."""
    code, on, days, kept = rows.city, rows.on, rows.days, _kept_facts(rows.city, rows.on)
    base = None if kept is None else str(kept["month"].max())
    grouped = _groups(rows.effects)
    loaded = [rulebooks.load(book) for book in books]
    starts = [] if kept is None else [_start(kept, book, code, base or "", scenarios) for book in loaded]
    stakes = pl.concat([pl.DataFrame(schema=STAKES), *(_stakes(here, rows, grouped) for here in starts)])
    listed = rows.records.join(grouped, on=["matter", "row"], how="left", maintain_order="left").drop("row")
    owned = listed.join(_units(code, starts, stakes), on="matter", how="left", maintain_order="left")
    return DueBoard(
        code, on, days, base, rows.until, _summary(owned), owned, stakes, rows.gaps, dict(sorted(rows.as_of.items()))
    )


def due_counts(city: str, month: str, days: int) -> DueCounts | None:
    """How many matters are overdue, due within `days` of the month's end, open; None without registers of the month.

    `city`: by code. Where nothing can be told, as where the calendar does not know the days ahead, that is said.
    """
    on = month_end(month)
    if not any(month in months for months in register_deliveries.months_delivered(city, on).values()):
        return None
    try:
        rows = list_due_records(city, on, days, month)
    except InputError:
        return DueCounts(on, days)
    overdue, soon, still_open = (rows.records.filter(pl.col("state") == state).height for state in (OVERDUE, DUE, OPEN))
    return DueCounts(on, days, overdue, soon, still_open, rows.gaps.is_empty(), is_told=True)


def _start(
    kept: pl.DataFrame, book: Rulebook, code: str, base: str, scenarios: ScenarioName | Sequence[ScenarioName]
) -> StartingPoint:
    """Where a rulebook's stakes are counted from: under the last scenario that fits it."""
    return starting_point(kept, book, code, base, fitting_scenarios(scenarios, book)[-1])


def _kept_facts(code: str, on: date) -> pl.DataFrame | None:
    """The city's figures up to the newest month that is not after the day's own; None where there are none."""
    months = [month for month in figures.kept_months(code) if month <= f"{on:%Y-%m}"]
    return figures.up_to(code, months[-1]) if months else None


def _groups(effects: pl.DataFrame) -> pl.DataFrame:
    """A number for all records of a matter that move the same figures alike: `matter, row, group`."""
    moves = pl.concat_str("fact", "done", "left", separator=" ").sort().str.join(";")
    each = effects.group_by("matter", "row", maintain_order=True).agg(moves.alias("moves"))
    return each.with_columns(pl.col("moves").rank("dense").over("matter").cast(pl.Int64).alias("group")).drop("moves")


def _stakes(here: StartingPoint, rows: DueRecords, grouped: pl.DataFrame) -> pl.DataFrame:
    """What each group's one record and each matter as a whole cost under one rulebook."""
    cases = _cases(rows, grouped)
    moved = [name for name in cases["fact"].unique(maintain_order=True) if here.values.get(name) is not None]
    judging = {fact: _judging(here, fact) for fact in cases["fact"].unique(maintain_order=True)}
    wide = _wide(cases, moved)
    touched = list(dict.fromkeys(clause.id for own in judging.values() for clause in own))
    done, left = (_scored(here, wide, moved, state, touched) for state in ("done", "left"))
    counts = _counts(rows, grouped)
    stakes = [
        _stake(here, cases, judging, key, done.row(place, named=True), left.row(place, named=True))
        for place, key in enumerate(wide.select("matter", "group").rows())
    ]
    frame = pl.DataFrame(
        stakes, schema={name: kind for name, kind in STAKES.items() if name != "records"}, orient="row"
    )
    return frame.join(counts, on=["matter", "group"], how="left", nulls_equal=True, maintain_order="left").select(
        list(STAKES)
    )


def _cases(rows: DueRecords, grouped: pl.DataFrame) -> pl.DataFrame:
    """By how much each figure moves: of one record of a group, and (group null) of all that are not `later`."""
    effects = rows.effects.join(grouped, on=["matter", "row"], how="left")
    single = effects.unique(["matter", "group", "fact"], keep="first", maintain_order=True)
    soon = rows.records.filter(pl.col("state") != LATER).select("matter", "row")
    each = effects.join(soon, on=["matter", "row"], how="semi").unique(["matter", "fact", "body"], maintain_order=True)
    every = each.group_by("matter", "fact", maintain_order=True).agg(pl.col("done", "left").sum())
    columns = ["matter", "group", "fact", "done", "left"]
    return pl.concat(
        [single.select(columns), every.with_columns(pl.lit(None, pl.Int64).alias("group")).select(columns)]
    )


def _wide(cases: pl.DataFrame, moved: Sequence[str]) -> pl.DataFrame:
    """A row a case, with what each of these figures moves by when done and when left; null where it does not."""
    keys = cases.select("matter", "group").unique(maintain_order=True)
    own = cases.filter(pl.col("fact").is_in(moved))
    columns = [
        pl.col(state).filter(pl.col("fact") == name).sum().cast(pl.Float64).alias(f"{state} {name}")
        for state in ("done", "left")
        for name in moved
    ]
    moves = own.group_by("matter", "group").agg(*columns)
    return keys.join(moves, on=["matter", "group"], how="left", nulls_equal=True, maintain_order="left")


def _judging(here: StartingPoint, fact: str) -> list[Clause]:
    """The clauses that judge a figure, by the readings in force."""
    return [
        clause
        for clause in here.book.clauses.values()
        if not clause.blank and any(fact in clause.facts(reading) for reading in clause.readings)
    ]


def _scored(
    here: StartingPoint, wide: pl.DataFrame, moved: Sequence[str], state: str, touched: Sequence[str]
) -> pl.DataFrame:
    """The totals and the touched clauses' outcomes, a row a case."""
    columns = {name: wide[f"{state} {name}"].fill_null(0.0) + here.values[name] for name in moved}
    return here.score(numbered_grid(columns, wide.height), touched)


def _stake(
    here: StartingPoint, cases: pl.DataFrame, judging: Mapping[str, list[Clause]], key: tuple[str, int | None],
    done: Mapping[str, Any], left: Mapping[str, Any],
) -> tuple[Any, ...]:  # fmt: skip
    matter, group = key
    own = cases.filter(pl.col("matter") == matter, pl.col("group").eq_missing(group))["fact"].to_list()
    touched = {clause.id: clause for fact in own for clause in judging[fact]}
    tests = [name for name, clause in touched.items() if clause.kind == clauses.TESTED]
    passes = [name for name in tests if done[f"met {name}"] and not left[f"met {name}"]]
    unknown = [name for name, clause in touched.items() if done.get(clause_expressions.outcome_column(clause)) is None]
    points = clause_expressions.without_float_noise(done["low"] - left["low"])
    return matter, group, here.book.id, here.scenario.name, points, passes, list(touched), unknown


def _counts(rows: DueRecords, grouped: pl.DataFrame) -> pl.DataFrame:
    """How many records stand behind a stake: `matter, group, records`."""
    states = rows.records.select("matter", "row", "state").join(grouped, on=["matter", "row"])
    each = states.group_by("matter", "group").agg(pl.len().cast(pl.Int64).alias("records"))
    soon = states.filter(pl.col("state") != LATER).group_by("matter").agg(pl.len().cast(pl.Int64).alias("records"))
    every = soon.select("matter", pl.lit(None, pl.Int64).alias("group"), "records")
    return pl.concat([each, every])


def _units(code: str, starts: Sequence[StartingPoint], stakes: pl.DataFrame) -> pl.DataFrame:
    """Who answers for a matter: the first department of the clauses that judge it, else the lead: `matter, unit`."""
    lead = city_departments(code).lead().code
    named: dict[str, str] = {}
    for matter, book, touched in stakes.select("matter", "rulebook", "clauses").iter_rows():
        for here in (here for here in starts if here.book.id == book):
            judging = [here.book.clauses[name] for name in touched]
            owners = [own.code for clause in judging for own in responsible_departments(here.book, clause, code)]
            named.setdefault(matter, (owners or [lead])[0])
    every = {matter.name: named.get(matter.name, lead) for matter in matters.MATTERS}
    return pl.DataFrame({"matter": list(every), "unit": list(every.values())})


def _summary(records: pl.DataFrame) -> pl.DataFrame:
    """A row for each matter that is there, in the order of the list."""
    order = pl.col("matter").cast(pl.Enum([matter.name for matter in matters.MATTERS]))
    counted = [(pl.col("state") == state).sum().cast(pl.Int64).alias(state) for state in (OVERDUE, DUE, LATER, OPEN)]
    running = pl.col("deadline").filter(pl.col("state").is_in([DUE, LATER])).min().alias("next")
    frame = records.group_by("matter", maintain_order=True).agg(*counted, running).sort(order)
    return frame.select(list(SUMMARY)).cast(SUMMARY)  # type: ignore[arg-type]
