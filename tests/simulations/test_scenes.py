"""Days drawn, working days counted off, and what a delivery shows of a story."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from analysis import calendars
from analysis.simulations.scenes import FLOW, RegisterStory, WorkingDays, month_delivery, random_days

SPRING = date(2021, 2, 7)
"""A Sunday that was worked, four days before the Spring Festival."""


def test_working_days_counted_off_agree_with_the_calendar(scene):
    calendar, draw = calendars.load(), scene.draw("test")
    days = random_days(draw, 2_000, date(2018, 1, 1), date(2021, 12, 31))
    waits = draw.integers(0, 30, 2_000)
    then = WorkingDays(scene.worked).nth(days, waits, draw.random(2_000) < 0.5)
    counted = pl.DataFrame({"start": days, "end": then}).select(
        calendar.working_days_between(pl.col("start"), pl.col("end"))
    )
    assert counted.to_series().to_list() == waits.tolist()


def test_a_report_on_a_rest_day_counts_no_working_day_more(scene):
    days, rest = WorkingDays(scene.worked), np.array([True])
    eve = pl.Series([date(2021, 2, 9)])
    assert days.nth(eve, np.array([1]), ~rest).to_list() == [date(2021, 2, 10)]
    assert days.nth(eve, np.array([1]), rest).to_list() == [date(2021, 2, 11)]
    assert days.passed(pl.Series([SPRING]), date(2021, 2, 18)).to_list() == [4]


def test_a_day_past_the_calendar_is_unknown(scene):
    last = pl.Series([scene.worked["day"][-1]])
    assert WorkingDays(scene.worked).nth(last, np.array([3]), np.array([False])).to_list() == [None]


def test_a_stock_stands_at_the_months_end_and_a_flow_within_it():
    rows = pl.DataFrame(
        {"began": [date(2021, 1, 5), date(2021, 2, 5)], "ended": [date(2021, 2, 9), None], "why": ["a", None]}
    )
    stock = RegisterStory("lists", rows, "began", later={"ended": ("why",)})
    assert month_delivery(stock, "2021-01").rows() == [(date(2021, 1, 5), None, None)]
    assert month_delivery(stock, "2021-02").rows() == rows.rows()
    assert month_delivery(RegisterStory("loans", rows, "began", FLOW), "2021-02").height == 1


def test_what_is_drawn_depends_on_what_it_is_for(scene):
    assert scene.draw("a").random() == scene.draw("a").random() != scene.draw("b").random()
