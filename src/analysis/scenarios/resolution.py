"""What people name, resolved at every entry: city and month of a frame, scenarios (名称解析)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from analysis.calendars import parse_month
from analysis.facts import CityMonth, code_of, name_of
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook
from analysis.scenarios.changes import BASELINE, Scenario, change_targets, expanded_changes, named_target
from analysis.scenarios.scenario_files import ScenarioName, load
from analysis.text_normalisation import quoted_value

MOST_LISTED = 12
"""How many cities or months a message lists."""


def place_in_frame(facts: pl.DataFrame, city: str, month: str) -> CityMonth:
    """Code and month of a city given by code or name and a month as people write it, where the facts hold them.

    Raises `InputError` for a city or month that is not known, and where the facts have no row of it, with what they
    have.
    """
    when = parse_month(month)
    code = str(city) if (facts["city"] == str(city)).any() else code_of(city, when)
    if facts.filter(pl.col("city") == code, pl.col("month") == when).is_empty():
        raise InputError([_nothing_of(facts, code, when)])
    return code, when


def _nothing_of(facts: pl.DataFrame, code: str, month: str) -> Problem:
    months = facts.filter(pl.col("city") == code)["month"].unique().sort().to_list()
    cities = facts["city"].unique().sort().to_list()
    there = _shortened(months if months else (_name(city) for city in cities)) or "-"
    zh = f"没有该单位当月的数据；现有{'月份' if months else '单位'}：{there}。"
    en = f"There are no facts of this city and month; {'months' if months else 'cities'} there are: {there}."
    return Problem(f"{_name(code)} {month}", zh, en)


def _name(code: str) -> str:
    try:
        return f"{name_of(code)}（{code}）"
    except InputError:
        return code


def _shortened(names: Iterable[str]) -> str:
    listed = list(names)
    return "、".join(listed[:MOST_LISTED]) + ("…" if len(listed) > MOST_LISTED else "")


def looks_at_others(books: Sequence[Rulebook], scenarios: ScenarioName | Sequence[ScenarioName] = ()) -> bool:
    """Whether the figures of other units are needed beside a unit's own."""
    listed = [scenarios] if isinstance(scenarios, ScenarioName) else scenarios
    taking = [scenario for each in listed if (scenario := load(each)).benchmarks]
    return any(book.is_relative or any(scenario.fits(book) for scenario in taking) for book in books)


def fitting_scenario(scenario: ScenarioName, book: Rulebook) -> Scenario:
    """The scenario of a name, or itself, its targets as the rulebook calls them.

    Raises `InputError` where there is none of the name, and in one sentence where it is for another rulebook.
    """
    loaded = load(scenario)
    if not loaded.fits(book):
        zh = f"此情景用于规则集 {loaded.rulebook}，不能用于 {book.id}；请换规则集或情景。"
        en = f"This scenario is for rulebook {loaded.rulebook}; it can't be used with {book.id}. Choose another."
        raise InputError([Problem(f"scenario 情景 {quoted_value(loaded.name)}", zh, en)])
    targets = set(change_targets(book))
    if all(change.target in targets for change in loaded.changes):
        return loaded
    named = (replace(change, target=named_target(change.target, book) or change.target) for change in loaded.changes)
    return replace(loaded, changes=expanded_changes(named, book))


def fitting_scenarios(scenarios: ScenarioName | Sequence[ScenarioName], book: Rulebook) -> tuple[Scenario, ...]:
    """A single scenario, which must fit the rulebook; or those of a list that do, the baseline where none does.

    Reports list scenarios for several rulebooks at once, each of which takes its own.
    """
    if isinstance(scenarios, ScenarioName) or not isinstance(scenarios, Sequence):
        return (fitting_scenario(scenarios, book),)
    listed = [load(scenario) for scenario in scenarios]
    return tuple(fitting_scenario(scenario, book) for scenario in listed if scenario.fits(book)) or (BASELINE,)
