"""The documents that say how long adverse information is shown and when its repair can be asked (公示与修复期限).

Each document is a file of `params/repair/`, in force from a day on; what was not read of it stays unset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from analysis.paths import display_path, root
from analysis.problems import Problems, did_you_mean
from analysis.toml_tables import TomlTable, read_toml_table

AFTER_SHORTEST, DUTIES_DONE, NEVER = ASKINGS = ("after_shortest", "duties_done", "never")
PENALTIES, LISTS = "penalties", "lists"
COUNTING = "counting.toml"
CLOSING = "# 完 end"
LAST = "last"
KEYS = {
    "number", "title_zh", "title", "printed", "from", "until", "text", "source", "unread", "covers", "class",
    "at_least", "class_of",
}  # fmt: skip


@dataclass(frozen=True)
class RepairClass:
    """A class of adverse information in one document, its periods in months; None where no text read gives them.

    `asked`: from when a repair can be asked: after the shortest period, once the duties are done, or never.
    """

    id: str
    zh: str
    en: str
    asked: str
    shortest: int | None
    longest: int | None


@dataclass(frozen=True)
class ClassRule:
    """Which class a record has, or has at least, and what says so: `basis` and `source`."""

    id: str
    basis: str
    source: str


@dataclass(frozen=True)
class RepairRule:
    """One document: in force from `first` to `last`, printed on `printed`; its classes, the lightest first.

    `covers`: what it speaks of, `penalties` or a kind of list such as `lists.serious`. `at_least`: by an amount column
    of the register, the lightest class of a record that has such an amount. `class_of`: the class of all it covers.
    """

    id: str
    number: str
    title_zh: str
    title: str
    printed: date
    first: date
    last: date
    text: str
    source: str
    unread: str
    covers: tuple[str, ...]
    classes: Mapping[str, RepairClass]
    at_least: Mapping[str, ClassRule]
    class_of: Mapping[str, ClassRule]


@dataclass(frozen=True)
class PeriodCounting:
    """How a period of months is counted to a day: whether its first day counts, and what says so."""

    start_day_counts: bool
    basis: str
    source: str
    other_reading: str
    other_reading_en: str


@dataclass(frozen=True, eq=False)
class RepairRules:
    """All documents, the earliest first, and how their periods are counted."""

    rules: tuple[RepairRule, ...]
    counting: PeriodCounting


def repair_rules_folder() -> Path:
    """Where the documents lie."""
    return root() / "params" / "repair"


def load_repair_rules() -> RepairRules:
    """The documents of `params/repair/`, read again when one changes.

    Raises `InputError` for every fault of every file at once: one that can't be read or was cut off, an unknown key, a
    period that is no whole number of months, days that do not follow each other, a class that is not there.

    >>> from analysis.facts.measured.repair_rules import load_repair_rules
    >>> [rule.id for rule in load_repair_rules().rules]
    ['2019-527', '2023-58', '2025-22', '2026-36']
    """
    paths = sorted(repair_rules_folder().glob("*.toml"))
    return _read(repair_rules_folder(), tuple((path.name, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=8)
def _read(folder: Path, stamps: tuple[tuple[str, int], ...]) -> RepairRules:
    problems = Problems()
    names = [name for name, _ in stamps if name != COUNTING]
    if not names:
        problems.report(display_path(folder), "没有公示与修复期限的文件。", "No document of repair periods is there.")
    tables = {name: _table(folder / name, problems) for name in [*names, COUNTING]}
    rules = [_rule(Path(name).stem, table) for name, table in tables.items() if table and name != COUNTING]
    counting = _counting(tables[COUNTING])
    problems.raise_any()
    return RepairRules(tuple(sorted(rules, key=lambda rule: (rule.first, rule.id))), counting)


def _table(path: Path, problems: Problems) -> TomlTable | None:
    table = read_toml_table(path, problems)
    if table is not None and not path.read_text("utf-8-sig").rstrip().endswith(CLOSING):
        table.fault(f"没有以“{CLOSING}”一行结尾，可能没有写完整。", f"It does not end in `{CLOSING}`; was it cut off?")
    return table


def _rule(name: str, table: TomlTable) -> RepairRule:
    table.only(KEYS)
    inner = table.part("class", table.values.get("class", {}))
    classes = {key: _class(key, inner.part(key, content)) for key, content in inner.values.items()}
    if not classes:
        table.fault("至少要有一类 [class.…]。", "It needs one [class.…] at least.")
    first, last = _day(table, "from"), _day(table, "until") if "until" in table.values else date.max
    if last < first:
        table.fault("until 早于 from。", "`until` is before `from`.")
    return RepairRule(
        name, table.text("number"), table.text("title_zh"), table.text("title"), _day(table, "printed"), first, last,
        table.text("text"), table.text("source"), table.text("unread", needed=False), _covers(table), classes,
        _class_rules(table, "at_least", classes), _class_rules(table, "class_of", classes),
    )  # fmt: skip


def _covers(table: TomlTable) -> tuple[str, ...]:
    covers = table.units("covers")
    for name in covers:
        if name != PENALTIES and not name.startswith(f"{LISTS}."):
            table.fault(
                f"covers 的“{name}”应为 {PENALTIES} 或 {LISTS}.名单类型。",
                f"'{name}' in covers must be {PENALTIES}, or {LISTS}. and a kind of list.",
            )
    return covers


def _class(key: str, table: TomlTable) -> RepairClass:
    table.only({"zh", "en", "asked", "shortest", "longest"})
    asked, shortest, longest = table.choice("asked", ASKINGS), _months(table, "shortest"), _months(table, "longest")
    if shortest is not None and asked != AFTER_SHORTEST:
        table.fault(
            "asked 不是 after_shortest 的，不写 shortest。", "`shortest` goes with asked = after_shortest only."
        )
    if shortest is not None and longest is not None and shortest > longest:
        table.fault("shortest 长于 longest。", "`shortest` is longer than `longest`.")
    return RepairClass(key, table.text("zh"), table.text("en"), asked, shortest, longest)


def _months(table: TomlTable, key: str) -> int | None:
    """A period in whole months; None where the document does not give it."""
    months = table.values.get(key)
    if months is None or (type(months) is int and months > 0):
        return months
    table.fault(f"{key} 应为正整数（个月），实为 {months!r}。", f"{key} must be a whole number of months, above 0.")
    return None


def _day(table: TomlTable, key: str) -> date:
    day = table.values.get(key)
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    table.fault(f"{key} 应为日期，如 2026-04-01。", f"`{key}` must be a day, such as 2026-04-01.")
    return date.min


def _class_rules(table: TomlTable, key: str, classes: Mapping[str, RepairClass]) -> dict[str, ClassRule]:
    outer = table.part(key, table.values.get(key, {}))
    return {name: _class_rule(outer.part(name, content), classes) for name, content in outer.values.items()}


def _class_rule(table: TomlTable, classes: Mapping[str, RepairClass]) -> ClassRule:
    table.only({"class", "basis", "source"})
    chosen = table.text("class")
    if chosen and chosen not in classes:
        zh, en = did_you_mean(chosen, classes)
        table.fault(f"没有“{chosen}”这一类。{zh}", f"There is no class '{chosen}'. {en}".rstrip())
    return ClassRule(chosen, table.text("basis"), table.text("source"))


def _counting(table: TomlTable | None) -> PeriodCounting:
    if table is None:
        return PeriodCounting(False, "", "", "", "")
    table.only({"start_day_counts", "month_end", "basis", "source", "other_reading", "other_reading_en"})
    table.choice("month_end", (LAST,))
    return PeriodCounting(
        table.flag("start_day_counts"), table.text("basis"), table.text("source"), table.text("other_reading"),
        table.text("other_reading_en"),
    )  # fmt: skip
