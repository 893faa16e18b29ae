"""What was delivered for the months that count: read once, in order, each table told."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.facts.measured.registry import load_moment
from analysis.facts.measuring import city_facts  # noqa: F401  the measures say which months count
from analysis.facts.measuring.register_deliveries import (
    TABLES,
    cities_delivering_by,
    delivering_cities,
    delivery_months,
    months_delivered,
    refresh_deliveries,
)
from analysis.registers import REGISTERS, sorted_registers
from small_registers import CITY, MONTH, WINDOW, delivered, through, written

HEADS = ["record", "decided_on", "reported_on"]


def test_of_a_stock_the_month_counts_of_a_flow_the_window():
    when = load_moment(MONTH)
    assert delivery_months("codes", when) == delivery_months("lists", when) == (MONTH,)
    assert delivery_months("penalties", when) == delivery_months("loans", when) == WINDOW
    assert delivery_months("visits", when) == WINDOW
    assert delivery_months("penalties", when, "month") == (MONTH,)
    assert delivery_months("penalties", when, "twelve_months") == WINDOW


def test_each_table_is_told_with_its_counts_and_columns(city):
    record = {"record": "1", "decided_on": "2020-04-01", "reported_on": ""}
    through(city, "permits", record, dated="decided_on", heads=HEADS)
    delivered(city, "halls", {"hall": "一", "connected_on": "2021-02-30"})
    deliveries = refresh_deliveries([CITY], load_moment(MONTH))
    assert deliveries.tables.schema == TABLES and deliveries.tables.height == 13 and deliveries.tables["whole"].all()
    tables = {(row["register"], row["month"]): row for row in deliveries.tables.to_dicts()}
    assert tables["permits", "2020-04"]["used"] == 1 and [
        tables["permits", "2020-05"][key] for key in ("read", "used", "passed")
    ] == [0, 0, 1]
    assert tables["halls", MONTH]["set_aside"] == 1 and tables["halls", MONTH]["columns"] == ["connected_on", "hall"]


def test_each_city_and_month_is_announced_before_it_is_read(city):
    delivered(city, "halls", {"hall": "一", "connected_on": ""})
    announced = []
    refresh_deliveries([CITY], load_moment(MONTH), lambda *place: announced.append(place))
    assert announced == [(CITY, month, place, 12) for place, month in enumerate(WINDOW, start=1)]


def test_files_that_cannot_be_read_or_belong_to_none_are_told(city):
    path = delivered(city, "halls", {"hall": "一", "connected_on": ""})
    path.with_name("halls_2.xls").write_bytes(b"x")
    path.with_name("什么.csv").write_text("x", "utf-8")
    deliveries = refresh_deliveries([CITY], load_moment(MONTH))
    assert sorted(problem.where.rpartition("/")[2] for problem in deliveries.unread) == ["halls_2.xls", "什么.csv"]
    assert deliveries.tables["whole"].to_list() == [False]


def test_a_stock_of_an_earlier_month_is_not_read(city):
    delivered(city, "halls", {"hall": "一", "connected_on": ""}, month="2021-02")
    assert refresh_deliveries([CITY], load_moment(MONTH)).tables.height == 0


def test_a_register_taken_back_is_forgotten(city):
    path = delivered(city, "halls", {"hall": "一", "connected_on": ""})
    refresh_deliveries([CITY], load_moment(MONTH))
    assert sorted_registers.scan_sorted_rows([CITY], [MONTH], REGISTERS["halls"]).collect().height == 1
    path.unlink()
    refresh_deliveries([CITY], load_moment(MONTH))
    assert sorted_registers.scan_sorted_rows([CITY], [MONTH], REGISTERS["halls"]).collect().height == 0


def test_the_cities_that_delivered_are_those_of_the_table_of_cities(city):
    for name in (CITY, "320282", "999999", "江阴", "备份"):
        (city / "data" / "registers" / name / MONTH).mkdir(parents=True)
    (city / "data" / "registers" / "320583" / "2021-02").mkdir(parents=True)
    assert delivering_cities(MONTH) == (CITY, "320282")


def test_who_delivered_by_a_month_is_asked_of_folders_named_after_months(city):
    for name, month in ((CITY, "2021-01"), ("320282", MONTH), ("320583", "2021-04"), ("320582", "2021-01旧")):
        (city / "data" / "registers" / name / month).mkdir(parents=True)
    assert cities_delivering_by(MONTH) == (CITY, "320282")
    delivered(city, "halls", heads=["hall"], month="2021-01旧")
    assert months_delivered(CITY, date(2021, 3, 1)) == {}


@pytest.mark.parametrize("name", ["~$halls.xlsx", ".halls.csv"])
def test_lock_files_are_passed_over(city, name):
    path = delivered(city, "halls", {"hall": "一", "connected_on": ""})
    path.with_name(name).write_bytes(b"x")
    assert refresh_deliveries([CITY], load_moment(MONTH)).unread == ()


def test_a_workbook_that_is_open_elsewhere_is_told_as_long_as_it_is_whether_read_anew_or_not(city):
    rows = [["hall", "connected_on"], ["一", ""]]
    path = written(city / "data" / "registers" / CITY / MONTH / "halls.xlsx", rows)
    mark = path.with_name("~$halls.xlsx")
    for there in (False, True, True, False):
        mark.write_bytes(b"x") if there else mark.unlink(missing_ok=True)
        notes = [note.zh for note in refresh_deliveries([CITY], load_moment(MONTH)).notes]
        assert any("未保存的改动没有读到" in note for note in notes) == there


def test_the_months_in_which_each_register_was_delivered_up_to_a_day(city):
    for name, month in (("permits", "2021-03"), ("permits", "2021-01"), ("lists", "2021-02"), ("lists", "2021-04")):
        delivered(city, name, heads=["record"], month=month)
    assert months_delivered(CITY, date(2021, 3, 1)) == {"permits": ["2021-01", "2021-03"], "lists": ["2021-02"]}
    assert months_delivered(CITY, date(2020, 12, 31)) == {}
