"""Which clause of a later rulebook each clause of an earlier one is (条款对应)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from analysis.rulebooks import Clause, Rulebook

ALIKE, SAME_NUMBER = 0.75, 0.3
"""How alike two texts are that are taken for one clause: of different numbers, and of the same."""
TITLED, NUMBERED = 0.5, 0.3
"""How much an equal title and an equal number count beside the likeness of texts, where several may be the one."""

Pairs = list[tuple[str | None, str | None]]
"""Clauses of the earlier rulebook with those of the later; None where there is none."""


def clause_pairs(first: Rulebook, second: Rulebook) -> Pairs:
    """Which clause of the later rulebook each of the earlier is: of its number and text, else the likeliest.

    A number alone does not make one clause of two: two clauses that have swapped numbers are each found again.
    """
    found = {name: name for name in first.clauses if name in second.clauses and _unchanged(first, second, name)}
    taken = set(found)
    for _, name, later in sorted(_likely(first, second, set(found)), reverse=True):
        if name not in found and later not in taken:
            found[name] = later
            taken.add(later)
    kept: Pairs = [(name, found.get(name)) for name in first.clauses]
    return kept + [(None, name) for name in second.clauses if name not in taken]


def _unchanged(first: Rulebook, second: Rulebook, name: str) -> bool:
    return first.clauses[name].text == second.clauses[name].text


def _likely(first: Rulebook, second: Rulebook, found: set[str]) -> Iterator[tuple[float, str, str]]:
    """The clauses that may be the same, with how much speaks for it."""
    others = [clause for clause in second.clauses.values() if clause.id not in found]
    for clause in first.clauses.values():
        for other in others if clause.id not in found else ():
            likeness = _likeness(clause, other)
            if likeness is not None:
                titled = TITLED * (clause.title_zh == other.title_zh)
                yield likeness + titled + NUMBERED * (clause.id == other.id), clause.id, other.id


def _likeness(clause: Clause, other: Clause) -> float | None:
    """How alike the texts of two clauses are; None where they are two clauses."""
    matcher = difflib.SequenceMatcher(None, clause.text, other.text, autojunk=False)
    if clause.id != other.id:
        return matcher.ratio() if matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE else None
    same = clause.title_zh == other.title_zh or clause.blank or matcher.ratio() >= SAME_NUMBER
    return matcher.ratio() if same else None
