"""The numbers of the clauses, from what the table calls its items (条款编号)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.assessment_tables.items import Item
from analysis.assessment_tables.scoring_words import DIGITS
from analysis.problems import Problems
from analysis.text_normalisation import narrow_text, quoted_value

ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}")
AROUND = re.compile(r"^[第(]+|[)、.．,项条]+$")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def clause_numbers(items: Sequence[Item], problems: Problems) -> list[str]:
    """A number for each item, in order.

    A number merged over several items is theirs with .1, .2 …; an item without takes the one above with .1, .2 …;
    where a later table begins anew, its numbers get a letter before them. Numbers that stand twice in one table are
    reported.
    """
    stated = [_stated(item) for item in items]
    if not any(stated):
        return [str(place) for place in range(1, len(items) + 1)]
    numbers = _completed(items, stated)
    _report_twice(items, numbers, problems)
    return _lettered(items, numbers)


def _stated(item: Item) -> str:
    text = AROUND.sub("", narrow_text(item.line.text("number")))
    if text in DIGITS:
        return str(DIGITS[text])
    return text if ID.fullmatch(text) else ""


def _completed(items: Sequence[Item], stated: Sequence[str]) -> list[str]:
    numbers: list[str] = []
    shared, last, count = _shared(items, stated), "", 0
    for place, number in enumerate(stated):
        if number and "number" in items[place].line.fresh:
            last, count = number, 0
            numbers.append(f"{number}.1" if place in shared else number)
            count = 1 if place in shared else 0
        else:
            count += 1
            numbers.append(f"{last}.{count}" if last else str(place + 1))
    return numbers


def _shared(items: Sequence[Item], stated: Sequence[str]) -> set[int]:
    """The places of items whose number is merged with that of the next."""
    return {
        place
        for place, item in enumerate(items[:-1])
        if stated[place] and stated[place + 1] and "number" not in items[place + 1].line.fresh
        if "number" in item.line.fresh
    }


def _report_twice(items: Sequence[Item], numbers: Sequence[str], problems: Problems) -> None:
    seen: dict[tuple[int, str], Item] = {}
    for item, number in zip(items, numbers, strict=True):
        other = seen.setdefault((id(item.line.columns), number), item)
        if other is not item:
            zh = f"序号“{quoted_value(number)}”与第 {other.line.row} 行相同；请改成不同的序号，或合并序号。"
            en = f"The number '{quoted_value(number)}' is that of row {other.line.row} too; give each item its own."
            problems.report(item.place("number"), zh, en)


def _lettered(items: Sequence[Item], numbers: Sequence[str]) -> list[str]:
    """The numbers, those of a later table with a letter where one of them stands in an earlier table already."""
    tables = list(dict.fromkeys(id(item.line.columns) for item in items))
    taken: set[str] = set()
    found: dict[int, list[str]] = {}
    for place, table in enumerate(tables):
        own = [number for item, number in zip(items, numbers, strict=True) if id(item.line.columns) == table]
        letter = LETTERS[place % len(LETTERS)] if taken & set(own) else ""
        found[table] = [f"{letter}{number}" for number in own]
        taken |= set(found[table])
    turns = {table: iter(own) for table, own in found.items()}
    return [next(turns[id(item.line.columns)]) for item in items]
