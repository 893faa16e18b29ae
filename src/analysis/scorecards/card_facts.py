"""The figures that a card rests on: a unit's own, and those of others where it is compared with them (依据数据)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import polars as pl

from analysis import calendars, facts, rulebooks
from analysis.calendars import parse_month
from analysis.contracts import FACTS
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

    Where a clause compares units, or a scenario takes its benchmarks from peers, the figures of all other units of its
    kind stand below, of the month and the month before. What was known of others on a day is not gathered: as of a day
    nothing is compared. Raises
    `InputError` as `facts_as_of` does; units whose figures are faulty are left out, and that is told.
    """
    loaded = _loaded(books)
    dictionary = known_facts(loaded)
    own = facts_as_of(city, month, as_of, dictionary)
    if as_of or not looks_at_others(loaded, scenarios):
        return own
    others = _others(code_of(city, month), loaded, parse_month(month), dictionary)
    return pl.concat([own, others.select(own.columns)])


def _others(code: str, books: Sequence[Rulebook], month: str, dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    """FACTS of the other units of the kind, of the month and the month before, and those that each looks back to."""
    seen = pl.DataFrame(schema=FACTS.columns)
    for when in calendars.months_back(month, 2):
        looked = {each for book in books for each in lookback_months(book, when)}
        every = facts.all_cities(when, sorted(looked), dictionary, (facts.kind_of(code),))
        facts.tell_remarks(every.faults)
        seen = pl.concat([seen, every.facts.select(seen.columns)]).unique(FACTS.key, maintain_order=True)
    return seen.filter(pl.col("city") != code)


def known_facts(books: Books) -> dict[str, Fact]:
    """The facts that some of the rulebooks know: the project's, and what each brings itself."""
    return {name: fact for book in _loaded(books) for name, fact in book.dictionary.items()}


def _loaded(books: Books) -> list[Rulebook]:
    listed = [*books] if isinstance(books, list | tuple) else [cast(RulebookName, books)]
    return [rulebooks.load(book) for book in listed]
