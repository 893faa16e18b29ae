"""Roll-off: what of a month's figures is certain to leave their window in the months after, and its points (滚出)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import facts as figures
from analysis import rulebooks
from analysis.calendars import month_end, months_after, parse_month
from analysis.facts import scopes
from analysis.facts.measured import MEASURES
from analysis.facts.measuring import list_window_remains
from analysis.problems import InputError
from analysis.questions import repairs, rolloff_points, window_parts
from analysis.questions.starting_points import StartingPoint, starting_point
from analysis.rulebooks import RulebookName
from analysis.scenarios import BASELINE, ScenarioName, fitting_scenarios

REGISTERS, HISTORY, UNKNOWN = BASES = ("registers", "history", "unknown")
LEAVINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "fact": pl.String, "month": pl.String, "before": pl.Float64, "leaves": pl.Float64, "remains": pl.Float64,
    "basis": pl.String, "why": pl.String,
}  # fmt: skip
"""A row a figure over twelve months and later month.

`before`: what of the base month's figure was still in the window a month earlier; `leaves`: what leaves in this month;
`remains`: what is still in. `basis`: the records of the registers, the figure's own history, or unknown, and then
`why`; the amounts are null. All in the fact's own unit.
"""
DIFFERS = "台账数出 {counted}，所存数据为 {kept}，滚出数推不出"
NO_REGISTER = "没有可用的台账"
AHEAD, HAIR = 12, 1e-9
"""Months ahead unless it is said otherwise; and the noise of sums, relative to the figure."""
ONCE = "同一主体只计一次，或取平均数，各月不可相加"
CHANGING = "记录以后的办理情况会改变往月的数，各月发生数推不出"


DISPLAYS: dict[str, pl.DataType | type[pl.DataType]] = {
    "subject": pl.String, "month": pl.String, "certain": pl.Int64, "possible": pl.Int64,
}  # fmt: skip
"""How many adverse records are shown for the last time in a month: by every class and document, or by some."""


@dataclass(frozen=True, eq=False)
class RollOffBoard:
    """What of a city's month is certain to leave, month by month, and what the score is without it.

    `leavings`: LEAVINGS, figures of which something leaves, or of which it is unknown. `endings`, `totals`, `clauses`:
    as `questions.rolloff_points` gives them, by rulebook. `displays`: DISPLAYS. `open`: by rulebook, clauses that judge
    a figure of which it is unknown what leaves, so that their points are those of today.
    """

    city: str
    month: str
    months: int
    leavings: pl.DataFrame
    endings: pl.DataFrame
    totals: pl.DataFrame
    clauses: pl.DataFrame
    displays: pl.DataFrame
    open: Mapping[str, tuple[str, ...]]


def roll_off(
    city: str,
    month: str,
    months: int = AHEAD,
    books: Sequence[RulebookName] = (),
    scenarios: ScenarioName | Sequence[ScenarioName] = (BASELINE,),
) -> RollOffBoard:
    """What leaves the windows of a city's month in the months after it, and its points: the figures less what has left.

    Exact, no model: nothing is said of what comes in. `books`: the rulebooks that judge, each by its rules of the base
    month and under the last scenario that fits it; without kept figures of the month nothing is scored. Raises
    `InputError` for an unknown city, month, rulebook or scenario.
    """
    when = parse_month(month)
    code = figures.code_of(city, when)
    kept = figures.up_to(code, when) if when in figures.kept_months(code) else None
    leavings = certain_leavings(code, when, months, kept)
    starts = [] if kept is None else [_start(kept, book, code, when, scenarios) for book in books]
    parts = [_points(here, leavings, months) for here in starts]
    shapes = (rolloff_points.ENDINGS, rolloff_points.TOTALS, rolloff_points.CLAUSES)
    endings, totals, moved = (
        pl.concat([pl.DataFrame(schema=shape), *(part[place] for part in parts)]) for place, shape in enumerate(shapes)
    )
    moving = leavings.filter((pl.col("leaves") > 0).any().over("fact") | (pl.col("basis") == UNKNOWN))
    still_open = {here.book.id: _open(here, leavings) for here in starts}
    return RollOffBoard(code, when, months, moving, endings, totals, moved, _displays(code, when, months), still_open)


def _start(
    kept: pl.DataFrame, book: RulebookName, code: str, month: str, scenarios: ScenarioName | Sequence[ScenarioName]
) -> StartingPoint:
    own = rulebooks.load(book, month)
    return starting_point(kept, own, code, month, fitting_scenarios(scenarios, own)[-1])


def _points(
    here: StartingPoint, leavings: pl.DataFrame, months: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    drawn = rolloff_points.history_remains(here, months)
    settled = leavings.filter(pl.col("basis") != UNKNOWN).partition_by("fact", as_dict=True, maintain_order=True)
    remains = {str(key[0]): [part["before"][0], *part["remains"]] for key, part in settled.items()}
    return rolloff_points.history_endings(here, drawn), *rolloff_points.scored_remains(here, {**remains, **drawn})


def _open(here: StartingPoint, leavings: pl.DataFrame) -> tuple[str, ...]:
    unknown = set(leavings.filter(pl.col("basis") == UNKNOWN)["fact"])
    return tuple(
        clause.id
        for clause in here.book.clauses.values()
        if not clause.blank and any(name in unknown for name in clause.facts(here.reading(clause).name))
    )


def _displays(code: str, month: str, months: int) -> pl.DataFrame:
    """When adverse records are shown for the last time; none where neither register was delivered."""
    try:
        records = repairs.repair_dates(code, month_end(month)).records
    except InputError:
        return pl.DataFrame(schema=DISPLAYS)
    last = pl.col("last_display").dt.strftime("%Y-%m")
    each = records.group_by("subject", *repairs.PLACE, maintain_order=True).agg(
        last.drop_nulls().unique().sort().alias("month"), pl.col("last_display").has_nulls().alias("open")
    )
    sure = ~pl.col("open") & (pl.col("month").list.len() == 1)
    rows = each.with_columns(sure.alias("sure")).explode("month", empty_as_null=False, keep_nulls=False)
    counted = rows.filter(pl.col("month").is_in(list(months_after(month, months)))).group_by("subject", "month")
    frame = counted.agg(pl.col("sure").sum().alias("certain"), (~pl.col("sure")).sum().alias("possible"))
    return frame.sort("subject", "month").cast(DISPLAYS)  # type: ignore[arg-type]


def certain_leavings(city: str, month: str, months: int = AHEAD, facts: Any = None) -> pl.DataFrame:
    """What is certain to leave each figure over twelve months in the months after one: LEAVINGS, exact, no model.

    `city`: code or name. `month`: the base month. `months`: how many months ahead. `facts`: FACTS of the city up to the
    month, by default those kept. From the registers where they were delivered whole and agree with the figure; else
    from the figure's own history where its months follow from it; else unknown. What comes in later is not looked at.
    Raises `InputError` for an unknown city or month.
    """
    when = parse_month(month)
    code = figures.code_of(city, when)
    history = _history(code, when, facts)
    counted = _counted(code, when, months)
    names = [name for name, fact in figures.dictionary().items() if fact.window == scopes.TWELVE_MONTHS]
    parts = [_leavings(name, when, months, history.get(name, {}), counted) for name in names]
    return pl.concat([pl.DataFrame(schema=LEAVINGS), *parts])


def _history(code: str, month: str, facts: Any) -> dict[str, dict[str, float | None]]:
    """The city's figures by fact and month; none where none are kept."""
    there = [each for each in figures.kept_months(code) if each <= month] if facts is None else []
    if facts is None and not there:
        return {}
    rows = figures.long_facts(figures.up_to(code, there[-1]) if facts is None else facts)
    own = rows.filter(pl.col("city") == code, pl.col("month") <= month)
    history: dict[str, dict[str, float | None]] = {}
    for name, each, value in own.select("fact", "month", "value").iter_rows():
        history.setdefault(name, {})[each] = value
    return history


