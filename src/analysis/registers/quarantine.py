"""What was set aside, why, and how to mend it (搁置清单)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from analysis.paths import replace_file

FAULTS = pl.Schema(
    {
        "file": pl.String,
        "sheet": pl.String,
        "line": pl.Int32,
        "column": pl.String,
        "value": pl.String,
        "reason": pl.String,
    }
)
"""One fault of one row: where it stands, the value as far as it may be shown, and the reason's name."""

REASONS: dict[str, tuple[str, str, str, str]] = {
    "empty": (
        "必填项为空",
        "补填；合并的单元格请拆开，逐行填写",
        "required, but empty",
        "fill it in; unmerge merged cells",
    ),
    "no column": (
        "缺少此列",
        "补上这一列，或在 params/registers.toml 中登记它的表头",
        "the column is missing",
        "add it, or list its heading in params/registers.toml",
    ),
    "not a date": ("不是日期", "写成 2021-03-05 的样子", "not a date", "write it as 2021-03-05"),
    "not an amount": (
        "不是金额",
        "只写数字，可带 元、万元、亿元",
        "not an amount",
        "write a number, with 元, 万元 or 亿元",
    ),
    "no unit": (
        "金额没有单位",
        "在表头或单位列写明 元、万元 或 亿元",
        "an amount without a unit",
        "name the unit in the heading or the unit column",
    ),
    "finer than fen": ("金额细于一分", "核对金额与单位", "finer than 0.01 yuan", "check the amount and its unit"),
    "not a count": ("不是个数", "填非负整数", "not a count", "give a whole number, not negative"),
    "not a number": ("不是数", "填数字", "not a number", "give a number"),
    "negative": ("为负", "核对后改正", "negative", "check and correct it"),
    "not yes or no": ("不是“是”或“否”", "填 是 或 否", "neither yes nor no", "write 是 or 否"),
    "not a choice": (
        "不是可选项",
        "照 params/registers.toml 所列用语填写",
        "not one of the choices",
        "use a word listed in params/registers.toml",
    ),
    "another month": ("不在本月", "移到所属月份的文件夹", "of another month", "move it to the folder of its own month"),
    "in the future": ("晚于本月末", "核对日期", "after the month's end", "check the date"),
    "before the start": ("早于起始日期", "核对两个日期", "before the date it follows", "check the two dates"),
    "a person's number": (
        "像是身份证号或手机号",
        "核对；个人号码请删去",
        "looks like a person's number",
        "check it; delete a person's number",
    ),
    "repeated": (
        "与前面一行重复",
        "只留一行；若不是同一条，核对编号",
        "repeats an earlier row",
        "keep one; where they differ, check the numbers",
    ),
    "broken quotes": ("引号不成对", "补全引号", "a quotation mark is open", "close it"),
    "too many cells": (
        "格数多于表头",
        "数值中的逗号请加引号",
        "more cells than headings",
        "quote a comma inside a cell",
    ),
    "too few cells": (
        "格数少于表头",
        "补全此行；文件若被截断，重新导出",
        "fewer cells than headings",
        "complete the row; export a file anew that was cut off",
    ),
    "unknown year": (
        "这一年的放假安排未知，无法计算工作日",
        "核对年份；没有写错，在 params/calendar.csv 中补上这一年",
        "of a year whose holidays are not known",
        "check the year; if it is right, add it to params/calendar.csv",
    ),
}
"""Each reason in Chinese, its remedy, and both in English."""

COLUMNS = ("register", "file", "sheet", "line", "column", "value", "reason", "remedy", "reason_en", "remedy_en")


def quarantine_list(faults: Sequence[pl.DataFrame], register: str) -> pl.DataFrame:
    """The faults with their reasons and remedies put in words."""
    every = pl.concat([pl.DataFrame(schema=FAULTS), *faults])
    words = [{key: said[place] for key, said in REASONS.items()} for place in range(4)]
    named = [
        pl.col("reason").replace_strict(words[place], return_dtype=pl.String).alias(name)
        for place, name in enumerate(("reason", "remedy", "reason_en", "remedy_en"))
    ]
    return every.with_columns(pl.lit(register).alias("register"), *named).select(COLUMNS)


def save_quarantine(path: Path, aside: Sequence[pl.DataFrame]) -> Path:
    """Write the list as CSV for spreadsheets."""
    every = pl.concat(aside) if aside else pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    return replace_file(path, spreadsheet_csv(every))


def spreadsheet_csv(frame: pl.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet opens as it is: with a byte order mark, no text begins as a formula does."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    risky = {name: pl.col(name).str.contains(r"^[=+\-@\t\r]") for name in texts}
    safe = [pl.when(risk).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name) for name, risk in risky.items()]
    return frame.with_columns(safe).write_csv(include_bom=True).encode()
