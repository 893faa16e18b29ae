"""Rules that change from a day on: what is in force when, without gaps and overlaps (分期规则)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from analysis.problems import Problems
from analysis.rulebooks.clauses import Clause, RuleValue
from analysis.rulebooks.rulebook_types import Rulebook
from analysis.rulebooks.validity import DatedAmount, Validity
from analysis.toml_tables import TomlTable

ONE_DAY = timedelta(days=1)
ClauseList = list[Clause]


def is_dated(validity: Validity, clauses: Iterable[Clause]) -> bool:
    """Whether a rulebook's rules depend on the day."""
    return validity.is_dated or any(clause.validity.is_dated or _value_turning_days(clause) for clause in clauses)


def rule_periods(
    validity: Validity, clauses: Sequence[Clause], limits: Collection[date] = ()
) -> list[tuple[Validity, ClauseList]]:
    """The clauses in force in each time between two days on which some rule changes, earliest first.

    `limits`: the days from which a limit of a group or the total is another.
    """
    spans = list(_unchanged_periods(validity, sorted(_turning_days(validity, clauses, limits))))
    return [(span, [in_force for clause in clauses if (in_force := _clause_in_force(clause, span))]) for span in spans]


def clause_states(clause: Clause) -> list[Clause]:
    """The clause as it stands in each time of its own; itself where its values have no dates."""
    if not _value_turning_days(clause):
        return [clause]
    spans = _unchanged_periods(
        clause.validity, sorted(day for day in _value_turning_days(clause) if clause.validity.covers(day))
    )
    return [state for span in spans if (state := _clause_in_force(clause, span))]


def _value_turning_days(clause: Clause) -> set[date]:
    """The days from which some value of a clause is another."""
    dated = [amount.validity for value in clause.values.values() for amount in value.dated]
    return {day for validity in dated for day in turning_ends(validity)}


def turning_ends(validity: Validity) -> list[date]:
    """The days from which something that is in force for a time begins, and is no longer in force."""
    until = validity.until and validity.until + ONE_DAY
    return [day for day in (validity.since, until) if day]


def _turning_days(validity: Validity, clauses: Iterable[Clause], limits: Collection[date]) -> set[date]:
    """The days within a rulebook's validity from which its rules are others."""
    days = {day for clause in clauses for day in (*turning_ends(clause.validity), *_value_turning_days(clause))} | {
        *limits
    }
    return {day for day in days if validity.covers(day) and day != validity.since}


def _unchanged_periods(validity: Validity, days: Sequence[date]) -> Iterator[Validity]:
    since = validity.since
    for day in [day for day in days if day != validity.since]:
        yield Validity(since, day - ONE_DAY)
        since = day
    yield Validity(since, validity.until)


def _clause_in_force(clause: Clause, span: Validity) -> Clause | None:
    """The clause with the values of a time in which nothing changes; None where it is not in force."""
    day = span.since or span.until or date.max
    if not clause.validity.covers(day):
        return None
    if not _value_turning_days(clause):
        return clause
    values = {name: _value_in_force(value, day) for name, value in clause.values.items()}
    newest = all(value == clause.values[name] for name, value in values.items())
    examples = tuple(each for each in clause.examples if (newest if each.on is None else span.covers(each.on)))
    return replace(clause, values=values, examples=examples)


def _value_in_force(value: RuleValue, day: date) -> RuleValue:
    found = next((amount for amount in value.dated if amount.validity.covers(day)), None)
    return value if found is None else replace(value, amount=found.amount, source=found.source)


def with_ends(value: RuleValue) -> RuleValue:
    """The value with each of its amounts in force until the next begins, where no last day is written."""
    return replace(value, dated=closed_amounts(value.dated)) if value.dated else value


def closed_amounts(amounts: Sequence[DatedAmount]) -> tuple[DatedAmount, ...]:
    """The amounts, each in force until the next begins, where no last day is written."""
    return (*(_ended_before(amount, later) for amount, later in pairwise(amounts)), *amounts[-1:])


def _ended_before(amount: DatedAmount, later: DatedAmount) -> DatedAmount:
    if amount.validity.until or not later.validity.since:
        return amount
    return replace(amount, validity=Validity(amount.validity.since, later.validity.since - ONE_DAY))


