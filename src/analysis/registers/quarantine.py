"""What was set aside, why, and how to mend it; and what a reader may check besides (搁置清单、备查清单)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from analysis.paths import replace_file

REASONS: dict[str, tuple[str, str, str, str]] = {
    "empty": (
        "必填项为空",
        "补填；合并的单元格请拆开，逐行填写",
        "required, but empty",
        "fill it in; unmerge merged cells",
    ),
    "no column": (
        "缺少此列",
        "补上这一列，表头可写：{}",
        "the column is missing",
        "add it under one of these headings: {}",
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
        "改为其中之一：{}",
        "not one of the choices",
        "write one of these: {}",
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
    "digits lost": (
        "代码以数字存放，末几位已丢失",
        "把这一列的格式设为文本，按原件重新填写或导出",
        "a code stored as a number, its last digits lost",
        "format the column as text and fill it in or export it anew",
    ),
    "beside records": (
        "写明没有记录，表中却有记录",
        "核对；有记录的，删去这一行",
        "says that there are no records beside some",
        "check it; delete this row where there are records",
    ),
}
"""Why a row is set aside: each reason in Chinese, its remedy, and both in English; {} stands for the words taken."""

DISPUTES: dict[str, tuple[str, str, str, str]] = {
    "a person's number, a body's row": (
        "代码像是个人号码，而这一行写的是单位；按自然人剔除，未计入",
        "核对；是单位的，改正代码；是自然人的，类别写“自然人”",
        "a code like a person's number in the row of a body; dropped as a person's",
        "check it; correct the body's code, or say in the row that it is a natural person's",
    ),
    "a person's row, a body's code": (
        "按自然人剔除，未计入，而这一行有合格的统一社会信用代码",
        "核对；是单位的，改正类别，清空证件列",
        "dropped as a person's though it holds a sound organisation code",
        "check it; where it is a body's, correct its kind and empty the columns of persons",
    ),
}
"""Why a row dropped as a natural person's is listed for checking."""

NOTES: dict[str, tuple[str, str, str, str]] = {
    "natural": ("自然人，未计入", "不用处理", "a natural person's row, not counted", "nothing to do"),
    "footer": ("合计、制表人等表尾，不是记录", "不用处理", "a total or signature below the table", "nothing to do"),
    "nothing": ("写明没有记录", "不用处理", "says that there are no records", "nothing to do"),
    "filled down": (
        "合并的单元格，已按首格向下填充",
        "核对；可拆开合并的单元格，逐行填写",
        "a merged cell, filled down from its first",
        "check it; or unmerge the cells and fill in each row",
    ),
    "hidden number": (
        "像是身份证号或手机号，已隐去，照常计数",
        "核对；个人号码请删去",
        "looks like a person's number; hidden, counted as usual",
        "check it; delete a person's number",
    ),
    "blank is no": ("空白，按“否”计", "是的，填 是", "blank, counted as no", "write 是 where it is so"),
    "blank is not yet": (
        "空白，按尚未发生计",
        "已发生的，补填日期",
        "blank, counted as not having happened yet",
        "fill in the date where it has happened",
    ),
    "blank counts nowhere": (
        "空白，按这一列计数的指标未计入",
        "补填",
        "blank, left out of the figures counted by this column",
        "fill it in",
    ),
    "later": (
        "晚于所送月份的月末，数那一月时按尚未发生计",
        "核对日期",
        "after the end of the month delivered for; not yet happened when that month is counted",
        "check the date",
    ),
    "code fails": (
        "代码未通过校验，照常计数，按不合格计",
        "核对代码；确认无误的，列入 data/registers/genuine.csv",
        "the code fails the check; counted, as not sound",
        "check it; list a code confirmed genuine in data/registers/genuine.csv",
    ),
    "code on several bodies": (
        "一码多赋：另有主体用同一代码，按重错码计",
        "核对两行的代码和名称",
        "another body has the same code; counted as faulty",
        "check code and name of both rows",
    ),
    "body with several codes": (
        "一主体多码：同名主体另有代码，按重错码计",
        "核对两行的代码和名称",
        "a body of this name has another code; counted as faulty",
        "check code and name of both rows",
    ),
    "date without a former code": (
        "有转换日期而无原代码，未计为存量代码",
        "补填原代码",
        "converted on a day, but without a former code; not counted as one to be converted",
        "fill in the former code",
    ),
    "fewer cells": (
        "格数少于表头，所缺的列不影响计数",
        "核对；文件若被截断，重新导出",
        "fewer cells than headings, none of them counted",
        "check it; export a file anew that was cut off",
    ),
    "last line open": (
        "文件末行没有换行，最后一格可能不全",
        "核对末行；文件若被截断，重新导出",
        "the file's last line has no end; its last cell may be cut",
        "check the last row; export a file anew that was cut off",
    ),
}
"""What is noted of a row that needs no mending, or is counted otherwise than it may be meant."""

