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
from analysis.rulebooks import DEFAULT, Rulebook, RulebookName
from analysis.scenarios import case_frame
from analysis.scenarios.case_builder import build_cases
from analysis.scenarios.case_frame import Cases
from analysis.scenarios.changes import BASELINE, READING, Scenario
from analysis.scenarios.grids import values_and_readings
from analysis.scenarios.peer_figures import placed_scenario
from analysis.scenarios.resolution import fitting_scenario, looks_at_others, place_in_frame
from analysis.scenarios.scenario_files import ScenarioName
from analysis.scenarios.wide_facts import city_month_frame

Bits = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CityState:
    """A city in a month under a scenario: what every fact, history and rule value is, and the readings in force.

    `values`: None where missing. `readings`: those other than the default. `plain`: its own case, to be scored.
    `found`: for each history that asks whether there was any, the months of its window in which there was.
    """

    book: Rulebook
    city: str
    month: str
    scenario: Scenario
    values: dict[str, float | None]
    readings: dict[str, str]
    plain: Cases
    found: dict[str, tuple[str, ...]]

    def reading(self, clause: str) -> str:
        """The name of a clause's reading in force."""
        return self.readings.get(f"{clause}.{READING}", DEFAULT)


def city_state(facts: Any, book: RulebookName, city: str, month: str, scenario: ScenarioName = BASELINE) -> CityState:
    """The state of a city and month; earlier months among the facts serve histories only.

    Every history is drawn, also one that no reading in force speaks of. Raises `InputError` where the facts hold no
    such city-month, and for what `cases` refuses.
    """
    book = rulebooks.load(book)
    frame, fitting = city_month_frame(facts, book), fitting_scenario(scenario, book)
    city, month = place_in_frame(frame, city, month)
    fitting = placed_scenario(fitting, frame, book, city, month)
    seen = pl.lit(True) if looks_at_others([book], fitting) else pl.col("city") == city
    whole = build_cases(frame.filter(seen, pl.col("month") <= month), book, fitting)
    cases = replace(whole, frame=whole.frame.filter(pl.col("city") == city))
    drawing = [clause for clause in book.clauses.values() if _undrawn(clause.histories, cases)]
    rows, literals = case_frame.derive_histories(cases.frame, cases.literals, drawing)
    drawn = Cases(rows, literals, cases.readings, cases.supplied, cases.fixed)
    values, readings = values_and_readings(drawn, city, month)
    here = Cases(cases.frame.filter(pl.col("month") == month), cases.literals, cases.readings)
    return CityState(book, city, month, fitting, _whole(values, book), readings, here, _found(cases, book, month))


def _found(cases: Cases, book: Rulebook, month: str) -> dict[str, tuple[str, ...]]:
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


def _whole(values: dict[str, float | None], book: Rulebook) -> dict[str, float | None]:
    """Every fact that the rulebook judges, missing where it was not delivered."""
    return dict.fromkeys(book.facts()) | values


def differing_targets(first: CityState, two: CityState) -> tuple[str, ...]:
    """What differs between two states: facts and histories, then rule values, then readings, as targets."""
    names = dict.fromkeys([*first.values, *two.values])
    unlike = [name for name in names if first.values.get(name) != two.values.get(name)]
    rules = [name for name in unlike if name in two.book.amounts()]
    read = [
        f"{clause}.{READING}"
        for clause, figure in two.book.clauses.items()
        if len(figure.readings) > 1 and first.reading(clause) != two.reading(clause)
    ]
    return (*(name for name in unlike if name not in rules), *rules, *read)


def mixed_cases(first: CityState, two: CityState, names: Sequence[str], taken: Bits) -> Cases:
    """A case for each row of `taken`: what differs is as in the second state where its column is true.

    `taken`: rows × names. Facts are columns and rule values literals, as in any other scoring, unless they differ.
    The mixtures are steps of reckoning and need not be possible: a part may pass its whole.
    """
    places = {name: place for place, name in enumerate(names)}
    columns = [_column(first, two, name, places.get(name), taken) for name in _columns(two, places)]
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
    return Cases(frame, literals, shared)


def _columns(two: CityState, places: dict[str, int]) -> list[str]:
    """Every fact and history, sorted; and what differs beside them."""
    facts = sorted(name for name in two.values if name not in two.book.amounts())
    return [*facts, *(name for name in places if name not in facts)]


def _column(first: CityState, two: CityState, name: str, place: int | None, taken: Bits) -> pl.Series:
    ends: tuple[object, object] = first.values.get(name), two.values.get(name)
    kind: type[pl.DataType] = pl.Float64
    if name.endswith(f".{READING}"):
        clause = name.removesuffix(f".{READING}")
        ends, kind = (first.reading(clause), two.reading(clause)), pl.String
    if place is None:
        return pl.Series(name, [ends[1]], dtype=kind).new_from_index(0, len(taken)).alias(name)
    return pl.Series(name, ends, dtype=kind).gather(taken[:, place].astype(np.int64))
