"""Roll-off: what of a month's figures is certain to leave their window in the months after, and its points (滚出)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis import facts as figures
from analysis.calendars import months_after, parse_month
from analysis.facts.measured import MEASURES
from analysis.facts.measuring import list_window_remains
from analysis.facts.scopes import AMOUNT, RECORD, TWELVE_MONTHS
from analysis.problems import InputError
from analysis.questions import window_parts

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
ONCE = "同一主体只计一次，或取平均数，各月不可相加"
CHANGING = "记录以后的办理情况会改变往月的数，各月发生数推不出"


def certain_leavings(city: str, month: str, months: int = 12, facts: Any = None) -> pl.DataFrame:
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
    names = [name for name, fact in figures.dictionary().items() if fact.window == TWELVE_MONTHS]
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
    if kept is not None and abs(kept - remains[0]) > 1e-9 * max(1.0, abs(kept)):
        return None, DIFFERS.format(counted=f"{remains[0]:g}", kept=f"{kept:g}")
    return remains, ""


def _by_history(
    name: str, month: str, months: int, history: dict[str, float | None]
) -> tuple[Sequence[float] | None, str]:
    """What is left by the figure's own months, where it adds up over them."""
    if history.get(month) == 0:
        return [0.0] * (months + 1), ""
    if figures.dictionary()[name].counted not in (RECORD, AMOUNT):
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
