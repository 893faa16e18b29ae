"""The figures that a card rests on: a unit's own, and those of others where it is compared with them (依据数据)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis import facts, rulebooks
from analysis.calendars import parse_month
from analysis.facts import Fact, code_of
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios import ScenarioName, looks_at_others
from analysis.scorecards.archive import lookback_months
from analysis.scorecards.as_of import facts_as_of

Books = RulebookName | Sequence[RulebookName]


def card_facts(
    books: Books, city: str, month: str, as_of: str = "", scenarios: ScenarioName | Sequence[ScenarioName] = ()
) -> pl.DataFrame:
    """FACTS of a city up to and including a month, the rulebooks' own facts among them, now or as known on a day.

    Where a clause compares units, or a scenario takes its benchmarks from peers, the month's figures of all other
    units stand below. What was known of others on a day is not gathered: as of a day nothing is compared. Raises
    `InputError` as `facts_as_of` does; units whose figures are faulty are left out, and that is told.
    """
    loaded = _loaded(books)
    dictionary = known_facts(loaded)
    own = facts_as_of(city, month, as_of, dictionary)
    if as_of or not looks_at_others(loaded, scenarios):
        return own
    when = parse_month(month)
    looked = sorted({each for book in loaded for each in lookback_months(book, when)})
    every = facts.all_cities(when, looked, dictionary)
    facts.tell_remarks(every.faults)
    others = every.facts.filter(pl.col("city") != code_of(city, when))
    return pl.concat([own, others.select(own.columns)])


def known_facts(books: Books) -> dict[str, Fact]:
    """The facts that some of the rulebooks know: the project's, and what each brings itself."""
    return {name: fact for book in _loaded(books) for name, fact in book.dictionary.items()}


def _loaded(books: Books) -> list[Rulebook]:
    listed = books if isinstance(books, list | tuple) else [books]
    return [rulebooks.load(book) for book in listed]
