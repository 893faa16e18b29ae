"""What changed between two rulebooks: clauses added, dropped, moved, their text weight, formula, values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from analysis import rulebooks
from analysis.formulas import Node, number_text
from analysis.rulebooks import DEFAULT, Clause, Rulebook, RulebookName, RuleValue

ADDED, DROPPED, MOVED, RENUMBERED = "added", "dropped", "moved", "renumbered"
TITLE, TEXT, KIND, WEIGHT, FORMULA, TARGET = "title", "text", "kind", "weight", "formula", "target"
VALUE, UNIT, READING, FIELD, GROUP = "value", "unit", "reading", "field", "group"
WHATS = (ADDED, DROPPED, RENUMBERED, MOVED, TITLE, TEXT, KIND, WEIGHT, FORMULA, TARGET, VALUE, UNIT, READING, FIELD,
         GROUP)  # fmt: skip
ALIKE, SAME_NUMBER = 0.75, 0.3
"""How alike two texts are that are taken for one clause: of different numbers, and of the same."""
_CHANGES = dict.fromkeys(("what", "clause", "later", "name", "before", "after"), pl.String)

Pairs = list[tuple[str | None, str | None]]
"""Clauses of the earlier rulebook with those of the later; None where there is none."""


def edition_changes(before: RulebookName, after: RulebookName) -> pl.DataFrame:
    """Every difference between two rulebooks as a row: `what, clause, later, name, before, after`.

    `what`: one of `WHATS`. `clause`, `later`: its number in the earlier and the later rulebook, or the group's; null
    where it is in one alone. `name`: the rule value or reading. A text stands with what is gone as `[-…-]` and what is
    new as `{+…+}`. Rows: in the earlier rulebook's order, added clauses last, then groups.

    >>> from analysis.questions import editions
    >>> editions.edition_changes("hard-2019", "hard-2019").height
    0
    """
    first, second = rulebooks.load(before).newest, rulebooks.load(after).newest
    rows = [row for pair in clause_pairs(first, second) for row in _of_pair(first, second, *pair)]
    return pl.DataFrame([*rows, *_of_groups(first, second)], schema=_CHANGES, orient="row")


def clause_pairs(first: Rulebook, second: Rulebook) -> Pairs:
    """Which clause of the later rulebook each of the earlier is: of the same number, else of nearly the same text."""
    numbered = {name for name in first.clauses if name in second.clauses and _same(first, second, name)}
    found: dict[str, str] = {name: name for name in numbered}
    likely = sorted(_likely(first, second, numbered), reverse=True)
    for _, name, later in likely:
        if name not in found and later not in found.values():
            found[name] = later
    kept: Pairs = [(name, found.get(name)) for name in first.clauses]
    return kept + [(None, name) for name in second.clauses if name not in found.values()]


def _same(first: Rulebook, second: Rulebook, name: str) -> bool:
    """Whether clauses of one number are one clause, its title kept or its text not wholly new."""
    clause, other = first.clauses[name], second.clauses[name]
    return clause.title_zh == other.title_zh or _likeness(clause.text, other.text) >= SAME_NUMBER or clause.blank


def _likely(first: Rulebook, second: Rulebook, numbered: set[str]) -> Iterator[tuple[float, str, str]]:
    others = [clause for clause in second.clauses.values() if clause.id not in numbered]
    for clause in first.clauses.values():
        for other in others if clause.id not in numbered else ():
            alike = _likeness(clause.text, other.text)
            if alike >= ALIKE:
                yield alike, clause.id, other.id


def _likeness(first: str, second: str) -> float:
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


Row = tuple[str, str | None, str | None, str, str, str]


def _of_pair(first: Rulebook, second: Rulebook, name: str | None, later: str | None) -> Iterator[Row]:
    if name is None or later is None:
        book, own, what = (first, name, DROPPED) if later is None else (second, later, ADDED)
        clause = book.clauses[str(own)]
        yield what, name, later, "", clause.text if what == DROPPED else "", clause.text if what == ADDED else ""
        return
    old, new = first.clauses[name], second.clauses[later]
    if name != later:
        yield RENUMBERED, name, later, "", name, later
    pairs = {MOVED: (old.group, new.group), TITLE: (old.title_zh, new.title_zh), KIND: (old.kind, new.kind)}
    pairs |= {WEIGHT: (_weight(old), _weight(new)), FIELD: (_field(old), _field(new))}
    yield from ((what, name, later, "", *pair) for what, pair in pairs.items() if pair[0] != pair[1])
    if old.text != new.text:
        yield TEXT, name, later, "", old.text, marked_text(old.text, new.text)
    yield from ((what, name, later, part, *pair) for what, part, pair in _within(old, new))


def _weight(clause: Clause) -> str:
    most = rulebooks.clause_limit(clause, "possible")
    return "" if most is None else number_text(most)


def _field(clause: Clause) -> str:
    return "" if clause.field is None else " ".join(filter(None, (clause.field.of, clause.field.fewest)))


def _within(old: Clause, new: Clause) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """The readings' formulas that differ, and the rule values with their units."""
    for name in dict.fromkeys((*old.readings, *new.readings)):
        if name not in old.readings or name not in new.readings:
            yield READING, name, (name if name in old.readings else "", name if name in new.readings else "")
            continue
        for what, part in ((FORMULA, "points"), (TARGET, "met")):
            pair = (old.reading(name).whole(part), new.reading(name).whole(part))
            if pair[0] != pair[1]:
                yield what, "" if name == DEFAULT else name, (_code(pair[0]), _code(pair[1]))
    for name in dict.fromkeys((*old.values, *new.values)):
        yield from _of_value(name, old.values, new.values)