def _counted(code: str, month: str, months: int) -> pl.DataFrame | None:
    """What the registers leave of each figure; none where nothing of them can be read."""
    try:
        return list_window_remains(code, month, months)
    except InputError:
        return None


def _leavings(
    name: str, month: str, months: int, history: dict[str, float | None], counted: pl.DataFrame | None
) -> pl.DataFrame:
    """One figure's rows, by the best that is known of it."""
    remains, why = _by_registers(name, month, history, counted)
    if remains is not None:
        return _rows(name, month, remains, REGISTERS, "")
    drawn, reason = _by_history(name, month, months, history)
    if drawn is not None:
        return _rows(name, month, drawn, HISTORY, "")
    return _rows(name, month, [None] * (months + 1), UNKNOWN, "；".join(filter(None, (why, reason))))


def _by_registers(
    name: str, month: str, history: dict[str, float | None], counted: pl.DataFrame | None
) -> tuple[Sequence[float] | None, str]:
    own = None if counted is None else counted.filter(pl.col("fact") == name)
    if own is None or own.is_empty():
        return None, NO_REGISTER
    if own["why"][0] is not None:
        return None, str(own["why"][0])
    remains, kept = own["remains"].to_list(), history.get(month)
    if kept is not None and abs(kept - remains[0]) > HAIR * max(1.0, abs(kept)):
        return None, DIFFERS.format(counted=f"{remains[0]:g}", kept=f"{kept:g}")
    return remains, ""


def _by_history(
    name: str, month: str, months: int, history: dict[str, float | None]
) -> tuple[Sequence[float] | None, str]:
    """What is left by the figure's own months, where it adds up over them."""
    if history.get(month) == 0:
        return [0.0] * (months + 1), ""
    if figures.dictionary()[name].counted not in (scopes.RECORD, scopes.AMOUNT):
        return None, ONCE
    if name in MEASURES and MEASURES[name].columns:
        return None, CHANGING
    parts = window_parts.monthly_parts(history, month)
    if isinstance(parts, str):
        return None, parts
    window = list(parts.values())
    return [sum(window[step:]) for step in range(months + 1)], ""


def _rows(name: str, month: str, remains: Sequence[float | None], basis: str, why: str) -> pl.DataFrame:
    later = months_after(month, len(remains) - 1)
    frame = pl.DataFrame({"month": later, "before": remains[:-1], "remains": remains[1:]}, strict=False)
    return frame.select(
        pl.lit(name).alias("fact"), "month", pl.col("before").cast(pl.Float64),
        (pl.col("before").cast(pl.Float64) - pl.col("remains").cast(pl.Float64)).alias("leaves"),
        pl.col("remains").cast(pl.Float64), pl.lit(basis).alias("basis"), pl.lit(why).alias("why"),
    ).cast(LEAVINGS)  # type: ignore[arg-type]  # fmt: skip
