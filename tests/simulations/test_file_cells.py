"""The cells of a file."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis.registers import REGISTERS
from analysis.simulations.delivery_styles import FileStyle
from analysis.simulations.file_cells import DeliveryFile, cell_frame

ROWS = pl.DataFrame(
    {
        "record": ["借1", "借2", "借3"],
        "amount": [5_000_000, 123, 700],
        "granted_on": [date(2021, 3, 1)] * 3,
        "platform": [True, False, None],
        "party_kind": ["household", None, "organisation"],
        "outcome": ["used", "no unit", "empty"],
        "wound": [None, "amount", "record"],
        "bad": [None, "12000", ""],
    }
)
COLUMNS = {
    "借据号": "record",
    "金额": "amount:beside",
    "单位": "amount_unit",
    "放款日期": "granted_on",
    "平台放款": "platform",
    "序号": "number",
    "银行": "lender",
    "联系人": "person",
}


@pytest.fixture
def cells(plain):
    def build(form):
        columns = {heading: name.partition(":")[0] for heading, name in COLUMNS.items()}
        style = FileStyle("a", form, columns, {"amount": "beside"})
        return cell_frame(DeliveryFile(plain, REGISTERS["loans"], "2021-03", style, plain.draw("test")), ROWS)

    return build


def test_cells_stand_under_their_headings(cells):
    spelt = cells("csv")
    assert spelt.columns == list(COLUMNS)
    assert spelt.row(0)[:-1] == ("借1", "50000", "元", "2021-03-01", "是", "1", None)
    assert spelt["联系人"].str.contains("^测试.某$").all()


def test_the_spoilt_cell_holds_what_was_planted(cells):
    spelt = cells("csv")
    assert spelt.row(1)[1:3] == ("12000", "") and spelt.row(2)[0] == ""


def test_parquet_keeps_days_as_days(cells):
    assert cells("parquet")["放款日期"].dtype == pl.Date
