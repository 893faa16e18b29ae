"""Formats are found by name; a wrong name is told with those near it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis import documents
from analysis.documents import Document, DocumentCell, DocumentColumn, DocumentTable, Paragraph
from analysis.documents.writers import cleaned_document, format_names
from analysis.problems import InputError
from documents import samples


@pytest.mark.parametrize("name", documents.WRITERS)
def test_equal_documents_give_equal_bytes(name):
    assert documents.write(samples.document(), name) == documents.write(samples.document(), name)


def test_a_document_needs_no_library_of_another_format():
    """Charts go into documents as bars, without the library that draws them on pages."""
    slow = ("IPython", "docx", "numpy", "plotly", "typst", "xlsxwriter")
    program = f"import sys; from analysis import documents; print([name for name in {slow} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout.strip() == "[]"


def test_names_are_taken_once_also_where_commas_join_them():
    assert format_names(["html,PDF", "html", " docx"], ["html", "pdf", "docx"]) == ("html", "pdf", "docx")
    assert format_names(["ｐｄｆ，docx、html"], ["html", "pdf", "docx"]) == ("pdf", "docx", "html")


def test_all_wrong_names_are_told_at_once_with_near_ones():
    with pytest.raises(InputError) as error:
        format_names(["dcox", "odt"], ["html", "docx"])
    assert len(error.value.problems) == 2
    assert "Did you mean 'docx'?" in str(error.value) and "是否想写“docx”？" in str(error.value)
    assert "there are: html, docx" in str(error.value)


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
    document = Document(
        "题\n目",
        (Paragraph("段\t落"), DocumentTable("表", (DocumentColumn("栏\n目"),), ((DocumentCell("格\n子", 1.5),),))),
    )
    cleaned = cleaned_document(document)
    assert cleaned.title == "题 目" and cleaned.blocks[0].text == "段 落"
    assert cleaned.blocks[1].columns[0].title == "栏 目" and cleaned.blocks[1].rows[0][0] == DocumentCell("格 子", 1.5)
