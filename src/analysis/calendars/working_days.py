"""Working days, counted for whole columns at once (工作日计数)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from analysis.problems import Problems

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """The working days of whole years that follow each other.

    `years` are the years known. `holidays` are days off that the plain week (Monday to Friday) works, `workdays`
    days worked that it has off. `source` is the table they stand in, for messages.

    Days are Date or Datetime columns, of which the day counts. A day of a year that is not known gives null, never
    a guess from the plain week: call `require` with the years of the data before counting.
    """

    years: range
    holidays: frozenset[date]
    workdays: frozenset[date]
    source: str = ""

    def table(self) -> pl.DataFrame:
        """Every day of the known years with the working days so far.

        `day` (Date, ascending, each day once) and `worked` (Int32, working days from the first known day up to and
        including this one). For engines other than polars: join it to the start and to the end, and subtract.
        """
        return self._counted

    def require(self, years: Iterable[int | None]) -> None:
        """Refuse years that are not known, all at once; call it where dates come in.

        A missing year (null) is passed over. Raises `InputError` naming each year and the table to edit.
        """
        problems = Problems()
        for year in sorted({year for year in years if year is not None} - set(self.years)):
            zh = (
                f"没有 {year} 年的放假调休安排，无法计算工作日。日期写错的请改正；没有写错，请在此表中按"
                f"国务院办公厅关于{year}年部分节假日安排的通知补上这一年（做法见同目录的 calendar.md）。"
            )
            en = (
                f"The holidays of {year} are not known, so its working days cannot be counted. Mend the date if it is "
                "wrong; else add the year to this table from the State Council's notice (calendar.md says how)."
            )
            problems.report(self.source, zh, en)
        problems.raise_any()

    def working_days_between(self, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        """Working days after `start`, up to and including `end` (Int32).

        0 on the same day; negative where `end` is before `start`; null where a day is null or of a year not known.
        """
        return self._worked(end) - self._worked(start)

    def deadline(self, start: pl.Expr, days: int | pl.Expr) -> pl.Expr:
        """The last working day in time (Date): the `days`-th after `start`; with 0 days, `start` itself.

        `days` are whole working days. Null where `start` or `days` is null, `days` is below 0, or either day lies in
        a year not known. Rest days right after the deadline count no further working day: on them
        `working_days_between` is still `days`, though the deadline is past.
        """
        ahead = pl.lit(days) if isinstance(days, int) else days
        so_far = self._worked(start)
        later = pl.lit(self._workdays).gather(pl.when(ahead > 0).then(so_far + ahead - 1), null_on_oob=True)
        return pl.when((ahead == 0) & so_far.is_not_null()).then(start.cast(pl.Date)).otherwise(later)

    def latest_start(self, end: date, days: int) -> date:
        """The last day from which `days` working days have passed by the end of `end`: its deadline is over.

        Raises `InputError` where `end` is of a year not known.
        """
        self.require([end.year])
        so_far = self._counted.filter(pl.col("day") == end)["worked"][0]
        return self._counted.filter(pl.col("worked") <= so_far - days)["day"].max()  # type: ignore[return-value]

    def rest_days(self, first: date, last: date) -> list[date]:
        """The days off between two days, both included. Raises `InputError` where they are of years not known."""
        self.require(range(first.year, last.year + 1))
        days = self._counted.filter(pl.col("worked") == pl.col("worked").shift(1, fill_value=0))
        return days.filter(pl.col("day").is_between(first, last))["day"].to_list()

    def _worked(self, day: pl.Expr) -> pl.Expr:
        place = day.cast(pl.Date).to_physical() - (self._counted["day"][0] - EPOCH).days
        return pl.lit(self._counted["worked"]).gather(pl.when(place >= 0).then(place), null_on_oob=True)

    @cached_property
    def _counted(self) -> pl.DataFrame:
        day = pl.date_range(date(self.years[0], 1, 1), date(self.years[-1], 12, 31), eager=True).alias("day")
        plain = day.dt.weekday() <= 5
        works = (plain & ~day.is_in(_dates(self.holidays))) | day.is_in(_dates(self.workdays))
        return pl.DataFrame({"day": day, "worked": works.cast(pl.Int32).cum_sum()})

    @cached_property
    def _workdays(self) -> pl.Series:
        return self._counted.filter(pl.col("worked") > pl.col("worked").shift(1, fill_value=0))["day"]


def _dates(days: Iterable[date]) -> pl.Series:
    return pl.Series(sorted(days), dtype=pl.Date).implode()
