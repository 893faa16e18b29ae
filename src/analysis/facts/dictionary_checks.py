"""The checks of a dictionary file: every entry sound, and all of them in agreement (指标字典校验)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from analysis.facts.scopes import COUNTED, FITTING, MONTH_END, WINDOWS
from analysis.problems import Problems, did_you_mean

NATURES = ("stock", "flow", "state")
STATES = ("flag", "choice", "rank")
LARGEST = 1e15
NAME = re.compile(r"[a-z][a-z0-9_]*")
UNIT = re.compile(r"[a-z]+([*/][a-z]+)*")
CLAUSE = re.compile(r"[\w.-]+:[\w.-]+")

Table = Mapping[str, Any]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= LARGEST


def _unit(value: Any) -> bool:
    return _text(value) and bool(UNIT.fullmatch(value))


def _clauses(value: Any) -> bool:
    return isinstance(value, list) and all(_text(clause) and CLAUSE.fullmatch(clause) for clause in value)


def _choices(value: Any) -> bool:
    return isinstance(value, dict) and all(key.isdecimal() and _text(text) for key, text in value.items())


REQUIRED: dict[str, tuple[Callable[[Any], bool], str, str]] = {
    "zh": (_text, "中文名称", "a Chinese name"),
    "en": (_text, "英文名称", "an English name"),
    "unit": (_unit, "单位", "a unit such as person or visit/day"),
    "nature": (lambda value: value in NATURES, "stock、flow 或 state", "stock, flow or state"),
    "meaning": (_text, "英文定义", "a definition in English"),
    "meaning_zh": (_text, "中文定义", "a definition in Chinese"),
    "low": (_number, "有限数", "a finite number"),
    "high": (_number, "有限数", "a finite number"),
}
OPTIONAL: dict[str, tuple[Callable[[Any], bool], str, str]] = {
    "clauses": (_clauses, "形如 hard-2019:17 的列表", "a list such as hard-2019:17"),
    "within": (_text, "另一指标的名称", "the name of another fact"),
    "choices": (_choices, "编号到名称的表", "a table of numbers and names"),
    "choices_en": (_choices, "编号到英文名称的表", "a table of numbers and English names"),
    "window": (lambda value: value in tuple(WINDOWS), f"{'、'.join(WINDOWS)} 之一", f"one of {', '.join(WINDOWS)}"),
    "counted": (lambda value: value in tuple(COUNTED), f"{'、'.join(COUNTED)} 之一", f"one of {', '.join(COUNTED)}"),
    "derived": (lambda value: isinstance(value, bool), "true 或 false", "true or false"),
}


def check_definition(name: str, table: object, file: str, problems: Problems) -> bool:
    """Whether one entry can be read; what is wrong with it is reported."""
    before = len(problems.found)
    if not NAME.fullmatch(name) or not isinstance(table, dict):
        zh, en = "应为 [小写英文名] 的一张表。", "Expected a table with a lower-case English name."
        problems.report(f"{file}, {name}", zh, en)
        return False
    _keys(f"{file}, {name}", table, problems)
    if len(problems.found) == before:
        _consistent(f"{file}, {name}", table, problems)
    return len(problems.found) == before


def _keys(where: str, table: Table, problems: Problems) -> None:
    keys = {**REQUIRED, **OPTIONAL}
    for key in sorted(table.keys() - keys.keys()):
        zh, en = did_you_mean(key, keys)
        problems.report(f"{where}, {key}", f"不认识的键。{zh}", f"This key is not known. {en}".rstrip())
    for key in sorted(REQUIRED.keys() - table.keys()):
        problems.report(f"{where}, {key}", f"缺少此键；应为{keys[key][1]}。", f"Missing; expected {keys[key][2]}.")
    for key in sorted(keys.keys() & table.keys()):
        fits, zh, en = keys[key]
        if not fits(table[key]):
            problems.report(f"{where}, {key}", f"值不对；应为{zh}。", f"The value does not fit; expected {en}.")


def _consistent(where: str, table: Table, problems: Problems) -> None:
    if (table["unit"] in STATES) != (table["nature"] == "state"):
        zh, en = "flag、choice、rank 与 state 同用。", "flag, choice and rank go with state, and only they."
        problems.report(f"{where}, nature", zh, en)
    _windowed(where, table, problems)
    if (table["unit"] == "choice") != bool(table.get("choices")):
        zh, en = "choice 须有 choices，其他单位没有。", "The unit choice, and only it, has choices."
        problems.report(f"{where}, choices", zh, en)
    if table.get("choices", {}).keys() != table.get("choices_en", {}).keys():
        zh, en = "choices_en 须与 choices 编号相同。", "choices_en must have the numbers of choices."
        problems.report(f"{where}, choices_en", zh, en)
    if table["low"] > table["high"]:
        problems.report(f"{where}, low", "low 大于 high。", "low is larger than high.")


def _windowed(where: str, table: Table, problems: Problems) -> None:
    """A figure over a period says over which, and none says what contradicts its nature."""
    nature, window = table["nature"], table.get("window")
    fits = FITTING[nature]
    if window is None and len(fits) > 1:
        zh = "期间数须写明所算的期间：month（当月）或 twelve_months（滚动窗口）。"
        problems.report(f"{where}, window", zh, f"A flow needs its window: {' or '.join(fits)}.")
    elif window is not None and window not in fits:
        zh = f'与 nature = "{nature}" 不符；应为 {" 或 ".join(fits)}。'
        problems.report(f"{where}, window", zh, f"This does not go with {nature}; expected {' or '.join(fits)}.")


def check_agreement(tables: Mapping[str, Table], beside: Mapping[str, Table], file: str, problems: Problems) -> None:
    """Report names taken twice, wholes that are not known, of another unit, or in a circle."""
    every = {**beside, **tables}
    _distinct(tables, beside, file, problems)
    for name, table in tables.items():
        if whole := table.get("within"):
            _whole(name, whole, every, f"{file}, {name}, within", problems)


def _distinct(tables: Mapping[str, Table], beside: Mapping[str, Table], file: str, problems: Problems) -> None:
    taken = {table["zh"]: name for name, table in beside.items()}
    for name, table in tables.items():
        other = name if name in beside else taken.get(table["zh"])
        if other is not None:
            zh, en = f"名称与已有指标“{other}”重复。", f"This name is taken already by '{other}'."
            problems.report(f"{file}, {name}", zh, en)
        taken[table["zh"]] = name


def _whole(name: str, whole: str, every: Mapping[str, Table], where: str, problems: Problems) -> None:
    if whole not in every:
        zh, en = did_you_mean(whole, every)
        problems.report(where, f"没有“{whole}”这一指标。{zh}", f"'{whole}' is not a fact. {en}".rstrip())
    elif every[whole]["unit"] != every[name]["unit"]:
        problems.report(where, f"单位与整体“{whole}”不同。", f"Its unit is not that of '{whole}'.")
    elif every[whole].get("window", MONTH_END) != every[name].get("window", MONTH_END):
        zh, en = f"所算的期间与整体“{whole}”不同。", f"Its window is not that of '{whole}'."
        problems.report(where, zh, en)
    elif _circle(name, every):
        problems.report(where, "整体与部分互相包含。", "Part and whole go round in a circle.")


def _circle(name: str, every: Mapping[str, Table]) -> bool:
    met = {name}
    while (name := every.get(name, {}).get("within") or "") and name not in met:
        met.add(name)
    return bool(name)
