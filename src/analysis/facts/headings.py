"""One table of text with the places of its cells, and what its headings mean in Chinese and English (表头)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.problems import Problem, Problems, did_you_mean
from analysis.text_normalisation import folded, quoted_value

MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 500_000
MOST_COLUMNS = 256
LONGEST_TEXT = 2_000
HEADINGS: dict[str, tuple[str, ...]] = {
    "city": ("城市", "城市代码", "城市名称"),
    "month": ("月份", "月", "统计月份"),
    "fact": ("指标", "指标名称"),
    "value": ("数值", "值"),
    "unit": ("单位",),
    "source": ("来源", "数据来源"),
    "note": ("备注", "说明", "notes"),
    "status": ("状态",),
    "records": ("记录数",),
}
REQUIRED = ("city", "month", "fact", "value")
NO_TABLE = (
    "首个非空行不是表头（城市、月份、指标、数值）。是数据的，请删去表头上方的行；不是数据的，请删除或隐藏此工作表。",
    "The first row that is not empty holds no headings (city, month, fact, value). If these are figures, delete "
    "the rows above the headings; if not, delete or hide the sheet.",
)
MEANT = {folded(word): column for column, words in HEADINGS.items() for word in (column, *words)}


@dataclass(frozen=True)
class Sheet:
    """One table as text: its file, its sheet (empty for CSV and Parquet), headings, and numbered rows.

    Row numbers are those a spreadsheet shows. Every row has as many cells as there are headings; rows that
    could not be read are left out and stand in `faults`, so that they are told together with all others.
    """

    file: str
    name: str
    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    faults: Sequence[Problem] = ()

    def place(self, row: int | None = None, column: str = "") -> str:
        """Where a fault stands, as a reader looks for it: file, sheet, row, column."""
        return cell_place(self.file, self.name, row, column)


def cell_place(file: str, sheet: str = "", row: int | None = None, column: str = "") -> str:
    """Where a fault stands: file, sheet, row and column as far as they are known."""
    numbered = f"第{row}行 row {row}" if row else ""
    return ", ".join(part for part in (file, quoted_value(sheet), numbered, quoted_value(column)) if part)


def heading_column(heading: str) -> str | None:
    """The column a heading means, or None."""
    return MEANT.get(folded(heading))


def column_heading(column: str) -> str:
    """The Chinese heading of a column."""
    return HEADINGS[column][0]


def column_places(sheet: Sheet, problems: Problems) -> dict[str, int]:
    """Where each known column stands; columns unknown, missing or there twice are reported.

    A heading that is not known is named in the message; what stands below it is never shown.
    """
    found: dict[str, int] = {}
    if not any(map(heading_column, sheet.headings)):
        problems.report(sheet.place(), *NO_TABLE)
        return found
    for place, heading in enumerate(sheet.headings):
        column = heading_column(heading)
        if column in found:
            zh, en = f"“{column_heading(column)}”列有两列。", f"There are two columns '{column}'."
            problems.report(sheet.place(column=heading), zh, en)
        elif column:
            found[column] = place
        elif heading or any(cells[place].strip() for _, cells in sheet.rows):
            problems.report(*_unknown(sheet, place, heading))
    _complete(sheet, found, problems)
    return found


def _complete(sheet: Sheet, found: Collection[str], problems: Problems) -> None:
    for column in REQUIRED:
        if column not in found:
            zh = f"缺少“{column_heading(column)}”列；首个非空行必须是表头。"
            en = f"The column '{column}' is missing; the first row that is not empty holds the headings."
            problems.report(sheet.place(), zh, en)


def _unknown(sheet: Sheet, place: int, heading: str) -> tuple[str, str, str]:
    where = sheet.place(column=heading or f"第{place + 1}列 column {place + 1}")
    if not heading:
        return where, "此列没有表头却有内容；请补表头或清空。", "This column has content but no heading."
    zh, en = did_you_mean(folded(heading), MEANT)
    said = quoted_value(heading)
    return (
        where,
        f"不认识“{said}”列。{zh}只收汇总数；请改名或删除此列。",
        f"The column '{said}' is not known; only totals are taken. Rename or delete it. {en}".rstrip(),
    )
