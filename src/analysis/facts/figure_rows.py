"""The figures of one sheet, row by row and cell by cell, with every fault of each (逐行读取)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from analysis.calendars import MONTH_FORMS_EN, MONTH_FORMS_ZH, month_or_none
from analysis.facts.cities import code_of
from analysis.facts.dictionary import SHARES, Fact, facts_of_rulebooks, unit_factor, unit_label
from analysis.facts.headings import LONGEST_TEXT, REQUIRED, Sheet, column_places
from analysis.facts.plausibility import implausible_reasons
from analysis.problems import InputError, Problems, nearest_name
from analysis.text_normalisation import CONTROL, folded, has_personal_number, narrow_text, quoted_value, tidy_text

LARGEST = Decimal(10) ** 15
MISSING = frozenset(
    {
        "",
        "na",
        "n/a",
        "null",
        "none",
        "missing",
        "无数据",
        "缺失",
        "缺",
        "缺数",
        "暂无",
        "暂缺",
        "暂无数据",
        "未统计",
    }
    | {"-", "--", "—", "——", "–", "/", "\\", "…", "..."}
)
YES = frozenset({"是", "有", "yes", "y", "true", "√"})
NO = frozenset({"否", "无", "no", "n", "false", "×"})
NOTHING = frozenset({"无", "零", "〇", "没有", "没", "无此项", "nil", "zero"})
ENDLESS = frozenset({"nan", "inf", "-inf", "+inf", "infinity", "-infinity", "∞", "-∞"})
WRITTEN = re.compile(r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([^\d,.].*)?", re.DOTALL)
SPACED = re.compile(r"\d\s+\d")
GROUPED = re.compile(r"[+-]?\d{1,3}(?: +\d{3})+(?:\.\d+)?\D*")
POWER = re.compile(r"[+-]?\d+(?:\.\d+)?e[+-]?\d+")


class FigureError(ValueError):
    """A cell that cannot be taken; says why and what to do in Chinese and in English, and in which column."""

    def __init__(self, zh: str, en: str, column: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en, self.column = zh, en, column


def is_missing_text(text: str) -> bool:
    """Whether a cell says that there is no figure: empty, NA, 无数据, —, 缺失 and the like."""
    return folded(text) in MISSING


def spelling_remark(text: str) -> tuple[str, str] | None:
    """What should be known of a figure that was read though it is written with blanks between its digits: 1 200."""
    said = narrow_text(text)
    if not SPACED.search(said):
        return None
    zh = f"“{quoted_value(text)}”数字中间有空格，按 {folded(text)} 读取；请核对，并去掉空格。"
    return zh, f"'{quoted_value(text)}' has blanks between its digits and is read as {folded(text)}; check it."


def parse_figure(text: str, fact: Fact, unit: str = "") -> Decimal | None:
    """The figure in the fact's own unit, exactly; None where it is missing.

    Understands full-width digits, thousands separators (blanks are told of: `spelling_remark`), 万 and 亿 in the
    figure or in `unit`, % for shares, yes and no, names of choices. Raises `FigureError` for anything else, and
    for what cannot be: a negative figure, part of a person, rank 0.

    >>> from analysis import facts
    >>> entities = facts.dictionary()["market_entities"]
    >>> facts.parse_figure("20万", entities), facts.parse_figure("暂无数据", entities)
    (Decimal('200000'), None)
    """
    stated = _factor(unit, fact, "unit", unit) if unit.strip() else None
    if is_missing_text(text):
        return None
    value = _word(folded(text), fact)
    value = _number(text, fact, stated) if value is None else value
    doubtful = implausible_reasons(fact, value)
    if doubtful:
        raise _error(text, *doubtful[0])
    return value


def _error(said: str, zh: str, en: str, column: str = "value") -> FigureError:
    return FigureError(f"“{quoted_value(said)}”：{zh}", f"'{quoted_value(said)}': {en}", column)


def _word(said: str, fact: Fact) -> Decimal | None:
    if fact.unit == "flag" and said in YES | NO:
        return Decimal(said in YES)
    named = [*fact.choices.items(), *fact.choices_en.items()]
    chosen = [number for number, name in named if folded(name) == said]
    return Decimal(chosen[0]) if chosen else None


def _number(text: str, fact: Fact, stated: Decimal | None) -> Decimal:
    said = folded(text).replace("\N{MINUS SIGN}", "-")
    if SPACED.search(narrow_text(text)) and not GROUPED.fullmatch(narrow_text(text)):
        raise _error(text, *_two_numbers())
    hit = WRITTEN.fullmatch(said.removeprefix("第") if fact.unit == "rank" else said)
    if not hit or POWER.fullmatch(said):
        raise _error(text, *_no_number(said, fact))
    if hit[2] and stated not in (None, Decimal(1)):
        zh, en = (
            "数值和单位列都写了单位，请只写一处。",
            "The unit stands here and in the unit column; write it once.",
        )
        raise _error(text, zh, en)
    by = _factor(hit[2], fact, "value", text) if hit[2] else (stated or Decimal(1))
    return _bounded(Decimal(hit[1].replace(",", "")) * by, text)


def _bounded(value: Decimal, text: str) -> Decimal:
    if abs(value) > LARGEST:
        zh, en = (
            "大于 10 的 15 次方，不像统计数；请核对。",
            "It is above 10 to the 15th, hardly a figure; check it.",
        )
        raise _error(text, zh, en)
    return value


def _factor(mark: str, fact: Fact, column: str, text: str) -> Decimal:
    by = unit_factor(mark, fact.unit)
    if by is not None:
        return by
    if folded(mark) in SHARES:
        zh = f"此指标不是比例；请填数量（单位：{unit_label(fact.unit)}），不填百分比。"
        raise _error(text, zh, f"This fact is no share; give a number ({fact.unit}), no percentage.", column)
    zh = f"单位不适合此指标；应为 {unit_label(fact.unit)}，数大时可写 万{unit_label(fact.unit)}。"
    raise _error(text, zh, f"The unit does not fit this fact; expected {fact.unit}.", column)


def _two_numbers() -> tuple[str, str]:
    zh = "数字中间有空格，可能是两个数；请写成一个数，不留空格。"
    return zh, "There are blanks between its digits: it may be two numbers. Write one, without blanks."


def _no_number(said: str, fact: Fact) -> tuple[str, str]:
    if said in ENDLESS:
        return "不是有限数；没有数据请留空。", "It is not finite; leave a missing value empty."
    if said.startswith("#"):
        return (
            "是表格软件的错误值；请改正公式或留空。",
            "A spreadsheet error; mend the formula or leave it empty.",
        )
    if POWER.fullmatch(said):
        zh, en = (
            "科学记数可能已丢失位数；请写出全部数字。",
            "Scientific notation may have lost digits; write it in full.",
        )
        return zh, en
    if said in NOTHING and fact.unit != "flag":
        zh = f"不是数；若确为零请填 0，没有数据才留空（单位：{unit_label(fact.unit)}）。"
        return zh, "It is no number; write 0 if it really is zero, leave it empty only where there is no figure."
    zh, en = _kind(fact)
    return f"不是{zh}；请改正，没有数据请留空。", f"It is not {en}; mend it, or leave a missing value empty."


def _kind(fact: Fact) -> tuple[str, str]:
    if fact.unit == "flag":
        return "“是”或“否”", "yes or no (是/否, 1/0)"
    if fact.choices:
        each = "、".join(f"{number} {name}" for number, name in fact.choices.items())
        return f"所列选项（{each}）", f"one of the choices {', '.join(map(str, fact.choices))}"
    return f"数（单位：{unit_label(fact.unit)}）", f"a number (unit: {fact.unit})"


MOST_FAULTS = 200
LARGEST_COUNT = 10**15 - 1
STATUSES: dict[str, tuple[str, ...]] = {
    "measured": ("测算", "系统测算", "实测"),
    "supplied": ("填报", "上报"),
    "estimated": ("估算", "估计"),
    "missing": ("缺失", "无数据"),
}
STATUS_MEANT = {folded(word): status for status, words in STATUSES.items() for word in (status, *words)}


@dataclass(frozen=True)
class Figure:
    """One figure as read, with the place it was read from."""

    city: str
    month: str
    fact: Fact
    value: float | None
    records: int | None
    status: str
    source: str | None
    note: str | None
    place: str


@dataclass
class FigureRow:
    """One row being read: its cells by column, and the faults met so far."""

    cells: Mapping[str, str]
    faults: list[FigureError] = field(default_factory=list)

    def take(self, column: str, verb: Callable[..., Any], *more: Any) -> Any:
        """What the verb makes of the cell, or None with its fault kept; that of a column not there is told once."""
        try:
            return verb(self.cells.get(column, ""), *more)
        except FigureError as error:
            if error.column in self.cells:
                self.faults.append(error)
            return None

    def unfilled(self) -> bool:
        """Whether this is a line of the template not filled in: no figure, and no city or no month."""
        named = all(self.cells.get(column, "?") for column in ("city", "month"))
        return is_missing_text(self.cells.get("value", "?")) and not named

    def is_of_a_fact(self, names: Mapping[str, Fact]) -> bool:
        """Whether its fact is known."""
        return folded(self.cells.get("fact", "")) in names

    def figure(self, names: Mapping[str, Fact], code_of: Callable[..., str], place: str) -> Figure | None:
        """The figure of this row, or None where anything in it is at fault."""
        month = self.take("month", parse_month_cell)
        city = self.take("city", code_of, month)
        fact = self.take("fact", parse_fact, names)
        value = self.take("value", parse_figure, fact, self.cells.get("unit", "")) if fact else None
        status = self.take("status", parse_status, value)
        records = self.take("records", parse_record_count)
        source = self.take("source", parse_free_text, "source")
        note = self.take("note", parse_free_text, "note")
        number = None if value is None else float(value)
        figure = Figure(city, month, fact, number, records, status, source, note, place)
        return None if self.faults else figure


def read_figures(sheet: Sheet, names: Mapping[str, Fact], problems: Problems, remarks: Problems) -> Iterator[Figure]:
    """The figures of a sheet; faults are reported with row and column, and such rows left out.

    Cells are looked at though a heading be at fault, so that all faults are told at once; no figure comes of it then.
    `remarks`: rows passed over though something stands in them, figures read though oddly written.
    Stops at the first sheet with more faults than anyone would mend in one go (`MOST_FAULTS`).
    """
    code_of = lru_cache(maxsize=None)(parse_city)
    places = column_places(sheet, problems)
    rows = [row for row in sheet.rows if not _is_elsewhere(row[1], places, names)] if places else []
    _tell_elsewhere(sheet, len(sheet.rows) - len(rows) if places else 0, remarks)
    for number, texts in rows:
        row = FigureRow({column: texts[place].strip() for column, place in places.items()})
        place = sheet.place(number, sheet.headings[places["value"]] if "value" in places else "")
        figure = None if row.unfilled() else row.figure(names, code_of, place)
        for fault in row.faults:
            problems.report(sheet.place(number, sheet.headings[places[fault.column]]), fault.zh, fault.en)
        _remark(row, names, place, remarks)
        if len(problems.found) >= MOST_FAULTS:
            return
        if figure is not None and set(REQUIRED) <= places.keys():
            yield figure


def _is_elsewhere(texts: Sequence[str], places: Mapping[str, int], names: Mapping[str, Fact]) -> bool:
    """Whether a row's figure is one that another rulebook brings itself."""
    named = folded(texts[places["fact"]]) if "fact" in places else ""
    return named not in names and named in facts_of_rulebooks()


