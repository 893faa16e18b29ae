"""Mean daily visits, known only where every day of the month is."""

from __future__ import annotations

import pytest

from small_registers import delivered, figures


def visits(city, days, month="2021-03"):
    delivered(city, "visits", *({"day": f"{month}-{day:02d}", "visits": day} for day in days), month=month)


def test_the_mean_over_every_day_of_the_month(city):
    visits(city, range(1, 32))
    row = figures("site_visits_daily")["site_visits_daily"]
    assert (row["value"], row["records"]) == (16, 31)


@pytest.mark.parametrize("days", [range(1, 31), [*range(1, 15), *range(16, 32)]])
def test_a_day_that_is_missing_is_not_a_day_without_visits(city, days):
    visits(city, days)
    row = figures("site_visits_daily")["site_visits_daily"]
    assert (row["value"], row["note"]) == (None, "记录不全：本月应有 31 条，实有 30 条")


def test_a_day_that_is_set_aside_is_missing_too(city):
    rows = [{"day": f"2021-03-{day:02d}", "visits": day if day != 9 else "约100"} for day in range(1, 32)]
    delivered(city, "visits", *rows)
    assert figures("site_visits_daily")["site_visits_daily"]["status"] == "missing"


def test_only_the_month_itself_is_needed(city):
    visits(city, range(1, 29), month="2021-02")
    assert figures("site_visits_daily", month="2021-02")["site_visits_daily"]["value"] == 14.5
