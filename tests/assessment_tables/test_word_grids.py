"""The tables of a Word document, its merged cells and tracked changes."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analysis.assessment_tables.text_grids import read_grids
from analysis.problems import InputError, Problems


def read(document, tmp_path):
    document.save(str(tmp_path / "表.docx"))
    return read_grids(tmp_path / "表.docx", Problems())


def marked(grid):
    return [[f"{cell.text}{'↑' * cell.merged}{'←' * cell.spread}" for cell in cells] for _, cells in grid.rows]


def table(document, *rows):
    made = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            made.cell(number, place).text = text
    return made


def test_merged_cells_are_filled_and_marked(tmp_path):
    document = docx.Document()
    made = table(document, ("a", "", "c"), ("d", "e", "f"), ("", "h", "i"))
    made.cell(0, 0).merge(made.cell(0, 1)).text = "a"
    made.cell(1, 0).merge(made.cell(2, 0)).text = "d"
    [grid] = read(document, tmp_path)
    assert marked(grid) == [["a", "a←", "c"], ["d", "e", "f"], ["d↑", "h", "i"]]


def test_each_table_has_its_place_and_the_paragraph_above_it(tmp_path):
    document = docx.Document()
    document.add_paragraph("细则")
    document.add_paragraph("")
    table(document, ("a", "b"))
    document.add_paragraph("加分项")
    table(document, ("c", "d"))
    first, second = read(document, tmp_path)
    assert [(grid.name, grid.caption) for grid in (first, second)] == [
        ("第1个表 table 1", "细则"),
        ("第2个表 table 2", "加分项"),
    ]
    assert second.place(1, "分值") == f"{second.file}, 第2个表 table 2, 第1行 row 1, 分值"


def test_text_put_in_is_read_and_text_struck_out_is_not(tmp_path):
    document = docx.Document()
    paragraph = table(document, ("得", "b")).cell(0, 0).paragraphs[0]._p
    said = '<w:{tag} {ns} w:id="1" w:author="x"><w:r><w:{text}>{words}</w:{text}></w:r></w:{tag}>'
    for tag, text, words in (("del", "delText", "3分"), ("ins", "t", "2分")):
        paragraph.append(parse_xml(said.format(tag=tag, text=text, words=words, ns=nsdecls("w"))))
    [grid] = read(document, tmp_path)
    assert grid.rows[0][1][0].text == "得2分"


def test_a_document_without_a_table_says_so(tmp_path):
    document = docx.Document()
    document.add_paragraph("只有文字")
    with pytest.raises(InputError, match="没有表格可读"):
        read(document, tmp_path)


def test_a_title_stays_the_caption_where_a_preface_follows_it(tmp_path):
    document = docx.Document()
    for text in ("某市2026年度考核细则", "为客观评价各单位工作，制定本细则。"):
        document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "序号"
    assert read(document, tmp_path)[0].caption == "某市2026年度考核细则"
