"""One figure as text made a number in its fact's unit, or the reason why it is none (单个数值)."""

from __future__ import annotations

import re
from decimal import Decimal

from analysis.facts.dictionary import Fact
from analysis.facts.plausibility import implausible_reasons
from analysis.facts.units import SHARES, unit_factor, unit_label
from analysis.text_normalisation import folded, narrow_text, quoted_value

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
