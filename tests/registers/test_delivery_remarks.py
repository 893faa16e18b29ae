"""What is said of a delivery as a whole, and what of it stands beside a figure."""

from __future__ import annotations

import pytest

from small_registers import CITY, build, code, delivered, figures, read, through, written

PERMIT = {"record": "1", "party_name": "某公司", "subject": "某事", "category": "普通", "authority": "某局"}
PERMIT |= {"decided_on": "2021-03-01", "reported_on": "2021-03-02", "concealed": "否"}


@pytest.fixture
def city(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return build(tmp_path)


def permits(*changes):
    return [
        PERMIT | {"record": str(number), "party_code": code(number)} | change for number, change in enumerate(changes)
    ]


def remarks(tmp_path, rows):
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return read("permits", written(tmp_path / "permits.csv", lines)).tables[0]["remarks"]


@pytest.mark.parametrize("column", ["party_name", "party_code", "subject", "category", "authority"])
def test_a_needed_column_blank_in_most_rows_is_said(tmp_path, column):
    said = remarks(tmp_path, permits({}, {column: ""}, {column: ""}))
    assert [(name, zh) for name, zh, _ in said] == [(column, f"“{column}”列 3 行中 2 行空白")]
    assert remarks(tmp_path, permits({}, {}, {column: ""})) == []


@pytest.mark.parametrize("column", ["reported_on"])
def test_days_that_have_not_come_are_no_gap(tmp_path, column):
    assert remarks(tmp_path, permits({column: ""}, {column: ""})) == []


def test_it_stands_beside_the_figures_that_need_the_column_and_no_other(city):
    rows = permits({}, *[{"authority": ""}] * 4)
    through(city, "permits", *rows, dated="decided_on", heads=list(rows[0]))
    through(city, "penalties", dated="decided_on", heads=list(rows[0]))
    found = figures("permits", "disclosure_compliant", "disclosure_records")
    assert found["disclosure_compliant"]["value"] == 1
    assert found["disclosure_compliant"]["note"] == "“authority”列 5 行中 4 行空白"
    assert found["permits"]["note"] is found["disclosure_records"]["note"] is None


def test_codes_stored_as_numbers_stand_beside_every_figure(city):
    delivered(city, "codes", *({"code": number, "name": f"公司{place}", "kind": "公司", "status": "存续"}
                               for place, number in enumerate([code(1), "9.13203E+17"])))  # fmt: skip
    note = figures("codes_total")["codes_total"]["note"]
    assert "1 行搁置" in note and "“code”列 1 格代码以数字存放，末几位已丢失" in note


def test_headings_alone_in_one_month_of_the_window_leave_the_figure_missing(city):
    rows = permits({})
    through(city, "permits", *rows, dated="decided_on", heads=list(rows[0]))
    delivered(city, "permits", month="2020-08", heads=list(rows[0]), stated=False)
    row = figures("permits")["permits"]
    assert row["value"] is None and row["note"].startswith("缺 行政许可 2020-08（") and CITY not in row["note"]
