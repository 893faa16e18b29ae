"""Headings, tables, charts and annexes are numbered alike in every format."""

from __future__ import annotations

import pytest

from analysis.documents import Annex, Document, DocumentTable, Heading
from analysis.documents.numbering import chinese_numeral, numbered_document

HEADINGS = (
    Heading("甲"), Heading("乙", 2), Heading("丙", 2), Heading("丁", 3), Heading("戊", 4),
    Heading("己"), Heading("庚", 2), Annex("附"), Heading("辛"), Heading("壬", numbered=False),
)  # fmt: skip


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (90, "九十")]
)
def test_numbers_are_said_as_in_official_documents(number, said):
    assert chinese_numeral(number) == said


def test_chinese_headings_follow_the_standard():
    """一、（一）1.（1）; a deeper number begins anew under each higher one, and all begin anew in an annex."""
    said = [block.text for block in numbered_document(Document("题", HEADINGS)).blocks if isinstance(block, Heading)]
    assert said == ["一、甲", "（一）乙", "（二）丙", "1.丁", "（1）戊", "二、己", "（一）庚", "一、辛", "壬"]


def test_english_headings_count_in_figures():
    blocks = numbered_document(Document("T", HEADINGS, lang="en")).blocks
    said = [block.text for block in blocks if isinstance(block, Heading)]
    assert said == ["1 甲", "1.1 乙", "1.2 丙", "1.2.1 丁", "1.2.1.1 戊", "2 己", "2.1 庚", "1 辛", "壬"]


@pytest.mark.parametrize(("count", "labels"), [(1, ["附件"]), (2, ["附件1", "附件2"])])
def test_an_only_annex_has_no_number(count, labels):
    blocks = numbered_document(Document("题", (Annex("附"),) * count))
    assert [annex.label for annex in blocks.annexes()] == labels


def test_tables_are_counted_but_not_those_within_a_passage():
    tables = (DocumentTable("甲", (), ()), DocumentTable("乙", (), (), small=True), DocumentTable("丙", (), ()))
    assert [table.title for table in numbered_document(Document("题", tables)).tables()] == ["表1　甲", "乙", "表2　丙"]
