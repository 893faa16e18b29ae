"""Between two states of a city: cases that take each thing that differs from the one or from the other (两态之间)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis import rulebooks
from analysis.calendars import months_back
from analysis.facts import PLACE_KEYS
from analysis.rulebooks import DEFAULT, Clause, Rulebook, RulebookName
from analysis.scenarios import case_frame
from analysis.scenarios.case_builder import build_cases
from analysis.scenarios.case_frame import KEYS, Cases
from analysis.scenarios.changes import BASELINE, READING, Scenario, history_names
from analysis.scenarios.grids import values_and_readings
from analysis.scenarios.mixed_fields import UnitField, differing_fields, with_mixed_fields
from analysis.scenarios.peer_figures import placed_scenario
from analysis.scenarios.resolution import fitting_scenario, looks_at_others, place_in_frame
from analysis.scenarios.rule_changes import (
    FIELD,
    RULE,
    changed_clauses,
    changed_limits,
    field_target,
    mixed_rulebook,
    rule_target,
)
from analysis.scenarios.scenario_files import ScenarioName
from analysis.scenarios.wide_facts import city_month_frame, every_fact_frame

TruthArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CityState:
    """A city in a month under a scenario: what every fact, history and rule value is, and the readings in force.

    `values`: None where missing. `readings`: those other than the default. `plain`: its own case, to be scored.
    `found`: for each history that asks whether there was any, the months of its window in which there was. `field`: all
    units in the month, where some clause compares them.
    """

    book: Rulebook
    city: str
    month: str
    scenario: Scenario
    values: dict[str, float | None]
    readings: dict[str, str]
    plain: Cases
    found: dict[str, tuple[str, ...]]
    field: UnitField

    def reading(self, clause: str) -> str:
        """The name of a clause's reading in force."""
        return self.readings.get(f"{clause}.{READING}", DEFAULT)


def city_state(facts: Any, book: RulebookName, city: str, month: str, scenario: ScenarioName = BASELINE) -> CityState:
    """The state of a city and month; earlier months among the facts serve histories only.

    Every history is drawn, also one that no reading in force speaks of. Raises `InputError` where the facts hold no
    such city-month, and for what `cases` refuses.
    """
    book = rulebooks.load(book, month)
    frame, fitting = city_month_frame(facts, book), fitting_scenario(scenario, book)
    city, month = place_in_frame(frame, city, month)
    others = _facts_of_other_periods(facts, book, city, month)
    fitting = placed_scenario(fitting, frame, book, city, month)
    seen = pl.lit(True) if looks_at_others([book], fitting) else pl.col("city") == city
    whole = build_cases(frame.filter(seen, pl.col("month") <= month), book, fitting)
    cases = replace(whole, frame=whole.frame.filter(pl.col("city") == city))
    drawing = [clause for clause in book.clauses.values() if _undrawn(clause.histories, cases)]
    rows, literals = case_frame.derive_histories(cases.frame, cases.literals, drawing)
    drawn = Cases(rows, literals, cases.readings, cases.supplied, cases.fixed)
    values, readings = values_and_readings(drawn, city, month)
    values = {name: figure for name, figure in values.items() if name in _names(book)}
    here = Cases(cases.frame.filter(pl.col("month") == month), cases.literals, cases.readings)
    return CityState(
        book, city, month, fitting, others | _with_missing_facts(values, book), readings, here,
        _months_with_events(cases, book, month), _field(facts, whole, book, city, month),
    )  # fmt: skip


def _names(book: Rulebook) -> set[str]:
    """What is a figure or a rule value, and not only what a clause sees of the field."""
    return {*book.dictionary, *history_names(book), *book.amounts()}


def _field(facts: Any, whole: Cases, book: Rulebook, city: str, month: str) -> UnitField:
    """All units in the month with every figure that rules of any time judge; nothing where none compares units."""
    periods = book.whole.periods or (book,)
    if not any(period.is_relative for period in periods):
        return UnitField(city, pl.DataFrame(schema={"city": pl.String, "month": pl.String}))
    drawing = [clause for period in periods for clause in period.clauses.values() if clause.histories]
    names = {name for period in periods for name in (*period.facts(), *history_names(period))}
    own = whole.frame.select(*KEYS, *(name for name in whole.frame.columns if name in names))
    every = every_fact_frame(facts, book) if book.whole.periods else own
    more = every.select(*PLACE_KEYS, *(name for name in every.columns if name in names and name not in own.columns))
    rows = own.join(more, on=PLACE_KEYS, how="left", maintain_order="left") if more.width > len(PLACE_KEYS) else own
    rows, _ = case_frame.derive_histories(rows, whole.literals, [each for each in drawing if _undrawn_of(each, rows)])
    return UnitField(city, rows.filter(pl.col("month") == month).drop("scenario"))


def _undrawn_of(clause: Clause, rows: pl.DataFrame) -> bool:
    return any(name not in rows.columns for name in clause.histories)


def _facts_of_other_periods(facts: Any, book: Rulebook, city: str, month: str) -> dict[str, float | None]:
    """What the facts are that only the rulebook's rules of other times judge; missing where not delivered."""
    names = dict.fromkeys(name for period in book.whole.periods for name in period.facts() if name not in book.facts())
    if not names:
        return {}
    rows = every_fact_frame(facts, book).filter(pl.col("city") == city, pl.col("month") == month)
    return {name: rows[name][0] if name in rows.columns and rows.height else None for name in names}


