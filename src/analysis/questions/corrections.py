"""One month as it was known then and as it is known now: what was corrected, and what that moved (更正)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analysis import rulebooks, scorecards
from analysis.calendars import parse_month
from analysis.facts import CityMonth, code_of, long_facts
from analysis.questions import change
from analysis.questions.change import ScoreChange
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios import BASELINE, Scenario, ScenarioName, city_states, fitting_scenario
from analysis.scorecards import ArchivedCard, archive, card_versions

NOW = ""


@dataclass(frozen=True, eq=False)
class Correction:
    """A month known at two times. `change`: why the total differs. `facts`: what was corrected, in any month that
    counts: `month, fact, before, after, status_before, status_after, source_before, source_after`.

    `published`: the card that was kept last by the first day; None where there is none.
    """

    change: ScoreChange
    facts: pl.DataFrame
    published: ArchivedCard | None


def between_days(
    book: RulebookName, city: str, month: str, as_of: str, other: str = NOW, scenario: ScenarioName = BASELINE
) -> Correction:
    """A city (code) and month as known on a day, beside what is known now, or was known on another day.

    Of a day on which several versions were kept, the first is compared, so that a correction of that very day is
    seen; `2021-04-25#2` names one. Rule values are those of the kept cards, where there are; formulas are today's.
    Raises `InputError` where nothing was kept by the day.
    """
    book = rulebooks.load(book, month)
    scenario, (city, month) = fitting_scenario(scenario, book), _place(city, month)
    days = (card_versions.first_version(city, month, book.id, scenario.name, as_of), other)
    facts, cards = zip(*(_facts_on_day(book, city, month, day, scenario) for day in days), strict=True)
    before, after = (_state(frame, book, city, month, scenario, card) for frame, card in zip(facts, cards, strict=True))
    first = cards[0] if cards[0] is not None and _whole(cards[0], facts[0], book) else None
    result = change.between_states(before, after, first.total if first else None, days)
    return Correction(result, corrected_figures(facts[0], facts[1], book, city, month), cards[0])


def _facts_on_day(
    book: Rulebook, city: str, month: str, as_of: str, scenario: Scenario
) -> tuple[pl.DataFrame, ArchivedCard | None]:
    """The facts as known on a day, or behind one version of it, with the card of it where one was kept."""
    if card_versions.split_version(as_of)[1] is not None:
        card = card_versions.versioned_card(city, month, book.id, scenario.name, as_of)
        return scorecards.published_facts(card, book), card
    facts = scorecards.card_facts(book, city, month, as_of)
    return facts, scorecards.latest_card(city, month, book.id, scenario.name, as_of) if as_of else None


def since_published(
    facts: Any, book: RulebookName, city: str, month: str, as_of: str = NOW, scenario: ScenarioName = BASELINE
) -> Correction | None:
    """What was corrected since the month's card was published, by facts given; None where none was, or nothing moved,
    or where a clause compares units and the others' figures of that day were not kept (which is told).

    `as_of`: the day as of which the facts are known; later cards are left out. Raises `InputError` where the facts
    behind the card are damaged or gone.
    """
    book = rulebooks.load(book, month)
    scenario, (city, month) = fitting_scenario(scenario, book), _place(city, month)
    card = scorecards.latest_card(city, month, book, scenario, as_of)
    return None if card is None else _since(card, facts, book, as_of, scenario)


def since_first(
    facts: Any, book: RulebookName, city: str, month: str, as_of: str = NOW, scenario: ScenarioName = BASELINE
) -> Correction | None:
    """The same since the month's card was published first."""
    book = rulebooks.load(book, month)
    scenario, (city, month) = fitting_scenario(scenario, book), _place(city, month)
    named = (book.id, scenario.name)
    cards = [card for card in archive.archived_cards(city, month) if (card.rulebook, card.scenario) == named]
    return _since(cards[0], facts, book, as_of, scenario) if cards else None


def _place(city: str, month: str) -> CityMonth:
    when = parse_month(month)
    return code_of(city, when), when


def _since(card: ArchivedCard, facts: Any, book: Rulebook, as_of: str, scenario: Scenario) -> Correction | None:
    city, month, then = card.city, card.month, scorecards.published_facts(card, book)
    if book.is_relative and not _field_was_kept(then, facts, book, month):
        return None
    ends = _state(then, book, city, month, scenario, card), city_states.city_state(facts, book, city, month, scenario)
    result = change.between_states(*ends, card.total, (card_versions.version_name(card), as_of))
    moved = not result.drivers.is_empty() or not result.vetoes.is_empty()
    return Correction(result, corrected_figures(then, facts, book, city, month), card) if moved else None


def _field_was_kept(then: pl.DataFrame, facts: Any, book: Rulebook, month: str) -> bool:
    """Whether all units that are there now were kept when the card was: else what it compared cannot be told again."""
    units = (set(long_facts(rows, book.dictionary).filter(month=month)["city"]) for rows in (facts, then))
    return not next(units) - next(units)


def _state(
    facts: Any, book: Rulebook, city: str, month: str, scenario: Scenario, card: ArchivedCard | None
) -> city_states.CityState:
    if card is None:
        return city_states.city_state(facts, book, city, month, scenario)
    then = replace(scenario, changes=archive.archived_changes(card))
    return city_states.city_state(facts, archive.archived_rulebook(book, card), city, month, then)


def _whole(card: ArchivedCard, facts: pl.DataFrame, book: Rulebook) -> bool:
    """Whether a card was made from just these facts, so that what it says can be held against them."""
    return dict(card.facts) == archive.fact_hashes(card.city, card.month, facts, book)


def corrected_figures(then: Any, now: Any, book: Rulebook, city: str, month: str) -> pl.DataFrame:
    """The city's figures that differ, of the months that the rulebook looks back to; one that is gone is null."""
    own = (pl.col("city") == city) & pl.col("month").is_in(archive.lookback_months(book, month))
    first, two = (
        long_facts(frame, book.dictionary).filter(own & pl.col("fact").is_in(book.facts())) for frame in (then, now)
    )
    both = first.join(two, on=["month", "fact"], how="full", suffix="_after", coalesce=True)
    parts = [("", "value"), ("status_", "status"), ("source_", "source")]
    return (
        both.filter(pl.col("value").ne_missing(pl.col("value_after")))
        .sort("month", "fact")
        .select("month", "fact", *(frame for name, part in parts for frame in _pair(name, part)))
    )


def _pair(name: str, part: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(part).alias(f"{name}before"), pl.col(f"{part}_after").alias(f"{name}after")
