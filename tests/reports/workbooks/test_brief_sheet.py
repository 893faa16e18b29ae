"""The first sheet: the brief on A4 upright, its chart with the figures beside it, nothing in it a formula."""

from __future__ import annotations

import io

import openpyxl
import pytest

import jiangyin
from analysis import rulebooks, scenarios, views
from analysis.documents import Document, DocumentCell, DocumentChart, DocumentColumn, DocumentTable, Paragraph
from analysis.problems import InputError, Problem
from analysis.questions import decisions
from analysis.reports import workbooks
from analysis.reports.brief_document import brief_document
from reports.workbooks.worked import CITY, HARD, MONTH, cards


def brief():
    asked = (jiangyin.known(), [rulebooks.load(HARD)], CITY, MONTH, scenarios.load_all(["baseline"]))
    return brief_document(views.month_brief(decisions.month_decision(*asked)), MONTH)


def first_sheet(document):
    listed = cards(jiangyin.known(), [scenarios.BASELINE], [HARD])
    content = workbooks.workbook_bytes(listed, "zh", document)
    assert content == workbooks.workbook_bytes(listed, "zh", document), "equal content, equal bytes"
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_it_is_printed_on_a_page_as_wide_as_the_paper():
    sheet = first_sheet(brief())
    assert (sheet.title, sheet.page_setup.paperSize, sheet.page_setup.orientation) == ("简报", 9, "portrait")
    assert sheet.page_setup.fitToWidth in (None, 1), "a page wide, as is so where nothing is written"
    assert sheet.print_area and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_chart_is_a_picture_with_its_figures_beside():
    sheet = first_sheet(brief())
    assert len(sheet._images) == 1
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0]}
    drawn = next(block for block in brief().blocks if isinstance(block, DocumentChart)).bars
    assert {bar.label: bar.text for bar in drawn.bars} == {bar.label: rows[bar.label][0] for bar in drawn.bars}


def test_where_no_font_is_the_figures_stay(monkeypatch):
    def lacking(*_: object) -> bytes:
        raise InputError([Problem("fonts", "缺。", "Missing.")])

    monkeypatch.setattr("analysis.documents.chart_png.chart_png", lacking)
    sheet = first_sheet(brief())
    assert not sheet._images
    assert "《社会信用体系建设示范城市评审硬指标》总分" in [row[0] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "http://example.org"])
def test_no_text_is_a_formula_or_a_link(text):
    table = DocumentTable(text, (DocumentColumn(text), DocumentColumn("数", "number")), ((DocumentCell(text),) * 2,))
    sheet = first_sheet(Document(text, (Paragraph(text), table)))
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)


def test_it_says_that_it_does_not_follow_changes():
    texts = [cell for row in first_sheet(brief()).iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert any("不随其他表的改动更新" in text for text in texts)
