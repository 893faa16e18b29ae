"""Calendars: working days by the official holiday notices, and windows of months (工作日与月份)."""

from analysis.calendars.days import the_day
from analysis.calendars.notices import load
from analysis.calendars.windows import Window, month_end, month_start, months_back
from analysis.calendars.working import Calendar

__all__ = [
    "Calendar",
    "Window",
    "load",
    "month_end",
    "month_start",
    "months_back",
    "the_day",
]
