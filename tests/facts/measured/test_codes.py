"""Facts of the code register: codes, faulty ones, conversions, and the bodies in operation."""

from __future__ import annotations

import polars as pl
import pytest

from small_registers import CITY, MONTH, code, delivered, figures, values


@pytest.fixture
def codes(city):
    """Delivers bodies: each its code and name, and what differs from a company in operation."""

    def deliver(*bodies, **everyone):
        plain = {"kind": "企业法人", "status": "存续"}
        rows = [{"code": body_code, "name": name} | plain | everyone | more for body_code, name, more in bodies]
        delivered(city, "codes", *rows)

    return deliver


def wrong(number):
    return code(number)[:-1] + ("0" if code(number)[-1] != "0" else "1")


def test_a_code_counts_once_whoever_bears_it_and_however_many_faults_it_has(codes):
    """甲: its one code fails; 乙 and 丙 share a code; 丁 has two, one of which fails too; 戊 is sound."""
    bodies = [(wrong(1), "甲"), (code(2), "乙"), (code(2), "丙"), (code(3), "丁"), (wrong(4), "丁"), (code(5), "戊")]
    codes(*((own, name, {}) for own, name in bodies))
    measured = figures("codes_total", "codes_faulty")
    assert (measured["codes_total"]["value"], measured["codes_total"]["records"]) == (5, 6)
    assert (measured["codes_faulty"]["value"], measured["codes_faulty"]["records"]) == (4, 5)


def test_a_code_of_a_registry_that_no_table_knows_is_told_of_and_not_faulty(codes):
    """All other checks hold; with a further fault, or shared, it is faulty as any other."""
    unknown = code(1, "91999999")
    codes((unknown, "甲", {}), (code(2, "91999999"), "乙", {}), (code(2, "91999999"), "丙", {}), (code(3), "丁", {}))
    row = figures("codes_faulty")["codes_faulty"]
    assert (row["value"], row["records"]) == (1, 2)
    assert row["note"] == "另有 1 条的登记机关未收录、其余各项校验均合格，未计为错码"


@pytest.mark.parametrize(("setting", "faulty"), [("true", [2, 3, 5]), ("false", [3, 5])])
def test_the_faulty_can_be_counted_from_the_list_alone_whatever_counts_as_faulty(city, codes, setting, faulty):
    """甲: its registry is in no table; 乙: its check fails; 丙: sound; 丁: both."""
    params = city / "params" / "identifiers.toml"
    text = params.read_text("utf-8").splitlines()
    kept = [f"unknown_is_faulty = {setting}" if line.startswith("unknown_is_faulty") else line for line in text]
    params.write_text("\n".join([*kept, ""]), "utf-8")
    both = code(4, "91999999")[:-1] + ("0" if code(4, "91999999")[-1] != "0" else "1")
    codes((code(1, "91999999"), "甲", {}), (wrong(2), "乙", {}), (code(3), "丙", {}), (both, "丁", {}))
    assert values("codes_faulty") == [len(faulty)]
    noted = pl.read_csv(city / "data" / "encoded" / CITY / MONTH / "noted.csv")
    assert noted.filter(pl.col("column") == "code")["line"].to_list() == faulty


def test_where_none_is_doubted_nothing_is_said(codes):
    codes((wrong(1), "甲", {}))
    assert figures("codes_faulty")["codes_faulty"]["note"] is None


def test_corrected_ones_stay_faulty_and_count_by_the_months_end(codes):
    days = ["2021-03-31", "2021-04-01", ""]
    codes(*((wrong(number), f"某{number}", {"corrected_on": day}) for number, day in enumerate(days)))
    assert values("codes_faulty", "codes_faulty_corrected") == [3, 1]


def test_a_legacy_code_counts_once_though_its_body_has_two_codes(codes):
    old = {"legacy": "320281000001", "converted_on": "2021-03-01"}
    codes((code(1), "甲", old), (code(2), "甲", old), (code(3), "乙", {"legacy": "320281000002", "converted_on": ""}))
    assert values("codes_legacy", "codes_converted") == [2, 1]


def test_corrections_are_unknown_where_the_column_was_not_delivered(codes):
    codes((wrong(1), "甲", {}))
    row = figures("codes_faulty_corrected")["codes_faulty_corrected"]
    assert (row["value"], row["status"], row["source"]) == (None, "missing", None)
    assert row["note"] == "缺 统一社会信用代码 2021-03（缺 corrected_on 列）"


def test_legacy_codes_and_those_converted_by_the_months_end(codes):
    codes(
        (code(1), "甲", {"legacy": "320281000001", "converted_on": "2021-03-31"}),
        (code(2), "乙", {"legacy": "320281000002", "converted_on": "2021-04-01"}),
        (code(3), "丙", {"legacy": "无", "converted_on": "2021-03-01"}),
        (code(4), "丁", {"legacy": "320281000004", "converted_on": ""}),
    )
    assert values("codes_legacy", "codes_converted") == [3, 1]


def test_bodies_in_operation_by_their_kinds(codes):
    """Two bodies that share a code are two; one with a second code (某1) is one."""
    kinds = ["企业法人", "合伙企业", "农民专业合作社", "个体工商户", "机关", "社会团体", "农村集体经济组织", "其他"]
    codes(
        *((code(number), f"某{number}", {"kind": kind}) for number, kind in enumerate(kinds)),
        (code(20), "已注销的公司", {"status": "注销"}),
        (code(0), "同码的另一公司", {}),
        (code(21), "某1", {"kind": "合伙企业"}),
    )
    named = ("market_entities", "legal_entities", "enterprises", "registered_enterprises", "legal_enterprises")
    assert values(*named) == [5, 8, 3, 3, 2]
