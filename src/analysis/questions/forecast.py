"""Forecast: each figure some months ahead, what it comes to by the clauses, and how likely each veto is (预测).

A forecast is no fact: it is never written among the facts, and every number of it stands beside its interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis import facts as figures
from analysis import rulebooks, scorecards
from analysis.calendars import months_back, parse_month
from analysis.problems import InputError, Problem
from analysis.questions.forecasting import FORECAST, SHORT, FigureForecasts, forecast_figures, forecast_rules
from analysis.questions.forecasting.forecast_cards import PLACES, forecast_cards, moved_figures
from analysis.questions.forecasting.forecast_rules import ForecastRules
from analysis.questions.forecasting.place_chances import LeagueRequest, league_places
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios import BASELINE, Scenario, ScenarioName, fitting_scenarios, place_in_frame


@dataclass(frozen=True, eq=False)
class Forecast:
    """A city's months ahead.

    `figures`: `forecasting.FIGURES`, every figure and month; `low` to `high` holds it with the chance `covered`.
    `totals`: `rulebook, scenario, node, plan, month, ahead, now_low, now_high, low, middle_low, middle_high, high,
    possible`; `tests`: `rulebook, scenario, clause, plan, month, ahead, now, middle, fails, unknown, place`, the
    chances as shares of `paths`; `plan` is false where nothing is done, true where the plan's figures are reached.
    `past`: the totals up to now, `rulebook, month, low, high`, as many months as a forecast needs. `drivers`:
    `rulebook, scenario, clause, fact, turns`, in what share of paths this figure alone turns the outcome of a test next
    month. `backtest`: `forecasting.BACKTEST`; `totals_held`: `rulebook, scenario, node, ahead, trials, covered, still,
    still_covered`, the same of totals and groups, each earlier month's forecast scored and tried by itself.
    `least`: how many months of history a forecast needs.
    `places`: `place_chances.CHANCES`, how likely the demanded place is, all units of the league forecast; none where
    no place is demanded; `place_drivers`: `place_chances.PLACE_DRIVERS`.
    `unjudged`: rulebooks that compare cities, of which only the place ahead is told.
    """

    city: str
    month: str
    months: tuple[str, ...]
    least: int
    covered: float
    paths: int
    figures: pl.DataFrame
    past: pl.DataFrame
    totals: pl.DataFrame
    tests: pl.DataFrame
    drivers: pl.DataFrame
    totals_held: pl.DataFrame
    backtest: pl.DataFrame
    places: pl.DataFrame
    place_drivers: pl.DataFrame
    steps: Mapping[str, float]
    unjudged: tuple[str, ...]

    @property
    def too_short(self) -> bool:
        """Whether no figure has the history that a forecast needs."""
        return bool((self.figures["state"] == SHORT).all())

    @property
    def able(self) -> bool:
        """Whether any figure is forecast."""
        return bool((self.figures["state"] == FORECAST).any())


def forecast(
    facts: Any,
    books: Sequence[RulebookName],
    city: str,
    month: str,
    ahead: int | None = None,
    scenarios: ScenarioName | Sequence[ScenarioName] = (BASELINE,),
    roll_offs: pl.DataFrame | None = None,
    steps: Mapping[str, float] | None = None,
    place: int | None = None,
) -> Forecast:
    """Carry a city's figures on from a month, and score every month ahead by the same clauses.

    `facts`: FACTS with the months before. `ahead`: how many months, at most as many as `params/forecast.toml` says.
    `roll_offs`: `fact, month, leaves`, what is certain to leave a twelve-month window. `steps`: the figures a plan
    reaches next month, beside what comes if nothing is done. `scenarios`: each rulebook is judged under the last that
    fits it.
    `place`: the place in the league whose chance is told where `facts` hold others of it (`league_history`);
    without it the one that a rulebook demands, judged by the totals of those that demand none; 0: none.

    Raises `InputError` for an unknown city or rulebook, too many months, and a city-month that is not there.

    >>> from analysis import facts
    >>> from analysis.questions.forecast import forecast
    >>> forecast(facts.up_to("江阴", "2021-03"), ["hard-2019"], "江阴", "2021-03").too_short
    True
    """
    rules, every = forecast_rules(), [rulebooks.load(name) for name in books]
    code, month = _place(facts, city, parse_month(month), every)
    dictionary = _dictionary(every)
    whole = figures.long_facts(facts, dictionary)
    own = whole.filter(pl.col("city") == code)
    found = forecast_figures(own, month, _steps_ahead(ahead, rules), rules, dictionary, roll_offs)
    fitting = [(book, fitting_scenarios(scenarios, book)[-1]) for book in every]
    cases = [(book, scenario) for book, scenario in fitting if not book.is_relative] if found.keys.height else []
    reached = {name: to for name, to in (steps or {}).items() if name in set(found.keys["fact"])}
    ways = {False: found} | ({True: moved_figures(found, reached, dictionary)} if reached else {})
    league = LeagueRequest(code, place, fitting, dictionary) if found.keys.height and place != 0 else None
    places = dict(zip(("places", "place_drivers"), league_places(whole, ways, league, rules), strict=True))
    cards = [forecast_cards(own, way, book, scenario, rules, plan) for plan, way in ways.items()
             for book, scenario in cases]  # fmt: skip
    joined = {name: pl.concat([schema, *(getattr(card, name) for card in cards)]) for name, schema in PLACES.items()}
    return Forecast(
        code, month, found.months, rules.least, rules.covered, found.paths.shape[2] if cases else 0,
        found.figures.drop("city"), _past(own, cases, month, rules), **joined, backtest=found.backtest.drop("city"),
        steps=reached, **places, unjudged=tuple(book.id for book in every if book.is_relative),
    )  # fmt: skip


def league_history(city: str, month: str, books: Sequence[RulebookName]) -> pl.DataFrame:
    """FACTS of a unit and of the others of its kind that have figures of a month, as far back as forecasts look.

    Other units whose figures are faulty are left out, and that is told. Raises `InputError` as `facts.up_to` does.
    """
    code, loaded = figures.code_of(city, month), [rulebooks.load(name) for name in books]
    span = months_back(parse_month(month), forecast_rules().longest)
    found = figures.all_cities(month, span, _known(loaded), (figures.kind_of(code),))
    figures.tell_remarks(found.faults)
    own = figures.up_to(city, month, _known(loaded))
    return pl.concat([own, found.facts.filter(pl.col("city") != code).select(own.columns)])


PAST: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "month": pl.String, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip


def _past(
    facts: pl.DataFrame, cases: Sequence[tuple[Rulebook, Scenario]], month: str, rules: ForecastRules
) -> pl.DataFrame:
    """The totals of the months up to this one."""
    months = months_back(month, rules.least)
    parts = [pl.DataFrame(schema=PAST)]
    for book, scenario in cases:
        totals = scorecards.total(facts.filter(pl.col("month") <= month), book, scenario)
        own = totals.filter(pl.col("month").is_in(list(months))).sort("month")
        parts.append(own.select(pl.lit(book.id).alias("rulebook"), "month", "low", "high").cast(PAST))  # type: ignore[arg-type]
    return pl.concat(parts)


def _place(facts: Any, city: str, month: str, books: Sequence[Rulebook]) -> tuple[str, str]:
    """The city's code and the month, where the facts hold it."""
    frame = figures.long_facts(facts, _dictionary(books)).select("city", "month").unique()
    return place_in_frame(frame, city, month)


