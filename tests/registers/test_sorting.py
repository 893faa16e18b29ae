"""Every row ends in exactly one place, with its reasons; and no value that may be a person's is written down."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import small_registers
from analysis.registers import delivered_files, register_wordings
from small_registers import read, table, workbook, written


@pytest.fixture
def sorted_as(tmp_path, heads):
    """A register's rows sorted: `sorted_as(row(1), row(2))`."""

    def build(*rows, name="penalties.csv", heads=heads, register="penalties", month="2021-03"):
        return read(register, written(tmp_path / name, [heads, *rows]), month=month)

    return build


def faults(delivery):
    return delivery.aside.select("line", "column", "value", "reason_en").rows()


def test_a_sound_row_is_used_with_its_types(sorted_as, row):
    delivery = sorted_as(row(1))
    assert delivery.rows.drop("file", "party_code").row(0, named=True) == {
        "city": 320281, "month": "2021-03", "sheet": "", "line": 2, "record": "CF-1", "party_kind": "organisation",
        "authority": "某局",
        "decided_on": date(2021, 3, 5), "fine": 1_500_000, "confiscated": None, "reported_on": date(2021, 3, 10),
        "concealed": False, "compliant": True, "waited": 3,
    }  # fmt: skip
    assert delivery.aside.height == 0


@pytest.mark.parametrize(
    ("place", "cell", "value", "reason"),
    [
        (0, "", None, "required, but empty"),
        (6, "", None, "required, but empty"),
        (6, "2021-02-30", "2021-02-30", "not a date"),
        (6, "2021-02-28", "2021-02-28", "of another month"),
        (8, "-1.5", "-1.5", "negative"),
        (8, "1.5.3", "1.5.3", "not an amount"),
        (9, "2021-03-04", "2021-03-04", "before the date it follows"),
        (9, "2201-03-10", "2201-03-10", "of a year whose holidays are not known"),
        (10, "0.5", "0.5", "neither yes nor no"),
        (8, "13812345678", "（不显示）", "looks like a person's number"),
        (1, "法人组织", "法人组织", "not one of the choices"),
    ],
)
def test_a_row_with_a_fault_is_set_aside_whole_and_the_fault_is_told(sorted_as, row, heads, place, cell, value, reason):
    delivery = sorted_as(row(1), row(2, {place: cell}))
    assert faults(delivery) == [(3, heads[place], value, reason)]
    assert delivery.rows["record"].to_list() == ["CF-1"]
    assert delivery.aside.select("reason", "remedy", "remedy_en").null_count().sum_horizontal().item() == 0


def test_all_faults_of_a_row_are_told(sorted_as, row, heads):
    delivery = sorted_as(row(1, {6: "2021-13-01", 8: "1.5.5", 10: "7"}))
    assert [fault[1] for fault in faults(delivery)] == [heads[6], heads[8], heads[10]]
    assert delivery.tables[0]["set_aside"] == 1


@pytest.mark.parametrize("place", [1, 6, 8, 9, 10])
@pytest.mark.parametrize(
    "name", ["张三丰", "阿依古丽·买买提", "Zhang San", "审核人：张三", "13812345678", "320281199003070014"]
)
def test_a_name_or_number_of_a_person_that_slipped_into_a_column_is_not_shown(sorted_as, row, place, name):
    delivery = sorted_as(row(1, {place: name}))
    assert delivery.aside.height == 1 and delivery.aside["value"].to_list() == ["（不显示）"]


def test_of_a_broken_row_nothing_but_that_is_told(sorted_as, row, tmp_path, heads):
    text = small_registers.text_of([heads, row(1), row(2), row(3)])
    text = text.replace("CF-1,", '"CF-1"张三,').replace("CF-2,", "CF-2,李四,")
    (tmp_path / "x.csv").write_text(text, "utf-8")
    delivery = read("penalties", tmp_path / "x.csv")
    assert faults(delivery) == [(2, "", None, "a quotation mark is open"), (3, "", None, "more cells than headings")]
    assert delivery.tables[0]["read"] == 3 and delivery.rows["record"].to_list() == ["CF-3"]


def test_a_missing_required_column_sets_every_row_aside(sorted_as, row, heads):
    delivery = sorted_as(
        *([cell for place, cell in enumerate(row(number)) if place != 6] for number in (1, 2)),
        heads=[*heads[:6], *heads[7:]],
    )
    assert faults(delivery) == [(line, "decided_on", None, "the column is missing") for line in (2, 3)]
    assert delivery.rows.height == 0


