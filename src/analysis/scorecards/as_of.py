"""What was known of a city on a day: the newest facts that were kept by then (当时所知)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from analysis import calendars, facts, rulebooks
from analysis.calendars import parse_month
from analysis.contracts import FACTS
from analysis.facts import Fact, code_of
from analysis.paths import display_path
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scorecards import archive, card_store
from analysis.scorecards.card_store import StoredFile


def facts_as_of(city: str, month: str, as_of: str = "", books: Sequence[RulebookName] = ()) -> pl.DataFrame:
    """FACTS of a city or unit up to and including a month: as the files have them now, or as known on a day.

    `books`: the rulebooks that will judge: facts of their own are understood, and where one of them compares units,
    the others of its kind are there too, with what their files have now; as of a day they are not.

    `as_of`: a day such as `2021-04-25`; for each month the newest facts kept on or before it. A month of which none
    were kept by then has no rows: what looks back to it is unknown. Raises `InputError` where nothing of the month
    itself was kept by then, naming the days there are, and where the file that would count is damaged.
    """
    loaded, when = [rulebooks.load(book) for book in books], parse_month(month)
    dictionary = {
        name: fact for book in reversed(loaded) for name, fact in book.dictionary.items()
    } or facts.dictionary()
    if not as_of:
        rows, compared = facts.up_to(city, month, dictionary), [book for book in loaded if book.is_relative]
        return pl.concat([rows, *(_others(rows, compared, when, dictionary) if compared else [])])
    code, day = code_of(city, when), calendars.parse_day(as_of, "as-of 截至日期")
    newest = {each: _newest(code, each, day) for each in card_store.stored_months(code) if each <= when}
    own = newest.get(when)
    if own is None:
        raise InputError([_nothing(code, when, day)])
    if own.fault:
        raise InputError([own.fault])
    found = [archive.archived_facts(file) for file in newest.values() if file is not None and file.content is not None]
    return _ordered(pl.concat(found), dictionary)


def _others(
    own: pl.DataFrame, books: Sequence[Rulebook], month: str, dictionary: Mapping[str, Fact]
) -> Iterator[pl.DataFrame]:
    """FACTS of the other units of the kind, of the month and the month before, and those that each looks back to."""
    code, seen = own["city"][0], pl.DataFrame(schema=FACTS.columns)
    for when in calendars.months_back(month, 2):
        looked = {each for book in books for each in archive.lookback_months(book, when)}
        found = facts.all_cities(when, sorted(looked), dictionary, (facts.kind_of(code),)).facts
        seen = pl.concat([seen, found]).unique(FACTS.key, maintain_order=True)
    yield seen.filter(pl.col("city") != code)


def fact_versions(city: str, month: str, as_of: str) -> dict[str, str]:
    """The kept facts that count on a day: each month and the day it was known, with the hash of its facts."""
    files = [_newest(city, each, as_of) for each in card_store.stored_months(city) if each <= month]
    return {
        f"{file.month}@{file.known_on}": file.sha256 for file in files if file is not None and file.content is not None
    }


def damaged_months(city: str, month: str, as_of: str) -> tuple[Problem, ...]:
    """The damaged files that would count for earlier months on a day: those months are unknown."""
    files = [_newest(city, each, as_of) for each in card_store.stored_months(city) if each < month] if as_of else []
    return tuple(file.fault for file in files if file is not None and file.fault)


def _ordered(rows: pl.DataFrame, dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    """By month and in the dictionary's order, as files are read."""
    places = {name: place for place, name in enumerate(dictionary)}
    place = pl.col("fact").replace_strict(places, default=len(places), return_dtype=pl.Int64)
    return rows.sort("month", place, maintain_order=True)


def _newest(city: str, month: str, day: str) -> StoredFile | None:
    there = [
        file for file in card_store.stored_files(city, month, card_store.FACTS) if file.kind and file.known_on <= day
    ]
    return there[-1] if there else None


def _nothing(city: str, month: str, day: str) -> Problem:
    days = list(
        dict.fromkeys(file.known_on for file in card_store.stored_files(city, month, card_store.FACTS) if file.kind)
    )
    named, named_en = "、".join(days) or "无", ", ".join(days) or "none"
    return Problem(
        f"{display_path(card_store.scorecards_folder() / city / month)}, {day}",
        f"没有 {day} 或以前存档的 {month} 数据，无从知道当时所知。已存档的日期：{named}。report 发布时即存档；"
        "补存可用 --known-on 写明日期。",
        f"No figures of {month} were kept on or before {day}, so what was known then can't be told. Days kept: "
        f"{named_en}. `report` keeps them; --known-on says since when they were known.",
    )
