"""Tables of repair dates: by kind of record, record by record, and what they rest on (信用修复日期表)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import polars as pl

from analysis.catalogue import text_in
from analysis.facts.measured import repair_periods, repair_rules
from analysis.questions import repairs
from analysis.views import words
from analysis.views.due_tables import day_title
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import joined_texts, say

COUNTED = ("can_ask", "may_ask", "waiting", "ended", "unruled")
REPAIR_COLUMNS = (
    "repair kind",
    "repair record",
    "repair code",
    "repair dated",
    "repair rule",
    "repair first",
    "repair last",
    "repair place",
)
KIND_PHRASES = {name: f"repair {name}" for name in repair_periods.STATES}
BASES = ("account", "draft")


def repair_title(board: repairs.RepairBoard, lang: str = "zh") -> str:
    """The city and the day."""
    return say("repair title", lang, city=words.city_title(board.city, lang), day=day_title(board.on, lang))


def repair_headline(board: repairs.RepairBoard, lang: str = "zh") -> str:
    """How many can be repaired, in a sentence."""
    if board.summary.is_empty():
        return say("repair nothing", lang)
    row = board.summary.select(pl.col("records", *COUNTED).sum()).row(0, named=True)
    return say(
        "repair headline", lang, records=row["records"], can=row["can_ask"], may=row["may_ask"],
        waiting=row["waiting"], ended=row["ended"], unruled=row["unruled"],
    )  # fmt: skip


def repair_kinds_table(board: repairs.RepairBoard, lang: str = "zh") -> Table:
    """A row a kind of record: how many can be repaired, may be, not yet; the next first day."""
    heads = table_columns(
        (say("repair kind", lang), "name"), (say("repair count", lang), "number"),
        *((say(f"repair {name}", lang), "number") for name in COUNTED), say("repair next", lang),
    )  # fmt: skip
    rows = tuple(_kind(row, lang) for row in board.summary.iter_rows(named=True))
    title = f"{repair_title(board, lang)}{say('colon', lang)}{repair_headline(board, lang)}"
    return Table(title, heads, rows, lang, notes=repair_notes(board, lang), empty=say("repair nothing", lang))


def _kind(row: dict[str, Any], lang: str) -> tuple[str, ...]:
    counts = (str(row[name]) for name in ("records", *COUNTED))
    return (say(f"repair {row['subject']}", lang), *counts, day_title(row["next"], lang))


def repair_records_table(board: repairs.RepairBoard, lang: str = "zh", most: int | None = None) -> Table:
    """A row a record and document: the first day to ask and the last day shown, by each class it may have."""
    own = board.spans.head(most or board.spans.height)
    heads = table_columns(*(say(key, lang) for key in REPAIR_COLUMNS))
    rules = {rule.id: rule for rule in board.sources}
    rows = tuple(_record(row, rules, lang) for row in own.iter_rows(named=True))
    key = "repair list" if own.height == board.spans.height else "repair list some"
    title = say(key, lang, count=board.spans.height, shown=own.height)
    return Table(title, heads, rows, lang, empty=say("repair nothing", lang), kind="small")


def _record(row: dict[str, Any], rules: dict[str, repair_rules.RepairRule], lang: str) -> tuple[str, ...]:
    dash = say("not there", lang)
    place = ":".join(str(part) for part in (PurePosixPath(row["file"]).name, row["sheet"], row["line"]) if part)
    head = (say(f"repair {row['subject']}", lang), row["record"] or dash, row["party_code"] or dash)
    if row["rule"] is None:
        unruled = say(KIND_PHRASES[repair_periods.UNRULED], lang)
        return (*head, row["dated"].isoformat(), dash, TonedText(unruled, "missing"), dash, place)
    rule = rules[row["rule"]]
    first, last = (joined_texts(list(_days(row, rule, name, lang)), lang, "semicolon") for name in DAYS)
    return (*head, row["dated"].isoformat(), _rule(row, rule, lang), first, last, place)


DAYS = ("first_days", "last_days")


def _days(row: dict[str, Any], rule: repair_rules.RepairRule, name: str, lang: str) -> Iterator[str]:
    """Each class with its day, or why it has none."""
    for own, day, state in zip(row["classes"], row[name], row["states"], strict=True):
        title = text_in(lang, rule.classes[own].zh, rule.classes[own].en)
        yield say("repair by class", lang, name=title, day=_day(day, state if name == DAYS[0] else "", lang))


def _day(day: date | None, state: str, lang: str) -> str:
    if day is not None:
        return day.isoformat()
    return say(KIND_PHRASES[state or repair_periods.UNSET], lang)


def _rule(row: dict[str, Any], rule: repair_rules.RepairRule, lang: str) -> str:
    if row["stands"] == repair_periods.LATER:
        return say("repair later", lang, rule=rule.number, day=rule.first.isoformat())
    return rule.number


def repair_notes(board: repairs.RepairBoard, lang: str = "zh") -> tuple[str, ...]:
    """What the days rest on: deliveries, rows left out, classes, documents and what of them is unread, its use."""
    months = joined_texts(sorted(set(board.as_of.values())), lang)
    return (
        *_left_out(board, lang), say("repair as of", lang, months=months), *_classes(board, lang),
        *(text for rule in board.sources for text in _source(rule, lang)),
        *(_counting(board, lang) if board.sources else ()), say("repair inner", lang),
    )  # fmt: skip


def _left_out(board: repairs.RepairBoard, lang: str) -> Iterator[str]:
    """What was not delivered, not read, or not dated so that it could be asked."""
    for name in (repair_rules.PENALTIES, repair_rules.LISTS):
        if name not in board.as_of:
            yield say("repair lacking", lang, name=say(f"repair {name}", lang))
    for register, why, count in board.aside.iter_rows():
        yield say(f"repair {why}", lang, name=say(f"repair {register}", lang), count=count)
    yield from (
        f"{problem.where}{say('colon', lang)}{text_in(lang, problem.zh, problem.en)}" for problem in board.unread
    )


def _classes(board: repairs.RepairBoard, lang: str) -> Iterator[str]:
    bases, records = set(board.records["class_basis"].drop_nulls()), board.records
    if repair_periods.ANY in bases:
        yield say("repair class note", lang)
    yield from (say(f"repair basis {basis}", lang) for basis in BASES if basis in bases)
    if repair_periods.DUTIES in set(records["state"]):
        yield say("repair minor note", lang)
    if repair_periods.ENDED in set(records["state"]):
        yield say("repair ended note", lang)
    if repair_periods.LATER in set(records["stands"].drop_nulls()):
        yield say("repair later note", lang)


def _source(rule: repair_rules.RepairRule, lang: str) -> list[str]:
    title = text_in(lang, rule.title_zh, rule.title)
    said = say("repair source", lang, number=rule.number, title=title, first=rule.first.isoformat(), source=rule.source)
    return [said, *([say("repair unread", lang, number=rule.number, unread=rule.unread)] if rule.unread else [])]


def _counting(board: repairs.RepairBoard, lang: str) -> list[str]:
    other = text_in(lang, board.counting.other_reading, board.counting.other_reading_en)
    return [say("repair counting", lang, source=board.counting.source, other=other)]