NOT_COUNTED = ("natural", "footer", "nothing")
"""Notes of rows that are not counted; the rows of all others are."""


FAULTS = pl.Schema(
    {
        "file": pl.String,
        "sheet": pl.String,
        "line": pl.Int32,
        "column": pl.String,
        "value": pl.String,
        "reason": pl.String,
        "words": pl.String,
    }
)
"""One fault of one row: where it stands, the value as far as it may be shown, the reason's name, the words taken."""

COLUMNS = ("register", "file", "sheet", "line", "column", "value", "reason", "remedy", "reason_en", "remedy_en")
NOTED_COLUMNS = (*COLUMNS, "counted")
KINDS = ("register", "file", "sheet", "column", "reason", "remedy", "reason_en", "remedy_en", "counted")
"""What the notes of one kind have in common."""
YES, NO = "是", "否"


def quarantine_list(faults: Sequence[pl.DataFrame], register: str) -> pl.DataFrame:
    """The faults with their reasons and remedies put in words."""
    return _worded(faults, register, REASONS | DISPUTES).select(COLUMNS)


def noted_list(notes: Sequence[pl.DataFrame], register: str) -> pl.DataFrame:
    """Notes of rows in words; `counted`: whether the row is counted all the same (是, 否)."""
    counted = pl.when(pl.col("name").is_in(NOT_COUNTED)).then(pl.lit(NO)).otherwise(pl.lit(YES)).alias("counted")
    return _worded(notes, register, NOTES).with_columns(counted).select(NOTED_COLUMNS)


def _worded(
    faults: Sequence[pl.DataFrame], register: str, reasons: Mapping[str, tuple[str, str, str, str]]
) -> pl.DataFrame:
    every = pl.concat([pl.DataFrame(schema=FAULTS), *faults])
    words = [{key: said[place] for key, said in reasons.items()} for place in range(4)]
    named = [
        pl.col("reason")
        .replace_strict(words[place], return_dtype=pl.String)
        .str.replace("{}", pl.col("words").fill_null(""), literal=True)
        .alias(name)
        for place, name in enumerate(("reason", "remedy", "reason_en", "remedy_en"))
    ]
    return every.with_columns(pl.col("reason").alias("name"), pl.lit(register).alias("register"), *named)


def note_counts(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The notes a row a kind, the most frequent first: `KINDS`, how many `rows`, and the `first_line` of them."""
    none = pl.DataFrame(schema={**dict.fromkeys(NOTED_COLUMNS, pl.String), "line": pl.Int32})
    counted = (
        pl.concat([none, *parts])
        .group_by(KINDS, maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("rows"), pl.col("line").min().alias("first_line"))
    )
    return counted.sort("rows", descending=True, maintain_order=True)


def save_quarantine(path: Path, parts: Sequence[pl.DataFrame], columns: Sequence[str] = COLUMNS) -> Path:
    """Write the list as CSV for spreadsheets; its owner alone can read it."""
    every = pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return replace_file(path, spreadsheet_csv(every), private=True)


def spreadsheet_csv(frame: pl.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet opens as it is: with a byte order mark, no text begins as a formula does."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    risky = {name: pl.col(name).str.contains(r"^[=+\-@\t\r]") for name in texts}
    safe = [pl.when(risk).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name) for name, risk in risky.items()]
    return frame.with_columns(safe).write_csv(include_bom=True).encode()
