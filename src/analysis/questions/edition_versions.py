"""What a rulebook's clauses, values and limits have been from time to time (历次规定)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, TypeVar

from analysis.formulas import number_text
from analysis.rulebooks import ALWAYS, Clause, DatedAmount, Group, Rulebook, RuleValue, Validity

Part = TypeVar("Part")
Amounts = Sequence[DatedAmount]
LIMITS = ("possible", "cap", "least")
UNSET, OPEN = "unset", "…"


@dataclass(frozen=True)
class DatedDifference:
    """A difference that holds for a time: what it was, what it is, and from when to when that is in force."""

    before: str
    after: str
    validity: Validity


def compared_rules(first: Rulebook, second: Rulebook) -> tuple[Rulebook, Rulebook]:
    """Both with all their versions; where either is the rules of one time, both as they are at one moment."""
    if first.origin is None and second.origin is None:
        return _every_version(first), _every_version(second)
    return _moment(first.newest), _moment(second.newest)


def _every_version(book: Rulebook) -> Rulebook:
    """The rulebook with every clause that it ever had, as it was last."""
    return replace(book, clauses={name: versions[-1] for name, versions in clause_versions(book).items()})


def clause_versions(book: Rulebook) -> dict[str, list[Clause]]:
    """The versions of every clause that a rulebook has or had, earliest first."""
    found: dict[str, dict[str, Clause]] = {}
    for period in reversed(book.periods or (book,)):
        for clause in period.clauses.values():
            found.setdefault(clause.id, {}).setdefault(clause.file, clause)
    return {name: list(versions.values())[::-1] for name, versions in found.items()}


def _moment(book: Rulebook) -> Rulebook:
    """The rules of one time as if they had always been in force."""
    clauses = {name: _undated(clause) for name, clause in book.clauses.items()}
    groups = {name: replace(group, dated={}) for name, group in book.groups.items()}
    return replace(book, clauses=clauses, groups=groups, validity=ALWAYS, dated_possible=(), periods=())


def _undated(clause: Clause) -> Clause:
    values = {name: replace(value, dated=()) for name, value in clause.values.items()}
    return replace(clause, values=values, validity=ALWAYS)


def value_amounts(value: RuleValue | None) -> tuple[DatedAmount, ...]:
    """What a value was and is; nothing where there is no such value."""
    if value is None:
        return ()
    return value.dated or (DatedAmount(ALWAYS, value.amount, value.source),)


def limit_amounts(group: Group | None, limit: str) -> tuple[DatedAmount, ...]:
    """What a group's points, cap or floor were and are; nothing where it has none."""
    if group is None:
        return ()
    return group.dated.get(limit) or _alone(getattr(group, limit))


def total_amounts(book: Rulebook) -> tuple[DatedAmount, ...]:
    """What a rulebook's total was and is; nothing where none is printed."""
    return book.dated_possible or _alone(book.possible)


def _alone(amount: float | None) -> tuple[DatedAmount, ...]:
    return () if amount is None else (DatedAmount(ALWAYS, amount, ""),)


def amount_differences(old: Amounts, new: Amounts, absent: str = UNSET) -> Iterator[DatedDifference]:
    """Where amounts differ, the newest with the newest and so back; `absent`: how an amount that is not set stands."""
    for earlier, later in aligned(old, new):
        before, after = (_text(amount, absent) for amount in (earlier, later))
        if before != after:
            yield DatedDifference(before, after, _time(later or earlier))


def aligned(old: Sequence[Part], new: Sequence[Part]) -> Iterable[tuple[Part | None, Part | None]]:
    """What stands last with what stands last, and so back; None where the other has no more."""
    return zip_longest(reversed(old), reversed(new))


def _text(amount: DatedAmount | None, absent: str) -> str:
    return "" if amount is None else absent if amount.amount is None else number_text(amount.amount)


def _time(amount: DatedAmount | None) -> Validity:
    return ALWAYS if amount is None else amount.validity


def timetable(parts: Iterable[Any]) -> str:
    """From when to when each of some versions or amounts is in force, earliest first; empty where always."""
    spans = [part.validity for part in parts]
    return "; ".join(map(span_text, spans)) if any(span.is_dated for span in spans) else ""


def span_text(validity: Validity) -> str:
    """From when to when something is in force, in figures alone; empty where always."""
    return f"{validity.since or OPEN} – {validity.until or OPEN}" if validity.is_dated else ""
