"""`scorecard validate`: whether files of facts can be used (数据检查)."""

from __future__ import annotations

import typer

from analysis import rulebooks
from analysis.cli.audit import audit_brief
from analysis.cli.options import FactsArgument, OwnFactsOption, read_facts, selected


def validate(
    paths: FactsArgument,
    rulebook: OwnFactsOption = None,
) -> None:
    """检查数据文件，一次列出全部问题。 Check files of facts; every fault is listed at once.

    [bold]例 Examples[/bold]

    scorecard validate data/facts/320281/2021-03.csv

    scorecard validate 待填.xlsx --rulebook hard-2019
    """
    book = rulebooks.load(rulebook) if rulebook else None
    figures = selected(read_facts(paths, book), None, None)
    places = figures.select("city", "month").unique(maintain_order=True).height
    missing = figures["value"].null_count()
    typer.echo(
        f"数据可用：{figures.height} 个数字，{places} 个单位月份，其中缺 {missing} 个。\n"
        f"The files are sound: {figures.height} figures, {places} unit-months, {missing} of them missing."
    )
    if missing < figures.height and book is None:
        typer.echo(audit_brief(paths))
