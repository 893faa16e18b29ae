"""Workbooks as offices lay them out."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import polars as pl
import pytest

from analysis.registers import REGISTERS
from analysis.simulations.delivery_styles import FileStyle
from analysis.simulations.file_cells import DeliveryFile
from analysis.simulations.office_workbooks import office_workbook

CELLS = pl.DataFrame({"序号": ["1"], "相对人": ["某"], "代码": ["91"], "罚款": ["0.3"], "日期": ["2021-03-05"]})
COLUMNS = dict(zip(CELLS.columns, ("number", "party_name", "party_code", "fine", "decided_on"), strict=True))


@pytest.fixture
def opened(scene):
    def build(titled=False, merged=False):
        style = FileStyle("a.xlsx", "xlsx", COLUMNS, {"fine": "万元"}, titled, merged)
        draws = (scene.draw("test", str(turn)) for turn in range(20))
        draw = next(draw for draw in draws if draw.bit_generator.state and _typed(draw))
        return openpyxl.load_workbook(
            io.BytesIO(office_workbook(DeliveryFile(scene, REGISTERS["penalties"], "2021-03", style, draw), CELLS))
        )

    return build


def _typed(draw):
    """Whether days would be days; the draw itself is left as it was."""
    state = draw.bit_generator.state
    luck = draw.random()
    draw.bit_generator.state = state
    return luck < 0.5


def test_headings_stand_in_the_first_row_and_days_are_days(opened):
    rows = list(opened().worksheets[0].iter_rows(values_only=True))
    assert rows[0] == tuple(COLUMNS)
    assert rows[1] == ("1", "某", "91", 0.3, datetime(2021, 3, 5))  # noqa: DTZ001 - a workbook knows no time zones


def test_titles_stand_above(opened):
    rows = list(opened(titled=True).worksheets[0].iter_rows(values_only=True))
    assert "登记表" in rows[0][0] and rows[3] == tuple(COLUMNS)


def test_headings_of_a_party_are_merged_under_one(opened):
    sheet = opened(merged=True).worksheets[0]
    assert {str(merged_range) for merged_range in sheet.merged_cells.ranges} == {"A1:A2", "B1:C1", "D1:D2", "E1:E2"}
    assert [cell.value for cell in sheet[2]][1:3] == ["相对人", "代码"]


def test_an_empty_and_a_hidden_sheet_lie_beside(opened):
    assert [sheet.sheet_state for sheet in opened().worksheets] == ["visible", "visible", "hidden"]
