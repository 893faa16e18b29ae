"""What changed between two rulebooks: clauses added, dropped, moved, their text, weight, formula, values, dates."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

import polars as pl

from analysis import rulebooks
from analysis.formulas import Node, number_text
from analysis.questions import edition_versions
from analysis.questions.edition_pairs import clause_pairs
from analysis.rulebooks import ALWAYS, DEFAULT, TOTAL, Clause, Group, Rulebook, RulebookName, RuleValue, Validity

ADDED, DROPPED, MOVED, RENUMBERED, DATES = "added", "dropped", "moved", "renumbered", "dates"
TITLE, TEXT, KIND, WEIGHT, FORMULA, TARGET = "title", "text", "kind", "weight", "formula", "target"
VALUE, UNIT, READING, FIELD, GROUP, WHOLE = "value", "unit", "reading", "field", "group", "whole"
LEAST, HISTORY, OFFICES = "least", "history", "offices"
WHATS = (ADDED, DROPPED, RENUMBERED, MOVED, DATES, TITLE, TEXT, KIND, WEIGHT, LEAST, FORMULA, TARGET, VALUE, UNIT,
         READING, HISTORY, FIELD, OFFICES, GROUP, WHOLE)  # fmt: skip
_CHANGES = {
    **dict.fromkeys(("what", "clause", "later", "name", "before", "after"), pl.String), "since": pl.Date,
    "until": pl.Date,
}  # fmt: skip
TABLED = {"points": FORMULA, "met": TARGET}


def edition_changes(before: RulebookName, after: RulebookName) -> pl.DataFrame:
    """Every difference between two rulebooks as a row: `what, clause, later, name, before, after, since, until`.

    `what`: one of `WHATS`. `clause`, `later`: its number in the earlier and the later rulebook, the group's, or
    `total` of the whole; null where it is in one alone. `name`: the rule value or reading. A text stands with what is
    gone as `[-…-]` and what is new as `{+…+}`. Every version is compared that a clause, value or limit had from time
    to time, the newest with the newest and so back; `since`, `until`: while the version is in force. Of the rules of
    one time (`Rulebook.at`) those alone. Rows: in the earlier rulebook's order, added clauses last, then groups.

    >>> from analysis.questions import editions
    >>> editions.edition_changes("hard-2019", "hard-2019").height
    0
    """
    first, second = edition_versions.compared_rules(rulebooks.load(before), rulebooks.load(after))
    old, new = (edition_versions.clause_versions(book) for book in (first, second))
    rows = [row for pair in clause_pairs(first, second) for row in _of_pair(old, new, *pair)]
    rows += [*_of_groups(first, second), *_of_whole(first, second)]
    return pl.DataFrame(rows, schema=_CHANGES, orient="row")


Row = tuple[object, ...]
Versions = Mapping[str, list[Clause]]
Difference = tuple[str, str, str, str]
"""What, name, before, after."""
DatedRow = tuple[Difference, Validity]


def _row(name: str | None, later: str | None, found: Difference, validity: Validity = ALWAYS) -> Row:
    what, part, before, after = found
    return what, name, later, part, before, after, validity.since, validity.until


def _of_pair(first: Versions, second: Versions, name: str | None, later: str | None) -> Iterator[Row]:
    old, new = first.get(name or "", []), second.get(later or "", [])
    if name and later and name != later:
        yield _row(name, later, (RENUMBERED, "", name, later))
    if old and new:
        yield from (_row(name, later, found) for found in _of_dates("", old, new))
    for earlier, newer in edition_versions.aligned(old, new):
        for found, validity in _of_versions(earlier, newer, alone=not (old and new)):
            yield _row(name, later, found, validity)


def _of_versions(old: Clause | None, new: Clause | None, *, alone: bool) -> Iterator[DatedRow]:
    """What differs between two versions of a clause; of a version that the other rulebook has not, its text."""
    if old and new:
        own = new.validity
        yield from (
            (found, own) for found in (*_of_clause(old, new), *_of_readings(old, new), *_of_histories(old, new))
        )
        for name in dict.fromkeys((*old.values, *new.values)):
            yield from _of_value(name, old.values.get(name), new.values.get(name), own)
    elif new:
        yield (ADDED if alone else TEXT, "", "", new.text), new.validity
    elif old:
        yield (DROPPED if alone else TEXT, "", old.text, ""), old.validity


def _of_dates(name: str, old: list[Clause], new: list[Clause]) -> Iterator[Difference]:
    before, after = (edition_versions.timetable(versions) for versions in (old, new))
    if before != after:
        yield DATES, name, before, after


def _of_clause(old: Clause, new: Clause) -> Iterator[Difference]:
    pairs = {MOVED: (old.group, new.group), TITLE: (old.title_zh, new.title_zh), KIND: (old.kind, new.kind)}
    pairs |= {WEIGHT: (_weight(old), _weight(new)), FIELD: (_field(old), _field(new))}
    pairs |= {OFFICES: (_offices(old), _offices(new))}
    yield from ((what, "", *pair) for what, pair in pairs.items() if pair[0] != pair[1])
    if old.text != new.text:
        yield TEXT, "", old.text, marked_text(old.text, new.text)


def _weight(clause: Clause) -> str:
    most = rulebooks.clause_limit(clause, "possible")
    return "" if most is None else number_text(most)


def _field(clause: Clause) -> str:
    return "" if clause.field is None else " ".join(filter(None, (clause.field.of, clause.field.fewest)))


def _offices(clause: Clause) -> str:
    return " / ".join(["、".join(clause.responsible), *filter(None, ["、".join(clause.supplier)])])


def _of_readings(old: Clause, new: Clause) -> Iterator[Difference]:
    """The readings that differ: their formulas, and their bounds where the weight does not say it."""
    for name in dict.fromkeys((*old.readings, *new.readings)):
        if name not in old.readings or name not in new.readings:
            yield READING, name, name if name in old.readings else "", name if name in new.readings else ""
            continue
        called = "" if name == DEFAULT else name
        for what, before, after in _of_reading(old, new, name):
            if before != after:
                yield what, called, _code(before), _code(after)


def _of_reading(old: Clause, new: Clause, name: str) -> Iterator[tuple[str, Node | None, Node | None]]:
    before, after = old.reading(name), new.reading(name)
    yield from ((what, before.whole(part), after.whole(part)) for part, what in TABLED.items())
    yield LEAST, before.least, after.least
    if name != DEFAULT:
        yield WEIGHT, before.possible, after.possible


def _code(tree: Node | None) -> str:
    return "" if tree is None else tree.code


def _of_histories(old: Clause, new: Clause) -> Iterator[Difference]:
    """How figures are drawn from earlier months, where that differs."""
    for name in dict.fromkeys((*old.histories, *new.histories)):
        before, after = (_drawn(clause, name) for clause in (old, new))
        if before != after:
            yield HISTORY, name, before, after


def _drawn(clause: Clause, name: str) -> str:
    history = clause.histories.get(name)
    return "" if history is None else f"{history.how} {history.of} {history.months}"


def _of_value(name: str, old: RuleValue | None, new: RuleValue | None, own: Validity) -> Iterator[DatedRow]:
    """Where a value of a clause differs: at which times it is what, and its unit."""
    amounts = [edition_versions.value_amounts(value) for value in (old, new)]
    before, after = (edition_versions.timetable(listed) for listed in amounts)
    if before != after and old and new:
        yield (DATES, name, before, after), own
    for found in edition_versions.amount_differences(amounts[0], amounts[1]):
        yield (VALUE, name, found.before, found.after), found.validity if found.validity.is_dated else own
    units = [value.unit if value else "" for value in (old, new)]
    if units[0] != units[1]:
        yield (UNIT, name, units[0], units[1]), own


def _of_groups(first: Rulebook, second: Rulebook) -> Iterator[Row]:
    """Groups that are new or gone, or of which points, cap, floor, choice or place in the tree differ."""
    for name in dict.fromkeys((*first.groups, *second.groups)):
        old, new = first.groups.get(name), second.groups.get(name)
        ends = (name if old else None, name if new else None)
        before, after = _group(old), _group(new)
        for part in dict.fromkeys((*before, *after)):
            if before.get(part, "") != after.get(part, ""):
                yield _row(*ends, (GROUP, part, before.get(part, ""), after.get(part, "")))
        for part in edition_versions.LIMITS:
            limits = [edition_versions.limit_amounts(group, part) for group in (old, new)]
            yield from (_row(*ends, *row) for row in _of_limit(GROUP, part, *limits))


def _group(group: Group | None) -> dict[str, str]:
    if group is None:
        return {}
    numbers = {"choose": group.choose, "bonus": group.bonus or None}
    said = {part: number_text(float(amount)) for part, amount in numbers.items() if amount is not None}
    return {"title": group.title_zh, "parent": group.parent} | said


def _of_limit(what: str, part: str, old: edition_versions.Amounts, new: edition_versions.Amounts) -> Iterator[DatedRow]:
    before, after = (edition_versions.timetable(amounts) for amounts in (old, new))
    if before != after and old and new:
        yield (DATES, part, before, after), ALWAYS
    for found in edition_versions.amount_differences(old, new, absent=""):
        yield (what, part, found.before, found.after), found.validity


def _of_whole(first: Rulebook, second: Rulebook) -> Iterator[Row]:
    """What differs of the whole: from when to when it is in force, its total, over what points are shared out."""
    dates = [edition_versions.span_text(book.validity) for book in (first, second)]
    if dates[0] != dates[1]:
        yield _row(TOTAL, TOTAL, (DATES, "", dates[0], dates[1]))
    totals = [edition_versions.total_amounts(book) for book in (first, second)]
    yield from (_row(TOTAL, TOTAL, *row) for row in _of_limit(WHOLE, "possible", *totals))
    if first.shared_over != second.shared_over:
        yield _row(TOTAL, TOTAL, (WHOLE, "shared_over", first.shared_over, second.shared_over))


def marked_text(before: str, after: str) -> str:
    """The later text with what is gone as `[-…-]` and what is new as `{+…+}`."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return "".join(_marked(before[a:b], after[c:d], how) for how, a, b, c, d in matcher.get_opcodes())


def _marked(gone: str, new: str, how: str) -> str:
    if how == "equal":
        return new
    return (f"[-{gone}-]" if gone else "") + (f"{{+{new}+}}" if new else "")
