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
from analysis.facts import headings, sheets, workbook_sheets
from analysis.problems import InputError, Problem, Problems

TEXT = "城市,月份,指标,数值\n江阴,2021-03,在运营市场主体数,200000\n"


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        facts.load(path)
    return str(caught.value)


def remarks(path: Path) -> list[Problem]:
    told = Problems()
    facts.load(path, remarks=told)
    return told.found


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
    assert workbook_sheets.spreadsheet_cell_text(cell) == "126.96"


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


def test_a_further_sheet_without_headings_is_passed_over_and_named(tmp_path):
    path = tmp_path / "figures.xlsx"
    book = saved(path, HEAD, ["江阴", "2021-03", "在运营市场主体数", 5])
    book.create_sheet("空表")
    book.create_sheet("说明").append(["随便写"])
    book.create_sheet("附表").append(["随便写"])
    book.save(path)
    assert facts.load(path).height == 1
    (said,) = remarks(path)
    assert said.where.endswith("附表") and "此工作表未读" in said.zh


def test_a_workbook_without_any_headings_is_a_fault_that_says_what_to_do(tmp_path):
    path = tmp_path / "figures.xlsx"
    saved(path, ["江阴市2021年3月数据"], ["江阴", "2021-03", "在运营市场主体数", 5])
    text = refused(path)
    assert "there are no headings" in text and "add them above the figures" in text and "1 problem." in text


@pytest.mark.parametrize("lacking", range(4))
def test_a_sheet_that_lacks_one_heading_is_no_further_sheet(tmp_path, lacking):
    path = tmp_path / "figures.xlsx"
    book = saved(path, HEAD, ["江阴", "2021-03", "在运营市场主体数", 5])
    row = ["江阴", "2021-03", "permits", 6]
    table = book.create_sheet("补充")
    for cells in (HEAD[:4], row):
        table.append([cell for at, cell in enumerate(cells) if at != lacking])
    book.save(path)
    assert f"补充\n  缺少“{HEAD[lacking]}”列" in refused(path)


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


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_title_and_remarks_around_the_table_are_passed_over_and_told(tmp_path, ending):
    path = tmp_path / f"figures{ending}"
    rows = [
        ["江阴市2021年3月信用指标填报表"],
        ["填报单位：市信用办", "", "", "2021年4月2日"],
        HEAD,
        ["江阴", "2021-03", "在运营市场主体数", "5", "家"],
        HEAD,
        ["江阴", "2021-03", "permits", "6", ""],
        ["合计", "", "", "11", ""],
        ["注：以上为月末数"],
        ["制表人：张三", "", "审核人：李四", "2021年4月2日"],
    ]
    if ending == ".csv":
        path.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    else:
        saved(path, *rows)
    assert facts.load(path)["value"].to_list() == [6, 5]
    told = " ".join(problem.zh for problem in remarks(path))
    assert (
        "第 1, 2 行是标题，未读" in told and "第 5, 7, 8, 9 行是说明、签名或合计，未读" in told and "张三" not in told
    )


def test_a_remark_in_any_words_is_told_too(tmp_path):
    path = tmp_path / "figures.xlsx"
    saved(path, HEAD, ["江阴", "2021-03", "permits", 6], ["以上数据均由市政务办提供"], [None, None, "agencies", None])
    assert facts.load(path)["value"].to_list() == [6]
    (said,) = remarks(path)
    assert "row 3" in said.where and "未读" in said.zh


def test_all_faults_are_told_at_once_below_a_title_and_beside_an_unknown_heading(tmp_path):
    path = tmp_path / "figures.xlsx"
    saved(path, ["标题"], [*HEAD, "电话"], ["江阴", "2021-03", "permits", "abc"], ["江阴市区", "2021-13", "permits", 6])
    text = refused(path)
    for part in ("电话", "row 3, 数值", "row 4, 城市", "row 4, 月份", "4 problems"):
        assert part in text


def test_faults_of_cells_are_told_though_a_heading_is_missing(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("城市,月份,指标,数据\n江阴,2021-13,permits,5\n江阴,2021-03,permit,5\n", "utf-8")
    text = refused(path)
    for part in ("缺少“数值”列", "不认识“数据”列", "row 2, 月份", "row 3, 指标", "4 problems"):
        assert part in text


def test_no_fact_and_no_city_begins_as_a_remark_does():
    names = [fact.zh for fact in facts.dictionary().values()] + facts.city_table()["name"].to_list()
    assert [name for name in names if headings.is_note([name, "", "", ""], HEAD)] == []


def test_a_blank_within_a_number_is_told(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("城市,月份,指标,数值\n江阴,2021-03,permits,1 200\n江阴,2021-03,penalties,7 条\n", "utf-8")
    assert facts.load(path)["value"].to_list() == [1200, 7]
    (said,) = remarks(path)
    assert "row 2, 数值" in said.where and "按 1200 读取" in said.zh
