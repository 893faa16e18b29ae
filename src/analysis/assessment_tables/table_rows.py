"""The rows of an assessment table, told apart: items, headings of sections, sub-totals, remarks (考核表的行)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analysis.assessment_tables.own_columns import OWN
from analysis.assessment_tables.table_columns import GROUP_POINTS, Columns, heading_meaning
from analysis.assessment_tables.text_grids import GridCell, GridRow, TextGrid
from analysis.problems import Problem
from analysis.text_normalisation import folded

ITEM, MORE, SECTION, SUM, TOTAL, PASSED, REMARK = "item", "more", "section", "sum", "total", "passed", "remark"
SUMMED = re.compile(r"^.{0,20}?(小计|合计|总计|总分|总分值)[:：]?(\d+(?:\.\d+)?分?)?$")
WHOLE = ("合计", "总计", "总分", "总分值")
NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填报单位|填报人|填表人|填表日期|制表|制表人|审核|审核人|复核人|负责人|联系人|联系电话|打印日期|"
    r"被考核单位|考核单位|考核组|单位盖章)\d?(?:$|[:(、.])"
)
SECTION_LIKE = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)]|第[一二三四五六七八九十]+部分|.{0,12}(?:加分|扣分|减分|否决)|.*\d分)"
)
TITLE_AGAIN = re.compile(r"^.{2,60}(?:表|续表|[(]续[)]|细则|办法)$")
LONGEST_TITLE = 40
SUBJECTS = ("number", "level1", "level2", "level3", "content", "standard")


@dataclass(frozen=True)
class Line:
    """One row below the headings: what it is, where it stands, and what stands in it, by column.

    `fresh`: the columns in which it has a text of its own, not one that continues the cell above.
    """

    kind: str
    grid: TextGrid
    columns: Columns
    row: int
    texts: dict[str, str] = field(hash=False)
    fresh: frozenset[str]

    def text(self, column: str) -> str:
        return self.texts.get(column, "")

    def place(self, column: str = "") -> str:
        """Where it stands: file, sheet or table, row, and the column as the table calls it."""
        return self.grid.place(self.row, self.columns.name(column) if column else "")


def table_lines(grid: TextGrid, columns: Columns) -> Iterator[Line]:
    """The rows below the headings in order, each told apart; headings repeated on a page are left out."""
    for number, cells in grid.rows:
        if number > columns.below and not is_heading(cells, columns):
            yield _line(grid, columns, (number, cells))


def is_heading(cells: Sequence[GridCell], columns: Columns) -> bool:
    """Whether a row is that of the headings once more: its points are called points."""
    return heading_meaning(columns.text(cells, "points")) == "points"


def _line(grid: TextGrid, columns: Columns, row: GridRow) -> Line:
    number, cells = row
    texts = {name: columns.text(cells, name) for name in columns.places}
    fresh = frozenset(name for name, text in texts.items() if text and not columns.continues(cells, name))
    kind = _kind(cells, columns, texts, fresh)
    if kind in (SECTION, PASSED, REMARK):
        texts = {**texts, "level1": next(cell.text for cell in cells if cell.text and not cell.spread)}
    return Line(kind, grid, columns, number, texts, fresh)


def _kind(cells: Sequence[GridCell], columns: Columns, texts: dict[str, str], fresh: frozenset[str]) -> str:
    if "number" in fresh and fresh & {*OWN}:
        return ITEM
    own = [cell.text for cell in cells if cell.text and not cell.merged and not cell.spread]
    first = folded(own[0]) if own else ""
    summed = [match for name in SUBJECTS if name in fresh and (match := SUMMED.match(folded(texts[name])))]
    if summed:
        return TOTAL if summed[0][1] in WHOLE else SUM
    is_alone = len(own) == 1 and not any(cell.merged and cell.text for cell in cells) and _is_alone(cells, columns)
    if NOTE.match(first) or (is_alone and TITLE_AGAIN.match(first)):
        return PASSED
    if is_alone:
        return SECTION if len(first) <= LONGEST_TITLE and SECTION_LIKE.match(first) else _alone(first, columns, fresh)
    return MORE if _is_more(columns, texts, fresh) else ITEM


def _is_alone(cells: Sequence[GridCell], columns: Columns) -> bool:
    """Whether a row's only text stands at its beginning: within the columns before those of points and standard."""
    at = next(place for place, cell in enumerate(cells) if cell.text)
    return at < min(columns.places["points"][0], *columns.places.get("standard", (len(cells),)))


def _alone(text: str, columns: Columns, fresh: frozenset[str]) -> str:
    if len(text) > LONGEST_TITLE:
        return REMARK
    return SECTION if not columns.levels or "number" in fresh else ITEM


def _is_more(columns: Columns, texts: dict[str, str], fresh: frozenset[str]) -> bool:
    """Whether a row goes on with the item above: its points are those above, or it has only more of the standard."""
    shares_points = bool(texts.get("points")) and not fresh & {"points", "number"}
    only_standard = bool(fresh) and not (fresh & {"number", "content", "points", *columns.levels, GROUP_POINTS})
    return shares_points or (only_standard and "points" not in fresh)


def passed_remarks(lines: Sequence[Line]) -> Iterator[Problem]:
    """What was not read of a table: rows that stand alone and are no title of a section, nor a usual remark."""
    for line in lines:
        if line.kind == REMARK:
            zh = "这一行只有一段说明，不是考核项，未读。"
            yield Problem(line.place(), zh, "This row is a remark, no item; it was not read.")
