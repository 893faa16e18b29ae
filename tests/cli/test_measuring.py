"""`scorecard measure` and `scorecard trace`, as used: exit codes, what is written, what is said."""

from __future__ import annotations

import polars as pl
import pytest

import small_registers
from small_registers import CITY, MONTH, code, delivered, written

HALL = {"hall": "一", "connected_on": "2021-03-01"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


@pytest.fixture
def measure(scorecard):
    return lambda *more, city="江阴", month=MONTH: scorecard("measure", "--city", city, "--month", month, *more)


@pytest.fixture
def trace(scorecard):
    return lambda fact, *more: scorecard("trace", "--fact", fact, "--city", "江阴", "--month", MONTH, *more)


def test_a_sound_delivery_ends_with_0_and_writes_the_months_facts(home, measure):
    delivered(home, "halls", HALL)
    ran = measure()
    assert ran.code == 0, ran.err
    path = home / "data" / "facts" / CITY / f"{MONTH}.parquet"
    known = pl.read_parquet(path).filter(pl.col("fact") == "service_halls")
    assert known.select("value", "status").row(0) == (1.0, "measured")
    assert ran.out.rstrip().endswith(f"data/facts/{CITY}/{MONTH}.parquet")
    assert "12/12 江阴市 2021-03" in ran.err.splitlines()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["政务大厅", "读入行", "搁置", "数据覆盖", "责任单位"]),
        ("en", ["halls", "Rows read", "Coverage", "Responsible unit"]),
    ],
)
def test_the_rows_of_each_register_and_the_coverage_per_unit_are_shown(home, measure, lang, words):
    delivered(home, "halls", HALL)
    out = measure("--lang", lang).out
    assert all(word in out for word in words), out
    assert "缺 统一社会信用代码 2021-03" in out


def test_rows_set_aside_end_with_3_and_their_list_is_named(home, measure):
    delivered(home, "halls", HALL, {"hall": "二", "connected_on": "2021-02-30"})
    ran = measure()
    assert ran.code == 3
    assert f"data/encoded/{CITY}/{MONTH}/quarantine.csv" in ran.out
    listed = pl.read_csv(home / "data" / "encoded" / CITY / MONTH / "quarantine.csv", infer_schema=False)
    assert listed.height == 1
    assert listed.select("register", "file", "line", "column", "value", "reason", "remedy").row(0) == (
        "halls", "data/registers/320281/2021-03/halls.csv", "3", "connected_on", "2021-02-30", "不是日期",
        "写成 2021-03-05 的样子",
    )  # fmt: skip


def test_a_file_that_cannot_be_read_ends_with_3_and_is_named_with_the_reason(home, measure):
    path = delivered(home, "halls", HALL)
    path.with_name("行政处罚.xlsx").write_bytes(b"x")
    path.with_name("服务大堂.csv").write_text("x", "utf-8")
    ran = measure()
    assert ran.code == 3
    assert "行政处罚.xlsx：不是 .xlsx 工作簿" in ran.out and "服务大堂.csv：看文件名不知是哪个登记簿" in ran.out


def test_notes_alone_end_with_0_and_offer_the_near_heading(home, measure):
    delivered(home, "halls", HALL | {"接入日其": "2021-03-01"})
    ran = measure()
    assert ran.code == 0 and "不认识的表头“接入日其”" in ran.out and "是否想写“接入日期”" in ran.out


def test_nothing_delivered_ends_with_1_and_says_where_and_which_months(home, measure):
    delivered(home, "halls", HALL, month="2021-02")
    ran = measure()
    assert ran.code == 1 and ran.out == ""
    assert "data/registers/320281/2021-03" in ran.err and "已有月份：2021-02" in ran.err
    assert not (home / "data" / "facts").exists()


@pytest.mark.parametrize(("city", "month"), [("江因", MONTH), ("江阴", "三月"), ("江阴", "2098-03")])
def test_a_city_or_month_that_is_none_ends_with_1(home, measure, city, month):
    assert measure(city=city, month=month).code == 1


def test_figures_that_differ_from_those_typed_in_are_listed(home, measure):
    delivered(home, "halls", HALL)
    typed = [["city", "month", "fact", "value"], [CITY, MONTH, "service_halls", "987"]]
    written(home / "data" / "facts" / CITY / f"{MONTH}.csv", typed)
    ran = measure()
    assert ran.code == 0 and "987" in ran.out.partition("登记簿计数")[2]


def test_all_measures_every_city_that_delivered_and_a_broken_one_stops_none(home, measure):
    delivered(home, "halls", HALL)
    broken = home / "data" / "registers" / "320282" / MONTH / "halls.xlsx"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"x")
    ran = measure(city="all")
    assert ran.code == 3 and "320282/2021-03" in ran.out
    assert [path.parent.name for path in (home / "data" / "facts").rglob("*.parquet")] == [CITY]
    assert measure("--city", "320281").code == 0


def test_all_where_nobody_delivered_ends_with_1(home, measure):
    assert measure(city="all").code == 1


def test_the_records_behind_a_figure_are_shown_and_written(home, trace, tmp_path):
    plain = {"kind": "企业法人", "status": "存续"}
    delivered(home, "codes", *({"code": code(place)[:17], "name": f"某{place}"} | plain for place in range(40)))
    output = tmp_path / "out" / "trace.csv"
    ran = trace("codes_faulty", "--output", output)
    assert ran.code == 0 and "长度不是 18 位" in ran.out and "某1" not in ran.out
    assert "10" in ran.out.splitlines()[-1]
    assert pl.read_csv(output, infer_schema=False).height == 40


def test_nothing_written_by_a_trace_begins_as_a_formula_does(home, trace, tmp_path):
    row = {"record": "=1+1", "party_code": code(1), "domain": "@x", "submitted_on": "2021-03-01"}
    delivered(home, "reports", row)
    trace("report_domains", "--output", tmp_path / "trace.csv")
    held = pl.read_csv(tmp_path / "trace.csv", infer_schema=False).row(0, named=True)
    assert (held["record"], held["domain"]) == ("'=1+1", "'@x")


def test_a_trace_into_a_place_that_takes_no_file_ends_with_1(home, trace, tmp_path):
    delivered(home, "halls", HALL)
    ran = trace("service_halls", "--output", tmp_path)
    assert ran.code == 1 and "can't be written" in ran.err


def test_a_fact_that_no_register_gives_ends_with_1_and_offers_the_near_one(home, trace):
    ran = trace("service_hall")
    assert ran.code == 1 and "Did you mean 'service_halls'" in ran.err


def test_a_trace_of_a_figure_that_is_unknown_ends_with_1(home, trace):
    ran = trace("service_halls")
    assert ran.code == 1 and "缺 政务大厅 2021-03" in ran.err
