"""Files as bytes."""

from __future__ import annotations

import io
from dataclasses import replace

import polars as pl
import pytest

from analysis.registers import REGISTERS
from analysis.simulations.planting import BROKEN_MARK, CUT_MARK, MORE_MARK, planted
from analysis.simulations.scenes import delivered
from analysis.simulations.styles import styles
from analysis.simulations.writing import written

MONTH = "2021-03"


@pytest.fixture
def content(scene, told):
    """The bytes of the month's halls in a format."""

    def made(form):
        looks = {0: replace(styles(scene, REGISTERS["halls"], MONTH)[0], format=form)}
        rows = planted(scene, REGISTERS["halls"], MONTH, delivered(told["halls"], MONTH), looks)
        return rows, written(scene, REGISTERS["halls"], MONTH, looks[0], rows)

    return made


@pytest.mark.parametrize(("form", "encoding"), [("csv", "utf-8"), ("bom", "utf-8-sig"), ("gb18030", "gb18030")])
def test_delimited_text_is_in_its_encoding_and_torn_where_planted(content, form, encoding):
    _, made = content(form)
    text = made.decode(encoding)
    assert "无锡市第1政务服务大厅" in text and made.startswith(b"\xef\xbb\xbf") == (form == "bom")
    assert all(torn in text for torn in ('"引号"不成对', "\n残缺\r\n", "多,一格"))
    assert not any(mark in text for mark in (BROKEN_MARK, CUT_MARK, MORE_MARK))


def test_parquet_holds_every_row(content):
    rows, made = content("parquet")
    assert pl.read_parquet(io.BytesIO(made)).height == rows.height


def test_a_workbook_is_a_workbook(content):
    assert content("xlsx")[1].startswith(b"PK")
