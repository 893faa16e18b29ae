"""What groups and the total can give, and their caps and floors, as they are from a day on (分组和总分的限额).

`possible`, `cap` and `least` are one amount, or amounts for a time (`dated`), one after the other; where there is none
for a time, it is said: `none = true`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from analysis.rulebooks import clause_files, dated_rules
from analysis.rulebooks.rulebook_types import Group, Rulebook
from analysis.rulebooks.validity import DatedAmount, Validity
from analysis.toml_tables import TomlTable, read_listed_tables

POSSIBLE, CAP, LEAST = GROUP_LIMITS = ("possible", "cap", "least")
DATED = "dated"
_AMOUNT = {"is", "unit", "source", "zh", DATED}
_PRINTED = {"unit", "source", "zh", DATED}
_DATED = {"is", "none", "source", "from", "until"}
DatedAmounts = tuple[DatedAmount, ...]


def read_limit(table: TomlTable, key: str) -> tuple[float | None, DatedAmounts]:
    """A limit's newest amount, and what it was and is where it has dates; None where there is none."""
    if key not in table.values or (key == POSSIBLE and not isinstance(table.values[key], Mapping)):
        return table.number(key) if key == POSSIBLE else None, ()
    part = table.part(key, table.values[key])
    part.only(_PRINTED if key == POSSIBLE else _AMOUNT)
    if part.text("unit") != "point":
        part.fault("单位应为 point。", "The unit must be point.")
    return _newest_and_dated(part, key) if DATED in part.values else (_undated_amount(part, key), ())


def _undated_amount(part: TomlTable, key: str) -> float | None:
    if key == POSSIBLE:
        part.fault(
            "没有分期的分值请直接写 possible = 数值。", "Points that have no dates are written possible = a number."
        )
        return None
    part.text("source")
    return part.number("is")


def _newest_and_dated(part: TomlTable, key: str) -> tuple[float | None, DatedAmounts]:
    for twice in sorted({"is", "source"} & part.values.keys()):
        part.fault(
            f"分期的限额（dated）里已有“{twice}”，上面请不要再写。", f"Its dated amounts have '{twice}': leave it out."
        )
    found = dated_rules.closed_amounts(read_listed_tables(part, DATED, _dated))
    return (found[-1].amount if found else None), found


def _dated(table: TomlTable) -> DatedAmount:
    table.only(_DATED)
    amount, none = table.number("is"), table.flag("none")
    if (amount is None) != none:
        zh = "应写 is = 数值；这一期没有限额的，写 none = true。"
        table.fault(zh, "Write is = a number, or none = true where there is no limit then.")
    return DatedAmount(clause_files.read_validity(table), amount, table.text("source"))


def dated_limits(book: Rulebook) -> Iterator[tuple[str, DatedAmounts]]:
    """What has dates: `total.possible`, `<group>.cap` and so on, with its amounts."""
    if book.dated_possible:
        yield f"total.{POSSIBLE}", book.dated_possible
    for group in book.groups.values():
        yield from ((f"{group.id}.{key}", amounts) for key, amounts in group.dated.items())


def limit_days(book: Rulebook) -> set[date]:
    """The days from which some limit of a group or the total is another."""
    return {
        day for _, amounts in dated_limits(book) for each in amounts for day in dated_rules.turning_ends(each.validity)
    }


def check_limits(book: Rulebook, table: TomlTable) -> None:
    """Report gaps and overlaps of the limits' amounts."""
    for name, amounts in dated_limits(book):
        dated_rules.check_amounts(f"{table.where}, {name}", book.validity, amounts, table.problems)


def limits_in_force(book: Rulebook, span: Validity) -> Rulebook:
    """The rulebook with the groups and the total as they are in a time in which nothing changes."""
    day = span.since or span.until or date.max
    groups = {name: _group_in_force(group, day) for name, group in book.groups.items()}
    possible = _amount_in_force(book.dated_possible, day) if book.dated_possible else book.possible
    return replace(book, groups=groups, possible=possible)


def _group_in_force(group: Group, day: date) -> Group:
    changed: dict[str, Any] = {key: _amount_in_force(amounts, day) for key, amounts in group.dated.items()}
    return replace(group, **changed) if changed else group


def _amount_in_force(amounts: Iterable[DatedAmount], day: date) -> float | None:
    return next((each.amount for each in amounts if each.validity.covers(day)), None)