def _code(tree: Node | None) -> str:
    return "" if tree is None else tree.code


def _of_value(
    name: str, old: Mapping[str, RuleValue], new: Mapping[str, RuleValue]
) -> Iterator[tuple[str, str, tuple[str, str]]]:
    amounts = tuple(_amount(values.get(name)) for values in (old, new))
    units = tuple(values[name].unit if name in values else "" for values in (old, new))
    if amounts[0] != amounts[1]:
        yield VALUE, name, (amounts[0], amounts[1])
    if units[0] != units[1]:
        yield UNIT, name, (units[0], units[1])


def _amount(value: RuleValue | None) -> str:
    return "" if value is None else "unset" if value.amount is None else number_text(value.amount)


def _of_groups(first: Rulebook, second: Rulebook) -> Iterator[Row]:
    """Groups that are new or gone, or of which points, cap, floor, choice or place in the tree differ."""
    for name in dict.fromkeys((*first.groups, *second.groups)):
        old, new = (_group(book, name) for book in (first, second))
        for part in dict.fromkeys((*old, *new)):
            if old.get(part, "") != new.get(part, ""):
                yield GROUP, name if old else None, name if new else None, part, old.get(part, ""), new.get(part, "")


def _group(book: Rulebook, name: str) -> dict[str, str]:
    if name not in book.groups:
        return {}
    group = book.groups[name]
    amounts: dict[str, Any] = {"possible": group.possible, "cap": group.cap, "least": group.least}
    amounts |= {"choose": group.choose, "bonus": float(group.bonus) or None}
    numbers = {part: number_text(float(amount)) for part, amount in amounts.items() if amount is not None}
    return {"title": group.title_zh, "parent": group.parent} | numbers


def marked_text(before: str, after: str) -> str:
    """The later text with what is gone as `[-…-]` and what is new as `{+…+}`."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return "".join(_marked(before[a:b], after[c:d], how) for how, a, b, c, d in matcher.get_opcodes())


def _marked(gone: str, new: str, how: str) -> str:
    if how == "equal":
        return new
    return (f"[-{gone}-]" if gone else "") + (f"{{+{new}+}}" if new else "")
