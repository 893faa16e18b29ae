"""Rules of two times mixed clause by clause, so that what a change of rules does can be told apart (新旧条款组合)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from analysis.rulebooks import Clause, Group, Reading, Rulebook
from analysis.rulebooks import clauses as clauses_rulebook

RULE, FIELD = "rule", "field"
PARTS = ("points", "met", "possible", "least")
LIMITS = ("cap", "least")


def rule_target(clause: str) -> str:
    """What stands for a clause's own rules among the things that differ."""
    return f"{clause}.{RULE}"


def field_target(clause: str) -> str:
    """What stands for the other units a clause compares with, among the things that differ."""
    return f"{clause}.{FIELD}"


def changed_clauses(first: Rulebook, two: Rulebook) -> tuple[str, ...]:
    """The clauses that judge otherwise, or are in one alone; amounts of values apart, and whatever is only said."""
    if first is two:
        return ()
    names = dict.fromkeys((*first.clauses, *two.clauses))
    pairs = {name: (first.clauses.get(name), two.clauses.get(name)) for name in names}
    return tuple(
        name for name, (old, new) in pairs.items() if old is not new and _judging_parts(old) != _judging_parts(new)
    )


def changed_limits(first: Rulebook, two: Rulebook) -> tuple[str, ...]:
    """The caps and floors of groups that are others in the one and the other, as targets: `bonus.cap`."""
    groups = dict.fromkeys((*first.groups, *two.groups)) if first is not two else {}
    targets = (f"{group}.{key}" for group in groups for key in LIMITS)
    return tuple(name for name in targets if limit_amount(first, name) != limit_amount(two, name))


def limit_amount(book: Rulebook, target: str) -> float | None:
    """A group's cap or floor; None where it has none, or there is no such group."""
    group, _, key = target.rpartition(".")
    amount: float | None = getattr(book.groups[group], key) if group in book.groups else None
    return amount


def _judging_parts(clause: Clause | None) -> Any:
    """All by which a clause judges, without the amounts of its values."""
    if clause is None:
        return None
    histories = {name: (item.of, item.how, item.months) for name, item in clause.histories.items()}
    readings = {name: _formulas(reading) for name, reading in clause.readings.items()}
    return clause.kind, clause.group, {*clause.values}, histories, readings, clause.field, clause.blank


def _formulas(reading: Reading) -> tuple[Any, ...]:
    return (*(reading.whole(part) for part in PARTS[:2]), *(getattr(reading, part) for part in PARTS[2:]))


def either_rulebook(first: Rulebook, two: Rulebook) -> Rulebook:
    """The second rulebook with the clauses that only the first has, and those scored only there as they were.

    A group that is capped or kept at least in one of them is so here.
    """
    gone = {name: clause for name, clause in first.clauses.items() if name not in two.clauses}
    tests = clauses_rulebook.TESTED
    scored = {
        name: first.clauses[name]
        for name, clause in two.clauses.items()
        if clause.kind == tests and name in first.clauses and first.clauses[name].kind != tests
    }
    gone_limits = [name for name in changed_limits(first, two) if limit_amount(two, name) is None]
    if not (gone or scored or gone_limits):
        return two
    groups = _with_limits(two, first, gone_limits)
    return replace(two, clauses={**two.clauses, **scored, **gone}, groups=groups)


def mixed_rulebook(first: Rulebook, two: Rulebook, old: Collection[str]) -> Rulebook:
    """The second rulebook with some clauses as they are in the first, or not there where it has none of them.

    `old`: ids of clauses, and limits of groups (`bonus.cap`) that are as in the first. What is printed of a group never
    caps a mixture: the greater of the two stands.
    """
    kept = {name: clause for name, clause in two.clauses.items() if name not in old}
    clauses = {**kept, **{name: first.clauses[name] for name in old if name in first.clauses}}
    limits = [name for name in changed_limits(first, two) if name in old]
    mixed = replace(two, clauses=clauses, groups=_with_limits(two, first, limits))
    return replace(mixed, groups={name: _widest(group, first) for name, group in mixed.groups.items()})


def _with_limits(book: Rulebook, other: Rulebook, targets: Collection[str]) -> dict[str, Group]:
    """The groups of a rulebook, with some limits as they are in another."""
    groups = dict(book.groups)
    for target in targets:
        group, _, key = target.rpartition(".")
        changed: dict[str, Any] = {key: limit_amount(other, target)}
        groups |= {group: replace(groups[group], **changed)} if group in groups else {}
    return groups


def _widest(group: Group, first: Rulebook) -> Group:
    """A group with the greater of the points printed in either rulebook."""
    amounts = (group.possible, first.groups[group.id].possible if group.id in first.groups else None)
    return group if None in amounts else replace(group, possible=max(amounts))  # type: ignore[type-var]
