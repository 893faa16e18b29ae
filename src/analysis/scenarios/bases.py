"""The facts a scenario was made on, and what is to be said of it before it is used: remarks, no faults (情景说明)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import polars as pl

from analysis import rulebooks
from analysis.formulas import number_text
from analysis.problems import Problem
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios.case_builder import build_cases
from analysis.scenarios.case_frame import Cases
from analysis.scenarios.changes import READING, SET, Change, Scenario, ScenarioBase, stack_scenarios
from analysis.scenarios.grids import values_and_readings
from analysis.scenarios.resolution import place_in_frame
from analysis.scenarios.wide_facts import city_month_frame

SHA256_SHOWN = 16
"""How much of a hash is kept."""


def scenario_base(facts: Any, book: RulebookName, city: str, month: str) -> ScenarioBase:
    """The base of a city and month: the hash of its known figures that the rulebook judges."""
    frame = city_month_frame(facts, rulebooks.load(book, month))
    city, month = place_in_frame(frame, city, month)
    here = frame.filter((pl.col("city") == city) & (pl.col("month") == month))
    figures = {name: here[name][0] for name in sorted(here.columns) if here.height and here[name][0] is not None}
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return ScenarioBase(city, month, hashlib.sha256(text.encode()).hexdigest()[:SHA256_SHOWN])


def scenario_remarks(
    facts: Any, book: RulebookName, city: str, month: str, parts: Sequence[Scenario]
) -> tuple[Problem, ...]:
    """What a reader should know of scenarios stacked in this order for a city and month: conflicts, other facts,
    unusual values. None of it keeps them from being used.

    Raises `InputError` for what `cases` refuses.
    """
    book = rulebooks.load(book, month)
    frame = city_month_frame(facts, book)
    city, month = place_in_frame(frame, city, month)
    frame = frame.filter((pl.col("city") == city) & (pl.col("month") <= month))
    cases = build_cases(frame, book, stack_scenarios(parts))
    return (
        *scenario_conflicts(parts),
        *_made_on_other_facts(frame, book, city, month, parts),
        *_beyond_usual_bounds(cases, book, city, month, parts),
    )


def scenario_conflicts(parts: Sequence[Scenario]) -> tuple[Problem, ...]:
    """Where a later scenario sets what an earlier one changes, for the same place: the later counts."""
    pairs = [(first, other, target) for first, other in combinations(parts, 2) for target in _overlapping(first, other)]
    return tuple(
        Problem(
            f"scenario, {target}",
            f"“{first.name}”与“{other.name}”都改动此项；以后者“{other.name}”为准。",
            f"Both '{first.name}' and '{other.name}' change this; the later, '{other.name}', counts.",
        )
        for first, other, target in pairs
    )


def _overlapping(first: Scenario, other: Scenario) -> list[str]:
    met = [later.target for later in other.changes for earlier in first.changes if _overrules(later, earlier)]
    return list(dict.fromkeys(met))


def _overrules(later: Change, earlier: Change) -> bool:
    places = [(later.city, earlier.city), (later.month, earlier.month)]
    same = all(None in pair or pair[0] == pair[1] for pair in places)
    return same and later.target == earlier.target and later.how == SET and later.amount != earlier.amount


def _made_on_other_facts(
    facts: pl.DataFrame, book: Rulebook, city: str, month: str, parts: Sequence[Scenario]
) -> list[Problem]:
    now = scenario_base(facts, book, city, month)
    return [
        Problem(
            f"scenario {part.name}",
            f"此情景是在{part.base.city} {part.base.month} 的数据上作出的，与现用数据不同；改动照做，结果不同。",
            f"It was made on other facts than these ({part.base.city} {part.base.month}); it is applied all the same.",
        )
        for part in parts
        if part.base and part.base != now
    ]


def _beyond_usual_bounds(
    cases: Cases, book: Rulebook, city: str, month: str, parts: Sequence[Scenario]
) -> list[Problem]:
    """Changed figures and rule values beyond the dictionary's or the rule's usual bounds."""
    values, _ = values_and_readings(cases, city, month)
    targets = dict.fromkeys(change.target for part in parts for change in part.changes)
    bounded = [(name, values.get(name), _bounds(name, book)) for name in targets if not name.endswith(f".{READING}")]
    return [
        Problem(
            f"scenario, {name}",
            f"{number_text(value)} 超出通常范围 {number_text(low)}–{number_text(high)}；请核对。",
            f"{number_text(value, 'en')} lies outside the usual "
            f"{number_text(low, 'en')}–{number_text(high, 'en')}; check it.",
        )
        for name, value, (low, high) in bounded
        if value is not None and ((low is not None and value < low) or (high is not None and value > high))
    ]


def _bounds(target: str, book: Rulebook) -> tuple[float | None, float | None]:
    fact = book.dictionary.get(target)
    if fact is not None:
        return fact.low, fact.high
    clause, _, name = target.rpartition(".")
    value = book.clauses[clause].values.get(name) if clause in book.clauses else None
    return (value.low, value.high) if value else (None, None)
