"""Counts of many cities at once are those of each city's own list, by polars and by Spark alike."""

from __future__ import annotations

import shutil
from datetime import date

import polars as pl
import pytest

import small_registers
from analysis.facts.measuring import count_cities_due, count_cities_repairs
from analysis.problems import InputError
from analysis.questions import due, national, repairs
from small_registers import CITY, code, delivered, through

ON = date(2021, 4, 6)
OTHER = "320282"
PERMITS = ("record", "party_name", "party_code", "subject", "category", "authority", "decided_on", "reported_on",
           "concealed")  # fmt: skip
PENALTIES = ("record", "party_name", "party_code", "authority", "decided_on", "reported_on", "confiscated")
LISTS = ("kind", "party_code", "entered_on", "exited_on", "exit_reason", "domain")


def permit(record, decided, reported=""):
    row = [record, "某公司", code(1), "某事", "普通", "某局", decided, reported, "否"]
    return dict(zip(PERMITS, row, strict=True))


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """Two cities, the second with one permit more that is late, and an older list; no test changes them."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("nation")
        patch.setenv("CITY_CREDIT_HOME", str(home))
        yield delivered_nation(small_registers.build(home))


def delivered_nation(home):
    permits = [permit("R1", "2021-03-20"), permit("R2", "2021-03-30"), permit("R3", "2021-03-30", "2021-04-01")]
    through(home, "permits", *permits, dated="decided_on", heads=PERMITS)
    rows = [
        ["P1", "某公司", code(2), "某局", "2021-01-05", "", ""],
        ["P2", "某公司", code(3), "某局", "2021-03-02", "", "5元"],
    ]
    through(home, "penalties", *(dict(zip(PENALTIES, row, strict=True)) for row in rows), dated="decided_on",
            heads=PENALTIES)  # fmt: skip
    entries = [["黑名单", code(4), "2020-01-01", "", "", "税务"], ["严重失信", code(5), "2021-02-01", "", "", "税务"]]
    delivered(home, "lists", *(dict(zip(LISTS, row, strict=True)) for row in entries), month="2021-02")
    registers = home / "data" / "registers"
    shutil.copytree(registers / CITY, registers / OTHER)
    late = registers / OTHER / "2021-03" / "permits.csv"
    late.write_text(late.read_text("utf-8") + f"R4,某公司,{code(1)},某事,普通,某局,2021-03-10,,否\r\n", "utf-8")
    (registers / CITY / "2021-04").mkdir()
    (registers / OTHER / "2021-04").mkdir()
    return home


def by_city(frame, city):
    return frame.filter(city=city).drop("city").sort(pl.nth(0))


@pytest.mark.parametrize("city", [CITY, OTHER])
def test_each_citys_counts_are_those_of_its_own_list(nation, city):
    rows = count_cities_due([CITY, OTHER], ON, 10).rows
    own = due.due(city, ON, 10).summary.sort("matter")
    counted = by_city(rows, city).filter(pl.sum_horizontal("overdue", "due", "later", "open") > 0)
    assert counted.select("matter", "overdue", "due", "later", "open").equals(
        own.select("matter", "overdue", "due", "later", "open")
    )


def test_the_second_city_has_one_more_that_is_late(nation):
    rows = count_cities_due([CITY, OTHER], ON, 10).rows.filter(matter="permit_report")
    assert dict(rows.select("city", "overdue").iter_rows()) == {CITY: 1, OTHER: 2}


def test_a_matter_that_no_register_tells_of_has_no_row(nation):
    assert "objection" not in set(count_cities_due([CITY], ON, 10).rows["matter"])


@pytest.mark.parametrize("city", [CITY, OTHER])
def test_repairs_are_those_of_each_citys_own_board(nation, city):
    rows = national.national_repairs([CITY, OTHER], ON).rows
    own = repairs.repair_dates(city, ON).summary.sort("subject")
    assert by_city(rows, city).equals(own)


def test_spark_counts_the_same(nation):
    pytest.importorskip("pyspark")
    for count, more in ((count_cities_due, (10,)), (count_cities_repairs, ())):
        plain = count([CITY, OTHER], ON, *more).rows
        assert count([CITY, OTHER], ON, *more, engine="spark", master="local[1]").rows.equals(plain)


def test_cities_without_registers_are_named_and_none_at_all_is_refused(nation):
    assert count_cities_due([CITY, "320283"], ON, 10).absent == ("320283",)
    with pytest.raises(InputError):
        count_cities_due(["320283"], ON, 10)
