"""What a figure rests on, and in which words it is said to lack something."""

from __future__ import annotations

import polars as pl

from analysis.facts.measured.registry import MEASURES, load_moment
from analysis.facts.measuring import city_facts  # noqa: F401  each measure is declared there
from analysis.facts.measuring.evidence import IN_PART, evidence_files, measure_needs, undelivered_needs
from analysis.facts.measuring.register_deliveries import TABLES
from small_registers import MONTH, WINDOW

CITIES = pl.DataFrame({"city": [1, 2]}, schema={"city": pl.Int32})
WHEN = load_moment(MONTH)


def tables(*rows):
    """Tables delivered, each: city, month, register, file, columns, set aside, whole."""
    delivered = [
        {"city": city, "month": month, "register": register, "file": file, "sheet": "", "columns": columns}
        | {"read": 9, "used": 9 - aside, "set_aside": aside, "whole": whole, "remarks": []}
        for city, month, register, file, columns, aside, whole in rows
    ]
    return pl.DataFrame(delivered, schema=TABLES)


def said(fact, *rows):
    return dict(undelivered_needs(MEASURES[fact], CITIES, tables(*rows), WHEN).rows())


def test_a_measure_needs_its_own_registers_over_the_window_and_others_at_the_months_end():
    assert measure_needs(MEASURES["blacklisted"], WHEN).rows() == [("lists", MONTH, True), ("codes", MONTH, False)]
    assert measure_needs(MEASURES["disclosure_late"], WHEN).height == 2 * len(WINDOW)
    assert measure_needs(MEASURES["site_visits_daily"], WHEN).rows() == [("visits", month, True) for month in WINDOW]


def test_a_city_that_lacks_nothing_has_no_row():
    assert said("service_halls", (1, MONTH, "halls", "a.csv", ["hall"], 0, True)) == {2: "缺 政务大厅 2021-03"}


def test_a_column_is_asked_of_every_table_but_not_of_registers_only_looked_into():
    delivered = [(1, MONTH, "halls", name, name.split(), 0, True) for name in ("hall connected_on", "hall")]
    assert said("service_halls_connected", *delivered)[1] == "缺 政务大厅 2021-03（缺 connected_on 列）"
    both = [(1, MONTH, "lists", "a", [], 0, True), (1, MONTH, "codes", "b", [], 0, True)]
    assert 1 not in said("blacklisted", *both)


def test_what_is_lacking_of_several_registers_and_months_is_put_together():
    delivered = [(1, month, "permits", "a", ["reported_on"], 0, True) for month in WINDOW if month != "2020-06"]
    delivered += [(1, month, "penalties", "a", ["reported_on"], 0, month > "2020-06") for month in WINDOW]
    assert (
        said("disclosure_late", *delivered)[1] == f"缺 行政处罚 2020-04 至 2020-06 间 3 个月{IN_PART}；行政许可 2020-06"
    )


def test_a_register_of_which_a_file_could_not_be_read_is_lacking():
    assert said("service_halls", (1, MONTH, "halls", "a.csv", ["hall"], 0, False))[1] == f"缺 政务大厅 2021-03{IN_PART}"


def test_the_files_behind_a_figure_are_named_once_the_first_few_and_their_number():
    delivered = [(1, month, "loans", f"{place}.csv", [], 1, True) for place, month in enumerate(WINDOW)]
    assert evidence_files(MEASURES["xinyidai_loans"], tables(*delivered), WHEN).rows() == [
        (1, "0.csv；1.csv；2.csv 等 12 个文件", 12, None)
    ]
    delivered = [(2, MONTH, "halls", "a.xlsx", [], aside, True) for aside in (1, 2)]
    assert evidence_files(MEASURES["service_halls"], tables(*delivered), WHEN).rows() == [(2, "a.xlsx", 3, None)]
