"""`scorecard uncertainty`: how likely an outcome is where figures are uncertain (不确定性)."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis import rulebooks, scenarios
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
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
)
from analysis.cli.subjects import changed_subject
from analysis.problems import InputError, Problem
from analysis.questions import spreads
from analysis.questions import uncertainty as uncertainty_question
from analysis.rulebooks import Rulebook
from analysis.views import uncertainty_tables

SpreadOption = Annotated[
    list[str] | None,
    typer.Option(
        "--spread",
        metavar="TEXT",
        help="指标=低~高、低~中~高、均值±标准差。\n\nfact=low~high, low~middle~high, mean±sd.",
    ),
]
UnsetOption = Annotated[
    bool, typer.Option("--unset", help="未公布的基准也在其范围内变动。\n\nBenchmarks not published vary too.")
]


def uncertainty(
    ctx: typer.Context,
    rulebook: RulebookOption,
    paths: OptionalFactsArgument = None,
    spread: SpreadOption = None,
    unset: UnsetOption = False,
    draws: Annotated[int, typer.Option("--draws", help="抽样次数。 How many draws.")] = uncertainty_question.DRAWS,
    base: Annotated[
        int, typer.Option("--sobol", help="敏感性分析的抽样基数，2 的幂；0 为不作分析。 A power of two.")
    ] = uncertainty_question.BASE,
    seed: Annotated[int, typer.Option("--seed", help="随机种子。 The seed.")] = uncertainty_question.SEED,
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    city: CityOption = None,
    month: MonthOption = None,
    as_of: AsOfOption = "",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """数据不确定时各种结果的概率。 Chances where figures are uncertain.

    各数据的影响程度。

    And which figure matters most.

    [bold]例 Example[/bold]

    scorecard uncertainty --city 江阴 --month 2021-03 --rulebook hard-2019 --spread xinyidai_loans=10亿~20亿
    """
    book = rulebooks.load(rulebook, month or "")
    subject = changed_subject(ctx, paths, book, city, month, as_of, lang)
    listed = parse_spreads(spread, unset, book)
    result = uncertainty_question.propagate(
        *subject.case, listed, scenario=subject.scenario, draws=draws, base=base, seed=seed
    )
    tables = [
        uncertainty_tables.uncertainty_table(result, lang),
        uncertainty_tables.passing_chances(result, book, lang),
        uncertainty_tables.indices_table(result, book, lang),
    ]
    answer(result, result.totals, [*tables, uncertainty_tables.convergence_table(result, lang)], form, output)


def parse_spreads(texts: list[str] | None, unset: bool, book: Rulebook) -> list[spreads.Spread]:
    """The spreads that are written, and those of the benchmarks that nobody publishes where they are asked for."""
    return [*(_spread(text, book) for text in texts or []), *(spreads.unset_spreads(book) if unset else ())]


def _spread(text: str, book: Rulebook) -> spreads.Spread:
    """A spread from its short text."""
    name, _, said = text.partition("=")
    target = scenarios.parse_target(name.strip(), book)
    amounts = [
        scenarios.parse_amount(target, part, book)
        for part in said.replace("±", "~").replace("～", "~").split("~")
        if part
    ]
    if "±" in said and len(amounts) == 2:
        fact = book.dictionary.get(target)
        low, high = (fact.low, fact.high) if fact else (0.0, amounts[0] * 2)
        return spreads.Spread(target, low, high, spreads.NORMAL, amounts[0], amounts[1])
    if len(amounts) == 2:
        return spreads.Spread(target, amounts[0], amounts[1])
    if len(amounts) == 3:
        return spreads.Spread(target, amounts[0], amounts[2], spreads.TRIANGULAR, amounts[1])
    zh, en = "应写作 指标=低~高、低~中~高 或 均值±标准差。", "Write fact=low~high, low~middle~high or mean±sd."
    raise InputError([Problem(f"--spread {text}", zh, en)])
