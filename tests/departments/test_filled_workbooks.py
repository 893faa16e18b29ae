"""A filled workbook read back: what was filled in holds, and every fault is told at once with its cell."""

from __future__ import annotations

import io

import openpyxl
import pytest

from analysis.departments import blank_workbooks as blank
from analysis.departments.filled_workbooks import read_filled_workbook
from analysis.problems import InputError

CITY = "320583"


@pytest.fixture
def filled(tmp_path):
    """A workbook with some cells filled in: `filled({"单位": {"C6": "…"}})`."""

    def write(cells, city=CITY):
        path = tmp_path / "昆山.xlsx"
        path.write_bytes(blank.blank_workbook(city))
        book = openpyxl.load_workbook(path)
        for sheet, values in cells.items():
            for place, value in values.items():
                book[sheet][place] = value
        book.save(path)
        return path

    return write


def row_of(sheet, *keys):
    """The row of a code, or of a rulebook's clause, in the blank workbook."""
    book = openpyxl.load_workbook(io.BytesIO(blank.blank_workbook(CITY)))
    listed = list(book[sheet].iter_rows(values_only=True))
    return next(number for number, row in enumerate(listed, 1) if tuple(row[: len(keys)]) == keys)


def faults(path, city=CITY):
    with pytest.raises(InputError) as refused:
        read_filled_workbook(path, city)
    return {problem.where.rpartition(", ")[2]: problem.zh for problem in refused.value.problems}


def test_an_untouched_workbook_says_nothing_of_the_citys_own(filled):
    offices = read_filled_workbook(filled({}), CITY)
    assert offices.duties == {} and offices.due_day is None
    assert offices.departments["peoples-bank"].zh == "人民银行分支机构"


def test_what_is_filled_in_holds(filled):
    bank, twelve = row_of("单位", "peoples-bank"), row_of("分工", "monitoring-2021", "12")
    seven = row_of("分工", "monitoring-2021", "7")
    offices = read_filled_workbook(
        filled(
            {
                "单位": {f"C{bank}": "人民银行昆山支行", f"D{bank}": "人行昆山、昆山人行", "C60": "市数据局"},
                "分工": {f"E{twelve}": "昆山人行、宣传部门（文明办、网信办），市数据局", f"E{seven}": "待明确"},
                "报送": {"B3": 15, "B4": "昆信用办〔2021〕3号"},
            }
        ),
        CITY,
    )
    assert offices.departments["peoples-bank"].zh == "人民银行昆山支行"
    assert offices.departments["own-1"].zh == "市数据局"
    assert offices.duties == {
        ("monitoring-2021", "12"): ("peoples-bank", "publicity", "own-1"), ("monitoring-2021", "7"): (),
    }  # fmt: skip
    assert (offices.due_day, offices.due_source) == (15, "昆信用办〔2021〕3号")


def test_all_faults_are_told_at_once_with_their_cells(filled):
    bank, twelve = row_of("单位", "peoples-bank"), row_of("分工", "monitoring-2021", "12")
    said = faults(
        filled(
            {
                "单位": {f"C{bank}": "财政局", "D61": "孤儿", f"F{bank}": "联系人 13812345678"},
                "分工": {f"E{twelve}": "税物部门", f"B{twelve}": "12.9"},
                "报送": {"B3": 35},
            }
        )
    )
    assert set(said) == {f"C{bank}", f"F{bank}", "C61", f"B{twelve}", f"E{twelve}", "B3"}
    assert "税务部门" in said[f"E{twelve}"] and "1 至 28" in said["B3"] and "手机号" in said[f"F{bank}"]


def test_a_day_without_its_source_is_told(filled):
    assert "依据" in faults(filled({"报送": {"B3": 15}}))["B3"]


def test_another_citys_workbook_is_refused(filled):
    said = faults(filled({}, city="320282"))
    assert "320282" in said["B2"] and CITY in said["B2"]


def test_a_title_above_the_headings_and_numbers_as_numbers_are_read(filled, tmp_path):
    path = filled({"报送": {"B3": 15.0, "B4": "文件"}})
    book = openpyxl.load_workbook(path)
    book["单位"].insert_rows(1)
    book["单位"]["A1"] = "昆山市责任单位"
    book.save(path)
    assert read_filled_workbook(path, CITY).due_day == 15


@pytest.mark.parametrize("spoilt", ["sheet", "heading"])
def test_a_sheet_or_column_that_is_gone_is_named(filled, spoilt):
    path = filled({})
    book = openpyxl.load_workbook(path)
    if spoilt == "sheet":
        del book["分工"]
    else:
        book["分工"]["E1"] = "别的"
    book.save(path)
    with pytest.raises(InputError, match="分工"):
        read_filled_workbook(path, CITY)


@pytest.mark.parametrize("name", ["no.xlsx", "x.csv", "broken.xlsx"])
def test_what_is_no_workbook_is_told(tmp_path, name):
    (tmp_path / "x.csv").write_text("单位", "utf-8")
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(InputError):
        read_filled_workbook(tmp_path / name, CITY)
