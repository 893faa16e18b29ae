"""`scorecard scenario`: scenarios as files: what one changes, and writing one from options (情景文件)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from analysis import rulebooks, scenarios
from analysis.cli.commands import Ordered
from analysis.cli.options import (
    CityOption,
    MonthOption,
    ReadingsOption,
    RulebookOption,
    ScenarioFilesOption,
    SetsOption,
    read_facts,
    selected,
    writing,
)
from analysis.cli.subjects import stacked
from analysis.rulebooks import Rulebook
from analysis.scenarios import ScenarioBase

app = typer.Typer(
    no_args_is_help=True,
    help="查看情景文件，或由改动写成文件。 Show or write scenario files.",
)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="FILE", help="情景文件或名称。 A scenario's file or name.")],
) -> None:
    """按统一写法写出一个情景。 A scenario in its one canonical form.

    [bold]例 Example[/bold]

    scorecard scenario show assumed-benchmarks
    """
    scenario = scenarios.load(name)
    book = rulebooks.load(scenario.rulebook) if scenario.rulebook else None
    typer.echo(
        scenarios.scenario_toml(
            scenarios.canonical_scenario(scenario, book) if book else scenario, scenario.name
        ).rstrip()
    )


@app.command(cls=Ordered)
def save(
    ctx: typer.Context,
    output: Annotated[Path, typer.Argument(metavar="OUT.toml", help="要写的文件。 The file to write.")],
    rulebook: RulebookOption,
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    title: Annotated[str, typer.Option("--title", help="标题。 A title.")] = "",
    author: Annotated[str, typer.Option("--author", help="作者。 Its author.")] = "",
    facts: Annotated[
        list[Path] | None, typer.Option("--facts", help="所据数据文件，记入情景。\n\nThe facts it is made on.")
    ] = None,
    city: CityOption = None,
    month: MonthOption = None,
) -> None:
    """把改动写成情景文件，可记下所据的数据。 Changes as a scenario's file, with the facts it was made on.

    [bold]例 Example[/bold]

    scorecard scenario save plan.toml --rulebook hard-2019 --set xinyidai_loans=+30亿 --title 加大信易贷
    """
    book = rulebooks.load(rulebook)
    base = _base(facts, book, city, month) if facts else None
    plan = replace(
        stacked(ctx, book), name=output.stem, title=title, title_zh=title, author=author, rulebook=book.id, base=base
    )
    with writing(output):
        scenarios.save(scenarios.canonical_scenario(plan, book), output)
    typer.echo(f"已写入 {output}，{len(plan.changes)} 项改动。 Written: {len(plan.changes)} changes.")


def _base(paths: list[Path], book: Rulebook, city: str | None, month: str | None) -> ScenarioBase:
    """The facts that a scenario was made on: of the place chosen, in its latest month."""
    facts = read_facts(paths, book)
    place = selected(facts, city, month).select("city", "month").unique().sort("city", "month").row(-1)
    return scenarios.scenario_base(facts, book, *place)