def test_an_amount_without_any_unit_is_set_aside(sorted_as, row, heads):
    delivery = sorted_as(row(1), row(2, {8: "3万元"}), heads=[*heads[:8], "罚款金额", *heads[9:]])
    assert [fault[3] for fault in faults(delivery)] == ["an amount without a unit"]
    assert delivery.rows["fine"].to_list() == [3_000_000]


def test_the_standards_field_codes_mean_ten_thousand_yuan(sorted_as, row, heads):
    assert sorted_as(row(1), heads=[*heads[:8], "CF_NR_FK", *heads[9:]]).rows["fine"].to_list() == [1_500_000]


def test_a_column_of_units_holds_for_its_row(sorted_as):
    heads = ["贷款编号", "统一社会信用代码", "放款金额(万元)", "单位", "是否通过平台", "放款日期"]
    rows = [
        [str(number), small_registers.code(number), "2", unit, "是", "2021-03-05"]
        for number, unit in enumerate(["元", "", "亿元"])
    ]
    assert sorted_as(*rows, register="loans", heads=heads, name="loans.csv").rows["amount"].to_list() == [
        200,
        2_000_000,
        2 * 10**10,
    ]


def test_dates_of_a_stock_must_not_lie_in_the_future(sorted_as):
    heads = ["报告编号", "统一社会信用代码", "提交日期"]
    rows = [
        [str(number), small_registers.code(1), day]
        for number, day in enumerate(["2019-01-01", "2021-03-31", "2021-04-01"])
    ]
    delivery = sorted_as(*rows, register="reports", heads=heads, name="reports.csv")
    assert delivery.rows["record"].to_list() == ["0", "1"]
    assert faults(delivery) == [(4, "提交日期", "2021-04-01", "after the month's end")]


@pytest.mark.parametrize(
    "cells",
    [
        {1: "自然人"}, {1: " 自 然 人 "}, {1: "０５"}, {3: "320281199003070014"}, {3: "320281199003070015"},
        {3: "320281 19900307 0014"}, {3: "３２０２８１１９９００３０７００１４"}, {3: "3202811990****0014"},
        {3: "320281900307001"},
        {3: "13812345678"}, {11: "护照"}, {12: "320281199003070014"},
    ],
)  # fmt: skip
def test_a_natural_persons_row_is_counted_and_dropped_even_where_it_is_at_fault(sorted_as, row, heads, cells):
    bad = [{6: "不详", **cells}.get(place, cell) for place, cell in enumerate([*row(2), "", ""])]
    delivery = sorted_as([*row(1), "", ""], bad, heads=[*heads, "证件类型", "证件号码"])
    counts = [delivery.tables[0][key] for key in ("read", "used", "set_aside", "natural", "passed")]
    assert counts == [2, 1, 0, 1, 0]
    assert [*delivery.aside["line"], *delivery.noted.filter(pl.col("counted") == "否")["line"]] == [3]
    assert delivery.aside["value"].null_count() == delivery.aside.height


def test_line_numbers_are_those_of_the_spreadsheet(tmp_path, heads, row):
    bad = {6: "2021-02-30"}
    path = workbook(
        tmp_path / "x.xlsx", {"一": [["标题"], [], heads, row(1), [], [], row(2, bad)], "二": [heads, row(3, bad)]}
    )
    delivery = read("penalties", path)
    assert delivery.aside.select("sheet", "line").rows() == [("一", 7), ("二", 2)]
    assert delivery.rows.select("sheet", "line").rows() == [("一", 4)]


CELLS = st.sampled_from(
    ["", "CF-1", "CF-2", "法人", "自然人", "某", "2021-03-05", "2021-02-30", "2021-04-05", "1.5", "-1", "是",
     "也许", '"', "x,y", "\n",
     "91320281MA000001XX", "320281199003070014", "9132028147931E7458", "null", "　"]
)  # fmt: skip
HEADINGS = st.lists(
    st.sampled_from(
        [
            "决定书文号",
            "相对人类别",
            "统一社会信用代码",
            "处罚决定日期",
            "罚款金额(万元)",
            "上报日期",
            "法定代表人",
            "证件号码",
            "街道意见",
        ]
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    heads=HEADINGS,
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=12),
    name=st.sampled_from(["csv", "csv", "raw", "raw", "xlsx"]),
)
def test_rows_used_set_aside_and_dropped_are_all_rows_read(tmp_path, heads, rows, name):
    """Of any dirty table: none is lost or counted twice, none set aside without a reason, none used with one."""
    path = tmp_path / f"penalties.{'xlsx' if name == 'xlsx' else 'csv'}"
    if name == "raw":
        path.write_text("\n".join(",".join(row) for row in [heads, *rows]), "utf-8")
    else:
        written(path, [heads, *rows])
    delivery = read("penalties", path)
    (record,) = delivery.tables or [dict.fromkeys(("read", "used", "set_aside", "natural", "passed"), 0)]
    assert record["read"] == record["used"] + record["set_aside"] + record["natural"]
    assert bool(delivery.unread) == (record["read"] == 0)
    if delivery.tables:
        disputed = pl.col("reason_en").str.contains("dropped as")
        places = delivery.aside.filter(~disputed).select("file", "sheet", "line").unique()
        assert record["used"] == delivery.rows.height and record["set_aside"] == places.height
        assert delivery.rows.join(places, on=["file", "sheet", "line"]).height == 0
        whole = delivered_files.read_tables(path)[0].cells.height
        assert record["read"] + record["passed"] in (whole - 1, whole - 2)


