"""The page of a document: whole, escaped, without script or address."""

from __future__ import annotations

from analysis import documents
from analysis.documents import Document, Paragraph
from documents import samples
from documents.reading import html_tables, html_text


def page(document: Document) -> str:
    return documents.write(document, "html").decode()


def test_everything_stands_on_the_page_in_order():
    text = html_text(page(samples.document()))
    end = 0
    for said in samples.IN_ORDER:
        end = text.index(said, end) + len(said)


def test_tables_are_read_back_as_they_were_given():
    title, rows = html_tables(page(samples.document()))[0]
    assert title == "表1　各项得分"
    assert rows == [["条款", "名称", "得分（分）"], ["17", "个人诚信分", "2.50"], ["18.3", "信易贷", "缺（0.75–1.25）"]]


def test_nothing_in_a_text_is_read_as_html():
    text = '<script>alert("1")</script> &amp; <img src=x onerror=1>'
    content = page(Document(text, (Paragraph(text),)))
    assert "<script" not in content and "<img" not in content and html_text(content).count(text) == 3


def test_the_page_asks_nothing_of_any_place():
    content = page(samples.document())
    assert "default-src 'none'" in content
    assert "//" not in content.replace("http://www.w3.org/2000/svg", "")