def _tell_elsewhere(sheet: Sheet, count: int, remarks: Problems) -> None:
    if count:
        zh = f"{count} 行是别的规则集自己的指标，这里没有用。"
        remarks.report(sheet.place(), zh, f"{count} rows are figures of other rulebooks and are not used here.")


def _remark(row: FigureRow, names: Mapping[str, Fact], place: str, remarks: Problems) -> None:
    if row.unfilled() and not row.is_of_a_fact(names):
        zh, en = "这一行没有数值，也不是指标，未读。", "This row has no value and names no fact; it was not read."
        remarks.report(place, zh, en)
    elif not row.faults and (said := spelling_remark(row.cells.get("value", ""))):
        remarks.report(place, *said)


def fact_lookup(dictionary: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts by id and by Chinese name, folded for looking up."""
    return {folded(name): fact for fact in dictionary.values() for name in (fact.name, fact.zh)}


def parse_city(text: str, month: str | None) -> str:
    """The code of a city cell."""
    try:
        return code_of(_given(text, "city"), month)
    except InputError as error:
        raise FigureError(error.problems[0].zh, error.problems[0].en, "city") from None


def parse_month_cell(text: str) -> str:
    """The month of a month cell, as YYYY-MM."""
    found = month_or_none(_given(text, "month"))
    if found is None:
        said = quoted_value(text)
        raise FigureError(
            f"“{said}”不是月份；{MONTH_FORMS_ZH}。", f"'{said}' is not a month; {MONTH_FORMS_EN}.", "month"
        )
    return found


def parse_fact(text: str, names: Mapping[str, Fact]) -> Fact:
    """The fact of a fact cell, given by id or Chinese name."""
    said = folded(_given(text, "fact"))
    if said in names:
        return names[said]
    hit = names.get(nearest_name(said, names) or "")
    zh = f"没有“{quoted_value(text)}”这一指标。" + (f"是否想写“{hit.zh}”（{hit.name}）？" if hit else "请照模板填写。")
    en = f"'{quoted_value(text)}' is not a fact. " + (f"Did you mean '{hit.name}'?" if hit else "See the template.")
    raise FigureError(zh, en, "fact")


def _given(text: str, column: str) -> str:
    if not text:
        zh, en = "为空；合并的单元格请拆开，逐行填写。", "Empty; unmerge merged cells and fill in each row."
        raise FigureError(zh, en, column)
    return text


def parse_status(text: str, value: object) -> str:
    """The status of a figure: as said, supplied where nothing is said, missing where there is no value."""
    meant = STATUS_MEANT.get(folded(text)) if text else "supplied"
    if meant is None:
        zh, en = (
            "状态只能是 填报、测算、估算、缺失。",
            "The status is supplied, measured, estimated or missing.",
        )
        raise FigureError(f"“{quoted_value(text)}”：{zh}", f"'{quoted_value(text)}': {en}", "status")
    if meant == "missing" and value is not None:
        zh, en = (
            "状态为缺失，却填了数值；请改其一。",
            "The status says missing, yet there is a figure; mend one.",
        )
        raise FigureError(zh, en, "status")
    return "missing" if value is None else meant


def parse_record_count(text: str) -> int | None:
    """The number of records behind a figure, or None."""
    digits = narrow_text(text)
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and int(digits) <= LARGEST_COUNT):
        zh, en = f"“{quoted_value(text)}”不是记录数。", f"'{quoted_value(text)}' is no number of records."
        raise FigureError(zh, en, "records")
    return int(digits)


def parse_free_text(text: str, column: str) -> str | None:
    """A source or a note; what looks like a citizen's number, control signs and long texts are refused."""
    kept = tidy_text(text)
    if has_personal_number(kept):
        zh = "似乎含身份证号或手机号；这里只收汇总数据，请删去。"
        raise FigureError(zh, "It seems to hold an identity or mobile number; only totals are taken.", column)
    if CONTROL.search(kept) or len(kept) > LONGEST_TEXT:
        zh, en = (
            f"含控制字符，或超过 {LONGEST_TEXT} 字。",
            f"Control signs, or more than {LONGEST_TEXT} characters.",
        )
        raise FigureError(zh, en, column)
    return kept or None
