"""Cards put into the store with the facts they were made from, and read back as frames (存档与取档)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import polars as pl

from analysis import calendars, rulebooks
from analysis.contracts import FACTS
from analysis.facts import code_of, long_facts
from analysis.paths import display_path
from analysis.problems import InputError, Problem, Problems
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios import Change, Scenario, ScenarioName, canonical_scenario, scenario_toml
from analysis.scorecards import card_store, rule_periods
from analysis.scorecards.card_store import StoredFile
from analysis.scorecards.city_card import Card
from analysis.scorecards.groups import SUMS

ARCHIVED_COLUMNS = [name for name in FACTS.columns if name not in ("city", "month")]
ARCHIVED_POINTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "clause": pl.String, "kind": pl.String, "points": pl.Float64, "low": pl.Float64, "high": pl.Float64,
    "possible": pl.Float64, "met": pl.Boolean, "bound": pl.String, "reading": pl.String,
    "missing": pl.List(pl.String), "provenance": pl.String,
}  # fmt: skip
ARCHIVED_CHANGE = ("target", "how", "amount", "city", "month")
ARCHIVED_TOTAL = ("passes", *SUMS)
PERIOD = "period"


@dataclass(frozen=True, eq=False)
class ArchivedCard:
    """A kept card: which it is, when it was known, the hashes of what it was made from, and what it came to.

    `total`: `passes, points, low, high, possible`. `points`: POINTS without the keys. `facts`: the hash of each month's
    facts that the rulebook looks back to. `values`: rule values; `changes`: what its scenario changed. `period`: from
    when to when the rules by which it was judged were in force; empty where the rulebook has no dates.
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
    period: tuple[str | None, ...] = field(default=(), metadata={"if_any": True})


def archive_cards(cards: Sequence[Card], facts: Any, known_on: str) -> list[StoredFile]:
    """Keep some cards, and the facts they stand on, as known on a day (`2021-04-25`).

    `facts`: the FACTS the cards were made from, earlier months included. What is kept already is not kept twice, so a
    run that is repeated adds nothing. Raises `InputError` for a day before the month, and where another process is
    filing the same month for long.
    """
    day = calendars.parse_day(known_on, "known-on 知悉日期")
    facts = long_facts(facts)
    files: list[StoredFile] = []
    for card in cards:
        refuse_before_month(card.month, day)
        monthly = _facts_by_month(facts, card.city, card.month, card.book)
        hashes = {month: _stored_facts(card.city, month, figures, day).sha256 for month, figures in monthly.items()}
        files += [_stored_card(card, scenario, hashes, day) for scenario in card.scenarios]
    return files


def refuse_before_month(month: str, day: str) -> None:
    """Raise `InputError` where a month is said to be known before it began."""
    if day < f"{month}-01":
        zh = f"{month} 的数据不可能在 {day} 已知；请核对日期。"
        raise InputError([Problem(f"known-on 知悉日期 {day}", zh, f"{month} can't be known before it began.")])


def lookback_months(book: RulebookName, month: str) -> tuple[str, ...]:
    """The months up to this one that a rulebook's histories look back to."""
    when = calendars.parse_month(month)
    return calendars.months_back(when, rule_periods.longest_history(rulebooks.load(book, when)))


def archived_cards(city: str, month: str) -> tuple[ArchivedCard, ...]:
    """The kept cards of a city and month, by the day they were known, then as filed; damaged ones left out."""
    return tuple(
        _archived_card(file)
        for file in card_store.stored_files(city, month, card_store.CARD)
        if file.content is not None
    )


def history(city: str) -> tuple[ArchivedCard, ...]:
    """All kept cards of a city (code or name), month by month."""
    code = code_of(city)
    return tuple(card for month in card_store.stored_months(code) for card in archived_cards(code, month))


def latest_card(
    city: str, month: str, rulebook: RulebookName, scenario: ScenarioName, as_of: str = ""
) -> ArchivedCard | None:
    """The newest kept card of a rulebook and scenario, or the newest known on or before a day; None where none is."""
    when, day = calendars.parse_month(month), calendars.parse_day(as_of, "as-of 截至日期") if as_of else ""
    named = rulebooks.load(rulebook).id, scenario.name if isinstance(scenario, Scenario) else str(scenario)
    found = [
        card for card in archived_cards(code_of(city, when), when)
        if (card.rulebook, card.scenario) == named and (not day or card.known_on <= day)
    ]  # fmt: skip
    return found[-1] if found else None


def facts_behind(card: ArchivedCard) -> pl.DataFrame:
    """The FACTS that a kept card was made from, earlier months included.

    Raises `InputError` where a file of them is damaged or gone.
    """
    found, problems = [], Problems()
    for month, sha256 in card.facts.items():
        there = [
            file
            for file in card_store.stored_files(card.city, month, card_store.FACTS)
            if file.sha256 == sha256 and file.content
        ]
        if there:
            found.append(archived_facts(there[-1]))
        else:
            zh = f"{card.month} 的评分卡所依据的 {month} 数据已损坏或不在了；请从备份恢复。"
            en = f"The facts of {month} behind the card of {card.month} are damaged or gone: restore a backup."
            problems.report(
                f"{display_path(card_store.scorecards_folder() / card.city / month)}, "
                f"{sha256[: card_store.SHA256_IN_NAME]}",
                zh,
                en,
            )
    problems.raise_any()
    return pl.concat(found)


