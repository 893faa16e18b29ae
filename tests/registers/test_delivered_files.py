"""Delivered files as tables of text, in any usual encoding and format; what is broken is told, the rest read."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from analysis.problems import InputError
from analysis.registers import delivered_files
from small_registers import text_of, workbook, written

ROWS = [["编号", "名称", "备注"], ["甲-1", "某某“公司”", "一、二；三"], ["甲-2", "另一公司", ""]]
OLD_WORKBOOK = Path(__file__).parent / "files" / "penalties.xls"
MIDNIGHT, MORNING = datetime.fromisoformat("2021-03-05"), datetime.fromisoformat("2021-03-05 08:30")
BEYOND = '<c r="XFD1048576"><v>1</v></c>'


def cells(table: delivered_files.DeliveredTable) -> list[tuple[str | None, ...]]:
    return table.cells.drop("line", "given", "broken").rows()


def only(path: Path) -> delivered_files.DeliveredTable:
    (table,) = delivered_files.read_tables(path)
    return table


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        delivered_files.read_tables(path)
    (problem,) = caught.value.problems
    assert path.name in problem.where
    return problem.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_text_in_any_usual_encoding_and_with_any_separator(tmp_path, encoding, sign):
    table = only(written(tmp_path / "x.csv", ROWS, encoding, sign))
    assert cells(table) == [tuple(row) for row in ROWS]
    assert table.cells["line"].to_list() == [1, 2, 3]


def test_the_separator_is_the_one_that_parts_rows_evenly(tmp_path):
    rows = [["编号", "金额"], *([f"甲-{number}", "1,234,567.00"] for number in range(5))]
    assert cells(only(written(tmp_path / "x.csv", rows, sign=";")))[1] == ("甲-0", "1,234,567.00")
    rows = [["编号", "事由"], *([f"甲-{number}", "一;二;三;四|五"] for number in range(5))]
    assert cells(only(written(tmp_path / "x.csv", rows)))[1] == ("甲-0", "一;二;三;四|五")


def test_one_column_is_a_table_too(tmp_path):
    assert cells(only(written(tmp_path / "x.csv", [["县市区"], ["东区"]]))) == [("县市区",), ("东区",)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_rows_are_passed_over_but_counted(tmp_path, end):
    path = tmp_path / "x.csv"
    path.write_bytes(end.join(["a,b", "", " , ", "1,2", "", "3,4", ""]).encode())
    assert only(path).cells["line"].to_list() == [1, 4, 6]


def test_a_cell_may_hold_several_lines(tmp_path):
    table = only(written(tmp_path / "x.csv", [["a", "b"], ["一\n二", "3"], ["4", "5"]]))
    assert cells(table)[1:] == [("一\n二", "3"), ("4", "5")] and table.cells["line"].to_list() == [1, 2, 3]


@pytest.mark.parametrize("broken", ['"一"二,2', '"一,2', '1,"二'])
def test_a_line_of_unpaired_quotation_marks_is_broken_and_no_other_is_lost(tmp_path, broken):
    path = tmp_path / "x.csv"
    path.write_text("\n".join(["a,b", "1,2", broken, '3,"四"', "5,6", '"七",8', ""]), "utf-8")
    table = only(path)
    assert table.cells["broken"].to_list() == [None, None, "broken quotes", None, None, None]
    assert cells(table)[3:] == [("3", "四"), ("5", "6"), ("七", "8")]


def test_a_last_line_cut_off_within_quotation_marks_is_broken(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('a,b\n1,2\n3,"四', "utf-8")
    assert only(path).cells["broken"].to_list() == [None, None, "broken quotes"]


def test_many_broken_lines_take_no_longer_than_their_number(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n" + '"' * 1 + "x,y\n" + "1,2\n" * 2000 + ('"x,y\n' + "1,2\n") * 1000, "utf-8")
    broken = only(path).cells["broken"]
    assert len(broken) == 4002 and broken.count() >= 1000


def test_how_many_cells_a_row_was_given_is_kept(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b,c\n1,2\n1,2,3,4\n", "utf-8")
    assert only(path).cells["given"].to_list() == [3, 2, 4]


def test_codes_stay_text_in_every_format(tmp_path):
    rows = [["代码", "数"], ["9132028147931E7458", "007"], ["１２", "1e5"]]
    for name in ("x.csv", "x.tsv", "x.xlsx"):
        assert cells(only(written(tmp_path / name, rows))) == [tuple(row) for row in rows]
    assert cells(only(written(tmp_path / "x.parquet", rows))) == [tuple(row) for row in rows[1:]]


def test_a_workbooks_cells_as_text_with_the_lines_of_the_spreadsheet(tmp_path):
    rows = [
        ["标题"],
        [],
        ["编号", "日期", "金额", "是否"],
        ["甲", date(2021, 3, 5), 1500.5, True],
        [],
        ["乙", MORNING, 3, ""],
    ]
    table = only(workbook(tmp_path / "x.xlsx", {"一月": rows}))
    assert table.sheet == "一月" and table.cells["line"].to_list() == [1, 3, 4, 6]
    assert cells(table)[2] == ("甲", "2021-03-05", "1500.5", "1")
    assert cells(table)[3] == ("乙", "2021-03-05 08:30:00", "3", "")
    assert table.cells["given"].null_count() == 4


def test_an_old_workbook(tmp_path):
    shown, hidden = delivered_files.read_tables(OLD_WORKBOOK)
    assert (shown.sheet, shown.hidden, hidden.hidden) == ("行政处罚", False, True)
    assert shown.cells["line"].to_list() == [1, 3, 4, 6, 7, 8]
    first = cells(shown)[2]
    assert first[:2] == ("CF-1", "法人") and first[6:10] == ("2021-03-05", "某局", "1.5", "2021-03-10")


def test_of_a_hidden_sheet_only_the_first_rows_are_looked_at(tmp_path):
    rows = [["编号"], *([str(number)] for number in range(100))]
    path = workbook(tmp_path / "x.xlsx", {"明": rows, "暗": rows}, hidden=["暗"])
    shown, hidden = delivered_files.read_tables(path)
    assert (shown.cells.height, shown.hidden) == (101, False)
    assert hidden.cells.height < 20 and hidden.hidden


def test_parquet_of_typed_columns(tmp_path):
    frame = pl.DataFrame(
        {
            "日": [date(2021, 3, 5), None], "时": [MIDNIGHT, None], "数": [1.0, 1.5], "整": [10**17, None],
            "真": [True, None], "类": pl.Series(["甲", "乙"], dtype=pl.Categorical),
            "元": pl.Series(["1.10", "2"]).cast(pl.Decimal(10, 2)),
        }
    )  # fmt: skip
    frame.write_parquet(tmp_path / "x.parquet")
    table = only(tmp_path / "x.parquet")
    assert table.headings == tuple(frame.columns) and table.cells["line"].to_list() == [1, 2]
    first, second = cells(table)
    assert first == ("2021-03-05", "2021-03-05 00:00:00.000000", "1", "100000000000000000", "1", "甲", "1.10")
    assert second == (None, None, "1.5", None, None, "乙", "2.00")


@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.xlsx", "x.xls", "x.parquet"])
def test_an_empty_file_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    assert refused(tmp_path / name)


@pytest.mark.parametrize("text", ["\n\n", ",,\n , \n", "\ufeff"])
def test_a_file_of_blanks_has_nothing_in_it(tmp_path, text):
    (tmp_path / "x.csv").write_text(text, "utf-8")
    assert "nothing in it" in refused(tmp_path / "x.csv")


def test_a_workbook_whose_sheets_are_empty_or_hidden_has_nothing_in_it(tmp_path):
    path = workbook(tmp_path / "x.xlsx", {"空": [], "暗": ROWS}, hidden=["暗"])
    assert "hidden sheets are not read" in refused(path)


def test_a_parquet_file_of_no_columns_has_nothing_in_it(tmp_path):
    pl.DataFrame().write_parquet(tmp_path / "x.parquet")
    assert "nothing in it" in refused(tmp_path / "x.parquet")


def test_a_file_is_what_its_ending_says(tmp_path):
    text = text_of(ROWS).encode()
    (tmp_path / "x.xlsx").write_bytes(text)
    assert "plain text (CSV)" in refused(tmp_path / "x.xlsx")
    (tmp_path / "x.xls").write_bytes(text)
    assert "plain text (CSV)" in refused(tmp_path / "x.xls")
    (tmp_path / "x.parquet").write_bytes(text)
    assert "plain text (CSV)" in refused(tmp_path / "x.parquet")
    written(tmp_path / "y.xlsx", ROWS).rename(tmp_path / "y.csv")
    assert "an Excel workbook" in refused(tmp_path / "y.csv")
    (tmp_path / "x.docx").write_bytes(text)
    assert "a Word document" in refused(tmp_path / "x.docx")
    for name, content in (("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"), ("x.parquet", b"PAR1 broken")):
        (tmp_path / name).write_bytes(content)
    assert "can't be opened" in refused(tmp_path / "x.xls")
    assert "no sound Parquet" in refused(tmp_path / "x.parquet")


def test_text_whose_last_sign_is_cut_in_two_is_refused_not_misread(tmp_path):
    (tmp_path / "x.csv").write_bytes(text_of(ROWS * 20).encode()[:-30] + "公".encode()[:2])
    assert "character in line 59 is broken" in refused(tmp_path / "x.csv")


def test_a_small_workbook_that_asks_for_all_memory_is_refused_in_a_process_of_its_own(tmp_path):
    path = written(tmp_path / "plain.xlsx", [["1"]])
    bomb = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name.endswith("sheet1.xml"):
                text = text.replace("</row>", f'</row><row r="1048576">{BEYOND}</row>')
            target.writestr(name, text)
    assert bomb.stat().st_size < 10_000
    assert "asking for too much memory" in refused(bomb)


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    bomb = tmp_path / "x.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 60 * 1024**2)
    assert bomb.stat().st_size < 400_000
    assert "Beyond the limit" in refused(bomb)


def test_limits_of_size_cells_and_columns_are_named(tmp_path, monkeypatch):
    path = written(tmp_path / "x.xlsx", [["1", "2", "3"]] * 4)
    monkeypatch.setattr(delivered_files, "MOST_CELLS", 10)
    assert "can't be opened" in refused(path)
    monkeypatch.setattr(delivered_files, "MOST_CELLS", 12)
    assert cells(only(path))
    monkeypatch.setattr(delivered_files, "MOST_COLUMNS", 2)
    assert "limit of 2 columns" in refused(path)
    monkeypatch.setattr(delivered_files, "MOST_BYTES", 100)
    assert "limit of 100 bytes" in refused(path)


def test_nested_columns_are_refused_by_name(tmp_path):
    pl.DataFrame({"a": [[1, 2]], "b": [b"x"], "c": ["y"]}).write_parquet(tmp_path / "x.parquet")
    assert "['a', 'b']" in refused(tmp_path / "x.parquet")
