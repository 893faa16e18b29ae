"""The dictionary of facts: their meanings, units and wholes, and the checks of its file (指标字典)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis.facts.scopes import COUNTED, FITTING, MONTH_END, WINDOWS
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.text_normalisation import folded
from analysis.toml_tables import parsed_toml, unreadable_toml

CONTINUOUS = frozenset({"yuan", "share", "day", "visit/day", "point"})

MEASURES: dict[str, tuple[str, ...]] = {
    "code": ("个", "条"),
    "event": ("起", "件", "次", "个"),
    "hall": ("个",),
    "record": ("条", "件", "个"),
    "entity": ("家", "户", "个"),
    "item": ("项", "个"),
    "county": ("个",),
    "domain": ("个", "类", "项"),
    "agency": ("家", "个"),
    "visit/day": ("次/日", "次/天", "人次/日", "人次/天"),
    "person": ("人", "名"),
    "case": ("件", "个", "例"),
    "department": ("个", "家"),
    "document": ("件", "个", "份"),
    "list": ("项", "个", "份"),
    "sector": ("个", "类"),
    "yuan": ("元", "人民币元"),
    "enterprise": ("家", "户", "个"),
    "activity": ("类", "项", "个"),
    "review": ("件", "次", "条", "个"),
    "day": ("天", "日"),
    "finding": ("个", "件", "条", "起"),
    "incident": ("起", "件", "次", "个"),
    "flag": ("是/否", "有/无", "1/0"),
    "choice": ("类", "选项"),
    "rank": ("名", "位"),
    "point": ("分",),
    "share": ("比例", "占比"),
}
SCALES = {
    "": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
SHARES = {"%": Decimal("0.01"), "百分比": Decimal("0.01"), "‰": Decimal("0.001")}
SCALE_SIGNS = "十百千万亿"


def unit_label(unit: str) -> str:
    """The measure word shown beside a figure: 人 for person; the unit itself where it has none."""
    return MEASURES.get(unit, (unit,))[0]


def is_whole_unit(unit: str) -> bool:
    """Whether figures of this unit can only be whole numbers."""
    return unit not in CONTINUOUS and "/" not in unit


def unit_factor(text: str, unit: str) -> Decimal | None:
    """By what a figure so marked is multiplied to be in `unit`; None where the mark does not belong to it.

    万人 for person -> 10000; an empty mark -> 1; % for share -> 0.01, for any other unit None.

    >>> from analysis import facts
    >>> facts.unit_factor("万人", "person"), facts.unit_factor("%", "share"), facts.unit_factor("元", "person")
    (Decimal('10000'), Decimal('0.01'), None)
    """
    said = folded(text)
    if unit == "share" and said in SHARES:
        return SHARES[said]
    measure = said.lstrip(SCALE_SIGNS)
    scale = said.removesuffix(measure)
    scaled = scale in SCALES and (not scale or unit not in ("flag", "choice", "rank", "share"))
    return Decimal(SCALES[scale]) if scaled and measure in _words(unit) else None


def _words(unit: str) -> set[str]:
    return {"", unit, f"{unit}s", *(folded(word) for word in MEASURES.get(unit, ()))}


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


@dataclass(frozen=True)
class Fact:
    """One fact: its names, unit, nature, definition, slider bounds, and where it is used.

    `nature` is stock (at the month's end), flow (over a period) or state (flag, choice, rank).
    `window` is what of it counts: `month_end` (all that stands at the month's end), `month`, or `twelve_months` (the
    rolling window). `counted` is what counts once: record, body, party, code, name; or amount, mean; "" for a state.
    `within` names the whole of which it is a part: never larger than that. `choices` number -> Chinese
    name, only for the unit `choice`; `choices_en` the same in English. `low` and `high`
    bound the what-if slider, not valid figures.
    """

    name: str
    zh: str
    en: str
    unit: str
    nature: str
    meaning: str
    meaning_zh: str
    low: float
    high: float
    window: str = MONTH_END
    counted: str = ""
    clauses: tuple[str, ...] = ()
    within: str | None = None
    choices: Mapping[int, str] = field(default_factory=dict, hash=False)
    choices_en: Mapping[int, str] = field(default_factory=dict, hash=False)
    derived: bool = False


def dictionary() -> Mapping[str, Fact]:
    """The project's facts by name, in their order (`params/facts.toml`); read again when the file changes.

    Raises `InputError` naming every fault of the file at once.

    >>> from analysis import facts
    >>> fact = facts.dictionary()["permits_reported"]
    >>> fact.zh, fact.unit, fact.within
    ('已上报行政许可信息数', 'record', 'permits')
    """
    path = root() / "params" / "facts.toml"
    return _cached(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=8)
def _cached(path: Path, _changed: int) -> Mapping[str, Fact]:
    return read_dictionary(path)


def read_dictionary(path: Path | str, beside: Mapping[str, Fact] | None = None) -> Mapping[str, Fact]:
    """The facts of one dictionary file; `beside` are facts known already, which it may name as wholes.

    Raises `InputError`: file missing or no TOML, unknown or missing keys, values of the wrong kind,
    a whole that is not known, a name already taken; all of them at once.
    """
    tables, file, problems = toml_tables(Path(path)), display_path(path), Problems()
    sound = {name: table for name, table in tables.items() if check_definition(name, table, file, problems)}
    others = {name: vars(fact) for name, fact in (beside or {}).items()}
    check_agreement(sound, others, file, problems)
    problems.raise_any()
    return MappingProxyType({name: _fact(name, table) for name, table in sound.items()})


def facts_of_rulebooks() -> frozenset[str]:
    """The names, folded, of all facts that the project's rulebooks bring themselves; read again when a file changes.

    A month's figures hold those of every rulebook: whoever reads them for one passes over the others'.
    """
    files = sorted((root() / "params" / "rulebooks").glob("*/facts.toml"))
    return _own_names(tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=8)
def _own_names(files: tuple[tuple[Path, int], ...]) -> frozenset[str]:
    tables = [table for file, _ in files for table in (Problems().absorb(partial(toml_tables, file)) or {}).items()]
    named = [(name, table.get("zh", name)) for name, table in tables if isinstance(table, dict)]
    return frozenset(folded(str(name)) for names in named for name in names)


def toml_tables(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises `InputError` where it is missing, not UTF-8 or not TOML."""
    try:
        return parsed_toml(path)
    except (OSError, ValueError) as error:
        zh, en = unreadable_toml(error)
    raise InputError([Problem(display_path(path), f"无法读取：{zh}。", f"This file cannot be read: {en}.")])


def _fact(name: str, table: Mapping[str, Any]) -> Fact:
    given = {key: table[key] for key in (item.name for item in fields(Fact)) if key in table}
    read_as = {
        "name": name,
        "low": float(table["low"]),
        "high": float(table["high"]),
        **{key: _numbered(table.get(key, {})) for key in ("choices", "choices_en")},
        "clauses": tuple(table.get("clauses", ())),
    }
    return Fact(**{**given, **read_as})


def _numbered(table: Mapping[str, str]) -> dict[int, str]:
    return {int(number): text for number, text in table.items()}
