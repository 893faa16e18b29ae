"""The versions of a card that were kept on one day, told apart: `2021-04-25#2` is the second of that day (当日各版)."""

from __future__ import annotations

import re

from analysis import calendars
from analysis.problems import InputError, Problem
from analysis.scorecards import archive
from analysis.scorecards.archive import ArchivedCard

VERSION_MARK = "#"
_NAME = re.compile(r"(?P<day>.*?)\s*(?:#|第)\s*(?P<place>\d+)\s*版?")


def parse_version(text: str, where: str) -> str:
    """A day, or one version of a day (`2021-04-25#2`, `2021-04-25第2版`), in one form. Raises `InputError`."""
    hit = _NAME.fullmatch(text.strip())
    if hit is None:
        return calendars.parse_day(text, where)
    return f"{calendars.parse_day(hit['day'], where)}{VERSION_MARK}{int(hit['place'])}"


def split_version(as_of: str) -> tuple[str, int | None]:
    """The day of a version, and which of that day it is; None for a day by itself."""
    day, mark, place = as_of.partition(VERSION_MARK)
    return day, int(place) if mark else None


def day_versions(city: str, month: str, rulebook: str, scenario: str, day: str) -> tuple[ArchivedCard, ...]:
    """The cards of a rulebook and scenario that were kept on a day, the first first."""
    named = (rulebook, scenario, day)
    cards = archive.archived_cards(city, month)
    return tuple(card for card in cards if (card.rulebook, card.scenario, card.known_on) == named)


def version_name(card: ArchivedCard) -> str:
    """The day a card was known, and which of that day's versions it is where there are several."""
    there = day_versions(card.city, card.month, card.rulebook, card.scenario, card.known_on)
    numbers = [each.number for each in there]
    return f"{card.known_on}{VERSION_MARK}{numbers.index(card.number) + 1}" if len(there) > 1 else card.known_on


def first_version(city: str, month: str, rulebook: str, scenario: str, as_of: str) -> str:
    """The first version of a day of which several are kept; else the day as it was asked for."""
    several = len(day_versions(city, month, rulebook, scenario, as_of)) > 1
    return f"{as_of}{VERSION_MARK}1" if several else as_of


def versioned_card(city: str, month: str, rulebook: str, scenario: str, as_of: str) -> ArchivedCard:
    """One version of a day. Raises `InputError`, saying how many there are, where there is no such version."""
    day, place = split_version(as_of)
    there = day_versions(city, month, rulebook, scenario, day)
    if place is None or not 1 <= place <= len(there):
        zh = f"{day} 这一天存了 {len(there)} 版，没有第 {place} 版。用 scorecard history 可看各版。"
        en = f"{len(there)} versions were kept on {day}; there is no number {place}. `scorecard history` lists them."
        raise InputError([Problem(f"{city} {month} {rulebook}, {as_of}", zh, en)])
    return there[place - 1]
