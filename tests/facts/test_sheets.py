"""Files as people save them: encodings, separators, workbooks, Parquet."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import polars as pl
import pytest

from analysis import facts, file_checks
from analysis.facts import headings, sheets
from analysis.problems import InputError

TEXT = "城市,月份,指标,数值\n江阴,2021-03,在运营市场主体数,200000\n"


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        facts.load(path)
    return str(caught.value)


def saved(path: Path, *rows: list[object], title: str = "数据") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return book


HEAD = ["城市", "月份", "指标", "数值", "单位"]


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(tmp_path, encoding, separator, end):
    path = tmp_path / "figures.csv"
    path.write_bytes(TEXT.replace(",", separator).replace("\n", end).encode(encoding))
    assert facts.load(path)["value"].to_list() == [200000]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x81", TEXT.encode("utf-16-le"), b"a\0b"])
def test_an_encoding_that_is_not_known_says_how_to_save(tmp_path, content):
    path = tmp_path / "figures.csv"
    path.write_bytes(content)
    assert "CSV UTF-8" in refused(path)


def test_rare_signs_of_names_survive_in_gb18030(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_bytes("城市,备注\n江阴,𠮷㖞\n".encode("gb18030"))
    assert sheets.read_sheets(path)[0].rows == [(2, ["江阴", "𠮷㖞"])]


def test_all_cells_are_text_so_that_codes_survive(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("城市,指标\n0320281,9132028147931E7458\n", encoding="utf-8")
    (sheet,) = sheets.read_sheets(path)
    assert sheet.rows == [(2, ["0320281", "9132028147931E7458"])]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text('\n城市,备注\n\n江阴,"两\n行"\n宜兴,末\n', encoding="utf-8")
    (sheet,) = sheets.read_sheets(path)
    assert [number for number, _ in sheet.rows] == [4, 5]


@pytest.mark.parametrize("cells", ["江阴,2021-03,在运营市场主体数,200,000", "江阴,2021-03,在运营市"])
def test_a_row_longer_or_shorter_than_the_headings_is_a_fault(tmp_path, cells):
    path = tmp_path / "figures.csv"
    path.write_text(TEXT + cells + "\n", encoding="utf-8")
    text = refused(path)
    assert "row 3" in text and f"{cells.count(',') + 1} cells under 4 headings" in text


def test_an_open_quotation_mark_is_a_fault_with_its_row(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(TEXT + '江阴,2021-03,permits,"12\n', encoding="utf-8")
    text = refused(path)
    assert "row 3" in text and "quotation mark" in text


@pytest.mark.parametrize(
    ("content", "message"), [("", "empty"), ("\n\n,,\n", "empty"), ("城市,月份,指标,数值\n", "no rows")]
)
def test_an_empty_file_is_a_fault(tmp_path, content, message):
    path = tmp_path / "figures.csv"
    path.write_text(content, encoding="utf-8")
    assert message in refused(path)


def test_rows_and_columns_beyond_the_limits_name_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.facts.sheets.MOST_ROWS", 3)
    path = tmp_path / "figures.csv"
    path.write_text(TEXT + "江阴,2021-02,permits,1\n" * 3, encoding="utf-8")
    assert "limit of 3 rows" in refused(path)
    path.write_text("," * 300 + "城市\n", encoding="utf-8")
    assert f"limit of {headings.MOST_COLUMNS} columns" in refused(path)


# files


@pytest.mark.parametrize("name", ["figures.xls", "figures.xlsm", "figures.pdf", "figures"])
def test_another_kind_of_file_is_refused_naming_what_is_read(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    text = refused(tmp_path / name)
    assert name in text and ".csv .tsv .xlsx .parquet" in text


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_files_missing_empty_or_too_large(tmp_path, monkeypatch, ending):
    path = tmp_path / f"figures{ending}"
    assert "missing" in refused(path)
    path.write_bytes(b"")
    assert "The file is empty" in refused(path)
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr("analysis.facts.sheets.MOST_BYTES", 99)
    assert "limit of 99 bytes" in refused(path)
    (tmp_path / f"folder{ending}").mkdir()
    assert "not a file" in refused(tmp_path / f"folder{ending}")


@pytest.mark.parametrize("ending", [".xlsx", ".parquet"])
@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PAR1 broken PAR1", TEXT.encode()])
def test_a_broken_file_is_refused_without_a_trace(tmp_path, ending, content):
    path = tmp_path / f"figures{ending}"
    path.write_bytes(content)
    text = refused(path)
    assert path.name in text and "1 problem" in text


# XLSX


def test_cells_of_a_workbook_are_read_as_they_are_seen(tmp_path):
    path = tmp_path / "figures.xlsx"
    saved(
        path,
        HEAD,
        [320281, date(2021, 3, 1), "在运营市场主体数", 20, "万家"],
        ["0320281", 202103, "objection_days", 0.1 + 0.2, None],
        [None, None, None, None, None],
        ["江阴", "2021-03", "summoned", True, None],
    )
    (sheet,) = sheets.read_sheets(path)
    assert sheet.rows == [
        (2, ["320281", "2021-03-01", "在运营市场主体数", "20", "万家"]),
        (3, ["0320281", "202103", "objection_days", "0.3", ""]),
        (5, ["江阴", "2021-03", "summoned", "true", ""]),
    ]


def test_a_number_has_the_digits_a_spreadsheet_shows():
    cell = SimpleNamespace(value=126.95999999999999, number_format="General")
    assert sheets.spreadsheet_cell_text(cell) == "126.96"


def test_a_percentage_by_format_is_a_percentage(tmp_path):
    path = tmp_path / "figures.xlsx"
    book = saved(path, HEAD, ["江阴", "2021-03", "在运营市场主体数", 5])
    book.active["D2"].number_format = "0.0%"
    book.save(path)
    text = refused(path)
    assert "row 2, 数值" in text and "'500%'" in text


def test_a_formula_without_a_result_says_to_open_and_save(tmp_path):
    path = tmp_path / "figures.xlsx"
    saved(path, HEAD, ["江阴", "2021-03", "在运营市场主体数", "=1+1"])
    text = refused(path)
    assert "数据, D2" in text and "open and save it in Excel" in text


def test_every_visible_sheet_that_is_not_empty_needs_the_headings(tmp_path):
    path = tmp_path / "figures.xlsx"
    book = saved(path, HEAD, ["江阴", "2021-03", "在运营市场主体数", 5])
    book.create_sheet("空表")
    book.create_sheet("说明").append(["随便写"])
    hidden = book.create_sheet("草稿")
    hidden.append(["随便写"])
    hidden.sheet_state = "hidden"
    book.save(path)
    assert facts.load(path).height == 1
    book.create_sheet("附表").append(["随便写"])
    book.save(path)
    text = refused(path)
    assert "附表" in text and "delete or hide the sheet" in text and "草稿" not in text and "1 problem." in text


def test_a_filled_sheet_named_like_the_templates_own_is_not_passed_over(tmp_path):
    path = tmp_path / "figures.xlsx"
    saved(path, HEAD, ["江阴", "2021-03", "在运营市场主体数", 5], title="说明")
    assert facts.load(path)["value"].to_list() == [5]


def test_merged_keys_are_faults(tmp_path):
    path = tmp_path / "figures.xlsx"
    book = saved(
        path,
        HEAD,
        ["江阴", "2021-03", "permits", 5],
        ["江阴", "2021-03", "penalties", 6],
        ["江阴", "2021-03", "agencies", 7],
    )
    book.active.merge_cells("A2:A4")
    book.save(path)
    text = refused(path)
    assert "row 3, 城市" in text and "row 4, 城市" in text and "merged" in text


def test_a_wrong_dimension_tag_hides_no_rows(tmp_path):
    path, changed = tmp_path / "figures.xlsx", tmp_path / "changed.xlsx"
    saved(path, HEAD, *(["江阴", "2021-03", name, 5] for name in ("permits", "penalties", "agencies")))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'<dimension ref="A1:E4"', b'<dimension ref="A1:E2"'))
            assert name != "xl/worksheets/sheet1.xml" or b"A1:E4" in content
    assert facts.load(changed).height == 3


@pytest.mark.parametrize(("cell", "limit"), [("XFD1048576", "500,000 rows"), ("XFD3", "256 columns")])
def test_a_cell_far_out_is_refused_with_the_limit(tmp_path, cell, limit):
    path = tmp_path / "figures.xlsx"
    book = saved(path, HEAD, ["江阴", "2021-03", "permits", 5])
    book.active[cell] = "x"
    book.save(path)
    text = refused(path)
    assert limit in text and "数据" in text


def test_a_cell_far_out_that_is_only_formatted_is_no_fault(tmp_path):
    path = tmp_path / "figures.xlsx"
    book = saved(path, HEAD, ["江阴", "2021-03", "permits", 5])
    book.active["ZZ9"].number_format = "0.0%"
    book.save(path)
    assert facts.load(path).height == 1


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    path = tmp_path / "figures.xlsx"
    saved(path, HEAD)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"\0" * (file_checks.SMALL + 1))
    assert "times packed" in refused(path)
    monkeypatch.setattr(file_checks, "MOST_UNPACKED", file_checks.SMALL)
    assert f"limit of {file_checks.SMALL:,} bytes unpacked" in refused(path)
    monkeypatch.setattr(file_checks, "MOST_MEMBERS", 2)
    assert "limit of 2 parts inside" in refused(path)


# Parquet


def test_parquet_typed_or_text(tmp_path):
    typed = pl.DataFrame(
        {"城市": [320281], "月份": [date(2021, 3, 1)], "指标": ["objection_days"], "数值": [3.25], "备注": [None]},
        schema_overrides={"指标": pl.Categorical(), "备注": pl.String()},
    )
    typed.write_parquet(tmp_path / "typed.parquet")
    typed.select(pl.all().cast(pl.String)).write_parquet(tmp_path / "text.parquet")
    read = facts.load(tmp_path / "typed.parquet")
    assert read.select("city", "month", "value").row(0) == ("320281", "2021-03", 3.25)
    assert read.equals(facts.load(tmp_path / "text.parquet"))


def test_parquet_with_nan_or_nested_columns_or_too_long_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "figures.parquet"
    row = {"city": ["320281"] * 2, "month": ["2021-03"] * 2, "fact": ["arrears", "permits"]}
    pl.DataFrame({**row, "value": [1.0, float("nan")]}).write_parquet(path)
    text = refused(path)
    assert "row 2, value" in text and "not finite" in text
    pl.DataFrame({**row, "value": [[1.0], [2.0]]}).write_parquet(path)
    assert "figures.parquet, value" in refused(path)
    monkeypatch.setattr("analysis.facts.sheets.MOST_ROWS", 1)
    assert "limit of 1 rows" in refused(path)


def test_rows_of_the_wrong_length_are_told_together_with_all_other_faults(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(TEXT + "江阴,2021-03,permits,1,000\n江阴,2021-03,penalties,-7\n江阴,2021", encoding="utf-8")
    text = refused(path)
    assert "5 cells under 4 headings" in text and "'-7'" in text and "2 cells under 4 headings" in text
    assert "3 problems" in text and "Mend them in the file" in text


def test_a_formula_without_a_result_is_told_together_with_all_other_faults(tmp_path):
    path = tmp_path / "figures.xlsx"
    saved(path, HEAD, ["江阴", "2021-03", "在运营市场主体数", "=1+1"], ["江阴", "2021-03", "在营市场主体数", -4])
    text = refused(path)
    assert "数据, D2" in text and "Did you mean 'market_entities'?" in text and "row 3" in text


def test_a_title_above_the_headings_is_one_fault_that_says_what_to_do(tmp_path):
    path = tmp_path / "figures.xlsx"
    saved(path, ["江阴市2021年3月数据"], HEAD, ["江阴", "2021-03", "在运营市场主体数", 5])
    text = refused(path)
    assert "the rows above the headings" in text and "1 problem." in text
