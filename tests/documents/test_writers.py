"""Formats are found by name; a wrong name is told with those near it."""

from __future__ import annotations

import pytest

from analysis import documents
from analysis.documents.writers import format_names
from analysis.problems import InputError
from documents import samples


@pytest.mark.parametrize("name", documents.WRITERS)
def test_equal_documents_give_equal_bytes(name):
    assert documents.write(samples.document(), name) == documents.write(samples.document(), name)


def test_names_are_taken_once_also_where_commas_join_them():
    assert format_names(["html,PDF", "html", " docx"], ["html", "pdf", "docx"]) == ("html", "pdf", "docx")
    assert format_names(["ｐｄｆ，docx、html"], ["html", "pdf", "docx"]) == ("pdf", "docx", "html")


def test_all_wrong_names_are_told_at_once_with_near_ones():
    with pytest.raises(InputError) as error:
        format_names(["dcox", "odt"], ["html", "docx"])
    assert len(error.value.problems) == 2
    assert "Did you mean 'docx'?" in str(error.value) and "是否想写“docx”？" in str(error.value)
    assert "there are: html, docx" in str(error.value)
