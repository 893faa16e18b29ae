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
from analysis.scorecards import archive
from analysis.scorecards.archive import ArchivedCard, lookback_months
from analysis.scorecards.as_of import facts_as_of, others_as_of

Books = RulebookName | Sequence[RulebookName]


def card_facts(
    books: Books,
    city: str,
    month: str,
    as_of: str = "",
    scenarios: ScenarioName | Sequence[ScenarioName] = (),
    earlier: str = "",
) -> pl.DataFrame:
    """FACTS of a city up to and including a month, the rulebooks' own facts among them, now or as known on a day.

    Where a clause compares units, or a scenario takes its benchmarks from peers, the figures of all other units of its
    kind stand below, of the month and the month before, or of one named `earlier`; as of a day those that were kept by
    then, and it is told how many were not. Raises `InputError` as `facts_as_of` does; units whose figures are faulty
    are left out, and that is told.
    """
    loaded = _loaded(books)
    dictionary = known_facts(loaded)
    own = facts_as_of(city, month, as_of, dictionary)
    if not looks_at_others(loaded, scenarios):
        return own
    when = parse_month(month)
    months = (parse_month(earlier), when) if earlier else calendars.months_back(when, 2)
    looked = {each: sorted(_looked_back(loaded, each)) for each in dict.fromkeys(months)}
    code = code_of(city, month)
    others = others_as_of(code, when, looked, as_of) if as_of else _others(code, looked, dictionary)
    return pl.concat([own, others.select(own.columns)])


def published_facts(card: ArchivedCard, book: RulebookName) -> pl.DataFrame:
    """The FACTS behind a kept card; where a clause compares units, with those of others kept by the card's day."""
    loaded, own = rulebooks.load(book).whole, archive.facts_behind(card)
    if not looks_at_others([loaded]):
        return own
    looked = {card.month: sorted(_looked_back([loaded], card.month))}
    return pl.concat([own, others_as_of(card.city, card.month, looked, card.known_on).select(own.columns)])


def _looked_back(books: Sequence[Rulebook], month: str) -> set[str]:
    """The months that rulebooks in force then look back to; the month alone where none is."""
    return {month, *(each for book in books if book.judges(month) for each in lookback_months(book.whole, month))}


def _others(code: str, months: Mapping[str, Sequence[str]], dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    """FACTS of the other units of the kind, of some months and those that each looks back to."""
    seen = pl.DataFrame(schema=FACTS.columns)
    for when, looked in months.items():
        every = facts.all_cities(when, looked, dictionary, (facts.kind_of(code),))
        facts.tell_remarks(every.faults)
        seen = pl.concat([seen, every.facts.select(seen.columns)]).unique(FACTS.key, maintain_order=True)
    return seen.filter(pl.col("city") != code)


def known_facts(books: Books) -> dict[str, Fact]:
    """The facts that some of the rulebooks know: the project's, and what each brings itself."""
    return {name: fact for book in _loaded(books) for name, fact in book.dictionary.items()}


def _loaded(books: Books) -> list[Rulebook]:
    listed = [*books] if isinstance(books, list | tuple) else [cast(RulebookName, books)]
    return [rulebooks.load(book) for book in listed]
