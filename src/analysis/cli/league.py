"""`scorecard league`: the places of all cities of a month, their peers, the demanded official place (排名)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analysis import facts, rulebooks, scenarios, scorecards
from analysis.calendars import parse_month
from analysis.cli.answers import Format, FormatOption, OutputOption, as_csv, as_json, as_text, give
from analysis.cli.options import (
    KindOption,
    Language,
    LanguageOption,
    LeagueOption,
    RequiredMonthOption,
    RulebookOption,
    ScenarioOption,
    wanted_kind,
    writing,
)
from analysis.cli.subjects import say_problems
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import league as leagues
from analysis.rulebooks import Rulebook
from analysis.scenarios import Scenario
from analysis.views import frame_workbooks, sections
from analysis.views import league_tables as shown

MOST = 20
DEMANDING = "hard-2019"


def league(
    month: RequiredMonthOption,
    rulebook: RulebookOption = "hard-2019",
    scenario: ScenarioOption = "baseline",
    group: LeagueOption = None,
    kind: KindOption = facts.CITY,
    city: Annotated[str | None, typer.Option("--city", help="突出此市，并列其各条和名次要求。\n\nOne city.")] = None,
    peers: Annotated[bool, typer.Option("--peers", help="另列同类城市各条的分位数。 Peers' quartiles.")] = False,
    demand: Annotated[str, typer.Option("--demand", help="名次要求所在的规则集。\n\nThe rulebook.")] = DEMANDING,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """同类城市排名，缺报数据的给出名次范围；与前100名差距。 Places among cities of a league.

    写入 .xlsx 得三张表，.csv 得名次表。 An .xlsx file holds three sheets, a .csv the places.

    [bold]例 Example[/bold]

    scorecard league --month 2021-03 --rulebook hard-2019 --league 3 --city 江阴

    scorecard league --month 2021-03 --kind 镇 --rulebook monitoring-2021

    scorecard league --month 2021-03 --rulebook monitoring-2021 --scenario assumed-benchmarks --output 排名.xlsx
    """
    when, changed = parse_month(month), scenarios.load(scenario)
    ranked = facts.kind_of(facts.code_of(city, when)) if city else wanted_kind(kind)
    book, demanding = rulebooks.load(rulebook, when), rulebooks.load(demand, when)
    looked = {when, *leagues.league_months(book, when), *leagues.league_months(demanding, when)}
    cities = facts.all_cities(when, sorted(looked), {**demanding.dictionary, **book.dictionary}, (ranked,))
    _must_have_facts(cities, when, lang)
    judged = sections.own_figures(cities.facts, book)
    scored = leagues.standings(judged, book, when, changed)
    quartiles = leagues.peer_scores(judged, book, when, changed)
    others = sections.own_figures(cities.facts, demanding)
    demanded = leagues.rank_test(others, demanding, when, scored, ranked == facts.CITY)
    mine = _code(city, when, scored) if city else ""
    wanted = _of(scored, group, mine)
    if output is not None and output.suffix.casefold() == ".xlsx":
        sheets = {"places": wanted, "peers": _of(quartiles, group, ""), "demand": _of(demanded, group, "")}
        with writing(output):
            replace_file(output, frame_workbooks.frames_workbook(sheets))
    elif form == Format.JSON:
        give(as_json({"places": wanted, "peers": quartiles, "demand": demanded}), output)
    elif form == Format.CSV or (output is not None and output.suffix.casefold() == ".csv"):
        give(as_csv(wanted), output)
    else:
        tables = _tables(
            cities, book, changed, when, mine, (wanted, quartiles, demanded), demanding, group, peers, lang
        )
        give(as_text(tables), output)


def _tables(
    cities: facts.AllCityFacts, book: Rulebook, scenario: Scenario, month: str, city: str,
    frames: tuple[pl.DataFrame, ...], demanding: Rulebook, group: int | None, peers: bool, lang: str,
) -> list[Any]:  # fmt: skip
    scored, quartiles, demanded = frames
    views = [shown.places_tables(scored, book, month, lang, MOST, city)]
    own = scored.filter(pl.col("city") == city)
    if peers or city:
        chosen = own["league"][0] if city else None
        points = _points(sections.own_figures(cities.facts, book), book, scenario, month, city) if city else None
        views.append(shown.peers_tables(_of(quartiles, group, ""), book, lang, chosen, points))
    if city and not demanded.is_empty():
        views.append(shown.demand_tables(demanded, demanding, book, city, lang))
    return [table for view in views for table in getattr(view, "parts", [view])]


def _points(figures: pl.DataFrame, book: Rulebook, scenario: Scenario, month: str, city: str) -> pl.DataFrame:
    own = figures.filter(pl.col("city") == city)
    seen = figures if rulebooks.load(book).is_relative else own
    return scorecards.score(seen, book, scenario).filter(pl.col("month") == month, pl.col("city") == city)


def _of(frame: pl.DataFrame, group: int | None, city: str) -> pl.DataFrame:
    """The rows of one league: the one asked for, or that of the city."""
    own = frame.filter(pl.col("city") == city)["league"].to_list() if city else []
    if group is not None:
        return frame.filter(facts.league_group(pl.col("league")) == group)
    return frame if not own else frame.filter(pl.col("league") == own[0])


def _code(city: str, month: str, scored: pl.DataFrame) -> str:
    code = facts.code_of(city, month)
    if code not in scored["city"]:
        zh, en = f"{month} 没有 {city} 的数据。", f"There are no figures of {city} for {month}."
        raise InputError([Problem("--city", zh, en)])
    return code


def _must_have_facts(cities: facts.AllCityFacts, month: str, lang: str) -> None:
    """The cities that are left out and why; none at all is an error."""
    say_problems(cities.faults, lang)
    if cities.facts.is_empty():
        place = str(Path("data", "facts", "*", f"{month}.*"))
        zh = "没有一个城市有此月的数据；镇、园区、部门等加 --kind，如 --kind 镇。"
        en = "Nobody has figures of this month; for towns, parks and others say --kind, as --kind town."
        raise InputError([Problem(place, zh, en)])
