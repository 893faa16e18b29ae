"""Files become grids of text; what is no such file, or too large, is refused before it is taken apart."""

from __future__ import annotations

import zipfile

import pytest

from analysis.assessment_tables import text_grids
from analysis.assessment_tables.text_grids import read_grids
from analysis.problems import InputError, Problems


def refused(path):
    with pytest.raises(InputError) as error:
        read_grids(path, Problems())
    [problem] = error.value.problems
    return problem.zh


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_as_offices_save_it(tmp_path, encoding):
    path = tmp_path / "表.csv"
    path.write_bytes('序号,内容\r\n1,"一\n二"\r\n\r\n2,＝１\r\n'.encode(encoding))
    [grid] = read_grids(path, Problems())
    assert [(number, [cell.text for cell in cells]) for number, cells in grid.rows] == [
        (1, ["序号", "内容"]),
        (2, ["1", "一\n二"]),
        (4, ["2", "＝１"]),
    ]


def test_files_of_other_kinds_are_named_and_refused(tmp_path):
    for name, said in (("a.pdf", "PDF"), ("a.doc", "Word 文档"), ("a.xls", "旧版 Excel"), ("a.txt", "可读")):
        (tmp_path / name).write_bytes(b"x")
        assert said in refused(tmp_path / name)
    (tmp_path / "a.docx").write_bytes(b"no archive")
    assert "不是 .docx 文档" in refused(tmp_path / "a.docx")
    (tmp_path / "b.xlsx").write_text("序号,分值", "utf-8")
    assert "内容却是文本" in refused(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "c.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "不是 .docx 文档" in refused(tmp_path / "c.docx")


def test_a_file_that_is_missing_empty_or_too_large_is_refused(tmp_path, monkeypatch):
    assert "找不到" in refused(tmp_path / "no.csv")
    (tmp_path / "empty.csv").touch()
    assert "空的" in refused(tmp_path / "empty.csv")
    (tmp_path / "blank.csv").write_text(",,\n,,\n", "utf-8")
    assert "没有表格可读" in refused(tmp_path / "blank.csv")
    (tmp_path / "rows.csv").write_text("a,b\n" * (text_grids.MOST_ROWS + 1), "utf-8")
    assert f"{text_grids.MOST_ROWS:,} 行" in refused(tmp_path / "rows.csv")
    (tmp_path / "wide.csv").write_text("a," * text_grids.MOST_COLUMNS + "b\n", "utf-8")
    assert f"{text_grids.MOST_COLUMNS:,} 列" in refused(tmp_path / "wide.csv")
    monkeypatch.setattr(text_grids, "MOST_BYTES", 10)
    assert "字节" in refused(tmp_path / "rows.csv")


@pytest.mark.parametrize("part", ["word/document.xml", "xl/worksheets/sheet1.xml"])
def test_what_is_packed_a_thousandfold_is_refused_unopened(tmp_path, part):
    path = tmp_path / ("bomb.docx" if part.startswith("word") else "bomb.xlsx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, b" " * 60_000_000)
    assert "倍压缩比" in refused(path)


def test_a_cell_of_endless_text_is_told_by_its_place(tmp_path):
    path, problems = tmp_path / "long.csv", Problems()
    path.write_text("a,b\nc," + "长" * (text_grids.LONGEST_CELL + 1), "utf-8")
    read_grids(path, problems)
    [problem] = problems.found
    assert "第2行" in problem.where and "第2列" in problem.where and len(problem.zh) < 200
