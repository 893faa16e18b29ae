"""`scorecard score`: cities and months scored, as a terminal's table, as JSON or as CSV (评分)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import polars as pl
import typer

from analysis import rulebooks, scenarios, scorecards
from analysis.cli import VETOED
from analysis.cli.answers import (
    FORMULA_SIGNS,
    Format,
    FormatOption,
    OutputOption,
    give,
    headed_table,
    headlined,
    rendered,
)
from analysis.cli.options import (
    AsOfOption,
    CityOption,
    Language,
    LanguageOption,
    MonthOption,
    OptionalFactsArgument,
    ReadingsOption,
    RulebookOption,
    ScenarioFilesOption,
    SetsOption,
    selected,
)
from analysis.cli.subjects import given_facts, stacked
from analysis.facts import name_of
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE, Scenario
from analysis.views import words

KEYS = ("scenario", "city", "month")
CARD = ("city", "month", "scenario", "passes", "points", "low", "high", "possible")
CLAUSE = ("clause", "kind", "title", "points", "low", "high", "possible", "met", "bound", "reading", "missing")
SHOWN = ("clause id", "title", "earned", "possible", "target", "bound", "waiting")
VERDICTS = {True: "passed", False: "failed", None: "missing"}
PeerTitles = Mapping[tuple[Any, ...], str]
"""What a scenario is called with the peers it rests on, by scenario, city and month."""
NO_PEERS: PeerTitles = MappingProxyType({})
OVERALL = {**VERDICTS, None: "open verdict"}


def score(
    ctx: typer.Context,
    rulebook: RulebookOption,
    paths: OptionalFactsArgument = None,
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    with_base: Annotated[
        bool, typer.Option("--with-base", help="同时列出未改动的评分卡。 The base's cards too.")
    ] = False,
    city: CityOption = None,
    month: MonthOption = None,
    as_of: AsOfOption = "",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="否决指标未达标时退出码为 4。\n\nExit 4 on a veto.")] = False,
    lang: LanguageOption = Language.ZH,
) -> None:
    """对各城市、各月份评分。 Score every city and month of the files.

    [bold]例 Examples[/bold]

    scorecard score data/facts/320281/2021-03.csv --rulebook hard-2019

    scorecard score 2021-03.csv --rulebook hard-2019 --set xinyidai_loans=200亿 --reading 17=linear --format json

    scorecard score --city 江阴 --month 2021-03 --as-of 2021-04-25 --rulebook hard-2019
    """
    book = rulebooks.load(rulebook, month or "")
    changed = stacked(ctx, book)
    facts = given_facts(paths, book, city, month, as_of, changed)
    if not paths:
        changed = scenarios.for_city(changed, facts["city"][0], book)
    listed = [BASELINE, changed] if with_base and changed is not BASELINE else [changed]
    points = selected(scorecards.score(facts, book, listed), city, month)
    totals = selected(scorecards.total(facts, book, listed), city, month)
    written = {Format.JSON: card_json, Format.CSV: card_csv, Format.TABLE: card_table}[form]
    give(written(book, points, totals, lang, _peer_titles(book, facts, changed, totals, lang)), output)
    if strict and (totals["passes"] == False).any():  # noqa: E712
        raise typer.Exit(VETOED)


def _peer_titles(
    book: Rulebook, facts: pl.DataFrame, scenario: Scenario, totals: pl.DataFrame, lang: str
) -> PeerTitles:
    """What a scenario that takes benchmarks from peers rests on, by city and month: which level, of how many."""
    if not scenario.benchmarks:
        return {}
    frame = scenarios.city_month_frame(facts, book)
    places = totals.filter(scenario=scenario.name).select("city", "month")
    return {
        (scenario.name, *place): scenarios.placed_scenario(scenario, frame, book, *place).title_in(lang)
        for place in places.iter_rows()
    }


def _titled(book: Rulebook, points: pl.DataFrame, lang: str) -> pl.DataFrame:
    listed = {clause.id: clause for own in (*book.periods, book) for clause in own.clauses.values()}
    rows = [(clause.id, clause.title_in(lang)) for clause in listed.values()]
    titles = pl.DataFrame(rows, schema={"clause": pl.String, "title": pl.String}, orient="row")
    return points.join(titles, on="clause", how="left", maintain_order="left")


def _by_card(book: Rulebook, points: pl.DataFrame, lang: str) -> dict[tuple[Any, ...], pl.DataFrame]:
    return _titled(book, points, lang).partition_by(KEYS, as_dict=True, maintain_order=True)


def card_json(
    book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str, peers: PeerTitles = NO_PEERS
) -> str:
    """The cards as JSON: numbers unrounded, absent values null."""
    clauses = _by_card(book, points, lang)
    cards = [
        {
            "rulebook": book.id,
            **{key: total[key] for key in CARD},
            **_peers(total, peers),
            "clauses": clauses[tuple(total[key] for key in KEYS)].select(CLAUSE).to_dicts(),
        }
        for total in totals.to_dicts()
    ]
    return json.dumps({"cards": cards}, ensure_ascii=False, indent=2, allow_nan=False)


def card_csv(
    book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str, peers: PeerTitles = NO_PEERS
) -> str:
    """POINTS as CSV, one row a clause; no text in it begins as a spreadsheet's formula does."""
    buffer = io.StringIO()
    columns = ["rulebook", *KEYS, *CLAUSE, *(["scenario_title"] if peers else [])]
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    rows = _titled(book, points, lang).with_columns(pl.lit(book.id).alias("rulebook"))
    if peers:
        titles = [(*key, title) for key, title in peers.items()]
        said = pl.DataFrame(titles, schema=[*KEYS, "scenario_title"], orient="row")
        rows = rows.join(said, on=KEYS, how="left", maintain_order="left")
    writer.writerows([_cell(value) for value in row] for row in rows.select(columns).iter_rows())
    return buffer.getvalue().rstrip("\n")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return _cell(";".join(value))
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def card_table(
    book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, lang: str, peers: PeerTitles = NO_PEERS
) -> str:
    """Each card as a table: verdict and total first, then clause by clause."""
    clauses = _by_card(book, points, lang)
    return "\n\n".join(
        _table(book, total, clauses[tuple(total[key] for key in KEYS)], lang, peers) for total in totals.to_dicts()
    )


