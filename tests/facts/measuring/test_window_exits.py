"""What is left of a window some months on: by the dates of the records, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.facts.measured.registry import load_moment
from analysis.facts.measuring import list_window_remains
from analysis.facts.measuring.window_exits import MovedMoment
from small_registers import CITY, MONTH, code, delivered, through

PERMITS = ("record", "party_name", "party_code", "subject", "category", "authority", "decided_on", "reported_on",
           "concealed")  # fmt: skip


def permit(record, decided, reported):
    row = [record, "某公司", code(1), "某事", "普通", "某局", decided, reported, "否"]
    return dict(zip(PERMITS, row, strict=True))


def remains(name, ahead=12):
    frame = list_window_remains(CITY, MONTH, ahead).filter(fact=name)
    return dict(frame.select("ahead", "remains").iter_rows()), frame["why"][0]


def test_the_window_begins_later_and_ends_with_the_month():
    moved = MovedMoment(*(getattr(load_moment(MONTH), name) for name in ("month", "values", "calendar")), ahead=3)
    assert (moved.start, moved.end) == (date(2020, 7, 1), date(2021, 3, 31))
    gone = MovedMoment(moved.month, moved.values, moved.calendar, ahead=12)
    assert gone.start > gone.end


def test_a_record_is_counted_until_the_window_has_passed_its_day(city):
    rows = [permit("R1", "2020-04-30", "2020-05-06"), permit("R2", "2020-05-01", ""), permit("R3", "2021-03-31", "")]
    through(city, "permits", *rows, dated="decided_on", heads=PERMITS)
    every, _ = remains("permits")
    assert [every[step] for step in (0, 1, 2, 11, 12)] == [3, 2, 1, 1, 0]
    reported, _ = remains("permits_reported")
    assert [reported[step] for step in (0, 1, 12)] == [1, 0, 0]


def test_a_month_not_delivered_leaves_it_unknown_with_the_reason(city):
    delivered(city, "permits", permit("R3", "2021-03-31", ""))
    every, why = remains("permits")
    assert set(every.values()) == {None} and "2020-04" in why


def test_an_average_over_all_days_adds_up_and_another_does_not(city):
    from analysis.calendars import MonthWindow

    for month in MonthWindow(MONTH).months:
        window = MonthWindow(month, 1)
        days = [date.fromordinal(day) for day in range(window.first.toordinal(), window.last.toordinal() + 1)]
        delivered(city, "visits", *({"day": day.isoformat(), "visits": day.month} for day in days), month=month)
    left, _ = remains("site_visits_daily")
    assert left[0] - left[1] == pytest.approx(30 * 4 / 365) and left[12] == 0
    assert "平均数" in remains("objection_days")[1] or remains("objection_days")[0][0] is None


def test_a_body_counts_as_long_as_one_of_its_records_does(city):
    heads = ("kind", "party_code", "entered_on", "exited_on", "exit_reason", "domain")
    rows = [
        dict(zip(heads, ["黑名单", code(number), "2019-01-01", day, "整改", domain], strict=True))
        for number, day, domain in ((1, "2020-04-10", "税务"), (1, "2020-08-10", "环保"), (2, "2020-04-20", "税务"))
    ]
    delivered(city, "lists", *rows)
    left, why = remains("blacklist_exits")
    assert why is None and [left[step] for step in (0, 1, 4, 5)] == [2, 1, 1, 0]
