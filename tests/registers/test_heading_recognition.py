"""Where the headings of a table stand, what each column means, and rows that do not fit below them."""

from __future__ import annotations

import pytest

from analysis.problems import InputError
from analysis.registers import delivered_files
from analysis.registers.heading_recognition import recognise_headings
from small_registers import text_of, written

UPPER = ["序号", "决定书文号", "主体信息", "", "", "处罚决定日期", "罚款金额(元)"]
LOWER = ["", "", "相对人名称", "统一社会信用代码", "法定代表人", "", ""]


@pytest.fixture
def of(tmp_path, penalties):
    """A file's one table with its headings found."""

    def found(rows, name="x.csv", **settings):
        (table,) = delivered_files.read_tables(written(tmp_path / name, rows, **settings))
        return recognise_headings(table, penalties)

    return found


def notes_of(table):
    return [note.en for note in table.notes]


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.parquet"])
def test_headings_in_the_first_row(of, heads, row, name):
    table = of([heads, row(1), row(2)], name)
    assert table.columns["record"] == ("0", "") and table.columns["fine"] == ("8", "万元")
    assert len(table.columns) == len(heads) and table.rows.height == 2 and table.notes == ()


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_titles_and_remarks_may_stand_above(of, heads, row, name):
    above = [
        ["行政处罚信息表"],
        ["填报单位：某局", "", "填报日期", "2021-03-31"],
        [],
        ["单位", "某局", "日期", "2021-04-01"],
    ]
    table = of([*above, heads, row(1)], name)
    assert table.columns["record"] == ("0", "") and table.rows["0"].to_list() == ["CF-1"] and table.notes == ()


def test_headings_in_two_rows_under_merged_cells(of):
    table = of([["标题"], UPPER, LOWER, ["1", "CF-1", "某公司", "代码", "某人", "2021-03-05", "3"]], "x.xlsx")
    assert {name: place for name, (place, _) in table.columns.items()} == {
        "record": "1", "party_name": "2", "party_code": "3", "decided_on": "5", "fine": "6",
    }  # fmt: skip
    assert table.rows["1"].to_list() == ["CF-1"] and table.rows["line"].to_list() == [4]


def test_the_first_record_is_not_taken_for_a_second_row_of_headings(of):
    """Its cells may be words that are headings elsewhere."""
    table = of(
        [["决定书文号", "处罚决定日期", "不详"], ["CF-1", "2021-03-05", "处罚类别"], ["CF-2", "2021-03-06", "其他"]]
    )
    assert table.rows.height == 2 and set(table.columns) == {"record", "decided_on"}


def test_unknown_headings_are_told_with_the_near_one_and_left_out(of, heads, row):
    table = of([[*heads[:6], "处罚决定日其", *heads[7:], "街道意见"], [*row(1), "同意"]])
    assert "decided_on" not in table.columns
    assert "'处罚决定日其' is not known" in notes_of(table)[0] and "'处罚决定日期'" in notes_of(table)[0]
    assert "'街道意见' is not known" in notes_of(table)[1]


def test_of_two_columns_of_one_meaning_the_first_counts_and_the_other_is_told(of, heads, row):
    table = of([[*heads, "文号"], [*row(1), "别号"]])
    assert table.columns["record"] == ("0", "") and notes_of(table) == [
        "The column '文号' repeats an earlier one; left out."
    ]


def test_columns_of_persons_are_not_among_the_columns(of, heads, row):
    table = of([[*heads, "法定代表人", "证件号码"], [*row(1), "某人", ""]])
    assert "11" not in {place for place, _ in table.columns.values()} and table.naturals == ("12",)


def test_headings_only(of, heads):
    for name in ("x.csv", "x.xlsx", "x.parquet"):
        table = of([heads], name)
        assert table.rows.height == 0 and len(table.columns) == len(heads)


def test_a_table_without_one_known_heading_is_refused_and_no_cell_of_it_is_told(of, row):
    with pytest.raises(InputError) as caught:
        of([["文书号码x", "张三", "13800001234"], row(1)[:3]])
    text = str(caught.value)
    assert "No heading of the register 'penalties' is known" in text
    assert "张三" not in text and "13800001234" not in text and "文书号码x" not in text


def test_near_headings_are_offered_where_none_is_known(of):
    with pytest.raises(InputError, match="Did you mean '处罚决定日期'"):
        of([["处罚决定日其", "张三"], ["2021-03-05", "李四"]])


def broken(tmp_path, penalties, text):
    path = tmp_path / "x.csv"
    path.write_text(text, "utf-8")
    (table,) = delivered_files.read_tables(path)
    return recognise_headings(table, penalties).rows["broken"].to_list()


def test_a_row_of_one_cell_too_many_is_broken(tmp_path, penalties, heads, row):
    rows = text_of([heads, row(1), row(2), row(3)]).replace("CF-2,", "CF-2,多,")
    assert broken(tmp_path, penalties, rows) == [None, "too many cells", None]


def test_a_comma_within_an_amount_moves_the_cells_behind_even_where_the_last_is_empty(tmp_path, penalties, heads, row):
    rows = text_of([heads, row(1), row(2, {8: "1,5", 10: ""})]).replace('"1,5"', "1,5")
    assert broken(tmp_path, penalties, rows) == [None, "too many cells"]


def test_a_separator_at_the_end_of_every_line_is_no_fault(tmp_path, penalties, heads, row):
    lines = text_of([heads, row(1), row(2)]).split("\r\n")
    assert broken(tmp_path, penalties, "\r\n".join([lines[0], lines[1] + ",", lines[2] + ",", ""])) == [None, None]
    assert broken(tmp_path, penalties, "\r\n".join([lines[0], lines[1] + ",", lines[2], ""])) == [
        "too many cells",
        None,
    ]


def test_a_last_row_cut_off_is_broken(tmp_path, penalties, heads, row):
    text = text_of([heads, row(1), row(2)]).rstrip()
    assert broken(tmp_path, penalties, text[: text.rindex("某局")]) == [None, "too few cells"]


def test_a_row_cut_off_behind_the_last_column_that_is_kept_is_sound(tmp_path, penalties, heads, row):
    """Spreadsheets leave out separators at the end of lines whose last cells are empty."""
    assert broken(tmp_path, penalties, text_of([[*heads, "备注", "街道意见"], row(1), row(2)])) == [None, None]
    assert broken(tmp_path, penalties, text_of([[*heads, "证件号码"], row(1)])) == ["too few cells"]