def _dictionary(books: Sequence[Rulebook]) -> Mapping[str, figures.Fact]:
    """The facts that are forecast: those of the dictionary and of the rulebooks; derived ones follow of themselves."""
    return {name: fact for name, fact in _known(books).items() if not fact.derived}


def _known(books: Sequence[Rulebook]) -> Mapping[str, figures.Fact]:
    return {**figures.dictionary(), **{name: fact for book in books for name, fact in book.dictionary.items()}}


def _steps_ahead(ahead: int | None, rules: ForecastRules) -> int:
    steps = rules.ahead if ahead is None else ahead
    if not 1 <= steps <= rules.ahead:
        zh, en = f"只预测 1 至 {rules.ahead} 个月。", f"Forecasts go 1 to {rules.ahead} months ahead."
        raise InputError([Problem("--ahead", zh, en)])
    return steps


def coverage(found: FigureForecasts | Forecast) -> pl.DataFrame:
    """How often intervals of earlier months' errors held a figure that moved: `ahead, trials, covered, share`.

    `still, still_covered`: intervals of no width, of figures that had stood still, which hold by themselves.
    """
    counts = pl.col("trials", "covered", "still", "still_covered").sum()
    each = found.backtest.group_by("ahead").agg(counts).sort("ahead")
    return each.with_columns(share=np.nan if each.is_empty() else pl.col("covered") / pl.col("trials"))
