"""Totals, signatures and the word that there are none: no records, counted apart, and no fault."""

from __future__ import annotations

import pytest

from small_registers import read, workbook, written

HALLS = ["大厅名称", "接入日期"]


def counts(delivery):
    (table,) = delivery.tables
    return [table[key] for key in ("read", "used", "set_aside", "natural", "passed")]


FOOTERS = [
    ["合计", *[""] * 7, "3"],
    ["制表人：张三"],
    ["", "", "审核人：李四"],
    ["总计：2"],
    ["填报日期", "2021-03-31"],
    ["备注：按月报送"],
]


@pytest.mark.parametrize("name", ["penalties.csv", "penalties.xlsx"])
def test_rows_below_the_table_are_passed_over_and_no_fault(tmp_path, heads, row, name):
    padded = [[*footer, *[""] * (len(heads) - len(footer))] for footer in FOOTERS]
    delivery = read("penalties", written(tmp_path / name, [heads, row(1), row(2), *padded]))
    assert counts(delivery) == [2, 2, 0, 0, len(FOOTERS)] and delivery.aside.height == 0 and delivery.unread == ()
    listed = delivery.noted.filter(delivery.noted["counted"] == "否")
    assert listed["line"].to_list() == [4 + place for place in range(len(FOOTERS))]
    assert listed["value"].null_count() == len(FOOTERS) and "张三" not in str(delivery)


def test_a_footer_of_fewer_cells_than_headings_is_no_broken_row(tmp_path, heads, row):
    delivery = read("penalties", written(tmp_path / "x.csv", [heads, row(1), ["合计", "1"]]))
    assert counts(delivery) == [1, 1, 0, 0, 1]


@pytest.mark.parametrize("name", ["合计", "小计", "制表人：某"])
def test_a_total_is_not_a_hall(tmp_path, name):
    delivery = read("halls", written(tmp_path / "x.csv", [HALLS, ["一厅", "2021-03-01"], [name, ""]]))
    assert counts(delivery) == [1, 1, 0, 0, 1] and delivery.rows["hall"].to_list() == ["一厅"]


@pytest.mark.parametrize("record", ["合计局罚字〔2021〕1号", "说明书1号", "合计"])
def test_a_whole_record_is_one_whatever_its_number(tmp_path, heads, row, record):
    delivery = read("penalties", written(tmp_path / "x.csv", [heads, row(1, {0: record})]))
    assert counts(delivery) == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("word", ["零报告", "本月无记录", " 无 记 录 ", "本月没有数据"])
@pytest.mark.parametrize("name", ["halls.csv", "halls.xlsx"])
def test_an_office_says_that_it_has_none_below_the_headings_or_alone(tmp_path, word, name):
    for rows in ([HALLS, [word, ""]], [[word]], [HALLS[:1], [word]], [HALLS, ["", word]]):
        delivery = read("halls", written(tmp_path / name, rows))
        assert delivery.unread == () and delivery.tables[0]["stated"] and counts(delivery) == [0, 0, 0, 0, 1]
        assert len(delivery.tables[0]["columns"]) == 2 and {"hall", "connected_on"} == set(
            delivery.tables[0]["columns"]
        )


@pytest.mark.parametrize("rows", [[HALLS], [HALLS, ["合计", "0"]], [["标题"], HALLS]])
@pytest.mark.parametrize("name", ["halls.csv", "halls.xlsx"])
def test_a_file_of_headings_alone_is_named(tmp_path, rows, name):
    delivery = read("halls", written(tmp_path / name, rows))
    (problem,) = delivery.unread
    assert problem.where.endswith(name) and "零报告" in problem.zh and "missing, not zero" in problem.en


def test_a_file_without_rows_is_named_beside_others_but_a_spare_sheet_is_not(tmp_path):
    full = written(tmp_path / "halls_1.csv", [HALLS, ["一厅", ""]])
    bare = written(tmp_path / "halls_2.csv", [HALLS])
    assert [problem.where for problem in read("halls", full, bare).unread] == [str(bare)]
    book = workbook(tmp_path / "halls.xlsx", {"一": [HALLS, ["一厅", ""]], "二": [HALLS]})
    assert read("halls", book).unread == ()


def test_the_word_that_there_are_none_beside_records_is_a_fault(tmp_path):
    delivery = read("halls", written(tmp_path / "x.csv", [HALLS, ["一厅", ""], ["零报告", ""]]))
    assert delivery.aside.select("line", "reason").rows() == [(3, "写明没有记录，表中却有记录")]
    assert counts(delivery) == [2, 1, 1, 0, 0]
