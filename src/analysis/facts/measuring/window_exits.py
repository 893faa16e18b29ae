"""What leaves a window as it moves on: of each figure over twelve months, what is left of it month by month (滚出)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import narwhals as nw
import polars as pl

from analysis.calendars import month_start
from analysis.facts.dictionary import dictionary
from analysis.facts.measured.registry import MEAN, MEASURES, Measure, Moment, load_moment
from analysis.facts.measuring.city_facts import register_frames
from analysis.facts.measuring.evidence import undelivered_needs
from analysis.facts.measuring.passes import count_measures
from analysis.facts.measuring.register_deliveries import refresh_deliveries
from analysis.facts.scopes import TWELVE_MONTHS

REMAINS = pl.Schema(
    {"fact": pl.String(), "ahead": pl.Int64(), "remains": pl.Float64(), "records": pl.Int64(), "why": pl.String()}
)
AVERAGED = "平均数各月不可相加"
MARK = " ahead "


@dataclass(frozen=True)
class MovedMoment(Moment):
    """The end of a month with the window begun later: what of its figure is still counted some months on.

    What comes after the month's end is not looked at: it has not happened yet.
    """

    ahead: int = 0

    @property
    def start(self) -> date:
        if self.span != TWELVE_MONTHS:
            return super().start
        months = self.window(self.span).months
        return month_start(months[self.ahead]) if self.ahead < len(months) else self.end + timedelta(days=1)


def list_window_remains(city: str, month: str, ahead: int) -> pl.DataFrame:
    """What of each twelve-month figure of a month is still in the window so many months on, by the registers: REMAINS.

    `city`: by code. `ahead` 0 is the figure itself. `remains`: null where a register, a month of the window or a column
    was not delivered, and of averages that do not add; `why` says so. An average over all days of the window counts as
    a sum: each day's share of it.
    """
    moment = load_moment(month)
    tables = refresh_deliveries([city], moment).tables
    listed = [measure for measure in MEASURES.values() if measure.span == TWELVE_MONTHS]
    summed = [measure for measure in listed if measure.how != MEAN or measure.due]
    moved = [_moved(measure, steps) for measure in summed for steps in range(ahead + 1)]
    counted = count_measures(moved, register_frames([city], moment), moment)
    cities = pl.DataFrame({"city": [int(city)]}, schema={"city": pl.Int32})
    parts = [_remains(measure, counted, ahead, moment, undelivered_needs(measure, cities, tables, moment))
             for measure in listed]  # fmt: skip
    return pl.concat([pl.DataFrame(schema=REMAINS), *parts])


def _moved(measure: Measure, ahead: int) -> Measure:
    """The measure over the window as it is some months on."""
    named = {"fact": f"{measure.fact}{MARK}{ahead}", "window": measure.span, "counted": _counting(measure)}
    return replace(measure, select=_selects(measure, ahead), due=None, doubted=None, **named)  # type: ignore[arg-type]


def _counting(measure: Measure) -> str:
    return measure.counted or dictionary()[measure.fact].counted or ""


def _selects(measure: Measure, ahead: int) -> Callable[[Moment], nw.Expr]:
    def select(moment: Moment) -> nw.Expr:
        return measure.select(MovedMoment(moment.month, moment.values, moment.calendar, moment.span, ahead))

    return select


def _remains(
    measure: Measure, counted: pl.DataFrame, ahead: int, moment: Moment, lacking: pl.DataFrame
) -> pl.DataFrame:
    """One figure's rows; nothing counted is 0 where all was delivered."""
    steps = pl.DataFrame({"ahead": range(ahead + 1)}, schema={"ahead": pl.Int64})
    own = counted.with_columns(pl.col("fact").str.split(MARK).alias("named")).filter(
        pl.col("named").list.first() == measure.fact
    )
    found = own.select(pl.col("named").list.last().cast(pl.Int64).alias("ahead"), "value", "records")
    rows = steps.join(found, on="ahead", how="left", maintain_order="left").with_columns(pl.col("records").fill_null(0))
    why = _unknown(measure, rows, moment, lacking)
    value = _added(measure, rows)
    shown = [pl.when(pl.lit(why is None)).then(part).alias(name) for name, part in (("remains", value),)]
    rows = rows.with_columns(*shown, pl.lit(measure.fact).alias("fact"), pl.lit(why, pl.String).alias("why"))
    return rows.select(list(REMAINS)).cast(dict(REMAINS))  # type: ignore[arg-type]


def _added(measure: Measure, rows: pl.DataFrame) -> pl.Expr:
    """What adds up: the figure itself; of an average, the mean of those left by their share of all records."""
    value = pl.col("value").fill_null(0.0)
    return value * pl.col("records") / max(1, rows["records"][0]) if measure.how == MEAN else value


def _unknown(measure: Measure, rows: pl.DataFrame, moment: Moment, lacking: pl.DataFrame) -> str | None:
    """Why what is left cannot be told; None where it can."""
    if lacking.height:
        return str(lacking["lacking"][0])
    if measure.how == MEAN and not measure.due:
        return AVERAGED
    wanted = measure.due(moment.over(measure.span)) if measure.due else rows["records"][0]
    return None if rows["records"][0] == wanted else f"期内应有 {wanted} 条，实有 {rows['records'][0]} 条"
