"""Rule values of measuring, each with its unit and source, some in force from a day on (计量规则值)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import narwhals as nw

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems
from analysis.toml_tables import parsed_toml, unreadable_toml

Amount = float | str


@dataclass(frozen=True)
class DatedValue:
    """What a rule value is from a day on, where it is printed, and from which day of a record the days count."""

    first: date
    amount: Amount
    source: str
    clock: str = ""

    @property
    def number(self) -> int:
        """The value as a whole number of months or days."""
        return int(self.amount)


@dataclass(frozen=True)
class MeasuringValue:
    """A rule value: its unit, its Chinese name, and what it was and is, earliest first; `choices`: what it may be."""

    name: str
    unit: str
    zh: str
    periods: tuple[DatedValue, ...]
    choices: tuple[Amount, ...] = ()

    def on(self, day: date) -> DatedValue:
        """The value in force on a day."""
        return [period for period in self.periods if period.first <= day][-1]

    def between(self, first: date, last: date) -> tuple[DatedValue, ...]:
        """The values in force on some day between two, both included."""
        return (self.on(first), *(period for period in self.periods if first < period.first <= last))

    def judge(self, first: date, last: date, day: str, rule: Callable[[DatedValue], nw.Expr]) -> nw.Expr:
        """What a rule says of each record, by the value in force on the record's own `day`, between two days."""
        earliest, *later = self.between(first, last)
        judged = rule(earliest)
        for period in later:
            judged = nw.when(nw.col(day) >= period.first).then(rule(period)).otherwise(judged)
        return judged


def measuring_values() -> Mapping[str, MeasuringValue]:
    """The rule values that measuring needs, from `params/measures.toml`, read again when it changes.

    Raises `InputError` where the file is missing, and with all faults at once where a value lacks its amount, unit or
    source, is none of its choices, or its times overlap or leave a gap.
    """
    path = root() / "params" / "measures.toml"
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Mapping[str, MeasuringValue]:
    problems, tables = Problems(), _tables(path)
    values = {name: problems.absorb(partial(_checked, path, name, table)) for name, table in tables.items()}
    problems.raise_any()
    return {name: value for name, value in values.items() if value is not None}


def _tables(path: Path) -> dict[str, Any]:
    try:
        return parsed_toml(path)
    except (OSError, ValueError) as error:
        zh, en = unreadable_toml(error)
        raise InputError([Problem(display_path(path), f"无法读取：{zh}。", f"It can't be read: {en}.")]) from None


def _checked(path: Path, name: str, table: Any) -> MeasuringValue:
    try:
        return _value(name, table)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        zh = f"每个值须有 is（在 choices 之内）、unit、source；有 dated 的，各期 from、until 前后相接（{error}）。"
        en = f"Each value needs is (one of its choices), unit and source; dated ones meet day by day ({error})."
        raise InputError([Problem(f"{display_path(path)}, {name}", zh, en)]) from None


def _value(name: str, table: Mapping[str, Any]) -> MeasuringValue:
    dated = table.get("dated", [table])
    periods = tuple(_period(part, table.get("choices")) for part in dated)
    _must_meet(periods, [part.get("until") for part in dated])
    if not table["unit"]:
        raise ValueError("unit")
    return MeasuringValue(name, table["unit"], table.get("zh", name), periods, tuple(table.get("choices", ())))


def _must_meet(periods: tuple[DatedValue, ...], ends: list[Any]) -> None:
    """Raise `ValueError` where the times of a value overlap, leave a day without a value, or end."""
    if periods[0].first != date.min:
        raise ValueError(f"from = {periods[0].first}")
    if ends[-1] is not None:
        raise ValueError(f"until = {ends[-1]}")
    for (earlier, later), end in zip(pairwise(periods), ends, strict=False):
        if later.first <= earlier.first or (end is not None and end != later.first - timedelta(days=1)):
            raise ValueError(f"until = {end}, from = {later.first}")


def _period(table: Mapping[str, Any], choices: list[Amount] | None) -> DatedValue:
    first, amount = table.get("from", date.min), table["is"]
    number = isinstance(amount, (int, float)) and not isinstance(amount, bool)
    if (choices is not None and amount not in choices) or (choices is None and not number):
        raise ValueError(f"is = {amount}")
    if not table["source"] or not isinstance(first, date) or isinstance(first, datetime):
        raise ValueError("source, from")
    return DatedValue(first, float(amount) if number else amount, table["source"], table.get("clock", ""))
