"""`scorecard history`: the cards that were kept (评分卡存档)."""

from __future__ import annotations

from typing import Annotated

import polars as pl
import typer

from analysis import scorecards
from analysis.calendars import parse_day
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import Language, LanguageOption, RequiredCityOption
from analysis.cli.subjects import say_problems
from analysis.facts import code_of
from analysis.scorecards import ArchivedCard, archive
from analysis.views import card_history

KEYS = ("city", "month", "rulebook", "scenario", "known_on")


def history(
    city: RequiredCityOption,
    rulebook: Annotated[str | None, typer.Option("--rulebook", help="只看此规则集。 This rulebook only.")] = None,
    scenario: Annotated[str | None, typer.Option("--scenario", help="只看此情景。 This scenario only.")] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DAY", help="只看此日及以前存的。\n\nKept on or before that day.")
    ] = "",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """列出存档的评分卡：各月总分、数据截至日、所据数据和规则。 The kept cards of a city.

    [bold]例 Example[/bold]

    scorecard history --city 江阴 --rulebook hard-2019
    """
    code, day = code_of(city), parse_day(as_of, "--as-of") if as_of else ""
    wanted, kept = {"rulebook": rulebook, "scenario": scenario}, scorecards.history(code)
    card_history.refuse_unnamed(kept, rulebook, scenario)
    cards = [card for card in kept if _fits(card, wanted, day)]
    say_problems(archive.damaged_files(code), lang)
    answer(cards, _frame(cards), [card_history.history_table(cards, code, lang)], form, output)


def _fits(card: ArchivedCard, wanted: dict[str, str | None], day: str) -> bool:
    named = all(value is None or getattr(card, key) == value for key, value in wanted.items())
    return named and (not day or card.known_on <= day)


def _frame(cards: list[ArchivedCard]) -> pl.DataFrame:
    rows = [{**{key: getattr(card, key) for key in KEYS}, **card.total} for card in cards]
    schema = dict.fromkeys(KEYS, pl.String) | {"passes": pl.Boolean}
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(("points", "low", "high", "possible"), pl.Float64))
