"""A list of units as a table: its columns, its rows with the place of each cell, written out again (单位名单的表)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.facts.headings import LONGEST_TEXT, Sheet, Vocabulary
from analysis.facts.sheets import read_sheets
from analysis.facts.unit_codes import written_code
from analysis.facts.unit_kinds import CITY, kind_words
from analysis.problems import Problems, did_you_mean
from analysis.text_normalisation import CONTROL, folded, has_personal_number, narrow_text, quoted_value, tidy_text

UNIT_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("代码", "单位代码", "统一社会信用代码", "区划代码"),
    "name": ("名称", "单位名称", "单位", "被考核单位", "被评单位", "考核对象"),
    "short": ("简称",),
    "english": ("英文", "英文名称", "拼音"),
    "kind": ("类别", "单位类别"),
    "parent": ("所属", "所属单位", "上级"),
    "league": ("组别", "分组"),
    "valid_from": ("起", "起始", "启用"),
    "valid_to": ("止", "终止", "停用"),
    "also": ("其他写法", "别名"),
    "note": ("备注", "说明"),
}
NEEDED = ("name", "kind")
NAMED = ("", "名称")
LACKING = {
    "name": ("缺少“名称”列：请把单位名称那一列的表头写成“名称”。", "The column 'name' is missing: head the names so."),
    "kind": (
        "缺少“类别”列：请补一列，或在命令里写明，如 --kind 镇。",
        "The column 'kind' is missing: add it, or say it in the command, as --kind town.",
    ),
}
MEANT = {folded(word): column for column, words in UNIT_COLUMNS.items() for word in (column, *words)}
NUMBERED = frozenset({"序号", "编号", "no", "no."})
"""Headings of a column that only counts the rows: it is passed over."""
PLAIN = ("code", "league", "valid_from", "valid_to")
BETWEEN = "、"
SEPARATOR = re.compile(r"[、，,;；\n](?![^（(]*[）)])")
MARK = "\ufeff"


@dataclass(frozen=True)
class ListedUnit:
    """A row of a list: its cells by column, and where they stand."""

    sheet: Sheet
    number: int
    headings: Mapping[str, str]
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def place(self, column: str) -> str:
        """Where a cell stands: file, sheet, row, column."""
        return self.sheet.place(self.number, self.headings.get(column, UNIT_COLUMNS[column][0]))

    def also(self) -> list[str]:
        """The other spellings."""
        return other_names(self["also"])

    def names(self) -> dict[str, str]:
        """The names it is written under, folded, each with its column; those it bears by itself."""
        listed = [(column, self[column]) for column in ("name", "short", "english") if self[column]]
        return {folded(text): column for column, text in [*(("also", name) for name in self.also()), *listed]}

    def with_cells(self, **cells: str) -> ListedUnit:
        """The same row with other cells."""
        return replace(self, cells={**self.cells, **cells})


def other_names(text: str) -> list[str]:
    """The names of a cell, parted by 、; a mark between brackets parts nothing."""
    return [name for part in SEPARATOR.split(text) if (name := part.strip())]


def read_unit_table(path: Path | str, problems: Problems, kind: str = "") -> list[ListedUnit]:
    """The units of a CSV file or workbook; faults of headings and cells are reported.

    `kind`: that of the units whose row does not say it. Nothing is read of a table without a column of names.
    Raises `InputError` for a file that cannot be read at all.
    """
    words = unit_vocabulary()
    return [
        row if row["kind"] or not kind else row.with_cells(kind=kind)
        for sheet in read_sheets(path, words)
        for row in _rows(sheet, words, [name for name in NEEDED if name != "kind" or not kind], problems)
    ]


def unit_vocabulary() -> Vocabulary:
    """How headings of lists are written; a column may be headed by the kind of its units too: 镇（街道）名称."""
    words = [word for word, kind in kind_words().items() if kind != CITY]
    headed = {folded(f"{word}{ending}"): "name" for word in words for ending in NAMED}
    return Vocabulary({**headed, **MEANT}, NEEDED)


def _rows(sheet: Sheet, words: Vocabulary, needed: Sequence[str], problems: Problems) -> Iterator[ListedUnit]:
    problems.found.extend(sheet.faults)
    places = _columns(sheet, words.meant, needed, problems)
    if "name" not in places:
        return
    headings = {column: sheet.headings[at] for column, at in places.items()}
    for number, texts in sheet.rows:
        cells = {column: _tidy(column, texts[at]) for column, at in places.items()}
        row = ListedUnit(sheet, number, headings, cells)
        _refuse_texts(row, problems)
        if any(cells.values()):
            yield row


def _columns(sheet: Sheet, meant: Mapping[str, str], needed: Sequence[str], problems: Problems) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, heading in enumerate(sheet.headings):
        column = meant.get(folded(heading))
        if column in found:
            zh, en = f"“{quoted_value(heading)}”列有两列。", f"There are two columns '{column}'."
            problems.report(sheet.place(column=heading), zh, en)
        elif column:
            found[column] = at
        elif heading and folded(heading) not in NUMBERED:
            zh, en = did_you_mean(folded(heading), MEANT)
            said = f"The column '{quoted_value(heading)}' is not known; rename or delete it. {en}".rstrip()
            problems.report(sheet.place(column=heading), f"不认识“{quoted_value(heading)}”列，请改名或删除。{zh}", said)
    for column in [column for column in needed if column not in found]:
        zh, en = LACKING[column]
        problems.report(sheet.place(), zh, en)
    return found


def _tidy(column: str, text: str) -> str:
    if column == "code":
        return written_code(text)
    return narrow_text(text) if column in PLAIN else tidy_text(text)


def _refuse_texts(row: ListedUnit, problems: Problems) -> None:
    for column, text in row.cells.items():
        if column != "code" and has_personal_number(text):
            zh = "似乎含身份证号或手机号；名单只写单位，请删去。"
            problems.report(row.place(column), zh, "It seems to hold an identity or mobile number; leave it out.")
        if CONTROL.search(text) or len(text) > LONGEST_TEXT:
            zh, en = (
                f"含控制字符，或超过 {LONGEST_TEXT} 字。",
                f"Control signs, or more than {LONGEST_TEXT} characters.",
            )
            problems.report(row.place(column), zh, en)


def unit_table_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Units as the CSV file that is kept: UTF-8 with mark, a row a unit, columns in their order."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(UNIT_COLUMNS), extrasaction="ignore", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return (MARK + written.getvalue()).encode()