def _months_with_events(cases: Cases, book: Rulebook, month: str) -> dict[str, tuple[str, ...]]:
    months: dict[str, tuple[str, ...]] = {}
    for clause in book.clauses.values():
        for name, history in clause.histories.items():
            if history.how == "any" and history.of in cases.columns:
                window = months_back(month, int(clause.values[history.months].amount or 1))
                there = pl.col("month").is_in(window) & (pl.col(history.of) > 0)
                months[name] = tuple(cases.frame.filter(there)["month"].sort())
    return months


def _undrawn(names: Any, cases: Cases) -> bool:
    return any(name not in cases.columns and name not in cases.fixed for name in names)


def _with_missing_facts(values: dict[str, float | None], book: Rulebook) -> dict[str, float | None]:
    """Every fact that the rulebook judges, missing where it was not delivered."""
    return dict.fromkeys(book.facts()) | values


def differing_targets(first: CityState, two: CityState) -> tuple[str, ...]:
    """What differs between two states, as targets: facts and histories, rule values, readings, rules of clauses and
    limits of groups; the other units that a clause compares with.

    A clause that judges otherwise is one thing, with its values and reading.
    """
    changed = changed_clauses(first.book, two.book)
    parts = _parts_of_rules(first, two, changed)
    names = [name for name in dict.fromkeys([*first.values, *two.values]) if name not in parts]
    unlike = [name for name in names if first.values.get(name) != two.values.get(name)]
    rules = [name for name in unlike if name in two.book.amounts()]
    read = [
        f"{clause}.{READING}"
        for clause, figure in two.book.clauses.items()
        if clause not in changed and len(figure.readings) > 1 and first.reading(clause) != two.reading(clause)
    ]
    fields = differing_fields(first.field, two.field, (first.book, two.book), changed)
    ruled = (*fields, *(rule_target(name) for name in changed), *changed_limits(first.book, two.book))
    return (*(name for name in unlike if name not in rules), *rules, *read, *ruled)


def _parts_of_rules(first: CityState, two: CityState, changed: Sequence[str]) -> set[str]:
    """What is a part of a clause that judges otherwise: its values, and histories that only one of them draws."""
    amounts = {*first.book.amounts(), *two.book.amounts()} if changed else set()
    values = {name for name in amounts if name.rpartition(".")[0] in changed}
    return values | ({*history_names(first.book)} ^ {*history_names(two.book)})


def mixed_cases(
    first: CityState, two: CityState, names: Sequence[str], taken: TruthArray, old: Sequence[str] = ()
) -> Cases:
    """A case for each row of `taken`: what differs is as in the second state where its column is true.

    `taken`: rows × names. `old`: the clauses that judge as in the first state, with their values and readings.
    Facts are columns and rule values literals, as in any other scoring, unless they differ.
    The mixtures are steps of reckoning and need not be possible: a part may pass its whole.
    """
    places = {name: place for place, name in enumerate(names)}
    two = _with_earlier_clauses(first, two, old)
    columns = [_column(first, two, name, places.get(name), taken) for name in _columns(first, two, places)]
    frame = pl.DataFrame(
        [
            pl.int_range(len(taken), eager=True).cast(pl.String).alias("scenario"),
            pl.repeat(two.city, len(taken), eager=True).alias("city"),
            pl.repeat(two.month, len(taken), eager=True).alias("month"),
            *columns,
        ]
    )
    literals = {name: figure for name, figure in two.values.items() if name not in frame.columns}
    shared = {name: figure for name, figure in two.readings.items() if name not in places}
    cases, mixed = Cases(frame, literals, shared), mixed_rulebook(first.book, two.book, old)
    if not mixed.is_relative:
        return cases
    later = {
        name: pl.Series(taken[:, places[target]]) for name in mixed.clauses if (target := field_target(name)) in places
    }
    return with_mixed_fields(cases, mixed, (first.field, two.field), later)


def _with_earlier_clauses(first: CityState, two: CityState, old: Sequence[str]) -> CityState:
    """The second state with what belongs to clauses that judge as in the first."""
    own = {name: value for name, value in first.values.items() if name.rpartition(".")[0] in old}
    alone = {name: first.values.get(name) for name in history_names(first.book) if name not in two.values}
    readings = {name: reading for name, reading in first.readings.items() if name.rpartition(".")[0] in old}
    kept = {name: reading for name, reading in two.readings.items() if name.rpartition(".")[0] not in old}
    return replace(two, values=two.values | alone | own, readings=kept | readings) if own or alone or old else two


def _columns(first: CityState, two: CityState, places: dict[str, int]) -> list[str]:
    """Every fact and history, sorted; and what differs beside them."""
    amounts = {**first.book.amounts(), **two.book.amounts()}
    facts = sorted(name for name in two.values if name not in amounts)
    limits, others = {*changed_limits(first.book, two.book)}, (f".{RULE}", f".{FIELD}")
    return [*facts, *(name for name in places if name not in {*facts, *limits} and not name.endswith(others))]


def _column(first: CityState, two: CityState, name: str, place: int | None, taken: TruthArray) -> pl.Series:
    ends: tuple[object, object] = first.values.get(name), two.values.get(name)
    kind: type[pl.DataType] = pl.Float64
    if name.endswith(f".{READING}"):
        clause = name.removesuffix(f".{READING}")
        ends, kind = (first.reading(clause), two.reading(clause)), pl.String
    if place is None:
        return pl.Series(name, [ends[1]], dtype=kind).new_from_index(0, len(taken)).alias(name)
    return pl.Series(name, ends, dtype=kind).gather(taken[:, place].astype(np.int64))
