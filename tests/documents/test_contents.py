"""A document's parts: the body, then its annexes."""

from __future__ import annotations

from analysis.documents import Annex, Document, DocumentColumn, Heading, Paragraph


def test_the_body_ends_where_the_first_annex_begins():
    first, two = Annex("甲"), Annex("乙")
    body, inner = (Heading("头"), Paragraph("段")), (Heading("附"),)
    assert Document("题", (*body, first, *inner, two)).parts() == [(None, body), (first, inner), (two, ())]


def test_a_document_without_annexes_is_all_body():
    assert Document("题", (Paragraph("段"),)).parts() == [(None, (Paragraph("段"),))]


def test_a_column_is_headed_with_its_unit():
    assert DocumentColumn("得分", unit="分").heading == "得分（分）" and DocumentColumn("名称").heading == "名称"
