"""Lists of many cities sought at once are each city's own, to the row, by polars and by Spark alike."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis.facts.measuring import (
    list_cities_due,
    list_cities_repairs,
    list_due_records,
    list_repair_records,
)
from analysis.problems import InputError
from small_registers import build, code

ON, MONTH = date(2021, 4, 6), "2021-03"
CITIES = [f"3202{number}" for number in (81, 82)] + [
    "320583", "320582", "320581", "320585", "110000", "310000", "330281", "330282", "320100", "320500",
]  # fmt: skip


@pytest.fixture
def nation(tmp_path, monkeypatch):
    """Twelve cities whose registers differ in number; the third has permits without a column of reports."""
    monkeypatch.setenv("CITY_CREDIT_HOME", str(build(tmp_path)))
    for place, city in enumerate(CITIES):
        folder = tmp_path / "data" / "registers" / city / MONTH
        folder.mkdir(parents=True)
        heads = "record,party_name,party_code,authority,decided_on,concealed" + (",reported_on" if place != 2 else "")
        end = ",2021-03-19" if place != 2 else ""
        rows = [
            f"R{number},甲,{code(number)},市某局,2021-03-{10 + number:02d},否"
            + (end if number % 3 == 0 else "," * bool(end))
            for number in range(1, place + 4)
        ]
        (folder / "permits.csv").write_text("\n".join([heads, *rows, ""]), "utf-8")
        rows = [f"P{number},甲,{code(number)},市某局,2021-0{1 + number % 3}-1{number % 9},,{number % 2}元"
                for number in range(1, place + 3)]  # fmt: skip
        heads = "record,party_name,party_code,authority,decided_on,reported_on,confiscated"
        (folder / "penalties.csv").write_text("\n".join([heads, *rows, ""]), "utf-8")
        rows = [f"黑名单,{code(50 + number)},2020-0{1 + number % 9}-01,,,税务" for number in range(1, place + 2)]
        (folder / "lists.csv").write_text(
            "\n".join(["kind,party_code,entered_on,exited_on,exit_reason,domain", *rows, ""]), "utf-8"
        )
    return tmp_path


@pytest.mark.parametrize("engine", ["polars", "spark"])
def test_twelve_cities_lists_are_their_own_to_the_row(nation, engine):
    if engine == "spark":
        pytest.importorskip("pyspark")
    due = {found.city: found for found in list_cities_due(dict.fromkeys(CITIES, MONTH), ON, 10, engine, "local[1]")}
    dates = {found.city: found for found in list_cities_repairs(CITIES, ON, engine, "local[1]")}
    assert list(due) == list(dates) == CITIES
    assert len({found.records.height for found in due.values()}) > 6
    for city in CITIES:
        own = list_due_records(city, ON, 10, MONTH)
        for part in ("records", "effects", "gaps"):
            assert getattr(due[city], part).equals(getattr(own, part)), (city, part)
        assert due[city].as_of == own.as_of
        assert dates[city].records.equals(list_repair_records(city, ON).records)


def test_a_citys_missing_column_is_its_own(nation):
    """The third city cannot tell what was reported; the others can, though their files bear the same name."""
    found = {found.city: found for found in list_cities_due(dict.fromkeys(CITIES, MONTH), ON, 10)}
    matters = {city: set(each.records["matter"]) for city, each in found.items()}
    assert "permit_report" not in matters[CITIES[2]]
    assert all("permit_report" in own for city, own in matters.items() if city != CITIES[2])


def test_a_city_without_registers_has_no_list_and_none_at_all_is_refused(nation):
    found = list(list_cities_due({CITIES[0]: MONTH, "320682": MONTH}, ON, 10))
    assert [each.city for each in found] == [CITIES[0]] and isinstance(found[0].records, pl.DataFrame)
    with pytest.raises(InputError):
        list(list_cities_due({"320682": MONTH}, ON, 10))
