"""What was known of a city on a day: the newest facts that were kept by then (当时所知)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from analysis import calendars, facts
from analysis.calendars import parse_month
from analysis.contracts import FACTS
from analysis.facts import Fact, code_of
from analysis.paths import display_path
from analysis.problems import InputError, Problem
from analysis.scorecards import archive, card_store
from analysis.scorecards.card_store import StoredFile


def facts_as_of(city: str, month: str, as_of: str = "", dictionary: Mapping[str, Fact] | None = None) -> pl.DataFrame:
    """FACTS of a city up to and including a month: as the files have them now, or as they were known on a day.

    `as_of`: a day such as `2021-04-25`; for each month the newest facts kept on or before it. A month of which none
    were kept by then has no rows: what looks back to it is unknown. Raises `InputError` where nothing of the month
    itself was kept by then, naming the days there are, and where the file that would count is damaged.
    """
    if not as_of:
        return facts.up_to(city, month, dictionary)
    when = parse_month(month)
    code, day = code_of(city, when), calendars.parse_day(as_of, "as-of 截至日期")
    newest = {each: _newest_facts_file(code, each, day) for each in card_store.stored_months(code) if each <= when}
    own = newest.get(when)
    if own is None:
        raise InputError([_nothing_archived(code, when, day)])
    if own.fault:
        raise InputError([own.fault])
    found = [archive.archived_facts(file) for file in newest.values() if file is not None and file.content is not None]
    return _ordered(pl.concat(found), facts.dictionary() if dictionary is None else dictionary)


def others_as_of(city: str, month: str, months: Mapping[str, Sequence[str]], as_of: str) -> pl.DataFrame:
    """FACTS of the other units of a unit's kind as they were known on a day, as far as they were kept by then.

    `months`: each with the months that it looks back to. How many units with figures of the month now were not kept by
    then is told: they are not compared.
    """
    day, kind = calendars.parse_day(as_of, "as-of 截至日期"), facts.kind_of(city)
    units = [unit for unit in card_store.stored_cities() if unit != city and facts.kind_of(unit) == kind]
    wanted = sorted({each for when, looked in months.items() for each in (when, *looked)})
    newest = [
        file for unit in units for each in wanted if (file := _newest_facts_file(unit, each, day)) and file.content
    ]
    facts.tell_remarks(_units_not_archived(city, month, day, {file.city for file in newest if file.month == month}))
    return pl.concat([pl.DataFrame(schema=FACTS.columns), *map(archive.archived_facts, newest)], how="diagonal")


def _units_not_archived(city: str, month: str, day: str, kept: Collection[str]) -> list[Problem]:
    """That units with figures of a month now had none kept by a day."""
    now = facts.all_cities(month, kinds=(facts.kind_of(city),)).facts["city"].unique().to_list()
    lacking = [unit for unit in sorted(now) if unit != city and unit not in kept]
    zh = (
        f"截至 {day}，{len(lacking)} 个单位没有存档 {month} 的数据，不参加比较（参加比较的另有 {len(kept)} 个）；"
        "不足规定个数的条款按区间计。各单位发布报告时存档；当时已有数据的，用 report --known-on 写明日期补存。"
    )
    en = (
        f"By {day} {len(lacking)} units had no figures of {month} kept and are not compared; {len(kept)} others are. "
        "`report` keeps them; for figures known then, report --known-on keeps them as of that day."
    )
    return [Problem(f"{month}, as-of {day}", zh, en)] if lacking else []


def fact_versions(city: str, month: str, as_of: str) -> dict[str, str]:
    """The kept facts that count on a day: each month and the day it was known, with the hash of its facts."""
    files = [_newest_facts_file(city, each, as_of) for each in card_store.stored_months(city) if each <= month]
    return {
        f"{file.month}@{file.known_on}": file.sha256 for file in files if file is not None and file.content is not None
    }


def damaged_months(city: str, month: str, as_of: str) -> tuple[Problem, ...]:
    """The damaged files that would count for earlier months on a day: those months are unknown."""
    files = (
        [_newest_facts_file(city, each, as_of) for each in card_store.stored_months(city) if each < month]
        if as_of
        else []
    )
    return tuple(file.fault for file in files if file is not None and file.fault)


def _ordered(rows: pl.DataFrame, dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    """By month and in the dictionary's order, as files are read."""
    places = {name: place for place, name in enumerate(dictionary)}
    place = pl.col("fact").replace_strict(places, default=len(places), return_dtype=pl.Int64)
    return rows.sort("month", place, maintain_order=True)


def _newest_facts_file(city: str, month: str, day: str) -> StoredFile | None:
    there = [
        file for file in card_store.stored_files(city, month, card_store.FACTS) if file.kind and file.known_on <= day
    ]
    return there[-1] if there else None


def _nothing_archived(city: str, month: str, day: str) -> Problem:
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
