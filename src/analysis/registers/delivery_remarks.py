"""What is said of a delivery as a whole: files without records, columns that say little (送报提示)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from analysis.hidden_cells import hidden_remarks
from analysis.problems import Problem
from analysis.registers.delivered_files import LINE
from analysis.registers.heading_recognition import RecognisedTable
from analysis.registers.schema import CHOICE, NOWHERE, Register
from analysis.registers.sorting import NUMBERS, SortedTable
from analysis.registers.wording import RegisterWording

Record = dict[str, Any]


def empty_files(records: Sequence[Record]) -> list[Problem]:
    """Files that hold no record and do not say that there is none: nobody knows whether something is missing."""
    files = dict.fromkeys(record["file"] for record in records)
    own = {file: [record for record in records if record["file"] == file] for file in files}
    return [_empty(file) for file, tables in own.items() if not any(map(_says_something, tables))]


def _says_something(record: Record) -> bool:
    return bool(record["stated"] or record["read"])


def _empty(file: str) -> Problem:
    zh = "只有表头，没有记录；有关指标按缺失计，不按零计。确实没有的，请在表头下一行写“零报告”；有的，请重新导出。"
    en = (
        "Headings without a record: the figures are missing, not zero. Where the month had none, write 零报告 "
        "in the row below the headings; else export the file anew."
    )
    return Problem(file, zh, en)


def column_remarks(table: RecognisedTable, part: SortedTable, register: Register) -> list[list[str]]:
    """What stands beside a table's figures: `[column, remark, in English]`; no column where every figure is meant."""
    return [
        *_mostly_blank(table, part, register),
        *_lost(part),
        *_merged(table, register),
        *_unclassed(table, part, register),
    ]


def _mostly_blank(table: RecognisedTable, part: SortedTable, register: Register) -> Iterator[list[str]]:
    """Columns that every record should fill and that are blank in more rows than not; a blank choice may be right."""
    for column in register.columns:
        if column.blank == NOWHERE and column.kind != CHOICE and column.name in table.columns:
            blank = part.used[column.name].null_count()
            if 2 * blank > part.used.height:
                heading, rows = table.heading(column.name), part.used.height
                yield [
                    column.name,
                    f"“{heading}”列 {rows} 行中 {blank} 行空白",
                    f"'{heading}': {blank} of {rows} rows blank",
                ]


def _lost(part: SortedTable) -> Iterator[list[str]]:
    lost = part.faults.filter(pl.col("reason") == "digits lost")
    for heading, count in lost.group_by("column", maintain_order=True).len().rows():
        en = f"'{heading}': {count} codes stored as numbers, their last digits lost"
        yield ["", f"“{heading}”列 {count} 格代码以数字存放，末几位已丢失", en]


def _merged(table: RecognisedTable, register: Register) -> Iterator[list[str]]:
    """Merged cells of records; those of headings are none, and a number stands for all its rows together."""
    lines = set(table.rows[LINE].to_list()) if table.table.filled else set()
    below = Counter(place for line, place in table.table.filled if line in lines)
    for column in (column for column in register.columns if column.name in table.columns):
        count, heading = below[table.columns[column.name][0]], table.heading(column.name)
        if count:
            zh, en = ("未逐行重复", "not repeated") if column.kind in NUMBERS else ("已向下填充", "filled down")
            yield [
                column.name,
                f"“{heading}”列 {count} 格为合并单元格，{zh}",
                f"'{heading}': {count} merged cells {en}",
            ]


def _unclassed(table: RecognisedTable, part: SortedTable, register: Register) -> Iterator[list[str]]:
    """A register of parties that says neither what they are nor which: persons' rows cannot be told from bodies'."""
    telling = {"party_kind", "party_code"}
    if telling <= set(register.names) and part.used.height and not telling & set(table.columns) and not table.naturals:
        en = "neither a kind nor a code of parties: natural persons' records could not be left out"
        yield ["", "既无主体类别列，也无代码列，自然人的记录未能剔除", en]


def record_notes(records: Sequence[Record]) -> list[Problem]:
    """Remarks and disputes of a register's tables, for the reader of the delivery."""
    return [note for record in records for note in _notes(record)]


def _notes(record: Record) -> Iterator[Problem]:
    where = ", ".join(filter(None, (record["file"], record["sheet"])))
    for _, zh, en in record["remarks"]:
        yield Problem(where, f"{zh}；请核对。", f"{en[:1].upper()}{en[1:]}. Check it.")
    if record["disputed"]:
        zh = f"有 {record['disputed']} 行按自然人剔除，而行中写的是单位或有合格的单位代码；请照搁置清单核对。"
        en = (
            f"{record['disputed']} rows dropped as natural persons' speak of a body; check them by the quarantine list."
        )
        yield Problem(where, zh, en)


def sheet_notes(tables: Sequence[RecognisedTable]) -> Iterator[Problem]:
    """Of a file's tables: which sheets were read where there are several, and what is hidden in them."""
    if len(tables) > 1:
        names = ", ".join(table.table.sheet for table in tables)
        yield Problem(tables[0].table.file, f"读了 {len(tables)} 个工作表：{names}。", f"Sheets read: {names}.")
    for table in tables:
        unseen, lines = table.table.unseen, set(table.rows[LINE].to_list())
        columns = [heading for place, heading in table.headings.items() if heading and int(place) in unseen.columns]
        yield from hidden_remarks(table.table.place(), sorted(unseen.rows & lines), columns)


def hidden_notes(where: str, wording: RegisterWording, hidden: Mapping[str, pl.Series]) -> list[Problem]:
    """How many cells of each column look like a person's number. `where`: the folder of the delivery."""
    return [_hidden(where, wording, name, int(marks.sum())) for name, marks in hidden.items()]


def _hidden(where: str, wording: RegisterWording, column: str, count: int) -> Problem:
    zh = f"{wording.zh}的 {column} 列有 {count} 格像是身份证号或手机号，已隐去，照常计数；请核对。"
    en = f"{count} cells of {column} look like a person's number; hidden, but counted as usual. Check them."
    return Problem(f"{where}, {wording.name}", zh, en)
