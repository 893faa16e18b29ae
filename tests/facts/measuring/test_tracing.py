"""The records behind a figure: where they stand and what tells them, never a name."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.facts.measuring.tracing import trace_records
from analysis.problems import InputError
from small_registers import CITY, MONTH, code, delivered, through, values


def wrong(number):
    return code(number)[:-1] + ("0" if code(number)[-1] != "0" else "1")


def test_a_near_code_that_passes_is_offered_never_used(city):
    """Small letters: the code fails as delivered, and its repair is told beside it."""
    small = code(1).lower()
    delivered(city, "codes", {"code": small, "name": "甲", "kind": "企业法人", "status": "存续"})
    assert trace_records("codes_faulty", CITY, MONTH).select("code", "repair").rows() == [(small, code(1))]


@pytest.mark.parametrize("fact", ["codes_faulty", "重错码数"])
def test_faulty_codes_are_listed_with_every_fault(city, fact):
    plain = {"kind": "企业法人", "status": "存续"}
    bodies = [(code(1), "甲"), (wrong(2), "乙"), (code(3), "丙"), (code(3), "丁"), (wrong(4), "丁")]
    delivered(city, "codes", *({"code": own, "name": name} | plain for own, name in bodies))
    records = trace_records(fact, CITY, MONTH)
    assert records.select("line", "code", "why").rows() == [
        (3, wrong(2), "第 18 位校验码不符"), (4, code(3), "一码多赋"), (5, code(3), "一码多赋、一主体多码"),
        (6, wrong(4), "第 18 位校验码不符、一主体多码"),
    ]  # fmt: skip
    assert "name" not in records.columns and set(records["file"]) == {"data/registers/320281/2021-03/codes.csv"}


def test_records_of_several_registers_and_months_are_listed_together(city):
    for name in ("permits", "penalties"):
        rows = [
            {
                "record": f"{name}{month}", "party_name": "某公司", "party_code": code(1), "decided_on": f"{month}-01",
                "reported_on": day,
            }
            for month, day in (("2020-04", "2020-04-02"), ("2021-03", ""))
        ]  # fmt: skip
        through(city, name, *rows, dated="decided_on", heads=list(rows[0]))
    records = trace_records("disclosure_records", CITY, MONTH)
    assert records.select("register", "record", "reported_on").rows() == [
        ("penalties", "penalties2020-04", date(2020, 4, 2)), ("permits", "permits2020-04", date(2020, 4, 2)),
    ]  # fmt: skip
    assert records.height == values("disclosure_records")[0] and "party_name" not in records.columns


def test_no_record_is_an_answer_where_the_figure_is_zero(city):
    delivered(city, "halls", {"hall": "一", "connected_on": ""})
    assert trace_records("service_halls_connected", CITY, MONTH).height == 0


def test_no_record_is_no_answer_where_the_figure_is_unknown(city):
    delivered(city, "halls", {"hall": "一"})
    with pytest.raises(InputError, match="缺 政务大厅 2021-03（缺 connected_on 列）"):
        trace_records("service_halls_connected", CITY, MONTH)
    with pytest.raises(InputError, match="缺 统一社会信用代码 2021-03"):
        trace_records("codes_faulty", CITY, MONTH)


@pytest.mark.parametrize(
    ("fact", "near"),
    [("code_faulty", "'codes_faulty'"), ("重错码", "'重错码数'"), ("township_plan", "No register gives"), ("x", "")],
)
def test_a_fact_that_no_register_gives_is_refused_with_the_near_one(city, fact, near):
    with pytest.raises(InputError, match="No register gives this fact") as caught:
        trace_records(fact, CITY, MONTH)
    assert near in str(caught.value)