def archived_rulebook(book: Rulebook, card: ArchivedCard) -> Rulebook:
    """The rulebook with the values it had when a card was kept; its formulas are today's."""
    book = book.at(card.month)
    values: dict[str, dict[str, float | None]] = {}
    for target, amount in card.values.items():
        clause, _, name = target.rpartition(".")
        if target in book.amounts() and book.amounts()[target] != amount:
            values.setdefault(clause, {})[name] = amount
    return reduce(lambda rulebook, item: rulebook.with_values(item[0], **item[1]), values.items(), book)


def archived_changes(card: ArchivedCard) -> tuple[Change, ...]:
    """What the scenario of a kept card changed."""
    return tuple(Change(**change) for change in card.changes)


def damaged_files(city: str, month: str | None = None) -> tuple[Problem, ...]:
    """Every damaged file of a city, or of one of its months."""
    months = card_store.stored_months(city) if month is None else (month,)
    shelves = [card_store.stored_files(city, each, kind) for each in months for kind in card_store.KINDS]
    return tuple(dict.fromkeys(file.fault for shelf in shelves for file in shelf if file.fault))


def archived_facts(kept: StoredFile) -> pl.DataFrame:
    """The FACTS of a kept month."""
    assert kept.content is not None
    rows = pl.DataFrame(kept.content["facts"], schema={name: FACTS.columns[name] for name in ARCHIVED_COLUMNS})
    return FACTS.take(rows.with_columns(pl.lit(kept.city).alias("city"), pl.lit(kept.month).alias("month")))


def fact_hashes(city: str, month: str, facts: Any, book: Rulebook) -> dict[str, str]:
    """The hash that each month's facts are kept under, of the months that the rulebook looks back to."""
    monthly = _facts_by_month(long_facts(facts, book.dictionary), city, month, book)
    return {each: card_store.json_sha256(figures) for each, figures in monthly.items()}


def _facts_by_month(facts: pl.DataFrame, city: str, month: str, book: Rulebook) -> dict[str, dict[str, Any]]:
    """Each month's facts as they are kept, of the months that the rulebook looks back to."""
    own = facts.filter((pl.col("city") == city) & pl.col("month").is_in(lookback_months(book, month)))
    parts = sorted(own.partition_by("month", as_dict=True).items())
    return {
        each: {
            "city": city,
            "month": each,
            "facts": rows.select(ARCHIVED_COLUMNS).sort("fact").to_dict(as_series=False),
        }
        for (each,), rows in parts
    }


def _stored_facts(city: str, month: str, figures: Mapping[str, Any], day: str) -> StoredFile:
    return card_store.store_content(city, month, card_store.FACTS, day, figures, lambda item: True)


def _stored_card(card: Card, scenario: Scenario, facts: Mapping[str, str], day: str) -> StoredFile:
    points = card.points.filter(pl.col("scenario") == scenario.name).select(list(ARCHIVED_POINTS))
    total = card.total(scenario.name)
    content = {
        "city": card.city,
        "month": card.month,
        "rulebook": card.book.id,
        "scenario": scenario.name,
        "sha256": {
            "rulebook": card.book.sha256,
            "scenario": _hash(scenario, card.book),
            "facts": card_store.json_sha256(facts),
        },
        "facts": facts,
        "total": {part: total[part] for part in ARCHIVED_TOTAL},
        "points": points.to_dict(as_series=False),
        "values": dict(card.book.amounts()),
        "changes": [{name: getattr(change, name) for name in ARCHIVED_CHANGE} for change in scenario.changes],
        **_period(card.book),
    }
    return card_store.store_content(
        card.city, card.month, card_store.CARD, day, content, lambda item: _is_same_scenario(item, content)
    )


def _period(book: Rulebook) -> dict[str, list[str | None]]:
    """From when to when the rules of a dated rulebook were in force."""
    days = (book.validity.since, book.validity.until)
    return {PERIOD: [day.isoformat() if day else None for day in days]} if book.validity.is_dated else {}


def _is_same_scenario(file: StoredFile, content: Mapping[str, Any]) -> bool:
    return file.content is not None and all(file.content[key] == content[key] for key in ("rulebook", "scenario"))


def _hash(scenario: Scenario, book: Rulebook) -> str:
    return card_store.json_sha256(scenario_toml(canonical_scenario(scenario, book)))


def _archived_card(file: StoredFile) -> ArchivedCard:
    content = file.content
    assert content is not None
    return ArchivedCard(
        file.city, file.month, content["rulebook"], content["scenario"], file.known_on, file.number, content["sha256"],
        content["facts"], content["total"], pl.DataFrame(content["points"], schema=ARCHIVED_POINTS), content["values"],
        tuple(content["changes"]), tuple(content.get(PERIOD, ())),
    )  # fmt: skip
