"""The workbook of a document: numbers as numbers, texts as texts, a sheet for each chapter."""

from __future__ import annotations

import pytest

from analysis import documents
from analysis.documents import Document, DocumentCell, DocumentColumn, DocumentTable, Heading, Paragraph
from analysis.documents.xlsx import printed_number_format
from documents import samples
from documents.reading import xlsx_kinds, xlsx_rows

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://a.b/", "{=1}", "1.5"]


def test_each_chapter_and_annex_has_a_sheet():
    assert list(xlsx_rows(documents.write(samples.document(), "xlsx"))) == [
        "评分报告", "一、总体结论", "二、缺项", "附件1 逐条计算", "附件2 依据",
    ]  # fmt: skip


def test_figures_are_numbers_and_stand_as_printed():
    rows = xlsx_rows(documents.write(samples.document(), "xlsx"))["一、总体结论"]
    assert ["17", "个人诚信分", 2.5] in rows and ["18.3", "信易贷", "缺（0.75–1.25）"] in rows


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2.50", "0.00"),
        ("1,234.5", "#,##0.0"),
        ("70.00%", "0.00%"),
        ("3", "0"),
        ("-1.25", "0.00"),
        ("+0.50", "+0.00;-0.00;+0.00"),
    ],
)
def test_a_number_is_shown_with_the_decimals_it_is_printed_with(text, form):
    assert printed_number_format(text) == form


def test_no_text_becomes_a_formula_a_link_or_a_number():
    rows = tuple((DocumentCell(text),) for text in HOSTILE)
    document = Document("=题", (*map(Paragraph, HOSTILE), DocumentTable("=表", (DocumentColumn("=栏"),), rows)))
    content = documents.write(document, "xlsx")
    assert xlsx_kinds(content) == {"s"}
    said = [row[0] for row in xlsx_rows(content)["=题"] if row]
    assert all(said.count(text.strip()) == 2 for text in HOSTILE)


def test_sheets_of_the_same_name_are_told_apart():
    document = Document("题", (Heading("甲" * 40), Heading("甲" * 40), Heading("a/b:c*?")))
    names = list(xlsx_rows(documents.write(document, "xlsx")))
    assert len(set(names)) == 4 and all(len(name) <= 31 for name in names)
