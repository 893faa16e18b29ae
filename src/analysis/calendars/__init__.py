"""Calendars: working days by the official notices, windows of months, dates as people write them (工作日与月份)."""

from analysis.calendars.holiday_notices import load
from analysis.calendars.months import (
    MONTH,
    MONTH_FORMS_EN,
    MONTH_FORMS_ZH,
    MonthWindow,
    month_end,
    month_or_none,
    month_start,
    months_after,
    months_back,
    parse_day,
    parse_month,
)
from analysis.calendars.working_days import EPOCH, WorkingCalendar

__all__ = [
    "EPOCH",
    "MONTH",
    "MONTH_FORMS_EN",
    "MONTH_FORMS_ZH",
    "MonthWindow",
    "WorkingCalendar",
    "load",
    "month_end",
    "month_or_none",
    "month_start",
    "months_after",
    "months_back",
    "parse_day",
    "parse_month",
]
