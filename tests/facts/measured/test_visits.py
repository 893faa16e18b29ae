"""Mean daily visits over the twelve months, known only where every day of them is."""

from __future__ import annotations

from calendar import monthrange

import pytest

from small_registers import WINDOW, delivered, figures

DAYS = 365


def visits(city, missing=(), said=()):
    """So many visits a day as its day of the month; some days missing, some written otherwise."""
    for month in WINDOW:
        last = monthrange(*map(int, month.split("-")))[1]
        days = {f"{month}-{day:02d}": day for day in range(1, last + 1)} | {
            day: cell for day, cell in dict(said).items() if day.startswith(month)
        }
        rows = ({"day": day, "visits": cell} for day, cell in days.items() if day not in missing)
        delivered(city, "visits", *rows, month=month)


def test_the_mean_over_every_day_of_the_twelve_months(city):
    visits(city)
    row = figures("site_visits_daily")["site_visits_daily"]
    whole = sum(sum(range(1, monthrange(*map(int, month.split("-")))[1] + 1)) for month in WINDOW)
    assert (row["value"], row["records"]) == (pytest.approx(whole / DAYS), DAYS)


@pytest.mark.parametrize("missing", ["2021-03-31", "2020-04-15"])
def test_a_day_that_is_missing_is_not_a_day_without_visits(city, missing):
    visits(city, missing={missing})
    row = figures("site_visits_daily")["site_visits_daily"]
    assert (row["value"], row["note"]) == (None, "记录不全：期内应有 365 条，实有 364 条")


def test_a_day_that_is_set_aside_is_missing_too(city):
    visits(city, said={"2021-03-09": "约100"})
    assert figures("site_visits_daily")["site_visits_daily"]["status"] == "missing"


def test_a_month_that_was_not_delivered_leaves_it_missing(city):
    delivered(city, "visits", {"day": "2021-03-01", "visits": 1})
    row = figures("site_visits_daily")["site_visits_daily"]
    assert (row["value"], row["note"]) == (None, "缺 网站访问 2020-04 至 2021-02 间 11 个月")
