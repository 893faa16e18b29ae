"""Texts reach every format as one line of signs that all can hold."""

from __future__ import annotations

import pytest

from analysis.documents import Document, DocumentCell, DocumentColumn, DocumentTable, Paragraph
from analysis.documents.cleaning import cleaned_document


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("甲\n 乙\t丙", "甲 乙 丙"),
        ("声\x00\x0b音", "声\ufffd 音"),
        ("反\u202e转", "反转"),
        ("半\ud800个", "半\ufffd个"),
        ("\u3000缩进", "\u3000缩进"),
        (" <b>*_#$`\\ ", "<b>*_#$`\\"),
    ],
)
def test_what_no_format_can_hold_is_marked_and_all_else_stays(text, kept):
    assert cleaned_document(text) == kept


def test_every_text_of_a_document_is_reached():
    held = Document(
        "题\n目",
        (Paragraph("段\t落"), DocumentTable("表", (DocumentColumn("栏\n目"),), ((DocumentCell("格\n子", 1.5),),))),
    )
    made = cleaned_document(held)
    assert made.title == "题 目" and made.blocks[0].text == "段 落"
    assert made.blocks[1].columns[0].title == "栏 目" and made.blocks[1].rows[0][0] == DocumentCell("格 子", 1.5)
