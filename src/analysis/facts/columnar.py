"""Parquet files of figures, typed or text (Parquet 读取)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.facts.tables import LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS, Sheet
from analysis.file_checks import file_error, size_error
from analysis.paths import display_path


def read_parquet(path: Path) -> list[Sheet]:
    """The one table of a Parquet file as text; row numbers count from 1 at the first record.

    Raises `InputError` where it is no Parquet, too large, or holds nested or binary columns.
    """
    file = display_path(path)
    try:
        frame = _bounded(pl.scan_parquet(path), file)
        texts = [_texts(frame[name], file) for name in frame.columns]
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        zh, en = "不是完好的 Parquet 文件；请重新导出。", "This is no sound Parquet file; export it again."
        raise file_error(file, zh, en) from None
    rows = [(number, cells) for number, cells in enumerate(zip(*texts, strict=True), 1) if any(cells)]
    return [Sheet(file, "", frame.columns, rows)]


def _bounded(scan: pl.LazyFrame, file: str) -> pl.DataFrame:
    if len(scan.collect_schema()) > MOST_COLUMNS:
        raise size_error(file, MOST_COLUMNS, "列", "columns")
    if scan.select(pl.len()).collect().item() > MOST_ROWS:
        raise size_error(file, MOST_ROWS, "行", "rows")
    return scan.collect()


def _texts(column: pl.Series, file: str) -> list[str]:
    if column.dtype.is_nested() or column.dtype == pl.Binary:
        zh, en = "此列不是文字、数或日期。", "This column holds neither text nor numbers nor dates."
        raise file_error(f"{file}, {column.name}", zh, en)
    if column.dtype.is_float() or column.dtype == pl.Boolean:
        return ["" if value is None else _written(value) for value in column.to_list()]
    text = column.cast(pl.String)
    if (text.str.len_chars().max() or 0) > LONGEST_TEXT:
        raise size_error(f"{file}, {column.name}", LONGEST_TEXT, "字", "characters in a cell")
    return text.fill_null("").to_list()


def _written(value: float) -> str:
    return format(value, ".0f") if float(value).is_integer() else repr(value)
