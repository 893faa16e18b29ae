"""The DOCX: everything in it in order, readable as a DOCX, the same each time."""

from __future__ import annotations

import io

import docx

from analysis import documents
from analysis.documents import Annex, Document, Heading, Paragraph
from documents import samples
from documents.reading import docx_tables, docx_text


def opened(document: Document):
    return docx.Document(io.BytesIO(documents.write(document, "docx")))


def test_everything_stands_in_it_in_order():
    text = docx_text(documents.write(samples.document(), "docx"))
    end = 0
    for said in samples.IN_ORDER:
        end = text.index(said, end) + len(said)
    assert "图1　失分最多的是第17条" in text


def test_tables_are_read_back_as_they_were_given():
    tables = docx_tables(documents.write(samples.document(), "docx"))
    assert tables[0] == [
        ["条款", "名称", "得分（分）"], ["17", "个人诚信分", "2.50"], ["18.3", "信易贷", "缺（0.75–1.25）"],
    ]  # fmt: skip
    assert tables[1][1] == ["没有缺报数据。"]
    assert tables[2] == [["公式", "a / b"], ["代入数值", "a = 70\nb = 100"]]


def test_headings_are_headings_so_that_word_finds_its_way():
    styles = {paragraph.text: paragraph.style.name for paragraph in opened(samples.document()).paragraphs}
    assert styles["一、总体结论"] == "Heading 1" and styles["（一）分组"] == "Heading 2"
    assert styles["评分报告"] == "Title" and styles["17 个人诚信分"] == "Clause"


def test_each_annex_begins_a_page():
    document = opened(Document("题", (Paragraph("段"), Annex("甲"), Heading("一"), Annex("乙"))))
    breaks = [paragraph.text for paragraph in document.paragraphs if paragraph.paragraph_format.page_break_before]
    assert breaks == ["附件1", "附件2"]
