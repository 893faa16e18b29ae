"""Tables of what comes next: totals, tests and figures, each forecast marked, beside what is reported (预测表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from analysis import facts, rulebooks
from analysis.questions import forecast as question
from analysis.questions.forecasting import FORECAST
from analysis.rulebooks import Rulebook
from analysis.scorecards import TOTAL
from analysis.views import words
from analysis.views.amounts import clause_title
from analysis.views.brief_sentences import chance_text, whole_percent
from analysis.views.comparison_tables import toned_outcome
from analysis.views.place_tables import forecast_places_table
from analysis.views.view_objects import Table, TonedText, table_columns, view_sequence
from analysis.views.words import amount_text, joined_texts, percent_text, rounded_text, say, total_interval

TONE = "forecast"
NAMED = 2
"""So many of what a test hangs on are named."""
STATE_UNITS = ("flag", "choice")


def forecast_title(found: question.Forecast, lang: str = "zh") -> str:
    """The city, the month it starts from and how many months ahead."""
    city, month = words.city_title(found.city, lang), words.month_title(found.month, lang)
    return say("forecast title", lang, city=city, month=month, count=len(found.months))


def nothing_forecast(found: question.Forecast, lang: str = "zh") -> str:
    """Why nothing is forecast; empty where something is."""
    if found.able:
        return ""
    return say("forecast short", lang, least=found.least) if found.too_short else say("forecast none", lang)


def forecast_tables(
    found: question.Forecast, lang: str = "zh", most: int | None = None, narrow: bool = False
) -> tuple[Table, ...]:
    """All of it: totals, tests, figures, and the figures that are not forecast.

    `narrow`: for paper, figures with the first, the middle and the last month alone.
    """
    totals = forecast_totals_tables(found, lang)
    if not found.able:
        return totals
    months = _few(found) if narrow else None
    places = () if found.places.is_empty() else (forecast_places_table(found, lang),)
    rest = (*places, forecast_figures_table(found, lang, most, months))
    return (*totals, forecast_tests_table(found, lang), *rest, unforecast_table(found, lang))


def _few(found: question.Forecast) -> tuple[str, ...]:
    months = found.months
    return tuple(dict.fromkeys((months[0], months[(len(months) - 1) // 2], months[-1])))


def forecast_totals(found: question.Forecast, lang: str = "zh") -> Any:
    """The tables of totals, one after another."""
    return view_sequence(forecast_totals_tables(found, lang))


def forecast_totals_tables(found: question.Forecast, lang: str = "zh") -> tuple[Table, ...]:
    """A table a rulebook, a row for its total and each top group: what it is now and in each month ahead.

    The last bears the notes; where nothing is forecast there is one that says why.
    """
    if not found.able:
        return (Table(forecast_title(found, lang), (), (), lang, empty=nothing_forecast(found, lang)),)
    names = found.totals["rulebook"].unique(maintain_order=True).to_list()
    tables = [_totals_table(found, name, lang) for name in names]
    notes = forecast_notes(found, lang)
    tables = tables or [Table(forecast_title(found, lang), (), (), lang)]
    return (*tables[:-1], replace(tables[-1], notes=notes))


def _totals_table(found: question.Forecast, rulebook: str, lang: str) -> Table:
    own = found.totals.filter(rulebook=rulebook)
    keys = own.select("node", "plan").unique(maintain_order=True).sort("plan", maintain_order=True)
    rows = tuple(_total(own.filter(node=node, plan=plan), node, plan, lang) for node, plan in keys.iter_rows())
    heads = table_columns(
        (say("forecast node", lang), "name"), (_now(found, lang), "number"), *_months(found.months, lang)
    )
    book = rulebooks.load(rulebook).title_in(lang)
    return Table(say("forecast totals", lang, title=forecast_title(found, lang), book=book), heads, rows, lang)


def _now(found: question.Forecast, lang: str) -> str:
    return say("forecast now", lang, month=words.month_title(found.month, lang))


def _months(months: Sequence[str], lang: str) -> list[tuple[str, str]]:
    """A heading for each month ahead."""
    return [(say("forecast month", lang, month=words.month_title(month, lang)), "number") for month in months]


def _total(own: pl.DataFrame, node: str, plan: bool, lang: str) -> tuple[str, ...]:
    rows = own.sort("ahead").to_dicts()
    book = rulebooks.load(rows[0]["rulebook"])
    name = say("total", lang) if node == TOTAL else book.groups[node].title_in(lang)
    return (
        say("forecast planned", lang, name=name) if plan else name,
        total_interval(rows[0]["now_low"], rows[0]["now_high"], lang),
        *(TonedText(_span(row, lang), TONE) for row in rows),
    )


def _span(row: Mapping[str, Any], lang: str) -> str:
    """≈33.15（32.06–36.24）; the middle is an interval itself where figures are missing."""
    ends = {end: _points(row[end], lang) for end in ("low", "high")}
    return say("forecast span", lang, middle=total_interval(row["middle_low"], row["middle_high"], lang), **ends)


def _points(value: float | None, lang: str) -> str:
    return say("not there", lang) if value is None else rounded_text(max(value, 0.0))


def forecast_tests_table(found: question.Forecast, lang: str = "zh") -> Table:
    """A row a test: how it stands, how likely it fails next month and at the end, what that hangs on."""
    planned = bool(found.steps)
    rows = tuple(_test(row, found, lang) for row in found.tests.filter(ahead=1, plan=False).iter_rows(named=True))
    last = words.month_title(found.months[-1], lang)
    chances = [say("forecast fails", lang), *([say("forecast fails plan", lang)] if planned else [])]
    chances += [say("forecast fails last", lang, month=last)] if len(found.months) > 1 else []
    heads = table_columns(
        (say("forecast test", lang), "name"), (say("forecast test now", lang), "mark"),
        *((head, "number") for head in chances), say("forecast drivers", lang),
    )  # fmt: skip
    title = say("forecast tests", lang, month=words.month_title(found.months[0], lang))
    return Table(title, heads, rows, lang, empty=say("forecast no tests", lang))


def _test(row: Mapping[str, Any], found: question.Forecast, lang: str) -> tuple[str, ...]:
    book = rulebooks.load(row["rulebook"])
    same = found.tests.filter(rulebook=row["rulebook"], clause=row["clause"])
    shown = [row, *(same.filter(ahead=1, plan=True).iter_rows(named=True) if found.steps else ())]
    shown += list(same.filter(ahead=len(found.months), plan=False).iter_rows(named=True)) if found.months[1:] else []
    chances = [TonedText(_chance(each, found, lang), TONE) for each in shown]
    drivers = found.drivers.filter(rulebook=row["rulebook"], clause=row["clause"]).head(NAMED)["fact"]
    named = joined_texts([_fact_title(name, book, lang) for name in drivers], lang) or say("not there", lang)
    title = clause_title(row["clause"], book, lang)
    shown_title = say("forecast place", lang, title=title) if row["place"] else title
    return (shown_title, toned_outcome(row["now"], lang), *chances, named)


def _chance(row: Mapping[str, Any], found: question.Forecast, lang: str) -> str:
    """A chance of failing, where every path can be judged."""
    return say("forecast unknown", lang) if row["unknown"] > 0 else chance_text(row["fails"], found.paths, lang)


def forecast_figures_table(
    found: question.Forecast, lang: str = "zh", most: int | None = None, months: Sequence[str] | None = None
) -> Table:
    """A row a figure: reported, then every month ahead (or those of `months`) with its interval; the method and how
    often it held. `most`: how many figures are shown."""
    able, columns = found.figures.filter(state=FORECAST), months or found.months
    names = [name for name in _facts() if name in set(able["fact"])]
    shown = names[: most or len(names)]
    heads = table_columns(
        (say("forecast fact", lang), "name"), (_now(found, lang), "number"), *_months(columns, lang),
        say("forecast method", lang), (say("forecast held", lang), "number"),
    )  # fmt: skip
    ahead = able.filter(pl.col("month").is_in(list(columns))).sort("ahead")
    rows = tuple(_figure(name, ahead.filter(fact=name), found, lang) for name in shown)
    key = "forecast figures" if len(shown) == len(names) else "forecast figures some"
    title = say(key, lang, count=len(names), shown=len(shown))
    return Table(title, heads, rows, lang, empty=nothing_forecast(found, lang), kind="small")


def _figure(name: str, rows: pl.DataFrame, found: question.Forecast, lang: str) -> tuple[str, ...]:
    fact, own = _facts()[name], found.backtest.filter(fact=name)
    tried = own.select(pl.col("trials", "covered").sum()).row(0)
    tried = tried if tried[0] else own.select(pl.col("still", "still_covered").sum()).row(0)
    ahead = [TonedText(figure_span(row, fact, lang), TONE) for row in rows.iter_rows(named=True)]
    share = whole_percent(tried[1] / tried[0]) if tried[0] else say("not there", lang)
    return (
        fact.zh if lang == "zh" else fact.en, amount_text(rows["now"][0], fact, lang), *ahead,
        say(f"method {rows['method'][0]}", lang), share,
    )  # fmt: skip


def figure_span(row: Mapping[str, Any], fact: facts.Fact, lang: str) -> str:
    """A figure as forecast: its middle and between which ends it lies."""
    middle, low, high = (amount_text(row[end], fact, lang) for end in ("middle", "low", "high"))
    if low == high:
        return say("forecast exact", lang, middle=middle)
    if fact.unit in STATE_UNITS:
        return say("forecast steady", lang, middle=middle, other=high if middle == low else low)
    return say("forecast span", lang, middle=middle, low=low, high=high)


def unforecast_table(found: question.Forecast, lang: str = "zh") -> Table:
    """The figures that are not forecast, each with why."""
    rows = found.figures.filter(pl.col("state") != FORECAST, pl.col("ahead") == 1)
    heads = table_columns(
        (say("forecast fact", lang), "name"), say("forecast state", lang), (say("forecast known", lang), "number"),
        (say("forecast gap count", lang), "number"),
    )  # fmt: skip
    shown = tuple(_unable(row, found, lang) for row in rows.iter_rows(named=True))
    title = say("forecast unable", lang, count=len(shown))
    return Table(title, heads, shown, lang, empty=say("forecast unable none", lang), kind="small")


def _unable(row: Mapping[str, Any], found: question.Forecast, lang: str) -> tuple[str, ...]:
    fact = _facts()[row["fact"]]
    why = TonedText(say(f"state {row['state']}", lang, least=found.least), "missing")
    return (fact.zh if lang == "zh" else fact.en, why, str(row["known"]), str(row["gaps"]))


def forecast_notes(found: question.Forecast, lang: str = "zh") -> tuple[str, ...]:
    """What a forecast is, how often its like held, what the chances are of, what is left out."""
    return tuple(_notes(found, lang))


def _notes(found: question.Forecast, lang: str) -> Iterator[str]:
    yield say("forecast note", lang, share=whole_percent(found.covered))
    yield from _coverage_notes(found, lang)
    yield say("forecast paths", lang, paths=found.paths)
    gaps = found.figures.filter(pl.col("ahead") == 1, pl.col("gaps") > 0).height
    if gaps:
        yield say("forecast gaps", lang, count=gaps)
    for name in found.unjudged:
        yield say("forecast relative", lang, book=rulebooks.load(name).title_in(lang))
    if found.steps:
        yield _plan_note(found, lang)


def _coverage_notes(found: question.Forecast, lang: str) -> Iterator[str]:
    """How often intervals held: of figures that moved, of those that stood still, and of the totals by themselves."""
    aim, tries = whole_percent(found.covered), ("trials", "covered", "still", "still_covered")
    trials, covered, still, still_covered = found.backtest.select(pl.col(tries).sum()).row(0)
    if trials:
        yield say("forecast coverage", lang, trials=f"{trials:,}", share=percent_text(covered / trials), aim=aim)
    if still:
        yield say("forecast coverage still", lang, trials=f"{still:,}", share=percent_text(still_covered / still))
    if not trials and not still:
        yield say("forecast no coverage", lang)
    for book, tried, inside in _totals_tried(found):
        key = "forecast coverage total" if tried else "forecast no coverage total"
        share = percent_text(inside / tried) if tried else ""
        yield say(key, lang, book=rulebooks.load(book).title_in(lang), trials=f"{tried:,}", share=share, aim=aim)


def _totals_tried(found: question.Forecast) -> list[tuple[str, int, int]]:
    """Of each rulebook how often an interval of its total was tried, and how often it held."""
    own = found.totals_held.filter(node=TOTAL).group_by("rulebook", maintain_order=True)
    return own.agg(pl.col("trials", "covered").sum()).rows()


def _plan_note(found: question.Forecast, lang: str) -> str:
    steps = [
        say("forecast step", lang, fact=_fact_title(name, None, lang), to=amount_text(to, _facts()[name], lang))
        for name, to in found.steps.items()
    ]
    month = words.month_title(found.months[0], lang)
    return say("forecast plan", lang, month=month, steps=joined_texts(steps, lang, "semicolon"))


def _fact_title(name: str, book: Rulebook | None, lang: str) -> str:
    fact = (book.dictionary if book else _facts()).get(name) or _facts()[name]
    return fact.zh if lang == "zh" else fact.en


def _facts() -> Mapping[str, facts.Fact]:
    """Every fact that some rulebook knows."""
    own = {
        name: fact for book in map(rulebooks.load, rulebooks.rulebook_ids()) for name, fact in book.dictionary.items()
    }
    return {**facts.dictionary(), **own}
