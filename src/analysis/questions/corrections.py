"""One month as it was known then and as it is known now: what was corrected, and what that moved (更正)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analysis import scorecards
from analysis.contracts import FACTS
from analysis.questions import change
from analysis.questions.change import Change
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE, Scenario
from analysis.scenarios.mixing import State, state
from analysis.scorecards import Filed, filing

NOW = ""


@dataclass(frozen=True, eq=False)
class Correction:
    """A month known at two times. `change`: why the total differs. `facts`: what was corrected, in any month that
    counts: `month, fact, before, after, status_before, status_after, source_before, source_after`.

    `published`: the card that was kept last by the first day; None where there is none.
    """

    change: Change
    facts: pl.DataFrame
    published: Filed | None


def between(
    book: Rulebook, city: str, month: str, as_of: str, other: str = NOW, scenario: Scenario = BASELINE
) -> Correction:
    """A city (code) and month as known on a day, beside what is known now, or was known on another day.

    Rule values are those of the kept cards, where there are; formulas are today's. Raises `InputError` where nothing
    was kept by the day.
    """
    days = (as_of, other)
    facts = [scorecards.known(city, month, day, book.dictionary) for day in days]
    cards = [scorecards.latest(city, month, book.id, scenario.name, day) if day else None for day in days]
    ends = [_state(one, book, city, month, scenario, card) for one, card in zip(facts, cards, strict=True)]
    first = cards[0] if cards[0] is not None and _whole(cards[0], facts[0], book) else None
    told = change.between(*ends, first.total if first else None, days)
    return Correction(told, corrected(*facts, book, month), cards[0])


def since_published(
    facts: Any, book: Rulebook, city: str, month: str, as_of: str = NOW, scenario: Scenario = BASELINE
) -> Correction | None:
    """What was corrected since the month's card was published, by facts given; None where none was, or nothing moved.

    `as_of`: the day as of which the facts are known; later cards are left out. Raises `InputError` where the facts
    behind the card are damaged or gone.
    """
    card = scorecards.latest(city, month, book.id, scenario.name, as_of)
    return None if card is None else _since(card, facts, book, as_of, scenario)


def since_first(
    facts: Any, book: Rulebook, city: str, month: str, as_of: str = NOW, scenario: Scenario = BASELINE
) -> Correction | None:
    """The same since the month's card was published first."""
    named = (book.id, scenario.name)
    held = [card for card in filing.cards(city, month) if (card.rulebook, card.scenario) == named]
    return _since(held[0], facts, book, as_of, scenario) if held else None


def _since(card: Filed, facts: Any, book: Rulebook, as_of: str, scenario: Scenario) -> Correction | None:
    city, month, then = card.city, card.month, filing.behind(card)
    ends = _state(then, book, city, month, scenario, card), state(facts, book, city, month, scenario)
    told = change.between(*ends, card.total, (card.known_on, as_of))
    moved = not told.drivers.is_empty() or not told.vetoes.is_empty()
    return Correction(told, corrected(then, facts, book, month), card) if moved else None


def _state(facts: Any, book: Rulebook, city: str, month: str, scenario: Scenario, card: Filed | None) -> State:
    if card is None:
        return state(facts, book, city, month, scenario)
    then = replace(scenario, changes=filing.changes_then(card))
    return state(facts, filing.as_of_then(book, card), city, month, then)


def _whole(card: Filed, facts: pl.DataFrame, book: Rulebook) -> bool:
    """Whether a card was made from just these facts, so that what it says can be held against them."""
    return dict(card.facts) == filing.hashes(card.city, card.month, facts, book)


def corrected(then: Any, now: Any, book: Rulebook, month: str) -> pl.DataFrame:
    """The figures that differ, of the months that the rulebook looks back to; a figure that is gone is null."""
    when = pl.col("month").is_in(filing.window(book, month))
    one, two = (FACTS.take(held).filter(when & pl.col("fact").is_in(book.facts())) for held in (then, now))
    both = one.join(two, on=["month", "fact"], how="full", suffix="_after", coalesce=True)
    parts = [("", "value"), ("status_", "status"), ("source_", "source")]
    return (
        both.filter(pl.col("value").ne_missing(pl.col("value_after")))
        .sort("month", "fact")
        .select("month", "fact", *(held for name, part in parts for held in _pair(name, part)))
    )


def _pair(name: str, part: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(part).alias(f"{name}before"), pl.col(f"{part}_after").alias(f"{name}after")