def in_force_since(book: Rulebook, target: str) -> date | None:
    """The day from which a rule value, a group's limit (`bonus.cap`) or a clause's own rules (`17.rule`) are as in a
    rulebook's time; None: always.

    Of a clause that is no longer there, the day from which the rulebook's time runs.
    """
    name, _, value = target.rpartition(".")
    clause = book.clauses.get(name)
    if clause is None and name not in book.groups:
        return book.validity.since
    amounts = _dated_amounts(book, clause, name, value)
    day = book.validity.since or book.validity.until or date.max
    found = next((amount.validity.since for amount in amounts if amount.validity.covers(day)), None)
    return found if amounts or clause is None else clause.validity.since


def _dated_amounts(book: Rulebook, clause: Clause | None, name: str, value: str) -> tuple[DatedAmount, ...]:
    if clause is None:
        return book.groups[name].dated.get(value, ())
    return clause.values[value].dated if value in clause.values else ()


def check_dates(validity: Validity, clauses: Sequence[Clause], table: TomlTable) -> None:
    """Report clauses outside the rulebook's time, and gaps and overlaps of clauses and of their values' amounts."""
    for clause in clauses:
        _check_within(validity, clause, table.problems)
        for value in clause.values.values():
            _check_value(validity, clause, value, table.problems)
    for name in dict.fromkeys(clause.id for clause in clauses if clause.validity.is_dated):
        _check_versions(name, [clause for clause in clauses if clause.id == name], table.problems)


def _check_within(validity: Validity, clause: Clause, problems: Problems) -> None:
    for day in filter(None, (clause.validity.since, clause.validity.until)):
        if not validity.covers(day):
            zh = f"{day} 在规则集的施行期以外；请核对条款或规则集的 from、until。"
            problems.report(clause.file, zh, f"{day} lies outside the rulebook's own time; check from and until.")
    for example in clause.examples:
        if example.on and not clause.validity.covers(example.on):
            zh = f"算例的 on = {example.on} 在条款的施行期以外。"
            problems.report(clause.file, zh, f"An example's on = {example.on} lies outside the clause's time.")


def _check_value(validity: Validity, clause: Clause, value: RuleValue, problems: Problems) -> None:
    """Whether a value has one amount on each day on which its clause is in force."""
    own = Validity(clause.validity.since or validity.since, clause.validity.until or validity.until)
    if value.dated:
        check_amounts(f"{clause.file}, value.{value.name}", own, value.dated, problems)


def check_amounts(where: str, validity: Validity, amounts: Sequence[DatedAmount], problems: Problems) -> None:
    """Report gaps and overlaps of amounts, and days on which what they belong to is in force without any of them."""
    spans = [amount.validity for amount in amounts]
    for earlier, later in pairwise(spans):
        _check_successive(where, earlier, later, problems)
    since, until = validity.since, validity.until
    if spans[0].since and (since is None or since < spans[0].since):
        zh = f"{spans[0].since} 以前没有取值；最早一期请不写 from，或从条款施行之日写起。"
        problems.report(where, zh, f"It has no amount before {spans[0].since}: leave out from in the earliest.")
    if spans[-1].until and (until is None or until > spans[-1].until):
        zh = f"{spans[-1].until} 以后没有取值；最后一期请不写 until，或再加一期。"
        problems.report(where, zh, f"It has no amount after {spans[-1].until}: leave out until, or add another.")


def _check_versions(name: str, versions: Sequence[Clause], problems: Problems) -> None:
    """Whether the versions of a clause follow each other day by day."""
    ordered = sorted(versions, key=lambda clause: clause.validity.since or date.min)
    for earlier, later in pairwise(ordered):
        _check_successive(f"{later.file}, clause {name}", earlier.validity, later.validity, problems)


def _check_successive(where: str, earlier: Validity, later: Validity, problems: Problems) -> None:
    if later.since is None or earlier.until is None or later.since <= earlier.until:
        zh = f"两期重叠：前一期到 {earlier.until or '（未写）'}，后一期从 {later.since or '（未写）'}；请改为前后相接。"
        en = f"Two times overlap: one runs until {earlier.until}, the next from {later.since}; let them meet."
        problems.report(where, zh, en)
    elif later.since > earlier.until + ONE_DAY:
        zh = f"{earlier.until} 与 {later.since} 之间没有规定；请改为前后相接，确已中断的条款请另编号。"
        en = f"Nothing is in force between {earlier.until} and {later.since}; let the times meet."
        problems.report(where, zh, en)
