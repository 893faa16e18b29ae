"""Cards put into the store with the facts they were made from, and read back as frames (存档与取档)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis import calendars
from analysis.contracts import FACTS
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook
from analysis.scenarios import Scenario, as_toml, canonical
from analysis.scorecards import store
from analysis.scorecards.cards import Card
from analysis.scorecards.groups import SUMS
from analysis.scorecards.store import Kept

OWN = [name for name in FACTS.columns if name not in ("city", "month")]
POINTS = {
    "clause": pl.String, "kind": pl.String, "points": pl.Float64, "low": pl.Float64, "high": pl.Float64,
    "possible": pl.Float64, "met": pl.Boolean, "bound": pl.String, "reading": pl.String,
    "missing": pl.List(pl.String), "provenance": pl.String,
}  # fmt: skip
CHANGE = ("target", "how", "amount", "city", "month")
TOTAL = ("passes", *SUMS)


@dataclass(frozen=True, eq=False)
class Filed:
    """A kept card: which it is, when it was known, the hashes of what it was made from, and what it came to.

    `total`: `passes, points, low, high, possible`. `points`: POINTS without the keys. `facts`: the hash of each month's
    facts that the rulebook looks back to. `values`: rule values; `changes`: what its scenario changed.
    """

    city: str
    month: str
    rulebook: str
    scenario: str
    known_on: str
    number: int
    sha256: Mapping[str, str]
    facts: Mapping[str, str]
    total: Mapping[str, Any]
    points: pl.DataFrame
    values: Mapping[str, float | None]
    changes: tuple[Mapping[str, Any], ...]


def file(cards: Sequence[Card], known: Any, known_on: str) -> list[Kept]:
    """Keep some cards, and the facts they stand on, as known on a day (`2021-04-25`).

    `known`: the FACTS the cards were made from, earlier months included. What is kept already is not kept twice, so a
    run that is repeated adds nothing. Raises `InputError` for a day before the month, and where another process is
    filing the same month for long.
    """
    day = calendars.the_day(known_on, "known-on 知悉日期")
    facts = FACTS.take(known)
    made: list[Kept] = []
    for card in cards:
        refuse_early(card.month, day)
        own = facts.filter((pl.col("city") == card.city) & pl.col("month").is_in(window(card.book, card.month)))
        hashes = {month: _facts(card.city, month, rows, day).sha256 for month, rows in _monthly(own)}
        made += [_card(card, scenario, hashes, day) for scenario in card.scenarios]
    return made


def refuse_early(month: str, day: str) -> None:
    """Raise `InputError` where a month is said to be known before it began."""
    if day < f"{month}-01":
        zh = f"{month} 的数据不可能在 {day} 已知；请核对日期。"
        raise InputError([Problem(f"known-on 知悉日期 {day}", zh, f"{month} can't be known before it began.")])


def window(book: Rulebook, month: str) -> tuple[str, ...]:
    """The months up to this one that a rulebook's histories look back to."""
    lengths = [
        int(clause.values[history.months].amount or 1)
        for clause in book.clauses.values()
        for history in clause.histories.values()
    ]
    return calendars.months_back(month, max([1, *lengths]))


def cards(city: str, month: str) -> tuple[Filed, ...]:
    """The kept cards of a city and month, by the day they were known, then as filed; damaged ones left out."""
    return tuple(_filed(one) for one in store.kept(city, month, store.CARD) if one.held is not None)


def history(city: str) -> tuple[Filed, ...]:
    """All kept cards of a city, month by month."""
    return tuple(card for month in store.months(city) for card in cards(city, month))


def latest(city: str, month: str, rulebook: str, scenario: str, as_of: str = "") -> Filed | None:
    """The newest kept card of a rulebook and scenario, or the newest known on or before a day; None where none is."""
    found = [
        card for card in cards(city, month)
        if (card.rulebook, card.scenario) == (rulebook, scenario) and (not as_of or card.known_on <= as_of)
    ]  # fmt: skip
    return found[-1] if found else None


def damaged(city: str) -> tuple[Problem, ...]:
    """Every damaged file of a city."""
    shelves = [store.kept(city, month, kind) for month in store.months(city) for kind in store.KINDS]
    return tuple(dict.fromkeys(one.fault for shelf in shelves for one in shelf if one.fault))


def facts_of(kept: Kept) -> pl.DataFrame:
    """The FACTS of a kept month."""
    assert kept.held is not None
    rows = pl.DataFrame(kept.held["facts"], schema={name: FACTS.columns[name] for name in OWN})
    return FACTS.take(rows.with_columns(pl.lit(kept.city).alias("city"), pl.lit(kept.month).alias("month")))


def _monthly(facts: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    for (month,), rows in sorted(facts.partition_by("month", as_dict=True).items()):
        yield month, rows


def _facts(city: str, month: str, rows: pl.DataFrame, day: str) -> Kept:
    held = {"city": city, "month": month, "facts": rows.select(OWN).sort("fact").to_dict(as_series=False)}
    return store.keep(city, month, store.FACTS, day, held, lambda one: True)


def _card(card: Card, scenario: Scenario, facts: Mapping[str, str], day: str) -> Kept:
    points = card.points.filter(pl.col("scenario") == scenario.name).select(list(POINTS))
    total = card.total(scenario.name)
    held = {
        "city": card.city,
        "month": card.month,
        "rulebook": card.book.id,
        "scenario": scenario.name,
        "sha256": {"rulebook": card.book.sha256, "scenario": _hash(scenario, card.book), "facts": store.digest(facts)},
        "facts": facts,
        "total": {part: total[part] for part in TOTAL},
        "points": points.to_dict(as_series=False),
        "values": dict(card.book.amounts()),
        "changes": [{name: getattr(change, name) for name in CHANGE} for change in scenario.changes],
    }
    return store.keep(card.city, card.month, store.CARD, day, held, lambda one: _same(one, held))


def _same(one: Kept, held: Mapping[str, Any]) -> bool:
    return one.held is not None and all(one.held[key] == held[key] for key in ("rulebook", "scenario"))


def _hash(scenario: Scenario, book: Rulebook) -> str:
    return store.digest(as_toml(canonical(scenario, book)))


def _filed(one: Kept) -> Filed:
    held = one.held
    assert held is not None
    return Filed(
        one.city, one.month, held["rulebook"], held["scenario"], one.known_on, one.number, held["sha256"],
        held["facts"], held["total"], pl.DataFrame(held["points"], schema=POINTS), held["values"],
        tuple(held["changes"]),
    )  # fmt: skip
