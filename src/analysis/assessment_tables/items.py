"""The items of the tables of a file, under their groups, with the points that the tables state (考核项)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.assessment_tables import table_rows
from analysis.assessment_tables.table_columns import GROUP_POINTS, KIND_WORDS, Columns, find_columns, unread_columns
from analysis.assessment_tables.table_rows import Line, table_lines
from analysis.assessment_tables.text_grids import TextGrid
from analysis.formulas import TOLERANCE, number_text
from analysis.problems import Problem, Problems
from analysis.text_normalisation import folded, narrow_text, quoted_value

NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
POINTS = re.compile(r"^(?:最高|最多|满分|不超过|至多|上限|≤|加|得|扣|减)*([-+]?\d+(?:\.\d+)?)分?$")
STATED = re.compile(
    r"[\s(（]*(?:共|计|满分|最高|最多|合计|不超过|上限|加|扣|减|至多|可|总分|本项|分值|为|[:：])*(\d+(?:\.\d+)?)\s*分\s*[)）]?\s*$"
)
NO_POINTS = frozenset({"", "-", "—", "--", "——", "/", "\\", "否决", "一票否决", "否决项", "不计分", "无"})
ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])\s*")
"""How a section is numbered: 二、加分项 heads the same items as a group 加分项 in it."""
BRACKETED, SENTENCE = re.compile(r"[(][^)]*[)]"), re.compile(r"[,，。.;；]")
BONUS, DEDUCTION, VETO, ORDINARY = "bonus", "deduction", "veto", "ordinary"
NATURES = (
    (VETO, re.compile("否决|底线")),
    (BONUS, re.compile("加分|奖励分|附加分")),
    (DEDUCTION, re.compile("扣分项|减分|负面清单|倒扣分")),
)
KINDS = {KIND_WORDS["test"]: VETO, KIND_WORDS["deduction"]: DEDUCTION}
NO_HEADINGS = (
    "没有认出表头：一行里至少要有“分值”，和“考核内容”“评分标准”“一级指标”之类中的两项。请补上表头，或改成常用的叫法。",
    "No headings were recognised: a row must name 分值 (points) and two of 考核内容, 评分标准, 一级指标 or the like.",
)


@dataclass(frozen=True)
class GroupTitle:
    """A group as the table heads it: its title, the points stated with it, its nature, and where it stands."""

    title: str
    points: float | None
    nature: str
    place: str = field(compare=False)


@dataclass(frozen=True)
class Item:
    """One item: its rows, the groups above it from the top down, its nature, and the points it can give."""

    lines: tuple[Line, ...]
    groups: tuple[GroupTitle, ...]
    nature: str
    points: float | None

    @property
    def line(self) -> Line:
        return self.lines[0]

    def text(self, column: str) -> str:
        """What stands in a column, of all its rows, word for word."""
        return "\n".join(dict.fromkeys(text for line in self.lines if (text := line.text(column))))

    def place(self, column: str = "") -> str:
        return self.line.place(column)


@dataclass(frozen=True)
class AssessmentTable:
    """All items of a file in order, the total that it states, and what is remarked on its reading."""

    items: tuple[Item, ...]
    total: float | None
    remarks: tuple[Problem, ...]


def read_items(grids: Sequence[TextGrid], problems: Problems, *, may_be_empty: bool = False) -> AssessmentTable:
    """The items of the tables among these grids; a table without headings but as wide goes on with the one before.

    Every fault goes to `problems`: no headings, rows without points or text, points that are no number or negative,
    sums that do not agree with what is stated; and a table without items, unless it `may_be_empty`.
    """
    tables, remarks = _tables(grids, problems)
    lines = [line for grid, columns in tables for line in table_lines(grid, columns)]
    remarks += [remark for grid, columns in tables if columns.below for remark in unread_columns(grid, columns)]
    reader = _Reader(problems)
    for line in lines:
        reader.take(line)
    if tables and not reader.items and not may_be_empty:
        zh, en = "表头下面没有考核项。", "There are no items below the headings."
        problems.report(tables[0][0].place(), zh, en)
    return AssessmentTable(tuple(reader.items), reader.total, (*remarks, *table_rows.passed_remarks(lines)))


def _tables(grids: Sequence[TextGrid], problems: Problems) -> tuple[list[tuple[TextGrid, Columns]], list[Problem]]:
    tables: list[tuple[TextGrid, Columns]] = []
    others: list[TextGrid] = []
    for grid in grids:
        columns = find_columns(grid, problems) or (_going_on(grid, tables[-1]) if tables else None)
        if columns:
            tables.append((grid, columns))
        else:
            others.append(grid)
    if not tables:
        for grid in others:
            problems.report(grid.place(), *NO_HEADINGS)
        return [], []
    zh, en = "没有认出考核表的表头，此表未读。", "No headings of an assessment table; this table was not read."
    return tables, [Problem(grid.place(), zh, en) for grid in others]


def _going_on(grid: TextGrid, before: tuple[TextGrid, Columns]) -> Columns | None:
    """The columns of the table before, where this one is as wide and looks like its next page."""
    columns = before[1]
    same = len(grid.rows[0][1]) == len(before[0].rows[0][1]) and grid.name != before[0].name
    some = any(_points(columns.text(cells, "points")) is not None for _, cells in grid.rows)
    return replace(columns, below=0) if same and some else None


def _points(text: str) -> float | None:
    match = POINTS.match(folded(text))
    return float(match[1]) if match else None


class _Reader:
    """The lines of the tables one by one, with what stands above them."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.items: list[Item] = []
        self.total: float | None = None
        self.section: GroupTitle | None = None
        self.levels: dict[str, GroupTitle] = {}
        self.summed = 0
        self.before: Line | None = None

    def take(self, line: Line) -> None:
        """One line more."""
        if self.before is None or self.before.grid is not line.grid:
            self._next_table(line)
        self.before = line
        verbs = {
            table_rows.SECTION: self._section,
            table_rows.ITEM: self._item,
            table_rows.MORE: self._more,
            table_rows.SUM: self._sum,
            table_rows.TOTAL: self._total,
        }
        if line.kind in verbs:
            verbs[line.kind](line)

    def _next_table(self, line: Line) -> None:
        """Under headings of its own a table has its own sections; one with other levels has its own groups too."""
        if self.before is None or line.columns.below:
            headed = group_title(line.grid.caption, line.grid.place())
            self.section = headed if headed.nature != ORDINARY and not _is_sentence(line.grid.caption) else None
        if self.before is None or self.before.columns.levels != line.columns.levels:
            self.levels = {}

    def _section(self, line: Line) -> None:
        self.section, self.levels = group_title(line.text("level1"), line.place()), {}

    def _item(self, line: Line) -> None:
        self._level(line)
        again = ORDINAL.sub("", self.section.title) if self.section else ""
        levels = [group for group in self.levels.values() if group.title != again]
        groups = tuple(group for group in (self.section, *levels) if group and group.title)
        nature = KINDS.get(line.text("kind")) or nature_of(groups)
        points = self._stated(line, nature)
        self.items.append(Item((line,), groups, nature, points))
        if not any(line.text(name) for name in ("content", "standard", *line.columns.levels)):
            zh, en = (
                "这一行有分值，却没有考核内容和评分标准。",
                "This row has points, but neither content nor standard.",
            )
            self.problems.report(line.place(), zh, en)

    def _level(self, line: Line) -> None:
        """The groups above the line: a new one on a level ends those below it; a blank cell keeps the one above."""
        for place, level in enumerate(line.columns.levels):
            if level in line.fresh:
                own = line.text(GROUP_POINTS) if place == 0 and GROUP_POINTS in line.fresh else ""
                self.levels = {name: kept for name, kept in self.levels.items() if name < level}
                self.levels[level] = group_title(line.text(level), line.place(level), own)

    def _more(self, line: Line) -> None:
        if self.items:
            self.items[-1] = replace(self.items[-1], lines=(*self.items[-1].lines, line))
        else:
            zh, en = (
                "这一行只有评分标准，上面却没有考核项。",
                "This row has a standard only, and no item stands above it.",
            )
            self.problems.report(line.place(), zh, en)

    def _stated(self, line: Line, nature: str) -> float | None:
        text = line.text("points")
        if text and "points" not in line.fresh:
            zh = f"有自己的序号，却与上一行共用一个分值“{quoted_value(text)}”；请分开写分值，或合并序号。"
            en = "It has its own number but shares the points of the row above: part the points, or join the numbers."
            self.problems.report(line.place("points"), zh, en)
        if narrow_text(text) in NO_POINTS:
            self._none(line, nature)
            return None
        points = _points(text)
        if points is None:
            zh = f"分值“{quoted_value(text)}”不是数；请只写数，如 4 或 4分（不写范围和百分比）。"
            en = f"The points '{quoted_value(text)}' are no number; write a number alone, such as 4."
            self.problems.report(line.place("points"), zh, en)
        elif points < 0 and nature != DEDUCTION:
            zh = f"分值“{quoted_value(text)}”是负数；只有扣分项可以写负数。请改正，或把它放在“扣分项”下面。"
            en = f"The points '{quoted_value(text)}' are negative, which only an item of deductions (扣分项) may have."
            self.problems.report(line.place("points"), zh, en)
        return points

    def _none(self, line: Line, nature: str) -> None:
        """No points: right for a veto and a deduction, else a fault."""
        said = folded(line.text("points") + line.text("standard") + line.text("content"))
        if nature in (VETO, DEDUCTION) or "否决" in said or line.text("possible") or line.text("rest"):
            return
        zh = "没有分值；请填写，或写明“一票否决”。只是上一行的续行的，请与上一行合并。"
        en = "There are no points: give them, or say 一票否决 (veto), or merge the row with the one above it."
        self.problems.report(line.place("points"), zh, en)

    def _sum(self, line: Line) -> None:
        stated = _sum_of(line)
        items, self.summed = self.items[self.summed :], len(self.items)
        below = self.levels.get(line.columns.levels[0]) if line.columns.levels else None
        if below and "level1" not in line.fresh:
            under = [item for item in self.items if below in item.groups]
            items = under if len(under) < len(items) or not items else items
        if stated is not None and items:
            _compare(line, stated, [_sum_points(items)], _rows(items), self.problems)

    def _total(self, line: Line) -> None:
        """The total of all items but those on top of it; or, where a table states several, that of its own part."""
        stated = _sum_of(line)
        if stated is None:
            return
        plain = [item for item in self.items if item.nature == ORDINARY]
        bonus = [item for item in self.items if item.nature == BONUS]
        since = [item for item in self.items[self.summed :] if item.nature != VETO] if self.summed else []
        self.summed = len(self.items)
        sums = [_sum_points(plain), _sum_points(plain) + _bonus(bonus), *([_sum_points(since)] if since else [])]
        _compare(line, stated, sums, _rows(self.items), self.problems)
        if math.isclose(stated, sums[0], abs_tol=TOLERANCE):
            self.total = stated


