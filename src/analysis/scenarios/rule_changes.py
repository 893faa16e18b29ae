"""Rules of two times mixed clause by clause, so that what a change of rules does can be told apart (新旧条款组合)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from analysis.rulebooks import Clause, Reading, Rulebook
from analysis.rulebooks import clauses as clauses_rulebook

RULE = "rule"
PARTS = ("points", "met", "possible", "least")


def rule_target(clause: str) -> str:
    """What stands for a clause's own rules among the things that differ."""
    return f"{clause}.{RULE}"


def changed_clauses(first: Rulebook, two: Rulebook) -> tuple[str, ...]:
    """The clauses that judge otherwise, or are in one alone; amounts of values apart, and whatever is only said."""
    if first is two:
        return ()
    names = dict.fromkeys((*first.clauses, *two.clauses))
    pairs = {name: (first.clauses.get(name), two.clauses.get(name)) for name in names}
    return tuple(name for name, (old, new) in pairs.items() if old is not new and _judgement(old) != _judgement(new))


def _judgement(clause: Clause | None) -> Any:
    """All by which a clause judges, without the amounts of its values."""
    if clause is None:
        return None
    histories = {name: (item.of, item.how, item.months) for name, item in clause.histories.items()}
    readings = {name: _formulas(reading) for name, reading in clause.readings.items()}
    return clause.kind, clause.group, {*clause.values}, histories, readings, clause.field, clause.blank


def _formulas(reading: Reading) -> tuple[Any, ...]:
    return (*(reading.whole(part) for part in PARTS[:2]), *(getattr(reading, part) for part in PARTS[2:]))


def either_rulebook(first: Rulebook, two: Rulebook) -> Rulebook:
    """The second rulebook with the clauses that only the first has, and those scored only there as they were."""
    gone = {name: clause for name, clause in first.clauses.items() if name not in two.clauses}
    tests = clauses_rulebook.TESTED
    scored = {
        name: first.clauses[name]
        for name, clause in two.clauses.items()
        if clause.kind == tests and name in first.clauses and first.clauses[name].kind != tests
    }
    return replace(two, clauses={**two.clauses, **scored, **gone}) if gone or scored else two


def mixed_rulebook(first: Rulebook, two: Rulebook, old: Collection[str]) -> Rulebook:
    """The second rulebook with some clauses as they are in the first, or not there where it has none of them."""
    kept = {name: clause for name, clause in two.clauses.items() if name not in old}
    return replace(two, clauses={**kept, **{name: first.clauses[name] for name in old if name in first.clauses}})
