"""Rows written as files in the formats that offices deliver; equal rows give equal bytes (写文件)."""

from __future__ import annotations

import io
import re

import polars as pl

from analysis.registers import Register
from analysis.simulations.delivery_styles import FileStyle
from analysis.simulations.file_cells import DeliveryFile, cell_frame
from analysis.simulations.office_workbooks import office_workbook
from analysis.simulations.planted_rows import BROKEN_MARK, CUT_MARK, MORE_MARK
from analysis.simulations.scenes import Scene

TORN_CELLS = {BROKEN_MARK: '"引号"不成对', f"{CUT_MARK}[^\r\n]*": "残缺", MORE_MARK: "多,一格"}
"""What stands in a delimited file for each mark: an open quotation, a row cut short, a cell too many."""
ENCODINGS = {"csv": "utf-8", "bom": "utf-8-sig", "gb18030": "gb18030"}


def delivery_bytes(scene: Scene, register: Register, month: str, style: FileStyle, rows: pl.DataFrame) -> bytes:
    """A file's bytes, in the style's format."""
    file = DeliveryFile(scene, register, month, style, scene.draw("cells", register.name, month, style.file))
    cells = cell_frame(file, rows)
    if style.format == "parquet":
        return _parquet(cells)
    return office_workbook(file, cells) if style.format == "xlsx" else _delimited(cells, ENCODINGS[style.format])


def _parquet(cells: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    cells.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _delimited(cells: pl.DataFrame, encoding: str) -> bytes:
    text = cells.write_csv(line_terminator="\r\n")
    for mark, torn in TORN_CELLS.items():
        text = re.sub(mark, torn, text)
    return text.encode(encoding)
