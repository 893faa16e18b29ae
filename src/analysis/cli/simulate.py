"""`scorecard simulate`: the registers of a made-up city, with the truth about them (虚构城市)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import Language, LanguageOption
from analysis.paths import display_path

if TYPE_CHECKING:
    from analysis import simulations

REGISTERS = {
    Language.ZH: "已写 {files} 个文件，{size:.1f} MB：{place}\n"
    "真值见 truth.csv（{facts} 个指标）和 truth_rows.csv。数据全为虚构。",
    Language.EN: "{files} files, {size:.1f} MB: {place}\n"
    "The truth stands in truth.csv ({facts} facts) and truth_rows.csv. All of it is made up.",
}
FIGURES = {
    Language.ZH: "已写 {cities} 个城市、{months} 个月，共 {files} 个文件：data/facts/。数据全为虚构，状态为“估算”。",
    Language.EN: "{files} files of {cities} cities and {months} months: data/facts/. All made up, marked estimated.",
}
LEFT = {
    Language.ZH: "已有不是模拟得来的数据，未改动：{named}",
    Language.EN: "Figures that no simulation wrote stand there; left as they are: {named}",
}
MEGABYTE = 1_000_000


def simulate(
    month: Annotated[str, typer.Option("--month", help="最后一个月，如 2021-03。 The last month.")],
    city: Annotated[str | None, typer.Option("--city", help="城市代码或名称。 The city, code or name.")] = None,
    months: Annotated[int, typer.Option("--months", help="月数。 How many months.")] = 24,
    figures_only: Annotated[
        bool, typer.Option("--figures-only", help="只写每月指标，不写台账。 The monthly figures only, no registers.")
    ] = False,
    cities: Annotated[
        str | None,
        typer.Option("--cities", help="城市数或 all，须加 --figures-only。 How many cities, or all; figures only."),
    ] = None,
    entities: Annotated[int, typer.Option("--entities", help="主体数。 How many bodies there are.")] = 200_000,
    seed: Annotated[
        int, typer.Option("--seed", help="随机种子；相同则结果相同。 The same seed gives the same files.")
    ] = 1,
    faults: Annotated[
        str,
        typer.Option(
            "--faults",
            help="埋入的问题：none、usual，或 种类=比例、种类=个数，如 usual,late=0.1,shared=5。\n\n"
            "What is planted: none, usual, or kind=rate, kind=number.",
        ),
    ] = "usual",
    lang: LanguageOption = Language.ZH,
) -> None:
    """虚构一个城市的全部台账和真值，或许多城市的每月指标。

    A made-up city's registers and the truth about them, or many cities' monthly figures.

    各种问题及其常用取值见 params/simulation.toml。 The kinds of faults stand in params/simulation.toml.

    [bold]例 Example[/bold]

    scorecard simulate --city 江阴 --month 2021-03 --months 24 --entities 200000 --seed 1 --faults usual

    scorecard simulate --figures-only --cities 300 --month 2021-03 --months 1
    """
    from analysis import simulations  # slow to load: --help needs no figures

    _refuse_both(city, cities, figures_only)
    place_or_number = _number(cities) if cities is not None else str(city)
    if figures_only:
        _say_figures(simulations.simulate_nation(place_or_number, month, months, seed), lang)
        return
    fiction = simulations.simulate(str(city), month, months, entities, seed, faults, each=_progress)
    facts = fiction.truth["fact"].n_unique()
    size, place = fiction.size / MEGABYTE, display_path(fiction.folder)
    typer.echo(REGISTERS[lang].format(files=fiction.files, size=size, place=place, facts=facts))


def _refuse_both(city: str | None, cities: str | None, figures_only: bool) -> None:
    if (city is None) == (cities is None):
        raise typer.BadParameter("--city 与 --cities 写一个。 Give one of --city and --cities.")
    if cities is not None and not figures_only:
        raise typer.BadParameter("--cities 须与 --figures-only 同用。 --cities goes with --figures-only.")


def _number(cities: str) -> int | str:
    if cities.isdecimal():
        return int(cities)
    if cities != "all":
        raise typer.BadParameter("--cities 是个数或 all。 --cities is a number, or all.")
    return cities


def _say_figures(written: simulations.SimulatedNation, lang: Language) -> None:
    """What was written, and which city-months were left as they were."""
    counts = {"cities": len(written.cities), "months": len(written.months), "files": len(written.files)}
    typer.echo(FIGURES[lang].format(**counts))
    if written.left:
        names = ("、" if lang is Language.ZH else ", ").join(written.left)
        typer.echo(LEFT[lang].format(named=names), err=True)


def _progress(month: str) -> None:
    sys.stderr.write(f"{month}\n")