def group_title(text: str, place: str, own: str = "") -> GroupTitle:
    """A group's title and the points that stand with it, as （20分） behind it or in a cell of their own."""
    match = STATED.search(text)
    title = text[: match.start()].rstrip(" \n:：，,") if match and match.start() else text
    points = _points(own) if own else float(match[1]) if match else None
    plain = folded(text)
    nature = next((nature for nature, words in NATURES if words.search(plain)), ORDINARY)
    return GroupTitle(title, points, nature, place)


def _is_sentence(text: str) -> bool:
    """Whether a paragraph speaks in sentences, as a preface does, and so heads no section."""
    return bool(SENTENCE.search(BRACKETED.sub("", folded(text))))


def _sum_of(line: Line) -> float | None:
    points = _points(line.text("points"))
    if points is not None:
        return points
    said = next((match for name in line.fresh if (match := table_rows.SUMMED.match(folded(line.text(name))))), None)
    number = NUMBER.search(said[2]) if said and said[2] else None
    return float(number[0]) if number else None


def _sum_points(items: Iterable[Item]) -> float:
    return math.fsum(abs(item.points) for item in items if item.points is not None)


def _bonus(items: Sequence[Item]) -> float:
    """What bonus items can add: what their group states at most, else their sum."""
    caps = {item.groups: stated_limit(item.groups) for item in items}
    return math.fsum(
        cap if cap is not None else _sum_points(item for item in items if item.groups == groups)
        for groups, cap in caps.items()
    )


