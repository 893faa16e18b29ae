"""What the columns of an assessment table are called, and which is which (考核表表头)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.assessment_tables.text_grids import GridCell, TextGrid
from analysis.problems import Problem, Problems
from analysis.text_normalisation import folded, quoted_value

LEVELS = ("level1", "level2", "level3")
SUBJECTS = ("content", "standard", *LEVELS)
HEADED = 15
"""Among how many rows from the top the headings are looked for."""
LEAST = 3
"""How many columns a row must name to be taken for the headings."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("序号", "编号", "条款编号", "指标序号", "项目编号", "指标编号"),
    "level1": ("一级指标", "一级", "类别", "指标类别", "考核类别", "考核项目", "项目", "项目类别", "大类"),
    "level2": ("二级指标", "二级", "考核指标", "指标", "指标名称", "评价指标"),
    "level3": ("三级指标", "三级"),
    "content": (
        "考核内容", "考核要点", "指标内容", "评价内容", "评分内容", "考核内容及要求", "工作内容", "具体内容",
        "考核要求", "工作要求", "指标说明", "指标解释", "指标要求", "评价要点", "内容",
    ),
    "points": ("分值", "标准分", "权重", "满分", "分数", "基准分", "赋分", "标准分值", "分值权重"),
    "standard": (
        "评分标准", "计分方法", "评分办法", "计分办法", "评分细则", "考核标准", "计分标准", "评分方法", "评分规则",
        "考核办法", "计分规则", "考核评分标准", "评价标准", "评分说明", "计分说明", "考核细则", "计分细则",
    ),
    "responsible": ("责任单位", "牵头单位", "责任部门", "考核责任单位", "牵头部门", "负责单位", "责任科室"),
    "source": (
        "数据来源", "数据提供单位", "来源", "数据来源单位", "佐证材料", "数据来源及佐证材料", "考核数据来源",
        "评价依据",
    ),
    "title_zh": ("名称",),
    "title": ("英文名称",),
    "slug": ("文件短名",),
    "group": ("分组编号",),
    "kind": ("类型",),
    "formula": ("公式",),
    "met": ("达标条件",),
    "possible": ("满分公式",),
    "least": ("最低分公式",),
    "values": ("取值",),
    "provenance": ("公式出处",),
    "rest": ("其他设定",),
}  # fmt: skip
"""The columns of the usual table, then those that a workbook written here has beside them."""
PASSED = (
    "得分", "自评得分", "自评分", "考核得分", "实得分", "评分", "备注", "扣分原因", "考核评分", "自查得分", "检查得分",
    "完成情况", "自评情况", "复核得分", "评审得分", "得分情况",
)  # fmt: skip
"""Columns to be filled in by hand when the assessment is held: they hold no rule."""
MEANT = {folded(word): column for column, words in NAMES.items() for word in words}
UNREAD = {folded(word) for word in PASSED}
BRACKETED = re.compile(r"[(\[【].*$")
ALIKE = (
    ("content", re.compile(r"^(?!自).*(?:内容|要点).*(?:标准|办法|方法|细则)")),
    ("standard", re.compile(r"^(?!自).*(?:评分|计分|考核|评价|打分).*(?:标准|办法|方法|细则|规则)$")),
    ("responsible", re.compile(r"(?:责任|牵头|负责).*(?:单位|部门|科室)$")),
    ("source", re.compile(r"(?:数据|材料|资料).*来源|佐证")),
    ("points", re.compile(r"^(?!自|得|实|评).*分值$")),
)
"""Headings that are put together of the usual words."""
GROUP_POINTS = "group points"
PROVENANCE_WORDS = {"text": "原文", "official": "官方", "local": "地方", "assumed": "假定", "proposed": "提议"}
"""How the column 公式出处 is written."""
KIND_WORDS = {"score": "计分", "test": "否决", "deduction": "扣分"}
"""How the column 类型 is written."""


