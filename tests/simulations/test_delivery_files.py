"""Files as bytes."""

from __future__ import annotations

import io
from dataclasses import replace

import polars as pl
import pytest

from analysis.registers import REGISTERS
from analysis.simulations.delivery_files import delivery_bytes
from analysis.simulations.delivery_styles import file_styles
from analysis.simulations.planted_rows import BROKEN_MARK, CUT_MARK, MORE_MARK, with_planted_rows
from analysis.simulations.scenes import month_delivery

MONTH = "2021-03"


@pytest.fixture
def content(scene, stories):
    """The bytes of the month's halls in a format."""

    def build(form):
        looks = {0: replace(file_styles(scene, REGISTERS["halls"], MONTH)[0], format=form)}
        rows = with_planted_rows(scene, REGISTERS["halls"], MONTH, month_delivery(stories["halls"], MONTH), looks)
        return rows, delivery_bytes(scene, REGISTERS["halls"], MONTH, looks[0], rows)

    return build


@pytest.mark.parametrize(("form", "encoding"), [("csv", "utf-8"), ("bom", "utf-8-sig"), ("gb18030", "gb18030")])
def test_delimited_text_is_in_its_encoding_and_torn_where_planted(content, form, encoding):
    _, content_bytes = content(form)
    text = content_bytes.decode(encoding)
    assert "无锡市第1政务服务大厅" in text and content_bytes.startswith(b"\xef\xbb\xbf") == (form == "bom")
    assert all(torn in text for torn in ('"引号"不成对', "\n残缺\r\n", "多,一格"))
    assert not any(mark in text for mark in (BROKEN_MARK, CUT_MARK, MORE_MARK))


def test_parquet_holds_every_row(content):
    rows, content_bytes = content("parquet")
    assert pl.read_parquet(io.BytesIO(content_bytes)).height == rows.height


def test_a_workbook_is_a_workbook(content):
    assert content("xlsx")[1].startswith(b"PK")