def nature_of(groups: Sequence[GroupTitle]) -> str:
    """What the nearest group says that its items are."""
    return next((group.nature for group in reversed(groups) if group.nature != ORDINARY), ORDINARY)


def stated_limit(groups: Sequence[GroupTitle]) -> float | None:
    """The points stated with the nearest group that states any of its own nature."""
    return next((group.points for group in reversed(groups) if group.points is not None), None)


def _rows(items: Sequence[Item]) -> str:
    return f"{items[0].line.row}—{items[-1].line.row}" if items else "—"


def _compare(line: Line, stated: float, sums: Sequence[float], rows: str, problems: Problems) -> None:
    if any(math.isclose(stated, found, abs_tol=TOLERANCE) for found in sums):
        return
    said, found = number_text(stated), number_text(sums[0])
    zh = f"写的是 {said} 分，第 {rows} 行各项合计 {found} 分；请核对各项分值或这一数。"
    en = f"{said} points are stated, but the items of rows {rows} add to {found}: check the items or this sum."
    problems.report(line.place("points"), zh, en)


def group_faults(items: Sequence[Item]) -> Iterator[Problem]:
    """Groups whose stated points are not what their items add to; of bonuses and deductions they are the most only."""
    paths = dict.fromkeys(item.groups[:depth] for item in items for depth in range(1, len(item.groups) + 1))
    for path in paths:
        group, under = path[-1], [item for item in items if item.groups[: len(path)] == path]
        added = _sum_points(under)
        if (
            group.points is not None
            and group.nature == ORDINARY
            and not math.isclose(added, group.points, abs_tol=TOLERANCE)
        ):
            said, found, rows = number_text(group.points), number_text(added), _rows(under)
            zh = f"“{quoted_value(group.title)}”写的是 {said} 分，其下第 {rows} 行各项合计 {found} 分；请核对。"
            en = f"{said} points are stated, but the items of rows {rows} under it add to {found}: check them."
            yield Problem(group.place, zh, en)