def heading_meaning(heading: str) -> str | None:
    """The column that a heading means, or None."""
    plain = folded(heading)
    bare = BRACKETED.sub("", plain)
    alike = next((column for column, words in ALIKE if words.search(bare)), None)
    return MEANT.get(plain) or MEANT.get(bare) or (None if bare in UNREAD else alike)


def usual_heading(column: str) -> str:
    """What a column is called in the workbooks written here."""
    return NAMES[column][0]


@dataclass(frozen=True)
class Columns:
    """Where the columns of a table stand. `headings`: as the table itself calls them. `below`: the row of headings."""

    places: Mapping[str, tuple[int, ...]]
    headings: Mapping[str, str]
    below: int

    @property
    def levels(self) -> tuple[str, ...]:
        """The columns of indicators that the table has, from the top down."""
        return tuple(level for level in LEVELS if level in self.places)

    def name(self, column: str) -> str:
        """The column as the table calls it."""
        return self.headings.get(column, NAMES.get(column, (column,))[0])

    def text(self, cells: Sequence[GridCell], column: str) -> str:
        """What stands in a column of a row; of a column under one heading that is parted in two, both, a line each.

        A cell that only continues that of the column to its left has nothing of its own.
        """
        places = [place for place in self.places.get(column, ()) if place < len(cells)]
        parts = [cells[place].text for place in places if not cells[place].spread]
        return "\n".join(part for part in parts if part)

    def continues(self, cells: Sequence[GridCell], column: str) -> bool:
        """Whether a row's cell only continues the cell above it."""
        places = self.places.get(column, ())
        return bool(places) and places[0] < len(cells) and cells[places[0]].merged


def find_columns(grid: TextGrid, problems: Problems) -> Columns | None:
    """The columns of a table, None where no row of its first ones is that of headings of such a table."""
    best = max(grid.rows[:HEADED], key=lambda row: len(_named(row[1])), default=None)
    if best is None or len(_named(best[1])) < LEAST or "points" not in _named(best[1]):
        return None
    number, cells = best
    if not set(SUBJECTS) & _named(cells):
        return None
    places = _places(cells, grid, number, problems)
    return Columns(places, {name: cells[at[0]].text for name, at in places.items()}, number)


def _named(cells: Sequence[GridCell]) -> set[str]:
    return {column for cell in cells if cell.text and (column := heading_meaning(cell.text))}


def _places(cells: Sequence[GridCell], grid: TextGrid, row: int, problems: Problems) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    last_points = max(at for at, cell in enumerate(cells) if heading_meaning(cell.text) == "points" and not cell.spread)
    for at, cell in enumerate(cells):
        column = heading_meaning(cell.text)
        if column == "points" and at < last_points and not cell.spread:
            column = GROUP_POINTS
        if column is None or (column in found and cell.spread):
            found |= {column: (*found[column], at)} if column else {}
        elif column in found:
            zh = f"有两列都叫“{quoted_value(cell.text)}”，分不清读哪一列；请改名或删去一列。"
            problems.report(grid.place(row, cell.text), zh, "Two columns bear this heading; rename or delete one.")
        else:
            found[column] = (at,)
    return found


def unread_columns(grid: TextGrid, columns: Columns) -> list[Problem]:
    """Columns with content that say no rule, as far as is known here: they are passed over, which is said."""
    read = {at for places in columns.places.values() for at in places}
    heads = next(cells for number, cells in grid.rows if number == columns.below)
    below = [cells for number, cells in grid.rows if number > columns.below]
    passed = [
        (at, head)
        for at, head in enumerate(heads)
        if at not in read and not head.spread and folded(BRACKETED.sub("", head.text)) not in UNREAD
    ]
    filled = [(at, head) for at, head in passed if any(cells[at].text and not cells[at].spread for cells in below)]
    return [
        Problem(
            grid.place(columns.below, head.text or f"第{at + 1}列 column {at + 1}"),
            "这一列不是考核表常见的列，未读。",
            "This is no usual column of such a table; it was not read.",
        )
        for at, head in filled
    ]
