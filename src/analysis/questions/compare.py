"""Compare: scenarios side by side, everything that differs from the base, vetoes first (比较)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analysis import rulebooks, scorecards
from analysis import scenarios as scenario_verbs
from analysis.questions.starting_points import ASSUMPTION
from analysis.rulebooks import Rulebook, RulebookName
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import BASELINE, Scenario, ScenarioName

PARTS = ("points", "low", "high", "possible", "met", "reading")
SUMS = ("passes", "points", "low", "high", "possible")
HAIR, DIGITS = 1e-9, 12


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios beside a base, for one city and month.

    `clauses`: what differs, vetoes first: `scenario, clause, kind`, then each part before and after: `points_base,
    points, …`. `totals`: a row a scenario, the base first: `scenario, passes, points, low, high, possible, change`
    (of the certain points). `names`: the base's name, then the others'.
    """

    city: str
    month: str
    rulebook: str
    names: tuple[str, ...]
    clauses: pl.DataFrame
    totals: pl.DataFrame
    assumption: tuple[str, str] = ASSUMPTION


def side_by_side(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    scenarios: ScenarioName | Sequence[ScenarioName],
    scenario: ScenarioName = BASELINE,
) -> Comparison:
    """Several scenarios beside the base, scored in one pass.

    Raises `InputError` for what `scenarios.build_cases` refuses, and where the facts hold no such city-month.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import compare
    >>> from analysis.scenarios import Change, Scenario
    >>> more = Scenario("more loans", (Change("xinyidai_loans", "add", 5_000_000_000),))
    >>> compared = compare.side_by_side(figures, book, "江阴", "2021-03", [more])
    >>> [(name, round(change, 2)) for name, change in compared.totals["scenario", "change"].rows()]
    [('baseline', 0.0), ('more loans', 0.5)]
    """
    book = rulebooks.load(book, month)
    others = [scenarios] if isinstance(scenarios, ScenarioName) else scenarios
    listed = _named([scenario_verbs.fitting_scenario(each, book) for each in (scenario, *others)])
    frame = scenario_verbs.city_month_frame(facts, book)
    city, month = scenario_verbs.place_in_frame(frame, city, month)
    listed = [scenario_verbs.placed_scenario(each, frame, book, city, month) for each in listed]
    compared = pl.lit(True) if scenario_verbs.looks_at_others([book], listed) else pl.col("city") == city
    own = [scenario_verbs.for_city(each, city, book) for each in listed]
    whole = scenario_verbs.build_cases(frame.filter(compared, pl.col("month") <= month), book, own)
    here = (pl.col("month") == month) & (pl.col("city") == city)
    points = scorecards.score_cases(whole, book).filter(here)
    totals = scorecards.total_cases(whole, book).filter(here)
    names = tuple(scenario.name for scenario in listed)
    change = (pl.col("low") - pl.col("low").first()).round(DIGITS).alias("change")
    return Comparison(
        city, month, book.id, names, _differing(points, names, book), totals.select("scenario", *SUMS, change)
    )


def _named(listed: list[Scenario]) -> list[Scenario]:
    """The scenarios with names of their own: the second of a name gets a number."""
    seen: Counter[str] = Counter()
    named = []
    for scenario in listed:
        seen[scenario.name] += 1
        count = seen[scenario.name]
        named.append(scenario if count == 1 else replace(scenario, name=f"{scenario.name} ({count})"))
    return named


def _differing(points: pl.DataFrame, names: tuple[str, ...], book: Rulebook) -> pl.DataFrame:
    base = points.filter(pl.col("scenario") == names[0]).select("clause", pl.col(PARTS).name.suffix("_base"))
    others = points.filter(pl.col("scenario") != names[0])
    paired = others.join(base, on="clause", how="left", maintain_order="left")
    differs = pl.any_horizontal(*(_differs(part) for part in PARTS))
    columns = [name for part in PARTS for name in (f"{part}_base", part)]
    found = paired.filter(differs).select("scenario", "clause", "kind", *columns)
    first = (pl.col("kind") == clauses_rulebook.TESTED) & pl.col("met").ne_missing(pl.col("met_base"))
    return found.sort(~first, maintain_order=True)


def _differs(part: str) -> pl.Expr:
    here, base = pl.col(part), pl.col(f"{part}_base")
    if part in ("met", "reading"):
        return here.ne_missing(base)
    return here.is_null().ne_missing(base.is_null()) | ((here - base).abs() > HAIR).fill_null(False)
