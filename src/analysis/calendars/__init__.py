"""Calendars: working days by the official holiday notices, and windows of months (工作日与月份)."""

from analysis.calendars.days import parse_day
from analysis.calendars.holiday_notices import load
from analysis.calendars.month_windows import MonthWindow, month_end, month_start, months_back
from analysis.calendars.working_days import WorkingCalendar

__all__ = [
    "MonthWindow",
    "WorkingCalendar",
    "load",
    "month_end",
    "month_start",
    "months_back",
    "parse_day",
]