def _peers(total: dict[str, Any], peers: PeerTitles) -> dict[str, str]:
    key = tuple(total[name] for name in KEYS)
    return {"scenario_title": peers[key]} if key in peers else {}


def _table(book: Rulebook, total: dict[str, Any], rows: pl.DataFrame, lang: str, peers: PeerTitles) -> str:
    table = headed_table(SHOWN, lang)
    for row in rows.iter_rows(named=True):
        table.add_row(*_row(book, row, lang))
    place = f"{_city(total, lang)} {total['month']}"
    named = _peers(total, peers).get("scenario_title", total["scenario"])
    head = f"{place} · {book.title_in(lang)} · {named}"
    reached = f"{words.earned_text(words.floored_total(total), lang)} / {words.maximum_text(total['possible'], lang)}"
    verdict = words.say(OVERALL[total["passes"]], lang) if book.of_kind("test") else words.say("no tests", lang)
    summary = "　".join([headlined("verdict", verdict, lang), headlined("total", reached, lang)])
    floor = "".join(f"\n{note}" for note in words.floor_notes([total["low"]], lang))
    return f"{head}\n{summary}\n{rendered(table)}{floor}"


def _city(total: dict[str, Any], lang: str) -> str:
    """The city as it was called then; in English as it is called in Latin letters."""
    return name_of(total["city"], total["month"]) if lang == "zh" else words.city_title(total["city"], lang)


def _waits(book: Rulebook, row: dict[str, Any], lang: str) -> str:
    """What a clause waits for: a formula, the other units, figures; an office's own figures as its table calls them."""
    if book.clauses[row["clause"]].blank:
        return words.say("blank", lang)
    own = {name: fact.zh for name, fact in book.dictionary.items()} if book.own and lang == "zh" else {}
    named = (
        words.say("field of", lang, id=row["clause"]) if name.endswith(".field") else own.get(name, name)
        for name in row["missing"]
    )
    return words.say("comma", lang).join(named)


def _row(book: Rulebook, row: dict[str, Any], lang: str) -> list[str]:
    bound = (
        words.say({"veto": "vetoes", "missing": "missing"}.get(row["bound"], row["bound"]), lang)
        if row["bound"]
        else ""
    )
    waiting = _waits(book, row, lang)
    if row["kind"] == "test":
        return [row["clause"], row["title"], "", "", words.say(VERDICTS[row["met"]], lang), bound, waiting]
    target = "" if row["met"] is None else words.say("reached" if row["met"] else "not reached", lang)
    earned, most = words.earned_text(row, lang), words.maximum_text(row["possible"], lang)
    return [row["clause"], row["title"], earned, most, target, bound, waiting]
