"""A month measured from start to end, for one city and for many."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.facts import month
from analysis.problems import InputError
from small_registers import CITY, MONTH, delivered, through, written

HALL = {"hall": "一", "connected_on": "2021-03-01"}


def test_what_was_set_aside_is_listed_over_all_months_of_the_window(city):
    row = {"record": "1", "decided_on": "2020-04-01", "reported_on": "2020-03-01"}
    through(city, "permits", row, dated="decided_on", heads=list(row))
    delivered(city, "halls", HALL, {"hall": "=1+1", "connected_on": "=2"})
    made = month.measure_month([CITY], MONTH)
    (path,) = made.quarantines
    assert path == city / "data" / "encoded" / CITY / MONTH / "quarantine.csv" and not made.whole
    listed = pl.read_csv(path, infer_schema=False)
    assert listed.select("register", "line", "column", "value", "reason").rows() == [
        ("permits", "2", "reported_on", "2020-03-01", "早于起始日期"),
        ("halls", "3", "connected_on", "（不显示）", "不是日期"),
    ]  # fmt: skip


def test_a_month_without_faults_is_whole_and_its_list_is_empty(city):
    delivered(city, "halls", HALL)
    made = month.measure_month([CITY], MONTH)
    assert made.whole and made.cities == (CITY,) and len(made.quarantines[0].read_text("utf-8-sig").splitlines()) == 1


def test_nothing_delivered_says_where_and_which_months_there_are(city):
    delivered(city, "halls", HALL, month="2021-02")
    with pytest.raises(InputError) as caught:
        month.measure_month([CITY], MONTH)
    (problem,) = caught.value.problems
    assert problem.where == "data/registers/320281/2021-03" and "Months there: 2021-02." in problem.en


def test_nothing_readable_says_why_nothing_could_be_read(city):
    path = delivered(city, "halls", HALL)
    path.with_suffix(".xlsx").write_bytes(b"x")
    path.unlink()
    with pytest.raises(InputError) as caught:
        month.measure_month([CITY], MONTH)
    assert [problem.where.rpartition("/")[2] for problem in caught.value.problems] == ["halls.xlsx", "2021-03"]


def test_no_city_at_all_is_refused(city):
    with pytest.raises(InputError, match="No register can be read here"):
        month.measure_month([], MONTH)


def test_a_city_that_delivered_nothing_is_told_and_does_not_stop_the_others(city):
    delivered(city, "halls", HALL)
    made = month.measure_month(["320282", CITY, CITY], MONTH)
    assert made.cities == (CITY,) and not made.whole and set(made.facts["city"]) == {CITY}
    assert [problem.where for problem in made.deliveries.unread] == ["data/registers/320282/2021-03"]


def test_a_city_whose_files_are_all_broken_does_not_stop_the_others(city):
    delivered(city, "halls", HALL)
    other = city / "data" / "registers" / "320282" / MONTH / "halls.xlsx"
    written(other.with_name("x.txt"), [["x"]]).rename(other)
    made = month.measure_month([CITY, "320282"], MONTH)
    assert made.cities == (CITY,)
    assert [problem.where.rpartition("/")[2] for problem in made.deliveries.unread] == ["halls.xlsx", MONTH]
