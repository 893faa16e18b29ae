"""Tables of what comes next: totals, tests and figures, each forecast marked, beside what is reported (预测表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import amount_text, joined_texts, percent_text, rounded_text, say, total_interval

TONE = "forecast"
NAMED = 2
"""So many of what a test hangs on are named."""
STATED = ("flag", "choice")


def forecast_title(found: question.Forecast, lang: str = "zh") -> str:
    """The city, the month it starts from and how many months ahead."""
    city, month = words.city_title(found.city, lang), words.month_title(found.month, lang)
    return say("forecast title", lang, city=city, month=month, count=len(found.months))


def nothing_forecast(found: question.Forecast, lang: str = "zh") -> str:
    """Why nothing is forecast; empty where something is."""
    if found.able:
        return ""
    return say("forecast short", lang, least=found.least) if found.too_short else say("forecast none", lang)


def forecast_tables(found: question.Forecast, lang: str = "zh", most: int | None = None) -> tuple[Table, ...]:
    """All of it: totals, tests, figures, and the figures that are not forecast."""
    totals = forecast_totals_table(found, lang)
    if not found.able:
        return (totals,)
    return (
        totals,
        forecast_tests_table(found, lang),
        forecast_figures_table(found, lang, most),
        unforecast_table(found, lang),
    )


def forecast_totals_table(found: question.Forecast, lang: str = "zh") -> Table:
    """A row for each total and top group: what it is now, and in each month ahead with its interval."""
    keys = found.totals.select("rulebook", "node", "plan").unique(maintain_order=True)
    ordered = keys.sort(pl.col("plan"), maintain_order=True).iter_rows()
    rows = tuple(_total(found, *key, lang) for key in ordered)
    months = [(say("forecast month", lang, month=words.month_title(month, lang)), "number") for month in found.months]
    now = say("forecast now", lang, month=words.month_title(found.month, lang))
    heads = table_columns((say("forecast node", lang), "name"), (now, "number"), *months)
    title = f"{forecast_title(found, lang)} · {say('forecast totals', lang)}"
    notes = forecast_notes(found, lang) if found.able else ()
    return Table(title, heads, rows, lang, notes=notes, empty=nothing_forecast(found, lang))


def _total(found: question.Forecast, rulebook: str, node: str, plan: bool, lang: str) -> tuple[str, ...]:
    book = rulebooks.load(rulebook)
    own = found.totals.filter(rulebook=rulebook, node=node, plan=plan).sort("ahead")
    name = say("total", lang) if node == TOTAL else book.groups[node].title_in(lang)
    title = say("forecast total", lang, book=book.title_in(lang), name=name)
    first = own.row(0, named=True)
    return (
        say("forecast planned", lang, name=title) if plan else title,
        total_interval(first["now_low"], first["now_high"], lang),
        *(TonedText(_span(row, lang), TONE) for row in own.iter_rows(named=True)),
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
    return (clause_title(row["clause"], book, lang), toned_outcome(row["now"], lang), *chances, named)


def _chance(row: Mapping[str, Any], found: question.Forecast, lang: str) -> str:
    """A chance of failing, where every path can be judged."""
    return say("forecast unknown", lang) if row["unknown"] > 0 else chance_text(row["fails"], found.paths, lang)


def forecast_figures_table(found: question.Forecast, lang: str = "zh", most: int | None = None) -> Table:
    """A row a figure: reported, then every month ahead with its interval; the method and how often it held."""
    able = found.figures.filter(state=FORECAST)
    names = [name for name in _facts() if name in set(able["fact"])]
    shown = names[: most or len(names)]
    months = [(say("forecast month", lang, month=words.month_title(month, lang)), "number") for month in found.months]
    heads = table_columns(
        (say("forecast fact", lang), "name"),
        (say("forecast now", lang, month=words.month_title(found.month, lang)), "number"), *months,
        say("forecast method", lang), (say("forecast held", lang), "number"),
    )  # fmt: skip
    rows = tuple(_figure(name, able.filter(fact=name).sort("ahead"), found, lang) for name in shown)
    key = "forecast figures" if len(shown) == len(names) else "forecast figures some"
    title = say(key, lang, count=len(names), shown=len(shown))
    return Table(title, heads, rows, lang, empty=nothing_forecast(found, lang), kind="small")


def _figure(name: str, rows: pl.DataFrame, found: question.Forecast, lang: str) -> tuple[str, ...]:
    fact, tried = _facts()[name], found.backtest.filter(fact=name).select(pl.col("trials", "covered").sum()).row(0)
    ahead = [TonedText(figure_span(row, fact, lang), TONE) for row in rows.iter_rows(named=True)]
    share = percent_text(tried[1] / tried[0]) if tried[0] else say("not there", lang)
    return (
        fact.zh if lang == "zh" else fact.en, amount_text(rows["now"][0], fact, lang), *ahead,
        say(f"method {rows['method'][0]}", lang), share,
    )  # fmt: skip


def figure_span(row: Mapping[str, Any], fact: facts.Fact, lang: str) -> str:
    """A figure as forecast: its middle and between which ends it lies."""
    middle, low, high = (amount_text(row[end], fact, lang) for end in ("middle", "low", "high"))
    if low == high:
        return say("forecast exact", lang, middle=middle)
    if fact.unit in STATED:
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
    trials, covered = found.backtest.select(pl.col("trials", "covered").sum()).row(0)
    if trials:
        share = percent_text(covered / trials)
        yield say("forecast coverage", lang, trials=f"{trials:,}", share=share, aim=whole_percent(found.covered))
    else:
        yield say("forecast no coverage", lang)
    yield say("forecast paths", lang, paths=found.paths)
    gaps = found.figures.filter(pl.col("ahead") == 1, pl.col("gaps") > 0).height
    if gaps:
        yield say("forecast gaps", lang, count=gaps)
    for name in found.unjudged:
        yield say("forecast relative", lang, book=rulebooks.load(name).title_in(lang))
    if found.steps:
        yield _plan_note(found, lang)


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
