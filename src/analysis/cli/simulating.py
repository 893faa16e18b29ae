"""`scorecard simulate`: the registers of a made-up city, with the truth about them (虚构城市)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from analysis.cli.options import Lang, Language
from analysis.places import shown

TOLD = {
    Language.ZH: "已写 {files} 个文件，{size:.1f} MB：{place}\n"
    "真值见 truth.csv（{facts} 个指标）和 truth_rows.csv。数据全为虚构。",
    Language.EN: "{files} files, {size:.1f} MB: {place}\n"
    "The truth stands in truth.csv ({facts} facts) and truth_rows.csv. All of it is made up.",
}
MEGABYTE = 1_000_000


def simulate(
    city: Annotated[str, typer.Option("--city", help="城市代码或名称。 The city, code or name.")],
    month: Annotated[str, typer.Option("--month", help="最后一个月，如 2021-03。 The last month.")],
    months: Annotated[int, typer.Option("--months", help="月数。 How many months.")] = 24,
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
    lang: Lang = Language.ZH,
) -> None:
    """虚构一个城市的全部登记簿和真值。 A made-up city's registers, and the truth about them.

    各种问题及其常用取值见 params/simulation.toml。 The kinds of faults stand in params/simulation.toml.

    [bold]例 Example[/bold]

    scorecard simulate --city 江阴 --month 2021-03 --months 24 --entities 200000 --seed 1 --faults usual
    """
    from analysis import simulations

    made = simulations.simulate(city, month, months, entities, seed, faults, each=_progress)
    facts = made.truth["fact"].n_unique()
    told = {"files": made.files, "size": made.size / MEGABYTE, "place": shown(made.folder), "facts": facts}
    typer.echo(TOLD[lang].format(**told))


def _progress(month: str) -> None:
    sys.stderr.write(f"{month}\n")
