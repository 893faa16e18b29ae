"""`scorecard measure`, as used: exit codes, what is written, what is said."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest

import small_registers
from analysis.cli.measure import _some, differing_text, read_text
from analysis.facts.measuring.month_measurement import MonthMeasurement
from analysis.facts.measuring.register_deliveries import TABLES, Deliveries
from analysis.problems import Problem
from small_registers import CITY, MONTH, delivered, written

HALL = {"hall": "一", "connected_on": "2021-03-01"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


@pytest.fixture
def measure(scorecard):
    return lambda *more, city="江阴", month=MONTH: scorecard("measure", "--city", city, "--month", month, *more)


def test_a_sound_delivery_ends_with_0_and_writes_the_months_facts(home, measure):
    delivered(home, "halls", HALL)
    ran = measure()
    assert ran.code == 0, ran.err
    path = home / "data" / "facts" / CITY / f"{MONTH}.parquet"
    figure = pl.read_parquet(path).filter(pl.col("fact") == "service_halls")
    assert figure.select("value", "status").row(0) == (1.0, "measured")
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


def test_what_was_counted_is_given_as_json_and_csv(home, measure, tmp_path):
    delivered(home, "halls", HALL, {"hall": "二", "connected_on": "2021-02-30"})
    ran = measure("--format", "json")
    told = json.loads(ran.out)
    assert ran.code == 3 and told["quarantines"] == [f"data/encoded/{CITY}/{MONTH}/quarantine.csv"]
    assert [(row["register"], row["read"], row["used"], row["set_aside"]) for row in told["read"]] == [
        ("halls", 2, 1, 1)
    ]
    measure("--format", "csv", "--output", tmp_path / "covered.csv")
    for rows in (told["coverage"], list(csv.DictReader(io.StringIO((tmp_path / "covered.csv").read_text("utf-8"))))):
        [row] = [row for row in rows if row["fact"] == "service_halls"]
        assert (row["city"], row["month"], row["status"], float(row["value"])) == (CITY, MONTH, "measured", 1.0)


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
    assert (
        "行政处罚.xlsx：后缀是 .xlsx，内容却是文本" in ran.out and "服务大堂.csv：看文件名无法确定是哪个台账" in ran.out
    )


def test_notes_alone_end_with_0_and_offer_the_near_heading(home, measure):
    delivered(home, "halls", HALL | {"接入日其": "2021-03-01"})
    ran = measure()
    assert ran.code == 0 and "不认识的表头“接入日其”" in ran.out and "是否想写“接入日期”" in ran.out


@pytest.mark.parametrize(
    "number", ["13912345678", "320281199003070014", "３２０２８１１９９００３０７００１４", "320281900307001"]
)
def test_a_persons_number_in_the_name_of_a_file_or_sheet_reaches_no_screen_and_no_kept_file(home, measure, number):
    place = home / "data" / "registers" / CITY / MONTH
    place.mkdir(parents=True)
    rows = [["大厅名称", "接入日期", f"街道{number}"], ["一厅", "2021-02-30", ""], ["二厅", "2021-03-01", ""]]
    small_registers.workbook(place / f"大厅_{number}.xlsx", {number: rows, f"说明{number}": [["请核对"]]})
    written(place / f"政务大厅{number}.csv", [row[:2] for row in rows])
    written(place / f"某{number}.csv", rows)
    for lang in ("zh", "en"):
        ran = measure("--lang", lang)
        assert ran.code == 3 and "***" in ran.out and number not in ran.out + ran.err
    products = [path for path in (home / "data").rglob("*") if path.is_file() and "registers" not in path.parts]
    assert {path.suffix for path in products} >= {".parquet", ".json", ".csv"}
    for path in products:
        cells = str(pl.read_parquet(path).rows()) if path.suffix == ".parquet" else path.read_text("utf-8")
        assert number not in cells, path.name
    assert "政务大厅***.csv" in (home / "data" / "encoded" / CITY / MONTH / "quarantine.csv").read_text("utf-8")


def test_what_is_kept_of_a_delivery_is_its_owners_alone(home, measure):
    delivered(home, "halls", HALL, {"hall": "二", "connected_on": "2021-02-30"})
    measure()
    kept = list((home / "data" / "encoded").rglob("*"))
    assert len(kept) > 6
    assert {path.stat().st_mode & 0o077 for path in [home / "data" / "encoded", *kept]} == {0}


def test_a_register_of_headings_alone_ends_with_3_and_lets_no_veto_pass(home, measure):
    delivered(home, "codes", heads=["code", "name", "kind", "status"], stated=False)
    delivered(home, "halls", HALL)
    ran = measure()
    assert ran.code == 3 and "codes.csv：只有表头，没有记录" in ran.out
    figures = pl.read_parquet(home / "data" / "facts" / CITY / f"{MONTH}.parquet")
    of_codes = figures.filter(pl.col("fact").str.starts_with("codes"))
    assert of_codes.height == 5 and of_codes["value"].null_count() == 5
    assert of_codes["note"].str.contains("没有记录又未写明“零报告”").all()


def test_a_register_that_says_it_has_none_is_zero_and_ends_with_0(home, measure):
    delivered(home, "breaches", heads=["record", "kind", "recorded_on", "linked", "resolved_on"])
    ran = measure()
    assert ran.code == 0, ran.out
    figures = pl.read_parquet(home / "data" / "facts" / CITY / f"{MONTH}.parquet")
    assert figures.filter(pl.col("fact").str.contains("breach"))["value"].to_list() == [0, 0, 0, 0]


def test_footers_end_with_0_and_are_counted_apart(home, measure):
    delivered(home, "halls", HALL, {"hall": "合计", "connected_on": ""}, {"hall": "制表人：某", "connected_on": ""})
    ran = measure()
    assert ran.code == 0 and "略过" in ran.out
    assert all(f"data/encoded/{CITY}/{MONTH}/{name}.csv" in ran.out for name in ("noted", "noted_summary"))
    figures = pl.read_parquet(home / "data" / "facts" / CITY / f"{MONTH}.parquet")
    assert figures.filter(pl.col("fact") == "service_halls")["value"].to_list() == [1]


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
    assert ran.code == 0 and "987" in ran.out.partition("台账计数")[2]


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


def measured(*tables, unread=(), notes=()):
    """What measuring gave: tables, each a month, register, file and its rows read, used, set aside, natural, passed."""
    tables_read = [
        (int(CITY), month, name, file, "", [], *counts, 0, passed, [], True)
        for month, name, file, *counts, passed in tables
    ]
    deliveries = Deliveries(pl.DataFrame(tables_read, schema=TABLES, orient="row"), unread, notes)
    return MonthMeasurement((CITY,), pl.DataFrame(), deliveries, ())


def test_rows_are_added_over_a_registers_files_and_months():
    earlier, here = (
        ("2021-02", "permits", "a.csv", 2000, 1500, 290, 200, 10),
        (MONTH, "permits", "b.csv", 10, 10, 0, 0, 0),
    )
    lines = read_text(measured(earlier, here, (MONTH, "halls", "c.csv", 1, 1, 0, 0, 0)), "en").splitlines()
    assert lines[-2].split()[-8:] == ["permits", "2", "2", "2,010", "1,510", "290", "200", "10"]
    assert lines[-1].split()[-8:] == ["halls", "1", "1", "1", "1", "0", "0", "0"]


def test_problems_are_told_in_the_readers_language_and_not_without_end():
    many = tuple(Problem(f"{place}.csv", "无法读取", "unreadable") for place in range(30))
    text = read_text(measured((MONTH, "halls", "c.csv", 1, 1, 0, 0, 0), unread=many), "zh")
    assert "0.csv：无法读取" in text and "unreadable" not in text and "另有 10 条" in text and "25.csv" not in text


def test_of_many_missing_figures_the_first_are_named():
    assert _some(["a", "b"], "en") == "a, b"
    assert _some(list("abcdefg"), "en") == "a, b, c, d, e and others, 7 in all"


def test_differing_figures_are_shown_unrounded():
    row = {"fact": "x", "zh": "某数", "supplied": 1234567.25, "measured": 2.0, "counts": "measured", "source": "a.csv"}
    frame = pl.DataFrame([row])
    text = differing_text(frame, "zh")
    assert "某数" in text and "1,234,567.25" in text and "a.csv" in text
    assert differing_text(frame.clear(), "zh") == ""