def test_the_rows_read_are_those_of_the_file(sorted_as, row):
    delivery = sorted_as(*map(row, range(50)), row(51, {1: "自然人"}), row(52, {6: "x"}), row(3))
    assert [delivery.tables[0][key] for key in ("read", "used", "set_aside", "natural")] == [53, 50, 2, 1]


def test_a_word_of_a_choice_is_shown_only_where_it_is_like_a_known_one(sorted_as, row):
    delivery = sorted_as(row(1, {1: "法人单位"}), row(2, {1: "欧阳"}))
    assert delivery.aside["value"].to_list() == ["法人单位", "（不显示）"]
    assert "法人" in register_wordings()["penalties"].choices["party_kind"]


def test_records_as_dictionaries_read_the_same(tmp_path):
    rows = [{"day": "2021-03-01", "visits": 5}, {"day": "2021-03-02", "visits": "12人"}]
    delivery = read("visits", written(tmp_path / "visits.csv", table(rows)))
    assert delivery.rows["visits"].to_list() == [5] and delivery.aside["value"].to_list() == ["（不显示）"]


def test_the_list_shows_the_word_it_refuses_and_the_words_it_takes(sorted_as, row, heads):
    delivery = sorted_as(row(1, {1: "民营机构"}), row(2, {1: "张三"}), row(3, {1: "其它"}), row(4, {10: "不详"}))
    assert delivery.aside["value"].to_list() == ["民营机构", "（不显示）", "其它", "不详"]
    remedies = delivery.aside["remedy"].to_list()
    assert all(
        "法人及非法人组织、" in remedy and "个体工商户" in remedy and "自然人" in remedy for remedy in remedies[:3]
    )
    assert remedies[3] == "填 是 或 否"


def test_a_missing_column_names_the_headings_it_may_have(sorted_as, row, heads):
    delivery = sorted_as(row(1)[1:], heads=heads[1:])
    assert delivery.aside["remedy"].str.contains("行政处罚决定书文号").all()
    everything = "".join(map(str, delivery.aside.rows()))
    assert "params/" not in everything and ".toml" not in everything


@pytest.mark.parametrize("name", ["张三法人", "法人张三", "企业主李某某", "个人王五"])
def test_a_name_beside_a_word_of_the_field_is_not_shown(sorted_as, row, name):
    assert sorted_as(row(1, {1: name})).aside["value"].to_list() == ["（不显示）"]


@pytest.mark.parametrize("lost", ["9.13202811234567E+17", "9.13e17", "913202811234567000"])
def test_a_code_whose_digits_are_lost_is_set_aside_and_said(sorted_as, row, lost):
    delivery = sorted_as(row(1), row(2, {3: lost}))
    assert [(fault[0], fault[3]) for fault in faults(delivery)] == [
        (3, "a code stored as a number, its last digits lost")
    ]
    assert any("末几位已丢失" in said for _, said, _ in delivery.tables[0]["remarks"])


def test_a_code_stored_as_a_number_in_a_workbook_is_told_by_its_cell(sorted_as, row):
    delivery = sorted_as(row(1), row(2, {3: 913202811234567890.0}), row(3, {3: 320281000000012}), name="penalties.xlsx")
    assert [(fault[0], fault[3]) for fault in faults(delivery)] == [
        (3, "a code stored as a number, its last digits lost")
    ]


def test_a_code_of_digits_and_one_letter_e_is_no_number(sorted_as, row):
    assert sorted_as(row(1, {3: "9132028147931E7458"})).aside.height == 0
