"""Tables of a tournament: which scenario is best however the clauses are read, which are dominated (多方案比选表)."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.problems import InputError
from analysis.questions.tournament import Tournament
from analysis.scenarios import BASELINE
from analysis.views.amounts import assumptions_text
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

MOST = 60
"""How many scenarios, and cities, a table lists; all are in the frame."""


def ranked(result: Tournament) -> pl.DataFrame:
    """The scenarios, the best first: undominated, best in most cities, the least regret, the highest mean."""
    order = (pl.col("dominated_by").is_not_null(), -pl.col("wins"), pl.col("regret"), -pl.col("mean"))
    return result.scenarios.sort(*order, maintain_order=True)


def tournament_finding(result: Tournament, lang: str = "zh") -> str:
    """What the tournament comes to, in a sentence."""
    best, count, every = ranked(result).row(0, named=True), len(result.names), len(result.cities)
    said = {"month": month_title(result.month, lang), "count": count, "best": scenario_name(best["scenario"], lang)}
    if best["wins"] == every:
        return say("tournament title every", lang, cities=_cities(result, lang), **said)
    regret = rounded_text(best["regret"])
    if best["wins"]:
        return say("tournament title most", lang, wins=best["wins"], all=every, regret=regret, **said)
    return say("tournament title none", lang, regret=regret, **said)


def _cities(result: Tournament, lang: str) -> str:
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


def tournament_table(result: Tournament, lang: str = "zh") -> Table:
    """A row a scenario: in how many cities it is best, passes, its points over readings, regret, who dominates it."""
    rows = [_scenario(row, lang) for row in ranked(result).head(MOST).iter_rows(named=True)]
    heads = table_columns(
        (say("scenario", lang), "name"), (say("tournament wins", lang), "number"),
        (say("tournament passes", lang), "number"), (say("tournament mean", lang), "number"),
        (say("tournament span", lang), "number"), (say("tournament regret", lang), "number"),
        (say("tournament dominated", lang), "name"),
    )  # fmt: skip
    notes = (say("tournament note", lang, readings=f"{result.readings:,}"), assumptions_text(result, lang))
    return Table(tournament_finding(result, lang), heads, tuple(rows), lang, notes)


def _scenario(row: dict[str, Any], lang: str) -> tuple[str, ...]:
    dominated = (
        TonedText(scenario_name(beaten, lang), "bad") if (beaten := row["dominated_by"]) else say("not there", lang)
    )
    return (
        scenario_name(row["scenario"], lang), f"{row['wins']}", f"{row['passes']}", floored_points(row["mean"]),
        total_interval(row["least"], row["most"], lang), rounded_text(row["regret"]), dominated,
    )  # fmt: skip


def tournament_cities_table(result: Tournament, lang: str = "zh") -> Table:
    """A row a city: the scenario with most points as the clauses are read now, and who is best however they are."""
    parts = result.each.partition_by("city", maintain_order=True)
    rows = [_city(part, lang) for part in parts[:MOST]]
    heads = table_columns(
        (say("city", lang), "name"), (say("tournament best", lang), "name"), (say("axis points", lang), "number"),
        (say("tournament span", lang), "number"), (say("tournament winner", lang), "name"),
    )  # fmt: skip
    return Table(say("tournament by city", lang), heads, tuple(rows), lang)


def _city(part: pl.DataFrame, lang: str) -> tuple[str, ...]:
    best = part.row(int(part["points"].arg_max() or 0), named=True)
    winners = [scenario_name(name, lang) for name in part.filter("wins")["scenario"]]
    always = joined_texts(winners, lang) if winners else TonedText(say("tournament no winner", lang), "quiet")
    span = total_interval(best["least"], best["most"], lang)
    return (
        city_name(best["city"], lang),
        scenario_name(best["scenario"], lang),
        floored_points(best["points"]),
        span,
        always,
    )
