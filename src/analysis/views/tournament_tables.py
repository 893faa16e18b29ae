"""Tables of a tournament: which scenario is best however the clauses are read, which are dominated (多方案比选表)."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.problems import InputError
from analysis.questions import tournament
from analysis.scenarios import BASELINE
from analysis.views.amounts import assumptions_text
from analysis.views.text_layout import text_width
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import (
    city_title,
    floored_points,
    joined_texts,
    month_title,
    rounded_text,
    say,
    total_interval,
)

MOST, WIDE = 60, 24
"""How many scenarios, and cities, a table lists, all being in the frame; and how wide a name may stand in a chart."""


def tournament_finding(result: tournament.Tournament, lang: str = "zh") -> str:
    """What the tournament comes to, in a sentence."""
    best, count, every = result.ranked().row(0, named=True), len(result.names), len(result.cities)
    said = {
        "month": month_title(result.month, lang),
        "count": count,
        "best": scenario_labels(result, lang)[best["scenario"]],
    }
    if best["wins"] == every:
        return say("tournament title every", lang, cities=_cities(result, lang), **said)
    regret = rounded_text(best["regret"])
    if best["wins"]:
        return say("tournament title most", lang, wins=best["wins"], all=every, regret=regret, **said)
    return say("tournament title none", lang, regret=regret, **said)


def _cities(result: tournament.Tournament, lang: str) -> str:
    if len(result.cities) > 1:
        return say("tournament cities", lang, count=len(result.cities))
    return city_name(result.cities[0], lang)


def city_name(code: str, lang: str) -> str:
    """The city's name; its code where the table of cities has none, as of a made-up city."""
    try:
        return city_title(code, lang)
    except InputError:
        return code


def scenario_name(name: str, lang: str) -> str:
    """A scenario as tables and charts call it: the unchanged facts by their word."""
    return say("tournament base", lang) if name == BASELINE.name else name


def scenario_labels(result: tournament.Tournament, lang: str) -> dict[str, str]:
    """What each scenario is called where there is little room: its name, or a number where names are long."""
    names = result.ranked()["scenario"].to_list()
    shown = {name: scenario_name(name, lang) for name in names}
    if max(map(text_width, shown.values())) <= WIDE:
        return shown
    return {name: say("tournament numbered", lang, number=place) for place, name in enumerate(names, 1)}


def _whole(name: str, labels: dict[str, str], lang: str) -> str:
    """The label with the name after it, where it is a number."""
    shown = scenario_name(name, lang)
    return shown if labels[name] == shown else f"{labels[name]}{say('colon', lang)}{shown}"


def tournament_table(result: tournament.Tournament, lang: str = "zh") -> Table:
    """A row a scenario: in how many cities it is best, passes, its points over readings, regret, who dominates it."""
    labels = scenario_labels(result, lang)
    rows = [_scenario(row, labels, lang) for row in result.ranked().head(MOST).iter_rows(named=True)]
    heads = table_columns(
        (say("scenario", lang), "name"), (say("tournament wins", lang), "number"),
        (say("tournament passes", lang), "number"), (say("tournament mean", lang), "number"),
        (say("tournament span", lang), "number"), (say("tournament regret", lang), "number"),
        (say("tournament dominated", lang), "name"),
    )  # fmt: skip
    notes = (say("tournament note", lang, readings=f"{result.readings:,}"), assumptions_text(result, lang))
    return Table(tournament_finding(result, lang), heads, tuple(rows), lang, notes)


def _scenario(row: dict[str, Any], labels: dict[str, str], lang: str) -> tuple[str, ...]:
    dominated = TonedText(labels[beaten], "bad") if (beaten := row["dominated_by"]) else say("not there", lang)
    return (
        _whole(row["scenario"], labels, lang), f"{row['wins']}", f"{row['passes']}", floored_points(row["mean"]),
        total_interval(row["least"], row["most"], lang), rounded_text(row["regret"]), dominated,
    )  # fmt: skip


def tournament_cities_table(result: tournament.Tournament, lang: str = "zh") -> Table:
    """A row a city: the scenario with most points as the clauses are read now, and who is best however they are."""
    labels = scenario_labels(result, lang)
    places = pl.DataFrame({"scenario": list(labels), "place": range(len(labels))})
    each = result.each.join(places, on="scenario").sort("city", "place")
    rows = [_city(part, labels, lang) for part in each.partition_by("city", maintain_order=True)[:MOST]]
    heads = table_columns(
        (say("city", lang), "name"), (say("tournament best", lang), "name"), (say("axis points", lang), "number"),
        (say("tournament span", lang), "number"), (say("tournament winner", lang), "name"),
    )  # fmt: skip
    return Table(say("tournament by city", lang), heads, tuple(rows), lang)


def _city(part: pl.DataFrame, labels: dict[str, str], lang: str) -> tuple[str, ...]:
    best = part.row(int(part["points"].arg_max() or 0), named=True)
    winners = [labels[name] for name in part.filter("wins")["scenario"]]
    always = joined_texts(winners, lang) if winners else TonedText(say("tournament no winner", lang), "quiet")
    span = total_interval(best["least"], best["most"], lang)
    return city_name(best["city"], lang), labels[best["scenario"]], floored_points(best["points"]), span, always
