"""One table of text with the places of its cells, and what its headings mean in Chinese and English (表头)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.problems import Problem, Problems, did_you_mean
from analysis.text_normalisation import folded, quoted_value

MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 500_000
MOST_COLUMNS = 256
LONGEST_TEXT = 2_000
HEADINGS: dict[str, tuple[str, ...]] = {
    "city": (
        "城市",
        "城市代码",
        "城市名称",
        "被评单位",
        "被考核单位",
        "单位名称",
        "镇街",
        "镇（街道）",
        "乡镇（街道）",
    ),
    "month": ("月份", "月", "统计月份"),
    "fact": ("指标", "指标名称"),
    "value": ("数值", "值"),
    "unit": ("单位",),
    "source": ("来源", "数据来源"),
    "note": ("备注", "说明", "notes"),
    "status": ("状态",),
    "records": ("记录数",),
}
UNIT_HEADING = HEADINGS["city"][3]
"""What heads the units where they are no cities."""
REQUIRED = ("city", "month", "fact", "value")
DEPTH = 10
"""Among how many rows from the top the headings are looked for: titles and remarks may stand above them."""
NO_TABLE = (
    f"前 {DEPTH} 行中没有表头（城市或被评单位、月份、指标、数值）；请在数据上方补一行表头，写法见模板。",
    f"Among the first {DEPTH} rows there are no headings (city, month, fact, value); add them above the figures, "
    "as the template has them.",
)
NOTE = re.compile(
    "(?:注|备注|说明|填报单位|填报人|填报日期|填表人|填表日期|制表|制表人|审核|审核人|复核|复核人|负责人|单位负责人|"
    "分管领导|经办人|联系人|联系电话|合计|总计|小计|日期|打印日期)(?:$|[:(0-9])"
)
"""How a row begins that is no record, folded: a remark, a signature, a total."""

MEANT = {folded(word): column for column, words in HEADINGS.items() for word in (column, *words)}

Record = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """One table as text: its file, its sheet (empty for CSV and Parquet), headings, and numbered rows.

    Row numbers are those a spreadsheet shows. Every row has as many cells as there are headings; rows that
    could not be read are left out and stand in `faults`, so that they are told together with all others. `remarks`:
    what a reader should know of what was read and what was not, though it is no fault.
    """

    file: str
    name: str
    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    faults: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()

    def place(self, row: int | None = None, column: str = "") -> str:
        """Where a fault stands, as a reader looks for it: file, sheet, row, column."""
        return cell_place(self.file, self.name, row, column)

    def remarked(self, remarks: Iterable[Problem]) -> Sheet:
        """The same table with more remarks."""
        return replace(self, remarks=(*self.remarks, *remarks))


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
            zh = f"缺少“{column_heading(column)}”列。"
            en = f"The column '{column}' is missing."
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


@dataclass(frozen=True)
class Vocabulary:
    """How the headings of a kind of table are written: the column each folded word means, and the columns it needs."""

    meant: Mapping[str, str]
    needed: Sequence[str]

    def columns(self, headings: Sequence[str]) -> set[str]:
        """The columns that headings name."""
        return {self.meant[word] for heading in headings if (word := folded(heading)) in self.meant}

    def is_table(self, headings: Sequence[str]) -> bool:
        """Whether headings are those of such a table, be it that one is misspelt or missing."""
        named = self.columns(headings)
        lacking = set(self.needed) - named
        return len(lacking) <= 1 or ("value" in named and len(lacking) <= 2)


FIGURES = Vocabulary(MEANT, REQUIRED)
"""The headings of figures: city, month, fact, value."""


def heading_place(rows: Sequence[Sequence[str]], words: Vocabulary) -> int:
    """The place of the row among the first ones that names most columns; the first row where none names any."""
    named = [len(words.columns(cells)) for cells in rows[:DEPTH]]
    return named.index(max(named))


def is_note(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether a row below the headings is a remark, a signature or a total, or the headings once more."""
    first = folded(next(cell for cell in cells if cell.strip()))
    above = folded(next((heading for heading in headings if heading.strip()), ""))
    return bool(NOTE.match(first)) or (first == above and _folded(cells) == _folded(headings))


def _folded(cells: Sequence[str]) -> list[str]:
    return [folded(cell) for cell in cells if cell.strip()]


def headed_sheet(
    file: str, name: str, rows: Sequence[Record], words: Vocabulary, faults: Sequence[Problem] = ()
) -> Sheet:
    """The rows, none of them empty, as a table under its headings; `remarks` tells which rows are no records."""
    at = heading_place([cells for _, cells in rows], words)
    headings, below = rows[at][1], rows[at + 1 :]
    notes = [number for number, cells in below if is_note(cells, headings)]
    passed = frozenset(notes)
    sheet = Sheet(file, name, headings, [row for row in below if row[0] not in passed], faults)
    return sheet.remarked(_passed(sheet, [number for number, _ in rows[:at]], notes))


def _passed(sheet: Sheet, above: Sequence[int], notes: Sequence[int]) -> Iterator[Problem]:
    if above:
        zh = f"表头上方的第 {_listed(above)} 行是标题，未读。"
        yield Problem(sheet.place(), zh, f"Above the headings, not read: row {_listed(above)}.")
    if notes:
        zh = f"第 {_listed(notes)} 行是说明、签名或合计，未读。"
        yield Problem(sheet.place(), zh, f"Remarks, signatures or totals, not read: row {_listed(notes)}.")


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:DEPTH])) + ("…" if len(numbers) > DEPTH else "")
